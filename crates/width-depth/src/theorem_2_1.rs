//! Theorem 2.1 (Yang and Yang): width against depth.
//!
//! # Statement
//!
//! For N points of the unit ball of R^d with distances at least delta, labels in C classes,
//! `R = 10 N^2 sqrt(pi d) / delta`, and any S, T with `S <= N`, there is a ReLU network F with
//! `F(xi) = yi` for every i and
//!
//! ```text
//! hidden layers  3 S (T + 3) + 1
//! width          max( 12 ceil( sqrt(N) / (S sqrt(T + 3)) ) + 5,
//!                     4 (2^ceil(log R / T) + 2^ceil(log C / T) + 1) )
//! ```
//!
//! # Construction
//!
//! `F = F3 o F2 o F1`: project (Lemma 2.3, which is Lemma A.2 of Vardi et al.), look up the strings of
//! the block (Lemma 2.5, `L1 = S (T + 3)`), find the point among them and return its label (Lemma
//! 2.6).
//!
//! Points outside the unit ball are first divided by an integer `s >= max |xi|`, and delta with them.
//! Dividing is linear, so it merges into the one neuron of F1: for `z = x / s`,
//!
//! ```text
//! F1(x) = a relu(v.x + b) = (a s) relu(v.z + b / s)
//! ```
//!
//! is the network of Lemma 2.3 for the points z, with `R = 10 s N^2 sqrt(pi d) / delta`, and the
//! network built takes x.
//!
//! # Counting
//!
//! Hidden layers, as in the paper. The logarithms are rounded up, and `ceil(log R / T)` is
//! `ceil(rho / T)` for `rho = ceil(log R)`. For `T >= max(rho, c)` and `S^2 (T + 3) <= N` the width is
//! at most `29 sqrt(N) / (S sqrt(T + 3))` and there are at most `4 S (T + 3)` hidden layers, so that
//!
//! ```text
//! width^2 hidden_layers^2  <=  13456 N (T + 3)
//! ```
//!
//! which is the order (1.1) of the paper with a constant, claimed where it applies.
//!
//! # Deviations
//!
//! Everything is a bound from above: stage II takes as many layers as it needs, and so does a segment
//! of stage III whose bits are fewer than T. As in Vardi et al., a delta above 1 counts as 1. The
//! scan prints R with and without pi; the proof of Lemma 2.3 needs `sqrt(pi d)`, and gets it.

use claims::{Claim, Enclosure};
use dataset::Dataset;
use network::{Counts, Network};
use projection::{Facts, Profile, Projection, Separated, lemma_a2::range_bound};
use rug::{Integer, Rational};

use crate::{
    Error, lemma_2_5, lemma_2_6,
    plan::{self, Choice, Plan, Problem},
    strings,
};

/// The id of the statement.
pub const ID: &str = "yang2026/2.1";
/// The id of Lemma 2.3.
pub const ID_PROJECTION: &str = "yang2026/2.3";

/// What a user chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters {
    /// Where R and rho come from.
    pub profile: Profile,
    /// Seed of the search for a direction.
    pub seed: u64,
    /// The square of delta, a lower bound on the distance of any two points.
    pub delta_squared: Rational,
    /// S, T, limits, and what to minimise.
    pub choice: Choice,
}

/// A network that memorizes, with the parameters actually used and its claims.
#[derive(Debug, Clone)]
pub struct Construction {
    /// F: d inputs, 1 output, the number of the class.
    pub network: Network,
    /// S, T, and how the lookup is laid out.
    pub plan: Plan,
    /// Blocks, `ceil(N / S)`.
    pub blocks: usize,
    /// rho, bits of a projected point.
    pub key_bits: u32,
    /// c, bits of a label.
    pub label_bits: u32,
    /// s: the points divided by s lie in the unit ball.
    pub scale: Integer,
    /// Every claim of the theorem and its lemmas, measured.
    pub claims: Vec<Claim>,
}

/// Builds the network of Theorem 2.1 for labelled points.
///
/// Shape: `x -> label`, d inputs, 1 output. Units: `x` in those of the data; the label is the number of
/// a class, from 0. Silence: at points that are not of the data, nothing is promised.
///
/// # Errors
///
/// [`Error::Projection`] if no direction is found or the separation given is too large, and what
/// [`plan::plan`] refuses: S or T is 0, S > N, limits that cannot be kept.
pub fn construct(data: &Dataset, parameters: &Parameters) -> Result<Construction, Error> {
    let Parameters { profile, seed, delta_squared, choice } = parameters;
    let projection = projection::project(data.points(), delta_squared, *profile, *seed)?;
    let problem = Problem {
        points: data.len(),
        dimension: data.dimension(),
        key_bits: projection.key_bits(),
        label_bits: bits_of_labels(data.classes() as u64),
    };
    let plan = plan::plan(problem, *choice)?;
    let labels = projection.sorted(data.labels());
    let line = line_network(&projection.points, &labels, problem, plan)?;

    let facts = Facts::of(data.points(), data.classes() as u64, delta_squared);
    let scale = scale(&facts.radius_squared);
    let range = range(&facts);
    let Projection { network: projecting, points, mut claims, .. } = projection;
    let inside = facts.radius_squared / Integer::from(scale.square_ref());
    claims.push(Claim::at_most(ID, "largest |xi|^2, divided by s^2", inside, 1));
    claims.extend(projection_claims(&projecting, &points, &range));
    claims.extend(line.claims);
    let network = projecting.then(line.network)?.simplified();
    let Problem { key_bits, label_bits, .. } = problem;
    let promise = Promise::of(data.len(), label_bits, &range, plan.block, plan.layers_per_read);
    claims.extend(promise.claims(&network.counts()));
    let blocks = data.len().div_ceil(plan.block);
    Ok(Construction { network, plan, blocks, key_bits, label_bits, scale, claims })
}

/// s, an integer that is at least 1 and at least the radius: points divided by s are in the unit ball.
#[must_use]
pub fn scale(radius_squared: &Rational) -> Integer {
    Enclosure::exact(radius_squared.clone()).sqrt().ceil().max(Integer::from(1))
}

/// `R = 10 s N^2 sqrt(pi d) / delta`, the R of the statement for the points divided by s.
#[must_use]
pub fn range(facts: &Facts) -> Enclosure {
    let square = Rational::from(scale(&facts.radius_squared).square());
    range_bound(facts.points, facts.dimension, &square, &facts.delta_squared)
}

/// `c = ceil(log2 C)`.
#[must_use]
pub fn bits_of_labels(classes: u64) -> u32 {
    Integer::from(classes.saturating_sub(1)).significant_bits()
}

/// Stages II and III: a network on the line, and what Lemmas 2.5 and 2.6 promise of it.
#[derive(Debug, Clone)]
pub struct LineNetwork {
    /// From a projected point to its label.
    pub network: Network,
    /// The claims of the two lemmas, measured.
    pub claims: Vec<Claim>,
}

/// Stages II and III for sorted points and their labels.
///
/// # Errors
///
/// As for [`strings::blocks`] and [`lemma_2_6::segment_lookup`].
pub fn line_network(
    points: &Separated,
    labels: &[u32],
    problem: Problem,
    plan: Plan,
) -> Result<LineNetwork, Error> {
    let Problem { key_bits, label_bits, .. } = problem;
    let Plan { block, layers_per_read, layout, gathered, .. } = plan;
    let blocks = strings::blocks(points, labels, block, key_bits, label_bits)?;
    let mut lookup = lemma_2_5::separated_block_lookup(points, block, &blocks, layout)?;
    if gathered {
        // x, u and w are natural numbers or projected points: all >= 0.
        lookup = lookup.then(Network::carry(3, 1))?;
    }
    let segments =
        u32::try_from(block).map_err(|_| Error::Block { block, points: labels.len() })?;
    let shape = lemma_2_6::Shape { segments, key_bits, label_bits, layers_per_read };
    let reading = lemma_2_6::segment_lookup(shape)?;
    let (w, l) = plan::lookup_parameters(problem, block, layers_per_read);
    let mut claims = lemma_2_5::claims(blocks.len(), w, l, &lookup);
    claims.extend(lemma_2_6::claims(shape, &reading));
    Ok(LineNetwork { network: lookup.then(reading)?, claims })
}

/// What Lemma 2.3 promises of F1, beside what was built.
fn projection_claims(network: &Network, points: &Separated, range: &Enclosure) -> Vec<Claim> {
    let counts = network.counts();
    let points = points.points();
    let mut claims = vec![
        Claim::at_most(ID_PROJECTION, "width", counts.width, 1),
        Claim::at_most(ID_PROJECTION, "hidden layers", counts.hidden_layers, 1),
    ];
    if let (Some(first), Some(last)) = (points.first(), points.last()) {
        claims.push(Claim::at_least(ID_PROJECTION, "least F1(x)", first.clone(), 0));
        let bound = range.lower().clone();
        claims.push(Claim::at_most(ID_PROJECTION, "largest F1(x)", last.clone(), bound));
    }
    let gaps = points.iter().zip(points.iter().skip(1)).map(|(a, b)| Rational::from(b - a));
    claims.extend(
        gaps.min().map(|gap| Claim::at_least(ID_PROJECTION, "least |F1(xi) - F1(xj)|", gap, 2)),
    );
    claims
}

/// What the theorem promises of its network for S and T.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Neurons of a hidden layer.
    pub width: Integer,
    /// Hidden layers.
    pub hidden_layers: Integer,
    /// `width^2 hidden_layers^2`, where its hypotheses hold.
    pub product: Option<Integer>,
}

impl Promise {
    /// For N, C, S, T and R = `range`, which is no power of 2.
    #[must_use]
    pub fn of(
        points: usize,
        label_bits: u32,
        range: &Enclosure,
        block: usize,
        layers_per_read: u32,
    ) -> Self {
        // R is irrational, so this is ceil(log2 R).
        let range_bits = range.floor().significant_bits();
        let shape =
            lemma_2_6::Shape { segments: 1, key_bits: range_bits, label_bits, layers_per_read };
        let w = plan::theorem_width_parameter(points, block, layers_per_read);
        let per_segment = Integer::from(layers_per_read) + 3_u32;
        let layers = Integer::from(&per_segment * block as u64);
        let applies = layers_per_read >= range_bits.max(label_bits)
            && Integer::from(&layers * block as u64) <= points;
        Self {
            width: (w * 12_u32 + 5_u32).max(shape.stated_width()),
            hidden_layers: layers * 3_u32 + 1_u32,
            product: applies.then(|| per_segment * points as u64 * 13_456_u32),
        }
    }

    /// The promise, beside what was built.
    #[must_use]
    pub fn claims(&self, built: &Counts) -> Vec<Claim> {
        let mut claims = vec![
            Claim::at_most(ID, "width", built.width, &self.width),
            Claim::at_most(ID, "hidden layers", built.hidden_layers, &self.hidden_layers),
        ];
        claims.extend(self.product.as_ref().map(|bound| {
            let product = Integer::from(built.width) * built.hidden_layers;
            Claim::at_most(ID, "width^2 hidden_layers^2", product.square(), bound)
        }));
        claims
    }
}
