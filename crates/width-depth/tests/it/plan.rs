//! The choice of S and T: as good as trying everything, within all limits, and what is refused.

use proptest::prelude::*;
use rug::Integer;
use width_depth::{
    Choice, Error, Minimise, Plan,
    plan::{Problem, plan, theorem_width_parameter},
};

const GOALS: [Minimise; 3] = [Minimise::Edges, Minimise::Depth, Minimise::Width];

fn problem(points: usize) -> Problem {
    Problem { points, dimension: 2, key_bits: 17, label_bits: 3 }
}

fn goal(minimise: Minimise, plan: &Plan) -> u64 {
    match minimise {
        Minimise::Edges => plan.size.edges,
        Minimise::Depth => plan.size.hidden_layers,
        Minimise::Width => plan.size.width,
    }
}

/// All S and T, one by one.
fn everything(problem: Problem, choice: Choice) -> Option<u64> {
    let pairs = (1..=problem.points).flat_map(|s| (1..=17).map(move |t| (s, t)));
    let plans = pairs.filter_map(|(s, t)| {
        let choice = Choice { block: Some(s), layers_per_read: Some(t), ..choice };
        plan(problem, choice).ok()
    });
    plans.map(|plan| goal(choice.minimise, &plan)).min()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(25))]
    #[test]
    fn plan_value_is_as_good_as_trying_everything(
        points in 1_usize..150,
        max_width in 8_u64..80,
        max_hidden_layers in prop::option::of(10_u64..600),
        minimise in prop::sample::select(GOALS.to_vec()),
    ) {
        let max_width = Some(max_width);
        let choice = Choice { max_width, max_hidden_layers, minimise, ..Choice::default() };
        let found = plan(problem(points), choice);
        if let Ok(plan) = &found {
            prop_assert!(Some(plan.size.width) <= max_width);
            prop_assert!(plan.size.hidden_layers <= max_hidden_layers.unwrap_or(u64::MAX));
            // The theorem's own limit.
            let stated = 3 * plan.block as u64 * (u64::from(plan.layers_per_read) + 3) + 1;
            prop_assert!(plan.size.hidden_layers <= stated);
        }
        let best = everything(problem(points), choice);
        prop_assert_eq!(found.ok().map(|plan| goal(minimise, &plan)), best);
    }
}

/// A width that needs more than the 3 S (T + 3) + 1 layers of the theorem is refused.
#[test]
fn plan_rejects_more_layers_than_the_theorem_has() {
    let mut refused = 0;
    for (s, t) in (1..10).flat_map(|s| (1..=17).map(move |t| (s, t))) {
        for max_width in [12, 16, 24, 40] {
            let fixed = Choice {
                block: Some(s),
                layers_per_read: Some(t),
                max_width: Some(max_width),
                ..Choice::default()
            };
            match plan(problem(1000), fixed) {
                Ok(plan) => assert!(plan.size.hidden_layers <= 3 * s as u64 * u64::from(t + 3) + 1),
                Err(error) => {
                    assert!(matches!(error, Error::Infeasible { .. }), "{error}");
                    refused += 1;
                }
            }
        }
    }
    assert!((100..500).contains(&refused), "{refused}");
}

#[test]
fn plan_value_of_the_width_parameter_is_the_least() {
    for (n, s, t) in
        (1..200_u64).flat_map(|n| (1..9).flat_map(move |s| (1..9).map(move |t| (n, s, t))))
    {
        let w = theorem_width_parameter(n as usize, s, t).to_u64().unwrap();
        let enough = |w: u64| w * w * (s as u64).pow(2) * u64::from(t + 3) >= n;
        assert!(enough(w) && (w == 0 || !enough(w - 1)), "{n} {s} {t}");
    }
}

/// Width 12 is always enough, and nothing less is, but for a block of one point.
#[test]
fn plan_value_of_the_least_width_is_12() {
    for points in [1000, 10_000] {
        let choice = Choice { minimise: Minimise::Width, ..Choice::default() };
        assert_eq!(plan(problem(points), choice).unwrap().size.width, 12);
        let error = plan(problem(points), Choice { max_width: Some(11), ..choice }).unwrap_err();
        assert!(error.to_string().contains("has width 12 and"), "{error}");
    }
}

#[test]
fn plan_rejects_limits_that_cannot_both_hold_and_names_the_nearest() {
    let limits = |width, layers| Choice {
        max_width: Some(width),
        max_hidden_layers: Some(layers),
        ..Choice::default()
    };
    let error = plan(problem(1000), limits(20, 50)).unwrap_err();
    let Error::Infeasible { nearest, .. } = &error else { panic!("{error}") };
    let [slim, shallow] = nearest.as_slice() else { panic!("{error}") };
    assert!(slim.size.width <= 20 && shallow.size.hidden_layers <= 50);
    // What is named can be had, and nothing better.
    let (layers, width) = (slim.size.hidden_layers, shallow.size.width);
    plan(problem(1000), limits(20, layers)).unwrap();
    plan(problem(1000), limits(20, layers - 1)).unwrap_err();
    plan(problem(1000), limits(width, 50)).unwrap();
    plan(problem(1000), limits(width - 1, 50)).unwrap_err();
    insta::assert_snapshot!(error);
}

#[test]
fn plan_rejects_sizes_that_cannot_be_built_and_names_the_nearest() {
    let wide = Problem { points: 100, dimension: 2, key_bits: 60, label_bits: 4 };
    let fixed =
        |block, t| Choice { block: Some(block), layers_per_read: Some(t), ..Choice::default() };
    // 2^60 thresholds in a layer
    let error = plan(wide, fixed(5, 1)).unwrap_err();
    let Error::Infeasible { nearest, .. } = &error else { panic!("{error}") };
    assert_eq!(
        (nearest[0].block, plan(wide, fixed(5, nearest[0].layers_per_read)).is_ok()),
        (5, true)
    );
    plan(wide, fixed(5, nearest[0].layers_per_read - 1)).unwrap_err();
    assert_eq!(plan(wide, fixed(101, 9)), Err(Error::Block { block: 101, points: 100 }));
    assert_eq!(plan(wide, fixed(0, 9)), Err(Error::Zero("S")));
    assert_eq!(plan(wide, fixed(1, 0)), Err(Error::Zero("T")));
    assert_eq!(
        "breadth".parse::<Minimise>().unwrap_err(),
        "unknown quantity \"breadth\": expected edges, depth or width"
    );
    for goal in GOALS {
        assert_eq!(goal.to_string().parse(), Ok(goal));
    }
}

#[test]
fn plan_value_for_many_points_is_found_at_once() {
    let many = Problem { points: 1_000_000, dimension: 2, key_bits: 70, label_bits: 4 };
    for minimise in GOALS {
        let choice = Choice { max_width: Some(100), minimise, ..Choice::default() };
        let found = plan(many, choice).unwrap();
        assert!(found.size.width <= 100);
        // W^2 L^2 is of the order of N (log R + log C).
        let product = Integer::from(found.size.width * found.size.hidden_layers).square();
        assert!(minimise != Minimise::Depth || product < 100 * 74 * Integer::from(1_000_000));
    }
}
