//! All constructions on the same random points: how their edges grow with N, and at one N how they
//! trade width for depth and bits for edges. No statement of a paper; part of `reproduce all`.
//!
//! `docs/edges.svg` is a copy of its `edges.svg`; a test draws it again from the numbers in it.

use std::{io::Write, ops::RangeInclusive};

use anyhow::Result;
use drawing::{Look, Markup, Plot, Series, Style};
use lowerbounds::{Limits, Task};
use memorelu::{HEADLINE, Request, Statement};
use netfile::atomic;
use network::Counts;

use super::{
    Case, Context,
    data::{Named, request},
    retrieval,
};

/// N = 2^4 .. 2^14, C = 2, d = 2.
const SIZES: RangeInclusive<u32> = 4..=14;
/// Up to this N for constructions that take seconds beyond.
const SLOW: usize = 1 << 12;
/// The N at which trade-offs are drawn, 2^10.
const ONE: u32 = 10;

/// A construction with its name in the pictures.
struct Construction {
    name: String,
    request: Request,
    /// Its parameter is in the middle of a range, whose both ends are Theorem 3.1, or a network per
    /// point; not drawn where the whole range is.
    is_of_a_range: bool,
}

impl Construction {
    /// Takes long for so many points.
    fn is_slow(&self, points: usize) -> bool {
        let most = self.request.memorizer().most_points(self.request.values());
        (self.is_of_a_range && points > SLOW) || most.is_some_and(|most| points > most)
    }
}

/// The networks of one construction, by N.
type Samples = Vec<(u64, Counts)>;

/// Every construction in its usual form, and the other forms of some.
fn constructions() -> Vec<Construction> {
    let own = [
        ("Thm 3.1", "thm3.1", false),
        ("Thm 3.1, measured", "thm3.1 --profile measured", false),
        ("Thm 5.1, L = ⁴√N", "thm5.1", true),
        ("Thm 6.2, B = ⁴√N", "thm6.2", true),
        ("Thm 2.1", "thm2.1", false),
        ("retrieval, width 9", "retrieval", false),
        ("retrieval, width 3", "retrieval --width 3", false),
    ];
    let own = own.map(|(name, text, is_of_a_range)| Construction {
        name: name.to_owned(),
        request: request(text),
        is_of_a_range,
    });
    let peers = Statement::building().filter(|statement| statement.record.paper.is_peer);
    let peers = peers.map(|statement| Construction {
        name: statement.record.paper.short.to_owned(),
        request: request(statement.command()),
        is_of_a_range: false,
    });
    own.into_iter().chain(peers).collect()
}

pub fn run(context: &Context) -> Result<Vec<Case>> {
    let all = constructions();
    let mut cases = Vec::new();
    let mut samples: Vec<Samples> = all.iter().map(|_| Vec::new()).collect();
    for log in SIZES {
        let named = retrieval::named("random", 1 << log, 2)?;
        let points = named.data.len();
        for (construction, samples) in all.iter().zip(&mut samples) {
            if construction.is_slow(points) {
                continue;
            }
            let (case, counts) = build(&named, &construction.name, &construction.request)?;
            samples.push((points as u64, counts));
            cases.push(case);
        }
    }
    let names: Vec<&str> = all.iter().map(|construction| &*construction.name).collect();
    table(context, &names, &samples)?;
    let edges: Vec<Vec<(u64, u64)>> = (samples.iter())
        .map(|samples| samples.iter().map(|(points, counts)| (*points, counts.edges)).collect())
        .collect();
    context.picture(
        "edges.svg",
        "Edges against N for every construction, every network verified at all N points; four that take \
         long to build or to verify end at 4096. Dashed: with \
         fewer edges no network memorizes all labels, however long its weights. A slope of 1 is proportional to N, 1/2 to its root.",
        growth(&names, &edges)?,
    )?;

    let one = retrieval::named("random", 1 << ONE, 2)?;
    let [mut depth, mut bits, mut width] = trade_offs();
    for trade_off in [&mut depth, &mut bits, &mut width] {
        for request in &trade_off.requests {
            let (case, counts) = build(&one, trade_off.name, request)?;
            trade_off.counts.push(counts);
            cases.push(case);
        }
    }
    width_depth(context, &scatter(&all, &samples, &[depth, width], |c| (c.width, c.depth)))?;
    bits_edges(context, scatter(&all, &samples, &[bits], |c| (c.edges, c.bits)))?;
    Ok(cases)
}

/// A verified network. The claims of its theorem stand in the theorem's own section; here the labels.
fn build(named: &Named, name: &str, request: &Request) -> Result<(Case, Counts)> {
    let built = named.verified(request)?;
    let counts = built.network.counts();
    let mut case = named.case(name.to_owned(), built);
    case.claims.retain(|claim| claim.quantity == HEADLINE);
    Ok((case, counts))
}

/// The networks between which a theorem lets one choose, at one N.
struct TradeOff {
    name: &'static str,
    theorem: &'static str,
    requests: Vec<Request>,
    counts: Vec<Counts>,
}

/// Those of Theorems 5.1, 6.2 and 2.1.
fn trade_offs() -> [TradeOff; 3] {
    let of = |name, theorem, logs: RangeInclusive<u32>, options: &dyn Fn(u32) -> String| TradeOff {
        name,
        theorem,
        requests: logs.map(|k| request(&format!("{theorem} {}", options(1 << k)))).collect(),
        counts: Vec::new(),
    };
    [
        of("Thm 5.1, L = 1, 2, .., √N", "thm5.1", 0..=ONE / 2, &|l| {
            format!("--depth-parameter {l}")
        }),
        of("Thm 6.2, B = 1, 2, .., √N", "thm6.2", 0..=ONE / 2, &|b| {
            format!("--bits-parameter {b}")
        }),
        of("Thm 2.1, W ≤ 16, .., 512", "thm2.1", 4..=9, &|w| {
            format!("--max-width {w} --minimise depth")
        }),
    ]
}

fn task(points: u64) -> Result<Task> {
    Ok(Task::new(points, 2, 2)?)
}

fn table(context: &Context, names: &[&str], samples: &[Samples]) -> Result<()> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    let header = ["N", "construction", "edges", "biases", "width", "depth", "bits", "total bits"];
    rows.write_record(header.into_iter().chain(["least edges, any network"]))?;
    for (name, samples) in names.iter().zip(samples) {
        for (points, counts) in samples {
            let Counts { edges, biases, width, depth, bits, total_bits, .. } = counts;
            let least = lowerbounds::parameters(&task(*points)?, &Limits::default())?.edges();
            let numbers = [edges, biases, width, depth, bits, total_bits, &least];
            let numbers = numbers.map(u64::to_string);
            rows.write_record([points.to_string(), (*name).to_owned()].into_iter().chain(numbers))?;
        }
    }
    let bytes = rows.into_inner()?;
    atomic::write(&context.out.join("sizes.csv"), |file| file.write_all(&bytes))?;
    Ok(())
}

/// Edges against N, for all of them.
fn growth(names: &[&str], edges: &[Vec<(u64, u64)>]) -> Result<Markup> {
    let mut series: Vec<Series> = (names.iter().zip(edges).enumerate())
        .map(|(place, (name, points))| {
            Series::new(*name, Style::Measured, Look::Group(place), points.iter().copied())
        })
        .collect();
    let sizes = SIZES.map(|log| 1 << log);
    let least = |n| Ok((n, lowerbounds::parameters(&task(n)?, &Limits::default())?.edges()));
    let least = sizes.map(least).collect::<Result<Vec<_>>>()?;
    series.push(Series::new("lower bound", Style::Bound, Look::Neutral, least));
    let plot = Plot {
        title: "Edges of networks that memorize N random points",
        x: "N, number of points (2 classes, in the plane)",
        y: "edges (non-zero weights)",
    };
    Ok(plot.log_log_named(&series))
}

/// All constructions at one N as points, and those that let one choose as curves, which look like the
/// construction that they vary.
fn scatter(
    all: &[Construction],
    samples: &[Samples],
    trade_offs: &[TradeOff],
    place: fn(&Counts) -> (u64, u64),
) -> Vec<Series> {
    let curve = |curve: &TradeOff| {
        let varied = all.iter().position(|one| one.request.statement().command() == curve.theorem);
        let look = varied.map_or(Look::Neutral, Look::Group);
        Series::new(curve.name, Style::Measured, look, curve.counts.iter().map(place))
    };
    let plain = all.iter().zip(samples).enumerate().filter(|(_, (one, _))| !one.is_of_a_range);
    let plain = plain.map(|(number, (one, samples))| {
        let at_one = samples.iter().filter(|(points, _)| *points == 1 << ONE);
        let points = at_one.map(|(_, counts)| place(counts));
        Series::new(&*one.name, Style::Points, Look::Group(number), points)
    });
    trade_offs.iter().map(curve).chain(plain).collect()
}

fn width_depth(context: &Context, series: &[Series]) -> Result<()> {
    let plot = Plot {
        title: "Width against depth for N = 1024 points",
        x: "width (most neurons in a layer)",
        y: "depth (affine maps)",
    };
    context.picture(
        "width-depth.svg",
        "Networks for the same 1024 random points. Along a curve one theorem trades depth for width; a \
         straight line of slope -1 would keep their product.",
        plot.log_log(series),
    )
}

fn bits_edges(context: &Context, mut series: Vec<Series>) -> Result<()> {
    // The least bits for a number of edges, as the least edges for a number of bits.
    let task = task(1 << ONE)?;
    let least = (0..=12).map(|log| {
        let limits = Limits { bits: Some(1 << log), ..Limits::default() };
        Ok((lowerbounds::parameters(&task, &limits)?.edges(), 1_u64 << log))
    });
    let least = least.collect::<Result<Vec<_>>>()?;
    series.push(Series::new("lower bound", Style::Bound, Look::Neutral, least));
    let plot = Plot {
        title: "Bits of a weight against edges for N = 1024 points",
        x: "edges (non-zero weights)",
        y: "bits of the longest weight",
    };
    context.picture(
        "bits-edges.svg",
        "Networks for the same 1024 random points. Labels need N bits in all, so few edges need long \
         weights: nothing that serves all labels lies left of the dashed line.",
        plot.log_log(&series),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use roxmltree::{Document, Node};

    /// The numbers of the picture in the README make that picture; the small ones are built again.
    #[test]
    fn the_picture_in_the_readme_is_what_is_drawn() {
        let svg = include_str!("../../../../docs/edges.svg");
        let picture = Document::parse(svg).unwrap();
        let title = |node: &Node<'_, '_>| {
            let title = node.children().find(|child| child.has_tag_name("title"));
            title.and_then(|title| title.text()).unwrap().to_owned()
        };
        let all = constructions();
        let mut edges = Vec::new();
        let series = picture.descendants().filter(|node| node.attribute("class") == Some("series"));
        for (series, construction) in series.zip(&all) {
            assert_eq!(title(&series), construction.name);
            let markers = series.descendants().filter(|node| node.has_tag_name("path"));
            let numbers = markers.map(|marker| {
                let text = title(&marker);
                let (points, edges) = text.split_once(", ").unwrap();
                (points.parse::<u64>().unwrap(), edges.parse::<u64>().unwrap())
            });
            edges.push(numbers.collect::<Vec<_>>());
        }
        let names: Vec<&str> = all.iter().map(|construction| &*construction.name).collect();
        assert!(
            growth(&names, &edges).unwrap().into_string() == svg,
            "docs/edges.svg is not what is drawn"
        );

        for log in SIZES.take(4) {
            let named = retrieval::named("random", 1 << log, 2).unwrap();
            for (construction, edges) in all.iter().zip(&edges) {
                let points = named.data.len();
                let (_, counts) = build(&named, "", &construction.request).unwrap();
                assert!(
                    edges.contains(&(points as u64, counts.edges)),
                    "{} at N = {points}",
                    construction.name
                );
            }
        }
    }
}
