//! Evaluating the layers on one batch of points, and cutting the batch where it grows too large.

use std::{
    collections::{HashMap, hash_map::Entry},
    ops::Range,
    sync::Arc,
};

use crate::{
    Error, Program,
    column::{Batch, Column},
    numbers::{Numbers, Spare},
    points::Ordered,
    row::RowOf,
    value::Value,
};

/// How much memory a batch may take before it is cut, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Never more.
    pub(crate) memory: u64,
    /// Not more if there are few columns, so that they stay in the processor's cache.
    pub(crate) cache: u64,
}

/// A batch with fewer bytes per neuron than this is not cut for the cache's sake: walking through
/// the layers once more would cost more than it saves.
const WORTH_CUTTING: u64 = 8 << 10;

/// A batch on its way through the layers.
pub(crate) struct State {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The layer that is being evaluated.
    layer: usize,
    /// Its inputs.
    inputs: Vec<Value>,
    /// Its rows so far.
    rows: Vec<Value>,
    /// Memory of all columns that cutting the batch would make smaller.
    bytes: u64,
}

/// Where the evaluation of a batch stopped.
pub(crate) enum Progress {
    /// At the end: the outputs.
    Done(Vec<Value>),
    /// Where it had to be cut.
    Cut(Box<[State; 2]>),
}

impl State {
    /// A batch of points before the first layer, from the key or from the coordinates.
    pub(crate) fn new(range: Range<u32>, ordered: &Ordered) -> Self {
        let places = range.start as usize..range.end as usize;
        let inputs: Vec<_> = match &ordered.inputs {
            None => vec![Value::new(Column::key())],
            Some(inputs) => inputs
                .iter()
                .map(|numbers| Value::new(Column::points(numbers.slice(places.clone()))))
                .collect(),
        };
        let bytes = inputs.iter().map(Value::bytes).sum();
        let (start, end) = (range.start, range.end);
        Self { start, end, layer: 0, inputs, rows: Vec::new(), bytes }
    }

    pub(crate) fn len(&self) -> u32 {
        self.end - self.start
    }

    /// Evaluates layer by layer, to the end or until the batch is too large.
    pub(crate) fn run(
        mut self,
        program: &Program,
        keys: &Numbers,
        limits: Limits,
    ) -> Result<Progress, Error> {
        let spare = Spare::default();
        let batch = Batch { start: self.start, end: self.end, keys, spare: &spare };
        while let Some(layer) = program.layers.get(self.layer).copied() {
            let hidden = self.layer + 1 < program.layers.len();
            while self.rows.len() < layer.rows() {
                let (terms, bias) = program.row(layer, self.rows.len());
                let row =
                    RowOf { program, inputs: &self.inputs, batch, hidden, first: self.layer == 0 };
                let value = row.value(terms, bias)?;
                self.bytes += value.bytes();
                self.rows.push(value);
                if self.is_too_large(limits) && self.len() > 1 {
                    let middle = self.start + self.len() / 2;
                    return Ok(Progress::Cut(Box::new(self.cut(keys, middle)?)));
                }
            }
            std::mem::swap(&mut self.inputs, &mut self.rows);
            for value in self.rows.drain(..) {
                if let Value::Column { column, .. } = value
                    && let Some(column) = Arc::into_inner(column)
                {
                    column.recycle(&spare);
                }
            }
            self.bytes = self.inputs.iter().map(Value::bytes).sum();
            self.layer += 1;
        }
        Ok(Progress::Done(self.inputs))
    }

    fn is_too_large(&self, limits: Limits) -> bool {
        let neurons = (self.inputs.len() + self.rows.len()) as u64;
        self.bytes > limits.memory
            || (self.bytes > limits.cache && self.bytes / neurons.max(1) > WORTH_CUTTING)
    }

    /// The two batches left and right of point `middle`.
    fn cut(self, keys: &Numbers, middle: u32) -> Result<[Self; 2], Error> {
        let spare = Spare::default();
        let batch = Batch { start: self.start, end: self.end, keys, spare: &spare };
        // Columns that are shared stay shared.
        let mut known: HashMap<*const Column, [Value; 2]> = HashMap::new();
        let mut cut = |values: Vec<Value>| -> Result<[Vec<Value>; 2], Error> {
            let mut halves = [(); 2].map(|()| Vec::with_capacity(values.len()));
            for value in &values {
                let (shift, parts) = match value {
                    Value::Constant(_) => (0, &[value.clone(), value.clone()]),
                    Value::Column { shift, column } => match known.entry(Arc::as_ptr(column)) {
                        Entry::Occupied(entry) => (*shift, &*entry.into_mut()),
                        Entry::Vacant(entry) => {
                            let parts = column.cut(batch, middle)?.map(Value::new);
                            (*shift, &*entry.insert(parts))
                        }
                    },
                };
                halves
                    .iter_mut()
                    .zip(parts)
                    .for_each(|(half, part)| half.push(part.shifted(shift)));
            }
            Ok(halves)
        };
        let [left_inputs, right_inputs] = cut(self.inputs)?;
        let [left_rows, right_rows] = cut(self.rows)?;
        let part = |start, end, inputs: Vec<Value>, rows: Vec<Value>| {
            let bytes = inputs.iter().chain(&rows).map(Value::bytes).sum();
            Self { start, end, layer: self.layer, inputs, rows, bytes }
        };
        Ok([
            part(self.start, middle, left_inputs, left_rows),
            part(middle, self.end, right_inputs, right_rows),
        ])
    }
}
