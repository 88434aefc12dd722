//! The tests of this crate, one program.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere, also in its helpers")]

extern crate memorelu_evaluator as evaluator;

mod agreement;
mod common;
mod extreme;
mod structure;
mod verify;
