//! [`memorelu-claims`]: ../memorelu_claims/index.html
//! [`memorelu-memorize`]: ../memorelu_memorize/index.html
//! [`memorelu-width-depth`]: ../memorelu_width_depth/index.html
//! [`memorelu-retrieval`]: ../memorelu_retrieval/index.html
#![doc = include_str!("../README.md")]
//!
//! # What a bound says
//!
//! A bound here speaks about a **class** of networks and a fixed set of `N` distinct points in
//! `R^d`: if every one of the `C^N` labelings of these points is the output of some network of the
//! class, then the class has at least so many members, and so its networks at least so many
//! parameters, layers, neurons or bits. Nothing is said about one labeling alone (the constant one
//! needs a single bias), but a class with at most `2^h` labelings contains a uniformly random one
//! with probability at most `2^(h - N log2 C)`.
//!
//! # Rounding
//!
//! Functions named `_upper` return `log2` of the number of labelings, functions or networks that a
//! class can have, rounded **up**; a class is ruled out only if that is below `N log2 C` rounded
//! **down**. So every "at least" that this crate returns is true as it stands, and may be weaker
//! than the real number it comes from by the last of some 120 binary places.
//!
//! # Which count is bounded
//!
//! | function | bounds | of |
//! |---|---|---|
//! | [`parameters`] | edges + non-zero biases | any graph, within [`Limits`] |
//! | [`dense_hidden_layers`], [`dense_width`] | every entry, zeros included | all networks `W x L` |
//! | [`goldberg_jerrum`] | edges + biases | one fixed graph |
//! | [`theorem_6_1`] | edges + non-zero biases, bits of one of them | any graph |
//! | [`counting`] | bits of all of them together | any graph |
//! | [`theorem_3_2`], [`proposition_3_3`] | width and hidden layers | all networks `W x L` |
//! | [`lemma_4_1`] | edges + non-zero biases, by a reduction that is built | any graph |
//!
//! The bounds on real weights hold for one **fixed graph** with `P` places for parameters, since
//! they count sign patterns of polynomials in `P` variables. A class with a free choice of the
//! graph is a union over all graphs, which costs about `log2(e S / P)` further bits per parameter
//! ([`Limits::supports_upper`]); [`sparse`] pays for them.

mod architecture;
mod arithmetic;
pub mod counting;
mod error;
pub mod goldberg_jerrum;
pub mod lemma_3_1;
pub mod lemma_4_1;
mod limits;
pub mod proposition_3_3;
mod separation;
pub mod serra;
pub mod sign_patterns;
pub mod sparse;
mod strongest;
mod task;
pub mod theorem_3_2;
pub mod theorem_6_1;

pub use architecture::{Architecture, Layer};
pub use error::BoundError;
pub use limits::Limits;
pub use network;
pub use separation::Separation;
pub use strongest::{Bound, Dense, Minimum, dense_hidden_layers, dense_width, parameters};
pub use task::Task;
