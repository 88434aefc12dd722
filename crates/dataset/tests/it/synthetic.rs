//! Seeded datasets: what a recipe promises, and the same bytes everywhere.

use std::collections::BTreeSet;

use dataset::{
    DataError, Dataset, SeparationMethod,
    synthetic::{MAX_SEPARATION, Recipe, RecipeError, Shape},
};
use proptest::prelude::*;
use rug::{Integer, Rational};

const RECIPE: Recipe = Recipe {
    points: 6,
    dimension: 2,
    classes: 3,
    separation: 4,
    seed: 2022,
    shape: Shape::Uniform,
};

fn squared_step(recipe: &Recipe) -> Rational {
    Rational::from((1, Integer::from(1) << (2 * recipe.separation)))
}

fn shapes() -> impl Strategy<Value = Shape> {
    prop::sample::select(vec![Shape::Uniform, Shape::Tight, Shape::Clustered, Shape::Line])
}

/// The whole dataset in a few digits (FNV-1a of its numbers in text).
fn digest(data: &Dataset) -> u64 {
    let text = format!("{:?} {:?} {}", data.labels(), data.all_numerators(), data.denominator());
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, mix)
}

#[test]
fn synthetic_datasets_are_the_same_on_every_machine() {
    let data = RECIPE.dataset().unwrap();
    assert_eq!(data.labels(), [0, 0, 1, 2, 1, 1]);
    assert_eq!(data.all_numerators(), [11, -3, -3, -5, 1, 1, -12, -5, 3, 1, 14, -11]);
    let digests = [Shape::Uniform, Shape::Tight, Shape::Clustered, Shape::Line].map(|shape| {
        digest(
            &Recipe { points: 300, dimension: 3, separation: 70, shape, ..RECIPE }
                .dataset()
                .unwrap(),
        )
    });
    let expected = [
        2_587_698_027_846_503_838,
        16_882_043_070_814_255_135,
        1_910_720_251_773_639_692,
        4_548_787_562_658_905_448,
    ];
    assert_eq!(digests, expected);
}

#[test]
fn synthetic_seeds_differ() {
    let of = |seed| Recipe { seed, ..RECIPE }.dataset().unwrap();
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
    assert_ne!(of(1), of(1 << 63 | 1));
}

#[test]
fn synthetic_pairs_are_as_close_as_allowed() {
    let recipe = Recipe { points: 101, separation: 20, shape: Shape::Tight, ..RECIPE };
    let data = recipe.dataset().unwrap();
    for pair in 0..50 {
        let (one, other) = (data.point(2 * pair), data.point(2 * pair + 1));
        let squared: Rational = one.iter().zip(other).map(|(x, y)| (x - y).square()).sum();
        assert_eq!(squared, squared_step(&recipe));
    }
    // Also where there is little room.
    for seed in 0..50 {
        let recipe = Recipe { points: 16, dimension: 1, seed, shape: Shape::Tight, ..RECIPE };
        let data = recipe.dataset().unwrap();
        let step = Rational::from((1, 16));
        assert!((0..8).all(|pair| {
            data.point(2 * pair + 1)[0] == Rational::from(&data.point(2 * pair)[0] + &step)
        }));
    }
}

#[test]
fn synthetic_clusters_are_small() {
    let recipe = Recipe { points: 1024, separation: 30, shape: Shape::Clustered, ..RECIPE };
    let data = recipe.dataset().unwrap();
    // 32 points in each square of 16 x 16 steps.
    let near = |i: usize, j: usize| {
        data.numerators(i)
            .iter()
            .zip(data.numerators(j))
            .all(|(x, y)| Integer::from(x - y).abs() < 16)
    };
    let together = (1..1024).filter(|&i| near(i - 1, i)).count();
    assert!((1024 - 48..=1024 - 32).contains(&together), "{together}");
}

#[test]
fn synthetic_lines_are_diagonals() {
    let data = Recipe { dimension: 5, shape: Shape::Line, ..RECIPE }.dataset().unwrap();
    for i in 0..data.len() {
        let point = data.numerators(i);
        assert!(point.iter().all(|x| x.cmp_abs(&point[0]).is_eq()), "{point:?}");
    }
}

#[test]
fn synthetic_recipes_may_fill_half_the_grid() {
    for shape in [Shape::Uniform, Shape::Tight, Shape::Clustered, Shape::Line] {
        for seed in 0..50 {
            let line = Recipe { points: 16, dimension: 1, seed, shape, ..RECIPE };
            assert_eq!(line.dataset().unwrap().len(), 16);
            let bits = Recipe { points: 2, dimension: 2, separation: 0, classes: 2, seed, shape };
            let points = if shape == Shape::Line { 1 } else { 2 };
            let bits = Recipe { points, ..bits };
            assert_eq!(bits.dataset().is_ok(), points == 2);
        }
    }
}

#[test]
fn synthetic_rejects_numbers_that_do_not_fit() {
    let wrong = |recipe: Recipe| recipe.dataset().unwrap_err();
    let classes = |classes, points| RecipeError::Classes { classes, points };
    assert_eq!(wrong(Recipe { classes: 1, ..RECIPE }), classes(1, 6));
    assert_eq!(wrong(Recipe { classes: 7, ..RECIPE }), classes(7, 6));
    assert_eq!(wrong(Recipe { points: 0, ..RECIPE }), classes(3, 0));
    assert_eq!(wrong(Recipe { dimension: 0, ..RECIPE }), RecipeError::Data(DataError::NoDimension));
    let fine = Recipe { separation: MAX_SEPARATION + 1, ..RECIPE };
    assert_eq!(wrong(fine), RecipeError::TooFine { found: MAX_SEPARATION + 1 });
    assert!(Recipe { separation: MAX_SEPARATION, ..RECIPE }.dataset().is_ok());
    let coarse = RecipeError::TooCoarse { points: 17, separation: 4, places: 32 };
    assert_eq!(wrong(Recipe { points: 17, dimension: 1, ..RECIPE }), coarse);
    assert_eq!(wrong(Recipe { points: 17, shape: Shape::Line, ..RECIPE }), coarse);
    assert_eq!(
        coarse.to_string(),
        "17 points need a grid of twice as many places, but at separation 2^-4 it has 32; ask for \
         a smaller separation"
    );
}

proptest! {
    #[test]
    fn synthetic_value_is_what_the_recipe_says(
        points in 2_usize..=80, dimension in 1_usize..=5, classes in 2_usize..=9,
        separation in 7_u32..=140, seed in any::<u64>(), shape in shapes(),
    ) {
        let classes = classes.min(points);
        let recipe = Recipe { points, dimension, classes, separation, seed, shape };
        let data = recipe.dataset().unwrap();
        prop_assert_eq!((data.len(), data.dimension(), data.classes()), (points, dimension, classes));
        prop_assert_eq!(data.merged(), 0);
        let used: BTreeSet<u32> = data.labels().iter().copied().collect();
        prop_assert_eq!(used.len(), classes);
        prop_assert!(data.label_names().iter().eq(&(0..classes).map(|c| c.to_string()).collect::<Vec<_>>()));
        // On the grid, in the cube.
        let grid = Integer::from(1) << separation;
        prop_assert!(grid.is_divisible(data.denominator()));
        prop_assert!(data.all_numerators().iter().all(|n| n.cmp_abs(data.denominator()).is_le()));
        let delta = data.separation(SeparationMethod::Auto).unwrap().squared;
        prop_assert!(delta >= squared_step(&recipe));
        if shape == Shape::Tight {
            prop_assert_eq!(delta, squared_step(&recipe));
        }
    }
}
