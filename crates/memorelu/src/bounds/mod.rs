//! What theorems promise and what lower bounds demand, before any data exists.

mod demand;
mod promise;

pub use demand::{Demand, Demands, MOST_FOR_BLOCKS, Universal};
pub use promise::{Promised, promised};
