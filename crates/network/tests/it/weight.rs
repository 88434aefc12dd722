//! The arithmetic of weights against that of plain rationals.

use std::{
    cmp::Ordering,
    collections::hash_map::DefaultHasher,
    hash::{Hash, Hasher},
};

use network::Weight;
use proptest::prelude::*;
use rug::{Integer, Rational};
use testkit::strategies::rational;

fn hash(weight: &Weight) -> u64 {
    let mut hasher = DefaultHasher::new();
    weight.hash(&mut hasher);
    hasher.finish()
}

/// The weight is stored as it must be: short exactly if it can be.
fn check_invariant(weight: &Weight) {
    let value = weight.to_rational();
    match (weight.as_dyadic(), weight.as_long()) {
        (Some((0, exponent)), None) => assert_eq!((exponent, value), (0, Rational::new())),
        (Some((mantissa, exponent)), None) => {
            assert!(mantissa % 2 != 0, "{mantissa} is even");
            assert_eq!(Rational::from(mantissa) << exponent, value);
        }
        (None, Some(long)) => {
            assert_eq!(*long, value);
            let odd = Integer::from(value.numer() >> value.numer().find_one(0).unwrap_or(0));
            let dyadic = value.denom().is_power_of_two();
            assert!(!dyadic || odd.to_i64().is_none(), "{value} belongs into a short weight");
        }
        both => panic!("stored twice or not at all: {both:?}"),
    }
}

/// The number written in fixed point, as text: the digits before and after the point.
fn bits_of_text(value: &Rational) -> u64 {
    let numerator = value.numer().clone().abs().to_string_radix(2);
    let denominator = value.denom().to_string_radix(2);
    if denominator[1..].contains('1') {
        return (numerator.len() + denominator.len()) as u64;
    }
    let places = denominator.len() - 1;
    let padded = format!("{numerator:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    (whole.trim_start_matches('0').len() + fraction.len()) as u64
}

#[test]
fn a_weight_takes_two_words() {
    assert!(size_of::<Weight>() <= 16);
}

#[test]
fn bits_are_those_of_the_definition() {
    let bits = |value: Rational| Weight::from(value).bits();
    assert_eq!(bits(Rational::new()), 0);
    for n in 0..200 {
        assert_eq!(bits(Rational::from(1) << n), n as u64 + 1);
        assert_eq!(bits(Rational::from(-1) >> n), (n as u64).max(1));
    }
    // 10.1, 1100, 0.011, 1/3
    assert_eq!([(5, 2), (12, 1), (3, 8), (1, 3)].map(|r| bits(Rational::from(r))), [3, 4, 3, 3]);
}

#[test]
fn conversions_from_machine_integers_keep_the_value() {
    for value in [0, 1, -1, 2, -2, 6, i64::MAX, i64::MIN, i64::MIN + 1, i64::MIN / 2, 1 << 62] {
        let weight = Weight::from(value);
        assert_eq!(weight.to_rational(), value);
        assert_eq!(weight, Weight::from(Rational::from(value)));
        assert_eq!(weight, Weight::from(Integer::from(value)));
        assert_eq!(weight, Weight::from(&Integer::from(value)));
        assert_eq!(-weight, Weight::from(-Rational::from(value)));
    }
    assert_eq!(Weight::from(i32::MIN).to_rational(), i32::MIN);
    assert_eq!([Weight::ZERO, Weight::ONE], [0, 1].map(Weight::from));
    assert_eq!(Weight::power_of_two(-7).to_rational(), Rational::from((1, 128)));
}

#[test]
fn sums_that_leave_63_bits_and_come_back_are_short_again() {
    let max = Weight::from(i64::MAX);
    let doubled = &max + &max;
    assert_eq!(doubled.as_dyadic(), Some((i64::MAX, 1)));
    let above = &doubled + &Weight::ONE;
    assert!(above.as_long().is_some());
    assert_eq!(&above - &max, &max + &Weight::ONE);
    assert_eq!((&above - &above).as_dyadic(), Some((0, 0)));
    let third = Weight::from(Rational::from((1, 3)));
    assert_eq!(&third * &Weight::from(3), Weight::ONE);
}

/// Exponents near the end of their range are multiplied, compared and counted as they are.
#[test]
fn huge_exponents_are_not_expanded() {
    let huge = Weight::power_of_two(i32::MAX);
    let tiny = Weight::power_of_two(i32::MIN);
    let third = Weight::from(Rational::from((1, 3)));
    assert_eq!(huge.bits(), 1 << 31);
    assert_eq!(tiny.bits(), 1 << 31);
    assert_eq!(&huge * &tiny, Weight::from(Rational::from((1, 2))));
    let ascending = [
        -huge.clone(),
        -third.clone(),
        -tiny.clone(),
        Weight::ZERO,
        tiny,
        third,
        Weight::ONE,
        &Weight::power_of_two(i32::MAX - 1) * &Weight::from(3),
        &Weight::power_of_two(i32::MAX - 62) * &Weight::from(i64::MAX),
    ];
    for _ in 0..1000 {
        assert!(ascending.is_sorted_by(|a, b| a < b));
    }
    assert!(ascending[7] > huge && ascending[8] > huge);
}

proptest! {
    #[test]
    fn arithmetic_is_that_of_rationals(a in rational(), b in rational()) {
        let (x, y) = (Weight::from(a.clone()), Weight::from(b.clone()));
        for (weight, value) in [
            (x.clone(), a.clone()),
            (-x.clone(), Rational::from(-&a)),
            (&x + &y, Rational::from(&a + &b)),
            (&x - &y, Rational::from(&a - &b)),
            (&x * &y, Rational::from(&a * &b)),
            (&(&x + &y) - &y, a.clone()),
        ] {
            check_invariant(&weight);
            prop_assert_eq!(weight.to_rational(), value.clone());
            prop_assert_eq!(weight.sign(), value.cmp0());
            prop_assert_eq!(weight.is_zero(), value.is_zero());
            prop_assert_eq!(weight.bits(), if value == 0 { 0 } else { bits_of_text(&value) });
            let again = Weight::from(value);
            prop_assert_eq!(hash(&again), hash(&weight));
            prop_assert_eq!(again, weight);
        }
    }

    #[test]
    fn order_is_that_of_rationals(a in rational(), b in rational(), nudge in -70_i32..70) {
        let near = &a + (Rational::from(1) << nudge);
        for (left, right) in [(&a, &b), (&a, &near), (&near, &a), (&a, &a)] {
            let (x, y) = (Weight::from(left.clone()), Weight::from(right.clone()));
            prop_assert_eq!(x.cmp(&y), left.cmp(right));
            prop_assert_eq!(x.partial_cmp(&y), Some(left.cmp(right)));
            prop_assert_eq!(x == y, x.cmp(&y) == Ordering::Equal);
        }
    }
}
