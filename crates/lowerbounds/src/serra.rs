//! Serra, Tjandraatmadja and Ramalingam 2018, Theorem 1, for one input: linear pieces.
//!
//! # Statement
//!
//! A ReLU network from R with hidden layers of `n_1, ..., n_L` neurons has at most
//! `(n_1 + 1) ... (n_L + 1)` linear pieces, so at most `(W + 1)^L` in width W.
//!
//! # Derivation
//!
//! By induction, the values of hidden layer i are affine on each of `(n_1 + 1) ... (n_i + 1)`
//! intervals that cover R. Before ReLU, a neuron of layer `i + 1` is affine on each interval, and
//! crosses 0 at most once there. The `n_(i+1)` crossings cut an interval into `n_(i+1) + 1`.
//!
//! *Sign changes.* On one piece a function crosses a level at most once. One that returns the labels
//! 0, 1, 0, 1, ... at N points crosses 1/2 at least `N - 1` times, so it has `N - 1` pieces or more.
//! In R^d take the points on a line.
//!
//! # Used by
//!
//! Proposition 3.3 of Yang and Yang.

use claims::{Record, record::YANG_2026};
use rug::{Integer, ops::Pow};

use crate::{BoundError, Task, arithmetic::least};

/// What is told about the statement.
pub const RECORD: Record = Record {
    code: Some("lowerbounds::serra::pieces"),
    ..Record::cited(
        YANG_2026,
        "yang2026/S18",
        "Serra et al. 2018",
        "Serra et al. 2018, cited in section 3: at most (W + 1)^L pieces on the line",
    )
};

/// The most linear pieces of a network from R with hidden layers of these widths. Exact product.
///
/// ```
/// assert_eq!(memorelu_lowerbounds::serra::pieces([2, 2, 2]), 27);
/// ```
#[must_use]
pub fn pieces(widths: impl IntoIterator<Item = u64>) -> Integer {
    widths.into_iter().fold(Integer::from(1), |pieces, width| pieces * (Integer::from(width) + 1))
}

/// The least number of hidden layers of width `width` that is not ruled out by the labels 0, 1, 0,
/// 1, ... on a line: the least L with `(W + 1)^L >= N - 1`. Exact.
///
/// # Errors
///
/// [`BoundError::TooNarrow`] for width 0.
pub fn hidden_layers(task: &Task, width: u64) -> Result<u64, BoundError> {
    if width == 0 {
        return Err(BoundError::TooNarrow { found: 0, least: 1 });
    }
    let base = Integer::from(width) + 1_u32;
    // 2^64 is more than N, so L stays below 2^7
    least(0, |layers| Ok(base.clone().pow(layers.min(64) as u32) >= task.points() - 1))
}
