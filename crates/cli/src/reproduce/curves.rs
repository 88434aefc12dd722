//! Small networks as functions, drawn from the networks themselves by exact evaluation.

use anyhow::Result;
use bitextract::{lemma_a5, lemma_a7, lemma_a8};
use drawing::{Look, Markup, Panel, Plot, Series, Style};
use encoding::{
    lemma_a4, lemma_a6,
    strings::{Segments, block_strings},
};
use memorize::line;
use network::{Affine, Form, Network};
use projection::Separated;
use rug::{Integer, Rational};

use super::Context;
use crate::check;

/// Colour of a function.
const CURVE: Look = Look::Group(0);
/// Bits of the numbers on the axis of Lemma A.7's picture.
const BITS: u32 = 4;

/// The triangle functions of Lemma A.7, and the bits that they tell.
pub fn triangles(context: &Context) -> Result<()> {
    // Kinks are at multiples of 1/16 of the axis, so that lines between 64ths are the function.
    let steps = 1 << (BITS + 2);
    let places: Vec<[Rational; 1]> =
        (0..=steps).map(|k| [Rational::from((k, 4)) - Rational::from((1, 2))]).collect();
    let numbers: Vec<[Rational; 1]> = (0..1 << BITS).map(|x| [Rational::from(x)]).collect();
    let panel = |bit: u32| -> Result<Panel> {
        let network = lemma_a7::arguments(BITS)?.then(lemma_a7::read_bits(BITS, 1, bit)?)?;
        let at = |places: &[[Rational; 1]]| -> Result<Vec<(Rational, Vec<Rational>)>> {
            let values = check::outputs_at(&network, places.iter().map(|x| x.as_slice()))?;
            Ok(places.iter().map(|[x]| x.clone()).zip(values).collect())
        };
        let curve = at(&places)?.into_iter().map(|(x, values)| (x, values[1].clone()));
        let dots = at(&numbers)?;
        // The last of the bits read so far.
        let with = |wanted: bool| {
            let told = dots.iter().filter(move |(_, values)| values[2].numer().is_odd() == wanted);
            told.map(|(x, values)| (x.clone(), values[1].clone()))
        };
        let times = ["once", "twice", "three times", "four times"];
        let title = format!("bit {bit}: the triangle function {}", times[bit as usize - 1]);
        let series = vec![
            Series::new("", Style::Line, CURVE, curve),
            Series::new("the network reads 1", Style::Points, Look::Group(1), with(true)),
            Series::new("it reads 0", Style::Rings, Look::Group(5), with(false)),
        ];
        Ok(Panel { title, series })
    };
    let panels = (1..=BITS).map(panel).collect::<Result<Vec<_>>>()?;
    let plot = Plot {
        title: "How triangles read the bits of 0 to 15",
        x: "x, the number whose bits are read",
        y: "",
    };
    context.picture(
        "triangles.svg",
        "An output of the network of Lemma A.7 at every x: the triangle function iterated once for \
         each bit. Where the row falls, the bit is 1; bit 1 is the highest, 8.",
        plot.panels(&panels),
    )
}

/// The indicator of Lemma A.6 for [3, 7], as a function and as a network.
pub fn indicator(context: &Context) -> Result<()> {
    let network = lemma_a6::indicator(&Integer::from(3), &Integer::from(7))?;
    let points: Vec<[Rational; 1]> = (0..=40).map(|x| [Rational::from((x, 4))]).collect();
    context.picture(
        "indicator.svg",
        "The network of Lemma A.6 for a = 3 and b = 7, evaluated exactly: 1 on [3, 7], 0 beyond the collars.",
        function("Lemma A.6: the indicator of [3, 7]", "x", &network, &points)?,
    )?;
    context.picture(
        "network.svg",
        "The same network, drawn neuron by neuron.",
        drawing::network(&network)?,
    )
}

/// The indicator of Lemma A.8 for y = 4, as a function and as a network.
pub fn interval(context: &Context) -> Result<()> {
    let network = lemma_a8::interval_indicator()?;
    let fixed = Affine::new(1, [Form::input(0), Form::constant(4)])?;
    let fixed = Network::affine(fixed).then(network.clone())?;
    let points: Vec<[Rational; 1]> = (8..=28).map(|x| [Rational::from((x, 4))]).collect();
    context.picture(
        "indicator.svg",
        "The network of Lemma A.8 at y = 4, evaluated exactly: 1 on [y, y + 1], 0 beyond the collars.",
        function("Lemma A.8: does x lie in [y, y + 1]? Here y = 4", "x", &fixed, &points)?,
    )?;
    context.picture(
        "network.svg",
        "The network, drawn neuron by neuron.",
        drawing::network(&network)?,
    )
}

/// Points on the line and their labels in four classes, for the stages of Theorem 3.1.
const POINTS: [(u32, u32); 12] = [
    (1, 2),
    (4, 1),
    (6, 3),
    (10, 1),
    (12, 2),
    (15, 2),
    (19, 1),
    (21, 3),
    (23, 0),
    (27, 3),
    (30, 2),
    (32, 1),
];
/// Three of them make a block.
const SEGMENTS: Segments = Segments { per_block: 3, key_bits: 6, label_bits: 2 };

/// Stages II and III of Theorem 3.1 on twelve points of the line: what the blocks store, and the labels
/// that come out.
pub fn stages(context: &Context) -> Result<()> {
    let points = Separated::new(POINTS.map(|(x, _)| Rational::from(x)).to_vec())?;
    let labels = POINTS.map(|(_, label)| label);
    let lookup = lemma_a4::block_lookup(&block_strings(&points, &labels, SEGMENTS)?)?;
    let whole = lookup.clone().then(lemma_a5::segment_lookup(line::shape(SEGMENTS))?)?;
    // Every eighth: between these, where nothing is promised, the network does more than is drawn.
    let places: Vec<[Rational; 1]> = (0..=8 * 34).map(|k| [Rational::from((k, 8))]).collect();
    let curve = |network: &Network, output: usize| -> Result<Series> {
        let values = check::outputs_at(network, places.iter().map(|x| x.as_slice()))?;
        let points =
            places.iter().zip(values).map(|([x], values)| (x.clone(), values[output].clone()));
        Ok(Series::new("", Style::Line, CURVE, points.collect::<Vec<_>>()))
    };
    let panel = |title: &str, series| Panel { title: title.to_owned(), series };
    let label =
        Series::new("a point, at the height of its label", Style::Points, Look::Group(1), POINTS);
    let panels = [
        panel("Stage II: w, their labels in one number", vec![curve(&lookup, 1)?]),
        panel("Stage II: u, the three points of the block in one number", vec![curve(&lookup, 2)?]),
        panel(
            "Stage III: the part of w beside the part of u that is x",
            vec![curve(&whole, 0)?, label],
        ),
    ];
    let plot = Plot {
        title: "How Theorem 3.1 finds a label",
        x: "x, the number that Stage I makes of a point",
        y: "",
    };
    context.picture(
        "stages.svg",
        "Twelve points in four classes, in blocks of three. The network looks up the two numbers u and w of \
         the block in which x lies, reads u bit by bit until it meets x, and returns the label that stands \
         there in w. Every curve is the network itself at every eighth, evaluated exactly.",
        plot.panels(&panels),
    )
}

/// A network of one input, whose kinks are among these points, as a curve.
fn function(title: &str, x: &str, network: &Network, points: &[[Rational; 1]]) -> Result<Markup> {
    let values = check::outputs_at(network, points.iter().map(|point| point.as_slice()))?;
    let curve = points.iter().zip(values).map(|([x], value)| (x.clone(), value[0].clone()));
    let series = vec![Series::new("", Style::Line, CURVE, curve)];
    Ok(Plot { title, x, y: "" }.panels(&[Panel { title: "output".to_owned(), series }]))
}
