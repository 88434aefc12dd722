//! Evaluating all points: batches on all cores.

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use rug::Rational;

use crate::{
    Error, Program,
    column::Batch,
    numbers::Spare,
    points::{Ordered, Points},
    state::{Expanded, Limits, Progress, State, Value},
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
    /// Points that were evaluated: all of them.
    pub checked: u64,
    /// Points where the output differs from the label.
    pub mismatches: u64,
    /// The first of them, at most [`LISTED`], by index.
    pub first: Vec<Mismatch>,
    /// Time it took.
    pub elapsed: Duration,
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
        let mut outputs = vec![Rational::new(); sorted.len()];
        let mut sorted = sorted.into_iter();
        for place in &ordered.order {
            let start = *place as usize * self.outputs;
            let row = outputs.get_mut(start..start + self.outputs).unwrap_or_default();
            row.iter_mut().zip(&mut sorted).for_each(|(output, value)| *output = value);
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
            let mut found = Found::default();
            for output in outputs {
                found.compare(&output.expanded(batch)?, batch, &ordered.order, labels);
            }
            Ok(found)
        };
        let found = self.batches(&ordered, options, &of_batch, &Found::joined)?;
        Ok(Report {
            checked: points.len() as u64,
            mismatches: found.count,
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
        run.range(0..count as u32)
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

impl<R: Send> Run<'_, R> {
    fn range(&self, range: Range<u32>) -> Result<R, Error> {
        let Range { start, end } = range;
        if end - start <= self.largest {
            return self.batch(State::new(range, self.ordered));
        }
        let middle = start + (end - start) / 2;
        self.both(|| self.range(start..middle), || self.range(middle..end))
    }

    fn batch(&self, state: State) -> Result<R, Error> {
        let (start, end) = (state.start, state.end);
        match state.run(self.program, &self.ordered.keys, self.limits)? {
            Progress::Cut(halves) => {
                let [left, right] = *halves;
                self.both(|| self.batch(left), || self.batch(right))
            }
            Progress::Done(outputs) => {
                let spare = Spare::default();
                let batch = Batch { start, end, keys: &self.ordered.keys, spare: &spare };
                let result = (self.finish)(batch, &outputs);
                (self.progress)((end - start).into());
                result
            }
        }
    }

    fn both(
        &self,
        left: impl FnOnce() -> Result<R, Error> + Send,
        right: impl FnOnce() -> Result<R, Error> + Send,
    ) -> Result<R, Error> {
        let (left, right) = rayon::join(left, right);
        Ok((self.join)(left?, right?))
    }
}

/// The mismatches of some batches.
#[derive(Default)]
struct Found {
    count: u64,
    first: Vec<Mismatch>,
}

impl Found {
    fn compare(&mut self, output: &Expanded, batch: Batch<'_>, order: &[u32], labels: &[u32]) {
        let places = order.get(batch.start as usize..batch.end as usize).unwrap_or_default();
        for (i, place) in places.iter().enumerate() {
            let index = *place as usize;
            let Some(expected) = labels.get(index).copied() else { continue };
            if !output.equals(i, expected) {
                self.count += 1;
                // Only the least indices are listed in the end.
                if self.first.len() < LISTED || self.first.iter().any(|other| other.index > index) {
                    self.first.push(Mismatch { index, expected, got: output.rational(i) });
                    self.shorten();
                }
            }
        }
    }

    fn joined(mut left: Self, right: Self) -> Self {
        left.count += right.count;
        left.first.extend(right.first);
        left.shorten();
        left
    }

    fn shorten(&mut self) {
        self.first.sort_by_key(|mismatch| mismatch.index);
        self.first.truncate(LISTED);
    }
}
