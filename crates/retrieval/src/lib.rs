//! Memorization without the log factor, and in width 3.

mod bounds;
mod circuit;
mod construct;
mod equations;
pub mod formats;
mod hash;
mod key;
mod lookup;
mod plan;
mod scan;
mod search;

pub use construct::{Construction, ID, ID3, Parameters, construct, ranges};
pub use formats::{Formats, InputRange, NumberFormat, Obstacle, number_formats};
pub use hash::Hash;
pub use lookup::Lookup;
pub use plan::Plan;

use network::ShapeError;
use thiserror::Error;

/// Neurons of a layer, at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Nine.
    Nine,
    /// Three.
    Three,
}

/// Why a network cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RetrievalError {
    /// No direction keeps the points distinct.
    #[error(
        "no direction with coefficients up to 2^{size_bits} keeps the points distinct: merge equal \
         points, or try another seed"
    )]
    Direction {
        /// Bits of the largest coefficients that were tried.
        size_bits: u32,
    },
    /// Keys are too long for a number format.
    #[error(
        "keys and their sums need {needed} bits, {format} holds {}: round the data to a coarser grid, \
         use fewer coordinates, or do without an exact format", .format.bits()
    )]
    LongKeys {
        /// Bits needed.
        needed: u64,
        /// The format asked for.
        format: NumberFormat,
    },
    /// The network is not exact in the format that was asked for.
    #[error(
        "not exact in {format}: {obstacle}, {format} has {}: scale the data to integers, round them \
         to a coarser grid, or do without an exact format", .format.bits()
    )]
    Inexact {
        /// The format asked for.
        format: NumberFormat,
        /// The first neuron that does not fit.
        obstacle: Obstacle,
    },
    /// No hash and no word length fit.
    #[error(
        "no plan fits: words with {draws:?} draws are too long for the format, or keys for the hash"
    )]
    NoPlan {
        /// M, if it was given.
        draws: Option<usize>,
    },
    /// A network did not fit together.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}
