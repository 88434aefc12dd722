//! Other forms of the same column, and which of them costs least.

use std::ops::Range;

use crate::{
    Error,
    breaks::Breaks,
    column::{Batch, Column, nonzero},
    combine::{combine, product},
    numbers::{Data, Numbers},
    term::{Factor, Index, Term},
};

/// Neighbouring runs of one formula are joined if that divides their number by this: breaks that
/// columns share are worth more than short lists.
const MERGE: usize = 8;

/// Points become runs if the runs have this many points each.
const GATHER: usize = 8;

/// Neighbours that are compared before all are.
const SAMPLE: usize = 32;

impl Column {
    /// The same column in a form that costs less.
    pub(crate) fn tidied(self, batch: Batch<'_>) -> Result<Self, Error> {
        if self.breaks.is_one() && self.slope.is_none() {
            return Ok(self.gathered(batch));
        }
        let long = matches!(self.offset.data, Data::Long(_) | Data::Ratio(_));
        if self.slope.is_none() && long {
            return Ok(self);
        }
        if self.points.is_none() && self.breaks.runs() * 2 > batch.len() {
            return self.spread(batch);
        }
        Ok(self.without_lone_slopes(batch)?.merged(batch))
    }

    /// Points that are equal for whole runs become the offsets of these runs.
    fn gathered(self, batch: Batch<'_>) -> Self {
        let Some(points) = self.points.as_ref().filter(|_| self.offset.is_zero()) else {
            return self;
        };
        let len = points.len();
        let differs = |point: &usize| !points.equal(point - 1, *point);
        // Some neighbours from all over the batch tell whether it is worth a closer look.
        let sample = (1..len).step_by((len / SAMPLE).max(1));
        if len < SAMPLE || sample.clone().filter(differs).count() * 4 > SAMPLE {
            return self;
        }
        let firsts: Vec<u32> =
            [0].into_iter().chain((1..len).filter(differs).map(|point| point as u32)).collect();
        if firsts.len() * GATHER > len {
            return self;
        }
        let picks: Vec<_> = firsts.iter().copied().map(Some).collect();
        let starts = firsts.iter().skip(1).map(|first| batch.start + first);
        let breaks = Breaks::new(starts.chain([batch.end]).collect());
        Self { breaks, slope: None, offset: points.gather(&picks), points: None }
    }

    /// Slopes of runs of one point move into the offset.
    fn without_lone_slopes(self, batch: Batch<'_>) -> Result<Self, Error> {
        let Some(slope) = &self.slope else { return Ok(self) };
        let lone = |run: u32, range: &Range<u32>| range.len() == 1 && slope.sign(run as usize) != 0;
        let runs: Vec<_> = (0..).zip(self.breaks.ranges(&batch.range())).collect();
        if !runs.iter().any(|(run, range)| lone(*run, range)) {
            return Ok(self);
        }
        let pick = |choose: &dyn Fn(u32, &Range<u32>) -> Option<u32>| -> Vec<Option<u32>> {
            runs.iter().map(|(run, range)| choose(*run, range)).collect()
        };
        let steep = slope.gather(&pick(&|run, range| lone(run, range).then_some(run)));
        let keys = batch.keys.gather(&pick(&|run, range| lone(run, range).then_some(range.start)));
        let steep = product(&steep, &keys)?;
        let rest = slope.gather(&pick(&|run, range| (!lone(run, range)).then_some(run)));
        let terms = [each(&self.offset), each(&steep)];
        let offset = combine(&terms, runs.len(), false, batch.spare)?;
        Ok(Self { slope: nonzero(rest), offset, ..self })
    }

    /// Joins neighbouring runs of one formula, if that leaves few of them.
    fn merged(self, batch: Batch<'_>) -> Self {
        let runs = self.breaks.runs();
        let differs = |run: &usize| {
            let equal = |numbers: &Numbers| numbers.equal(run - 1, *run);
            !equal(&self.offset) || self.slope.as_ref().is_some_and(|slope| !equal(slope))
        };
        let room = runs / MERGE;
        if runs == 1 || (1..runs).filter(differs).take(room.max(1)).count() >= room.max(1) {
            return self;
        }
        let mut picks = Vec::new();
        let mut ends: Vec<u32> = Vec::new();
        for (run, range) in self.breaks.ranges(&batch.range()).enumerate() {
            match ends.last_mut() {
                Some(end) if !differs(&run) => *end = range.end,
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

    /// The column with all its values as points, or as one number if there is only one point.
    pub(crate) fn spread(self, batch: Batch<'_>) -> Result<Self, Error> {
        let mut points = self.points.unwrap_or_else(|| Numbers::zeros(batch.len()));
        if let Some(slope) = &self.slope {
            let picks: Vec<_> = run_of_points(&self.breaks, batch).into_iter().map(Some).collect();
            let keys = batch.keys.slice(batch.start as usize..batch.end as usize);
            let steep = product(&slope.gather(&picks), &keys)?;
            points = combine(&[each(&points), each(&steep)], batch.len(), false, batch.spare)?;
        }
        points = points.plus_runs(&self.offset, &self.breaks, batch)?;
        Ok(if batch.len() == 1 { Self::constant(points) } else { Self::points(points) })
    }

    /// `factor` times the values at all points; or one number, and `true`, if all are equal.
    pub(crate) fn values(
        &self,
        factor: Factor<'_>,
        batch: Batch<'_>,
    ) -> Result<(Numbers, bool), Error> {
        let spread = self.clone().spread(batch)?;
        let (numbers, constant) = match &spread.points {
            Some(points) => (points, false),
            None => (&spread.offset, true),
        };
        let term = Term { factor, numbers, index: Index::Each };
        Ok((combine(&[term], numbers.len(), false, batch.spare)?, constant))
    }
}

impl Numbers {
    /// Adds to each point of a batch the offset of its run.
    pub(crate) fn plus_runs(
        self,
        offset: &Self,
        breaks: &Breaks,
        batch: Batch<'_>,
    ) -> Result<Self, Error> {
        if offset.is_zero() {
            return Ok(self);
        }
        let map = if breaks.is_one() { Vec::new() } else { run_of_points(breaks, batch) };
        let index = if breaks.is_one() { Index::First } else { Index::Map(&map) };
        let offset = Term { index, ..each(offset) };
        combine(&[each(&self), offset], batch.len(), false, batch.spare)
    }
}

fn each(numbers: &Numbers) -> Term<'_> {
    Term { factor: Factor::ONE, numbers, index: Index::Each }
}

/// The run of every point.
fn run_of_points(breaks: &Breaks, batch: Batch<'_>) -> Vec<u32> {
    let mut map = Vec::with_capacity(batch.len());
    for (run, range) in (0..).zip(breaks.ranges(&batch.range())) {
        map.resize(map.len() + range.len(), run);
    }
    map
}
