//! Theorem 3.2 (Yang and Yang): width and depth for all separated sets, in explicit form.
//!
//! # Statement
//!
//! Suppose that for every N points in [-1, 1] at distances `>= delta` and all labels in C classes
//! some network of width `W >= 2` with `L >= 1` hidden layers memorizes them. Let T be the size of a
//! largest delta-packing of [-1, 1], `T = floor(2 / delta) + 1`. If `N <= T` then
//!
//! ```text
//! (4 e T C)^(W^2 (L+1) (L+2))  >=  C^N
//! ```
//!
//! and the paper concludes `W^2 L^2 >= const * N log C / (log(1/delta) + log C)`.
//!
//! # Derivation
//!
//! Dense networks from R have `P_i` parameters up to map i, with `W i <= P_i <= 2 W^2 i`: the first
//! map has `2 W`, the others `W^2 + W`, the last `W + 1`. Count the sign vectors of `f(x) - y` at the
//! T points of a packing and all `y` in C as in steps 2 and 3 of [`crate::sign_patterns`], one
//! block per map, with T W neurons' values (or T C outputs), at most `T C W`, of degree i in map i.
//! If `P_(L+1) <= T C`, Warren's condition holds and
//!
//! ```text
//! C^N <= K <= prod_(i <= L+1) 2 (2 e T C W i / P_i)^(P_i)
//!          <= prod_(i <= L+1) (4 e T C)^(P_i)           i / P_i <= 1 / W and 2 <= 2^(P_i)
//!          <= (4 e T C)^(W^2 (L+1) (L+2))                sum_i P_i <= 2 W^2 (1 + ... + (L+1))
//! ```
//!
//! Otherwise `K <= 2^(T C) < 2^P` with `P = P_(L+1) <= 4 W^2 L <= W^2 (L+1) (L+2)`. The first `<=`
//! holds since the signs at N points of the packing tell all `C^N` labelings apart.
//!
//! # Deviations
//!
//! - `N <= T` is a hypothesis here. Without it there are no N separated points, the paper's
//!   hypothesis holds for every network, and its conclusion fails.
//! - The proof uses N points of the packing only, so **T can be replaced by N**, the least T
//!   allowed: the separation then plays no part, and this is a bound of the VC kind.
//!   [`crate::dense_hidden_layers`] is that bound without the simplifications.
//! - The inputs may lie in R^d: on a line through the data a network of width W with L hidden layers
//!   is one from R.
//!
//! # Counting
//!
//! Hidden layers, and every entry of the matrices: `P = (L - 1) W^2 + (L + 2) W + 1`.

use claims::{Enclosure, Record, record::YANG_2026};
use rug::{Integer, Rational};

use crate::{
    BoundError, Separation, Task,
    arithmetic::{least, log2},
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("thm3.2"),
    code: Some("lowerbounds::theorem_3_2::sign_vectors_upper"),
    remarks: &["E7"],
    ..Record::cited(
        YANG_2026,
        "yang2026/3.2",
        "Theorem 3.2",
        "lower bound on W and L for all separated sets",
    )
};

/// Length of [-1, 1].
const LENGTH: u64 = 2;

/// The right side, `W^2 (L+1) (L+2) log2(4 e T C)`, as `log2` of the most sign vectors. Rounded up.
///
/// # Errors
///
/// As [`hidden_layers`] and [`width`].
pub fn sign_vectors_upper(
    task: &Task,
    separation: &Separation,
    width: u64,
    hidden_layers: u64,
) -> Result<Rational, BoundError> {
    check_width(width)?;
    check_hidden_layers(hidden_layers)?;
    let each = bits_per_parameter(task, separation)?;
    Ok((each * exponent(width, hidden_layers)).upper().clone())
}

/// The least number of hidden layers that is not ruled out in width `width`. Rounded down.
///
/// # Errors
///
/// [`BoundError::NoRoom`] if `N > T`, [`BoundError::TooNarrow`] if `W < 2`.
///
/// ```
/// use memorelu_lowerbounds::{Separation, Task, theorem_3_2};
///
/// let task = Task::new(100_000, 2, 1)?;
/// let separation = Separation::new(rug::Rational::from((1, 100_000)))?;
/// assert_eq!(theorem_3_2::hidden_layers(&task, &separation, 3)?, 21);
/// # Ok::<(), memorelu_lowerbounds::BoundError>(())
/// ```
pub fn hidden_layers(task: &Task, separation: &Separation, width: u64) -> Result<u64, BoundError> {
    check_width(width)?;
    let wanted = wanted_exponent(task, separation)?;
    least(1, |layers| Ok(exponent(width, layers) >= wanted))
}

/// The least width, at least 2, that is not ruled out with so many hidden layers. Rounded down.
///
/// # Errors
///
/// [`BoundError::NoRoom`] if `N > T`, [`BoundError::NoHiddenLayers`].
pub fn width(task: &Task, separation: &Separation, hidden_layers: u64) -> Result<u64, BoundError> {
    check_hidden_layers(hidden_layers)?;
    let wanted = wanted_exponent(task, separation)?;
    least(2, |width| Ok(exponent(width, hidden_layers) >= wanted))
}

pub(crate) fn check_width(width: u64) -> Result<(), BoundError> {
    if width < 2 { Err(BoundError::TooNarrow { found: width, least: 2 }) } else { Ok(()) }
}

pub(crate) fn check_hidden_layers(hidden_layers: u64) -> Result<(), BoundError> {
    if hidden_layers == 0 { Err(BoundError::NoHiddenLayers) } else { Ok(()) }
}

/// `W^2 (L+1) (L+2)`.
fn exponent(width: u64, hidden_layers: u64) -> Integer {
    let layers = Integer::from(hidden_layers);
    Integer::from(width).square() * Integer::from(&layers + 1_u32) * (layers + 2_u32)
}

/// `log2(4 e T C)`, if `N <= T`.
fn bits_per_parameter(task: &Task, separation: &Separation) -> Result<Enclosure, BoundError> {
    let packing = separation.packing(LENGTH);
    if packing < task.points() {
        let most = packing.to_u64().expect("fewer than the points");
        return Err(BoundError::NoRoom { points: task.points(), length: LENGTH, most });
    }
    Ok(log2(Enclosure::e() * (packing * 4_u32 * task.classes())))
}

/// `N log2 C / log2(4 e T C)`, rounded down.
fn wanted_exponent(task: &Task, separation: &Separation) -> Result<Rational, BoundError> {
    let each = bits_per_parameter(task, separation)?;
    Ok(Rational::from(task.label_bits().lower() / each.upper()))
}
