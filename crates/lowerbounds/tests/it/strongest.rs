//! The strongest bound and its name.

use lowerbounds::{
    Architecture, Bound, BoundError, Dense, Limits, Minimum, Task, dense_hidden_layers,
    dense_width, parameters, sign_patterns::blocks_upper, sparse, theorem_6_1,
};

const ANY: Limits = Limits { width: None, hidden_layers: None, bits: None };

fn task(points: u64, classes: u64) -> Task {
    Task::new(points, classes, 1).unwrap()
}

#[test]
fn strongest_parameters_are_the_first_that_no_bound_rules_out() {
    for points in [1, 2, 10, 300, 5_000] {
        for limits in [
            ANY,
            Limits { width: Some(3), ..ANY },
            Limits { hidden_layers: Some(1), ..ANY },
            Limits { hidden_layers: Some(7), ..ANY },
            Limits { bits: Some(2), ..ANY },
            Limits { width: Some(2), hidden_layers: Some(5), bits: Some(40) },
        ] {
            let task = task(points, 3);
            let Minimum { parameters: least, bound } = parameters(&task, &limits).unwrap();
            let uppers = |count| {
                let layer_wise = sparse::layer_wise_upper(&task, &limits, count);
                let few =
                    limits.bits.map(|b| theorem_6_1::functions_upper(&task, &limits, count, b));
                [
                    (Bound::Global, Some(sparse::global_upper(&task, &limits, count))),
                    (Bound::LayerWise, limits.hidden_layers.map(|_| layer_wise)),
                    (Bound::FewBits, few),
                ]
            };
            let rules_out = |count, which: Option<Bound>| {
                uppers(count).into_iter().any(|(name, upper)| {
                    which.is_none_or(|which| which == name)
                        && upper.is_some_and(|upper| task.rules_out(&upper))
                })
            };
            assert!(!rules_out(least, None), "{limits:?} {least}");
            assert_eq!(bound.is_some(), least > 1);
            assert!(bound.is_none() || rules_out(least - 1, bound), "{limits:?} {least} {bound:?}");
        }
    }
}

#[test]
fn strongest_bound_depends_on_what_is_scarce() {
    let at = |limits| parameters(&task(1_000_000, 2), &limits).unwrap();
    assert_eq!(at(ANY), Minimum { parameters: 1_953, bound: Some(Bound::Global) });
    let shallow = at(Limits { hidden_layers: Some(3), ..ANY });
    assert_eq!(shallow.bound, Some(Bound::LayerWise));
    let short = at(Limits { bits: Some(50), ..ANY });
    assert_eq!(short.bound, Some(Bound::FewBits));
    let narrow = at(Limits { width: Some(3), ..ANY });
    assert_eq!(narrow.bound, Some(Bound::Global));
    for limited in [shallow, short, narrow] {
        assert!(limited.parameters > at(ANY).parameters);
        assert_eq!(limited.edges(), limited.parameters / 2);
    }
}

#[test]
fn strongest_grows_with_points_classes_and_shrinks_with_inputs() {
    let least = |n, c, d| parameters(&Task::new(n, c, d).unwrap(), &ANY).unwrap().parameters;
    assert!((1..30).map(|n| least(n * n * n, 2, 1)).is_sorted());
    assert!((2..30).map(|c| least(1000, c * c, 1)).is_sorted());
    assert!((1..30).rev().map(|d| least(1000, 2, d * d)).is_sorted());
    let layers = |n: u64| dense_hidden_layers(&task(n * n * n, 2), 3).unwrap().hidden_layers;
    assert!((1..30).map(layers).is_sorted());
    // two parameters per square root of a bit, and a lower order
    let parameters = least(1 << 40, 2, 1);
    assert!(parameters < 2 << 20 && parameters > (2 << 20) - (1 << 10), "{parameters}");
}

#[test]
fn strongest_dense_shapes_are_next_to_one_that_is_ruled_out() {
    for points in [1, 50, 4_000] {
        let task = task(points, 2);
        let check = |found: Dense, one_less: Result<Architecture, BoundError>| match found.bound {
            Some(Bound::Blocks(blocks)) => {
                assert!(task.rules_out(&blocks_upper(&task, &one_less.unwrap(), blocks)));
            }
            bound => assert_eq!(bound, None),
        };
        for size in [1, 2, 3, 10] {
            let deep = dense_hidden_layers(&task, size).unwrap();
            assert!(deep.bound.is_some() || deep.hidden_layers == 1);
            check(deep, Architecture::dense(1, size, deep.hidden_layers - 1));
            let wide = dense_width(&task, size).unwrap();
            assert!(wide.bound.is_some() || wide.width == 1);
            check(wide, Architecture::dense(1, wide.width - 1, size));
            for dense in [deep, wide] {
                let graph = Architecture::dense(1, dense.width, dense.hidden_layers).unwrap();
                assert_eq!(dense.parameters, graph.parameters());
            }
        }
    }
}

#[test]
fn strongest_beats_the_older_figures_for_width_three() {
    // 598 and 1966 by the relaxed global bound
    assert_eq!(dense_hidden_layers(&task(100_000, 2), 3).unwrap().parameters, 814);
    assert_eq!(dense_hidden_layers(&task(1_000_000, 2), 3).unwrap().parameters, 2_818);
}

#[test]
fn strongest_rejects_what_has_no_network() {
    let tiny = task(9, 2);
    let narrow = BoundError::TooNarrow { found: 0, least: 1 };
    assert_eq!(parameters(&tiny, &Limits { width: Some(0), ..ANY }), Err(narrow.clone()));
    assert_eq!(parameters(&tiny, &Limits { bits: Some(0), ..ANY }), Err(BoundError::NoBits));
    assert_eq!(dense_hidden_layers(&tiny, 0), Err(narrow));
    assert_eq!(dense_hidden_layers(&tiny, u64::MAX), Err(BoundError::TooLarge));
    assert_eq!(dense_width(&tiny, 0), Err(BoundError::NoHiddenLayers));
    let (found, most) = (u64::MAX, Architecture::MOST_HIDDEN_LAYERS);
    assert_eq!(dense_width(&tiny, found), Err(BoundError::TooDeep { found, most }));
    let huge = task(u64::MAX, u64::MAX);
    assert_eq!(dense_width(&huge, 1), Err(BoundError::TooLarge));
    // beyond all counts: an "at least" that is still true
    let flat = Limits { hidden_layers: Some(0), bits: Some(1), ..ANY };
    assert_eq!(parameters(&huge, &flat).unwrap().parameters, u64::MAX);
}

#[test]
fn strongest_task_rejects_nothing_to_memorize() {
    assert_eq!(Task::new(0, 2, 1), Err(BoundError::NoPoints));
    assert_eq!(Task::new(1, 0, 1), Err(BoundError::TooFewClasses { found: 0 }));
    assert_eq!(Task::new(1, 1, 1), Err(BoundError::TooFewClasses { found: 1 }));
    assert_eq!(Task::new(1, 2, 0), Err(BoundError::NoInputs));
    let task = Task::new(7, 4, 3).unwrap();
    assert_eq!((task.points(), task.classes(), task.inputs()), (7, 4, 3));
    // 14 bits, exactly: ruled out below, not at
    assert!(!task.rules_out(&14.into()) && task.rules_out(&13.into()));
    // log2 3 is irrational, and the comparison is on the safe side of it
    let three = Task::new(1, 3, 1).unwrap().label_bits();
    let three = |upper| Task::new(1, 3, 1).unwrap().rules_out(&upper) || upper >= *three.lower();
    assert!(three(Task::new(1, 3, 1).unwrap().label_bits().upper().clone()));
}

#[derive(serde::Serialize)]
struct Row {
    limits: &'static str,
    parameters: u64,
    bound: String,
}

#[test]
fn strongest_card() {
    let task = task(100_000, 2);
    let row = |limits, found: Minimum| Row {
        limits,
        parameters: found.parameters,
        bound: found.bound.map_or_else(String::new, |bound| bound.to_string()),
    };
    let at = |limits| parameters(&task, &limits).unwrap();
    let dense = dense_hidden_layers(&task, 3).unwrap();
    let dense = Minimum { parameters: dense.parameters, bound: dense.bound };
    insta::assert_yaml_snapshot!([
        row("none", at(ANY)),
        row("width 12", at(Limits { width: Some(12), ..ANY })),
        row("3 hidden layers", at(Limits { hidden_layers: Some(3), ..ANY })),
        row("53 bits", at(Limits { bits: Some(53), ..ANY })),
        row("dense, width 3", dense),
    ]);
    assert_eq!(Bound::Blocks(1).to_string(), "sign patterns in 1 block of layers");
}
