//! Exact decimal numbers in text.
//!
//! ```text
//! number   = [+-] (digits [. [digits]] | . digits) [(e | E) [+-] digits]
//! ```
//!
//! `0.1` is the number 1/10. Not numbers: empty text, `NaN`, `inf`, hexadecimal.

use rug::{Complete, Integer, Rational};
use thiserror::Error;

use crate::numbers::Number;

/// Longest power of ten of a number: `digits * 10^e` needs `-4096 <= e <= 4096`, once zeros at the
/// end of its decimal places are dropped, so that a short text cannot ask for unbounded memory.
/// Numbers in double precision stay far within it.
pub const MAX_EXPONENT: i32 = 4096;

/// The exact number `digits * 10^exponent`.
///
/// Invariant: `-4096 <= exponent <= 4096`, and `digits` ends in 0 only if `exponent >= 0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal {
    pub(crate) digits: Integer,
    pub(crate) exponent: i32,
}

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

impl Decimal {
    /// Reads a number; no spaces around it.
    ///
    /// # Errors
    ///
    /// [`DecimalError`] if the text is not a decimal number of bounded size.
    pub fn parse(text: impl AsRef<[u8]>) -> Result<Self, DecimalError> {
        parse(text.as_ref()).map(|number| {
            let (digits, exponent) = match number {
                Number::Word { mantissa, ten, .. } => (mantissa.into(), ten),
                Number::Long { mantissa, ten, .. } => (*mantissa, ten),
            };
            Self { digits, exponent: exponent.into() }
        })
    }

    /// The number as a rational.
    #[must_use]
    pub fn to_rational(&self) -> Rational {
        let power = Integer::u_pow_u(10, self.exponent.unsigned_abs()).complete();
        if self.exponent < 0 {
            Rational::from((&self.digits, &power))
        } else {
            Rational::from(&self.digits * power)
        }
    }
}

/// As [`Decimal::parse`], with small numbers in machine words.
pub(crate) fn parse(text: &[u8]) -> Result<Number, DecimalError> {
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
        i32::try_from(exponent)
            .ok()
            .filter(|e| (-MAX_EXPONENT..=MAX_EXPONENT).contains(e))
            // 4096 fits.
            .map(|e| e as i16)
            .ok_or(DecimalError::Exponent { exponent })
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
        return Ok(Number::Word { mantissa, ten: bounded(exponent)?, two: 0 });
    }
    let (digits, exponent) = long(whole, fraction, exponent)?;
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

/// More digits than a machine word holds. Zeros at both ends of the text are dropped first.
fn long(whole: &[u8], fraction: &[u8], exponent: i64) -> Result<(Integer, i64), DecimalError> {
    let mut digits = [whole, fraction].concat();
    let kept = digits.iter().rposition(|&c| c != b'0').map_or(0, |last| last + 1);
    if kept == 0 {
        return Ok((Integer::new(), 0));
    }
    let zeros = (digits.len() - kept).min(exponent.min(0).unsigned_abs() as usize);
    digits.truncate(digits.len() - zeros);
    // Only digits are left, and one of them at least.
    let value = Integer::parse(&digits).map_err(|_| DecimalError::Spelling)?;
    Ok((value.complete(), exponent.saturating_add_unsigned(zeros as u64)))
}
