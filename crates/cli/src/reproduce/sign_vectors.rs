//! Lemma 3.1 of Yang and Yang (Warren) on families of polynomials whose sign vectors are all known.

use std::collections::HashSet;

use anyhow::Result;
use claims::{Claim, Enclosure};
use lowerbounds::lemma_3_1::sign_vectors_upper;
use rug::{Integer, Rational, ops::Pow};

use super::{Case, Context};

const ID: &str = "yang2026/3.1";

/// Lines in the plane: 2 up to this many.
const LINES: i64 = 12;
/// Polynomials on the line: 1 up to this many.
const POLYNOMIALS: u32 = 10;

pub fn run(_: &Context) -> Result<Vec<Case>> {
    Ok((2..=LINES).map(lines).chain((1..=POLYNOMIALS).map(gray_code)).collect())
}

/// Lines `y = s x + s^2`, no two parallel and no three through a point, so that they have
/// `1 + M + M (M - 1) / 2` cells; each cell reaches a crossing, and is met beside it.
fn lines(count: i64) -> Case {
    let step = Rational::from((1, 1000));
    let mut found = HashSet::new();
    for (s, t) in (1..=count).flat_map(|s| (1..s).map(move |t| (s, t))) {
        // around the crossing x = -(s + t), y = -s t: between the two lines, and above and below both
        for (dx, dy) in [(2_i64, s + t), (-2, -s - t), (0, 1), (0, -1)] {
            let x = step.clone() * dx - (s + t);
            let y = step.clone() * dy - s * t;
            let sign = |s: i64| y > x.clone() * s + s * s;
            found.insert((1..=count).map(sign).collect::<Vec<bool>>());
        }
    }
    let expected = 1 + count + count * (count - 1) / 2;
    // count is at most LINES
    case(format!("{count} lines in the plane"), found.len(), expected, count as u32, 1, 2)
}

/// Polynomial j vanishes at the integers below `2^M` with exactly j zeros at the end in binary, where the
/// Gray code flips bit j: all `2^M` vectors occur, at the places between integers.
fn gray_code(count: u32) -> Case {
    let zeros = 1..1_i64 << count;
    let sign = |j: u32, x: &Rational| {
        // a product is positive if an even number of factors x - zero is negative
        let zeros = zeros.clone().filter(|zero| zero.trailing_zeros() == j);
        zeros.filter(|zero| *x < *zero).count() % 2 == 0
    };
    let points = (0..1_i64 << count).map(|x| Rational::from((2 * x + 1, 2)));
    let vectors = points.map(|x| (0..count).map(|j| sign(j, &x)).collect::<Vec<bool>>());
    let found = vectors.collect::<HashSet<_>>().len();
    let degree = 1 << (count - 1);
    case(format!("{count} polynomials on the line"), found, 1 << count, count, degree, 1)
}

/// M polynomials of degree D in P variables, against `2 (2 e M D / P)^P`.
fn case(data: String, found: usize, expected: i64, m: u32, degree: u32, variables: u32) -> Case {
    // e from below, so that the claim is harder
    let base = Enclosure::e().lower() * Rational::from((2 * m * degree, variables));
    let bound = Integer::from((base.pow(variables) * 2_u32).floor_ref());
    // what the bound's own function returns, against the logarithm from above
    let bits = sign_vectors_upper(&Integer::from(m), degree.into(), variables.into());
    let log = Enclosure::exact(found.max(1)).log2().map_or(0.into(), |log| log.upper().clone());
    let claims = vec![
        Claim::equal(ID, "sign vectors found", found, expected),
        Claim::at_most(ID, "sign vectors", found, bound),
        Claim::at_least(ID, "bits allowed, against log2 of the sign vectors", bits, log),
    ];
    let setting = format!("M = {m}, D = {degree}, P = {variables}");
    Case { data, setting, counts: None, distance: None, claims }
}
