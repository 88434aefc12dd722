//! Yun, Sra, Jadbabaie 2019: every point, two hidden layers of 2 sqrt(N).

use crate::common::{
    SHAPES, build, card, claim, classes_of_one, forgeries, points, synthetic, tiny,
};
use baselines::yun_2019::Yun2019;
use construction::Memorizer;
use dataset::synthetic::Shape;
use proptest::prelude::*;

const PEER: &dyn Memorizer = &Yun2019;

#[test]
fn yun_2019_value_is_the_label_for_all_labels_of_tiny_data() {
    tiny(PEER);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn yun_2019_value_is_the_label_of_every_point(
        points in 2_usize..150,
        dimension in 1_usize..6,
        classes in 2_usize..40,
        shape in prop::sample::select(SHAPES.to_vec()),
    ) {
        build(&synthetic(points, dimension, classes, shape), PEER);
    }
}

#[test]
fn yun_2019_value_holds_when_every_point_has_its_own_class() {
    classes_of_one(PEER);
}

#[test]
fn yun_2019_size_is_as_promised_for_every_n() {
    for n in (2_i64..70).chain([100, 121, 122, 1000, 4096]) {
        let keys: Vec<i64> = (0..n).map(|i| i * i).collect();
        let labels: Vec<u32> = (0..n as u32).map(|i| (i * i / 3 + i) % 2).collect();
        let built = build(&points(1, &keys, &labels), PEER);
        let widest = claim(&built, "neurons of the second");
        // The least multiple of 4 with 4 (w / 4)^2 >= N.
        let w = (1..).map(|h| 4 * h).find(|w| w * w / 4 >= n).unwrap();
        assert_eq!(widest.bound, w);
        assert!(built.network.counts().width as i64 >= w - 3, "N = {n}");
    }
}

#[test]
fn yun_2019_rejects_changed_numbers() {
    forgeries(&synthetic(24, 2, 3, Shape::Uniform), PEER, 8);
}

#[test]
fn yun_2019_card() {
    insta::assert_yaml_snapshot!(card(PEER));
}
