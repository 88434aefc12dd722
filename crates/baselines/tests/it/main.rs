//! The tests of this crate, one program.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere, also in its helpers")]

extern crate memorelu_baselines as baselines;

mod baum_1988;
mod bubeck_2020;
mod common;
mod huang_1991;
mod park_2021;
mod yun_2019;
mod zhang_2017;
