//! Counting: every size that the two papers bound, in their units.

use serde::{Deserialize, Serialize};

use crate::{Network, Weight};

/// The sizes of a network.
///
/// Vardi et al. count affine maps (`depth`) and non-zero weights (`edges`); Yang and Yang count
/// `hidden_layers` and every entry of every matrix and vector (`dense`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Number of inputs.
    pub inputs: u64,
    /// Number of outputs.
    pub outputs: u64,
    /// Number of affine maps: hidden layers + 1.
    pub depth: u64,
    /// Number of hidden layers.
    pub hidden_layers: u64,
    /// Neurons of the largest hidden layer.
    pub width: u64,
    /// Neurons of all hidden layers.
    pub neurons: u64,
    /// Non-zero weights.
    pub edges: u64,
    /// Non-zero biases.
    pub biases: u64,
    /// Entries of all matrices and vectors, zeros included.
    pub dense: u64,
    /// Bits of the longest weight or bias, see [`Weight::bits`].
    pub bits: u64,
    /// Bits of all weights and biases together.
    pub total_bits: u64,
}

impl Network {
    /// Number of hidden layers.
    #[must_use]
    pub fn hidden_layers(&self) -> usize {
        self.hidden().len()
    }

    /// Counts everything, in one pass.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            inputs: self.inputs() as u64,
            outputs: self.outputs() as u64,
            depth: self.hidden().len() as u64 + 1,
            hidden_layers: self.hidden().len() as u64,
            width: self.hidden().iter().map(|map| map.rows() as u64).max().unwrap_or(0),
            neurons: self.hidden().iter().map(|map| map.rows() as u64).sum(),
            edges: 0,
            biases: 0,
            dense: 0,
            bits: 0,
            total_bits: 0,
        };
        for map in self.maps() {
            counts.edges += map.edges() as u64;
            counts.biases += map.biases().iter().filter(|bias| !bias.is_zero()).count() as u64;
            counts.dense += map.rows() as u64 * (map.inputs() as u64 + 1);
            for bits in map.weights().iter().chain(map.biases()).map(Weight::bits) {
                counts.bits = counts.bits.max(bits);
                counts.total_bits += bits;
            }
        }
        counts
    }
}
