//! Reading what the command line names.

use std::{
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use anyhow::{Result, anyhow, ensure};
use datafile::{Format, ReadError, ReadOptions, ReadProblem, Unlabelled};
use dataset::{DataError, Dataset, Regression, SeparationMethod};
use netfile::Columns;
use network::Network;
use rug::Rational;

use crate::args::{Input, Source};

impl Source {
    /// A file that is read as its name tells.
    pub fn of(data: PathBuf) -> Self {
        Self { data, format: None, label: None, columns: None, limit: None }
    }

    /// What a network file must say for other commands to find the same columns.
    pub fn named(&self) -> Columns {
        Columns { label: self.label.clone(), features: self.columns.clone() }
    }

    /// The columns that the network was built for, where the command line does not say otherwise.
    #[must_use]
    pub fn for_network(mut self, columns: &Columns) -> Self {
        // LIBSVM has no column to name.
        if self.format() != Some(Format::Libsvm) {
            self.label = self.label.or_else(|| columns.label.clone());
        }
        self.columns = self.columns.or_else(|| columns.features.clone());
        self
    }

    fn format(&self) -> Option<Format> {
        self.format.or_else(|| Format::of(&self.data))
    }

    fn options(&self, features: Option<usize>) -> ReadOptions {
        ReadOptions {
            format: self.format,
            label: self.label.clone(),
            columns: self.columns.clone(),
            limit: self.limit.map(NonZeroUsize::get),
            features,
        }
    }

    /// The points without labels, for a network.
    pub fn points(&self, network: &Network) -> Result<Unlabelled> {
        let points = datafile::read_points(&self.data, &self.options(Some(network.inputs())))?;
        fits(network, points.points.dimension())?;
        Ok(points)
    }
}

impl Input {
    /// As [`Source::for_network`].
    #[must_use]
    pub fn for_network(self, columns: &Columns) -> Self {
        Self { source: self.source.for_network(columns), ..self }
    }

    /// The dataset, with classes.
    pub fn dataset(&self) -> Result<Dataset> {
        datafile::read_dataset(&self.source.data, &self.source.options(None), self.conflicts)
            .map_err(with_advice)
    }

    /// The dataset, with classes, for a network.
    pub fn dataset_for(&self, network: &Network) -> Result<Dataset> {
        let options = self.source.options(Some(network.inputs()));
        let data = datafile::read_dataset(&self.source.data, &options, self.conflicts)
            .map_err(with_advice)?;
        fits(network, data.dimension())?;
        Ok(data)
    }

    /// The points with real targets.
    pub fn regression(&self) -> Result<Regression> {
        datafile::read_regression(&self.source.data, &self.source.options(None), self.conflicts)
            .map_err(with_advice)
    }

    /// The points with real targets, for a network.
    pub fn regression_for(&self, network: &Network) -> Result<Regression> {
        let options = self.source.options(Some(network.inputs()));
        let data = datafile::read_regression(&self.source.data, &options, self.conflicts)
            .map_err(with_advice)?;
        fits(network, data.points().dimension())?;
        Ok(data)
    }
}

/// A message with the options that settle it.
fn with_advice(error: ReadError) -> anyhow::Error {
    match error.problem {
        ReadProblem::Data(DataError::Conflict { .. }) => {
            anyhow!("{error} (--conflicts first, --conflicts majority)")
        }
        _ => error.into(),
    }
}

/// The separation that the command line asks for.
pub fn separation(delta: Option<&Rational>) -> SeparationMethod {
    delta.map_or(SeparationMethod::Auto, |delta| SeparationMethod::Given(delta.clone()))
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
