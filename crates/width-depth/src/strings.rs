//! The strings of Theorem 2.1 (Yang and Yang, equations 2.3 to 2.8).
//!
//! For a block of S consecutive points, u is the concatenation of the rho-bit integer parts of its
//! points and w that of their c-bit labels. If S does not divide N, the last block is filled with the
//! integer parts of the *first* points, with label 0: all keys of a block are then at distance 2 or
//! more, which is what Lemma 2.6 asks for.

use projection::Separated;
use rug::Integer;

use crate::{Error, lemma_2_5::Block};

/// Cuts sorted points into blocks of `per_block` with keys of `key_bits` and labels of `label_bits`.
///
/// # Errors
///
/// [`Error::Zero`] or [`Error::Block`] unless `1 <= S <= N`, [`Error::Labels`] unless there are as
/// many labels as points, [`Error::DoesNotFit`] if a number is longer than its segment.
pub fn blocks(
    points: &Separated,
    labels: &[u32],
    per_block: usize,
    key_bits: u32,
    label_bits: u32,
) -> Result<Vec<Block>, Error> {
    let count = points.points().len();
    if per_block == 0 {
        return Err(Error::Zero("S"));
    }
    if per_block > count {
        return Err(Error::Block { block: per_block, points: count });
    }
    if labels.len() != count {
        return Err(Error::Labels { labels: labels.len(), points: count });
    }
    let keys: Vec<Integer> = points.floors().collect();
    let labels: Vec<Integer> = labels.iter().map(|label| Integer::from(*label)).collect();
    for (numbers, bits) in [(&keys, key_bits), (&labels, label_bits)] {
        let needed = numbers.iter().map(Integer::significant_bits);
        if let Some((index, needed)) = needed.enumerate().find(|(_, needed)| *needed > bits) {
            return Err(Error::DoesNotFit { index, needed, bits });
        }
    }
    let filled = |numbers: &[Integer], filling: &[Integer], bits: u32| {
        let missing = filling.iter().take(per_block - numbers.len());
        concatenated(&numbers.iter().chain(missing).collect::<Vec<_>>(), bits)
    };
    let zeros = vec![Integer::new(); per_block];
    let chunks = keys.chunks(per_block).zip(labels.chunks(per_block));
    Ok(chunks
        .map(|(own_keys, own_labels)| Block {
            u: filled(own_keys, &keys, key_bits),
            w: filled(own_labels, &zeros, label_bits),
        })
        .collect())
}

/// The numbers as segments of `bits` bits, the first one most significant.
fn concatenated(numbers: &[&Integer], bits: u32) -> Integer {
    if numbers.len() <= 16 {
        return numbers.iter().fold(Integer::new(), |string, number| (string << bits) | *number);
    }
    let (high, low) = numbers.split_at(numbers.len() / 2);
    let shift = low.len() * bits as usize;
    (concatenated(high, bits) << shift) | concatenated(low, bits)
}
