//! Exact decimal numbers: values, corners, and what is no number.

use dataset::{
    decimal::{self, DecimalError},
    number::MAX_EXPONENT,
};
use proptest::prelude::*;
use rug::{Integer, Rational, ops::Pow};

fn value(text: &str) -> Result<Rational, DecimalError> {
    decimal::parse(text).map(|number| number.to_rational())
}

#[test]
fn decimal_value_is_the_number_written() {
    let numbers = [
        ("0", (0_i64, 1_i64)),
        ("-0", (0, 1)),
        ("+7", (7, 1)),
        ("0.1", (1, 10)),
        ("-.5", (-1, 2)),
        ("5.", (5, 1)),
        ("007.50", (15, 2)),
        ("-1.5e3", (-1500, 1)),
        ("1500E-3", (3, 2)),
        ("1e+2", (100, 1)),
        ("0e0", (0, 1)),
        ("123456789012345678", (123_456_789_012_345_678, 1)),
        ("0.0000000000000000000000000", (0, 1)),
        ("1.0000000000000000000000000", (1, 1)),
        ("0.1250000000000000000000000", (1, 8)),
        ("1000000000000000000000000e-24", (1, 1)),
    ];
    for (text, expected) in numbers {
        assert_eq!(value(text).unwrap(), Rational::from(expected), "{text}");
    }
}

#[test]
fn decimal_rejects_what_is_no_number() {
    assert_eq!(value(""), Err(DecimalError::Missing));
    for text in ["nan", "NaN", "-NAN", "inf", "-Inf", "+Infinity"] {
        assert_eq!(value(text), Err(DecimalError::NotFinite), "{text}");
    }
    let wrong = [
        ".",
        "-",
        "+",
        "e5",
        ".e5",
        "1e",
        "1e+",
        "1e1.5",
        "--1",
        "+-1",
        "1 2",
        " 1",
        "1 ",
        "1,5",
        "0x10",
        "1_000",
        "1f",
        "1.2.3",
        "1e5e5",
        "NA",
        "?",
        "٣",
        "\u{2212}1",
        "1\0",
        "infinite",
        "nano",
    ];
    for text in wrong {
        assert_eq!(value(text), Err(DecimalError::Spelling), "{text}");
    }
    assert_eq!(decimal::parse(b"1\xff"), Err(DecimalError::Spelling));
}

#[test]
fn decimal_rejects_powers_beyond_the_limit() {
    let exponent = |exponent| Err(DecimalError::Exponent { exponent });
    assert_eq!(value("1e4097"), exponent(4097));
    assert_eq!(value("-1e-4097"), exponent(-4097));
    assert_eq!(value("0.1e-4096"), exponent(-4097));
    assert_eq!(value("1e-2147483648"), exponent(i32::MIN.into()));
    assert_eq!(value("1e99999999999999999999"), exponent(i64::MAX));
    assert_eq!(value("1.5e-99999999999999999999"), exponent(i64::MIN));
    assert_eq!(value(&format!("0.{}1", "0".repeat(4096))), exponent(-4097));
    // The last digits that are not 0 count.
    let huge = Integer::from(10).pow(4096);
    assert_eq!(value("1e4096").unwrap(), huge);
    assert_eq!(value("1.000e-4096").unwrap(), Rational::from((1, huge)));
    assert_eq!(value(&format!("0.{}", "0".repeat(5000))).unwrap(), 0);
    assert_eq!(value(&format!("2.{}", "0".repeat(5000))).unwrap(), 2);
    assert_eq!(value("0e99999").unwrap(), 0);
    // A long text may ask for as much memory as it takes itself.
    assert_eq!(value(&format!("1{}", "0".repeat(5000))).unwrap(), Integer::from(10).pow(5000));
}

/// `digits * 10^exponent`, written in several ways.
fn spelling() -> impl Strategy<Value = (Integer, i32, String)> {
    let digits = prop_oneof![
        any::<i64>().prop_map(|n| n.to_string()),
        (-999_i32..=999).prop_map(|n| n.to_string()),
        "-?[1-9][0-9]{10,60}0{0,9}",
    ];
    (digits, -40_i32..=40, 0_usize..=60).prop_map(|(digits, exponent, places)| {
        let number = Integer::from_str_radix(&digits, 10).unwrap();
        let sign = if digits.starts_with('-') { "-" } else { "" };
        let padded = format!("{:0>width$}", digits.trim_start_matches('-'), width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        let power = exponent + i32::try_from(places).unwrap();
        (number, exponent, format!("{sign}{whole}.{fraction}e{power}"))
    })
}

proptest! {
    #[test]
    fn decimal_value_does_not_depend_on_the_spelling((digits, exponent, text) in spelling()) {
        let power = Rational::from(Integer::from(10).pow(exponent.unsigned_abs()));
        let expected = if exponent < 0 { digits / power } else { digits * power };
        prop_assert_eq!(value(&text).unwrap(), expected);
    }

    #[test]
    fn decimal_never_panics(text in prop::collection::vec(any::<u8>(), 0..12)) {
        let _ = decimal::parse(text);
    }

    #[test]
    fn decimal_never_panics_on_likely_characters(text in "[-+.eE0-9nNaAiIfF]{0,24}") {
        if let Ok(number) = decimal::parse(&text) {
            prop_assert!(text.bytes().any(|c| c.is_ascii_digit()));
            prop_assert!(number.to_rational().denom().significant_bits() < 4 * u32::from(MAX_EXPONENT));
        }
    }
}
