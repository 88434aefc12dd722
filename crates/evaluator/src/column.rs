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
//! `slope` and `points` may be missing. Sums of such columns are such columns. So is the positive
//! part of one:
//!
//! - without `points`, a run with a slope is cut where it crosses zero; the keys increase, so
//!   bisection finds the place;
//! - with `points`, a run whose offset is longer than every one of them has the offset's sign; in
//!   any other run the offset is added to them.

use std::ops::Range;

use rug::ops::DivRounding;

use crate::{
    Error,
    breaks::Breaks,
    combine::{Factor, Index, Term, combine, product, shift_of},
    number::{Dyadic, power},
    numbers::{Data, Numbers},
};

/// Sums of more columns than this with different runs are formed pairwise, so that the work grows
/// with the number of runs and not with its square.
const MANY: usize = 8;

/// Neighbouring runs of one formula are joined if that divides their number by this.
const MERGE: usize = 8;

/// A batch: its points, by their position in the order of keys, and all keys.
#[derive(Clone, Copy)]
pub(crate) struct Batch<'a> {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) keys: &'a Numbers,
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
        let points = (!points.is_zero()).then_some(points);
        Self { breaks: Breaks::ONE, slope: None, offset: Numbers::zeros(1), points }
    }

    /// Memory in bytes.
    pub(crate) fn bytes(&self) -> u64 {
        let optional = |numbers: &Option<Numbers>| numbers.as_ref().map_or(0, Numbers::bytes);
        self.offset.bytes() + optional(&self.slope) + optional(&self.points)
    }

    /// The number, if the column is one short number.
    pub(crate) fn as_dyadic(&self) -> Option<Dyadic> {
        let constant = self.breaks.is_one() && self.slope.is_none() && self.points.is_none();
        if constant { self.offset.as_dyadic() } else { None }
    }

    /// The sum of the parts and of a constant; its positive part if `rectify`.
    pub(crate) fn sum(
        parts: &[Part<'_>],
        constant: &Numbers,
        batch: Batch<'_>,
        rectify: bool,
    ) -> Result<Self, Error> {
        let mut sum = Self::plain_sum(parts, constant, batch, rectify)?;
        if rectify {
            sum = sum.rectified(batch)?;
        }
        sum.tidied(batch)
    }

    fn plain_sum(
        parts: &[Part<'_>],
        constant: &Numbers,
        batch: Batch<'_>,
        rectify: bool,
    ) -> Result<Self, Error> {
        let all: Vec<_> = parts.iter().map(|part| &part.column.breaks).collect();
        let breaks = Breaks::union(&all);
        let different =
            |part: &&Part<'_>| !part.column.breaks.is_one() && !part.column.breaks.same(&breaks);
        if parts.len() > MANY && parts.iter().filter(different).count() > MANY {
            let (left, right) = parts.split_at(parts.len() / 2);
            let none = Numbers::zeros(1);
            let left = Self::plain_sum(left, constant, batch, false)?.tidied(batch)?;
            let right = Self::plain_sum(right, &none, batch, false)?.tidied(batch)?;
            let parts = [&left, &right].map(|column| Part { factor: Factor::ONE, column });
            return Self::plain_sum(&parts, &none, batch, rectify);
        }
        let maps: Vec<_> = parts
            .iter()
            .map(|part| different(&part).then(|| part.column.breaks.map_from(&breaks)))
            .collect();
        let index = |place: usize, part: &Part<'_>| match maps.get(place) {
            Some(Some(map)) => Index::Map(map),
            _ if part.column.breaks.is_one() => Index::First,
            _ => Index::Each,
        };
        let of_runs = |numbers: fn(&Column) -> Option<&Numbers>| {
            let mut terms = Vec::with_capacity(parts.len() + 1);
            for (place, part) in parts.iter().enumerate() {
                if let Some(numbers) = numbers(part.column) {
                    terms.push(Term { factor: part.factor, numbers, index: index(place, part) });
                }
            }
            terms
        };

        let slopes = of_runs(|column| column.slope.as_ref());
        let points: Vec<_> = parts
            .iter()
            .filter_map(|part| {
                let numbers = part.column.points.as_ref()?;
                Some(Term { factor: part.factor, numbers, index: Index::Each })
            })
            .collect();
        let mut offsets = of_runs(|column| Some(&column.offset));
        offsets.push(Term { factor: Factor::ONE, numbers: constant, index: Index::First });

        let runs = breaks.runs();
        let some = |terms: &[Term<'_>], len| -> Result<Option<Numbers>, Error> {
            if terms.is_empty() {
                return Ok(None);
            }
            Ok(Some(combine(terms, len, false)?).filter(|numbers| !numbers.is_zero()))
        };
        let slope = some(&slopes, runs)?;
        let points = some(&points, batch.len())?;
        let rectify = rectify && slope.is_none() && points.is_none();
        let offset = combine(&offsets, runs, rectify)?;
        let sum = Self { breaks, slope, offset, points };
        if sum.slope.is_some() && sum.points.is_some() { sum.spread(batch) } else { Ok(sum) }
    }

    /// ReLU.
    fn rectified(self, batch: Batch<'_>) -> Result<Self, Error> {
        match &self.slope {
            // Done in the sum already if there are no points either.
            None if self.points.is_none() => Ok(self),
            None => self.rectified_points(batch),
            Some(slope) => {
                let (breaks, picks) = cut_at_zero(&self, slope, batch)?;
                let slope = Some(slope.gather(&picks)).filter(|slope| !slope.is_zero());
                Ok(Self { breaks, slope, offset: self.offset.gather(&picks), points: None })
            }
        }
    }

    fn rectified_points(self, batch: Batch<'_>) -> Result<Self, Error> {
        let Some(mut points) = self.points else { return Ok(self) };
        let mut offset = self.offset;
        // |points| < 2^most; an offset of b bits is at least 2^(b - 1 + lift)
        let most = points.exponent + i64::try_from(points.bits).unwrap_or(i64::MAX);
        let ratio = matches!(points.data, Data::Ratio(_)) || matches!(offset.data, Data::Ratio(_));
        let length =
            |n: &Numbers| n.denominator.as_ref().map_or(0, |d| i64::from(d.significant_bits()));
        let lift = offset.exponent - length(&offset) - 1;
        let decided = |run: usize| {
            let bits = i64::try_from(offset.bits_at(run)).unwrap_or(i64::MAX);
            if !ratio && bits > 0 && bits + lift >= most { offset.sign(run) } else { 0 }
        };
        let signs: Vec<i8> = (0..self.breaks.runs()).map(decided).collect();
        // Undecided offsets move into the points.
        let undecided: Vec<_> =
            (0..).zip(&signs).map(|(run, sign)| (*sign == 0).then_some(run)).collect();
        let moving = offset.gather(&undecided);
        if !moving.is_zero() {
            points = add_runs(points, &moving, &self.breaks, batch)?;
        }
        for (run, sign) in self.breaks.ranges(&batch.range()).zip(&signs) {
            match sign {
                0 => points.rectify(batch.local(&run)),
                1 => {}
                _ => points.clear(batch.local(&run)),
            }
        }
        let kept: Vec<_> =
            (0..).zip(&signs).map(|(run, sign)| (*sign > 0).then_some(run)).collect();
        offset = offset.gather(&kept);
        let points = points.measured();
        let points = (!points.is_zero()).then_some(points);
        Ok(Self { breaks: self.breaks, slope: None, offset, points })
    }

    /// The same column in a form that costs less.
    fn tidied(self, batch: Batch<'_>) -> Result<Self, Error> {
        let mut column = self;
        if column.breaks.is_one() && column.slope.is_none() {
            return Ok(column);
        }
        let many = column.breaks.runs() * 2 > batch.len();
        let long = matches!(column.offset.data, Data::Long(_) | Data::Ratio(_));
        if column.points.is_none() && many && (column.slope.is_some() || !long) {
            return column.spread(batch);
        }
        column = column.without_lone_slopes(batch)?;
        Ok(column.merged(batch))
    }

    /// Slopes of runs of one point move into the offset.
    fn without_lone_slopes(self, batch: Batch<'_>) -> Result<Self, Error> {
        let Some(slope) = &self.slope else { return Ok(self) };
        let lone = |(run, range): (u32, Range<u32>)| {
            (range.len() == 1 && slope.sign(run as usize) != 0).then_some((run, range.start))
        };
        let lone: Vec<_> = (0..).zip(self.breaks.ranges(&batch.range())).map(lone).collect();
        if lone.iter().all(Option::is_none) {
            return Ok(self);
        }
        let slopes =
            slope.gather(&lone.iter().map(|lone| lone.map(|(run, _)| run)).collect::<Vec<_>>());
        let keys = batch
            .keys
            .gather(&lone.iter().map(|lone| lone.map(|(_, point)| point)).collect::<Vec<_>>());
        let term = |numbers| Term { factor: Factor::ONE, numbers, index: Index::Each };
        let offset = combine(
            &[term(&self.offset), term(&product(&slopes, &keys)?)],
            self.offset.len(),
            false,
        )?;
        let rest: Vec<_> =
            (0..).zip(&lone).map(|(run, lone)| lone.is_none().then_some(run)).collect();
        let slope = Some(slope.gather(&rest)).filter(|slope| !slope.is_zero());
        Ok(Self { slope, offset, ..self })
    }

    /// Joins neighbouring runs of one formula, if that leaves few of them: breaks that
    /// columns share are worth more than short lists.
    fn merged(self, batch: Batch<'_>) -> Self {
        let runs = self.breaks.runs();
        let differs = |run: usize| {
            let equal = |numbers: &Numbers| numbers.equal(run - 1, run);
            !equal(&self.offset) || self.slope.as_ref().is_some_and(|slope| !equal(slope))
        };
        let mut room = (runs / MERGE).max(1);
        for run in 1..runs {
            if differs(run) {
                room -= 1;
                if room == 0 {
                    return self;
                }
            }
        }
        if runs == 1 {
            return self;
        }
        let mut picks = Vec::new();
        let mut ends: Vec<u32> = Vec::new();
        for (run, range) in self.breaks.ranges(&batch.range()).enumerate() {
            match ends.last_mut() {
                Some(end) if !differs(run) => *end = range.end,
                _ => {
                    picks.push(Some(run as u32));
                    ends.push(range.end);
                }
            }
        }
        let slope = self.slope.map(|slope| slope.gather(&picks));
        let offset = self.offset.gather(&picks);
        Self { breaks: Breaks::new(ends), slope, offset, points: self.points }
    }

    /// The column with all its values as points.
    fn spread(self, batch: Batch<'_>) -> Result<Self, Error> {
        let mut points = self.points;
        if let Some(slope) = &self.slope {
            let map = run_of_points(&self.breaks, batch);
            let picks: Vec<_> = map.into_iter().map(Some).collect();
            let keys = batch.keys.slice(batch.start as usize..batch.end as usize);
            let steep = product(&slope.gather(&picks), &keys)?;
            points = Some(match points {
                None => steep,
                Some(points) => {
                    let term = |numbers| Term { factor: Factor::ONE, numbers, index: Index::Each };
                    combine(&[term(&points), term(&steep)], batch.len(), false)?
                }
            });
        }
        let points = points.unwrap_or_else(|| Numbers::zeros(batch.len()));
        let points = add_runs(points, &self.offset, &self.breaks, batch)?;
        Ok(if batch.len() == 1 { Self::constant(points) } else { Self::points(points) })
    }

    /// `factor` times the values at all points, or one number for all of them and `true`.
    pub(crate) fn values(
        &self,
        factor: Factor<'_>,
        batch: Batch<'_>,
    ) -> Result<(Numbers, bool), Error> {
        let part = Part { factor, column: self };
        let spread = Self::plain_sum(&[part], &Numbers::zeros(1), batch, false)?.spread(batch)?;
        Ok(match spread.points {
            Some(points) => (points, false),
            None => (spread.offset, true),
        })
    }

    /// The parts of the column left and right of point `middle`.
    pub(crate) fn cut(&self, batch: Batch<'_>, middle: u32) -> Result<[Self; 2], Error> {
        let (left_breaks, right_breaks, left_runs, right_runs) = self.breaks.cut(middle);
        let at = (middle - batch.start) as usize;
        let part = |breaks, runs: Range<usize>, points: Range<usize>, start, end| {
            let nonzero = |numbers: Numbers| (!numbers.is_zero()).then_some(numbers);
            Self {
                breaks,
                slope: self.slope.as_ref().and_then(|slope| nonzero(slope.slice(runs.clone()))),
                offset: self.offset.slice(runs),
                points: self.points.as_ref().and_then(|all| nonzero(all.slice(points))),
            }
            .tidied(Batch { start, end, ..batch })
        };
        Ok([
            part(left_breaks, left_runs, 0..at, batch.start, middle)?,
            part(right_breaks, right_runs, at..batch.len(), middle, batch.end)?,
        ])
    }
}

/// `points[i] + offset[r(i)]`
fn add_runs(
    points: Numbers,
    offset: &Numbers,
    breaks: &Breaks,
    batch: Batch<'_>,
) -> Result<Numbers, Error> {
    if offset.is_zero() {
        return Ok(points);
    }
    let map = if breaks.is_one() { Vec::new() } else { run_of_points(breaks, batch) };
    let index = if breaks.is_one() { Index::First } else { Index::Map(&map) };
    let terms = [
        Term { factor: Factor::ONE, numbers: &points, index: Index::Each },
        Term { factor: Factor::ONE, numbers: offset, index },
    ];
    combine(&terms, batch.len(), false)
}

/// The run of every point.
fn run_of_points(breaks: &Breaks, batch: Batch<'_>) -> Vec<u32> {
    let mut map = Vec::with_capacity(batch.len());
    for (run, range) in (0..).zip(breaks.ranges(&batch.range())) {
        map.resize(map.len() + range.len(), run);
    }
    map
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
    let mut push = |pick: Option<u32>, end: u32, start: u32| {
        if end == start {
            return;
        }
        // Zero runs side by side are one.
        if pick.is_none() && picks.last() == Some(&None) {
            ends.pop();
            picks.pop();
        }
        ends.push(end);
        picks.push(pick);
    };
    for (run, range) in (0..).zip(column.breaks.ranges(&batch.range())) {
        let zero = match slope.sign(run as usize) {
            0 => {
                let pick = (column.offset.sign(run as usize) > 0).then_some(run);
                push(pick, range.end, range.start);
                continue;
            }
            sign => sign,
        };
        let place = crossing(slope, &column.offset, run as usize, batch.keys, &range)?;
        let (left, right) = if zero > 0 { (None, Some(run)) } else { (Some(run), None) };
        push(left, place, range.start);
        push(right, range.end, place);
    }
    Ok((Breaks::new(ends), picks))
}

/// The first point of a run at or behind the place where `slope * T + offset` crosses 0.
fn crossing(
    slope: &Numbers,
    offset: &Numbers,
    run: usize,
    keys: &Numbers,
    range: &Range<u32>,
) -> Result<u32, Error> {
    // T = t 2^e / d; the slope is a, the offset is b
    let (a, b) = if matches!(slope.data, Data::Ratio(_)) || matches!(offset.data, Data::Ratio(_)) {
        let (mut a, b) = (slope.rational(run), offset.rational(run));
        if let Some(denominator) = &keys.denominator {
            a /= &**denominator;
        }
        let zero = power(-b / a, -keys.exponent);
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
        let by = shift_of(shift)?;
        if shift >= 0 {
            b <<= by
        } else {
            a <<= by
        }
        if a.is_negative() { (-a, -b) } else { (a, b) }
    };
    // The value has the sign of the slope behind the last t <= -b / a.
    let last = (-b).div_floor(a);
    let from = range.start as usize..range.end as usize;
    let before = match &keys.data {
        Data::Short(keys) => behind(keys.get(from), |key| last >= *key),
        Data::Wide(keys) => behind(keys.get(from), |key| last >= *key),
        Data::Long(keys) => behind(keys.get(from), |key| last >= *key),
        Data::Ratio(keys) => behind(keys.get(from), |key| *key <= last),
    };
    Ok(range.start + before)
}

/// How many of the keys are not behind the crossing.
fn behind<T>(keys: Option<&[T]>, before: impl Fn(&T) -> bool) -> u32 {
    let keys = keys.unwrap_or_default();
    match (keys.first(), keys.last()) {
        (Some(first), _) if !before(first) => 0,
        (_, Some(last)) if before(last) => keys.len() as u32,
        _ => keys.partition_point(before) as u32,
    }
}
