//! The kernel: linear combinations of vectors, with or without ReLU.

use std::{borrow::Cow, ops::AddAssign, ops::Mul};

use rug::{Assign, Integer, Rational};

use crate::{
    Error, MAX_BITS,
    number::{Denominator, Dyadic, LongWeight, power},
    numbers::{Data, Numbers, SHORT_BITS, WIDE_BITS},
};

/// Common denominators up to this length are used; beyond, numbers become rationals.
const DENOMINATOR_BITS: u32 = 512;

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

    fn exponent(self) -> i64 {
        match self {
            Self::Short(value) => value.exponent,
            Self::Long { weight, shift, .. } => weight.exponent + shift,
        }
    }

    fn denominator(&self) -> Option<&Integer> {
        match self {
            Self::Short(_) => None,
            Self::Long { weight, .. } => weight.denominator.as_deref(),
        }
    }

    fn to_rational(self) -> Rational {
        match self {
            Self::Short(value) => value.to_rational(),
            Self::Long { weight, negative, shift } => {
                let mut value = Rational::from(&weight.numerator);
                if let Some(denominator) = &weight.denominator {
                    value /= &**denominator;
                }
                power(if negative { -value } else { value }, weight.exponent + shift)
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
    fn at(self, k: usize) -> usize {
        match self {
            Self::Each => k,
            Self::First => 0,
            Self::Map(map) => map.get(k).map_or(0, |index| *index as usize),
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
struct Scaled<'a> {
    mantissa: Mantissa<'a>,
    shift: u32,
    numbers: &'a Numbers,
    index: Index<'a>,
}

enum Mantissa<'a> {
    Short(i64),
    Long { value: Cow<'a, Integer>, negative: bool },
}

impl Scaled<'_> {
    /// `b` with `|mantissa * 2^shift| <= 2^b`.
    fn most(&self) -> u64 {
        u64::from(self.shift)
            + match &self.mantissa {
                Mantissa::Short(1 | -1) => 0,
                Mantissa::Short(value) => {
                    u64::from(i64::BITS - value.unsigned_abs().leading_zeros())
                }
                Mantissa::Long { value, .. } => u64::from(value.significant_bits()),
            }
    }

    /// `b` with `|mantissa * 2^shift| >= 2^b`.
    fn least(&self) -> u64 {
        match &self.mantissa {
            Mantissa::Short(1 | -1) => self.most(),
            _ => self.most() - 1,
        }
    }

    fn negative(&self) -> bool {
        match &self.mantissa {
            Mantissa::Short(value) => *value < 0,
            Mantissa::Long { negative, .. } => *negative,
        }
    }
}

/// The sum of the terms, as `len` numbers; their positive parts if `rectify`.
pub(crate) fn combine(terms: &[Term<'_>], len: usize, rectify: bool) -> Result<Numbers, Error> {
    let terms: Vec<_> = terms.iter().filter(|term| !term.numbers.is_zero()).copied().collect();
    let Some(exponent) = terms.iter().map(|t| t.factor.exponent() + t.numbers.exponent).min()
    else {
        return Ok(Numbers::zeros(len));
    };
    let Some(denominator) = common_denominator(&terms) else {
        return Ok(Numbers::new(0, None, Data::Ratio(ratios(&terms, len, rectify))));
    };
    if exponent.unsigned_abs() > MAX_BITS {
        return Err(Error::Length { bits: exponent.unsigned_abs() });
    }
    let scaled = terms
        .iter()
        .map(|term| scaled(term, exponent, denominator.as_deref()))
        .collect::<Result<Vec<_>, _>>()?;
    let longest = scaled.iter().map(|term| term.most() + term.numbers.bits).max().unwrap_or(0);
    let bits = longest + u64::from(usize::BITS - (scaled.len() - 1).leading_zeros());
    let data = if bits <= SHORT_BITS {
        Data::Short(machine(&scaled, len, rectify))
    } else if bits <= WIDE_BITS {
        Data::Wide(machine(&scaled, len, rectify))
    } else if bits <= MAX_BITS {
        Data::Long(long(&scaled, len, rectify))
    } else {
        return Err(Error::Length { bits });
    };
    Ok(Numbers::new(exponent, denominator, data))
}

/// The least common multiple of the denominators, unless numbers are rationals already or should
/// better be.
fn common_denominator(terms: &[Term<'_>]) -> Option<Denominator> {
    let mut common: Denominator = None;
    for term in terms {
        if matches!(term.numbers.data, Data::Ratio(_)) {
            return None;
        }
        let of_factor = term.factor.denominator();
        let of_numbers = term.numbers.denominator.as_deref();
        let product = match (of_factor, of_numbers) {
            (None, None) => continue,
            (Some(one), None) | (None, Some(one)) => Cow::Borrowed(one),
            (Some(left), Some(right)) => Cow::Owned(Integer::from(left * right)),
        };
        match &common {
            Some(known) if **known == *product => {}
            Some(known) => common = Some(Integer::from(known.lcm_ref(&product)).into()),
            None if of_factor.is_none() => common.clone_from(&term.numbers.denominator),
            None => common = Some(product.into_owned().into()),
        }
        if common.as_ref().is_some_and(|common| common.significant_bits() > DENOMINATOR_BITS) {
            return None;
        }
    }
    Some(common)
}

fn scaled<'a>(
    term: &Term<'a>,
    exponent: i64,
    denominator: Option<&Integer>,
) -> Result<Scaled<'a>, Error> {
    // `exponent` is the least of all.
    let shift = (term.factor.exponent() + term.numbers.exponent).abs_diff(exponent);
    let shift = shift_of(shift as i64)?;
    let mut mantissa = match term.factor {
        Factor::Short(value) => Mantissa::Short(value.mantissa),
        Factor::Long { weight, negative, .. } => {
            Mantissa::Long { value: Cow::Borrowed(&weight.numerator), negative }
        }
    };
    if let Some(common) = denominator {
        let mut missing = common.clone();
        for own in [term.factor.denominator(), term.numbers.denominator.as_deref()] {
            if let Some(own) = own {
                missing.div_exact_mut(own);
            }
        }
        if missing != 1 {
            let (product, negative) = match mantissa {
                Mantissa::Short(value) => (missing * value.unsigned_abs(), value < 0),
                Mantissa::Long { value, negative } => (missing * &*value, negative),
            };
            mantissa = match product.to_i64() {
                Some(short) => Mantissa::Short(if negative { -short } else { short }),
                None => Mantissa::Long { value: Cow::Owned(product), negative },
            };
        }
    }
    Ok(Scaled { mantissa, shift, numbers: term.numbers, index: term.index })
}

/// A difference of exponents as a shift.
pub(crate) fn shift_of(difference: i64) -> Result<u32, Error> {
    let bits = difference.unsigned_abs();
    u32::try_from(bits).ok().filter(|_| bits <= MAX_BITS).ok_or(Error::Length { bits })
}

/// The products of two vectors, number by number.
pub(crate) fn product(left: &Numbers, right: &Numbers) -> Result<Numbers, Error> {
    let len = left.len().min(right.len());
    if left.is_zero() || right.is_zero() {
        return Ok(Numbers::zeros(len));
    }
    let exponent = left.exponent + right.exponent;
    let bits = (left.bits + right.bits).max(exponent.unsigned_abs());
    if bits > MAX_BITS {
        return Err(Error::Length { bits });
    }
    let denominator = match (&left.denominator, &right.denominator) {
        (Some(left), Some(right)) => Some(Integer::from(&**left * &**right).into()),
        (one, None) | (None, one) => one.clone(),
    };
    let data = match (&left.data, &right.data) {
        (Data::Short(left), Data::Short(right)) if bits <= SHORT_BITS => {
            Data::Short(left.iter().zip(right).map(|(left, right)| left * right).collect())
        }
        (Data::Ratio(_), _) | (_, Data::Ratio(_)) => {
            let ratios = (0..len).map(|k| left.rational(k) * right.rational(k)).collect();
            return Ok(Numbers::new(0, None, Data::Ratio(ratios)));
        }
        _ => Data::Long((0..len).map(|k| left.integer(k) * right.integer(k)).collect()),
    };
    Ok(Numbers::new(exponent, denominator, data))
}

/// A machine integer that sums are formed in. Conversions never lose anything: the caller knows
/// from the bounds of all terms that every partial sum fits.
trait Machine: Copy + Ord + Default + AddAssign + Mul<Output = Self> {
    fn from_short(value: i64) -> Self;
    fn from_wide(value: i128) -> Self;
}

impl Machine for i64 {
    fn from_short(value: i64) -> Self {
        value
    }
    fn from_wide(value: i128) -> Self {
        value as Self
    }
}

impl Machine for i128 {
    fn from_short(value: i64) -> Self {
        value.into()
    }
    fn from_wide(value: i128) -> Self {
        value
    }
}

fn machine<T: Machine>(terms: &[Scaled<'_>], len: usize, rectify: bool) -> Vec<T> {
    let mut sums = vec![T::default(); len];
    for term in terms {
        // |mantissa * 2^shift * data| fits, and data is not all 0.
        let mantissa = match &term.mantissa {
            Mantissa::Short(value) => i128::from(*value),
            Mantissa::Long { value, negative: false } => value.to_i128_wrapping(),
            Mantissa::Long { value, negative: true } => -value.to_i128_wrapping(),
        };
        let factor = T::from_wide(mantissa << term.shift);
        match &term.numbers.data {
            Data::Short(values) => add(&mut sums, values, term.index, factor, T::from_short),
            Data::Wide(values) => add(&mut sums, values, term.index, factor, T::from_wide),
            // Longer numbers do not get here unless their bits are few, and then they are narrow.
            Data::Long(_) | Data::Ratio(_) => {}
        }
    }
    if rectify {
        sums.iter_mut().for_each(|sum| *sum = (*sum).max(T::default()));
    }
    sums
}

fn add<T: Machine, S: Copy>(
    sums: &mut [T],
    values: &[S],
    index: Index<'_>,
    factor: T,
    convert: impl Fn(S) -> T,
) {
    match index {
        Index::Each => {
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += factor * convert(*value);
            }
        }
        Index::First => {
            for value in values.iter().take(1) {
                let product = factor * convert(*value);
                sums.iter_mut().for_each(|sum| *sum += product);
            }
        }
        Index::Map(map) => {
            for (sum, index) in sums.iter_mut().zip(map) {
                if let Some(value) = values.get(*index as usize) {
                    *sum += factor * convert(*value);
                }
            }
        }
    }
}

/// Sums of long integers, one after the other.
fn long(terms: &[Scaled<'_>], len: usize, rectify: bool) -> Vec<Integer> {
    // What is the same everywhere is added up once.
    let (constants, terms): (Vec<_>, Vec<_>) =
        terms.iter().partition(|term| matches!(term.index, Index::First));
    let mut scratch = Integer::new();
    let mut constant = Integer::new();
    for term in constants {
        add_long(&mut constant, term, 0, &mut scratch);
    }
    let mut sums = Vec::with_capacity(len);
    for k in 0..len {
        if rectify && dominated(&terms, &constant, k) {
            sums.push(Integer::new());
            continue;
        }
        let bits = terms.iter().map(|t| t.most() + t.numbers.bits_at(t.index.at(k))).max();
        let bits = bits.unwrap_or(0).max(u64::from(constant.significant_bits()));
        let mut sum = Integer::with_capacity(bits as usize + 64);
        for term in &terms {
            add_long(&mut sum, term, term.index.at(k), &mut scratch);
        }
        sum += &constant;
        if rectify && sum.is_negative() {
            sum = Integer::new();
        }
        sums.push(sum);
    }
    sums
}

/// Is the sum at place `k` certainly `<= 0`, from the lengths of its terms alone?
fn dominated(terms: &[&Scaled<'_>], constant: &Integer, k: usize) -> bool {
    let (mut above, mut positive, mut below) = (0, 0_usize, None);
    for term in terms {
        let index = term.index.at(k);
        let sign = term.numbers.sign(index);
        if sign == 0 {
            continue;
        }
        let bits = term.numbers.bits_at(index);
        if (sign < 0) == term.negative() {
            above = above.max(term.most() + bits);
            positive += 1;
        } else {
            below = below.max(Some(term.least() + bits - 1));
        }
    }
    let bits = u64::from(constant.significant_bits());
    if constant.is_positive() {
        above = above.max(bits);
        positive += 1;
    } else if constant.is_negative() {
        below = below.max(Some(bits - 1));
    }
    // positive sum < positive * 2^above, negative sum <= -2^below
    match positive.checked_sub(1) {
        None => true,
        Some(rest) => below >= Some(above + u64::from(usize::BITS - rest.leading_zeros())),
    }
}

/// `sum += term at number index`
fn add_long(sum: &mut Integer, term: &Scaled<'_>, index: usize, scratch: &mut Integer) {
    let value = match &term.numbers.data {
        Data::Long(values) => match values.get(index) {
            Some(value) => value,
            None => return,
        },
        Data::Short(values) => {
            scratch.assign(values.get(index).copied().unwrap_or(0));
            &scratch.clone()
        }
        Data::Wide(values) => {
            scratch.assign(values.get(index).copied().unwrap_or(0));
            &scratch.clone()
        }
        Data::Ratio(_) => return,
    };
    if value.is_zero() {
        return;
    }
    match (&term.mantissa, term.shift) {
        (Mantissa::Short(1), 0) => *sum += value,
        (Mantissa::Short(-1), 0) => *sum -= value,
        (Mantissa::Short(mantissa), shift)
            if mantissa.unsigned_abs().leading_zeros() > shift + 1 =>
        {
            *sum += value * (mantissa << shift);
        }
        (Mantissa::Short(1), shift) => {
            scratch.assign(value << shift);
            *sum += &*scratch;
        }
        (Mantissa::Short(-1), shift) => {
            scratch.assign(value << shift);
            *sum -= &*scratch;
        }
        (Mantissa::Short(mantissa), shift) => {
            scratch.assign(value << shift);
            *sum += &*scratch * *mantissa;
        }
        (Mantissa::Long { value: mantissa, negative }, shift) => {
            scratch.assign(value * &**mantissa);
            *scratch <<= shift;
            if *negative {
                *sum -= &*scratch;
            } else {
                *sum += &*scratch;
            }
        }
    }
}

fn ratios(terms: &[Term<'_>], len: usize, rectify: bool) -> Vec<Rational> {
    let factors: Vec<_> = terms.iter().map(|term| term.factor.to_rational()).collect();
    let sum = |k| {
        let mut sum = Rational::new();
        for (term, factor) in terms.iter().zip(&factors) {
            sum += term.numbers.rational(term.index.at(k)) * factor;
        }
        if rectify && sum.is_negative() { Rational::new() } else { sum }
    };
    (0..len).map(sum).collect()
}
