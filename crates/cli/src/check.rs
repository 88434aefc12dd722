//! Verifying every point, with a progress bar.

use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use network::Network;
use rayon::prelude::*;
use rug::Rational;

use crate::args::Checking;

pub struct Mismatch {
    pub index: usize,
    pub found: Rational,
}
pub struct Report {
    pub checked: usize,
    pub wrong: usize,
    pub mismatches: Vec<Mismatch>,
    pub elapsed: Duration,
}

impl Checking {
    /// Compares the network's output with the label of every point.
    pub fn verify(
        self,
        network: &Network,
        points: &dataset::Points,
        labels: &[u32],
    ) -> Result<Report> {
        let _ = self.memory;
        let start = Instant::now();
        let bar = bar(points.len() as u64, "points verified");
        let outputs = outputs(network, points)?;
        let mismatches: Vec<_> = outputs
            .into_iter()
            .enumerate()
            .filter(|(i, o)| *o != labels[*i])
            .map(|(index, found)| Mismatch { index, found })
            .collect();
        bar.finish_and_clear();
        Ok(Report {
            checked: points.len(),
            wrong: mismatches.len(),
            mismatches,
            elapsed: start.elapsed(),
        })
    }
}

pub fn outputs(network: &Network, points: &dataset::Points) -> Result<Vec<Rational>> {
    (0..points.len())
        .into_par_iter()
        .map(|i| Ok(network.evaluate(&points.point(i))?.remove(0)))
        .collect()
}

pub fn outputs_at<'a>(
    network: &Network,
    points: impl Iterator<Item = &'a [Rational]>,
) -> Result<Vec<Vec<Rational>>> {
    let points: Vec<&[Rational]> = points.collect();
    points.par_iter().map(|p| Ok(network.evaluate(p)?)).collect()
}

/// A progress bar on standard error, shown on a terminal only.
pub fn bar(length: u64, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} {msg} {eta}")
    {
        bar.set_style(style);
    }
    bar.with_message(what)
}
