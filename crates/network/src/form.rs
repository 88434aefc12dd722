//! Affine forms: one row of an affine map, written as the formula that it is.
//!
//! ```
//! use memorelu_network::Form;
//! let [x, y] = Form::inputs();
//! let row = 2 * y - 2 * x + 1; // the row (-2, 2) with bias 1
//! # assert_eq!(row.bias(), &1.into());
//! ```

use std::ops::{Add, Mul, Neg, Sub};

use rug::Rational;

use crate::Weight;

/// An affine form `bias + sum of weight * input` over the inputs of a layer.
///
/// Invariant: columns are strictly increasing and no weight is zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    terms: Vec<(u32, Weight)>,
    bias: Weight,
}

impl Form {
    /// The form that is `value` everywhere.
    #[must_use]
    pub fn constant(value: impl Into<Weight>) -> Self {
        Self { terms: Vec::new(), bias: value.into() }
    }

    /// The form that returns input number `column`.
    #[must_use]
    pub fn input(column: u32) -> Self {
        Self { terms: vec![(column, Weight::ONE)], bias: Weight::ZERO }
    }

    /// The first `K` inputs, by name: `let [x, y] = Form::inputs();`.
    #[must_use]
    pub fn inputs<const K: usize>() -> [Self; K] {
        std::array::from_fn(|column| Self::input(column as u32))
    }

    /// A form from `(column, weight)` pairs in any order; equal columns are added up.
    #[must_use]
    pub fn new(terms: impl IntoIterator<Item = (u32, Weight)>, bias: impl Into<Weight>) -> Self {
        let mut terms: Vec<_> = terms.into_iter().collect();
        terms.sort_by_key(|(column, _)| *column);
        terms.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 = &kept.1 + &next.1;
            }
            same
        });
        terms.retain(|(_, weight)| !weight.is_zero());
        Self { terms, bias: bias.into() }
    }

    /// The non-zero weights with their columns, columns increasing.
    #[must_use]
    pub fn terms(&self) -> &[(u32, Weight)] {
        &self.terms
    }

    /// The constant term.
    #[must_use]
    pub fn bias(&self) -> &Weight {
        &self.bias
    }

    /// The value of the form.
    ///
    /// # Panics
    ///
    /// If the form reads a column beyond `x`, like a slice.
    #[must_use]
    pub fn evaluate(&self, x: &[Rational]) -> Rational {
        let mut sum = self.bias.to_rational();
        for (column, weight) in &self.terms {
            let value = &x[*column as usize];
            if !value.is_zero() {
                weight.add_product(value, &mut sum);
            }
        }
        sum
    }

    /// `self * factor`.
    #[must_use]
    pub fn times(mut self, factor: impl Into<Weight>) -> Self {
        let factor = factor.into();
        if factor.is_zero() {
            return Self::constant(0);
        }
        for (_, weight) in &mut self.terms {
            *weight = &*weight * &factor;
        }
        self.bias = &self.bias * &factor;
        self
    }

    /// `self + factor * other`, merging the two sorted rows.
    #[must_use]
    pub fn plus_multiple(&self, factor: &Weight, other: &Self) -> Self {
        if factor.is_zero() {
            return self.clone();
        }
        let mut terms = Vec::with_capacity(self.terms.len() + other.terms.len());
        let (mut left, mut right) = (self.terms.iter().peekable(), other.terms.iter().peekable());
        loop {
            let order = match (left.peek(), right.peek()) {
                (Some(a), Some(b)) => a.0.cmp(&b.0),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => break,
            };
            if order.is_lt() {
                terms.extend(left.next().cloned());
            } else if order.is_gt() {
                terms.extend(right.next().map(|(column, weight)| (*column, weight * factor)));
            } else if let (Some(a), Some(b)) = (left.next(), right.next()) {
                let weight = &a.1 + &(&b.1 * factor);
                if !weight.is_zero() {
                    terms.push((a.0, weight));
                }
            }
        }
        Self { terms, bias: &self.bias + &(&other.bias * factor) }
    }

    /// The same form over inputs that start at column `by`.
    #[must_use]
    pub fn shifted(mut self, by: u32) -> Self {
        for (column, _) in &mut self.terms {
            *column += by;
        }
        self
    }
}

impl Add for Form {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        self.plus_multiple(&Weight::ONE, &other)
    }
}

impl Sub for Form {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self.plus_multiple(&Weight::from(-1), &other)
    }
}

impl Neg for Form {
    type Output = Self;

    fn neg(self) -> Self {
        self.times(-1)
    }
}

impl Add<i64> for Form {
    type Output = Self;

    fn add(self, constant: i64) -> Self {
        self + Self::constant(constant)
    }
}

impl Sub<i64> for Form {
    type Output = Self;

    fn sub(self, constant: i64) -> Self {
        self - Self::constant(constant)
    }
}

impl Add<Form> for i64 {
    type Output = Form;

    fn add(self, form: Form) -> Form {
        Form::constant(self) + form
    }
}

impl Sub<Form> for i64 {
    type Output = Form;

    fn sub(self, form: Form) -> Form {
        Form::constant(self) - form
    }
}

impl Mul<Form> for i64 {
    type Output = Form;

    fn mul(self, form: Form) -> Form {
        form.times(self)
    }
}

impl Mul<Form> for &Weight {
    type Output = Form;

    fn mul(self, form: Form) -> Form {
        form.times(self.clone())
    }
}

impl Mul<&Form> for i64 {
    type Output = Form;

    fn mul(self, form: &Form) -> Form {
        form.clone().times(self)
    }
}

impl Mul<&Form> for &Weight {
    type Output = Form;

    fn mul(self, form: &Form) -> Form {
        form.clone().times(self.clone())
    }
}

impl Add<&Form> for Form {
    type Output = Self;

    fn add(self, other: &Self) -> Self {
        self.plus_multiple(&Weight::ONE, other)
    }
}

impl Sub<&Form> for Form {
    type Output = Self;

    fn sub(self, other: &Self) -> Self {
        self.plus_multiple(&Weight::from(-1), other)
    }
}
