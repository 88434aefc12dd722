//! Points in machine words, for comparing many distances.
//!
//! Coordinates are counted from their minimum in steps of `2^shift`, where `shift` is 0 unless the
//! numbers are too long. If they are, words say how far apart two points are at least.

use std::{cmp::Ordering, iter::Sum, ops::AddAssign};

use rug::{Complete, Integer};

use crate::Points;

/// A machine word, with another of twice its length for squares.
pub(crate) trait Word: Copy + Ord {
    /// Bits of the word.
    const BITS: u32;
    /// A word of twice the length.
    type Square: Copy + Ord + Sum + AddAssign + Default + Into<Integer>;

    /// A number of at most `BITS` bits.
    fn new(number: &Integer) -> Self;
    /// `self - other`, or 0 if that is negative.
    fn minus(self, other: Self) -> Self;
    /// `|self - other|`.
    fn distance(self, other: Self) -> Self;
    /// `self^2`, for a step to be taken off before: `(self - 1)^2`, or 0, if `less`.
    fn square(self, less: bool) -> Self::Square;
    /// The number, or the largest possible one.
    fn limit(number: &Integer) -> Self::Square;
}

macro_rules! word {
    ($word:ty, $square:ty, $new:ident, $limit:ident) => {
        impl Word for $word {
            const BITS: u32 = <$word>::BITS;
            type Square = $square;

            fn new(number: &Integer) -> Self {
                number.$new()
            }

            fn minus(self, other: Self) -> Self {
                self.saturating_sub(other)
            }

            fn distance(self, other: Self) -> Self {
                self.abs_diff(other)
            }

            fn square(self, less: bool) -> Self::Square {
                let side = <$square>::from(self.saturating_sub(<$word>::from(less)));
                side * side
            }

            fn limit(number: &Integer) -> Self::Square {
                number.$limit().unwrap_or(<$square>::MAX)
            }
        }
    };
}

word!(u32, u64, to_u32_wrapping, to_u64);
word!(u64, u128, to_u64_wrapping, to_u128);

/// Bits of a coordinate, at most, so that a squared distance fits.
pub(crate) fn room<W: Word>(dimension: usize) -> u32 {
    // d squares of 2 * room bits sum up to at most 2^(2 * BITS - 1).
    (2 * W::BITS - 1).saturating_sub(dimension.next_power_of_two().trailing_zeros()) / 2
}

/// Bits of the largest coordinate when each is counted from its minimum.
pub(crate) fn spread(points: &Points) -> u32 {
    let (low, high) = (extrema(points, Ordering::Less), extrema(points, Ordering::Greater));
    let spans = low.iter().zip(high).map(|(&low, high)| (high - low).complete().significant_bits());
    spans.max().expect("a point has a coordinate")
}

/// The least or the greatest numerator of each coordinate.
fn extrema(points: &Points, side: Ordering) -> Vec<&Integer> {
    let mut rows = points.iter();
    let mut extrema: Vec<&Integer> = rows.next().expect("there is a point").iter().collect();
    for row in rows {
        for (extreme, numerator) in extrema.iter_mut().zip(row) {
            if numerator.cmp(extreme) == side {
                *extreme = numerator;
            }
        }
    }
    extrema
}

/// Coordinates as `floor((numerator - minimum) / 2^shift)`.
///
/// Invariant: each has at most [`room`] bits.
pub(crate) struct Words<W> {
    dimension: usize,
    shift: u32,
    coordinates: Vec<W>,
}

impl<W: Word> Words<W> {
    pub(crate) fn new(points: &Points) -> Self {
        let dimension = points.dimension();
        let shift = spread(points).saturating_sub(room::<W>(dimension));
        let minima = extrema(points, Ordering::Less);
        let pairs = points.iter().flat_map(|point| point.iter().zip(&minima));
        let word =
            |(n, &minimum): (&Integer, &&Integer)| W::new(&((n - minimum).complete() >> shift));
        Self { dimension, shift, coordinates: pairs.map(word).collect() }
    }

    pub(crate) fn dimension(&self) -> usize {
        self.dimension
    }

    pub(crate) fn len(&self) -> usize {
        self.coordinates.len() / self.dimension
    }

    pub(crate) fn point(&self, i: u32) -> &[W] {
        &self.coordinates[i as usize * self.dimension..][..self.dimension]
    }

    /// The least squared distance of two points, in words, whose coordinates differ by this much:
    /// words are rounded down if they are in steps above 1.
    pub(crate) fn square(&self, differences: impl Iterator<Item = W>) -> W::Square {
        differences.map(|difference| difference.square(self.shift > 0)).sum()
    }

    /// A squared distance in words that proves one of `limit` in units of the denominator.
    pub(crate) fn limit(&self, limit: &Integer) -> W::Square {
        W::limit(&-((-limit).complete() >> (2 * self.shift)))
    }

    /// The squared distance in units of the denominator, if words are not rounded.
    pub(crate) fn exact(&self, square: W::Square) -> Option<Integer> {
        (self.shift == 0).then(|| square.into())
    }
}
