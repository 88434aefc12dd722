//! One exact rational number of a network: a weight or a bias.
//!
//! Nearly all numbers of a memorizing network are 0, ±1 or ±2^k, and a few are very long. The
//! first kind is stored in two machine words, the second behind a shared pointer, so that a long
//! weight that stands on several edges is stored once.

use std::{
    cmp::Ordering,
    fmt,
    ops::{Add, Mul, Neg, Sub},
    sync::Arc,
};

use rug::{Integer, Rational};

/// An exact rational number.
///
/// Invariant: a dyadic rational `m * 2^e` whose odd part `m` fits an `i64` is always stored as
/// that pair (zero as `0 * 2^0`), everything else as a [`Rational`]. Equal numbers are therefore
/// equal as values, and the derived `Eq` and `Hash` are those of the numbers.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Weight(Repr);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    /// `mantissa * 2^exponent`, mantissa odd, or both zero.
    Dyadic {
        mantissa: i64,
        exponent: i32,
    },
    Long(Arc<Rational>),
}

impl Weight {
    /// The number 0.
    pub const ZERO: Self = Self(Repr::Dyadic { mantissa: 0, exponent: 0 });
    /// The number 1.
    pub const ONE: Self = Self(Repr::Dyadic { mantissa: 1, exponent: 0 });

    /// `2^exponent`.
    #[must_use]
    pub const fn power_of_two(exponent: i32) -> Self {
        Self(Repr::Dyadic { mantissa: 1, exponent })
    }

    /// `mantissa * 2^exponent`, or `None` if the exponent leaves the `i32` range.
    #[must_use]
    pub fn dyadic(mantissa: i64, exponent: i64) -> Option<Self> {
        if mantissa == 0 {
            return Some(Self::ZERO);
        }
        let zeros = mantissa.trailing_zeros();
        let exponent = i32::try_from(exponent.checked_add(i64::from(zeros))?).ok()?;
        Some(Self(Repr::Dyadic { mantissa: mantissa >> zeros, exponent }))
    }

    /// The odd part and the exponent of a short dyadic number `m * 2^e`, if it is one.
    #[must_use]
    pub fn as_dyadic(&self) -> Option<(i64, i32)> {
        match self.0 {
            Repr::Dyadic { mantissa, exponent } => Some((mantissa, exponent)),
            Repr::Long(_) => None,
        }
    }

    /// The number itself if it is stored as a long rational.
    #[must_use]
    pub fn as_long(&self) -> Option<&Rational> {
        match &self.0 {
            Repr::Dyadic { .. } => None,
            Repr::Long(value) => Some(value),
        }
    }

    /// The number as a rational.
    #[must_use]
    pub fn to_rational(&self) -> Rational {
        match &self.0 {
            Repr::Dyadic { mantissa, exponent } => Rational::from(*mantissa) << *exponent,
            Repr::Long(value) => Rational::clone(value),
        }
    }

    /// Adds `self * value` to a sum.
    pub(crate) fn add_product(&self, value: &Rational, sum: &mut Rational) {
        match self.as_dyadic() {
            Some((1, 0)) => *sum += value,
            Some((-1, 0)) => *sum -= value,
            Some((mantissa, exponent)) => *sum += Rational::from(value * mantissa) << exponent,
            None => *sum += self.to_rational() * value,
        }
    }

    /// Is it 0?
    #[must_use]
    pub fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }

    /// Sign of the number: `Less` for a negative one.
    #[must_use]
    pub fn sign(&self) -> Ordering {
        match &self.0 {
            Repr::Dyadic { mantissa, .. } => mantissa.cmp(&0),
            Repr::Long(value) => value.cmp0(),
        }
    }

    /// The place `s` of the number: `2^(s-1) <= |w| < 2^(s+1)`, and even `|w| < 2^s` for a short
    /// dyadic number. Nothing is expanded, however large the exponent is. (0 has no such place.)
    fn place(&self) -> i64 {
        match &self.0 {
            Repr::Dyadic { mantissa, exponent } => {
                i64::from(64 - mantissa.unsigned_abs().leading_zeros()) + i64::from(*exponent)
            }
            Repr::Long(value) => {
                let digits = |n: &Integer| i64::from(n.significant_bits());
                digits(value.numer()) - digits(value.denom())
            }
        }
    }

    /// The binary digits of `|w|`: integer and fractional digits in fixed point for a dyadic
    /// number, numerator digits + denominator digits for any other.
    ///
    /// `2^n` costs `n + 1`, `2^-n` costs `n`, and 0 costs nothing.
    #[must_use]
    pub fn bits(&self) -> u64 {
        let fixed_point = |length: u64, exponent: i64| {
            if exponent >= 0 {
                length + exponent.unsigned_abs()
            } else {
                length.max(exponent.unsigned_abs())
            }
        };
        match &self.0 {
            Repr::Dyadic { mantissa: 0, .. } => 0,
            Repr::Dyadic { mantissa, exponent } => {
                let length = u64::from(64 - mantissa.unsigned_abs().leading_zeros());
                fixed_point(length, i64::from(*exponent))
            }
            Repr::Long(value) => {
                let digits = |n: &Integer| u64::from(n.significant_bits());
                let (numerator, denominator) = (value.numer(), value.denom());
                if denominator.is_power_of_two() {
                    fixed_point(digits(numerator), 1 - i64::from(denominator.significant_bits()))
                } else {
                    digits(numerator) + digits(denominator)
                }
            }
        }
    }
}

impl From<i64> for Weight {
    fn from(value: i64) -> Self {
        let zeros = if value == 0 { 0 } else { value.trailing_zeros() };
        Self(Repr::Dyadic { mantissa: value >> zeros, exponent: zeros as i32 })
    }
}

impl From<i32> for Weight {
    fn from(value: i32) -> Self {
        Self::from(i64::from(value))
    }
}

impl From<Rational> for Weight {
    fn from(value: Rational) -> Self {
        if value.denom().is_power_of_two() {
            // 0 has no 1, and is 0 / 1.
            let down = value.numer().find_one(0).unwrap_or(0);
            let up = value.denom().significant_bits() - 1;
            let short = value.numer().significant_bits() - down < 64;
            if short
                && let Some(mantissa) = Integer::from(value.numer() >> down).to_i64()
                && let Some(weight) = Self::dyadic(mantissa, i64::from(down) - i64::from(up))
            {
                return weight;
            }
        }
        Self(Repr::Long(Arc::new(value)))
    }
}

impl From<Integer> for Weight {
    fn from(value: Integer) -> Self {
        Self::from(Rational::from(value))
    }
}

impl From<&Integer> for Weight {
    fn from(value: &Integer) -> Self {
        Self::from(Rational::from(value))
    }
}

impl Neg for Weight {
    type Output = Self;

    fn neg(self) -> Self {
        match self.0 {
            // The odd part is never i64::MIN, which is even.
            Repr::Dyadic { mantissa, exponent } => {
                Self(Repr::Dyadic { mantissa: -mantissa, exponent })
            }
            Repr::Long(value) => Self::from(Rational::from(-&*value)),
        }
    }
}

impl Mul for &Weight {
    type Output = Weight;

    fn mul(self, other: Self) -> Weight {
        if let (
            Repr::Dyadic { mantissa: a, exponent: e },
            Repr::Dyadic { mantissa: b, exponent: f },
        ) = (&self.0, &other.0)
            && let Some(mantissa) = a.checked_mul(*b)
            && let Some(weight) = Weight::dyadic(mantissa, i64::from(*e) + i64::from(*f))
        {
            return weight;
        }
        // 1 leaves a long number shared.
        match (&self.0, &other.0) {
            (Repr::Dyadic { mantissa: 1, exponent: 0 }, _) => other.clone(),
            (_, Repr::Dyadic { mantissa: 1, exponent: 0 }) => self.clone(),
            _ => Weight::from(self.to_rational() * other.to_rational()),
        }
    }
}

impl Add for &Weight {
    type Output = Weight;

    fn add(self, other: Self) -> Weight {
        if self.is_zero() {
            return other.clone();
        }
        if other.is_zero() {
            return self.clone();
        }
        if let (
            Repr::Dyadic { mantissa: a, exponent: e },
            Repr::Dyadic { mantissa: b, exponent: f },
        ) = (&self.0, &other.0)
        {
            let low = (*e).min(*f);
            let shifted = |m: i64, exponent: i32| {
                let by = u32::try_from(i64::from(exponent) - i64::from(low)).ok()?;
                (m.unsigned_abs().leading_zeros() > by).then(|| m << by)
            };
            if let (Some(a), Some(b)) = (shifted(*a, *e), shifted(*b, *f))
                && let Some(mantissa) = a.checked_add(b)
                && let Some(weight) = Weight::dyadic(mantissa, i64::from(low))
            {
                return weight;
            }
        }
        Weight::from(self.to_rational() + other.to_rational())
    }
}

impl Sub for &Weight {
    type Output = Weight;

    fn sub(self, other: Self) -> Weight {
        self + &-other.clone()
    }
}

impl PartialOrd for Weight {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Weight {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = self.sign();
        if sign != other.sign() || sign.is_eq() {
            return sign.cmp(&other.sign());
        }
        // Both have one sign: compare |w|, by places as far as they tell.
        let magnitudes = match (&self.0, &other.0) {
            (
                Repr::Dyadic { mantissa: a, exponent: e },
                Repr::Dyadic { mantissa: b, exponent: f },
            ) => self.place().cmp(&other.place()).then_with(|| {
                // Equal places: with exponents made equal, both mantissas fit 63 bits.
                let low = (*e).min(*f);
                (a.unsigned_abs() << (e - low)).cmp(&(b.unsigned_abs() << (f - low)))
            }),
            _ => match self.place() - other.place() {
                2.. => Ordering::Greater,
                ..=-2 => Ordering::Less,
                _ => self.to_rational().cmp_abs(&other.to_rational()),
            },
        };
        if sign.is_lt() { magnitudes.reverse() } else { magnitudes }
    }
}

impl fmt::Debug for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::text::encode(self))
    }
}
