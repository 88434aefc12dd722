//! The tests of this crate, one program.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere, also in its helpers")]

extern crate memorelu_encoding as encoding;

mod lemma_a4;
mod lemma_a6;
mod strings;
