//! Points with exact coordinates, as all who evaluate take them.

use rug::Integer;
use thiserror::Error;

/// Points in `R^dimension`, a view: numerators, point by point, over one common denominator.
///
/// Invariant: the denominator is positive, and the numerators make whole points. Points without
/// coordinates are one point.
#[derive(Clone, Copy, Debug)]
pub struct Points<'a> {
    dimension: usize,
    denominator: &'a Integer,
    numerators: &'a [Integer],
}

/// Why numbers are not points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PointsError {
    /// The coordinates do not make up whole points.
    #[error("{found} coordinates cannot be cut into points of {dimension}")]
    Ragged {
        /// Coordinates given.
        found: usize,
        /// Coordinates of a point.
        dimension: usize,
    },
    /// The common denominator of the coordinates is zero or negative.
    #[error("the common denominator of the coordinates must be positive")]
    Denominator,
}

impl<'a> Points<'a> {
    /// The points with the coordinates `numerators[i] / denominator`, point after point.
    ///
    /// # Errors
    ///
    /// [`PointsError`] unless these are whole points over a positive denominator.
    ///
    /// # Examples
    ///
    /// ```
    /// use memorelu_network::{InputRange, Points};
    ///
    /// let numerators = [0, 1, 2, 7].map(Into::into);
    /// let ten = 10.into();
    /// let points = Points::new(2, &ten, &numerators)?; // (0, 0.1) and (0.2, 0.7)
    /// assert_eq!(points.len(), 2);
    /// assert_eq!(InputRange::of_points(&points)[1].upper, rug::Rational::from((7, 10)));
    /// # Ok::<(), memorelu_network::PointsError>(())
    /// ```
    pub fn new(
        dimension: usize,
        denominator: &'a Integer,
        numerators: &'a [Integer],
    ) -> Result<Self, PointsError> {
        let found = numerators.len();
        if !found.is_multiple_of(dimension) {
            return Err(PointsError::Ragged { found, dimension });
        }
        if *denominator <= 0 {
            return Err(PointsError::Denominator);
        }
        Ok(Self { dimension, denominator, numerators })
    }

    /// Number of points.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numerators.len().checked_div(self.dimension).unwrap_or(1)
    }

    /// Are there no points?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Coordinates of a point.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// The common denominator of all coordinates, positive.
    #[must_use]
    pub fn denominator(&self) -> &'a Integer {
        self.denominator
    }

    /// The numerators of all points, point by point.
    #[must_use]
    pub fn numerators(&self) -> &'a [Integer] {
        self.numerators
    }

    /// The numerators of point `index`.
    ///
    /// # Panics
    ///
    /// If `index` is not below [`Points::len`], like a slice.
    #[must_use]
    pub fn point(&self, index: usize) -> &'a [Integer] {
        &self.numerators[index * self.dimension..][..self.dimension]
    }

    /// One coordinate of all points, in their order.
    pub fn coordinate(&self, index: usize) -> impl Iterator<Item = &'a Integer> + use<'a> {
        let (dimension, numerators) = (self.dimension, self.numerators);
        numerators.chunks_exact(dimension.max(1)).map(move |point| &point[index])
    }
}
