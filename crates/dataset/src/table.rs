//! Rows as they stand in a file: what every reader makes.

use std::collections::HashMap;

use crate::{DataError, Points, decimal::Decimal};

/// The labels of some rows as texts, each different text stored once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    /// For each row the number of its text.
    pub(crate) rows: Vec<u32>,
    /// The different texts, in the order of their first rows.
    pub(crate) texts: Vec<String>,
}

impl Labels {
    /// The decimal texts of some class numbers, `0` for 0.
    pub fn numbered(numbers: impl IntoIterator<Item = u32>) -> Self {
        let mut found = HashMap::new();
        let mut texts = Vec::new();
        let rows = numbers.into_iter().map(|number| {
            *found.entry(number).or_insert_with(|| {
                texts.push(number.to_string());
                // Numbers of 32 bits: there are never more than 2^32 texts, counted from 0.
                (texts.len() - 1) as u32
            })
        });
        Self { rows: rows.collect(), texts }
    }
}

impl Labels {
    /// The first row, counted from 0, whose label is no decimal number, and that label.
    pub(crate) fn first_name(&self) -> Option<(usize, &str)> {
        let number = self.texts.iter().position(|text| Decimal::parse(text).is_err())?;
        let row = self.rows.iter().position(|&text| text as usize == number)?;
        Some((row, &self.texts[number]))
    }
}

impl<T: Into<String>> FromIterator<T> for Labels {
    fn from_iter<I: IntoIterator<Item = T>>(labels: I) -> Self {
        let mut interner = Interner::default();
        labels.into_iter().for_each(|label| interner.push(label.into()));
        interner.finish()
    }
}

/// Collects labels row by row.
#[derive(Default)]
pub(crate) struct Interner {
    labels: Labels,
    found: HashMap<String, u32>,
}

impl Interner {
    /// Adds the label of the next row.
    pub(crate) fn push(&mut self, label: impl AsRef<str> + Into<String>) {
        // A table refuses more than 2^32 - 1 rows, so a number that wraps here is never used.
        let next = self.labels.texts.len() as u32;
        let number = match self.found.get(label.as_ref()) {
            Some(&number) => number,
            None => {
                let label = label.into();
                self.labels.texts.push(label.clone());
                self.found.insert(label, next);
                next
            }
        };
        self.labels.rows.push(number);
    }

    pub(crate) fn finish(self) -> Labels {
        self.labels
    }
}

/// Exact points with the texts of their labels, before equal points are merged.
///
/// Invariant: as many labels and row numbers as points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    points: Points,
    labels: Labels,
    rows: Vec<usize>,
}

impl Table {
    /// Points with their labels and their places in the file, counted from 1.
    ///
    /// # Errors
    ///
    /// [`DataError::Lengths`] unless there are as many labels and rows as points.
    pub fn new(points: Points, labels: Labels, rows: Vec<usize>) -> Result<Self, DataError> {
        let wrong = |what, found| DataError::Lengths { points: points.len(), what, found };
        if labels.rows.len() != points.len() {
            return Err(wrong("labels", labels.rows.len()));
        }
        if rows.len() != points.len() {
            return Err(wrong("row numbers", rows.len()));
        }
        Ok(Self { points, labels, rows })
    }

    /// The points, row by row.
    #[must_use]
    pub fn points(&self) -> &Points {
        &self.points
    }

    /// The text of the label of row `i`, counted from 0.
    ///
    /// # Panics
    ///
    /// If `i` is not below the number of points, like a slice.
    #[must_use]
    pub fn label(&self, i: usize) -> &str {
        &self.labels.texts[self.labels.rows[i] as usize]
    }

    /// The place in the file of each row, counted from 1.
    #[must_use]
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    pub(crate) fn into_parts(self) -> (Points, Labels, Vec<usize>) {
        (self.points, self.labels, self.rows)
    }
}
