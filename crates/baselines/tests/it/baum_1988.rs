//! Baum 1988: every point, groups of d, general position checked.

use crate::common::{
    SHAPES, build, card, classes_of_one, forgeries, general_position, long_coordinates,
    no_general_position, synthetic, tiny, too_many_points,
};
use baselines::baum_1988::{self, Baum1988};
use construction::Memorizer;
use dataset::synthetic::Shape;
use proptest::prelude::*;

const PEER: &dyn Memorizer = &Baum1988;

#[test]
fn baum_1988_value_is_the_label_for_all_labels_of_tiny_data() {
    tiny(PEER);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn baum_1988_value_is_the_label_of_every_point(
        points in 2_usize..120,
        dimension in 1_usize..6,
        classes in 2_usize..40,
        shape in prop::sample::select(SHAPES.to_vec()),
    ) {
        build(&synthetic(points, dimension, classes, shape), PEER);
    }
}

#[test]
fn baum_1988_value_holds_when_every_point_has_its_own_class() {
    classes_of_one(PEER);
}

#[test]
fn baum_1988_size_is_that_of_the_source_in_general_position() {
    general_position(PEER);
}

#[test]
fn baum_1988_value_holds_where_general_position_fails() {
    no_general_position(PEER, "thresholds");
}

#[test]
fn baum_1988_value_holds_for_long_coordinates() {
    long_coordinates(PEER);
}

#[test]
fn baum_1988_rejects_too_many_points() {
    too_many_points(baum_1988::construct);
}

#[test]
fn baum_1988_rejects_changed_numbers() {
    forgeries(&synthetic(24, 3, 3, Shape::Uniform), PEER, 8);
}

#[test]
fn baum_1988_card() {
    insta::assert_yaml_snapshot!(card(PEER));
}
