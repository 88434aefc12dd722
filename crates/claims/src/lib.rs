//! Claims: what a theorem promises, beside what was measured.
//!
//! A [`Claim`] is one inequality of one statement, with both sides exact. Bounds that contain pi,
//! a square root or a logarithm are irrational; an [`Enclosure`] holds such a number between two
//! rationals, and a claim takes the side that makes it **harder** to hold.

mod claim;
mod enclosure;

pub use claim::{Claim, Relation};
pub use enclosure::Enclosure;
