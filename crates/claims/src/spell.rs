//! Numbers for a reader: the one place where a number becomes a text that may be shorter than the
//! number. What is left out is cut off, never rounded; no comparison uses such a text.

use rug::{Integer, Rational, ops::Pow};

/// Decimal places of a number that [`short`] shows.
const PLACES: u32 = 6;
/// Digits of an integer that [`integer`] shows in full.
const DIGITS: usize = 24;

/// A number in a table: integers up to 15 digits in full, longer ones as `d.ddde+NN`, fractions with
/// four decimals, and small ones with their leading four digits.
#[must_use]
pub fn number(value: &Rational) -> String {
    let whole = Integer::from(value.trunc_ref());
    let digits = whole.clone().abs().to_string();
    if digits.len() > 15 {
        let (first, rest) = digits.split_at(1);
        return format!("{}{first}.{}e+{}", sign(value), &rest[..3], rest.len());
    }
    if value.is_integer() {
        return whole.to_string();
    }
    let mut places = 4_u32;
    // Small fractions keep their leading digits.
    while places < 300 && whole == 0 && scaled(value, places - 3) == 0 {
        places += 1;
    }
    if places > 12 {
        return format!("{}{}e-{places}", sign(value), scaled(value, places));
    }
    decimals(value, places)
}

/// A number with this many decimal places.
#[must_use]
pub fn decimals(value: &Rational, places: u32) -> String {
    let (whole, part) = scaled(value, places).div_rem(Integer::from(10).pow(places));
    let sign = sign(value);
    if places == 0 {
        return format!("{sign}{whole}");
    }
    format!("{sign}{whole}.{part:0>width$}", width = places as usize)
}

/// The whole number: as a decimal if it is one of up to 40 places, else as a fraction.
#[must_use]
pub fn exact(value: &Rational) -> String {
    places(value, 40).map_or_else(|| value.to_string(), |places| decimals(value, places))
}

/// A number in a line of text: integers as [`integer`], others with up to six decimal places. What is
/// cut off is marked by an ellipsis.
#[must_use]
pub fn short(value: &Rational) -> String {
    if value.is_integer() {
        return integer(value.numer());
    }
    let shown = places(value, PLACES);
    let text = decimals(value, shown.unwrap_or(PLACES));
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let ellipsis = if shown.is_some() { "" } else { "…" };
    format!("{}.{part}{ellipsis}", middle_cut(whole))
}

/// An integer in a line of text: up to 24 digits in full, longer ones cut in the middle, and very long
/// ones by their bits.
#[must_use]
pub fn integer(value: &Integer) -> String {
    if value.significant_bits() > 1 << 16 {
        return format!("(a number of {} bits)", value.significant_bits());
    }
    middle_cut(&value.to_string())
}

/// A natural number in groups of three digits, with narrow spaces: `12 345 678`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A number in full, with a minus sign, if that takes up to this many characters.
#[must_use]
pub fn few(value: &Rational, most: usize) -> Option<String> {
    let bits = value.numer().significant_bits() + value.denom().significant_bits();
    // No long number is written out to be thrown away: a character is at most four bits.
    if bits as usize > 4 * most {
        return None;
    }
    let text = value.as_abs().to_string();
    let sign = if *value < 0 { "−" } else { "" };
    (text.len() <= most).then(|| format!("{sign}{text}"))
}

/// `mantissa * 2^exponent`, mantissa odd, as a power of two or like [`few`]; the number is not expanded
/// if it is long.
#[must_use]
pub fn dyadic(mantissa: i64, exponent: i32, most: usize) -> Option<String> {
    match mantissa {
        1 if !(-4..=9).contains(&exponent) => Some(power_of_two(exponent)),
        -1 if !(-4..=9).contains(&exponent) => Some(format!("−{}", power_of_two(exponent))),
        _ if exponent.unsigned_abs() as usize > 4 * most => None,
        _ => few(&(Rational::from(mantissa) << exponent), most),
    }
}

/// A positive number of some length with its power of ten: `1.5·10⁵`, `10⁶`.
#[must_use]
pub fn scientific(value: &Rational) -> String {
    let power = Integer::from(value.trunc_ref()).to_string().len() as i32 - 1;
    let leading = value / Rational::from(10).pow(power);
    let ten = format!("10{}", superscript(power));
    if leading == 1 { ten } else { format!("{}·{ten}", exact(&leading)) }
}

/// `2⁻⁷⁰`.
#[must_use]
pub fn power_of_two(exponent: i32) -> String {
    format!("2{}", superscript(exponent))
}

/// A number as an exponent: `⁻⁷⁰`.
#[must_use]
pub fn superscript(number: i32) -> String {
    in_digits(&number.to_string(), ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'])
}

/// A number as an index: `₁₂`.
#[must_use]
pub fn subscript(number: usize) -> String {
    in_digits(&number.to_string(), ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'])
}

fn in_digits(text: &str, digits: [char; 10]) -> String {
    let digit = |c: char| c.to_digit(10).map_or('⁻', |digit| digits[digit as usize]);
    text.chars().map(digit).collect()
}

fn sign(value: &Rational) -> &'static str {
    if *value < 0 { "-" } else { "" }
}

/// `|value| 10^places`, cut to an integer.
fn scaled(value: &Rational, places: u32) -> Integer {
    let (numerator, denominator) = (value.numer(), value.denom());
    (numerator * Integer::from(10).pow(places)).abs() / denominator
}

/// The fewest decimal places in which the number is exact, if `most` are enough.
fn places(value: &Rational, most: u32) -> Option<u32> {
    (0..=most).find(|places| Integer::from(10).pow(*places).is_divisible(value.denom()))
}

fn middle_cut(text: &str) -> String {
    if text.len() <= DIGITS {
        return text.to_owned();
    }
    let (first, last) = (&text[..10], &text[text.len() - 6..]);
    format!("{first}…{last} ({} digits)", text.trim_start_matches('-').len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Rational {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_of_tables_keep_four_digits() {
        for (exact, text) in [
            ("0", "0"),
            ("-123456789012345", "-123456789012345"),
            ("1234567890123456", "1.234e+15"),
            ("-1999999999999999999/2", "-9.999e+17"),
            ("-7/3", "-2.3333"),
            ("1/20000", "0.00005000"),
            ("-1/20000000000", "-5000e-14"),
            ("99999/10000", "9.9999"),
        ] {
            assert_eq!(number(&value(exact)), text, "{exact}");
        }
    }

    #[test]
    fn decimals_are_cut() {
        let of = |text: &str, places| decimals(&value(text), places);
        assert_eq!([of("1999/1000", 1), of("1/20", 1), of("2/3", 3)], ["1.9", "0.0", "0.666"]);
        assert_eq!([of("-1999/1000", 1), of("-7/2", 0), of("7", 2)], ["-1.9", "-3", "7.00"]);
    }

    #[test]
    fn numbers_are_exact_or_marked_as_cut() {
        assert_eq!(exact(&value("-25/8")), "-3.125");
        assert_eq!(exact(&value("7/3")), "7/3");
        assert_eq!(exact(&value("0")), "0");
        assert_eq!(short(&value("-25/8")), "-3.125");
        assert_eq!(short(&value("7/3")), "2.333333…");
        assert_eq!(short(&value("-1/3")), "-0.333333…");
        let long = Integer::from(10).pow(40) + 7;
        assert_eq!(integer(&long), "1000000000…000007 (41 digits)");
        assert_eq!(integer(&(Integer::from(1) << (1 << 16))), "(a number of 65537 bits)");
    }

    #[test]
    fn digits_are_grouped_from_the_right() {
        let texts = [0, 999, 1000, 12_345_678].map(grouped);
        assert_eq!(texts, ["0", "999", "1\u{202f}000", "12\u{202f}345\u{202f}678"]);
    }

    #[test]
    fn a_few_characters_hold_short_numbers_and_powers_of_two() {
        let of = |mantissa, exponent| dyadic(mantissa, exponent, 5);
        assert_eq!(of(-1, i32::MIN).unwrap(), "−2⁻²¹⁴⁷⁴⁸³⁶⁴⁸");
        assert_eq!([of(1, 9), of(1, 10)].map(Option::unwrap), ["512", "2¹⁰"]);
        assert_eq!([of(1, -4), of(1, -5)].map(Option::unwrap), ["1/16", "2⁻⁵"]);
        assert_eq!([of(-99_999, 0), of(3, -9)].map(Option::unwrap), ["−99999", "3/512"]);
        assert_eq!([of(100_001, 0), of(11, -9), of(3, i32::MAX)], [None, None, None]);
        assert_eq!(few(&value("-1/3"), 5).unwrap(), "−1/3");
        assert_eq!(few(&value("1/33333"), 5), None);
        assert_eq!(subscript(120), "₁₂₀");
        assert_eq!(
            ["150000", "1000000", "12345"].map(|n| scientific(&value(n))),
            ["1.5·10⁵", "10⁶", "1.2345·10⁴"]
        );
    }
}
