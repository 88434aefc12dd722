//! `memorelu predict`: the labels that a network returns.

use std::io::Write;

use anyhow::{Context, Result};

use crate::{Outcome, args::Predict, check, input, report};

pub fn run(command: &Predict) -> Result<Outcome> {
    input::check_output(&command.output, &[&command.network, &command.data])?;
    let (network, notes) = input::network(&command.network)?;
    let label = notes.get("label column").map(String::as_str);
    let points = dataset::csv::read_points(&command.data, label)?;
    input::fits(&network, points.dimension())?;
    let outputs = check::outputs(&network, &points)?;
    let names: Option<Vec<String>> = match notes.get("labels") {
        Some(names) => Some(serde_json::from_str(names).context("the note labels is malformed")?),
        None => None,
    };
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record([notes.get("label column").map_or("output", String::as_str)])?;
    for output in &outputs {
        // An output that stands for no label is written as the number that it is.
        let place = output.is_integer().then(|| output.numer().to_usize()).flatten();
        let name = names.as_ref().zip(place).and_then(|(names, place)| names.get(place));
        rows.write_record([name.cloned().unwrap_or_else(|| output.to_string())])?;
    }
    let bytes = rows.into_inner()?;
    network::atomic::write(&command.output, |file| file.write_all(&bytes))?;
    report::line(format!("{} rows; written to {}", outputs.len(), command.output.display()))?;
    Ok(Outcome::Holds)
}
