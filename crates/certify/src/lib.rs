//! [`memorelu-netfile`]: ../memorelu_netfile/index.html
//! [`memorelu-network`]: ../memorelu_network/index.html
//! [`memorelu-evaluator`]: ../memorelu_evaluator/index.html
//! [`memorelu`]: ../memorelu/index.html
#![doc = include_str!("../README.md")]
//!
//! # Notes that it reads
//!
//! What it needs of the network file beside the maps are two of its [`Notes`](netfile::Notes): the
//! meaning of the outputs, and the columns of the data. Nothing else in the file is believed.
//!
//! Equal points with different labels cannot both be right, so a dataset from which such rows were
//! dropped is certified with [`Options::skip_conflicts`], which counts what it skips.

mod evaluate;
mod read;

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use netfile::ReadError;
use rayon::prelude::*;
use rug::Rational;
use thiserror::Error;

use read::{Answer, Rows};

/// Mismatches that a report lists.
const LISTED: usize = 10;

/// What to check.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Rows of equal points with different labels count as skipped, where one of them is right.
    pub skip_conflicts: bool,
}

/// The result of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Rows checked.
    pub rows: usize,
    /// Rows with another output than their label, in all.
    pub wrong: usize,
    /// Wrong rows whose point stands in another row with the label that the network returns.
    pub skipped: usize,
    /// The first few wrong rows.
    pub mismatches: Vec<Mismatch>,
}

impl Report {
    /// Is every row right?
    #[must_use]
    pub fn holds(&self) -> bool {
        self.wrong == 0
    }
}

/// One row that the network gets wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Line of the dataset file, from 1.
    pub line: u64,
    /// The label in the file.
    pub expected: String,
    /// What the network returns.
    pub found: String,
}

/// Why nothing could be checked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CertifyError {
    /// The dataset file cannot be read at all.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The network file is unusable.
    #[error(transparent)]
    Network(ReadError),
    /// The network file does not say what its outputs mean.
    #[error("{}: the note {note:?} is missing or malformed: was it written by memorelu?", path.display())]
    Note {
        /// The file.
        path: PathBuf,
        /// Name of the note.
        note: &'static str,
    },
    /// The network does not have one output.
    #[error("{}: the network has {outputs} outputs, expected 1", path.display())]
    Outputs {
        /// The file.
        path: PathBuf,
        /// Outputs found.
        outputs: usize,
    },
    /// The dataset file is no text.
    #[error("{}, line {line}: not UTF-8 text", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
    },
    /// The dataset file is not CSV.
    #[error(
        "{}: {format}, but certify reads only plain CSV, on purpose: it shares no reader with the \
         other commands; write the data as CSV, or use verify", path.display()
    )]
    Format {
        /// The file.
        path: PathBuf,
        /// What it is.
        format: &'static str,
    },
    /// The dataset file does not have the label or feature column, or has several.
    #[error("{}: {found} columns named {column:?}, expected 1", path.display())]
    Label {
        /// The file.
        path: PathBuf,
        /// Name of the column.
        column: String,
        /// Columns of that name.
        found: usize,
    },
    /// A row has another number of features than the network has inputs.
    #[error("{}: {found} features, but the network takes {wanted}", path.display())]
    Features {
        /// The file.
        path: PathBuf,
        /// Features found.
        found: usize,
        /// Inputs of the network.
        wanted: usize,
    },
    /// A row has more or fewer values than the header.
    #[error("{}, line {line}: {found} values, but the header has {wanted}", path.display())]
    Ragged {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// Values found.
        found: usize,
        /// Names in the header.
        wanted: usize,
    },
    /// A coordinate is not a decimal number.
    #[error("{}, line {line}, column {column:?}: {found:?} is not a decimal number", path.display())]
    Number {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// Name of the column.
        column: String,
        /// The text found, cut after 40 characters.
        found: String,
    },
    /// A value at a point is too long to go on.
    #[error(
        "{}, map {map}: a value of more than {} bits at the point of line {line} of the dataset",
        path.display(), evaluate::MAX_BITS
    )]
    TooLong {
        /// The network file.
        path: PathBuf,
        /// Which affine map, from 0.
        map: usize,
        /// Line of the dataset file, from 1.
        line: u64,
    },
    /// There is no row to check.
    #[error("{}: no rows", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

/// Checks a network file against a dataset file (CSV with a header), on all cores.
/// `progress` is called after each row.
///
/// # Errors
///
/// [`CertifyError`] if a file is unusable; a wrong label is not an error but part of the report.
pub fn certify(
    network: &Path,
    data: &Path,
    options: Options,
    progress: &(dyn Fn() + Sync),
) -> Result<Report, CertifyError> {
    let unclear = |note| CertifyError::Note { path: network.to_owned(), note };
    let (maps, notes) = netfile::read(network).map_err(|error| match error.note() {
        Some(note) => unclear(note),
        None => CertifyError::Network(error),
    })?;
    if maps.outputs() != 1 {
        return Err(CertifyError::Outputs { path: network.to_owned(), outputs: maps.outputs() });
    }
    let answer = Answer::from_notes(notes).ok_or_else(|| unclear("labels"))?;
    let rows = Rows::read(data, &answer, maps.inputs())?;
    let skipped = AtomicU64::new(0);
    let check = |row: &Row| {
        let outputs = evaluate::evaluate(&maps, &row.point).map_err(|map| {
            let (path, line) = (network.to_owned(), row.line);
            CertifyError::TooLong { path, map, line }
        })?;
        progress();
        let [output] = outputs.as_slice() else { unreachable!("a network of one output has one") };
        if answer.is_right(output, &row.label) {
            return Ok(None);
        }
        let conflict = options.skip_conflicts
            && rows.same_point(row).any(|other| answer.is_right(output, &other.label));
        if conflict {
            skipped.fetch_add(1, Ordering::Relaxed);
            return Ok(None);
        }
        let found = answer.text(output);
        Ok(Some(Mismatch { line: row.line, expected: row.label.clone(), found }))
    };
    let results: Vec<Option<Mismatch>> =
        rows.rows.par_iter().map(check).collect::<Result<_, CertifyError>>()?;
    let checked = results.len();
    let mismatches: Vec<Mismatch> = results.into_iter().flatten().collect();
    Ok(Report {
        rows: checked,
        wrong: mismatches.len(),
        skipped: skipped.into_inner() as usize,
        mismatches: mismatches.into_iter().take(LISTED).collect(),
    })
}

/// One row of the dataset file.
struct Row {
    line: u64,
    point: Vec<Rational>,
    label: String,
}
