//! Goldberg and Jerrum 1995, with a constant: `P` parameters memorize at most about `P^2` points.
//!
//! # Statement
//!
//! If the networks on one fixed graph with `P` places for parameters (edges and biases), of any
//! depth and any width, memorize every labeling of `N` points with `C` classes, then
//!
//! ```text
//! N log2 C  <=  P^2 + P log2(e N C) + 1
//! ```
//!
//! So their VC dimension is at most `(1 + o(1)) P^2`, where the paper has `O(P^2)`.
//!
//! # Derivation
//!
//! Neurons without a way to the output change nothing, and neither do neurons without a parameter
//! (they are 0): leave both out. Then every hidden neuron has a parameter into it and the output has
//! another, so `L <= U <= P - 1`. The global bound of [`crate::sign_patterns`] before it is relaxed,
//! with `m <= C 2^U`, is
//!
//! ```text
//! N log2 C  <=  1 + P log2(2 e (L+1) N C 2^U / P)        where L + 1 <= P and U <= P - 1
//!           <=  1 + P (P - 1 + log2(2 e N C))
//! ```
//!
//! Warren's condition holds, since `N C 2^(P-1) >= P`. The layers play no part: step 2 of the
//! derivation there works neuron by neuron in any directed acyclic graph.
//!
//! # Used by
//!
//! Vardi et al. 2022, section 4, and their Lemma 4.1: with `C = N^eps` classes the left side is
//! `eps N log2 N`, so `P >= (1 - o(1)) sqrt(eps N log2 N)` follows here without the reduction.

use claims::{Record, record::VARDI_2022};
use std::convert::Infallible;

use rug::Rational;

use crate::{
    Task,
    arithmetic::{least, log2},
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    code: Some("lowerbounds::goldberg_jerrum::labelings_upper"),
    remarks: &["E10"],
    ..Record::cited(
        VARDI_2022,
        "vardi2022/GJ95",
        "Goldberg, Jerrum 1995",
        "Goldberg and Jerrum 1995, cited in section 4: P parameters memorize at most about P^2 points",
    )
};

/// `log2` of the most labelings of one fixed graph with so many places for parameters. Rounded up.
///
/// A graph without parameters has one labeling.
#[must_use]
pub fn labelings_upper(task: &Task, parameters: u64) -> Rational {
    if parameters == 0 {
        return Rational::new();
    }
    let each = log2(claims::Enclosure::e() * task.points() * task.classes()) + parameters;
    (each * parameters + 1).upper().clone()
}

/// The least number of places for parameters, edges and biases, of one fixed graph that memorizes
/// every labeling. Rounded down.
///
/// ```
/// let task = memorelu_lowerbounds::Task::new(1_000_000, 2, 1)?;
/// assert_eq!(memorelu_lowerbounds::goldberg_jerrum::parameters(&task), 989);
/// # Ok::<(), memorelu_lowerbounds::BoundError>(())
/// ```
#[must_use]
pub fn parameters(task: &Task) -> u64 {
    let allowed = |parameters| !task.rules_out(&labelings_upper(task, parameters));
    let Ok(found) = least::<Infallible>(1, |parameters| Ok(allowed(parameters)));
    found
}
