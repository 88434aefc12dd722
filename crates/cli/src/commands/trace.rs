//! `memorelu trace`: the story of one point.

use anyhow::{Result, bail};
use clap::Args;

use crate::Outcome;

/// `memorelu trace`.
#[derive(Args)]
pub struct Trace {}

pub fn run(_command: &Trace) -> Result<Outcome> {
    bail!("trace is not part of this build")
}
