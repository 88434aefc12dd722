//! What a class of networks on any graph may use, and how many graphs that leaves.

use claims::Enclosure;
use rug::{Integer, Rational};

use crate::{
    BoundError, Task,
    arithmetic::{log2, log2_e, ratio},
};

/// Limits on the networks of a class; `None` is no limit. The graph is free within them.
///
/// # Counting graphs
///
/// Fix the number `P` of non-zero parameters, edges and biases together. Neurons that have no
/// parameter, or no edge to a later neuron, change nothing; leave them out, again and again. Every
/// hidden neuron then has a parameter into it and the output has one more, so
///
/// ```text
/// U <= P - 1,    U <= width * hidden layers,    L <= U
/// ```
///
/// Number the hidden neurons layer by layer and the output last. The *support* of a network is the
/// set of its non-zero parameters, each given by its neuron and by where it comes from: an input, an
/// earlier hidden neuron, or the constant 1 of a bias. Support and values determine the function.
/// Neuron j has `j - 1` earlier ones, so the places are at most
///
/// ```text
/// S = sum_(j = 1)^(U+1) (j - 1 + d + 1) = (U + 1) (U + 2 d + 2) / 2
/// ```
///
/// In width w an edge comes from at most `2 w - 1` places back, and only the first w neurons (or the
/// output, if there is no hidden one) see inputs: `S <= 2 w (U + 1) + w d`. The supports of at most
/// `P <= S` parameters are `sum_(p <= P) binomial(S, p) <= (e S / P)^P`; for `P > S` they are at most
/// `2^S <= e^S`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// Neurons of the largest hidden layer.
    pub width: Option<u64>,
    /// Number of hidden layers.
    pub hidden_layers: Option<u64>,
    /// Bits of the longest weight or bias, in fixed point.
    pub bits: Option<u64>,
}

impl Limits {
    /// Checks that some network keeps the limits and is not constant.
    ///
    /// # Errors
    ///
    /// [`BoundError::TooNarrow`] for width 0, [`BoundError::NoBits`] for 0 bits.
    pub fn check(&self) -> Result<(), BoundError> {
        if self.width == Some(0) {
            return Err(BoundError::TooNarrow { found: 0, least: 1 });
        }
        if self.bits == Some(0) { Err(BoundError::NoBits) } else { Ok(()) }
    }

    /// The most hidden neurons that matter, `U`, with so many non-zero parameters.
    #[must_use]
    pub fn neurons(&self, parameters: u64) -> u64 {
        let room = match (self.width, self.hidden_layers) {
            (Some(width), Some(layers)) => width.saturating_mul(layers),
            (None, Some(0)) => 0,
            _ => u64::MAX,
        };
        room.min(parameters.saturating_sub(1))
    }

    /// The most hidden layers that matter, `L`, with so many non-zero parameters.
    #[must_use]
    pub fn layers(&self, parameters: u64) -> u64 {
        self.hidden_layers.unwrap_or(u64::MAX).min(self.neurons(parameters))
    }

    /// `S`, the places in which a parameter can stand.
    #[must_use]
    pub fn places(&self, task: &Task, parameters: u64) -> Integer {
        let neurons = Integer::from(self.neurons(parameters));
        let rows = Integer::from(&neurons + 1_u32);
        let any = rows.clone() * (neurons + 2_u32 + Integer::from(task.inputs()) * 2_u32) / 2_u32;
        match self.width {
            Some(width) => any.min((rows * 2_u32 + task.inputs()) * width),
            None => any,
        }
    }

    /// `log2` of the number of supports of at most so many parameters. Rounded up.
    #[must_use]
    pub fn supports_upper(&self, task: &Task, parameters: u64) -> Rational {
        let places = self.places(task, parameters);
        let bits = if places < parameters {
            log2_e() * places
        } else {
            log2(Enclosure::e() * ratio(places, parameters)) * parameters
        };
        bits.upper().clone()
    }
}
