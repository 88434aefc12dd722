//! Sums of short dyadic numbers.

use crate::{
    Error,
    combine::combine,
    number::{Dyadic, shift_of},
    numbers::{Data, Numbers, Spare},
    term::{Factor, Index, Term},
};

/// A sum of products of short numbers.
#[derive(Debug, Default)]
pub(crate) struct ScalarSum {
    mantissa: i128,
    exponent: i64,
    /// Summands that do not fit one machine integer together with the others.
    rest: Vec<(i128, i64)>,
}

impl ScalarSum {
    /// Adds `left * right`.
    pub(crate) fn add(&mut self, left: Dyadic, right: Dyadic) {
        let product = i128::from(left.mantissa) * i128::from(right.mantissa);
        if product != 0 {
            self.add_number(product, left.exponent + right.exponent);
        }
    }

    fn add_number(&mut self, mantissa: i128, exponent: i64) {
        if self.mantissa == 0 {
            (self.mantissa, self.exponent) = (mantissa, exponent);
            return;
        }
        let low = exponent.min(self.exponent);
        let sum = shifted(mantissa, exponent - low)
            .zip(shifted(self.mantissa, self.exponent - low))
            .and_then(|(left, right)| left.checked_add(right));
        match sum {
            Some(sum) => (self.mantissa, self.exponent) = (sum, low),
            None => self.rest.push((mantissa, exponent)),
        }
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.mantissa == 0 && self.rest.is_empty()
    }

    /// The sum if it is a short number; 0 for a negative one if `rectify`.
    pub(crate) fn short(&self, rectify: bool) -> Result<Option<Dyadic>, Error> {
        let sum = if self.rest.is_empty() {
            if rectify && self.mantissa < 0 {
                return Ok(Some(Dyadic::ZERO));
            }
            Dyadic::new(self.mantissa, self.exponent)
        } else if rectify && self.dominated() {
            Some(Dyadic::ZERO)
        } else {
            None
        };
        if let Some(sum) = sum {
            shift_of(sum.exponent)?;
        }
        Ok(sum)
    }

    /// Is the sum certainly `<= 0`, from the lengths of the summands alone?
    fn dominated(&self) -> bool {
        let top = |mantissa: i128, exponent: i64| {
            exponent + i64::from(i128::BITS - mantissa.unsigned_abs().leading_zeros())
        };
        let (mut above, mut below, mut count) = (i64::MIN, i64::MIN, 0_i64);
        for (mantissa, exponent) in
            self.rest.iter().copied().chain([(self.mantissa, self.exponent)])
        {
            if mantissa > 0 {
                above = above.max(top(mantissa, exponent));
                count += 1;
            } else if mantissa < 0 {
                below = below.max(top(mantissa, exponent) - 1);
            }
        }
        // positive sum < count * 2^above <= 2^(above + count), negative sum <= -2^below
        count == 0 || below >= above.saturating_add(count - 1)
    }

    /// The sum as a vector of one number.
    pub(crate) fn numbers(&self) -> Result<Numbers, Error> {
        if self.rest.is_empty() {
            let data = Data::Wide(vec![self.mantissa]);
            return Ok(Numbers::new(self.exponent, None, data));
        }
        let singles: Vec<_> = self
            .rest
            .iter()
            .copied()
            .chain([(self.mantissa, self.exponent)])
            .map(|(mantissa, exponent)| Numbers::new(exponent, None, Data::Wide(vec![mantissa])))
            .collect();
        let terms: Vec<_> = singles
            .iter()
            .map(|numbers| Term { factor: Factor::ONE, numbers, index: Index::First })
            .collect();
        combine(&terms, 1, false, &Spare::default())
    }
}

/// `mantissa * 2^by` if it fits with a bit to spare.
fn shifted(mantissa: i128, by: i64) -> Option<i128> {
    let by = u32::try_from(by).ok()?;
    (by < 126 && mantissa.unsigned_abs().leading_zeros() > by + 1).then(|| mantissa << by)
}
