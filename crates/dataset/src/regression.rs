//! Points with real targets instead of classes.

use rug::Rational;

use crate::{
    Conflicts, DataError, Points, Separation, SeparationError, SeparationMethod, Table,
    classes::{Classes, rank},
    merge::{Disagreement, distinct},
    separation,
    text::cut,
};

/// `N` distinct points of `R^d` with exact coordinates and exact targets.
///
/// Invariant: `N >= 1`, `d >= 1`; the points are distinct, in the order of their first rows; there
/// are as many targets as points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regression {
    points: Points,
    targets: Vec<Rational>,
    rows: Vec<usize>,
    merged: usize,
    overruled: usize,
}

impl Regression {
    /// Takes the labels of a table as numbers and merges equal points. Targets are labels here:
    /// [`Conflicts::Majority`] takes the most frequent one, and no mean.
    ///
    /// # Errors
    ///
    /// [`DataError::Target`] if a label is not a decimal number; [`DataError::Conflict`] if equal
    /// points have different targets and `conflicts` is [`Conflicts::Reject`].
    pub fn from_table(table: Table, conflicts: Conflicts) -> Result<Self, DataError> {
        let (points, labels, rows) = table.into_parts();
        if let Some((row, text)) = labels.first_name() {
            return Err(DataError::Target { row: rows[row], found: cut(text) });
        }
        let Classes { rows: classes, values, .. } = Classes::of(labels);
        let Some(values) = values else { unreachable!("all labels are numbers") };
        Self::assemble(points, &classes, &values, &rows, conflicts)
    }

    /// Points with the targets `targets[i]`, whose rows are counted from 1.
    ///
    /// # Errors
    ///
    /// [`DataError::Lengths`] unless there are as many targets as points; [`DataError::Conflict`]
    /// as for [`Regression::from_table`].
    pub fn new(
        points: Points,
        targets: Vec<Rational>,
        conflicts: Conflicts,
    ) -> Result<Self, DataError> {
        if targets.len() != points.len() {
            let (points, found) = (points.len(), targets.len());
            return Err(DataError::Lengths { points, what: "targets", found });
        }
        let rows: Vec<usize> = (1..=points.len()).collect();
        let (classes, values) = rank(targets);
        Self::assemble(points, &classes, &values, &rows, conflicts)
    }

    fn assemble(
        points: Points,
        classes: &[u32],
        values: &[Rational],
        rows: &[usize],
        conflicts: Conflicts,
    ) -> Result<Self, DataError> {
        let value = |class: u32| values[class as usize].clone();
        let text = |row: usize| cut(&value(classes[row]).to_string());
        let data = distinct(points, classes, rows, conflicts).map_err(|Disagreement(a, b)| {
            DataError::Conflict {
                row: rows[a],
                label: text(a),
                other: rows[b],
                other_label: text(b),
            }
        })?;
        Ok(Self {
            points: data.points,
            targets: data.labels.into_iter().map(value).collect(),
            rows: data.rows,
            merged: data.merged,
            overruled: data.overruled,
        })
    }

    /// `N`, the number of points, at least 1.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is always a point")]
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// The points without their targets.
    #[must_use]
    pub fn points(&self) -> &Points {
        &self.points
    }

    /// The target of each point.
    #[must_use]
    pub fn targets(&self) -> &[Rational] {
        &self.targets
    }

    /// A lower bound on `delta`, squared, as [`crate::Dataset::separation`]; 1 for a single point.
    ///
    /// # Errors
    ///
    /// [`SeparationError`], only for [`SeparationMethod::Given`].
    pub fn separation(&self, method: SeparationMethod) -> Result<Separation, SeparationError> {
        separation::of(&self.points, &self.rows, method, separation::BUDGET)
    }

    /// Where each point stood first, as [`Dataset::source_row`](crate::Dataset::source_row).
    #[must_use]
    pub fn source_rows(&self) -> &[usize] {
        &self.rows
    }

    /// Number of rows left out because an equal point with the same target is there.
    #[must_use]
    pub fn merged(&self) -> usize {
        self.merged
    }

    /// Number of rows left out because an equal point got another target, see [`Conflicts`].
    #[must_use]
    pub fn overruled(&self) -> usize {
        self.overruled
    }
}
