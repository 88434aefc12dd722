//! An irrational number between two rationals.

use std::ops::{Add, Div, Mul, Sub};

use rug::{Integer, Rational};

/// Significant bits kept on each side after an operation.
const PRECISION: u32 = 192;

/// A real number enclosed by two rationals, `lower <= number <= upper`.
///
/// Every operation rounds outwards, so the enclosure stays one. The two ends differ by a few units
/// in the 150th significant bit, far below any bound that is printed or compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    lower: Rational,
    upper: Rational,
}

impl Enclosure {
    /// The enclosure of an exact number.
    #[must_use]
    pub fn exact(value: impl Into<Rational>) -> Self {
        let value = value.into();
        Self { lower: value.clone(), upper: value }
    }

    /// pi, from its first 60 decimals.
    #[must_use]
    pub fn pi() -> Self {
        Self::from_decimals("3141592653589793238462643383279502884197169399375105820974944")
    }

    /// e, from its first 60 decimals.
    #[must_use]
    pub fn e() -> Self {
        Self::from_decimals("2718281828459045235360287471352662497757247093699959574966967")
    }

    /// A number from its digit before the point and all its decimals, cut off after the last.
    fn from_decimals(digits: &str) -> Self {
        let ten = digits.bytes().skip(1).fold(Integer::from(1), |power, _| power * 10_u32);
        let value = digits.bytes().fold(Integer::new(), |sum, digit| sum * 10_u32 + (digit - b'0'));
        Self {
            lower: Rational::from((value.clone(), ten.clone())),
            upper: Rational::from((value + 1_u32, ten)),
        }
    }

    /// The largest rational known to be at most the number.
    #[must_use]
    pub fn lower(&self) -> &Rational {
        &self.lower
    }

    /// The smallest rational known to be at least the number.
    #[must_use]
    pub fn upper(&self) -> &Rational {
        &self.upper
    }

    /// The least integer known to be at least the number.
    #[must_use]
    pub fn ceil(&self) -> Integer {
        Integer::from(self.upper.ceil_ref())
    }

    /// The greatest integer known to be at most the number.
    #[must_use]
    pub fn floor(&self) -> Integer {
        Integer::from(self.lower.floor_ref())
    }

    /// The larger of the number and `other`.
    #[must_use]
    pub fn max_with(&self, other: impl Into<Self>) -> Self {
        let other = other.into();
        let larger = |a: &Rational, b: Rational| if *a < b { b } else { a.clone() };
        Self { lower: larger(&self.lower, other.lower), upper: larger(&self.upper, other.upper) }
    }

    /// The square root of a number known to be `>= 0`; negative ends count as 0.
    #[must_use]
    pub fn sqrt(&self) -> Self {
        // sqrt(a / b) = sqrt(a b 4^k) / (b 2^k), cut off below and above
        let root = |value: &Rational, up: bool| {
            if *value <= 0 {
                return Rational::new();
            }
            let square = Integer::from(value.numer() * value.denom()) << (2 * PRECISION);
            let mut root = square.clone().sqrt();
            if up && root.clone().square() != square {
                root += 1_u32;
            }
            Rational::from((root, Integer::from(value.denom() << PRECISION)))
        };
        Self { lower: root(&self.lower, false), upper: root(&self.upper, true) }.rounded()
    }

    /// The logarithm to base 2, or `None` unless the number is known to be positive.
    #[must_use]
    pub fn log2(&self) -> Option<Self> {
        if self.lower <= 0 {
            return None;
        }
        Some(Self { lower: log2(&self.lower, false), upper: log2(&self.upper, true) })
    }

    /// `ceil(log2(number))`, at most 1 too large when the enclosure contains a power of two, or
    /// `None` unless the number is known to be positive.
    #[must_use]
    pub fn ceil_log2(&self) -> Option<i64> {
        (self.lower > 0).then(|| {
            let floor = floor_log2(&self.upper);
            let exact = Rational::from(1) << floor as i32 == self.upper;
            if exact { floor } else { floor + 1 }
        })
    }

    fn rounded(self) -> Self {
        Self { lower: round(&self.lower, false), upper: round(&self.upper, true) }
    }
}

/// `floor(log2(value))` of a positive rational.
fn floor_log2(value: &Rational) -> i64 {
    let digits = |n: &Integer| i64::from(n.significant_bits());
    let estimate = digits(value.numer()) - digits(value.denom());
    // estimate - 1 < log2(value) < estimate + 1
    if *value < Rational::from(1) << estimate as i32 { estimate - 1 } else { estimate }
}

/// Keeps [`PRECISION`] significant bits, rounding up or down.
fn round(value: &Rational, up: bool) -> Rational {
    if value.is_zero() {
        return Rational::new();
    }
    let shift = floor_log2(&value.clone().abs()) as i32 - PRECISION as i32;
    let scaled = Rational::from(value >> shift);
    let cut = if up { scaled.ceil() } else { scaled.floor() };
    cut << shift
}

/// The logarithm of a positive rational to 128 binary places, rounded up or down.
fn log2(value: &Rational, up: bool) -> Rational {
    const PLACES: u32 = 128;
    let whole = floor_log2(value);
    let mut mantissa = Rational::from(value >> whole as i32);
    let mut fraction = Integer::new();
    for _ in 0..PLACES {
        // log2(m) = log2(m^2) / 2; each rounding goes the way that the result does.
        mantissa = round(&mantissa.square(), up);
        fraction <<= 1;
        if mantissa >= 2 {
            fraction += 1;
            mantissa >>= 1;
        }
    }
    // What is left is log2(mantissa) <= 1 unit of the last place.
    if up && mantissa > 1 {
        fraction += 1;
    }
    Rational::from(whole) + (Rational::from(fraction) >> PLACES)
}

impl<T: Into<Rational>> From<T> for Enclosure {
    fn from(value: T) -> Self {
        Self::exact(value)
    }
}

impl<T: Into<Self>> Add<T> for Enclosure {
    type Output = Self;

    fn add(self, other: T) -> Self {
        let other = other.into();
        Self { lower: self.lower + other.lower, upper: self.upper + other.upper }.rounded()
    }
}

impl<T: Into<Self>> Sub<T> for Enclosure {
    type Output = Self;

    fn sub(self, other: T) -> Self {
        let other = other.into();
        Self { lower: self.lower - other.upper, upper: self.upper - other.lower }.rounded()
    }
}

impl<T: Into<Self>> Mul<T> for Enclosure {
    type Output = Self;

    fn mul(self, other: T) -> Self {
        let other = other.into();
        let product = |a: &Rational, b: &Rational| Rational::from(a * b);
        let all = [
            product(&self.lower, &other.lower),
            product(&self.lower, &other.upper),
            product(&self.upper, &other.lower),
            product(&self.upper, &other.upper),
        ];
        let [first, rest @ ..] = all;
        let (mut lower, mut upper) = (first.clone(), first);
        for value in rest {
            if value < lower {
                lower = value;
            } else if value > upper {
                upper = value;
            }
        }
        Self { lower, upper }.rounded()
    }
}

impl<T: Into<Rational>> Div<T> for Enclosure {
    type Output = Self;

    /// # Panics
    ///
    /// If `divisor` is 0.
    #[expect(clippy::suspicious_arithmetic_impl, reason = "a quotient is a product")]
    fn div(self, divisor: T) -> Self {
        self * divisor.into().recip()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pi_and_e_enclose_known_rationals() {
        assert!(*Enclosure::pi().lower() > Rational::from((333, 106)));
        assert!(*Enclosure::pi().upper() < Rational::from((355, 113)));
        assert!(*Enclosure::e().lower() > Rational::from((1264, 465)));
        assert!(*Enclosure::e().upper() < Rational::from((1457, 536)));
    }

    #[test]
    fn square_roots_enclose_and_squares_are_exact() {
        let two = Enclosure::exact(2).sqrt();
        assert!(two.lower().clone().square() < 2 && two.upper().clone().square() > 2);
        assert_eq!(Enclosure::exact((49, 4)).sqrt(), Enclosure::exact((7, 2)));
    }

    #[test]
    fn logarithms_enclose_and_powers_of_two_are_exact() {
        assert_eq!(Enclosure::exact(1024).log2().unwrap(), Enclosure::exact(10));
        assert_eq!(Enclosure::exact((1, 8)).ceil_log2(), Some(-3));
        assert_eq!(Enclosure::exact(9).ceil_log2(), Some(4));
        // 3^12 < 2^20 and 3^17 > 2^26
        let three = Enclosure::exact(3).log2().unwrap();
        assert!(*three.upper() < Rational::from((20, 12)));
        assert!(*three.lower() > Rational::from((26, 17)));
        let width = Rational::from(three.upper() - three.lower());
        assert!(width > 0 && width < Rational::from((1, 1_u64 << 60)));
    }

    #[test]
    fn operations_round_outwards() {
        let third = Enclosure::exact((1, 3)) * Enclosure::exact(1);
        assert!(*third.lower() < Rational::from((1, 3)) && *third.upper() > Rational::from((1, 3)));
        let zero = third.clone() - third;
        assert!(*zero.lower() < 0 && *zero.upper() > 0);
    }
}
