//! The tests of this crate, one program.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere, also in its helpers")]

extern crate memorelu_network as network;

mod affine;
mod algebra;
mod form;
mod landmark;
mod networks;
mod points;
mod text;
mod weight;
