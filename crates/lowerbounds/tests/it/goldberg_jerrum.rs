//! Goldberg and Jerrum's bound with a constant.

use crate::exact;
use lowerbounds::{
    Architecture, Layer, Task,
    goldberg_jerrum::{labelings_upper, parameters},
    sign_patterns::global_upper,
};
use proptest::prelude::*;
use rug::{Integer, Rational, ops::Pow};

fn task(points: u64, classes: u64) -> Task {
    Task::new(points, classes, 1).unwrap()
}

#[test]
fn goldberg_jerrum_is_p_squared_and_rounded_up() {
    let (below, above) = exact::e();
    for (parameters, points, classes) in [(1_u32, 1_u64, 2_u64), (3, 10, 2), (12, 1000, 7)] {
        // 2^(P^2 + 1) (e N C)^P
        let value = |e: &Rational| {
            let base = e.clone() * points * classes;
            exact::power(&base, parameters) << (parameters * parameters + 1)
        };
        let bits = labelings_upper(&task(points, classes), parameters.into());
        exact::assert_just_above(&bits, &value(&below), &value(&above));
    }
}

#[test]
fn goldberg_jerrum_rules_out_only_what_is_too_small() {
    let (_, e) = exact::e();
    for (points, classes) in [(2_u32, 2_u32), (100, 2), (3000, 2), (700, 10)] {
        let least = parameters(&task(points.into(), classes.into()));
        let p = least as u32 - 1;
        let labelings = Rational::from(Integer::from(classes).pow(points));
        let base = e.clone() * points * classes;
        assert!(p == 0 || exact::power(&base, p) << (p * p + 1) < labelings);
    }
}

proptest! {
    /// Every graph in which each neuron has a parameter is covered, whatever its layers.
    #[test]
    fn goldberg_jerrum_covers_every_graph(
        layers in prop::collection::vec((1_u64..6, 0_u64..9), 0..12),
        output in 1_u64..9, points in 1_u64..100_000, classes in 2_u64..20,
    ) {
        let layer = |(neurons, more)| Layer { neurons, parameters: neurons + more };
        let graph = Architecture::new(layers.into_iter().map(layer).collect(), output).unwrap();
        let task = task(points, classes);
        prop_assert!(global_upper(&task, &graph) <= labelings_upper(&task, graph.parameters()));
    }

    #[test]
    fn goldberg_jerrum_increases(points in 1_u64..u64::MAX, classes in 2_u64..u64::MAX, p in 0_u64..1 << 32) {
        prop_assert!(labelings_upper(&task(points, classes), p) < labelings_upper(&task(points, classes), p + 1));
    }
}

#[test]
fn goldberg_jerrum_asks_more_for_more_points_and_classes() {
    let least = |n, c| parameters(&task(n, c));
    assert!((1..40).map(|n| least(n * n * n * n, 2)).is_sorted());
    assert!((2..40).map(|c| least(100, c * c * c * c)).is_sorted());
}

#[test]
fn goldberg_jerrum_rejects_a_single_parameter_for_many_points() {
    assert_eq!(labelings_upper(&task(5, 2), 0), 0);
    assert_eq!(parameters(&task(1, 2)), 1);
    assert!(parameters(&task(20, 2)) > 1);
}

#[derive(serde::Serialize)]
struct Card {
    bound: &'static str,
    points: u64,
    two_classes: u64,
    a_thousand_classes: u64,
}

#[test]
fn goldberg_jerrum_card() {
    let points = 1_000_000;
    insta::assert_yaml_snapshot!(Card {
        bound: "edges + biases of one fixed graph",
        points,
        two_classes: parameters(&task(points, 2)),
        a_thousand_classes: parameters(&task(points, 1000)),
    });
}
