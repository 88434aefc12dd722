//! Python in virtual environments under the target folder.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

/// The interpreter of the environment `folder/venv`, which is made if need be, with these packages
/// (arguments of `pip install`).
pub fn environment(folder: &Path, packages: &[&str]) -> Result<PathBuf> {
    let environment = folder.join("venv");
    let python = environment.join("bin").join("python");
    if !python.exists() {
        succeed(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
    }
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    succeed(Command::new(&python).args(pip).args(packages))?;
    Ok(python)
}

/// The output of a command that must succeed.
pub fn succeed(command: &mut Command) -> Result<String> {
    let name = command.get_program().display().to_string();
    let output = command.output().with_context(|| format!("cannot run {name}"))?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        bail!("{name} failed: {}", error.lines().last().unwrap_or("no message"));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
