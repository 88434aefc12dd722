//! Lemma A.2: range, separation and size of the projection, in both profiles.

use crate::common;
use claims::Claim;
use dataset::{Dataset, SeparationMethod, synthetic::Shape};
use projection::{Profile, Projection, ProjectionError, Separated, SeparationError, project};
use proptest::prelude::*;
use rug::{Integer, Rational};

const PROFILES: [Profile; 2] = [Profile::Paper, Profile::Measured];

fn projected(data: &Dataset, profile: Profile) -> Projection {
    let delta_squared = data.separation(SeparationMethod::Auto).unwrap().squared;
    project(data.points(), &delta_squared, profile, 0).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn lemma_a2_value_is_separated_and_in_range(data in common::datasets()) {
        for profile in PROFILES {
            let projection = projected(&data, profile);
            // The points that the projection reports are those of its network.
            for (index, point) in projection.order.iter().zip(projection.points.points()) {
                let output = projection.network.evaluate(&data.point(*index as usize)).unwrap();
                prop_assert_eq!(&output, std::slice::from_ref(point));
                prop_assert!(*point >= 0 && *point < Rational::from(&projection.range) + 1_u32);
                prop_assert!(Integer::from(point.floor_ref()).significant_bits() <= projection.key_bits());
            }
            for pair in projection.points.points().windows(2) {
                prop_assert!(Rational::from(&pair[1] - &pair[0]) >= 2);
            }
            let mut order = projection.order.clone();
            order.sort_unstable();
            prop_assert!(order.into_iter().eq(0..data.len() as u32));
        }
    }

    #[test]
    fn lemma_a2_size_is_as_promised(data in common::datasets()) {
        for profile in PROFILES {
            let projection = projected(&data, profile);
            let broken: Vec<_> = projection.claims.iter().filter(|claim| !claim.holds()).collect();
            prop_assert!(broken.is_empty(), "{profile}: {broken:?}");
            let counts = projection.network.counts();
            prop_assert_eq!((counts.width, counts.depth, counts.hidden_layers), (1, 2, 1));
            prop_assert!(counts.edges <= data.dimension() as u64 + 1);
        }
    }
}

#[test]
fn lemma_a2_rejects_a_separation_that_is_too_large_or_not_positive() {
    let data = common::data(20, 2, Shape::Tight);
    let error = project(data.points(), &Rational::from(1), Profile::Paper, 0).unwrap_err();
    assert!(matches!(error, ProjectionError::WrongSeparation(SeparationError::TooClose { .. })));
    let error = project(data.points(), &Rational::new(), Profile::Paper, 0).unwrap_err();
    assert_eq!(error, ProjectionError::NotPositive);
}

#[test]
fn lemma_a2_rejects_points_that_are_not_separated() {
    let points = |values: &[i32]| values.iter().map(|v| Rational::from(*v)).collect::<Vec<_>>();
    assert_eq!(Separated::new(points(&[])), Err(SeparationError::Empty));
    assert_eq!(Separated::new(points(&[-1, 4])), Err(SeparationError::Negative { index: 0 }));
    assert_eq!(Separated::new(points(&[0, 2, 3])), Err(SeparationError::TooClose { index: 1 }));
    assert_eq!(Separated::new(points(&[0, 4, 2])), Err(SeparationError::TooClose { index: 1 }));
    let separated = Separated::new(points(&[0, 2, 4])).unwrap();
    assert_eq!(separated.part(1..3).unwrap().points(), points(&[2, 4]));
    assert_eq!((separated.part(1..1), separated.part(2..4)), (None, None));
}

#[test]
fn lemma_a2_rejects_a_broken_promise() {
    let data = common::data(20, 2, Shape::Uniform);
    // Each claim is tight enough that a larger (or smaller) measured value breaks it.
    for claim in projected(&data, Profile::Paper).claims {
        let forged = match claim.relation {
            claims::Relation::AtMost => claim.bound.clone() + 1_u32,
            _ => claim.bound.clone() - 1_u32,
        };
        assert!(!Claim { measured: forged, ..claim }.holds());
    }
}

#[test]
fn lemma_a2_card() {
    let data = common::data(100, 2, Shape::Tight);
    let cards = PROFILES.map(|profile| {
        let claims = projected(&data, profile).claims;
        (profile.to_string(), claims.iter().map(ToString::to_string).collect::<Vec<_>>())
    });
    insta::assert_yaml_snapshot!(cards);
}
