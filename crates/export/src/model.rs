//! A network that is proven exact in a format.

use exactness::{InputRange, NumberFormat, Reason, Scaled, Verdict};
use netfile::{Meaning, Notes, Ranges};
use network::Network;
use rug::Integer;
use serde::Serialize;

use crate::ExportError;

/// A network with the format that evaluates it exactly.
///
/// Invariant: the format holds every weight, bias and partial sum of [`Model::network`], for all inputs
/// in its ranges.
#[derive(Debug, Clone)]
pub struct Model {
    scaled: Scaled,
    verdict: Verdict,
}

impl Model {
    /// Proves the network exact for inputs in these ranges: in `format`, or in double precision if that
    /// is enough, and in 64-bit integers if not. Inputs are multiplied by `input_scale`, or by what the
    /// format needs.
    ///
    /// # Errors
    ///
    /// [`ExportError::Inexact`] if there is no proof, [`ExportError::InputScale`] if the scale does not
    /// bring the inputs to the grid of the format, [`ExportError::Shape`] unless there is one range for
    /// each input.
    pub fn new(
        network: &Network,
        inputs: &[InputRange],
        format: Option<NumberFormat>,
        input_scale: Option<u64>,
    ) -> Result<Self, ExportError> {
        let formats = match &format {
            Some(format) => std::slice::from_ref(format),
            None => &[NumberFormat::F64, NumberFormat::I64],
        };
        if let Some(found @ 0) = input_scale {
            return Err(ExportError::ZeroScale { found });
        }
        let scale = input_scale.map(Integer::from);
        let mut refused = None;
        for format in formats {
            let (scaled, verdict) = Verdict::of(network, inputs, *format, scale.as_ref())?;
            let Some(obstacle) = verdict.obstacle else { return Ok(Self { scaled, verdict }) };
            let range = inputs.get(obstacle.neuron);
            refused = Some(match (obstacle.layer, obstacle.reason, input_scale.zip(range)) {
                (0, Reason::NotOnGrid, Some((scale, range))) => ExportError::InputScale {
                    scale,
                    input: obstacle.neuron,
                    format: *format,
                    denominator: range.denominator.to_string(),
                },
                _ => ExportError::Inexact { format: *format, obstacle, largest: verdict.bits },
            });
        }
        let Some(refused) = refused else { unreachable!("there is a format at least") };
        Err(refused)
    }

    /// The network whose numbers are those of the format: it maps [`Model::input_scale`] times the
    /// inputs to [`Model::output_scale`] times the outputs.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.scaled.network
    }

    /// The ranges of the model's inputs, after scaling.
    #[must_use]
    pub fn inputs(&self) -> &[InputRange] {
        &self.scaled.inputs
    }

    /// The format.
    #[must_use]
    pub fn format(&self) -> NumberFormat {
        self.verdict.format
    }

    /// The most bits that a number or partial sum needs.
    #[must_use]
    pub fn bits(&self) -> u64 {
        self.verdict.bits
    }

    /// The inputs are multiplied by this positive integer.
    #[must_use]
    pub fn input_scale(&self) -> &Integer {
        &self.scaled.input_scale
    }

    /// The outputs are multiplied by this positive integer.
    #[must_use]
    pub fn output_scale(&self) -> &Integer {
        &self.scaled.output_scale
    }

    /// How the input is made, as a sentence.
    #[must_use]
    pub fn input_sentence(&self) -> String {
        let are_integers = self.inputs().iter().all(|range| range.denominator == 1);
        let numbers = if are_integers { "integers" } else { "exact numbers" };
        match self.input_scale() {
            scale if *scale == 1 => format!("x is the features, in their order, as {numbers}"),
            scale if are_integers => {
                format!("x is {scale} times the features, rounded to {numbers}")
            }
            scale => format!("x is {scale} times the features, as {numbers}"),
        }
    }

    /// How the output is read, as a sentence.
    #[must_use]
    pub fn output_sentence(&self, notes: &Notes) -> String {
        let output = match self.output_scale() {
            scale if *scale == 1 => "y".to_owned(),
            scale => format!("y / {scale}"),
        };
        match &notes.meaning {
            Some(Meaning::Epsilon { epsilon, .. }) => {
                format!("{output} is the target up to {epsilon}")
            }
            Some(Meaning::Labels(_)) => format!("{output} = k stands for the class labels[k]"),
            None => format!("{output} is the output"),
        }
    }

    /// What is said about the model: keys and values.
    #[must_use]
    pub fn metadata(&self, notes: &Notes) -> Vec<(&'static str, String)> {
        let mut all = vec![
            ("exact_in", self.format().to_string()),
            ("bits", self.bits().to_string()),
            ("bits_of_format", self.format().bits().to_string()),
            ("input_scale", self.input_scale().to_string()),
            ("output_scale", self.output_scale().to_string()),
            ("inputs", json(&Ranges::new(self.inputs()))),
            ("input_convention", self.input_sentence()),
            ("output_convention", self.output_sentence(notes)),
            (
                "verdict",
                format!(
                    "every weight, bias and partial sum is exact in {}, for all x in the ranges of \
                     \"inputs\" and in any order of summation",
                    self.format()
                ),
            ),
        ];
        all.extend(notes.labels().map(|names| ("labels", json(&names))));
        all.extend(notes.statement().map(|statement| ("statement", statement.to_owned())));
        if let Some(Meaning::Epsilon { epsilon, .. }) = &notes.meaning {
            all.push(("epsilon", epsilon.to_string()));
        }
        all
    }
}

fn json(texts: &impl Serialize) -> String {
    serde_json::to_string(texts).expect("texts in lists have a spelling")
}
