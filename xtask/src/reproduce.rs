//! `cargo xtask reproduce`: builds the program and lets it reproduce a statement.

use std::{path::Path, process::Command};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::paper_map;

/// What to reproduce.
#[derive(Args)]
pub struct Arguments {
    /// A statement such as thm3.1 or lemA.7, or `all`.
    statement: String,
    /// Also the sizes that take minutes: N = 10^5 and 10^6.
    #[arg(long)]
    full: bool,
}

/// Runs it; `false` means that a claim does not hold.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let root = paper_map::root();
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release", "--locked", "--package", "memorelu"])
        .current_dir(&root)
        .status()
        .context("cannot run cargo")?;
    if !built.success() {
        bail!("memorelu does not build");
    }
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), |t| root.join(t));
    let mut program = Command::new(target.join("release").join("memorelu"));
    program.current_dir(&root).arg("reproduce").arg(&arguments.statement);
    program.arg("--out").arg(relative(&target, &root).join("reproduce"));
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

/// The target folder as it is named in messages.
fn relative<'a>(target: &'a Path, root: &Path) -> &'a Path {
    target.strip_prefix(root).unwrap_or(target)
}
