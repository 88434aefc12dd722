//! What the bounds of the theorems depend on, known before any point is.

use claims::Enclosure;
use dataset::Points;
use rug::Rational;

use crate::lemma_a2::{bits_bound, range_bound};

/// N, d, C, r and delta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// N, at least 1.
    pub points: usize,
    /// d, at least 1.
    pub dimension: usize,
    /// C, at least 1.
    pub classes: u64,
    /// `r^2`, at least the largest squared norm; less than 1 counts as 1.
    pub radius_squared: Rational,
    /// `delta^2`, at most the least squared distance, positive; more than 1 counts as 1.
    pub delta_squared: Rational,
}

impl Facts {
    /// Those of some points, with labels in so many classes.
    #[must_use]
    pub fn of(points: &Points, classes: u64, delta_squared: &Rational) -> Self {
        Self {
            points: points.len(),
            dimension: points.dimension(),
            classes,
            radius_squared: points.radius_squared(),
            delta_squared: delta_squared.clone(),
        }
    }

    /// `R = 10 r N^2 sqrt(pi d) / delta` of Lemma A.2.
    #[must_use]
    pub fn range(&self) -> Enclosure {
        let Self { points, dimension, radius_squared, delta_squared, .. } = self;
        range_bound(*points, *dimension, radius_squared, delta_squared)
    }

    /// The bits that Lemma A.2 allows, `ceil(log2(3 d r N^2 sqrt(pi) / delta))`.
    #[must_use]
    pub fn projection_bits(&self) -> u64 {
        let Self { points, dimension, radius_squared, delta_squared, .. } = self;
        bits_bound(*points, *dimension, radius_squared, delta_squared)
    }
}
