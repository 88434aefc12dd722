//! Every construction on one dataset, side by side.

use std::{collections::BTreeMap, time::Duration};

use claims::Claim;
use construction::Value;
use construction::parameters::{DELTA, SEED};
use dataset::Dataset;
use evaluator::Options;
use network::Counts;
use projection::Facts;
use rug::Rational;
use serde::{Serialize, Serializer};
use thiserror::Error;

use crate::{
    Built, Error, Request, Statement, build,
    distance::{self, Distance},
};

/// Why a construction is left out of a comparison.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LeftOut {
    /// It takes minutes for so many points.
    #[error("verifying takes minutes above {most} points: --also {request:?} builds it", request = .request.to_string())]
    Slow {
        /// The most points for which it takes seconds.
        most: usize,
        /// What was not asked for by name.
        request: Request,
    },
    /// It may have too many edges.
    #[error("up to {edges} edges: above --max-edges {most}")]
    Large {
        /// What is promised.
        edges: rug::Integer,
        /// The limit.
        most: u64,
    },
    /// It cannot be built.
    #[error(transparent)]
    Build(#[from] Error),
}

/// What all constructions of a comparison share.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Seed of everything random.
    pub seed: u64,
    /// A lower bound on the distance of any two points, if it is given.
    pub delta: Option<Rational>,
    /// No network is built that may have more edges.
    pub max_edges: u64,
}

/// A construction to compare.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// What is asked for.
    pub request: Request,
    /// Is it asked for by name, and built however long it takes?
    pub is_wanted: bool,
}

/// All constructions of the chosen statements, for so many points.
pub fn candidates(
    points: usize,
    chosen: impl Fn(&Statement) -> bool,
) -> impl Iterator<Item = Candidate> {
    let requests = Statement::building().filter(move |statement| chosen(statement));
    requests.filter_map(Request::of).flat_map(move |request| {
        let settings = request.memorizer().compared(points);
        settings.into_iter().map(move |values| Candidate {
            request: request.clone().with_values(values),
            is_wanted: false,
        })
    })
}

impl Candidate {
    /// Builds the network, unless it may have too many edges or takes too long.
    ///
    /// # Errors
    ///
    /// [`LeftOut`] with the reason.
    pub fn build(&self, data: &Dataset, facts: &Facts, terms: &Terms) -> Result<Built, LeftOut> {
        let (request, memorizer) = (self.request.clone(), self.request.memorizer());
        let most = memorizer.most_points(request.values());
        if let Some(most) = most.filter(|most| !self.is_wanted && data.len() > *most) {
            return Err(LeftOut::Slow { most, request });
        }
        let promise = memorizer.promise(facts, request.values());
        let edges = promise.and_then(|promise| promise.edges);
        if let Some(edges) = edges.filter(|edges| *edges > terms.max_edges) {
            return Err(LeftOut::Large { edges, most: terms.max_edges });
        }
        let mut request = request.or(&SEED, Value::Natural(terms.seed));
        if let Some(delta) = &terms.delta {
            request = request.or(&DELTA, Value::Number(delta.clone()));
        }
        Ok(build(data, &request)?)
    }

    /// The row of what was built, verified at every point.
    pub fn verified(
        self,
        built: Result<Built, LeftOut>,
        data: &Dataset,
        options: Options<'_>,
    ) -> Row {
        let statement = self.request.statement().record.id;
        let construction = self.request.to_string();
        let (built, why_not) = match built {
            Err(error) => {
                let why_not = Some(error.to_string());
                return Row { construction, statement, measured: None, why_not };
            }
            // The network stands in the row, also if it could not be verified.
            Ok(mut built) => match built.verify(data, options) {
                Ok(()) => (built, None),
                Err(error) => (built, Some(format!("not verified: {error}"))),
            },
        };
        let counts = built.network.counts();
        let distances = distance::distances(&counts, data.len() as u64, data.classes() as u64);
        let measured = Some(Measured {
            counts,
            distances,
            parameters: built.used.into_iter().map(|used| (used.name(), used.value)).collect(),
            build: built.building,
            verify: built.report.map(|report| report.elapsed),
            claims: built.claims,
        });
        Row { construction, statement, measured, why_not }
    }
}

/// What became of a construction.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// What to write after `--theorem`.
    pub construction: String,
    /// The statement's id.
    pub statement: &'static str,
    /// The network, if it could be built.
    pub measured: Option<Measured>,
    /// Why it could not be built, or not be verified.
    pub why_not: Option<String>,
}

impl Row {
    /// Is every claim true that is made?
    #[must_use]
    pub fn holds(&self) -> bool {
        self.measured.as_ref().is_none_or(|measured| measured.claims.iter().all(Claim::holds))
    }
}

/// What was measured of a network.
#[derive(Debug, Clone, Serialize)]
pub struct Measured {
    /// Its sizes.
    pub counts: Counts,
    /// Its distance to the lower bounds: for any network, for its width, depth and bits, and for its
    /// width.
    #[serde(rename = "lower bounds")]
    pub distances: Vec<Distance>,
    /// The parameters actually used.
    pub parameters: BTreeMap<String, String>,
    /// Time to build it.
    #[serde(rename = "build microseconds", serialize_with = "microseconds")]
    pub build: Duration,
    /// None: it was not verified.
    #[serde(rename = "verify microseconds", serialize_with = "any_microseconds")]
    pub verify: Option<Duration>,
    /// Every claim, the labels of all points among them.
    pub claims: Vec<Claim>,
}

impl Measured {
    /// Edges + biases.
    #[must_use]
    pub fn parameters(&self) -> u64 {
        self.counts.edges + self.counts.biases
    }

    /// The distance to what any network needs, and to what those of its width, depth and bits need.
    #[must_use]
    pub fn ratios(&self) -> [Option<&Distance>; 2] {
        let of_parameters = |distance: &&Distance| distance.count == "edges + biases";
        let mut found = self.distances.iter().filter(of_parameters);
        [found.next(), found.next()]
    }
}

fn microseconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(duration.as_micros() as u64)
}

fn any_microseconds<S: Serializer>(
    duration: &Option<Duration>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match duration {
        Some(duration) => microseconds(duration, serializer),
        None => serializer.serialize_none(),
    }
}
