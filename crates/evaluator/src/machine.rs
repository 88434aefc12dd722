//! The kernel for machine integers.

use std::ops::{Add, AddAssign, BitOrAssign, Mul, Neg, Range, Shl};

use crate::{
    numbers::{Bits, Data},
    term::{Few, Index, Mantissa, Scaled},
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

impl Machine for i64 {
    fn from_short(value: i64) -> Self {
        value
    }
    fn from_wide(value: i128) -> Self {
        value.try_into().expect("a factor of a sum that fits 64 bits fits them, too")
    }
    fn magnitude(self) -> Self {
        self.abs()
    }
}

impl Machine for i128 {
    fn from_short(value: i64) -> Self {
        value.into()
    }
    fn from_wide(value: i128) -> Self {
        value
    }
    fn magnitude(self) -> Self {
        self.abs()
    }
}

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
            Mantissa::Long { value, negative } => {
                let value = value.to_i128().expect("a factor of a sum that fits is no longer");
                if *negative { -value } else { value }
            }
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
                constant += multiplier.times(T::from_short(values[0]));
            }
            (Index::First, Data::Wide(values)) => {
                constant += multiplier.times(T::from_wide(values[0]));
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
        let sums = &mut sums[chunk.clone()];
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
        Data::Long(_) => unreachable!("long numbers have too many bits for a machine integer"),
        Data::Ratio(_) => unreachable!("sums of rationals are formed as rationals"),
    }
}

fn of<T: Machine, S: Copy>(
    values: &[S],
    convert: impl Fn(S) -> T,
    index: Index<'_>,
    chunk: Range<usize>,
    multiplier: Multiplier<T>,
    sink: impl Sink<T>,
) {
    match index {
        Index::Map(map) => {
            let value = |place: &u32| convert(values[*place as usize]);
            sink.receive(map[chunk].iter().map(|place| multiplier.times(value(place))));
        }
        // Constants are in the sums already.
        Index::Each | Index::First => {
            let values = values[chunk].iter().map(|value| convert(*value));
            // One loop for each kind, so that each is a loop of vector instructions.
            match multiplier {
                Multiplier::Shift(shift) => sink.receive(values.map(|value| value << shift)),
                Multiplier::Opposite(shift) => sink.receive(values.map(|value| -(value << shift))),
                Multiplier::Factor(factor) => sink.receive(values.map(|value| factor * value)),
            }
        }
    }
}
