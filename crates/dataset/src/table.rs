//! Rows as they were found, in a file or elsewhere, before labels are interpreted.

use std::collections::HashMap;

use crate::{DataError, Points, decimal};

/// The labels of some rows as texts, each different text stored once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    /// For each row the number of its text.
    rows: Vec<u32>,
    /// The different texts, in the order of their first rows.
    texts: Vec<String>,
    /// Their numbers.
    numbers: HashMap<String, u32>,
}

impl Labels {
    /// The decimal texts of some class numbers, `0` for 0.
    pub fn numbered(numbers: impl IntoIterator<Item = u32>) -> Self {
        numbers.into_iter().map(|number| number.to_string()).collect()
    }

    /// Adds the label of the next row.
    pub fn push(&mut self, label: impl AsRef<str> + Into<String>) {
        let number = match self.numbers.get(label.as_ref()) {
            Some(&number) => number,
            None => {
                // A table refuses more than 2^32 - 1 rows, so a number that wraps is never used.
                let next = self.texts.len() as u32;
                let label = label.into();
                self.texts.push(label.clone());
                self.numbers.insert(label, next);
                next
            }
        };
        self.rows.push(number);
    }

    /// The first row, counted from 0, whose label is no decimal number, and that label.
    pub(crate) fn first_name(&self) -> Option<(usize, &str)> {
        let number = self.texts.iter().position(|text| decimal::parse(text).is_err())?;
        let row = self.rows.iter().position(|&text| text as usize == number);
        Some((row.expect("each text is that of some row"), &self.texts[number]))
    }

    /// For each row the number of its text, and the texts.
    pub(crate) fn into_parts(self) -> (Vec<u32>, Vec<String>) {
        (self.rows, self.texts)
    }
}

impl<T: AsRef<str> + Into<String>> FromIterator<T> for Labels {
    fn from_iter<I: IntoIterator<Item = T>>(labels: I) -> Self {
        let mut all = Self::default();
        labels.into_iter().for_each(|label| all.push(label));
        all
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
