//! Points with exact coordinates over one common denominator.

use rug::{Complete, Integer, Rational};

use crate::DataError;

/// Points of `R^d` with exact coordinates, not necessarily distinct.
///
/// Invariant: at least one point of at least one coordinate; all coordinates are integers over one
/// common denominator, the smallest positive one. Equal coordinates therefore give equal values,
/// whatever they were read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    dimension: usize,
    denominator: Integer,
    numerators: Vec<Integer>,
}

impl Points {
    /// The points with the coordinates `numerators[i] / denominator`, point after point.
    ///
    /// # Errors
    ///
    /// [`DataError::NoDimension`], [`DataError::NoPoints`], [`DataError::Ragged`],
    /// [`DataError::TooManyPoints`], or [`DataError::Denominator`] unless `denominator > 0`.
    pub fn new(
        dimension: usize,
        mut denominator: Integer,
        mut numerators: Vec<Integer>,
    ) -> Result<Self, DataError> {
        let coordinates = numerators.len();
        if dimension == 0 {
            return Err(DataError::NoDimension);
        }
        if coordinates == 0 {
            return Err(DataError::NoPoints);
        }
        if !coordinates.is_multiple_of(dimension) {
            return Err(DataError::Ragged { coordinates, dimension });
        }
        let points = coordinates / dimension;
        if u32::try_from(points).is_err() {
            return Err(DataError::TooManyPoints { points });
        }
        if denominator <= 0 {
            return Err(DataError::Denominator { zero: denominator.is_zero() });
        }
        let mut common = denominator.clone();
        for numerator in &numerators {
            if common == 1 {
                break;
            }
            common.gcd_mut(numerator);
        }
        if common != 1 {
            denominator.div_exact_mut(&common);
            numerators.iter_mut().for_each(|numerator| numerator.div_exact_mut(&common));
        }
        Ok(Self { dimension, denominator, numerators })
    }

    /// Number of points, at least 1.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is always a point")]
    pub fn len(&self) -> usize {
        self.numerators.len() / self.dimension
    }

    /// `d`, the number of coordinates of each point, at least 1.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// The smallest positive common denominator of all coordinates.
    #[must_use]
    pub fn denominator(&self) -> &Integer {
        &self.denominator
    }

    /// The numerators of point `i`, in the order of the coordinates.
    ///
    /// # Panics
    ///
    /// If `i` is not below [`Points::len`], like a slice.
    #[must_use]
    pub fn numerators(&self, i: usize) -> &[Integer] {
        &self.numerators[i * self.dimension..][..self.dimension]
    }

    /// The numerators of all points, point after point.
    #[must_use]
    pub fn all_numerators(&self) -> &[Integer] {
        &self.numerators
    }

    /// The same points, as evaluators take them.
    #[must_use]
    pub fn view(&self) -> network::Points<'_> {
        let Ok(view) = network::Points::new(self.dimension, &self.denominator, &self.numerators)
        else {
            unreachable!("whole points over a positive denominator")
        };
        view
    }

    /// The numerators point by point.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[Integer]> {
        self.numerators.chunks_exact(self.dimension)
    }

    /// The coordinates of point `i`.
    ///
    /// # Panics
    ///
    /// If `i` is not below [`Points::len`], like a slice.
    #[must_use]
    pub fn point(&self, i: usize) -> Vec<Rational> {
        let coordinate = |n: &Integer| Rational::from((n.clone(), self.denominator.clone()));
        self.numerators(i).iter().map(coordinate).collect()
    }

    /// The largest squared Euclidean norm of a point.
    #[must_use]
    pub fn radius_squared(&self) -> Rational {
        let norm = |point: &[Integer]| Integer::dot(point.iter().zip(point)).complete();
        let largest = self.iter().map(norm).fold(Integer::new(), Integer::max);
        Rational::from((largest, self.denominator.square_ref().complete()))
    }

    /// The points with the numbers in `kept`, which is increasing, not empty, and leaves out only
    /// points that are equal to kept ones, so that the denominator stays the smallest.
    pub(crate) fn keep(mut self, kept: &[usize]) -> Self {
        if kept.len() < self.len() {
            let mut wanted = kept.iter().copied().peekable();
            let mut coordinate = 0;
            self.numerators.retain(|_| {
                let point = coordinate / self.dimension;
                coordinate += 1;
                while wanted.next_if(|&next| next < point).is_some() {}
                wanted.peek() == Some(&point)
            });
        }
        self
    }
}
