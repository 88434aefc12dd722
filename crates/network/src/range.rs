//! The values that the inputs of a network take.

use rug::{Integer, Rational};

use crate::Points;

/// The values that an input takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputRange {
    /// Least value.
    pub lower: Rational,
    /// Largest value.
    pub upper: Rational,
    /// Values are multiples of `1 / denominator`, a positive integer.
    pub denominator: Integer,
}

impl InputRange {
    /// The range of each coordinate of some points.
    ///
    /// # Panics
    ///
    /// If there is no point.
    #[must_use]
    pub fn of_points(points: &Points<'_>) -> Vec<Self> {
        let denominator = points.denominator();
        let of = |index: usize| {
            let end = |n: Option<&Integer>| {
                Rational::from((n.expect("a point at least").clone(), denominator.clone()))
            };
            let all = || points.coordinate(index);
            let (lower, upper) = (end(all().min()), end(all().max()));
            Self { lower, upper, denominator: denominator.clone() }
        };
        (0..points.dimension()).map(of).collect()
    }

    /// The range of `scale` times the input, for a positive integer scale.
    #[must_use]
    pub fn scaled(&self, scale: &Integer) -> Self {
        let common = Integer::from(self.denominator.gcd_ref(scale));
        Self {
            lower: Rational::from(&self.lower * scale),
            upper: Rational::from(&self.upper * scale),
            denominator: &self.denominator / common,
        }
    }
}
