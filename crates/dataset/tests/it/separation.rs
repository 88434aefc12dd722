//! How far apart the points are: against all pairs, on every path of the search.

use std::path::Path;

use dataset::{
    Conflicts, Dataset, Labels, SeparationError, SeparationMethod,
    separation::Method,
    synthetic::{Recipe, Shape},
};
use proptest::prelude::*;
use rug::{Integer, Rational};

use crate::common::table;

/// The squared separation by comparing all pairs.
fn naive(data: &Dataset) -> Rational {
    let squared = |i: usize, j: usize| -> Rational {
        data.point(i).iter().zip(data.point(j)).map(|(x, y)| (x - y).square()).sum()
    };
    let pairs = (0..data.len()).flat_map(|j| (0..j).map(move |i| (i, j)));
    pairs.map(|(i, j)| squared(i, j)).min().unwrap().min(1.into())
}

/// Points with labels 0, 1, 1, ...
fn points(dimension: usize, denominator: &Integer, numerators: Vec<Integer>) -> Option<Dataset> {
    let points = numerators.len() / dimension;
    let labels = Labels::numbered((0..points).map(|i| u32::from(i > 0)));
    Dataset::from_parts(dimension, denominator.clone(), numerators, labels, Conflicts::First).ok()
}

fn exact(data: &Dataset) -> Rational {
    let separation = data.separation(SeparationMethod::Auto).unwrap();
    assert_eq!(separation.method, Method::Exact);
    separation.squared
}

/// Numbers of all lengths: half words, words, and longer than words with close ones among them.
fn coordinate() -> impl Strategy<Value = Integer> {
    let long = (-3_i64..=3, -2_i64..=2, 60_u32..=200)
        .prop_map(|(high, low, bits)| (Integer::from(high) << bits) + low);
    prop_oneof![
        4 => (-4_i64..=4).prop_map(Integer::from),
        2 => (-(1_i64 << 20)..1 << 20).prop_map(Integer::from),
        1 => (-(1_i64 << 45)..1 << 45).prop_map(Integer::from),
        1 => any::<i64>().prop_map(Integer::from),
        1 => long,
    ]
}

fn data() -> impl Strategy<Value = Dataset> {
    let coordinates = prop_oneof![Just(0_usize), Just(1), Just(2), Just(3), Just(4)];
    (1_usize..=11, 2_usize..=60, coordinates, 0_u32..=210)
        .prop_flat_map(|(dimension, number, kind, bits)| {
            let coordinate = match kind {
                0 => (-4_i64..=4).prop_map(Integer::from).boxed(),
                1 => (-(1_i64 << 20)..1 << 20).prop_map(Integer::from).boxed(),
                2 => (-(1_i64 << 45)..1 << 45).prop_map(Integer::from).boxed(),
                _ => coordinate().boxed(),
            };
            prop::collection::vec(coordinate, dimension * number)
                .prop_map(move |numbers| points(dimension, &(Integer::from(1) << bits), numbers))
        })
        .prop_filter_map("two classes", |data| data)
}

#[test]
fn separation_of_the_real_datasets_is_exact() {
    let read = |file: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(file);
        let text = std::fs::read_to_string(path).unwrap();
        Dataset::classify(table(&text), Conflicts::Reject).unwrap()
    };
    let (iris, digits) = (read("iris.csv"), read("digits.csv"));
    assert_eq!((exact(&iris), naive(&iris)), ((1, 100).into(), (1, 100).into()));
    assert_eq!(exact(&digits), 1);
    // In steps of 1/1000 the digits are close to each other, and the search has to look.
    let near = points(64, &1000.into(), digits.all_numerators().to_vec()).unwrap();
    assert_eq!(exact(&near), Rational::from((28, 1_000_000)));
}

#[test]
fn separation_is_at_most_one() {
    let far = points(2, &1.into(), [0, 0, 5, 5].map(Integer::from).to_vec()).unwrap();
    assert_eq!(exact(&far), 1);
    let grid = far.separation(SeparationMethod::Grid).unwrap();
    assert_eq!((grid.squared, grid.method), (1.into(), Method::Grid));
    let names = [Method::Exact, Method::Grid, Method::Given].map(|method| method.to_string());
    assert_eq!(names, ["exact", "grid", "given"]);
    // Half steps, but no two points within 1.
    let halves = points(2, &2.into(), [0, 0, 5, 1].map(Integer::from).to_vec()).unwrap();
    assert_eq!(exact(&halves), 1);
    assert_eq!(halves.separation(SeparationMethod::Grid).unwrap().squared, Rational::from((1, 4)));
}

#[test]
fn separation_without_work_is_the_grid() {
    let recipe = Recipe {
        points: 500,
        dimension: 3,
        classes: 2,
        separation: 40,
        seed: 1,
        shape: Shape::Uniform,
    };
    let data = recipe.dataset().unwrap();
    let grid = data.separation(SeparationMethod::Grid).unwrap();
    for budget in [0, 100, 1000] {
        let auto = data.separation_within(SeparationMethod::Auto, budget).unwrap();
        assert_eq!(auto, grid, "{budget}");
    }
    assert!(grid.squared < naive(&data));
    assert_eq!(
        data.separation_within(SeparationMethod::Auto, u64::MAX).unwrap().squared,
        naive(&data)
    );
    // On the line, and where the grid has steps of 1, the grid is exact.
    let line = points(1, &4.into(), [7, 0, 5].map(Integer::from).to_vec()).unwrap();
    let line = line.separation_within(SeparationMethod::Auto, 0).unwrap();
    assert_eq!((line.squared, line.method), (Rational::from((1, 4)), Method::Exact));
    let steps = points(2, &4.into(), [1, 0, 5, 4, 5, 0].map(Integer::from).to_vec()).unwrap();
    let given = SeparationMethod::Given(1.into());
    assert_eq!(steps.separation_within(given, 0).unwrap().squared, 1);
    let steps = steps.separation_within(SeparationMethod::Auto, 0).unwrap();
    assert_eq!((steps.squared, steps.method), (1.into(), Method::Exact));
    // What the grid proves needs no work.
    let small = SeparationMethod::Given(Rational::from((1, Integer::from(1) << 40)));
    assert_eq!(data.separation_within(small, 0).unwrap().method, Method::Given);
    let large = SeparationMethod::Given(Rational::from((1, 1 << 20)));
    assert_eq!(data.separation_within(large, 0), Err(SeparationError::Unchecked));
}

#[test]
fn separation_rejects_what_is_no_separation() {
    let data = points(1, &2.into(), [0, 1, 9].map(Integer::from).to_vec()).unwrap();
    for delta in [(0, 1), (-1, 2), (3, 2)] {
        let given = SeparationMethod::Given(delta.into());
        assert_eq!(data.separation(given), Err(SeparationError::Range));
    }
    let given = |n: i32, d: i32| data.separation(SeparationMethod::Given((n, d).into()));
    let error = given(501, 1000).unwrap_err();
    assert_eq!(error, SeparationError::Closer { row: 1, other: 2 });
    assert_eq!(given(1, 2).unwrap().squared, Rational::from((1, 4)));
    assert_eq!(given(1, 3).unwrap().squared, Rational::from((1, 9)));
}

#[test]
fn separation_of_tight_pairs_is_found_among_many() {
    for (points, dimension, separation) in
        [(20_000, 1, 30), (20_000, 2, 20), (20_000, 2, 90), (5000, 3, 300), (3000, 16, 30)]
    {
        let shape = Shape::Tight;
        let recipe = Recipe { points, dimension, classes: 2, separation, seed: 7, shape };
        let data = recipe.dataset().unwrap();
        assert_eq!(exact(&data), Rational::from((1, Integer::from(1) << (2 * separation))));
    }
}

proptest! {
    #[test]
    fn separation_agrees_with_all_pairs(data in data()) {
        let naive = naive(&data);
        prop_assert_eq!(exact(&data), naive.clone());
        let grid = data.separation(SeparationMethod::Grid).unwrap();
        prop_assert!(grid.squared > 0 && grid.squared <= naive);
    }

    #[test]
    fn separation_given_is_accepted_only_below_all_pairs(
        data in data(), factor in prop::sample::select(vec![(1_u32, 1_u32), (1, 2), (1001, 1000), (2, 1)]),
    ) {
        // The root of the separation, rounded down to a rational, times a factor.
        let squared = naive(&data);
        let scaled: Integer = Rational::from(&squared << 400_u32).floor().into_numer_denom().0;
        let root = Rational::from(scaled.sqrt()) >> 200_u32;
        let delta = root * Rational::from(factor);
        let given = data.separation(SeparationMethod::Given(delta.clone()));
        if delta <= 0 || delta > 1 {
            prop_assert_eq!(given, Err(SeparationError::Range));
        } else if Rational::from(delta.square_ref()) <= squared {
            prop_assert_eq!(given.unwrap().squared, delta.square());
        } else {
            let Err(SeparationError::Closer { row, other }) = given else {
                return Err(TestCaseError::fail(format!("{given:?}")));
            };
            let place = |row| (0..data.len()).find(|&i| data.source_row(i) == row).unwrap();
            let (one, other) = (data.point(place(row)), data.point(place(other)));
            let distance: Rational = one.iter().zip(other).map(|(x, y)| (x - y).square()).sum();
            prop_assert!(row > 0 && distance < delta.square());
        }
    }
}
