//! Theorem 3.1: every point, every claim, both profiles.

use dataset::{
    Dataset, SeparationMethod,
    synthetic::{Recipe, Shape},
};
use memorize::{
    Construction, MemorizeError, Parameters, Profile, construct, promise::points_per_block,
};
use proptest::prelude::*;
use testkit::{broken, forgery::Place, wrong_labels};

const PROFILES: [Profile; 2] = [Profile::Paper, Profile::Measured];

fn parameters(data: &Dataset, profile: Profile) -> Parameters {
    let delta_squared = data.separation(SeparationMethod::Auto).unwrap().squared;
    Parameters { profile, seed: 1, delta_squared }
}

fn build(data: &Dataset, profile: Profile) -> Construction {
    construct(data, &parameters(data, profile)).unwrap()
}

fn data(points: usize, dimension: usize, classes: usize, shape: Shape) -> Dataset {
    Recipe { points, dimension, classes, separation: 20, seed: 7, shape }.dataset().unwrap()
}

fn shapes() -> impl Strategy<Value = Shape> {
    prop::sample::select(vec![Shape::Uniform, Shape::Tight, Shape::Clustered, Shape::Line])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn theorem_3_1_value_is_the_label_of_every_point(
        points in 2_usize..40,
        dimension in 1_usize..5,
        classes in 2_usize..12,
        shape in shapes(),
        profile in prop::sample::select(PROFILES.to_vec()),
    ) {
        let data = data(points, dimension, classes.min(points), shape);
        let built = build(&data, profile);
        prop_assert_eq!(wrong_labels(&data, &built.network), 0);
        prop_assert_eq!(broken(&built.claims), Vec::<String>::new());
    }
}

#[test]
fn theorem_3_1_value_holds_when_every_point_has_its_own_class() {
    for points in [2, 3, 4, 5, 16, 17] {
        let data = data(points, 2, points, Shape::Uniform);
        for profile in PROFILES {
            assert_eq!(wrong_labels(&data, &build(&data, profile).network), 0, "N = C = {points}");
        }
    }
}

#[test]
fn theorem_3_1_size_is_as_promised_up_to_a_few_thousand_points() {
    for points in [2, 3, 16, 64, 256, 1024, 4096] {
        let data = data(points, 2, 2, Shape::Tight);
        for profile in PROFILES {
            assert_eq!(broken(&build(&data, profile).claims), Vec::<String>::new(), "N = {points}");
        }
    }
}

#[test]
fn theorem_3_1_size_of_blocks_follows_the_formula_or_minimises_the_edges() {
    // ceil(sqrt(N / log2 N)): 4 = sqrt(256 / 16) would need log2 = 16, so take 2^16: sqrt(2^16 / 16)
    assert_eq!([2, 16, 1 << 16].map(points_per_block), [2, 2, 64]);

    let data = data(200, 2, 3, Shape::Uniform);
    let measured = build(&data, Profile::Measured);
    assert!(measured.network.counts().edges < build(&data, Profile::Paper).network.counts().edges);
    // The model that chose n is exact: no other n gives fewer edges.
    let projection = projection::project(
        data.points(),
        &parameters(&data, Profile::Measured).delta_squared,
        Profile::Measured,
        1,
    )
    .unwrap();
    // Without label 0, so that no block's label string is 0 and saves its edges.
    let labels: Vec<u32> = projection.sorted(data.labels()).iter().map(|label| label + 1).collect();
    let model = memorize::line::EdgeModel::measure(
        200,
        measured.details.key_bits,
        measured.details.label_bits,
    )
    .unwrap();
    let edges = |per_block| {
        let segments = encoding::strings::Segments {
            per_block,
            key_bits: measured.details.key_bits,
            label_bits: measured.details.label_bits,
        };
        let line =
            memorize::line::line_network(&projection.points, &labels, segments, &projection.range);
        line.unwrap().network.counts().edges as i64
    };
    let predicted = |n| model.edges(n) as i64;
    let offset = edges(3) - predicted(3);
    for n in 3..12 {
        assert_eq!(edges(n), predicted(n) + offset, "n = {n}");
        assert!(edges(n) >= edges(measured.details.per_block));
    }
}

#[test]
fn theorem_3_1_rejects_a_separation_larger_than_the_data_has() {
    let data = data(30, 2, 2, Shape::Tight);
    let mut parameters = parameters(&data, Profile::Paper);
    parameters.delta_squared = 1.into();
    let error = construct(&data, &parameters).unwrap_err();
    assert!(matches!(error, MemorizeError::Projection(_)), "{error}");
}

#[test]
fn theorem_3_1_rejects_most_networks_with_one_changed_weight() {
    let data = data(24, 2, 3, Shape::Uniform);
    let network = build(&data, Profile::Measured).network;
    let (mut tried, mut survivors) = (0, 0);
    for place in Place::all(&network, false).into_iter().step_by(7) {
        tried += 1;
        let changed = place.change(&network, |number| -number.clone());
        survivors += usize::from(wrong_labels(&data, &changed) == 0);
    }
    // Sign changes that survive act where the neuron is 0 on all of these points.
    assert!(survivors * 4 <= tried, "{survivors} of {tried} sign changes survive");
}

#[test]
fn theorem_3_1_card() {
    let data = data(1000, 2, 10, Shape::Tight);
    let cards = PROFILES.map(|profile| {
        let built = build(&data, profile);
        let counts = built.network.counts();
        let theorem = built.claims.iter().filter(|claim| claim.statement == "vardi2022/3.1");
        (
            format!(
                "{profile}: n = {}, m = {}, rho = {}",
                built.details.per_block, built.details.blocks, built.details.key_bits
            ),
            theorem.map(ToString::to_string).collect::<Vec<_>>(),
            format!("edges {}, biases {}", counts.edges, counts.biases),
        )
    });
    insta::assert_yaml_snapshot!(cards);
}
