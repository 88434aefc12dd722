//! NumPy's NPZ: a zip archive of NPY files, of which one holds the features and one the labels.
//!
//! The features are `X` unless the options' columns are the name of one other array; the labels are
//! `y` unless the options' label is another name. An array is read up to the end that its own header
//! gives, so that an archive made to fill the memory does not.

use std::io::{self, Cursor, Read};

use thiserror::Error;
use zip::{ZipArchive, result::ZipError};

use super::npy::Array;
use crate::{
    DataError,
    regression::cut,
    source::{Column, Columns, ReadProblem, Request, Rows, list},
    table::Interner,
};

/// What an archive of NumPy files can have wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NpzError {
    /// The array asked for is not there.
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
    /// An entry cannot be unpacked.
    #[error("the array `{name}` is encrypted or packed in another way than numpy.savez does")]
    Packing {
        /// Its name.
        name: String,
    },
    /// An array is unusable.
    #[error("array `{name}`: {problem}")]
    Array {
        /// Its name.
        name: String,
        /// What is wrong with it.
        problem: Box<ReadProblem>,
    },
}

pub(crate) fn read(bytes: &[u8], request: Request<'_>) -> Result<Rows, ReadProblem> {
    let damaged = |_| ReadProblem::Damaged { what: "zip" };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let names = archive.file_names().flatten().map(|name| array_name(&name).to_owned());
    let mut names: Vec<String> = names.collect();
    names.sort_unstable();
    let options = request.options;
    // One name that is an array's, not a number of columns.
    let other = match options.columns.as_deref() {
        Some([name]) if names.contains(name) => Some(name.as_str()),
        _ => None,
    };
    let limit = request.limit(usize::MAX);
    let mut open = |wanted: &str, what, numbers| {
        let Some(name) = names.iter().find(|name| *name == wanted) else {
            let (wanted, known) = (cut(wanted), list(&names));
            return Err(ReadProblem::Npz(NpzError::NoArray { wanted, what, known }));
        };
        entry(&mut archive, name, limit, numbers)
    };
    let features = other.unwrap_or("X");
    let array = open(features, "features", true)?;
    let mut labels = Interner::default();
    if request.labelled {
        let label = options.label.as_deref().unwrap_or("y");
        let array_of_labels = open(label, "labels", false)?;
        let inside = |problem| within(label, problem);
        if array_of_labels.rows != array.rows {
            let (points, found) = (array.rows, array_of_labels.rows);
            return Err(DataError::Lengths { points, what: "labels", found }.into());
        }
        array_of_labels.check_labels().map_err(inside)?;
        array_of_labels.labels(0, &Column::Label, &mut labels).map_err(inside)?;
    }
    let columns = Columns::Numbered(array.columns);
    let chosen = match other {
        Some(_) => (0..array.columns).collect(),
        None => super::features(&columns, request)?,
    };
    let points = array.points(&columns, &chosen).map_err(|problem| within(features, problem))?;
    let rows = (1..=array.rows).collect();
    Ok(Rows { points, labels: labels.finish(), rows, label: None })
}

fn array_name(entry: &str) -> &str {
    entry.strip_suffix(".npy").unwrap_or(entry)
}

fn within(name: &str, problem: ReadProblem) -> ReadProblem {
    NpzError::Array { name: cut(name), problem: Box::new(problem) }.into()
}

/// The array of this name, which is there.
fn entry(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
    limit: usize,
    numbers: bool,
) -> Result<Array, ReadProblem> {
    let index =
        archive.index_for_name(&format!("{name}.npy")).or_else(|| archive.index_for_name(name));
    let damaged = ReadProblem::Damaged { what: "zip" };
    let mut entry = match index.map(|index| archive.by_index(index)) {
        Some(Ok(entry)) => entry,
        Some(Err(ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_))) => {
            return Err(NpzError::Packing { name: cut(name) }.into());
        }
        _ => return Err(damaged),
    };
    let array =
        Array::read(entry.by_ref(), limit, numbers).map_err(|problem| within(name, problem))?;
    // The checksum is compared where the entry ends, which is here unless rows are left.
    io::copy(&mut entry.take(1), &mut io::sink()).map_err(|_| damaged)?;
    Ok(array)
}
