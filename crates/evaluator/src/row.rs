//! Evaluating one row of a layer on a batch.

use std::sync::Arc;

use crate::{
    Error, Program,
    column::{Batch, Column},
    combine::combine,
    number::{Coefficient, Dyadic},
    numbers::Numbers,
    program::Term,
    scalar::ScalarSum,
    sum::Part,
    term::{Factor, Few, Index, Term as Product},
    value::Value,
};

/// What a row is evaluated on.
pub(crate) struct RowOf<'a> {
    pub(crate) program: &'a Program,
    pub(crate) inputs: &'a [Value],
    pub(crate) batch: Batch<'a>,
    /// Is there a ReLU behind this row?
    pub(crate) hidden: bool,
    /// Are the inputs those of the network? All others are `>= 0`.
    pub(crate) first: bool,
}

/// A row's summands: columns, and numbers.
#[derive(Default)]
struct Summands<'a> {
    columns: Few<(Factor<'a>, Arc<Column>)>,
    scalar: ScalarSum,
    longs: Vec<(Factor<'a>, Dyadic)>,
}

impl<'a> Summands<'a> {
    fn add(&mut self, factor: Factor<'a>, value: &Value) {
        match (factor, value) {
            (_, Value::Constant(Dyadic::ZERO)) => {}
            (Factor::Short(factor), Value::Constant(value)) => self.scalar.add(factor, *value),
            (factor, Value::Constant(value)) => self.longs.push((factor, *value)),
            (factor, Value::Column { shift, column }) => {
                self.columns.push((factor.shifted(*shift), Arc::clone(column)));
            }
        }
    }
}

impl<'a> RowOf<'a> {
    pub(crate) fn value(&self, terms: &[Term], bias: Coefficient) -> Result<Value, Error> {
        // Most rows only carry a value on.
        if let [term] = terms
            && let Coefficient::Short { mantissa: 1, exponent } = term.coefficient
            && bias == Coefficient::ZERO
            && !self.first
        {
            return self.input(term).scaled(exponent.into());
        }
        let mut summands = Summands::default();
        let mut bias = bias;
        let mut terms = terms;
        while let [first, rest @ ..] = terms {
            let Coefficient::Long { index, .. } = first.coefficient else {
                summands.add(self.factor(first.coefficient), self.input(first));
                terms = rest;
                continue;
            };
            let same =
                |c: Coefficient| matches!(c, Coefficient::Long { index: i, .. } if i == index);
            let count = terms.iter().take_while(|term| same(term.coefficient)).count();
            let (group, rest) = terms.split_at(count);
            terms = rest;
            let constant = same(bias).then(|| std::mem::replace(&mut bias, Coefficient::ZERO));
            let sum = self.group(group, constant)?;
            summands.add(self.factor(Coefficient::Long { index, negative: false }), &sum);
        }
        summands.add(self.factor(bias), &Value::Constant(Dyadic::ONE));
        self.sum(summands, self.hidden)
    }

    fn input(&self, term: &Term) -> &Value {
        &self.inputs[term.column as usize]
    }

    fn factor(&self, coefficient: Coefficient) -> Factor<'a> {
        match coefficient {
            Coefficient::Short { mantissa, exponent } => {
                Factor::Short(Dyadic { mantissa, exponent: exponent.into() })
            }
            Coefficient::Long { index, negative } => {
                let weight = &self.program.longs.0[index as usize];
                Factor::Long { weight, negative, shift: 0 }
            }
        }
    }

    /// The sum of the signs of equal long weights times their inputs.
    fn group(&self, terms: &[Term], bias: Option<Coefficient>) -> Result<Value, Error> {
        let sign = |coefficient| match coefficient {
            Coefficient::Long { negative: true, .. } => {
                Factor::Short(Dyadic { mantissa: -1, exponent: 0 })
            }
            Coefficient::Long { negative: false, .. } => Factor::ONE,
            Coefficient::Short { .. } => unreachable!("a group is of long weights"),
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
            if let [(Factor::Short(factor), column)] = columns.as_slice()
                && scalar.is_zero()
                && !self.first
            {
                if factor.mantissa == 1 {
                    let value = Value::Column { shift: 0, column: Arc::clone(column) };
                    return value.scaled(factor.exponent);
                }
                if rectify && factor.mantissa < 0 {
                    return Ok(Value::ZERO);
                }
            }
        }
        let mut constant = if scalar.is_zero() { None } else { Some(scalar.numbers()?) };
        if !longs.is_empty() {
            let singles: Vec<_> = longs.iter().map(|(_, value)| Numbers::single(*value)).collect();
            let factors = longs.iter().map(|(factor, _)| *factor).chain([Factor::ONE]);
            let terms: Vec<_> = factors
                .zip(singles.iter().chain(&constant))
                .map(|(factor, numbers)| Product { factor, numbers, index: Index::First })
                .collect();
            constant = Some(combine(&terms, 1, false, self.batch.spare)?);
        }
        let parts: Few<_> =
            columns.iter().map(|(factor, column)| Part { factor: *factor, column }).collect();
        Column::sum(&parts, constant.as_ref(), self.batch, rectify).map(Value::new)
    }
}
