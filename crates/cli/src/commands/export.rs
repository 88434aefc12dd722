//! `memorelu export`: a network for other programs.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use clap::{Args, ValueEnum};
use exactness::{InputRange, NumberFormat};
use export::{ExportError, Model, npz, onnx};
use netfile::Notes;
use network::Network;
use rug::Integer;

use crate::{Outcome, args, input, report};

/// `memorelu export`.
#[derive(Args)]
pub struct Export {
    /// Network file.
    pub network: PathBuf,
    /// File to write.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// What to write [default: by the name of the file].
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Kind>,
    /// onnx, npz: the type of all numbers; it must be exact [default: f64 if that is exact, else i64].
    #[arg(long = "type", value_name = "TYPE")]
    pub number_format: Option<NumberFormat>,
    /// onnx, npz: the model takes the features times this integer [default: 1, or what makes them
    /// numbers of the type: 10 for data such as 5.1].
    #[arg(long, value_name = "SCALE")]
    pub input_scale: Option<u64>,
    /// onnx, npz: points whose ranges the model is proven for [default: the ranges that the network
    /// file names, those of the data that it was built for].
    #[arg(long, value_name = "DATA")]
    pub data: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Kinds of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// An ONNX model: MatMul, Add and Relu, proven exact in its type.
    Onnx,
    /// A NumPy archive of the layers, proven exact in its type.
    Npz,
    /// The readable form, with numbers of any length.
    Json,
}

pub fn run(command: &Export) -> Result<Outcome> {
    let kind = command.kind()?;
    let mut inputs = vec![command.network.as_path()];
    inputs.extend(command.data.as_deref());
    input::check_output(&command.output, &inputs)?;
    let (network, notes) = netfile::read(&command.network)?;
    let facts = match kind {
        Kind::Json => command.write_json(&network, &notes)?,
        Kind::Onnx | Kind::Npz => command.write_model(kind, &network, &notes)?,
    };
    if command.json {
        let facts: serde_json::Map<_, _> = facts.into_iter().map(|fact| (fact.0, fact.2)).collect();
        report::json(&facts)?;
    } else {
        let mut table = report::table(&["export", ""]);
        for (name, text, _) in &facts {
            table.add_row([name, text]);
        }
        report::line(table)?;
        report::line(format!("written to {}", command.output.display()))?;
    }
    Ok(Outcome::Holds)
}

/// A name, and what it is for people and for programs.
type Fact = (String, String, serde_json::Value);

fn fact(name: &str, text: impl ToString, value: impl Into<serde_json::Value>) -> Fact {
    (name.to_owned(), text.to_string(), value.into())
}

/// A scale for programs: a number, or text if it is very long.
fn scale(scale: &Integer) -> serde_json::Value {
    scale.to_u64().map_or_else(|| scale.to_string().into(), Into::into)
}

impl Export {
    /// What is written.
    fn kind(&self) -> Result<Kind> {
        let extension = self.output.extension().and_then(|extension| extension.to_str());
        let named = extension.and_then(|extension| Kind::from_str(extension, true).ok());
        self.format.or(named).with_context(|| {
            format!(
                "{} does not say what to write: --format onnx, npz or json",
                self.output.display()
            )
        })
    }

    fn write_json(&self, network: &Network, notes: &Notes) -> Result<Vec<Fact>> {
        for (option, given) in [
            ("--type", self.number_format.is_some()),
            ("--input-scale", self.input_scale.is_some()),
            ("--data", self.data.is_some()),
        ] {
            ensure!(!given, "{option} goes with --format onnx or npz, not json");
        }
        let text = netfile::json::encode(network, notes)?;
        write(&self.output, text.as_bytes())?;
        let layers = network.hidden().len() + 1;
        Ok(vec![
            fact("format", "json", "json"),
            fact("numbers", "exact, of any length", "exact"),
            fact("affine maps", layers, layers),
            fact("bytes", text.len(), text.len()),
        ])
    }

    fn write_model(&self, kind: Kind, network: &Network, notes: &Notes) -> Result<Vec<Fact>> {
        let ranges = self.ranges(network, notes)?;
        let format = self.number_format;
        let model = Model::new(network, &ranges, format, self.input_scale)
            .map_err(|error| self.with_advice(error, network, &ranges, notes))?;
        let (name, bytes) = match kind {
            Kind::Npz => ("npz", npz::encode(&model, notes)?),
            Kind::Onnx | Kind::Json => ("onnx", onnx::encode(&model, notes)?),
        };
        write(&self.output, &bytes)?;
        let (format, layers) = (model.format(), model.network().hidden().len() + 1);
        let (used, most) = (model.bits(), format.bits());
        let numbers =
            format!("{format}, proven exact: {used} of {most} bits, in any order of summation");
        let mut facts = vec![
            fact("format", name, name),
            fact("numbers", numbers, format.to_string()),
            fact("bits", used, used),
            fact("input", model.input_sentence(), model.input_sentence()),
            fact("input scale", model.input_scale(), scale(model.input_scale())),
            fact("output", model.output_sentence(notes), model.output_sentence(notes)),
            fact("output scale", model.output_scale(), scale(model.output_scale())),
            fact("affine maps", layers, layers),
            fact("bytes", bytes.len(), bytes.len()),
        ];
        if let Some(names) = notes.labels() {
            facts.push(fact("labels", names.join(", "), names));
        }
        Ok(facts)
    }

    /// The message of a network that does not fit, with what does.
    fn with_advice(
        &self,
        error: ExportError,
        network: &Network,
        ranges: &[InputRange],
        notes: &Notes,
    ) -> anyhow::Error {
        let ExportError::Inexact { format, obstacle, .. } = error else { return error.into() };
        if obstacle.layer == 0 {
            return anyhow!("{error}: use inputs with fewer digits");
        }
        let kind = if format == NumberFormat::F32 { "f32" } else { "f64 (or i64)" };
        let rebuilt = format!(
            "memorize --theorem retrieval --exact-in {kind} builds an exact one, or says why there is none"
        );
        let exact =
            |ranges: &[InputRange]| Some(Model::new(network, ranges, None, None).ok()?.format());
        if let Some(other) = exact(ranges) {
            return anyhow!("{error}: --type {other} is exact; {rebuilt}");
        }
        let own = notes.inputs.as_ref().and_then(|own| own.of_inputs(network.inputs()).ok());
        if let Some(other) = own.filter(|_| self.data.is_some()).and_then(|own| exact(&own)) {
            return anyhow!(
                "{error}: without --data it is exact in {other}, for the range of the data that the \
                 network was built for"
            );
        }
        if format == NumberFormat::F32 {
            return anyhow!("{error}: {rebuilt}");
        }
        // Networks of weights of 20 bits had partial sums of at most 60: measured.
        anyhow!(
            "{error}: {rebuilt}; so does memorize --theorem thm6.2 --profile measured --max-bits 20 in \
             i64, where weights can be so short"
        )
    }

    /// The ranges of the inputs.
    fn ranges(&self, network: &Network, notes: &Notes) -> Result<Vec<InputRange>> {
        if let Some(data) = &self.data {
            let data =
                args::Source::of(data.clone()).for_network(&notes.columns).points(network)?;
            return Ok(InputRange::of_points(&data.points.view()));
        }
        let Some(ranges) = &notes.inputs else {
            bail!(
                "{} does not say which inputs it is for (no note \"inputs\"): name their ranges by \
                 --data DATA",
                self.network.display()
            );
        };
        Ok(ranges.of_inputs(network.inputs())?)
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    Ok(netfile::atomic::write(path, |file| file.write_all(bytes))?)
}
