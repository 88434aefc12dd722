//! The labelled points that a network memorizes.

use std::sync::OnceLock;

use rug::{Integer, Rational};

use crate::{
    Conflicts, DataError, Labels, Points, Separation, SeparationError, SeparationMethod, Table,
    classes::Classes,
    merge::{Disagreement, distinct},
    separation,
};

/// `N` distinct points of `R^d` with exact coordinates, and their labels `0..C`.
///
/// Invariant: `N >= 2`, `d >= 1`, `C >= 2`; the points are distinct; each class is the label of at
/// least one point. Points are in the order of their first rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    points: Points,
    labels: Vec<u32>,
    label_names: Vec<String>,
    rows: Vec<usize>,
    merged: usize,
    overruled: usize,
    separation: Remembered,
}

/// The separation that was found, so that it is found once. It follows from the points, so it makes no
/// two datasets different.
#[derive(Debug, Clone, Default)]
struct Remembered(OnceLock<Separation>);

impl PartialEq for Remembered {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Remembered {}

impl Dataset {
    /// Takes the labels of a table as classes and merges equal points.
    ///
    /// Classes are numbered in the order of their names; if all labels are numbers, in the order
    /// of the numbers, and equal numbers such as `1` and `1.0` are one class, named by the shortest
    /// text. So the order of the rows changes neither names nor numbers.
    ///
    /// # Errors
    ///
    /// [`DataError::Conflict`] if equal points have different labels and `conflicts` is
    /// [`Conflicts::Reject`]; [`DataError::SingleClass`] if fewer than 2 classes are left.
    pub fn classify(table: Table, conflicts: Conflicts) -> Result<Self, DataError> {
        let (points, labels, rows) = table.into_parts();
        let Classes { rows: classes, names, .. } = Classes::of(labels);
        let name = |row: usize| names[classes[row] as usize].clone();
        let data = distinct(points, &classes, &rows, conflicts).map_err(|Disagreement(a, b)| {
            DataError::Conflict {
                row: rows[a],
                label: name(a),
                other: rows[b],
                other_label: name(b),
            }
        })?;
        let (labels, label_names) = used(data.labels, names);
        match label_names.as_slice() {
            [label] => {
                Err(DataError::SingleClass { points: data.points.len(), label: label.clone() })
            }
            _ => Ok(Self {
                points: data.points,
                labels,
                label_names,
                rows: data.rows,
                merged: data.merged,
                overruled: data.overruled,
                separation: Remembered::default(),
            }),
        }
    }

    /// The dataset with coordinates `numerators[i] / denominator`, point after point, whose rows
    /// are counted from 1. Labels are texts (`Labels::from_iter(["a", "b"])`) or class numbers
    /// (`Labels::numbered([0, 1])`, which stay as they are if all of `0..C` are used).
    ///
    /// # Errors
    ///
    /// As [`Points::new`], [`Table::new`] and [`Dataset::classify`].
    pub fn from_parts(
        dimension: usize,
        denominator: Integer,
        numerators: Vec<Integer>,
        labels: Labels,
        conflicts: Conflicts,
    ) -> Result<Self, DataError> {
        let points = Points::new(dimension, denominator, numerators)?;
        let rows = (1..=points.len()).collect();
        Self::classify(Table::new(points, labels, rows)?, conflicts)
    }

    /// `N`, the number of points, at least 2.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there are always two points")]
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// `d`, the number of coordinates of each point, at least 1.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.points.dimension()
    }

    /// `C`, the number of classes, at least 2.
    #[must_use]
    pub fn classes(&self) -> usize {
        self.label_names.len()
    }

    /// The points without their labels.
    #[must_use]
    pub fn points(&self) -> &Points {
        &self.points
    }

    /// The smallest positive common denominator of all coordinates.
    #[must_use]
    pub fn denominator(&self) -> &Integer {
        self.points.denominator()
    }

    /// The coordinates of point `i` (from 0), times [`Dataset::denominator`].
    ///
    /// # Panics
    ///
    /// If `i` is not below [`Dataset::len`], like a slice.
    #[must_use]
    pub fn numerators(&self, i: usize) -> &[Integer] {
        self.points.numerators(i)
    }

    /// The coordinates of all points, point after point, times [`Dataset::denominator`].
    #[must_use]
    pub fn all_numerators(&self) -> &[Integer] {
        self.points.all_numerators()
    }

    /// The coordinates of point `i` (from 0).
    ///
    /// # Panics
    ///
    /// If `i` is not below [`Dataset::len`], like a slice.
    #[must_use]
    pub fn point(&self, i: usize) -> Vec<Rational> {
        self.points.point(i)
    }

    /// The class of each point, below [`Dataset::classes`].
    #[must_use]
    pub fn labels(&self) -> &[u32] {
        &self.labels
    }

    /// The name of each class.
    #[must_use]
    pub fn label_names(&self) -> &[String] {
        &self.label_names
    }

    /// Where point `i` (from 0) stood first: the line of the file, the header being line 1, or the
    /// number of the point, from 1, if there was no file.
    ///
    /// # Panics
    ///
    /// If `i` is not below [`Dataset::len`], like a slice.
    #[must_use]
    pub fn source_row(&self, i: usize) -> usize {
        self.rows[i]
    }

    /// Number of rows left out because an equal point with the same label is there.
    #[must_use]
    pub fn merged(&self) -> usize {
        self.merged
    }

    /// Number of rows left out because an equal point got another label, see [`Conflicts`].
    #[must_use]
    pub fn overruled(&self) -> usize {
        self.overruled
    }

    /// The largest squared Euclidean norm of a point; `r = max(1, its square root)`.
    #[must_use]
    pub fn radius_squared(&self) -> Rational {
        self.points.radius_squared()
    }

    /// A lower bound on `delta = min(1, smallest distance of two points)`, squared.
    ///
    /// # Errors
    ///
    /// [`SeparationError`], only for [`SeparationMethod::Given`].
    pub fn separation(&self, method: SeparationMethod) -> Result<Separation, SeparationError> {
        if method != SeparationMethod::Auto {
            return self.separation_within(method, separation::BUDGET);
        }
        let Remembered(found) = &self.separation;
        if let Some(found) = found.get() {
            return Ok(found.clone());
        }
        let separation = self.separation_within(method, separation::BUDGET)?;
        Ok(found.get_or_init(|| separation).clone())
    }

    /// As [`Dataset::separation`], with another budget for the search of the closest pair, counted
    /// in coordinates read: [`separation::BUDGET`] is a few seconds of work, `u64::MAX` no limit.
    ///
    /// # Errors
    ///
    /// As [`Dataset::separation`].
    pub fn separation_within(
        &self,
        method: SeparationMethod,
        budget: u64,
    ) -> Result<Separation, SeparationError> {
        separation::of(&self.points, &self.rows, method, budget)
    }
}

/// Renumbers the labels so that each class is used, and drops the names of the others.
fn used(mut labels: Vec<u32>, mut names: Vec<String>) -> (Vec<u32>, Vec<String>) {
    let mut is_used = vec![false; names.len()];
    labels.iter().for_each(|&label| is_used[label as usize] = true);
    let mut next = 0;
    let renumbered: Vec<u32> = is_used
        .iter()
        .map(|&is_used| {
            next += u32::from(is_used);
            next.saturating_sub(1)
        })
        .collect();
    labels.iter_mut().for_each(|label| *label = renumbered[*label as usize]);
    let mut is_used = is_used.into_iter();
    names.retain(|_| is_used.next() == Some(true));
    (labels, names)
}
