//! The kernel for long integers.

use rug::{Assign, Integer};

use crate::{
    numbers::{Bits, Data},
    term::{Few, Index, Mantissa, Scaled},
};

/// Long integers that are added or subtracted as they are.
struct Unit<'a> {
    negative: bool,
    values: &'a [Integer],
    index: Index<'a>,
}

impl<'a> Unit<'a> {
    fn at(&self, k: usize) -> &'a Integer {
        &self.values[self.index.at(k)]
    }
}

impl<'a> Scaled<'a> {
    /// The term as one or two units: adding a number twice is faster than multiplying it by 2.
    fn units(&self) -> impl Iterator<Item = Unit<'a>> + use<'a> {
        let (negative, index) = (self.negative(), self.index);
        let (values, count): (&[_], _) = match (&self.mantissa, &self.numbers.data, self.shift) {
            (Mantissa::Short(1 | -1), Data::Long(values), 0 | 1) => (values, self.shift + 1),
            _ => (&[], 0),
        };
        (0..count).map(move |_| Unit { negative, values, index })
    }
}

/// Sums of long integers, one after the other, in the given buffers; their positive parts if
/// `rectify`. Returns the bits of the longest sum.
pub(crate) fn long(terms: &[Scaled<'_>], sums: &mut [Integer], rectify: bool) -> u64 {
    // What is the same everywhere is added up once.
    let (constants, terms): (Few<_>, Few<_>) =
        terms.iter().partition(|term| matches!(term.index, Index::First));
    let mut scratch = [Integer::new(), Integer::new()];
    let mut constant = Integer::new();
    for term in constants {
        add_long(&mut constant, term, 0, &mut scratch);
    }
    let constant = &constant;
    let mut units: Few<_> = terms.iter().flat_map(|term| term.units()).collect();
    if !constant.is_zero() {
        let values = std::slice::from_ref(constant);
        units.push(Unit { negative: false, values, index: Index::First });
    }
    units.sort_by_key(|unit| unit.negative);
    let others: Few<_> = terms.iter().filter(|term| term.units().next().is_none()).collect();
    // A sum without negative terms is rarely negative, and other terms are not looked at.
    let dominable = rectify
        && others.is_empty()
        && (constant.is_negative() || units.iter().any(|u| u.negative));
    let mut longest = 0;
    for (k, sum) in sums.iter_mut().enumerate() {
        if dominable && dominated(&units, k) {
            sum.assign(0);
            continue;
        }
        let rest = match units.as_slice() {
            // Two summands in one pass.
            [first, second, rest @ ..] if !first.negative => {
                if second.negative {
                    sum.assign(first.at(k) - second.at(k));
                } else {
                    sum.assign(first.at(k) + second.at(k));
                }
                rest
            }
            all => {
                sum.assign(0);
                all
            }
        };
        for unit in rest {
            if unit.negative {
                *sum -= unit.at(k);
            } else {
                *sum += unit.at(k);
            }
        }
        for term in &others {
            add_long(sum, term, term.index.at(k), &mut scratch);
        }
        if rectify && sum.is_negative() {
            sum.assign(0);
        }
        longest = longest.max(sum.bits());
    }
    longest
}

/// Is the sum at place `k` certainly `<= 0`, from the lengths of its summands alone?
fn dominated(units: &[Unit<'_>], k: usize) -> bool {
    let (mut above, mut positive, mut below) = (0, 0_u32, 0);
    for unit in units {
        let value = unit.at(k);
        let bits = value.bits();
        if bits > 0 && value.is_negative() == unit.negative {
            above = above.max(bits);
            positive += 1;
        } else {
            below = below.max(bits);
        }
    }
    // positive sum < positive * 2^above, negative sum <= -2^(below - 1) if there is any
    match positive.checked_sub(1) {
        None => true,
        Some(rest) => below > above + u64::from(u32::BITS - rest.leading_zeros()),
    }
}

/// `sum += term at number index`
fn add_long(sum: &mut Integer, term: &Scaled<'_>, index: usize, scratch: &mut [Integer; 2]) {
    let [short, scratch] = scratch;
    let value = match &term.numbers.data {
        Data::Long(values) => &values[index],
        Data::Short(values) => {
            short.assign(values[index]);
            short
        }
        Data::Wide(values) => {
            short.assign(values[index]);
            short
        }
        Data::Ratio(_) => unreachable!("sums of rationals are formed as rationals"),
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
