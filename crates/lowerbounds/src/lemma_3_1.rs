//! Lemma 3.1 (Yang and Yang; Warren 1968): how many sign vectors polynomials can have.
//!
//! # Statement
//!
//! For `M` polynomials of degree at most `D >= 1` in `P <= M` real variables,
//!
//! ```text
//! K = #{ (1[f_1(a) > 0], ..., 1[f_M(a) > 0]) : a in R^P }  <=  2 (2 e M D / P)^P
//! ```
//!
//! A sign is one bit: the vectors of the three signs -, 0, + can be more.
//!
//! # Derivation
//!
//! (Anthony and Bartlett 2009, Theorem 8.3; Bartlett et al. 2019, Lemma 17.)
//!
//! 1. Choose a witness `a` for each of the `K` vectors, finitely many. For every small `t > 0` the
//!    polynomials `f_j - t` have no zero at a witness and the same bits there, so `K` is at most the
//!    number of connected components of `{a : f_j(a) != t for all j}`.
//! 2. By Sard's theorem all small `t_j > 0` but a set of measure 0 make every intersection of sets
//!    `{f_j = t_j}` regular, and empty when more than `P` meet. Then the number of components of the
//!    complement is at most the number of components of all intersections, the empty one included.
//! 3. An intersection of `k <= P` such sets has at most `2 (2D)^P` components (Warren 1968, after
//!    Milnor): **cited, not proved here**. So `K <= 2 (2D)^P sum_{k <= P} binomial(M, k)`.
//! 4. `sum_{k <= P} binomial(M, k) <= (e M / P)^P` for `P <= M`.
//!
//! For `P > M` the vectors are at most `2^M <= 2^P <= 2 (2 e D)^P`. So with `M' = max(M, P)`
//!
//! ```text
//! log2 K  <=  1 + P log2(2 e M' D / P)        for all M, P >= 1
//! ```
//!
//! which increases with each of `M`, `D`, `P`: the derivative by `P` is `log2(2 M D / P) >= 1` for
//! `P < M`, and `log2(2 e D)` beyond. Every search of this crate rests on that. No variable (`P = 0`)
//! means one sign vector.
//!
//! # Used by
//!
//! Theorem 3.2 and Proposition 3.3 of the same paper, [`crate::sign_patterns`], [`crate::sparse`].

use claims::{Enclosure, Record, record::YANG_2026};
use rug::{Integer, Rational};

use crate::arithmetic::{log2, ratio};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("lem3.1"),
    code: Some("lowerbounds::lemma_3_1::sign_vectors_upper"),
    ..Record::cited(YANG_2026, "yang2026/3.1", "Lemma 3.1", "Warren: sign vectors of polynomials")
};

/// `log2` of the most sign vectors of `polynomials` polynomials of degree at most `degree` in
/// `variables` variables: Lemma 3.1, for any number of variables. Rounded up.
///
/// Units: bits. A degree of 0 counts as 1.
///
/// ```
/// // Ten lines in the plane cut it into 56 cells.
/// let bits = memorelu_lowerbounds::lemma_3_1::sign_vectors_upper(&10.into(), 1, 2);
/// assert!(bits > 5 && bits < 11);
/// ```
#[must_use]
pub fn sign_vectors_upper(polynomials: &Integer, degree: u64, variables: u64) -> Rational {
    scaled_sign_vectors_upper(&Rational::from(polynomials), 0, degree, variables)
}

/// The same for `factor * 2^doublings` polynomials, a number that may be too long to write down.
pub(crate) fn scaled_sign_vectors_upper(
    factor: &Rational,
    doublings: u64,
    degree: u64,
    variables: u64,
) -> Rational {
    if variables == 0 {
        return Rational::new();
    }
    // max(M, P) / P as quotient * 2^extra; a quotient above 1 needs no correction
    let short = doublings.min(64);
    let quotient = (Rational::from(factor << short as u32) / variables).max(Rational::from(1));
    let inside = Enclosure::e() * quotient * ratio(2, 1) * degree.max(1);
    let bits = (log2(inside) + (doublings - short)) * variables + 1;
    bits.upper().clone()
}
