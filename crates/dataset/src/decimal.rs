//! Exact decimal numbers in text.
//!
//! ```text
//! number   = [+-] (digits [. [digits]] | . digits) [(e | E) [+-] digits]
//! ```
//!
//! `0.1` is the number 1/10. Not numbers: empty text, `NaN`, `inf`, hexadecimal.

use rug::{Complete, Integer};
use thiserror::Error;

use crate::number::{MAX_EXPONENT, Number};

/// Why a text is not an exact decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DecimalError {
    /// There is no text.
    #[error("the number is missing")]
    Missing,
    /// `NaN` or an infinity.
    #[error("it is not a finite number; replace it or remove the row")]
    NotFinite,
    /// Anything else.
    #[error("expected a decimal number such as -1.5e3; correct it or remove the row or column")]
    Spelling,
    /// The power of ten is beyond [`MAX_EXPONENT`].
    #[error(
        "its power of ten, {exponent}, is beyond +-{MAX_EXPONENT}; round or rescale the column"
    )]
    Exponent {
        /// The power of ten of the last digit that is not 0.
        exponent: i64,
    },
}

/// Reads a number; no spaces around it.
///
/// # Errors
///
/// [`DecimalError`] if the text is not a decimal number of bounded size.
pub fn parse(text: impl AsRef<[u8]>) -> Result<Number, DecimalError> {
    let text = text.as_ref();
    if text.is_empty() {
        return Err(DecimalError::Missing);
    }
    let (negative, unsigned) = sign(text);
    if [&b"nan"[..], b"inf", b"infinity"].iter().any(|name| unsigned.eq_ignore_ascii_case(name)) {
        return Err(DecimalError::NotFinite);
    }
    let (mantissa, power) = match unsigned.iter().position(|c| matches!(c, b'e' | b'E')) {
        Some(e) => (&unsigned[..e], power_of_ten(&unsigned[e + 1..])?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = match mantissa.iter().position(|&c| c == b'.') {
        Some(point) => (&mantissa[..point], &mantissa[point + 1..]),
        None => (mantissa, &[][..]),
    };
    let digits = whole.len() + fraction.len();
    if digits == 0 || !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
        return Err(DecimalError::Spelling);
    }
    let exponent = power.saturating_sub_unsigned(fraction.len() as u64);
    let bounded = |exponent: i64| {
        let fits = i16::try_from(exponent).ok().filter(|e| e.unsigned_abs() <= MAX_EXPONENT);
        fits.ok_or(DecimalError::Exponent { exponent })
    };
    if digits <= 18 {
        // 18 digits stay below 2^63.
        let all = whole.iter().chain(fraction);
        let mut digits = all.fold(0_i64, |sum, c| 10 * sum + i64::from(c - b'0'));
        let mut exponent = if digits == 0 { 0 } else { exponent };
        while exponent < 0 && digits % 10 == 0 {
            (digits, exponent) = (digits / 10, exponent + 1);
        }
        let mantissa = if negative { -digits } else { digits };
        return Ok(Number::word(mantissa, bounded(exponent)?));
    }
    let (digits, exponent) = long(whole, fraction, exponent);
    Ok(Number::long(if negative { -digits } else { digits }, bounded(exponent)?))
}

/// Takes off the sign: is it `-`, and the rest.
fn sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// The digits after `e`, with their sign; beyond the `i64` range they stay at its end.
fn power_of_ten(text: &[u8]) -> Result<i64, DecimalError> {
    let (negative, digits) = sign(text);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(DecimalError::Spelling);
    }
    let grow = |sum: i64, c: &u8| sum.saturating_mul(10).saturating_add(i64::from(c - b'0'));
    let power = digits.iter().fold(0, grow);
    Ok(if negative { -power } else { power })
}

/// More digits than a machine word holds, and the power of ten of the last one that is kept. Zeros
/// at the end of the text are dropped first.
fn long(whole: &[u8], fraction: &[u8], exponent: i64) -> (Integer, i64) {
    let mut digits = [whole, fraction].concat();
    let kept = digits.iter().rposition(|&c| c != b'0').map_or(0, |last| last + 1);
    if kept == 0 {
        return (Integer::new(), 0);
    }
    let zeros = (digits.len() - kept).min(exponent.min(0).unsigned_abs() as usize);
    digits.truncate(digits.len() - zeros);
    let value = Integer::parse(&digits).expect("only digits are left, and one of them at least");
    (value.complete(), exponent.saturating_add_unsigned(zeros as u64))
}
