//! Data for the tests of both lemmas.

use dataset::{
    Dataset,
    synthetic::{Recipe, Shape},
};
use proptest::prelude::*;

/// Small datasets of every shape.
pub fn datasets() -> impl Strategy<Value = Dataset> {
    let shapes = vec![Shape::Uniform, Shape::Tight, Shape::Clustered, Shape::Line];
    (2_usize..60, 1_usize..6, prop::sample::select(shapes), 6_u32..30, any::<u64>()).prop_map(
        |(points, dimension, shape, separation, seed)| {
            let recipe = Recipe { points, dimension, classes: 2, separation, seed, shape };
            recipe.dataset().expect("the grid has room for 60 points")
        },
    )
}

/// Points with coordinates of 20 bits.
pub fn data(points: usize, dimension: usize, shape: Shape) -> Dataset {
    let recipe = Recipe { points, dimension, classes: 2, separation: 20, seed: 1, shape };
    recipe.dataset().expect("the grid has room")
}
