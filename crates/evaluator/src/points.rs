//! Points with exact coordinates, and the order in which they are evaluated.

use rayon::prelude::*;
use rug::{Complete, Integer};

use crate::{
    Error, Program,
    number::split_denominator,
    numbers::{Data, Numbers},
};

/// Points in `R^dimension`: point `i` has the coordinates `numerators[i * dimension + k] /
/// denominator`.
#[derive(Clone, Copy, Debug)]
pub struct Points<'a> {
    /// The common denominator of all coordinates, positive.
    pub denominator: &'a Integer,
    /// The numerators, point by point.
    pub numerators: &'a [Integer],
    /// Coordinates of a point.
    pub dimension: usize,
}

impl Points<'_> {
    /// Number of points. Points without coordinates are one point.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numerators.len().checked_div(self.dimension).unwrap_or(1)
    }

    /// Are there no points?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn check(&self, program: &Program) -> Result<(), Error> {
        let (found, dimension) = (self.numerators.len(), self.dimension);
        if dimension != program.inputs {
            return Err(Error::Dimension { found: dimension, wanted: program.inputs });
        }
        if found != self.len() * dimension {
            return Err(Error::Ragged { found, dimension });
        }
        if *self.denominator <= 0 {
            return Err(Error::Denominator);
        }
        if u32::try_from(self.len()).is_err() {
            return Err(Error::TooMany { found: self.len() });
        }
        Ok(())
    }
}

/// Points in the order of their keys.
pub(crate) struct Ordered {
    /// Which point comes first, second, ...
    pub(crate) order: Vec<u32>,
    /// The keys in that order; zeros if there is no key.
    pub(crate) keys: Numbers,
    /// The coordinates in that order, one vector per input, if there is no key.
    pub(crate) inputs: Option<Vec<Numbers>>,
}

impl Ordered {
    pub(crate) fn new(program: &Program, points: &Points<'_>) -> Result<Self, Error> {
        points.check(program)?;
        let count = points.len();
        let (exponent, denominator) = split_denominator(points.denominator);
        let numbers = |data| Numbers::new(exponent, denominator.clone(), Data::Long(data));
        let mut order: Vec<u32> = (0..count as u32).collect();
        let Some(direction) = &program.direction else {
            let column = |k: usize| {
                points.numerators.iter().skip(k).step_by(points.dimension).cloned().collect()
            };
            let inputs = (0..points.dimension).map(|k| numbers(column(k))).collect();
            return Ok(Self { order, keys: Numbers::zeros(count), inputs: Some(inputs) });
        };
        let key = |i: u32| -> Integer {
            let start = i as usize * points.dimension;
            let row = &points.numerators[start..start + points.dimension];
            Integer::dot(row.iter().zip(direction)).complete()
        };
        let keys: Vec<Integer> = order.par_iter().map(|i| key(*i)).collect();
        let of = |i: &u32| &keys[*i as usize];
        order.par_sort_unstable_by(|left, right| of(left).cmp(of(right)));
        let sorted = order.iter().map(|i| of(i).clone()).collect();
        Ok(Self { order, keys: numbers(sorted), inputs: None })
    }
}
