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
//! points and the n that minimises the edges among those that keep the claimed depth and bits.
//!
//! # Used by
//!
//! Remark 3.3.

use claims::{Record, record::VARDI_2022};
use construction::{
    BuildError, Memorizer, Promise, Used, Value, Values,
    parameters::{DELTA, PROFILE, SEED},
};
use dataset::{Dataset, Points};
use encoding::strings::Segments;
use projection::{Facts, Projection};
use rug::Integer;

use crate::{
    MemorizeError, line::LineNetwork, parameters::Parameters, promise::SubsetBound, subsets::Cut,
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("thm3.1"),
    growth: "O(sqrt(N log N)) edges, width 12",
    code: Some("memorize::theorem_3_1::construct"),
    parameters: &[PROFILE, SEED, DELTA],
    remarks: &["D1", "D4"],
    ..Record::cited(
        VARDI_2022,
        "vardi2022/3.1",
        "Theorem 3.1",
        "= A.1: width 12, O(sqrt(N log N)) parameters",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// How the points were cut into blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Blocks {
    /// n, points per block.
    pub per_block: usize,
    /// m, blocks.
    pub blocks: usize,
    /// rho, bits of a projected point.
    pub key_bits: u32,
    /// c, bits of a label.
    pub label_bits: u32,
}

/// The network of Theorem 3.1.
pub type Construction = construction::Construction<Blocks>;

/// Theorem 3.1, for those who choose among statements.
#[derive(Debug, Clone, Copy)]
pub struct Theorem31;

impl Memorizer for Theorem31 {
    fn record(&self) -> &'static Record {
        &RECORD
    }

    fn construct(
        &self,
        data: &Dataset,
        values: &Values,
    ) -> Result<construction::Construction, BuildError> {
        Ok(construct(data, &Parameters::of(data, values)?)?.plain())
    }

    fn promise(&self, facts: &Facts, _values: &Values) -> Option<Promise> {
        Some(promise(facts))
    }

    fn compared(&self, _points: usize) -> Vec<Values> {
        vec![Values::default(), Values::default().with(PROFILE, Value::Word("measured"))]
    }
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
    let cut = Cut::of(points, labels, classes, parameters)?;
    let segments = cut.segments(points.len())?;
    let Some(line) = cut.networks(points.len(), segments)?.next() else {
        unreachable!("there is a point, so there is a subset")
    };
    let LineNetwork { network, blocks, claims: of_line } = line?;
    let Projection { network: projecting, mut claims, .. } = cut.projection;
    let network = projecting.then(network)?;
    claims.extend(of_line);
    claims.extend(promise(&cut.facts).claims(ID, &network.counts()));
    let Segments { per_block, key_bits, label_bits } = segments;
    let used = vec![
        Used::new("n", "points per block", per_block),
        Used::new("m", "blocks", blocks),
        Used::new("rho", "bits of a point", key_bits),
        Used::new("c", "bits of a label", label_bits),
    ];
    let details = Blocks { per_block, blocks, key_bits, label_bits };
    Ok(Construction::new(network, used, claims, details))
}

/// What the theorem promises.
#[must_use]
pub fn promise(facts: &Facts) -> Promise {
    let SubsetBound { depth, bits, edges, .. } = SubsetBound::of(facts, facts.points);
    Promise {
        width: Integer::from(12),
        depth: depth + 2,
        bits: Some(bits),
        edges: Some(edges + facts.dimension),
    }
}
