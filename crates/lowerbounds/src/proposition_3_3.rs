//! Proposition 3.3 (Yang and Yang; after Siegel 2026): very close points need many parameters.
//!
//! # Statement
//!
//! N even, `1 / delta >= 2 N`. Suppose that for every N points in [0, 1] at distances `>= delta` and
//! all labels in `C >= 2` classes some network of width `W >= 2` with `L >= 1` hidden layers
//! memorizes them. Then, with natural logarithms,
//!
//! ```text
//! (1)  1 / delta >= e^(4 W L)                            implies   W^2 L >= N / 32
//! (2)  17 (W+1)^(2 L) <= 1 / delta < e^(4 W L)           implies   W^3 L / ln W >= N / 72
//! ```
//!
//! # Derivation
//!
//! *Counting.* Take an even T with `2 N <= T <= 1 / delta`, and the T points i / T. Let K be the number
//! of sign vectors of `f - 3/2` at them, for all networks f and labels 1 and 2.
//!
//! Below: cut the points into T / 2 pairs of neighbours. For any N / 2 of the pairs some f changes
//! sign within each. One f changes sign at most `M = (W+1)^L` times ([`crate::serra`]), so it serves
//! at most `binomial(M, N/2) <= M^(N/2) / (N/2)!` choices. There are
//! `binomial(T/2, N/2) >= (T/4)^(N/2) / (N/2)!` of them, as `T / 2 - N / 2 >= T / 4`. So
//! `K >= (T / (4 M))^(N/2)`.
//!
//! Above: the global bound of [`crate::sign_patterns`], in the weaker form
//! `K <= (4 e (L+1) T 2^(W L) (1 + W L))^P`, with `P <= 4 W^2 L`.
//!
//! Together, with `ln(4 e 2^(W L) (L+1) (W L + 1)) <= 4 W L` (at `W = 2, L = 1`: 5.57 <= 8),
//!
//! ```text
//! (N / 2) (ln T - ln(4 M))  <=  4 W^2 L (ln T + 4 W L)                                        (*)
//! ```
//!
//! *(1)* Let T be the largest even integer up to `1 / delta`: `T >= 2 N` as 2 N is even, and
//! `T > e^(4 W L) - 2`, which is at least `16 M^2` and at least `4 e 2^(W L) (L+1) (W L + 1)`. So
//! `ln T - ln(4 M) >= (ln T) / 2`, and the bracket on the right is at most `2 ln T`.
//!
//! *(2)* Let `b = 17 M^2`. If `2 N <= b`, let T be the largest even integer up to b: then
//! `16 M^2 <= T <= e^(5 W L)`, the left side is at least `(N / 2) ln(4 M) >= (N / 2) L ln W`, and the
//! right side at most `4 W^2 L * 9 W L`. If `2 N > b`, let `T = 2 N <= 1 / delta < e^(4 W L)`: the left
//! side is at least `(N / 4) ln T` and `ln T >= 2 ln(4 M) >= 2 L ln W`, the right side at most
//! `4 W^2 L * 8 W L`, which gives N / 64.
//!
//! # Deviations
//!
//! The paper's proof takes `T >= e^(4 W L)` in (1), which an integer `T <= 1 / delta` need not reach,
//! and in (2) a T near `17 (W+1)^(2 L)` although `T >= 2 N` was assumed. Both gaps close as above;
//! the statement stands with its constants.
//!
//! Between the regimes, `1 / delta < 17 (W+1)^(2 L)`, nothing is said. A condition that cannot be
//! decided by 120 binary places counts as not met.

use claims::{Record, record::YANG_2026};
use rug::Integer;

use crate::{
    BoundError, Separation, Task,
    arithmetic::{least, log2, log2_e},
    theorem_3_2::{check_hidden_layers, check_width},
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("prop3.3"),
    code: Some("lowerbounds::proposition_3_3::rules_out"),
    remarks: &["E8"],
    ..Record::cited(
        YANG_2026,
        "yang2026/3.3",
        "Proposition 3.3",
        "lower bounds for very close points, two regimes",
    )
};

/// Which of the two conditions on the separation holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regime {
    /// `1 / delta >= e^(4 W L)`: then `W^2 L >= N / 32`.
    Exponential,
    /// `17 (W+1)^(2 L) <= 1 / delta < e^(4 W L)`: then `W^3 L / ln W >= N / 72`.
    Between,
}

/// The regime of a separation for networks of width `width` with so many hidden layers, if any.
///
/// # Errors
///
/// [`BoundError::TooNarrow`] if `W < 2`, [`BoundError::NoHiddenLayers`].
pub fn regime(
    separation: &Separation,
    width: u64,
    hidden_layers: u64,
) -> Result<Option<Regime>, BoundError> {
    check_width(width)?;
    check_hidden_layers(hidden_layers)?;
    let closeness = separation.log2_inverse();
    let exponential = log2_e() * 4 * width * hidden_layers;
    if closeness.lower() >= exponential.upper() {
        return Ok(Some(Regime::Exponential));
    }
    let between = log2(Integer::from(width) + 1_u32) * 2 * hidden_layers + log2(17);
    let inside = between.upper() <= closeness.lower() && closeness.upper() < exponential.lower();
    Ok(inside.then_some(Regime::Between))
}

/// Does the proposition rule out width `width` with so many hidden layers for the task?
///
/// # Errors
///
/// [`BoundError::OddPoints`], [`BoundError::Crowded`] if `1 / delta < 2 N`,
/// [`BoundError::TooNarrow`] if `W < 2`, [`BoundError::NoHiddenLayers`].
///
/// ```
/// use memorelu_lowerbounds::{Separation, Task, proposition_3_3::rules_out};
///
/// let task = Task::new(1_000, 2, 1)?;
/// let separation = Separation::new(rug::Rational::from(1) >> 100)?;
/// // e^(4 * 2 * 7) <= 2^100, and 4 * 7 < 1000 / 32
/// assert!(rules_out(&task, &separation, 2, 7)?);
/// assert!(!rules_out(&task, &separation, 2, 80)?);
/// # Ok::<(), memorelu_lowerbounds::BoundError>(())
/// ```
pub fn rules_out(
    task: &Task,
    separation: &Separation,
    width: u64,
    hidden_layers: u64,
) -> Result<bool, BoundError> {
    check_points(task, separation)?;
    let size = Integer::from(width).square() * hidden_layers;
    Ok(match regime(separation, width, hidden_layers)? {
        Some(Regime::Exponential) => size * 32_u32 < task.points(),
        // 72 W^3 L / ln W < N, times log2 W = ln W log2 e
        Some(Regime::Between) => {
            let size = log2_e() * (size * width * 72_u32);
            *size.upper() < *(log2(width) * task.points()).lower()
        }
        None => false,
    })
}

/// The least number of hidden layers that is not ruled out in width `width`. Rounded down.
///
/// # Errors
///
/// As [`rules_out`].
pub fn hidden_layers(task: &Task, separation: &Separation, width: u64) -> Result<u64, BoundError> {
    least_size(task, separation, 1, |layers| (width, layers))
}

/// The least width, at least 2, that is not ruled out with so many hidden layers. Rounded down.
///
/// # Errors
///
/// As [`rules_out`].
pub fn width(task: &Task, separation: &Separation, hidden_layers: u64) -> Result<u64, BoundError> {
    least_size(task, separation, 2, |width| (width, hidden_layers))
}

fn check_points(task: &Task, separation: &Separation) -> Result<(), BoundError> {
    let points = task.points();
    if !points.is_multiple_of(2) {
        return Err(BoundError::OddPoints { found: points });
    }
    // floor(1 / delta) >= 2 N, since 2 N is an integer
    let room = separation.packing(1) - 1_u32;
    if room < Integer::from(points) * 2_u32 {
        // the largest even number whose double fits
        let most = (room / 4_u32 * 2_u32).to_u64().expect("fewer than the points");
        return Err(BoundError::Crowded { points, most });
    }
    Ok(())
}

/// One more than the largest size that is ruled out. Networks of a smaller size are among those of a
/// larger one, so they are ruled out with it, whatever regime they are in.
fn least_size(
    task: &Task,
    separation: &Separation,
    from: u64,
    size: impl Fn(u64) -> (u64, u64),
) -> Result<u64, BoundError> {
    check_points(task, separation)?;
    let at = |x| {
        let (width, hidden_layers) = size(x);
        regime(separation, width, hidden_layers)
    };
    let allowed = |x| {
        let (width, hidden_layers) = size(x);
        rules_out(task, separation, width, hidden_layers).map(|out| !out)
    };
    // Sizes from .. middle are in the first regime, middle .. end in the second.
    let middle = least(from, |x| Ok(at(x)? != Some(Regime::Exponential)))?;
    let end = least(middle, |x| Ok(at(x)? != Some(Regime::Between)))?;
    let second = least(middle, |x| Ok(x >= end || allowed(x)?))?;
    if second > middle {
        return Ok(second);
    }
    least(from, |x| Ok(x >= middle || allowed(x)?))
}
