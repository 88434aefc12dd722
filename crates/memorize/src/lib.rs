//! [`memorelu-projection`]: ../memorelu_projection/index.html
//! [`memorelu-encoding`]: ../memorelu_encoding/index.html
//! [`memorelu-bitextract`]: ../memorelu_bitextract/index.html
//! [`memorelu-depth-limited`]: ../memorelu_depth_limited/index.html
//! [`memorelu-bit-bounded`]: ../memorelu_bit_bounded/index.html
//! [`memorelu-retrieval`]: ../memorelu_retrieval/index.html
//! [`memorelu`]: ../memorelu/index.html
#![doc = include_str!("../README.md")]
//!
//! # Modules
//!
//! | module | statement |
//! |---|---|
//! | [`theorem_3_1`] | Theorem 3.1 = A.1: width 12, from labelled points to a verified network |
//! | [`remark_3_3`] | Remark 3.3: real targets up to epsilon |
//! | [`mod@line`] | stages II and III alone, for points that are projected already |
//! | [`promise`] | what these, and Theorems 5.1 and 6.2, promise before there is a network |
//! | [`subsets`] | the points cut into subsets: Theorem 3.1 has one, Theorems 5.1 and 6.2 several |

pub mod line;
mod parameters;
pub mod promise;
pub mod remark_3_3;
pub mod subsets;
pub mod theorem_3_1;

pub use construction::Promise;
pub use dataset;
pub use parameters::Parameters;
pub use projection::Profile;
pub use theorem_3_1::{Construction, Theorem31, construct};

use bitextract::BitError;
use encoding::EncodingError;
use network::ShapeError;
use projection::ProjectionError;
use thiserror::Error;

/// Why a network cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MemorizeError {
    /// Stage I failed.
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    /// Stage II failed.
    #[error(transparent)]
    Encoding(#[from] EncodingError),
    /// Stage III failed.
    #[error(transparent)]
    Bits(#[from] BitError),
    /// A network did not fit together.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// Remark 3.3 needs a positive epsilon.
    #[error("epsilon must be positive")]
    Epsilon,
    /// Remark 3.3 would need more classes than there are labels.
    #[error(
        "the targets span {needed_bits} bits of classes of length epsilon, more than 31: take a larger epsilon"
    )]
    TooManyClasses {
        /// Bits of the largest class number.
        needed_bits: u32,
    },
    /// There are not as many targets as points.
    #[error("{targets} targets for {points} points")]
    Targets {
        /// Targets given.
        targets: usize,
        /// Points given.
        points: usize,
    },
}
