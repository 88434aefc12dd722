//! Theorem 3.1 = A.1 (Vardi et al. 2022): O(sqrt(N log N)) parameters, width 12.
//!
//! # Statement
//!
//! For N points of R^d with norms at most `r >= 1`, distances at least `delta <= 1` and labels in C
//! classes, and `R = 10 r N^2 sqrt(pi d) / delta`, there is a ReLU network F with `F(xi) = yi` for
//! every i, of width 12 and
//!
//! ```text
//! depth  O( sqrt(N log N) + sqrt(N / log N) max(log R, log C) )
//! bits   O( log d         + sqrt(N / log N) max(log R, log C) )
//! ```
//!
//! # Construction
//!
//! `F = F3 o F2 o F1`: project (A.2), look up the strings of the block (A.4), find the point among
//! them and return its label (A.5), with `n = sqrt(N / log N)` points per block and
//! `m = sqrt(N log N)` blocks.
//!
//! # Counting
//!
//! The constants come from the lemmas, with `rho = ceil(log2 R)`, `c = ceil(log2 C)`, roots rounded
//! up, and depth counting affine maps:
//!
//! ```text
//! depth  <=  2 + (3 m + 2) + (3 n max(rho, c) + 2 n + 2)
//! edges  <=  d + 14 m + n (38 max(rho, c) + 40) + 14
//! bits   <=  max( ceil(log2(3 d r N^2 sqrt(pi) / delta)),  n max(rho, c) + rho,  n max(rho, c) + 2 )
//! ```
//!
//! The same bounds are claimed of both profiles. The profile `measured` takes rho from the projected
//! points and the n that minimises the edges among those that keep the claimed depth.
//!
//! # Used by
//!
//! Remark 3.3.

use claims::{Claim, Enclosure};
use dataset::{Dataset, Points};
use encoding::strings::Segments;
use network::Network;
pub use projection::Profile;
use projection::{Facts, Projection};
use rug::{Integer, Rational};

use crate::{
    MemorizeError,
    line::{self, EdgeModel, line_network},
    promise::{Promise, SubsetBound},
};

/// The id of the statement.
pub const ID: &str = "vardi2022/3.1";

/// What a user chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters {
    /// Where R, rho and n come from.
    pub profile: Profile,
    /// Seed of the search for a direction.
    pub seed: u64,
    /// The square of delta, a lower bound on the distance of any two points.
    pub delta_squared: Rational,
}

/// A network that memorizes, with the parameters actually used and its claims.
#[derive(Debug, Clone)]
pub struct Construction {
    /// F: d inputs, 1 output, the number of the class.
    pub network: Network,
    /// n, points per block.
    pub per_block: usize,
    /// m, blocks.
    pub blocks: usize,
    /// rho, bits of a projected point.
    pub key_bits: u32,
    /// c, bits of a label.
    pub label_bits: u32,
    /// Every claim of the theorem and its lemmas, measured.
    pub claims: Vec<Claim>,
}

/// Builds the network of Theorem 3.1 for labelled points.
///
/// Shape: `x -> label`, d inputs, 1 output. Units: `x` in those of the data; the label is the number of
/// a class, from 0. Silence: at points that are not of the data, nothing is promised.
///
/// # Errors
///
/// [`MemorizeError`] if no direction is found or the separation given is too large.
pub fn construct(data: &Dataset, parameters: &Parameters) -> Result<Construction, MemorizeError> {
    construct_for(data.points(), data.labels(), data.classes() as u64, parameters)
}

/// As [`construct`], for points and class numbers below `classes`, not all of them used perhaps.
pub(crate) fn construct_for(
    points: &Points,
    labels: &[u32],
    classes: u64,
    parameters: &Parameters,
) -> Result<Construction, MemorizeError> {
    let Parameters { profile, seed, delta_squared } = parameters;
    let projection = projection::project(points, delta_squared, *profile, *seed)?;
    let label_bits = bits_of_labels(classes);
    let facts = Facts::of(points, classes, delta_squared);
    let bound = SubsetBound::of(&facts, facts.points);
    let promise = promise(&facts);
    let key_bits = projection.key_bits();
    let per_block = match profile {
        Profile::Paper => bound.per_block,
        Profile::Measured => {
            let model = EdgeModel::measure(points.len(), key_bits, label_bits)?;
            let segments = |n| Segments { per_block: n, key_bits, label_bits };
            (1..=points.len())
                .filter(|n| admits(&promise, points.len(), segments(*n)))
                .min_by_key(|n| model.edges(*n))
                .unwrap_or(bound.per_block)
        }
    };
    let segments = Segments { per_block, key_bits, label_bits };
    let labels = projection.sorted(labels);
    let line = line_network(&projection.points, &labels, segments, &projection.range)?;
    let Projection { network, mut claims, .. } = projection;
    let network = network.then(line.network)?;
    claims.extend(line.claims);
    claims.extend(promise.claims(ID, &network.counts()));
    Ok(Construction { network, per_block, blocks: line.blocks, key_bits, label_bits, claims })
}

/// `c = ceil(log2 C)`, at least 1.
#[must_use]
pub fn bits_of_labels(classes: u64) -> u32 {
    Integer::from(classes.saturating_sub(1)).significant_bits().max(1)
}

/// `sqrt(N / log2 N)`, rounded up: the points per block of the proof.
#[must_use]
pub fn points_per_block(points: usize) -> usize {
    let Some(log) = Enclosure::exact(points.max(2)).log2() else { unreachable!("2 is positive") };
    // ceil(sqrt(N / log N)): the lower end of the logarithm makes the quotient an upper bound
    let n = (Enclosure::exact(points) / log.lower().clone()).sqrt().ceil();
    let Some(n) = n.to_usize() else { unreachable!("at most the number of points") };
    n.max(1)
}

/// What the theorem promises.
#[must_use]
pub fn promise(facts: &Facts) -> Promise {
    let SubsetBound { depth, bits, edges, .. } = SubsetBound::of(facts, facts.points);
    Promise { width: Integer::from(12), depth: depth + 2, bits, edges: edges + facts.dimension }
}

/// Do blocks of these segments keep the promised depth and bits?
fn admits(promise: &Promise, points: usize, segments: Segments) -> bool {
    let bits = segments.per_block as u64 * u64::from(line::shape(segments).longer()) + 2;
    // One hidden layer projects, and the output map counts.
    let depth = 1 + line::hidden_layers(points, segments) + 1;
    promise.depth >= depth && promise.bits >= bits
}
