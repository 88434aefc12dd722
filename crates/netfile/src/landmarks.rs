//! Landmarks as they stand in a file.

use network::{Affine, Landmark, Network, text::NumberError};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::form::{self, Flaw};

/// Of a network with more landmarks than this, some 15 MB, none is written.
pub const MOST_LANDMARKS: usize = 200_000;

/// Why a landmark is not one of its network.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LandmarkError {
    /// A number is not spelled as it should be, or too large.
    #[error("landmark {name:?}")]
    Number {
        /// The landmark.
        name: String,
        /// Why.
        source: NumberError,
    },
    /// Its form is not sorted, or stores a zero.
    #[error("landmark {name:?}: columns must increase and weights must not be zero")]
    Form {
        /// The landmark.
        name: String,
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

/// A landmark as it stands in a file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawLandmark {
    name: String,
    layer: usize,
    weights: Vec<(u32, String)>,
    bias: String,
    #[serde(rename = "segment bits", skip_serializing_if = "Option::is_none")]
    segment_bits: Option<u32>,
}

/// The landmarks of a network, unless there are too many.
pub(crate) fn written(network: &Network) -> Result<Vec<RawLandmark>, LandmarkError> {
    let landmarks = network.landmarks();
    let few = if landmarks.len() > MOST_LANDMARKS { &[] } else { landmarks };
    let raw = |landmark: &Landmark| {
        check(landmark, network)?;
        let Landmark { name, layer, form, segment_bits } = landmark.clone();
        let terms = form.terms().iter().map(|(column, weight)| (*column, weight));
        match form::written(terms, form.bias()) {
            Ok((weights, bias)) => Ok(RawLandmark { name, layer, weights, bias, segment_bits }),
            Err(source) => Err(LandmarkError::Number { name, source }),
        }
    };
    few.iter().map(raw).collect()
}

/// The network with its landmarks, which may come from a stranger.
pub(crate) fn read(
    network: Network,
    landmarks: Vec<RawLandmark>,
) -> Result<Network, LandmarkError> {
    let landmark = |raw: RawLandmark| {
        let RawLandmark { name, layer, weights, bias, segment_bits } = raw;
        let landmark = match form::read(&weights, &bias) {
            Ok(form) => Landmark { name, layer, form, segment_bits },
            Err(Flaw::Number(source)) => return Err(LandmarkError::Number { name, source }),
            Err(Flaw::Order) => return Err(LandmarkError::Form { name }),
        };
        check(&landmark, &network)?;
        Ok(landmark)
    };
    let landmarks = landmarks.into_iter().map(landmark).collect::<Result<Vec<_>, _>>()?;
    Ok(network.with_landmarks(landmarks))
}

/// Does the network have the neurons that a landmark reads?
fn check(landmark: &Landmark, network: &Network) -> Result<(), LandmarkError> {
    let Landmark { layer, form, .. } = landmark;
    let size = match layer.checked_sub(1) {
        None => Some(network.inputs()),
        Some(hidden) => network.hidden().get(hidden).map(Affine::rows),
    };
    let missing = match size {
        None => Some(0),
        Some(size) => {
            form.terms().iter().map(|term| term.0).find(|column| *column as usize >= size)
        }
    };
    match missing {
        None => Ok(()),
        Some(column) => {
            Err(LandmarkError::Place { name: landmark.name.clone(), layer: *layer, column })
        }
    }
}
