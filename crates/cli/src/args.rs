//! The command line.

use std::{num::NonZeroUsize, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use datafile::Format;
use dataset::{Conflicts, decimal};
use exactness::NumberFormat;
use memorize::Profile;
use rug::Rational;
use width_depth::plan::Minimise;

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
    #[arg(long, default_value = "thm3.1", value_name = "STATEMENT")]
    pub theorem: Theorem,
    /// Parameters from the theorem's formulas, or from the data [possible values: paper, measured].
    #[arg(long, default_value = "paper", value_name = "PROFILE")]
    pub profile: Profile,
    /// Seed of everything random.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// The parameters of the theorems that have some.
    #[command(flatten)]
    pub tuning: Tuning,
    /// A lower bound on the distance of any two points, such as 0.01 or 1/64; it is checked
    /// [default: the exact distance where it is found fast, else a bound from the data's grid].
    #[arg(long, value_name = "DELTA", value_parser = input_number, allow_hyphen_values = true)]
    pub delta: Option<Rational>,
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

/// The statements whose networks can be built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Theorem {
    /// Vardi, Yehudai, Shamir 2022, Theorem 3.1: width 12, O(sqrt(N log N)) parameters.
    #[value(name = "thm3.1")]
    Thm31,
    /// Theorem 5.1: depth limited by L (--depth-parameter or --max-depth).
    #[value(name = "thm5.1")]
    Thm51,
    /// Theorem 6.2: bits limited by B (--bits-parameter or --max-bits).
    #[value(name = "thm6.2")]
    Thm62,
    /// Yang, Yang, Theorem 2.1: width against depth (--block, --layers-per-read, or limits).
    #[value(name = "thm2.1")]
    Thm21,
    /// Retrieval: no log factor; width 9, or 3 (--width 3); exact in a machine format (--exact-in).
    #[value(name = "retrieval")]
    Retrieval,
    /// Zhang et al. 2017, Theorem 1: one hidden layer behind a projection, 2N + d edges.
    #[value(name = "zhang2017")]
    Zhang2017,
    /// Huang, Huang 1991: a step for each change of the label, N - 1 at most.
    #[value(name = "huang1991")]
    Huang1991,
    /// Baum 1988: a slab for each d points of a class, N / d thresholds in general position.
    #[value(name = "baum1988")]
    Baum1988,
    /// Bubeck, Eldan, Lee, Mikulincer 2020: 4 N / d ReLUs in general position.
    #[value(name = "bubeck2020")]
    Bubeck2020,
    /// Yun, Sra, Jadbabaie 2019, Theorem 3.1: two hidden layers of 2 sqrt(N) neurons.
    #[value(name = "yun2019")]
    Yun2019,
    /// Park, Lee, Yun, Shin 2021: O(N^(2/3)) edges, width 3.
    #[value(name = "park2021")]
    Park2021,
}

/// The parameters of the theorems that have some.
#[derive(Args, Clone, Default)]
pub struct Tuning {
    /// thm5.1: L, from 1 to sqrt(N).
    #[arg(long, value_name = "L", conflicts_with = "max_depth")]
    pub depth_parameter: Option<usize>,
    /// thm5.1: the largest L whose network has at most this many affine maps; thm2.1: the same
    /// limit for the choice of S and T.
    #[arg(long, value_name = "D")]
    pub max_depth: Option<u64>,
    /// thm6.2: B, from 1 to sqrt(N).
    #[arg(long, value_name = "B", conflicts_with = "max_bits")]
    pub bits_parameter: Option<usize>,
    /// thm6.2: the largest B whose weights and biases have at most this many bits.
    #[arg(long, value_name = "BITS")]
    pub max_bits: Option<u64>,
    /// thm2.1: S, points per block.
    #[arg(long, value_name = "S")]
    pub block: Option<usize>,
    /// thm2.1: T, layers per extraction.
    #[arg(long, value_name = "T")]
    pub layers_per_read: Option<u32>,
    /// thm2.1: at most this many neurons in a layer.
    #[arg(long, value_name = "W")]
    pub max_width: Option<u64>,
    /// thm2.1: what is made smallest: edges (the default), depth or width.
    #[arg(long, value_name = "QUANTITY")]
    pub minimise: Option<Minimise>,
    /// retrieval: neurons of a layer, at most: 9 (the default) or 3.
    #[arg(long, value_name = "WIDTH")]
    pub width: Option<Width>,
    /// retrieval: every weight and every partial sum is exact in this format.
    #[arg(long, value_name = "FORMAT")]
    pub exact_in: Option<NumberFormat>,
}

/// Neurons of a layer, at most.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Width {
    /// Nine.
    #[value(name = "9")]
    Nine,
    /// Three.
    #[value(name = "3")]
    Three,
}

impl Tuning {
    /// The options that were given, with the theorems that take them.
    pub fn given(&self) -> impl Iterator<Item = (&'static str, &'static [Theorem])> {
        use Theorem::{Retrieval, Thm21, Thm51, Thm62};
        let all: [(&str, bool, &[Theorem]); 10] = [
            ("--depth-parameter", self.depth_parameter.is_some(), &[Thm51]),
            ("--max-depth", self.max_depth.is_some(), &[Thm51, Thm21]),
            ("--bits-parameter", self.bits_parameter.is_some(), &[Thm62]),
            ("--max-bits", self.max_bits.is_some(), &[Thm62]),
            ("--block", self.block.is_some(), &[Thm21]),
            ("--layers-per-read", self.layers_per_read.is_some(), &[Thm21]),
            ("--max-width", self.max_width.is_some(), &[Thm21]),
            ("--minimise", self.minimise.is_some(), &[Thm21]),
            ("--width", self.width.is_some(), &[Retrieval]),
            ("--exact-in", self.exact_in.is_some(), &[Retrieval]),
        ];
        all.into_iter().filter(|(_, given, _)| *given).map(|(name, _, takers)| (name, takers))
    }
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
