//! Landmarks: where a network keeps a value that has a name.
//!
//! A construction names its values, [`Network::mark`], while it puts a network together; composition
//! and simplification take the names along. They are no part of the function: networks that differ in
//! their landmarks only are equal, and a network file has them in a note, if at all.
//!
//! ```
//! use network::{Affine, Form, Network};
//!
//! let [x, y] = Form::inputs();
//! let network = Network::affine(Affine::new(2, [x + y])?)
//!     .mark("sum", 0, None)
//!     .then(Network::carry(1, 1))?;
//! let landmark = &network.landmarks()[0];
//! assert_eq!((landmark.name.as_str(), landmark.layer), ("sum", 0));
//! assert_eq!(landmark.value(&[3.into(), 4.into()]), 7);
//! # Ok::<(), network::ShapeError>(())
//! ```

use rug::Rational;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    Affine, Form, Network, ShapeError, Weight,
    text::{self, NumberError},
};

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

/// Why a text is no list of landmarks, or not one of this network.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LandmarkError {
    /// Not JSON, or not of the shape that [`encode`] writes.
    #[error("not a list of landmarks")]
    Json(#[source] serde_json::Error),
    /// A number is not spelled as it should be.
    #[error("landmark {name:?}")]
    Number {
        /// The landmark.
        name: String,
        /// Why.
        source: NumberError,
    },
    /// There is no such layer or neuron.
    #[error("landmark {name:?} reads neuron {column} of layer {layer}, which the network has not")]
    Place {
        /// The landmark.
        name: String,
        /// The layer, 0 for the inputs.
        layer: usize,
        /// The neuron, from 0.
        column: u32,
    },
}

/// As it stands in the text: name, layer, terms, constant, bits of a segment.
#[derive(Serialize, Deserialize)]
struct RawLandmark(String, usize, Vec<(u32, String)>, String, Option<u32>);

/// The landmarks as JSON, for a note of a network file.
#[must_use]
pub fn encode(landmarks: &[Landmark]) -> String {
    let raw = |landmark: &Landmark| {
        let terms = landmark.form.terms().iter().map(|(column, w)| (*column, text::encode(w)));
        let bias = text::encode(landmark.form.bias());
        RawLandmark(
            landmark.name.clone(),
            landmark.layer,
            terms.collect(),
            bias,
            landmark.segment_bits,
        )
    };
    let raw: Vec<RawLandmark> = landmarks.iter().map(raw).collect();
    // Texts and numbers alone always are JSON.
    serde_json::to_string(&raw).unwrap_or_default()
}

/// Reads landmarks, which may come from a stranger, and checks that this network has their neurons.
///
/// # Errors
///
/// [`LandmarkError`] says which landmark is wrong, and why.
pub fn decode(json: &str, network: &Network) -> Result<Vec<Landmark>, LandmarkError> {
    let raw: Vec<RawLandmark> = serde_json::from_str(json).map_err(LandmarkError::Json)?;
    let landmark = |RawLandmark(name, layer, terms, bias, segment_bits)| {
        let size = network.layer_size(layer).unwrap_or(0);
        if network.layer_size(layer).is_none() {
            return Err(LandmarkError::Place { name, layer, column: 0 });
        }
        if let Some((column, _)) = terms.iter().find(|(column, _)| *column as usize >= size) {
            return Err(LandmarkError::Place { column: *column, name, layer });
        }
        let number = |text: &str| {
            text::decode(text)
                .map_err(|source| LandmarkError::Number { name: name.clone(), source })
        };
        let terms = terms
            .iter()
            .map(|(column, text)| Ok((*column, number(text)?)))
            .collect::<Result<Vec<(u32, Weight)>, LandmarkError>>()?;
        let form = Form::new(terms, number(&bias)?);
        Ok(Landmark { name, layer, form, segment_bits })
    };
    raw.into_iter().map(landmark).collect()
}

impl Landmark {
    /// The value, for the values of its layer's neurons. Neurons beyond those given count as 0.
    #[must_use]
    pub fn value(&self, neurons: &[Rational]) -> Rational {
        self.form.evaluate(neurons)
    }

    /// The landmark of a network that follows on `before`, in the whole.
    pub(crate) fn after(mut self, layers: usize, before: &Affine) -> Result<Self, ShapeError> {
        if self.layer == 0 {
            let map = Affine::new(before.rows() as u32, [self.form])?.after(before)?;
            // One form makes one row.
            self.form = map.row(0).map_or(Form::constant(0), |row| row.to_form());
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

    /// The same network, in which an output has a name; `segment_bits` for a string of segments. An
    /// output that is not there gets none.
    #[must_use]
    pub fn mark(
        mut self,
        name: impl Into<String>,
        output: usize,
        segment_bits: Option<u32>,
    ) -> Self {
        let (name, layer) = (name.into(), self.hidden_layers());
        if let Some(row) = self.output().row(output) {
            let form = row.to_form();
            self.landmarks.push(Landmark { name, layer, form, segment_bits });
        }
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

    /// Neurons of a hidden layer, counted from 1; layer 0 has the inputs.
    fn layer_size(&self, layer: usize) -> Option<usize> {
        match layer.checked_sub(1) {
            None => Some(self.inputs()),
            Some(hidden) => self.hidden().get(hidden).map(Affine::rows),
        }
    }
}
