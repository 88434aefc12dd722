//! What is written is read back and evaluated in plain machine arithmetic, in shuffled order.

#![expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "machine arithmetic is what is tested here"
)]

use std::{collections::HashMap, io::Read};

use exactness::{InputRange, NumberFormat};
use export::{ExportError, Model, messages, npz, onnx};
use netfile::{Meaning, Notes, Origin};
use network::{Affine, Form, Network, Points, Weight};
use proptest::prelude::*;
use prost::Message;
use rug::{Integer, Rational};

/// What a runtime does with numbers of a type; an overflow is a failure of the test.
trait Machine: Copy + PartialOrd + std::fmt::Debug {
    const ZERO: Self;
    const BYTES: usize;
    const TYPE: i32;
    fn read(bytes: &[u8]) -> Self;
    fn of(value: &Rational) -> Self;
    fn times_plus(self, factor: Self, sum: Self) -> Self;
    fn value(self) -> Rational;
}

macro_rules! float {
    ($type:ty, $bytes:literal, $code:expr, $to:ident, $from:ident) => {
        impl Machine for $type {
            const ZERO: Self = 0.0;
            const BYTES: usize = $bytes;
            const TYPE: i32 = $code;
            fn read(bytes: &[u8]) -> Self {
                Self::from_le_bytes(bytes.try_into().unwrap())
            }
            fn of(value: &Rational) -> Self {
                assert_eq!(Rational::$from(value.$to()).unwrap(), *value);
                value.$to()
            }
            fn times_plus(self, factor: Self, sum: Self) -> Self {
                self * factor + sum
            }
            fn value(self) -> Rational {
                Rational::$from(self).unwrap()
            }
        }
    };
}

float!(f32, 4, messages::FLOAT, to_f32, from_f32);
float!(f64, 8, messages::DOUBLE, to_f64, from_f64);

impl Machine for i64 {
    const ZERO: Self = 0;
    const BYTES: usize = 8;
    const TYPE: i32 = messages::INT64;
    fn read(bytes: &[u8]) -> Self {
        Self::from_le_bytes(bytes.try_into().unwrap())
    }
    fn of(value: &Rational) -> Self {
        assert!(value.is_integer(), "{value}");
        value.numer().to_i64().unwrap()
    }
    fn times_plus(self, factor: Self, sum: Self) -> Self {
        self.checked_mul(factor).unwrap().checked_add(sum).unwrap()
    }
    fn value(self) -> Rational {
        self.into()
    }
}

/// A model as a runtime sees it: tensors by name, nodes in order.
struct Runtime<M> {
    tensors: HashMap<String, (Vec<usize>, Vec<M>)>,
    nodes: Vec<messages::NodeProto>,
    metadata: HashMap<String, String>,
}

impl<M: Machine> Runtime<M> {
    fn load(bytes: &[u8]) -> Self {
        let model = messages::ModelProto::decode(bytes).unwrap();
        assert_eq!((model.ir_version, model.opset_import[0].version), (8, 17));
        let graph = model.graph.unwrap();
        let shape = |value: &messages::ValueInfoProto| {
            let tensor = value.r#type.clone().unwrap().tensor_type.unwrap();
            assert_eq!(tensor.elem_type, M::TYPE);
            tensor.shape.unwrap().dim.len()
        };
        assert_eq!((graph.input[0].name.as_str(), graph.output[0].name.as_str()), ("x", "y"));
        assert_eq!((shape(&graph.input[0]), shape(&graph.output[0])), (2, 2));
        let tensor = |tensor: messages::TensorProto| {
            assert_eq!(tensor.data_type, M::TYPE);
            let dims: Vec<usize> = tensor.dims.iter().map(|n| *n as usize).collect();
            let numbers: Vec<M> = tensor.raw_data.chunks(M::BYTES).map(M::read).collect();
            assert_eq!(numbers.len(), dims.iter().product::<usize>());
            (tensor.name, (dims, numbers))
        };
        let entries = model.metadata_props.into_iter().map(|entry| (entry.key, entry.value));
        Self {
            tensors: graph.initializer.into_iter().map(tensor).collect(),
            nodes: graph.node,
            metadata: entries.collect(),
        }
    }

    /// The output for one input; sums are taken in an order that depends on `seed`.
    fn run(&self, input: &[Rational], seed: u64) -> Vec<Rational> {
        let mut values = HashMap::from([("x".to_owned(), input.iter().map(M::of).collect())]);
        for (step, node) in self.nodes.iter().enumerate() {
            let operand = |i: usize| -> &Vec<M> {
                let name = &node.input[i];
                values.get(name).unwrap_or_else(|| &self.tensors[name].1)
            };
            let relu = |z: &M| if *z > M::ZERO { *z } else { M::ZERO };
            let output: Vec<M> = match node.op_type.as_str() {
                "MatMul" => {
                    let (shape, weights) = &self.tensors[&node.input[1]];
                    let column = |j: usize| {
                        let order = shuffled(shape[0], seed + step as u64);
                        order.into_iter().fold(M::ZERO, |sum, i| {
                            operand(0)[i].times_plus(weights[i * shape[1] + j], sum)
                        })
                    };
                    (0..shape[1]).map(column).collect()
                }
                "Add" => {
                    let one = M::of(&1.into());
                    let pairs = operand(0).iter().zip(operand(1));
                    pairs.map(|(a, b)| a.times_plus(one, *b)).collect()
                }
                "Relu" => operand(0).iter().map(relu).collect(),
                // Greater tells where; what stands here is the operand.
                "Greater" => operand(0).clone(),
                "Where" => operand(1).iter().map(relu).collect(),
                other => panic!("{other}"),
            };
            values.insert(node.output[0].clone(), output);
        }
        values["y"].iter().map(|y| y.value()).collect()
    }
}

/// The numbers below n in an order that depends on the seed.
fn shuffled(n: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    let key = |i: usize| (i as u64 + 1).wrapping_mul(seed | 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    order.sort_by_key(|i| key(*i));
    order
}

/// Does the file compute what the network computes, at these points?
fn check<M: Machine>(network: &Network, model: &Model, points: &[Vec<Rational>]) {
    let runtime = Runtime::<M>::load(&onnx::encode(model, &Notes::default()).unwrap());
    let scale = |name: &str| runtime.metadata[name].parse::<Integer>().unwrap();
    assert_eq!(&scale("input_scale"), model.input_scale());
    for point in points {
        let input: Vec<Rational> =
            point.iter().map(|x| Rational::from(x * scale("input_scale"))).collect();
        let expected: Vec<Rational> = network.evaluate(point).unwrap();
        for seed in [1, 2, 3] {
            let output = runtime.run(&input, seed);
            let output: Vec<Rational> =
                output.into_iter().map(|y| y / scale("output_scale")).collect();
            assert_eq!(output, expected, "{point:?}");
        }
    }
}

type Fraction = (i64, i64);

/// 2 inputs, two hidden layers of 3, 2 outputs; weights are small fractions.
fn networks() -> impl Strategy<Value = Network> {
    let number = || (-9_i64..=9, prop::sample::select(vec![1_i64, 1, 2, 3, 8]));
    let row = move |n: usize| (prop::collection::vec(number(), n), number());
    let map = move |n: usize, rows: usize| prop::collection::vec(row(n), rows);
    (map(2, 3), map(3, 3), map(3, 2)).prop_map(|(a, b, c)| {
        let map = |inputs: u32, rows: Vec<(Vec<Fraction>, Fraction)>| {
            let weight = |pair: Fraction| Weight::from(Rational::from(pair));
            let forms = rows.into_iter().map(|(terms, bias)| {
                Form::new((0..).zip(terms.into_iter().map(weight)), weight(bias))
            });
            Affine::new(inputs, forms).unwrap()
        };
        Network::new(vec![map(2, a), map(3, b)], map(3, c)).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn onnx_computes_what_the_network_computes(
        network in networks(),
        denominator in prop::sample::select(vec![1_u32, 2, 10]),
        format in prop::sample::select(NumberFormat::ALL.to_vec()),
    ) {
        let numerators: Vec<Integer> =
            (-3..=3).flat_map(|x| (-3..=3).flat_map(move |y| [x.into(), y.into()])).collect();
        let common = denominator.into();
        let ranges = InputRange::of_points(&Points::new(2, &common, &numerators).unwrap());
        let points: Vec<Vec<Rational>> = (numerators.chunks(2))
            .map(|point| point.iter().map(|n| Rational::from((n, denominator))).collect())
            .collect();
        match (Model::new(&network, &ranges, Some(format), None), format) {
            (Ok(model), NumberFormat::F32) => check::<f32>(&network, &model, &points),
            (Ok(model), NumberFormat::F64) => check::<f64>(&network, &model, &points),
            (Ok(model), NumberFormat::I64) => check::<i64>(&network, &model, &points),
            (Err(error), NumberFormat::F32) => {
                prop_assert!(matches!(error, ExportError::Inexact { .. }), "{error}");
            }
            (Err(error), _) => panic!("{error}"),
        }
    }
}

fn integers(lower: i64, upper: i64) -> InputRange {
    InputRange { lower: lower.into(), upper: upper.into(), denominator: 1.into() }
}

/// `relu(w x)` times another weight.
fn chain(weights: [i64; 2]) -> Network {
    let [a, b] =
        weights.map(|weight| Affine::new(1, [&Weight::from(weight) * Form::input(0)]).unwrap());
    Network::new(vec![a], b).unwrap()
}

#[test]
fn models_take_the_first_format_that_is_exact() {
    let bits = |weight: i64| {
        let model = Model::new(&chain([weight, 1]), &[integers(0, 1)], None, None).unwrap();
        (model.format(), model.bits())
    };
    assert_eq!(bits(1), (NumberFormat::F64, 1));
    assert_eq!(bits((1 << 53) - 1), (NumberFormat::F64, 53));
    assert_eq!(bits((1 << 53) + 1), (NumberFormat::I64, 54));
    assert_eq!(bits(i64::MAX), (NumberFormat::I64, 63));
    let refused = |format| {
        let range = integers(0, 8);
        Model::new(&chain([(1 << 61) + 1, 1]), &[range], format, None).unwrap_err().to_string()
    };
    let message = "not exact in i64, which holds 63 bits: neuron 0 of layer 1 needs 65 bits, and 65 \
                   bits are the most that any neuron needs";
    assert_eq!(refused(None), message);
    assert_eq!(
        refused(Some(NumberFormat::F32)),
        message.replace("i64, which holds 63", "f32, which holds 24")
    );
}

#[test]
fn scales_of_inputs_are_checked() {
    let tenths = InputRange { denominator: 10.into(), ..integers(0, 3) };
    let model = |scale| Model::new(&chain([10, 3]), std::slice::from_ref(&tenths), None, scale);
    let scaled = model(None).unwrap();
    assert_eq!((scaled.input_scale(), scaled.output_scale()), (&10.into(), &1.into()));
    assert_eq!(model(Some(30)).unwrap().input_scale(), &30);
    assert_eq!(
        model(Some(7)).unwrap_err().to_string(),
        "7 times input 0 is not always a number of i64: its values are multiples of 1/10, expected a \
         scale such as 10"
    );
    // A half is in doubles.
    let halves = model(Some(15)).unwrap();
    assert_eq!(halves.format(), NumberFormat::F64);
    assert_eq!(halves.input_sentence(), "x is 15 times the features, as exact numbers");
    let error = model(Some(0)).unwrap_err();
    assert!(matches!(error, ExportError::ZeroScale { found: 0 }), "{error}");
    let error = Model::new(&chain([1, 1]), &[], None, None).unwrap_err();
    assert!(matches!(error, ExportError::Shape(_)), "{error}");
}

#[test]
fn files_beyond_two_gib_are_refused_before_memory_is_taken() {
    // 20,000 neurons twice: 3.2 GB of dense weights.
    let wide = |inputs: u32| {
        let rows = (0..20_000).map(|i| Form::input(i % inputs));
        Affine::new(inputs, rows).unwrap()
    };
    let sum = Affine::new(20_000, [Form::input(0)]).unwrap();
    let network = Network::new(vec![wide(1), wide(20_000)], sum).unwrap();
    let model = Model::new(&network, &[integers(0, 1)], None, None).unwrap();
    for result in [onnx::encode(&model, &Notes::default()), npz::encode(&model, &Notes::default())]
    {
        let error = result.unwrap_err();
        assert!(matches!(error, ExportError::TooLarge { bytes: 3_200_000_000.., .. }), "{error}");
    }
}

/// A network without neurons is a constant, and still a model.
#[test]
fn empty_layers_get_a_neuron() {
    let nothing = Affine::new(1, []).unwrap();
    let seven = Affine::new(0, [Form::constant(7)]).unwrap();
    let network = Network::new(vec![nothing], seven).unwrap();
    let model = Model::new(&network, &[integers(0, 5)], None, None).unwrap();
    check::<f64>(&network, &model, &[vec![3.into()]]);
}

#[test]
fn metadata_say_what_goes_in_and_out() {
    let tenths = InputRange { denominator: 10.into(), ..integers(0, 3) };
    let model = Model::new(&chain([1, 1]), &[tenths], None, None).unwrap();
    let mut notes = Notes::new(Meaning::Labels(vec!["a".to_owned(), "\"b\"".to_owned()]));
    notes.origin = Some(Origin::new("thm3.1", Vec::new()));
    insta::assert_yaml_snapshot!(
        model.metadata(&notes).into_iter().collect::<std::collections::BTreeMap<_, _>>()
    );
    let regression =
        Notes::new(Meaning::Epsilon { epsilon: Rational::from((1, 8)), targets: None });
    assert_eq!(model.output_sentence(&regression), "y / 5 is the target up to 1/8");
    assert_eq!(model.output_sentence(&Notes::default()), "y / 5 is the output");
}

/// The numbers of an array of the archive.
fn array(archive: &[u8], name: &str) -> (String, Vec<u8>) {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(&format!("{name}.npy")).unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes[..8], *b"\x93NUMPY\x01\x00");
    let length = usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    assert!((10 + length).is_multiple_of(64));
    let header = String::from_utf8(bytes[10..10 + length].to_vec()).unwrap();
    (header.trim_end().to_owned(), bytes[10 + length..].to_vec())
}

#[test]
fn archives_hold_the_layers() {
    let [x, y] = Form::inputs();
    let hidden = Affine::new(2, [2 * x - 3 * y + 5]).unwrap();
    let network =
        Network::new(vec![hidden], Affine::new(1, [7 * Form::input(0)]).unwrap()).unwrap();
    let notes = Notes::new(Meaning::Labels(vec!["a".to_owned(), "längst".to_owned()]));
    for (format, code) in [(NumberFormat::F64, "<f8"), (NumberFormat::I64, "<i8")] {
        let ranges = [integers(0, 9), integers(0, 9)];
        let model = Model::new(&network, &ranges, Some(format), None).unwrap();
        let archive = npz::encode(&model, &notes).unwrap();
        assert_eq!(archive, npz::encode(&model, &notes).unwrap());
        let numbers = |name: &str| -> (String, Vec<Rational>) {
            let (header, bytes) = array(&archive, name);
            let number = |bytes: &[u8]| match format {
                NumberFormat::I64 => <i64 as Machine>::read(bytes).value(),
                _ => <f64 as Machine>::read(bytes).value(),
            };
            (header, bytes.chunks(8).map(number).collect())
        };
        let header = |shape: &str| {
            format!("{{'descr': '{code}', 'fortran_order': False, 'shape': ({shape}), }}")
        };
        assert_eq!(numbers("W0"), (header("2, 1, "), vec![2.into(), (-3).into()]));
        assert_eq!(numbers("b0"), (header("1, "), vec![5.into()]));
        assert_eq!(numbers("W1"), (header("1, 1, "), vec![7.into()]));
        let (header, labels) = array(&archive, "labels");
        assert_eq!(header, "{'descr': '<U6', 'fortran_order': False, 'shape': (2, ), }");
        let letters: Vec<char> = (labels.as_chunks::<4>().0.iter())
            .map(|bytes| char::from_u32(u32::from_le_bytes(*bytes)).unwrap())
            .collect();
        assert_eq!(letters.iter().collect::<String>(), "a\0\0\0\0\0längst");
    }
}
