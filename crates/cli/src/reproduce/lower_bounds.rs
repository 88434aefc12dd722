//! Theorem 6.1, Theorem 3.2 and Proposition 3.3: nothing that is built here is smaller than they allow.
//!
//! A lower bound speaks about a **class** of networks that serves all labels (Theorem 6.1), or all
//! labels of all separated points (Theorem 3.2, Proposition 3.3). One network is no such class: its
//! labels may be easy. A construction is one, since its theorem promises, before it sees the labels, a
//! width, a depth, bits and edges that depend on N, d, C and r / delta only. So the claims compare what
//! is **promised** with the bound; what was measured stands beside it as a ratio, without a claim. At
//! sizes where the bounds begin to bite no network is built, and Theorem 2.1's formulas stand alone.
//!
//! # From promises to hypotheses
//!
//! - Edges are promised, and the bounds count edges + biases. Neurons without an edge to a later one can
//!   be left out, so P = 2 edges + 1 are enough: a bias for each of the others, and one for the output.
//! - Theorem 3.2 speaks about points of [-1, 1] at distance delta. Dividing points by r is absorbed by
//!   the first layer, so the promise for (r, delta) is one for all sets in the unit ball at distances
//!   `delta / r`, and those on a diameter are the sets of [-1, 1].
//! - Where N points of [-1, 1] cannot lie as far apart as the data's, Theorem 3.2 says nothing, and
//!   there is no case; likewise for Proposition 3.3, which needs `1 / delta >= 2 N` and an even N.

use anyhow::{Context as _, Result};
use claims::Claim;
use dataset::{Conflicts, Dataset, Labels, SeparationMethod};
use lowerbounds::{
    BoundError, Limits, Separation, Task, counting, proposition_3_3, serra, theorem_3_2,
    theorem_6_1,
};
use network::{Counts, Weight};
use projection::{Facts, lemma_a2::range_bound};
use rug::{Integer, Rational};
use width_depth::theorem_2_1;

use memorelu::{Built, Request, distance::Distance};

use super::{
    Case, Context,
    data::{Named, request},
};

const FEW_BITS: &str = "vardi2022/6.1";
const SEPARATED: &str = "yang2026/3.2";
const CLOSE: &str = "yang2026/3.3";

/// Numbers of up to this many bits are counted one by one.
const BITS: u32 = 8;

/// What a theorem promises for all labels of all such points.
struct Promise {
    width: u64,
    hidden_layers: u64,
    /// Edges + biases, and bits of one of them; Theorem 2.1 promises neither.
    parameters: Option<(u64, u64)>,
}

impl Promise {
    /// The promise for the values that were used, with which a request for the best of them is settled.
    fn of(request: &Request, data: &Dataset, built: &Built) -> Result<Self> {
        let delta_squared = data.separation(SeparationMethod::Auto)?.squared;
        let facts = Facts::of(data.points(), data.classes() as u64, &delta_squared);
        let mut settled = request.clone();
        for used in &built.used {
            let parameters = request.statement().record.parameters;
            if let Some(parameter) = parameters.iter().find(|p| p.symbol == used.symbol) {
                settled.set(parameter.name, &used.value)?;
            }
        }
        let promise = settled.memorizer().promise(&facts, settled.values());
        let promise = promise.context("nothing is promised")?;
        let number = |number: &Integer| number.to_u64().context("a promise of more than 64 bits");
        let sizes = promise.edges.as_ref().zip(promise.bits.as_ref());
        Ok(Self {
            width: number(&promise.width)?,
            hidden_layers: number(&promise.hidden_layers())?,
            parameters: sizes
                .map(|(edges, bits)| {
                    Ok::<_, anyhow::Error>((2 * number(edges)? + 1, number(bits)?))
                })
                .transpose()?,
        })
    }
}

/// A network, what its theorem promises, and the data as the bounds see them.
struct Candidate<'a> {
    named: &'a Named,
    setting: String,
    built: Built,
    promise: Promise,
    task: Task,
    separation: Separation,
}

impl<'a> Candidate<'a> {
    fn new(named: &'a Named, setting: &str, request: &Request) -> Result<Self> {
        let built = named.verified(request)?;
        let promise = Promise::of(request, &named.data, &built)?;
        let (points, classes) = (named.data.len() as u64, named.data.classes() as u64);
        let task = Task::new(points, classes, named.data.dimension() as u64)?;
        let delta_squared = named.data.separation(SeparationMethod::Auto)?.squared;
        let radius_squared = named.data.radius_squared().max(Rational::from(1));
        let separation = Separation::from_square(delta_squared / radius_squared)?;
        let setting = format!("{} {setting}", request.statement().command());
        Ok(Self { named, setting, built, promise, task, separation })
    }

    /// The hidden layers of the network that was built, beside the least number in its width.
    fn layers(&self, counts: &Counts, least: u64, bound: &'static str) -> Distance {
        Distance {
            count: "hidden layers",
            among: "its width, all separated points",
            measured: counts.hidden_layers,
            least,
            bound: format!("by {bound}"),
        }
    }

    fn case(self, distance: Option<Distance>, claims: Vec<Claim>) -> Case {
        let counts = Some(self.built.network.counts());
        Case { data: self.named.name.clone(), setting: self.setting, counts, distance, claims }
    }
}

/// The constructions for N points: both profiles of Theorem 3.1; Theorems 5.1 and 6.2 with L and B in
/// the middle of their range, since both ends are Theorem 3.1 or one network per point; Theorem 2.1
/// with the S and T of fewest edges.
fn requests(points: usize) -> [(String, Request); 5] {
    let middle = points.isqrt().isqrt();
    [
        ("paper".to_owned(), "thm3.1".to_owned()),
        ("measured".to_owned(), "thm3.1 --profile measured".to_owned()),
        (format!("L = {middle}"), format!("thm5.1 --depth-parameter {middle}")),
        (format!("B = {middle}"), format!("thm6.2 --bits-parameter {middle}")),
        ("paper".to_owned(), "thm2.1".to_owned()),
    ]
    .map(|(setting, text)| (setting, request(&text)))
}

/// The constructions for a dataset.
fn candidates(
    named: &Named,
    chosen: impl Fn(&str) -> bool,
) -> impl Iterator<Item = Result<Candidate<'_>>> {
    let requests = requests(named.data.len()).into_iter();
    let requests = requests.filter(move |(_, request)| chosen(request.statement().command()));
    requests.map(move |(setting, request)| Candidate::new(named, &setting, &request))
}

/// Theorem 6.1, and the counting bound on all bits together: what is promised of Theorems 3.1, 5.1
/// and 6.2; and the number of weights of few bits, by enumeration.
pub fn theorem_6_1(context: &Context) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for named in context.datasets()?.chain(context.large()) {
        for candidate in candidates(&named?, |theorem| theorem != "thm2.1") {
            cases.extend(few_bits(candidate?)?);
        }
    }
    cases.extend((1..=BITS).map(values));
    Ok(cases)
}

/// All rationals of at most so many bits, against `B 2^(B+1)`.
fn values(bits: u32) -> Case {
    let long = 1_i64 << bits;
    let fits =
        |value: &Rational| (1..=u64::from(bits)).contains(&Weight::from(value.clone()).bits());
    // in lowest terms, so that each is met once
    let found = (1..=long)
        .flat_map(|n| (1..=long).map(move |d| (n, d)))
        .filter(|(n, d)| Integer::from(*n).gcd(&Integer::from(*d)) == 1)
        .filter(|value| fits(&Rational::from(*value)));
    let quantity = "numbers of at most B bits that are not 0";
    let claim = Claim::at_most(FEW_BITS, quantity, 2 * found.count(), theorem_6_1::values(bits));
    Case {
        data: "all rationals".to_owned(),
        setting: format!("B = {bits}"),
        counts: None,
        distance: None,
        claims: vec![claim],
    }
}

fn few_bits(candidate: Candidate<'_>) -> Result<Option<Case>> {
    let Candidate { task, promise, .. } = &candidate;
    let Some((parameters, bits)) = promise.parameters else { return Ok(None) };
    let limits = Limits {
        width: Some(promise.width),
        hidden_layers: Some(promise.hidden_layers),
        bits: None,
    };
    let least = theorem_6_1::parameters_needed(task, &limits, bits)?;
    let label_bits = task.label_bits().upper().clone();
    let code = theorem_6_1::code_length(task, &limits, parameters, bits);
    let claims = vec![
        Claim::at_least(FEW_BITS, "promised P (B + ...) against N log2 C", code, label_bits),
        Claim::at_least(FEW_BITS, "promised P, with B bits each", parameters, least),
        Claim::at_least(
            FEW_BITS,
            "promised B, for P edges + biases",
            bits,
            theorem_6_1::bits_needed(task, &limits, parameters)?,
        ),
        Claim::at_least(
            FEW_BITS,
            "promised bits in all, P B",
            Integer::from(parameters) * bits,
            counting::total_bits_needed(task, &limits, parameters)?,
        ),
    ];
    let counts = candidate.built.network.counts();
    let own = Limits { bits: Some(counts.bits), ..Limits::default() };
    let distance = Distance {
        count: "edges + biases",
        among: "its bits",
        measured: counts.edges + counts.biases,
        least: lowerbounds::parameters(task, &own)?.parameters,
        bound: format!("by {FEW_BITS}"),
    };
    Ok(Some(candidate.case(Some(distance), claims)))
}

/// Theorem 3.2 in its explicit form: the least depth and the least width that are not ruled out,
/// against what is promised of Theorems 3.1, 5.1, 6.2 and 2.1; and of Theorem 2.1 for up to 2^60 points
/// at distances 1 / N.
pub fn theorem_3_2(context: &Context) -> Result<Vec<Case>> {
    let mut cases = over_separated(context, |candidate| {
        let Candidate { task, separation, promise, .. } = candidate;
        let &Promise { width, hidden_layers, .. } = promise;
        let layers = |width| theorem_3_2::hidden_layers(task, separation, width);
        let claims = vec![
            Claim::at_least(SEPARATED, "promised L, in promised W", hidden_layers, layers(width)?),
            Claim::at_least(
                SEPARATED,
                "promised W, with promised L",
                width,
                theorem_3_2::width(task, separation, hidden_layers)?,
            ),
        ];
        let counts = candidate.built.network.counts();
        Ok((candidate.layers(&counts, layers(counts.width)?, SEPARATED), claims))
    })?;
    for log in (20..=60).step_by(10) {
        cases.push(formula(log, log, |task, separation, width| {
            theorem_3_2::hidden_layers(task, separation, width).map(|least| (SEPARATED, least))
        })?);
    }
    Ok(cases)
}

/// Proposition 3.3 likewise, also for points as close as `2^-500`; and the pieces of Serra et al. The
/// formulas are for points as close as `2^(-N/64)`, close enough for its first inequality.
pub fn proposition_3_3(context: &Context) -> Result<Vec<Case>> {
    let mut cases = over_separated(context, |candidate| {
        let Candidate { task, separation, promise, .. } = candidate;
        let &Promise { width, hidden_layers, .. } = promise;
        let layers = |width| proposition_3_3::hidden_layers(task, separation, width);
        let claims = vec![
            Claim::at_least(CLOSE, "promised L, in promised W", hidden_layers, layers(width)?),
            Claim::at_least(
                CLOSE,
                "promised W, with promised L",
                width,
                proposition_3_3::width(task, separation, hidden_layers)?,
            ),
            Claim::at_least(
                CLOSE,
                "promised L, for N - 1 pieces in promised W",
                hidden_layers,
                serra::hidden_layers(task, width)?,
            ),
        ];
        let counts = candidate.built.network.counts();
        Ok((candidate.layers(&counts, layers(counts.width)?, CLOSE), claims))
    })?;
    for log in (12..=24).step_by(4) {
        cases.push(formula(log, 1 << (log - 6), |task, separation, width| {
            proposition_3_3::hidden_layers(task, separation, width).map(|least| (CLOSE, least))
        })?);
    }
    Ok(cases)
}

/// What Theorem 2.1 promises for all `2^log_points` points of [-1, 1] at distances `2^-places` and all
/// labels in two classes, with `T = log R` and the least S that brings the first term of its width down
/// to 29, against the least depth in its width.
fn formula(
    log_points: u32,
    places: u32,
    least: impl Fn(&Task, &Separation, u64) -> Result<(&'static str, u64), BoundError>,
) -> Result<Case> {
    let points = 1_u64 << log_points;
    let delta = Rational::from(1) >> places;
    let range = range_bound(points as usize, 1, &Rational::from(1), &delta.clone().square());
    // R is irrational, so this is ceil(log2 R)
    let t = range.floor().significant_bits();
    let block = (points / (4 * (u64::from(t) + 3))).isqrt() + 1;
    let promise = theorem_2_1::Promise::of(points as usize, 1, &range, block as usize, t);
    let width = promise.width.to_u64().context("the width has more than 64 bits")?;
    let hidden_layers = promise.hidden_layers.to_u64().context("so have the layers")?;

    let task = Task::new(points, 2, 1)?;
    let (statement, least) = least(&task, &Separation::new(delta)?, width)?;
    let claim = Claim::at_least(statement, "promised L, in promised W", hidden_layers, least);
    Ok(Case {
        data: format!("N = 2^{log_points}, delta = 2^-{places}"),
        setting: format!("thm2.1 promises W = {width}, L = {hidden_layers}"),
        counts: None,
        distance: Some(Distance {
            count: "hidden layers",
            among: "its width, all separated points",
            measured: hidden_layers,
            least,
            bound: format!("by {statement}"),
        }),
        claims: vec![claim],
    })
}

/// The cases for which the statement's hypotheses hold.
fn over_separated(
    context: &Context,
    compare: impl Fn(&Candidate<'_>) -> Result<(Distance, Vec<Claim>), BoundError>,
) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    let mut add = |named: &Named, chosen: fn(&str) -> bool| -> Result<()> {
        for candidate in candidates(named, chosen) {
            let candidate = candidate?;
            match compare(&candidate) {
                Ok((distance, claims)) => cases.push(candidate.case(Some(distance), claims)),
                Err(
                    BoundError::NoRoom { .. }
                    | BoundError::Crowded { .. }
                    | BoundError::OddPoints { .. },
                ) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    };
    for named in context.datasets()?.chain(context.large()) {
        add(&named?, |_| true)?;
    }
    for (log, places) in [(10, 100), (10, 500), (12, 100), (12, 500), (14, 100)] {
        let named = close_pairs(1 << log, places)?;
        // a subset's network per few points would be as large as all the data
        add(&named, |theorem| ["thm3.1", "thm2.1"].contains(&theorem))?;
    }
    Ok(cases)
}

/// Points `2 k / N` of [0, 1) and their right neighbours at distance `2^-places`, labelled 0 and 1.
fn close_pairs(points: u32, places: u32) -> Result<Named> {
    let denominator = Integer::from(1) << places;
    let numerators =
        (0..points).map(|i| Integer::from(&denominator * (i / 2 * 2)) / points + i % 2);
    let data = Dataset::from_parts(
        1,
        denominator.clone(),
        numerators.collect(),
        Labels::numbered((0..points).map(|i| i % 2)),
        Conflicts::Reject,
    )?;
    Ok(Named { name: format!("pairs N={points} d=1 C=2, 2^-{places} apart"), data })
}
