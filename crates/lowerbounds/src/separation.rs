//! The least distance between points.

use claims::Enclosure;
use rug::{Integer, Rational};

use crate::{BoundError, arithmetic};

/// A separation `delta > 0`, kept as its exact square.
///
/// Invariant: the square is positive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Separation {
    square: Rational,
}

impl Separation {
    /// The separation `delta`.
    ///
    /// # Errors
    ///
    /// [`BoundError::NotSeparated`] unless `delta > 0`.
    pub fn new(delta: Rational) -> Result<Self, BoundError> {
        if delta <= 0 { Err(BoundError::NotSeparated) } else { Self::from_square(delta.square()) }
    }

    /// The separation whose square is `delta^2`, as it comes from points with rational coordinates.
    ///
    /// # Errors
    ///
    /// [`BoundError::NotSeparated`] unless `delta^2 > 0`.
    pub fn from_square(square: Rational) -> Result<Self, BoundError> {
        if square <= 0 { Err(BoundError::NotSeparated) } else { Ok(Self { square }) }
    }

    /// `delta^2`, exact.
    #[must_use]
    pub fn square(&self) -> &Rational {
        &self.square
    }

    /// The size `floor(length / delta) + 1` of a largest set of points with this separation in a
    /// closed interval, exact.
    ///
    /// The points `0, delta, 2 delta, ...` are such a set; a set of `T` points spans `(T - 1) delta`
    /// at least, so none is larger. `floor(sqrt(q)) = isqrt(floor(q))` makes it exact.
    #[must_use]
    pub fn packing(&self, length: u64) -> Integer {
        let quotient = Rational::from(Integer::from(length).square()) / &self.square;
        Integer::from(quotient.floor_ref()).sqrt() + 1_u32
    }

    /// `log2(1 / delta)`.
    #[must_use]
    pub fn log2_inverse(&self) -> Enclosure {
        // log2 of a number below 1 is - log2 of its inverse
        let half = Rational::from((1, 2));
        if self.square <= 1 {
            arithmetic::log2(self.square.clone().recip()) * half
        } else {
            arithmetic::log2(self.square.clone()) * -half
        }
    }
}
