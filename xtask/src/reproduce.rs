//! `cargo xtask reproduce`: builds the program and lets it reproduce a statement.

use std::{path::PathBuf, process::Command};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::paper_map;

/// What to reproduce.
#[derive(Args)]
pub struct Arguments {
    /// A statement such as thm3.1 or lemA.7; `sizes`, all constructions side by side; or `all`.
    statement: String,
    /// Also the sizes that take minutes: N = 10^5 and 10^6.
    #[arg(long)]
    full: bool,
}

/// Runs it; `false` means that a claim does not hold.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let root = paper_map::root();
    let target = target();
    // The target folder as it is named in messages.
    let out = target.strip_prefix(&root).unwrap_or(&target).join("reproduce");
    let mut program = Command::new(program()?);
    program.current_dir(&root).arg("reproduce").arg(&arguments.statement).arg("--out").arg(out);
    if arguments.full {
        program.arg("--full");
    }
    let status = program.status().context("cannot run memorelu")?;
    match status.code() {
        Some(0) => Ok(true),
        Some(1) => Ok(false),
        _ => bail!("memorelu reproduce {} could not run", arguments.statement),
    }
}

/// The program, built with optimisations.
pub fn program() -> Result<PathBuf> {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release", "--locked", "--package", "memorelu-cli"])
        .current_dir(paper_map::root())
        .status()
        .context("cannot run cargo")?;
    if !built.success() {
        bail!("memorelu does not build");
    }
    Ok(target().join("release").join("memorelu"))
}

/// The folder for everything that is built.
pub fn target() -> PathBuf {
    let root = paper_map::root();
    std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), |target| root.join(target))
}
