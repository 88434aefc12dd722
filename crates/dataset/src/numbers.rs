//! Exact numbers as files hold them, before they get a common denominator.

use rug::{Complete, Integer};

use crate::{DataError, Points, source::ReadProblem};

/// Coordinates of one file, at most. A file can hold far more of them than bytes (sparse, packed or
/// run-length encoded ones), so this bounds the memory that it can ask for.
pub(crate) const MAX_COORDINATES: u64 = 1 << 26;

/// Limit for the memory that the coordinates of one file take, beside 512 bits for each: 2^33 bits,
/// that is 1 GiB.
const MAX_BITS: u64 = 1 << 33;

/// An exact number `mantissa * 10^ten * 2^two`, in 16 bytes if the mantissa is a machine word.
///
/// Invariant: both exponents lie within +-4096, and a number does not end in a zero of a base that
/// has a negative exponent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Number {
    Word { mantissa: i64, ten: i16, two: i16 },
    Long { mantissa: Box<Integer>, ten: i16, two: i16 },
}

/// A binary floating-point format: its fields below the sign, in bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Float {
    fraction: u32,
    exponent: u32,
}

impl Float {
    pub(crate) const HALF: Self = Self { fraction: 10, exponent: 5 };
    pub(crate) const SINGLE: Self = Self { fraction: 23, exponent: 8 };
    pub(crate) const DOUBLE: Self = Self { fraction: 52, exponent: 11 };
}

/// A floating-point value that is no number: how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotFinite(pub(crate) &'static str);

impl Number {
    pub(crate) const ZERO: Self = Self::Word { mantissa: 0, ten: 0, two: 0 };

    /// `digits * 10^ten`; zeros at the end of decimal places are to be dropped before.
    pub(crate) fn long(digits: Integer, ten: i16) -> Self {
        match digits.to_i64() {
            Some(mantissa) => Self::Word { mantissa, ten, two: 0 },
            None => Self::Long { mantissa: Box::new(digits), ten, two: 0 },
        }
    }

    /// `unscaled / 10^places`.
    #[cfg(feature = "parquet")]
    pub(crate) fn scaled(mut unscaled: Integer, mut places: u16) -> Self {
        while places > 0 && unscaled.is_divisible_u(10) {
            unscaled.div_exact_u_mut(10);
            places -= 1;
        }
        // At most 4096 places are read.
        Self::long(unscaled, -i16::try_from(places).unwrap_or(i16::MAX))
    }

    /// The number with these bits of IEEE 754. No rounding: mantissa and exponent are taken as they
    /// stand.
    pub(crate) fn float(bits: u64, format: Float) -> Result<Self, NotFinite> {
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
        Ok(Self::Word { mantissa: if negative { -mantissa } else { mantissa }, ten: 0, two })
    }

    fn ten(&self) -> i16 {
        let (Self::Word { ten, .. } | Self::Long { ten, .. }) = self;
        *ten
    }

    fn two(&self) -> i16 {
        let (Self::Word { two, .. } | Self::Long { two, .. }) = self;
        *two
    }

    fn bits(&self) -> u32 {
        match self {
            Self::Word { mantissa, .. } => 64 - mantissa.unsigned_abs().leading_zeros(),
            Self::Long { mantissa, .. } => mantissa.significant_bits(),
        }
    }

    fn mantissa(self) -> Integer {
        match self {
            Self::Word { mantissa, .. } => mantissa.into(),
            Self::Long { mantissa, .. } => *mantissa,
        }
    }

    /// The number as a plain decimal: every number here has finitely many decimal places.
    pub(crate) fn to_text(&self) -> String {
        if let Self::Word { mantissa, ten: 0, two: 0 } = self {
            return mantissa.to_string();
        }
        // m / 2^k = m 5^k / 10^k.
        let (ten, two) = (i32::from(self.ten()), i32::from(self.two()));
        let mut digits = self.clone().mantissa() << two.max(0).unsigned_abs();
        let halves = (-two).max(0).unsigned_abs();
        digits *= Integer::u_pow_u(5, halves).complete();
        let places = halves.saturating_add_signed(-ten.min(0));
        digits *= Integer::u_pow_u(10, ten.max(0).unsigned_abs()).complete();
        plain(digits, places as usize)
    }
}

impl From<i64> for Number {
    fn from(mantissa: i64) -> Self {
        Self::Word { mantissa, ten: 0, two: 0 }
    }
}

impl From<u64> for Number {
    fn from(mantissa: u64) -> Self {
        Self::long(mantissa.into(), 0)
    }
}

/// `number / 10^places` without zeros at the end.
pub(crate) fn plain(number: Integer, places: usize) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", number.abs().to_string(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        fraction => format!("{sign}{whole}.{fraction}"),
    }
}

/// Refuses more coordinates than [`MAX_COORDINATES`].
pub(crate) fn check_size(rows: u64, features: u64) -> Result<(), ReadProblem> {
    match rows.checked_mul(features) {
        Some(coordinates) if coordinates <= MAX_COORDINATES => Ok(()),
        _ => Err(ReadProblem::TooMany { rows, features }),
    }
}

/// The points with these coordinates, point after point.
///
/// # Errors
///
/// [`ReadProblem::TooLong`] at the coordinate with the finest place, if written to that place all of
/// them take too much memory; `place` tells the row and the column of a coordinate.
pub(crate) fn points(
    numbers: Vec<Number>,
    dimension: usize,
    place: impl FnOnce(usize, usize) -> ReadProblem,
) -> Result<Points, ReadProblem> {
    if numbers.is_empty() {
        return Err(DataError::NoPoints.into());
    }
    let (denominator, numerators) = common_denominator(numbers).map_err(|finest| {
        let dimension = dimension.max(1);
        place(finest / dimension, finest % dimension)
    })?;
    Ok(Points::new(dimension, denominator, numerators)?)
}

/// The numbers over one power of ten times one power of two; or the place of the one with the finest
/// place, if that takes too much memory.
fn common_denominator(numbers: Vec<Number>) -> Result<(Integer, Vec<Integer>), usize> {
    let places = |exponent: Option<i16>| exponent.unwrap_or(0).min(0).unsigned_abs();
    let tens = places(numbers.iter().map(Number::ten).min());
    let twos = places(numbers.iter().map(Number::two).min());
    // At most 4096 on both sides, and never negative.
    let shifts = |number: &Number| {
        let shift = |places: u16, exponent| u32::from(places).saturating_add_signed(exponent);
        (shift(tens, number.ten().into()), shift(twos, number.two().into()))
    };
    let bits = |number: &Number| {
        let (ten, two) = shifts(number);
        // 10^3 < 2^10, hence at most 10/3 bits for each decimal place.
        u64::from(number.bits()) + u64::from(ten) * 10 / 3 + u64::from(two)
    };
    if numbers.iter().map(bits).sum::<u64>() > MAX_BITS + 512 * numbers.len() as u64 {
        // The finest place, in bits.
        let fine = |number: &Number| 10 * i32::from(number.ten()) + 3 * i32::from(number.two());
        let finest = numbers.iter().enumerate().min_by_key(|(_, number)| fine(number));
        return Err(finest.map_or(0, |(place, _)| place));
    }
    let power = |exponent| Integer::u_pow_u(10, exponent).complete();
    let scaled = numbers.into_iter().map(|number| match (shifts(&number), &number) {
        ((0, 0), _) => number.mantissa(),
        ((ten @ ..=18, 0), Number::Word { mantissa, .. }) => {
            match mantissa.checked_mul(10_i64.pow(ten)) {
                Some(scaled) => scaled.into(),
                None => Integer::from(*mantissa) * 10_i64.pow(ten),
            }
        }
        ((0, two), _) => number.mantissa() << two,
        ((ten, two), _) => (number.mantissa() * power(ten)) << two,
    });
    let numerators = scaled.collect();
    Ok((power(tens.into()) << u32::from(twos), numerators))
}
