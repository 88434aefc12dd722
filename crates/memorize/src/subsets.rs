//! What Theorems 5.1 and 6.2 share: the sorted points are cut into subsets, and each gets a network
//! on the line of its own, which is 0 at the points of all others.
//!
//! # Counting
//!
//! Bounds are those of one full subset, see [`promise`](crate::promise).

use dataset::Dataset;
use encoding::strings::Segments;
use projection::{Facts, Profile, Projection};

use crate::{
    MemorizeError, Parameters,
    line::{self, EdgeModel, LineBuilder, LineNetwork},
    promise::SubsetBound,
    theorem_3_1::{bits_of_labels, points_per_block},
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
        let Parameters { profile, seed, delta_squared } = parameters;
        let projection = projection::project(data.points(), delta_squared, *profile, *seed)?;
        let facts = Facts::of(data.points(), data.classes() as u64, delta_squared);
        Ok(Self {
            labels: projection.sorted(data.labels()),
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
        let formula = points_per_block(size);
        if self.profile == Profile::Paper {
            return Ok(at(formula));
        }
        let model = EdgeModel::measure(size, key_bits, label_bits)?;
        let bound = SubsetBound::of(&self.facts, size);
        let admitted = |n: &usize| {
            let bits = *n as u64 * u64::from(key_bits.max(label_bits)) + 2;
            bound.depth > line::hidden_layers(size, at(*n)) && bound.bits >= bits
        };
        let best = (1..=size).filter(admitted).min_by_key(|n| model.edges(*n));
        Ok(at(best.unwrap_or(formula)))
    }

    /// One network for each subset of `size` consecutive points, in order.
    ///
    /// # Errors
    ///
    /// [`MemorizeError`] as for [`line::line_network`].
    pub fn networks(
        &self,
        size: usize,
    ) -> Result<impl Iterator<Item = Result<LineNetwork, MemorizeError>>, MemorizeError> {
        let builder = LineBuilder::new(self.segments(size)?, &self.projection.range)?;
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
