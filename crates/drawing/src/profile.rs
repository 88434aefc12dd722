//! Quantities along the depth of a network, layer by layer, as steps.

use maud::{Markup, html};

use crate::{
    axis::Axis,
    chart::{BELOW, Chart, NAMED_LEFT},
    palette::Look,
    svg::{self, at},
};

const WIDTH: f64 = 760.0;
/// Of one quantity.
const HEIGHT: f64 = 240.0;

/// A quantity along the depth.
#[derive(Debug, Clone)]
pub struct Quantity {
    /// Its name.
    pub name: String,
    /// Its value up to a layer, this layer included, from where the step before ends.
    pub steps: Vec<(usize, u64)>,
}

/// Quantities of the same layers, one below the other.
#[must_use]
pub fn profile(title: &str, quantities: &[Quantity]) -> Markup {
    let names: Vec<&str> = quantities.iter().map(|quantity| &*quantity.name).collect();
    let content = html! {
        @for (row, quantity) in quantities.iter().enumerate() {
            (steps(row, quantity, row + 1 == quantities.len()))
        }
    };
    let height = HEIGHT * quantities.len() as f64 + BELOW;
    let description = format!("Layer by layer: {}.", names.join(", "));
    svg::picture((WIDTH, height), title, &description, &content)
}

fn steps(row: usize, Quantity { name, steps }: &Quantity, is_last: bool) -> Markup {
    let last = steps.last().map_or(1, |(layer, _)| *layer) as f64;
    let most = steps.iter().map(|(_, value)| *value).max().unwrap_or(1).max(1) as f64;
    let top = HEIGHT * row as f64;
    let chart = Chart {
        left: NAMED_LEFT + 8.0,
        top: top + 16.0,
        right: WIDTH - 24.0,
        bottom: top + HEIGHT - 4.0,
        x: Axis::whole(0.5..last + 0.5, 8),
        y: Axis::whole(0.0..most * 1.08, 5),
    };
    let colour = Look::Group(row).colour();
    let place = |layer: usize, value: u64| {
        let (x, y) = chart.place((layer as f64 + 0.5, value as f64));
        format!("{},{}", at(x), at(y))
    };
    let mut line = Vec::new();
    let mut from = 0;
    for (layer, value) in steps {
        line.extend([place(from, *value), place(*layer, *value)]);
        from = *layer;
    }
    let line = line.join(" ");
    html! {
        (chart.rows(name)) (chart.columns(if is_last { "layer" } else { "" })) (chart.edges())
        polygon points={ (place(0, 0)) " " (line) " " (place(from, 0)) } fill=(colour) fill-opacity="0.15" {}
        polyline points=(line) fill="none" stroke=(colour) stroke-width="2" {}
    }
}
