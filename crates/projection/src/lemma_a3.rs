//! Lemma A.3 (Vardi et al. 2022; Lemma 8 of Park et al. 2021): a direction that keeps distances.
//!
//! # Statement
//!
//! For any N distinct points of R^d there is a unit vector u with, for all i != j,
//!
//! ```text
//! sqrt(8 / (pi d)) / N^2 |xi - xj|  <=  |u.(xi - xj)|  <=  |xi - xj|
//! ```
//!
//! # Construction
//!
//! The proof is probabilistic: a uniformly random direction fails with probability at most
//! `2 / pi`. So draw an integer vector g, each coordinate a centred sum of twelve uniform numbers
//! (close to a Gaussian), let `u = g / |g|`, check, and draw again if the check fails.
//!
//! The check is exact and complete, in O(N d + N log N) and not over all pairs: the right
//! inequality is Cauchy-Schwarz. The left one can fail only where the two projections are closer
//! than `sqrt(8 / (pi d)) / N^2` times the diameter, and after sorting these pairs are neighbours,
//! about one per data set. With integer projections `g.x`,
//!
//! ```text
//! (g.xi - g.xj)^2 pi d N^4  >=  8 |g|^2 |xi - xj|^2        (pi rounded down)
//! ```
//!
//! # Deviations
//!
//! Existence is replaced by a seeded search with a certificate; for d = 1 the direction is 1.
//!
//! # Used by
//!
//! Lemma A.2.

use claims::{Claim, Enclosure, Record, record::VARDI_2022};
use dataset::Points;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use rug::{Integer, Rational, ops::Pow};

use crate::ProjectionError;

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("lemA.3"),
    code: Some("projection::lemma_a3::direction"),
    remarks: &["D3"],
    ..Record::cited(
        VARDI_2022,
        "vardi2022/A.3",
        "Lemma A.3",
        "a direction that keeps distances up to N^2",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// Directions drawn before giving up: all of them fail with probability below `(2/pi)^200 < 2^-130`.
const MAX_ATTEMPTS: u32 = 200;

/// A direction `u = g / |g|` that satisfies Lemma A.3 on the data it was made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Direction {
    /// `g`, one integer per coordinate.
    coordinates: Vec<Integer>,
    /// `|g|^2`.
    norm_squared: Integer,
    /// Directions drawn until one satisfied the lemma.
    attempts: u32,
    /// The least `(|u.(xi - xj)| / (sqrt(8 / (pi d)) / N^2 |xi - xj|))^2` over the pairs examined.
    margin: Rational,
}

impl Direction {
    /// `g`: the direction is `g / |g|`.
    #[must_use]
    pub fn coordinates(&self) -> &[Integer] {
        &self.coordinates
    }

    /// How many directions were drawn.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The first `places` binary places of every coordinate of u, times `2^places`, cut towards 0.
    #[must_use]
    pub fn truncated(&self, places: u32) -> Vec<Integer> {
        (self.coordinates.iter())
            .map(|g| {
                // floor(|g| 2^places / |g|_2) = floor(sqrt(g^2 4^places / |g|_2^2))
                let square = (Integer::from(g.square_ref()) << (2 * places)) / &self.norm_squared;
                let digits = square.sqrt();
                if *g < 0 { -digits } else { digits }
            })
            .collect()
    }

    /// What the lemma promises, beside what was measured on the data.
    #[must_use]
    pub fn claims(&self) -> Vec<Claim> {
        let quantity = "least (|u.(xi-xj)| N^2 sqrt(pi d/8) / |xi-xj|)^2 over close pairs";
        vec![Claim::at_least(ID, quantity, self.margin.clone(), 1)]
    }
}

/// Searches a direction for these points: the first of those drawn from `seed` that keeps the lemma's
/// inequality for every pair, checked exactly. Time is `O(N d + N log N)` per draw.
///
/// # Errors
///
/// [`ProjectionError::NoDirection`] if none of 200 directions satisfies the lemma.
pub fn direction(data: &Points, seed: u64) -> Result<Direction, ProjectionError> {
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    for attempts in 1..=MAX_ATTEMPTS {
        let coordinates: Vec<Integer> = if data.dimension() == 1 {
            vec![Integer::from(1)]
        } else {
            (0..data.dimension()).map(|_| Integer::from(bell(&mut generator))).collect()
        };
        if let Some(margin) = margin(data, &coordinates) {
            let norm_squared = square(&coordinates);
            return Ok(Direction { coordinates, norm_squared, attempts, margin });
        }
    }
    Err(ProjectionError::NoDirection { attempts: MAX_ATTEMPTS, seed })
}

/// A centred sum of twelve uniform 24-bit numbers: mean 0, standard deviation about `2^24`.
fn bell(generator: &mut ChaCha8Rng) -> i64 {
    (0..6)
        .map(|_| {
            let word = generator.next_u64();
            i64::from((word >> 40) as u32) - i64::from((word >> 8) as u32 & 0xff_ffff)
        })
        .sum()
}

/// The products of all points with `direction`, in units of the data's denominator.
pub(crate) fn products(data: &Points, direction: &[Integer]) -> Vec<Integer> {
    (data.all_numerators().par_chunks(data.dimension()))
        .map(|point| {
            point
                .iter()
                .zip(direction)
                .fold(Integer::new(), |sum, (x, g)| sum + Integer::from(x * g))
        })
        .collect()
}

/// The order that sorts `values`.
pub(crate) fn sorting_order(values: &[Integer]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.par_sort_by(|a, b| values[*a as usize].cmp(&values[*b as usize]));
    order
}

fn square(vector: &[Integer]) -> Integer {
    vector.iter().map(|g| Integer::from(g.square_ref())).sum()
}

/// The least ratio of the two sides of the lemma, squared, over all pairs that could violate it and
/// all neighbours; `None` as soon as it is below 1.
fn margin(data: &Points, direction: &[Integer]) -> Option<Rational> {
    let products = products(data, direction);
    let order = sorting_order(&products);
    let pi = Enclosure::pi().lower().clone();
    let n = Integer::from(data.len()).pow(4) * data.dimension() as u64;
    // (g.xi - g.xj)^2 * factor >= |xi - xj|^2, both in units of the denominator
    let factor = pi * Rational::from((n, square(direction) * 8_u32));
    // No pair further apart than this can violate it: |xi - xj|^2 <= 4 max |x|^2.
    let denominator = data.denominator();
    let diameter = data.radius_squared() * Integer::from(denominator.square_ref()) * 4_u32;
    let window = Integer::from((diameter / &factor).ceil_ref()).sqrt() + 1_u32;

    let least = |k: usize| -> Option<Option<Rational>> {
        let i = order[k] as usize;
        let mut least: Option<Rational> = None;
        for (next, j) in order[k + 1..].iter().map(|j| *j as usize).enumerate() {
            let gap = Integer::from(&products[j] - &products[i]);
            if next > 0 && gap > window {
                break;
            }
            let apart: Integer = (data.numerators(i).iter().zip(data.numerators(j)))
                .map(|(a, b)| Integer::from(a - b).square())
                .sum();
            if apart == 0 {
                return None;
            }
            let ratio = Rational::from((gap.clone().square(), apart)) * &factor;
            if ratio < 1 {
                return None;
            }
            if least.as_ref().is_none_or(|least| ratio < *least) {
                least = Some(ratio);
            }
            if gap > window {
                break;
            }
        }
        Some(least)
    };
    let minimum = |a: Option<Rational>, b: Option<Rational>| match (a, b) {
        (Some(a), Some(b)) => Some(if b < a { b } else { a }),
        (a, b) => a.or(b),
    };
    let least = (0..order.len())
        .into_par_iter()
        .map(least)
        .try_reduce(|| None, |a, b| Some(minimum(a, b)))?;
    // One point alone has no pair to violate anything.
    Some(least.unwrap_or_else(|| Rational::from(1)))
}
