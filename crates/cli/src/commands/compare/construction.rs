//! The constructions that are compared, and what becomes of one.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow, bail};
use bit_bounded::theorem_6_2;
use claims::Claim;
use clap::{Parser, ValueEnum};
use dataset::Dataset;
use depth_limited::theorem_5_1;
use memorize::Profile;
use network::Counts;
use projection::Facts;
use serde::{Serialize, Serializer};
use width_depth::plan::Minimise;

use super::super::bounds::roots;
use crate::{
    args::{Checking, Theorem, Tuning},
    built::{self, Built, Choice},
    distance::{self, Distance},
};

/// Of more points, no network of full width is built unless `--also` asks for it.
const WIDE: usize = 10_000;

/// A construction by the words that follow `memorelu memorize DATA -o NET --theorem`.
pub struct Construction {
    /// These words.
    pub name: String,
    words: Words,
    /// Asked for by name, and not one of all.
    is_wanted: bool,
}

/// A statement and its options.
#[derive(Parser)]
#[command(name = "--also", no_binary_name = true, disable_help_flag = true)]
struct Words {
    theorem: Theorem,
    #[arg(long, default_value = "paper")]
    profile: Profile,
    #[command(flatten)]
    tuning: Tuning,
}

/// All constructions of the chosen statements, for so many points.
pub fn all(points: usize, chosen: impl Fn(Theorem) -> bool) -> Result<Vec<Construction>> {
    let theorems = Theorem::value_variants().iter().copied().filter(|theorem| chosen(*theorem));
    theorems
        .flat_map(|theorem| {
            let options = options(theorem, points).into_iter();
            options.map(move |options| format!("{} {options}", theorem.name()))
        })
        .map(|text| Ok(Construction { is_wanted: false, ..Construction::parse(&text)? }))
        .collect()
}

/// The options that a statement is tried with.
fn options(theorem: Theorem, points: usize) -> Vec<String> {
    let words = |options: &[&str]| options.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    let each =
        |option: &str| roots(points).into_iter().map(|value| format!("{option} {value}")).collect();
    match theorem {
        Theorem::Thm31 => words(&["", "--profile measured"]),
        Theorem::Thm51 => each("--depth-parameter"),
        Theorem::Thm62 => each("--bits-parameter"),
        Theorem::Thm21 => {
            words(&["", "--minimise width", "--minimise depth --max-width 64", "--minimise depth"])
        }
        Theorem::Retrieval => words(&["", "--width 3", "--exact-in f64", "--exact-in i64"]),
        // The peers have no parameters.
        _ => words(&[""]),
    }
}

impl Construction {
    /// Reads a construction.
    pub fn parse(text: &str) -> Result<Self> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = Words::try_parse_from(name.split(' ')).map_err(|error| {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
            anyhow!("--also {name:?}: {first}")
        })?;
        let construction = Self { name, words, is_wanted: true };
        construction.choice(0).check()?;
        Ok(construction)
    }

    fn choice(&self, seed: u64) -> Choice {
        let Words { theorem, profile, tuning } = &self.words;
        Choice { seed, ..Choice::new(*theorem, tuning.clone(), *profile) }
    }

    /// Builds the network, unless it may have too many edges, and says how long that took.
    pub fn build(
        &self,
        data: &Dataset,
        facts: &Facts,
        seed: u64,
        max_edges: u64,
    ) -> Result<(Built, Duration)> {
        let Words { theorem, tuning, .. } = &self.words;
        let is_wide =
            matches!(tuning.minimise, Some(Minimise::Depth)) && tuning.max_width.is_none();
        if is_wide && !self.is_wanted && data.len() > WIDE {
            bail!("verifying takes minutes above {WIDE} points: --also {:?} builds it", self.name);
        }
        let promise = match (theorem, tuning.depth_parameter, tuning.bits_parameter) {
            (Theorem::Thm51, Some(l), _) => Some(theorem_5_1::promise(facts, l)),
            (Theorem::Thm62, _, Some(b)) => Some(theorem_6_2::promise(facts, b)),
            _ => None,
        };
        if let Some(promise) = promise.filter(|promise| promise.edges > max_edges) {
            bail!("up to {} edges: above --max-edges {max_edges}", promise.edges);
        }
        let start = Instant::now();
        let built = built::build(data, &self.choice(seed), &facts.delta_squared)?;
        Ok((built, start.elapsed()))
    }

    /// The row of what was built, verified at every point.
    pub fn verified(
        self,
        built: Result<(Built, Duration)>,
        data: &Dataset,
        checking: Checking,
    ) -> Result<Row> {
        let theorem = self.words.theorem;
        let (statement, construction) = (theorem.id(), self.name);
        let (mut built, build) = match built {
            Ok(built) => built,
            Err(error) => {
                let why_not = Some(format!("{error:#}"));
                return Ok(Row { construction, statement, measured: None, why_not });
            }
        };
        let (verify, why_not) = match checking.verify(&built.network, data.points(), data.labels())
        {
            Ok(report) => {
                let right = report.checked - report.mismatches;
                let quantity = "points with F(x) = y";
                built.claims.push(Claim::equal(statement, quantity, right, data.len()));
                (Some(report.elapsed), None)
            }
            Err(error) => (None, Some(format!("not verified: {error:#}"))),
        };
        let counts = built.network.counts();
        let distances = distance::distances(&counts, data.len() as u64, data.classes() as u64);
        let measured = Some(Measured {
            counts,
            distances,
            parameters: built.parameters.into_iter().map(|(k, v)| (k.to_owned(), v)).collect(),
            build,
            verify,
            claims: built.claims,
        });
        Ok(Row { construction, statement, measured, why_not })
    }
}

/// What became of a construction.
#[derive(Serialize)]
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
    pub fn holds(&self) -> bool {
        self.measured.as_ref().is_none_or(|measured| measured.claims.iter().all(Claim::holds))
    }
}

/// What was measured of a network.
#[derive(Serialize)]
pub struct Measured {
    pub counts: Counts,
    /// Its distance to the lower bounds: for any network, for its width, depth and bits, and for its
    /// width.
    #[serde(rename = "lower bounds")]
    pub distances: Vec<Distance>,
    /// The parameters actually used.
    pub parameters: BTreeMap<String, String>,
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
    pub fn parameters(&self) -> u64 {
        self.counts.edges + self.counts.biases
    }

    /// The distance to what any network needs, and to what those of its width, depth and bits need.
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
