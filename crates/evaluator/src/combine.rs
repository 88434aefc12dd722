//! The kernel: linear combinations of vectors, with or without ReLU.

use std::borrow::Cow;

use rug::{Integer, Rational};

use crate::{
    Error, MAX_BITS,
    long::long,
    machine::machine,
    number::{Denominator, shift_of},
    numbers::{Data, Numbers, SHORT_BITS, Spare, WIDE_BITS},
    term::{Factor, Few, Mantissa, Scaled, Term},
};

/// Common denominators up to this length are used; beyond, numbers become rationals.
const DENOMINATOR_BITS: u32 = 512;

/// The sum of the terms, as `len` numbers; their positive parts if `rectify`.
pub(crate) fn combine(
    terms: &[Term<'_>],
    len: usize,
    rectify: bool,
    spare: &Spare,
) -> Result<Numbers, Error> {
    let terms: Few<_> = terms.iter().filter(|term| !term.numbers.is_zero()).copied().collect();
    for exponent in terms.iter().flat_map(|t| [t.factor.exponent(), t.numbers.exponent]) {
        shift_of(exponent)?;
    }
    let Some(exponent) = terms.iter().map(|t| t.factor.exponent() + t.numbers.exponent).min()
    else {
        return Ok(Numbers::zeros(len));
    };
    let Some(denominator) = common_denominator(&terms) else {
        return Ok(Numbers::new(0, None, Data::Ratio(ratios(&terms, len, rectify))));
    };
    shift_of(exponent)?;
    let scaled = terms
        .iter()
        .map(|term| scaled(term, exponent, denominator.as_deref()))
        .collect::<Result<Few<_>, _>>()?;
    let longest = scaled.iter().map(|term| term.most() + term.numbers.bits).max();
    let longest = longest.expect("a sum without terms is 0 already");
    let bits = longest + u64::from(usize::BITS - (scaled.len() - 1).leading_zeros());
    Ok(if bits <= SHORT_BITS {
        let (sums, bits) = machine(&scaled, len, rectify);
        Numbers::measured(exponent, denominator, Data::Short(sums), bits)
    } else if bits <= WIDE_BITS {
        let (sums, bits) = machine(&scaled, len, rectify);
        Numbers::measured(exponent, denominator, Data::Wide(sums), bits)
    } else if bits <= MAX_BITS {
        let mut sums = spare.take(len);
        let bits = long(&scaled, &mut sums, rectify);
        Numbers::long(exponent, denominator, sums, bits, spare)
    } else {
        return Err(Error::Length { bits });
    })
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
    let shift = shift_of(term.factor.exponent() + term.numbers.exponent - exponent)?;
    let mut mantissa = match term.factor {
        Factor::Short(value) => Mantissa::Short(value.mantissa),
        Factor::Long { weight, negative, .. } => {
            Mantissa::Long { value: Cow::Borrowed(&weight.numerator), negative }
        }
    };
    if let Some(common) = denominator {
        let mut missing = common.clone();
        let own = [term.factor.denominator(), term.numbers.denominator.as_deref()];
        own.into_iter().flatten().for_each(|own| missing.div_exact_mut(own));
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

/// The products of two vectors of one length, number by number.
pub(crate) fn product(left: &Numbers, right: &Numbers) -> Result<Numbers, Error> {
    let len = left.len();
    assert_eq!(len, right.len(), "vectors are multiplied number by number");
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::term::Index;

    /// `sum` numbers from a vector of two machine integers, long integers or rationals.
    fn sum(kind: usize, index: Index<'_>, len: usize) -> Numbers {
        let long = Integer::from(1) << 200_u32;
        let data = match kind {
            0 => Data::Short(vec![3, 4]),
            1 => Data::Wide(vec![1 << 100, 5]),
            2 => Data::Long(vec![long, 7.into()]),
            _ => Data::Ratio(vec![(1, 3).into(), (1, 5).into()]),
        };
        let numbers = Numbers::new(0, None, data);
        let term = Term { factor: Factor::ONE, numbers: &numbers, index };
        combine(&[term, term], len, true, &Spare::default()).unwrap()
    }

    #[test]
    fn a_missing_number_is_never_zero() {
        let missing = [(Index::Each, 3), (Index::Map(&[0, 1]), 3), (Index::Map(&[0, 2]), 2)];
        for kind in 0..4 {
            assert_eq!(sum(kind, Index::Map(&[1, 0, 1]), 3).len(), 3);
            for (index, len) in missing {
                let failed = std::panic::catch_unwind(|| sum(kind, index, len));
                assert!(failed.is_err(), "{kind}: {failed:?}");
            }
        }
    }
}
