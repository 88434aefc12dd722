//! The tests of this crate, one program.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere, also in its helpers")]

extern crate memorelu_retrieval as retrieval;

mod common;
mod exact_in;
mod retrieval3;
mod retrieval9;
