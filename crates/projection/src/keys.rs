//! The integer key of a point: the shortest way to the line.
//!
//! # Statement
//!
//! For N distinct points with coordinates on the multiples of 1/g there is an integer direction a
//! such that the numbers `g a . x` are distinct integers. Less the smallest of them, and divided by
//! what the differences have in common, they are the keys, from 0 on.
//!
//! # Construction
//!
//! On the line, `a = 1`. Otherwise a few random directions with coefficients in `[-s, s]` are tried
//! for s = 1, 2, 4, ..., and the first one that keeps the points distinct is taken. Distinct is
//! enough: no gap of 2, no bound on the coefficients in terms of the smallest distance.
//!
//! A direction with coefficients of that size fails for a pair of points with probability at most
//! `1 / (2s + 1)`, so it is found at `s <= N^2` but for bad luck; s goes on to `2^62`.
//!
//! # Used by
//!
//! `retrieval`, and the earlier constructions in `baselines` that put the points on a line.

use dataset::Points;
use network::{Form, Weight};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use rayon::prelude::*;
use rug::{Complete, Integer, Rational};

use crate::ProjectionError;

/// Directions tried for each size of the coefficients.
const DRAWS: u64 = 8;

/// Largest size of coefficients, `2^62`.
const SIZES: u32 = 62;

/// Points in the order of their keys.
///
/// Invariant: keys increase strictly from 0 on, and `form` takes the point `order[i]` to `keys[i]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// a, one coefficient per coordinate.
    pub direction: Vec<i64>,
    /// The key as a form of the d coordinates.
    pub form: Form,
    /// The keys in increasing order, the first 0.
    pub keys: Vec<Integer>,
    /// Number of the point with each key, from 0.
    pub order: Vec<u32>,
}

impl Keys {
    /// The keys of points. If `integral`, nothing is divided out, so that weights are integers for
    /// points with integer coordinates.
    ///
    /// # Errors
    ///
    /// [`ProjectionError::NotDistinct`] if no direction keeps the points distinct, as when two are
    /// equal.
    pub fn new(points: &Points, integral: bool, seed: u64) -> Result<Self, ProjectionError> {
        let (direction, values) = direction(points, seed)?;
        // Points are counted in 32 bits.
        let mut order: Vec<u32> = (0..values.len() as u32).collect();
        order.sort_unstable_by(|i, j| values[*i as usize].cmp(&values[*j as usize]));
        let sorted: Vec<&Integer> = order.iter().map(|i| &values[*i as usize]).collect();
        let least = sorted[0].clone();
        let mut keys: Vec<Integer> =
            sorted.iter().map(|value| (*value - &least).complete()).collect();
        let mut common = Integer::from(u32::from(integral));
        for key in &keys {
            if common == 1 {
                break;
            }
            common.gcd_mut(key);
        }
        if common > 1 {
            keys.iter_mut().for_each(|key| key.div_exact_mut(&common));
        } else {
            common = Integer::from(1);
        }
        let scale = Rational::from((points.denominator(), &common));
        let terms = (0..).zip(&direction).map(|(i, a)| (i, Weight::from(scale.clone() * *a)));
        let form = Form::new(terms, Weight::from(Rational::from((-least, common))));
        Ok(Self { direction, form, keys, order })
    }

    /// P, bits of the largest key.
    #[must_use]
    pub fn bits(&self) -> u32 {
        self.keys[self.keys.len() - 1].significant_bits()
    }

    /// Values given point by point, in the order of the keys.
    ///
    /// # Panics
    ///
    /// Unless there is one value for each point.
    #[must_use]
    pub fn sorted<T: Copy>(&self, values: &[T]) -> Vec<T> {
        assert_eq!(values.len(), self.order.len(), "one value for each point");
        self.order.iter().map(|i| values[*i as usize]).collect()
    }
}

/// One stream of random numbers for each direction that is tried.
fn random(seed: u64, attempt: u64) -> ChaCha8Rng {
    let mut bytes = [0; 32];
    let (low, high) = bytes.split_at_mut(8);
    low.copy_from_slice(&seed.to_le_bytes());
    high.iter_mut().zip(attempt.to_le_bytes()).for_each(|(byte, other)| *byte = other);
    ChaCha8Rng::from_seed(bytes)
}

/// A direction that keeps the points distinct, with the value of each point.
fn direction(points: &Points, seed: u64) -> Result<(Vec<i64>, Vec<Integer>), ProjectionError> {
    let dimension = points.dimension();
    if dimension == 1 {
        let line = distinct(points, vec![1]);
        return line.ok_or(ProjectionError::NotDistinct { size_bits: 0 });
    }
    for size in 0..=SIZES {
        for draw in 0..DRAWS {
            let mut random = random(seed, u64::from(size) * DRAWS + draw);
            let bound = 1_i64 << size;
            // 2 bound + 1 <= 2^63 + 1: the remainder is uniform but for a part in 2.
            let mut coefficient = || (random.next_u64() % (2 * bound as u64 + 1)) as i64 - bound;
            let direction: Vec<i64> = (0..dimension).map(|_| coefficient()).collect();
            if let Some(found) = distinct(points, direction) {
                return Ok(found);
            }
        }
    }
    Err(ProjectionError::NotDistinct { size_bits: SIZES })
}

/// The values of the points, if they are distinct.
fn distinct(points: &Points, direction: Vec<i64>) -> Option<(Vec<i64>, Vec<Integer>)> {
    let terms = |point: &[Integer]| -> Option<i128> {
        point.iter().zip(&direction).try_fold(0_i128, |sum, (n, a)| {
            sum.checked_add(n.to_i128()?.checked_mul(i128::from(*a))?)
        })
    };
    let rows = || points.all_numerators().par_chunks(points.dimension());
    let words: Option<Vec<i128>> = rows().map(terms).collect();
    // Machine words where they hold the values: most directions fail, and are found out fast.
    if let Some(mut sorted) = words {
        sorted.par_sort_unstable();
        if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
            return None;
        }
    }
    let value = |point: &[Integer]| {
        let mut value = Integer::new();
        point.iter().zip(&direction).for_each(|(n, a)| value += n * *a);
        value
    };
    let values: Vec<Integer> = rows().map(value).collect();
    let mut sorted: Vec<&Integer> = values.iter().collect();
    sorted.par_sort_unstable();
    let is_distinct = sorted.windows(2).all(|pair| pair[0] != pair[1]);
    is_distinct.then_some((direction, values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use network::Affine;

    fn points(dimension: usize, denominator: u32, numerators: &[i64]) -> Points {
        let numerators = numerators.iter().map(|n| Integer::from(*n)).collect();
        Points::new(dimension, denominator.into(), numerators).unwrap()
    }

    #[test]
    fn forms_compute_the_sorted_keys() {
        for (points, integral) in [
            (points(1, 1, &[7, -5, 13, 1, 25]), false),
            (points(1, 1, &[7, -5, 13, 1, 25]), true),
            (points(2, 10, &[1, 2, 3, 4, 1, 4, 3, 2, 2, 2]), false),
            (points(3, 3, &[0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1, 1]), true),
        ] {
            let keys = Keys::new(&points, integral, 5).unwrap();
            assert!(keys.keys[0] == 0 && keys.keys.is_sorted_by(|a, b| a < b));
            let map = Affine::new(points.dimension() as u32, [keys.form.clone()]).unwrap();
            for (key, i) in keys.keys.iter().zip(&keys.order) {
                assert_eq!(map.row(0).unwrap().evaluate(&points.point(*i as usize)), *key);
                assert!(key.significant_bits() <= keys.bits());
            }
        }
        // 12, 6, 18, 30 from the least: 6 divides all.
        assert_eq!(Keys::new(&points(1, 1, &[7, -5, 13, 1, 25]), false, 1).unwrap().keys[4], 5);
    }

    #[test]
    fn equal_points_have_no_direction() {
        let error = Keys::new(&points(1, 1, &[3, 4, 3]), false, 1).unwrap_err();
        assert_eq!(error, ProjectionError::NotDistinct { size_bits: 0 });
        let error = Keys::new(&points(2, 1, &[3, 4, 3, 4]), false, 1).unwrap_err();
        assert_eq!(error, ProjectionError::NotDistinct { size_bits: SIZES });
    }
}
