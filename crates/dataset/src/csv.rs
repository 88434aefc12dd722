//! Datasets as CSV files, for programs that read nothing else. Reading is in [`source`](mod@crate::source).

use std::{
    io::{self, Write},
    path::Path,
};

use ::csv::WriterBuilder;
use rug::{Complete, Integer};
use thiserror::Error;

use crate::{
    Conflicts, Dataset,
    numbers::plain,
    source::{self, ReadError, ReadOptions},
};

/// Reads labelled points from a file, which is CSV unless its name tells otherwise.
///
/// # Errors
///
/// As [`source::read_dataset`].
pub fn read_dataset(
    path: impl AsRef<Path>,
    options: &ReadOptions,
    conflicts: Conflicts,
) -> Result<Dataset, ReadError> {
    source::read_dataset(path, options, conflicts)
}

pub use crate::source::ReadOptions as CsvOptions;

/// Why a dataset is not written as CSV.
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
    /// Writing failed.
    #[error("cannot be written: {0}")]
    Unwritable(io::ErrorKind),
}

impl From<::csv::Error> for WriteError {
    fn from(error: ::csv::Error) -> Self {
        // Rows of equal lengths: only writing itself can fail.
        Self::Unwritable(match error.into_kind() {
            ::csv::ErrorKind::Io(error) => error.kind(),
            _ => io::ErrorKind::InvalidData,
        })
    }
}

/// Writes the points of a dataset as exact decimals, with the columns `x1`, ..., `xd`, `label`.
/// Reading them gives the same points, labels and names.
///
/// # Errors
///
/// [`WriteError::NotDecimal`] unless the denominator is `2^a 5^b`, as it is for everything read
/// from CSV and everything synthetic; [`WriteError::Unwritable`] if `target` fails.
pub fn write(data: &Dataset, target: impl Write) -> Result<(), WriteError> {
    write_separated(data, b',', target)
}

/// As [`write()`], with tabs between the values.
///
/// # Errors
///
/// As [`write()`].
pub fn write_tsv(data: &Dataset, target: impl Write) -> Result<(), WriteError> {
    write_separated(data, b'\t', target)
}

fn write_separated(data: &Dataset, by: u8, target: impl Write) -> Result<(), WriteError> {
    let denominator = data.denominator();
    let twos = denominator.find_one(0).unwrap_or(0);
    let mut odd = (denominator >> twos).complete();
    let fives = odd.remove_factor_mut(&Integer::from(5));
    if odd != 1 {
        return Err(WriteError::NotDecimal { bits: denominator.significant_bits() });
    }
    let places = twos.max(fives);
    let scale = Integer::u_pow_u(10, places).complete().div_exact(denominator);
    let mut writer = WriterBuilder::new().delimiter(by).from_writer(target);
    let names = (1..=data.dimension()).map(|axis| format!("x{axis}"));
    writer.write_record(names.chain(["label".to_owned()]))?;
    for (i, &label) in data.labels().iter().enumerate() {
        for numerator in data.numerators(i) {
            writer.write_field(plain((numerator * &scale).complete(), places as usize))?;
        }
        writer.write_field(&data.label_names()[label as usize])?;
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush().map_err(|error| WriteError::Unwritable(error.kind()))
}
