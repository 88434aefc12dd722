//! Why a dataset is not written.

use std::io;

use thiserror::Error;

/// Why a dataset is not written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WriteError {
    /// Some coordinate has no finite decimal expansion.
    #[error(
        "the common denominator of the coordinates, of {bits} bits, has a prime factor other than \
         2 and 5, so they have no exact decimal form"
    )]
    NotDecimal {
        /// Bits of the common denominator.
        bits: u32,
    },
    /// Some coordinate is no double.
    #[error(
        "row {row}, column {column}: the coordinate is not exact in double precision; write CSV"
    )]
    Inexact {
        /// The point, from 1.
        row: usize,
        /// The coordinate, from 1.
        column: usize,
    },
    /// A label is no number, and the array has no other place for it.
    #[error("the label `{label}` is not an integer of 53 bits; write NPZ or CSV")]
    Label {
        /// The label.
        label: String,
    },
    /// Writing failed.
    #[error("cannot be written: {0}")]
    Unwritable(io::ErrorKind),
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Unwritable(error.kind())
    }
}
