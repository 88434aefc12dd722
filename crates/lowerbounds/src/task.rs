//! What has to be memorized.

use claims::Enclosure;
use rug::Rational;

use crate::{BoundError, arithmetic};

/// All labelings of `N` distinct points in `R^d` with `C` classes.
///
/// Invariant: `N >= 1`, `C >= 2`, `d >= 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    points: u64,
    classes: u64,
    inputs: u64,
}

impl Task {
    /// The task for `points = N`, `classes = C`, `inputs = d`.
    ///
    /// # Errors
    ///
    /// [`BoundError::NoPoints`], [`BoundError::TooFewClasses`] or [`BoundError::NoInputs`].
    pub fn new(points: u64, classes: u64, inputs: u64) -> Result<Self, BoundError> {
        if points == 0 {
            return Err(BoundError::NoPoints);
        }
        if classes < 2 {
            return Err(BoundError::TooFewClasses { found: classes });
        }
        if inputs == 0 {
            return Err(BoundError::NoInputs);
        }
        Ok(Self { points, classes, inputs })
    }

    /// `N`, the number of points.
    #[must_use]
    pub fn points(&self) -> u64 {
        self.points
    }

    /// `C`, the number of classes.
    #[must_use]
    pub fn classes(&self) -> u64 {
        self.classes
    }

    /// `d`, the number of coordinates of a point.
    #[must_use]
    pub fn inputs(&self) -> u64 {
        self.inputs
    }

    /// `N log2 C`, the logarithm of the number of labelings.
    #[must_use]
    pub fn label_bits(&self) -> Enclosure {
        arithmetic::log2(self.classes) * self.points
    }

    /// Is a class of networks too small for the task, when `log2` of the number of its labelings is
    /// at most `upper`? True only if `upper` is below `N log2 C` rounded down.
    #[must_use]
    pub fn rules_out(&self, upper: &Rational) -> bool {
        upper < self.label_bits().lower()
    }
}
