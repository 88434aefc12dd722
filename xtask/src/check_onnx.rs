//! `cargo xtask check-onnx`: exported models in onnxruntime and NumPy, on every point, bit for bit.
//!
//! `tests/onnx/check.py` compares; here the networks are built and exported, and what must be refused
//! is refused. A virtual environment is made under the target folder; without Python or the package
//! index this fails.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde_json::Value;

use crate::{paper_map, python, reproduce};

/// What to check.
#[derive(Args)]
pub struct Arguments {
    /// The program [default: built with optimisations].
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
}

/// Points of the synthetic data whose networks are deep.
const CHAIN: &str = "12000";
/// Affine maps that these have at least.
const DEPTH: u64 = 2000;

/// Options of `memorize` for networks that no machine format holds.
const REFUSED: [&str; 2] = ["--theorem thm3.1", "--theorem retrieval"];

/// Checks all; `false` if an output is wrong.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let program = match &arguments.program {
        Some(program) => program.canonicalize().with_context(|| program.display().to_string())?,
        None => reproduce::program()?,
    };
    let folder = reproduce::target().join("onnx");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let tests = paper_map::root().join("tests/onnx");
    let requirements = tests.join("requirements.txt").display().to_string();
    let python = python::environment(&folder, &["--requirement", &requirements])?;
    // Arguments are separated by spaces; paths have their own, relative to the folder.
    let memorelu = |words: &str| {
        let mut command = Command::new(&program);
        command.args(words.split_whitespace()).current_dir(&folder);
        command
    };

    for name in ["digits.csv", "iris.csv"] {
        let data = paper_map::root().join("data").join(name);
        fs::copy(&data, folder.join(name)).with_context(|| data.display().to_string())?;
    }
    let synth = format!(
        "synth --points {CHAIN} --dim 4 --classes 10 --separation 1/256 --seed 1 -o chain.csv"
    );
    python::succeed(&mut memorelu(&synth))?;
    let mut comparison = Command::new(python);
    comparison.arg(tests.join("check.py")).current_dir(&folder);
    for (name, options) in [("digits", ""), ("iris", ""), ("chain", "--width 3 --no-verify")] {
        for kind in ["f64", "i64"] {
            let file = format!("{name}-{kind}");
            python::succeed(&mut memorelu(&format!(
                "memorize {name}.csv -o {file}.net --theorem retrieval --exact-in {kind} {options}"
            )))?;
            for format in ["onnx", "npz"] {
                let export = format!("export {file}.net -o {file}.{format} --type {kind} --json");
                let facts: Value = serde_json::from_str(&python::succeed(&mut memorelu(&export))?)?;
                let depth = facts["affine maps"].as_u64().context("no number of affine maps")?;
                ensure!(name != "chain" || depth >= DEPTH, "{file} has {depth} affine maps");
            }
            comparison.args(["onnx", "npz"].map(|format| format!("{file}.{format}")));
            comparison.arg(format!("{name}.csv"));
        }
    }
    for options in REFUSED {
        python::succeed(&mut memorelu(&format!("memorize digits.csv -o refused.net {options}")))?;
        refuse(&mut memorelu("export refused.net -o refused.onnx"), &folder.join("refused.onnx"))?;
    }
    Ok(comparison.status().context("cannot run check.py")?.success())
}

/// Runs a command that must refuse to write a file.
fn refuse(command: &mut Command, file: &Path) -> Result<()> {
    let output = command.output().context("cannot run memorelu")?;
    let message = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.code() == Some(2) && !file.exists(), "not refused: {message}");
    println!("{}", message.trim_end());
    Ok(())
}
