//! Why a file is refused.

mod libsvm;
mod npy;
mod place;

use std::io::ErrorKind;

use dataset::{DataError, decimal::DecimalError};
use thiserror::Error;

pub use libsvm::LibsvmError;
pub(crate) use npy::MAX_HEADER;
pub use npy::NpyError;
pub use place::{Column, Place};

use crate::format::Format;

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}: {problem}")]
pub struct ReadError {
    /// Name of the file.
    pub file: String,
    /// What is wrong with it.
    pub problem: ReadProblem,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReadProblem {
    /// The file cannot be read.
    #[error("cannot be read: {}", reason(*_0))]
    Unreadable(ErrorKind),
    /// The file is too long.
    #[error("there are more than {limit} bytes; read a part of the data, or fewer columns")]
    TooLarge {
        /// Bytes that are read at most.
        limit: u64,
    },
    /// The bytes are those of another format.
    #[error(
        "expected {expected}, but these are the bytes of {what}; give the format {name} if they are, \
         or save the data as {expected}",
        what = mark(*.found), name = .found.name()
    )]
    OtherFormat {
        /// What the first bytes tell.
        found: Format,
        /// What its name tells, or was asked for.
        expected: Format,
    },
    /// The bytes are those of no file of the format.
    #[error("the file does not begin as {expected} does; give its format, or make it again")]
    NoMark {
        /// What its name tells, or was asked for.
        expected: Format,
    },
    /// A packed file of a format that is not text.
    #[error(
        "found gzip; only CSV, TSV and LIBSVM are read from it, not {format}: unpack the file, or \
         give its format"
    )]
    Packed {
        /// The format expected.
        format: Format,
    },
    /// A packed file is too much longer than its bytes.
    #[error(
        "{packed} bytes of gzip unpack to more than {limit}; if they are not made to fill the \
         memory, unpack the file first"
    )]
    Unpacks {
        /// Length of the file.
        packed: u64,
        /// Bytes that are unpacked at most.
        limit: u64,
    },
    /// The container is damaged.
    #[error("the {what} data are damaged or cut short; make the file again")]
    Damaged {
        /// What the container is.
        what: &'static str,
    },
    /// More coordinates than are held in memory.
    #[error(
        "{rows} rows of {features} features are more than {limit} coordinates; read fewer rows or \
         columns"
    )]
    TooMany {
        /// Rows to be read.
        rows: u64,
        /// Features of each.
        features: u64,
        /// Coordinates that are read at most.
        limit: u64,
    },
    /// There is no header.
    #[error("the file is empty; expected a header row and then one row for each point")]
    Empty,
    /// There is a header and nothing else.
    #[error("there is a header but no data row; expected one row for each point")]
    HeaderOnly,
    /// Bytes are not UTF-8 text.
    #[error("{at}: found bytes that are not UTF-8 text; save the file in UTF-8")]
    NotUtf8 {
        /// The row.
        at: Place,
    },
    /// A column has no name.
    #[error(
        "column {column} has no name in the header; name it, or remove it if it numbers the rows"
    )]
    Unnamed {
        /// The column, counted from 1.
        column: usize,
    },
    /// Two columns have the same name.
    #[error(
        "columns {first} and {second} are both named `{name}`; rename one of them, or add a header \
         row if the first line is data"
    )]
    Duplicate {
        /// The name.
        name: String,
        /// The one column, counted from 1.
        first: usize,
        /// The other column.
        second: usize,
    },
    /// A column that was asked for does not exist.
    #[error("there is no column `{wanted}`; the columns are {known}")]
    UnknownColumn {
        /// The name or number asked for.
        wanted: String,
        /// The columns that exist, at most 20 of them.
        known: String,
    },
    /// A column is asked for as a feature, and it is the label.
    #[error("{column} is the label, so it is no feature; choose another label or other features")]
    LabelAsFeature {
        /// The column.
        column: Column,
    },
    /// A column is asked for twice.
    #[error("{column} is asked for twice; name each feature once")]
    Twice {
        /// The column.
        column: Column,
    },
    /// There is nothing but a label column.
    #[error(
        "the only column is {}; expected at least one coordinate beside the label, in a column of \
         its own (in CSV: separated by a comma)", .column.to_string().trim_start_matches("column ")
    )]
    NoFeature {
        /// The only column.
        column: Column,
    },
    /// A row has more or fewer values than the header.
    #[error("{at} has {found} values, but the header has {expected} names")]
    Ragged {
        /// The row.
        at: Place,
        /// Values in it.
        found: usize,
        /// Names in the header.
        expected: usize,
    },
    /// A coordinate is not a number.
    #[error("{at}, {column}: found `{found}`: {reason}")]
    Value {
        /// The row.
        at: Place,
        /// The column.
        column: Column,
        /// The text found, cut if it is long.
        found: String,
        /// Why it is refused.
        reason: DecimalError,
    },
    /// A row has an empty value.
    #[error("{at}, {column}: the value is missing; fill it in or remove the row")]
    Missing {
        /// The row.
        at: Place,
        /// The column.
        column: Column,
    },
    /// The numbers are too far apart in size.
    #[error(
        "{at}, {column}: this number has the finest place of the file, and all coordinates \
         together, written to that place, take more than 1 GiB; round or rescale"
    )]
    TooLong {
        /// The row of the number with the finest place.
        at: Place,
        /// Its column.
        column: Column,
    },
    /// A column holds something else than numbers or texts.
    #[error("{column} holds {found}; expected {expected}: choose other columns, or convert it")]
    ColumnType {
        /// The column.
        column: Column,
        /// What it holds.
        found: String,
        /// What it may hold.
        expected: &'static str,
    },
    /// A Parquet column is packed in a way that is not read.
    #[error(
        "{column} is packed by {codec}; only Snappy and plain Parquet are read: write the file again \
         with compression='snappy'"
    )]
    Codec {
        /// The column.
        column: Column,
        /// How it is packed.
        codec: String,
    },
    /// The array asked for is not in the archive.
    #[error(
        "there is no array `{wanted}` for the {what}; the arrays are {known}: give the name of the \
         array of features as the columns, and that of the labels as the label"
    )]
    NoArray {
        /// Its name.
        wanted: String,
        /// What it is to hold.
        what: &'static str,
        /// The arrays that exist, at most 20 of them.
        known: String,
    },
    /// An array cannot be unpacked.
    #[error("the array `{name}` is encrypted or packed in another way than numpy.savez does")]
    Packing {
        /// Its name.
        name: String,
    },
    /// An array of an archive is unusable.
    #[error("array `{name}`: {problem}")]
    Array {
        /// Its name.
        name: String,
        /// What is wrong with it.
        problem: Box<Self>,
    },
    /// Parquet was left out.
    #[error("this build does not read Parquet; build it with the feature `parquet`, or use CSV")]
    NoParquet,
    /// What a file of NumPy can have wrong.
    #[error(transparent)]
    Npy(#[from] NpyError),
    /// What a line of LIBSVM can have wrong.
    #[error(transparent)]
    Libsvm(#[from] LibsvmError),
    /// The rows do not make a dataset.
    #[error(transparent)]
    Data(#[from] DataError),
}

/// What the first bytes of a format stand for.
fn mark(format: Format) -> String {
    match format {
        // Spreadsheets too are zip archives.
        Format::Npz => "a zip archive, as NPZ is one".to_owned(),
        format => format!("a file of format {format}"),
    }
}

/// What an error of the system means here.
fn reason(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        kind => kind.to_string(),
    }
}
