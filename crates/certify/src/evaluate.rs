//! Evaluation by the definition: row by row, sum of weight times value, then ReLU.

use network::{Affine, Network};
use rug::Rational;

/// The outputs of the network at a point with as many coordinates as it has inputs.
pub(crate) fn evaluate(network: &Network, point: &[Rational]) -> Vec<Rational> {
    let mut values = point.to_vec();
    for map in network.hidden() {
        values = apply(map, &values);
        for value in &mut values {
            if *value < 0 {
                *value = Rational::new();
            }
        }
    }
    apply(network.output(), &values)
}

fn apply(map: &Affine, values: &[Rational]) -> Vec<Rational> {
    map.iter()
        .map(|row| {
            let mut sum = row.bias.to_rational();
            for (column, weight) in row.terms() {
                if !values[column].is_zero() {
                    sum += weight.to_rational() * &values[column];
                }
            }
            sum
        })
        .collect()
}
