//! Width against depth, seen: the networks of Theorem 2.1 for many S and T on one dataset, beside the
//! theorem's curve, the lower bound of Theorem 3.2, and the networks of Theorems 3.1 and 5.1.

use std::io::Write;

use anyhow::{Context as _, Result};
use claims::Claim;
use dataset::{Dataset, SeparationMethod};
use drawing::{Look, Plot, Series, Style};
use lowerbounds::{Separation, Task, theorem_3_2};
use memorelu::Request;
use netfile::atomic;
use rug::{Integer, Rational};
use width_depth::theorem_2_1;

use super::{
    Case, Context,
    data::{Named, request},
};

/// T, with the largest S for it: a small T makes networks of many edges.
const SWEPT: [(u32, usize); 4] = [(64, 64), (32, 64), (16, 64), (8, 1)];

/// Is the trade-off drawn on this dataset? N = 4096, d = 2, C = 2.
pub fn is_drawn(data: &Dataset) -> bool {
    (data.len(), data.dimension(), data.classes()) == (1 << 12, 2, 2)
}

/// Networks of one theorem.
struct Curve {
    name: String,
    style: Style,
    cases: Vec<Case>,
}

/// The networks of Theorem 2.1, each verified, as cases; all of them as table and drawing.
pub fn run(context: &Context, named: &Named) -> Result<Vec<Case>> {
    // The theorem is about [-1, 1], the diameter of the unit ball.
    let radius_squared = named.data.radius_squared().max(Rational::from(1));
    let square = named.data.separation(SeparationMethod::Auto)?.squared / radius_squared;
    let [points, classes, inputs] =
        [named.data.len(), named.data.classes(), named.data.dimension()].map(|n| n as u64);
    let lower = LowerBound {
        task: Task::new(points, classes, inputs)?,
        separation: Separation::from_square(square)?,
    };
    let curve = |name: &str, style, requests: Vec<(String, Request)>| -> Result<Curve> {
        let case = |(setting, request)| Ok(named.case(setting, named.verified(&request)?));
        let cases = requests.into_iter().map(case).collect::<Result<_>>()?;
        Ok(Curve { name: name.to_owned(), style, cases })
    };
    let powers = |from: usize, to: usize| {
        std::iter::successors(Some(from), |k| Some(k * 2)).take_while(move |k| *k <= to)
    };
    let mut curves = Vec::new();
    for (t, largest) in SWEPT {
        let blocks = |s: usize| {
            let text = format!("thm2.1 --block {s} --layers-per-read {t}");
            (format!("S = {s}, T = {t}"), request(&text))
        };
        let (range, style) = match largest {
            1 => ("1".to_owned(), Style::Points),
            _ => (format!("1, 2, 4, .., {largest}"), Style::Measured),
        };
        let name = format!("Theorem 2.1, T = {t}, S = {range}");
        let requests = powers(1, largest).map(blocks).collect();
        curves.push(curve(&name, style, requests)?);
    }
    let within = |width: usize| {
        let text = format!("thm2.1 --max-width {width} --minimise depth");
        (format!("fewest layers, width <= {width}"), request(&text))
    };
    let name = "Theorem 2.1, fewest layers for a given width";
    let requests = powers(16, 512).map(within).collect();
    curves.push(curve(name, Style::Measured, requests)?);
    let own = curves.len();

    let limited = |l: usize| {
        (format!("Theorem 5.1, L = {l}"), request(&format!("thm5.1 --depth-parameter {l}")))
    };
    let requests = powers(4, 32).map(limited).collect();
    curves.push(curve("Theorem 5.1, L = 4, 8, 16, 32", Style::Points, requests)?);
    // The same network as that of Theorem 5.1 for L = sqrt(N).
    let plain = vec![("Theorem 3.1".to_owned(), request("thm3.1"))];
    curves.push(curve("Theorem 3.1", Style::Points, plain)?);

    table(context, &curves, &lower)?;
    draw(context, named, &curves, &lower)?;
    Ok(curves.into_iter().take(own).flat_map(|curve| curve.cases).collect())
}

/// Theorem 3.2 for these points: the fewest hidden layers that are not ruled out.
struct LowerBound {
    task: Task,
    separation: Separation,
}

impl LowerBound {
    fn hidden_layers(&self, width: u64) -> Result<u64> {
        Ok(theorem_3_2::hidden_layers(&self.task, &self.separation, width)?)
    }
}

/// The claim of a case on a quantity, if it makes one.
fn claim<'a>(case: &'a Case, statement: &str, quantity: &str) -> Option<&'a Claim> {
    let is_it = |claim: &&Claim| (&*claim.statement, &*claim.quantity) == (statement, quantity);
    case.claims.iter().find(is_it)
}

fn table(context: &Context, curves: &[Curve], lower: &LowerBound) -> Result<()> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record([
        "network",
        "width",
        "stated width",
        "hidden layers",
        "stated hidden layers",
        "least hidden layers by theorem 3.2",
        "width^2 hidden layers^2",
        "stated width^2 hidden layers^2",
        "edges",
        "biases",
        "bits",
    ])?;
    for case in curves.iter().flat_map(|curve| &curve.cases) {
        let Some(counts) = &case.counts else { continue };
        let stated = |quantity: &str| {
            claim(case, theorem_2_1::ID, quantity).map_or(String::new(), Claim::bound_text)
        };
        let product = Integer::from(counts.width) * counts.hidden_layers;
        let least = lower.hidden_layers(counts.width)?;
        rows.write_record([
            case.setting.clone(),
            counts.width.to_string(),
            stated("width"),
            counts.hidden_layers.to_string(),
            stated("hidden layers"),
            least.to_string(),
            product.square().to_string(),
            stated("width^2 hidden_layers^2"),
            counts.edges.to_string(),
            counts.biases.to_string(),
            counts.bits.to_string(),
        ])?;
    }
    let bytes = rows.into_inner()?;
    atomic::write(&context.out.join("trade-off.csv"), |file| file.write_all(&bytes))?;
    Ok(())
}

fn draw(context: &Context, named: &Named, curves: &[Curve], lower: &LowerBound) -> Result<()> {
    let sizes = |case: &Case| case.counts.as_ref().map(|c| (c.width, c.hidden_layers));
    let points = |cases: &[Case]| cases.iter().filter_map(sizes).collect::<Vec<_>>();
    // All small widths, then powers of two.
    let widest = curves.iter().flat_map(|curve| points(&curve.cases)).map(|(width, _)| width).max();
    let doubled = std::iter::successors(Some(16), |w| Some(w * 2));
    let widths: Vec<u64> =
        (2..16).chain(doubled.take_while(|w| Some(*w) <= widest)).chain(widest).collect();

    // The theorem's own W^2 L^2, where it applies: at its largest T.
    let product = (curves.iter().flat_map(|curve| &curve.cases))
        .find_map(|case| claim(case, theorem_2_1::ID, "width^2 hidden_layers^2"))
        .context("no network satisfies the hypotheses of W^2 L^2")?;
    let root = product.bound.numer().clone().sqrt();
    // A straight line: two points are enough, where rounding does not show.
    let constant = |w: &u64| Some((*w, Integer::from(&root / *w).to_u64()?));
    let least = widths.iter().map(|w| Ok((*w, lower.hidden_layers(*w)?)));

    let mut series: Vec<Series> = (curves.iter().enumerate())
        .map(|(place, curve)| {
            Series::new(&curve.name, curve.style, Look::Group(place), points(&curve.cases))
        })
        .collect();
    series.push(Series::new(
        "Theorem 2.1, upper bound: W L = 116 sqrt(N (T + 3)), T = 64",
        Style::Bound,
        Look::Group(0),
        [4, 512].iter().filter_map(constant),
    ));
    series.push(Series::new(
        "Theorem 3.2, lower bound on L for all labels",
        Style::Bound,
        Look::Neutral,
        least.collect::<Result<Vec<_>>>()?,
    ));
    let title = format!("Width against depth, {}", named.name);
    let plot = Plot { title: &title, x: "width W", y: "hidden layers L" };
    context.picture(
        "trade-off.svg",
        "Networks of Theorem 2.1 for many S (points per block) and T (layers that read a number), each \
         verified, between what the theorem promises and what Theorem 3.2 demands.",
        plot.log_log(&series),
    )
}
