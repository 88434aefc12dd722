//! [`memorelu-memorize`]: ../memorelu_memorize/index.html
//! [`memorelu-depth-limited`]: ../memorelu_depth_limited/index.html
//! [`memorelu-lowerbounds`]: ../memorelu_lowerbounds/index.html
#![doc = include_str!("../README.md")]
//!
//! The statement and its construction are in [`theorem_6_2`].

pub mod theorem_6_2;

pub use dataset;
pub use memorize;
pub use theorem_6_2::{Construction, Theorem62, construct, construct_within};

use memorize::MemorizeError;
use network::ShapeError;
use thiserror::Error;

/// Why a network cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BitsError {
    /// The hypothesis `1 <= B <= sqrt(N)` fails.
    #[error(
        "the bits parameter B = {found} is not between 1 and {largest} = floor(sqrt(N)): take {nearest}"
    )]
    Parameter {
        /// B as given.
        found: usize,
        /// The largest B allowed.
        largest: usize,
        /// The nearest B allowed.
        nearest: usize,
    },
    /// No B gives a network with weights that are short enough.
    #[error(
        "no network with {wanted} bits or fewer in every weight: the smallest possible is {least}, with B = {parameter}"
    )]
    TooFewBits {
        /// Bits asked for.
        wanted: u64,
        /// The smallest number of bits found.
        least: u64,
        /// The B that has it.
        parameter: usize,
    },
    /// A stage failed.
    #[error(transparent)]
    Memorize(#[from] MemorizeError),
    /// A network did not fit together.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}
