//! Huang and Huang 1991: every point, N - 1 steps.

use crate::common::{
    SHAPES, build, card, claim, classes_of_one, forgeries, points, synthetic, tiny,
};
use baselines::huang_1991::Huang1991;
use construction::Memorizer;
use dataset::synthetic::Shape;
use proptest::prelude::*;

const PEER: &dyn Memorizer = &Huang1991;

#[test]
fn huang_1991_value_is_the_label_for_all_labels_of_tiny_data() {
    tiny(PEER);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn huang_1991_value_is_the_label_of_every_point(
        points in 2_usize..200,
        dimension in 1_usize..6,
        classes in 2_usize..40,
        shape in prop::sample::select(SHAPES.to_vec()),
    ) {
        build(&synthetic(points, dimension, classes, shape), PEER);
    }
}

#[test]
fn huang_1991_value_holds_when_every_point_has_its_own_class() {
    classes_of_one(PEER);
}

#[test]
fn huang_1991_size_is_two_relus_for_each_step() {
    for n in [2_i64, 3, 10, 100, 1000] {
        // Far apart, alternating: N - 1 steps, two ReLUs each.
        let keys: Vec<i64> = (0..n).map(|i| 3 * i + i / 2).collect();
        let labels: Vec<u32> = (0..n as u32).map(|i| i % 2).collect();
        let built = build(&points(1, &keys, &labels), PEER);
        for quantity in ["steps", "neurons", "edges"] {
            let claim = claim(&built, quantity);
            assert_eq!(claim.measured, claim.bound, "{claim}");
        }
    }
}

#[test]
fn huang_1991_size_shares_relus_between_neighbouring_steps() {
    // Consecutive keys: labels that grow evenly are one ramp, alternating ones share every kink.
    let keys: Vec<i64> = (0..50).collect();
    let built = build(&points(1, &keys, &(0..50).collect::<Vec<_>>()), PEER);
    assert_eq!(built.network.counts().neurons, 3);
    let labels: Vec<u32> = (0..50).map(|i| i % 2).collect();
    let built = build(&points(1, &keys, &labels), PEER);
    assert_eq!(built.network.counts().neurons, 1 + 50);
}

#[test]
fn huang_1991_rejects_changed_numbers() {
    forgeries(&synthetic(24, 2, 3, Shape::Uniform), PEER, 20);
}

#[test]
fn huang_1991_card() {
    insta::assert_yaml_snapshot!(card(PEER));
}
