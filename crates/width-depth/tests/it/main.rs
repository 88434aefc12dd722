//! The tests of this crate, one program.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere, also in its helpers")]

extern crate memorelu_width_depth as width_depth;

mod lemma_2_4;
mod lemma_2_5;
mod lemma_2_6;
mod lemma_2_7;
mod lemma_2_8;
mod plan;
mod staircase;
mod theorem_2_1;
