//! [`memorelu-memorize`]: ../memorelu_memorize/index.html
#![doc = include_str!("../README.md")]

pub mod bounds;
mod built;
pub mod compare;
pub mod distance;
pub mod notes;
mod request;
mod statement;

pub use built::{Built, Error, HEADLINE, build, outputs, regress, verify};
pub use request::{Request, RequestError};
pub use statement::Statement;

pub use baselines;
pub use bit_bounded;
pub use bitextract;
pub use certify;
pub use claims::{self, Claim, Record};
pub use construction::{self, Memorizer, Promise, Used, Values};
pub use dataset::{self, Dataset};
pub use depth_limited;
pub use encoding;
pub use evaluator;
pub use exactness;
pub use export;
pub use lowerbounds;
pub use memorize;
pub use netfile;
pub use network::{self, Network};
pub use projection;
pub use retrieval;
pub use rug;
pub use width_depth;
