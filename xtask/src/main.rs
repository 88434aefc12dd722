//! `cargo xtask`: the front door. It compiles in seconds (no exact arithmetic of its own) and runs
//! the built binary.

mod bench;
mod check_onnx;
mod dependencies;
mod paper_map;
mod python;
mod reproduce;
mod tidy;

use std::process::ExitCode;

use clap::Parser;

/// Reproduce a statement, or check that the paper map tells the truth.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Command {
    /// Rebuild and re-check every number behind a statement, such as thm3.1 or lemA.7, or `all`.
    Reproduce(reproduce::Arguments),
    /// Time the evaluator beside its peers, and print the ratios.
    Bench(bench::Arguments),
    /// Export networks, run them in onnxruntime and NumPy, and compare every output.
    CheckOnnx(check_onnx::Arguments),
    /// Check that paper-map.md, modules and tests agree, in both directions, and what is depended on.
    Tidy,
}

fn main() -> ExitCode {
    let result = match Command::parse() {
        Command::Reproduce(arguments) => reproduce::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::CheckOnnx(arguments) => check_onnx::run(&arguments),
        Command::Tidy => tidy::run(),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::from(2)
        }
    }
}
