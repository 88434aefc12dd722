//! The kernel for machine integers.

use std::ops::{Add, AddAssign, BitOrAssign, Mul, Neg, Range, Shl};

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
    + BitOrAssign
    + Mul<Output = Self>
    + Neg<Output = Self>
    + Shl<u32, Output = Self>
{
    fn from_short(value: i64) -> Self;
    fn from_wide(value: i128) -> Self;
    fn magnitude(self) -> Self;
}

macro_rules! machine {
    ($type:ty) => {
        impl Machine for $type {
            fn from_short(value: i64) -> Self {
                value.into()
            }
            fn from_wide(value: i128) -> Self {
                value as Self
            }
            fn magnitude(self) -> Self {
                self.abs()
            }
        }
    };
}

machine!(i64);
machine!(i128);

/// What the numbers of a vector are multiplied by.
#[derive(Clone, Copy)]
enum Multiplier<T> {
    /// `2^shift`: without a multiplication, for which processors have no vector instruction.
    Shift(u32),
    /// `-2^shift`
    Opposite(u32),
    Factor(T),
}

impl<T: Machine> Multiplier<T> {
    fn new(term: &Scaled<'_>) -> Self {
        let mantissa = match &term.mantissa {
            Mantissa::Short(1) => return Self::Shift(term.shift),
            Mantissa::Short(-1) => return Self::Opposite(term.shift),
            Mantissa::Short(value) => i128::from(*value),
            Mantissa::Long { value, negative: false } => value.to_i128_wrapping(),
            Mantissa::Long { value, negative: true } => -value.to_i128_wrapping(),
        };
        // |mantissa * 2^shift * data| fits, and data is not all 0.
        Self::Factor(T::from_wide(mantissa << term.shift))
    }

    fn times(self, value: T) -> T {
        match self {
            Self::Shift(shift) => value << shift,
            Self::Opposite(shift) => -(value << shift),
            Self::Factor(factor) => factor * value,
        }
    }
}

/// The sums, or their positive parts if `rectify`, and the bits of the longest one.
pub(crate) fn machine<T: Machine>(
    terms: &[Scaled<'_>],
    len: usize,
    rectify: bool,
) -> (Vec<T>, u64) {
    // What is the same everywhere is added up once.
    let mut constant = T::default();
    let mut rest = Few::new();
    for term in terms {
        let multiplier = Multiplier::<T>::new(term);
        match (term.index, &term.numbers.data) {
            (Index::First, Data::Short(values)) => {
                values.iter().take(1).for_each(|v| constant += multiplier.times(T::from_short(*v)));
            }
            (Index::First, Data::Wide(values)) => {
                values.iter().take(1).for_each(|v| constant += multiplier.times(T::from_wide(*v)));
            }
            (index, data) => rest.push((multiplier, data, index)),
        }
    }
    let mut sums = Vec::with_capacity(len);
    let mut all = T::default();
    for start in (0..len).step_by(CHUNK) {
        let chunk = start..len.min(start + CHUNK);
        let mut terms = rest.iter();
        match terms.next() {
            None => sums.resize(chunk.end, constant),
            Some((multiplier, data, index)) => {
                let sink = Extend { sums: &mut sums, constant };
                products(data, *index, chunk.clone(), *multiplier, sink);
            }
        }
        let sums = sums.get_mut(chunk.clone()).unwrap_or_default();
        for (multiplier, data, index) in terms {
            products(data, *index, chunk.clone(), *multiplier, Accumulate { sums });
        }
        if rectify {
            sums.iter_mut().for_each(|sum| {
                *sum = (*sum).max(T::default());
                all |= *sum;
            });
        } else {
            sums.iter().for_each(|sum| all |= sum.magnitude());
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

/// Hands the products of a multiplier and a chunk of a vector to `sink`.
fn products<T: Machine>(
    data: &Data,
    index: Index<'_>,
    chunk: Range<usize>,
    multiplier: Multiplier<T>,
    sink: impl Sink<T>,
) {
    match data {
        Data::Short(values) => of(values, T::from_short, index, chunk, multiplier, sink),
        Data::Wide(values) => of(values, T::from_wide, index, chunk, multiplier, sink),
        // Numbers of so few bits are not stored as long ones.
        Data::Long(_) | Data::Ratio(_) => {}
    }
}

fn of<T: Machine, S: Copy + Default>(
    values: &[S],
    convert: impl Fn(S) -> T,
    index: Index<'_>,
    chunk: Range<usize>,
    multiplier: Multiplier<T>,
    sink: impl Sink<T>,
) {
    match index {
        Index::Map(map) => {
            let map = map.get(chunk).unwrap_or_default();
            let value = |place: &u32| values.get(*place as usize).copied().unwrap_or_default();
            sink.receive(map.iter().map(|place| multiplier.times(convert(value(place)))));
        }
        // Constants are in the sums already.
        Index::Each | Index::First => {
            let values = values.get(chunk).unwrap_or_default().iter().map(|value| convert(*value));
            // One loop for each kind, so that each is a loop of vector instructions.
            match multiplier {
                Multiplier::Shift(shift) => sink.receive(values.map(|value| value << shift)),
                Multiplier::Opposite(shift) => sink.receive(values.map(|value| -(value << shift))),
                Multiplier::Factor(factor) => sink.receive(values.map(|value| factor * value)),
            }
        }
    }
}
