//! Which machine number formats evaluate a ReLU network exactly.
//!
//! # Statement
//!
//! Let the inputs lie in given ranges, on given grids. A format evaluates the network exactly if it
//! holds each weight, each bias, each product, and each sum of any of the terms of a row, for all
//! such inputs: then no operation rounds or overflows, in any order, fused or not.
//!
//! - An integer format needs integers throughout, below `2^63` in absolute value.
//! - A binary floating-point format with p significant bits needs, for each neuron, numbers that are
//!   multiples of one power of two `2^g` and below `2^(g + p)`.
//!
//! Neither holds 1/10. But `relu(c v) = c relu(v)` for `c > 0`, so inputs, neurons and outputs may be
//! scaled until every number is on a grid of the format: [`Scaled`]. A [`Verdict`] is about the
//! network scaled for its format, which is the network itself wherever that is on the grid.
//!
//! # Silence
//!
//! A verdict against a format says that this proof fails there, not that some input is rounded.
//!
//! # Example
//!
//! ```
//! use exactness::{InputRange, NumberFormat, Verdict};
//! use network::{Affine, Form, Network};
//! use rug::Integer;
//!
//! // relu(3 x - 1) for x = 0, 1/10, 2/10, ..., 1
//! let [x] = Form::inputs();
//! let hidden = Affine::new(1, [3 * x.clone() - 1])?;
//! let network = Network::new(vec![hidden], Affine::new(1, [x])?)?;
//! let tenths = InputRange { lower: 0.into(), upper: 1.into(), denominator: 10.into() };
//!
//! // In doubles the model takes 10 x, and 5 times the output is exact.
//! let (scaled, verdict) = Verdict::of(&network, &[tenths], NumberFormat::F64, None)?;
//! assert!(verdict.is_exact());
//! assert_eq!((&scaled.input_scale, &scaled.output_scale), (&Integer::from(10), &Integer::from(5)));
//! # Ok::<(), network::ShapeError>(())
//! ```
//!
//! This crate knows no construction.

mod bounds;
mod format;
mod groups;
pub mod note;
mod range;
mod scaling;
mod verdict;

pub use bounds::{Obstacle, Reason};
pub use format::NumberFormat;
pub use range::InputRange;
pub use scaling::Scaled;
pub use verdict::{Formats, Verdict};
