//! `memorelu synth`: seeded test data.

use anyhow::{Result, bail};
use dataset::{csv, synthetic::Recipe};
use rug::Rational;

use crate::{Outcome, args::Synth, input, report};

pub fn run(command: &Synth) -> Result<Outcome> {
    input::check_output(&command.output, &[])?;
    let recipe = Recipe {
        points: command.points,
        dimension: command.dim,
        classes: command.classes,
        separation: exponent(&command.separation)?,
        seed: command.seed,
        shape: command.shape.into(),
    };
    let data = recipe.dataset()?;
    network::atomic::write(&command.output, |file| {
        let mut file = std::io::BufWriter::new(file);
        csv::write(&data, &mut file).map_err(std::io::Error::other)?;
        std::io::Write::flush(&mut file)
    })?;
    let (n, d, c) = (data.len(), data.dimension(), data.classes());
    report::line(format!("{n} points, d = {d}, C = {c}; written to {}", command.output.display()))?;
    Ok(Outcome::Holds)
}

/// k of a separation `2^-k`.
fn exponent(separation: &Rational) -> Result<u32> {
    let (one, power) = (separation.numer(), separation.denom());
    if *one != 1 || !power.is_power_of_two() {
        bail!("--separation is 1 over a power of two, such as 1/1048576, found {separation}");
    }
    Ok(power.significant_bits() - 1)
}
