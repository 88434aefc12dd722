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

use claims::Claim;
use dataset::Dataset;
use memorize::{Parameters, Promise, line, promise::SubsetBound, subsets::Cut};
use network::{Affine, Form, Network};
use projection::Facts;
use rug::Integer;

use crate::DepthError;

/// The id of the statement.
pub const ID: &str = "vardi2022/5.1";

/// A network of bounded depth, with the parameters actually used and its claims.
#[derive(Debug, Clone)]
pub struct Construction {
    /// F: d inputs, 1 output, the number of the class.
    pub network: Network,
    /// Number of subsets.
    pub subsets: usize,
    /// Points per subset, `L^2`.
    pub size: usize,
    /// n, points per block.
    pub per_block: usize,
    /// rho, bits of a projected point.
    pub key_bits: u32,
    /// Every claim of the theorem, and of the lemmas for the first subset.
    pub claims: Vec<Claim>,
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
    Ok(Construction { network, subsets, size, per_block, key_bits, claims })
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
        bits,
        edges: edges * subsets + facts.dimension,
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
