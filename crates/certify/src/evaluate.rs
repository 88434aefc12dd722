//! Evaluation by the definition: row by row, sum of weight times value, then ReLU.

use netfile::network::{Affine, Network};
use rug::Rational;

/// Longest numerator or denominator of a value, in bits. Values of a construction are not much longer
/// than its weights; those of a forged network can grow with each layer, without bound.
pub(crate) const MAX_BITS: u32 = 1 << 24;

/// The outputs of the network at a point with as many coordinates as it has inputs; or the number of
/// the map, from 0, that has a sum beyond [`MAX_BITS`].
pub(crate) fn evaluate(network: &Network, point: &[Rational]) -> Result<Vec<Rational>, usize> {
    let mut values = point.to_vec();
    for (index, map) in network.hidden().iter().enumerate() {
        values = apply(map, &values).ok_or(index)?;
        for value in &mut values {
            if *value < 0 {
                *value = Rational::new();
            }
        }
    }
    apply(network.output(), &values).ok_or(network.hidden().len())
}

fn apply(map: &Affine, values: &[Rational]) -> Option<Vec<Rational>> {
    map.iter()
        .map(|row| {
            let mut sum = row.bias.to_rational();
            for (column, weight) in row.terms() {
                if !values[column].is_zero() {
                    sum += weight.to_rational() * &values[column];
                }
            }
            let bits = sum.numer().significant_bits().max(sum.denom().significant_bits());
            (bits <= MAX_BITS).then_some(sum)
        })
        .collect()
}
