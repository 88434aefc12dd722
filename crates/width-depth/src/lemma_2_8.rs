//! Lemma 2.8 (Yang and Yang): does `x` lie in `[y, y + 1]`?
//!
//! # Statement
//!
//! There is a ReLU network `F(x, y)` of width 2 with 2 hidden layers and
//!
//! ```text
//! F(x, y) = 1   if  y       <= x <= y + 1
//! F(x, y) = 0   if  x >= y + 3/2   or   x <= y - 1/2
//! ```
//!
//! # Construction
//!
//! It is Lemma A.8 of Vardi et al., [`bitextract::lemma_a8`]; the ends `y + 3/2` and `y - 1/2` are
//! included there as well.
//!
//! # Used by
//!
//! Lemma 2.6.

use claims::{Claim, Record, record::YANG_2026};
use network::Network;

pub use bitextract::lemma_a8::interval_indicator;

/// What is told about the statement.
pub const RECORD: Record = Record {
    code: Some("width_depth::lemma_2_8::interval_indicator"),
    remarks: &["D17"],
    ..Record::cited(YANG_2026, "yang2026/2.8", "Lemma 2.8", "= Lemma A.8 of Vardi et al.")
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// What the lemma promises of [`interval_indicator`], beside what was built.
#[must_use]
pub fn claims(built: &Network) -> Vec<Claim> {
    let counts = built.counts();
    vec![
        Claim::at_most(ID, "width", counts.width, 2),
        Claim::at_most(ID, "hidden layers", counts.hidden_layers, 2),
    ]
}
