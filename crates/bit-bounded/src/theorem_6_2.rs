//! Theorem 6.2 (Vardi et al. 2022): bits limited by B, for B in `[1, sqrt N]`.
//!
//! # Statement
//!
//! With `R = d N C r / delta`, there is a ReLU network that memorizes N points, of
//!
//! ```text
//! bits  O( B / sqrt(log B) log R )     depth  O( N sqrt(log B) / B log R )     width  O(1)
//! ```
//!
//! # Construction
//!
//! The sorted projected points are cut into `k = ceil(N / B^2)` subsets of `B^2`. Stages II and III of
//! Theorem 3.1 for each of them stand one after the other; x is carried beside them, and each adds
//! its output to y:
//!
//! ```text
//! (x, y)  ->  (x, y + F_k(x))
//! ```
//!
//! Each is 0 at the points of all others, and x and y are `>= 0`, so ReLU carries them.
//!
//! # Counting
//!
//! From the lemmas' constants, with `rho = ceil(log2 R)` for the R of Lemma A.2,
//! `n = ceil(sqrt(B^2 / log2 B^2))` and `m = ceil(sqrt(B^2 log2 B^2))`; depth counts affine maps:
//!
//! ```text
//! width  <=  14                           12 of stage III, x and y
//! depth  <=  2 + k ((3 m + 2) + (3 n max(rho, c) + 2 n + 2))
//! bits   <=  max( ceil(log2(3 d r N^2 sqrt(pi) / delta)),  n max(rho, c) + rho,  n max(rho, c) + 2 )
//! edges  <=  d + k (14 m + n (38 max(rho, c) + 40) + 14 + 2 D),    D = 3 m + 3 n max(rho, c) + 2 n + 3
//! ```
//!
//! # Deviations
//!
//! The paper's `Omega` of subsets, `N / B^2`, appears as B in the scan of the proof idea. R is that of
//! Lemma A.2, whose logarithm is of the same order.

use claims::{Kind, Parameter, Record, record::VARDI_2022};
use construction::{
    BuildError, Memorizer, Promise, Used, Value, Values,
    parameters::{DELTA, PROFILE, SEED, roots},
};
use dataset::Dataset;
use memorize::{Parameters, line, promise::SubsetBound, subsets::Cut};
use network::{Affine, Form, Network};
use projection::Facts;
use rug::Integer;

use crate::BitsError;

/// B, which limits the bits.
pub const BITS_PARAMETER: Parameter = Parameter {
    name: "bits-parameter",
    symbol: "B",
    meaning: "subsets have B^2 points; from 1 to sqrt(N)",
    kind: Kind::Natural(0),
    default: "the largest within --max-bits, else the whole part of N^(1/4)",
    excludes: &["max-bits"],
};

/// A limit on the bits.
pub const MAX_BITS: Parameter = Parameter {
    name: "max-bits",
    symbol: "BITS",
    meaning: "at most this many bits in every weight and bias",
    kind: Kind::Natural(1),
    default: "no limit",
    excludes: &[],
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("thm6.2"),
    growth: "bits O(B log R / sqrt(log B)), width 14",
    code: Some("bit_bounded::theorem_6_2::construct"),
    parameters: &[BITS_PARAMETER, MAX_BITS, PROFILE, SEED, DELTA],
    remarks: &["D8"],
    ..Record::cited(
        VARDI_2022,
        "vardi2022/6.2",
        "Theorem 6.2",
        "bits limited by B: subsets in a chain",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// How the points were cut into subsets and blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Chain {
    /// Number of subsets.
    pub subsets: usize,
    /// B: a subset has `B^2` points.
    pub bits_parameter: usize,
    /// n, points per block.
    pub per_block: usize,
    /// rho, bits of a projected point.
    pub key_bits: u32,
}

/// The network of Theorem 6.2; its claims are those of the theorem, and of the lemmas for the first
/// subset.
pub type Construction = construction::Construction<Chain>;

/// Theorem 6.2, for those who choose among statements.
#[derive(Debug, Clone, Copy)]
pub struct Theorem62;

impl Memorizer for Theorem62 {
    fn record(&self) -> &'static Record {
        &RECORD
    }

    fn construct(
        &self,
        data: &Dataset,
        values: &Values,
    ) -> Result<construction::Construction, BuildError> {
        let parameters = Parameters::of(data, values)?;
        let built = match (values.natural(&BITS_PARAMETER), values.natural(&MAX_BITS)) {
            (Some(b), _) => construct(data, usize::try_from(b)?, &parameters)?,
            (None, Some(bits)) => construct_within(data, bits, &parameters)?,
            (None, None) => construct(data, data.len().isqrt().isqrt(), &parameters)?,
        };
        Ok(built.plain())
    }

    fn promise(&self, facts: &Facts, values: &Values) -> Option<Promise> {
        let b = match (values.natural(&BITS_PARAMETER), values.has(&MAX_BITS)) {
            (Some(b), _) => usize::try_from(b).ok()?,
            (None, true) => return None,
            (None, false) => facts.points.isqrt().isqrt(),
        };
        Some(promise(facts, b))
    }

    fn promised(&self, facts: &Facts) -> Vec<Values> {
        self.compared(facts.points)
    }

    fn compared(&self, points: usize) -> Vec<Values> {
        let of = |b: usize| Values::default().with(BITS_PARAMETER, Value::Natural(b as u64));
        roots(points).into_iter().map(of).collect()
    }
}

/// Builds the network of Theorem 6.2 for the bits parameter B: subsets of `B^2` points, in a chain.
///
/// Shape: `x -> label`, d inputs, 1 output. Units: `x` in those of the data; the label is the number of
/// a class, from 0. Silence: at points that are not of the data, nothing is promised.
///
/// # Errors
///
/// [`BitsError::Parameter`] unless `1 <= B <= sqrt(N)`; [`BitsError::Memorize`].
pub fn construct(
    data: &Dataset,
    bits_parameter: usize,
    parameters: &Parameters,
) -> Result<Construction, BitsError> {
    let largest = data.len().isqrt();
    if !(1..=largest).contains(&bits_parameter) {
        let nearest = bits_parameter.clamp(1, largest);
        return Err(BitsError::Parameter { found: bits_parameter, largest, nearest });
    }
    build(&Cut::new(data, parameters)?, bits_parameter)
}

/// Builds the network with the largest B none of whose weights or biases has more than `bits` bits, as
/// [`construct`] does.
///
/// # Errors
///
/// [`BitsError::TooFewBits`] with the smallest number of bits that is possible.
pub fn construct_within(
    data: &Dataset,
    bits: u64,
    parameters: &Parameters,
) -> Result<Construction, BitsError> {
    let cut = Cut::new(data, parameters)?;
    let projecting = cut.projection.network.counts().bits;
    let estimate = |parameter: usize| -> Result<u64, BitsError> {
        Ok(projecting.max(line::bits(cut.segments(parameter * parameter)?)))
    };
    // The estimate leaves out how weights merge, so a network is built before it is trusted.
    let mut parameter = data.len().isqrt();
    loop {
        while parameter > 1 && estimate(parameter)? > bits {
            parameter -= 1;
        }
        let built = build(&cut, parameter)?;
        let found = built.network.counts().bits;
        if found <= bits {
            return Ok(built);
        }
        if parameter == 1 {
            return Err(BitsError::TooFewBits { wanted: bits, least: found, parameter });
        }
        parameter -= 1;
    }
}

/// What the theorem promises for the bits parameter B, at least 1.
#[must_use]
pub fn promise(facts: &Facts, bits_parameter: usize) -> Promise {
    let size = bits_parameter.saturating_mul(bits_parameter).max(1);
    let SubsetBound { depth, bits, edges, .. } = SubsetBound::of(facts, size);
    let subsets = facts.points.div_ceil(size);
    // x and y are carried through the hidden layers.
    let carrying = Integer::from(&depth - 1_u32) * 2_u32;
    Promise {
        width: Integer::from(14),
        depth: depth * subsets + 2_u32,
        bits: Some(bits),
        edges: Some((edges + carrying) * subsets + facts.dimension),
    }
}

fn build(cut: &Cut, bits_parameter: usize) -> Result<Construction, BitsError> {
    let size = bits_parameter * bits_parameter;
    let segments = cut.segments(size)?;
    let mut claims = cut.projection.claims.clone();
    // (x, 0)
    let start = Affine::new(1, [Form::input(0), Form::constant(0)])?;
    let mut network = cut.projection.network.clone().then(Network::affine(start))?;
    let mut subsets = 0;
    for line in cut.networks(size, segments)? {
        let line = line?;
        if subsets == 0 {
            claims.extend(line.claims);
        }
        subsets += 1;
        // (x, y) -> (x, y, x) -> (x, y, F_k(x)) -> (x, y + F_k(x))
        let [x, y] = Form::inputs();
        let fan = Affine::new(2, [x.clone(), y, x])?;
        let beside = Network::carry(2, line.network.hidden_layers());
        let [x, y, label] = Form::inputs();
        network = network
            .then(Network::affine(fan))?
            .then(Network::stacked(&[beside, line.network.named(&format!("subset {subsets}"))])?)?
            .then(Network::affine(Affine::new(3, [x, y + label])?))?;
    }
    let output = Affine::new(2, [Form::input(1)])?;
    let network = network.then(Network::affine(output))?.simplified();

    claims.extend(promise(&cut.facts, bits_parameter).claims(ID, &network.counts()));
    let (per_block, key_bits) = (segments.per_block, segments.key_bits);
    let used = vec![
        Used::new("B", "bits parameter", bits_parameter),
        Used::words("subsets", subsets),
        Used::new("n", "points per block", per_block),
        Used::new("rho", "bits of a point", key_bits),
    ];
    let details = Chain { subsets, bits_parameter, per_block, key_bits };
    Ok(Construction::new(network, used, claims, details))
}
