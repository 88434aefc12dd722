//! Lemma A.4 (Vardi et al. 2022), stage II: from a point to the number that its block stores.
//!
//! # Statement
//!
//! Let `x_1 < ... < x_N < R` have pairwise distance at least 2, let m blocks hold `k = ceil(N/m)`
//! consecutive points each, and let block j store a natural `w_j` of at most beta bits. There is a
//! ReLU network of width 4, depth `3m + 2` and bit complexity `beta + ceil(log2 R)` with
//! `F(x_i) = w_ceil(i/k)`.
//!
//! # Construction
//!
//! Block by block, `x` is carried and the block's number is added where `x` lies in it:
//!
//! ```text
//! (x, y)  ->  (x, y + w_j F_j(x)),   F_j = the indicator of [floor(first), floor(last) + 1]   (A.6)
//! ```
//!
//! Both `x` and `y` are `>= 0`, so ReLU carries them.
//!
//! # Counting
//!
//! Depth counts affine maps. Two hidden layers per block make `2m + 1` of the allowed `3m + 2`.
//!
//! # Deviations
//!
//! Blocks that would be empty are not built. One network can look up several numbers per block with
//! one indicator (the paper runs the lemma twice, for u and for w); each further number costs one
//! neuron of width.
//!
//! # Used by
//!
//! Theorems 3.1, 5.1 and 6.2.

use claims::{Claim, Record, record::VARDI_2022};
use network::{Affine, Form, Landmark, Network};
use rug::Integer;

use crate::{EncodingError, lemma_a6};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("lemA.4"),
    code: Some("encoding::lemma_a4::block_lookup"),
    remarks: &["D4"],
    ..Record::cited(
        VARDI_2022,
        "vardi2022/A.4",
        "Lemma A.4",
        "from a point to what its block stores",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// A block of consecutive points, and the naturals that it stores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The integer part of the first point.
    pub first: Integer,
    /// The integer part of the last point.
    pub last: Integer,
    /// What the block stores.
    pub stored: Vec<Integer>,
}

/// Looks up what the block of `x` stores: the network of Lemma A.4, for one number or several.
///
/// Shape: `x -> (x, stored 1, stored 2, ...)`, 1 input, `2 m` hidden layers. Units: `x >= 0`. A
/// point at distance at least 2 from the span of each block, from its first to its last point, gets
/// zeros; one within a span gets what the block stores, whether it is a point of it or not. Silence:
/// nothing is promised within 1/2 of `[first, last + 1]`. Landmarks: `x`, and `block 1`,
/// ... for the indicators.
///
/// # Errors
///
/// [`EncodingError`] if there is no block, if blocks are out of order or overlap, do not store equally
/// many naturals, or end before they begin.
pub fn block_lookup(blocks: &[Block]) -> Result<Network, EncodingError> {
    let channels = blocks.first().ok_or(EncodingError::Empty)?.stored.len();
    for (index, (block, next)) in blocks.iter().zip(blocks.iter().skip(1)).enumerate() {
        if next.first <= Integer::from(&block.last + 1) {
            return Err(EncodingError::Overlap { index });
        }
    }
    let carried = channels as u32 + 1;
    let start = [Form::input(0)].into_iter().chain((0..channels).map(|_| Form::constant(0)));
    let mut network = Network::affine(Affine::new(1, start)?);
    for (index, block) in blocks.iter().enumerate() {
        if block.stored.len() != channels || block.stored.iter().any(|number| *number < 0) {
            return Err(EncodingError::Stored { index, channels });
        }
        // (x, y...) -> (x, y..., x) -> (x, y..., F_j(x)) -> (x, y... + w_j F_j(x))
        let fan = (0..carried).chain([0]).map(Form::input);
        // The carried x is the first neuron.
        let x =
            Landmark { name: "x".to_owned(), layer: 1, form: Form::input(0), segment_bits: None };
        let carry = Network::carry(carried, 2).with_landmarks((index == 0).then_some(x));
        let inside = lemma_a6::indicator(&block.first, &Integer::from(&block.last + 1))?.mark(
            format!("block {}", index + 1),
            0,
            None,
        );
        let hit = Form::input(carried);
        let added = (1..carried)
            .zip(&block.stored)
            .map(|(y, number)| Form::input(y) + hit.clone().times(number));
        network = network
            .then(Network::affine(Affine::new(carried, fan)?))?
            .then(Network::stacked(&[carry, inside])?)?
            .then(Network::affine(Affine::new(
                carried + 1,
                [Form::input(0)].into_iter().chain(added),
            )?))?;
    }
    Ok(network.simplified())
}

/// What the lemma promises, beside what was built: each number stored beyond the first adds 1 to the
/// width. `range` is the integer part of R or of the largest point, so that `ceil(log2 R)` is its
/// number of bits (R itself is irrational in Theorem 3.1).
#[must_use]
pub fn claims(blocks: &[Block], range: &Integer, built: &Network) -> Vec<Claim> {
    let counts = built.counts();
    let channels = blocks.first().map_or(0, |block| block.stored.len()) as u64;
    let beta = blocks.iter().flat_map(|block| &block.stored).map(Integer::significant_bits).max();
    let range_bits = range.significant_bits();
    vec![
        Claim::at_most(ID, "width", counts.width, 3 + channels),
        Claim::at_most(ID, "depth", counts.depth, 3 * blocks.len() as u64 + 2),
        Claim::at_most(ID, "bits", counts.bits, beta.unwrap_or(0) + range_bits),
    ]
}
