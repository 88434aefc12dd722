//! The form of width 9: every point, every claim, every kind of key.

use crate::common::{
    Card, adversarial_keys, build, close, exact, labels, line, parameters, random_keys, wrong,
};
use dataset::synthetic::{Recipe, Shape};
use exactness::NumberFormat;
use network::{Affine, Form, Network};
use proptest::prelude::*;
use retrieval::{Parameters, RetrievalError, Width, construct};
use rug::{Integer, Rational};
use testkit::{all_labels, broken, wrong_labels};

/// Bell numbers: 1 + 4 + 14 + 51 + 202 label vectors for N = 2 to 6.
#[test]
fn retrieval_value_is_the_label_for_all_labels_of_tiny_data() {
    for n in 2..=6 {
        for labels in all_labels(n) {
            for (keys, all_draws) in [
                ((0..n as u64).collect(), vec![None]),
                (random_keys(n, 20, 3), vec![Some(1), Some(2)]),
            ] {
                let data = line(keys, &labels);
                for draws in all_draws {
                    let parameters = Parameters { draws, ..Parameters::default() };
                    let built = construct(&data, &parameters).unwrap();
                    assert_eq!(wrong_labels(&data, &built.network), 0, "{labels:?}");
                    assert_eq!(broken(&built.claims), Vec::<String>::new());
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn retrieval_value_is_the_label_of_every_point(
        points in 2_usize..300,
        dimension in 1_usize..6,
        classes in 2_usize..40,
        shape in prop::sample::select(vec![
            Shape::Uniform, Shape::Tight, Shape::Clustered, Shape::Line,
        ]),
        format in prop::sample::select(vec![None, Some(NumberFormat::I64)]),
        seed in 0_u64..4,
    ) {
        let recipe = Recipe {
            points, dimension, classes: classes.min(points), separation: 20, seed, shape,
        };
        let data = recipe.dataset().unwrap();
        // Coordinates are fractions here: only floating point can be exact.
        let exact_in = format.map(|_| NumberFormat::F64);
        build(&data, &Parameters { exact_in, seed, ..Parameters::default() });
    }
}

#[test]
fn retrieval_value_holds_for_adversarial_keys() {
    for (name, keys) in adversarial_keys(1000) {
        for classes in [2, 10] {
            let data = line(keys.clone(), &labels(keys.len(), classes, 5));
            let built = build(&data, &Parameters::default());
            // A poor hash costs blocks: few, since the search sees them.
            let ideal = keys.len().div_ceil(built.details.plan.draws + 1);
            assert!(
                2 * built.details.blocks <= 3 * ideal,
                "{name}: {} of {ideal}",
                built.details.blocks
            );
        }
    }
}

#[test]
fn retrieval_value_holds_when_every_point_has_its_own_class() {
    for n in [2, 3, 16, 17, 300] {
        let all: Vec<u32> = (0..n as u32).rev().collect();
        build(&line(random_keys(n, 30, 1), &all), &Parameters::default());
        build(&line(0..n as u64, &all), &exact(Width::Nine, NumberFormat::F64));
    }
}

#[test]
fn retrieval_value_holds_for_every_number_of_draws() {
    for (n, classes) in [(200, 2), (150, 7)] {
        let data = line(random_keys(n, 24, 2), &labels(n, classes, 2));
        for draws in [0, 1, 2, 3, 5, 31, 63, 64, 65, 199, 200, 400] {
            let draws = Some(draws);
            build(&data, &Parameters { draws, ..Parameters::default() });
        }
    }
}

/// Labels in runs need no hash: a word for each run.
#[test]
fn retrieval_value_of_a_threshold_costs_a_few_edges() {
    let all: Vec<u32> = (0..1000).map(|i| u32::from(i >= 500)).collect();
    let built = build(&line(0..1000, &all), &Parameters::default());
    assert_eq!((built.details.blocks, built.details.plan.draws), (2, 0));
    assert!(built.network.counts().edges <= 8);
    let all: Vec<u32> = (0..1000).map(|i| i / 250).collect();
    let built =
        build(&line(0..1000, &all), &Parameters { draws: Some(2), ..Parameters::default() });
    assert_eq!(built.details.blocks, 4);
}

#[test]
fn retrieval_value_holds_for_real_coordinates() {
    // Tenths, which have no place in binary.
    let all = labels(60, 3, 9);
    let points = random_keys(60, 10, 4).into_iter().map(Integer::from).collect();
    let data = dataset::Dataset::from_parts(
        2,
        Integer::from(10),
        random_keys(120, 30, 4).into_iter().map(Integer::from).collect(),
        dataset::Labels::numbered(all.iter().copied()),
        dataset::Conflicts::Reject,
    )
    .unwrap();
    build(&data, &Parameters::default());
    // Keys far longer than a machine word.
    let long: Vec<Integer> = points;
    let long = long.into_iter().map(|n| (n << 200) + 1_u32).collect();
    let data = dataset::Dataset::from_parts(
        1,
        Integer::from(3),
        long,
        dataset::Labels::numbered(all),
        dataset::Conflicts::Reject,
    )
    .unwrap();
    let built = build(&data, &Parameters::default());
    assert_eq!(built.details.key_bits, 10, "what differences have in common is divided out");
}

/// One plan for any number of threads, and chunks in a fixed order.
#[test]
fn retrieval_value_does_not_depend_on_threads() {
    let data = line(random_keys(70_000, 36, 6), &labels(70_000, 2, 6));
    let on = |threads: usize, parameters: &Parameters| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| construct(&data, parameters).unwrap())
    };
    let parameters = Parameters { draws: Some(60), ..Parameters::default() };
    let (one, two) = (on(1, &parameters), on(2, &parameters));
    assert_eq!(one.details.plan, two.details.plan);
    assert_eq!(one.network, two.network);
    assert_eq!(wrong(&data, &one.network), 0);
}

#[test]
fn retrieval_size_beats_the_targets() {
    let edges = |n, classes, bits, parameters: &Parameters| {
        let data = line(random_keys(n, bits, 8), &labels(n, classes, 8));
        let built = build(&data, parameters);
        (built.network.counts(), built)
    };
    // Zhang et al. have 2 N + d parameters.
    for n in [120, 170, 220] {
        let (counts, _) = edges(n, 2, 16, &Parameters::default());
        assert!(counts.edges + counts.biases < 2 * n as u64 + 1, "N = {n}: {counts:?}");
    }
    let (_, built) = edges(10_000, 2, 28, &Parameters::default());
    assert!(built.details.edge_ratio() <= 12, "{}", built.details.edge_ratio());
    assert!(
        built.details.memory_ratio() <= Rational::from((102, 100)),
        "{}",
        built.details.memory_ratio()
    );
    let (_, built) = edges(10_000, 10, 28, &Parameters::default());
    assert!(built.details.edge_ratio() <= 12, "{}", built.details.edge_ratio());
    // Less than half an edge for each label, in double precision.
    let (counts, _) = edges(6000, 10, 40, &exact(Width::Nine, NumberFormat::F64));
    assert!(counts.edges <= 2500, "{counts:?}");
}

/// Bounds follow the construction closely: a few edges more than there are, for long networks.
#[test]
fn retrieval_size_is_close_to_its_bounds() {
    for (n, classes, draws) in [(5000, 2, 60), (5000, 2, 20), (3000, 10, 20), (3000, 300, 6)] {
        let data = line(random_keys(n, 30, 8), &labels(n, classes, 8));
        for exact_in in [None, Some(NumberFormat::I64)] {
            let draws = exact_in.is_none().then_some(draws);
            let built = build(&data, &Parameters { draws, exact_in, ..Parameters::default() });
            close(&built.claims);
        }
    }
}

#[test]
fn retrieval_rejects_what_does_not_fit() {
    // 60 bits of key do not fit 53.
    let data = line([0, 1, 1 << 59], &[0, 1, 0]);
    let error = construct(&data, &exact(Width::Nine, NumberFormat::F64)).unwrap_err();
    assert_eq!(
        error,
        RetrievalError::LongKeys { needed: 62, format: NumberFormat::F64 },
        "{error}"
    );
    construct(&data, &exact(Width::Nine, NumberFormat::I64)).unwrap();
    // Keys are short, but the inputs are not.
    let data = line([(1 << 60) + 1, (1 << 60) + 2, (1 << 60) + 5], &[0, 1, 0]);
    let error = construct(&data, &exact(Width::Nine, NumberFormat::F64)).unwrap_err();
    assert!(matches!(error, RetrievalError::Inexact { .. }), "{error}");
    // 1000 draws do not fit words of 53 bits, not even five of them.
    let data = line(0..50, &labels(50, 2, 1));
    let parameters = Parameters { draws: Some(1000), ..exact(Width::Nine, NumberFormat::F64) };
    let error = construct(&data, &parameters).unwrap_err();
    assert_eq!(error, RetrievalError::NoPlan { draws: Some(1000) }, "{error}");
}

/// The network with the weight or bias number `wanted` changed by 2, and nothing else. (By 1, the sum
/// of a word may fall on the other one of two numbers with the same label.)
fn forged(network: &Network, wanted: usize) -> Option<Network> {
    let mut number = 0;
    let mut changed = false;
    let mut forge = |map: &Affine| {
        let rows = map.iter().map(|row| {
            let mut form = Form::constant(0);
            let mut next = |value: &network::Weight| {
                number += 1;
                changed |= number == wanted + 1;
                if number == wanted + 1 { value + &network::Weight::from(2) } else { value.clone() }
            };
            for (column, weight) in row.terms() {
                form = form + &next(weight) * Form::input(column as u32);
            }
            form + Form::constant(next(row.bias))
        });
        Affine::new(map.inputs() as u32, rows.collect::<Vec<_>>()).unwrap()
    };
    let hidden = network.hidden().iter().map(&mut forge).collect();
    let output = forge(network.output());
    changed.then(|| Network::new(hidden, output).unwrap())
}

/// Nearly every number matters: what survives is slack, such as a threshold that no key is near.
#[test]
fn retrieval_rejects_forged_weights() {
    let data = line(random_keys(120, 12, 3), &labels(120, 2, 3));
    let built = build(&data, &Parameters { draws: Some(7), ..Parameters::default() });
    let (mut caught, mut all) = (0, 0);
    while let Some(network) = forged(&built.network, all) {
        all += 1;
        caught += usize::from(wrong_labels(&data, &network) > 0);
    }
    assert!(all > 200 && 10 * caught >= 6 * all, "{caught} of {all} caught");
    // The changes of the words, one after each step, all matter.
    let network = &built.network;
    let long = |weight: &network::Weight| weight.bits() > 12;
    let mut number = 0;
    for map in network.hidden() {
        for row in map.iter() {
            for (_, weight) in row.terms() {
                if long(weight) {
                    let network = forged(network, number).unwrap();
                    assert!(wrong(&data, &network) > 0, "weight {number}: {weight:?}");
                }
                number += 1;
            }
            number += 1;
        }
    }
}

#[test]
fn retrieval_card() {
    let data = line(random_keys(1000, 20, 1), &labels(1000, 2, 1));
    let built = build(&data, &parameters(Width::Nine));
    insta::assert_yaml_snapshot!(Card::new("retrieval", &built));
}
