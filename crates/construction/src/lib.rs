//! [`memorelu-memorize`]: ../memorelu_memorize/index.html
//! [`memorelu`]: ../memorelu/index.html
#![doc = include_str!("../README.md")]

mod construction;
mod memorizer;
pub mod parameters;
mod promise;
mod values;

pub use claims::{self, Used};
pub use construction::Construction;
pub use memorizer::{BuildError, Memorizer};
pub use promise::Promise;
pub use values::{Value, ValueError, Values};
