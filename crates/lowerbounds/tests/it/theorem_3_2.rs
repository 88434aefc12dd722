//! Theorem 3.2 (Yang and Yang): width and depth for all separated sets.

use crate::exact;
use lowerbounds::{
    Architecture, BoundError, Separation, Task,
    sign_patterns::layer_wise_upper,
    theorem_3_2::{hidden_layers, sign_vectors_upper, width},
};
use proptest::prelude::*;
use rug::{Integer, Rational, ops::Pow};

fn task(points: u64, classes: u64) -> Task {
    Task::new(points, classes, 1).unwrap()
}

fn apart(numerator: u64, denominator: u64) -> Separation {
    Separation::new(Rational::from((numerator, denominator))).unwrap()
}

/// `(4 e T C)^(W^2 (L+1) (L+2)) >= C^N`, with this rational for e.
fn holds(e: &Rational, task: &Task, packing: u32, width: u32, layers: u32) -> bool {
    let base = e.clone() * packing * task.classes() * 4_u32;
    let exponent = width * width * (layers + 1) * (layers + 2);
    exact::power(&base, exponent) >= Integer::from(task.classes()).pow(task.points() as u32)
}

#[test]
fn theorem_3_2_is_the_least_size_in_exact_arithmetic() {
    let (below, above) = exact::e();
    for (points, classes, packing) in [(300, 2, 301), (2_000, 2, 5_001), (500, 1_000, 501)] {
        let (task, apart) = (task(points, classes), apart(2, u64::from(packing) - 1));
        assert_eq!(apart.packing(2), packing);
        for size in 2..=6_u32 {
            let layers = hidden_layers(&task, &apart, size.into()).unwrap() as u32;
            // what is ruled out is so with an e that is too large, what is not with one too small
            assert!(layers == 1 || !holds(&above, &task, packing, size, layers - 1));
            assert!(holds(&below, &task, packing, size, layers));
            let wide = width(&task, &apart, size.into()).unwrap() as u32;
            assert!(wide == 2 || !holds(&above, &task, packing, wide - 1, size));
            assert!(holds(&below, &task, packing, wide, size));
        }
    }
}

#[test]
fn theorem_3_2_derivation_holds_for_small_networks() {
    for width in 2..=30_u64 {
        for layers in 1..=30_u64 {
            let graph = Architecture::dense(1, width, layers).unwrap();
            let mut parameters = 0;
            let mut sum = 0;
            let output = graph.output_parameters();
            let maps = graph.hidden().iter().map(|layer| layer.parameters).chain([output]);
            for (map, more) in (1..).zip(maps) {
                parameters += more;
                sum += parameters;
                assert!(width * map <= parameters && parameters <= 2 * width * width * map);
            }
            assert!(parameters <= 4 * width * width * layers);
            let exponent = width * width * (layers + 1) * (layers + 2);
            assert!(parameters <= exponent && sum <= exponent);
        }
    }
}

proptest! {
    /// With T = N the theorem is the layer-wise bound, relaxed.
    #[test]
    fn theorem_3_2_is_weaker_than_the_layer_wise_bound(
        points in 2_u64..100_000, classes in 2_u64..50, width in 2_u64..20, layers in 1_u64..20,
    ) {
        let task = task(points, classes);
        let apart = apart(2, points - 1);
        prop_assert_eq!(apart.packing(2), points);
        let graph = Architecture::dense(1, width, layers).unwrap();
        // Where Warren's condition holds; elsewhere the proof uses 2^(T C) instead.
        prop_assume!(graph.parameters() <= points);
        let relaxed = sign_vectors_upper(&task, &apart, width, layers).unwrap();
        prop_assert!(layer_wise_upper(&task, &graph) <= relaxed);
    }

    #[test]
    fn theorem_3_2_packing_is_the_largest(numerator in 1_u64..500, denominator in 1_u64..500, length in 1_u64..5) {
        let delta = Rational::from((numerator, denominator));
        let most = Separation::new(delta.clone()).unwrap().packing(length);
        prop_assert!(delta.clone() * Integer::from(&most - 1) <= length);
        prop_assert!(delta.clone() * &most > length);
        prop_assert_eq!(Separation::from_square(delta.square()).unwrap().packing(length), most);
    }
}

#[test]
fn theorem_3_2_packing_takes_irrational_separations() {
    // sqrt(1 / 2): 0, 0.707, 1.414 in an interval of length 2, since 2.12 > 2
    let root = Separation::from_square(Rational::from((1, 2))).unwrap();
    assert_eq!((root.packing(2), root.packing(3)), (3.into(), 5.into()));
    assert_eq!(*root.square(), Rational::from((1, 2)));
    assert_eq!(*root.log2_inverse().lower(), Rational::from((1, 2)));
    assert_eq!(*apart(8, 1).log2_inverse().upper(), -3);
}

#[test]
fn theorem_3_2_rejects_impossible_hypotheses() {
    let (few, apart) = (task(10, 2), apart(1, 5));
    let error = BoundError::NoRoom { points: 12, length: 2, most: 11 };
    assert_eq!(hidden_layers(&task(12, 2), &apart, 2), Err(error.clone()));
    assert_eq!(width(&task(12, 2), &apart, 2), Err(error.clone()));
    assert_eq!(sign_vectors_upper(&task(12, 2), &apart, 2, 2), Err(error));
    assert!(hidden_layers(&task(11, 2), &apart, 2).is_ok());
    let narrow = BoundError::TooNarrow { found: 1, least: 2 };
    assert_eq!(hidden_layers(&few, &apart, 1), Err(narrow.clone()));
    assert_eq!(sign_vectors_upper(&few, &apart, 1, 1), Err(narrow));
    assert_eq!(width(&few, &apart, 0), Err(BoundError::NoHiddenLayers));
    for delta in [Rational::new(), Rational::from(-1)] {
        assert_eq!(Separation::new(delta.clone()), Err(BoundError::NotSeparated));
        assert_eq!(Separation::from_square(delta), Err(BoundError::NotSeparated));
    }
}

#[test]
fn theorem_3_2_fails_without_room() {
    // Without N <= T: delta = 2 leaves T = 2, no 1000 points exist, any network "memorizes" them all,
    // and the conclusion is false for a small one. That is why room is demanded.
    let (_, above) = exact::e();
    let many = task(1000, 2);
    assert!(!holds(&above, &many, 2, 2, 1));
    assert!(matches!(hidden_layers(&many, &apart(2, 1), 2), Err(BoundError::NoRoom { .. })));
}

#[derive(serde::Serialize)]
struct Card {
    statement: &'static str,
    points: u64,
    classes: u64,
    inverse_separation: u64,
    least_hidden_layers_in_width_3: u64,
    least_hidden_layers_in_width_12: u64,
    least_width_with_10_hidden_layers: u64,
    assumes: [&'static str; 1],
}

#[test]
fn theorem_3_2_card() {
    let (task, inverse_separation) = (task(100_000, 2), 1_000_000);
    let apart = apart(1, inverse_separation);
    insta::assert_yaml_snapshot!(Card {
        statement: "yang2026/3.2",
        points: task.points(),
        classes: task.classes(),
        inverse_separation,
        least_hidden_layers_in_width_3: hidden_layers(&task, &apart, 3).unwrap(),
        least_hidden_layers_in_width_12: hidden_layers(&task, &apart, 12).unwrap(),
        least_width_with_10_hidden_layers: width(&task, &apart, 10).unwrap(),
        assumes: ["yang2026/3.1"],
    });
}
