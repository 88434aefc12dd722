//! Lemma A.3: the direction found satisfies the inequality on every pair.

use crate::common;
use claims::Enclosure;
use dataset::{Conflicts, Dataset, Labels};
use projection::{ProjectionError, lemma_a3};
use proptest::prelude::*;
use rug::{Integer, Rational, ops::Pow};

/// Both inequalities on all pairs, as they stand in the statement, in squares.
fn holds_on_every_pair(data: &Dataset, direction: &[Integer]) -> bool {
    let n4_pi_d = Rational::from(Integer::from(data.len()).pow(4))
        * data.dimension() as u64
        * Enclosure::pi().lower();
    let norm: Integer = direction.iter().map(|g| Integer::from(g.square_ref())).sum();
    (0..data.len()).all(|i| {
        (0..i).all(|j| {
            let (mut product, mut square) = (Rational::new(), Rational::new());
            for ((a, b), g) in data.point(i).iter().zip(data.point(j)).zip(direction) {
                let gap = a - b;
                product += Rational::from(&gap * g);
                square += gap.square();
            }
            // (u.gap)^2 = product^2 / norm
            let projected = product.square() / &norm;
            Rational::from(&projected * &n4_pi_d) >= Rational::from(&square * 8_u32)
                && projected <= square
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn lemma_a3_value_keeps_every_distance(data in common::datasets(), seed in 0_u64..4) {
        let direction = lemma_a3::direction(data.points(), seed).unwrap();
        prop_assert!(holds_on_every_pair(&data, direction.coordinates()));
        prop_assert!(direction.claims().iter().all(claims::Claim::holds));
    }

    #[test]
    fn lemma_a3_truncation_is_a_prefix_of_the_unit_vector(data in common::datasets(), places in 1_u32..80) {
        let direction = lemma_a3::direction(data.points(), 0).unwrap();
        let norm: Integer = direction.coordinates().iter().map(|g| Integer::from(g.square_ref())).sum();
        for (v, g) in direction.truncated(places).iter().zip(direction.coordinates()) {
            // |v| <= |g| 2^places / |g|_2 < |v| + 1, in squares, and the same sign
            let square = Integer::from(g.square_ref()) << (2 * places);
            let next = Integer::from(v.abs_ref()) + 1_u32;
            prop_assert!(Integer::from(v.square_ref()) * &norm <= square);
            prop_assert!(next.square() * &norm > square);
            prop_assert!(*v == 0 || (*v < 0) == (*g < 0));
        }
    }
}

#[test]
fn lemma_a3_value_is_the_same_for_any_number_of_threads() {
    let recipe = dataset::synthetic::Recipe {
        points: 500,
        dimension: 3,
        classes: 2,
        separation: 20,
        seed: 3,
        shape: dataset::synthetic::Shape::Tight,
    };
    let data = recipe.dataset().unwrap();
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let direction = alone.install(|| lemma_a3::direction(data.points(), 5)).unwrap();
    assert_eq!(direction, lemma_a3::direction(data.points(), 5).unwrap());
}

#[test]
fn lemma_a3_rejects_a_direction_that_merges_points() {
    // The lemma cannot hold for equal points, so no direction is found.
    let numerators = [1, 2, 1, 2].map(Integer::from).to_vec();
    let points = dataset::Points::new(2, Integer::from(1), numerators).unwrap();
    let error = lemma_a3::direction(&points, 9).unwrap_err();
    assert!(matches!(error, ProjectionError::NoDirection { seed: 9, .. }), "{error}");
    // As a dataset they are one point, and refused as such or merged before they come here.
    let numerators = [1, 2, 1, 2].map(Integer::from).to_vec();
    let labels = Labels::from_iter(["a", "b"]);
    Dataset::from_parts(2, Integer::from(1), numerators, labels, Conflicts::Reject).unwrap_err();
}

#[test]
fn lemma_a3_card() {
    let data = common::data(100, 8, dataset::synthetic::Shape::Tight);
    let direction = lemma_a3::direction(data.points(), 0).unwrap();
    insta::assert_yaml_snapshot!((direction.attempts(), direction.claims()));
}
