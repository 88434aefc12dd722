//! [`memorelu-datafile`]: ../memorelu_datafile/index.html
//! [`memorelu-projection`]: ../memorelu_projection/index.html
//! [`memorelu-memorize`]: ../memorelu_memorize/index.html
//! [`memorelu-retrieval`]: ../memorelu_retrieval/index.html
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
//! # From rows to a dataset
//!
//! A [`Table`] has the rows as they were found: exact points, and the texts of their labels.
//! [`Dataset::classify`] and [`Regression::from_table`] interpret the labels and merge equal points.

mod classes;
mod closest;
mod dataset;
pub mod decimal;
mod error;
mod merge;
pub mod number;
mod points;
mod regression;
pub mod separation;
pub mod synthetic;
mod table;
pub mod text;
mod words;

pub use dataset::Dataset;
pub use error::DataError;
pub use merge::Conflicts;
pub use points::Points;
pub use regression::Regression;
pub use separation::{Separation, SeparationError, SeparationMethod};
pub use table::{Labels, Table};
