//! The tests of this crate, one program.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere, also in its helpers")]

mod builds;
mod map;
