//! [`memorelu-lowerbounds`]: ../lowerbounds/index.html
//! [`memorelu-memorize`]: ../memorize/index.html
#![doc = include_str!("../README.md")]

mod claim;
mod enclosure;
pub mod spell;

pub use claim::{Claim, Relation};
pub use enclosure::Enclosure;
