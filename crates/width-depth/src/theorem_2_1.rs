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

use claims::{Claim, Enclosure, Kind, Parameter, Record, record::YANG_2026};
use construction::{
    BuildError, Memorizer, Used, Value, Values,
    parameters::{self, DELTA, MAX_DEPTH, PROFILE, SEED},
};
use dataset::Dataset;
use network::{Counts, Network};
use projection::{Facts, Profile, Projection, Separated, lemma_a2::range_bound};
use rug::{Integer, Rational};

use crate::{
    Error, lemma_2_5, lemma_2_6,
    plan::{self, Choice, Minimise, Plan, Problem},
    strings,
};

/// S.
pub const BLOCK: Parameter = Parameter {
    name: "block",
    symbol: "S",
    meaning: "points per block",
    kind: Kind::Natural(1),
    default: "chosen",
    excludes: &[],
};
/// T.
pub const LAYERS_PER_READ: Parameter = Parameter {
    name: "layers-per-read",
    symbol: "T",
    meaning: "layers per extraction",
    kind: Kind::Natural(1),
    default: "chosen",
    excludes: &[],
};
/// A limit on the width.
pub const MAX_WIDTH: Parameter = Parameter {
    name: "max-width",
    symbol: "W",
    meaning: "at most this many neurons in a layer",
    kind: Kind::Natural(1),
    default: "no limit; 1024 where the depth is minimised",
    excludes: &[],
};
/// What S and T are chosen for.
pub const MINIMISE: Parameter = Parameter {
    name: "minimise",
    symbol: "QUANTITY",
    meaning: "what is made smallest",
    kind: Kind::Choice(&["edges", "depth", "width"]),
    default: "edges",
    excludes: &[],
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("thm2.1"),
    growth: "width^2 hidden_layers^2 O(N log R)",
    code: Some("width_depth::theorem_2_1::construct"),
    parameters: &[BLOCK, LAYERS_PER_READ, MAX_WIDTH, MAX_DEPTH, MINIMISE, PROFILE, SEED, DELTA],
    remarks: &["D10", "D11"],
    ..Record::cited(YANG_2026, "yang2026/2.1", "Theorem 2.1", "width against depth: any S and T")
};
/// The id of the statement.
pub const ID: &str = RECORD.id;
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

/// How the points were cut into blocks, and how the network is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Layers {
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
}

/// The network of Theorem 2.1.
pub type Construction = construction::Construction<Layers>;

/// Theorem 2.1, for those who choose among statements.
#[derive(Debug, Clone, Copy)]
pub struct Theorem21;

/// Above so many points, verifying networks of full width takes minutes.
const WIDE: usize = 10_000;

impl Memorizer for Theorem21 {
    fn record(&self) -> &'static Record {
        &RECORD
    }

    fn construct(
        &self,
        data: &Dataset,
        values: &Values,
    ) -> Result<construction::Construction, BuildError> {
        let number = |parameter| values.natural(parameter);
        let choice = Choice {
            block: number(&BLOCK).map(usize::try_from).transpose()?,
            layers_per_read: number(&LAYERS_PER_READ).map(u32::try_from).transpose()?,
            max_width: number(&MAX_WIDTH),
            // The output map counts in depth.
            max_hidden_layers: number(&MAX_DEPTH).map(|depth| depth - 1),
            minimise: match values.word(&MINIMISE) {
                Some("edges") => Minimise::Edges,
                Some("depth") => Minimise::Depth,
                Some("width") => Minimise::Width,
                _ => unreachable!("the quantity is one of three words, edges by default"),
            },
        };
        let parameters = Parameters {
            profile: parameters::profile(values),
            seed: parameters::seed(values),
            delta_squared: parameters::separation(data, values)?.squared,
            choice,
        };
        Ok(construct(data, &parameters)?.plain())
    }

    fn promise(&self, facts: &Facts, values: &Values) -> Option<construction::Promise> {
        let block = usize::try_from(values.natural(&BLOCK)?).ok()?;
        let layers_per_read = u32::try_from(values.natural(&LAYERS_PER_READ)?).ok()?;
        let label_bits = bits_of_labels(facts.classes);
        let promise = Promise::of(facts.points, label_bits, &range(facts), block, layers_per_read);
        let (width, depth) = (promise.width, promise.hidden_layers + 1_u32);
        Some(construction::Promise { width, depth, edges: None, bits: None })
    }

    fn promised(&self, facts: &Facts) -> Vec<Values> {
        let of = |(s, t): (usize, u32)| {
            (Values::default().with(BLOCK, Value::Natural(s as u64)))
                .with(LAYERS_PER_READ, Value::Natural(t.into()))
        };
        shapes(facts).into_iter().map(of).collect()
    }

    fn compared(&self, _points: usize) -> Vec<Values> {
        let minimise = |quantity| Values::default().with(MINIMISE, Value::Word(quantity));
        vec![
            Values::default(),
            minimise("width"),
            minimise("depth").with(MAX_WIDTH, Value::Natural(64)),
            minimise("depth"),
        ]
    }

    fn most_points(&self, values: &Values) -> Option<usize> {
        (values.word(&MINIMISE) == Some("depth") && !values.has(&MAX_WIDTH)).then_some(WIDE)
    }
}

/// Natural S and T: `T = max(rho, c)`, where stage III is narrowest, with `S = 1`, the middle, and the
/// largest S that keeps `S^2 (T + 3) <= N`; and with that S a quarter of T.
fn shapes(facts: &Facts) -> Vec<(usize, u32)> {
    let label_bits = bits_of_labels(facts.classes);
    let t = range(facts).floor().significant_bits().max(label_bits);
    let largest = (facts.points / (t as usize + 3)).isqrt().max(1);
    let mut shapes = vec![(1, t), (largest.isqrt(), t), (largest, t), (largest, t.div_ceil(4))];
    shapes.dedup();
    shapes
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
    let used = vec![
        Used::new("S", "points per block", plan.block),
        Used::new("T", "layers per extraction", plan.layers_per_read),
        Used::words("blocks", blocks),
        Used::new("s", "scale into the unit ball", &scale),
        Used::new("rho", "bits of a point", key_bits),
        Used::new("c", "bits of a label", label_bits),
    ];
    let details = Layers { plan, blocks, key_bits, label_bits, scale };
    Ok(Construction::new(network, used, claims, details))
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
