//! The kernel for machine integers.

use std::ops::{Add, AddAssign, BitOr, Mul, Range};

use crate::{
    column::Few,
    combine::{Index, Mantissa, Scaled},
    numbers::{Bits, Data},
};

/// Numbers that are worked on at a time: they stay in the first-level cache from the first summand
/// to the last.
const CHUNK: usize = 1024;

/// A machine integer that sums are formed in. Conversions never lose anything: the caller knows
/// from the lengths of all terms that every partial sum fits.
pub(crate) trait Machine:
    Copy
    + Ord
    + Default
    + Bits
    + Add<Output = Self>
    + AddAssign
    + Mul<Output = Self>
    + BitOr<Output = Self>
{
    const ONE: Self;
    fn from_short(value: i64) -> Self;
    fn from_wide(value: i128) -> Self;
    fn negated(self) -> Self;
    /// A number `>= 0` that has the bits of the absolute value, or all bits of the type.
    fn magnitude(self) -> Self;
}

macro_rules! machine {
    ($type:ty) => {
        impl Machine for $type {
            const ONE: Self = 1;
            fn from_short(value: i64) -> Self {
                value.into()
            }
            fn from_wide(value: i128) -> Self {
                value as Self
            }
            fn negated(self) -> Self {
                -self
            }
            fn magnitude(self) -> Self {
                self.abs()
            }
        }
    };
}

machine!(i64);
machine!(i128);

/// The sums, or their positive parts if `rectify`, and the bits of the longest one.
pub(crate) fn machine<T: Machine>(
    terms: &[Scaled<'_>],
    len: usize,
    rectify: bool,
) -> (Vec<T>, u64) {
    let mut constant = T::default();
    let mut rest = Few::new();
    for term in terms {
        // |mantissa * 2^shift * data| fits, and data is not all 0.
        let mantissa = match &term.mantissa {
            Mantissa::Short(value) => i128::from(*value),
            Mantissa::Long { value, negative: false } => value.to_i128_wrapping(),
            Mantissa::Long { value, negative: true } => -value.to_i128_wrapping(),
        };
        let factor = T::from_wide(mantissa << term.shift);
        match (term.index, &term.numbers.data) {
            (Index::First, Data::Short(values)) => {
                values.iter().take(1).for_each(|value| constant += factor * T::from_short(*value));
            }
            (Index::First, Data::Wide(values)) => {
                values.iter().take(1).for_each(|value| constant += factor * T::from_wide(*value));
            }
            (index, data) => rest.push((factor, data, index)),
        }
    }
    let mut sums = Vec::with_capacity(len);
    let mut all = T::default();
    for start in (0..len).step_by(CHUNK) {
        let chunk = start..len.min(start + CHUNK);
        match rest.split_first() {
            None => sums.resize(chunk.end, constant),
            Some(((factor, data, index), rest)) => {
                with_products(
                    data,
                    *index,
                    chunk.clone(),
                    *factor,
                    Extend { sums: &mut sums, constant },
                );
                for (factor, data, index) in rest {
                    let sums = sums.get_mut(chunk.clone()).unwrap_or_default();
                    with_products(data, *index, chunk.clone(), *factor, Accumulate { sums });
                }
            }
        }
        for sum in sums.get_mut(chunk).unwrap_or_default() {
            if rectify {
                *sum = (*sum).max(T::default());
            }
            all = all | sum.magnitude();
        }
    }
    (sums, all.bits())
}

/// What happens to the products of a term.
trait Sink<T> {
    fn receive(self, products: impl Iterator<Item = T>);
}

struct Extend<'a, T> {
    sums: &'a mut Vec<T>,
    constant: T,
}

impl<T: Machine> Sink<T> for Extend<'_, T> {
    fn receive(self, products: impl Iterator<Item = T>) {
        let constant = self.constant;
        self.sums.extend(products.map(|product| product + constant));
    }
}

struct Accumulate<'a, T> {
    sums: &'a mut [T],
}

impl<T: Machine> Sink<T> for Accumulate<'_, T> {
    fn receive(self, products: impl Iterator<Item = T>) {
        self.sums.iter_mut().zip(products).for_each(|(sum, product)| *sum += product);
    }
}

/// Hands the products of `factor` and a chunk of a vector to `sink`.
fn with_products<T: Machine>(
    data: &Data,
    index: Index<'_>,
    chunk: Range<usize>,
    factor: T,
    sink: impl Sink<T>,
) {
    match data {
        Data::Short(values) => scaled(values, T::from_short, index, chunk, factor, sink),
        Data::Wide(values) => scaled(values, T::from_wide, index, chunk, factor, sink),
        // Numbers of so few bits are not stored as long ones.
        Data::Long(_) | Data::Ratio(_) => {}
    }
}

fn scaled<T: Machine, S: Copy + Default>(
    values: &[S],
    convert: impl Fn(S) -> T,
    index: Index<'_>,
    chunk: Range<usize>,
    factor: T,
    sink: impl Sink<T>,
) {
    let plain = factor == T::ONE;
    let opposite = factor == T::ONE.negated();
    match index {
        Index::Map(map) => {
            let map = map.get(chunk).unwrap_or_default();
            let value = |place: &u32| values.get(*place as usize).copied().unwrap_or_default();
            sink.receive(map.iter().map(|place| factor * convert(value(place))));
        }
        // Constants are in the sums already.
        Index::Each | Index::First => {
            let values = values.get(chunk).unwrap_or_default().iter();
            if plain {
                sink.receive(values.map(|value| convert(*value)));
            } else if opposite {
                sink.receive(values.map(|value| convert(*value).negated()));
            } else {
                sink.receive(values.map(|value| factor * convert(*value)));
            }
        }
    }
}
