//! [`memorelu-lowerbounds`]: ../memorelu_lowerbounds/index.html
//! [`memorelu-memorize`]: ../memorelu_memorize/index.html
#![doc = include_str!("../README.md")]

mod claim;
mod enclosure;
pub mod record;
pub mod spell;
mod used;

pub use claim::{Claim, Relation};
pub use enclosure::Enclosure;
pub use record::{Kind, Paper, Parameter, Record};
pub use used::Used;
