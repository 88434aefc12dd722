//! What a network file says of its outputs, and a dataset file without the project's own reader.

use std::{collections::HashMap, fs, path::Path};

use netfile::{Columns, Meaning, Notes};
use rug::{Integer, Rational, ops::Pow};

use crate::{CertifyError, Row};

/// What the outputs of a network mean.
pub(crate) struct Answer {
    meaning: Meaning,
    columns: Columns,
    /// The labels as numbers, if all are.
    values: Option<Vec<Rational>>,
}

impl Answer {
    /// What the notes say, if they say what outputs mean.
    pub(crate) fn from_notes(notes: Notes) -> Option<Self> {
        let values =
            notes.labels().and_then(|names| names.iter().map(|name| decimal(name)).collect());
        Some(Self { meaning: notes.meaning?, columns: notes.columns, values })
    }

    /// Is `output` right for a row with this label?
    pub(crate) fn is_right(&self, output: &Rational, label: &str) -> bool {
        match &self.meaning {
            Meaning::Labels(names) => {
                let Some(class) = class(output).filter(|class| *class < names.len()) else {
                    return false;
                };
                match &self.values {
                    Some(values) => decimal(label).is_some_and(|label| label == values[class]),
                    None => names[class] == label,
                }
            }
            Meaning::Epsilon { epsilon, .. } => {
                decimal(label).is_some_and(|target| (output - target).abs() <= *epsilon)
            }
        }
    }

    /// The output for a reader.
    pub(crate) fn text(&self, output: &Rational) -> String {
        let long = || {
            let text = output.to_string();
            if text.len() <= 40 { text } else { format!("a number of {} digits", text.len()) }
        };
        match &self.meaning {
            Meaning::Labels(names) => {
                class(output).and_then(|class| names.get(class).cloned()).unwrap_or_else(long)
            }
            Meaning::Epsilon { .. } => long(),
        }
    }
}

fn class(output: &Rational) -> Option<usize> {
    if output.is_integer() { output.numer().to_usize() } else { None }
}

/// All rows of a dataset file.
pub(crate) struct Rows {
    pub(crate) rows: Vec<Row>,
    /// Rows with equal points, by point.
    places: HashMap<Vec<Rational>, Vec<usize>>,
}

impl Rows {
    pub(crate) fn read(path: &Path, answer: &Answer, inputs: usize) -> Result<Self, CertifyError> {
        let failed = |source| CertifyError::Unreadable { path: path.to_owned(), source };
        let bytes = fs::read(path).map_err(failed)?;
        if let Some(format) = other_format(path, &bytes) {
            return Err(CertifyError::Format { path: path.to_owned(), format });
        }
        if let Err(error) = str::from_utf8(&bytes) {
            let line = 1 + ends(bytes.get(..error.valid_up_to()));
            return Err(CertifyError::NotUtf8 { path: path.to_owned(), line });
        }
        // Of text in memory, with rows of any length, the CSV reader refuses nothing.
        let failed = |error: csv::Error| failed(error.into());
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(bytes.as_slice());
        let header = reader.headers().map_err(failed)?.clone();
        if header.is_empty() {
            return Err(CertifyError::Empty { path: path.to_owned() });
        }
        let names: Vec<String> =
            header.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
        let count = |wanted: &str| names.iter().filter(|name| *name == wanted).count();
        if let Some(twice) = names.iter().find(|name| count(name) > 1) {
            let (column, found) = (twice.clone(), count(twice));
            return Err(CertifyError::Label { path: path.to_owned(), column, found });
        }
        // A column by its name or, if none has that name, by its number, from 1.
        let place = |wanted: &str| {
            let number = || wanted.parse::<usize>().ok()?.checked_sub(1);
            let named = names.iter().position(|name| name == wanted).or_else(number);
            named.filter(|place| *place < names.len()).ok_or_else(|| {
                let column = wanted.to_owned();
                CertifyError::Label { path: path.to_owned(), column, found: 0 }
            })
        };
        let label = answer.columns.label.as_deref().map_or(Ok(header.len() - 1), place)?;
        let features = match &answer.columns.features {
            Some(names) => names.iter().map(|name| place(name)).collect::<Result<_, _>>()?,
            None => (0..header.len()).filter(|index| *index != label).collect::<Vec<_>>(),
        };
        if features.len() != inputs {
            let (found, wanted) = (features.len(), inputs);
            return Err(CertifyError::Features { path: path.to_owned(), found, wanted });
        }
        let mut rows = Vec::new();
        let (mut start, mut line) = (0, 1);
        for record in reader.records() {
            let record = record.map_err(failed)?;
            // The reader's own count of lines leaves out empty ones.
            let position = record.position().map_or(0, |position| position.byte() as usize);
            let passed = bytes.iter().skip(position).take_while(|c| matches!(c, b'\r' | b'\n'));
            let next = position + passed.count();
            line += ends(bytes.get(start..next));
            start = next;
            if record.len() != header.len() {
                let (path, found, wanted) = (path.to_owned(), record.len(), header.len());
                return Err(CertifyError::Ragged { path, line, found, wanted });
            }
            let point = (features.iter())
                .map(|&index| {
                    let text = &record[index];
                    decimal(text).ok_or_else(|| CertifyError::Number {
                        path: path.to_owned(),
                        line,
                        column: names[index].clone(),
                        found: text.chars().take(40).collect(),
                    })
                })
                .collect::<Result<Vec<_>, _>>()?;
            let label = record[label].to_owned();
            rows.push(Row { line, point, label });
        }
        if rows.is_empty() {
            return Err(CertifyError::Empty { path: path.to_owned() });
        }
        let mut places: HashMap<Vec<Rational>, Vec<usize>> = HashMap::new();
        for (index, row) in rows.iter().enumerate() {
            places.entry(row.point.clone()).or_default().push(index);
        }
        Ok(Self { rows, places })
    }

    /// The rows with the same point as this one.
    pub(crate) fn same_point(&self, row: &Row) -> impl Iterator<Item = &Row> {
        self.places.get(&row.point).into_iter().flatten().map(|index| &self.rows[*index])
    }
}

/// What a file is that is not CSV, as far as its name or its first bytes tell.
fn other_format(path: &Path, bytes: &[u8]) -> Option<&'static str> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    match (bytes, extension.unwrap_or_default().to_ascii_lowercase().as_str()) {
        ([0x93, b'N', b'U', b'M', b'P', b'Y', ..], _) | (_, "npy") => Some("NPY"),
        ([b'P', b'K', 3, 4, ..], _) | (_, "npz") => Some("a zip archive"),
        ([b'P', b'A', b'R', b'1', ..], _) | (_, "parquet" | "pq") => Some("Parquet"),
        ([0x1f, 0x8b, ..], _) | (_, "gz") => Some("gzip"),
        (_, "tsv" | "tab") => Some("TSV"),
        (_, "libsvm" | "svm" | "svmlight") => Some("LIBSVM"),
        _ => None,
    }
}

/// Line ends in a part of a file.
fn ends(part: Option<&[u8]>) -> u64 {
    part.unwrap_or_default().iter().filter(|c| **c == b'\n').count() as u64
}

/// An exact decimal: sign, digits with an optional point, optional exponent.
pub(crate) fn decimal(text: &str) -> Option<Rational> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, digits) = match mantissa.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{part}");
    let is_long = exponent.unsigned_abs() > 5000;
    if all.is_empty() || !all.bytes().all(|c| c.is_ascii_digit()) || is_long {
        return None;
    }
    let value = Rational::from(Integer::from_str_radix(&all, 10).ok()?);
    let scale = exponent - i32::try_from(part.len()).ok()?;
    let power = Rational::from(Integer::from(10).pow(scale.unsigned_abs()));
    let value = if scale < 0 { value / power } else { value * power };
    Some(if negative { -value } else { value })
}
