//! The form of width 3: every point, every claim, every kind of key.

use crate::common::{
    Card, adversarial_keys, build, close, exact, labels, line, parameters, random_keys, wrong,
};
use dataset::synthetic::{Recipe, Shape};
use exactness::NumberFormat;
use network::{Affine, Form, Network};
use proptest::prelude::*;
use retrieval::{Parameters, RetrievalError, Width, construct};
use rug::Integer;
use testkit::{all_labels, broken, wrong_labels};

const THREE: Parameters = Parameters { width: Width::Three, exact_in: None, draws: None, seed: 1 };

#[test]
fn retrieval3_value_is_the_label_for_all_labels_of_tiny_data() {
    for n in 2..=5 {
        for labels in all_labels(n) {
            let data = line(random_keys(n, 20, 3), &labels);
            for draws in [None, Some(1), Some(3)] {
                let built = construct(&data, &Parameters { draws, ..THREE }).unwrap();
                assert_eq!(wrong_labels(&data, &built.network), 0, "{labels:?}");
                assert_eq!(broken(&built.claims), Vec::<String>::new());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn retrieval3_value_is_the_label_of_every_point(
        points in 2_usize..300,
        dimension in 1_usize..6,
        classes in 2_usize..40,
        shape in prop::sample::select(vec![
            Shape::Uniform, Shape::Tight, Shape::Clustered, Shape::Line,
        ]),
        exact_in in prop::sample::select(vec![None, Some(NumberFormat::F64)]),
        seed in 0_u64..4,
    ) {
        let recipe = Recipe {
            points, dimension, classes: classes.min(points), separation: 20, seed, shape,
        };
        build(&recipe.dataset().unwrap(), &Parameters { exact_in, seed, ..THREE });
    }
}

#[test]
fn retrieval3_value_holds_for_adversarial_keys() {
    for (_, keys) in adversarial_keys(500) {
        for classes in [2, 10] {
            build(&line(keys.clone(), &labels(keys.len(), classes, 5)), &THREE);
        }
    }
}

#[test]
fn retrieval3_value_holds_for_every_number_of_draws() {
    for (n, classes) in [(150, 2), (150, 7)] {
        let data = line(random_keys(n, 24, 2), &labels(n, classes, 2));
        for draws in [0, 1, 2, 3, 5, 64, 150] {
            build(&data, &Parameters { draws: Some(draws), ..THREE });
        }
    }
}

#[test]
fn retrieval3_size_beats_the_targets() {
    let data = line(random_keys(10_000, 28, 8), &labels(10_000, 2, 8));
    let built = build(&data, &THREE);
    assert!(built.details.edge_ratio() <= 15, "{}", built.details.edge_ratio());
    let data = line(random_keys(10_000, 28, 8), &labels(10_000, 10, 8));
    let built = build(&data, &THREE);
    assert!(built.details.edge_ratio() <= 14, "{}", built.details.edge_ratio());
    assert!(built.network.hidden().iter().all(|map| map.rows() <= 3));
}

#[test]
fn retrieval3_size_is_close_to_its_bounds() {
    for (n, classes, draws) in [(5000, 2, 60), (3000, 10, 20), (3000, 300, 6)] {
        let data = line(random_keys(n, 30, 8), &labels(n, classes, 8));
        for exact_in in [None, Some(NumberFormat::I64)] {
            let draws = exact_in.is_none().then_some(draws);
            let built = build(&data, &Parameters { draws, exact_in, ..THREE });
            close(&built.claims);
        }
    }
}

#[test]
fn retrieval3_rejects_what_does_not_fit() {
    let data = line([0, 1, 1 << 62], &[0, 1, 0]);
    let error = construct(&data, &exact(Width::Three, NumberFormat::I64)).unwrap_err();
    assert_eq!(error, RetrievalError::LongKeys { needed: 65, format: NumberFormat::I64 });
}

#[test]
fn retrieval3_rejects_a_forged_word() {
    let data = line(random_keys(200, 16, 3), &labels(200, 3, 3));
    let built = build(&data, &THREE);
    // The first layer's constant holds the first word.
    let (first, others) = built.network.hidden().split_first().unwrap();
    let rows = first.iter().enumerate().map(|(i, row)| {
        let slip =
            if i == 0 { Integer::from(1) << built.details.plan.headroom } else { Integer::new() };
        row.to_form() + Form::constant(slip)
    });
    let first = Affine::new(first.inputs() as u32, rows.collect::<Vec<_>>()).unwrap();
    let hidden = [vec![first], others.to_vec()].concat();
    let forged = Network::new(hidden, built.network.output().clone()).unwrap();
    assert!(wrong(&data, &forged) > 0);
}

#[test]
fn retrieval3_card() {
    let data = line(random_keys(1000, 20, 1), &labels(1000, 2, 1));
    let built = build(&data, &parameters(Width::Three));
    insta::assert_yaml_snapshot!(Card::new("retrieval3", &built));
}
