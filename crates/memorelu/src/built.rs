//! Build the network of a statement for a dataset, and prove every label.

use std::time::{Duration, Instant};

use claims::Claim;
use construction::{
    BuildError, Construction, Used, Values,
    parameters::{self, DELTA},
};
use dataset::{Dataset, Regression, SeparationMethod};
use evaluator::{Options, Program, Report};
use memorize::remark_3_3;
use network::Network;
use rug::Rational;
use thiserror::Error;

use crate::{Request, Statement};

/// The claim that a network returns every label.
pub const HEADLINE: &str = "points with F(x) = y";

/// Why a network cannot be built or verified.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// What the statement's own crate says.
    #[error(transparent)]
    Build(BuildError),
    /// The points could not be evaluated.
    #[error(transparent)]
    Evaluate(#[from] evaluator::Error),
}

/// A network that was built for a dataset, with the parameters actually used and its claims.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Built {
    /// The statement whose network it is.
    pub statement: &'static Statement,
    /// d inputs, 1 output, the number of the class.
    pub network: Network,
    /// The values of the statement's parameters, given or by default, by name.
    pub settled: Vec<(&'static str, String)>,
    /// The parameters actually used.
    pub used: Vec<Used>,
    /// Every claim of the statement, measured.
    pub claims: Vec<Claim>,
    /// Time it took to build.
    pub building: Duration,
    /// What verifying found; `None` before.
    pub report: Option<Report>,
}

/// Builds the network that is asked for.
///
/// # Errors
///
/// [`Error::Build`] with what the statement's own crate says.
pub fn build(data: &Dataset, request: &Request) -> Result<Built, Error> {
    let start = Instant::now();
    let construction =
        request.memorizer().construct(data, request.values()).map_err(Error::Build)?;
    let Construction { network, used, claims, .. } = construction;
    Ok(Built {
        statement: request.statement(),
        network,
        settled: request.settled().collect(),
        used,
        claims,
        building: start.elapsed(),
        report: None,
    })
}

/// Builds the network of Remark 3.3, which meets real targets up to epsilon, a positive number; the
/// values are those of Theorem 3.1.
///
/// # Errors
///
/// As [`build`].
#[expect(clippy::missing_panics_doc, reason = "Remark 3.3 is a statement")]
pub fn regress(data: &Regression, epsilon: &Rational, values: &Values) -> Result<Built, Error> {
    let statement = Statement::named(remark_3_3::ID).expect("Remark 3.3 is a statement");
    let start = Instant::now();
    let given = values.number(&DELTA).cloned();
    let separation = data.separation(given.map_or(SeparationMethod::Auto, SeparationMethod::Given));
    let parameters = memorize::Parameters {
        profile: parameters::profile(values),
        seed: parameters::seed(values),
        delta_squared: separation.map_err(|error| Error::Build(error.into()))?.squared,
    };
    let construction = remark_3_3::construct(data.points(), data.targets(), epsilon, &parameters)
        .map_err(|error| Error::Build(error.into()))?;
    let Construction { network, used, claims, .. } = construction.plain();
    let epsilon = (remark_3_3::EPSILON.name, epsilon.to_string());
    let others = (statement.record.parameters.iter())
        .filter_map(|parameter| Some((parameter.name, values.text(parameter)?)));
    Ok(Built {
        statement,
        network,
        settled: [epsilon].into_iter().chain(others).collect(),
        used,
        claims,
        building: start.elapsed(),
        report: None,
    })
}

impl Built {
    /// Compares the output at every point with its target, and makes the headline claim: the largest
    /// difference is at most epsilon.
    ///
    /// # Errors
    ///
    /// As [`Built::verified`].
    pub fn verified_targets(
        mut self,
        data: &Regression,
        epsilon: &Rational,
        options: Options<'_>,
    ) -> Result<Self, Error> {
        let outputs = outputs(&self.network, data.points(), options)?;
        self.claims.push(remark_3_3::claim(&outputs, data.targets(), epsilon));
        Ok(self)
    }

    /// Compares the output at every point with its label, and makes the headline claim,
    /// [`HEADLINE`]: the number of points at which they are equal is N.
    ///
    /// # Errors
    ///
    /// [`Error::Evaluate`] if the data has another dimension than the network, or memory is short.
    pub fn verified(mut self, data: &Dataset, options: Options<'_>) -> Result<Self, Error> {
        self.verify(data, options)?;
        Ok(self)
    }

    /// As [`Built::verified`], in place; an error changes nothing.
    ///
    /// # Errors
    ///
    /// As [`Built::verified`].
    pub fn verify(&mut self, data: &Dataset, options: Options<'_>) -> Result<(), Error> {
        let report = verify(&self.network, data.points(), data.labels(), options)?;
        let right = report.checked - report.mismatches;
        self.claims.push(Claim::equal(self.statement.record.id, HEADLINE, right, data.len()));
        self.report = Some(report);
        Ok(())
    }

    /// Do all claims hold?
    #[must_use]
    pub fn holds(&self) -> bool {
        self.claims.iter().all(Claim::holds)
    }
}

/// Compares the network's output with the label of every point.
///
/// # Errors
///
/// As [`Program::verify`].
pub fn verify(
    network: &Network,
    points: &dataset::Points,
    labels: &[u32],
    options: Options<'_>,
) -> Result<Report, evaluator::Error> {
    Program::compile(network).verify(&points.view(), labels, options)
}

/// The outputs of a network with one output, at every point.
///
/// # Errors
///
/// As [`Program::evaluate`].
pub fn outputs(
    network: &Network,
    points: &dataset::Points,
    options: Options<'_>,
) -> Result<Vec<Rational>, evaluator::Error> {
    Program::compile(network).evaluate(&points.view(), options)
}
