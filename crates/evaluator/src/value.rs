//! One neuron's values on a batch, shared by the neurons that carry them on.

use std::sync::Arc;

use rug::Rational;

use crate::{
    Error,
    column::{Batch, Column},
    number::{Dyadic, shift_of},
    numbers::Numbers,
    term::Factor,
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
    pub(crate) const ZERO: Self = Self::Constant(Dyadic::ZERO);

    pub(crate) fn new(column: Column) -> Self {
        match column.as_dyadic() {
            Some(value) => Self::Constant(value),
            None => Self::Column { shift: 0, column: Arc::new(column) },
        }
    }

    /// `2^by * self`
    pub(crate) fn shifted(&self, by: i64) -> Self {
        match self {
            Self::Constant(value) => Self::Constant(value.shifted(by)),
            Self::Column { shift, column } => {
                Self::Column { shift: shift + by, column: Arc::clone(column) }
            }
        }
    }

    /// The same, if the exponent stays in the range that is supported.
    pub(crate) fn scaled(&self, by: i64) -> Result<Self, Error> {
        let scaled = self.shifted(by);
        let (Self::Constant(Dyadic { exponent, .. }) | Self::Column { shift: exponent, .. }) =
            &scaled;
        shift_of(*exponent)?;
        Ok(scaled)
    }

    pub(crate) fn bytes(&self) -> u64 {
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
