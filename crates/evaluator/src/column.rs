//! One neuron's values at all points of a batch.
//!
//! # Form
//!
//! Point `i` of the batch, with the key `T(i)`, lies in run `r(i)`. The value there is
//!
//! ```text
//! slope[r(i)] * T(i) + offset[r(i)] + points[i]
//! ```
//!
//! `slope` and `points` may be missing. Sums of such columns are such columns, part by part; the
//! positive part of one is, too: see [`crate::sum`] and [`crate::relu`].

use std::ops::Range;

use crate::{
    Error,
    breaks::Breaks,
    number::Dyadic,
    numbers::{Data, Numbers, Spare},
};

/// A batch: its points, by their position in the order of keys; all keys; unused buffers.
#[derive(Clone, Copy)]
pub(crate) struct Batch<'a> {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) keys: &'a Numbers,
    pub(crate) spare: &'a Spare,
}

impl Batch<'_> {
    pub(crate) fn range(&self) -> Range<u32> {
        self.start..self.end
    }

    pub(crate) fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// A range of points relative to the first one of the batch.
    pub(crate) fn local(&self, run: &Range<u32>) -> Range<usize> {
        (run.start - self.start) as usize..(run.end - self.start) as usize
    }
}

/// See the module documentation.
///
/// Invariant: `slope` and `offset` have one number per run, `points` one per point of the batch;
/// neither `slope` nor `points` is all zero; only one of the two is there.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) breaks: Breaks,
    pub(crate) slope: Option<Numbers>,
    pub(crate) offset: Numbers,
    pub(crate) points: Option<Numbers>,
}

/// The vector unless all of it is zero.
pub(crate) fn nonzero(numbers: Numbers) -> Option<Numbers> {
    (!numbers.is_zero()).then_some(numbers)
}

impl Column {
    /// The column that is one number.
    pub(crate) fn constant(value: Numbers) -> Self {
        Self { breaks: Breaks::ONE, slope: None, offset: value, points: None }
    }

    /// The column of keys.
    pub(crate) fn key() -> Self {
        let slope = Some(Numbers::single(Dyadic::ONE));
        Self { breaks: Breaks::ONE, slope, offset: Numbers::zeros(1), points: None }
    }

    /// A column with a number for every point.
    pub(crate) fn points(points: Numbers) -> Self {
        let offset = Numbers::zeros(1);
        Self { breaks: Breaks::ONE, slope: None, offset, points: nonzero(points) }
    }

    /// Memory in bytes that grows with the number of points: none for a column of one run.
    pub(crate) fn bytes(&self) -> u64 {
        if self.breaks.is_one() && self.points.is_none() {
            return 0;
        }
        let optional = |numbers: &Option<Numbers>| numbers.as_ref().map_or(0, Numbers::bytes);
        self.offset.bytes() + optional(&self.slope) + optional(&self.points)
    }

    /// Gives the buffers of long numbers back.
    pub(crate) fn recycle(self, spare: &Spare) {
        for numbers in [Some(self.offset), self.points].into_iter().flatten() {
            if let Data::Long(values) = numbers.data {
                spare.give(values);
            }
        }
    }

    /// The number, if the column is one short number.
    pub(crate) fn as_dyadic(&self) -> Option<Dyadic> {
        let constant = self.breaks.is_one() && self.slope.is_none() && self.points.is_none();
        if constant { self.offset.as_dyadic() } else { None }
    }

    /// The parts of the column left and right of point `middle`.
    pub(crate) fn cut(&self, batch: Batch<'_>, middle: u32) -> Result<[Self; 2], Error> {
        let ([left, right], [left_runs, right_runs]) = self.breaks.cut(middle);
        let at = (middle - batch.start) as usize;
        let part = |breaks, runs: Range<usize>, points: Range<usize>, start, end| {
            let slope = self.slope.as_ref().and_then(|slope| nonzero(slope.slice(runs.clone())));
            let points = self.points.as_ref().and_then(|all| nonzero(all.slice(points)));
            let offset = self.offset.slice(runs);
            Self { breaks, slope, offset, points }.tidied(Batch { start, end, ..batch })
        };
        Ok([
            part(left, left_runs, 0..at, batch.start, middle)?,
            part(right, right_runs, at..batch.len(), middle, batch.end)?,
        ])
    }
}
