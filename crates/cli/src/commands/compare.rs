//! `memorelu compare`: every construction on one dataset.

use anyhow::{Result, bail};
use clap::Args;

use crate::Outcome;

/// `memorelu compare`.
#[derive(Args)]
pub struct Compare {}

pub fn run(_command: &Compare) -> Result<Outcome> {
    bail!("compare is not part of this build")
}
