//! Exact numbers: what they are as fractions and texts, and where they end.

use dataset::{
    decimal,
    number::{Float, MAX_EXPONENT, NotFinite, Number, TooFine, common_denominator},
};
use proptest::prelude::*;
use rug::{Integer, Rational, ops::Pow};

#[test]
fn number_value_is_that_of_the_bits() {
    let half = |bits| Number::float(bits, Float::HALF).map(|number| number.to_rational());
    assert_eq!(half(0x3555), Ok((1365, 4096).into()));
    assert_eq!(half(0xc000), Ok(Rational::from(-2)));
    assert_eq!(half(0x8000), Ok(Rational::new()));
    // The least and the greatest numbers.
    assert_eq!(half(1), Ok(Rational::from(1) >> 24));
    assert_eq!(half(0x7bff), Ok(Rational::from(65504)));
    for (bits, name) in [(0x7c00, "inf"), (0xfc00, "-inf"), (0x7e00, "NaN"), (0xfe01, "NaN")] {
        assert_eq!(half(bits), Err(NotFinite(name)));
    }
    let least = Number::float(1, Float::DOUBLE).unwrap();
    assert_eq!(least.to_rational(), Rational::from(1) >> 1074);
}

#[test]
fn number_of_places_is_bounded() {
    assert_eq!(Number::scaled(1.into(), MAX_EXPONENT + 1), None);
    let finest = Number::scaled(1.into(), MAX_EXPONENT).unwrap();
    assert_eq!(finest.to_rational(), Rational::from((1, Integer::from(10).pow(4096))));
    assert_eq!(Number::scaled(1500.into(), 2), Some(Number::from(15_i64)));
}

#[test]
fn common_denominator_refuses_numbers_too_far_apart() {
    let text = |text| decimal::parse(text).unwrap();
    // 1/10 and 1/8.
    let eighth = Number::float(0x3e00_0000, Float::SINGLE).unwrap();
    let (denominator, numerators) = common_denominator(vec![text("-0.1"), eighth]).unwrap();
    assert_eq!((denominator, numerators), (80.into(), vec![Integer::from(-8), 10.into()]));
    let mut numbers = vec![text("1e4096"); 330_000];
    numbers[7] = text("1e-4096");
    assert_eq!(common_denominator(numbers), Err(TooFine { place: 7 }));
}

proptest! {
    /// Every number has finitely many decimal places, and a text that is the same number.
    #[test]
    fn number_text_is_the_same_number(
        bits in any::<u64>(), mantissa in any::<i128>(), places in 0_u16..60, integral: bool,
    ) {
        let numbers = [
            Number::float(bits, Float::DOUBLE).unwrap_or(Number::ZERO),
            Number::float(bits & 0xffff_ffff, Float::SINGLE).unwrap_or(Number::ZERO),
            Number::scaled(mantissa.into(), if integral { 0 } else { places }).unwrap(),
            Number::from(bits),
            decimal::parse(format!("{bits}e{places}")).unwrap(),
        ];
        for number in &numbers {
            let text = number.to_text();
            prop_assert_eq!(decimal::parse(&text).unwrap().to_rational(), number.to_rational());
            prop_assert!(!text.contains('.') || !text.ends_with(['0', '.']), "{}", text);
        }
        let values = numbers.clone().map(|number| number.to_rational());
        let (denominator, numerators) = common_denominator(numbers.to_vec()).unwrap();
        let over = numerators.into_iter().map(|n| Rational::from((n, &denominator)));
        prop_assert!(over.eq(values));
    }
}
