//! Reading what the command line names.

use std::path::Path;

use anyhow::{Context, Result};
use dataset::{Conflicts, Dataset, Regression, SeparationMethod, csv};
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
        let advice = "conflicting labels can be settled by --conflicts first or majority";
        csv::read_dataset(&self.data, &self.options(), self.conflicts()).map_err(|error| {
            let conflict =
                matches!(error.problem, csv::CsvProblem::Data(dataset::DataError::Conflict { .. }));
            let error = anyhow::Error::from(error);
            if conflict { error.context(advice) } else { error }
        })
    }

    /// The points with real targets.
    pub fn regression(&self) -> Result<Regression> {
        Ok(csv::read_regression(&self.data, &self.options(), self.conflicts())?)
    }

    /// The name of the label column.
    pub fn label_column(&self) -> Result<String> {
        Ok(csv::label_column(&self.data, &self.options())?)
    }
}

/// The separation that the command line asks for.
pub fn separation(delta: Option<&Rational>) -> SeparationMethod {
    delta.map_or(SeparationMethod::Auto, |delta| SeparationMethod::Given(delta.clone()))
}

/// Reads a network in either form.
pub fn network(path: &Path) -> Result<(Network, Notes)> {
    if is_json(path) {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        return json::decode(&text).with_context(|| path.display().to_string());
    }
    file::read(path).with_context(|| path.display().to_string())
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
