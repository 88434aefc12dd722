//! The spelling of an exact number in text: one spelling per number.
//!
//! ```text
//! 5   -17          an integer below 2^63 in absolute value
//! -0x1fp12         an odd integer times a power of two, in hexadecimal, exponent in decimal
//! 0x7/0x3          any other rational in lowest terms
//! ```
//!
//! Hexadecimal, because a decimal string of a long integer takes quadratic time to read.

use rug::{Integer, Rational};
use thiserror::Error;

use crate::Weight;

/// Longest exponent a number may have in text or in a file, in bits: longer ones are refused, so
/// that a short file cannot ask for unbounded memory.
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
    let (numerator, denominator) = (value.numer(), value.denom());
    if denominator.is_power_of_two() {
        let zeros = numerator.find_one(0).unwrap_or(0);
        let exponent = i64::from(zeros) - i64::from(denominator.significant_bits() - 1);
        return format!("{:#x}p{exponent}", Integer::from(numerator >> zeros));
    }
    format!("{numerator:#x}/{denominator:#x}")
}

/// Reads a number in its canonical spelling.
///
/// # Errors
///
/// [`NumberError`] if the text is not the canonical spelling of a number of bounded size.
pub fn decode(text: &str) -> Result<Weight, NumberError> {
    let weight = parse(text)?;
    // One spelling per number, so that equal networks are equal files.
    if encode(&weight) == text { Ok(weight) } else { Err(NumberError::Spelling) }
}

fn parse(text: &str) -> Result<Weight, NumberError> {
    if let Ok(small) = text.parse::<i64>() {
        return Ok(small.into());
    }
    if let Some((mantissa, exponent)) = text.split_once('p') {
        let exponent: i64 = exponent.parse().map_err(|_| NumberError::Spelling)?;
        let small = i32::try_from(exponent).ok().filter(|e| e.abs() <= MAX_EXPONENT);
        let exponent = small.ok_or(NumberError::Exponent { exponent })?;
        return Ok(Weight::from(Rational::from(hexadecimal(mantissa)?) << exponent));
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
