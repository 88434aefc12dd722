//! The tests of this crate, one program.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere, also in its helpers")]

extern crate memorelu_netfile as netfile;

mod binary;
mod binary_forged;
mod container;
mod json;
mod landmarks;
mod notes;
mod ranges;
