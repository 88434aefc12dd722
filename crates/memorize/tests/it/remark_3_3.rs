//! Remark 3.3: every target up to epsilon.

use dataset::{
    Dataset, SeparationMethod,
    synthetic::{Recipe, Shape},
};
use memorize::{Construction, MemorizeError, Parameters, Profile, remark_3_3};
use proptest::prelude::*;
use rug::Rational;

fn data(points: usize) -> Dataset {
    let recipe =
        Recipe { points, dimension: 2, classes: 2, separation: 16, seed: 2, shape: Shape::Uniform };
    recipe.dataset().unwrap()
}

fn build(
    data: &Dataset,
    targets: &[Rational],
    epsilon: &Rational,
) -> Result<Construction, MemorizeError> {
    let delta_squared = data.separation(SeparationMethod::Auto).unwrap().squared;
    let parameters = Parameters { profile: Profile::Measured, seed: 0, delta_squared };
    remark_3_3::construct(data.points(), targets, epsilon, &parameters)
}

fn outputs(data: &Dataset, built: &Construction) -> Vec<Rational> {
    (0..data.len()).map(|i| built.network.evaluate(&data.point(i)).unwrap().remove(0)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn remark_3_3_value_is_within_epsilon(
        targets in prop::collection::vec((-1000_i32..1000, 1_i32..50), 2..20),
        epsilon in (1_i32..40, 1_i32..40),
    ) {
        let data = data(targets.len());
        let targets: Vec<Rational> = targets.into_iter().map(Rational::from).collect();
        let epsilon = Rational::from(epsilon);
        let built = build(&data, &targets, &epsilon).unwrap();
        let outputs = outputs(&data, &built);
        for (output, target) in outputs.iter().zip(&targets) {
            prop_assert!(Rational::from(output - target).abs() <= epsilon);
        }
        prop_assert!(remark_3_3::claim(&outputs, &targets, &epsilon).holds());
        prop_assert!(built.claims.iter().all(claims::Claim::holds));
    }
}

#[test]
fn remark_3_3_size_is_linear_in_the_logarithm_of_epsilon() {
    let data = data(60);
    let targets: Vec<Rational> = (0..60).map(|i| Rational::from((i * i % 61, 60))).collect();
    let edges: Vec<u64> = (2..7)
        .map(|k| {
            let built = build(&data, &targets, &(Rational::from(1) >> (4 * k))).unwrap();
            built.network.counts().edges
        })
        .collect();
    // Sixteen times the precision adds about the same number of edges every time.
    let steps: Vec<u64> = edges.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let (least, most) = (steps.iter().min().unwrap(), steps.iter().max().unwrap());
    assert!(most <= &(2 * least), "{steps:?}");
}

#[test]
fn remark_3_3_rejects_what_it_cannot_serve() {
    let data = data(3);
    let targets = [0, 1, 2].map(Rational::from);
    assert_eq!(build(&data, &targets, &Rational::new()).unwrap_err(), MemorizeError::Epsilon);
    let error = build(&data, &targets[..2], &Rational::from(1)).unwrap_err();
    assert_eq!(error, MemorizeError::Targets { targets: 2, points: 3 });
    let error = build(&data, &targets, &(Rational::from(1) >> 40)).unwrap_err();
    assert_eq!(error, MemorizeError::TooManyClasses { needed_bits: 41 });
    // An output that is off by more than epsilon breaks the claim.
    let claim = remark_3_3::claim(&[3.into()], &[1.into()], &Rational::from((3, 2)));
    assert!(!claim.holds());
}

#[test]
fn remark_3_3_card() {
    let data = data(60);
    let targets: Vec<Rational> = (0..60).map(|i| Rational::from((i * i % 61, 60))).collect();
    let cards = [4, 8, 16].map(|k| {
        let epsilon = Rational::from(1) >> k;
        let built = build(&data, &targets, &epsilon).unwrap();
        let claim = remark_3_3::claim(&outputs(&data, &built), &targets, &epsilon).to_string();
        (claim, built.details.label_bits, built.network.counts().edges)
    });
    insta::assert_yaml_snapshot!(cards);
}
