//! The hypothesis of stages II and III as a type.

use std::ops::Range;

use rug::{Integer, Rational};
use thiserror::Error;

/// Non-negative rationals in increasing order whose consecutive gaps are at least 2.
///
/// The conclusion of Lemma A.2, sorted, and what stages II and III use (Lemma A.4 by itself would
/// allow negative points). Holding a value of this type is holding the evidence: only
/// [`Separated::new`] makes one, and it checks. There is a point at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Separated(Vec<Rational>);

/// Why some numbers are not separated.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SeparationError {
    /// There is no point at all.
    #[error("at least one point is needed")]
    Empty,
    /// A point is below 0.
    #[error("point {index} is negative")]
    Negative {
        /// Its position, from 0.
        index: usize,
    },
    /// Two neighbours are closer than 2, or out of order.
    #[error("points {index} and {} are not in increasing order at distance 2 or more", index + 1)]
    TooClose {
        /// Position of the first, from 0.
        index: usize,
    },
}

impl Separated {
    /// Checks order, sign and gaps.
    ///
    /// # Errors
    ///
    /// [`SeparationError`] names the first point that breaks the hypothesis.
    pub fn new(points: Vec<Rational>) -> Result<Self, SeparationError> {
        match points.first() {
            None => return Err(SeparationError::Empty),
            Some(first) if *first < 0 => return Err(SeparationError::Negative { index: 0 }),
            Some(_) => {}
        }
        let close = |(low, high): (&Rational, &Rational)| Rational::from(high - low) < 2;
        match points.iter().zip(points.iter().skip(1)).position(close) {
            Some(index) => Err(SeparationError::TooClose { index }),
            None => Ok(Self(points)),
        }
    }

    /// The points, in increasing order.
    #[must_use]
    pub fn points(&self) -> &[Rational] {
        &self.0
    }

    /// The least point.
    #[must_use]
    pub fn first(&self) -> &Rational {
        &self.0[0]
    }

    /// The largest point.
    #[must_use]
    pub fn last(&self) -> &Rational {
        &self.0[self.0.len() - 1]
    }

    /// The integer parts, in increasing order, again at distance at least 2.
    pub fn floors(&self) -> impl ExactSizeIterator<Item = Integer> {
        self.0.iter().map(|point| Integer::from(point.floor_ref()))
    }

    /// The points of a range, which are separated as well; `None` for an empty or wrong range.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Option<Self> {
        self.0.get(range).filter(|part| !part.is_empty()).map(|part| Self(part.to_vec()))
    }
}
