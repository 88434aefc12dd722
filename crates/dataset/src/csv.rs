//! Tables from CSV files, and CSV files from datasets.
//!
//! A header row is required; spaces around names and values do not count, a byte order mark at the
//! start neither. The label is the last column unless another one is named; every other column is
//! a coordinate, read as an exact [decimal number](crate::decimal).

use std::{
    fs::File,
    io::{ErrorKind, Read},
    path::Path,
};

use ::csv::{ByteRecord, ReaderBuilder, Trim};
use rug::{Complete, Integer};
use thiserror::Error;

use crate::{
    Conflicts, DataError, Dataset, Labels, Points, Regression, Table,
    decimal::{Decimal, DecimalError},
    regression::cut,
    table::Interner,
};

pub use self::write::{WriteError, write};

mod write;

/// Limit for the memory that the coordinates of one file take, beside 512 bits for each: 2^33 bits,
/// that is 1 GiB.
const MAX_BITS: u64 = 1 << 33;

/// How to read a CSV file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CsvOptions {
    /// Name of the label column; `None` is the last column.
    pub label: Option<String>,
}

/// Why a CSV file is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}: {problem}")]
pub struct CsvError {
    /// Name of the file.
    pub file: String,
    /// What is wrong with it.
    pub problem: CsvProblem,
}

/// What is wrong with a CSV file. Lines are counted from 1, the header.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CsvProblem {
    /// The file cannot be read.
    #[error("cannot be read: {}", reason(*_0))]
    Unreadable(ErrorKind),
    /// There is no header.
    #[error("the file is empty; expected a header row and then one row for each point")]
    Empty,
    /// There is a header and nothing else.
    #[error("there is a header but no data row; expected one row for each point")]
    HeaderOnly,
    /// Bytes are not UTF-8 text.
    #[error("line {line}: found bytes that are not UTF-8 text; save the file as CSV in UTF-8")]
    NotUtf8 {
        /// The line.
        line: usize,
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
    /// The label column does not exist.
    #[error("there is no column `{wanted}`; the columns are {known}")]
    UnknownLabel {
        /// The name asked for.
        wanted: String,
        /// The columns that exist, at most 20 of them.
        known: String,
    },
    /// There is nothing but a label column.
    #[error(
        "the only column is `{name}`; expected at least one coordinate beside the label, separated \
         by a comma"
    )]
    NoFeature {
        /// Name of the only column.
        name: String,
    },
    /// A row has more or fewer values than the header.
    #[error("line {line} has {found} values, but the header has {expected} names")]
    Ragged {
        /// The line.
        line: usize,
        /// Values in it.
        found: usize,
        /// Names in the header.
        expected: usize,
    },
    /// A coordinate is not a number.
    #[error("line {line}, column `{column}`: found `{found}`: {reason}")]
    Value {
        /// The line.
        line: usize,
        /// The column.
        column: String,
        /// The text found, cut if it is long.
        found: String,
        /// Why it is refused.
        reason: DecimalError,
    },
    /// A row has an empty value.
    #[error("line {line}, column `{column}`: the value is missing; fill it in or remove the row")]
    Missing {
        /// The line.
        line: usize,
        /// The column.
        column: String,
    },
    /// The numbers are too far apart in size.
    #[error(
        "line {line}, column `{column}`: this number has the finest decimal place of the file, and          all coordinates together, written to that place, take more than 1 GiB; round or rescale"
    )]
    TooLong {
        /// The line of the number with the most decimal places.
        line: usize,
        /// Its column.
        column: String,
    },
    /// The rows do not make a dataset.
    #[error(transparent)]
    Data(#[from] DataError),
}

/// Reads labelled points from a file.
///
/// # Errors
///
/// [`CsvError`] with the name of the file; its problem may be a [`CsvProblem::Data`].
pub fn read_dataset(
    path: impl AsRef<Path>,
    options: &CsvOptions,
    conflicts: Conflicts,
) -> Result<Dataset, CsvError> {
    let path = path.as_ref();
    Dataset::classify(read(path, options)?, conflicts).map_err(|e| name(path, e.into()))
}

/// Reads points and real targets from a file.
///
/// # Errors
///
/// As [`read_dataset`].
pub fn read_regression(
    path: impl AsRef<Path>,
    options: &CsvOptions,
    conflicts: Conflicts,
) -> Result<Regression, CsvError> {
    let path = path.as_ref();
    Regression::from_table(read(path, options)?, conflicts).map_err(|e| name(path, e.into()))
}

/// Reads the rows of a file.
///
/// # Errors
///
/// [`CsvError`] with the name of the file.
pub fn read(path: impl AsRef<Path>, options: &CsvOptions) -> Result<Table, CsvError> {
    let path = path.as_ref();
    let file = File::open(path).map_err(|e| name(path, CsvProblem::Unreadable(e.kind())))?;
    parse(file, options).map_err(|problem| name(path, problem))
}

/// Reads rows from any source of bytes; `file` is its name in messages.
///
/// # Errors
///
/// [`CsvError`] with that name.
pub fn read_from(source: impl Read, file: &str, options: &CsvOptions) -> Result<Table, CsvError> {
    parse(source, options).map_err(|problem| CsvError { file: file.to_owned(), problem })
}

/// Reads points without labels, row by row, equal ones too. The column `ignored` is left out if the
/// file has it.
///
/// # Errors
///
/// [`CsvError`] with the name of the file.
pub fn read_points(path: impl AsRef<Path>, ignored: Option<&str>) -> Result<Points, CsvError> {
    let path = path.as_ref();
    let file = File::open(path).map_err(|e| name(path, CsvProblem::Unreadable(e.kind())))?;
    let rows = parse_rows(file, Wanted::IfThere(ignored)).map_err(|problem| name(path, problem))?;
    Ok(rows.0)
}

/// The name of the label column of a file: the one that the options ask for, or the last.
///
/// # Errors
///
/// [`CsvError`] with the name of the file; only the header is read.
pub fn label_column(path: impl AsRef<Path>, options: &CsvOptions) -> Result<String, CsvError> {
    let path = path.as_ref();
    let unreadable = |kind| name(path, CsvProblem::Unreadable(kind));
    let file = File::open(path).map_err(|e| unreadable(e.kind()))?;
    let mut reader = ReaderBuilder::new().trim(Trim::All).flexible(true).from_reader(file);
    let record = reader.byte_headers().map_err(|e| unreadable(kind(e)))?;
    let mut header =
        Header::new(record, options.wanted()).map_err(|problem| name(path, problem))?;
    // There is a label column, since one was asked for.
    Ok(header.label.map(|label| header.names.swap_remove(label)).unwrap_or_default())
}

/// What an error of the system means here.
fn reason(kind: ErrorKind) -> String {
    match kind {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        kind => kind.to_string(),
    }
}

/// What failed below the CSV format.
fn kind(error: ::csv::Error) -> ErrorKind {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error.kind(),
        _ => ErrorKind::InvalidData,
    }
}

fn name(path: &Path, problem: CsvProblem) -> CsvError {
    CsvError { file: path.display().to_string(), problem }
}

/// The columns of a file.
struct Header {
    names: Vec<String>,
    /// The label column; `None` where all columns are features.
    label: Option<usize>,
}

/// Which column is the label.
#[derive(Clone, Copy)]
enum Wanted<'a> {
    /// The one named, or the last.
    Label(Option<&'a str>),
    /// The one named if it is there, and none otherwise.
    IfThere(Option<&'a str>),
}

impl CsvOptions {
    fn wanted(&self) -> Wanted<'_> {
        Wanted::Label(self.label.as_deref())
    }
}

impl Header {
    fn new(record: &ByteRecord, wanted: Wanted<'_>) -> Result<Self, CsvProblem> {
        let text = |name| utf8(1, name).map(str::to_owned);
        let names: Vec<String> = record.iter().map(text).collect::<Result<_, _>>()?;
        if names.is_empty() {
            return Err(CsvProblem::Empty);
        }
        let mut sorted: Vec<_> = names.iter().zip(1..).collect();
        sorted.sort_unstable();
        if let [(name, column), ..] = sorted[..]
            && name.is_empty()
        {
            return Err(CsvProblem::Unnamed { column });
        }
        if let Some(pair) = sorted.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            let (name, first, second) = (cut(pair[0].0), pair[0].1, pair[1].1);
            return Err(CsvProblem::Duplicate { name, first, second });
        }
        let place = |wanted: &str| names.iter().position(|name| name == wanted.trim());
        let label = match wanted {
            Wanted::IfThere(wanted) => wanted.and_then(place),
            Wanted::Label(None) => names.len().checked_sub(1),
            Wanted::Label(Some(wanted)) => Some(place(wanted).ok_or_else(|| {
                let mut known: Vec<_> = names.iter().take(20).map(|n| format!("`{n}`")).collect();
                if names.len() > 20 {
                    known.push(format!("{} more", names.len() - 20));
                }
                CsvProblem::UnknownLabel { wanted: cut(wanted), known: known.join(", ") }
            })?),
        };
        match names.as_slice() {
            [name] if label.is_some() => Err(CsvProblem::NoFeature { name: cut(name) }),
            _ => Ok(Self { names, label }),
        }
    }

    fn label<'a>(&self, line: usize, column: usize, text: &'a [u8]) -> Result<&'a str, CsvProblem> {
        match utf8(line, text)? {
            "" => Err(CsvProblem::Missing { line, column: self.names[column].clone() }),
            label => Ok(label),
        }
    }

    fn coordinate(&self, line: usize, column: usize, text: &[u8]) -> Result<Decimal, CsvProblem> {
        Decimal::parse(text).or_else(|reason| {
            let (column, found) = (self.names[column].clone(), cut(utf8(line, text)?));
            Err(match reason {
                DecimalError::Missing => CsvProblem::Missing { line, column },
                reason => CsvProblem::Value { line, column, found, reason },
            })
        })
    }
}

/// The text of a value.
fn utf8(line: usize, text: &[u8]) -> Result<&str, CsvProblem> {
    str::from_utf8(text).map_err(|_| CsvProblem::NotUtf8 { line })
}

fn parse(source: impl Read, options: &CsvOptions) -> Result<Table, CsvProblem> {
    let (points, labels, rows) = parse_rows(source, options.wanted())?;
    Ok(Table::new(points, labels, rows)?)
}

/// Points, labels (none unless they are wanted) and lines.
fn parse_rows(
    mut source: impl Read,
    wanted: Wanted<'_>,
) -> Result<(Points, Labels, Vec<usize>), CsvProblem> {
    let mut bytes = Vec::new();
    source.read_to_end(&mut bytes).map_err(|e| CsvProblem::Unreadable(e.kind()))?;
    // Bytes in memory as rows of any length: reading them does not fail.
    let unreadable = |error| CsvProblem::Unreadable(kind(error));
    let mut reader = ReaderBuilder::new().trim(Trim::All).flexible(true).from_reader(&bytes[..]);
    let header = Header::new(reader.byte_headers().map_err(unreadable)?, wanted)?;
    let dimension = header.names.len() - usize::from(header.label.is_some());
    let (mut coordinates, mut labels, mut rows) = (Vec::new(), Interner::default(), Vec::new());
    let mut record = ByteRecord::new();
    let mut lines = Lines { bytes: &bytes, offset: 0, line: 1 };
    while reader.read_byte_record(&mut record).map_err(unreadable)? {
        let line = lines.of(&record);
        if record.len() != header.names.len() {
            let (found, expected) = (record.len(), header.names.len());
            return Err(CsvProblem::Ragged { line, found, expected });
        }
        for (column, text) in record.iter().enumerate() {
            if Some(column) == header.label {
                if let Wanted::Label(_) = wanted {
                    labels.push(header.label(line, column, text)?);
                }
            } else {
                coordinates.push(header.coordinate(line, column, text)?);
            }
        }
        rows.push(line);
    }
    if rows.is_empty() {
        return Err(CsvProblem::HeaderOnly);
    }
    let (denominator, numerators) = common_denominator(coordinates).map_err(|longest| {
        let line = rows[longest / dimension];
        let column = longest % dimension;
        let behind = header.label.is_some_and(|label| column >= label);
        let column = header.names[column + usize::from(behind)].clone();
        CsvProblem::TooLong { line, column }
    })?;
    Ok((Points::new(dimension, denominator, numerators)?, labels.finish(), rows))
}

/// Counts lines. The reader's own count is that of the line ends before the last one, so it is too
/// low after an empty line and wherever lines end in two characters.
struct Lines<'a> {
    bytes: &'a [u8],
    offset: usize,
    /// The line of the byte at `offset`.
    line: usize,
}

impl Lines<'_> {
    /// The line where a record starts, which is not before the one asked for last.
    fn of(&mut self, record: &ByteRecord) -> usize {
        let is_end = |c: &u8| matches!(c, b'\n' | b'\r');
        // Memory is addressed by a `usize`.
        let behind = record.position().map_or(self.offset, |position| position.byte() as usize);
        let ends = self.bytes.iter().skip(behind).take_while(|c| is_end(c)).count();
        let start = behind + ends;
        let passed = self.bytes.get(self.offset..=start).unwrap_or_default();
        let end = |pair: &&[u8]| pair[0] == b'\n' || pair[0] == b'\r' && pair[1] != b'\n';
        self.line += passed.windows(2).filter(end).count();
        self.offset = start;
        self.line
    }
}

/// The numbers over one power of ten; or the place of the one with the most decimal places, if
/// that takes too much memory.
fn common_denominator(numbers: Vec<Decimal>) -> Result<(Integer, Vec<Integer>), usize> {
    let lowest = numbers.iter().enumerate().min_by_key(|(_, number)| number.exponent);
    let (longest, places) =
        lowest.map_or((0, 0), |(place, number)| (place, number.exponent.min(0).unsigned_abs()));
    let power = |exponent| Integer::u_pow_u(10, exponent).complete();
    // 10^3 < 2^10, hence at most 10/3 bits for each decimal place.
    let shift = |number: &Decimal| number.exponent.saturating_add_unsigned(places).unsigned_abs();
    let bits = |n: &Decimal| u64::from(n.digits.significant_bits()) + u64::from(shift(n)) * 10 / 3;
    if numbers.iter().map(bits).sum::<u64>() > MAX_BITS + 512 * numbers.len() as u64 {
        return Err(longest);
    }
    let scaled = numbers.into_iter().map(|number| match shift(&number) {
        0 => number.digits,
        shift => number.digits * power(shift),
    });
    let numerators = scaled.collect();
    Ok((power(places), numerators))
}
