//! Stages II and III on the line: from separated points and labels to `F3 o F2`.
//!
//! # Construction
//!
//! ```text
//! x  --A.4-->  (x, w_block, u_block)  --A.5-->  label
//! ```
//!
//! The network is 0 at every point at distance at least 2 from all of its own: outside every block
//! the strings are 0, and inside a block no segment matches. Theorems 5.1 and 6.2 rest on this.
//!
//! # Used by
//!
//! Theorems 3.1, 5.1 and 6.2.

use bitextract::lemma_a5::{self, Shape};
use claims::Claim;
use encoding::{
    lemma_a4,
    strings::{Segments, block_strings},
};
use network::Network;
use projection::Separated;
use rug::Integer;

use crate::MemorizeError;

/// A network for points on the line, with the claims of its two stages.
#[derive(Debug, Clone)]
pub struct LineNetwork {
    /// `x -> label`: 1 input, 1 output.
    pub network: Network,
    /// m, the number of blocks.
    pub blocks: usize,
    /// What Lemmas A.4 and A.5 promise, measured on each stage alone.
    pub claims: Vec<Claim>,
}

/// Builds networks on the line that differ in their points only: stage III is the same for all.
#[derive(Debug, Clone)]
pub struct LineBuilder {
    segments: Segments,
    range: Integer,
    reading: Network,
}

impl LineBuilder {
    /// Prepares stage III. `range` bounds the points from above.
    ///
    /// # Errors
    ///
    /// [`MemorizeError::Bits`] if a string would be empty or too long.
    pub fn new(segments: Segments, range: &Integer) -> Result<Self, MemorizeError> {
        let reading = lemma_a5::segment_lookup(shape(segments))?;
        Ok(Self { segments, range: range.clone(), reading })
    }

    /// Stages II and III for sorted points and their labels.
    ///
    /// # Errors
    ///
    /// [`MemorizeError::Encoding`] if a number does not fit its segment.
    pub fn build(&self, points: &Separated, labels: &[u32]) -> Result<LineNetwork, MemorizeError> {
        let blocks = block_strings(points, labels, self.segments)?;
        let lookup = lemma_a4::block_lookup(&blocks)?;
        let mut claims = lemma_a4::claims(&blocks, &self.range, &lookup);
        claims.extend(lemma_a5::claims(shape(self.segments), &self.reading));
        let network = lookup.then(self.reading.clone())?;
        Ok(LineNetwork { network, blocks: blocks.len(), claims })
    }
}

/// Stages II and III for one set of points: [`LineBuilder`] used once.
///
/// # Errors
///
/// As [`LineBuilder::new`] and [`LineBuilder::build`].
pub fn line_network(
    points: &Separated,
    labels: &[u32],
    segments: Segments,
    range: &Integer,
) -> Result<LineNetwork, MemorizeError> {
    LineBuilder::new(segments, range)?.build(points, labels)
}

/// The hidden layers of [`line_network`] for `points` points: exact.
#[must_use]
pub fn hidden_layers(points: usize, segments: Segments) -> u64 {
    let blocks = points.div_ceil(segments.per_block.max(1)) as u64;
    2 * blocks + segments.per_block as u64 * (3 * u64::from(shape(segments).longer()) + 2) + 1
}

/// The bits of the weights of [`line_network`] that grow with n: those of stage III, Lemma A.5.
#[must_use]
pub fn bits(segments: Segments) -> u64 {
    shape(segments).bits()
}

/// The depth that Lemmas A.4 and A.5 allow together, in affine maps: `3m + 2` and
/// `3 n max(rho, c) + 2n + 2`.
#[must_use]
pub fn depth_bound(blocks: u64, per_block: u64, longer: u64) -> Integer {
    let segment = Integer::from(longer) * 3_u32 + 2_u32;
    Integer::from(blocks) * 3_u32 + 2_u32 + segment * per_block + 2_u32
}

/// The edges that the two constructions need at most: 14 per block (indicator 6, carrying x 2, three
/// for each string in the one layer and one in the other), and per segment 38 for each of
/// `max(rho, c)` bits (16 for each string, 6 for x and y) and 40 for match and gate.
#[must_use]
pub fn edge_bound(blocks: u64, per_block: u64, longer: u64) -> Integer {
    let segment = Integer::from(longer) * 38_u32 + 40_u32;
    Integer::from(blocks) * 14_u32 + segment * per_block + 14_u32
}

/// The sizes of Lemma A.5's strings for blocks of these segments.
#[must_use]
pub fn shape(segments: Segments) -> Shape {
    Shape {
        // A block has at most as many points as the data, whose positions are 32-bit numbers.
        segments: segments.per_block as u32,
        key_bits: segments.key_bits,
        label_bits: segments.label_bits,
    }
}

/// The edges of [`line_network`] as a function of n, for a fixed number of points: exact up to a
/// constant, since every block beyond the first costs the same, and so does every segment beyond the
/// second. (A block whose labels are all 0 stores `w = 0` and saves the edges of w.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EdgeModel {
    points: usize,
    per_block: u64,
    per_segment: u64,
}

impl EdgeModel {
    /// Measures what a block and a segment cost.
    ///
    /// # Errors
    ///
    /// [`MemorizeError::Bits`] if a segment would be empty or too long.
    pub fn measure(points: usize, key_bits: u32, label_bits: u32) -> Result<Self, MemorizeError> {
        let edges = |segments| -> Result<u64, MemorizeError> {
            let shape = Shape { segments, key_bits, label_bits };
            Ok(lemma_a5::segment_lookup(shape)?.counts().edges)
        };
        let lookup = |blocks: u32| -> Result<u64, MemorizeError> {
            let blocks: Vec<_> = (0..blocks)
                .map(|j| lemma_a4::Block {
                    first: Integer::from(4 * j + 1),
                    last: Integer::from(4 * j + 1),
                    stored: vec![Integer::from(1), Integer::from(1)],
                })
                .collect();
            Ok(lemma_a4::block_lookup(&blocks)?.counts().edges)
        };
        Ok(Self { points, per_block: lookup(4)? - lookup(3)?, per_segment: edges(4)? - edges(3)? })
    }

    /// The edges for n points per block, less a constant.
    #[must_use]
    pub fn edges(self, per_block: usize) -> u64 {
        self.per_block * self.points.div_ceil(per_block.max(1)) as u64
            + self.per_segment * per_block as u64
    }
}
