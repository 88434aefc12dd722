//! Arithmetic modulo the prime `2^61 - 1`, for the search of groups.

use rug::Integer;

/// `2^61 - 1`.
pub(crate) const PRIME: u64 = (1 << 61) - 1;

/// An integer modulo the prime.
pub(crate) fn residue(n: &Integer) -> u64 {
    match n.to_i64() {
        Some(n) => n.rem_euclid(PRIME as i64) as u64,
        None => Integer::from(n.modulo_ref(&Integer::from(PRIME))).to_u64_wrapping(),
    }
}

/// `a - b`.
pub(crate) fn minus(a: u64, b: u64) -> u64 {
    if a >= b { a - b } else { a + PRIME - b }
}

/// `a b`.
pub(crate) fn times(a: u64, b: u64) -> u64 {
    plus_times(0, a, b)
}

/// `a + b c`.
pub(crate) fn plus_times(a: u64, b: u64, c: u64) -> u64 {
    // Below 2^122 + 2^61, so both parts are below 2^61 + 2.
    let sum = u128::from(a) + u128::from(b) * u128::from(c);
    let sum = (sum as u64 & PRIME) + (sum >> 61) as u64;
    if sum >= PRIME { sum - PRIME } else { sum }
}

/// `1 / a`, for a that is not 0.
pub(crate) fn inverse(a: u64) -> u64 {
    // Fermat: a^(p - 2)
    let (mut power, mut result, mut exponent) = (a, 1, PRIME - 2);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = times(result, power);
        }
        power = times(power, power);
        exponent >>= 1;
    }
    result
}

/// Coordinates that determine all others on the affine hull of these points.
pub(crate) fn basis(points: &[u64], dimension: usize) -> Vec<usize> {
    let origin: Vec<u64> = points.iter().take(dimension).copied().collect();
    let mut rows: Vec<(usize, Vec<u64>)> = Vec::new();
    for point in points.chunks_exact(dimension) {
        let mut rest: Vec<u64> = point.iter().zip(&origin).map(|(x, o)| minus(*x, *o)).collect();
        for (pivot, row) in &rows {
            if rest[*pivot] != 0 {
                let factor = PRIME - rest[*pivot];
                rest.iter_mut().zip(row).for_each(|(x, v)| *x = plus_times(*x, factor, *v));
            }
        }
        if let Some(pivot) = rest.iter().position(|x| *x != 0) {
            let scale = inverse(rest[pivot]);
            rows.push((pivot, rest.iter().map(|x| times(*x, scale)).collect()));
            if rows.len() == dimension {
                break;
            }
        }
    }
    let mut columns: Vec<usize> = rows.into_iter().map(|(pivot, _)| pivot).collect();
    columns.sort_unstable();
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_agrees_with_long_integers() {
        let values = [0, 1, 2, 3, PRIME - 1, PRIME - 2, 1 << 60, 0x1234_5678_9abc_def0 % PRIME];
        for a in values {
            for b in values {
                for c in values {
                    let sum = Integer::from(b) * c + a;
                    assert_eq!(plus_times(a, b, c), residue(&sum));
                    let long = Integer::from(&sum << 70_u32);
                    assert_eq!(residue(&Integer::from(-&long)), minus(0, residue(&long)));
                }
                assert_eq!(minus(a, b), residue(&(Integer::from(a) - b)));
            }
            if a != 0 {
                assert_eq!(times(a, inverse(a)), 1);
            }
        }
    }

    #[test]
    fn a_basis_has_as_many_coordinates_as_the_hull_has_dimensions() {
        // x + y = 5 and z = 7: a line in space
        assert_eq!(basis(&[1, 4, 7, 2, 3, 7, 5, 0, 7], 3), [0]);
        assert_eq!(basis(&[1, 4, 7, 1, 3, 7, 5, 0, 7], 3), [0, 1]);
        assert_eq!(basis(&[1, 4, 1, 5], 2), [1]);
    }
}
