//! How far apart the points are.

use std::fmt;

use rug::{Complete, Integer, Rational};
use thiserror::Error;

use crate::{
    Points,
    closest::{Found, closest},
};

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

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exact => "exact",
            Self::Grid => "grid",
            Self::Given => "given",
        })
    }
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

/// The budget of [`Dataset::separation`](crate::Dataset::separation): coordinates that a search for
/// the closest pair may read, a few seconds of work.
pub const BUDGET: u64 = 1 << 31;

/// `rows[i]` is the place of point i in its file.
pub(crate) fn of(
    points: &Points,
    rows: &[usize],
    method: SeparationMethod,
    budget: u64,
) -> Result<Separation, SeparationError> {
    let denominator = points.denominator();
    let at = |numerator: &Integer| Rational::from((numerator, denominator)).square();
    match method {
        SeparationMethod::Auto => {
            let gap = grid(points);
            // Different points differ in some coordinate. So they are not closer than the gap, and
            // on the line the gap is the smallest distance.
            if points.dimension() == 1 || gap == *denominator {
                return Ok(Separation { squared: at(&gap), method: Method::Exact });
            }
            let one = denominator.square_ref().complete();
            let found = closest(points, one, gap.square_ref().complete(), budget);
            Ok(match found {
                Found { complete: false, .. } => {
                    Separation { squared: at(&gap), method: Method::Grid }
                }
                Found { pair: None, .. } => {
                    Separation { squared: Rational::from(1), method: Method::Exact }
                }
                Found { pair: Some((_, _, square)), .. } => Separation {
                    squared: Rational::from((square, denominator.square_ref().complete())),
                    method: Method::Exact,
                },
            })
        }
        SeparationMethod::Grid => {
            Ok(Separation { squared: at(&grid(points)), method: Method::Grid })
        }
        SeparationMethod::Given(delta) => {
            if delta <= 0 || delta > 1 {
                return Err(SeparationError::Range);
            }
            check(points, rows, &delta, budget)?;
            Ok(Separation { squared: delta.square(), method: Method::Given })
        }
    }
}

/// Is no pair of points closer than `delta`?
fn check(
    points: &Points,
    rows: &[usize],
    delta: &Rational,
    budget: u64,
) -> Result<(), SeparationError> {
    // The gap is at least a step of the grid, and at most 1: no search for what it proves.
    if Rational::from((grid(points), points.denominator())) >= *delta {
        return Ok(());
    }
    // An integer is below delta^2 D^2 if and only if it is below the next integer.
    let limit = Rational::from(delta * points.denominator()).square().ceil();
    let limit = limit.into_numer_denom().0;
    match closest(points, limit.clone(), limit, budget) {
        Found { pair: Some((i, j, _)), .. } => {
            let (row, other) = (rows[i], rows[j]);
            Err(SeparationError::Closer { row: row.min(other), other: row.max(other) })
        }
        Found { complete: false, .. } => Err(SeparationError::Unchecked),
        Found { pair: None, .. } => Ok(()),
    }
}

/// The smallest positive gap between two values of one coordinate, 1 if there is none below, in
/// units of the denominator.
fn grid(points: &Points) -> Integer {
    let mut smallest = points.denominator().clone();
    for axis in 0..points.dimension() {
        if smallest == 1 {
            break;
        }
        let column = points.all_numerators()[axis..].iter().step_by(points.dimension());
        let words: Option<Vec<i64>> = column.clone().map(Integer::to_i64).collect();
        match words {
            Some(mut words) => {
                words.sort_unstable();
                let gaps = words.windows(2).map(|pair| pair[0].abs_diff(pair[1]));
                if let Some(gap) = gaps.filter(|&gap| gap > 0).min() {
                    smallest.clamp_mut(&0, &gap);
                }
            }
            None => {
                let mut values: Vec<&Integer> = column.collect();
                values.sort_unstable();
                values.dedup();
                let gaps = values.windows(2).map(|pair| (pair[1] - pair[0]).complete());
                if let Some(gap) = gaps.min() {
                    smallest.clamp_mut(&0, &gap);
                }
            }
        }
    }
    smallest
}
