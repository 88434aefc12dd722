//! Lemma A.8 (Vardi et al. 2022): does `x` lie in `[y, y + 1]`?
//!
//! # Statement
//!
//! There is a ReLU network `F(x, y)` of width 2, depth 2 and bit complexity 2 with
//!
//! ```text
//! F(x, y) = 1   if  y       <= x <= y + 1
//! F(x, y) = 0   if  x >  y + 3/2   or   x <  y - 1/2
//! ```
//!
//! # Construction
//!
//! ```text
//! F(x, y) = relu(1 - relu(2y - 2x)) + relu(1 - relu(2x - 2y - 2)) - 1
//!           '--- 0 when x << y ---'   '--- 0 when x >> y + 1 ---'
//! ```
//!
//! # Counting
//!
//! The lemma's "depth 2" counts the two hidden layers, one less than the paper's own definition in
//! section 2, where the output layer counts.
//!
//! # Used by
//!
//! Lemma A.5; Lemma 2.6 of Yang and Yang (there: Lemma 2.8).

use claims::{Claim, Record, record::VARDI_2022};
use network::{Affine, Form, Network, ShapeError};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("lemA.8"),
    code: Some("bitextract::lemma_a8::interval_indicator"),
    remarks: &["D5"],
    ..Record::cited(
        VARDI_2022,
        "vardi2022/A.8",
        "Lemma A.8",
        "indicator of [y, y + 1], collars of 1/2",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// Is `x` in `[y, y + 1]`? The network of Lemma A.8.
///
/// Shape: `(x, y) -> value`, 2 inputs, 1 output, 2 hidden layers of 2 neurons. Units: `x` and `y`
/// share one unit; `value` lies in `[0, 1]` and is a truth value outside the collars. Silence: for
/// `x` in `[y - 1/2, y)` or `(y + 1, y + 3/2]` the lemma promises nothing.
///
/// # Errors
///
/// Never, for these constants; layers are checked rather than assumed to compose.
///
/// # Examples
///
/// ```
/// let f = memorelu_bitextract::lemma_a8::interval_indicator()?;
/// assert_eq!(f.evaluate(&[(7, 2).into(), 3.into()])?, [1]);
/// assert_eq!(f.evaluate(&[9.into(), 3.into()])?, [0]);
/// # Ok::<(), network::ShapeError>(())
/// ```
pub fn interval_indicator() -> Result<Network, ShapeError> {
    let [x, y] = Form::inputs();
    let outside = Affine::new(2, [2 * &y - 2 * &x, 2 * &x - 2 * &y - 2])?;
    let [below, above] = Form::inputs();
    let inside = Affine::new(2, [1 - below, 1 - above])?;
    let [left, right] = Form::inputs();
    Network::new(vec![outside, inside], Affine::new(2, [left + right - 1])?)
}

/// What the lemma promises, beside what was built.
#[must_use]
pub fn claims(built: &Network) -> Vec<Claim> {
    let counts = built.counts();
    vec![
        Claim::at_most(ID, "width", counts.width, 2),
        Claim::at_most(ID, "hidden layers", counts.hidden_layers, 2),
        Claim::at_most(ID, "bits", counts.bits, 2),
    ]
}
