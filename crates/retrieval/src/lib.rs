//! [`memorelu-memorize`]: ../memorelu_memorize/index.html
//! [`memorelu-lowerbounds`]: ../memorelu_lowerbounds/index.html
//! [`memorelu-export`]: ../memorelu_export/index.html
#![doc = include_str!("../README.md")]
//!
//! # Statement
//!
//! For N distinct points of `R^d` with exact coordinates and labels in C classes, [`construct`] builds
//! a ReLU network F with `F(xi) = yi` for every i, of width 9 (id `retrieval`) or 3 (id `retrieval3`).
//! Elsewhere F is anything: it is a *retrieval* structure, which stores about `N log2 C` bits and none
//! of the inputs, where Theorem 3.1 of Vardi et al. and Theorem 2.1 of Yang and Yang store each
//! projected input beside its label and are 0 off the data.
//!
//! # Construction
//!
//! ```text
//! point  --key-->  x  --lookup-->  (V, x)  --hash-->  (V, Y)  --scan-->  label
//! ```
//!
//! | module | part |
//! |---|---|
//! | `projection::keys` | an integer direction with the smallest coefficients that keep the points distinct |
//! | `lookup` | the sorted keys are cut into m blocks; the network finds the memory word V of the block |
//! | `hash` | x modulo a prime, and the numbers `w_1, ..., w_M` drawn from it |
//! | `equations` | a word serves all keys of its block: `beta_0 + sum of beta_i w_i = target` modulo `2^c` |
//! | `word` | how the digits beta are written into V |
//! | `scan` | the network that reads them and adds up |
//! | `search` | M, m and the hash with the fewest edges, counted |
//! | `bounds` | layers, edges and bits in terms of m |
//!
//! Four things make it small. A block costs **3 edges**: two for a step of the key and one for the
//! change of the word. A bit of memory costs **7 edges and one layer**: the ReLU that reads it also
//! removes it and adds the draw that it selects to the sum. The sum is kept in the low digits of the
//! word itself, so nothing but the word, the hash and one draw is carried. And one elimination modulo
//! 2 writes labels of any number of bits, so c bits of a label share their draws. Where numbers have to
//! be short, draws are single bits, and a block has several words that are read one after the other.
//!
//! In width 3 every part changes its state in place with one more neuron: the key and the word are
//! one number, `S = B x + V`, while the block is looked up.
//!
//! # What is proved
//!
//! For **every** dataset, seed and hash:
//!
//! - `F(xi) = yi` for every i, in exact arithmetic: the headers of the modules give the argument.
//! - `m <= N`, and m is at most the number of runs of equal labels in the order of the keys (plus one
//!   for each chunk of keys that is built on its own): a block takes at least its first key, and
//!   every further key as long as there is one label only.
//! - Width, depth, edges and bits are bounded in terms of m; the claims of a [`Construction`] are
//!   these bounds, and `bounds` lists them.
//! - With `exact_in`, every partial sum of every neuron, in any order, fits the format, for all inputs
//!   within the range of the data: [`exactness`] proves it for the network that was built. Coordinates
//!   that no machine number holds, such as 0.1, are multiplied by their common denominator first.
//!
//! # What is measured
//!
//! The number of blocks. A block has M + 1 unknown digits, so about as many keys; on random, evenly
//! spaced, consecutive and clustered keys m was between 1 and 1.1 times `N / (M + 1)` for M from 20
//! on. Then, with c = 1, K = 6 and `m M = N`, the edges are about `2 sqrt(3.25 * 7.2 N) = 9.7 sqrt(N)`,
//! and a few hundred more for the hash and the last folds. Random keys and labels (the example
//! `figures` prints these, and verifies every point; `D` is the dimension):
//!
//! | form | N | C | D | m | M | edges | biases | depth | edges / sqrt(N log2 C) | memory / (N log2 C) |
//! |---|---|---|---|---|---|---|---|---|---|---|
//! | width 9 | 220 | 2 | 1 | 18 | 11 | 202 | 76 | 27 | 13.6 | 0.98 |
//! | width 9 | 10 000 | 2 | 1 | 141 | 70 | 1 151 | 455 | 146 | 11.5 | 1.00 |
//! | width 9 | 100 000 | 2 | 1 | 449 | 223 | 3 377 | 1 385 | 395 | 10.7 | 1.01 |
//! | width 9 | 1 000 000 | 2 | 1 | 1 419 | 707 | 10 098 | 4 341 | 1 156 | 10.1 | 1.00 |
//! | width 9 | 10 000 | 10 | 1 | 290 | 35 | 2 095 | 790 | 261 | 11.5 | 1.26 |
//! | width 9 | 10 000 | 10 000 | 1 | 517 | 20 | 3 697 | 1 396 | 476 | 10.1 | 1.14 |
//! | width 3 | 10 000 | 10 | 1 | 260 | 39 | 2 392 | 779 | 522 | 13.1 | 1.25 |
//! | width 3 | 100 000 | 2 | 1 | 449 | 223 | 3 973 | 1 420 | 974 | 12.6 | 1.01 |
//! | width 3 | 1 000 000 | 2 | 1 | 1 419 | 707 | 11 866 | 4 341 | 2 925 | 11.9 | 1.00 |
//! | exact in f64 | 60 000 | 10 | 16 | 1 563 | 39 | 14 863 | 6 513 | 966 | 33.3 | 1.25 |
//! | exact in i64 | 60 000 | 10 | 16 | 1 696 | 36 | 12 595 | 5 669 | 854 | 28.2 | 1.26 |
//!
//! A label of C classes takes c bits, so memory is at least `c / log2 C` times the information: 1.20
//! for C = 10.
//!
//! # What is assumed
//!
//! That the order of the number of edges is `sqrt(N log C) + log R + d` for keys below R needs a hash
//! whose rows `(1, w_1, ..., w_M)` modulo 2 behave as uniformly random ones for the keys of a block.
//! Then the row after i independent ones is dependent with probability `2^(i - M)`, so a block has at
//! least M - 1 keys in expectation, m is about `N / M`, and `M = sqrt(N / c)` gives the order. Here the
//! rows come from one state modulo a prime, and no proof is claimed. A poor hash costs blocks, never a
//! label.

mod bounds;
mod circuit;
mod construct;
mod equations;
mod hash;
mod lookup;
mod plan;
mod scan;
mod search;
mod word;

pub use construct::{
    Construction, ID, ID3, Memory, Parameters, RECORD, RECORD_3, Retrieval, construct,
};
pub use dataset;
pub use exactness::NumberFormat;
pub use hash::{Draws, Hash};
pub use lookup::Lookup;
pub use plan::Plan;

use exactness::Obstacle;
use network::ShapeError;
use projection::ProjectionError;
use thiserror::Error;

/// Neurons of a layer, at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Nine: the fewest edges.
    Nine,
    /// Three: every part changes its state in place.
    Three,
}

/// Why a network cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RetrievalError {
    /// No direction keeps the points distinct.
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    /// Keys are too long for a number format.
    #[error(
        "keys and their sums need {needed} bits, {format} holds {}: round the data to a coarser grid, \
         use fewer coordinates, or do without an exact format", .format.bits()
    )]
    LongKeys {
        /// Bits needed.
        needed: u64,
        /// The format asked for.
        format: NumberFormat,
    },
    /// The network is not exact in the format that was asked for.
    #[error(
        "not exact in {format}: {obstacle}, {format} has {}: use inputs with \
         fewer digits, or do without an exact format", .format.bits()
    )]
    Inexact {
        /// The format asked for.
        format: NumberFormat,
        /// The first neuron that does not fit.
        obstacle: Obstacle,
    },
    /// No hash and no word length fit.
    #[error(
        "no plan fits: words with {draws:?} draws are too long for the format, or keys for the hash"
    )]
    NoPlan {
        /// M, if it was given.
        draws: Option<usize>,
    },
    /// A network did not fit together.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}
