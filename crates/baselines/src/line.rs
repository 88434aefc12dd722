//! Points on the line: what the constructions share that use one direction.

use construction::Used;
use dataset::Dataset;
use network::{Affine, Form, Network, ShapeError};
use projection::Keys;
use rug::Integer;

use crate::{BaselineError, Parameters};

/// The keys `0 = x_1 < x_2 < ... < x_N` of all points, integers, with their labels.
pub(crate) struct Line {
    /// The key as a form of the d coordinates.
    pub form: Form,
    /// d; columns are counted in 32 bits.
    pub dimension: u32,
    /// The keys in increasing order.
    pub keys: Vec<Integer>,
    /// The labels in the order of the keys.
    pub labels: Vec<u32>,
}

impl Line {
    pub(crate) fn new(data: &Dataset, parameters: &Parameters) -> Result<Self, BaselineError> {
        let keys = Keys::new(data.points(), false, parameters.seed)?;
        let labels = keys.sorted(data.labels());
        let dimension = data.dimension() as u32;
        Ok(Self { form: keys.form, dimension, keys: keys.keys, labels })
    }

    /// `(x, y)` for every point, in increasing order.
    pub(crate) fn points(&self) -> impl ExactSizeIterator<Item = (&Integer, u32)> + Clone {
        self.keys.iter().zip(self.labels.iter().copied())
    }

    /// The largest label, at least 1.
    pub(crate) fn largest_label(&self) -> u32 {
        self.labels.iter().copied().fold(1, u32::max)
    }

    /// The network `x -> output(relu(hidden(z)))` of the key z, which has a neuron of its own: it
    /// is `>= 0` on the data.
    pub(crate) fn network(
        &self,
        hidden: impl IntoIterator<Item = Form>,
        output: Form,
    ) -> Result<Network, ShapeError> {
        let key = Affine::new(self.dimension, [self.form.clone()])?;
        let hidden = Affine::new(1, hidden)?;
        let output = Affine::new(hidden.rows() as u32, [output])?;
        Network::new(vec![key, hidden], output)
    }

    /// Bits of the largest key, for a reader.
    pub(crate) fn key_bits(&self) -> Used {
        Used::words("bits of a key", self.keys[self.keys.len() - 1].significant_bits())
    }
}
