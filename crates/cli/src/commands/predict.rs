//! `memorelu predict`: the labels that a network returns.

use std::{
    io,
    path::{Path, PathBuf},
};

use anyhow::Result;
use clap::Args;
use serde_json::json;

use evaluator::Options;

use crate::{Outcome, args::Source, input, report};

/// `memorelu predict`.
#[derive(Args)]
pub struct Predict {
    /// Network file.
    pub network: PathBuf,
    /// The points, with or without the label column of the network.
    #[command(flatten)]
    pub source: Source,
    /// File to write, one label for each row: `.npy` for NumPy, otherwise CSV.
    #[arg(short, long, value_name = "FILE", required_unless_present = "json")]
    pub output: Option<PathBuf>,
    /// Print JSON, the labels among it.
    #[arg(long)]
    pub json: bool,
}

pub fn run(command: &Predict) -> Result<Outcome> {
    if let Some(output) = &command.output {
        input::check_output(output, &[&command.network, &command.source.data])?;
    }
    let (network, notes) = netfile::read(&command.network)?;
    let data = command.source.clone().for_network(&notes.columns).points(&network)?;
    let outputs = memorelu::outputs(&network, &data.points, Options::default())?;
    let names = notes.labels();
    let label = |output: &rug::Rational| {
        // An output that stands for no label is written as the number that it is.
        let place = output.is_integer().then(|| output.numer().to_usize()).flatten();
        let name = names.zip(place).and_then(|(names, place)| names.get(place));
        name.cloned().unwrap_or_else(|| output.to_string())
    };
    let labels: Vec<String> = outputs.iter().map(label).collect();
    if let Some(output) = &command.output {
        write(output, &data.label.unwrap_or_else(|| "label".to_owned()), &labels)?;
    }
    if command.json {
        report::json(&json!({
            "rows": labels.len(),
            "labels": labels,
            "written to": command.output,
        }))?;
    } else if let Some(output) = &command.output {
        report::line(format!("{} rows; written to {}", labels.len(), output.display()))?;
    }
    Ok(Outcome::Holds)
}

/// Writes the labels in the format that the name tells, whole or not at all.
fn write(output: &Path, header: &str, labels: &[String]) -> Result<()> {
    let is_npy = output.extension().is_some_and(|name| name.eq_ignore_ascii_case("npy"));
    netfile::atomic::write(output, |file| {
        let file = io::BufWriter::new(file);
        if is_npy {
            return datafile::write::labels(labels, file);
        }
        let mut rows = csv::Writer::from_writer(file);
        rows.write_record([header])?;
        labels.iter().try_for_each(|label| rows.write_record([label]))?;
        rows.flush()
    })?;
    Ok(())
}
