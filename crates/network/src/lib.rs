//! [`memorelu-netfile`]: ../memorelu_netfile/index.html
//! [`memorelu-evaluator`]: ../memorelu_evaluator/index.html
//! [`memorelu-exactness`]: ../memorelu_exactness/index.html
//! [`memorelu-export`]: ../memorelu_export/index.html
#![doc = include_str!("../README.md")]

mod affine;
pub mod algebra;
mod counts;
mod form;
pub mod landmark;
mod network;
mod points;
mod range;
mod simplify;
pub mod text;
mod weight;

pub use affine::{Affine, Row};
pub use counts::Counts;
pub use form::Form;
pub use landmark::Landmark;
pub use network::{Network, ShapeError};
pub use points::{Points, PointsError};
pub use range::InputRange;
pub use weight::Weight;
