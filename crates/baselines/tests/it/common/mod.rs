//! Data and checks that the tests of all constructions share.

use baselines::{BaselineError, Parameters};
use claims::Claim;
use construction::{Construction, Memorizer, Values};
use dataset::{
    Conflicts, Dataset, Labels,
    synthetic::{Recipe, Shape},
};
use network::Network;
use rug::{Integer, ops::Pow};
use testkit::{
    Card, all_labels, broken,
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
pub fn build(data: &Dataset, peer: &dyn Memorizer) -> Construction {
    let built = peer.construct(data, &Values::default()).unwrap();
    assert_eq!(broken(&built.claims), Vec::<String>::new());
    assert_eq!(wrong(data, &built.network), 0, "{}", peer.record().id);
    if data.len() < 50 {
        assert_eq!(wrong_labels(data, &built.network), 0, "{}", peer.record().id);
    }
    built
}

/// Wrong labels, counted by the evaluator.
pub fn wrong(data: &Dataset, network: &Network) -> u64 {
    let points = data.points().view();
    let program = evaluator::Program::compile(network);
    program.verify(&points, data.labels(), evaluator::Options::default()).unwrap().mismatches
}

/// Every labelling of small data: on a line, evenly and not, in the plane in general position, on a
/// grid, and in space on a plane.
pub fn tiny(peer: &dyn Memorizer) {
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

/// Every point in a class of its own.
pub fn classes_of_one(peer: &dyn Memorizer) {
    for points in [2, 3, 4, 5, 16, 17, 60] {
        for shape in SHAPES {
            build(&synthetic(points, 2, points, shape), peer);
        }
    }
}

/// Points on the moment curve are in general position: any d + 1 of them span the space.
fn curve(points_: usize, dimension: u32, classes: u32) -> Dataset {
    let numerators: Vec<i64> =
        (0..points_ as i64).flat_map(|t| (1..=dimension).map(move |k| t.pow(k))).collect();
    let labels: Vec<u32> = (0..points_ as u32).map(|i| (i * i + i / 2) % classes).collect();
    points(dimension as usize, &numerators, &labels)
}

/// Groups of as many points as the dimension, where general position allows it.
pub fn general_position(peer: &dyn Memorizer) {
    for (n, dimension, classes) in [(12, 2, 2), (60, 3, 2), (100, 5, 2), (100, 5, 3), (40, 8, 3)] {
        let built = build(&curve(n, dimension, classes), peer);
        assert_eq!(parameter(&built, "general position"), "holds for every group");
        let hyperplanes = parameter(&built, "hyperplanes");
        assert_eq!(hyperplanes, parameter(&built, "hyperplanes in general position"));
        assert_eq!(
            parameter(&built, "r, dimension of the points' affine hull"),
            dimension.to_string()
        );
    }
}

/// Right labels where it fails, and weaker claims that say so; `counted` is what they are about.
pub fn no_general_position(peer: &dyn Memorizer, counted: &str) {
    // A grid, with three in a row everywhere: the first row of it is named.
    let numerators: Vec<i64> = (0..64).flat_map(|i| [i % 8, i / 8]).collect();
    let labels: Vec<u32> = (0..64).map(|i| (i / 8 + i % 8) % 2).collect();
    let built = build(&points(2, &numerators, &labels), peer);
    let position = parameter(&built, "general position");
    assert!(position.starts_with("fails: with row "), "{position}");
    assert!(claim(&built, counted).quantity.ends_with("each point"));
    // On a plane in space: the theorem is used there.
    let flat: Vec<i64> = (0..40_i64).flat_map(|t| [t, t * t, 7 * t - 3 * t * t]).collect();
    let labels: Vec<u32> = (0..40).map(|i| (i * i) % 5 % 2).collect();
    let built = build(&points(3, &flat, &labels), peer);
    assert_eq!(parameter(&built, "general position"), "holds for every group");
    assert_eq!(parameter(&built, "r, dimension of the points' affine hull"), "2");
}

/// Coordinates of hundreds of bits.
pub fn long_coordinates(peer: &dyn Memorizer) {
    let wide: Vec<Integer> =
        (0..60_u32).map(|i| Integer::from(i * i + 1).pow(30) * (i % 7)).collect();
    let labels = Labels::numbered((0..20).map(|i| i % 3));
    let data = Dataset::from_parts(3, 12345.into(), wide, labels, Conflicts::First).unwrap();
    build(&data, peer);
}

/// The limit for what is quadratic in the number of points.
pub fn too_many_points(
    construct: fn(&Dataset, &Parameters) -> Result<Construction, BaselineError>,
) {
    let data = synthetic(50, 2, 2, Shape::Uniform);
    let error = construct(&data, &Parameters { most_products: 2401, ..Parameters::default() });
    assert_eq!(error.unwrap_err(), BaselineError::TooManyPoints { points: 50, most: 49 });
}

/// No changed sign of any number survives, but where the number does nothing on the data, for at most
/// one in `spare`; and claims on size reject a wider and a deeper network that computes the same.
pub fn forgeries(data: &Dataset, peer: &dyn Memorizer, spare: usize) {
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
    &built.used.iter().find(|used| used.name() == name).unwrap().value
}

/// What a reader compares.
pub fn card(peer: &dyn Memorizer) -> (&'static str, Vec<String>, Card) {
    let built = build(&synthetic(1000, 3, 4, Shape::Tight), peer);
    let parameters = built.used.iter().map(ToString::to_string);
    (peer.record().paper.source, parameters.collect(), Card::new(&built.claims, &built.network))
}
