//! Retrieval on random, clustered, evenly spaced and real points: every label, every bound in terms of
//! the number of blocks, and how the edges grow with N.

use std::io::Write;

use anyhow::Result;
use claims::{Enclosure, spell};
use dataset::{
    Conflicts, Dataset, Labels,
    synthetic::{Recipe, Shape},
};
use drawing::{Look, Plot, Series, Style};
use netfile::atomic;
use rug::{Integer, Rational};

use super::{
    Case, Context,
    data::{Named, request},
};

/// The wide form.
pub fn wide(context: &Context) -> Result<Vec<Case>> {
    run(context, 9)
}

/// The form of width 3.
pub fn width_3(context: &Context) -> Result<Vec<Case>> {
    run(context, 3)
}

/// One network of the scaling law: random points, C = 2 or 10.
struct Sample {
    points: u64,
    classes: u64,
    edges: u64,
    least: u64,
}

fn run(context: &Context, width: u32) -> Result<Vec<Case>> {
    let request = request(&format!("retrieval --width {width}"));
    let mut cases = Vec::new();
    let mut samples = Vec::new();
    let real = [context.digits()?, context.iris()?].into_iter().map(Ok);
    for named in real.chain(synthetic(context.full)) {
        let named = named?;
        let (points, classes) = (named.data.len() as u64, named.data.classes() as u64);
        let built = named.verified(&request)?;
        let edges = built.network.counts().edges;
        let setting =
            format!("edges / sqrt(N log2 C) = {}", tenths(&ratio(edges, points, classes)));
        let case = named.case(setting, built);
        if named.name.starts_with("random") && classes <= 10 {
            let least = case.distance.as_ref().map_or(0, |distance| distance.least);
            samples.push(Sample { points, classes, edges, least });
        }
        cases.push(case);
    }
    table(context, &samples)?;
    draw(context, &samples, width)?;
    Ok(cases)
}

/// N = 2^6 .. 2^14 (and 10^5, 10^6), C = 2, 10 and N; random, clustered and evenly spaced points.
fn synthetic(full: bool) -> impl Iterator<Item = Result<Named>> {
    let large: &[usize] = if full { &[100_000, 1_000_000] } else { &[] };
    let sizes = (6..=14).map(|log| 1 << log).chain(large.iter().copied());
    sizes.flat_map(|points| {
        [2, 10, points].into_iter().filter(|classes| *classes <= 1 << 12).flat_map(move |classes| {
            ["random", "clustered", "evenly spaced"].map(|kind| named(kind, points, classes))
        })
    })
}

/// A synthetic set by its kind, N and C; d = 2.
pub fn named(kind: &str, points: usize, classes: usize) -> Result<Named> {
    let shape = if kind == "clustered" { Shape::Clustered } else { Shape::Uniform };
    let seed = points as u64 + classes as u64;
    let recipe = Recipe { points, dimension: 2, classes, separation: 20, seed, shape };
    let mut data = recipe.dataset()?;
    if kind == "evenly spaced" {
        // 0, 1, 2, ... with the random labels of the recipe
        let numerators = (0..points).map(Integer::from).collect();
        let labels = Labels::numbered(data.labels().iter().copied());
        data = Dataset::from_parts(1, Integer::from(1), numerators, labels, Conflicts::Reject)?;
    }
    Ok(Named { name: format!("{kind} N={points} C={classes}"), data })
}

/// `sqrt(N log2 C)`, rounded down.
fn root(points: u64, classes: u64) -> Rational {
    let bits = Enclosure::exact(classes).log2().map(|log| log * points);
    bits.map_or_else(Rational::new, |bits| bits.sqrt().lower().clone())
}

/// `edges / sqrt(N log2 C)`, rounded up.
fn ratio(edges: u64, points: u64, classes: u64) -> Rational {
    // There are two classes or more.
    Rational::from(edges) / root(points, classes)
}

/// A number with one decimal, cut off.
fn tenths(value: &Rational) -> String {
    spell::decimals(value, 1)
}

/// The least-squares fit `edges = a sqrt(N log2 C) + b`, in rational arithmetic.
fn fit(samples: &[Sample]) -> Option<(Rational, Rational)> {
    let count = Rational::from(samples.len());
    let (mut x, mut y, mut xx, mut xy) =
        (Rational::new(), Rational::new(), Rational::new(), Rational::new());
    for Sample { points, classes, edges, .. } in samples {
        let root = root(*points, *classes);
        xy += Rational::from(&root * *edges);
        xx += root.clone().square();
        x += root;
        y += *edges;
    }
    let spread = Rational::from(&count * &xx) - x.clone().square();
    if spread == 0 {
        return None;
    }
    let a = (Rational::from(&count * &xy) - Rational::from(&x * &y)) / spread;
    let b = (y - Rational::from(&a * &x)) / count;
    Some((a, b))
}

fn table(context: &Context, samples: &[Sample]) -> Result<()> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record([
        "N",
        "C",
        "edges",
        "edges / sqrt(N log2 C)",
        "least edges + biases",
        "2 N + d",
    ])?;
    for Sample { points, classes, edges, least } in samples {
        rows.write_record([
            points.to_string(),
            classes.to_string(),
            edges.to_string(),
            tenths(&ratio(*edges, *points, *classes)),
            least.to_string(),
            (2 * points + 2).to_string(),
        ])?;
    }
    let bytes = rows.into_inner()?;
    atomic::write(&context.out.join("scaling.csv"), |file| file.write_all(&bytes))?;
    if let Some((a, b)) = fit(samples) {
        let line = format!(
            "random points, C = 2 and 10: edges = {} sqrt(N log2 C) + {} fits best",
            tenths(&a),
            tenths(&b)
        );
        crate::report::line(&line)?;
        atomic::write(&context.out.join("fit.txt"), |file| writeln!(file, "{line}"))?;
    }
    Ok(())
}

/// Edges against N beside Theorem 3.1, Zhang et al. (2N + d) and the lower bound, for C = 2.
fn draw(context: &Context, samples: &[Sample], width: u32) -> Result<()> {
    let two = || samples.iter().filter(|sample| sample.classes == 2);
    let mut theorem = Vec::new();
    for sample in two().filter(|sample| sample.points <= 1 << 14) {
        let named = named("random", sample.points as usize, 2)?;
        let measured = super::data::request("thm3.1 --profile measured");
        theorem.push((sample.points, named.verified(&measured)?.network.counts().edges));
    }
    let name = format!("retrieval, width {width}");
    let zhang = two().map(|s| (s.points, 2 * s.points + 2));
    let least = two().map(|s| (s.points, s.least));
    let series = [
        Series::new(&*name, Style::Measured, Look::Group(0), two().map(|s| (s.points, s.edges))),
        Series::new("Theorem 3.1, measured", Style::Measured, Look::Group(1), theorem),
        Series::new("Zhang et al.: 2N + d", Style::Bound, Look::Group(2), zhang),
        Series::new("lower bound", Style::Bound, Look::Neutral, least),
    ];
    let plot = Plot {
        title: "Edges against N, random points, two classes",
        x: "N, number of points",
        y: "edges (non-zero weights)",
    };
    context.picture(
        "edges-points.svg",
        "Every network verified at all N points. The lower bound is one on edges + biases of any network \
         that serves all labels.",
        plot.log_log(&series),
    )
}
