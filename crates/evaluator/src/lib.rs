//! [`memorelu-network`]: ../memorelu_network/index.html
//! [`memorelu-certify`]: ../memorelu_certify/index.html
//! [`memorelu-exactness`]: ../memorelu_exactness/index.html
#![doc = include_str!("../README.md")]
//!
//! # Method
//!
//! The points are sorted by their **key**: all rows of the first map of a memorizing network are
//! multiples of one direction `v`, and the key of `x` is `v . x`. A contiguous range of points is a
//! batch. Layer by layer, a neuron is one of
//!
//! ```text
//! constant    a short number times a power of two
//! column      slope[r(i)] * T(i) + offset[r(i)] + points[i]    at point i with the key T(i)
//! ```
//!
//! where `r(i)` is the run that point `i` lies in. A neuron that carries the key is one slope for
//! the whole batch, whatever its length in bits. A string that belongs to a block of points is one
//! number for the block's run, and so is every bit that is read from it. ReLU cuts a run with a slope
//! in two, where bisection finds the crossing. A hash of the key, different at every point, is a
//! vector of machine integers. A neuron that is carried through a layer is shared, not copied.
//!
//! Numbers are integers at a scale `2^e / d` that each vector has for itself, so powers of two cost
//! nothing. Vectors hold `i64`, `i128`, long integers, or rationals where a common denominator would
//! be long. Which one is decided before each operation by the lengths of its operands, measured and
//! not estimated: nothing overflows, and nothing is longer than it must be.
//!
//! A batch that outgrows the processor's cache or the given memory is cut in two in the middle of the
//! network, and its halves go on from there, on all cores. So what is equal for many blocks is
//! evaluated once for all of them, and what is long is evaluated where it fits.

mod breaks;
mod column;
mod combine;
mod error;
#[cfg(test)]
mod fault;
mod long;
mod machine;
mod number;
mod numbers;
mod points;
mod program;
mod relu;
mod row;
mod run;
mod scalar;
mod state;
mod sum;
mod term;
mod tidy;
mod value;

pub use error::Error;
pub use network;
pub use network::Points;
pub use program::Program;
pub use run::{LISTED, Mismatch, Options, Report};

/// Longest exact value that is supported, in bits, and largest exponent of two: a network that asks
/// for more is refused, so that a small file cannot ask for all memory.
pub const MAX_BITS: u64 = 1 << 28;
