//! What the tests of several crates share. A dev-dependency only: its functions panic where a test
//! should fail.

#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a panic here is a failed test")]

pub mod forgery;
pub mod strategies;

use claims::Claim;
use dataset::{
    Dataset, SeparationMethod,
    synthetic::{Recipe, Shape},
};
use network::Network;
use rug::Rational;

/// Seeded points in the plane, on a grid of step `2^-16`.
#[must_use]
pub fn plane(points: usize, classes: usize, shape: Shape) -> Dataset {
    Recipe { points, dimension: 2, classes, separation: 16, seed: 4, shape }.dataset().unwrap()
}

/// The square of delta.
#[must_use]
pub fn delta_squared(data: &Dataset) -> Rational {
    data.separation(SeparationMethod::Auto).unwrap().squared
}

/// What was promised and what was built, for a snapshot that a reader compares with the paper.
#[derive(serde::Serialize)]
pub struct Card {
    claims: Vec<String>,
    edges: u64,
    biases: u64,
}

impl Card {
    /// The card of a network with these claims.
    #[must_use]
    pub fn new(claims: &[Claim], built: &Network) -> Self {
        let counts = built.counts();
        let claims = claims.iter().map(Claim::to_string).collect();
        Self { claims, edges: counts.edges, biases: counts.biases }
    }
}

/// The claims that do not hold.
#[must_use]
pub fn broken(claims: &[Claim]) -> Vec<String> {
    claims.iter().filter(|claim| !claim.holds()).map(ToString::to_string).collect()
}

/// The points at which a network with one output does not return the label, by the reference
/// evaluation.
#[must_use]
pub fn wrong_labels(data: &Dataset, network: &Network) -> usize {
    (0..data.len())
        .filter(|index| network.evaluate(&data.point(*index)).unwrap() != [data.labels()[*index]])
        .count()
}

/// All label vectors of length n with two classes or more, whose classes are numbered in the order of their first use.
#[must_use]
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
