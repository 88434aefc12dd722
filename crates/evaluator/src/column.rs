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
//! positive part of one is, too, see [`crate::relu`].

use std::ops::Range;

use smallvec::SmallVec;

use crate::{
    Error,
    breaks::Breaks,
    combine::{Factor, Index, Term, combine},
    number::Dyadic,
    numbers::{Data, Numbers, Spare, WIDE_BITS},
};

/// Sums of more columns than this with different runs are formed pairwise, so that the work grows
/// with the number of runs and not with its square.
const MANY: usize = 8;

/// A list that is rarely long: most rows have few terms.
pub(crate) type Few<T> = SmallVec<[T; 4]>;

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

/// `factor * column`
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    pub(crate) factor: Factor<'a>,
    pub(crate) column: &'a Column,
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

    /// The sum of the parts and of a constant; its positive part if `rectify`.
    pub(crate) fn sum(
        parts: &[Part<'_>],
        constant: Option<&Numbers>,
        batch: Batch<'_>,
        rectify: bool,
    ) -> Result<Self, Error> {
        let all: Few<_> = parts.iter().map(|part| &part.column.breaks).collect();
        let breaks = Breaks::union(&all);
        let different =
            |part: &&Part<'_>| !part.column.breaks.is_one() && !part.column.breaks.same(&breaks);
        if parts.len() > MANY && parts.iter().filter(different).count() > MANY {
            let (left, right) = parts.split_at(parts.len() / 2);
            let left = Self::sum(left, constant, batch, false)?;
            let right = Self::sum(right, None, batch, false)?;
            let parts = [&left, &right].map(|column| Part { factor: Factor::ONE, column });
            return Self::sum(&parts, None, batch, rectify);
        }
        // For parts with other runs: in which of them each run of the sum lies.
        let map = |part: &Part<'_>| different(&part).then(|| part.column.breaks.map_from(&breaks));
        let maps: Few<Option<Vec<u32>>> = parts.iter().map(map).collect();
        let terms = |numbers: fn(&Column) -> Option<&Numbers>| {
            let mut terms = Few::new();
            for (part, map) in parts.iter().zip(&maps) {
                let index = match map {
                    Some(map) => Index::Map(map),
                    None if part.column.breaks.is_one() => Index::First,
                    None => Index::Each,
                };
                let numbers = numbers(part.column);
                terms.extend(numbers.map(|numbers| Term { factor: part.factor, numbers, index }));
            }
            terms
        };
        let combined = |terms: &[Term<'_>], len, rectify| combine(terms, len, rectify, batch.spare);

        let slopes = terms(|column| column.slope.as_ref());
        let mut points = terms(|column| column.points.as_ref());
        points.iter_mut().for_each(|term| term.index = Index::Each);
        let mut offsets = terms(|column| Some(&column.offset));
        let constant =
            constant.map(|numbers| Term { factor: Factor::ONE, numbers, index: Index::First });
        offsets.extend(constant);

        let runs = breaks.runs();
        if slopes.is_empty() && points.is_empty() {
            let offset = combined(&offsets, runs, rectify)?;
            return Self { breaks, slope: None, offset, points: None }.tidied(batch);
        }
        if slopes.is_empty() && breaks.is_one() {
            let offset = combined(&offsets, 1, false)?;
            if offset.bits <= WIDE_BITS {
                let offset = Term { factor: Factor::ONE, numbers: &offset, index: Index::First };
                let terms: Few<_> =
                    points.iter().map(|term| Term { ..*term }).chain([offset]).collect();
                return Self::points(combined(&terms, batch.len(), rectify)?).tidied(batch);
            }
        }
        let slope = nonzero(combined(&slopes, runs, false)?);
        let points = match points.as_slice() {
            [] => None,
            points => nonzero(combined(points, batch.len(), false)?),
        };
        let offset = combined(&offsets, runs, false)?;
        let mut sum = Self { breaks, slope, offset, points };
        if sum.slope.is_some() && sum.points.is_some() {
            sum = sum.spread(batch)?;
        }
        if rectify {
            sum = sum.rectified(batch)?;
        }
        sum.tidied(batch)
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
