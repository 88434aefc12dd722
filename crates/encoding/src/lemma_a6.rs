//! Lemma A.6 (Vardi et al. 2022): the indicator of an interval.
//!
//! # Statement
//!
//! For naturals `a < b` there is a ReLU network F of depth 2, width 2 and bit complexity LEN(b) with
//!
//! ```text
//! F(x) = 1   if  a <= x <= b
//! F(x) = 0   if  x > b + 1/2   or   x < a - 1/2
//! ```
//!
//! # Construction
//!
//! ```text
//! F(x) = relu(1 - 2 relu(a - x)) + relu(1 - 2 relu(x - b)) - 1
//! ```
//!
//! # Counting
//!
//! The lemma's "depth 2" counts the two hidden layers.
//!
//! # Deviations
//!
//! The paper writes `relu(2a - 2x)`, whose bias `2b` needs `LEN(b) + 1` bits, one more than the lemma
//! promises. With the factor 2 in the second layer the function is the same and the bound is met,
//! for `b >= 2`; the weight 2 itself has 2 bits, so `b = 1`, `a = 0` needs one bit more than LEN(b).
//!
//! # Used by
//!
//! Lemma A.4.

use claims::{Claim, Record, record::VARDI_2022};
use network::{Affine, Form, Network};
use rug::Integer;

use crate::EncodingError;

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("lemA.6"),
    code: Some("encoding::lemma_a6::indicator"),
    remarks: &["E2", "D5"],
    ..Record::cited(VARDI_2022, "vardi2022/A.6", "Lemma A.6", "indicator of [a, b], collars of 1/2")
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// The indicator of `[a, b]`.
///
/// Shape: `x -> value`, 1 input, 1 output, 2 hidden layers of 2 neurons. Silence: nothing is
/// promised within 1/2 outside the interval; the value stays in `[0, 1]`.
///
/// # Errors
///
/// [`EncodingError::Interval`] unless `0 <= a < b`.
///
/// # Examples
///
/// ```
/// let f = memorelu_encoding::lemma_a6::indicator(&3.into(), &5.into())?;
/// assert_eq!(f.evaluate(&[(9, 2).into()])?, [1]);
/// assert_eq!(f.evaluate(&[6.into()])?, [0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn indicator(a: &Integer, b: &Integer) -> Result<Network, EncodingError> {
    if *a < 0 || a >= b {
        return Err(EncodingError::Interval);
    }
    let x = Form::input(0);
    let outside = Affine::new(1, [Form::constant(a) - &x, x - Form::constant(b)])?;
    let [below, above] = Form::inputs();
    let inside = Affine::new(2, [1 - 2 * below, 1 - 2 * above])?;
    let [left, right] = Form::inputs();
    Ok(Network::new(vec![outside, inside], Affine::new(2, [left + right - 1])?)?)
}

/// What the lemma promises of [`indicator`], beside what was built.
#[must_use]
pub fn claims(b: &Integer, built: &Network) -> Vec<Claim> {
    let counts = built.counts();
    vec![
        Claim::at_most(ID, "width", counts.width, 2),
        Claim::at_most(ID, "hidden layers", counts.hidden_layers, 2),
        Claim::at_most(ID, "bits", counts.bits, b.significant_bits().max(2)),
    ]
}
