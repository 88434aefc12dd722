//! What happens to one point on its way through a network, read off the network: the values that the
//! reference evaluation finds at the network's landmarks, or layer by layer where there are none.
//!
//! Nothing here knows the data: another network, or a changed one, tells another story.

pub mod reading;
pub mod retrieval;
pub mod strings;

use std::collections::BTreeMap;

use claims::spell::{exact, short};
use network::{Landmark, Network, ShapeError};
use rug::Rational;
use serde::{Serialize, Serializer};

use reading::Reading;
use retrieval::Retrieval;

/// A named value, found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The layer that holds it, 0 for the inputs.
    pub layer: usize,
    /// The value.
    pub value: Rational,
    /// Bits of a segment, for a string of segments.
    pub segment_bits: Option<u32>,
}

/// Named values by their names, such as `segment 3/key`.
pub type Values = BTreeMap<String, Found>;

/// One hidden layer, as the point finds it.
#[derive(Debug, Clone, Serialize)]
pub struct Layer {
    /// Its number, from 1.
    pub layer: usize,
    /// Its neurons.
    pub width: usize,
    /// Those whose value is not 0.
    pub active: usize,
    /// The values, if they are short.
    pub values: Option<Vec<String>>,
}

/// The story of one point.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "story", rename_all = "lowercase")]
pub enum Plot {
    /// Strings of a block are looked up and read segment by segment: Theorems 3.1, 5.1, 6.2 and 2.1.
    Segments(Reading),
    /// A word of a block is read bit by bit: retrieval.
    Bits(Retrieval),
    /// Any other network.
    Layers,
}

/// One point's way through a network.
#[derive(Debug, Clone)]
pub struct Walk {
    /// What the landmarks tell.
    pub plot: Plot,
    /// Every hidden layer.
    pub layers: Vec<Layer>,
    /// What the network returns.
    pub output: Vec<Rational>,
}

/// Longest text of a layer's values that is kept.
const SHORT_LAYER: usize = 64;

/// Walks through the network, by the reference evaluation.
pub fn walk(
    network: &Network,
    landmarks: &[Landmark],
    point: &[Rational],
) -> Result<Walk, ShapeError> {
    let mut by_layer: BTreeMap<usize, Vec<&Landmark>> = BTreeMap::new();
    landmarks.iter().for_each(|l| by_layer.entry(l.layer).or_default().push(l));
    let (mut values, mut layers) = (Values::new(), Vec::new());
    let output = network.evaluate_layers(point, |layer, neurons| {
        for landmark in by_layer.remove(&layer).unwrap_or_default() {
            let (value, segment_bits) = (landmark.value(neurons), landmark.segment_bits);
            values.insert(landmark.name.clone(), Found { layer, value, segment_bits });
        }
        if layer > 0 {
            layers.push(Layer {
                layer,
                width: neurons.len(),
                active: neurons.iter().filter(|value| !value.is_zero()).count(),
                values: all_short(neurons),
            });
        }
    })?;
    let plot = if let Some(reading) = Reading::of(&values) {
        Plot::Segments(reading)
    } else if let Some(retrieval) = Retrieval::of(&values) {
        Plot::Bits(retrieval)
    } else {
        Plot::Layers
    };
    Ok(Walk { plot, layers, output })
}

/// The values of a layer, if they are exact in a short text.
fn all_short(neurons: &[Rational]) -> Option<Vec<String>> {
    let mut room = SHORT_LAYER;
    let mut texts = Vec::with_capacity(neurons.len());
    for value in neurons {
        // No long number is written in full only to be dropped.
        let bits = value.numer().significant_bits() + value.denom().significant_bits();
        let text = (bits < 128).then(|| exact(value))?;
        room = room.checked_sub(text.len() + 2)?;
        texts.push(text);
    }
    Some(texts)
}

/// The numbered parts of a name such as `segment`: for `segment 3/key` the number 3 and `key`.
fn numbered<'a>(
    values: &'a Values,
    prefix: &str,
    kind: &str,
) -> BTreeMap<usize, BTreeMap<&'a str, &'a Found>> {
    let mut all: BTreeMap<usize, BTreeMap<&str, &Found>> = BTreeMap::new();
    let start = format!("{prefix}{kind} ");
    let of_kind = values.range(start.clone()..).take_while(|(name, _)| name.starts_with(&start));
    for (name, found) in of_kind {
        let rest = &name[start.len()..];
        let (number, part) = rest.split_once('/').unwrap_or((rest, ""));
        if let Ok(number) = number.parse() {
            all.entry(number).or_default().insert(part, found);
        }
    }
    all
}

impl Layer {
    /// The values for a table.
    pub fn text(&self) -> String {
        match &self.values {
            Some(values) => values.join(", "),
            None => "(long)".to_owned(),
        }
    }
}

/// A value and the layer that holds it, for JSON and for a table.
#[derive(Debug, Clone, Serialize)]
pub struct Shown {
    /// The exact value.
    #[serde(rename = "value", serialize_with = "as_exact")]
    pub exact: Rational,
    /// For a reader.
    #[serde(skip)]
    pub short: String,
    /// The layer that holds it.
    pub layer: usize,
}

impl From<&Found> for Shown {
    fn from(found: &Found) -> Self {
        Self { exact: found.value.clone(), short: short(&found.value), layer: found.layer }
    }
}

impl Shown {
    /// Is it 0?
    pub fn is_zero(&self) -> bool {
        self.exact.is_zero()
    }
}

fn as_exact<S: Serializer>(value: &Rational, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&exact(value))
}
