//! Theorem 2.1: every point, every claim, many S and T, and what is refused.

use claims::Claim;
use dataset::{
    Dataset, SeparationMethod,
    synthetic::{Recipe, Shape},
};
use network::Network;
use projection::Separated;
use proptest::prelude::*;
use rug::{Integer, Rational};
use testkit::{broken, wrong_labels};
use width_depth::{
    Choice, Construction, Error, Minimise, Parameters, Profile, construct,
    plan::{self, Problem},
    strings,
    theorem_2_1::{self, Layers, Promise},
};

fn data(points: usize, dimension: usize, classes: usize, shape: Shape) -> Dataset {
    Recipe { points, dimension, classes, separation: 12, seed: 7, shape }.dataset().unwrap()
}

fn parameters(data: &Dataset, profile: Profile, choice: Choice) -> Parameters {
    let delta_squared = data.separation(SeparationMethod::Auto).unwrap().squared;
    Parameters { profile, seed: 1, delta_squared, choice }
}

fn build(data: &Dataset, profile: Profile, choice: Choice) -> Construction {
    construct(data, &parameters(data, profile, choice)).unwrap()
}

fn check(data: &Dataset, built: &Construction) {
    assert_eq!(wrong_labels(data, &built.network), 0, "{:?}", built.details.plan);
    assert_eq!(broken(&built.claims), Vec::<String>::new(), "{:?}", built.details.plan);
    check_size(built);
}

/// What was predicted is not exceeded.
fn check_size(built: &Construction) {
    let (counts, size) = (built.network.counts(), built.details.plan.size);
    assert!(counts.width <= size.width, "{:?} {counts:?}", built.details.plan);
    assert!(counts.hidden_layers <= size.hidden_layers, "{:?} {counts:?}", built.details.plan);
    assert!(counts.edges <= size.edges, "{:?} {counts:?}", built.details.plan);
}

fn fixed(block: usize, layers_per_read: u32) -> Choice {
    Choice { block: Some(block), layers_per_read: Some(layers_per_read), ..Choice::default() }
}

fn choices() -> impl Strategy<Value = Choice> {
    let minimise = prop::sample::select(vec![Minimise::Edges, Minimise::Depth, Minimise::Width]);
    let numbers = (prop::option::of(1_usize..30), prop::option::of(4_u32..40));
    (numbers, minimise).prop_map(|((block, layers_per_read), minimise)| Choice {
        block,
        layers_per_read,
        max_width: Some(200),
        minimise,
        ..Choice::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn theorem_2_1_value_is_the_label_of_every_point(
        points in 2_usize..40,
        dimension in 1_usize..5,
        classes in 2_usize..12,
        shape in prop::sample::select(vec![Shape::Uniform, Shape::Tight, Shape::Clustered, Shape::Line]),
        profile in prop::sample::select(vec![Profile::Paper, Profile::Measured]),
        mut choice in choices(),
    ) {
        let data = data(points, dimension, classes.min(points), shape);
        choice.block = choice.block.map(|block| block.min(points));
        match construct(&data, &parameters(&data, profile, choice)) {
            Ok(built) => check(&data, &built),
            // Few layers per read need more than the width allowed.
            Err(Error::Infeasible { .. }) => prop_assert!(choice.layers_per_read.is_some_and(|t| t < 10)),
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}

/// Every S, many T, on one dataset: blocks that divide N, that do not, one block, one point per block.
#[test]
fn theorem_2_1_value_holds_for_every_block_size() {
    let data = data(23, 2, 5, Shape::Uniform);
    for block in 1..=23 {
        for layers_per_read in [4, 7, 12, 30] {
            let built = build(&data, Profile::Measured, fixed(block, layers_per_read));
            assert_eq!(
                (built.details.plan.block, built.details.plan.layers_per_read),
                (block, layers_per_read)
            );
            check(&data, &built);
        }
    }
}

/// All labellings of up to 4 points with up to 3 classes, all S, T from 1 to more than there are bits.
#[test]
fn theorem_2_1_value_holds_for_all_labellings_of_up_to_4_points() {
    let places = [(0, 1), (5, 2), (9, 2), (15, 2)].map(Rational::from);
    for (points, classes) in (1..=4_usize).flat_map(|n| [(n, 2_u32), (n, 3)]) {
        let line = Separated::new(places[..points].to_vec()).unwrap();
        let (key_bits, label_bits) = (3, classes - 1);
        let problem = Problem { points, dimension: 1, key_bits, label_bits };
        for (block, t) in (1..=points).flat_map(|block| (1..=4).map(move |t| (block, t))) {
            for minimise in [Minimise::Edges, Minimise::Depth, Minimise::Width] {
                let plan = plan::plan(problem, Choice { minimise, ..fixed(block, t) }).unwrap();
                for labelling in 0..classes.pow(points as u32) {
                    let digit = |i: usize| labelling / classes.pow(i as u32) % classes;
                    let labels: Vec<u32> = (0..points).map(digit).collect();
                    let built = theorem_2_1::line_network(&line, &labels, problem, plan).unwrap();
                    assert_eq!(broken(&built.claims), Vec::<String>::new());
                    for (x, label) in line.points().iter().zip(&labels) {
                        let value = built.network.evaluate(std::slice::from_ref(x)).unwrap();
                        assert_eq!(value, [*label], "S {block}, T {t}, labels {labels:?}");
                    }
                }
            }
        }
    }
}

/// c = ceil(log2 C), also where C is a power of 2.
#[test]
fn theorem_2_1_value_uses_as_many_bits_as_classes_need() {
    for (classes, bits) in [(2, 1), (3, 2), (4, 2), (5, 3), (8, 3), (9, 4)] {
        let data = data(16, 2, classes, Shape::Uniform);
        let built = build(&data, Profile::Measured, Choice::default());
        assert_eq!(built.details.label_bits, bits, "C = {classes}");
        check(&data, &built);
    }
}

/// The last block is filled with the first points, so that all its keys differ by 2 or more.
#[test]
fn theorem_2_1_value_of_the_filling_is_the_first_points() {
    let places: Vec<Rational> = [3, 5, 8, 11, 14].map(Rational::from).into();
    let line = Separated::new(places).unwrap();
    let blocks = strings::blocks(&line, &[1, 2, 3, 1, 2], 3, 4, 2).unwrap();
    assert_eq!(blocks[0].u, 0b0011_0101_1000);
    assert_eq!(blocks[0].w, 0b01_10_11);
    assert_eq!(blocks[1].u, 0b1011_1110_0011);
    assert_eq!(blocks[1].w, 0b01_10_00);
}

/// Data far outside the unit ball: s is the norm rounded up, and delta is divided with it.
#[test]
fn theorem_2_1_value_holds_outside_the_unit_ball() {
    let numerators: Vec<Integer> =
        (0..20_i64).flat_map(|k| [k * 1000 + 7, 3 - k * k * 100]).map(Integer::from).collect();
    let labels = dataset::Labels::numbered((0..20).map(|k| k % 3));
    let data = Dataset::from_parts(2, 7.into(), numerators, labels, dataset::Conflicts::default());
    let data = data.unwrap();
    for profile in [Profile::Paper, Profile::Measured] {
        let built = build(&data, profile, Choice::default());
        let radius = data.radius_squared();
        assert!(built.details.scale.clone().square() >= radius);
        assert!((built.details.scale.clone() - 1_u32).square() < radius);
        check(&data, &built);
    }
}

#[test]
fn theorem_2_1_size_is_predicted() {
    // No two neighbouring blocks of these have equal labels, and no label string is 0.
    let places: Vec<Rational> = (0..60_u32).map(|k| Rational::from(3 * k + 1)).collect();
    let line = Separated::new(places).unwrap();
    let labels: Vec<u32> = (0..60).map(|k| 1 + (k * k + k / 7) % 15).collect();
    let problem = Problem { points: 60, dimension: 0, key_bits: 8, label_bits: 4 };
    let mut exact = 0;
    for (block, t) in (2..=30).flat_map(|block| (2..=8).map(move |t| (block, t))) {
        for minimise in [Minimise::Edges, Minimise::Depth, Minimise::Width] {
            let plan = plan::plan(problem, Choice { minimise, ..fixed(block, t) }).unwrap();
            let counts =
                theorem_2_1::line_network(&line, &labels, problem, plan).unwrap().network.counts();
            assert!(counts.width <= plan.size.width && counts.edges <= plan.size.edges);
            if plan.layout.steps_per_cell == 1 {
                // Stage I is the one hidden layer that is missing here.
                let built = (counts.width, counts.hidden_layers + 1, counts.edges);
                let size = plan.size;
                assert_eq!(built, (size.width, size.hidden_layers, size.edges), "{plan:?}");
                exact += 1;
            }
        }
    }
    assert!(exact > 300, "{exact}");
}

#[test]
fn theorem_2_1_size_is_as_stated_up_to_a_few_thousand_points() {
    for points in [2, 3, 16, 64, 256, 1024, 4096] {
        let data = data(points, 2, 2, Shape::Uniform);
        let root = points.isqrt();
        for profile in [Profile::Paper, Profile::Measured] {
            let built = build(&data, profile, Choice::default());
            assert_eq!(broken(&built.claims), Vec::<String>::new(), "N = {points}");
            check_size(&built);
            // The order (1.1) is claimed where it applies.
            let choice = fixed((root / 9).max(1), 80);
            let built = build(&data, profile, choice);
            assert_eq!(broken(&built.claims), Vec::<String>::new(), "N = {points}");
            let order = |claim: &&Claim| claim.quantity == "width^2 hidden_layers^2";
            assert_eq!(built.claims.iter().filter(order).count(), usize::from(points > 81));
        }
    }
}

#[test]
fn theorem_2_1_rejects_what_its_hypotheses_exclude() {
    let data = data(20, 2, 3, Shape::Uniform);
    let error = |choice: Choice| {
        construct(&data, &parameters(&data, Profile::Measured, choice)).unwrap_err().to_string()
    };
    assert_eq!(
        error(fixed(21, 5)),
        "S = 21 points per block, but there are 20 points: take S <= 20"
    );
    assert_eq!(error(fixed(0, 5)), "S must be at least 1");
    assert_eq!(error(fixed(4, 0)), "T must be at least 1");
    let tight = self::data(30, 2, 2, Shape::Tight);
    let mut wrong = parameters(&tight, Profile::Paper, fixed(4, 5));
    wrong.delta_squared = 1.into();
    let error = construct(&tight, &wrong).unwrap_err();
    assert!(matches!(error, Error::Projection(_)), "{error}");
}

#[test]
fn theorem_2_1_rejects_strings_that_do_not_fit() {
    let line = Separated::new([1, 9].map(Rational::from).into()).unwrap();
    let blocks = |labels: &[u32], key_bits, label_bits, per_block| {
        strings::blocks(&line, labels, per_block, key_bits, label_bits).map(|_| ())
    };
    let short = |index, needed, bits| Err(Error::DoesNotFit { index, needed, bits });
    assert_eq!(blocks(&[0, 1], 3, 1, 1), short(1, 4, 3));
    assert_eq!(blocks(&[0, 2], 4, 1, 1), short(1, 2, 1));
    assert_eq!(blocks(&[0], 4, 1, 1), Err(Error::Labels { labels: 1, points: 2 }));
    assert_eq!(blocks(&[0, 1], 4, 1, 3), Err(Error::Block { block: 3, points: 2 }));
    assert_eq!(blocks(&[0, 1], 4, 1, 0), Err(Error::Zero("S")));
}

/// A claim fails as soon as the network is larger than stated.
#[test]
fn theorem_2_1_rejects_a_larger_network() {
    let power = |bits: u32| claims::Enclosure::exact((Integer::from(1) << bits) - 1);
    let width = |range_bits, block, t| Promise::of(100, 2, &power(range_bits), block, t).width;
    // max(12 ceil(10 / (5 sqrt 13)) + 5, 4 (2^2 + 2^1 + 1)) = max(17, 28)
    assert_eq!(width(20, 5, 10), 28);
    // max(12 ceil(10 / sqrt 4) + 5, ...) = 65 against 4 (2^4 + 2 + 1) = 76
    assert_eq!(width(4, 1, 1), 4 * (16 + 4 + 1));
    assert_eq!(width(2, 1, 1), 65);
    let data = data(40, 2, 3, Shape::Uniform);
    let built = build(&data, Profile::Measured, fixed(4, 40));
    let Layers { plan, key_bits, label_bits, .. } = &built.details;
    let range = claims::Enclosure::exact(Integer::from(1) << *key_bits);
    let promise = Promise::of(40, *label_bits, &range, plan.block, plan.layers_per_read);
    let holds = |network: &Network| {
        let claims = promise.claims(&network.counts());
        claims.iter().map(Claim::holds).collect::<Vec<_>>()
    };
    assert_eq!(holds(&built.network), [true, true]);
    let deep = Network::carry(1, 3 * 4 * 43 + 2);
    assert_eq!(holds(&deep), [true, false]);
    assert_eq!(holds(&Network::carry(90, 1)), [false, true]);
}

#[derive(serde::Serialize)]
struct Card {
    plan: String,
    claims: Vec<String>,
    edges: u64,
    bits: u64,
}

#[test]
fn theorem_2_1_card() {
    let data = data(500, 2, 10, Shape::Uniform);
    let choice = Choice { max_width: Some(40), minimise: Minimise::Depth, ..Choice::default() };
    let built = build(&data, Profile::Paper, choice);
    let counts = built.network.counts();
    let sizes = ["yang2026/2.1", "yang2026/2.5", "yang2026/2.6"];
    let of_paper = |claim: &&Claim| sizes.contains(&&*claim.statement);
    insta::assert_yaml_snapshot!(Card {
        plan: built.details.plan.to_string(),
        claims: built.claims.iter().filter(of_paper).map(ToString::to_string).collect(),
        edges: counts.edges,
        bits: counts.bits,
    });
}
