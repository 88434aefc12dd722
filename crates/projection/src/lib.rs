//! [`memorelu-dataset`]: ../memorelu_dataset/index.html
//! [`memorelu-encoding`]: ../memorelu_encoding/index.html
//! [`memorelu-memorize`]: ../memorelu_memorize/index.html
#![doc = include_str!("../README.md")]
//!
//! # Modules
//!
//! | module | statement of Vardi, Yehudai and Shamir (ICLR 2022) |
//! |---|---|
//! | [`lemma_a3`] | a direction that keeps every distance up to a factor `N^2` |
//! | [`lemma_a2`] | the network of one neuron that projects and scales (Yang and Yang: Lemma 2.3) |
//!
//! Their result is a [`Projection`]; what the later stages need of it is the type [`Separated`].
//! Constructions for which distinct is enough take integer [`keys`] instead, which are shorter.

mod facts;
pub mod keys;
pub mod lemma_a2;
pub mod lemma_a3;
mod separated;

pub use dataset;
pub use facts::Facts;
pub use keys::Keys;
pub use lemma_a2::{Profile, Projection, project};
pub use separated::{Separated, SeparationError};

use network::ShapeError;
use thiserror::Error;

/// Why a projection cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProjectionError {
    /// No seeded direction satisfied Lemma A.3.
    #[error(
        "none of {attempts} directions from seed {seed} satisfies Lemma A.3, although each does \
         with probability above 1/3: try another seed"
    )]
    NoDirection {
        /// Directions drawn.
        attempts: u32,
        /// The seed.
        seed: u64,
    },
    /// No direction keeps the points distinct.
    #[error(
        "no direction with coefficients up to 2^{size_bits} keeps the points distinct: merge equal \
         points, or try another seed"
    )]
    NotDistinct {
        /// Bits of the largest coefficients that were tried.
        size_bits: u32,
    },
    /// The separation is not a positive number.
    #[error("the separation must be positive")]
    NotPositive,
    /// The projected points are closer than promised: the separation given is not a lower bound.
    #[error("the separation given is larger than that of the data")]
    WrongSeparation(#[source] SeparationError),
    /// A network did not fit together.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}
