//! [`memorelu-projection`]: ../projection/index.html
//! [`memorelu-memorize`]: ../memorize/index.html
//! [`memorelu-retrieval`]: ../retrieval/index.html
#![doc = include_str!("../README.md")]
//!
//! # Quantities
//!
//! | letter  | meaning                                   | here                        |
//! |---------|-------------------------------------------|-----------------------------|
//! | `N`     | number of points                          | [`Dataset::len`]            |
//! | `d`     | dimension                                 | [`Dataset::dimension`]      |
//! | `C`     | number of classes, all of them used       | [`Dataset::classes`]        |
//! | `r`     | `max(1, largest norm)`                    | [`Dataset::radius_squared`] |
//! | `delta` | `min(1, smallest distance of two points)` | [`Dataset::separation`]     |
//!
//! # From a file to a dataset
//!
//! [`source`] reads CSV, TSV, NPY, NPZ, Parquet and LIBSVM. Each reader makes a [`Table`], the rows
//! as they stand in the file: exact points and the text of their labels. [`Dataset::classify`] and
//! [`Regression::from_table`] interpret the labels and merge equal points. The same data give the same
//! dataset in every format.

mod classes;
mod closest;
pub mod csv;
mod dataset;
pub mod decimal;
mod error;
mod formats;
mod merge;
pub mod npy;
mod numbers;
mod points;
mod regression;
pub mod separation;
pub mod source;
pub mod synthetic;
mod table;
mod words;

pub use dataset::Dataset;
pub use error::DataError;
pub use merge::Conflicts;
pub use points::Points;
pub use regression::Regression;
pub use separation::{Separation, SeparationError, SeparationMethod};
pub use table::{Labels, Table};
