//! Zhang et al. 2017: every point, 2N + d, short weights.

use crate::common::{
    SHAPES, build, card, claim, classes_of_one, forgeries, points, synthetic, tiny,
};
use baselines::zhang_2017::Zhang2017;
use construction::Memorizer;
use dataset::synthetic::Shape;
use proptest::prelude::*;
use rug::Rational;
use testkit::forgery;

const PEER: &dyn Memorizer = &Zhang2017;

#[test]
fn zhang_2017_value_is_the_label_for_all_labels_of_tiny_data() {
    tiny(PEER);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn zhang_2017_value_is_the_label_of_every_point(
        points in 2_usize..200,
        dimension in 1_usize..6,
        classes in 2_usize..40,
        shape in prop::sample::select(SHAPES.to_vec()),
    ) {
        build(&synthetic(points, dimension, classes, shape), PEER);
    }
}

#[test]
fn zhang_2017_value_holds_when_every_point_has_its_own_class() {
    classes_of_one(PEER);
}

#[test]
fn zhang_2017_size_is_nearly_met_by_random_labels() {
    for points in [2, 3, 10, 100, 1000, 4000] {
        for (dimension, classes) in [(1, 2), (5, 10)] {
            let data = synthetic(points, dimension, classes, Shape::Uniform);
            let built = build(&data, PEER);
            let edges = claim(&built, "edges");
            assert_eq!(edges.bound, 2 * points + dimension);
            // Coordinates that the direction ignores; first points of label 0; three points in line.
            let slack = Rational::from(&edges.bound - &edges.measured);
            assert!(slack <= dimension + 2 + points / 50, "{edges}");
        }
    }
}

#[test]
fn zhang_2017_size_of_weights_is_that_of_keys_and_labels() {
    for points in [10, 100, 1000] {
        let data = points_on_a_line(points);
        let counts = build(&data, PEER).network.counts();
        // 10 bits of a key, 2 of P and of labels, and the binary point
        assert!(counts.bits <= 14, "{}", counts.bits);
    }
}

/// Consecutive keys, labels that go up and down.
fn points_on_a_line(n: usize) -> dataset::Dataset {
    let labels: Vec<u32> = (0..n as u32).map(|i| (i * i + i / 3) % 3).collect();
    points(1, &(0..n as i64).collect::<Vec<_>>(), &labels)
}

#[test]
fn zhang_2017_rejects_changed_numbers_and_more_neurons() {
    let data = synthetic(24, 2, 3, Shape::Uniform);
    forgeries(&data, PEER, 20);
    let built = build(&data, PEER);
    let neurons = claim(&built, "neurons");
    assert!(
        forgery::wider(&built.network).counts().neurons
            > neurons.measured.numer().to_u64().unwrap()
    );
}

#[test]
fn zhang_2017_card() {
    insta::assert_yaml_snapshot!(card(PEER));
}
