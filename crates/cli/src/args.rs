//! The command line.

use std::{num::NonZeroUsize, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use datafile::Format;
use dataset::{Conflicts, decimal};
use memorelu::Statement;
use rug::Rational;

use crate::request::{self, Given};

/// Builds ReLU networks that provably memorize a dataset, with exact weights.
///
/// Exit code 0: everything claimed holds. 1: a label or a claim is wrong. 2: the request or the
/// input is unusable.
#[derive(Parser)]
#[command(name = "memorelu", version, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Colours in the output.
    #[arg(long, global = true, default_value = "auto", value_name = "WHEN")]
    pub color: ColorWhen,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal that supports them.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl ColorWhen {
    /// Makes it the choice of the whole program.
    pub fn write_global(self) {
        match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Build the network of a theorem for a dataset, verify every point, and write it to a file.
    Memorize(Memorize),
    /// Check a network file against a dataset, every point, exactly.
    Verify(Verify),
    /// The same by independent, plain and slower code that shares nothing with the constructions.
    Certify(Certify),
    /// Write the labels that a network returns.
    Predict(crate::commands::predict::Predict),
    /// Write a seeded synthetic dataset.
    Synth(crate::commands::synth::Synth),
    /// Print what is in a network file, and draw it.
    Inspect(crate::commands::inspect::Inspect),
    /// Tell what happens to one point on its way through a network.
    Trace(crate::commands::trace::Trace),
    /// Build and verify every construction for one dataset, and compare their sizes.
    Compare(crate::commands::compare::Compare),
    /// Print what theorems promise and lower bounds demand, before any data exists.
    Bounds(crate::commands::bounds::Bounds),
    /// Write a network in another program's format.
    Export(crate::commands::export::Export),
    /// Rebuild and check every number behind one statement of the papers.
    Reproduce(Reproduce),
    /// Print a completion script for a shell.
    Completions(crate::commands::completions::Completions),
    /// Print the manual page.
    Man(crate::commands::man::Man),
}

/// A labelled dataset and how to read it.
#[derive(Args, Clone)]
pub struct Input {
    /// The file.
    #[command(flatten)]
    pub source: Source,
    /// What to do with equal points that have different labels.
    #[arg(long, default_value = "reject", value_name = "WHICH")]
    pub conflicts: Conflicts,
}

/// A file of points.
#[derive(Args, Clone)]
pub struct Source {
    /// Data file, by its extension: CSV or TSV with a header, NPY, NPZ (arrays X and y), Parquet,
    /// or LIBSVM (.libsvm, .svm); the text formats may be packed (.csv.gz). - is standard input.
    /// Decimals and doubles are read as exactly the numbers that they are.
    pub data: PathBuf,
    /// Format of the data [default: what the extension tells, otherwise csv].
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Column that holds the labels, by name, or by number from 1 [default: the last one]; for NPZ
    /// the array [default: y].
    #[arg(long, value_name = "COLUMN")]
    pub label: Option<String>,
    /// Columns to use as features, by name or number, separated by commas [default: all but the
    /// label]; for NPZ also the array that holds them [default: X].
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub columns: Option<Vec<String>>,
    /// Read only the first N rows.
    #[arg(long, value_name = "N")]
    pub limit: Option<NonZeroUsize>,
}

/// `memorelu memorize`.
#[derive(Args)]
pub struct Memorize {
    /// The dataset.
    #[command(flatten)]
    pub input: Input,
    /// Network file to write; `.json` writes the readable form.
    #[arg(short, long, value_name = "NET")]
    pub output: PathBuf,
    /// Statement whose network is built.
    #[arg(long, default_value = "thm3.1", value_name = "STATEMENT", value_parser = request::statement())]
    pub theorem: &'static Statement,
    /// The parameters of the statements.
    #[command(flatten)]
    pub given: Given,
    /// Regression: the label column holds numbers, each to be met up to this (Remark 3.3).
    #[arg(long, value_name = "EPSILON", value_parser = input_number, allow_hyphen_values = true)]
    pub epsilon: Option<Rational>,
    /// Do not verify the points.
    #[arg(long)]
    pub no_verify: bool,
    /// How to verify.
    #[command(flatten)]
    pub checking: Checking,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// How points are verified.
#[derive(Args, Clone, Copy, Default)]
pub struct Checking {
    /// Memory for the batches that are verified at a time, in MiB; network and points come on top
    /// [default: a quarter of the machine's, 1024 where that is not known].
    #[arg(long, value_name = "MIB")]
    pub memory: Option<u64>,
}

/// `memorelu verify`.
#[derive(Args)]
pub struct Verify {
    /// Network file.
    pub network: PathBuf,
    /// The dataset.
    #[command(flatten)]
    pub input: Input,
    /// How to verify.
    #[command(flatten)]
    pub checking: Checking,
    /// Evaluate this many points, spread over the data, by the reference evaluation as well.
    #[arg(long, value_name = "POINTS")]
    pub against_reference: Option<usize>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// `memorelu certify`.
#[derive(Args)]
pub struct Certify {
    /// Network file.
    pub network: PathBuf,
    /// CSV file with a header; no other format, so that no reader is shared.
    pub data: PathBuf,
    /// Accept rows that equal another row for which the network is right.
    #[arg(long)]
    pub skip_conflicts: bool,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// `memorelu reproduce`.
#[derive(Args)]
pub struct Reproduce {
    /// A statement such as thm3.1 or lemA.7; `sizes`, all constructions side by side; or `all`.
    pub statement: String,
    /// Folder for the tables, as JSON and CSV, the pictures, and index.html, the page of all that was
    /// reproduced into it so far.
    #[arg(long, default_value = "target/reproduce", value_name = "DIR")]
    pub out: PathBuf,
    /// Folder with digits.csv and iris.csv.
    #[arg(long, default_value = "data", value_name = "DIR")]
    pub data: PathBuf,
    /// Also the sizes that take minutes: N = 10^5 and 10^6.
    #[arg(long)]
    pub full: bool,
    /// Print JSON: one document for each statement.
    #[arg(long)]
    pub json: bool,
}

/// A positive or negative number: an integer, a decimal or a fraction.
pub fn input_number(text: &str) -> Result<Rational, String> {
    let (numerator, denominator) = text.split_once('/').unwrap_or((text, "1"));
    let part = |text: &str| decimal::parse(text).ok().map(|value| value.to_rational());
    match (part(numerator), part(denominator)) {
        (Some(_), Some(denominator)) if denominator == 0 => Err("the denominator is 0".to_owned()),
        (Some(numerator), Some(denominator)) => Ok(numerator / denominator),
        _ => Err("expected a number such as 0.01, 1e-3 or 1/64".to_owned()),
    }
}
