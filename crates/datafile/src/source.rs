//! From a file to rows, points and datasets.

use std::{
    fs::File,
    io::{Read, stdin},
    path::Path,
};

use dataset::{Conflicts, Dataset, Points, Regression, Table};

use crate::read::{
    error::{ReadError, ReadProblem},
    parse,
    request::{ReadOptions, Request},
    rows::Rows,
};

/// Bytes of a file, at most: 2^32. Nothing that fits in memory as points is longer, and a device
/// never ends.
const MAX_BYTES: u64 = 1 << 32;

/// Points without labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlabelled {
    /// The points row by row, equal ones too.
    pub points: Points,
    /// The name of the label column that was left out, if there is one and it has a name.
    pub label: Option<String>,
}

/// Reads the rows of a file; `-` is standard input.
///
/// # Errors
///
/// [`ReadError`] with the name of the file.
pub fn read(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Table, ReadError> {
    let path = path.as_ref();
    let rows = open(path, Request { options, labelled: true });
    rows.and_then(Rows::table).map_err(|problem| named(path, problem))
}

/// Reads rows from any source of bytes; `file` is its name in messages, and tells the format unless
/// the options do.
///
/// # Errors
///
/// [`ReadError`] with that name.
pub fn read_from(source: impl Read, file: &str, options: &ReadOptions) -> Result<Table, ReadError> {
    let (path, request) = (Path::new(file), Request { options, labelled: true });
    let rows = content(source).and_then(|bytes| parse(bytes, request.format(path), request));
    rows.and_then(Rows::table).map_err(|problem| named(path, problem))
}

/// Reads labelled points from a file.
///
/// # Errors
///
/// [`ReadError`] with the name of the file; its problem may be a [`ReadProblem::Data`].
pub fn read_dataset(
    path: impl AsRef<Path>,
    options: &ReadOptions,
    conflicts: Conflicts,
) -> Result<Dataset, ReadError> {
    let path = path.as_ref();
    Dataset::classify(read(path, options)?, conflicts).map_err(|e| named(path, e.into()))
}

/// Reads points and real targets from a file.
///
/// # Errors
///
/// As [`read_dataset`].
pub fn read_regression(
    path: impl AsRef<Path>,
    options: &ReadOptions,
    conflicts: Conflicts,
) -> Result<Regression, ReadError> {
    let path = path.as_ref();
    Regression::from_table(read(path, options)?, conflicts).map_err(|e| named(path, e.into()))
}

/// Reads points without labels, row by row, equal ones too.
///
/// The label column is left out if the file has it: the one that the options name; or else, if there
/// is one column more than the features expected, the one that the options number, or the last.
///
/// # Errors
///
/// [`ReadError`] with the name of the file.
pub fn read_points(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Unlabelled, ReadError> {
    let path = path.as_ref();
    let rows = open(path, Request { options, labelled: false });
    rows.map(|Rows { points, label, .. }| Unlabelled { points, label })
        .map_err(|problem| named(path, problem))
}

fn named(path: &Path, problem: ReadProblem) -> ReadError {
    let file =
        if is_stdin(path) { "standard input".to_owned() } else { path.display().to_string() };
    ReadError { file, problem }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn open(path: &Path, request: Request<'_>) -> Result<Rows, ReadProblem> {
    let bytes = if is_stdin(path) {
        content(stdin().lock())?
    } else {
        content(File::open(path).map_err(|error| ReadProblem::Unreadable(error.kind()))?)?
    };
    parse(bytes, request.format(path), request)
}

fn content(source: impl Read) -> Result<Vec<u8>, ReadProblem> {
    let mut bytes = Vec::new();
    let read = source.take(MAX_BYTES + 1).read_to_end(&mut bytes);
    match read {
        Err(error) => Err(ReadProblem::Unreadable(error.kind())),
        Ok(_) if bytes.len() as u64 > MAX_BYTES => Err(ReadProblem::TooLarge { limit: MAX_BYTES }),
        Ok(_) => Ok(bytes),
    }
}
