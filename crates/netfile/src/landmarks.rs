//! Landmarks as text that travels with a network.

use network::{
    Affine, Form, Landmark, Network, Weight,
    text::{self, NumberError},
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

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
    let Ok(text) = serde_json::to_string(&raw) else { unreachable!("texts and numbers are JSON") };
    text
}

/// Reads landmarks, which may come from a stranger, and checks that this network has their neurons.
///
/// # Errors
///
/// [`LandmarkError`] says which landmark is wrong, and why.
pub fn decode(json: &str, network: &Network) -> Result<Vec<Landmark>, LandmarkError> {
    let raw: Vec<RawLandmark> = serde_json::from_str(json).map_err(LandmarkError::Json)?;
    let landmark = |RawLandmark(name, layer, terms, bias, segment_bits)| {
        let Some(size) = layer_size(network, layer) else {
            return Err(LandmarkError::Place { name, layer, column: 0 });
        };
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

/// Neurons of a hidden layer, counted from 1; layer 0 has the inputs.
fn layer_size(network: &Network, layer: usize) -> Option<usize> {
    match layer.checked_sub(1) {
        None => Some(network.inputs()),
        Some(hidden) => network.hidden().get(hidden).map(Affine::rows),
    }
}
