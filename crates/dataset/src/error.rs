//! Why some rows do not make a dataset.

use thiserror::Error;

/// Why some rows do not make a dataset. Rows are counted as in [`Dataset::source_row`].
///
/// [`Dataset::source_row`]: crate::Dataset::source_row
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DataError {
    /// There is no row.
    #[error("there are no points, but at least one is needed")]
    NoPoints,
    /// There is no coordinate.
    #[error("the points have no coordinates, but at least one is needed")]
    NoDimension,
    /// Labels and points are counted in 32 bits.
    #[error("{points} points, but at most {limit} are possible", limit = u32::MAX)]
    TooManyPoints {
        /// Number of points found.
        points: usize,
    },
    /// The common denominator is zero or negative.
    #[error("the common denominator must be positive, but it is {sign}",
            sign = if *.zero { "zero" } else { "negative" })]
    Denominator {
        /// Zero (or else negative).
        zero: bool,
    },
    /// The number of coordinates is no multiple of the dimension.
    #[error("{coordinates} coordinates do not make whole points of dimension {dimension}")]
    Ragged {
        /// Number of coordinates found.
        coordinates: usize,
        /// Coordinates of one point.
        dimension: usize,
    },
    /// Each point has one label and one row number.
    #[error("{points} points, but {found} {what}")]
    Lengths {
        /// Number of points.
        points: usize,
        /// What there should be as many of.
        what: &'static str,
        /// How many there are.
        found: usize,
    },
    /// Only one class is left.
    #[error(
        "all {points} points have the label `{label}`, but at least 2 classes are needed; \
         choose another label column or add points of another class"
    )]
    SingleClass {
        /// Number of points.
        points: usize,
        /// Their label.
        label: String,
    },
    /// Equal points have different labels, and [`Conflicts::Reject`] was asked for.
    ///
    /// [`Conflicts::Reject`]: crate::Conflicts::Reject
    #[error(
        "rows {row} and {other} are the same point, but their labels are `{label}` and \
         `{other_label}`; correct one of them, or decide conflicts by `first` or `majority`"
    )]
    Conflict {
        /// Row of the first occurrence.
        row: usize,
        /// Its label.
        label: String,
        /// First row that disagrees with it.
        other: usize,
        /// The label there.
        other_label: String,
    },
    /// A regression target is not a number.
    #[error(
        "row {row}: the target `{found}` is not a decimal number such as -1.5e3; correct it, \
         choose another label column, or treat the labels as classes"
    )]
    Target {
        /// First row with this target.
        row: usize,
        /// The text found, cut if it is long.
        found: String,
    },
}
