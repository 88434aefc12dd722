//! CSV and TSV.
//!
//! A header row is required; spaces around names and values do not count, a byte order mark at the
//! start neither.

use ::csv::{ByteRecord, ReaderBuilder, Trim};

use dataset::{
    DataError, Labels,
    decimal::{self, DecimalError},
    number::Number,
    text::cut,
};

use super::{
    columns::{Choice, Columns},
    error::{Place, ReadProblem},
    request::Request,
    rows::{self, Rows, utf8},
};

pub(crate) fn read(bytes: &[u8], delimiter: u8, request: Request<'_>) -> Result<Rows, ReadProblem> {
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).trim(Trim::All).flexible(true).from_reader(bytes);
    let columns = header(reader.byte_headers().map_err(impossible)?)?;
    let Choice { label, features, label_name } = columns.choose(request)?;
    let (mut coordinates, mut labels, mut rows) = (Vec::new(), Labels::default(), Vec::new());
    let mut record = ByteRecord::new();
    let mut lines = Lines { bytes, offset: 0, line: 1 };
    let limit = request.limit();
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
        rows::check_size(rows.len() as u64, features.len() as u64)?;
    }
    if rows.is_empty() {
        return Err(if limit == 0 { DataError::NoPoints.into() } else { ReadProblem::HeaderOnly });
    }
    let points = rows::points(coordinates, features.len(), |row, feature| {
        (Place::Line(rows[row]), columns.column(features[feature]))
    })?;
    Ok(Rows { points, labels, rows, label: label_name })
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
        let position = record.position().expect("a record that was read stands somewhere");
        // Memory is addressed by a `usize`.
        let behind = position.byte() as usize;
        let ends = self.bytes.iter().skip(behind).take_while(|c| is_end(c)).count();
        let start = behind + ends;
        let passed = &self.bytes[self.offset..=start];
        let end = |pair: &&[u8]| pair[0] == b'\n' || pair[0] == b'\r' && pair[1] != b'\n';
        self.line += passed.windows(2).filter(end).count();
        self.offset = start;
        self.line
    }
}
