//! Theorem 6.2: every point, every B.

use bit_bounded::{BitsError, Construction, construct, construct_within};
use dataset::{Dataset, synthetic::Shape};
use memorize::{Parameters, Profile};
use testkit::{broken, delta_squared, plane, wrong_labels};

const PROFILES: [Profile; 2] = [Profile::Paper, Profile::Measured];

fn parameters(data: &Dataset, profile: Profile) -> Parameters {
    Parameters { profile, seed: 0, delta_squared: delta_squared(data) }
}

fn build(data: &Dataset, bits_parameter: usize, profile: Profile) -> Construction {
    construct(data, bits_parameter, &parameters(data, profile)).unwrap()
}

#[test]
fn theorem_6_2_value_is_the_label_of_every_point_for_every_b() {
    for (points, classes, shape) in
        [(2, 2, Shape::Uniform), (17, 3, Shape::Tight), (50, 10, Shape::Clustered)]
    {
        let data = plane(points, classes, shape);
        for parameter in 1..=points.isqrt() {
            for profile in PROFILES {
                let built = build(&data, parameter, profile);
                assert_eq!(built.details.subsets, points.div_ceil(parameter * parameter));
                assert_eq!(wrong_labels(&data, &built.network), 0, "N = {points}, B = {parameter}");
                assert_eq!(broken(&built.claims), [""; 0], "N = {points}, B = {parameter}");
            }
        }
    }
}

#[test]
fn theorem_6_2_size_trades_depth_for_bits() {
    let data = plane(900, 2, Shape::Uniform);
    let counts: Vec<_> =
        [4, 10, 30].map(|b| build(&data, b, Profile::Paper).network.counts()).to_vec();
    assert!(counts.windows(2).all(|pair| pair[0].bits < pair[1].bits));
    assert!(counts.windows(2).all(|pair| pair[0].depth > pair[1].depth));
}

#[test]
fn theorem_6_2_size_within_given_bits_uses_the_largest_b() {
    let data = plane(100, 2, Shape::Uniform);
    let parameters = parameters(&data, Profile::Paper);
    let bits: Vec<u64> =
        (1..=10).map(|b| build(&data, b, Profile::Paper).network.counts().bits).collect();
    for wanted in [bits[0], bits[3], bits[9] - 1, bits[9], bits[9] + 100] {
        let built = construct_within(&data, wanted, &parameters).unwrap();
        let largest = (1..=10).rev().find(|b| bits[b - 1] <= wanted);
        assert_eq!(Some(built.details.bits_parameter), largest, "{wanted} bits");
        assert_eq!(wrong_labels(&data, &built.network), 0);
    }
    let error = construct_within(&data, bits[0] - 1, &parameters).unwrap_err();
    assert_eq!(error, BitsError::TooFewBits { wanted: bits[0] - 1, least: bits[0], parameter: 1 });
}

#[test]
fn theorem_6_2_rejects_b_out_of_range() {
    let data = plane(30, 2, Shape::Uniform);
    for (found, nearest) in [(0, 1), (6, 5), (1000, 5)] {
        let error = construct(&data, found, &parameters(&data, Profile::Paper)).unwrap_err();
        assert_eq!(error, BitsError::Parameter { found, largest: 5, nearest });
    }
}

#[test]
fn theorem_6_2_card() {
    let data = plane(256, 2, Shape::Tight);
    let cards = [1, 4, 16].map(|parameter| {
        let built = build(&data, parameter, Profile::Paper);
        let own = built.claims.iter().filter(|claim| claim.statement == "vardi2022/6.2");
        (format!("B = {parameter}"), own.map(ToString::to_string).collect::<Vec<_>>())
    });
    insta::assert_yaml_snapshot!(cards);
}
