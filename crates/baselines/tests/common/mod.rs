//! Data and checks that the tests of all constructions share.

#![allow(dead_code, reason = "each test file uses its part")]

use baselines::{Construction, Parameters, Peer, construct};
use claims::Claim;
use dataset::{
    Conflicts, Dataset, Labels,
    synthetic::{Recipe, Shape},
};
use network::Network;
use rug::Integer;
use testkit::{
    Card, broken,
    forgery::{self, mutants},
    wrong_labels,
};

pub const SHAPES: [Shape; 4] = [Shape::Uniform, Shape::Tight, Shape::Clustered, Shape::Line];

/// Points with integer coordinates and these labels, which use all of `0..C`.
pub fn points(dimension: usize, numerators: &[i64], labels: &[u32]) -> Dataset {
    let numerators = numerators.iter().map(|n| Integer::from(*n)).collect();
    let labels = Labels::numbered(labels.iter().copied());
    Dataset::from_parts(dimension, Integer::from(1), numerators, labels, Conflicts::Reject).unwrap()
}

pub fn synthetic(points: usize, dimension: usize, classes: usize, shape: Shape) -> Dataset {
    let classes = classes.min(points);
    Recipe { points, dimension, classes, separation: 20, seed: 7, shape }.dataset().unwrap()
}

/// Builds, and checks every label, by the evaluator and for small data by the reference, and every claim.
pub fn build(data: &Dataset, peer: Peer) -> Construction {
    let built = construct(data, peer, &Parameters::default()).unwrap();
    assert_eq!(broken(&built.claims), Vec::<String>::new());
    assert_eq!(wrong(data, &built.network), 0, "{}", peer.name());
    if data.len() < 50 {
        assert_eq!(wrong_labels(data, &built.network), 0, "{}", peer.name());
    }
    built
}

/// Wrong labels, counted by the evaluator.
pub fn wrong(data: &Dataset, network: &Network) -> u64 {
    let points = evaluator::Points {
        denominator: data.denominator(),
        numerators: data.all_numerators(),
        dimension: data.dimension(),
    };
    let program = evaluator::Program::compile(network);
    program.verify(&points, data.labels(), evaluator::Options::default()).unwrap().mismatches
}

/// All label vectors of length n whose classes are numbered in the order of their first use.
pub fn all_labels(n: usize) -> Vec<Vec<u32>> {
    let mut all = vec![vec![0]];
    for _ in 1..n {
        all = (all.into_iter())
            .flat_map(|labels: Vec<u32>| {
                let next = labels.iter().max().unwrap() + 1;
                (0..=next).map(move |label| [labels.clone(), vec![label]].concat())
            })
            .collect();
    }
    all.retain(|labels| labels.iter().any(|label| *label > 0));
    all
}

/// Every labelling of small data: on a line, evenly and not, in the plane in general position, on a
/// grid, and in space on a plane.
pub fn tiny(peer: Peer) {
    for n in 2..=5 {
        for labels in all_labels(n) {
            let spaced: Vec<i64> = (0..n as i64).collect();
            let powers: Vec<i64> = (0..n).map(|i| -(1 << (3 * i))).collect();
            let parabola: Vec<i64> = (0..n as i64).flat_map(|i| [i, i * i]).collect();
            let grid: Vec<i64> = (0..n as i64).flat_map(|i| [i % 2, i / 2]).collect();
            let flat: Vec<i64> = (0..n as i64).flat_map(|i| [i % 2, i, 3 - i]).collect();
            for (dimension, numerators) in
                [(1, spaced), (1, powers), (2, parabola), (2, grid), (3, flat)]
            {
                build(&points(dimension, &numerators, &labels), peer);
            }
        }
    }
}

/// No changed sign of any number survives, but where the number does nothing on the data, for at most
/// one in `spare`; and claims on size reject a wider and a deeper network that computes the same.
pub fn forgeries(data: &Dataset, peer: Peer, spare: usize) {
    let network = build(data, peer).network;
    let (mut tried, mut survivors) = (0, Vec::new());
    for (change, forged) in mutants(&network, false) {
        if change.to == -change.from.clone() {
            tried += 1;
            if wrong_labels(data, &forged) == 0 {
                survivors.push(change.to_string());
            }
        }
    }
    assert!(tried > 20);
    assert!(survivors.len() * spare <= tried, "{} of {tried}: {survivors:?}", survivors.len());
    let deeper = forgery::deeper(&network);
    assert_eq!(wrong_labels(data, &deeper), 0);
    assert_eq!(deeper.hidden_layers(), network.hidden_layers() + 1);
}

/// A claim by its quantity.
pub fn claim<'a>(built: &'a Construction, quantity: &str) -> &'a Claim {
    built.claims.iter().find(|claim| claim.quantity.starts_with(quantity)).unwrap()
}

/// A parameter by its name.
pub fn parameter<'a>(built: &'a Construction, name: &str) -> &'a str {
    &built.parameters.iter().find(|(found, _)| *found == name).unwrap().1
}

/// What a reader compares.
pub fn card(peer: Peer) -> (&'static str, Vec<String>, Card) {
    let built = build(&synthetic(1000, 3, 4, Shape::Tight), peer);
    let parameters = built.parameters.iter().map(|(name, value)| format!("{name}: {value}"));
    (peer.source(), parameters.collect(), Card::new(&built.claims, &built.network))
}
