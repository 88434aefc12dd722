//! [`memorelu-network`]: ../memorelu_network/index.html
//! [`memorelu-memorize`]: ../memorelu_memorize/index.html
//! [`memorelu-lowerbounds`]: ../memorelu_lowerbounds/index.html
#![doc = include_str!("../README.md")]
//!
//! # Modules
//!
//! | module | statement |
//! |---|---|
//! | [`theorem_2_1`] | from labelled points to a network, for any S (points per block) and T (layers per extraction) |
//! | [`plan`] | the choice of S and T under limits on width and depth |
//! | [`lemma_2_4`] | any piecewise linear function with `6 W^2 L` breakpoints, width `6W + 2`, `2L` layers |
//! | [`staircase`] | the same for staircases, with integer weights |
//! | [`lemma_2_5`] | stage II: from a point to the strings of its block |
//! | [`lemma_2_6`] | stage III: find the point in its block, return its label |
//! | [`lemma_2_7`] | reading several bits per layer |
//! | [`lemma_2_8`] | does `x` lie in `[y, y + 1]`? |
//! | [`strings`] | the strings that a block stores |
//!
//! Lemma 2.3 is in crate `projection`, Proposition 2.2 in crate `network`. Sizes are counted as in
//! the paper: hidden layers, and neurons of the largest one.

mod error;
mod layers;
pub mod lemma_2_4;
pub mod lemma_2_5;
pub mod lemma_2_6;
pub mod lemma_2_7;
pub mod lemma_2_8;
mod piecewise;
pub mod plan;
pub mod staircase;
pub mod strings;
mod tally;
pub mod theorem_2_1;

pub use dataset;
pub use error::Error;
pub use piecewise::PiecewiseLinear;
pub use plan::{Choice, Minimise, Plan};
pub use projection::Profile;
pub use theorem_2_1::{Construction, Parameters, Theorem21, construct};

/// Networks of more edges are not built: about 3 GB in memory.
pub const MAX_EDGES: u64 = 1 << 27;
