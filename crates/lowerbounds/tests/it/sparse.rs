//! The bounds for all graphs with so many parameters, and the count of graphs they rest on.

use crate::exact;
use lowerbounds::{
    BoundError, Limits, Task,
    sparse::{global_upper, layer_wise_upper},
};
use proptest::prelude::*;
use rug::{Integer, Rational};

const ANY: Limits = Limits { width: None, hidden_layers: None, bits: None };

fn task(points: u64, classes: u64, inputs: u64) -> Task {
    Task::new(points, classes, inputs).unwrap()
}

/// Places for parameters of a layered graph: edges between consecutive layers, and biases.
fn layered_places(inputs: u64, widths: &[u64]) -> u64 {
    let sources = [inputs].into_iter().chain(widths.iter().copied());
    let targets = widths.iter().copied().chain([1]);
    sources.zip(targets).map(|(source, target)| (source + 1) * target).sum()
}

proptest! {
    #[test]
    fn sparse_places_cover_every_layered_graph(
        widths in prop::collection::vec(1_u64..7, 0..9), inputs in 1_u64..9,
    ) {
        let neurons: u64 = widths.iter().sum();
        let width = widths.iter().copied().max().unwrap_or(1);
        let places = layered_places(inputs, &widths);
        let hidden_layers = Some(widths.len() as u64);
        // with exactly so many parameters, all neurons may matter
        for limits in [ANY, Limits { width: Some(width), hidden_layers, bits: None }] {
            prop_assert!(limits.neurons(neurons + 1) >= neurons);
            prop_assert!(limits.layers(neurons + 1) >= widths.len() as u64);
            prop_assert!(limits.places(&task(1, 2, inputs), neurons + 1) >= places);
        }
    }

    #[test]
    fn sparse_supports_are_rounded_up(parameters in 1_u32..200, inputs in 1_u64..50, width in 1_u64..9) {
        let task = task(1, 2, inputs);
        let few = Limits { width: Some(width), hidden_layers: Some(3), bits: None };
        for limits in [ANY, few] {
            let places = limits.places(&task, parameters.into());
            let supports: Integer = (0..=parameters).map(|p| places.clone().binomial(p)).sum();
            prop_assert!(exact::covers(&limits.supports_upper(&task, parameters.into()), &supports));
        }
    }

    #[test]
    fn sparse_bounds_increase(
        parameters in 0_u64..5_000, points in 1_u64..100_000, classes in 2_u64..50,
        width in prop::option::of(1_u64..40), layers in 0_u64..40, deep: bool, inputs in 1_u64..100,
    ) {
        let task = task(points, classes, inputs);
        let limits = Limits { width, hidden_layers: (!deep).then_some(layers), bits: None };
        let (now, next) = (parameters, parameters + 1);
        let (global, layer_wise) =
            (global_upper(&task, &limits, now), layer_wise_upper(&task, &limits, now));
        prop_assert!(limits.supports_upper(&task, now) <= limits.supports_upper(&task, next));
        prop_assert!(global <= global_upper(&task, &limits, next));
        prop_assert!(layer_wise <= layer_wise_upper(&task, &limits, next));
        // a limit only makes the class smaller
        prop_assert!(global <= global_upper(&task, &ANY, now));
        let deeper = Limits { hidden_layers: Some(layers + 1), ..limits };
        prop_assert!(deep || layer_wise <= layer_wise_upper(&task, &deeper, now));
    }

    /// The stated maximum over u, at every integer u, against the closed form.
    #[test]
    fn sparse_global_is_at_least_its_formula(parameters in 1_u64..300, points in 1_u64..10_000) {
        let task = task(points, 2, 1);
        for limits in [ANY, Limits { width: Some(3), hidden_layers: Some(4), bits: None }] {
            let real = global_upper(&task, &limits, parameters) - limits.supports_upper(&task, parameters);
            let maps = limits.layers(parameters) + 1;
            let signs = (2 * points).max(parameters);
            let (below, _) = exact::e();
            // 2^lambda from below
            let lambda = below * Rational::from((4 * maps * signs, parameters));
            for u in 0..=limits.neurons(parameters).min(parameters / 2) {
                // real >= (P - u) (u + lambda) + u + 1, as powers of 2
                let rest = &real - Rational::from((parameters - u) * u + u + 1);
                let rest = rest / (parameters - u);
                let sixteenths = Integer::from((rest * 16_u32).ceil_ref()).to_i32().unwrap();
                prop_assert!(exact::power(&lambda, 16) <= Rational::from(1) << sixteenths);
            }
        }
    }
}

#[test]
fn sparse_free_graphs_of_one_hidden_neuron_are_covered() {
    // v relu(w x + b) + c: at most 2 N patterns of two labels; three parameters or four
    for points in 2..2000 {
        let bits = global_upper(&task(points, 2, 1), &ANY, 4);
        assert!(exact::covers(&bits, &Integer::from(2 * points)));
    }
}

#[test]
fn sparse_does_not_rule_out_interpolation() {
    // N points of a line: N - 1 ramps relu(x - i), of which one has no bias, and N weights
    for points in 2..200_u64 {
        for classes in [2, 3, 1000] {
            let task = task(points, classes, 1);
            let parameters = (points - 1) + (points - 2) + points;
            let limits = Limits { width: Some(points - 1), hidden_layers: Some(1), bits: None };
            assert!(!task.rules_out(&global_upper(&task, &limits, parameters)));
            assert!(!task.rules_out(&layer_wise_upper(&task, &limits, parameters)));
        }
    }
}

#[test]
fn sparse_rejects_empty_limits() {
    assert_eq!(
        Limits { width: Some(0), ..ANY }.check(),
        Err(BoundError::TooNarrow { found: 0, least: 1 })
    );
    assert_eq!(Limits { bits: Some(0), ..ANY }.check(), Err(BoundError::NoBits));
    assert_eq!(Limits { hidden_layers: Some(0), ..ANY }.check(), Ok(()));
    assert_eq!(Limits { hidden_layers: Some(0), ..ANY }.neurons(99), 0);
    let task = task(9, 2, 1);
    assert_eq!(global_upper(&task, &ANY, 0), 0);
    assert_eq!(layer_wise_upper(&task, &ANY, 0), 0);
}

#[derive(serde::Serialize)]
struct Card {
    bounds: &'static str,
    label_bits: u64,
    parameters: u64,
    choice_of_the_graph: u64,
    global: u64,
    layer_wise_with_3_hidden_layers: u64,
}

#[test]
fn sparse_card() {
    let (task, parameters) = (task(1_000_000, 2, 1), 1_953);
    let shallow = Limits { hidden_layers: Some(3), ..ANY };
    insta::assert_yaml_snapshot!(Card {
        bounds: "log2 of the labelings of all graphs with so many edges + biases",
        label_bits: exact::whole(task.label_bits().lower()),
        parameters,
        choice_of_the_graph: exact::whole(&ANY.supports_upper(&task, parameters)),
        global: exact::whole(&global_upper(&task, &ANY, parameters)),
        layer_wise_with_3_hidden_layers: exact::whole(&layer_wise_upper(
            &task, &shallow, parameters
        )),
    });
}
