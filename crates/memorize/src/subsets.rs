//! What Theorems 3.1, 5.1 and 6.2 share: the sorted points are cut into subsets, and each gets a
//! network on the line of its own, which is 0 at the points of all others. Theorem 3.1 has one subset.
//!
//! # Counting
//!
//! Bounds are those of one full subset, see [`promise`](crate::promise).

use dataset::{Dataset, Points};
use encoding::strings::{Segments, bits_of_labels};
use projection::{Facts, Profile, Projection};

use crate::{
    MemorizeError,
    line::{self, EdgeModel, LineBuilder, LineNetwork},
    parameters::Parameters,
    promise::SubsetBound,
};

/// Stage I, and how stages II and III will be cut.
#[derive(Debug, Clone)]
pub struct Cut {
    /// Stage I for all points.
    pub projection: Projection,
    /// Labels in the order of the projected points.
    labels: Vec<u32>,
    /// c, bits of a label.
    pub label_bits: u32,
    /// What the bounds depend on.
    pub facts: Facts,
    profile: Profile,
}

impl Cut {
    /// Projects the data.
    ///
    /// # Errors
    ///
    /// [`MemorizeError::Projection`].
    pub fn new(data: &Dataset, parameters: &Parameters) -> Result<Self, MemorizeError> {
        Self::of(data.points(), data.labels(), data.classes() as u64, parameters)
    }

    /// As [`Cut::new`], for points and class numbers below `classes`, not all of them used perhaps.
    pub(crate) fn of(
        points: &Points,
        labels: &[u32],
        classes: u64,
        parameters: &Parameters,
    ) -> Result<Self, MemorizeError> {
        let Parameters { profile, seed, delta_squared } = parameters;
        let projection = projection::project(points, delta_squared, *profile, *seed)?;
        let facts = Facts::of(points, classes, delta_squared);
        Ok(Self {
            labels: projection.sorted(labels),
            projection,
            label_bits: bits_of_labels(facts.classes),
            facts,
            profile: *profile,
        })
    }

    /// Number of points.
    #[must_use]
    pub fn points(&self) -> usize {
        self.labels.len()
    }

    /// The segments for subsets of `size` points: n from the formula, or the one that minimises
    /// the edges among those within the bounds.
    ///
    /// # Errors
    ///
    /// [`MemorizeError::Bits`] if a string would be too long.
    pub fn segments(&self, size: usize) -> Result<Segments, MemorizeError> {
        let (key_bits, label_bits) = (self.projection.key_bits(), self.label_bits);
        let at = |per_block| Segments { per_block, key_bits, label_bits };
        let bound = SubsetBound::of(&self.facts, size);
        if self.profile == Profile::Paper {
            return Ok(at(bound.per_block));
        }
        let model = EdgeModel::measure(size, key_bits, label_bits)?;
        let admitted = |n: &usize| {
            let segments = at(*n);
            // Depth counts affine maps, one more than hidden layers.
            bound.depth > line::hidden_layers(size, segments) && bound.bits >= line::bits(segments)
        };
        let best = (1..=size).filter(admitted).min_by_key(|n| model.edges(*n));
        Ok(at(best.unwrap_or(bound.per_block)))
    }

    /// One network for each subset of `size` consecutive points, in order, in blocks of these
    /// [`Cut::segments`].
    ///
    /// # Errors
    ///
    /// [`MemorizeError`] as for [`line::line_network`].
    pub fn networks(
        &self,
        size: usize,
        segments: Segments,
    ) -> Result<impl Iterator<Item = Result<LineNetwork, MemorizeError>>, MemorizeError> {
        let builder = LineBuilder::new(segments, &self.projection.range)?;
        let starts = (0..self.points()).step_by(size.max(1));
        Ok(starts.map(move |start| {
            let range = start..(start + size).min(self.points());
            let Some(points) = self.projection.points.part(range.clone()) else {
                unreachable!("there are as many projected points as labels")
            };
            builder.build(&points, &self.labels[range])
        }))
    }
}
