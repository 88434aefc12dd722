//! Theorem 2.1 of Yang and Yang: width against depth.

mod error;
mod layers;
pub mod lemma_2_4;
pub mod lemma_2_6;
pub mod lemma_2_7;
pub mod lemma_2_8;
mod piecewise;
pub mod staircase;
mod tally;

pub use error::Error;
pub use piecewise::PiecewiseLinear;

/// Networks of more edges are not built: about 3 GB in memory.
pub const MAX_EDGES: u64 = 1 << 27;
