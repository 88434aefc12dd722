//! Datasets and labels as files, for programs that read nothing else.

mod delimited;
mod error;
mod npy;

pub use delimited::{csv, tsv};
pub use error::WriteError;
pub use npy::{labels, npy, npz};
