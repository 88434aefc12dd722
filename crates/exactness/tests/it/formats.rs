//! Number formats: bounds against all partial sums, verdicts against the arithmetic of the machine.
//! A network that builds on this, `retrieval`, has further tests.

#![expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "floating point is what is tested here"
)]

use exactness::{Formats, InputRange, NumberFormat, Obstacle, Reason, Scaled, Verdict};
use network::{Affine, Form, Network, ShapeError, Weight};
use proptest::prelude::*;
use rug::Rational;

/// All integers of `[lower, upper]`.
fn integers(lower: i64, upper: i64) -> InputRange {
    InputRange { lower: lower.into(), upper: upper.into(), denominator: 1.into() }
}

fn relu(value: Rational) -> Rational {
    value.max(Rational::new())
}

/// The largest absolute value of any weight, bias or sum of terms of a row: all positive terms, or
/// all negative ones.
fn largest(network: &Network, point: &[Rational]) -> Rational {
    let mut largest = Rational::new();
    let mut values = point.to_vec();
    for map in network.maps() {
        for row in map.iter() {
            let bias = row.bias.to_rational();
            let products = row.terms().map(|(i, w)| w.to_rational() * &values[i]);
            let terms: Vec<Rational> = products.chain([bias.clone()]).collect();
            let part = |sign: i32| -> Rational {
                terms.iter().map(|term| relu(term.clone() * sign)).sum()
            };
            let numbers = row.weights.iter().map(|w| w.to_rational().abs());
            let all = numbers.chain([bias.abs(), part(1), part(-1)]);
            largest = all.fold(largest, Rational::max);
        }
        values = map.iter().map(|row| relu(row.evaluate(&values))).collect();
    }
    largest
}

/// A float type's arithmetic, in a given order of summation.
macro_rules! evaluate_in {
    ($name:ident, $float:ty, $to:ident) => {
        fn $name(network: &Network, point: &[Rational], reverse: bool) -> Vec<$float> {
            let mut values: Vec<$float> = point.iter().map(|x| x.$to()).collect();
            let maps: Vec<&Affine> = network.maps().collect();
            for (i, map) in maps.iter().enumerate() {
                let row = |row: network::Row<'_>| {
                    let bias = row.bias.to_rational().$to();
                    let mut terms: Vec<$float> =
                        row.terms().map(|(i, w)| w.to_rational().$to() * values[i]).collect();
                    if reverse {
                        terms.reverse();
                        return terms.into_iter().fold(0.0, |a, b| a + b) + bias;
                    }
                    terms.into_iter().fold(bias, |a, b| a + b)
                };
                let next: Vec<$float> = map.iter().map(row).collect();
                let last = i + 1 == maps.len();
                values = next.into_iter().map(|v| if last { v } else { v.max(0.0) }).collect();
            }
            values
        }
    };
}

evaluate_in!(evaluate_in_f32, f32, to_f32);
evaluate_in!(evaluate_in_f64, f64, to_f64);

/// Checked 64-bit integer arithmetic.
fn evaluate_in_i64(network: &Network, point: &[Rational]) -> Option<Vec<i64>> {
    let integer = |value: &Rational| value.is_integer().then(|| value.numer().to_i64())?;
    let mut values: Vec<i64> = point.iter().map(integer).collect::<Option<_>>()?;
    let maps: Vec<&Affine> = network.maps().collect();
    for (i, map) in maps.iter().enumerate() {
        let row = |row: network::Row<'_>| {
            row.terms().try_fold(integer(&row.bias.to_rational())?, |sum, (i, w)| {
                sum.checked_add(integer(&w.to_rational())?.checked_mul(values[i])?)
            })
        };
        let next = map.iter().map(row).collect::<Option<Vec<i64>>>()?;
        let last = i + 1 == maps.len();
        values = next.into_iter().map(|v| if last { v } else { v.max(0) }).collect();
    }
    Some(values)
}

/// `m / k * 2^e`.
type Number = (i64, i64, i32);

/// Three layers on two inputs; weights are small fractions times powers of two, so that a format is
/// sometimes enough and sometimes not, and the network is sometimes scaled.
fn networks() -> impl Strategy<Value = Network> {
    let number = || (-3_i64..=3, prop::sample::select(vec![1_i64, 1, 1, 3, 5]), -3_i32..=9);
    let row = || (prop::collection::vec(number(), 2), number());
    // Two rows are mostly parallel.
    let map = || (row(), row(), prop::option::weighted(0.7, -3_i64..=3));
    prop::collection::vec(map(), 3).prop_map(|maps| {
        let weight = |(m, k, e): Number| Weight::from(Rational::from((m, k)) << e);
        let form = |(terms, bias): (Vec<Number>, Number)| {
            Form::new((0..).zip(terms.into_iter().map(weight)), weight(bias))
        };
        let map = |(a, b, factor): (_, _, Option<i64>)| {
            let (a, b): (Form, Form) = (form(a), form(b));
            let b =
                factor.map_or(b.clone(), |factor| factor * &a + Form::constant(b.bias().clone()));
            Affine::new(2, [a, b]).unwrap()
        };
        let mut maps: Vec<Affine> = maps.into_iter().map(map).collect();
        let output = maps.pop().unwrap();
        Network::new(maps, output).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn formats_value_bounds_all_partial_sums_and_keeps_its_promise(
        network in networks(),
        denominator in prop::sample::select(vec![1_u32, 1, 4, 10]),
    ) {
        let range = |lower: i64, upper: i64| InputRange {
            lower: Rational::from((lower, denominator)),
            upper: Rational::from((upper, denominator)),
            denominator: denominator.into(),
        };
        let ranges = [range(-3, 4), range(0, 3)];
        let formats = Formats::of(&network, &ranges).unwrap();
        for format in NumberFormat::ALL {
            let (scaled, verdict) = Verdict::of(&network, &ranges, format, None).unwrap();
            prop_assert_eq!(formats.verdict(format), &verdict);
            let needed = verdict.obstacle.map(|obstacle| obstacle.reason);
            prop_assert_ne!(needed, Some(Reason::NotOnGrid));
            for (x, y) in (-3..=4).flat_map(|x| (0..=3).map(move |y| (x, y))) {
                let point = [Rational::from((x, denominator)), Rational::from((y, denominator))];
                let inputs = point.clone().map(|x| x * &scaled.input_scale);
                let value = network.evaluate(&point).unwrap();
                let value: Vec<Rational> =
                    value.into_iter().map(|y| y * &scaled.output_scale).collect();
                prop_assert_eq!(&scaled.network.evaluate(&inputs).unwrap(), &value);
                if format.is_integral() {
                    let bound = Rational::from(1) << verdict.bits as i32;
                    prop_assert!(largest(&scaled.network, &inputs) <= bound);
                }
                if !verdict.is_exact() {
                    continue;
                }
                for reverse in [false, true] {
                    let network = &scaled.network;
                    match format {
                        NumberFormat::F32 => {
                            prop_assert_eq!(&evaluate_in_f32(network, &inputs, reverse), &value);
                        }
                        NumberFormat::F64 => {
                            prop_assert_eq!(&evaluate_in_f64(network, &inputs, reverse), &value);
                        }
                        NumberFormat::I64 => {
                            prop_assert_eq!(&evaluate_in_i64(network, &inputs).unwrap(), &value);
                        }
                    }
                }
            }
        }
    }
}

/// A bound for each neuron alone would double with each layer.
#[test]
fn formats_value_of_a_long_chain_of_folds_does_not_grow() {
    let [x] = Form::inputs();
    let mut hidden = vec![Affine::new(1, [x.clone(), 2 * x - 1001]).unwrap()];
    for _ in 0..200 {
        let [kept, beyond] = Form::inputs();
        let tent = 2 * kept - 2 * beyond;
        hidden.push(Affine::new(2, [tent.clone(), 2 * tent - 1001]).unwrap());
    }
    let [kept, beyond] = Form::inputs();
    let network = Network::new(hidden, Affine::new(2, [kept - beyond]).unwrap()).unwrap();
    let formats = Formats::of(&network, &[integers(0, 1000)]).unwrap();
    assert!(formats.is_exact(NumberFormat::F32), "{formats:?}");
    assert_eq!(formats.verdict(NumberFormat::I64).bits, 13);
}

/// One neuron after the other, with these weights.
fn chain(weights: &[Weight]) -> Network {
    let maps = weights.iter().map(|w| Affine::new(1, [w * Form::input(0)]).unwrap());
    let mut maps: Vec<Affine> = maps.collect();
    let output = maps.pop().unwrap();
    Network::new(maps, output).unwrap()
}

#[test]
fn formats_rejects_and_names_the_first_obstacle() {
    let one = Weight::ONE;
    let obstacle = |network: &Network, format| {
        Formats::of(network, &[integers(0, 3)]).unwrap().obstacle(format)
    };
    let at = |layer, reason| Some(Obstacle { layer, neuron: 0, reason });

    // A power of two is short for floating point, 2^60 + 1 is not.
    let power = chain(&[one.clone(), Weight::power_of_two(60)]);
    assert_eq!(obstacle(&power, NumberFormat::F32), None);
    assert_eq!(obstacle(&power, NumberFormat::I64), None);
    let long = chain(&[one.clone(), Weight::from((1_i64 << 60) + 1)]);
    assert_eq!(obstacle(&long, NumberFormat::F64), at(2, Reason::TooLong { bits: 62 }));
    assert_eq!(obstacle(&long, NumberFormat::I64), None);
    let longer = chain(&[one.clone(), Weight::from((1_i64 << 62) + 1)]);
    assert_eq!(obstacle(&longer, NumberFormat::I64), at(2, Reason::TooLong { bits: 64 }));
    let huge = chain(&[one.clone(), Weight::power_of_two(127)]);
    assert_eq!(obstacle(&huge, NumberFormat::F32), at(2, Reason::Exponent));
    assert_eq!(obstacle(&huge, NumberFormat::F64), None);
    // Below the normal numbers, which some machines round to 0.
    let tiny = chain(&[one, Weight::power_of_two(-127)]);
    assert_eq!(obstacle(&tiny, NumberFormat::F32), at(2, Reason::Exponent));
    assert_eq!(
        obstacle(&huge, NumberFormat::F32).unwrap().to_string(),
        "neuron 0 of layer 2 is beyond the exponents of the format"
    );
    let error = Formats::of(&huge, &[]).unwrap_err();
    assert_eq!(error, ShapeError::Point { found: 0, wanted: 1 });
}

#[test]
fn scaled_value_is_the_least_that_is_on_the_grid() {
    let fraction = |p: i64, q: i64| Weight::from(Rational::from((p, q)));
    let tenths = InputRange { lower: 0.into(), upper: 3.into(), denominator: 10.into() };
    let halves = InputRange { denominator: 2.into(), ..tenths.clone() };
    let scales = |weights: &[Weight], range: &InputRange, format| {
        let scaled =
            Scaled::new(&chain(weights), std::slice::from_ref(range), format, None).unwrap();
        (scaled.input_scale.to_u32().unwrap(), scaled.output_scale.to_u32().unwrap())
    };
    let (float, integer) = (NumberFormat::F64, NumberFormat::I64);
    for (weights, range, format, expected) in [
        (vec![fraction(1, 2)], &halves, float, (1, 1)),
        (vec![fraction(1, 2)], &halves, integer, (2, 4)),
        (vec![fraction(1, 1)], &tenths, float, (10, 5)),
        (vec![fraction(1, 1)], &tenths, integer, (10, 10)),
        // What is an integer is the class itself.
        (vec![fraction(10, 1), fraction(7, 1)], &tenths, integer, (10, 1)),
        (vec![fraction(1, 3), fraction(3, 1)], &integers(0, 3), integer, (1, 1)),
        (vec![fraction(1, 3), fraction(1, 3)], &integers(0, 3), float, (1, 9)),
    ] {
        assert_eq!(scales(&weights, range, format), expected, "{weights:?}");
    }
    // Outputs share their scale.
    let [x] = Form::inputs();
    let rows = [&fraction(1, 2) * &x, &fraction(1, 3) * &x];
    let network = Network::affine(Affine::new(1, rows).unwrap());
    let scaled = Scaled::new(&network, &[integers(0, 3)], integer, None).unwrap();
    assert_eq!(scaled.output_scale, 6);
    assert_eq!(scaled.network.evaluate(&[6.into()]).unwrap(), [18, 12]);
}

#[test]
fn verdict_rejects_a_scale_of_inputs_that_is_no_multiple() {
    let network = chain(&[Weight::from(10)]);
    let tenths = InputRange { lower: 0.into(), upper: 3.into(), denominator: 10.into() };
    let obstacle = |scale: u32| {
        let ranges = std::slice::from_ref(&tenths);
        let judged = Verdict::of(&network, ranges, NumberFormat::I64, Some(&scale.into()));
        judged.unwrap().1.obstacle
    };
    assert_eq!(obstacle(20), None);
    let expected = Obstacle { layer: 0, neuron: 0, reason: Reason::NotOnGrid };
    assert_eq!(obstacle(5), Some(expected));
    assert_eq!(expected.to_string(), "input 0 is not a multiple of a number of the format");
}
