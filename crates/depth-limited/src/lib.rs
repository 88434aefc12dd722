//! [`memorelu-memorize`]: ../memorelu_memorize/index.html
//! [`memorelu-bit-bounded`]: ../memorelu_bit_bounded/index.html
//! [`memorelu-width-depth`]: ../memorelu_width_depth/index.html
#![doc = include_str!("../README.md")]
//!
//! The statement and its construction are in [`theorem_5_1`].

pub mod theorem_5_1;

pub use dataset;
pub use memorize;
pub use theorem_5_1::{Construction, Theorem51, construct, deepest_within};

use memorize::MemorizeError;
use network::ShapeError;
use thiserror::Error;

/// Why a network cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DepthError {
    /// The hypothesis `1 <= L <= sqrt(N)` fails.
    #[error(
        "the depth parameter L = {found} is not between 1 and {largest} = floor(sqrt(N)): take {nearest}"
    )]
    Parameter {
        /// L as given.
        found: usize,
        /// The largest L allowed.
        largest: usize,
        /// The nearest L allowed.
        nearest: usize,
    },
    /// No L gives a network that is shallow enough.
    #[error(
        "no network of depth {wanted} or less: the smallest possible depth is {least}, with L = {parameter}"
    )]
    TooShallow {
        /// Depth asked for, in affine maps.
        wanted: u64,
        /// The smallest depth over all L.
        least: u64,
        /// The L that has it.
        parameter: usize,
    },
    /// A stage failed.
    #[error(transparent)]
    Memorize(#[from] MemorizeError),
    /// A network did not fit together.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}
