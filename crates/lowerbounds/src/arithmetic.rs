//! Logarithms of numbers `>= 1`, and searches over integers.

use claims::Enclosure;
use rug::{Integer, Rational};

/// The logarithm to base 2 of a number that is `>= 1`.
pub(crate) fn log2(value: impl Into<Enclosure>) -> Enclosure {
    value.into().log2().expect("a number from 1 on is positive")
}

/// `log2(e)`.
pub(crate) fn log2_e() -> Enclosure {
    log2(Enclosure::e())
}

/// A quotient of two counts; the divisor is at least 1 (a 0 counts as 1).
pub(crate) fn ratio(numerator: impl Into<Integer>, divisor: u64) -> Rational {
    Rational::from((numerator.into(), divisor.max(1)))
}

/// The least `x >= from` with `holds(x)`, if `holds` stays true from its first `x` on.
///
/// `u64::MAX` if there is none, which as an "at least" is still true.
pub(crate) fn least<E>(from: u64, holds: impl Fn(u64) -> Result<bool, E>) -> Result<u64, E> {
    let (mut fails, mut step) = (from, 1_u64);
    if holds(from)? {
        return Ok(from);
    }
    let mut found = loop {
        let next = fails.saturating_add(step);
        if next == u64::MAX || holds(next)? {
            break next;
        }
        fails = next;
        step = step.saturating_mul(2);
    };
    while found - fails > 1 {
        let middle = fails + (found - fails) / 2;
        if holds(middle)? {
            found = middle;
        } else {
            fails = middle;
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn least_finds_every_threshold_and_saturates() {
        for from in 0..5 {
            for threshold in 0..200 {
                let found = least(from, |x| Ok::<_, ()>(x >= threshold));
                assert_eq!(found, Ok(threshold.max(from)));
            }
        }
        assert_eq!(least(1, |x| Ok::<_, ()>(x == u64::MAX)), Ok(u64::MAX));
        assert_eq!(least(1, |_| Ok::<_, ()>(false)), Ok(u64::MAX));
        assert_eq!(least(1, |_| Err("why")), Err("why"));
    }
}
