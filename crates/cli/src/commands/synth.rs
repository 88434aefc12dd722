//! `memorelu synth`: seeded test data.

use std::{
    io,
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};
use clap::Args;
use datafile::{Format, write};
use dataset::{
    Dataset,
    synthetic::{Recipe, Shape},
};
use rug::Rational;
use serde_json::json;

use crate::{Outcome, args, input, report};

/// `memorelu synth`.
#[derive(Args)]
pub struct Synth {
    /// N, number of points.
    #[arg(long, value_name = "N")]
    pub points: usize,
    /// d, number of features.
    #[arg(long, default_value_t = 2, value_name = "D")]
    pub dim: usize,
    /// C, number of classes, all of them used.
    #[arg(long, default_value_t = 2, value_name = "C")]
    pub classes: usize,
    /// Points lie on a grid of this step, 1 over a power of two.
    #[arg(long, default_value = "1/1048576", value_name = "STEP", value_parser = args::input_number)]
    pub separation: Rational,
    /// How the points lie.
    #[arg(long, default_value = "uniform", value_name = "SHAPE")]
    pub shape: Shape,
    /// Seed of everything random.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// File to write: `.npy` (the label in the last column), `.npz` (arrays X and y), `.tsv`,
    /// otherwise CSV.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

pub fn run(command: &Synth) -> Result<Outcome> {
    input::check_output(&command.output, &[])?;
    let recipe = Recipe {
        points: command.points,
        dimension: command.dim,
        classes: command.classes,
        separation: exponent(&command.separation)?,
        seed: command.seed,
        shape: command.shape,
    };
    let data = recipe.dataset()?;
    netfile::atomic::write(&command.output, |file| {
        let mut file = std::io::BufWriter::new(file);
        write_as_named(&command.output, &data, &mut file)?;
        std::io::Write::flush(&mut file)
    })?;
    let (n, d, c) = (data.len(), data.dimension(), data.classes());
    if command.json {
        report::json(&json!({
            "points": n,
            "dimension": d,
            "classes": c,
            "separation": command.separation.to_string(),
            "shape": format!("{:?}", command.shape).to_lowercase(),
            "seed": command.seed,
            "written to": command.output,
        }))?;
    } else {
        let output = command.output.display();
        report::line(format!("{n} points, d = {d}, C = {c}; written to {output}"))?;
    }
    Ok(Outcome::Holds)
}

/// Writes the data in the format that the name tells.
fn write_as_named(path: &Path, data: &Dataset, file: impl io::Write) -> io::Result<()> {
    match Format::of(path) {
        Some(Format::Npy) => write::npy(data, file).map_err(io::Error::other),
        Some(Format::Npz) => write::npz(data, file).map_err(io::Error::other),
        Some(Format::Tsv) => write::tsv(data, file).map_err(io::Error::other),
        Some(Format::Csv) | None => write::csv(data, file).map_err(io::Error::other),
        Some(other) => Err(io::Error::other(format!(
            "synth writes CSV, TSV, NPY and NPZ, not {other}; name the file .csv"
        ))),
    }
}

/// k of a separation `2^-k`.
fn exponent(separation: &Rational) -> Result<u32> {
    let (one, power) = (separation.numer(), separation.denom());
    if *one != 1 || !power.is_power_of_two() {
        bail!("--separation is 1 over a power of two, such as 1/1048576, found {separation}");
    }
    Ok(power.significant_bits() - 1)
}
