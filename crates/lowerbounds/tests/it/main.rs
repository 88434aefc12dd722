//! The tests of this crate, one program.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere, also in its helpers")]

extern crate memorelu_lowerbounds as lowerbounds;

mod counting;
mod exact;
mod goldberg_jerrum;
mod lemma_3_1;
mod lemma_4_1;
mod proposition_3_3;
mod serra;
mod sign_patterns;
mod sparse;
mod strongest;
mod theorem_3_2;
mod theorem_6_1;
