//! [`memorelu-network`]: ../memorelu_network/index.html
//! [`memorelu-projection`]: ../memorelu_projection/index.html
//! [`memorelu-bitextract`]: ../memorelu_bitextract/index.html
//! [`memorelu-memorize`]: ../memorelu_memorize/index.html
#![doc = include_str!("../README.md")]
//!
//! # Modules
//!
//! | module | statement of Vardi, Yehudai and Shamir (ICLR 2022) |
//! |---|---|
//! | [`lemma_a6`] | the indicator of an interval `[a, b]` |
//! | [`lemma_a4`] | from a point to the number that its block stores |
//! | [`strings`] | the numbers u and w that Theorem 3.1 stores: the points and labels of a block |

pub mod lemma_a4;
pub mod lemma_a6;
pub mod strings;

use network::ShapeError;
use thiserror::Error;

/// Why blocks cannot be encoded, or looked up.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EncodingError {
    /// The hypothesis `a < b` of Lemma A.6 fails, or `a` is negative.
    #[error("an interval needs 0 <= a < b")]
    Interval,
    /// Two blocks are out of order or closer than the lemma allows.
    #[error("block {index} does not end 1 or more before the next begins")]
    Overlap {
        /// The earlier block, from 0.
        index: usize,
    },
    /// A block stores more or fewer numbers than the first, or a negative one.
    #[error("block {index} does not store {channels} natural numbers")]
    Stored {
        /// The block, from 0.
        index: usize,
        /// Numbers that the first block stores.
        channels: usize,
    },
    /// No block was given, or blocks of no points were asked for.
    #[error("at least one block of at least one point is needed")]
    Empty,
    /// There are not as many labels as points.
    #[error("{labels} labels for {points} points")]
    Labels {
        /// Labels given.
        labels: usize,
        /// Points given.
        points: usize,
    },
    /// A short block cannot be filled with other points.
    #[error("blocks of {per_block} points, but there are {points}")]
    Filling {
        /// Points per block.
        per_block: usize,
        /// Points given.
        points: usize,
    },
    /// A number does not fit its segment.
    #[error("point {index}: a number of {needed} bits does not fit a segment of {bits}")]
    TooLong {
        /// The point, from 0 in sorted order.
        index: usize,
        /// Bits of the number.
        needed: u32,
        /// Bits of a segment.
        bits: u32,
    },
    /// A string would have 2^32 bits or more.
    #[error("{segments} segments of {bits} bits are too long a string: ask for shorter blocks")]
    Length {
        /// Segments per string.
        segments: usize,
        /// Bits of a segment.
        bits: u32,
    },
    /// A network did not fit together.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}
