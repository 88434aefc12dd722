//! What a network file says beside its network.
//!
//! In a file the notes are one JSON object, each note a field of it. A note that this version does not
//! know is refused: it might change what the others mean. A note that is not there says nothing; above
//! all, without a [`Meaning`] no output is right.

use claims::{Claim, Used};
use rug::Rational;
use serde::{
    Deserialize, Serialize, Serializer,
    de::{DeserializeOwned, Error as _},
    ser::SerializeMap,
};
use serde_json::Value;
use thiserror::Error;

use crate::Ranges;

/// What a network file says beside its network.
///
/// [`Notes::new`] is enough for others to check the network; the rest tells where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notes {
    /// What the outputs mean; without it nothing says which output is right.
    pub meaning: Option<Meaning>,
    /// Which columns of the data it is for.
    pub columns: Columns,
    /// Number of points that it was built for.
    pub points: Option<u64>,
    /// Ranges of the inputs at these points.
    pub inputs: Option<Ranges>,
    /// Where it comes from.
    pub origin: Option<Origin>,
    /// The claims as they were measured when it was built. They are no part of what is certified.
    pub claims: Vec<Claim>,
}

/// What the output of a network stands for. Another meaning will be another version of the format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Output k, from 0, stands for the label at place k. If all labels are decimal numbers, they are
    /// compared as numbers.
    Labels(Vec<String>),
    /// Outputs are near a numeric target.
    Epsilon {
        /// The largest distance, at least 0.
        epsilon: Rational,
        /// How many targets fit into the interval of the data's targets more than 2 epsilon apart.
        targets: Option<u64>,
    },
}

/// Columns of the data, by name or, if no column has that name, by number, from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The label; without it the last column.
    pub label: Option<String>,
    /// The features in their order; without it all columns but the label.
    pub features: Option<Vec<String>>,
}

/// Where a network comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Origin {
    /// The statement whose proof builds it, such as `thm3.1`.
    pub statement: String,
    /// The parameters that were used.
    pub parameters: Vec<Used>,
}

/// A note that is not what it should be.
#[derive(Debug, Error)]
#[error("the note {note} is malformed")]
pub struct NoteError {
    /// Name of the note.
    pub note: &'static str,
    source: serde_json::Error,
}

impl Notes {
    /// The note that makes a network worth checking, and no other.
    #[must_use]
    pub fn new(meaning: Meaning) -> Self {
        Self { meaning: Some(meaning), ..Self::default() }
    }

    /// The label that each output stands for, if outputs stand for labels.
    #[must_use]
    pub fn labels(&self) -> Option<&[String]> {
        match self.meaning.as_ref()? {
            Meaning::Labels(names) => Some(names),
            Meaning::Epsilon { .. } => None,
        }
    }

    /// The name of the statement whose network it is.
    #[must_use]
    pub fn statement(&self) -> Option<&str> {
        self.origin.as_ref().map(|origin| origin.statement.as_str())
    }

    /// The number of classes that the network tells apart: labels, or targets that are more than 2
    /// epsilon apart.
    #[must_use]
    pub fn classes(&self) -> Option<u64> {
        match self.meaning.as_ref()? {
            Meaning::Labels(names) => Some(names.len() as u64),
            Meaning::Epsilon { targets, .. } => *targets,
        }
    }
}

impl Origin {
    /// A network of this statement.
    #[must_use]
    pub fn new(statement: impl Into<String>, parameters: Vec<Used>) -> Self {
        Self { statement: statement.into(), parameters }
    }
}

const LABELS: &str = "labels";
const EPSILON: &str = "epsilon";
const TARGETS: &str = "targets more than 2 epsilon apart";
const LABEL: &str = "label column";
const FEATURES: &str = "feature columns";
const POINTS: &str = "points";
const INPUTS: &str = "inputs";
const ORIGIN: &str = "origin";
const CLAIMS: &str = "claims";

impl Serialize for Notes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match &self.meaning {
            Some(Meaning::Labels(names)) => map.serialize_entry(LABELS, names)?,
            Some(Meaning::Epsilon { epsilon, targets }) => {
                map.serialize_entry(EPSILON, &epsilon.to_string())?;
                entry(&mut map, TARGETS, targets.as_ref())?;
            }
            None => {}
        }
        entry(&mut map, LABEL, self.columns.label.as_ref())?;
        entry(&mut map, FEATURES, self.columns.features.as_ref())?;
        entry(&mut map, POINTS, self.points.as_ref())?;
        entry(&mut map, INPUTS, self.inputs.as_ref())?;
        entry(&mut map, ORIGIN, self.origin.as_ref())?;
        entry(&mut map, CLAIMS, Some(&self.claims).filter(|claims| !claims.is_empty()))?;
        map.end()
    }
}

fn entry<M: SerializeMap, T: Serialize>(
    map: &mut M,
    note: &str,
    value: Option<&T>,
) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(note, value))
}

/// The notes as they stand in a file, each to be read by itself, so that an error names it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[serde(expecting = "an object of notes")]
pub(crate) struct RawNotes {
    labels: Option<Value>,
    epsilon: Option<Value>,
    #[serde(rename = "targets more than 2 epsilon apart")]
    targets: Option<Value>,
    #[serde(rename = "label column")]
    label: Option<Value>,
    #[serde(rename = "feature columns")]
    features: Option<Value>,
    points: Option<Value>,
    inputs: Option<Value>,
    origin: Option<Value>,
    claims: Option<Value>,
}

impl RawNotes {
    /// The notes of a network with so many inputs.
    pub(crate) fn read(self, inputs: usize) -> Result<Notes, NoteError> {
        let labels = read(LABELS, self.labels)?;
        let epsilon: Option<String> = read(EPSILON, self.epsilon)?;
        let targets: Option<u64> = read(TARGETS, self.targets)?;
        let epsilon = match epsilon {
            Some(text) => Some(distance(&text).ok_or_else(|| {
                malformed(
                    EPSILON,
                    "expected a fraction in lowest terms, at least 0, such as \"1/4\"",
                )
            })?),
            None => None,
        };
        let meaning = match (labels, epsilon) {
            (Some(_), Some(_)) => return Err(malformed(EPSILON, "there are labels as well")),
            (Some(names), None) => Some(Meaning::Labels(names)),
            (None, Some(epsilon)) => Some(Meaning::Epsilon { epsilon, targets }),
            (None, None) => None,
        };
        if targets.is_some() && !matches!(meaning, Some(Meaning::Epsilon { .. })) {
            return Err(malformed(TARGETS, "there is no epsilon"));
        }
        let ranges: Option<Ranges> = read(INPUTS, self.inputs)?;
        if let Some(Err(error)) = ranges.as_ref().map(|ranges| ranges.check(inputs)) {
            return Err(malformed(INPUTS, error));
        }
        Ok(Notes {
            meaning,
            columns: Columns {
                label: read(LABEL, self.label)?,
                features: read(FEATURES, self.features)?,
            },
            points: read(POINTS, self.points)?,
            inputs: ranges,
            origin: read(ORIGIN, self.origin)?,
            claims: read(CLAIMS, self.claims)?.unwrap_or_default(),
        })
    }
}

fn read<T: DeserializeOwned>(
    note: &'static str,
    value: Option<Value>,
) -> Result<Option<T>, NoteError> {
    value.map(serde_json::from_value).transpose().map_err(|source| NoteError { note, source })
}

fn malformed(note: &'static str, why: impl std::fmt::Display) -> NoteError {
    NoteError { note, source: serde_json::Error::custom(why) }
}

/// A number of at least 0, in the one spelling that it is written in.
fn distance(text: &str) -> Option<Rational> {
    let value: Rational = text.parse().ok()?;
    (value >= 0 && value.to_string() == text).then_some(value)
}
