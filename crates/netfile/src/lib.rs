//! [`memorelu-network`]: ../memorelu_network/index.html
//! [`memorelu-certify`]: ../memorelu_certify/index.html
#![doc = include_str!("../README.md")]

pub mod atomic;
pub mod binary;
mod form;
pub mod json;
mod landmarks;
mod notes;
mod ranges;
mod version;

pub use claims::Used;
pub use landmarks::{LandmarkError, MOST_LANDMARKS};
pub use network;
pub use notes::{Columns, Meaning, NoteError, Notes, Origin};
pub use ranges::{MOST_RANGES, Ranges, RangesError};

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use network::Network;
use thiserror::Error;

use atomic::WriteError;
use binary::BinaryError;
use json::JsonError;

/// Why no network can be read from a file.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file cannot be read at all.
    #[error("cannot read {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It is no network in the binary form.
    #[error("{}", path.display())]
    Binary {
        /// The file.
        path: PathBuf,
        /// Why.
        source: BinaryError,
    },
    /// It is no network in the readable form.
    #[error("{}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// Why.
        source: JsonError,
    },
}

impl ReadError {
    /// The note that is malformed, if that is what is wrong.
    #[must_use]
    pub fn note(&self) -> Option<&'static str> {
        match self {
            Self::Binary { source: BinaryError::Note(error), .. }
            | Self::Json { source: JsonError::Note(error), .. } => Some(error.note),
            _ => None,
        }
    }
}

/// Reads a network file: the readable form if its name ends in `.json`, else the binary one.
///
/// # Errors
///
/// [`ReadError`] says what is wrong with the file, and where.
pub fn read(path: &Path) -> Result<(Network, Notes), ReadError> {
    let io = |source| ReadError::Io { path: path.to_owned(), source };
    if is_json(path) {
        let text = fs::read_to_string(path).map_err(io)?;
        return json::decode(&text)
            .map_err(|source| ReadError::Json { path: path.to_owned(), source });
    }
    let bytes = fs::read(path).map_err(io)?;
    binary::decode(&bytes).map_err(|source| ReadError::Binary { path: path.to_owned(), source })
}

/// Writes a network file in the form that [`read`] would look for, whole or not at all.
///
/// # Errors
///
/// [`WriteError`] if the file cannot be written, or if a number has an exponent beyond
/// [`network::text::MAX_EXPONENT`], which [`read`] would refuse.
pub fn write(path: &Path, network: &Network, notes: &Notes) -> Result<(), WriteError> {
    let bytes = if is_json(path) {
        json::encode(network, notes).map(String::into_bytes).map_err(io::Error::other)
    } else {
        binary::encode(network, notes).map_err(io::Error::other)
    };
    let bytes = bytes.map_err(|source| WriteError { path: path.to_owned(), source })?;
    atomic::write(path, |file| io::Write::write_all(file, &bytes))
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}
