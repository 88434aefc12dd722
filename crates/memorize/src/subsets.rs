//! What Theorems 5.1 and 6.2 share: the sorted points are cut into subsets, and each gets a network
//! on the line of its own, which is 0 at the points of all others.
//!
//! # Counting
//!
//! Bounds are those of one full subset, from the lemmas' constants with `rho = ceil(log2 R)` of the
//! profile `paper`, and `s` points per subset: `n = ceil(sqrt(s / log2 s))`,
//! `m = ceil(sqrt(s log2 s))`.

use claims::Enclosure;
use dataset::Dataset;
use encoding::strings::Segments;
use projection::{Profile, Projection};

use crate::{
    MemorizeError, Parameters,
    line::{self, EdgeModel, LineBuilder, LineNetwork},
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
    /// rho of the profile `paper`, for the bounds.
    paper_key_bits: u32,
    /// Bits that Lemma A.2 allows.
    projection_bits: u64,
    profile: Profile,
}

/// The right-hand sides of the theorems for one full subset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubsetBound {
    /// Depth of Lemmas A.4 and A.5 together, in affine maps.
    pub depth: u64,
    /// Bits of all three stages.
    pub bits: u64,
    /// Edges of stages II and III.
    pub edges: u64,
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
        let (n, d, radius) = (data.len(), data.dimension(), data.radius_squared());
        let range = projection::lemma_a2::range_bound(n, d, &radius, delta_squared);
        Ok(Self {
            labels: projection.sorted(data.labels()),
            projection,
            label_bits: bits_of_labels(data.classes() as u64),
            paper_key_bits: range.floor().significant_bits(),
            projection_bits: projection::lemma_a2::bits_bound(n, d, &radius, delta_squared),
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
        let bound = self.bound(size);
        let admitted = |n: &usize| {
            let bits = *n as u64 * u64::from(key_bits.max(label_bits)) + 2;
            line::hidden_layers(size, at(*n)) < bound.depth && bits <= bound.bits
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
        Ok(starts.filter_map(move |start| {
            let range = start..(start + size).min(self.points());
            let labels = self.labels.get(range.clone())?;
            Some(builder.build(&self.projection.points.part(range)?, labels))
        }))
    }

    /// What the lemmas allow one subset of `size` points.
    #[must_use]
    pub fn bound(&self, size: usize) -> SubsetBound {
        let longer = u64::from(self.paper_key_bits.max(self.label_bits));
        let n = points_per_block(size) as u64;
        // For one point alone, log2 1 = 0, there is still one block.
        let blocks = (Enclosure::exact(size).log2())
            .map_or(1, |log| (log * size as u64).sqrt().ceil().to_u64().unwrap_or(u64::MAX).max(1));
        SubsetBound {
            depth: line::depth_bound(blocks, n, longer),
            bits: (n * longer + u64::from(self.paper_key_bits.max(2))).max(self.projection_bits),
            edges: line::edge_bound(blocks, n, longer),
        }
    }
}
