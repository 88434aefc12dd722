//! `memorelu`: a labelled dataset and a theorem in, an exact and verified ReLU network out.

mod args;
mod check;
mod commands;
mod input;
mod report;
mod reproduce;
mod request;
mod story;

use std::{panic, process::ExitCode, thread};

use clap::Parser;

use args::{Arguments, Command};

/// Everything that was claimed holds, or something does not: exit codes 0 and 1. What cannot even
/// be tried is an error: exit code 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Holds,
    Broken,
}

impl From<bool> for Outcome {
    fn from(holds: bool) -> Self {
        if holds { Self::Holds } else { Self::Broken }
    }
}

/// Says nothing of a panic that is a damaged file's: it is reported as an error.
fn silence_damaged_files() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().name() != Some(datafile::PARQUET_THREAD) {
            usual(panic);
        }
    }));
}

fn main() -> ExitCode {
    silence_damaged_files();
    let arguments = Arguments::parse();
    arguments.color.write_global();
    let result = match &arguments.command {
        Command::Memorize(command) => commands::memorize::run(command),
        Command::Verify(command) => commands::verify::run(command),
        Command::Certify(command) => commands::certify::run(command),
        Command::Predict(command) => commands::predict::run(command),
        Command::Synth(command) => commands::synth::run(command),
        Command::Inspect(command) => commands::inspect::run(command),
        Command::Trace(command) => commands::trace::run(command),
        Command::Compare(command) => commands::compare::run(command),
        Command::Bounds(command) => commands::bounds::run(command),
        Command::Export(command) => commands::export::run(command),
        Command::Reproduce(command) => reproduce::run(command),
        Command::Completions(command) => commands::completions::run(command),
        Command::Man(command) => commands::man::run(command),
    };
    match result {
        Ok(Outcome::Holds) => ExitCode::SUCCESS,
        Ok(Outcome::Broken) => ExitCode::from(1),
        Err(error) => {
            report::error(&error);
            ExitCode::from(2)
        }
    }
}
