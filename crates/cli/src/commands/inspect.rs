//! `memorelu inspect`: what is in a network file.

use std::{io::Write, ops::Range, path::PathBuf};

use anyhow::Result;
use clap::Args;
use drawing::Quantity;
use memorelu::notes;
use netfile::{Notes, Origin};
use network::{Affine, Network, Weight};
use serde_json::{Value, json};

use crate::{Outcome, input, report};

/// `memorelu inspect`.
#[derive(Args)]
pub struct Inspect {
    /// Network file, or the readable form (`.json`).
    network: PathBuf,
    /// Draw the network: neuron by neuron if it is small enough to read, else its width and bits
    /// along the depth.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Rows of the layer profile, at most, and steps of its picture.
const MOST_STRETCHES: usize = 20;
const MOST_STEPS: usize = 380;

pub fn run(command: &Inspect) -> Result<Outcome> {
    if let Some(path) = &command.svg {
        input::check_output(path, &[&command.network])?;
    }
    let (network, mut notes) = netfile::read(&command.network)?;
    if let Some(path) = &command.svg {
        let svg = if drawing::is_readable(&network) {
            drawing::network(&network)?
        } else {
            profile(&network)
        };
        netfile::atomic::write(path, |file| file.write_all(svg.into_string().as_bytes()))?;
    }
    let counts = network.counts();
    let distances = notes::distances(&counts, &notes);
    let histogram = histogram(&network);
    let stretches = stretches(&network, MOST_STRETCHES);
    let claims = std::mem::take(&mut notes.claims);
    if command.json {
        report::json(&json!({
            "counts": counts,
            "lower bounds": distances,
            "claims": claims,
            "bits": histogram.iter().map(Bar::json).collect::<Vec<_>>(),
            "profile": stretches.iter().map(stretch_json).collect::<Vec<_>>(),
            "notes": notes,
        }))?;
        return Ok(Outcome::Holds);
    }
    let mut table = report::table(&["quantity", "value"]);
    for (name, value) in report::counts(&counts) {
        table.add_row([name, &value.to_string()]);
    }
    for distance in &distances {
        table.add_row([distance.name(), distance.text()]);
    }
    for (name, value) in rows(&notes)? {
        table.add_row([name, shortened(&value)]);
    }
    report::line(table)?;
    if !claims.is_empty() {
        report::line(report::claims_under("claims when it was built", &claims))?;
    }
    report::line(histogram_table(&histogram))?;
    report::line(profile_table(&stretches, network.hidden_layers()))?;
    if let Some(path) = &command.svg {
        report::line(format!("drawn in {}", path.display()))?;
    }
    Ok(Outcome::Holds)
}

/// The notes for a reader, in the order of their names.
fn rows(notes: &Notes) -> Result<Vec<(String, String)>> {
    let mut rows = Vec::new();
    if let Value::Object(mut all) = serde_json::to_value(notes)? {
        all.remove("origin");
        rows.extend(all.into_iter().map(|(name, value)| match value {
            Value::String(text) => (name, text),
            other => (name, other.to_string()),
        }));
    }
    rows.extend(notes.labels().map(|names| ("classes".to_owned(), names.len().to_string())));
    if let Some(Origin { statement, parameters, .. }) = &notes.origin {
        rows.push(("statement".to_owned(), statement.clone()));
        rows.extend(parameters.iter().map(|used| (used.name(), used.value.clone())));
    }
    rows.sort();
    Ok(rows)
}

/// How many weights and biases have so many bits.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bar {
    /// The fewest and the most bits.
    bits: (u64, u64),
    weights: u64,
    biases: u64,
}

/// Non-zero weights and biases by their bits: 1, 2 to 8, 9 to 64, and so on by factors of 8; the last
/// bar ends at the longest number.
fn histogram(network: &Network) -> Vec<Bar> {
    let mut bars: Vec<Bar> = Vec::new();
    let mut count = |weight: &Weight, add: fn(&mut Bar)| {
        let bits = weight.bits();
        if bits == 0 {
            return;
        }
        while bars.last().is_none_or(|bar| bar.bits.1 < bits) {
            let last = bars.last().map_or(0, |bar| bar.bits.1);
            bars.push(Bar { bits: (last + 1, (8 * last).max(1)), weights: 0, biases: 0 });
        }
        if let Some(bar) = bars.iter_mut().find(|bar| bits <= bar.bits.1) {
            add(bar);
        }
    };
    for map in network.maps() {
        map.weights().iter().for_each(|weight| count(weight, |bar| bar.weights += 1));
        map.biases().iter().for_each(|bias| count(bias, |bar| bar.biases += 1));
    }
    let longest = network.counts().bits;
    if let Some(last) = bars.last_mut() {
        last.bits.1 = longest;
    }
    bars
}

impl Bar {
    fn json(&self) -> Value {
        let &Self { bits: (from, to), weights, biases } = self;
        json!({ "from": from, "to": to, "weights": weights, "biases": biases })
    }
}

fn histogram_table(bars: &[Bar]) -> report::Table {
    const LENGTH: u64 = 40;
    let mut table = report::table(&["bits", "weights", "biases", ""]).right_aligned(0..3);
    let most = bars.iter().map(|bar| bar.weights + bar.biases).max().unwrap_or(1).max(1);
    for bar in bars {
        let all = bar.weights + bar.biases;
        // Whatever is there is seen.
        let length = (all * LENGTH).div_ceil(most);
        let cells = [range(bar.bits), bar.weights.to_string(), bar.biases.to_string()];
        table.add_row(cells.into_iter().chain(["█".repeat(length as usize)]));
    }
    table
}

/// Consecutive affine maps.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    /// The first map and one after the last; map i makes layer i + 1, and the last map the output.
    maps: Range<usize>,
    /// Fewest neurons of a layer, and most.
    width: (usize, usize),
    /// Bits of the longest weight or bias.
    bits: u64,
    /// Non-zero weights.
    edges: usize,
}

/// The maps of a network in at most so many stretches of equal length.
fn stretches(network: &Network, most: usize) -> Vec<Stretch> {
    let maps: Vec<&Affine> = network.maps().collect();
    let length = maps.len().div_ceil(most.max(1));
    (maps.chunks(length.max(1)).enumerate())
        .map(|(index, maps)| {
            let (first, widths) = (index * length, maps.iter().map(|map| map.rows()));
            let all = maps.iter().flat_map(|map| map.weights().iter().chain(map.biases()));
            Stretch {
                maps: first..first + maps.len(),
                width: (widths.clone().min().unwrap_or(0), widths.max().unwrap_or(0)),
                bits: all.map(Weight::bits).max().unwrap_or(0),
                edges: maps.iter().map(|map| map.edges()).sum(),
            }
        })
        .collect()
}

/// Width and bits along the depth, as a picture.
fn profile(network: &Network) -> drawing::Markup {
    let stretches = stretches(network, MOST_STEPS);
    let quantity = |name: &str, of: fn(&Stretch) -> u64| Quantity {
        name: name.to_owned(),
        steps: stretches.iter().map(|stretch| (stretch.maps.end, of(stretch))).collect(),
    };
    drawing::profile(
        "A ReLU network, layer by layer",
        &[
            quantity("neurons in a layer", |stretch| stretch.width.1 as u64),
            quantity("bits of the longest weight", |stretch| stretch.bits),
        ],
    )
}

/// Layers are counted from 1; what is beyond the last hidden layer is the output.
fn profile_table(stretches: &[Stretch], hidden_layers: usize) -> report::Table {
    let mut table = report::table(&["layers", "width", "bits of the longest weight", "edges"])
        .right_aligned(0..4);
    for Stretch { maps, width, bits, edges } in stretches {
        let is_last = maps.end > hidden_layers;
        let layers = match (maps.len(), is_last) {
            (1, true) => "output".to_owned(),
            (_, true) => format!("{} to output", maps.start + 1),
            _ => range((maps.start + 1, maps.end)),
        };
        table.add_row([layers, range(*width), bits.to_string(), edges.to_string()]);
    }
    table
}

fn stretch_json(stretch: &Stretch) -> Value {
    let Stretch { maps, width, bits, edges } = stretch;
    json!({
        "first map": maps.start + 1,
        "last map": maps.end,
        "least width": width.0,
        "width": width.1,
        "bits": bits,
        "edges": edges,
    })
}

fn range<T: PartialEq + std::fmt::Display>((from, to): (T, T)) -> String {
    if from == to { from.to_string() } else { format!("{from} to {to}") }
}

fn shortened(text: &str) -> String {
    const MOST: usize = 80;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain("...".chars()).collect()
}
