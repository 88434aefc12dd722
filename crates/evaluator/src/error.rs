//! Why a network cannot be evaluated at the given points.

use thiserror::Error;

/// Why points cannot be evaluated, or labels not be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Error {
    /// The points have the wrong number of coordinates.
    #[error("points of {found} coordinates, but the network takes {wanted}")]
    Dimension {
        /// Coordinates of a point.
        found: usize,
        /// Inputs of the network.
        wanted: usize,
    },
    /// There are more points than an index of 32 bits can name.
    #[error("{found} points, but at most 2^32 - 1 are evaluated at once: split them")]
    TooMany {
        /// Points given.
        found: usize,
    },
    /// Points and labels are not equally many.
    #[error("{found} labels for {wanted} points")]
    Labels {
        /// Labels given.
        found: usize,
        /// Points given.
        wanted: usize,
    },
    /// Labels can only be compared with a network that has one output.
    #[error("labels are compared with one output, but the network has {found}")]
    Outputs {
        /// Outputs of the network.
        found: usize,
    },
    /// A neuron takes a value too long for the long integers of this machine.
    #[error(
        "an exact value needs {bits} bits, more than the {} that are supported",
        crate::MAX_BITS
    )]
    Length {
        /// Bits needed.
        bits: u64,
    },
    /// The evaluator did not do what was asked for: a fault of this crate, and there is no result.
    #[error("internal error of the evaluator: {0}")]
    Internal(&'static str),
}
