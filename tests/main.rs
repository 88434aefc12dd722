//! The program as a user meets it, end to end: a module for each topic.

#![allow(clippy::unwrap_used, reason = "a test may fail anywhere, also in its helpers")]

mod bad_input;
mod bounds;
mod cli;
mod common;
mod compare;
mod export;
mod forged;
mod headline;
mod help;
mod inputs;
mod inspect;
mod mutations;
mod readme;
mod report;
mod tour;
mod trace;
