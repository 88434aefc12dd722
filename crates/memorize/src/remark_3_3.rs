//! Remark 3.3 (Vardi et al. 2022): from classification to regression.
//!
//! # Statement
//!
//! Targets in a bounded interval are cut into classes, one for each interval of length epsilon. The
//! network of Theorem 3.1 for these classes gives every target up to epsilon, and its size is linear
//! in `log(1 / epsilon)`.
//!
//! # Construction
//!
//! ```text
//! class(y) = floor((y - least) / epsilon)      F(x) = least + epsilon (class + 1/2)
//! ```
//!
//! The last affine map turns the class into the middle of its interval, so the error is at most
//! epsilon / 2.
//!
//! # Deviations
//!
//! The remark sketches; classes of which no point is a member are numbered all the same, so that the
//! read-out is one affine map.

use claims::{Claim, Kind, Parameter, Record, record::VARDI_2022};
use construction::parameters::{DELTA, PROFILE, SEED};
use dataset::Points;
use network::{Affine, Form, Network, Weight};
use rug::{Integer, Rational};

use crate::{Construction, MemorizeError, Parameters, theorem_3_1::construct_for};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("rem3.3"),
    growth: "edges linear in log(1 / epsilon)",
    code: Some("memorize::remark_3_3::construct"),
    parameters: &[EPSILON, PROFILE, SEED, DELTA],
    remarks: &["D9"],
    ..Record::cited(
        VARDI_2022,
        "vardi2022/R3.3",
        "Remark 3.3",
        "real targets up to epsilon, edges linear in log(1/epsilon)",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// How well each target is met.
pub const EPSILON: Parameter = Parameter {
    name: "epsilon",
    symbol: "EPSILON",
    meaning: "regression: the label column holds numbers, each to be met up to this",
    kind: Kind::Number,
    default: "labels are classes",
    excludes: &[],
};

/// Builds a network with `|F(xi) - yi| <= epsilon` for every i.
///
/// Shape: `x -> target`, d inputs, 1 output. Units: targets and epsilon share one unit. Silence: at
/// points that are not of the data, nothing is promised.
///
/// # Errors
///
/// [`MemorizeError::Epsilon`], [`MemorizeError::Targets`], [`MemorizeError::TooManyClasses`], or
/// what Theorem 3.1 needs.
pub fn construct(
    points: &Points,
    targets: &[Rational],
    epsilon: &Rational,
    parameters: &Parameters,
) -> Result<Construction, MemorizeError> {
    if *epsilon <= 0 {
        return Err(MemorizeError::Epsilon);
    }
    if targets.len() != points.len() {
        return Err(MemorizeError::Targets { targets: targets.len(), points: points.len() });
    }
    let Some(least) = targets.iter().min().cloned() else {
        unreachable!("there are as many targets as points, at least one")
    };
    let class = |target: &Rational| {
        let place = Rational::from(target - &least) / epsilon;
        let class = Integer::from(place.floor_ref());
        class
            .to_u32()
            .filter(|class| *class < 1 << 31)
            .ok_or(MemorizeError::TooManyClasses { needed_bits: class.significant_bits() })
    };
    let labels = targets.iter().map(class).collect::<Result<Vec<u32>, _>>()?;
    let classes = labels.iter().fold(0, |most, label| most.max(u64::from(*label) + 1));
    let mut built = construct_for(points, &labels, classes, parameters)?;
    let middle = least + epsilon.clone() / 2;
    let read_out = Form::input(0).times(epsilon.clone()) + Form::constant(Weight::from(middle));
    built.network = built.network.then(Network::affine(Affine::new(1, [read_out])?))?;
    Ok(built)
}

/// The claim `|F(xi) - yi| <= epsilon`, for outputs that were evaluated exactly.
///
/// # Panics
///
/// Unless there is one output for each target, and one target at least.
#[must_use]
pub fn claim(outputs: &[Rational], targets: &[Rational], epsilon: &Rational) -> Claim {
    assert_eq!(outputs.len(), targets.len(), "one output for each target");
    let error = |(output, target)| Rational::from(output - target).abs();
    let largest = outputs.iter().zip(targets).map(error).max().expect("a target at least");
    Claim::at_most(ID, "largest |F(x) - y|", largest, epsilon.clone())
}
