//! What Theorems 3.1, 5.1 and 6.2 promise, before there is a network.
//!
//! # Counting
//!
//! All three cut the points into subsets of s points (Theorem 3.1: one subset, `s = N`) and do stages
//! II and III for each. The constants come from the lemmas, with `rho = ceil(log2 R)` for the R of
//! Lemma A.2, `c = ceil(log2 C)`, `n = ceil(sqrt(s / log2 s))` and `m = ceil(sqrt(s log2 s))`:
//!
//! ```text
//! depth  <=  (3 m + 2) + (3 n max(rho, c) + 2 n + 2)                     affine maps
//! edges  <=  14 m + n (38 max(rho, c) + 40) + 14
//! bits   <=  max( ceil(log2(3 d r N^2 sqrt(pi) / delta)),  n max(rho, c) + rho,  n max(rho, c) + 2 )
//! ```
//!
//! # Used by
//!
//! Theorems 3.1, 5.1 and 6.2.

use claims::Enclosure;
use encoding::strings::bits_of_labels;
use projection::Facts;
use rug::Integer;

use crate::line;

/// What the lemmas allow stages II and III for one subset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubsetBound {
    /// n, points per block.
    pub per_block: usize,
    /// Depth of Lemmas A.4 and A.5 together, in affine maps.
    pub depth: Integer,
    /// Bits of all three stages.
    pub bits: Integer,
    /// Edges of stages II and III.
    pub edges: Integer,
}

impl SubsetBound {
    /// For `size` of the points.
    #[must_use]
    pub fn of(facts: &Facts, size: usize) -> Self {
        // R is irrational, so this is ceil(log2 R)
        let rho = facts.range().floor().significant_bits();
        let longer = u64::from(rho.max(bits_of_labels(facts.classes)));
        let per_block = points_per_block(size);
        let n = per_block as u64;
        let blocks = blocks(size);
        let reading = Integer::from(n) * longer + rho.max(2);
        Self {
            per_block,
            depth: line::depth_bound(blocks, n, longer),
            bits: reading.max(Integer::from(facts.projection_bits())),
            edges: line::edge_bound(blocks, n, longer),
        }
    }
}

/// n, the points per block of the proof: `sqrt(s / log2 s)` for s points, rounded up.
#[must_use]
pub fn points_per_block(points: usize) -> usize {
    let Some(log) = Enclosure::exact(points.max(2)).log2() else { unreachable!("2 is positive") };
    // ceil(sqrt(s / log s)): the lower end of the logarithm makes the quotient an upper bound
    let n = (Enclosure::exact(points) / log.lower().clone()).sqrt().ceil();
    let Some(n) = n.to_usize() else { unreachable!("at most the number of points") };
    n.max(1)
}

/// m, the blocks of the proof: `sqrt(s log2 s)` for s points, rounded up.
fn blocks(points: usize) -> u64 {
    let log = Enclosure::exact(points.max(1)).log2().expect("1 is positive");
    let blocks = (log * points as u64).sqrt().ceil().to_u64().expect("at most the points");
    // For one point alone, log2 1 = 0, there is still one block.
    blocks.max(1)
}
