//! The summands of the kernel: vectors, and what they are multiplied by.

use std::borrow::Cow;

use rug::{Integer, Rational};
use smallvec::SmallVec;

use crate::{
    number::{Dyadic, LongWeight, shifted},
    numbers::{Bits, Numbers},
};

/// A list that is rarely long: most rows have few terms.
pub(crate) type Few<T> = SmallVec<[T; 4]>;

/// What a vector is multiplied by.
#[derive(Clone, Copy)]
pub(crate) enum Factor<'a> {
    Short(Dyadic),
    /// `+-weight * 2^shift`
    Long {
        weight: &'a LongWeight,
        negative: bool,
        shift: i64,
    },
}

impl Factor<'_> {
    pub(crate) const ONE: Self = Self::Short(Dyadic::ONE);

    pub(crate) fn shifted(self, by: i64) -> Self {
        match self {
            Self::Short(value) => Self::Short(value.shifted(by)),
            Self::Long { weight, negative, shift } => {
                Self::Long { weight, negative, shift: shift + by }
            }
        }
    }

    pub(crate) fn exponent(self) -> i64 {
        match self {
            Self::Short(value) => value.exponent,
            Self::Long { weight, shift, .. } => weight.exponent + shift,
        }
    }

    pub(crate) fn denominator(&self) -> Option<&Integer> {
        match self {
            Self::Short(_) => None,
            Self::Long { weight, .. } => weight.denominator.as_deref(),
        }
    }

    pub(crate) fn to_rational(self) -> Rational {
        match self {
            Self::Short(value) => value.to_rational(),
            Self::Long { weight, negative, shift } => {
                let mut value = Rational::from(&weight.numerator);
                if let Some(denominator) = &weight.denominator {
                    value /= &**denominator;
                }
                shifted(if negative { -value } else { value }, weight.exponent + shift)
            }
        }
    }
}

/// Which number of a vector stands at place `k` of the result.
#[derive(Clone, Copy)]
pub(crate) enum Index<'a> {
    /// Number `k`.
    Each,
    /// The first number, everywhere.
    First,
    /// Number `map[k]`; the map is as long as the result and stays within the vector.
    Map(&'a [u32]),
}

impl Index<'_> {
    pub(crate) fn at(self, k: usize) -> usize {
        match self {
            Self::Each => k,
            Self::First => 0,
            Self::Map(map) => map[k] as usize,
        }
    }
}

/// `factor * numbers[index]`
#[derive(Clone, Copy)]
pub(crate) struct Term<'a> {
    pub(crate) factor: Factor<'a>,
    pub(crate) numbers: &'a Numbers,
    pub(crate) index: Index<'a>,
}

/// A term at the common scale of all terms: `mantissa * 2^shift * data[index]`.
pub(crate) struct Scaled<'a> {
    pub(crate) mantissa: Mantissa<'a>,
    pub(crate) shift: u32,
    pub(crate) numbers: &'a Numbers,
    pub(crate) index: Index<'a>,
}

pub(crate) enum Mantissa<'a> {
    Short(i64),
    Long { value: Cow<'a, Integer>, negative: bool },
}

impl Scaled<'_> {
    /// `b` with `|mantissa * 2^shift| <= 2^b`.
    pub(crate) fn most(&self) -> u64 {
        u64::from(self.shift)
            + match &self.mantissa {
                Mantissa::Short(1 | -1) => 0,
                Mantissa::Short(value) => {
                    u64::from(i64::BITS - value.unsigned_abs().leading_zeros())
                }
                Mantissa::Long { value, .. } => value.bits(),
            }
    }

    pub(crate) fn negative(&self) -> bool {
        match &self.mantissa {
            Mantissa::Short(value) => *value < 0,
            Mantissa::Long { negative, .. } => *negative,
        }
    }
}
