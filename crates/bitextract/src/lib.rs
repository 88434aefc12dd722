//! [`memorelu-network`]: ../memorelu_network/index.html
//! [`memorelu-encoding`]: ../memorelu_encoding/index.html
//! [`memorelu-memorize`]: ../memorelu_memorize/index.html
//! [`memorelu-width-depth`]: ../memorelu_width_depth/index.html
#![doc = include_str!("../README.md")]
//!
//! # Modules
//!
//! | module | statement |
//! |---|---|
//! | [`lemma_a7`] | the bits i..j of a number, by Telgarsky's triangle function |
//! | [`lemma_a8`] | does `x` lie in `[y, y + 1]`? |
//! | [`lemma_a5`] | from `(x, w, u)` to the segment of `w` whose partner in `u` is `floor(x)` |

pub mod lemma_a5;
pub mod lemma_a7;
pub mod lemma_a8;

use network::ShapeError;
use rug::Integer;
use thiserror::Error;

/// Longest bit string that is read, in bits: the weights `2^-n` have to stay within a network
/// file's exponents.
pub const MAX_LENGTH: u32 = 1 << 25;

/// Why a bit string, or a network that reads one, does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BitError {
    /// The hypothesis `1 <= i <= j <= n` fails.
    #[error("bits {first}..={last} are not inside a string of {length} bits")]
    NoSuchBits {
        /// `i`, counted from 1 at the most significant bit.
        first: u32,
        /// `j`, inclusive.
        last: u32,
        /// Length `n` of the string.
        length: u32,
    },
    /// A string would be empty or longer than [`MAX_LENGTH`].
    #[error("{segments} segments of {bits} bits are not between 1 and {} bits in all", MAX_LENGTH)]
    Length {
        /// Segments of the string.
        segments: u32,
        /// Bits per segment.
        bits: u32,
    },
    /// A network did not fit together.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

/// `BIN_{i:j}(x)`: the bits `first..=last` of `x` written with `length` bits, counted from 1 at
/// the most significant one, as an integer.
///
/// # Errors
///
/// [`BitError::NoSuchBits`] unless `1 <= first <= last <= length`, [`BitError::Length`] if `length`
/// is above [`MAX_LENGTH`].
///
/// # Examples
///
/// ```
/// assert_eq!(memorelu_bitextract::bin(&0b100000.into(), 6, 1, 3)?, 0b100);
/// # Ok::<(), memorelu_bitextract::BitError>(())
/// ```
pub fn bin(x: &Integer, length: u32, first: u32, last: u32) -> Result<Integer, BitError> {
    check_bits(length, first, last)?;
    Ok(Integer::from(x >> (length - last)).keep_bits(last - first + 1))
}

fn check_bits(length: u32, first: u32, last: u32) -> Result<(), BitError> {
    if length > MAX_LENGTH {
        return Err(BitError::Length { segments: 1, bits: length });
    }
    if 1 <= first && first <= last && last <= length {
        Ok(())
    } else {
        Err(BitError::NoSuchBits { first, last, length })
    }
}
