//! [`memorelu-dataset`]: ../memorelu_dataset/index.html
#![doc = include_str!("../README.md")]
//!
//! # Formats
//!
//! | format | extensions | numbers | label |
//! |---|---|---|---|
//! | CSV, TSV | `csv`; `tsv`, `tab` | exact [decimals](dataset::decimal) | last column, or the one named |
//! | NPY | `npy` | exact integers and binary rationals | last column, or the one numbered |
//! | NPZ | `npz` | the same, array `X` | array `y`, or the one named |
//! | Parquet | `parquet`, `pq` | the same, and decimals | last column, or the one named |
//! | LIBSVM | `libsvm`, `svm`, `svmlight` | exact decimals, 0 where none is given | first on each line |
//!
//! The three text formats may be packed by gzip, which is found out from the bytes; `.gz` behind
//! the extension does not count. Any other name is taken for CSV, and `-` is standard input.
//!
//! A column is asked for by its name or, if none has that name, by its number, from 1. A row that is
//! not a point of exact coordinates is refused, and the message says where it is and what to do.
//! The same data give the same dataset in every format.

mod format;
mod read;
mod source;
pub mod write;

pub use dataset;
pub use format::{Format, UnknownFormat};
pub use read::error::{Column, LibsvmError, NpyError, Place, ReadError, ReadProblem};
pub use read::request::ReadOptions;
#[cfg(feature = "parquet")]
pub use read::thread::PARQUET_THREAD;
pub use source::{Unlabelled, read, read_dataset, read_from, read_points, read_regression};
