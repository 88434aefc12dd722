//! `memorelu man`: the manual page.

use anyhow::{Result, bail};
use clap::Args;

use crate::Outcome;

/// `memorelu man`.
#[derive(Args)]
pub struct Man {}

pub fn run(_command: &Man) -> Result<Outcome> {
    bail!("man is not part of this build")
}
