//! Why a bound cannot be stated.

use thiserror::Error;

/// A hypothesis of a bound that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BoundError {
    /// There is nothing to memorize.
    #[error("found 0 points, expected at least 1")]
    NoPoints,
    /// A single class needs no network.
    #[error("found {found} classes, expected at least 2")]
    TooFewClasses {
        /// Classes given.
        found: u64,
    },
    /// Points without coordinates are not distinct.
    #[error("found 0 inputs, expected at least 1")]
    NoInputs,
    /// The width is below the least one that the statement allows.
    #[error("found width {found}, expected at least {least}")]
    TooNarrow {
        /// Width given.
        found: u64,
        /// Least width of the statement.
        least: u64,
    },
    /// The statement needs a hidden layer.
    #[error("found 0 hidden layers, expected at least 1")]
    NoHiddenLayers,
    /// A layer-by-layer bound would take memory without bound.
    #[error("found {found} hidden layers, expected at most {most}")]
    TooDeep {
        /// Hidden layers given.
        found: u64,
        /// The most that are served.
        most: u64,
    },
    /// Numbers of 0 bits are all 0.
    #[error("found weights of 0 bits, expected at least 1")]
    NoBits,
    /// A network without parameters is constant.
    #[error("found 0 parameters, expected at least 1")]
    NoParameters,
    /// A layer has a neuron without any parameter.
    #[error(
        "layer {layer} has {parameters} parameters for {neurons} neurons, expected at least 1 each; \
         leave out neurons without parameters"
    )]
    BareNeuron {
        /// The hidden layer, counted from 1.
        layer: u64,
        /// Neurons of the layer.
        neurons: u64,
        /// Parameters of the layer.
        parameters: u64,
    },
    /// The network has more parameters than can be counted.
    #[error("the network has 2^64 parameters or more, expected fewer; lower its width or depth")]
    TooLarge,
    /// The distance between points is not positive.
    #[error("the separation is not positive, expected more than 0")]
    NotSeparated,
    /// No `N` points lie this far from each other, so the statement says nothing.
    #[error(
        "{points} points in an interval of length {length} cannot keep this separation, expected \
         at most {most}; lower the separation"
    )]
    NoRoom {
        /// Points given.
        points: u64,
        /// Length of the interval.
        length: u64,
        /// The most points for which the statement holds.
        most: u64,
    },
    /// Proposition 3.3 needs twice as much room.
    #[error(
        "{points} points, but 1 / separation is below twice that, expected at most {most} points; \
         lower the separation"
    )]
    Crowded {
        /// Points given.
        points: u64,
        /// The most points for which the statement holds.
        most: u64,
    },
    /// Proposition 3.3 cuts the points into two halves.
    #[error("found {found} points, expected an even number; use {}", found - 1)]
    OddPoints {
        /// Points given.
        found: u64,
    },
}
