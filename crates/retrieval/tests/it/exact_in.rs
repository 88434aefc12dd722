//! What a bound on numbers promises: the network gives every label in the arithmetic of the machine.

#![expect(
    clippy::disallowed_types,
    clippy::float_arithmetic,
    reason = "floating point is what is tested here"
)]

use crate::common;
use crate::common::{build, exact, labels, line, random_keys};
use dataset::{Conflicts, Dataset, Labels};
use exactness::{InputRange, NumberFormat, Reason, Scaled};
use network::{Network, Row};
use retrieval::Width;
use rug::{Integer, Rational};

/// 16 coordinates from 0 to 16, ten classes: what small grey images are.
fn images(n: usize) -> Dataset {
    let pixels = random_keys(n, 50, 1).into_iter().flat_map(|key| {
        (0..16_u32).map(move |i| Integer::from((key >> (3 * i)) % 8 + u64::from(i % 9)))
    });
    let labels = Labels::numbered(labels(n, 10, 1));
    Dataset::from_parts(16, Integer::from(1), pixels.collect(), labels, Conflicts::Majority)
        .unwrap()
}

/// The output of a network, in doubles, each row from left to right or from right to left.
fn in_doubles(network: &Network, point: &[Rational], reverse: bool) -> f64 {
    let mut values: Vec<f64> = point.iter().map(Rational::to_f64).collect();
    for (i, map) in network.maps().enumerate() {
        let row = |row: Row<'_>| {
            let product = |(i, w): (usize, &network::Weight)| w.to_rational().to_f64() * values[i];
            let mut terms: Vec<f64> = row.terms().map(product).collect();
            terms.push(row.bias.to_rational().to_f64());
            if reverse {
                terms.reverse();
            }
            terms.into_iter().fold(0.0, |sum, term| sum + term)
        };
        let relu = |value: f64| if i < network.hidden().len() { value.max(0.0) } else { value };
        values = map.iter().map(row).map(relu).collect();
    }
    values[0]
}

/// The same in checked 64-bit integers.
fn in_integers(network: &Network, point: &[Rational]) -> Option<i64> {
    let integer = |value: &Rational| value.is_integer().then(|| value.numer().to_i64())?;
    let mut values: Vec<i64> = point.iter().map(integer).collect::<Option<_>>()?;
    for (i, map) in network.maps().enumerate() {
        let row = |row: Row<'_>| {
            row.terms().try_fold(integer(&row.bias.to_rational())?, |sum, (i, w)| {
                sum.checked_add(integer(&w.to_rational())?.checked_mul(values[i])?)
            })
        };
        let relu = |value: i64| if i < network.hidden().len() { value.max(0) } else { value };
        values = map.iter().map(|r| row(r).map(relu)).collect::<Option<_>>()?;
    }
    values.first().copied()
}

/// Points whose coordinates are these integers over a denominator.
fn over(denominator: u32, data: &Dataset) -> Dataset {
    Dataset::from_parts(
        data.dimension(),
        Integer::from(denominator),
        data.all_numerators().to_vec(),
        Labels::numbered(data.labels().iter().copied()),
        Conflicts::Reject,
    )
    .unwrap()
}

#[test]
fn exact_in_value_is_every_label_in_machine_numbers() {
    let images = images(1200);
    for (data, width, format, scale) in [
        (images.clone(), Width::Nine, NumberFormat::F64, 1),
        (images.clone(), Width::Three, NumberFormat::F64, 1),
        (images.clone(), Width::Nine, NumberFormat::I64, 1),
        (images.clone(), Width::Three, NumberFormat::I64, 1),
        // Tenths are in no format, halves in floating point.
        (over(10, &images), Width::Nine, NumberFormat::F64, 10),
        (over(10, &images), Width::Three, NumberFormat::I64, 10),
        (over(2, &images), Width::Nine, NumberFormat::F64, 1),
        (over(2, &images), Width::Nine, NumberFormat::I64, 2),
    ] {
        let built = build(&data, &exact(width, format));
        let ranges = InputRange::of_points(&data.points().view());
        let scaled = Scaled::new(&built.network, &ranges, format, None).unwrap();
        let verdict = built.details.formats.verdict(format);
        assert!(verdict.is_exact() && verdict.bits <= format.bits(), "{verdict:?}");
        assert_eq!((&scaled.input_scale, &scaled.output_scale), (&scale.into(), &1.into()));
        for (i, label) in data.labels().iter().enumerate() {
            let point: Vec<Rational> =
                data.point(i).into_iter().map(|x| x * &scaled.input_scale).collect();
            if format == NumberFormat::I64 {
                assert_eq!(in_integers(&scaled.network, &point), Some(i64::from(*label)));
            } else {
                for reverse in [false, true] {
                    let value = in_doubles(&scaled.network, &point, reverse);
                    assert_eq!(value, f64::from(*label));
                }
            }
        }
    }
}

/// Without a bound on numbers a network says why it is not exact.
#[test]
fn exact_in_rejects_long_words() {
    let data = line(random_keys(3000, 30, 1), &labels(3000, 2, 1));
    let built = build(&data, &common::parameters(Width::Nine));
    let obstacle = built.details.formats.obstacle(NumberFormat::F64).unwrap();
    assert!(matches!(obstacle.reason, Reason::TooLong { bits } if bits > 53), "{obstacle}");
}
