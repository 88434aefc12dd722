//! `memorelu compare`: every construction on one dataset.
//!
//! Constructions are built and verified one after the other, so that their times can be compared;
//! building searches for a direction, and verifying evaluates, on all cores.

mod chart;
mod table;

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use clap::Args;
use dataset::Dataset;
use evaluator::Options;
use memorelu::{
    Request, Statement,
    compare::{self, Candidate, Row, Terms},
    distance,
};
use netfile::atomic;
use projection::Facts;
use rug::Rational;
use serde::Serialize;

use crate::{
    Outcome,
    args::{Checking, Input, input_number},
    check, input, report, request,
};

/// `memorelu compare`.
#[derive(Args)]
pub struct Compare {
    /// The dataset.
    #[command(flatten)]
    pub input: Input,
    /// Only the constructions of this statement; may be given several times.
    #[arg(long, value_name = "STATEMENT", value_parser = request::statement())]
    pub theorem: Vec<&'static Statement>,
    /// No construction of this statement; may be given several times.
    #[arg(long, value_name = "STATEMENT", value_parser = request::statement())]
    pub skip: Vec<&'static Statement>,
    /// One more construction: a statement and its options, such as "thm2.1 --max-width 64"; may be
    /// given several times.
    #[arg(long, value_name = "CONSTRUCTION")]
    pub also: Vec<String>,
    /// Do not build what may have more edges.
    #[arg(long, default_value_t = 20_000_000, value_name = "EDGES")]
    pub max_edges: u64,
    /// Seed of everything random.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// A lower bound on the distance of any two points, such as 0.01 or 1/64; it is checked
    /// [default: the exact distance where it is found fast, else a bound from the data's grid].
    #[arg(long, value_name = "DELTA", value_parser = input_number, allow_hyphen_values = true)]
    pub delta: Option<Rational>,
    /// How to verify.
    #[command(flatten)]
    pub checking: Checking,
    /// CSV file to write.
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Picture to write: edges + biases of all constructions.
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Everything that is reported.
#[derive(Serialize)]
struct Comparison {
    data: String,
    points: usize,
    dimension: usize,
    classes: usize,
    /// The least edges + biases of any network that serves the worst labels of these points.
    least: Option<u64>,
    /// By edges + biases; what was not built comes last.
    constructions: Vec<Row>,
}

impl Comparison {
    fn holds(&self) -> bool {
        self.constructions.iter().all(Row::holds)
    }
}

pub fn run(command: &Compare) -> Result<Outcome> {
    let outputs: Vec<&PathBuf> = command.csv.iter().chain(&command.svg).collect();
    for (index, output) in outputs.iter().enumerate() {
        input::check_output(output, &[&command.input.source.data])?;
        let twice = outputs.iter().skip(index + 1).any(|other| other == output);
        ensure!(!twice, "cannot write {}: it is asked for twice", output.display());
    }
    let also = command.also.iter().map(|text| also(text)).collect::<Result<Vec<_>>>()?;
    let data = command.input.dataset()?;
    let separation = data
        .separation(input::separation(command.delta.as_ref()))
        .context("no separation of the points")?;
    let facts = Facts::of(data.points(), data.classes() as u64, &separation.squared);

    let among = |list: &[&Statement], one: &Statement| {
        list.iter().any(|statement| statement.record.id == one.record.id)
    };
    let mut candidates: Vec<Candidate> = compare::candidates(data.len(), |statement| {
        let chosen = command.theorem.is_empty() || among(&command.theorem, statement);
        chosen && !among(&command.skip, statement)
    })
    .collect();
    for more in also {
        candidates.retain(|known| known.request.to_string() != more.request.to_string());
        candidates.push(more);
    }
    ensure!(!candidates.is_empty(), "nothing to compare: --skip leaves out every --theorem");
    let rows = build(command, &data, &facts, candidates);

    let (points, classes) = (data.len(), data.classes());
    let comparison = Comparison {
        data: name(&command.input.source.data),
        points,
        dimension: data.dimension(),
        classes,
        least: distance::least(points as u64, classes as u64, data.dimension() as u64),
        constructions: rows,
    };
    if let Some(file) = &command.csv {
        let bytes = table::csv(&comparison)?;
        atomic::write(file, |file| file.write_all(&bytes))?;
    }
    if let Some(file) = &command.svg {
        let picture = chart::svg(&comparison);
        atomic::write(file, |file| file.write_all(picture.as_bytes()))?;
    }
    if command.json {
        report::json(&comparison)?;
    } else {
        table::print(&comparison)?;
    }
    Ok(Outcome::from(comparison.holds()))
}

/// The name of a data file, for a reader.
fn name(data: &Path) -> String {
    if data == Path::new("-") { "standard input".to_owned() } else { data.display().to_string() }
}

/// A construction that was asked for.
fn also(text: &str) -> Result<Candidate> {
    let request = text.parse::<Request>().with_context(|| format!("--also {text:?}"))?;
    Ok(Candidate { request, is_wanted: true })
}

/// Builds and verifies, one after the other, and sorts.
fn build(command: &Compare, data: &Dataset, facts: &Facts, candidates: Vec<Candidate>) -> Vec<Row> {
    let &Compare { seed, ref delta, max_edges, .. } = command;
    let terms = Terms { seed, delta: delta.clone(), max_edges };
    let count = candidates.len() as u64;
    let mut rows = Vec::new();
    for candidate in candidates {
        // Cleared before the bar of the points appears.
        let bar = check::bar(count, "");
        bar.set_message(format!("built; now {}", candidate.request));
        bar.set_position(rows.len() as u64);
        let built = candidate.build(data, facts, &terms);
        bar.finish_and_clear();
        let verify = |options: Options<'_>| candidate.verified(built, data, options);
        rows.push(command.checking.with_bar(data.len(), verify));
    }
    rows.sort_by_key(|row| row.measured.as_ref().map_or(u64::MAX, |m| m.parameters()));
    rows
}
