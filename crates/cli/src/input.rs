//! Reading what the command line names.

use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use dataset::{Conflicts, DataError, Dataset, Regression, SeparationMethod, csv};
use exactness::InputRange;
use network::{
    Network,
    file::{self, Notes},
    json,
};
use rug::Rational;

use crate::args::{self, Input};

impl Input {
    fn options(&self) -> csv::CsvOptions {
        csv::CsvOptions { label: self.label.clone() }
    }

    fn conflicts(&self) -> Conflicts {
        match self.conflicts {
            args::Conflicts::Reject => Conflicts::Reject,
            args::Conflicts::First => Conflicts::First,
            args::Conflicts::Majority => Conflicts::Majority,
        }
    }

    /// The dataset, with classes.
    pub fn dataset(&self) -> Result<Dataset> {
        csv::read_dataset(&self.data, &self.options(), self.conflicts()).map_err(with_advice)
    }

    /// The points with real targets.
    pub fn regression(&self) -> Result<Regression> {
        csv::read_regression(&self.data, &self.options(), self.conflicts()).map_err(with_advice)
    }

    /// The name of the label column.
    pub fn label_column(&self) -> Result<String> {
        Ok(csv::label_column(&self.data, &self.options())?)
    }
}

/// The note of a network file that gives the ranges of the inputs.
pub const RANGES: &str = "inputs";

/// The ranges of the coordinates of points.
pub fn ranges(points: &dataset::Points) -> Vec<InputRange> {
    InputRange::of_points(points.dimension(), points.denominator(), points.all_numerators())
}

/// The message of a conflict, with the option that settles it.
fn with_advice(error: csv::CsvError) -> anyhow::Error {
    match error.problem {
        csv::CsvProblem::Data(DataError::Conflict { .. }) => {
            anyhow!("{error} (--conflicts first, --conflicts majority)")
        }
        _ => error.into(),
    }
}

/// The separation that the command line asks for.
pub fn separation(delta: Option<&Rational>) -> SeparationMethod {
    delta.map_or(SeparationMethod::Auto, |delta| SeparationMethod::Given(delta.clone()))
}

/// Reads a network in either form.
pub fn network(path: &Path) -> Result<(Network, Notes)> {
    let unreadable = || format!("cannot read {}", path.display());
    if is_json(path) {
        let text = std::fs::read_to_string(path).with_context(unreadable)?;
        return json::decode(&text).with_context(|| path.display().to_string());
    }
    let bytes = std::fs::read(path).with_context(unreadable)?;
    file::parse(&bytes).with_context(|| path.display().to_string())
}

/// Can this file be written, and is it none of the files that are read? Asked before the work, which
/// may take minutes.
pub fn check_output(output: &Path, inputs: &[&Path]) -> Result<()> {
    let name = output.display();
    ensure!(!output.is_dir(), "cannot write {name}: it is a folder");
    // A device would be replaced by a file.
    ensure!(!output.exists() || output.is_file(), "cannot write {name}: it is no ordinary file");
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        ensure!(folder.is_dir(), "cannot write {name}: there is no folder {}", folder.display());
    }
    if let Ok(output) = output.canonicalize() {
        let same = |input: &&Path| input.canonicalize().is_ok_and(|input| input == output);
        ensure!(!inputs.iter().any(same), "cannot write {name}: it is read as well");
    }
    Ok(())
}

/// Does the network take so many features and have one output?
pub fn fits(network: &Network, dimension: usize) -> Result<()> {
    let inputs = network.inputs();
    ensure!(
        inputs == dimension,
        "the network takes {inputs} features, but the data has {dimension}"
    );
    ensure!(network.outputs() == 1, "the network has {} outputs, expected 1", network.outputs());
    Ok(())
}

/// Writes a network in the form that the name asks for, whole or not at all.
pub fn write_network(path: &Path, network: &Network, notes: &Notes) -> Result<()> {
    if is_json(path) {
        let text = json::encode(network, notes)?;
        network::atomic::write(path, |file| std::io::Write::write_all(file, text.as_bytes()))?;
    } else {
        file::write(path, network, notes)?;
    }
    Ok(())
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}
