//! The readable form of a network: JSON for small networks, goldens and bug reports.
//!
//! ```json
//! {
//!   "format": "memorelu-network-json/2",
//!   "inputs": 1,
//!   "maps": [
//!     [ { "weights": [[0, "2"]], "bias": "-1" } ],
//!     [ { "weights": [[0, "0x1p-3"]], "bias": "0" } ]
//!   ],
//!   "notes": {}
//! }
//! ```
//!
//! Each map is a list of rows, each weight a pair of column and number; the spelling of numbers is
//! that of [`network::text`].

use network::{Affine, Form, Network, Row, ShapeError, text::NumberError};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    LandmarkError, NoteError, Notes,
    form::{self, Flaw},
    landmarks::{self, RawLandmark},
    notes::RawNotes,
    version::{OLDER, Version},
};

/// Name and version of the format.
pub const FORMAT: &str = "memorelu-network-json/2";

/// Why a JSON text is not a network.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum JsonError {
    /// Not JSON, or not of this shape.
    #[error("not a network in JSON")]
    Json(#[source] serde_json::Error),
    /// Another format, or a later version.
    #[error("the format is not {FORMAT:?}")]
    Format,
    /// The text is of an earlier version.
    #[error("{OLDER}")]
    Older,
    /// A note is not what it should be.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// A landmark is not one of the network.
    #[error(transparent)]
    Landmark(#[from] LandmarkError),
    /// A number is not spelled as it should be.
    #[error("map {map}, row {row}")]
    Number {
        /// Which affine map, from 0.
        map: usize,
        /// Which row of it, from 0.
        row: usize,
        /// Why.
        source: NumberError,
    },
    /// A row is not sorted, or stores a zero.
    #[error("map {map}, row {row}: columns must increase and weights must not be zero")]
    Row {
        /// Which affine map, from 0.
        map: usize,
        /// Which row of it, from 0.
        row: usize,
    },
    /// There is no map at all.
    #[error("a network has at least one map")]
    Empty,
    /// The maps do not make a network.
    #[error("map {map} does not fit")]
    Shape {
        /// Which affine map, from 0.
        map: usize,
        /// Why.
        source: ShapeError,
    },
}

/// The network, with the notes as they are written or read.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNetwork<N> {
    format: String,
    inputs: u32,
    maps: Vec<Vec<RawRow>>,
    notes: N,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    landmarks: Vec<RawLandmark>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    weights: Vec<(u32, String)>,
    bias: String,
}

/// The network as pretty-printed JSON.
///
/// # Errors
///
/// [`JsonError::Number`] if an exponent is longer than [`decode`] allows.
pub fn encode(network: &Network, notes: &Notes) -> Result<String, JsonError> {
    let raw_row = |map: usize, row: usize, entries: Row<'_>| {
        let terms = entries.columns.iter().copied().zip(entries.weights);
        match form::written(terms, entries.bias) {
            Ok((weights, bias)) => Ok(RawRow { weights, bias }),
            Err(source) => Err(JsonError::Number { map, row, source }),
        }
    };
    let raw_map = |(map, affine): (usize, &Affine)| {
        let rows = affine.iter().enumerate();
        rows.map(|(row, entries)| raw_row(map, row, entries)).collect::<Result<_, JsonError>>()
    };
    let raw = RawNetwork {
        format: FORMAT.to_owned(),
        inputs: network.inputs() as u32,
        maps: network.maps().enumerate().map(raw_map).collect::<Result<_, _>>()?,
        notes,
        landmarks: landmarks::written(network)?,
    };
    serde_json::to_string_pretty(&raw).map_err(JsonError::Json)
}

/// Reads a network from JSON.
///
/// # Errors
///
/// [`JsonError`] says what is wrong, and where.
///
/// # Examples
///
/// ```
/// let (network, notes) = memorelu_netfile::json::decode(
///     r#"{
///         "format": "memorelu-network-json/2",
///         "inputs": 1,
///         "maps": [
///             [{"weights": [[0, "1"]], "bias": "-0x1/0x3"}],
///             [{"weights": [[0, "0x3p-1"]], "bias": "0"}]
///         ],
///         "notes": {}
///     }"#,
/// )?;
/// // 3/2 relu(x - 1/3)
/// assert_eq!(network.evaluate(&[1.into()])?, [1]);
/// assert_eq!(notes, memorelu_netfile::Notes::default());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decode(json: &str) -> Result<(Network, Notes), JsonError> {
    match Version::of(json, FORMAT, "memorelu-network-json/1").map_err(JsonError::Json)? {
        Version::Current => {}
        Version::Older => return Err(JsonError::Older),
        Version::Other => return Err(JsonError::Format),
    }
    let raw: RawNetwork<RawNotes> = serde_json::from_str(json).map_err(JsonError::Json)?;
    let mut maps = Vec::with_capacity(raw.maps.len());
    let mut inputs = raw.inputs;
    for (map, rows) in raw.maps.iter().enumerate() {
        let forms = (rows.iter().enumerate())
            .map(|(row, raw)| form(raw, map, row))
            .collect::<Result<Vec<_>, _>>()?;
        maps.push(Affine::new(inputs, forms).map_err(|source| JsonError::Shape { map, source })?);
        inputs = rows.len() as u32;
    }
    let output = maps.pop().ok_or(JsonError::Empty)?;
    let map = maps.len();
    let network = Network::new(maps, output).map_err(|source| JsonError::Shape { map, source })?;
    let notes = raw.notes.read(network.inputs())?;
    Ok((landmarks::read(network, raw.landmarks)?, notes))
}

fn form(raw: &RawRow, map: usize, row: usize) -> Result<Form, JsonError> {
    form::read(&raw.weights, &raw.bias).map_err(|flaw| match flaw {
        Flaw::Number(source) => JsonError::Number { map, row, source },
        Flaw::Order => JsonError::Row { map, row },
    })
}
