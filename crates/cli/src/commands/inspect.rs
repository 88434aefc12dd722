//! `memorelu inspect`: what is in a network file.

use anyhow::Result;
use serde_json::json;

use crate::{Outcome, args::Inspect, distance, input, report};

pub fn run(command: &Inspect) -> Result<Outcome> {
    let (network, notes) = input::network(&command.network)?;
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
