//! [`memorelu-network`]: ../memorelu_network/index.html
//! [`memorelu-export`]: ../memorelu_export/index.html
//! [`memorelu-retrieval`]: ../memorelu_retrieval/index.html
#![doc = include_str!("../README.md")]
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

mod bounds;
mod format;
mod groups;
mod scaling;
mod verdict;

pub use bounds::{Obstacle, Reason};
pub use format::NumberFormat;
pub use network::{self, InputRange};
pub use scaling::Scaled;
pub use verdict::{Formats, Verdict};
