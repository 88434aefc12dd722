//! The figures of one network for random labels and random keys on the line.
//!
//! ```text
//! cargo run --release -p memorelu-retrieval --example figures -- 1000000 2 40
//! cargo run --release -p memorelu-retrieval --example figures -- 60000 10 8 16 --exact-in f64
//! cargo run --release -p memorelu-retrieval --example figures -- crossing 2 16
//! ```
//!
//! Arguments: N, C, bits of a coordinate, dimension (1 if left out), `--width 3`, `--exact-in FORMAT`,
//! `--build-only`.
//! `crossing` finds the N from which edges + biases stay below `2 N + d`, for N up to 400.

use std::{error::Error, time::Instant};

use dataset::{Conflicts, Dataset, Labels};
use exactness::NumberFormat;
use memorelu_retrieval::{Parameters, Width, construct};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use rug::{Integer, Rational};

/// Distinct random points with `bits` bits for each coordinate, and random labels.
fn random(n: usize, classes: u64, bits: u32, dimension: usize) -> Result<Dataset, Box<dyn Error>> {
    let mut random = ChaCha8Rng::seed_from_u64(n as u64);
    let mut seen = std::collections::HashSet::new();
    let mut numerators = Vec::new();
    while seen.len() < n {
        let point: Vec<u64> = (0..dimension).map(|_| random.next_u64() >> (64 - bits)).collect();
        if seen.insert(point.clone()) {
            numerators.extend(point.into_iter().map(Integer::from));
        }
    }
    let mut label =
        |i: usize| if (i as u64) < classes { i as u64 } else { random.next_u64() % classes };
    let labels = Labels::numbered((0..n).map(|i| label(i) as u32).collect::<Vec<_>>());
    Ok(Dataset::from_parts(dimension, Integer::from(1), numerators, labels, Conflicts::Reject)?)
}

/// Four decimals, cut off.
fn decimal(value: Rational) -> String {
    let scaled: Rational = value * 10_000;
    let scaled = Integer::from(scaled.trunc_ref());
    let (whole, part) = scaled.div_rem(Integer::from(10_000));
    format!("{whole}.{:04}", part.to_u32().unwrap_or(0))
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut parameters = Parameters::default();
    let mut numbers = Vec::new();
    let (mut crossing, mut build_only) = (false, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--width" => {
                let three = arguments.next().as_deref() == Some("3");
                parameters.width = if three { Width::Three } else { Width::Nine };
            }
            "--exact-in" => {
                let name = arguments.next().unwrap_or_default();
                parameters.exact_in =
                    NumberFormat::ALL.into_iter().find(|format| format.to_string() == name);
            }
            "--build-only" => build_only = true,
            "crossing" => crossing = true,
            number => numbers.push(number.parse::<usize>()?),
        }
    }
    if crossing {
        numbers.insert(0, 0);
    }
    let (n, classes, bits) = match numbers[..] {
        [n, classes, bits, ..] => (n, classes as u64, bits as u32),
        _ => return Err("expected N, C, bits of a coordinate".into()),
    };
    let dimension = numbers.get(3).copied().unwrap_or(1);
    if crossing {
        let mut first = None;
        for n in (20..=400).step_by(2) {
            let counts =
                construct(&random(n, classes, bits, dimension)?, &parameters)?.network.counts();
            if counts.edges + counts.biases >= (2 * n + dimension) as u64 {
                first = None;
            } else if first.is_none() {
                first = Some(n);
                println!("N = {n}: {} edges, {} biases", counts.edges, counts.biases);
            }
        }
        println!("edges + biases < 2 N + d from N = {first:?} on");
        return Ok(());
    }

    let data = random(n, classes, bits, dimension)?;
    let started = Instant::now();
    let built = construct(&data, &parameters)?;
    let building = started.elapsed();
    let counts = built.network.counts();
    println!("{:?}", built.details.plan);
    println!(
        "blocks {} depth {} edges {} biases {} bits {}",
        built.details.blocks, counts.depth, counts.edges, counts.biases, counts.bits
    );
    println!("edges / sqrt(N log2 C) {}", decimal(built.details.edge_ratio()));
    println!("memory bits / (N log2 C) {}", decimal(built.details.memory_ratio()));
    for format in NumberFormat::ALL {
        match built.details.formats.obstacle(format) {
            None => println!("{format}: exact"),
            Some(obstacle) => println!("{format}: {obstacle}"),
        }
    }
    built.claims.iter().for_each(|claim| println!("{claim}"));
    if build_only {
        println!("built in {building:.1?}");
        return Ok(());
    }
    let points = data.points().view();
    let program = evaluator::Program::compile(&built.network);
    let report = program.verify(&points, data.labels(), evaluator::Options::default())?;
    println!(
        "built in {building:.1?}; {} of {} wrong, verified in {:.1?}",
        report.mismatches, report.checked, report.elapsed
    );
    Ok(())
}
