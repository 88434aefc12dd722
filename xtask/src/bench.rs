//! `cargo xtask bench`: the evaluator beside its peers, on the same file, in the same run.
//!
//! Each way of evaluating is timed on as many points as it can do in reasonable time; what is compared
//! is the time per point. Peers are Python scripts that run in a virtual environment made here; where
//! Python or the package index is missing they are skipped with a notice.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde_json::Value;

use crate::{paper_map, python, reproduce};

/// What to measure.
#[derive(Args)]
pub struct Arguments {
    /// Points of the dataset (d = 2, C = 10).
    #[arg(long, default_value_t = 10_000)]
    points: u64,
    /// Points for the reference evaluation.
    #[arg(long, default_value_t = 200)]
    reference: u64,
    /// Points for each Python peer.
    #[arg(long, default_value_t = 1_000)]
    peers: u64,
}

/// Points evaluated and the time they took.
struct Run {
    name: String,
    points: u64,
    nanoseconds: u64,
}

/// Runs all of them; `false` if one returns a wrong label.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let program = reproduce::program()?;
    let folder = reproduce::target().join("bench");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let (data, network) = (folder.join("data.csv"), folder.join("network.safetensors"));
    let (data_name, network_name) = (data.display().to_string(), network.display().to_string());
    let points = arguments.points.to_string();
    let quiet = |words: &[&str]| -> Result<String> {
        let output = Command::new(&program).args(words).output().context("cannot run memorelu")?;
        ensure!(
            output.status.success(),
            "memorelu {} failed: {}{}",
            words.join(" "),
            String::from_utf8_lossy(&output.stderr),
            String::from_utf8_lossy(&output.stdout)
        );
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    quiet(&["synth", "--points", &points, "--classes", "10", "-o", &data_name])?;
    quiet(&["memorize", &data_name, "-o", &network_name, "--no-verify"])?;
    println!("Theorem 3.1, N = {points}, d = 2, C = 10, profile paper: {network_name}");

    let reference = arguments.reference.to_string();
    let words = ["verify", &network_name, &data_name, "--json", "--against-reference", &reference];
    let report: Value = serde_json::from_str(&quiet(&words)?)?;
    let number = |value: &Value, name: &str| -> Result<u64> {
        value[name].as_u64().with_context(|| format!("no number {name:?} in {value}"))
    };
    let measured = |name: &str, value: &Value| -> Result<Run> {
        let (points, nanoseconds) = (number(value, "points")?, number(value, "nanoseconds")?);
        Ok(Run { name: name.to_owned(), points, nanoseconds: nanoseconds.max(1) })
    };
    let mut runs = vec![
        measured("evaluator, all cores", &report)?,
        measured("reference evaluation, point by point, all cores", &report["reference"])?,
    ];
    let mut right = true;
    for library in ["gmpy2", "flint"] {
        match peer(library, &folder, &network, &data, arguments.peers) {
            Ok(value) => {
                let run = measured(&format!("Python and {library}, layer by layer"), &value)?;
                right &= number(&value, "right")? == run.points;
                runs.push(run);
            }
            Err(error) => println!("{library} is skipped: {error:#}"),
        }
    }
    println!("{:<50} {:>8} {:>14} {:>16}", "", "points", "us per point", "evaluator is");
    let first = (runs[0].nanoseconds, runs[0].points);
    for run in &runs {
        let each = u128::from(run.nanoseconds) / u128::from(run.points) / 1000;
        // (t / p) / (t0 / p0), in tenths
        let ratio = 10 * u128::from(run.nanoseconds) * u128::from(first.1)
            / (u128::from(first.0) * u128::from(run.points));
        let faster = format!("{}.{} x as fast", ratio / 10, ratio % 10);
        println!("{:<50} {:>8} {:>14} {:>16}", run.name, run.points, each, faster);
    }
    Ok(right)
}

/// Runs a Python peer in a virtual environment of its own.
fn peer(library: &str, folder: &Path, network: &Path, data: &Path, points: u64) -> Result<Value> {
    let package = if library == "flint" { "python-flint" } else { library };
    let python = python::environment(folder, &[package])?;
    let script: PathBuf = paper_map::root().join("benches/peers/peer.py");
    let mut command = Command::new(&python);
    command.arg(script).arg(library).arg(network).arg(data).arg(points.to_string());
    Ok(serde_json::from_str(&python::succeed(&mut command)?)?)
}
