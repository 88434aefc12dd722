//! Verifying every point, with a progress bar.

use std::{fs, time::Instant};

use anyhow::Result;
use evaluator::{Mismatch, Options, Points, Program, Report};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use network::Network;
use rayon::prelude::*;
use rug::{Integer, Rational};

use crate::args::Checking;

impl Checking {
    /// Works through so many points with as much memory as there may be, beside a progress bar.
    pub fn with_bar<T>(self, points: usize, work: impl FnOnce(Options<'_>) -> T) -> T {
        let bar = bar(points as u64, "points verified");
        let memory = self.memory.map_or_else(quarter_of_the_machine, |mebibytes| mebibytes << 20);
        let result = work(Options { memory, progress: &|done| bar.inc(done) });
        bar.finish_and_clear();
        result
    }
}

/// A quarter of the machine's memory, or of what a container may use of it, in bytes; 1 GiB where the
/// system does not tell.
fn quarter_of_the_machine() -> u64 {
    let machine = fs::read_to_string("/proc/meminfo").ok();
    let Some(kibibytes) = machine.as_deref().and_then(total) else { return 1 << 30 };
    // Of control groups in version 2 and 1; without a limit, the word `max` or a number beyond any machine.
    let limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
        .into_iter()
        .filter_map(|path| fs::read_to_string(path).ok()?.trim().parse().ok());
    (limits.fold(kibibytes << 10, u64::min) / 4).max(64 << 20)
}

/// The whole memory, in KiB, that `/proc/meminfo` tells.
fn total(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// The outputs of a network at some points.
pub fn outputs_at<'a>(
    network: &Network,
    points: impl Iterator<Item = &'a [Rational]>,
) -> Result<Vec<Vec<Rational>>> {
    let coordinates: Vec<&Rational> = points.flatten().collect();
    let mut denominator = Integer::from(1);
    coordinates.iter().for_each(|value| denominator.lcm_mut(value.denom()));
    let numerators: Vec<Integer> = (coordinates.iter())
        .map(|value| Integer::from(&denominator / value.denom()) * value.numer())
        .collect();
    let points = Points::new(network.inputs(), &denominator, &numerators)?;
    let outputs = Program::compile(network).evaluate(&points, Options::default())?;
    Ok(outputs.chunks(network.outputs()).map(<[Rational]>::to_vec).collect())
}

/// Compares the reference evaluation with the labels at `most` points spread over the data, point by
/// point, on all cores.
pub fn reference(
    network: &Network,
    points: &dataset::Points,
    labels: &[u32],
    most: usize,
) -> Result<Report> {
    let start = Instant::now();
    let step = points.len().div_ceil(most.max(1));
    let chosen: Vec<usize> = (0..points.len()).step_by(step).collect();
    let bar = bar(chosen.len() as u64, "points by the reference evaluation");
    let wrong = (chosen.par_iter())
        .map(|index| {
            let output = network.evaluate(&points.point(*index))?;
            bar.inc(1);
            let [got] = <[Rational; 1]>::try_from(output)
                .map_err(|outputs| evaluator::Error::Outputs { found: outputs.len() })?;
            let expected = labels[*index];
            Ok((got != expected).then_some(Mismatch { index: *index, expected, got }))
        })
        .collect::<Result<Vec<_>>>()?;
    bar.finish_and_clear();
    let checked = wrong.len() as u64;
    let first: Vec<_> = wrong.into_iter().flatten().collect();
    let mismatches = first.len() as u64;
    Ok(Report { checked, mismatches, first, elapsed: start.elapsed() })
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

#[cfg(test)]
mod tests {
    #[test]
    fn the_machine_s_memory_is_a_number_of_kibibytes() {
        let lines = "MemTotal:       24684092 kB\nMemFree:        18197956 kB\n";
        assert_eq!(super::total(lines), Some(24_684_092));
        assert_eq!(super::total("MemFree: 1 kB\nMemTotal: 2 MB\n"), None);
    }
}
