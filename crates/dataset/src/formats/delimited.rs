//! CSV and TSV.
//!
//! A header row is required; spaces around names and values do not count, a byte order mark at the
//! start neither.

use ::csv::{ByteRecord, ReaderBuilder, Trim};

use crate::{
    DataError,
    decimal::{self, DecimalError},
    numbers::{self, Number},
    regression::cut,
    source::{Choice, Columns, Place, ReadProblem, Request, Rows},
    table::Interner,
};

pub(crate) fn read(bytes: &[u8], delimiter: u8, request: Request<'_>) -> Result<Rows, ReadProblem> {
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).trim(Trim::All).flexible(true).from_reader(bytes);
    let columns = header(reader.byte_headers().map_err(impossible)?)?;
    let Choice { label, features, label_name } = columns.choose(request)?;
    let (mut coordinates, mut labels, mut rows) = (Vec::new(), Interner::default(), Vec::new());
    let mut record = ByteRecord::new();
    let mut lines = Lines { bytes, offset: 0, line: 1 };
    let limit = request.limit(usize::MAX);
    while rows.len() < limit && reader.read_byte_record(&mut record).map_err(impossible)? {
        let line = lines.of(&record);
        let at = Place::Line(line);
        if record.len() != columns.len() {
            let (found, expected) = (record.len(), columns.len());
            return Err(ReadProblem::Ragged { at, found, expected });
        }
        for &place in &features {
            coordinates.push(coordinate(&columns, at, place, &record[place])?);
        }
        if let Some(place) = label {
            labels.push(text(&columns, at, place, &record[place])?);
        }
        rows.push(line);
        numbers::check_size(rows.len() as u64, features.len() as u64)?;
    }
    if rows.is_empty() {
        return Err(if limit == 0 { DataError::NoPoints.into() } else { ReadProblem::HeaderOnly });
    }
    let points = numbers::points(coordinates, features.len(), |row, feature| {
        let (at, column) = (Place::Line(rows[row]), columns.column(features[feature]));
        ReadProblem::TooLong { at, column }
    })?;
    Ok(Rows { points, labels: labels.finish(), rows, label: label_name })
}

/// The text of a header or an error of the reader: of bytes in memory as rows of any length, it
/// refuses nothing.
fn impossible(_: ::csv::Error) -> ReadProblem {
    ReadProblem::Damaged { what: "text" }
}

fn header(record: &ByteRecord) -> Result<Columns, ReadProblem> {
    let text = |name| utf8(Place::Line(1), name).map(str::to_owned);
    let names: Vec<String> = record.iter().map(text).collect::<Result<_, _>>()?;
    if names.is_empty() { Err(ReadProblem::Empty) } else { Columns::named(names) }
}

/// A label, or another text that may not be empty.
fn text<'a>(
    columns: &Columns,
    at: Place,
    place: usize,
    text: &'a [u8],
) -> Result<&'a str, ReadProblem> {
    match utf8(at, text)? {
        "" => Err(ReadProblem::Missing { at, column: columns.column(place) }),
        text => Ok(text),
    }
}

fn coordinate(
    columns: &Columns,
    at: Place,
    place: usize,
    text: &[u8],
) -> Result<Number, ReadProblem> {
    decimal::parse(text).or_else(|reason| {
        let (column, found) = (columns.column(place), cut(utf8(at, text)?));
        Err(match reason {
            DecimalError::Missing => ReadProblem::Missing { at, column },
            reason => ReadProblem::Value { at, column, found, reason },
        })
    })
}

/// The text of a value.
pub(super) fn utf8(at: Place, text: &[u8]) -> Result<&str, ReadProblem> {
    str::from_utf8(text).map_err(|_| ReadProblem::NotUtf8 { at })
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
