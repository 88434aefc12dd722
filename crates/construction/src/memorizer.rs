//! What every statement does that builds a memorizing network.

use std::error::Error;

use claims::Record;
use dataset::Dataset;
use projection::Facts;

use crate::{Construction, Promise, Values};

/// Why a network cannot be built: the error of the statement's own crate.
pub type BuildError = Box<dyn Error + Send + Sync>;

/// A statement that builds a network for labelled points.
pub trait Memorizer: Sync {
    /// What is told about it.
    fn record(&self) -> &'static Record;

    /// Builds the network: d inputs, 1 output, `F(xi) = yi` for every point.
    ///
    /// # Errors
    ///
    /// The error of the statement's own crate, if these values do not fit the data.
    fn construct(&self, data: &Dataset, values: &Values) -> Result<Construction, BuildError>;

    /// What is promised for all points and labels with these facts; nothing if the statement promises
    /// nothing, or not for these values before it sees data.
    fn promise(&self, _facts: &Facts, _values: &Values) -> Option<Promise> {
        None
    }

    /// The values whose promises are worth a row, for these facts.
    fn promised(&self, _facts: &Facts) -> Vec<Values> {
        vec![Values::default()]
    }

    /// The values whose networks are worth comparing, for so many points.
    fn compared(&self, _points: usize) -> Vec<Values> {
        vec![Values::default()]
    }

    /// The most points for which building and verifying takes seconds rather than minutes; nothing if
    /// there is no such limit.
    fn most_points(&self, _values: &Values) -> Option<usize> {
        None
    }
}
