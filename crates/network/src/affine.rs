//! One sparse affine map `x -> W x + b`, the layer of a network before its ReLU.

use rug::Rational;

use crate::{Form, ShapeError, Weight};

/// A sparse affine map with exact entries.
///
/// Rows lie one behind the other, so a row costs a few bytes beyond its entries.
///
/// Invariant: columns are strictly increasing within a row and below [`Affine::inputs`]; no
/// stored weight is zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affine {
    inputs: u32,
    /// End of each row in `columns` and `weights`.
    ends: Vec<usize>,
    columns: Vec<u32>,
    weights: Vec<Weight>,
    biases: Vec<Weight>,
}

/// One row of an [`Affine`] map.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Columns of the non-zero weights, strictly increasing.
    pub columns: &'a [u32],
    /// The non-zero weights, one per column.
    pub weights: &'a [Weight],
    /// The constant term.
    pub bias: &'a Weight,
}

impl<'a> Row<'a> {
    /// `(column, weight)` for every non-zero weight, columns increasing.
    pub fn terms(self) -> impl ExactSizeIterator<Item = (usize, &'a Weight)> {
        self.columns.iter().map(|c| *c as usize).zip(self.weights)
    }

    /// `W x + b` for this row.
    ///
    /// # Panics
    ///
    /// If the row reads a column beyond `x`, like a slice.
    #[must_use]
    pub fn evaluate(self, x: &[Rational]) -> Rational {
        let mut sum = self.bias.to_rational();
        for (column, weight) in self.terms() {
            if !x[column].is_zero() {
                weight.add_product(&x[column], &mut sum);
            }
        }
        sum
    }

    /// The row as an affine form.
    #[must_use]
    pub fn to_form(self) -> Form {
        Form::new(self.columns.iter().copied().zip(self.weights.iter().cloned()), self.bias.clone())
    }
}

impl Affine {
    /// The map from `inputs` values whose rows are these forms.
    ///
    /// # Errors
    ///
    /// [`ShapeError::Column`] if a form uses an input that the map does not have.
    pub fn new(inputs: u32, rows: impl IntoIterator<Item = Form>) -> Result<Self, ShapeError> {
        let mut map = Self::empty(inputs);
        for row in rows {
            map.push(&row)?;
        }
        Ok(map)
    }

    /// The map with no rows yet.
    pub(crate) fn empty(inputs: u32) -> Self {
        Self {
            inputs,
            ends: Vec::new(),
            columns: Vec::new(),
            weights: Vec::new(),
            biases: Vec::new(),
        }
    }

    /// Appends a row.
    pub(crate) fn push(&mut self, row: &Form) -> Result<(), ShapeError> {
        if let Some((column, _)) = row.terms().last().filter(|(column, _)| *column >= self.inputs) {
            let (row, column, inputs) = (self.rows(), *column, self.inputs);
            return Err(ShapeError::Column { row, column, inputs });
        }
        self.push_unchecked(row);
        Ok(())
    }

    /// Appends a row that is known to use only inputs that exist.
    fn push_unchecked(&mut self, row: &Form) {
        self.columns.extend(row.terms().iter().map(|(column, _)| column));
        self.weights.extend(row.terms().iter().map(|(_, weight)| weight.clone()));
        self.ends.push(self.columns.len());
        self.biases.push(row.bias().clone());
    }

    /// Appends the rows of `other`, whose inputs start at column `shift` of ours.
    pub(crate) fn append_shifted(&mut self, other: &Self, shift: u32) {
        let start = self.columns.len();
        self.ends.extend(other.ends.iter().map(|end| start + end));
        self.columns.extend(other.columns.iter().map(|column| column + shift));
        self.weights.extend_from_slice(&other.weights);
        self.biases.extend_from_slice(&other.biases);
        self.inputs = self.inputs.max(other.inputs + shift);
    }

    /// A map from rows that are known to use only the first `inputs` inputs.
    pub(crate) fn from_known_rows(inputs: u32, rows: impl Iterator<Item = Form>) -> Self {
        let mut map = Self::empty(inputs);
        for row in rows {
            map.push_unchecked(&row);
        }
        map
    }

    /// The rows that are marked.
    pub(crate) fn with_rows(&self, marked: &[bool]) -> Self {
        let rows = self.iter().zip(marked).filter(|(_, keep)| **keep).map(|(row, _)| row.to_form());
        Self::from_known_rows(self.inputs, rows)
    }

    /// The map on the marked inputs only; the others must not be used.
    pub(crate) fn with_columns(&self, marked: &[bool]) -> Self {
        let mut map = self.clone();
        let mut place = 0;
        let mut places = Vec::with_capacity(marked.len());
        for keep in marked {
            places.push(place);
            place += u32::from(*keep);
        }
        map.inputs = place;
        // Every column is below `inputs`, and there is one mark for each input.
        map.columns.iter_mut().for_each(|column| *column = places[*column as usize]);
        map
    }

    /// The map that returns its `size` inputs.
    #[must_use]
    pub fn identity(size: u32) -> Self {
        let size_ = size as usize;
        Self {
            inputs: size,
            ends: (1..=size_).collect(),
            columns: (0..size).collect(),
            weights: vec![Weight::ONE; size_],
            biases: vec![Weight::ZERO; size_],
        }
    }

    /// The map `x -> self(inner(x))`.
    ///
    /// # Errors
    ///
    /// [`ShapeError::Compose`] if `inner` does not have as many rows as `self` has inputs.
    pub fn after(&self, inner: &Self) -> Result<Self, ShapeError> {
        if self.inputs as usize != inner.rows() {
            return Err(ShapeError::Compose { outputs: inner.rows(), inputs: self.inputs() });
        }
        let mut map = Self::empty(inner.inputs);
        for row in self.iter() {
            // All terms first, then one sort: a row may read very many others.
            let (mut terms, mut bias) = (Vec::new(), row.bias.clone());
            for (column, weight) in row.terms() {
                let inner = inner.row_at(column);
                terms.extend(
                    inner.columns.iter().copied().zip(inner.weights.iter().map(|w| w * weight)),
                );
                bias = &bias + &(inner.bias * weight);
            }
            map.push(&Form::new(terms, bias))?;
        }
        Ok(map)
    }

    /// Number of inputs.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.inputs as usize
    }

    /// Number of rows, that is of outputs.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.ends.len()
    }

    /// Number of non-zero weights.
    #[must_use]
    pub fn edges(&self) -> usize {
        self.columns.len()
    }

    /// Row number `index`, if there is one.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        (index < self.rows()).then(|| self.row_at(index))
    }

    /// Row number `index`, which is there.
    pub(crate) fn row_at(&self, index: usize) -> Row<'_> {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        let range = start..self.ends[index];
        let (columns, weights) = (&self.columns[range.clone()], &self.weights[range]);
        Row { columns, weights, bias: &self.biases[index] }
    }

    /// All rows, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        let mut start = 0;
        self.ends.iter().zip(&self.biases).map(move |(end, bias)| {
            let range = std::mem::replace(&mut start, *end)..*end;
            Row { columns: &self.columns[range.clone()], weights: &self.weights[range], bias }
        })
    }

    /// All weights, row by row.
    #[must_use]
    pub fn weights(&self) -> &[Weight] {
        &self.weights
    }

    /// All constant terms.
    #[must_use]
    pub fn biases(&self) -> &[Weight] {
        &self.biases
    }
}
