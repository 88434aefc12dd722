//! Vectors of exact numbers at a common scale, in the narrowest type that holds them.

use std::{cell::RefCell, ops::Range};

use rug::{Integer, Rational};

use crate::number::{Denominator, Dyadic, shifted};

/// Most bits of a number in a vector of `i64`: one to spare, so that two can be added.
pub(crate) const SHORT_BITS: u64 = 62;
/// The same for `i128`.
pub(crate) const WIDE_BITS: u64 = 126;

/// The integers of a vector.
#[derive(Clone, Debug)]
pub(crate) enum Data {
    Short(Vec<i64>),
    Wide(Vec<i128>),
    Long(Vec<Integer>),
    /// The numbers themselves, where a common denominator would be too long.
    Ratio(Vec<Rational>),
}

/// Numbers `data[k] * 2^exponent / denominator`.
///
/// Invariant: `|data[k]| < 2^bits`, and `bits` is 0 if and only if all are 0. [`Data::Ratio`] has
/// exponent 0 and no denominator; its `bits` are those of the numerators.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    pub(crate) exponent: i64,
    pub(crate) denominator: Denominator,
    pub(crate) bits: u64,
    pub(crate) data: Data,
}

/// The same expression for whatever type a vector has.
macro_rules! with {
    ($data:expr, $values:ident => $result:expr) => {
        match $data {
            Data::Short($values) => $result,
            Data::Wide($values) => $result,
            Data::Long($values) => $result,
            Data::Ratio($values) => $result,
        }
    };
}

/// The same, where the expression is a vector of the same type.
macro_rules! map {
    ($data:expr, $values:ident => $result:expr) => {
        match $data {
            Data::Short($values) => Data::Short($result),
            Data::Wide($values) => Data::Wide($result),
            Data::Long($values) => Data::Long($result),
            Data::Ratio($values) => Data::Ratio($result),
        }
    };
}

impl Numbers {
    /// `len` zeros.
    pub(crate) fn zeros(len: usize) -> Self {
        Self { exponent: 0, denominator: None, bits: 0, data: Data::Short(vec![0; len]) }
    }

    /// One number.
    pub(crate) fn single(value: Dyadic) -> Self {
        let bits = u64::from(i64::BITS - value.mantissa.unsigned_abs().leading_zeros());
        let data = Data::Short(vec![value.mantissa]);
        Self { exponent: value.exponent, denominator: None, bits, data }
    }

    /// Measures `data` and moves it into the narrowest type.
    pub(crate) fn new(exponent: i64, denominator: Denominator, data: Data) -> Self {
        let bits = bits(&data);
        Self::measured(exponent, denominator, data, bits)
    }

    /// The same for `data` whose longest number has `bits` bits.
    pub(crate) fn measured(exponent: i64, denominator: Denominator, data: Data, bits: u64) -> Self {
        let mut numbers = Self { exponent, denominator, bits, data };
        if numbers.bits == 0 {
            return Self::zeros(numbers.len());
        }
        numbers.narrow();
        numbers
    }

    /// The same for long integers, whose buffers are kept if the numbers turn out short.
    pub(crate) fn long(
        exponent: i64,
        denominator: Denominator,
        values: Vec<Integer>,
        bits: u64,
        spare: &Spare,
    ) -> Self {
        if bits == 0 {
            let zeros = Self::zeros(values.len());
            spare.give(values);
            return zeros;
        }
        let data = if bits <= SHORT_BITS {
            Data::Short(values.iter().map(Integer::to_i64_wrapping).collect())
        } else if bits <= WIDE_BITS {
            Data::Wide(values.iter().map(Integer::to_i128_wrapping).collect())
        } else {
            let mut numbers = Self { exponent, denominator, bits, data: Data::Long(values) };
            numbers.narrow();
            return numbers;
        };
        spare.give(values);
        Self { exponent, denominator, bits, data }
    }

    fn narrow(&mut self) {
        match &mut self.data {
            Data::Wide(values) if self.bits <= SHORT_BITS => {
                self.data = Data::Short(values.iter().map(|value| *value as i64).collect());
            }
            Data::Long(values) if self.bits <= SHORT_BITS => {
                self.data = Data::Short(values.iter().map(Integer::to_i64_wrapping).collect());
            }
            Data::Long(values) if self.bits <= WIDE_BITS => {
                self.data = Data::Wide(values.iter().map(Integer::to_i128_wrapping).collect());
            }
            Data::Long(values) => {
                // For most vectors this ends at the first number.
                let whole =
                    |value: &Integer| value.as_limbs().first().is_none_or(|limb| *limb == 0);
                if values.iter().all(whole) {
                    // Zeros have none.
                    let zeros = values.iter().filter_map(|value| value.find_one(0)).min();
                    let zeros = zeros.expect("the longest number is not 0");
                    values.iter_mut().for_each(|value| *value >>= zeros);
                    self.exponent += i64::from(zeros);
                    self.bits -= u64::from(zeros);
                    self.narrow();
                }
            }
            Data::Ratio(values) if values.iter().all(|value| value.is_integer()) => {
                let integers = values.iter().map(|value| value.numer().clone()).collect();
                self.data = Data::Long(integers);
                self.narrow();
            }
            Data::Short(_) | Data::Wide(_) | Data::Ratio(_) => {}
        }
    }

    pub(crate) fn len(&self) -> usize {
        with!(&self.data, values => values.len())
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.bits == 0
    }

    /// Memory in bytes, buffers of long numbers included.
    pub(crate) fn bytes(&self) -> u64 {
        let (size, heap) = match &self.data {
            Data::Short(_) => (size_of::<i64>(), 0),
            Data::Wide(_) => (size_of::<i128>(), 0),
            // A heap block has some 16 bytes of its own, and numbers differ in length.
            Data::Long(_) => (size_of::<Integer>(), self.bits / 8 + 24),
            Data::Ratio(_) => (size_of::<Rational>(), self.bits / 4 + 48),
        };
        self.len() as u64 * (size as u64 + heap)
    }

    /// Is number `index` below, equal to or above 0: -1, 0 or 1.
    pub(crate) fn sign(&self, index: usize) -> i8 {
        let order = match &self.data {
            Data::Short(values) => values[index].cmp(&0),
            Data::Wide(values) => values[index].cmp(&0),
            Data::Long(values) => values[index].cmp0(),
            Data::Ratio(values) => values[index].cmp0(),
        };
        order as i8
    }

    /// Bits of the integer at `index`.
    pub(crate) fn bits_at(&self, index: usize) -> u64 {
        with!(&self.data, values => values[index].bits())
    }

    pub(crate) fn integer(&self, index: usize) -> Integer {
        match &self.data {
            Data::Short(values) => values[index].into(),
            Data::Wide(values) => values[index].into(),
            Data::Long(values) => values[index].clone(),
            Data::Ratio(values) => values[index].numer().clone(),
        }
    }

    /// Number `index`.
    pub(crate) fn rational(&self, index: usize) -> Rational {
        if let Data::Ratio(values) = &self.data {
            return values[index].clone();
        }
        let value = shifted(Rational::from(self.integer(index)), self.exponent);
        match &self.denominator {
            Some(denominator) => value / &**denominator,
            None => value,
        }
    }

    /// Is number `index` equal to `natural`?
    pub(crate) fn is_natural(&self, index: usize, natural: u32) -> bool {
        match &self.data {
            Data::Short(values) if self.exponent == 0 && self.denominator.is_none() => {
                values[index] == i64::from(natural)
            }
            _ => self.rational(index) == natural,
        }
    }

    /// Are the numbers at two indices equal?
    pub(crate) fn equal(&self, left: usize, right: usize) -> bool {
        with!(&self.data, values => values[left] == values[right])
    }

    /// The number, if it is the only one and short.
    pub(crate) fn as_dyadic(&self) -> Option<Dyadic> {
        if self.is_zero() {
            return Some(Dyadic::ZERO);
        }
        let mantissa = match &self.data {
            Data::Short(values) => i128::from(values[0]),
            Data::Wide(values) => values[0],
            Data::Long(values) => {
                let value = &values[0];
                let zeros = value.find_one(0)?;
                let short = u64::from(value.significant_bits() - zeros) <= SHORT_BITS;
                let odd = short.then(|| Integer::from(value >> zeros).to_i128_wrapping())?;
                let dyadic = Dyadic::new(odd, self.exponent + i64::from(zeros));
                return dyadic.filter(|_| self.denominator.is_none());
            }
            Data::Ratio(_) => return None,
        };
        Dyadic::new(mantissa, self.exponent).filter(|_| self.denominator.is_none())
    }

    /// The numbers at the indices that `picks` names, 0 where it names none.
    pub(crate) fn gather(&self, picks: &[Option<u32>]) -> Self {
        fn pick<T: Clone + Default>(values: &[T], picks: &[Option<u32>]) -> Vec<T> {
            let one = |index: u32| values[index as usize].clone();
            picks.iter().map(|index| index.map_or_else(T::default, one)).collect()
        }
        let data = map!(&self.data, values => pick(values, picks));
        Self::new(self.exponent, self.denominator.clone(), data)
    }

    /// The numbers of a range of indices.
    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        let data = map!(&self.data, values => values[range].to_vec());
        Self::new(self.exponent, self.denominator.clone(), data)
    }

    /// Sets the numbers of a range to 0.
    pub(crate) fn clear(&mut self, range: Range<usize>) {
        with!(&mut self.data, values => {
            values[range].fill(Default::default());
        });
    }

    /// ReLU on the numbers of a range.
    pub(crate) fn rectify(&mut self, range: Range<usize>) {
        match &mut self.data {
            Data::Short(values) => {
                for value in &mut values[range] {
                    *value = (*value).max(0);
                }
            }
            Data::Wide(values) => {
                for value in &mut values[range] {
                    *value = (*value).max(0);
                }
            }
            Data::Long(values) => {
                for value in &mut values[range] {
                    if value.is_negative() {
                        *value = Integer::new();
                    }
                }
            }
            Data::Ratio(values) => {
                for value in &mut values[range] {
                    if value.is_negative() {
                        *value = Rational::new();
                    }
                }
            }
        }
    }

    /// Measures again after [`Numbers::clear`] and [`Numbers::rectify`].
    pub(crate) fn again(self) -> Self {
        Self::new(self.exponent, self.denominator, self.data)
    }
}

fn bits(data: &Data) -> u64 {
    match data {
        Data::Short(values) => {
            let all = values.iter().fold(0, |all, value| all | value.unsigned_abs());
            u64::from(u64::BITS - all.leading_zeros())
        }
        Data::Wide(values) => {
            let all = values.iter().fold(0, |all, value| all | value.unsigned_abs());
            u64::from(u128::BITS - all.leading_zeros())
        }
        Data::Long(values) => values.iter().map(Bits::bits).max().unwrap_or(0),
        Data::Ratio(values) => values.iter().map(Bits::bits).max().unwrap_or(0),
    }
}

/// Binary digits of a number's absolute value (of its numerator, for a rational).
pub(crate) trait Bits {
    fn bits(&self) -> u64;
}

impl Bits for i64 {
    fn bits(&self) -> u64 {
        u64::from(Self::BITS - self.unsigned_abs().leading_zeros())
    }
}

impl Bits for i128 {
    fn bits(&self) -> u64 {
        u64::from(Self::BITS - self.unsigned_abs().leading_zeros())
    }
}

impl Bits for Integer {
    /// The same as [`Integer::significant_bits`], without a call.
    fn bits(&self) -> u64 {
        let limbs = self.as_limbs();
        let top = limbs.last().map_or(0, |top| top.leading_zeros());
        8 * size_of_val(limbs) as u64 - u64::from(top)
    }
}

impl Bits for Rational {
    fn bits(&self) -> u64 {
        u64::from(self.numer().significant_bits())
    }
}

/// Vectors of long integers that are not needed any more: their buffers save the allocation of new
/// ones, which costs as much as the arithmetic on a few hundred bits.
#[derive(Debug, Default)]
pub(crate) struct Spare(RefCell<Vec<Vec<Integer>>>);

impl Spare {
    /// Most vectors kept.
    const KEPT: usize = 32;

    /// `len` integers of any value.
    pub(crate) fn take(&self, len: usize) -> Vec<Integer> {
        let mut values = self.0.borrow_mut().pop().unwrap_or_default();
        values.resize_with(len, Integer::new);
        values
    }

    pub(crate) fn give(&self, values: Vec<Integer>) {
        let mut kept = self.0.borrow_mut();
        if kept.len() < Self::KEPT {
            kept.push(values);
        }
    }
}
