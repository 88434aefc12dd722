//! `memorelu trace`: the story of one point.

use std::path::PathBuf;

use anyhow::{Context, Result};
use claims::spell;
use clap::Args;
use netfile::{Meaning, Notes};
use network::Network;
use rug::Rational;
use serde_json::json;

use crate::{
    Outcome,
    args::Input,
    commands::verify,
    report,
    story::{self, Plot, Walk},
};

/// `memorelu trace`.
#[derive(Args)]
pub struct Trace {
    /// Network file.
    network: PathBuf,
    /// The dataset.
    #[command(flatten)]
    input: Input,
    /// The row of the point, counted as in messages: the line of the file, the header being line 1.
    #[arg(long, value_name = "I")]
    row: usize,
    /// Every hidden layer, for any network.
    #[arg(long)]
    layers: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What the dataset says of a point.
struct Point {
    coordinates: Vec<Rational>,
    wanted: Wanted,
}

/// What the network ought to return.
enum Wanted {
    /// The number of a class, and the name of the class in the data.
    Class { number: u32, name: String },
    /// A number, up to epsilon.
    Target { target: Rational, epsilon: Rational },
    /// The file does not say what its outputs mean; the label in the data.
    Unknown(String),
}

pub fn run(command: &Trace) -> Result<Outcome> {
    let (network, notes) = netfile::read(&command.network)?;
    let names = notes.labels().unwrap_or_default();
    let point = find(command, &network, &notes)?;
    let remark = network
        .landmarks()
        .is_empty()
        .then_some("the file does not say where its values stand: layer by layer");
    let mut walk = story::walk(&network, network.landmarks(), &point.coordinates)?;
    if command.layers {
        walk.plot = Plot::Layers;
    }
    let [output] = walk.output.as_slice() else {
        return Err(evaluator::Error::Outputs { found: walk.output.len() }.into());
    };
    let output = output.clone();
    let verdict = point.wanted.verdict(&output);
    let name = |number: &str| {
        number.parse().ok().and_then(|number: usize| names.get(number)).cloned().unwrap_or_default()
    };
    let label = name(&spell::exact(&output));
    if command.json {
        let mut told = serde_json::to_value(&walk.plot)?;
        if let Some(told) = told.as_object_mut() {
            let features: Vec<String> = point.coordinates.iter().map(spell::exact).collect();
            told.insert("row".to_owned(), json!(command.row));
            told.insert("features".to_owned(), json!(features));
            told.insert("expected".to_owned(), point.wanted.json());
            told.insert("statement".to_owned(), json!(notes.statement()));
            told.insert("output".to_owned(), json!(spell::exact(&output)));
            told.insert("label".to_owned(), json!((!label.is_empty()).then_some(label)));
            told.insert("right".to_owned(), json!(verdict));
            told.insert("remark".to_owned(), json!(remark));
            if matches!(walk.plot, Plot::Layers) {
                told.insert("layers".to_owned(), serde_json::to_value(&walk.layers)?);
            }
        }
        report::json(&told)?;
        return Ok(Outcome::from(verdict != Some(false)));
    }

    let width = terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0));
    let features: Vec<String> = point.coordinates.iter().map(spell::short).collect();
    let (head, plain) = (report::HEAD, format_args!("{:#}", report::HEAD));
    report::line(format!("{head}row {}{plain}: {}", command.row, point.wanted.text()))?;
    report::line(format!("features {}", fitted(&features, width.saturating_sub(9))))?;
    let counts = network.counts();
    report::line(format!(
        "network  {}, {} hidden layers, width {}\n",
        notes.statement().unwrap_or("of unknown origin"),
        counts.hidden_layers,
        counts.width
    ))?;
    let lines = match &walk.plot {
        Plot::Segments(reading) => reading.tell(width, &name),
        Plot::Bits(retrieval) => retrieval.tell(width),
        Plot::Layers => layers(&walk, command.layers),
    };
    if let Some(remark) = remark.filter(|_| !command.layers) {
        report::line(remark)?;
    }
    lines.iter().try_for_each(report::line)?;
    let label = if label.is_empty() { label } else { format!(" is {label:?}") };
    let verdict_text = match verdict {
        Some(true) => format!(": {}right{:#}", report::GOOD, report::GOOD),
        Some(false) => format!(": {}WRONG{:#}", report::BAD, report::BAD),
        None => ", and the network file does not say what its outputs mean".to_owned(),
    };
    report::line(format!(
        "{head}output {}{plain}{label}; {}{verdict_text}",
        spell::short(&output),
        point.wanted.text(),
    ))?;
    Ok(Outcome::from(verdict != Some(false)))
}

/// The point of a row, and what the network ought to return for it.
fn find(command: &Trace, network: &Network, notes: &Notes) -> Result<Point> {
    // The file knows its columns; the command line may say otherwise.
    let input = command.input.clone().for_network(&notes.columns);
    if let Some(Meaning::Epsilon { epsilon, .. }) = &notes.meaning {
        let data = input.regression_for(network)?;
        let index = position(command, data.source_rows().iter().copied())?;
        let target = data.targets()[index].clone();
        let wanted = Wanted::Target { target, epsilon: epsilon.clone() };
        return Ok(Point { coordinates: data.points().point(index), wanted });
    }
    let data = input.dataset_for(network)?;
    let index = position(command, (0..data.len()).map(|i| data.source_row(i)))?;
    let name = data.label_names()[data.labels()[index] as usize].clone();
    let wanted = if notes.labels().is_some() {
        let number = verify::labels_for(&data, notes)?[index];
        Wanted::Class { number, name }
    } else {
        Wanted::Unknown(name)
    };
    Ok(Point { coordinates: data.point(index), wanted })
}

/// Which point stands in the row asked for.
fn position(command: &Trace, mut rows: impl Iterator<Item = usize> + Clone) -> Result<usize> {
    let ends = rows.clone().min().zip(rows.clone().max());
    let (first, last) = ends.expect("there is a point at least");
    rows.position(|row| row == command.row).with_context(|| {
        format!(
            "{} has no point in row {}: points stand in rows {first} to {last}, and rows that \
             equal an earlier one are left out",
            command.input.source.data.display(),
            command.row
        )
    })
}

impl Wanted {
    fn verdict(&self, output: &Rational) -> Option<bool> {
        match self {
            Self::Class { number, .. } => Some(output == number),
            Self::Target { target, epsilon } => {
                Some(Rational::from(output - target).abs() <= *epsilon)
            }
            Self::Unknown(_) => None,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Class { number, name } => format!("the data says {name:?} (number {number})"),
            Self::Target { target, epsilon } => {
                format!("the data says {}, up to {}", spell::short(target), spell::short(epsilon))
            }
            Self::Unknown(name) => format!("the data says {name:?}"),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Self::Class { number, name } => json!({ "label": name, "number": number }),
            Self::Target { target, epsilon } => {
                json!({ "target": spell::exact(target), "epsilon": spell::exact(epsilon) })
            }
            Self::Unknown(name) => json!({ "label": name }),
        }
    }
}

/// Texts on one line, the last ones left out if there is no room.
fn fitted(texts: &[String], width: usize) -> String {
    let mut line = String::new();
    for (index, text) in texts.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        if line.chars().count() + text.chars().count() + 20 > width && index > 0 {
            return format!("{line}, … ({} in all)", texts.len());
        }
        line.push_str(comma);
        line.push_str(text);
    }
    line
}

/// One row for each hidden layer; of a deep network the first and the last ones, unless all are
/// asked for.
fn layers(walk: &Walk, all: bool) -> Vec<String> {
    const MOST: usize = 40;
    const ENDS: usize = 15;
    let mut table = report::table(&["layer", "width", "not 0", "values"]).right_aligned(0..3);
    let count = walk.layers.len();
    for (index, layer) in walk.layers.iter().enumerate() {
        if !all && count > MOST && index == ENDS {
            table.add_row([
                "…".to_owned(),
                String::new(),
                String::new(),
                "(--layers shows all)".to_owned(),
            ]);
        }
        if !all && count > MOST && (ENDS..count - ENDS).contains(&index) {
            continue;
        }
        table.add_row([
            layer.layer.to_string(),
            layer.width.to_string(),
            layer.active.to_string(),
            layer.text(),
        ]);
    }
    vec![table.to_string()]
}
