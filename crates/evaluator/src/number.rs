//! The numbers of a row: short dyadic ones, and long weights prepared once.

use std::sync::Arc;

use network::Weight;
use rug::{Complete, Integer, Rational};

use crate::{Error, MAX_BITS};

/// `mantissa * 2^exponent`.
///
/// Invariant: the mantissa is odd, or both are 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dyadic {
    pub(crate) mantissa: i64,
    pub(crate) exponent: i64,
}

impl Dyadic {
    pub(crate) const ZERO: Self = Self { mantissa: 0, exponent: 0 };
    pub(crate) const ONE: Self = Self { mantissa: 1, exponent: 0 };

    /// `mantissa * 2^exponent` if its odd part is short.
    pub(crate) fn new(mantissa: i128, exponent: i64) -> Option<Self> {
        if mantissa == 0 {
            return Some(Self::ZERO);
        }
        let zeros = mantissa.trailing_zeros();
        let mantissa = i64::try_from(mantissa >> zeros).ok()?;
        // The odd part of a short number is never i64::MIN, which is even.
        Some(Self { mantissa, exponent: exponent + i64::from(zeros) })
    }

    pub(crate) fn shifted(self, shift: i64) -> Self {
        let exponent = if self.mantissa == 0 { 0 } else { self.exponent + shift };
        Self { exponent, ..self }
    }

    pub(crate) fn to_rational(self) -> Rational {
        shifted(Rational::from(self.mantissa), self.exponent)
    }
}

/// `value * 2^by`
pub(crate) fn shifted(value: Rational, by: i64) -> Rational {
    value << i32::try_from(by).expect("exponents of values in memory fit 32 bits by far")
}

/// The absolute value of an exponent, if it is in the range that is supported.
pub(crate) fn shift_of(difference: i64) -> Result<u32, Error> {
    let bits = difference.unsigned_abs();
    u32::try_from(bits).ok().filter(|_| bits <= MAX_BITS).ok_or(Error::Length { bits })
}

/// An odd denominator above 1, or `None` for 1.
pub(crate) type Denominator = Option<Arc<Integer>>;

/// `value = numerator * 2^exponent / denominator` with an odd denominator.
pub(crate) fn split_denominator(denominator: &Integer) -> (i64, Denominator) {
    let zeros = denominator.find_one(0).expect("a denominator is positive");
    let odd = (denominator >> zeros).complete();
    (-i64::from(zeros), (odd != 1).then(|| Arc::new(odd)))
}

/// The absolute value of a weight that is not a short dyadic number:
/// `numerator * 2^exponent / denominator`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LongWeight {
    pub(crate) numerator: Integer,
    pub(crate) exponent: i64,
    pub(crate) denominator: Denominator,
}

impl LongWeight {
    pub(crate) fn new(value: &Rational) -> Self {
        let (exponent, denominator) = split_denominator(value.denom());
        Self { numerator: value.numer().clone().abs(), exponent, denominator }
    }
}

/// A weight as the rows of a program hold it, in 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coefficient {
    /// A [`Dyadic`].
    Short { mantissa: i64, exponent: i32 },
    /// Number `index` among the program's long weights, or its opposite.
    Long { index: u32, negative: bool },
}

impl Coefficient {
    pub(crate) const ZERO: Self = Self::Short { mantissa: 0, exponent: 0 };
}

/// Translates weights; equal long ones of a row are stored once.
#[derive(Debug, Default)]
pub(crate) struct LongWeights(pub(crate) Vec<LongWeight>);

impl LongWeights {
    /// The coefficient of `weight`; looks for an equal long weight from number `first` on.
    pub(crate) fn coefficient(&mut self, weight: &Weight, first: usize) -> Coefficient {
        let Some(value) = weight.as_long() else {
            let (mantissa, exponent) = weight.as_dyadic().expect("a weight is long or dyadic");
            return Coefficient::Short { mantissa, exponent };
        };
        let long = LongWeight::new(value);
        let known = self.0.iter().skip(first).position(|other| *other == long);
        let index = known.map_or(self.0.len(), |position| first + position);
        if known.is_none() {
            self.0.push(long);
        }
        let index = index.try_into().expect("2^32 weights of dozens of bytes are beyond memory");
        Coefficient::Long { index, negative: weight.sign().is_lt() }
    }
}
