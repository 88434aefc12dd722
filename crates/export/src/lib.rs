//! Exact ReLU networks as ONNX models and NumPy archives.
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
//!
//! # Example
//!
//! ```
//! use exactness::{InputRange, NumberFormat};
//! use export::{About, Model, onnx};
//! use network::{Affine, Form, Network};
//!
//! // max(x, y), for bytes
//! let [x, y] = Form::inputs();
//! let hidden = Affine::new(2, [y - &x, x])?;
//! let [rise, x] = Form::inputs();
//! let max = Network::new(vec![hidden], Affine::new(2, [x + rise])?)?;
//! let byte = InputRange { lower: 0.into(), upper: 255.into(), denominator: 1.into() };
//!
//! let model = Model::new(&max, &[byte.clone(), byte], None, None)?;
//! assert_eq!((model.format(), model.bits()), (NumberFormat::F64, 9));
//! let bytes = onnx::encode(&model, &About::default())?;
//! assert!(bytes.len() < 2_000);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod dense;
mod error;
pub mod messages;
mod model;
pub mod npz;
pub mod onnx;

pub use error::ExportError;
pub use model::{About, Model};
