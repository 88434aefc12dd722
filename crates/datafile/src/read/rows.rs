//! What a reader finds: rows of exact numbers with the texts of their labels.

use dataset::{
    Labels, Points, Table,
    number::{self, Number, TooFine},
};

use super::error::{Column, Place, ReadProblem};

/// Coordinates of one file, at most. A file can hold far more of them than bytes (sparse, packed or
/// run-length encoded ones), so this bounds the memory that it can ask for.
const MAX_COORDINATES: u64 = 1 << 26;

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

impl Rows {
    pub(crate) fn table(self) -> Result<Table, ReadProblem> {
        Ok(Table::new(self.points, self.labels, self.rows)?)
    }
}

/// Refuses more coordinates than [`MAX_COORDINATES`].
pub(crate) fn check_size(rows: u64, features: u64) -> Result<(), ReadProblem> {
    match rows.checked_mul(features) {
        Some(coordinates) if coordinates <= MAX_COORDINATES => Ok(()),
        _ => Err(ReadProblem::TooMany { rows, features, limit: MAX_COORDINATES }),
    }
}

/// The points with these coordinates, row after row; `place` tells where the coordinate stands that
/// has this row and this feature, counted from 0.
pub(crate) fn points(
    numbers: Vec<Number>,
    features: usize,
    place: impl FnOnce(usize, usize) -> (Place, Column),
) -> Result<Points, ReadProblem> {
    let (denominator, numerators) =
        number::common_denominator(numbers).map_err(|TooFine { place: finest }| {
            let (at, column) = place(finest / features, finest % features);
            ReadProblem::TooLong { at, column }
        })?;
    Ok(Points::new(features, denominator, numerators)?)
}

/// The text of a value.
pub(crate) fn utf8(at: Place, text: &[u8]) -> Result<&str, ReadProblem> {
    str::from_utf8(text).map_err(|_| ReadProblem::NotUtf8 { at })
}
