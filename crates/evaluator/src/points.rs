//! The order in which points are evaluated.

use network::Points;
use rayon::prelude::*;
use rug::{Complete, Integer};

use crate::{
    Error, Program,
    number::split_denominator,
    numbers::{Data, Numbers},
};

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
        let (found, wanted, count) = (points.dimension(), program.inputs, points.len());
        if found != wanted {
            return Err(Error::Dimension { found, wanted });
        }
        if u32::try_from(count).is_err() {
            return Err(Error::TooMany { found: count });
        }
        let (exponent, denominator) = split_denominator(points.denominator());
        let numbers = |data| Numbers::new(exponent, denominator.clone(), Data::Long(data));
        let mut order: Vec<u32> = (0..count as u32).collect();
        let Some(direction) = &program.direction else {
            let column = |k: usize| numbers(points.coordinate(k).cloned().collect());
            let inputs = (0..points.dimension()).map(column).collect();
            return Ok(Self { order, keys: Numbers::zeros(count), inputs: Some(inputs) });
        };
        let key = |i: u32| -> Integer {
            Integer::dot(points.point(i as usize).iter().zip(direction)).complete()
        };
        let keys: Vec<Integer> = order.par_iter().map(|i| key(*i)).collect();
        let of = |i: &u32| &keys[*i as usize];
        order.par_sort_unstable_by(|left, right| of(left).cmp(of(right)));
        let sorted = order.iter().map(|i| of(i).clone()).collect();
        Ok(Self { order, keys: numbers(sorted), inputs: None })
    }
}
