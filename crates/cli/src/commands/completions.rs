//! `memorelu completions`: a completion script for a shell.

use anyhow::{Result, bail};
use clap::Args;

use crate::Outcome;

/// `memorelu completions`.
#[derive(Args)]
pub struct Completions {}

pub fn run(_command: &Completions) -> Result<Outcome> {
    bail!("completions is not part of this build")
}
