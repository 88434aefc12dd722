//! Bubeck et al. 2020: every point, four ReLUs for each d points.

#![allow(clippy::unwrap_used)]

mod common;

use baselines::{BaselineError, Parameters, Peer, construct};
use common::{SHAPES, build, card, claim, forgeries, parameter, points, synthetic, tiny};
use dataset::{Conflicts, Dataset, Labels, synthetic::Shape};
use proptest::prelude::*;
use rug::{Integer, ops::Pow};

const PEER: Peer = Peer::Bubeck2020;

#[test]
fn bubeck_2020_value_is_the_label_for_all_labels_of_tiny_data() {
    tiny(PEER);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn bubeck_2020_value_is_the_label_of_every_point(
        points in 2_usize..120,
        dimension in 1_usize..6,
        classes in 2_usize..40,
        shape in prop::sample::select(SHAPES.to_vec()),
    ) {
        build(&synthetic(points, dimension, classes, shape), PEER);
    }
}

#[test]
fn bubeck_2020_value_holds_when_every_point_has_its_own_class() {
    for points in [2, 3, 4, 5, 16, 17, 60] {
        for shape in SHAPES {
            build(&synthetic(points, 2, points, shape), PEER);
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

#[test]
fn bubeck_2020_size_is_that_of_the_source_in_general_position() {
    for (n, dimension, classes) in [(12, 2, 2), (60, 3, 2), (100, 5, 2), (100, 5, 3), (40, 8, 3)] {
        let built = build(&curve(n, dimension, classes), PEER);
        assert_eq!(parameter(&built, "general position"), "holds for every group");
        let hyperplanes = parameter(&built, "hyperplanes");
        assert_eq!(hyperplanes, parameter(&built, "hyperplanes in general position"));
        assert_eq!(
            parameter(&built, "r, dimension of the points' affine hull"),
            dimension.to_string()
        );
    }
}

#[test]
fn bubeck_2020_value_holds_where_general_position_fails() {
    // A grid, with three in a row everywhere: the first row of it is named.
    let numerators: Vec<i64> = (0..64).flat_map(|i| [i % 8, i / 8]).collect();
    let labels: Vec<u32> = (0..64).map(|i| (i / 8 + i % 8) % 2).collect();
    let built = build(&points(2, &numerators, &labels), PEER);
    let position = parameter(&built, "general position");
    assert!(position.starts_with("fails: with row "), "{position}");
    assert!(claim(&built, "neurons").quantity.ends_with("each point"));
    // On a plane in space: the theorem is used there.
    let flat: Vec<i64> = (0..40_i64).flat_map(|t| [t, t * t, 7 * t - 3 * t * t]).collect();
    let labels: Vec<u32> = (0..40).map(|i| (i * i) % 5 % 2).collect();
    let built = build(&points(3, &flat, &labels), PEER);
    assert_eq!(parameter(&built, "general position"), "holds for every group");
    assert_eq!(parameter(&built, "r, dimension of the points' affine hull"), "2");
}

#[test]
fn bubeck_2020_value_holds_for_long_coordinates() {
    let wide: Vec<Integer> =
        (0..60_u32).map(|i| Integer::from(i * i + 1).pow(30) * (i % 7)).collect();
    let labels = Labels::numbered((0..20).map(|i| i % 3));
    let data = Dataset::from_parts(3, 12345.into(), wide, labels, Conflicts::First).unwrap();
    build(&data, PEER);
}

#[test]
fn bubeck_2020_rejects_too_many_points() {
    let data = synthetic(50, 2, 2, Shape::Uniform);
    let error =
        construct(&data, PEER, &Parameters { most_products: 2401, ..Parameters::default() });
    assert_eq!(error.unwrap_err(), BaselineError::TooManyPoints { points: 50, most: 49 });
}

#[test]
fn bubeck_2020_rejects_changed_numbers() {
    forgeries(&synthetic(24, 3, 3, Shape::Uniform), PEER, 8);
}

#[test]
fn bubeck_2020_card() {
    insta::assert_yaml_snapshot!(card(PEER));
}
