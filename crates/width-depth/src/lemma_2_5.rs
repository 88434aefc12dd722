//! Lemma 2.5 (Yang and Yang), stage II: from a point to the numbers that its block stores.
//!
//! # Statement
//!
//! Let `0 <= x_1 < ... < x_N`, let blocks of S consecutive points store naturals `u_j`, `w_j`, and let
//! `3 W1^2 L1 >= ceil(N/S)`. There is a ReLU network of width `12 W1 + 5` with `2 L1` hidden layers and
//!
//! ```text
//! F2(x_i) = (x_i, u_j, w_j),   j = ceil(i/S)
//! ```
//!
//! # Construction
//!
//! [`block_lookup`] is the paper's: Lemma 2.4 once for u and once for w, side by side, on the function
//! that is constant on each block and linear from the last point of a block to the first of the next.
//!
//! [`separated_block_lookup`] is for points at distance 2 or more, which have an integer `t` between
//! neighbouring blocks such that both t and `t + 1` are between them: a [staircase](crate::staircase)
//! with its steps there has integer weights, and u and w share its first layers.
//!
//! # Counting
//!
//! Hidden layers. A staircase of width `12 W1 + 5` has `A = 6 W1 + 1` cells of
//! `B = 1 + floor((6 W1 + 1) / 4)` steps, so a pair of layers holds `A B >= 9 W1^2`, three times what is
//! needed.
//!
//! # Deviations
//!
//! None in [`block_lookup`]. Theorem 2.1 uses [`separated_block_lookup`].
//!
//! # Used by
//!
//! Theorem 2.1.

use claims::{Claim, Record, record::YANG_2026};
use network::Network;
use projection::Separated;
use rug::{Integer, Rational};

use crate::{
    Error, PiecewiseLinear, lemma_2_4,
    staircase::{Layout, Shape, Staircase},
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("lem2.5"),
    code: Some("width_depth::lemma_2_5::block_lookup"),
    remarks: &["D12"],
    ..Record::cited(YANG_2026, "yang2026/2.5", "Lemma 2.5", "block lookup")
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// What a block stores.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// `u_j`, in Theorem 2.1 the integer parts of its points.
    pub u: Integer,
    /// `w_j`, in Theorem 2.1 their labels.
    pub w: Integer,
}

/// The network of Lemma 2.5, for any increasing points, by Lemma 2.4.
///
/// Shape: `x -> (x, u, w)`, 1 input, 3 outputs, `2 l` hidden layers of at most `12 w + 5` neurons.
/// Silence: nothing is promised between the blocks.
///
/// # Errors
///
/// [`Error::NoPoints`], [`Error::NotIncreasing`], [`Error::Negative`], [`Error::Blocks`] unless there
/// are `ceil(N/S)` blocks, [`Error::Zero`], [`Error::Capacity`] unless `3 w^2 l >= ceil(N/S)`.
pub fn block_lookup(
    points: &[Rational],
    per_block: usize,
    blocks: &[Block],
    w: usize,
    l: usize,
) -> Result<Network, Error> {
    if points.first().is_some_and(|first| *first < 0) {
        return Err(Error::Negative);
    }
    check_blocks(points.len(), per_block, blocks)?;
    lemma_2_4::check_capacity("blocks", blocks.len(), 3, w, l)?;
    let to = points.last().map_or_else(Rational::new, |last| Rational::from(last + 1));
    let function = |stored: fn(&Block) -> &Integer| -> Result<Network, Error> {
        let constant = |(points, block): (&[Rational], &Block)| {
            let value = Rational::from(stored(block));
            [points.first(), points.last()].map(|x| Some((x?.clone(), value.clone())))
        };
        let ends = points.chunks(per_block).zip(blocks).flat_map(constant).flatten();
        let mut ends: Vec<(Rational, Rational)> = ends.collect();
        ends.dedup(); // a block of one point
        let g = PiecewiseLinear::new(ends, Rational::new(), Rational::new())?;
        let network = lemma_2_4::piecewise_linear(&g, &Rational::new(), &to, w, l)?;
        Ok(network.deepened(2 * l)?)
    };
    let (u, w) = (function(|block| &block.u)?, function(|block| &block.w)?);
    Ok(Network::concatenated(&[Network::carry(1, 2 * l), u, w])?)
}

/// The lookup of Lemma 2.5 for separated points, as a staircase with integer weights.
///
/// Shape: `x -> (x, u, w)`, 1 input, 3 outputs. Silence: nothing is promised inside the steps between
/// the blocks.
///
/// # Errors
///
/// [`Error::Blocks`] unless there are `ceil(N/S)` blocks, [`Error::Negative`] if one stores a negative
/// number, [`Error::Zero`].
pub fn separated_block_lookup(
    points: &Separated,
    per_block: usize,
    blocks: &[Block],
    layout: Layout,
) -> Result<Network, Error> {
    staircase(points, per_block, blocks)?.network(layout)
}

/// The functions u and w, with a step between any two neighbouring blocks.
///
/// # Errors
///
/// As for [`separated_block_lookup`].
pub fn staircase(
    points: &Separated,
    per_block: usize,
    blocks: &[Block],
) -> Result<Staircase, Error> {
    check_blocks(points.points().len(), per_block, blocks)?;
    // The last of a block is at most t = floor(last) + 1, the first of the next at least t + 1.
    let lasts = points.points().iter().skip(per_block - 1).step_by(per_block);
    let starts = lasts.take(blocks.len() - 1).map(|last| Integer::from(last.floor_ref()) + 1_u32);
    let stored = |stored: fn(&Block) -> &Integer| blocks.iter().map(stored).cloned().collect();
    Staircase::new(starts.collect(), vec![stored(|block| &block.u), stored(|block| &block.w)])
}

/// The shape of [`staircase`] for this many blocks, if u never falls: in Theorem 2.1 it starts with
/// the integer part of the block's first point.
#[must_use]
pub fn shape(blocks: usize) -> Shape {
    Shape { steps: blocks.saturating_sub(1), functions: 2, signs: 3 }
}

/// `blocks` are as many as N points make.
fn check_blocks(points: usize, per_block: usize, blocks: &[Block]) -> Result<(), Error> {
    if points == 0 {
        return Err(Error::NoPoints);
    }
    if per_block == 0 {
        return Err(Error::Zero("S"));
    }
    let (found, wanted) = (blocks.len(), points.div_ceil(per_block));
    if found == wanted { Ok(()) } else { Err(Error::Blocks { found, wanted }) }
}

/// What the lemma promises, beside what was built: its hypothesis for the parameters `w` and `l`,
/// and the size.
#[must_use]
pub fn claims(blocks: usize, w: u64, l: u64, built: &Network) -> Vec<Claim> {
    let counts = built.counts();
    vec![
        Claim::at_least(ID, "3 W1^2 L1", Integer::from(w).square() * l * 3_u32, blocks),
        Claim::at_most(ID, "width", counts.width, Integer::from(w) * 12_u32 + 5_u32),
        Claim::at_most(ID, "hidden layers", counts.hidden_layers, Integer::from(l) * 2_u32),
    ]
}
