//! `memorelu bounds`: what theorems promise and what lower bounds demand, before any data exists.
//!
//! A promise is one for all labels of all points with this N, d, C, r and delta, so it must meet the
//! demands on networks that serve all labels: of its width, depth, bits and edges. Edges are promised,
//! and the demands count edges + biases: neurons without an edge to a later one can be left out, so
//! `2 edges + 1` are enough. Theorem 3.2 and Proposition 3.3 of Yang and Yang are about `[-1, 1]` and
//! `[0, 1]`: on a diameter of the ball, at distances `delta / r`.

use anyhow::{Result, ensure};
use claims::Enclosure;
use clap::Args;
use lowerbounds::{Separation, Task};
use memorelu::bounds::{self, Demand, Demands, MOST_FOR_BLOCKS, Promised, Universal};
use projection::Facts;
use rayon::prelude::*;
use rug::Rational;
use serde_json::json;

use crate::{
    Outcome,
    args::input_number,
    report::{self, BROKEN},
};

/// `memorelu bounds`.
#[derive(Args)]
pub struct Bounds {
    /// N, the number of points; 1e12 is understood.
    #[arg(long, value_name = "N", value_parser = count)]
    pub points: u64,
    /// d, the number of features.
    #[arg(long, value_name = "D", value_parser = count)]
    pub dim: u64,
    /// C, the number of classes, at least 2.
    #[arg(long, value_name = "C", value_parser = count)]
    pub classes: u64,
    /// delta: no two points are closer to each other; a number such as 0.01 or 1/64.
    #[arg(long, value_name = "DELTA", value_parser = input_number, allow_hyphen_values = true)]
    pub separation: Rational,
    /// r, the largest norm of a point.
    #[arg(long, default_value = "1", value_name = "R", value_parser = input_number)]
    #[arg(allow_hyphen_values = true)]
    pub radius: Rational,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// A natural number, at least 1.
fn count(text: &str) -> Result<u64, String> {
    const MOST: u64 = 1_000_000_000_000_000_000;
    let number = input_number(text)?;
    let count = number.is_integer().then(|| number.numer().to_u64()).flatten();
    (count.filter(|count| (1..=MOST).contains(count)))
        .ok_or_else(|| "expected a natural number from 1 to 1e18".to_owned())
}

pub fn run(command: &Bounds) -> Result<Outcome> {
    let facts = facts(command)?;
    let task = Task::new(command.points, command.classes, command.dim)?;
    let one = Rational::from(1);
    let radius_squared = facts.radius_squared.clone().max(one.clone());
    let delta_squared = facts.delta_squared.clone().min(one);
    let separation = Separation::from_square(delta_squared / radius_squared)?;

    let universal = Universal::of(&task)?;
    let promised = bounds::promised(&facts);
    let demands: Vec<Demands> = (promised.par_iter())
        .map(|promised| Demands::on(promised, &task, &separation))
        .collect::<Result<_, _>>()?;
    let holds = demands.iter().all(Demands::hold);

    if command.json {
        let rows = promised.iter().zip(&demands);
        let rows: Vec<_> = rows
            .map(|(promised, demands)| json!({ "promise": promised, "demands": demands }))
            .collect();
        report::json(&json!({
            "points": command.points,
            "dimension": command.dim,
            "classes": command.classes,
            "separation": command.separation.to_string(),
            "radius": command.radius.to_string(),
            "any network": universal,
            "theorems": rows,
            "holds": holds,
        }))?;
        return Ok(Outcome::from(holds));
    }
    print(command, &facts, &task, &universal)?;
    print_promised(&promised)?;
    print_demands(&promised, &demands)?;
    if !holds {
        report::line(format!("a promise is below what is demanded: {BROKEN}"))?;
    }
    Ok(Outcome::from(holds))
}

/// The facts, if there can be such points.
fn facts(command: &Bounds) -> Result<Facts> {
    let &Bounds { points, dim, classes, ref separation, ref radius, .. } = command;
    ensure!(*separation > 0, "--separation must be positive, found {separation}");
    ensure!(*radius > 0, "--radius must be positive, found {radius}");
    ensure!(classes >= 2, "--classes must be at least 2: a single class needs no network");
    // Balls of radius delta / 2 around the points are disjoint, in one of radius r + delta / 2.
    let ratio = Rational::from(radius * 2_u32) / separation + 1_u32;
    let room = Enclosure::exact(ratio).log2().map(|log| log * dim);
    let needed = Enclosure::exact(points).log2();
    if let (Some(room), Some(needed)) = (room, needed) {
        ensure!(
            needed.lower() <= room.upper(),
            "no {points} points of norm at most {radius} in {dim} dimensions are {separation} apart: \
             take a smaller --separation, or a larger --radius or --dim"
        );
    }
    Ok(Facts {
        points: usize::try_from(points)?,
        dimension: usize::try_from(dim)?,
        classes,
        radius_squared: radius.clone().square(),
        delta_squared: separation.clone().square(),
    })
}

fn print(command: &Bounds, facts: &Facts, task: &Task, universal: &Universal) -> Result<()> {
    let mut table = report::table(&["before any data", ""]).right_aligned([1]);
    let range_bits = facts.range().floor().significant_bits();
    for (name, value) in [
        ("N, points", command.points.to_string()),
        ("d, dimension", command.dim.to_string()),
        ("C, classes", command.classes.to_string()),
        ("r, largest norm", command.radius.to_string()),
        ("delta, separation", command.separation.to_string()),
        ("rho = ceil(log2 R), bits of a projected point", range_bits.to_string()),
        ("N log2 C, bits of all labels", task.label_bits().floor().to_string()),
    ] {
        table.add_row([name, &value]);
    }
    report::line(table)?;
    let mut table = report::table(&["no network with less serves all labels", "", "least"]);
    for (bound, count, least) in universal.rows() {
        table.add_row([bound, count, &least.to_string()]);
    }
    report::line(table.right_aligned([2]))
}

fn text<T: ToString>(value: &Option<T>) -> String {
    value.as_ref().map_or("-".to_owned(), T::to_string)
}

fn print_promised(promised: &[Promised]) -> Result<()> {
    let header = ["promised for all labels", "", "width", "depth", "edges", "bits"];
    let mut table = report::table(&header);
    for row in promised {
        table.add_row([
            row.theorem.to_owned(),
            row.parameters.clone(),
            row.width.to_string(),
            row.depth().to_string(),
            text(&row.edges),
            text(&row.bits),
        ]);
    }
    report::line(table.right_aligned(2..6))?;
    report::line("depth counts affine maps; -: the theorem does not say\n")
}

fn print_demands(promised: &[Promised], demands: &[Demands]) -> Result<()> {
    let header = [
        "promised, and least",
        "",
        "edges + biases",
        "least",
        "bits",
        "least",
        "bits in all",
        "least",
        "",
    ];
    let mut table = report::table(&header);
    for (row, demands) in promised.iter().zip(demands) {
        let [parameters, bits, total] = demands.sizes();
        table.add_row([
            row.theorem.to_owned(),
            row.parameters.clone(),
            text(&parameters.promised),
            text(&parameters.least),
            text(&bits.promised),
            text(&bits.least),
            text(&total.promised),
            text(&total.least),
            verdict(demands.sizes()),
        ]);
    }
    report::line(table.right_aligned(2..8))?;
    report::line(
        "least: in that width, depth and bits (sign patterns, or vardi2022/6.1); bits for so many \
         edges + biases (vardi2022/6.1); bits in all likewise (counting)\n",
    )?;
    let header = [
        "promised, and least",
        "",
        "width",
        "hidden layers",
        "sign patterns",
        "yang2026/3.2",
        "yang2026/3.3",
        "Serra et al.",
        "",
    ];
    let mut table = report::table(&header);
    for (row, demands) in promised.iter().zip(demands) {
        let mut cells = vec![
            row.theorem.to_owned(),
            row.parameters.clone(),
            row.width.to_string(),
            row.hidden_layers.to_string(),
        ];
        cells.extend(demands.layers().map(|demand| text(&demand.least)));
        cells.push(verdict(demands.layers()));
        table.add_row(cells);
    }
    report::line(table.right_aligned(2..8))?;
    report::line(format!(
        "least hidden layers in that width; -: the bound does not speak about such points (sign \
         patterns: not computed beyond {} points)",
        MOST_FOR_BLOCKS
    ))
}

fn verdict<const K: usize>(demands: [&Demand; K]) -> String {
    if demands.iter().all(|demand| demand.holds()) { String::new() } else { BROKEN.to_owned() }
}
