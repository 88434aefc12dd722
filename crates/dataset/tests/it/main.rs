//! The tests of this crate, one program.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere, also in its helpers")]

extern crate memorelu_dataset as dataset;

mod classes;
mod common;
mod decimal;
mod number;
mod regression;
mod separation;
mod synthetic;
