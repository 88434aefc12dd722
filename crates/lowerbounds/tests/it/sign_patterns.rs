//! The layer-wise, global and block-wise bounds for one fixed graph.

use std::collections::HashSet;

use crate::exact;
use claims::Enclosure;
use lowerbounds::{
    Architecture, BoundError, Layer, Task,
    sign_patterns::{blocks_upper, global_upper, layer_wise_upper, relaxed_global_upper},
};
use network::{Affine, Form, Network};
use proptest::prelude::*;
use rug::{Integer, Rational};

fn task(points: u64, classes: u64) -> Task {
    Task::new(points, classes, 1).unwrap()
}

/// The least depth of dense networks of width 3 that a bound does not rule out, and its parameters.
fn width_three(task: &Task, upper: impl Fn(&Task, &Architecture) -> Rational) -> (u64, u64) {
    (1..)
        .map(|layers| Architecture::dense(1, 3, layers).unwrap())
        .find(|graph| !task.rules_out(&upper(task, graph)))
        .map(|graph| (graph.hidden_layers(), graph.parameters()))
        .unwrap()
}

#[test]
fn sign_patterns_reproduce_the_figures_for_width_three() {
    let (small, large) = (task(100_000, 2), task(1_000_000, 2));
    // "at least 598 parameters at N = 10^5 and 1966 at N = 10^6": the relaxed global bound
    assert_eq!(width_three(&small, relaxed_global_upper), (50, 598));
    assert_eq!(width_three(&large, relaxed_global_upper), (164, 1966));
    // not relaxed, one layer more
    assert_eq!(width_three(&small, global_upper), (51, 610));
    assert_eq!(width_three(&large, global_upper), (164, 1966));
    // weaker here
    assert_eq!(width_three(&small, layer_wise_upper), (31, 370));
    assert_eq!(width_three(&large, layer_wise_upper), (90, 1078));
    // scaled, and cut into blocks
    assert_eq!(width_three(&small, |t, g| blocks_upper(t, g, 1)), (59, 706));
    assert_eq!(width_three(&small, |t, g| blocks_upper(t, g, 3)), (68, 814));
    assert_eq!(width_three(&large, |t, g| blocks_upper(t, g, 7)), (235, 2818));
}

/// `1 + W log2(2 e M D / W)`, for `W <= M`.
fn warren(m: u64, degree: u64, variables: u64) -> Enclosure {
    let inside = Enclosure::e() * Rational::from((2 * m * degree, variables));
    inside.log2().unwrap() * variables + 1
}

fn assert_near(found: &Rational, expected: &Enclosure) {
    let far = Rational::from(found - expected.lower()).abs();
    assert!(far < Rational::from(1) >> 60, "{found} is not {expected:?}");
}

#[test]
fn sign_patterns_agree_with_formulas_written_out() {
    // d = 1, two hidden layers of 2 and 3 neurons: 4, 9 and 4 parameters; 100 points, 5 classes
    let (layer, task) = (|neurons, parameters| Layer { neurons, parameters }, task(100, 5));
    let graph = Architecture::new(vec![layer(2, 4), layer(3, 9)], 4).unwrap();
    assert_eq!((graph.neurons(), graph.parameters(), graph.hidden_layers()), (5, 17, 2));

    let layer_wise = warren(200, 1, 4) + warren(300, 2, 13) + warren(400, 3, 17);
    assert_near(&layer_wise_upper(&task, &graph), &layer_wise);

    // per point 2, then 3 for each of 2^2 patterns, then 4 outputs for each of 2^5
    let global = warren(100 * (2 + 3 * 4 + 4 * 32), 3, 17);
    assert_near(&global_upper(&task, &graph), &global);

    // many parameters, one point: fewer than 2^5 times the parameters
    let many = Architecture::new(vec![layer(2, 24), layer(3, 29)], 4).unwrap();
    let one = Task::new(1, 5, 1).unwrap();
    assert_near(&global_upper(&one, &many), &warren(2 + 3 * 4 + 4 * 32, 3, 57));

    // scaled: 2, then 2 + 6, then 2 + 6 + 4 variables
    let blocks = warren(100 * (2 + 3 * 4 + 4 * 32), 3, 12) + 5;
    assert_near(&blocks_upper(&task, &graph, 1), &blocks);
    // two blocks: two maps, then the output map
    let blocks = warren(100 * (2 + 3 * 4), 2, 8) + warren(400, 3, 12) + 5;
    assert_near(&blocks_upper(&task, &graph, 2), &blocks);
    let blocks = warren(200, 1, 2) + warren(300, 2, 8) + warren(400, 3, 12) + 5;
    assert_near(&blocks_upper(&task, &graph, 3), &blocks);
}

/// The patterns of `1[f(x) > c - 1/2]`, c = 1 .. C-1, that dense networks of this shape have at the
/// points 1 ..= N with parameters of a small grid.
fn found_patterns(
    width: u32,
    layers: usize,
    points: i64,
    classes: i64,
    grid: &[Rational],
) -> usize {
    let graph = Architecture::dense(1, width.into(), layers as u64).unwrap();
    let places = graph.parameters() as u32;
    let mut patterns = HashSet::new();
    for code in 0..(grid.len() as u64).pow(places) {
        let mut code = code;
        let mut next = || {
            let value = grid[(code % grid.len() as u64) as usize].clone();
            code /= grid.len() as u64;
            value
        };
        let mut map = |inputs: u32, rows: u32| {
            let mut row = |_| {
                let weights: Vec<_> = (0..inputs).map(|i| (i, next().into())).collect();
                Form::new(weights, next())
            };
            let rows: Vec<_> = (0..rows).map(&mut row).collect();
            Affine::new(inputs, rows).unwrap()
        };
        let mut hidden = vec![map(1, width)];
        hidden.resize_with(layers, || map(width, width));
        let f = Network::new(hidden, map(width, 1)).unwrap();
        let value = |x: i64| f.evaluate(&[Rational::from(x)]).unwrap().remove(0) * 2;
        let pattern: Vec<bool> = (1..=points)
            .map(value)
            .flat_map(|twice| (1..classes).map(move |c| twice > 2 * c - 1))
            .collect();
        patterns.insert(pattern);
    }
    patterns.len()
}

#[test]
fn sign_patterns_cover_all_patterns_of_tiny_networks() {
    let fine: Vec<_> = (-4_i32..=4).map(|x| Rational::from((x * x.abs(), 4))).collect();
    let signs: Vec<_> = [-1, 1].map(Rational::from).to_vec();
    for (width, layers, points, classes, grid, at_least) in [
        (1, 1, 6, 2, &fine, 10),
        (1, 1, 4, 4, &fine, 30),
        (2, 1, 5, 2, &signs, 5),
        (1, 2, 4, 3, &signs, 5),
        (2, 2, 3, 2, &signs, 5),
    ] {
        let found = found_patterns(width, layers, points, classes, grid);
        assert!(found >= at_least, "only {found} patterns");
        let task = task(points as u64, classes as u64);
        let graph = Architecture::dense(1, width.into(), layers as u64).unwrap();
        let found = Integer::from(found);
        assert!(exact::covers(&global_upper(&task, &graph), &found));
        assert!(exact::covers(&layer_wise_upper(&task, &graph), &found));
        for blocks in 1..=layers as u64 + 1 {
            assert!(exact::covers(&blocks_upper(&task, &graph, blocks), &found));
        }
    }
}

#[test]
fn sign_patterns_of_one_neuron_are_few() {
    // c + v relu(w x + b) crosses a level once: 2 N patterns, and the bounds see that 60 points are
    // too many for it
    let (task, graph) = (task(60, 2), Architecture::dense(1, 1, 1).unwrap());
    for upper in [global_upper, layer_wise_upper, |t: &Task, g: &_| blocks_upper(t, g, 1)] {
        let bits = upper(&task, &graph);
        assert!(exact::covers(&bits, &Integer::from(120)) && task.rules_out(&bits));
    }
}

/// The interpolation of labels at 0, 1, ..., N - 1: `y_0 + sum of slope changes * relu(x - i)`.
fn interpolation(labels: &[i64]) -> Network {
    let points = labels.len() as u32;
    let ramps = (0..points - 1).map(|i| Form::input(0) - i64::from(i));
    let slope = |i: usize| labels[i] - labels[i - 1];
    let change = |i: usize| if i == 1 { slope(1) } else { slope(i) - slope(i - 1) };
    let sum = (1..labels.len())
        .fold(Form::constant(labels[0]), |sum, i| sum + change(i) * Form::input(i as u32 - 1));
    let output = Affine::new(points - 1, [sum]).unwrap();
    Network::new(vec![Affine::new(1, ramps).unwrap()], output).unwrap()
}

#[test]
fn sign_patterns_do_not_rule_out_what_memorizes() {
    for points in 2..=6_u32 {
        let graph = Architecture::new(
            vec![Layer { neurons: points.into(), parameters: 2 * u64::from(points) }],
            u64::from(points),
        );
        let graph = graph.unwrap();
        for code in 0..3_i64.pow(points) {
            let labels: Vec<_> = (0..points).map(|i| code / 3_i64.pow(i) % 3).collect();
            let f = interpolation(&labels);
            for (x, label) in labels.iter().enumerate() {
                assert_eq!(f.evaluate(&[Rational::from(x)]).unwrap(), [*label]);
            }
            let counts = f.counts();
            assert!(counts.edges + counts.biases <= graph.parameters());
        }
        let task = task(points.into(), 3);
        assert!(!task.rules_out(&global_upper(&task, &graph)));
        assert!(!task.rules_out(&layer_wise_upper(&task, &graph)));
        assert!(!task.rules_out(&blocks_upper(&task, &graph, 1)));
        assert!(!task.rules_out(&blocks_upper(&task, &graph, 2)));
    }
}

fn graph() -> impl Strategy<Value = Architecture> {
    let layer = (0_u64..90, 0_u64..200)
        .prop_map(|(neurons, more)| Layer { neurons, parameters: neurons + more });
    (prop::collection::vec(layer, 0..8), 0_u64..100)
        .prop_map(|(hidden, output)| Architecture::new(hidden, output).unwrap())
}

proptest! {
    #[test]
    fn sign_patterns_are_ordered(graph in graph(), points in 1_u64..10_000, classes in 2_u64..12) {
        let task = task(points, classes);
        let (global, layer_wise) = (global_upper(&task, &graph), layer_wise_upper(&task, &graph));
        let slack = Rational::from(1) >> 60;
        prop_assert!(blocks_upper(&task, &graph, 1) <= global.clone() + &slack);
        prop_assert!(blocks_upper(&task, &graph, u64::MAX) <= layer_wise.clone() + &slack);
        prop_assert!(global <= relaxed_global_upper(&task, &graph) + &slack);
        let more = Task::new(points + 1, classes, 1).unwrap();
        prop_assert!(global <= global_upper(&more, &graph));
        prop_assert!(layer_wise <= layer_wise_upper(&more, &graph));
    }

    #[test]
    fn sign_patterns_increase_with_the_graph(graph in graph(), points in 1_u64..10_000) {
        let task = task(points, 2);
        let mut hidden = graph.hidden().to_vec();
        hidden.push(Layer { neurons: 1, parameters: 2 });
        let larger = Architecture::new(hidden, graph.output_parameters() + 1).unwrap();
        prop_assert!(global_upper(&task, &graph) < global_upper(&task, &larger));
        prop_assert!(layer_wise_upper(&task, &graph) < layer_wise_upper(&task, &larger));
    }
}

#[test]
fn sign_patterns_reject_impossible_graphs() {
    let bare = vec![Layer { neurons: 1, parameters: 1 }, Layer { neurons: 3, parameters: 2 }];
    let error = BoundError::BareNeuron { layer: 2, neurons: 3, parameters: 2 };
    assert_eq!(Architecture::new(bare, 1), Err(error));
    let huge = Layer { neurons: 1, parameters: u64::MAX };
    assert_eq!(Architecture::new(vec![huge], 1), Err(BoundError::TooLarge));
    assert_eq!(Architecture::dense(1, 1 << 32, 2), Err(BoundError::TooLarge));
    assert_eq!(Architecture::dense(1, u64::MAX, 1), Err(BoundError::TooLarge));
    assert_eq!(Architecture::dense(u64::MAX, 1, 1), Err(BoundError::TooLarge));
    assert_eq!(Architecture::dense(0, 3, 1), Err(BoundError::NoInputs));
    assert_eq!(Architecture::dense(1, 0, 1), Err(BoundError::TooNarrow { found: 0, least: 1 }));
    assert_eq!(Architecture::dense(1, 3, 0), Err(BoundError::NoHiddenLayers));
    let (found, most) = (u64::MAX, Architecture::MOST_HIDDEN_LAYERS);
    assert_eq!(Architecture::dense(1, 1, found), Err(BoundError::TooDeep { found, most }));
    // Yang and Yang's count of a dense network from R
    for (w, l) in [(1, 1), (2, 5), (7, 3)] {
        let graph = Architecture::dense(1, w, l).unwrap();
        assert_eq!(graph.parameters(), (l - 1) * w * w + (l + 2) * w + 1);
    }
    // nothing to choose, one labeling
    let empty = Architecture::new(vec![], 0).unwrap();
    assert_eq!(global_upper(&task(9, 2), &empty), 0);
    assert_eq!(relaxed_global_upper(&task(9, 2), &empty), 0);
}

#[derive(serde::Serialize)]
struct Card {
    bounds: &'static str,
    points: u64,
    classes: u64,
    relaxed_global: (u64, u64),
    global: (u64, u64),
    layer_wise: (u64, u64),
    blocks_3: (u64, u64),
}

#[test]
fn sign_patterns_card() {
    let task = task(100_000, 2);
    insta::assert_yaml_snapshot!(Card {
        bounds: "dense width 3: (least hidden layers, least parameters)",
        points: task.points(),
        classes: task.classes(),
        relaxed_global: width_three(&task, relaxed_global_upper),
        global: width_three(&task, global_upper),
        layer_wise: width_three(&task, layer_wise_upper),
        blocks_3: width_three(&task, |t, g| blocks_upper(t, g, 3)),
    });
}
