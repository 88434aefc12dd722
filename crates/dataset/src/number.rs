//! Exact numbers as they are written, before they get a common denominator.

use rug::{Complete, Integer, Rational};
use thiserror::Error;

use crate::text::plain;

/// Longest power of ten of a number: `digits * 10^e` needs `-4096 <= e <= 4096`, once zeros at the
/// end of its decimal places are dropped, so that a short text cannot ask for unbounded memory.
/// Numbers in double precision stay far within it.
pub const MAX_EXPONENT: u16 = 4096;

/// Limit for the memory that the numerators over a common denominator take, beside 512 bits for
/// each: 2^33 bits, that is 1 GiB.
const MAX_BITS: u64 = 1 << 33;

/// An exact number `mantissa * 10^ten * 2^two`, in 16 bytes if the mantissa is a machine word.
///
/// Invariant: both exponents lie within +-[`MAX_EXPONENT`], and a number does not end in a zero of a
/// base that has a negative exponent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(Form);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Word { mantissa: i64, ten: i16, two: i16 },
    Long { mantissa: Box<Integer>, ten: i16, two: i16 },
}

/// A binary floating-point format: its fields below the sign, in bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Float {
    fraction: u32,
    exponent: u32,
}

impl Float {
    /// 16 bits.
    pub const HALF: Self = Self { fraction: 10, exponent: 5 };
    /// 32 bits.
    pub const SINGLE: Self = Self { fraction: 23, exponent: 8 };
    /// 64 bits.
    pub const DOUBLE: Self = Self { fraction: 52, exponent: 11 };
}

/// A floating-point value that is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("`{0}` is not a finite number")]
pub struct NotFinite(
    /// How it is written.
    pub &'static str,
);

/// Written to the finest place of one of them, some numbers take more than 1 GiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("written to the finest place, that of number {place}, all numbers take more than 1 GiB")]
pub struct TooFine {
    /// Which number has the finest place, from 0.
    pub place: usize,
}

impl Number {
    /// 0.
    pub const ZERO: Self = Self::word(0, 0);

    /// `mantissa * 10^ten`; zeros at the end of decimal places are to be dropped before.
    pub(crate) const fn word(mantissa: i64, ten: i16) -> Self {
        Self(Form::Word { mantissa, ten, two: 0 })
    }

    /// `digits * 10^ten`; zeros at the end of decimal places are to be dropped before.
    pub(crate) fn long(digits: Integer, ten: i16) -> Self {
        match digits.to_i64() {
            Some(mantissa) => Self::word(mantissa, ten),
            None => Self(Form::Long { mantissa: Box::new(digits), ten, two: 0 }),
        }
    }

    /// `unscaled / 10^places`, if there are at most [`MAX_EXPONENT`] places.
    #[must_use]
    pub fn scaled(mut unscaled: Integer, mut places: u16) -> Option<Self> {
        if places > MAX_EXPONENT {
            return None;
        }
        while places > 0 && unscaled.is_divisible_u(10) {
            unscaled.div_exact_u_mut(10);
            places -= 1;
        }
        // 4096 fits.
        Some(Self::long(unscaled, -(places as i16)))
    }

    /// The number with these bits of IEEE 754. No rounding: mantissa and exponent are taken as they
    /// stand.
    ///
    /// # Errors
    ///
    /// [`NotFinite`] for infinities and what is no number.
    pub fn float(bits: u64, format: Float) -> Result<Self, NotFinite> {
        let Float { fraction, exponent } = format;
        let mantissa = bits & ((1 << fraction) - 1);
        let highest = (1 << exponent) - 1;
        let biased = (bits >> fraction) & highest;
        let negative = (bits >> (fraction + exponent)) & 1 == 1;
        if biased == highest {
            return Err(NotFinite(match (mantissa, negative) {
                (0, false) => "inf",
                (0, true) => "-inf",
                _ => "NaN",
            }));
        }
        let mantissa = if biased == 0 { mantissa } else { mantissa | 1 << fraction };
        if mantissa == 0 {
            return Ok(Self::ZERO);
        }
        // Below 2^11, minus a bias and a length.
        let two = biased.max(1) as i32 - (highest >> 1) as i32 - fraction as i32;
        let zeros = mantissa.trailing_zeros().min((-two).max(0).unsigned_abs());
        let (mantissa, two) = ((mantissa >> zeros) as i64, (two + zeros as i32) as i16);
        let mantissa = if negative { -mantissa } else { mantissa };
        Ok(Self(Form::Word { mantissa, ten: 0, two }))
    }

    fn ten(&self) -> i16 {
        let (Form::Word { ten, .. } | Form::Long { ten, .. }) = self.0;
        ten
    }

    fn two(&self) -> i16 {
        let (Form::Word { two, .. } | Form::Long { two, .. }) = self.0;
        two
    }

    fn bits(&self) -> u32 {
        match &self.0 {
            Form::Word { mantissa, .. } => 64 - mantissa.unsigned_abs().leading_zeros(),
            Form::Long { mantissa, .. } => mantissa.significant_bits(),
        }
    }

    fn mantissa(self) -> Integer {
        match self.0 {
            Form::Word { mantissa, .. } => mantissa.into(),
            Form::Long { mantissa, .. } => *mantissa,
        }
    }

    /// The number as a rational.
    #[must_use]
    pub fn to_rational(&self) -> Rational {
        let (ten, two) = (self.ten(), self.two());
        let power = power_of_ten(ten.unsigned_abs());
        let mantissa = self.clone().mantissa();
        let value = if ten < 0 {
            Rational::from((mantissa, power))
        } else {
            Rational::from(mantissa * power)
        };
        value << i32::from(two)
    }

    /// The number as a plain decimal: every number here has finitely many decimal places.
    #[must_use]
    pub fn to_text(&self) -> String {
        if let Form::Word { mantissa, ten: 0, two: 0 } = self.0 {
            return mantissa.to_string();
        }
        // m / 2^k = m 5^k / 10^k.
        let (ten, two) = (self.ten(), self.two());
        let mut digits = self.clone().mantissa() << u32::from(two.max(0).unsigned_abs());
        let halves = two.min(0).unsigned_abs();
        digits *= Integer::u_pow_u(5, halves.into()).complete();
        digits *= power_of_ten(ten.max(0).unsigned_abs());
        plain(digits, usize::from(halves) + usize::from(ten.min(0).unsigned_abs()))
    }
}

impl From<i64> for Number {
    fn from(mantissa: i64) -> Self {
        Self::word(mantissa, 0)
    }
}

impl From<u64> for Number {
    fn from(mantissa: u64) -> Self {
        Self::long(mantissa.into(), 0)
    }
}

fn power_of_ten(exponent: u16) -> Integer {
    Integer::u_pow_u(10, exponent.into()).complete()
}

/// The numbers as a denominator, a power of ten times a power of two, and their numerators over it.
///
/// # Errors
///
/// [`TooFine`] if the numerators take too much memory.
pub fn common_denominator(numbers: Vec<Number>) -> Result<(Integer, Vec<Integer>), TooFine> {
    let places = |exponent: fn(&Number) -> i16| {
        numbers.iter().map(exponent).fold(0, i16::min).unsigned_abs()
    };
    let (tens, twos) = (places(Number::ten), places(Number::two));
    let shifts = |number: &Number| (shift(tens, number.ten()), shift(twos, number.two()));
    let bits = |number: &Number| {
        let (ten, two) = shifts(number);
        // 10^3 < 2^10, hence at most 10/3 bits for each decimal place.
        u64::from(number.bits()) + u64::from(ten) * 10 / 3 + u64::from(two)
    };
    if numbers.iter().map(bits).sum::<u64>() > MAX_BITS + 512 * numbers.len() as u64 {
        return Err(TooFine { place: finest(&numbers) });
    }
    let scaled = numbers.into_iter().map(|number| match (shifts(&number), number.0) {
        ((ten @ 0..=18, 0), Form::Word { mantissa, .. }) => {
            let power = 10_i64.pow(ten);
            match mantissa.checked_mul(power) {
                Some(scaled) => scaled.into(),
                None => Integer::from(mantissa) * power,
            }
        }
        ((0, two), form) => Number(form).mantissa() << two,
        ((ten, two), form) => {
            (Number(form).mantissa() * Integer::u_pow_u(10, ten).complete()) << two
        }
    });
    let numerators = scaled.collect();
    Ok((power_of_ten(tens) << u32::from(twos), numerators))
}

/// What is left of an exponent once it is counted from the finest place.
fn shift(places: u16, exponent: i16) -> u32 {
    let left = i32::from(places) + i32::from(exponent);
    u32::try_from(left).expect("no exponent is below that of the finest place")
}

/// Which number has the finest place, in bits.
fn finest(numbers: &[Number]) -> usize {
    let fine = |number: &Number| 10 * i32::from(number.ten()) + 3 * i32::from(number.two());
    let finest = (0..numbers.len()).min_by_key(|&place| fine(&numbers[place]));
    finest.expect("bits above a limit are those of some number")
}
