//! Tables from files of every format.
//!
//! | format | extensions | numbers | label |
//! |---|---|---|---|
//! | CSV, TSV | `csv`; `tsv`, `tab` | exact [decimals](crate::decimal) | last column, or the one named |
//! | NPY | `npy` | exact integers and binary rationals | last column, or the one numbered |
//! | NPZ | `npz` | the same, array `X` | array `y`, or the one named |
//! | Parquet | `parquet`, `pq` | the same, and decimals | last column, or the one named |
//! | LIBSVM | `libsvm`, `svm`, `svmlight` | exact decimals, 0 where none is given | first on each line |
//!
//! The three text formats may be packed by gzip, which is found out from the bytes; `.gz` behind
//! the extension does not count. Any other name is taken for CSV, and `-` is standard input.
//!
//! A column is asked for by its name or, if none has that name, by its number, from 1. A row that is
//! not a point of exact coordinates is refused, and the message says where it is and what to do.

mod columns;
mod error;
mod unpack;

use std::{
    fmt,
    fs::File,
    io::{Read, stdin},
    path::Path,
    str::FromStr,
};

use crate::{
    Conflicts, Dataset, Labels, Points, Regression, Table,
    formats::{delimited, libsvm, npy, npz},
};

pub(crate) use columns::list;
pub(crate) use columns::{Choice, Columns};
pub use error::{Column, Place, ReadError, ReadProblem};

pub use crate::formats::{libsvm::LibsvmError, npy::NpyError, npz::NpzError};

/// Bytes of a file, at most: 2^32. Nothing that fits in memory as points is longer, and a device
/// never ends.
const MAX_BYTES: u64 = 1 << 32;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Comma-separated values with a header.
    Csv,
    /// Tab-separated values with a header.
    Tsv,
    /// One array of NumPy.
    Npy,
    /// Several arrays of NumPy in a zip archive.
    Npz,
    /// Apache Parquet.
    Parquet,
    /// The sparse text of LIBSVM and SVMlight.
    Libsvm,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Csv, Self::Tsv, Self::Npy, Self::Npz, Self::Parquet, Self::Libsvm];

    /// The name of the format in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Npy => "npy",
            Self::Npz => "npz",
            Self::Parquet => "parquet",
            Self::Libsvm => "libsvm",
        }
    }

    /// What the extension of a file tells, if it tells anything; `.gz` at the end does not count.
    #[must_use]
    pub fn of(path: impl AsRef<Path>) -> Option<Self> {
        let path = path.as_ref();
        let extension = |path: &Path| Some(path.extension()?.to_str()?.to_ascii_lowercase());
        let last = extension(path)?;
        let last = if last == "gz" { extension(Path::new(path.file_stem()?))? } else { last };
        match last.as_str() {
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "npy" => Some(Self::Npy),
            "npz" => Some(Self::Npz),
            "parquet" | "pq" => Some(Self::Parquet),
            "libsvm" | "svm" | "svmlight" => Some(Self::Libsvm),
            _ => None,
        }
    }

    /// What the first bytes of a file tell, for formats that have a mark there.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => Some(Self::Npy),
            [b'P', b'K', 3, 4, ..] => Some(Self::Npz),
            [b'P', b'A', b'R', b'1', ..] => Some(Self::Parquet),
            _ => None,
        }
    }

    fn is_text(self) -> bool {
        matches!(self, Self::Csv | Self::Tsv | Self::Libsvm)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Csv => "CSV",
            Self::Tsv => "TSV",
            Self::Npy => "NPY",
            Self::Npz => "NPZ",
            Self::Parquet => "Parquet",
            Self::Libsvm => "LIBSVM",
        })
    }
}

impl FromStr for Format {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|format| format.name() == name).ok_or(())
    }
}

/// How to read a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// The format; `None` is what the name of the file tells, and CSV if it tells nothing.
    pub format: Option<Format>,
    /// Name or number of the label column; `None` is the last one. The name of the label array for
    /// NPZ (`None` is `y`); refused for LIBSVM, where the label is the first value of each line.
    pub label: Option<String>,
    /// Names or numbers of the features, in this order; `None` is every column but the label. For
    /// NPZ one name may be that of the array of features instead of `X`.
    pub columns: Option<Vec<String>>,
    /// Rows read at most, from the first; what stands behind them is not looked at.
    pub limit: Option<usize>,
    /// The number of features expected, if that is known: LIBSVM rows have zeros up to there, and
    /// [`read_points`] knows by it whether a label column is there.
    pub features: Option<usize>,
}

/// Points without labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlabelled {
    /// The points row by row, equal ones too.
    pub points: Points,
    /// The name of the label column that was left out, if there is one and it has a name.
    pub label: Option<String>,
}

/// What a reader finds.
pub(crate) struct Rows {
    pub(crate) points: Points,
    /// None unless they are wanted.
    pub(crate) labels: Labels,
    /// The place of each row in the file, counted from 1.
    pub(crate) rows: Vec<usize>,
    /// The name of the label column.
    pub(crate) label: Option<String>,
}

/// What is wanted of a file.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    pub(crate) options: &'a ReadOptions,
    /// Labels too, or points only.
    pub(crate) labelled: bool,
}

impl Request<'_> {
    /// Rows to read of so many.
    pub(crate) fn limit(&self, rows: usize) -> usize {
        self.options.limit.map_or(rows, |limit| limit.min(rows))
    }
}

/// Reads the rows of a file; `-` is standard input.
///
/// # Errors
///
/// [`ReadError`] with the name of the file.
pub fn read(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Table, ReadError> {
    let path = path.as_ref();
    let request = Request { options, labelled: true };
    open(path, request).and_then(table).map_err(|problem| named(path, problem))
}

/// Reads rows from any source of bytes; `file` is its name in messages, and tells the format unless
/// the options do.
///
/// # Errors
///
/// [`ReadError`] with that name.
pub fn read_from(source: impl Read, file: &str, options: &ReadOptions) -> Result<Table, ReadError> {
    let request = Request { options, labelled: true };
    let format = options.format.or_else(|| Format::of(file)).unwrap_or(Format::Csv);
    let rows = content(source).and_then(|bytes| parse(bytes, format, request));
    rows.and_then(table).map_err(|problem| named(Path::new(file), problem))
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

fn table(rows: Rows) -> Result<Table, ReadProblem> {
    Ok(Table::new(rows.points, rows.labels, rows.rows)?)
}

fn open(path: &Path, request: Request<'_>) -> Result<Rows, ReadProblem> {
    let format = request.options.format.or_else(|| Format::of(path)).unwrap_or(Format::Csv);
    let bytes = if is_stdin(path) {
        content(stdin().lock())?
    } else {
        content(File::open(path).map_err(|error| ReadProblem::Unreadable(error.kind()))?)?
    };
    parse(bytes, format, request)
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

fn parse(bytes: Vec<u8>, format: Format, request: Request<'_>) -> Result<Rows, ReadProblem> {
    let bytes = if unpack::is_gzip(&bytes) {
        if !format.is_text() {
            return Err(ReadProblem::Packed { format });
        }
        unpack::gzip(&bytes)?
    } else {
        bytes
    };
    match Format::of_bytes(&bytes) {
        Some(found) if found != format => {
            return Err(ReadProblem::OtherFormat { found, expected: format });
        }
        // The two formats of bytes whose readers look at the end first.
        None if matches!(format, Format::Npz | Format::Parquet) => {
            return Err(ReadProblem::NoMark { expected: format });
        }
        _ => {}
    }
    match format {
        Format::Csv => delimited::read(&bytes, b',', request),
        Format::Tsv => delimited::read(&bytes, b'\t', request),
        Format::Libsvm => libsvm::read(&bytes, request),
        Format::Npy => npy::read(&bytes, request),
        Format::Npz => npz::read(&bytes, request),
        Format::Parquet => parquet(bytes, request),
    }
}

#[cfg(feature = "parquet")]
fn parquet(bytes: Vec<u8>, request: Request<'_>) -> Result<Rows, ReadProblem> {
    crate::formats::parquet::read(bytes, request)
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: Vec<u8>, _: Request<'_>) -> Result<Rows, ReadProblem> {
    Err(ReadProblem::NoParquet)
}
