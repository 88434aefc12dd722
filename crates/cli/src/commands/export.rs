//! `memorelu export`: a network for other programs.

use anyhow::{Result, bail};
use clap::Args;

use crate::Outcome;

/// `memorelu export`.
#[derive(Args)]
pub struct Export {}

pub fn run(_command: &Export) -> Result<Outcome> {
    bail!("export is not part of this build")
}
