//! `memorelu bounds`: promises and demands before any data exists.

use anyhow::{Result, bail};
use clap::Args;

use crate::Outcome;

/// `memorelu bounds`.
#[derive(Args)]
pub struct Bounds {}

pub fn run(_command: &Bounds) -> Result<Outcome> {
    bail!("bounds is not part of this build")
}
