//! From bytes to rows: one module for each format, and what they share.

mod columns;
mod csv;
pub(crate) mod error;
mod libsvm;
mod npy;
mod npz;
#[cfg(feature = "parquet")]
mod parquet;
pub(crate) mod request;
pub(crate) mod rows;
#[cfg(feature = "parquet")]
pub(crate) mod thread;
mod unpack;

use crate::format::Format;

use {error::ReadProblem, request::Request, rows::Rows};

/// The rows in the bytes of a file.
pub(crate) fn parse(
    bytes: Vec<u8>,
    format: Format,
    request: Request<'_>,
) -> Result<Rows, ReadProblem> {
    let bytes = if unpack::is_gzip(&bytes) {
        if !format.is_text() {
            return Err(ReadProblem::Packed { format });
        }
        unpack::gzip(&bytes)?
    } else {
        bytes
    };
    let found = Format::of_bytes(&bytes);
    if let Some(found) = found.filter(|found| *found != format) {
        return Err(ReadProblem::OtherFormat { found, expected: format });
    }
    // The two formats of bytes whose readers look at the end first.
    if found.is_none() && matches!(format, Format::Npz | Format::Parquet) {
        return Err(ReadProblem::NoMark { expected: format });
    }
    match format {
        Format::Csv => csv::read(&bytes, b',', request),
        Format::Tsv => csv::read(&bytes, b'\t', request),
        Format::Libsvm => libsvm::read(&bytes, request),
        Format::Npy => npy::read(&bytes, request),
        Format::Npz => npz::read(&bytes, request),
        #[cfg(feature = "parquet")]
        Format::Parquet => thread::run(|| parquet::read(bytes, request)),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(ReadProblem::NoParquet),
    }
}
