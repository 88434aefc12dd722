//! The tests of this crate, one program.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere, also in its helpers")]

extern crate memorelu_datafile as datafile;

mod common;
mod csv;
mod formats;
mod hostile;
#[cfg(feature = "parquet")]
mod parquet;
mod rejects;
