//! Landmarks: where a network keeps a value that has a name.
//!
//! A construction names its values, [`Network::mark`], while it puts a network together; composition
//! and simplification take the names along. They are no part of the function: networks that differ in
//! their landmarks only are equal.
//!
//! ```
//! use memorelu_network::{Affine, Form, Network};
//!
//! let [x, y] = Form::inputs();
//! let network = Network::affine(Affine::new(2, [x + y])?)
//!     .mark("sum", 0, None)
//!     .then(Network::carry(1, 1))?;
//! let landmark = &network.landmarks()[0];
//! assert_eq!((landmark.name.as_str(), landmark.layer), ("sum", 0));
//! assert_eq!(landmark.value(&[3.into(), 4.into()]), 7);
//! # Ok::<(), memorelu_network::ShapeError>(())
//! ```

use rug::Rational;

use crate::{Affine, Form, Network, ShapeError};

/// A value with a name: an affine form of the neurons of one layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landmark {
    /// What the value is, a path such as `segment 3/key`.
    pub name: String,
    /// The layer whose neurons the form reads, after their ReLU; 0 for the inputs.
    pub layer: usize,
    /// The value in terms of these neurons.
    pub form: Form,
    /// Bits of a segment, for a number that is a string of segments.
    pub segment_bits: Option<u32>,
}

impl Landmark {
    /// The value, for the values of its layer's neurons.
    ///
    /// # Panics
    ///
    /// If the form reads a neuron that is not given, like a slice.
    #[must_use]
    pub fn value(&self, neurons: &[Rational]) -> Rational {
        self.form.evaluate(neurons)
    }

    /// The landmark of a network that follows on `before`, in the whole.
    pub(crate) fn after(mut self, layers: usize, before: &Affine) -> Result<Self, ShapeError> {
        if self.layer == 0 {
            let map = Affine::new(before.rows() as u32, [self.form])?.after(before)?;
            self.form = map.row_at(0).to_form();
        }
        self.layer += layers;
        Ok(self)
    }
}

impl Network {
    /// The values with names, in the order in which they were named.
    #[must_use]
    pub fn landmarks(&self) -> &[Landmark] {
        &self.landmarks
    }

    /// The same network, in which an output has a name; `segment_bits` for a string of segments.
    ///
    /// # Panics
    ///
    /// If there is no such output, like a slice.
    #[must_use]
    pub fn mark(
        mut self,
        name: impl Into<String>,
        output: usize,
        segment_bits: Option<u32>,
    ) -> Self {
        let (name, layer) = (name.into(), self.hidden_layers());
        let form = self.output().row_at(output).to_form();
        self.landmarks.push(Landmark { name, layer, form, segment_bits });
        self
    }

    /// The same network, with `part/` before the name of every landmark.
    #[must_use]
    pub fn named(mut self, part: &str) -> Self {
        for landmark in &mut self.landmarks {
            landmark.name = format!("{part}/{}", landmark.name);
        }
        self
    }

    /// The same network with these landmarks beside its own; forms read neurons of this network.
    #[must_use]
    pub fn with_landmarks(mut self, landmarks: impl IntoIterator<Item = Landmark>) -> Self {
        self.landmarks.extend(landmarks);
        self
    }
}
