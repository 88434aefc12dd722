//! The positive part of a column.
//!
//! - Without `points`, a run with a slope is cut where it crosses zero. The keys increase, so
//!   bisection finds the place, and nothing is computed for the points themselves.
//! - With `points`, a run whose offset is longer than every one of them has the offset's sign: the
//!   run stays as it is, or is 0. In any other run the offset is added to the points.

use std::ops::Range;

use rug::ops::DivRounding;

use crate::{
    Error,
    breaks::Breaks,
    column::{Batch, Column, nonzero},
    number::{shift_of, shifted},
    numbers::{Data, Numbers},
};

impl Column {
    /// ReLU.
    pub(crate) fn rectified(mut self, batch: Batch<'_>) -> Result<Self, Error> {
        if let Some(slope) = &self.slope {
            let (breaks, picks) = cut_at_zero(&self, slope, batch)?;
            let slope = nonzero(slope.gather(&picks));
            return Ok(Self { breaks, slope, offset: self.offset.gather(&picks), points: None });
        }
        if let Some(points) = self.points.take() {
            return self.rectified_points(points, batch);
        }
        self.offset.rectify(0..self.offset.len());
        self.offset = self.offset.again();
        Ok(self)
    }

    fn rectified_points(self, mut points: Numbers, batch: Batch<'_>) -> Result<Self, Error> {
        let Self { breaks, offset, .. } = self;
        let signs = decided(&offset, &points, breaks.runs());
        let runs = |sign: i8| -> Vec<Option<u32>> {
            (0..).zip(&signs).map(|(run, decided)| (*decided == sign).then_some(run)).collect()
        };
        // Undecided offsets move into the points.
        points = points.plus_runs(&offset.gather(&runs(0)), &breaks, batch)?;
        for (run, sign) in breaks.ranges(&batch.range()).zip(&signs) {
            match sign {
                0 => points.rectify(batch.local(&run)),
                1 => {}
                _ => points.clear(batch.local(&run)),
            }
        }
        let offset = offset.gather(&runs(1));
        Ok(Self { breaks, slope: None, offset, points: nonzero(points.again()) })
    }
}

/// The sign of `offset + points` in each run if the lengths alone tell, 0 if they do not.
fn decided(offset: &Numbers, points: &Numbers, runs: usize) -> Vec<i8> {
    if [offset, points].iter().any(|numbers| matches!(numbers.data, Data::Ratio(_))) {
        return vec![0; runs];
    }
    // |points| < 2^most; an offset of b bits is above 2^(b + lift) or 0
    let most = points.exponent.saturating_add_unsigned(points.bits);
    let denominator = offset.denominator.as_ref().map_or(0, |d| d.significant_bits());
    let lift = offset.exponent - i64::from(denominator) - 1;
    let sign = |run: usize| {
        let bits = offset.bits_at(run);
        if bits > 0 && lift.saturating_add_unsigned(bits) >= most { offset.sign(run) } else { 0 }
    };
    (0..runs).map(sign).collect()
}

/// The runs of the positive part of a column without points, and the old run whose formula holds in
/// each, or none where it is 0.
fn cut_at_zero(
    column: &Column,
    slope: &Numbers,
    batch: Batch<'_>,
) -> Result<(Breaks, Vec<Option<u32>>), Error> {
    let mut ends = Vec::with_capacity(column.breaks.runs() + 1);
    let mut picks = Vec::with_capacity(column.breaks.runs() + 1);
    let mut push = |pick: Option<u32>, range: Range<u32>| {
        if range.is_empty() {
            return;
        }
        // Zero runs side by side are one.
        if pick.is_none() && picks.last() == Some(&None) {
            ends.pop();
            picks.pop();
        }
        ends.push(range.end);
        picks.push(pick);
    };
    for (run, range) in (0..).zip(column.breaks.ranges(&batch.range())) {
        let sign = slope.sign(run as usize);
        if sign == 0 {
            push((column.offset.sign(run as usize) > 0).then_some(run), range);
            continue;
        }
        let place = crossing(slope, &column.offset, run as usize, batch.keys, &range)?;
        let (left, right) = if sign > 0 { (None, Some(run)) } else { (Some(run), None) };
        push(left, range.start..place);
        push(right, place..range.end);
    }
    Ok((Breaks::new(ends), picks))
}

/// The first point of a run behind the place where `slope * T + offset` is 0. The slope is not 0.
fn crossing(
    slope: &Numbers,
    offset: &Numbers,
    run: usize,
    keys: &Numbers,
    range: &Range<u32>,
) -> Result<u32, Error> {
    // slope * T + offset has the sign of a t + b, or the opposite one if the slope is negative,
    // where T = t 2^exponent / denominator and a > 0
    let (a, b) = if matches!(slope.data, Data::Ratio(_)) || matches!(offset.data, Data::Ratio(_)) {
        let mut zero = shifted(-offset.rational(run) / slope.rational(run), -keys.exponent);
        if let Some(denominator) = &keys.denominator {
            zero *= &**denominator;
        }
        let (numerator, denominator) = zero.into_numer_denom();
        (denominator, -numerator)
    } else {
        let (mut a, mut b) = (slope.integer(run), offset.integer(run));
        if let Some(denominator) = &offset.denominator {
            a *= &**denominator;
        }
        for denominator in [&slope.denominator, &keys.denominator].into_iter().flatten() {
            b *= &**denominator;
        }
        let shift = offset.exponent - slope.exponent - keys.exponent;
        if shift >= 0 {
            b <<= shift_of(shift)?;
        } else {
            a <<= shift_of(shift)?;
        }
        if a.is_negative() { (-a, -b) } else { (a, b) }
    };
    let last = (-b).div_floor(a);
    let from = range.start as usize..range.end as usize;
    let before = match &keys.data {
        Data::Short(keys) => count(&keys[from], |key| last >= *key),
        Data::Wide(keys) => count(&keys[from], |key| last >= *key),
        Data::Long(keys) => count(&keys[from], |key| last >= *key),
        Data::Ratio(keys) => count(&keys[from], |key| *key <= last),
    };
    Ok(range.start + before)
}

/// How many of the keys are before the crossing.
fn count<T>(keys: &[T], before: impl Fn(&T) -> bool) -> u32 {
    match keys {
        // Most runs lie on one side.
        [first, ..] if !before(first) => 0,
        [.., last] if before(last) => keys.len() as u32,
        _ => keys.partition_point(before) as u32,
    }
}
