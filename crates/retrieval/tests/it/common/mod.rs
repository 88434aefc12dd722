//! Data and checks that the tests of both widths share.

use claims::Claim;
use dataset::{Conflicts, Dataset, Labels};
use exactness::NumberFormat;
use network::Network;
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use retrieval::{Construction, Parameters, Width, construct};
use rug::{Integer, Rational};
use testkit::broken;

/// Points on the line with these labels, which use all of `0..C`.
pub fn line(keys: impl IntoIterator<Item = u64>, labels: &[u32]) -> Dataset {
    let keys = keys.into_iter().map(Integer::from).collect();
    let labels = Labels::numbered(labels.iter().copied());
    Dataset::from_parts(1, Integer::from(1), keys, labels, Conflicts::Reject).unwrap()
}

/// Random labels, each class used.
pub fn labels(n: usize, classes: u32, seed: u64) -> Vec<u32> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let all = 0..n as u32;
    all.map(|i| if i < classes { i } else { (random.next_u64() % u64::from(classes)) as u32 })
        .collect()
}

/// Distinct random keys of so many bits, in the order drawn.
pub fn random_keys(n: usize, bits: u32, seed: u64) -> Vec<u64> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut seen = std::collections::HashSet::new();
    let mut keys = Vec::new();
    while keys.len() < n {
        let key = random.next_u64() >> (64 - bits);
        if seen.insert(key) {
            keys.push(key);
        }
    }
    keys
}

/// Keys that a hash could mind: consecutive, evenly spaced, mirrored, clustered, powers of two.
pub fn adversarial_keys(n: usize) -> Vec<(&'static str, Vec<u64>)> {
    let all = || 0..n as u64;
    let middle = 1_u64 << 40;
    vec![
        ("consecutive", all().collect()),
        ("evenly spaced", all().map(|i| 1_000_003 * i + 7).collect()),
        ("multiples of 2^30", all().map(|i| i << 30).collect()),
        (
            "mirrored",
            all()
                .map(|i| if i % 2 == 0 { middle + 977 * i } else { middle - 977 * i - 1 })
                .collect(),
        ),
        ("clustered", all().map(|i| (i / 50) * 123_456_789 + i % 50).collect()),
        ("one far away", all().map(|i| if i == 0 { 1 << 50 } else { i }).collect()),
        ("growing", all().map(|i| i * i * i / 7 + i).collect()),
    ]
}

/// Wrong labels, counted by the evaluator at every point and by the reference at a few.
pub fn wrong(data: &Dataset, network: &Network) -> u64 {
    let points = data.points().view();
    let program = evaluator::Program::compile(network);
    let report = program.verify(&points, data.labels(), evaluator::Options::default()).unwrap();
    for i in (0..data.len()).step_by((data.len() / 8).max(1)) {
        let right = network.evaluate(&data.point(i)).unwrap() == [data.labels()[i]];
        let found = report.first.iter().any(|mismatch| mismatch.index == i);
        assert!(right != found || report.mismatches > report.first.len() as u64, "point {i}");
    }
    report.mismatches
}

/// Bounds on edges are at most a tenth too large, those on depth at most 12.
pub fn close(claims: &[Claim]) {
    for claim in claims {
        let slack = Rational::from(&claim.bound - &claim.measured);
        let allowed = match claim.quantity.as_str() {
            "edges" => Rational::from(&claim.bound / 10),
            "depth" => Rational::from(12),
            _ => continue,
        };
        assert!(slack <= allowed, "{claim}");
    }
}

pub fn parameters(width: Width) -> Parameters {
    Parameters { width, ..Parameters::default() }
}

pub fn exact(width: Width, format: NumberFormat) -> Parameters {
    Parameters { exact_in: Some(format), ..parameters(width) }
}

/// Builds, and checks every label and every claim.
pub fn build(data: &Dataset, parameters: &Parameters) -> Construction {
    let built = construct(data, parameters).unwrap();
    assert_eq!(broken(&built.claims), Vec::<String>::new());
    assert_eq!(wrong(data, &built.network), 0);
    built
}

/// What a reader compares.
#[derive(serde::Serialize)]
pub struct Card {
    statement: &'static str,
    assumes: &'static str,
    points: usize,
    classes: usize,
    blocks: usize,
    draws: usize,
    memory_bits: u64,
    claims: Vec<String>,
}

impl Card {
    pub fn new(statement: &'static str, built: &Construction) -> Self {
        Self {
            statement,
            assumes: "nothing; the number of blocks is measured",
            points: built.details.points,
            classes: built.details.classes,
            blocks: built.details.blocks,
            draws: built.details.plan.draws,
            memory_bits: built.details.memory_bits(),
            claims: built.claims.iter().map(ToString::to_string).collect(),
        }
    }
}
