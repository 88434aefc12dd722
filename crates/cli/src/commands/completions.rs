//! `memorelu completions`: a completion script for a shell.

use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::{Outcome, args::Arguments, report};

/// `memorelu completions`.
#[derive(Args)]
pub struct Completions {
    /// The shell.
    pub shell: Shell,
}

pub fn run(command: &Completions) -> Result<Outcome> {
    let mut program = Arguments::command();
    let name = program.get_name().to_owned();
    // Into memory first: a closed pipe would be a panic.
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut program, name, &mut script);
    report::bytes(&script)?;
    Ok(Outcome::Holds)
}
