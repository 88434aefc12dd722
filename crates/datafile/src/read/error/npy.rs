//! What a file of NumPy can have wrong.

use thiserror::Error;

/// Bytes of an NPY header, at most; NumPy itself refuses more than 10 000 by default.
pub(crate) const MAX_HEADER: u32 = 1 << 16;

/// What a file of NumPy can have wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NpyError {
    /// Another kind of file.
    #[error("the file does not begin as NPY does; write it by numpy.save, or give its format")]
    Magic,
    /// A version that is not known.
    #[error("NPY version {found}; expected 1, 2 or 3")]
    Version {
        /// The version.
        found: u8,
    },
    /// The header is not there.
    #[error(
        "the NPY header is cut short, no text, or longer than {MAX_HEADER} bytes; write the file \
         again by numpy.save"
    )]
    NoHeader,
    /// The header is malformed.
    #[error("the NPY header is malformed: no usable `{key}`; write the file again by numpy.save")]
    Header {
        /// The entry that is missing or malformed.
        key: &'static str,
    },
    /// Elements that are no numbers.
    #[error("the elements are of type {found}; expected {expected}: {advice}")]
    Element {
        /// NumPy's name of the type, cut if it is long.
        found: String,
        /// What is read.
        expected: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// There is no row.
    #[error("the array has the shape ({shape}); expected rows of features, that is (N, d)")]
    Shape {
        /// The shape as the header has it, without brackets, cut if it is long.
        shape: String,
    },
    /// The data end too early.
    #[error("the data are cut short: {expected} bytes expected after the header, {found} found")]
    Truncated {
        /// Bytes that the shape asks for.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// A text is none.
    #[error("row {row}: the label is not a text in Unicode; write the array again")]
    Text {
        /// The row, counted from 1.
        row: usize,
    },
    /// Labels are no list.
    #[error("found {columns} labels for each row; expected one (numpy.argmax makes it of one-hot)")]
    Labels {
        /// Labels of each row.
        columns: usize,
    },
}
