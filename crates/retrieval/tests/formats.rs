//! Number formats: bounds against all partial sums, verdicts against the arithmetic of the machine.

#![allow(clippy::unwrap_used)]
#![expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "floating point is what is tested here"
)]

mod common;

use common::{build, exact, labels, line, random_keys};
use dataset::{Conflicts, Dataset, Labels};
use network::{Affine, Form, Network, ShapeError, Weight};
use proptest::prelude::*;
use retrieval::{
    InputRange, NumberFormat, Width,
    formats::{Obstacle, Reason},
    number_formats, ranges,
};
use rug::{Integer, Rational};

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

/// Three layers on two inputs; weights are small numbers times powers of two, so that single
/// precision is sometimes enough and sometimes not.
fn networks() -> impl Strategy<Value = Network> {
    let number = || (-3_i64..=3, -3_i32..=9);
    let row = || (prop::collection::vec(number(), 2), number());
    prop::collection::vec((row(), row()), 3).prop_map(|maps| {
        let weight = |(m, e): (i64, i32)| Weight::from(Rational::from(m) << e);
        let form = |(terms, bias): (Vec<(i64, i32)>, (i64, i32))| {
            Form::new((0..).zip(terms.into_iter().map(weight)), weight(bias))
        };
        let map = |(a, b)| Affine::new(2, [form(a), form(b)]).unwrap();
        let mut maps: Vec<Affine> = maps.into_iter().map(map).collect();
        let output = maps.pop().unwrap();
        Network::new(maps, output).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn formats_value_bounds_all_partial_sums_and_keeps_its_promise(network in networks()) {
        let formats = number_formats(&network, &[integers(-3, 4), integers(0, 3)]).unwrap();
        let bound = Rational::from(1) << formats.largest_bits as i32;
        for (x, y) in (-3..=4).flat_map(|x| (0..=3).map(move |y| (x, y))) {
            let point = [Rational::from(x), Rational::from(y)];
            prop_assert!(largest(&network, &point) <= bound);
            let value = network.evaluate(&point).unwrap();
            for reverse in [false, true] {
                if formats.is_exact(NumberFormat::F32) {
                    prop_assert_eq!(&evaluate_in_f32(&network, &point, reverse), &value);
                }
                if formats.is_exact(NumberFormat::F64) {
                    prop_assert_eq!(&evaluate_in_f64(&network, &point, reverse), &value);
                }
            }
            if formats.is_exact(NumberFormat::I64) {
                prop_assert_eq!(evaluate_in_i64(&network, &point).unwrap(), value);
            }
        }
    }
}

/// 16 coordinates from 0 to 16, ten classes: what small grey images are.
fn images(n: usize) -> Dataset {
    let pixels = random_keys(n, 50, 1).into_iter().flat_map(|key| {
        (0..16_u32).map(move |i| Integer::from((key >> (3 * i)) % 8 + u64::from(i % 9)))
    });
    let labels = Labels::numbered(labels(n, 10, 1));
    Dataset::from_parts(16, Integer::from(1), pixels.collect(), labels, Conflicts::Majority)
        .unwrap()
}

/// In any order of summation: the sums of all positive and of all negative terms are the extremes.
#[test]
fn formats_value_of_retrieval_is_exact_in_machine_numbers() {
    let data = images(1500);
    for (width, format) in [
        (Width::Nine, NumberFormat::F64),
        (Width::Three, NumberFormat::F64),
        (Width::Nine, NumberFormat::I64),
        (Width::Three, NumberFormat::I64),
    ] {
        let built = build(&data, &exact(width, format));
        assert!(built.formats.is_exact(format) && built.formats.is_exact(NumberFormat::I64));
        let bound = Rational::from(1) << format.bits() as i32;
        for i in 0..data.len() {
            let (point, label) = (data.point(i), data.labels()[i]);
            assert_eq!(evaluate_in_i64(&built.network, &point).unwrap(), [i64::from(label)]);
            if format == NumberFormat::F64 {
                for reverse in [false, true] {
                    let value = evaluate_in_f64(&built.network, &point, reverse);
                    assert_eq!(value, [f64::from(label)]);
                }
            }
            if i % 100 == 0 {
                assert!(largest(&built.network, &point) < bound);
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
    let formats = number_formats(&network, &[integers(0, 1000)]).unwrap();
    assert!(formats.is_exact(NumberFormat::F32), "{formats:?}");
    assert_eq!(formats.largest_bits, 13);
}

#[test]
fn formats_rejects_and_names_the_first_obstacle() {
    let layers = |weights: &[Weight]| {
        let maps = weights.iter().map(|w| Affine::new(1, [w * Form::input(0)]).unwrap());
        let mut maps: Vec<Affine> = maps.collect();
        let output = maps.pop().unwrap();
        Network::new(maps, output).unwrap()
    };
    let one = Weight::ONE;
    let obstacle = |network: &Network, format| {
        number_formats(network, &[integers(0, 3)]).unwrap().obstacle(format)
    };
    let at = |layer, reason| Some(Obstacle { layer, neuron: 0, reason });

    let third = layers(&[one.clone(), Weight::from(Rational::from((1, 3)))]);
    for format in NumberFormat::ALL {
        assert_eq!(obstacle(&third, format), at(2, Reason::NotOnGrid));
    }
    let half = layers(&[Weight::power_of_two(-1), Weight::from(2)]);
    assert_eq!(obstacle(&half, NumberFormat::F32), None);
    assert_eq!(obstacle(&half, NumberFormat::I64), at(1, Reason::NotOnGrid));
    // A power of two is short for floating point, 2^60 + 1 is not.
    let power = layers(&[one.clone(), Weight::power_of_two(60)]);
    assert_eq!(obstacle(&power, NumberFormat::F32), None);
    assert_eq!(obstacle(&power, NumberFormat::I64), None);
    let long = layers(&[one.clone(), Weight::from((1_i64 << 60) + 1)]);
    assert_eq!(obstacle(&long, NumberFormat::F64), at(2, Reason::TooLong { bits: 62 }));
    assert_eq!(obstacle(&long, NumberFormat::I64), None);
    let longer = layers(&[one.clone(), Weight::from((1_i64 << 62) + 1)]);
    assert_eq!(obstacle(&longer, NumberFormat::I64), at(2, Reason::TooLong { bits: 64 }));
    let huge = layers(&[one, Weight::power_of_two(127)]);
    assert_eq!(obstacle(&huge, NumberFormat::F32), at(2, Reason::Exponent));
    assert_eq!(obstacle(&huge, NumberFormat::F64), None);
    assert_eq!(
        obstacle(&huge, NumberFormat::F32).unwrap().to_string(),
        "neuron 0 of layer 2 is beyond the exponents of the format"
    );
    let error = number_formats(&half, &[]).unwrap_err();
    assert_eq!(error, ShapeError::Point { found: 0, wanted: 1 });
}

/// Without a bound on numbers a network says why it is not exact.
#[test]
fn formats_value_of_long_words_is_an_obstacle() {
    let data = line(random_keys(3000, 30, 1), &labels(3000, 2, 1));
    let built = build(&data, &common::parameters(Width::Nine));
    let obstacle = built.formats.obstacle(NumberFormat::F64).unwrap();
    assert!(matches!(obstacle.reason, Reason::TooLong { bits } if bits > 53), "{obstacle}");
    let [range] = ranges(data.points()).try_into().unwrap();
    assert!(range.lower >= 0 && range.upper < 1 << 30 && range.denominator == 1);
}
