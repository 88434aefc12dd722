//! The strings of Theorem 3.1 (Vardi et al. 2022, section 3.1 and appendix A.4).
//!
//! For a block of n consecutive points, u is the concatenation of the rho-bit integer parts of its
//! points and w that of their c-bit labels:
//!
//! ```text
//! BIN_{k rho + 1 : (k + 1) rho}(u) = floor(x_k)      BIN_{k c + 1 : (k + 1) c}(w) = y_k      k = 0, ..., n - 1
//! ```
//!
//! A block with fewer than n points is filled with zero segments in both strings. A zero segment of
//! u matches points in `[0, 3/2)`, and its label segment adds 0, so it does no harm. Yang and Yang
//! (equations 2.3 to 2.8) fill it with the *first* points and label 0 instead, so that all keys of a
//! block are at distance 2 or more, which their Lemma 2.6 asks for: [`filled_strings`].
//!
//! # Deviations
//!
//! The paper's proof takes `j = i n` for the block of point i, a slip for `ceil(i / n)`.

use projection::Separated;
use rug::Integer;

use crate::{EncodingError, lemma_a4::Block};

/// The sizes of segments and blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segments {
    /// n, points per block.
    pub per_block: usize,
    /// rho, bits of the integer part of a point.
    pub key_bits: u32,
    /// c, bits of a label.
    pub label_bits: u32,
}

/// `c = ceil(log2 C)`, the bits of a label, at least 1.
#[must_use]
pub fn bits_of_labels(classes: u64) -> u32 {
    (u64::BITS - classes.saturating_sub(1).leading_zeros()).max(1)
}

/// Cuts sorted points into blocks that store `(w, u)`.
///
/// # Errors
///
/// [`EncodingError`] if blocks are of no points, the labels are not as many as the points, a number
/// does not fit its segment, or a string would have 2^32 bits or more.
pub fn block_strings(
    points: &Separated,
    labels: &[u32],
    segments: Segments,
) -> Result<Vec<Block>, EncodingError> {
    blocks(points, labels, segments, |_| &[])
}

/// As [`block_strings`], but a last block with fewer points is filled with the first points, with the
/// label 0.
///
/// # Errors
///
/// As [`block_strings`]; [`EncodingError::Filling`] if a block has more points than there are.
pub fn filled_strings(
    points: &Separated,
    labels: &[u32],
    segments: Segments,
) -> Result<Vec<Block>, EncodingError> {
    let (per_block, found) = (segments.per_block, points.points().len());
    if per_block > found {
        return Err(EncodingError::Filling { per_block, points: found });
    }
    blocks(points, labels, segments, |floors| floors)
}

/// A short block is filled with as many as it takes of what `filling` picks of the integer parts, if
/// that is anything, and else with zeros.
fn blocks(
    points: &Separated,
    labels: &[u32],
    segments: Segments,
    filling: fn(&[Integer]) -> &[Integer],
) -> Result<Vec<Block>, EncodingError> {
    let Segments { per_block, key_bits, label_bits } = segments;
    if per_block == 0 {
        return Err(EncodingError::Empty);
    }
    if labels.len() != points.points().len() {
        return Err(EncodingError::Labels { labels: labels.len(), points: points.points().len() });
    }
    let floors: Vec<Integer> = points.floors().collect();
    let labels: Vec<Integer> = labels.iter().map(|label| Integer::from(*label)).collect();
    for (numbers, bits) in [(&floors, key_bits), (&labels, label_bits)] {
        let needed = |number: &Integer| number.significant_bits();
        let long = numbers.iter().map(needed).enumerate().find(|(_, needed)| *needed > bits);
        if let Some((index, needed)) = long {
            return Err(EncodingError::TooLong { index, needed, bits });
        }
        if u32::try_from(per_block as u128 * u128::from(bits)).is_err() {
            return Err(EncodingError::Length { segments: per_block, bits });
        }
    }
    let blocks = floors.chunks(per_block).zip(labels.chunks(per_block));
    // Chunks are not empty.
    let block = |(keys, labels): (&[Integer], &[Integer])| Block {
        first: keys[0].clone(),
        last: keys[keys.len() - 1].clone(),
        stored: vec![
            concatenated(labels, &[], label_bits, per_block),
            concatenated(keys, filling(&floors), key_bits, per_block),
        ],
    };
    Ok(blocks.map(block).collect())
}

/// The numbers as segments of `bits` bits, filled up to `count` segments, whose bits all together are
/// known to be fewer than 2^32, with the first of `filling`, or with zeros if there are none.
fn concatenated(numbers: &[Integer], filling: &[Integer], bits: u32, count: usize) -> Integer {
    let missing = count - numbers.len();
    let string = joined(numbers, bits) << (missing as u32 * bits);
    if filling.is_empty() { string } else { string | joined(&filling[..missing], bits) }
}

/// By halves: appending one segment after another would take quadratic time.
fn joined(numbers: &[Integer], bits: u32) -> Integer {
    match numbers {
        [] => Integer::new(),
        [number] => number.clone(),
        _ => {
            let (left, right) = numbers.split_at(numbers.len() / 2);
            (joined(left, bits) << (right.len() as u32 * bits)) | joined(right, bits)
        }
    }
}
