//! The counting bound: the bits of all weights together hold the labels.
//!
//! # Statement
//!
//! Let a class contain every network, on any graph within [`Limits`], with at most `P` non-zero
//! parameters (edges + biases) whose bits sum to at most `T`. If it memorizes every labeling of `N`
//! points with `C` classes, then
//!
//! ```text
//! N log2 C  <=  T + P ( log2(T / P + 1) + log2(e T / P) + log2(e S / P) )         (P <= T)
//! ```
//!
//! "Total bits >= N log2 C" alone is **not** a theorem for this workspace's count `T`, which has the
//! digits of the numbers only. What must be added is the rest of the line:
//!
//! ```text
//! P log2(T / P + 1)   the sign and the position of the binary point of each number
//! P log2(e T / P)     where the digits of one number end
//! P log2(e S / P)     which edges and biases there are
//! ```
//!
//! For a memory of long weights (`T / P` large) these are `O(P log T)`, small against `T`.
//!
//! # Derivation
//!
//! A function is given by a support of `p <= P` places, lengths `t_1, ..., t_p >= 1` with sum at most
//! `T`, and a number of exactly `t_i` bits for each place. Supports are counted in [`Limits`]. Lengths
//! are `binomial(T, p) <= (e T / p)^p` (the partial sums are a p-subset of `1..=T`). Positive numbers
//! of exactly t bits: by the derivation of [`crate::theorem_6_1`], the dyadic ones of at most t bits
//! are `D(t) = 2^(t-1) (t + 2) - 1`, so `D(t) - D(t - 1) = 2^(t-2) (t + 3)` of exactly t; the others
//! are at most `sum_(s + r = t) 2^(s-1) 2^(r-1) = (t - 1) 2^(t-2)`. With both signs that is at most
//! `(t + 1) 2^t`. Finally `prod (t_i + 1) 2^(t_i) <= 2^T (T / p + 1)^p` by the inequality of means,
//! and `(e T / p)^p`, `(T / p + 1)^p` increase with `p <= T`. If `P > T`, replace `P` by `T`: a
//! non-zero number has at least one bit.
//!
//! # Used by
//!
//! Reports on the memory of a construction; retrieval compares itself with it.

use claims::Enclosure;
use rug::Rational;

use crate::{
    BoundError, Limits, Task,
    arithmetic::{least, log2, ratio},
};

/// `log2` of the most functions of networks with at most so many edges + biases and so many bits in
/// all of them together: the total bits and their description. Rounded up.
#[must_use]
pub fn functions_upper(task: &Task, limits: &Limits, parameters: u64, total_bits: u64) -> Rational {
    let parameters = parameters.min(total_bits);
    if parameters == 0 {
        return Rational::new();
    }
    let mean = ratio(total_bits, parameters);
    let each = log2(mean.clone() + 1_u32) + log2(Enclosure::e() * mean);
    let bits = each * parameters + total_bits;
    bits.upper() + limits.supports_upper(task, parameters)
}

/// The least sum of the bits of all weights and biases that is not ruled out for networks with at
/// most so many edges + biases. Rounded down.
///
/// # Errors
///
/// [`BoundError::NoParameters`], or what [`Limits::check`] finds. The bits of the limits are ignored.
///
/// ```
/// use memorelu_lowerbounds::{Limits, Task, counting};
///
/// let task = Task::new(1_000_000, 2, 1)?;
/// let limits = Limits { width: Some(3), ..Limits::default() };
/// assert_eq!(counting::total_bits_needed(&task, &limits, 5_000)?, 897_726);
/// # Ok::<(), memorelu_lowerbounds::BoundError>(())
/// ```
pub fn total_bits_needed(task: &Task, limits: &Limits, parameters: u64) -> Result<u64, BoundError> {
    limits.check()?;
    if parameters == 0 {
        return Err(BoundError::NoParameters);
    }
    least(1, |bits| Ok(!task.rules_out(&functions_upper(task, limits, parameters, bits))))
}
