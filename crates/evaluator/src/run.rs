//! Evaluating all points: batches on all cores.

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use network::Points;
use rug::Rational;

use crate::{
    Error, Program,
    column::Batch,
    numbers::Spare,
    points::Ordered,
    state::{Limits, Progress, State},
    value::{Expanded, Value},
};

/// Columns of a batch stay below this where that is worth it: they fit the second-level cache.
const CACHE: u64 = 2 << 20;

/// How many batches a thread gets at least, so that all threads end at the same time.
const BATCHES_PER_THREAD: usize = 2;

/// Most mismatches that a [`Report`] lists.
pub const LISTED: usize = 10;

/// How to evaluate; the results do not depend on it.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Memory for the batches that are evaluated at the same time, in bytes: the less there is, the
    /// smaller they are. Network, points and their keys, which take about as much as the points, come
    /// on top. A batch of one point, or of one block, is never refused.
    pub memory: u64,
    /// Called now and then, from any thread, with the number of points done since the last call.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

impl Default for Options<'_> {
    /// 1 GiB, no progress.
    fn default() -> Self {
        Self { memory: 1 << 30, progress: &|_| {} }
    }
}

/// What [`Program::verify`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Points that were compared with their labels, counted one by one: all of them, or there is
    /// no report.
    pub checked: u64,
    /// Points where the output differs from the label.
    pub mismatches: u64,
    /// The first of them, at most [`LISTED`], by index.
    pub first: Vec<Mismatch>,
    /// Time it took.
    pub elapsed: Duration,
}

impl Report {
    /// Do all of so many points have their labels? Where there is no point, nothing was checked, and
    /// nothing holds.
    #[must_use]
    pub fn holds(&self, points: usize) -> bool {
        points > 0 && self.checked == points as u64 && self.mismatches == 0
    }
}

/// A point where the network does not return the label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Number of the point, from 0.
    pub index: usize,
    /// Its label.
    pub expected: u32,
    /// What the network returns.
    pub got: Rational,
}

/// What becomes of the outputs of a batch.
type Finish<'a, R> = dyn Fn(Batch<'_>, &[Value]) -> Result<R, Error> + Sync + 'a;

impl Program {
    /// The exact outputs at all points: point `i` has `outputs` numbers from `i * outputs` on.
    ///
    /// # Errors
    ///
    /// [`Error`] if the points do not fit the network, or a value is too long for this machine.
    pub fn evaluate(
        &self,
        points: &Points<'_>,
        options: Options<'_>,
    ) -> Result<Vec<Rational>, Error> {
        let ordered = Ordered::new(self, points)?;
        let of_batch = |batch: Batch<'_>, outputs: &[Value]| {
            let outputs = outputs.iter().map(|value| value.expanded(batch));
            let outputs = outputs.collect::<Result<Vec<_>, _>>()?;
            let row = |i| outputs.iter().map(move |output| output.rational(i));
            Ok((0..batch.len()).flat_map(row).collect())
        };
        let append = |mut left: Vec<Rational>, mut right: Vec<Rational>| {
            left.append(&mut right);
            left
        };
        let sorted = self.batches(&ordered, options, &of_batch, &append)?;
        if sorted.len() != points.len() * self.outputs {
            return Err(Error::Internal("a point has no output"));
        }
        let mut outputs = vec![Rational::new(); sorted.len()];
        for (place, value) in (0..).zip(sorted) {
            let point = ordered.order[place / self.outputs] as usize;
            outputs[point * self.outputs + place % self.outputs] = value;
        }
        Ok(outputs)
    }

    /// Compares the output at every point with its label.
    ///
    /// # Errors
    ///
    /// [`Error`] if the network has several outputs, the points or labels do not fit, or a value is
    /// too long for this machine. Wrong labels are no error but mismatches in the report.
    pub fn verify(
        &self,
        points: &Points<'_>,
        labels: &[u32],
        options: Options<'_>,
    ) -> Result<Report, Error> {
        let started = Instant::now();
        if self.outputs != 1 {
            return Err(Error::Outputs { found: self.outputs });
        }
        if labels.len() != points.len() {
            return Err(Error::Labels { found: labels.len(), wanted: points.len() });
        }
        let ordered = Ordered::new(self, points)?;
        let of_batch = |batch: Batch<'_>, outputs: &[Value]| {
            let [output] = outputs else { unreachable!("a program of one output has one") };
            let places = ordered.order.get(batch.start as usize..batch.end as usize);
            let places = places.ok_or(Error::Internal("a batch reaches beyond the last point"))?;
            #[cfg(test)]
            let (places, labels) = (self.fault.places(places), self.fault.labels(labels));
            Found::compared(&output.expanded(batch)?, places, labels)
        };
        let found = self.batches(&ordered, options, &of_batch, &Found::joined)?;
        if found.checked != points.len() as u64 {
            return Err(Error::Internal("a point was not compared with its label"));
        }
        Ok(Report {
            checked: found.checked,
            mismatches: found.mismatches,
            first: found.first,
            elapsed: started.elapsed(),
        })
    }

    fn batches<R: Send + Default>(
        &self,
        ordered: &Ordered,
        options: Options<'_>,
        finish: &Finish<'_, R>,
        join: &(dyn Fn(R, R) -> R + Sync),
    ) -> Result<R, Error> {
        let count = ordered.order.len();
        if count == 0 {
            return Ok(R::default());
        }
        let threads = rayon::current_num_threads();
        let largest = count.div_ceil(threads * BATCHES_PER_THREAD);
        // A thread has one batch at work and, for every time it was cut, a half that waits.
        let waiting = u64::from(largest.ilog2()) + 1;
        let memory = 2 * (options.memory / (threads as u64 * (waiting + 4)));
        let run = Run {
            program: self,
            ordered,
            limits: Limits { memory, cache: CACHE },
            largest: largest as u32,
            progress: options.progress,
            finish,
            join,
        };
        let whole = run.range(0..count as u32)?;
        if whole.points != (0..count as u32) {
            return Err(Error::Internal("the first or the last points were not evaluated"));
        }
        Ok(whole.found)
    }
}

struct Run<'a, R> {
    program: &'a Program,
    ordered: &'a Ordered,
    limits: Limits,
    /// Points of the largest batch to start with.
    largest: u32,
    progress: &'a (dyn Fn(u64) + Sync),
    finish: &'a Finish<'a, R>,
    join: &'a (dyn Fn(R, R) -> R + Sync),
}

/// What was found at some points that follow each other in the order of keys.
struct Part<R> {
    points: Range<u32>,
    found: R,
}

impl<R: Send> Run<'_, R> {
    fn range(&self, range: Range<u32>) -> Result<Part<R>, Error> {
        let Range { start, end } = range;
        if end - start <= self.largest {
            return self.batch(State::new(range, self.ordered));
        }
        let middle = start + (end - start) / 2;
        let right = middle..end;
        #[cfg(test)]
        let right = self.program.fault.second(right);
        self.both(|| self.range(start..middle), || self.range(right))
    }

    fn batch(&self, state: State) -> Result<Part<R>, Error> {
        let (start, end) = (state.start, state.end);
        match state.run(self.program, &self.ordered.keys, self.limits)? {
            Progress::Cut(halves) => {
                let [left, right] = *halves;
                self.both(|| self.batch(left), || self.batch(right))
            }
            Progress::Done(outputs) => {
                let spare = Spare::default();
                let batch = Batch { start, end, keys: &self.ordered.keys, spare: &spare };
                let found = (self.finish)(batch, &outputs)?;
                (self.progress)((end - start).into());
                Ok(Part { points: start..end, found })
            }
        }
    }

    fn both(
        &self,
        left: impl FnOnce() -> Result<Part<R>, Error> + Send,
        right: impl FnOnce() -> Result<Part<R>, Error> + Send,
    ) -> Result<Part<R>, Error> {
        let (left, right) = rayon::join(left, right);
        let (left, right) = (left?, right?);
        if left.points.end != right.points.start {
            return Err(Error::Internal("two batches do not follow each other"));
        }
        let points = left.points.start..right.points.end;
        Ok(Part { points, found: (self.join)(left.found, right.found) })
    }
}

/// What comparing some points with their labels found.
#[derive(Default)]
struct Found {
    checked: u64,
    mismatches: u64,
    first: Vec<Mismatch>,
}

impl Found {
    /// The outputs of a batch and the labels of its points, which stand at these places.
    fn compared(output: &Expanded, places: &[u32], labels: &[u32]) -> Result<Self, Error> {
        let mut found = Self::default();
        for (i, place) in places.iter().enumerate() {
            let index = *place as usize;
            let expected = labels.get(index).copied();
            let expected = expected.ok_or(Error::Internal("a point has no label"))?;
            if !output.equals(i, expected) {
                found.mismatches += 1;
                // Only the least indices are listed in the end.
                if found.first.len() < LISTED || found.first.iter().any(|other| other.index > index)
                {
                    found.first.push(Mismatch { index, expected, got: output.rational(i) });
                    found.shorten();
                }
            }
            found.checked += 1;
        }
        Ok(found)
    }

    fn joined(mut left: Self, right: Self) -> Self {
        left.checked += right.checked;
        left.mismatches += right.mismatches;
        left.first.extend(right.first);
        left.shorten();
        left
    }

    fn shorten(&mut self) {
        self.first.sort_by_key(|mismatch| mismatch.index);
        self.first.truncate(LISTED);
    }
}
