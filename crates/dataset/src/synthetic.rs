//! Seeded datasets with exact coordinates, for tests and measurements.
//!
//! Points lie on the grid of the multiples of `2^-k` in the cube `[-1, 1]^d`, so that different
//! points are at distance `2^-k` at least. Everything comes from ChaCha8, seeded by the number in
//! the recipe, through integers only: the same recipe is the same dataset on every machine.

use std::collections::HashSet;

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use rug::{Complete, Integer, integer::Order, ops::Pow};
use thiserror::Error;

use crate::{Conflicts, DataError, Dataset, Labels};

/// How the points of a synthetic dataset lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
pub enum Shape {
    /// Anywhere in the cube.
    ///
    /// Each place of the grid is equally likely.
    Uniform,
    /// In pairs as close as the grid allows.
    ///
    /// Their distance is `2^-k` exactly, and the pairs lie anywhere; one point is left over if the
    /// number of points is odd.
    Tight,
    /// In about sqrt(N) small cubes.
    ///
    /// Each is about a quarter full.
    Clustered,
    /// On one diagonal of the cube.
    Line,
}

/// A synthetic dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipe {
    /// `N`, at least `classes`.
    pub points: usize,
    /// `d`, at least 1.
    pub dimension: usize,
    /// `C`, at least 2; all of them are used, otherwise labels are random.
    pub classes: usize,
    /// `k`: points are at distance `2^-k` at least.
    pub separation: u32,
    /// Seed of everything random.
    pub seed: u64,
    /// How the points lie.
    pub shape: Shape,
}

/// Largest `k` of a [`Recipe`].
pub const MAX_SEPARATION: u32 = 4096;

/// Why a recipe makes no dataset.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RecipeError {
    /// Fewer than 2 classes, or more classes than points.
    #[error("{classes} classes for {points} points; expected 2 at least and {points} at most")]
    Classes {
        /// Number of classes.
        classes: usize,
        /// Number of points.
        points: usize,
    },
    /// The grid is too fine.
    #[error("a separation of 2^-{found} is beyond 2^-{MAX_SEPARATION}")]
    TooFine {
        /// The `k` asked for.
        found: u32,
    },
    /// The grid is too coarse.
    #[error(
        "{points} points need a grid of twice as many places, but at separation 2^-{separation} it \
         has {places}; ask for a smaller separation"
    )]
    TooCoarse {
        /// Number of points.
        points: usize,
        /// The `k` asked for.
        separation: u32,
        /// Places of the grid, on the diagonal for [`Shape::Line`].
        places: usize,
    },
    /// The points do not make a dataset.
    #[error(transparent)]
    Data(#[from] DataError),
}

impl Recipe {
    /// Makes the dataset. Class `k` is named `k`; all rows are points, in the order drawn.
    ///
    /// # Errors
    ///
    /// [`RecipeError`] if the numbers do not fit each other.
    pub fn dataset(&self) -> Result<Dataset, RecipeError> {
        let &Self { points, dimension, classes, separation, .. } = self;
        if classes < 2 || classes > points {
            return Err(RecipeError::Classes { classes, points });
        }
        if dimension == 0 {
            return Err(DataError::NoDimension.into());
        }
        if separation > MAX_SEPARATION {
            return Err(RecipeError::TooFine { found: separation });
        }
        // Twice as many places as points: then there is always room for one more pair, because in
        // some row of the grid, of even length, more than half of the places are free.
        let axes = if self.shape == Shape::Line { 1 } else { dimension };
        let bits = axes.saturating_mul(separation as usize + 1);
        if bits < usize::BITS as usize && (1 << bits) / 2 < points {
            return Err(RecipeError::TooCoarse { points, separation, places: 1 << bits });
        }
        let mut random = Random::new(self.seed);
        let mut grid = Grid::new(self);
        match self.shape {
            Shape::Uniform => grid.uniform(&mut random),
            Shape::Tight => grid.tight(&mut random),
            Shape::Clustered => grid.clustered(&mut random),
            Shape::Line => grid.line(&mut random),
        }
        let labels = random.labels(points, classes);
        let denominator = Integer::from(1) << separation;
        let labels = Labels::numbered(labels);
        Ok(Dataset::from_parts(dimension, denominator, grid.chosen, labels, Conflicts::Reject)?)
    }
}

/// Distinct points of the grid, as integers in `[-2^k, 2^k]`.
struct Grid {
    points: usize,
    dimension: usize,
    /// `k`.
    separation: u32,
    seen: HashSet<Vec<Integer>>,
    chosen: Vec<Integer>,
}

impl Grid {
    fn new(recipe: &Recipe) -> Self {
        let &Recipe { points, dimension, separation, .. } = recipe;
        let seen = HashSet::with_capacity(points);
        Self { points, dimension, separation, seen, chosen: Vec::new() }
    }

    /// Takes a point unless it is there already.
    fn add(&mut self, point: Vec<Integer>) {
        if !self.seen.contains(&point) {
            self.chosen.extend_from_slice(&point);
            self.seen.insert(point);
        }
    }

    /// Any place of the grid, the upper faces of the cube left out.
    fn place(&self, random: &mut Random) -> Vec<Integer> {
        let half = Integer::from(1) << self.separation;
        (0..self.dimension).map(|_| random.bits(self.separation + 1) - &half).collect()
    }

    fn uniform(&mut self, random: &mut Random) {
        while self.seen.len() < self.points {
            self.add(self.place(random));
        }
    }

    fn tight(&mut self, random: &mut Random) {
        while self.seen.len() + 1 < self.points {
            let one = self.place(random);
            let mut other = one.clone();
            let axis = random.below(self.dimension as u64) as usize;
            other[axis] += 1;
            if !self.seen.contains(&one) && !self.seen.contains(&other) {
                self.add(one);
                self.add(other);
            }
        }
        self.uniform(random);
    }

    fn clustered(&mut self, random: &mut Random) {
        let size = self.points.isqrt().max(1);
        // Cubes of side 2^side with four times as many places as points, if the grid has them.
        let places = (4 * size as u64).next_power_of_two().trailing_zeros() as usize;
        let side = (places.div_ceil(self.dimension) as u32).min(self.separation + 1);
        let half = Integer::from(1) << self.separation;
        let lowest = (Integer::from(2).pow(self.separation + 1)) - (Integer::from(1) << side) + 1;
        while self.seen.len() < self.points {
            let corner: Vec<_> =
                (0..self.dimension).map(|_| random.below_long(&lowest) - &half).collect();
            for _ in 0..size {
                if self.seen.len() < self.points {
                    self.add(corner.iter().map(|c| c + random.bits(side)).collect());
                }
            }
        }
    }

    fn line(&mut self, random: &mut Random) {
        let signs: Vec<_> = (0..self.dimension).map(|_| random.below(2) == 0).collect();
        let half = Integer::from(1) << self.separation;
        while self.seen.len() < self.points {
            let t = random.bits(self.separation + 1) - &half;
            let along = |&up: &bool| if up { t.clone() } else { (-&t).complete() };
            self.add(signs.iter().map(along).collect());
        }
    }
}

/// Integers from a seeded generator.
struct Random(ChaCha8Rng);

impl Random {
    fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// A number of `[0, 2^bits)`, each equally likely.
    fn bits(&mut self, bits: u32) -> Integer {
        if bits <= 64 {
            return self.word(bits).into();
        }
        let words: Vec<u64> = (0..bits.div_ceil(64)).map(|_| self.0.next_u64()).collect();
        Integer::from_digits(&words, Order::Lsf).keep_bits(bits)
    }

    /// A number of `[0, 2^bits)` for `bits <= 64`.
    fn word(&mut self, bits: u32) -> u64 {
        self.0.next_u64().checked_shr(64 - bits).unwrap_or(0)
    }

    /// A number of `[0, end)`, each equally likely, for `end >= 1`.
    fn below(&mut self, end: u64) -> u64 {
        let bits = 64 - (end - 1).leading_zeros();
        loop {
            let number = self.word(bits);
            if number < end {
                return number;
            }
        }
    }

    /// As [`Random::below`].
    fn below_long(&mut self, end: &Integer) -> Integer {
        let bits = (end - 1_u32).complete().significant_bits();
        loop {
            let number = self.bits(bits);
            if number < *end {
                return number;
            }
        }
    }

    /// Random labels, each class used.
    fn labels(&mut self, points: usize, classes: usize) -> Vec<u32> {
        // Points are counted in 32 bits, and there are at most as many classes.
        let mut label = |i: usize| if i < classes { i as u64 } else { self.below(classes as u64) };
        let mut labels: Vec<u32> = (0..points).map(|i| label(i) as u32).collect();
        for i in (1..points).rev() {
            let j = self.below(i as u64 + 1) as usize;
            labels.swap(i, j);
        }
        labels
    }
}
