//! A network drawn neuron by neuron, for networks that are small enough to read.
//!
//! Layers follow each other from left to right; many of them from top to bottom, as a page scrolls.
//! A circle is a neuron and the number in it its bias; an edge is a weight, by its colour and dashes
//! positive or negative, with its number unless that is 1 or -1.

use ::network::{Affine, Network, Weight, text};
use claims::spell;
use maud::{Markup, html};
use thiserror::Error;

use crate::{
    palette::Look,
    svg::{self, GREY, INK},
};

const POSITIVE: Look = Look::Group(0);
const NEGATIVE: Look = Look::Group(1);

/// A larger network is not readable neuron by neuron.
const MOST_IN_A_LAYER: usize = 16;
const MOST_LAYERS: usize = 60;
const MOST_EDGES: usize = 800;
/// More layers than this go from top to bottom.
const MOST_ACROSS: usize = 7;

/// All lengths are in the units of the view box, about a pixel each.
const RADIUS: i32 = 16;
/// From neuron to neuron within a layer.
const STEP: i32 = 58;
const MARGIN: i32 = 34;
/// Room for what the picture says about itself: a line of text.
const LINE: i32 = 18;

/// Inputs, neurons of each hidden layer, outputs.
fn layers(network: &Network) -> Vec<usize> {
    [network.inputs()].into_iter().chain(network.maps().map(Affine::rows)).collect()
}

/// Neurons of the largest layer, affine maps and edges.
fn sizes(network: &Network) -> [usize; 3] {
    let widest = layers(network).into_iter().max().unwrap_or(0);
    [widest, network.hidden_layers() + 1, network.maps().map(Affine::edges).sum()]
}

/// Is the network small enough to be drawn neuron by neuron?
pub fn is_readable(network: &Network) -> bool {
    let [widest, maps, edges] = sizes(network);
    widest <= MOST_IN_A_LAYER && maps <= MOST_LAYERS && edges <= MOST_EDGES
}

/// A network that is too large to be drawn neuron by neuron.
#[derive(Debug, Error)]
#[error(
    "too large to draw neuron by neuron: {widest} in a layer, {maps} affine maps and {edges} edges, where \
     at most {MOST_IN_A_LAYER}, {MOST_LAYERS} and {MOST_EDGES} are readable"
)]
pub struct TooLarge {
    widest: usize,
    maps: usize,
    edges: usize,
}

/// The network, neuron by neuron, the same for the same network.
///
/// # Errors
///
/// A network that is too large to read: more than 16 neurons in a layer, 60 affine maps or 800 edges.
pub fn network(network: &Network) -> Result<Markup, TooLarge> {
    let [widest, maps, edges] = sizes(network);
    if !is_readable(network) {
        return Err(TooLarge { widest, maps, edges });
    }
    Ok(Drawing::new(network, layers(network), widest).svg())
}

/// A point of the drawing.
type Point = (i32, i32);

struct Drawing<'a> {
    network: &'a Network,
    /// Inputs, neurons of each hidden layer, outputs.
    layers: Vec<usize>,
    widest: i32,
    /// From left to right?
    across: bool,
    /// Where each layer stands, along the depth.
    places: Vec<i32>,
}

/// A number beside an edge.
struct Label {
    text: String,
    at: Point,
    positive: bool,
}

impl<'a> Drawing<'a> {
    fn new(network: &'a Network, layers: Vec<usize>, widest: usize) -> Self {
        let across = layers.len() <= MOST_ACROSS + 1;
        let mut places = vec![MARGIN + if across { 0 } else { LINE }];
        for map in network.maps() {
            let labels = map.weights().iter().filter(|weight| !is_unit(weight)).count() as i32;
            let edges = map.edges() as i32;
            // Room for numbers, and for edges that are not too flat.
            let gap = if across {
                (70 + 8 * labels + edges).clamp(90, 230)
            } else {
                (52 + 6 * labels + edges).clamp(64, 170)
            };
            places.push(places.last().map_or(0, |place| place + gap));
        }
        Self { network, layers, widest: widest as i32, across, places }
    }

    /// Where a neuron stands; layer 0 has the inputs.
    fn neuron(&self, layer: usize, number: usize) -> Point {
        let size = self.layers.get(layer).map_or(0, |size| *size as i32);
        let first = MARGIN + (self.widest - size) * STEP / 2;
        let beside = first + number as i32 * STEP;
        let along = self.places.get(layer).copied().unwrap_or(0);
        if self.across { (along, beside + LINE) } else { (beside + 40, along) }
    }

    /// Width and height.
    fn size(&self) -> Point {
        let along = self.places.last().copied().unwrap_or(0) + MARGIN;
        let beside = 2 * MARGIN + (self.widest - 1) * STEP;
        let notes = 4 * LINE;
        if self.across {
            (along.max(380), beside + LINE + notes)
        } else {
            ((beside + 40).max(380), along + notes)
        }
    }

    fn svg(&self) -> Markup {
        let (width, height) = self.size();
        let counts = self.network.counts();
        let sizes = format!(
            "{} hidden layers, width {}, {} edges, {} bits at most",
            counts.hidden_layers, counts.width, counts.edges, counts.bits
        );
        let content = html! {
            g font-size="11" {
                @for layer in 0..self.layers.len() { (self.heading(layer)) }
                g class="edges" stroke-width="1.3" fill="none" {
                    @for (map, affine) in self.network.maps().enumerate() {
                        (self.edges(map, affine))
                    }
                }
                g class="neurons" stroke=(INK) fill="white" text-anchor="middle" {
                    @for layer in 0..self.layers.len() {
                        @for number in 0..self.layers[layer] { (self.circle(layer, number)) }
                    }
                }
                g class="weights" font-size="10" text-anchor="middle" {
                    @for label in self.labels() { (label.svg()) }
                }
                (legend(height, &sizes))
            }
        };
        let title = "A ReLU network, neuron by neuron";
        svg::picture((width.into(), height.into()), title, &format!("{sizes}."), &content)
    }

    fn heading(&self, layer: usize) -> Markup {
        let name = match layer {
            0 => "inputs".to_owned(),
            last if last + 1 == self.layers.len() => "output".to_owned(),
            _ => layer.to_string(),
        };
        let along = self.places.get(layer).copied().unwrap_or(0);
        let (x, y, anchor) =
            if self.across { (along, 14, "middle") } else { (6, along + 4, "start") };
        html! { text x=(x) y=(y) text-anchor=(anchor) fill="#777" { (name) } }
    }

    fn edges(&self, map: usize, affine: &Affine) -> Markup {
        html! {
            @for (row, entries) in affine.iter().enumerate() {
                @for (column, weight) in entries.terms() {
                    @let (x1, y1) = self.neuron(map, column);
                    @let (x2, y2) = self.neuron(map + 1, row);
                    @let positive = weight.sign().is_gt();
                    line x1=(x1) y1=(y1) x2=(x2) y2=(y2)
                        stroke=(if positive { POSITIVE } else { NEGATIVE }.colour())
                        stroke-dasharray=[(!positive).then_some("5 3")] {
                        title { (exact(weight)) }
                    }
                }
            }
        }
    }

    fn circle(&self, layer: usize, number: usize) -> Markup {
        let (x, y) = self.neuron(layer, number);
        let row = layer.checked_sub(1).and_then(|map| self.network.maps().nth(map)?.row(number));
        let text = match row {
            None => format!("x{}", spell::subscript(number + 1)),
            Some(row) if row.bias.is_zero() => String::new(),
            Some(row) => short(row.bias),
        };
        let exact = row.map(|row| exact(row.bias));
        // Inputs and outputs are no ReLUs.
        let relu = layer > 0 && layer + 1 < self.layers.len();
        let size = match text.chars().count() {
            0..=3 => "11",
            4 => "9",
            _ => "7",
        };
        html! {
            circle cx=(x) cy=(y) r=(RADIUS) stroke-width=(if relu { "1.6" } else { "0.8" })
                fill=[(!relu).then_some("#f0f0f0")] {
                @if let Some(exact) = exact { title { "bias " (exact) } }
            }
            @if !text.is_empty() {
                text x=(x) y=(y + 4) font-size=(size) fill=(INK) stroke="none" { (text) }
            }
        }
    }

    /// The numbers beside edges, each where it hides least.
    fn labels(&self) -> Vec<Label> {
        let mut labels: Vec<Label> = Vec::new();
        for (map, affine) in self.network.maps().enumerate() {
            let ends =
                |row: usize, column: usize| (self.neuron(map, column), self.neuron(map + 1, row));
            let all: Vec<(Point, Point)> = (affine.iter().enumerate())
                .flat_map(|(row, entries)| {
                    entries.terms().map(move |(column, _)| ends(row, column))
                })
                .collect();
            let first = labels.len();
            let weights = affine.iter().flat_map(|row| row.terms().map(|(_, weight)| weight));
            for (edge, weight) in all.iter().zip(weights).filter(|(_, weight)| !is_unit(weight)) {
                let text = short(weight);
                let half = 3 * text.chars().count() as i32 + 2;
                let at = place(*edge, half, &all, &labels[first..]);
                labels.push(Label { text, at, positive: weight.sign().is_gt() });
            }
        }
        labels
    }
}

/// What the signs mean, and the sizes of the network, in the lowest part of the picture.
fn legend(height: i32, sizes: &str) -> Markup {
    let top = height - 3 * LINE + 2;
    let sample = |x: i32, look: Look, dashes: Option<&str>| {
        html! {
            line x1=(x) y1=(top - 4) x2=(x + 26) y2=(top - 4) stroke=(look.colour())
                stroke-width="1.6" stroke-dasharray=[dashes] {}
        }
    };
    html! {
        g fill=(GREY) {
            (sample(8, POSITIVE, None))
            text x="40" y=(top) { "positive weight" }
            (sample(140, NEGATIVE, Some("5 3")))
            text x="172" y=(top) { "negative weight; no number: 1 or −1" }
            text x="8" y=(top + LINE) { "circle: a neuron, relu(weights · values + the bias in it)" }
            text x="8" y=(top + 2 * LINE) { (sizes) }
        }
    }
}

impl Label {
    fn svg(&self) -> Markup {
        let (x, y) = self.at;
        let colour = if self.positive { POSITIVE } else { NEGATIVE }.colour();
        let half = self.half();
        html! {
            rect x=(x - half) y=(y - 6) width=(2 * half) height="12" rx="3" fill="white" {}
            text x=(x) y=(y + 4) fill=(colour) { (self.text) }
        }
    }

    fn half(&self) -> i32 {
        3 * self.text.chars().count() as i32 + 2
    }
}

/// Where on its edge a label of this half width stands: not on another label, and on few other edges.
fn place(edge: (Point, Point), half: i32, edges: &[(Point, Point)], labels: &[Label]) -> Point {
    const PARTS: i32 = 24;
    let ((x1, y1), (x2, y2)) = edge;
    let at = |part: i32| (x1 + (x2 - x1) * part / PARTS, y1 + (y2 - y1) * part / PARTS);
    let cost = |part: &i32| {
        let (x, y) = at(*part);
        let hidden = labels
            .iter()
            .filter(|label| {
                (label.at.0 - x).abs() < half + label.half() && (label.at.1 - y).abs() < 13
            })
            .count() as i32;
        let crossed =
            edges.iter().filter(|other| **other != edge && crosses(**other, (x, y), half));
        1000 * hidden + 20 * crossed.count() as i32 + (part - PARTS / 2).abs()
    };
    // Labels stay clear of the circles at both ends.
    at((5..=19).min_by_key(cost).unwrap_or(PARTS / 2))
}

/// Does a line pass through the box around a label?
fn crosses(((x1, y1), (x2, y2)): (Point, Point), (x, y): Point, half: i32) -> bool {
    const TALL: i32 = 9;
    let half = half + 4;
    let (dx, dy) = (i64::from(x2 - x1), i64::from(y2 - y1));
    let side = |(a, b): Point| (dx * i64::from(b - y1) - dy * i64::from(a - x1)).signum();
    let corners = [(-half, -TALL), (half, -TALL), (half, TALL), (-half, TALL)];
    let sides = corners.map(|(a, b)| side((x + a, y + b)));
    let beyond = x1.max(x2) < x - half
        || x1.min(x2) > x + half
        || y1.max(y2) < y - TALL
        || y1.min(y2) > y + TALL;
    !(beyond || sides.iter().all(|side| *side > 0) || sides.iter().all(|side| *side < 0))
}

/// A number in full, for whoever points at it; a very long one by its size.
fn exact(weight: &Weight) -> String {
    match weight.bits() {
        0..=4096 => text::encode(weight),
        bits => format!("{bits} bits"),
    }
}

fn is_unit(weight: &Weight) -> bool {
    matches!(weight.as_dyadic(), Some((1 | -1, 0)))
}

/// A number in a few characters: in full, as a power of two, or as its number of bits.
fn short(weight: &Weight) -> String {
    const MOST: usize = 5;
    let text = match weight.as_dyadic() {
        Some((mantissa, exponent)) => spell::dyadic(mantissa, exponent, MOST),
        None => spell::few(&weight.to_rational(), MOST),
    };
    let sign = if weight.sign().is_lt() { "−" } else { "" };
    text.unwrap_or_else(|| format!("{sign}{} bits", weight.bits()))
}
