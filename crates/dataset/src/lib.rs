//! Labelled points with exact coordinates: the input of every theorem.
//!
//! A [`Dataset`] holds `N` distinct points of `R^d` with labels `0..C`. Coordinates are integers
//! over one common denominator, so that a decimal such as `0.1` is the number 1/10 and nothing
//! else. From it come the quantities that the theorems speak of:
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
//!
//! ```
//! use dataset::{Conflicts, Dataset, SeparationMethod, source};
//!
//! let text = "x,y,kind\n0.5,0,cat\n0,0.25,dog\n0.50,0.0,cat\n";
//! let table = source::read_from(text.as_bytes(), "pets.csv", &source::ReadOptions::default())?;
//! let pets = Dataset::classify(table, Conflicts::Reject)?;
//!
//! assert_eq!((pets.len(), pets.merged()), (2, 1));
//! assert_eq!((pets.denominator(), pets.numerators(1)), (&4.into(), &[0.into(), 1.into()][..]));
//! assert_eq!(pets.label_names(), ["cat", "dog"]);
//! assert_eq!(pets.separation(SeparationMethod::Auto)?.squared, rug::Rational::from((5, 16)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
