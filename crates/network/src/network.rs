//! The network type and its shape.

use rug::Rational;
use thiserror::Error;

use crate::{Affine, Landmark};

/// A ReLU network with exact weights: hidden affine maps, each followed by ReLU, and a last affine
/// map with no activation.
///
/// Two networks are equal if their maps are; [landmarks](crate::landmark) are no part of that.
///
/// Invariant: each map has as many inputs as the one before it has rows.
#[derive(Clone, Debug)]
pub struct Network {
    hidden: Vec<Affine>,
    output: Affine,
    pub(crate) landmarks: Vec<Landmark>,
}

impl PartialEq for Network {
    fn eq(&self, other: &Self) -> bool {
        self.hidden == other.hidden && self.output == other.output
    }
}

impl Eq for Network {}

/// Why some maps do not make a network.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ShapeError {
    /// A row names an input beyond the last one.
    #[error("row {row} has a weight for input {column}, but there are {inputs} inputs")]
    Column {
        /// The row, counted from 0.
        row: usize,
        /// The input that it names, counted from 0.
        column: u32,
        /// Number of inputs.
        inputs: u32,
    },
    /// Two maps are composed whose sizes differ.
    #[error("{outputs} outputs do not fit {inputs} inputs")]
    Compose {
        /// Outputs of the inner map.
        outputs: usize,
        /// Inputs of the outer map.
        inputs: usize,
    },
    /// Networks are put side by side whose numbers of hidden layers differ.
    #[error("networks of {left} and {right} hidden layers are put side by side")]
    Depth {
        /// Hidden layers of the first.
        left: usize,
        /// Hidden layers of the other.
        right: usize,
    },
    /// A network is asked to become shallower than it is.
    #[error("a network of {found} hidden layers does not fit into {wanted}")]
    TooDeep {
        /// Hidden layers found.
        found: usize,
        /// Hidden layers asked for.
        wanted: usize,
    },
    /// No network was given where at least one is needed.
    #[error("at least one network is needed")]
    Empty,
    /// A point has the wrong number of coordinates.
    #[error("a point of {found} coordinates, but the network takes {wanted}")]
    Point {
        /// Coordinates given.
        found: usize,
        /// Inputs of the network.
        wanted: usize,
    },
}

impl Network {
    /// The network with these hidden maps and this output map.
    ///
    /// # Errors
    ///
    /// [`ShapeError::Compose`] if two consecutive maps do not fit.
    pub fn new(hidden: Vec<Affine>, output: Affine) -> Result<Self, ShapeError> {
        for (inner, outer) in hidden.iter().zip(hidden.iter().skip(1).chain([&output])) {
            if inner.rows() != outer.inputs() {
                return Err(ShapeError::Compose { outputs: inner.rows(), inputs: outer.inputs() });
            }
        }
        Ok(Self::from_parts(hidden, output))
    }

    /// The network without hidden layers that computes `map`.
    #[must_use]
    pub fn affine(map: Affine) -> Self {
        Self::from_parts(Vec::new(), map)
    }

    /// Number of inputs.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.hidden.first().unwrap_or(&self.output).inputs()
    }

    /// Number of outputs.
    #[must_use]
    pub fn outputs(&self) -> usize {
        self.output.rows()
    }

    /// The hidden maps, first layer first.
    #[must_use]
    pub fn hidden(&self) -> &[Affine] {
        &self.hidden
    }

    /// The map after the last hidden layer.
    #[must_use]
    pub fn output(&self) -> &Affine {
        &self.output
    }

    /// All affine maps in order, the output map last.
    pub fn maps(&self) -> impl Iterator<Item = &Affine> {
        self.hidden.iter().chain([&self.output])
    }

    /// The reference evaluation: layer by layer, in rational arithmetic.
    ///
    /// # Errors
    ///
    /// [`ShapeError::Point`] if `point` does not have [`Network::inputs`] coordinates.
    pub fn evaluate(&self, point: &[Rational]) -> Result<Vec<Rational>, ShapeError> {
        self.evaluate_layers(point, |_, _| ())
    }

    /// The reference evaluation, seen on its way: `visit` gets each hidden layer, counted from 1, and
    /// the values of its neurons after their ReLU; first of all it gets layer 0, the inputs.
    ///
    /// # Errors
    ///
    /// As [`Network::evaluate`].
    pub fn evaluate_layers(
        &self,
        point: &[Rational],
        mut visit: impl FnMut(usize, &[Rational]),
    ) -> Result<Vec<Rational>, ShapeError> {
        if point.len() != self.inputs() {
            return Err(ShapeError::Point { found: point.len(), wanted: self.inputs() });
        }
        let mut values = point.to_vec();
        visit(0, &values);
        for (index, map) in self.hidden.iter().enumerate() {
            values = map.iter().map(|row| relu(row.evaluate(&values))).collect();
            visit(index + 1, &values);
        }
        Ok(self.output.iter().map(|row| row.evaluate(&values)).collect())
    }

    /// Takes the network apart.
    pub(crate) fn into_parts(self) -> (Vec<Affine>, Affine, Vec<Landmark>) {
        (self.hidden, self.output, self.landmarks)
    }

    /// Puts maps together whose shapes are known to fit.
    pub(crate) fn from_parts(hidden: Vec<Affine>, output: Affine) -> Self {
        Self { hidden, output, landmarks: Vec::new() }
    }
}

fn relu(value: Rational) -> Rational {
    if value < 0 { Rational::new() } else { value }
}
