//! Exact ReLU networks: the one data type that every construction builds and every check reads.
//!
//! A [`Network`] is a list of hidden [`Affine`] maps, each followed by ReLU, and a final affine
//! map with no activation. Every entry is an exact rational, a [`Weight`], so a value printed here
//! is the value, not an approximation. Rows are written as formulas with [`Form`]:
//!
//! ```
//! use network::{Affine, Form, Network};
//!
//! // max(x, y) = x + relu(y - x), with x carried as relu(x) - relu(-x)
//! let [x, y] = Form::inputs();
//! let hidden = Affine::new(2, [y - &x, x.clone(), -x])?;
//! let [rise, plus, minus] = Form::inputs();
//! let max = Network::new(vec![hidden], Affine::new(3, [plus - minus + rise])?)?;
//!
//! assert_eq!(max.evaluate(&[3.into(), (-7).into()])?, [3]);
//! assert_eq!(max.counts().edges, 7);
//! # Ok::<(), network::ShapeError>(())
//! ```
//!
//! # Two papers, two meanings of "depth"
//!
//! | source                         | "depth" of `c * relu(w x + b)` | counts            |
//! |--------------------------------|--------------------------------|-------------------|
//! | Vardi et al. 2022, section 2   | 2                              | affine maps       |
//! | Yang and Yang, section 2       | 1                              | hidden layers     |
//!
//! [`Counts`] has both, as `depth` and `hidden_layers`.
//!
//! This crate names no theorem but the algebra of Yang and Yang's Proposition 2.2, see [`algebra`].

mod affine;
pub mod algebra;
pub mod atomic;
mod counts;
pub mod file;
mod form;
pub mod json;
mod network;
mod simplify;
pub mod text;
mod weight;

pub use affine::{Affine, Row};
pub use counts::Counts;
pub use form::Form;
pub use network::{Network, ShapeError};
pub use weight::Weight;
