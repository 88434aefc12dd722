//! NPY and NPZ of NumPy.

use std::io::{self, Cursor, Write};

use dataset::{Dataset, decimal};
use rug::{Complete, Integer, Rational};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::error::WriteError;

/// Writes labels as a list: of 64-bit integers if all of them are such, otherwise of texts.
///
/// # Errors
///
/// If `target` fails.
pub fn labels<T: AsRef<str>>(labels: &[T], mut target: impl Write) -> io::Result<()> {
    let rows = labels.len();
    let words: Option<Vec<i64>> = labels.iter().map(|label| word(label.as_ref())).collect();
    if let Some(words) = words {
        header("<i8", &format!("({rows},)"), &mut target)?;
        return words.iter().try_for_each(|word| target.write_all(&word.to_le_bytes()));
    }
    let length = labels.iter().map(|label| label.as_ref().chars().count()).max();
    let length = length.unwrap_or(0).max(1);
    header(&format!("<U{length}"), &format!("({rows},)"), &mut target)?;
    for label in labels {
        let characters = label.as_ref().chars().map(u32::from);
        for character in characters.chain(std::iter::repeat(0)).take(length) {
            target.write_all(&character.to_le_bytes())?;
        }
    }
    Ok(())
}

/// Writes a dataset as one array of doubles, the label in the last column.
///
/// # Errors
///
/// [`WriteError`] if a coordinate is not exact in double precision, or a label is no integer.
pub fn npy(data: &Dataset, mut target: impl Write) -> Result<(), WriteError> {
    let shape = format!("({}, {})", data.len(), data.dimension() + 1);
    let exponent = exponent(data)?;
    let labels: Vec<u64> = data.label_names().iter().map(label_bits).collect::<Result<_, _>>()?;
    header("<f8", &shape, &mut target)?;
    for (row, &label) in data.labels().iter().enumerate() {
        coordinates(data, row, exponent, &mut target)?;
        target.write_all(&labels[label as usize].to_le_bytes())?;
    }
    Ok(())
}

/// Writes a dataset as an archive of two arrays, `X` of doubles and `y` of labels.
///
/// # Errors
///
/// [`WriteError`] if a coordinate is not exact in double precision.
pub fn npz(data: &Dataset, mut target: impl Write) -> Result<(), WriteError> {
    let exponent = exponent(data)?;
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // No clock: the same data are the same bytes.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    archive.start_file("X.npy", options).map_err(io::Error::from)?;
    header("<f8", &format!("({}, {})", data.len(), data.dimension()), &mut archive)?;
    for row in 0..data.len() {
        coordinates(data, row, exponent, &mut archive)?;
    }
    archive.start_file("y.npy", options).map_err(io::Error::from)?;
    let names = data.label_names();
    let labels: Vec<&str> = data.labels().iter().map(|&label| &*names[label as usize]).collect();
    self::labels(&labels, &mut archive)?;
    let bytes = archive.finish().map_err(io::Error::from)?.into_inner();
    Ok(target.write_all(&bytes)?)
}

/// A label as a machine integer, if that reads as the same text.
fn word(label: &str) -> Option<i64> {
    label.parse().ok().filter(|word: &i64| word.to_string() == label)
}

/// Magic, version 1.0, and a dictionary filled up so that the data begin at a multiple of 64.
fn header(descr: &str, shape: &str, target: &mut impl Write) -> io::Result<()> {
    let mut text = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}");
    // 10 bytes before it and a line end behind it.
    let length = (text.len() + 11).next_multiple_of(64) - 10;
    text = format!("{text:<width$}\n", width = length - 1);
    let length = u16::try_from(text.len()).expect("a descriptor and a shape of two axes are short");
    target.write_all(b"\x93NUMPY\x01\x00")?;
    target.write_all(&length.to_le_bytes())?;
    target.write_all(text.as_bytes())
}

/// k of the common denominator `2^k`.
fn exponent(data: &Dataset) -> Result<u32, WriteError> {
    let denominator = data.denominator();
    if denominator.is_power_of_two() {
        return Ok(denominator.significant_bits() - 1);
    }
    // Some coordinate has another denominator than a power of two: find the first.
    let twos = denominator.find_one(0).expect("a denominator is positive");
    let odd = (denominator >> twos).complete();
    let place = data.all_numerators().iter().position(|number| !number.is_divisible(&odd));
    let place = place.expect("no smaller denominator would do for all coordinates");
    let (row, column) = (place / data.dimension() + 1, place % data.dimension() + 1);
    Err(WriteError::Inexact { row, column })
}

fn coordinates(
    data: &Dataset,
    row: usize,
    exponent: u32,
    target: &mut impl Write,
) -> Result<(), WriteError> {
    for (column, numerator) in (1..).zip(data.numerators(row)) {
        let bits = double(numerator, exponent);
        let bits = bits.ok_or(WriteError::Inexact { row: row + 1, column })?;
        target.write_all(&bits.to_le_bytes())?;
    }
    Ok(())
}

fn label_bits(label: &String) -> Result<u64, WriteError> {
    let value = decimal::parse(label).ok().map(|value| value.to_rational());
    let integer = value.filter(Rational::is_integer);
    let bits = integer.and_then(|integer| double(integer.numer(), 0));
    bits.ok_or_else(|| WriteError::Label { label: label.clone() })
}

/// The bits of the normal double `numerator / 2^exponent`, if there is one.
fn double(numerator: &Integer, exponent: u32) -> Option<u64> {
    let Some(zeros) = numerator.find_one(0) else { return Some(0) };
    let magnitude = (numerator.clone().abs() >> zeros).to_u64().filter(|m| *m < 1 << 53)?;
    let length = 64 - magnitude.leading_zeros();
    // The highest bit stands for 2^power.
    let power = i64::from(zeros) + i64::from(length) - 1 - i64::from(exponent);
    let biased = u64::try_from(power + 1023).ok().filter(|biased| (1..2047).contains(biased))?;
    let fraction = (magnitude << (53 - length)) & ((1 << 52) - 1);
    Some(u64::from(*numerator < 0) << 63 | biased << 52 | fraction)
}
