//! Bit extraction: how a ReLU network reads a number bit by bit, and finds the segment it needs.
//!
//! The third stage of Theorem 3.1 of Vardi, Yehudai and Shamir (ICLR 2022), one module per lemma:
//!
//! | module | statement |
//! |---|---|
//! | [`lemma_a7`] | the bits i..j of a number, by Telgarsky's triangle function |
//! | [`lemma_a8`] | does `x` lie in `[y, y + 1]`? |
//! | [`lemma_a5`] | from `(x, w, u)` to the segment of `w` whose partner in `u` is `floor(x)` |
//!
//! ```
//! use rug::Integer;
//!
//! // u holds the 4-bit segments 3, 9 and w the 2-bit segments 1, 2: F(9, w, u) = 2
//! let shape = bitextract::lemma_a5::Shape { segments: 2, key_bits: 4, label_bits: 2 };
//! let network = bitextract::lemma_a5::segment_lookup(shape)?;
//! let (w, u) = (Integer::from(0b01_10), Integer::from(0b0011_1001));
//! assert_eq!(network.evaluate(&[9.into(), w.into(), u.into()])?, [2]);
//! # Ok::<(), bitextract::BitError>(())
//! ```

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
