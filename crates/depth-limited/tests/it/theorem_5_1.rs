//! Theorem 5.1: every point, every L, every sub-network alone.

use dataset::{Dataset, synthetic::Shape};
use depth_limited::{Construction, DepthError, construct, deepest_within};
use memorize::{Parameters, Profile, subsets::Cut};
use testkit::{broken, delta_squared, plane, wrong_labels};

const PROFILES: [Profile; 2] = [Profile::Paper, Profile::Measured];

fn parameters(data: &Dataset, profile: Profile) -> Parameters {
    Parameters { profile, seed: 0, delta_squared: delta_squared(data) }
}

fn build(data: &Dataset, depth_parameter: usize, profile: Profile) -> Construction {
    construct(data, depth_parameter, &parameters(data, profile)).unwrap()
}

#[test]
fn theorem_5_1_value_is_the_label_of_every_point_for_every_l() {
    for (points, classes, shape) in
        [(2, 2, Shape::Uniform), (17, 3, Shape::Tight), (50, 10, Shape::Clustered)]
    {
        let data = plane(points, classes, shape);
        for parameter in 1..=points.isqrt() {
            for profile in PROFILES {
                let built = build(&data, parameter, profile);
                assert_eq!(built.details.subsets, points.div_ceil(parameter * parameter));
                assert_eq!(wrong_labels(&data, &built.network), 0, "N = {points}, L = {parameter}");
                assert_eq!(broken(&built.claims), [""; 0], "N = {points}, L = {parameter}");
            }
        }
    }
}

#[test]
fn theorem_5_1_value_of_each_subset_is_zero_at_all_other_points() {
    let data = plane(40, 5, Shape::Tight);
    for profile in PROFILES {
        let cut = Cut::new(&data, &parameters(&data, profile)).unwrap();
        for size in [1, 4, 9, 25] {
            let mut total = vec![rug::Rational::new(); data.len()];
            for (k, line) in cut.networks(size, cut.segments(size).unwrap()).unwrap().enumerate() {
                let network = line.unwrap().network;
                for (i, point) in cut.projection.points.points().iter().enumerate() {
                    let output = network.evaluate(std::slice::from_ref(point)).unwrap().remove(0);
                    if i / size != k {
                        assert_eq!(output, 0, "subset {k} of {size} at point {i}");
                    }
                    total[i] += output;
                }
            }
            assert_eq!(total, cut.projection.sorted(data.labels()));
        }
    }
}

#[test]
fn theorem_5_1_size_trades_depth_for_width() {
    let data = plane(400, 2, Shape::Uniform);
    let counts: Vec<_> =
        [1, 2, 4, 10, 20].map(|l| build(&data, l, Profile::Paper).network.counts()).to_vec();
    assert!(counts.windows(2).all(|pair| pair[0].depth < pair[1].depth));
    assert!(counts.windows(2).all(|pair| pair[0].width > pair[1].width));
}

#[test]
fn theorem_5_1_size_within_a_given_depth_uses_the_largest_l() {
    let data = plane(100, 2, Shape::Uniform);
    let parameters = parameters(&data, Profile::Paper);
    let depths: Vec<u64> =
        (1..=10).map(|l| build(&data, l, Profile::Paper).network.counts().depth).collect();
    for wanted in [depths[0], depths[4], depths[4] - 1, depths[9], depths[9] + 1000] {
        let found = deepest_within(&data, wanted, &parameters).unwrap();
        assert_eq!(Some(found), (1..=10).rev().find(|l| depths[l - 1] <= wanted), "{wanted}");
    }
    let least = *depths.iter().min().unwrap();
    let error = deepest_within(&data, least - 1, &parameters).unwrap_err();
    let DepthError::TooShallow { wanted, least: found, parameter } = error else {
        panic!("{error}")
    };
    assert_eq!((wanted, found, depths[parameter - 1]), (least - 1, least, least));
}

#[test]
fn theorem_5_1_rejects_l_out_of_range() {
    let data = plane(30, 2, Shape::Uniform);
    for (found, nearest) in [(0, 1), (6, 5), (1000, 5)] {
        let error = construct(&data, found, &parameters(&data, Profile::Paper)).unwrap_err();
        assert_eq!(error, DepthError::Parameter { found, largest: 5, nearest });
    }
}

#[test]
fn theorem_5_1_card() {
    let data = plane(256, 2, Shape::Tight);
    let cards = [1, 4, 16].map(|parameter| {
        let built = build(&data, parameter, Profile::Paper);
        let own = built.claims.iter().filter(|claim| claim.statement == "vardi2022/5.1");
        (format!("L = {parameter}"), own.map(ToString::to_string).collect::<Vec<_>>())
    });
    insta::assert_yaml_snapshot!(cards);
}
