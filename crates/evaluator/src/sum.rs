//! Sums of columns, part by part: the slopes, the offsets, the points.

use crate::{
    Error,
    breaks::Breaks,
    column::{Batch, Column, nonzero},
    combine::combine,
    numbers::{Numbers, WIDE_BITS},
    term::{Factor, Few, Index, Term},
};

/// Sums of more columns than this with different runs are formed pairwise, so that the work grows
/// with the number of runs and not with its square.
const MANY: usize = 8;

/// `factor * column`
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    pub(crate) factor: Factor<'a>,
    pub(crate) column: &'a Column,
}

impl Part<'_> {
    /// Does the column have runs of its own, and not just these?
    fn differs(&self, breaks: &Breaks) -> bool {
        !self.column.breaks.is_one() && !self.column.breaks.same(breaks)
    }
}

impl Column {
    /// The sum of the parts and of a constant; its positive part if `rectify`.
    pub(crate) fn sum(
        parts: &[Part<'_>],
        constant: Option<&Numbers>,
        batch: Batch<'_>,
        rectify: bool,
    ) -> Result<Self, Error> {
        let all: Few<_> = parts.iter().map(|part| &part.column.breaks).collect();
        let breaks = Breaks::union(&all);
        let others = parts.iter().filter(|part| part.differs(&breaks));
        if parts.len() > MANY && others.count() > MANY {
            return Self::pairwise(parts, constant, batch, rectify);
        }
        // For parts with other runs: in which of them each run of the sum lies.
        let map =
            |part: &Part<'_>| part.differs(&breaks).then(|| part.column.breaks.map_from(&breaks));
        let maps: Few<Option<Vec<u32>>> = parts.iter().map(map).collect();
        let sum = Sum::new(parts, &maps, constant, breaks, batch);
        let sum = match (sum.slopes.is_empty(), sum.points.is_empty()) {
            (true, true) => sum.constants(rectify)?,
            (true, false) if sum.breaks.is_one() => sum.points_only(rectify)?,
            _ => sum.general(rectify)?,
        };
        sum.tidied(batch)
    }

    /// The same, half by half.
    fn pairwise(
        parts: &[Part<'_>],
        constant: Option<&Numbers>,
        batch: Batch<'_>,
        rectify: bool,
    ) -> Result<Self, Error> {
        let (left, right) = parts.split_at(parts.len() / 2);
        let left = Self::sum(left, constant, batch, false)?;
        let right = Self::sum(right, None, batch, false)?;
        let halves = [&left, &right].map(|column| Part { factor: Factor::ONE, column });
        Self::sum(&halves, None, batch, rectify)
    }
}

/// A sum before it is formed: the terms of each part of the column.
struct Sum<'a> {
    breaks: Breaks,
    slopes: Few<Term<'a>>,
    offsets: Few<Term<'a>>,
    points: Few<Term<'a>>,
    batch: Batch<'a>,
}

impl<'a> Sum<'a> {
    fn new(
        parts: &[Part<'a>],
        maps: &'a [Option<Vec<u32>>],
        constant: Option<&'a Numbers>,
        breaks: Breaks,
        batch: Batch<'a>,
    ) -> Self {
        let (mut slopes, mut offsets, mut points) = (Few::new(), Few::new(), Few::new());
        for (Part { factor, column }, map) in parts.iter().copied().zip(maps) {
            let index = match map {
                Some(map) => Index::Map(map),
                None if column.breaks.is_one() => Index::First,
                None => Index::Each,
            };
            slopes.extend(column.slope.as_ref().map(|numbers| Term { factor, numbers, index }));
            offsets.push(Term { factor, numbers: &column.offset, index });
            let each = |numbers| Term { factor, numbers, index: Index::Each };
            points.extend(column.points.as_ref().map(each));
        }
        let first = |numbers| Term { factor: Factor::ONE, numbers, index: Index::First };
        offsets.extend(constant.map(first));
        Self { breaks, slopes, offsets, points, batch }
    }

    /// The sum of some terms, one number for each run.
    fn of_runs(&self, terms: &[Term<'_>], rectify: bool) -> Result<Numbers, Error> {
        combine(terms, self.breaks.runs(), rectify, self.batch.spare)
    }

    /// The sum of some terms, one number for each point.
    fn of_points(&self, terms: &[Term<'_>], rectify: bool) -> Result<Numbers, Error> {
        combine(terms, self.batch.len(), rectify, self.batch.spare)
    }

    /// One number for each run.
    fn constants(self, rectify: bool) -> Result<Column, Error> {
        let offset = self.of_runs(&self.offsets, rectify)?;
        Ok(Column { breaks: self.breaks, slope: None, offset, points: None })
    }

    /// One run without a slope: the offset joins the points, unless it is long.
    fn points_only(self, rectify: bool) -> Result<Column, Error> {
        let offset = self.of_runs(&self.offsets, false)?;
        if offset.bits > WIDE_BITS {
            return self.general(rectify);
        }
        let offset = Term { factor: Factor::ONE, numbers: &offset, index: Index::First };
        let terms: Few<_> = self.points.iter().copied().chain([offset]).collect();
        Ok(Column::points(self.of_points(&terms, rectify)?))
    }

    fn general(self, rectify: bool) -> Result<Column, Error> {
        let slope = nonzero(self.of_runs(&self.slopes, false)?);
        let points = match self.points.as_slice() {
            [] => None,
            points => nonzero(self.of_points(points, false)?),
        };
        let offset = self.of_runs(&self.offsets, false)?;
        let batch = self.batch;
        let mut sum = Column { breaks: self.breaks, slope, offset, points };
        if sum.slope.is_some() && sum.points.is_some() {
            sum = sum.spread(batch)?;
        }
        if rectify { sum.rectified(batch) } else { Ok(sum) }
    }
}
