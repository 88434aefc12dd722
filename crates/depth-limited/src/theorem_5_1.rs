//! Theorem 5.1 (Vardi et al. 2022): depth limited by L, for L in `[1, sqrt N]`.
//!
//! # Statement
//!
//! With `R = d N C r / delta`, there is a ReLU network that memorizes N points, of
//!
//! ```text
//! width  O(N / L^2)     depth  O( L / sqrt(log L) log R )     edges  O( N / (L sqrt(log L)) log R + d )
//! ```
//!
//! # Construction
//!
//! The sorted projected points are cut into `k = ceil(N / L^2)` subsets of `L^2`. Stages II and III of
//! Theorem 3.1 for each of them stand side by side, and the outputs are added up. Each is 0 at the
//! points of all others, since these are at distance at least 2 from its own.
//!
//! # Counting
//!
//! From the lemmas' constants, with `rho = ceil(log2 R)` for the R of Lemma A.2,
//! `n = ceil(sqrt(L^2 / log2 L^2))` and `m = ceil(sqrt(L^2 log2 L^2))`; depth counts affine maps:
//!
//! ```text
//! width  <=  12 k
//! depth  <=  2 + (3 m + 2) + (3 n max(rho, c) + 2 n + 2)
//! edges  <=  d + k (14 m + n (38 max(rho, c) + 40) + 14)
//! ```
//!
//! # Deviations
//!
//! The last subset may be smaller; its network waits for the others by identity layers (its output
//! is `>= 0`). R is that of Lemma A.2, whose logarithm is of the same order.

use claims::{Kind, Parameter, Record, record::VARDI_2022};
use construction::{
    BuildError, Memorizer, Promise, Used, Value, Values,
    parameters::{DELTA, MAX_DEPTH, PROFILE, SEED, roots},
};
use dataset::Dataset;
use memorize::{Parameters, line, promise::SubsetBound, subsets::Cut};
use network::{Affine, Form, Network};
use projection::Facts;
use rug::Integer;

use crate::DepthError;

/// L, which limits the depth.
pub const DEPTH_PARAMETER: Parameter = Parameter {
    name: "depth-parameter",
    symbol: "L",
    meaning: "subsets have L^2 points; from 1 to sqrt(N)",
    kind: Kind::Natural(0),
    default: "the largest within --max-depth, else the whole part of N^(1/4)",
    excludes: &["max-depth"],
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("thm5.1"),
    growth: "depth O(L log R / sqrt(log L)), width O(N / L^2)",
    code: Some("depth_limited::theorem_5_1::construct"),
    parameters: &[DEPTH_PARAMETER, MAX_DEPTH, PROFILE, SEED, DELTA],
    remarks: &["D8"],
    ..Record::cited(
        VARDI_2022,
        "vardi2022/5.1",
        "Theorem 5.1",
        "depth limited by L: subsets side by side",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// How the points were cut into subsets and blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Subsets {
    /// Number of subsets.
    pub subsets: usize,
    /// Points per subset, `L^2`.
    pub size: usize,
    /// n, points per block.
    pub per_block: usize,
    /// rho, bits of a projected point.
    pub key_bits: u32,
}

/// The network of Theorem 5.1; its claims are those of the theorem, and of the lemmas for the first
/// subset.
pub type Construction = construction::Construction<Subsets>;

/// Theorem 5.1, for those who choose among statements.
#[derive(Debug, Clone, Copy)]
pub struct Theorem51;

impl Memorizer for Theorem51 {
    fn record(&self) -> &'static Record {
        &RECORD
    }

    fn construct(
        &self,
        data: &Dataset,
        values: &Values,
    ) -> Result<construction::Construction, BuildError> {
        let parameters = Parameters::of(data, values)?;
        let l = match (values.natural(&DEPTH_PARAMETER), values.natural(&MAX_DEPTH)) {
            (Some(l), _) => usize::try_from(l)?,
            (None, Some(depth)) => deepest_within(data, depth, &parameters)?,
            (None, None) => data.len().isqrt().isqrt(),
        };
        Ok(construct(data, l, &parameters)?.plain())
    }

    fn promise(&self, facts: &Facts, values: &Values) -> Option<Promise> {
        let l = match (values.natural(&DEPTH_PARAMETER), values.has(&MAX_DEPTH)) {
            (Some(l), _) => usize::try_from(l).ok()?,
            (None, true) => return None,
            (None, false) => facts.points.isqrt().isqrt(),
        };
        Some(promise(facts, l))
    }

    fn promised(&self, facts: &Facts) -> Vec<Values> {
        self.compared(facts.points)
    }

    fn compared(&self, points: usize) -> Vec<Values> {
        let of = |l: usize| Values::default().with(DEPTH_PARAMETER, Value::Natural(l as u64));
        roots(points).into_iter().map(of).collect()
    }
}

/// Builds the network of Theorem 5.1 for the depth parameter L: subsets of `L^2` points, side by side.
///
/// Shape: `x -> label`, d inputs, 1 output. Units: `x` in those of the data; the label is the number of
/// a class, from 0. Silence: at points that are not of the data, nothing is promised.
///
/// # Errors
///
/// [`DepthError::Parameter`] unless `1 <= L <= sqrt(N)`; [`DepthError::Memorize`].
pub fn construct(
    data: &Dataset,
    depth_parameter: usize,
    parameters: &Parameters,
) -> Result<Construction, DepthError> {
    check(data, depth_parameter)?;
    let size = depth_parameter * depth_parameter;
    let cut = Cut::new(data, parameters)?;
    let segments = cut.segments(size)?;
    let mut claims = cut.projection.claims.clone();
    let mut networks = Vec::new();
    for line in cut.networks(size, segments)? {
        let line = line?;
        if networks.is_empty() {
            claims.extend(line.claims);
        }
        let subset = format!("subset {}", networks.len() + 1);
        networks.push(line.network.named(&subset));
    }
    // There is a subset.
    let deepest = networks.iter().map(Network::hidden_layers).fold(0, usize::max);
    let networks = (networks.into_iter())
        .map(|network| {
            // Labels are >= 0, so they can wait.
            let wait = deepest - network.hidden_layers();
            network.then(Network::carry(1, wait))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let subsets = networks.len();
    let sum = Form::new((0..subsets as u32).map(|column| (column, 1.into())), 0);
    let network = (cut.projection.network.clone())
        .then(Network::concatenated(&networks)?)?
        .then(Network::affine(Affine::new(subsets as u32, [sum])?))?;

    claims.extend(promise(&cut.facts, depth_parameter).claims(ID, &network.counts()));
    let (per_block, key_bits) = (segments.per_block, segments.key_bits);
    let used = vec![
        Used::new("L", "depth parameter", depth_parameter),
        Used::words("subsets", subsets),
        Used::words("points per subset", size),
        Used::new("n", "points per block", per_block),
        Used::new("rho", "bits of a point", key_bits),
    ];
    let details = Subsets { subsets, size, per_block, key_bits };
    Ok(Construction::new(network, used, claims, details))
}

/// What the theorem promises for the depth parameter L, at least 1.
#[must_use]
pub fn promise(facts: &Facts, depth_parameter: usize) -> Promise {
    let size = depth_parameter.saturating_mul(depth_parameter).max(1);
    let SubsetBound { depth, bits, edges, .. } = SubsetBound::of(facts, size);
    let subsets = facts.points.div_ceil(size);
    Promise {
        width: Integer::from(subsets) * 12_u32,
        depth: depth + 2,
        bits: Some(bits),
        edges: Some(edges * subsets + facts.dimension),
    }
}

/// The largest L whose network has at most `depth` affine maps.
///
/// # Errors
///
/// [`DepthError::TooShallow`] with the smallest possible depth if there is none.
pub fn deepest_within(
    data: &Dataset,
    depth: u64,
    parameters: &Parameters,
) -> Result<usize, DepthError> {
    let cut = Cut::new(data, parameters)?;
    let depths = (1..=data.len().isqrt())
        .map(|parameter| {
            let size = parameter * parameter;
            let layers = line::hidden_layers(size.min(data.len()), cut.segments(size)?);
            // One hidden layer projects, and the output map counts.
            Ok((parameter, layers + 2))
        })
        .collect::<Result<Vec<_>, DepthError>>()?;
    let fitting = depths.iter().rev().find(|(_, found)| *found <= depth);
    let least = depths.iter().min_by_key(|(_, found)| *found);
    match (fitting, least) {
        (Some((parameter, _)), _) => Ok(*parameter),
        (None, Some((parameter, least))) => {
            Err(DepthError::TooShallow { wanted: depth, least: *least, parameter: *parameter })
        }
        (None, None) => unreachable!("a dataset has a point, so L = 1 is always there"),
    }
}

fn check(data: &Dataset, found: usize) -> Result<(), DepthError> {
    let largest = data.len().isqrt();
    if (1..=largest).contains(&found) {
        return Ok(());
    }
    Err(DepthError::Parameter { found, largest, nearest: found.clamp(1, largest) })
}
