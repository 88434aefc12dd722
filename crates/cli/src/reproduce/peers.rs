//! The memorizing networks of earlier papers, on real and on synthetic data: every label, the counts
//! of their sources, and how their edges grow with N.

use std::io::Write;

use anyhow::Result;
use dataset::synthetic::{Recipe, Shape};
use drawing::{Look, Plot, Series, Style};
use memorelu::{Request, Statement};
use netfile::atomic;

use super::{Case, Context, data::Named};

/// Edges by N of one of them.
struct Curve {
    name: String,
    points: Vec<(u64, u64)>,
}

pub fn run(context: &Context) -> Result<Vec<Case>> {
    let real = [context.digits()?, context.iris()?].into_iter().map(Ok);
    let mut cases = Vec::new();
    // Edges by N for each peer.
    let peers: Vec<Request> = (Statement::building())
        .filter(|statement| statement.record.paper.is_peer)
        .filter_map(Request::of)
        .collect();
    let mut curves: Vec<Curve> =
        (peers.iter()).map(|peer| Curve { name: peer.to_string(), points: Vec::new() }).collect();
    for named in real.chain(sweep()) {
        let named = named?;
        let points = named.data.len();
        for (peer, curve) in peers.iter().zip(&mut curves) {
            let most = peer.memorizer().most_points(peer.values());
            if most.is_some_and(|most| points > most) {
                continue;
            }
            let case = named.case(peer.to_string(), named.verified(peer)?);
            if named.name.starts_with("random") {
                let edges = case.counts.as_ref().map_or(0, |counts| counts.edges);
                curve.points.push((points as u64, edges));
            }
            cases.push(case);
        }
    }
    write(context, &curves)?;
    let series = |(place, curve): (usize, Curve)| {
        Series::new(curve.name, Style::Measured, Look::Group(place), curve.points)
    };
    let curves: Vec<Series> = curves.into_iter().enumerate().map(series).collect();
    let plot = Plot {
        title: "Edges of earlier constructions, random points",
        x: "N, number of points (2 classes, in the plane)",
        y: "edges (non-zero weights)",
    };
    context.picture(
        "edges-points.svg",
        "Every network verified at all N points.",
        plot.log_log_named(&curves),
    )?;
    Ok(cases)
}

/// N = 2^4 .. 2^13 random points for the curves; clustered points, points on a line, in 8 dimensions and
/// with many classes.
fn sweep() -> impl Iterator<Item = Result<Named>> {
    let random = (4..=13).map(|log| ("random", 1 << log, 2, 2, Shape::Uniform));
    let others = [
        ("tight", 300, 1, 2, Shape::Tight),
        ("clustered", 300, 2, 10, Shape::Clustered),
        ("line", 300, 3, 10, Shape::Line),
        ("uniform", 300, 8, 10, Shape::Uniform),
        ("uniform", 300, 8, 300, Shape::Uniform),
    ];
    random.chain(others).map(|(kind, points, dimension, classes, shape)| {
        let seed = points as u64;
        let recipe = Recipe { points, dimension, classes, separation: 20, seed, shape };
        let name = format!("{kind} N={points} d={dimension} C={classes}");
        Ok(Named { name, data: recipe.dataset()? })
    })
}

/// The curves as a table.
fn write(context: &Context, curves: &[Curve]) -> Result<()> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["construction", "N", "edges"])?;
    for Curve { name, points } in curves {
        for (points, edges) in points {
            rows.write_record([name.clone(), points.to_string(), edges.to_string()])?;
        }
    }
    let bytes = rows.into_inner()?;
    atomic::write(&context.out.join("edges.csv"), |file| file.write_all(&bytes))?;
    Ok(())
}
