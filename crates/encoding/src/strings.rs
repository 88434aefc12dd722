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
//! u matches points in `[0, 3/2)`, and its label segment adds 0, so it does no harm.
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

/// Cuts sorted points into blocks that store `(w, u)`.
///
/// # Errors
///
/// [`EncodingError`] if the sizes are zero, the labels are not as many as the points, or a number
/// does not fit its segment.
pub fn block_strings(
    points: &Separated,
    labels: &[u32],
    segments: Segments,
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
        if let Some(index) = numbers.iter().position(|number| number.significant_bits() > bits) {
            let needed = numbers[index].significant_bits();
            return Err(EncodingError::TooLong { index, needed, bits });
        }
    }
    let blocks = floors.chunks(per_block).zip(labels.chunks(per_block));
    Ok(blocks
        .filter_map(|(keys, labels)| {
            Some(Block {
                first: keys.first()?.clone(),
                last: keys.last()?.clone(),
                stored: vec![
                    concatenated(labels, label_bits, per_block),
                    concatenated(keys, key_bits, per_block),
                ],
            })
        })
        .collect())
}

/// The numbers as segments of `bits` bits, filled up with zeros to `count` segments.
fn concatenated(numbers: &[Integer], bits: u32, count: usize) -> Integer {
    let filling = (count - numbers.len()) as u32 * bits;
    numbers.iter().fold(Integer::new(), |string, number| (string << bits) | number) << filling
}
