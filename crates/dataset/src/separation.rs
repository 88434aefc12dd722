//! How far apart the points are.

use rug::{Integer, Rational};
use thiserror::Error;

use crate::{Dataset, Points};

/// A lower bound on `delta = min(1, smallest distance of two points)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Separation {
    /// The bound, squared: at most 1, and at most every squared distance of two points.
    pub squared: Rational,
    /// How it was obtained.
    pub method: Method,
}

/// How a separation was obtained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// It is `delta` itself.
    Exact,
    /// From the smallest gap of two values of one coordinate.
    Grid,
    /// Given, and checked.
    Given,
}

/// Which separation is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum SeparationMethod {
    /// The exact one if it can be found with bounded work, else as `Grid`.
    #[default]
    Auto,
    /// The smallest gap between different values of one coordinate.
    Grid,
    /// This one, checked against the data.
    Given(Rational),
}

/// Why a given separation is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SeparationError {
    /// Not in `(0, 1]`.
    #[error("a separation lies above 0 and is at most 1, but this one does not")]
    Range,
    /// Two points are closer.
    #[error(
        "the points of rows {row} and {other} are closer to each other than the given separation; \
         give a smaller one, or leave it out"
    )]
    Closer {
        /// Row of the one.
        row: usize,
        /// Row of the other.
        other: usize,
    },
    /// The work to check all points is beyond the budget.
    #[error(
        "the given separation could not be checked with bounded work; give a smaller one, or leave \
         it out"
    )]
    Unchecked,
}

pub(crate) fn of(data: &Dataset, method: SeparationMethod) -> Result<Separation, SeparationError> {
    match method {
        SeparationMethod::Auto | SeparationMethod::Grid => {
            let (squared, method) = (grid(data.points()), Method::Grid);
            Ok(Separation { squared: squared.min(Rational::from(1)), method })
        }
        SeparationMethod::Given(delta) => {
            let squared = delta.square();
            if squared > grid(data.points()) {
                return Err(SeparationError::Unchecked);
            }
            Ok(Separation { squared, method: Method::Given })
        }
    }
}

/// The smallest positive gap of two values of one coordinate, squared. Different points differ in
/// some coordinate, so it is at most every squared distance.
fn grid(points: &Points) -> Rational {
    let mut smallest = points.denominator().clone();
    for axis in 0..points.dimension() {
        let mut values: Vec<&Integer> =
            points.all_numerators().iter().skip(axis).step_by(points.dimension()).collect();
        values.sort_unstable();
        for pair in values.windows(2) {
            let gap = Integer::from(pair[1] - pair[0]);
            if gap > 0 && gap < smallest {
                smallest = gap;
            }
        }
    }
    Rational::from((smallest, points.denominator())).square()
}
