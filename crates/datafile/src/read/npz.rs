//! NumPy's NPZ: a zip archive of NPY files, of which one holds the features and one the labels.
//!
//! The features are `X` unless the options' columns are the name of one other array; the labels are
//! `y` unless the options' label is another name. An array is read up to the end that its own header
//! gives, so that an archive made to fill the memory does not.

use std::io::{self, Cursor, Read};

use dataset::{DataError, Labels, text::cut};
use zip::{ZipArchive, result::ZipError};

use super::{
    columns::{Columns, list},
    error::{Column, ReadProblem},
    npy::Array,
    request::Request,
    rows::Rows,
};

pub(crate) fn read(bytes: &[u8], request: Request<'_>) -> Result<Rows, ReadProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let names = archive.file_names().map(|name| Ok(array_name(&name?).to_owned()));
    let mut names: Vec<String> = names.collect::<Result<_, _>>().map_err(damaged)?;
    names.sort_unstable();
    let options = request.options;
    // One name that is an array's, not a number of columns.
    let other = match options.columns.as_deref() {
        Some([name]) if names.contains(name) => Some(name.as_str()),
        _ => None,
    };
    let limit = request.limit();
    let mut open = |wanted: &str, what, numbers| {
        let Some(name) = names.iter().find(|name| *name == wanted) else {
            let (wanted, known) = (cut(wanted), list(&names));
            return Err(ReadProblem::NoArray { wanted, what, known });
        };
        entry(&mut archive, name, limit, numbers)
    };
    let features = other.unwrap_or("X");
    let array = open(features, "features", true)?;
    let mut labels = Labels::default();
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
        None => columns.features_only(request)?,
    };
    let points = array.points(&columns, &chosen).map_err(|problem| within(features, problem))?;
    let rows = (1..=array.rows).collect();
    Ok(Rows { points, labels, rows, label: None })
}

fn array_name(entry: &str) -> &str {
    entry.strip_suffix(".npy").unwrap_or(entry)
}

fn within(name: &str, problem: ReadProblem) -> ReadProblem {
    ReadProblem::Array { name: cut(name), problem: Box::new(problem) }
}

fn damaged(_: ZipError) -> ReadProblem {
    ReadProblem::Damaged { what: "zip" }
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
    let index = index.ok_or(ZipError::FileNotFound).map_err(damaged)?;
    let mut entry = archive.by_index(index).map_err(|error| match error {
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            ReadProblem::Packing { name: cut(name) }
        }
        error => damaged(error),
    })?;
    let array =
        Array::read(entry.by_ref(), limit, numbers).map_err(|problem| within(name, problem))?;
    // The checksum is compared where the entry ends, which is here unless rows are left.
    io::copy(&mut entry.take(1), &mut io::sink()).map_err(|error| damaged(error.into()))?;
    Ok(array)
}
