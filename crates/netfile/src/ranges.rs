//! The ranges of the inputs, as numerators over one denominator.
//!
//! ```json
//! {"denominator": "10", "ranges": [["43", "79"], ["20", "44"], ["10", "69"], ["1", "25"]]}
//! ```
//!
//! One range stands for all inputs. It does so where the ranges are equal, and beyond [`MOST_RANGES`]
//! inputs, where it contains all of them. Numbers are text, as their length is not bounded.

use network::InputRange;
use rug::{Integer, Rational};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Most ranges that are written one by one.
pub const MOST_RANGES: usize = 256;

/// The ranges of all inputs.
///
/// Invariant: the denominator is positive, and no range ends before it begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawRanges", into = "RawRanges")]
pub struct Ranges {
    denominator: Integer,
    ends: Vec<(Integer, Integer)>,
}

/// Why these are no ranges of the inputs.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RangesError {
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
#[serde(deny_unknown_fields)]
#[serde(expecting = "{\"denominator\": \"10\", \"ranges\": [[\"0\", \"25\"], ...]}")]
struct RawRanges {
    denominator: String,
    ranges: Vec<(String, String)>,
}

impl Ranges {
    /// The ranges of these inputs.
    #[must_use]
    pub fn new(inputs: &[InputRange]) -> Self {
        let denominator =
            inputs.iter().fold(Integer::from(1), |common, range| common.lcm(&range.denominator));
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
        Self { denominator, ends }
    }

    /// The range of each of so many inputs.
    ///
    /// # Errors
    ///
    /// [`RangesError::Count`] if these are the ranges of another number of inputs.
    pub fn of_inputs(&self, inputs: usize) -> Result<Vec<InputRange>, RangesError> {
        self.check(inputs)?;
        let range = |(lower, upper): &(Integer, Integer)| InputRange {
            lower: Rational::from((lower, &self.denominator)),
            upper: Rational::from((upper, &self.denominator)),
            denominator: self.denominator.clone(),
        };
        Ok(match self.ends.as_slice() {
            [all] => vec![range(all); inputs],
            each => each.iter().map(range).collect(),
        })
    }

    pub(crate) fn check(&self, wanted: usize) -> Result<(), RangesError> {
        let found = self.ends.len();
        if found == 1 || found == wanted {
            Ok(())
        } else {
            Err(RangesError::Count { found, wanted })
        }
    }
}

impl TryFrom<RawRanges> for Ranges {
    type Error = RangesError;

    fn try_from(raw: RawRanges) -> Result<Self, RangesError> {
        let integer = |text: &str| text.parse::<Integer>().ok();
        let denominator = integer(&raw.denominator).filter(|denominator| *denominator > 0);
        let denominator = denominator.ok_or(RangesError::Denominator)?;
        let range = |(index, (lower, upper)): (usize, &(String, String))| {
            let ends = integer(lower).zip(integer(upper)).filter(|(lower, upper)| lower <= upper);
            ends.ok_or(RangesError::Range { index })
        };
        let ends = raw.ranges.iter().enumerate().map(range).collect::<Result<_, _>>()?;
        Ok(Self { denominator, ends })
    }
}

impl From<Ranges> for RawRanges {
    fn from(ranges: Ranges) -> Self {
        let texts = |(lower, upper): &(Integer, Integer)| (lower.to_string(), upper.to_string());
        Self {
            denominator: ranges.denominator.to_string(),
            ranges: ranges.ends.iter().map(texts).collect(),
        }
    }
}
