//! The values that the inputs of a network take.

use rug::{Integer, Rational};

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
    /// The range of each coordinate of points that are `numerators / denominator`, point after point.
    ///
    /// # Panics
    ///
    /// Unless these are whole points of so many coordinates, one at least.
    #[must_use]
    pub fn of_points(dimension: usize, denominator: &Integer, numerators: &[Integer]) -> Vec<Self> {
        let of = |column: usize| {
            let all = || numerators.chunks(dimension).map(|point| &point[column]);
            let end = |n: Option<&Integer>| {
                Rational::from((n.expect("a point at least").clone(), denominator.clone()))
            };
            let (lower, upper) = (end(all().min()), end(all().max()));
            Self { lower, upper, denominator: denominator.clone() }
        };
        (0..dimension).map(of).collect()
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
