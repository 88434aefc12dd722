//! `memorelu inspect`: what is in a network file.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use crate::{Outcome, distance, input, picture, report};

/// `memorelu inspect`.
#[derive(Args)]
pub struct Inspect {
    /// Network file, or the readable form (`.json`).
    network: PathBuf,
    /// Draw the network neuron by neuron, if it is small enough to read.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(command: &Inspect) -> Result<Outcome> {
    let (network, notes) = input::network(&command.network)?;
    if let Some(path) = &command.svg {
        input::check_output(path, &[&command.network])?;
        let svg = picture::network(&network)?;
        network::atomic::write(path, |file| std::io::Write::write_all(file, svg.as_bytes()))?;
    }
    let counts = network.counts();
    let distances = distance::from_notes(&counts, &notes);
    if command.json {
        report::json(&json!({ "counts": counts, "lower bounds": distances, "notes": notes }))?;
        return Ok(Outcome::Holds);
    }
    let mut table = report::table(&["quantity", "value"]);
    for (name, value) in report::counts(&counts) {
        table.add_row([name, &value.to_string()]);
    }
    for distance in &distances {
        table.add_row([distance.name(), distance.text()]);
    }
    for (name, value) in &notes {
        table.add_row([name, &shortened(value)]);
    }
    report::line(table)?;
    Ok(Outcome::Holds)
}

fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain("...".chars()).collect()
}
