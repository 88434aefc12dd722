//! Why a network cannot be exported.

use exactness::{NumberFormat, Obstacle};
use network::ShapeError;
use thiserror::Error;

/// Why a network cannot be exported.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExportError {
    /// No format that may be used holds every number.
    #[error(
        "not exact in {format}, which holds {} bits: {obstacle}, and {largest} bits are the most that \
         any neuron needs", .format.bits()
    )]
    Inexact {
        /// The format, the last one that was tried.
        format: NumberFormat,
        /// The first neuron that does not fit.
        obstacle: Obstacle,
        /// The most bits that any neuron needs in this format.
        largest: u64,
    },
    /// The inputs times the scale that was asked for are not on the grid of the format.
    #[error(
        "{scale} times input {input} is not always a number of {format}: its values are multiples of \
         1/{denominator}, expected a scale such as {denominator}"
    )]
    InputScale {
        /// The scale.
        scale: u64,
        /// Number of the input, from 0.
        input: usize,
        /// The format.
        format: NumberFormat,
        /// The least common denominator of the input's values, as text.
        denominator: String,
    },
    /// The scale that was asked for is not positive.
    #[error("the scale of the inputs is {found}, expected a positive integer")]
    ZeroScale {
        /// The scale found.
        found: u64,
    },
    /// Dense weights would not fit the file.
    #[error(
        "{bytes} bytes of dense weights, but {what} holds less than {limit}: keep the network file, \
         which is sparse, or build a narrower network"
    )]
    TooLarge {
        /// Bytes needed.
        bytes: u128,
        /// Kind of file.
        what: &'static str,
        /// Bytes that it can have.
        limit: u64,
    },
    /// A number is not one of the format, which no proven network has.
    #[error("neuron {neuron} of layer {layer} has a weight or bias that is not in {format}")]
    Number {
        /// Affine map, from 1.
        layer: usize,
        /// Row of it, from 0.
        neuron: usize,
        /// The format.
        format: NumberFormat,
    },
    /// Ranges and network do not fit.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// The archive could not be written.
    #[error("cannot write the archive")]
    Archive(#[from] zip::result::ZipError),
    /// The archive could not be written.
    #[error("cannot write the archive")]
    Write(#[from] std::io::Error),
}
