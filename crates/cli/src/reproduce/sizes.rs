//! All constructions on the same random points: how their edges grow with N, and at one N how they
//! trade width for depth and bits for edges. No statement of a paper; part of `reproduce all`.
//!
//! `docs/edges.svg` is a copy of its `edges.svg`.

use std::io::Write;

use anyhow::Result;
use clap::ValueEnum;
use lowerbounds::{Limits, Task};
use memorize::Profile;
use netfile::atomic;
use network::Counts;
use width_depth::Minimise;

use super::{Case, Context, data::Named, retrieval};
use crate::{
    args::{Theorem, Tuning, Width},
    built::Choice,
    plot::{GREY, Plot, Series, Style},
};

/// N = 2^4 .. 2^14, C = 2, d = 2.
const SIZES: std::ops::RangeInclusive<u32> = 4..=14;
/// Up to this N for constructions that take seconds beyond.
const SLOW: usize = 1 << 12;
/// The N at which trade-offs are drawn, 2^10.
const ONE: u32 = 10;

/// A construction with the parameters that it takes for N points.
struct Construction {
    name: String,
    choice: Box<dyn Fn(usize) -> Choice>,
    /// Takes long at the largest N.
    is_slow: bool,
}

impl Construction {
    fn new(name: &str, choice: impl Fn(usize) -> Choice + 'static) -> Self {
        let choice = Box::new(choice);
        let theorem = choice(4).theorem;
        let is_slow = matches!(
            theorem,
            Theorem::Thm51 | Theorem::Thm62 | Theorem::Baum1988 | Theorem::Bubeck2020
        );
        Self { name: name.to_owned(), choice, is_slow }
    }
}

/// A network of one of them.
struct Sample {
    points: u64,
    name: String,
    counts: Counts,
}

fn plain(theorem: Theorem, profile: Profile) -> Choice {
    Choice::new(theorem, Tuning::default(), profile)
}

/// Both ends of the ranges of L and B are Theorem 3.1, or a network per point.
fn middle(points: usize) -> Option<usize> {
    Some(points.isqrt().isqrt())
}

/// Every construction on the command line, in its usual form, and the other forms of some.
fn constructions() -> Vec<Construction> {
    let mut all = vec![
        Construction::new("Thm 3.1", |_| plain(Theorem::Thm31, Profile::Paper)),
        Construction::new("Thm 3.1, measured", |_| plain(Theorem::Thm31, Profile::Measured)),
        Construction::new("Thm 5.1, L = ⁴√N", |n| {
            let tuning = Tuning { depth_parameter: middle(n), ..Tuning::default() };
            Choice::new(Theorem::Thm51, tuning, Profile::Paper)
        }),
        Construction::new("Thm 6.2, B = ⁴√N", |n| {
            let tuning = Tuning { bits_parameter: middle(n), ..Tuning::default() };
            Choice::new(Theorem::Thm62, tuning, Profile::Paper)
        }),
        Construction::new("Thm 2.1", |_| plain(Theorem::Thm21, Profile::Paper)),
        Construction::new("retrieval, width 9", |_| plain(Theorem::Retrieval, Profile::Paper)),
        Construction::new("retrieval, width 3", |_| {
            let tuning = Tuning { width: Some(Width::Three), ..Tuning::default() };
            Choice::new(Theorem::Retrieval, tuning, Profile::Paper)
        }),
    ];
    all.extend(Theorem::value_variants().iter().filter_map(peer));
    all
}

/// A construction of another paper, which is named after its authors and their year.
fn peer(theorem: &Theorem) -> Option<Construction> {
    let value = theorem.to_possible_value()?;
    let (_, year) = value.get_name().split_at_checked(value.get_name().len().checked_sub(4)?)?;
    let year: u32 = year.parse().ok()?;
    let help = value.get_help()?.to_string();
    let (authors, _) = help.split_once(&year.to_string())?;
    let name = match authors.split(", ").collect::<Vec<_>>()[..] {
        [first, _, _, ..] => format!("{first} et al. {year}"),
        _ => format!("{authors}{year}"),
    };
    let theorem = *theorem;
    Some(Construction::new(&name, move |_| plain(theorem, Profile::Paper)))
}

pub fn run(context: &Context) -> Result<Vec<Case>> {
    let (mut cases, mut samples) = (Vec::new(), Vec::new());
    for log in SIZES {
        let named = retrieval::named("random", 1 << log, 2)?;
        for Construction { name, choice, is_slow } in constructions() {
            if is_slow && named.data.len() > SLOW {
                continue;
            }
            let case = case(&named, &name, &choice(named.data.len()))?;
            samples.extend(sample(&named, &case));
            cases.push(case);
        }
    }
    table(context, &samples)?;
    growth(context, &samples)?;

    let one = retrieval::named("random", 1 << ONE, 2)?;
    let mut at_one: Vec<Sample> =
        samples.into_iter().filter(|sample| sample.points == 1 << ONE).collect();
    for (name, choice) in trade_offs() {
        let case = case(&one, name, &choice)?;
        at_one.extend(sample(&one, &case));
        cases.push(case);
    }
    width_depth(context, &at_one)?;
    bits_edges(context, &at_one)?;
    Ok(cases)
}

/// A verified network. The claims of its theorem stand in the theorem's own section; here the labels.
fn case(named: &Named, name: &str, choice: &Choice) -> Result<Case> {
    let built = named.verified(choice)?;
    let mut case = named.case(name.to_owned(), built);
    case.claims.retain(|claim| claim.quantity == super::data::LABELS);
    Ok(case)
}

fn sample(named: &Named, case: &Case) -> Option<Sample> {
    let (points, name) = (named.data.len() as u64, case.setting.clone());
    Some(Sample { points, name, counts: case.counts.clone()? })
}

/// The networks between which Theorems 5.1, 6.2 and 2.1 let one choose, at one N.
fn trade_offs() -> Vec<(&'static str, Choice)> {
    let powers = |from: u32, to: u32| (from..=to).map(|k| 1_usize << k);
    let of = |theorem, tuning| Choice::new(theorem, tuning, Profile::Paper);
    let depth = powers(0, ONE / 2).map(|l| {
        let tuning = Tuning { depth_parameter: Some(l), ..Tuning::default() };
        (DEPTH_LIMITED, of(Theorem::Thm51, tuning))
    });
    let bits = powers(0, ONE / 2).map(|b| {
        let tuning = Tuning { bits_parameter: Some(b), ..Tuning::default() };
        (BIT_BOUNDED, of(Theorem::Thm62, tuning))
    });
    let width = powers(4, 9).map(|w| {
        let (max_width, minimise) = (Some(w as u64), Some(Minimise::Depth));
        (WIDTH_DEPTH, of(Theorem::Thm21, Tuning { max_width, minimise, ..Tuning::default() }))
    });
    depth.chain(bits).chain(width).collect()
}

const DEPTH_LIMITED: &str = "Thm 5.1, L = 1, 2, .., √N";
const BIT_BOUNDED: &str = "Thm 6.2, B = 1, 2, .., √N";
const WIDTH_DEPTH: &str = "Thm 2.1, W ≤ 16, .., 512";

fn task(points: u64) -> Result<Task> {
    Ok(Task::new(points, 2, 2)?)
}

fn table(context: &Context, samples: &[Sample]) -> Result<()> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    let header = ["N", "construction", "edges", "biases", "width", "depth", "bits", "total bits"];
    rows.write_record(header.into_iter().chain(["least edges, any network"]))?;
    for Sample { points, name, counts } in samples {
        let Counts { edges, biases, width, depth, bits, total_bits, .. } = counts;
        let least = lowerbounds::parameters(&task(*points)?, &Limits::default())?.edges();
        let numbers = [edges, biases, width, depth, bits, total_bits, &least];
        let numbers = numbers.map(u64::to_string);
        rows.write_record([points.to_string(), name.clone()].into_iter().chain(numbers))?;
    }
    let bytes = rows.into_inner()?;
    atomic::write(&context.out.join("sizes.csv"), |file| file.write_all(&bytes))?;
    Ok(())
}

/// Edges against N, for all of them.
fn growth(context: &Context, samples: &[Sample]) -> Result<()> {
    let mut series: Vec<Series> = (constructions().iter())
        .map(|construction| {
            let own = samples.iter().filter(|sample| sample.name == construction.name);
            let points = own.map(|sample| (sample.points, sample.counts.edges));
            Series::new(&construction.name, Style::Measured, points)
        })
        .collect();
    let sizes = SIZES.map(|log| 1 << log);
    let least = |n| Ok((n, lowerbounds::parameters(&task(n)?, &Limits::default())?.edges()));
    let least = sizes.map(least).collect::<Result<Vec<_>>>()?;
    series.push(Series::new("lower bound", Style::Bound, least).looking(GREY));
    let plot = Plot {
        title: "Edges of networks that memorize N random points",
        x: "N, number of points (2 classes, in the plane)",
        y: "edges (non-zero weights)",
    };
    context.picture(
        "edges.svg",
        "Edges against N for every construction, every network verified at all N points; four that take \
         long to build or to verify end at 4096. Dashed: with \
         fewer edges no network memorizes all labels, however long its weights. A slope of 1 is proportional to N, 1/2 to its root.",
        &plot.log_log_named(&series)?,
    )
}

/// All constructions at one N as points, and those that let one choose as curves.
fn scatter(samples: &[Sample], curves: &[&str], place: fn(&Counts) -> (u64, u64)) -> Vec<Series> {
    let of = |name: &str, style| {
        let own = samples.iter().filter(|sample| sample.name == name);
        Series::new(name, style, own.map(|sample| place(&sample.counts)))
    };
    // Constructions look the same in all pictures; curves like the construction that they vary.
    let all = constructions();
    let theorem = |name: &str| name.split(',').next().unwrap_or_default().to_owned();
    let look = |name: &str| {
        let same = |one: &Construction| theorem(&one.name) == theorem(name);
        all.iter().position(same).unwrap_or(GREY)
    };
    let curves = curves.iter().map(|name| of(name, Style::Measured).looking(look(name)));
    let plain = all.iter().enumerate().filter(|(_, one)| !one.name.contains('='));
    curves.chain(plain.map(|(look, one)| of(&one.name, Style::Points).looking(look))).collect()
}

fn width_depth(context: &Context, samples: &[Sample]) -> Result<()> {
    let series =
        scatter(samples, &[DEPTH_LIMITED, WIDTH_DEPTH], |counts| (counts.width, counts.depth));
    let plot = Plot {
        title: "Width against depth for N = 1024 points",
        x: "width (most neurons in a layer)",
        y: "depth (affine maps)",
    };
    context.picture(
        "width-depth.svg",
        "Networks for the same 1024 random points. Along a curve one theorem trades depth for width; a \
         straight line of slope -1 would keep their product.",
        &plot.log_log(&series)?,
    )
}

fn bits_edges(context: &Context, samples: &[Sample]) -> Result<()> {
    let mut series = scatter(samples, &[BIT_BOUNDED], |counts| (counts.edges, counts.bits));
    // The least bits for a number of edges, as the least edges for a number of bits.
    let task = task(1 << ONE)?;
    let least = (0..=12).map(|log| {
        let limits = Limits { bits: Some(1 << log), ..Limits::default() };
        Ok((lowerbounds::parameters(&task, &limits)?.edges(), 1_u64 << log))
    });
    let least = least.collect::<Result<Vec<_>>>()?;
    series.push(Series::new("lower bound", Style::Bound, least).looking(GREY));
    let plot = Plot {
        title: "Bits of a weight against edges for N = 1024 points",
        x: "edges (non-zero weights)",
        y: "bits of the longest weight",
    };
    context.picture(
        "bits-edges.svg",
        "Networks for the same 1024 random points. Labels need N bits in all, so few edges need long \
         weights: nothing that serves all labels lies left of the dashed line.",
        &plot.log_log(&series)?,
    )
}
