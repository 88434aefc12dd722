//! Lemmas A.6, A.7 and A.8 over whole finite domains.

use anyhow::Result;
use bitextract::{bin, lemma_a7, lemma_a8};
use claims::Claim;
use encoding::lemma_a6;
use network::Network;
use rug::{Integer, Rational};

use super::{Case, Context, curves};
use crate::check;

/// Numbers up to this many bits are read exhaustively.
const BITS: u32 = 10;
/// Interval ends up to this are tried exhaustively.
const ENDS: i64 = 24;

fn case(domain: String, network: &Network, claims: Vec<Claim>) -> Case {
    let counts = Some(network.counts());
    Case { data: domain, setting: String::new(), counts, distance: None, claims }
}

/// All `a < b <= 24`, all quarters from `a - 3` to `b + 3`.
pub fn lemma_a6(context: &Context) -> Result<Vec<Case>> {
    curves::indicator(context)?;
    let mut cases = Vec::new();
    for b in 1..=ENDS {
        for a in 0..b {
            let (low, high) = (Integer::from(a), Integer::from(b));
            let network = lemma_a6::indicator(&low, &high)?;
            let mut claims = lemma_a6::claims(&high, &network);
            let points: Vec<Rational> =
                (4 * a - 12..=4 * b + 12).map(|quarter| Rational::from((quarter, 4))).collect();
            let wanted = |x: &Rational| {
                if *x >= a && *x <= b {
                    Some(1)
                } else {
                    let near = Rational::from((2 * a - 1, 2)) <= *x
                        && *x <= Rational::from((2 * b + 1, 2));
                    (!near).then_some(0)
                }
            };
            claims.push(agreement(lemma_a6::ID, &network, &points, wanted)?);
            cases.push(case(format!("[{a}, {b}]"), &network, claims));
        }
    }
    Ok(cases)
}

/// All numbers of up to 10 bits and all `i <= j`: the bits, and both triangle values.
pub fn lemma_a7(context: &Context) -> Result<Vec<Case>> {
    curves::triangles(context)?;
    let mut cases = Vec::new();
    for length in 1..=BITS {
        for first in 1..=length {
            // The triangle values before bit `first`, at every number.
            let start = lemma_a7::arguments(length)?;
            let before = if first == 1 {
                start
            } else {
                start.then(lemma_a7::read_bits(length, 1, first - 1)?)?
            };
            let points: Vec<[Rational; 1]> = (0..1_u32 << length).map(|x| [x.into()]).collect();
            let inputs: Vec<Vec<Rational>> =
                check::outputs_at(&before, points.iter().map(|x| x.as_slice()))?
                    .into_iter()
                    .map(|values| values[..2].to_vec())
                    .collect();
            for last in first..=length {
                let network = lemma_a7::read_bits(length, first, last)?;
                let outputs = check::outputs_at(&network, inputs.iter().map(Vec::as_slice))?;
                let mut right = 0_u32;
                for (x, output) in outputs.iter().enumerate() {
                    let bits = bin(&Integer::from(x), length, first, last)?;
                    let triangles = [2, 1].map(|k| triangle(x as u32, length, k, last));
                    right += u32::from(output[2] == bits && output[..2] == triangles);
                }
                let mut claims = lemma_a7::claims(length, first, last, &network);
                let quantity = "numbers with the right bits and triangle values";
                claims.push(Claim::equal(lemma_a7::ID, quantity, right, 1_u32 << length));
                cases.push(case(format!("n={length} i={first} j={last}"), &network, claims));
            }
        }
    }
    Ok(cases)
}

/// `phi` iterated `times` times at `x / 2^n + 2^-(n + k)`, from its definition.
fn triangle(x: u32, n: u32, k: u32, times: u32) -> Rational {
    let mut z = (Rational::from(x) >> n) + (Rational::from(1) >> (n + k));
    for _ in 0..times {
        z = if z <= Rational::from((1, 2)) { z * 2_u32 } else { Rational::from(2) - z * 2_u32 };
    }
    z
}

/// All `y <= 24`, all eighths from `y - 3` to `y + 4`.
pub fn lemma_a8(context: &Context) -> Result<Vec<Case>> {
    curves::interval(context)?;
    let network = lemma_a8::interval_indicator()?;
    let mut cases = Vec::new();
    for y in 0..=ENDS {
        let fixed = Network::affine(network::Affine::new(
            1,
            [network::Form::input(0), network::Form::constant(y)],
        )?)
        .then(network.clone())?;
        let points: Vec<Rational> =
            (8 * y - 24..=8 * y + 32).map(|eighth| Rational::from((eighth, 8))).collect();
        let wanted = |x: &Rational| {
            if *x >= y && *x <= y + 1 {
                Some(1)
            } else {
                let near =
                    Rational::from((2 * y - 1, 2)) <= *x && *x <= Rational::from((2 * y + 3, 2));
                (!near).then_some(0)
            }
        };
        let mut claims = lemma_a8::claims(&network);
        claims.push(agreement(lemma_a8::ID, &fixed, &points, wanted)?);
        cases.push(case(format!("y = {y}"), &network, claims));
    }
    Ok(cases)
}

/// How many points get the value that the statement promises; where it is silent, `None`, any value
/// in `[0, 1]` is right.
fn agreement(
    statement: &'static str,
    network: &Network,
    points: &[Rational],
    wanted: impl Fn(&Rational) -> Option<u32>,
) -> Result<Claim> {
    let outputs = check::outputs_at(network, points.iter().map(std::slice::from_ref))?;
    let right = (points.iter().zip(&outputs))
        .filter(|(x, output)| match wanted(x) {
            Some(value) => output[0] == value,
            None => output[0] >= 0 && output[0] <= 1,
        })
        .count();
    Ok(Claim::equal(statement, "points with the promised value", right, points.len()))
}
