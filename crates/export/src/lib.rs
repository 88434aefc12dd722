//! [`memorelu-exactness`]: ../memorelu_exactness/index.html
//! [`memorelu-network`]: ../memorelu_network/index.html
//! [`memorelu-retrieval`]: ../memorelu_retrieval/index.html
//! [`memorelu`]: ../memorelu/index.html
#![doc = include_str!("../README.md")]
//!
//! # Statement
//!
//! What is written computes, in the arithmetic of its machine format and in any order of summation,
//! exactly what the network computes, for all inputs in the ranges that were given. [`Model::new`]
//! proves it by the bounds of [`exactness`] or refuses; nothing is ever rounded.
//!
//! # Scales
//!
//! No machine number is 0.1. Where inputs are not on the grid of the format, the model takes `s x`
//! for an integer s, [`Model::input_scale`]: the least common denominator of the inputs unless another
//! one is asked for. Its output is `t y` with an integer t, [`Model::output_scale`], which is 1 wherever
//! the scaled weights are integers (see [`exactness::Scaled`]). Both stand in the metadata.

mod dense;
mod error;
pub mod messages;
mod model;
pub mod npz;
pub mod onnx;

pub use error::ExportError;
pub use exactness;
pub use model::Model;
pub use netfile;
pub use network;
