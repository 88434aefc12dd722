//! The tests of this crate, one program.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere, also in its helpers")]

extern crate memorelu_bitextract as bitextract;

mod lemma_a5;
mod lemma_a7;
mod lemma_a8;
