//! NumPy's NPY, versions 1.0 to 3.0: booleans, integers and floats of either byte order, in C or
//! Fortran order; texts too where labels are read.
//!
//! An array of more than two axes has one row for each place of the first axis. Nothing is rounded:
//! integers stay integers, and floats are taken apart into mantissa and exponent.

use std::io::{self, Read};

use dataset::{
    DataError, Labels, Points,
    decimal::DecimalError,
    number::{Float, NotFinite, Number},
    text::cut,
};

use super::{
    columns::{Choice, Columns},
    error::{Column, MAX_HEADER, NpyError, Place, ReadProblem},
    request::Request,
    rows::{self, Rows},
};

/// The type of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Bool,
    Int,
    Uint,
    Float,
    /// Characters of 4 bytes.
    Text,
    /// Bytes of ASCII text.
    Bytes,
}

/// An array with one row for each place of its first axis.
#[derive(Debug)]
pub(super) struct Array {
    element: Element,
    /// Bytes of an element.
    size: usize,
    big: bool,
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Elements between one row and the next.
    stride: usize,
    /// Place of each column in a row.
    offsets: Vec<usize>,
    data: Vec<u8>,
}

pub(crate) fn read(bytes: &[u8], request: Request<'_>) -> Result<Rows, ReadProblem> {
    let array = Array::read(bytes, request.limit(), true)?;
    let columns = Columns::Numbered(array.columns);
    let Choice { label, features, .. } = columns.choose(request)?;
    let points = array.points(&columns, &features)?;
    let mut labels = Labels::default();
    if let Some(label) = label {
        array.labels(label, &columns.column(label), &mut labels)?;
    }
    let rows = (1..=array.rows).collect();
    Ok(Rows { points, labels, rows, label: None })
}

impl Array {
    /// Reads an array, and of an array in C order no more rows than `limit`. Memory follows what the
    /// source holds, not what the header promises.
    pub(super) fn read(
        mut source: impl Read,
        limit: usize,
        numbers: bool,
    ) -> Result<Self, ReadProblem> {
        let head = header(&mut source)?;
        let (element, size, big) = element(&head, numbers)?;
        let fortran = match field(&head, "fortran_order")? {
            word if word.starts_with("True") => true,
            word if word.starts_with("False") => false,
            _ => return Err(NpyError::Header { key: "fortran_order" }.into()),
        };
        let (shape, text) = shape(&head)?;
        let (all_rows, axes) = match shape.split_first() {
            Some((rows, axes)) => (*rows, axes),
            None => return Err(NpyError::Shape { shape: cut(text) }.into()),
        };
        let columns = axes.iter().try_fold(1_u64, |a, b| a.checked_mul(*b));
        let columns = columns.ok_or(NpyError::Shape { shape: cut(text) })?;
        if all_rows == 0 || columns == 0 {
            return Err(NpyError::Shape { shape: cut(text) }.into());
        }
        let rows = all_rows.min(limit as u64);
        if rows == 0 {
            return Err(DataError::NoPoints.into());
        }
        rows::check_size(rows, columns)?;
        // Elements of a row lie together in C order and far apart in Fortran order.
        let taken = if fortran { all_rows } else { rows };
        let expected = taken.checked_mul(columns).and_then(|count| count.checked_mul(size as u64));
        let expected = expected.ok_or(NpyError::Shape { shape: cut(text) })?;
        let mut data = Vec::new();
        let read = source.take(expected).read_to_end(&mut data);
        read.map_err(|_| ReadProblem::Damaged { what: "NPY" })?;
        let found = data.len() as u64;
        if found < expected {
            return Err(NpyError::Truncated { expected, found }.into());
        }
        // There is a byte at least for each of these.
        let (rows, columns, all_rows) = (rows as usize, columns as usize, all_rows as usize);
        let (stride, offsets) = if fortran {
            (1, (0..columns).map(|column| all_rows * in_fortran_order(column, axes)).collect())
        } else {
            (columns, (0..columns).collect())
        };
        Ok(Self { element, size, big, rows, columns, stride, offsets, data })
    }

    /// The points with these columns as features.
    pub(super) fn points(
        &self,
        columns: &Columns,
        features: &[usize],
    ) -> Result<Points, ReadProblem> {
        let mut coordinates = Vec::with_capacity(self.rows * features.len());
        for row in 0..self.rows {
            for &column in features {
                let number = self
                    .number(row, column)
                    .map_err(|NotFinite(found)| not_finite(row, columns.column(column), found))?;
                coordinates.push(number);
            }
        }
        rows::points(coordinates, features.len(), |row, feature| {
            (Place::Row(row + 1), columns.column(features[feature]))
        })
    }

    /// The texts of one column: integral numbers without a decimal point, others as exact decimals.
    pub(super) fn labels(
        &self,
        column: usize,
        name: &Column,
        labels: &mut Labels,
    ) -> Result<(), ReadProblem> {
        for row in 0..self.rows {
            let label = match self.element {
                Element::Text | Element::Bytes => self.text(row, column)?,
                _ => (self.number(row, column))
                    .map_err(|NotFinite(found)| not_finite(row, name.clone(), found))?
                    .to_text(),
            };
            if label.is_empty() {
                let (at, column) = (Place::Row(row + 1), name.clone());
                return Err(ReadProblem::Missing { at, column });
            }
            labels.push(label);
        }
        Ok(())
    }

    /// Refuses labels that are not one for each row.
    pub(super) fn check_labels(&self) -> Result<(), ReadProblem> {
        match self.columns {
            1 => Ok(()),
            columns => Err(NpyError::Labels { columns }.into()),
        }
    }

    fn bytes(&self, row: usize, column: usize) -> &[u8] {
        let place = row * self.stride + self.offsets[column];
        &self.data[place * self.size..][..self.size]
    }

    fn number(&self, row: usize, column: usize) -> Result<Number, NotFinite> {
        let bytes = self.bytes(row, column);
        let mut word = [0; 8];
        // Numbers have at most 8 bytes.
        if self.big {
            word.iter_mut().zip(bytes.iter().rev()).for_each(|(to, from)| *to = *from);
        } else {
            word.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        }
        let bits = u64::from_le_bytes(word);
        match (self.element, self.size) {
            (Element::Float, 2) => Number::float(bits, Float::HALF),
            (Element::Float, 4) => Number::float(bits, Float::SINGLE),
            (Element::Float, _) => Number::float(bits, Float::DOUBLE),
            (Element::Int, size) => {
                let unused = 64 - 8 * size as u32;
                Ok(Number::from((bits << unused) as i64 >> unused))
            }
            (Element::Bool, _) => Ok(Number::from(i64::from(bits != 0))),
            (Element::Uint, _) => Ok(Number::from(bits)),
            (Element::Text | Element::Bytes, _) => unreachable!("texts are no numbers"),
        }
    }

    /// A text without the zeros that fill it up.
    fn text(&self, row: usize, column: usize) -> Result<String, NpyError> {
        let bytes = self.bytes(row, column);
        let characters: Option<String> = if self.element == Element::Bytes {
            str::from_utf8(bytes).ok().map(str::to_owned)
        } else {
            let characters = bytes.as_chunks::<4>().0.iter().map(|character| {
                char::from_u32(if self.big {
                    u32::from_be_bytes(*character)
                } else {
                    u32::from_le_bytes(*character)
                })
            });
            characters.collect()
        };
        let text = characters.ok_or(NpyError::Text { row: row + 1 })?;
        Ok(text.trim_end_matches('\0').trim().to_owned())
    }
}

fn not_finite(row: usize, column: Column, found: &str) -> ReadProblem {
    let (at, found) = (Place::Row(row + 1), found.to_owned());
    ReadProblem::Value { at, column, found, reason: DecimalError::NotFinite }
}

/// The place, among the elements of a row in Fortran order, of the element at this place in C order.
fn in_fortran_order(mut column: usize, axes: &[u64]) -> usize {
    // In C order the last axis is the fastest; in Fortran order the first one is. Their product is
    // the number of columns, so each of them fits.
    let mut place = 0;
    let mut fastest: usize = axes.iter().map(|axis| *axis as usize).product();
    for &axis in axes.iter().rev() {
        fastest /= axis as usize;
        place += column % axis as usize * fastest;
        column /= axis as usize;
    }
    place
}

/// The text of the header.
fn header(source: &mut impl Read) -> Result<String, ReadProblem> {
    let cut_short = |error: io::Error| match error.kind() {
        io::ErrorKind::UnexpectedEof => ReadProblem::Npy(NpyError::NoHeader),
        _ => ReadProblem::Damaged { what: "NPY" },
    };
    let mut start = [0; 8];
    source.read_exact(&mut start).map_err(|_| NpyError::Magic)?;
    let [magic @ .., major, _] = start;
    if magic != *b"\x93NUMPY" {
        return Err(NpyError::Magic.into());
    }
    let length = match major {
        1 => {
            let mut length = [0; 2];
            source.read_exact(&mut length).map_err(cut_short)?;
            u16::from_le_bytes(length).into()
        }
        2 | 3 => {
            let mut length = [0; 4];
            source.read_exact(&mut length).map_err(cut_short)?;
            u32::from_le_bytes(length)
        }
        found => return Err(NpyError::Version { found }.into()),
    };
    if length > MAX_HEADER {
        return Err(NpyError::NoHeader.into());
    }
    let mut text = vec![0; length as usize];
    source.read_exact(&mut text).map_err(cut_short)?;
    String::from_utf8(text).map_err(|_| NpyError::NoHeader.into())
}

/// What stands behind a key of the dictionary.
fn field<'a>(head: &'a str, key: &'static str) -> Result<&'a str, NpyError> {
    let quoted = |quote: char| head.split_once(&format!("{quote}{key}{quote}"));
    let (_, rest) = quoted('\'').or_else(|| quoted('"')).ok_or(NpyError::Header { key })?;
    let rest = rest.trim_start().strip_prefix(':').ok_or(NpyError::Header { key })?;
    Ok(rest.trim_start())
}

fn descr(head: &str) -> Result<&str, NpyError> {
    let malformed = NpyError::Header { key: "descr" };
    let rest = field(head, "descr")?;
    if rest.starts_with('[') {
        return Err(NpyError::Element {
            found: "record".to_owned(),
            expected: NUMBERS,
            advice: "write the fields as the columns of one array",
        });
    }
    let quote = rest.chars().next().filter(|quote| matches!(quote, '\'' | '"'));
    let Some(quote) = quote else { return Err(malformed) };
    rest[1..].split_once(quote).map(|(descr, _)| descr).ok_or(malformed)
}

const NUMBERS: &str = "bool, int8 to int64, uint8 to uint64, float16, float32 or float64";

fn no_number(descr: &str) -> NpyError {
    let (expected, found) = (NUMBERS, cut(descr));
    let advice = match descr.trim_start_matches(['<', '>', '=', '|']).chars().next() {
        Some('O') => "it is pickled Python; convert it by .astype(float) or .astype(str) first",
        Some('U' | 'S') => "texts are labels; keep them in `y` of an NPZ file, or number them",
        Some('c') => "write real and imaginary parts as two columns",
        _ => "convert it by .astype",
    };
    NpyError::Element { found, expected, advice }
}

/// The type of the elements, their bytes, and is the first byte the highest?
fn element(head: &str, numbers: bool) -> Result<(Element, usize, bool), NpyError> {
    let descr = descr(head)?;
    let unknown = || no_number(descr);
    let big = descr.starts_with('>');
    let kind = descr.strip_prefix(['<', '>', '=', '|']).ok_or_else(unknown)?;
    let mut characters = kind.chars();
    let kind = characters.next().ok_or_else(unknown)?;
    let size: usize = characters.as_str().parse().map_err(|_| unknown())?;
    match (kind, size) {
        ('b', 1) => Ok((Element::Bool, size, big)),
        ('i', 1 | 2 | 4 | 8) => Ok((Element::Int, size, big)),
        ('u', 1 | 2 | 4 | 8) => Ok((Element::Uint, size, big)),
        ('f', 2 | 4 | 8) => Ok((Element::Float, size, big)),
        ('U', 1..=65_536) if !numbers => Ok((Element::Text, 4 * size, big)),
        ('S', 1..=65_536) if !numbers => Ok((Element::Bytes, size, big)),
        _ => Err(unknown()),
    }
}

/// The axes, and their text.
fn shape(head: &str) -> Result<(Vec<u64>, &str), NpyError> {
    let malformed = || NpyError::Header { key: "shape" };
    let rest = field(head, "shape")?.strip_prefix('(').ok_or_else(malformed)?;
    let (inside, _) = rest.split_once(')').ok_or_else(malformed)?;
    // Python 2 wrote `3L`.
    let axis = |text: &str| text.trim_end_matches('L').parse().map_err(|_| malformed());
    let axes = inside.split(',').map(str::trim).filter(|text| !text.is_empty());
    Ok((axes.map(axis).collect::<Result<_, _>>()?, inside))
}
