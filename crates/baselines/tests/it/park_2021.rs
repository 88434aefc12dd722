//! Park et al. 2021: every point, width 3, O(N^(2/3)).

use crate::common::{SHAPES, build, card, claim, classes_of_one, forgeries, synthetic, tiny};
use baselines::park_2021::{
    Park2021,
    fold::{self, Folds, compressed},
};
use construction::Memorizer;
use dataset::synthetic::Shape;
use proptest::prelude::*;
use rug::Integer;
use testkit::forgery;

const PEER: &dyn Memorizer = &Park2021;

#[test]
fn park_2021_value_is_the_label_for_all_labels_of_tiny_data() {
    tiny(PEER);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn park_2021_value_is_the_label_of_every_point(
        points in 2_usize..150,
        dimension in 1_usize..6,
        classes in 2_usize..40,
        shape in prop::sample::select(SHAPES.to_vec()),
    ) {
        build(&synthetic(points, dimension, classes, shape), PEER);
    }
}

#[test]
fn park_2021_value_holds_when_every_point_has_its_own_class() {
    classes_of_one(PEER);
}

#[test]
fn park_2021_value_of_folds_keeps_keys_distinct() {
    let square = |n: u64| (0..n).map(|i| Integer::from(i * i)).collect::<Vec<_>>();
    let long = |n: u64| (0..n).map(|i| Integer::from(i * i * i) << 90).collect::<Vec<_>>();
    // Far away and dense, and all but one at the end.
    let dense = |n: u64| (0..n).map(move |i| Integer::from(if i == 0 { 0 } else { n * n - i }));
    for n in [2, 3, 10, 100, 1000] {
        for keys in [square(n), long(n), dense(n).collect()] {
            let folds = Folds::search(&keys, |range| range.isqrt());
            let mut folded = folds.apply(&keys);
            let bound = folds.most_thirds(n) + 2 * fold::cube_root(n).pow(2) + 2;
            assert!(folds.folds.len() as u64 <= bound + compressed(n).isqrt());
            folded.sort_unstable();
            assert!(folded.is_sorted_by(|a, b| a < b), "N = {n}");
            assert!(folded.last().is_none_or(|key| *key < n * n));
        }
    }
}

#[test]
fn park_2021_size_of_folds_is_bounded_where_they_are_needed() {
    // Without a cost of the range nothing is folded beyond N^2; with a high one, down to R.
    for n in [100_u64, 1000, 4000] {
        let keys: Vec<Integer> = (0..n).map(|i| Integer::from(i * i) * (n * n)).collect();
        let thirds = Folds::search(&keys, |_| 0);
        assert!(thirds.folds.len() as u64 <= thirds.most_thirds(n));
        let folds = Folds::search(&keys, |range| 1000 * range);
        assert!(folds.apply(&keys).iter().all(|key| *key < compressed(n)));
    }
}

#[test]
fn park_2021_size_grows_slower_than_n() {
    let edges = |points| {
        let data = synthetic(points, 2, 2, Shape::Uniform);
        build(&data, PEER).network.counts().edges
    };
    let sizes = [64, 512, 4096].map(edges);
    // Eight times the points, about four times the edges, and a part for the range.
    assert!(sizes[1] < 5 * sizes[0] && sizes[2] < 5 * sizes[1], "{sizes:?}");
    assert!(sizes[2] < 4096, "{sizes:?}");
}

#[test]
fn park_2021_size_is_as_promised_for_both_ways_to_the_label() {
    for classes in [2, 3, 100, 1000] {
        let built = build(&synthetic(1000, 2, classes, Shape::Clustered), PEER);
        assert!(built.network.hidden().iter().all(|map| map.rows() <= 3));
    }
}

#[test]
fn park_2021_rejects_changed_numbers_and_a_wider_network() {
    let data = synthetic(24, 2, 3, Shape::Uniform);
    forgeries(&data, PEER, 2);
    let built = build(&data, PEER);
    let width = claim(&built, "width");
    assert!(forgery::wider(&built.network).counts().width > width.bound.numer().to_u64().unwrap());
}

#[test]
fn park_2021_card() {
    insta::assert_yaml_snapshot!(card(PEER));
}
