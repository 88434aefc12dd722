//! Evaluating the layers on one batch of points, and cutting the batch where it grows too large.

use std::{collections::HashMap, sync::Arc};

use rug::Rational;

use crate::{
    Error, MAX_BITS, Program,
    column::{Batch, Column, Part},
    combine::{Factor, Index, Term as Product, combine},
    number::{Coefficient, Dyadic},
    numbers::Numbers,
    program::Term,
    scalar::ScalarSum,
};

/// The values of one neuron on a batch.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// The same short number at all points.
    Constant(Dyadic),
    /// `2^shift * column`
    Column { shift: i64, column: Arc<Column> },
}

impl Value {
    const ZERO: Self = Self::Constant(Dyadic::ZERO);

    fn new(column: Column) -> Self {
        match column.as_dyadic() {
            Some(value) => Self::Constant(value),
            None => Self::Column { shift: 0, column: Arc::new(column) },
        }
    }

    fn bytes(&self) -> u64 {
        match self {
            Self::Constant(_) => 0,
            Self::Column { column, .. } => column.bytes(),
        }
    }
}

/// The values of one neuron, point by point.
pub(crate) struct Expanded {
    numbers: Numbers,
    /// The first number stands for all points.
    constant: bool,
}

impl Value {
    /// The values at all points of the batch.
    pub(crate) fn expanded(&self, batch: Batch<'_>) -> Result<Expanded, Error> {
        match self {
            Self::Constant(value) => {
                Ok(Expanded { numbers: Numbers::single(*value), constant: true })
            }
            Self::Column { shift, column } => {
                let factor = Factor::ONE.shifted(*shift);
                let (numbers, constant) = column.values(factor, batch)?;
                Ok(Expanded { numbers, constant })
            }
        }
    }
}

impl Expanded {
    /// The value at point `i` of the batch.
    pub(crate) fn rational(&self, i: usize) -> Rational {
        self.numbers.rational(if self.constant { 0 } else { i })
    }

    /// Is that value equal to `label`?
    pub(crate) fn equals(&self, i: usize, label: u32) -> bool {
        self.numbers.is_natural(if self.constant { 0 } else { i }, label)
    }
}

/// How much memory a batch may take before it is cut, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Never more, unless for a single point.
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
    /// Memory of all columns.
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
    /// A batch of points before the first layer. `inputs` are the coordinates, empty if there is a
    /// key.
    pub(crate) fn new(count: u32, inputs: &[Numbers]) -> Self {
        let mut inputs: Vec<_> =
            inputs.iter().map(|numbers| Value::new(Column::points(numbers.clone()))).collect();
        if inputs.is_empty() {
            inputs.push(Value::new(Column::key()));
        }
        let bytes = inputs.iter().map(Value::bytes).sum();
        Self { start: 0, end: count, layer: 0, inputs, rows: Vec::new(), bytes }
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
        let batch = Batch { start: self.start, end: self.end, keys };
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
            self.inputs = std::mem::take(&mut self.rows);
            self.rows.reserve(self.inputs.len());
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
    pub(crate) fn cut(self, keys: &Numbers, middle: u32) -> Result<[Self; 2], Error> {
        let batch = Batch { start: self.start, end: self.end, keys };
        let mut known: HashMap<*const Column, [Value; 2]> = HashMap::new();
        let mut cut = |values: Vec<Value>| -> Result<[Vec<Value>; 2], Error> {
            let [mut lefts, mut rights] = [(); 2].map(|()| Vec::with_capacity(values.len()));
            for value in &values {
                let [left, right] = match value {
                    Value::Constant(_) => [value.clone(), value.clone()],
                    Value::Column { shift, column } => {
                        let place = Arc::as_ptr(column);
                        if !known.contains_key(&place) {
                            known.insert(place, column.cut(batch, middle)?.map(Value::new));
                        }
                        match known.get(&place) {
                            Some(parts) => [0, 1].map(|i| shifted(&parts[i], *shift)),
                            None => continue,
                        }
                    }
                };
                lefts.push(left);
                rights.push(right);
            }
            Ok([lefts, rights])
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

fn shifted(value: &Value, by: i64) -> Value {
    match value {
        Value::Constant(value) => Value::Constant(value.shifted(by)),
        Value::Column { shift, column } => {
            Value::Column { shift: shift + by, column: Arc::clone(column) }
        }
    }
}

/// What a row is evaluated on.
struct RowOf<'a> {
    program: &'a Program,
    inputs: &'a [Value],
    batch: Batch<'a>,
    /// Is there a ReLU behind this row?
    hidden: bool,
    /// Are the inputs those of the network? All others are `>= 0`.
    first: bool,
}

/// A row's summands: columns, and numbers.
#[derive(Default)]
struct Summands<'a> {
    columns: Vec<(Factor<'a>, Value)>,
    scalar: ScalarSum,
    longs: Vec<(Factor<'a>, Dyadic)>,
}

impl<'a> Summands<'a> {
    fn add(&mut self, factor: Factor<'a>, value: &Value) {
        match (factor, value) {
            (_, Value::Constant(Dyadic::ZERO)) => {}
            (Factor::Short(factor), Value::Constant(value)) => self.scalar.add(factor, *value),
            (factor, Value::Constant(value)) => self.longs.push((factor, *value)),
            (factor, value) => self.columns.push((factor, value.clone())),
        }
    }
}

impl<'a> RowOf<'a> {
    fn value(&self, terms: &[Term], bias: Coefficient) -> Result<Value, Error> {
        let mut summands = Summands::default();
        let mut bias = bias;
        let mut terms = terms;
        while let Some(first) = terms.first() {
            let Coefficient::Long { index, .. } = first.coefficient else {
                summands.add(self.factor(first.coefficient), self.input(first));
                terms = terms.get(1..).unwrap_or_default();
                continue;
            };
            let same =
                |c: Coefficient| matches!(c, Coefficient::Long { index: i, .. } if i == index);
            let count = terms.iter().take_while(|term| same(term.coefficient)).count();
            let (group, rest) = terms.split_at(count);
            terms = rest;
            let constant = same(bias).then(|| std::mem::replace(&mut bias, ZERO));
            let sum = self.group(group, constant)?;
            summands.add(self.factor(Coefficient::Long { index, negative: false }), &sum);
        }
        summands.add(self.factor(bias), &Value::Constant(Dyadic::ONE));
        self.sum(summands, self.hidden)
    }

    fn input(&self, term: &Term) -> &Value {
        // A network's maps fit each other, so the column exists.
        self.inputs.get(term.column as usize).unwrap_or(&Value::ZERO)
    }

    fn factor(&self, coefficient: Coefficient) -> Factor<'a> {
        match coefficient {
            Coefficient::Short(value) => Factor::Short(value),
            Coefficient::Long { index, negative } => match self.program.longs.0.get(index as usize)
            {
                Some(weight) => Factor::Long { weight, negative, shift: 0 },
                None => Factor::Short(Dyadic::ZERO),
            },
        }
    }

    /// The sum of the signs of equal long weights times their inputs.
    fn group(&self, terms: &[Term], bias: Option<Coefficient>) -> Result<Value, Error> {
        let sign = |coefficient| match coefficient {
            Coefficient::Long { negative: true, .. } => {
                Factor::Short(Dyadic { mantissa: -1, exponent: 0 })
            }
            _ => Factor::ONE,
        };
        let mut summands = Summands::default();
        for term in terms {
            summands.add(sign(term.coefficient), self.input(term));
        }
        if let Some(bias) = bias {
            summands.add(sign(bias), &Value::Constant(Dyadic::ONE));
        }
        self.sum(summands, false)
    }

    fn sum(&self, summands: Summands<'_>, rectify: bool) -> Result<Value, Error> {
        let Summands { columns, scalar, longs } = summands;
        if longs.is_empty() {
            if columns.is_empty()
                && let Some(value) = scalar.short(rectify)?
            {
                return Ok(Value::Constant(value));
            }
            // A column that is carried, or scaled by a power of two, is shared.
            if let [(Factor::Short(factor), value)] = columns.as_slice()
                && scalar.is_zero()
                && !self.first
            {
                if factor.mantissa == 1 {
                    return carried(value, factor.exponent);
                }
                if rectify && factor.mantissa < 0 {
                    return Ok(Value::ZERO);
                }
            }
        }
        let mut constant = scalar.numbers()?;
        if !longs.is_empty() {
            let singles: Vec<_> = longs.iter().map(|(_, value)| Numbers::single(*value)).collect();
            let mut terms: Vec<_> = longs
                .iter()
                .zip(&singles)
                .map(|((factor, _), numbers)| Product {
                    factor: *factor,
                    numbers,
                    index: Index::First,
                })
                .collect();
            terms.push(Product { factor: Factor::ONE, numbers: &constant, index: Index::First });
            constant = combine(&terms, 1, false)?;
        }
        let parts: Vec<_> = columns
            .iter()
            .filter_map(|(factor, value)| match value {
                Value::Column { shift, column } => {
                    Some(Part { factor: factor.shifted(*shift), column })
                }
                // Constants are not among the columns.
                Value::Constant(_) => None,
            })
            .collect();
        Column::sum(&parts, &constant, self.batch, rectify).map(Value::new)
    }
}

const ZERO: Coefficient = Coefficient::Short(Dyadic::ZERO);

fn carried(value: &Value, exponent: i64) -> Result<Value, Error> {
    let value = shifted(value, exponent);
    match &value {
        Value::Column { shift, .. } if shift.unsigned_abs() > MAX_BITS => {
            Err(Error::Length { bits: shift.unsigned_abs() })
        }
        _ => Ok(value),
    }
}
