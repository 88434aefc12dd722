//! Runs: how a batch of points is cut into pieces on which a column follows one formula.

use std::{ops::Range, sync::Arc};

/// The ends of the runs of a batch.
///
/// Invariant: ends increase strictly, and the last one is the end of the batch; a single run has no
/// list.
#[derive(Clone, Debug)]
pub(crate) struct Breaks(Option<Arc<[u32]>>);

impl Breaks {
    /// The whole batch is one run.
    pub(crate) const ONE: Self = Self(None);

    pub(crate) fn new(ends: Vec<u32>) -> Self {
        Self((ends.len() > 1).then(|| ends.into()))
    }

    /// Number of runs.
    pub(crate) fn runs(&self) -> usize {
        self.0.as_ref().map_or(1, |ends| ends.len())
    }

    pub(crate) fn is_one(&self) -> bool {
        self.0.is_none()
    }

    /// The runs as ranges of points, for the batch that these breaks belong to.
    pub(crate) fn ranges(&self, batch: &Range<u32>) -> impl Iterator<Item = Range<u32>> + use<'_> {
        let whole = self.0.is_none().then_some(batch.end);
        let ends = self.0.as_deref().unwrap_or_default().iter().copied().chain(whole);
        let mut start = batch.start;
        ends.map(move |end| std::mem::replace(&mut start, end)..end)
    }

    pub(crate) fn same(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(left), Some(right)) => Arc::ptr_eq(left, right) || left == right,
            (left, right) => left.is_none() && right.is_none(),
        }
    }

    /// The runs on which all of several columns follow one formula each.
    pub(crate) fn union(all: &[&Self]) -> Self {
        let Some(first) = all.iter().find(|breaks| !breaks.is_one()) else {
            return Self::ONE;
        };
        if all.iter().all(|breaks| breaks.is_one() || breaks.same(first)) {
            return (*first).clone();
        }
        let mut ends: Vec<u32> =
            all.iter().flat_map(|b| b.0.as_deref().unwrap_or_default()).copied().collect();
        ends.sort_unstable();
        ends.dedup();
        Self::new(ends)
    }

    /// For each run of `finer`, the run of `self` that it lies in.
    pub(crate) fn map_from(&self, finer: &Self) -> Vec<u32> {
        let mine = self.0.as_deref().unwrap_or_default();
        let mut run = 0;
        let place = |end: &u32| {
            let here = run;
            run += u32::from(mine.get(run as usize) == Some(end));
            here
        };
        let map = finer.0.as_deref().unwrap_or_default().iter().map(place).collect();
        assert_eq!(run as usize, mine.len(), "finer runs end where these do");
        map
    }

    /// The breaks left and right of point `middle`, and which runs these are. A run that contains
    /// both `middle - 1` and `middle` is in both.
    pub(crate) fn cut(&self, middle: u32) -> ([Self; 2], [Range<usize>; 2]) {
        let Some(ends) = &self.0 else {
            return ([Self::ONE, Self::ONE], [0..1, 0..1]);
        };
        let inside = ends.partition_point(|end| *end < middle);
        let (left, right) = ends.split_at(inside);
        let touching = right.first() == Some(&middle);
        let left: Vec<u32> = left.iter().copied().chain([middle]).collect();
        let right = &right[usize::from(touching)..];
        let begin = inside + usize::from(touching);
        ([Self::new(left), Self::new(right.to_vec())], [0..inside + 1, begin..ends.len()])
    }
}
