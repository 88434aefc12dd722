//! The spelling of an exact number in text: one spelling per number.
//!
//! ```text
//! 5   -17          an integer below 2^63 in absolute value
//! -0x1fp12         an odd integer below 2^63 in absolute value times a power of two, in
//!                  hexadecimal, exponent in decimal
//! 0x7/0x3          any other rational, in lowest terms; integers with the denominator 0x1
//! ```
//!
//! Hexadecimal, because a decimal string of a long integer takes quadratic time to read. A number
//! takes at most as much memory as its text, up to a constant factor: one whose odd part is long
//! has no exponent.

use rug::{Integer, Rational};
use thiserror::Error;

use crate::Weight;

/// Longest exponent a number may have in text or in a file, in bits: longer ones are refused, so
/// that a short file cannot ask for arithmetic on numbers without bound.
pub const MAX_EXPONENT: i32 = 1 << 26;

/// Why a text is not an exact number.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NumberError {
    /// The text is none of the three spellings, or not the canonical one.
    #[error("not an exact number in its canonical spelling (examples: 5, -0x1fp12, 0x7/0x3)")]
    Spelling,
    /// The exponent is beyond [`MAX_EXPONENT`].
    #[error("exponent {exponent} is beyond +-{MAX_EXPONENT}")]
    Exponent {
        /// The exponent found.
        exponent: i64,
    },
}

/// The canonical text of a number.
#[must_use]
pub fn encode(weight: &Weight) -> String {
    if let Some((mantissa, exponent)) = weight.as_dyadic() {
        if let Ok(up) = u32::try_from(exponent)
            && up < mantissa.unsigned_abs().leading_zeros()
        {
            return (mantissa << up).to_string();
        }
        let sign = if mantissa < 0 { "-" } else { "" };
        return format!("{sign}{:#x}p{exponent}", mantissa.unsigned_abs());
    }
    let value = weight.to_rational();
    format!("{:#x}/{:#x}", value.numer(), value.denom())
}

/// Reads a number in its canonical spelling.
///
/// # Errors
///
/// [`NumberError`] if the text is not the canonical spelling of a number of bounded size.
pub fn decode(text: &str) -> Result<Weight, NumberError> {
    let weight = parse(text)?;
    if let Some(error) = out_of_range(&weight) {
        return Err(error);
    }
    // One spelling per number, so that equal networks are equal files.
    if encode(&weight) == text { Ok(weight) } else { Err(NumberError::Spelling) }
}

/// The error for a number that [`decode`] and the network file would refuse, if it is one.
#[must_use]
pub fn out_of_range(weight: &Weight) -> Option<NumberError> {
    let (_, exponent) = weight.as_dyadic()?;
    let beyond = exponent.unsigned_abs() > MAX_EXPONENT.unsigned_abs();
    beyond.then_some(NumberError::Exponent { exponent: exponent.into() })
}

fn parse(text: &str) -> Result<Weight, NumberError> {
    if let Ok(small) = text.parse::<i64>() {
        return Ok(small.into());
    }
    if let Some((mantissa, exponent)) = text.split_once('p') {
        let exponent: i64 = exponent.parse().map_err(|_| NumberError::Spelling)?;
        let mantissa = hexadecimal(mantissa)?.to_i64().ok_or(NumberError::Spelling)?;
        let weight = Weight::dyadic(mantissa, exponent);
        return weight.ok_or(NumberError::Exponent { exponent });
    }
    let (numerator, denominator) = text.split_once('/').ok_or(NumberError::Spelling)?;
    let (numerator, denominator) = (hexadecimal(numerator)?, hexadecimal(denominator)?);
    if denominator <= 0 {
        return Err(NumberError::Spelling);
    }
    Ok(Weight::from(Rational::from((numerator, denominator))))
}

fn hexadecimal(text: &str) -> Result<Integer, NumberError> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let digits = digits.strip_prefix("0x").ok_or(NumberError::Spelling)?;
    if digits.is_empty() || !digits.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(NumberError::Spelling);
    }
    let value = Integer::from_str_radix(digits, 16).map_err(|_| NumberError::Spelling)?;
    Ok(if negative { -value } else { value })
}
