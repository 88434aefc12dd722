//! CSV and TSV.

use std::io::Write;

use ::csv::WriterBuilder;
use dataset::{Dataset, text::plain};
use rug::{Complete, Integer};

use super::error::WriteError;

/// Writes the points of a dataset as exact decimals, with the columns `x1`, ..., `xd`, `label`.
/// Reading them gives the same points, labels and names.
///
/// # Errors
///
/// [`WriteError::NotDecimal`] unless the denominator is `2^a 5^b`, as it is for everything read
/// from CSV and everything synthetic; [`WriteError::Unwritable`] if `target` fails.
pub fn csv(data: &Dataset, target: impl Write) -> Result<(), WriteError> {
    write(data, b',', target)
}

/// As [`csv()`], with tabs between the values.
///
/// # Errors
///
/// As [`csv()`].
pub fn tsv(data: &Dataset, target: impl Write) -> Result<(), WriteError> {
    write(data, b'\t', target)
}

impl From<::csv::Error> for WriteError {
    fn from(error: ::csv::Error) -> Self {
        match error.into_kind() {
            ::csv::ErrorKind::Io(error) => error.into(),
            _ => unreachable!("rows of equal lengths: only writing itself can fail"),
        }
    }
}

fn write(data: &Dataset, by: u8, target: impl Write) -> Result<(), WriteError> {
    let denominator = data.denominator();
    let twos = denominator.find_one(0).expect("a denominator is positive");
    let mut odd = (denominator >> twos).complete();
    let fives = odd.remove_factor_mut(&Integer::from(5));
    if odd != 1 {
        return Err(WriteError::NotDecimal { bits: denominator.significant_bits() });
    }
    let places = twos.max(fives);
    let scale = Integer::u_pow_u(10, places).complete().div_exact(denominator);
    let mut writer = WriterBuilder::new().delimiter(by).from_writer(target);
    let names = (1..=data.dimension()).map(|axis| format!("x{axis}"));
    writer.write_record(names.chain(["label".to_owned()]))?;
    for (i, &label) in data.labels().iter().enumerate() {
        for numerator in data.numerators(i) {
            let text = plain((numerator * &scale).complete(), places as usize);
            writer.write_field(text)?;
        }
        writer.write_field(&data.label_names()[label as usize])?;
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(writer.flush()?)
}
