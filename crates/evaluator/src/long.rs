//! The kernel for long integers.

use rug::{Assign, Integer};

use crate::{
    combine::{Index, Mantissa, Scaled},
    numbers::{Bits, Data},
};

/// Long integers that are added or subtracted as they are.
struct Unit<'a> {
    negative: bool,
    values: &'a [Integer],
    index: Index<'a>,
}

static ZERO: Integer = Integer::ZERO;

impl<'a> Unit<'a> {
    fn at(&self, k: usize) -> &'a Integer {
        self.values.get(self.index.at(k)).unwrap_or(&ZERO)
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
    let (constants, terms): (Vec<_>, Vec<_>) =
        terms.iter().partition(|term| matches!(term.index, Index::First));
    let mut scratch = [Integer::new(), Integer::new()];
    let mut constant = Integer::new();
    for term in constants {
        add_long(&mut constant, term, 0, &mut scratch);
    }
    let constant = &constant;
    let mut units: Vec<_> = terms.iter().flat_map(|term| term.units()).collect();
    if !constant.is_zero() {
        let values = std::slice::from_ref(constant);
        units.push(Unit { negative: false, values, index: Index::First });
    }
    units.sort_by_key(|unit| unit.negative);
    let others: Vec<_> = terms.iter().filter(|term| term.units().next().is_none()).collect();
    let mut longest = 0;
    for (k, sum) in sums.iter_mut().enumerate() {
        if rectify && dominated(&terms, constant, k) {
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
    let bits = constant.bits();
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
fn add_long(sum: &mut Integer, term: &Scaled<'_>, index: usize, scratch: &mut [Integer; 2]) {
    let [short, scratch] = scratch;
    let value = match &term.numbers.data {
        Data::Long(values) => match values.get(index) {
            Some(value) => value,
            None => return,
        },
        Data::Short(values) => {
            short.assign(values.get(index).copied().unwrap_or(0));
            short
        }
        Data::Wide(values) => {
            short.assign(values.get(index).copied().unwrap_or(0));
            short
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
