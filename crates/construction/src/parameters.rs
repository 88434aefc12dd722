//! Parameters that several statements share, and what is read off them.

use claims::{Kind, Parameter};
use dataset::{Dataset, Separation, SeparationError, SeparationMethod};
use projection::Profile;

use crate::Values;

/// Where R, rho and n come from.
pub const PROFILE: Parameter = Parameter {
    name: "profile",
    symbol: "PROFILE",
    meaning: "parameters from the theorem's formulas, or from the data",
    kind: Kind::Choice(&["paper", "measured"]),
    default: "paper",
    excludes: &[],
};

/// Of everything random.
pub const SEED: Parameter = Parameter {
    name: "seed",
    symbol: "SEED",
    meaning: "seed of everything random",
    kind: Kind::Natural(0),
    default: "0",
    excludes: &[],
};

/// A lower bound on the distance of any two points.
pub const DELTA: Parameter = Parameter {
    name: "delta",
    symbol: "DELTA",
    meaning: "a lower bound on the distance of any two points, such as 0.01 or 1/64; it is checked",
    kind: Kind::Number,
    default: "the exact distance where it is found fast, else a bound from the data's grid",
    excludes: &[],
};

/// A limit on the depth.
pub const MAX_DEPTH: Parameter = Parameter {
    name: "max-depth",
    symbol: "D",
    meaning: "at most this many affine maps",
    kind: Kind::Natural(1),
    default: "no limit",
    excludes: &[],
};

/// The profile, `paper` unless it was given.
#[must_use]
pub fn profile(values: &Values) -> Profile {
    match values.word(&PROFILE) {
        Some("paper") => Profile::Paper,
        Some("measured") => Profile::Measured,
        _ => unreachable!("a profile is one of two words, and the default is one of them"),
    }
}

/// The seed, 0 unless it was given.
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "a seed has a default that is a number")]
pub fn seed(values: &Values) -> u64 {
    values.natural(&SEED).expect("a seed has a default")
}

/// The separation of the data: given and checked, or found.
///
/// # Errors
///
/// [`SeparationError`] if it was given and is not one.
pub fn separation(data: &Dataset, values: &Values) -> Result<Separation, SeparationError> {
    let given = values.number(&DELTA).cloned();
    data.separation(given.map_or(SeparationMethod::Auto, SeparationMethod::Given))
}

/// Natural values of a parameter between 1 and `sqrt(N)`: 2, about `N^(1/4)`, and `sqrt(N)`; in order,
/// without repetition.
#[must_use]
pub fn roots(points: usize) -> Vec<usize> {
    let largest = points.isqrt();
    let mut values: Vec<_> =
        [2, largest.isqrt(), largest].into_iter().filter(|x| (1..=largest).contains(x)).collect();
    values.sort_unstable();
    values.dedup();
    values
}
