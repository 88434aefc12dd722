//! Staircases: every layout gives the function, within the size that the layout says.

use proptest::prelude::*;
use rug::{Integer, Rational};
use width_depth::{
    Error,
    staircase::{Layout, Staircase},
};

/// The value after the last step that ends at or before x; `None` inside a step.
fn expected(starts: &[i64], levels: &[i64], x: &Rational) -> Option<i64> {
    let inside = starts.iter().any(|t| *x > *t && *x < t + 1);
    let passed = starts.iter().filter(|t| Rational::from(x - *t) >= 1).count();
    (!inside).then(|| levels[passed])
}

fn build(starts: &[i64], levels: &[Vec<i64>]) -> Staircase {
    let integers = |numbers: &[i64]| numbers.iter().map(|n| Integer::from(*n)).collect();
    Staircase::new(integers(starts), levels.iter().map(|v| integers(v)).collect()).unwrap()
}

fn check(starts: &[i64], levels: &[Vec<i64>], layout: Layout) {
    let staircase = build(starts, levels);
    let network = staircase.network(layout).unwrap();
    let counts = network.counts();
    let shape = staircase.shape();
    assert!(counts.hidden_layers as usize <= layout.hidden_layers(shape));
    assert!(counts.width as usize <= layout.width(shape), "{layout:?} {shape:?} {counts:?}");
    assert!(counts.edges as usize <= layout.edges(shape), "{layout:?} {shape:?} {counts:?}");
    let integral = |map: &network::Affine| {
        map.weights().iter().chain(map.biases()).all(|w| w.to_rational().is_integer())
    };
    assert!(network.maps().all(integral));
    let ends =
        starts.iter().flat_map(|t| [(3 * t, 3), (3 * t + 3, 3), (3 * t + 4, 3), (3 * t - 1, 3)]);
    for x in ends.chain([(0, 1), (10_000, 7)]).filter(|x| x.0 >= 0).map(Rational::from) {
        let values = network.evaluate(std::slice::from_ref(&x)).unwrap();
        assert_eq!(values[0], x);
        for (value, levels) in values[1..].iter().zip(levels) {
            if let Some(expected) = expected(starts, levels, &x) {
                assert_eq!(*value, expected, "at {x}, {layout:?}");
            }
        }
    }
}

fn staircases() -> impl Strategy<Value = (Vec<i64>, Vec<Vec<i64>>)> {
    let gaps = prop::collection::vec(1_i64..4, 0..40);
    (gaps, 0_i64..3, 1_usize..4).prop_flat_map(|(gaps, first, functions)| {
        let starts: Vec<i64> =
            gaps.iter().scan(first, |at, gap| Some(std::mem::replace(at, *at + gap))).collect();
        let levels = prop::collection::vec(0_i64..9, starts.len() + 1);
        (Just(starts), prop::collection::vec(levels, functions))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn staircase_value_is_the_function_outside_the_steps(
        (starts, levels) in staircases(),
        cells in 1_usize..6,
        steps_per_cell in 1_usize..6,
    ) {
        check(&starts, &levels, Layout { cells, steps_per_cell });
    }
}

/// The capacity of Lemma 2.4, `2 n <= 6 W^2 L`, within its size `6W + 2`, `2L`.
#[test]
fn staircase_size_is_that_of_lemma_2_4() {
    for (w, l) in (1..6).flat_map(|w| (1..4).map(move |l| (w, l))) {
        let steps = 3 * w * w * l;
        let starts: Vec<i64> = (0..steps as i64).map(|k| 2 * k).collect();
        let levels: Vec<i64> = (0..=steps as i64).map(|k| k * k % 7).collect();
        let staircase = build(&starts, std::slice::from_ref(&levels));
        let layout = Layout::within(staircase.shape(), 6 * w + 2, 2 * l).unwrap();
        let counts = staircase.network(layout).unwrap().counts();
        assert!(counts.width as usize <= 6 * w + 2 && counts.hidden_layers as usize <= 2 * l);
        check(&starts, &[levels], layout);
    }
}

/// What the layouts say of themselves is the truth, where no two neighbouring values are equal.
#[test]
fn staircase_size_is_predicted() {
    for steps in (1..60_usize).step_by(3) {
        let starts: Vec<i64> = (0..steps as i64).map(|k| 3 * k + 1).collect();
        let rising: Vec<i64> = (0..=steps as i64).map(|k| k * k).collect();
        let mixed: Vec<i64> = (0..=steps as i64).map(|k| (k * k) % 11 + 20 * (k % 2)).collect();
        let staircase = build(&starts, &[rising, mixed]);
        let shape = staircase.shape();
        for width in 5..30 {
            let Some(fewest) = Layout::fewest_layers(shape, width) else {
                panic!("width {width} is enough for one step")
            };
            assert_eq!(Layout::within(shape, width, fewest - 1).map(|_| ()), None);
            let layout = Layout::within(shape, width, fewest).unwrap();
            assert!(layout.width(shape) <= width && layout.hidden_layers(shape) <= fewest);
            let flat = Layout::within(shape, width, steps).unwrap();
            assert_eq!(flat.steps_per_cell, 1);
            let counts = staircase.network(flat).unwrap().counts();
            assert_eq!(counts.hidden_layers as usize, flat.hidden_layers(shape));
            assert_eq!(counts.edges as usize, flat.edges(shape));
            assert_eq!(counts.width as usize, flat.width(shape), "{flat:?} {steps}");
        }
    }
}

#[test]
fn staircase_rejects_bad_input() {
    let n = |numbers: &[i64]| numbers.iter().map(|n| Integer::from(*n)).collect::<Vec<_>>();
    let new = |starts: &[i64], levels: &[i64]| Staircase::new(n(starts), vec![n(levels)]);
    assert_eq!(new(&[3, 3], &[1, 2, 3]), Err(Error::NotIncreasing { index: 0 }));
    assert_eq!(new(&[3, 4], &[1, 2]), Err(Error::Levels { found: 2, wanted: 3 }));
    assert_eq!(new(&[-1], &[1, 2]), Err(Error::Negative));
    assert_eq!(new(&[1], &[1, -2]), Err(Error::Negative));
    let staircase = new(&[1], &[1, 2]).unwrap();
    assert!(staircase.network(Layout { cells: 0, steps_per_cell: 1 }).is_err());
    assert_eq!(Layout::within(staircase.shape(), 3, 9), None);
}
