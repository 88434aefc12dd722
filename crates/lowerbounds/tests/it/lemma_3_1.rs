//! Lemma 3.1 (Yang and Yang; Warren).

use std::collections::HashSet;

use crate::exact;
use claims::Enclosure;
use lowerbounds::lemma_3_1::sign_vectors_upper;
use proptest::prelude::*;
use rug::{Integer, Rational};

/// Sign vectors of `polynomials` at `points`, one bit per sign.
fn sign_vectors<P>(polynomials: &[impl Fn(&P) -> Rational], points: &[P]) -> HashSet<Vec<bool>> {
    points.iter().map(|point| polynomials.iter().map(|f| f(point) > 0).collect()).collect()
}

#[test]
fn lemma_3_1_covers_every_arrangement_of_lines() {
    for lines in 2..=9_i64 {
        // y = s x + s^2: no two parallel, no three through a point
        let line = |s: i64| move |(x, y): &(Rational, Rational)| y.clone() - x.clone() * s - s * s;
        let polynomials: Vec<_> = (1..=lines).map(line).collect();
        // around every crossing, x = -(s + t), y = -s t, of two lines
        let step = Rational::from((1, 1000));
        let mut points = Vec::new();
        for (s, t) in (1..=lines).flat_map(|s| (1..s).map(move |t| (s, t))) {
            for (dx, dy) in [(1, 0), (-1, 0), (0, 1000), (0, -1000), (1000, 0), (-1000, 0)]
                .into_iter()
                .chain([(1, 2 * t), (1, 2 * s), (1, s + t), (-2, -s - t), (0, 1), (0, -1)])
            {
                points.push((step.clone() * dx - (s + t), step.clone() * dy - s * t));
            }
        }
        let found = sign_vectors(&polynomials, &points).len();
        assert_eq!(found as i64, 1 + lines + lines * (lines - 1) / 2, "{lines} lines");
        let bits = sign_vectors_upper(&Integer::from(lines), 1, 2);
        assert!(exact::covers(&bits, &Integer::from(found)));
    }
}

#[test]
fn lemma_3_1_covers_polynomials_that_run_through_a_gray_code() {
    // Between integers, polynomial j changes sign where the Gray code flips bit j: all 2^M vectors.
    for count in 1..=8_u32 {
        let zeros = 1..1_i64 << count;
        let polynomial = |j: u32| {
            let zeros = zeros.clone().filter(move |zero| zero.trailing_zeros() == j);
            move |x: &Rational| {
                zeros.clone().fold(Rational::from(1), |product, zero| product * (x.clone() - zero))
            }
        };
        let polynomials: Vec<_> = (0..count).map(polynomial).collect();
        let points: Vec<_> = (0..1 << count).map(|x: i64| Rational::from((2 * x + 1, 2))).collect();
        let found = sign_vectors(&polynomials, &points).len();
        assert_eq!(found, 1 << count);
        let bits = sign_vectors_upper(&Integer::from(count), 1 << (count - 1), 1);
        assert!(exact::covers(&bits, &Integer::from(found)));
        // and the bound is not far: M = log2(K) here, and it adds log2(2 e M)
        assert!(bits < count + 7);
    }
}

#[test]
fn lemma_3_1_is_rounded_up_and_not_far() {
    let (below, above) = exact::e();
    for (m, degree, variables) in [(1_u32, 1_u32, 1_u32), (7, 3, 7), (100, 1, 3), (1000, 5, 40)] {
        let value = |e: &Rational| {
            let base = Rational::from((2 * m * degree, variables)) * e;
            exact::power(&base, variables) * 2
        };
        let bits = sign_vectors_upper(&Integer::from(m), degree.into(), variables.into());
        exact::assert_just_above(&bits, &value(&below), &value(&above));
        // the upper end of the enclosure, not the lower one
        let base = Enclosure::e() * Rational::from((2 * m * degree, variables));
        let enclosure = base.log2().unwrap() * variables + 1;
        assert!(bits >= *enclosure.upper() && enclosure.upper() > enclosure.lower());
    }
}

proptest! {
    #[test]
    fn lemma_3_1_increases_with_each_argument(
        m in 1_u64..2000, degree in 1_u64..50, variables in 0_u64..2000,
    ) {
        let at = |m: u64, degree, variables| sign_vectors_upper(&Integer::from(m), degree, variables);
        let bits = at(m, degree, variables);
        prop_assert!(bits <= at(m + 1, degree, variables));
        prop_assert!(bits <= at(m, degree + 1, variables));
        prop_assert!(bits < at(m, degree, variables + 1));
        // never below the trivial bound where the condition P <= M fails
        prop_assert!(variables <= m || bits >= m);
    }
}

#[test]
fn lemma_3_1_rejects_a_constant_that_is_too_small() {
    // Three lines have 7 cells. Warren's bound without its factors 2 and e would be (3 / 2)^2 < 7.
    let bits = sign_vectors_upper(&Integer::from(3), 1, 2);
    let forged = &bits - Rational::from(5);
    assert!(exact::covers(&bits, &Integer::from(7)) && !exact::covers(&forged, &Integer::from(7)));
    // No variables, one sign vector.
    assert_eq!(sign_vectors_upper(&Integer::from(3), 1, 0), 0);
}

#[derive(serde::Serialize)]
struct Card {
    statement: &'static str,
    family: &'static str,
    sign_vectors: u32,
    whole_bits_of_the_bound: u64,
}

#[test]
fn lemma_3_1_card() {
    let bits = sign_vectors_upper(&Integer::from(9), 1, 2);
    insta::assert_yaml_snapshot!(Card {
        statement: "yang2026/3.1",
        family: "9 lines in the plane",
        sign_vectors: 46,
        whole_bits_of_the_bound: exact::whole(&bits),
    });
}
