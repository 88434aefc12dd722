//! The spelling of numbers: one per number, and every other text is refused.

use network::{
    Weight,
    text::{MAX_EXPONENT, NumberError, decode, encode},
};
use proptest::prelude::*;
use rug::{Integer, Rational};
use testkit::strategies::{rational, weight};

#[test]
fn numbers_are_spelled_as_documented() {
    let cases = [
        (Rational::new(), "0"),
        (Rational::from(5), "5"),
        (Rational::from(-17), "-17"),
        (Rational::from(1_i64 << 62), "4611686018427387904"),
        (Rational::from(i64::MAX), "9223372036854775807"),
        (Rational::from(-i64::MAX), "-9223372036854775807"),
        (Rational::from(i64::MIN), "-0x1p63"),
        (Rational::from(-31) << 60, "-0x1fp60"),
        (Rational::from((-31, 4096)), "-0x1fp-12"),
        (Rational::from((7, 3)), "0x7/0x3"),
        (Rational::from((-14, 6)), "-0x7/0x3"),
        (Rational::from(u64::MAX), "0xffffffffffffffff/0x1"),
        (Rational::from(u64::MAX) >> 4, "0xffffffffffffffff/0x10"),
        (Rational::from(u64::MAX) << 4, "0xffffffffffffffff0/0x1"),
    ];
    for (value, text) in cases {
        let weight = Weight::from(value);
        assert_eq!(encode(&weight), text);
        assert_eq!(decode(text), Ok(weight.clone()));
        assert_eq!(format!("{weight:?}"), text);
    }
}

#[test]
fn other_spellings_are_refused() {
    let others = [
        "",
        " ",
        "-",
        "+5",
        "05",
        "-0",
        "5 ",
        " 5",
        "5.0",
        "1e3",
        "0x5",
        "0x1p0",
        "0x5p1",
        "0x2p70",
        "0x1p070",
        "0x1p+70",
        "0X1p70",
        "0x1P70",
        "1p70",
        "0xp70",
        "0x1p",
        "0x-1p70",
        "--0x1p70",
        "0x1fp-00",
        "0x1Fp70",
        "0x_1p70",
        "0x1p7_0",
        "-0x0p1",
        "0x0p0",
        "9223372036854775808",
        "-9223372036854775808",
        "0x7",
        "7/3",
        "0x7/3",
        "0x7/",
        "/0x3",
        "0x7/-0x3",
        "0x7/0x0",
        "0x0/0x3",
        "0x7/0x1",
        "0xe/0x6",
        "0x7/0x8",
        "0x7/0x3p1",
        "0x7/0x3/0x1",
        "0x07/0x3",
        "0xffffffffffffffffp1",
        "0x8000000000000000p1",
        "0x8000000000000000/0x1",
        "NaN",
        "inf",
        "0x1p99999999999999999999",
        "½",
        "0x1p٣",
    ];
    for text in others {
        assert_eq!(decode(text), Err(NumberError::Spelling), "{text:?}");
    }
    let message = "not an exact number in its canonical spelling (examples: 5, -0x1fp12, 0x7/0x3)";
    assert_eq!(NumberError::Spelling.to_string(), message);
}

#[test]
fn exponents_out_of_range_are_refused() {
    for exponent in [MAX_EXPONENT, -MAX_EXPONENT] {
        let weight = Weight::power_of_two(exponent);
        assert_eq!(decode(&encode(&weight)), Ok(weight));
    }
    let (int, long) = (i64::from(MAX_EXPONENT), i64::from(i32::MAX));
    for exponent in [int + 1, -int - 1, long, -long, -long - 1, long + 1, i64::MAX, i64::MIN] {
        for mantissa in ["0x1", "-0x7fffffffffffffff"] {
            let text = format!("{mantissa}p{exponent}");
            assert_eq!(decode(&text), Err(NumberError::Exponent { exponent }), "{text}");
        }
        // An even mantissa, whose odd part would have a larger exponent still.
        assert!(decode(&format!("0x2p{exponent}")).is_err());
    }
    let error = decode("0x1p67108865").unwrap_err();
    assert_eq!(error.to_string(), "exponent 67108865 is beyond +-67108864");
}

/// Longer than any text that takes quadratic time to read.
#[test]
fn long_numbers_are_read_quickly() {
    let long: Integer = (Integer::from(1) << 10_000_000) + 1;
    let weight = Weight::from(Rational::from((long, 3 * 5)));
    assert_eq!(decode(&encode(&weight)), Ok(weight));
}

proptest! {
    #[test]
    fn what_is_spelled_is_read(value in rational()) {
        let weight = Weight::from(value);
        prop_assert_eq!(decode(&encode(&weight)), Ok(weight));
    }

    /// Another spelling, or another number.
    #[test]
    fn altered_texts_are_refused_or_another_number(
        weight in weight(),
        place in any::<prop::sample::Index>(),
        with in prop_oneof!["[-+0-9a-fA-Fxp/ ]{0,2}", any::<char>().prop_map(String::from)],
    ) {
        let text = encode(&weight);
        let place = place.index(text.len());
        let altered = format!("{}{with}{}", &text[..place], &text[place + 1..]);
        match decode(&altered) {
            Ok(other) => {
                prop_assert_eq!(altered == text, other == weight);
                prop_assert_eq!(encode(&other), altered);
            }
            Err(NumberError::Spelling | NumberError::Exponent { .. }) => {}
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}
