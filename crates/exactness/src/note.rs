//! Ranges as text that travels with a network: JSON, numerators over one denominator.
//!
//! ```json
//! {"denominator":"10","ranges":[["43","79"],["20","44"],["10","69"],["1","25"]]}
//! ```
//!
//! One range stands for all inputs. It does so where the ranges are equal, and beyond [`MOST_RANGES`]
//! inputs, where it contains all of them. Numbers are text, as their length is not bounded.

use rug::{Integer, Rational};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::InputRange;

/// Most ranges that are written one by one.
pub const MOST_RANGES: usize = 256;

/// Why a text does not give the ranges of the inputs.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum NoteError {
    /// Not JSON, or not of this shape.
    #[error("expected {{\"denominator\": \"10\", \"ranges\": [[\"0\", \"25\"], ...]}}")]
    Json(#[source] serde_json::Error),
    /// The denominator is not a positive integer.
    #[error("the denominator is not a positive integer")]
    Denominator,
    /// The ends of a range are not integers in order.
    #[error("the ends of range {index} are not two integers in order")]
    Range {
        /// Which range, from 0.
        index: usize,
    },
    /// There are neither one nor as many ranges as inputs.
    #[error("{found} ranges, but the network takes {wanted} inputs")]
    Count {
        /// Ranges found.
        found: usize,
        /// Inputs of the network.
        wanted: usize,
    },
}

#[derive(Serialize, Deserialize)]
struct Note {
    denominator: String,
    ranges: Vec<(String, String)>,
}

/// Writes the ranges of all inputs.
#[must_use]
pub fn encode(inputs: &[InputRange]) -> String {
    let denominator = inputs.iter().fold(Integer::from(1), |common, r| common.lcm(&r.denominator));
    let mut ends: Vec<(Integer, Integer)> = (inputs.iter())
        .map(|range| {
            let lower = Rational::from(&range.lower * &denominator);
            let upper = Rational::from(&range.upper * &denominator);
            // Ends are multiples of 1/denominator; if they were not, the range would grow.
            (Integer::from(lower.floor_ref()), Integer::from(upper.ceil_ref()))
        })
        .collect();
    if ends.len() > MOST_RANGES || ends.windows(2).all(|pair| pair.first() == pair.last()) {
        let least = ends.iter().map(|(lower, _)| lower).min().cloned();
        let largest = ends.iter().map(|(_, upper)| upper).max().cloned();
        ends = least.zip(largest).into_iter().collect();
    }
    let ranges = ends.iter().map(|(lower, upper)| (lower.to_string(), upper.to_string())).collect();
    let note = Note { denominator: denominator.to_string(), ranges };
    // Texts in a list always have a spelling.
    serde_json::to_string(&note).unwrap_or_default()
}

/// Reads the ranges of so many inputs.
///
/// # Errors
///
/// [`NoteError`] says what is wrong with the text.
pub fn decode(text: &str, inputs: usize) -> Result<Vec<InputRange>, NoteError> {
    let note: Note = serde_json::from_str(text).map_err(NoteError::Json)?;
    let integer = |text: &str| text.parse::<Integer>().ok();
    let denominator = integer(&note.denominator).filter(|denominator| *denominator > 0);
    let denominator = denominator.ok_or(NoteError::Denominator)?;
    let range = |(index, (lower, upper)): (usize, &(String, String))| {
        let ends = integer(lower).zip(integer(upper)).filter(|(lower, upper)| lower <= upper);
        let (lower, upper) = ends.ok_or(NoteError::Range { index })?;
        Ok(InputRange {
            lower: Rational::from((lower, denominator.clone())),
            upper: Rational::from((upper, denominator.clone())),
            denominator: denominator.clone(),
        })
    };
    let ranges = note.ranges.iter().enumerate().map(range).collect::<Result<Vec<_>, _>>()?;
    match ranges.as_slice() {
        [range] => Ok(vec![range.clone(); inputs]),
        ranges if ranges.len() == inputs => Ok(ranges.to_vec()),
        ranges => Err(NoteError::Count { found: ranges.len(), wanted: inputs }),
    }
}
