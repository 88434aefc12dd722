//! The profile of a network: width and bits of the longest weight, layer by layer. Floats have their
//! job here: drawing axes.

#![allow(clippy::disallowed_types, clippy::float_arithmetic)]

use std::ops::Range;

use anyhow::{Result, anyhow};
use network::{Affine, Network, Weight};
use plotters::prelude::*;

/// Drawn at four times the size, since the back end places text and lines on whole pixels.
const SCALE: u32 = 4;
const WIDTH: u32 = 760;
const HEIGHT: u32 = 520;
/// Ranges of layers that are told apart in a drawing.
const MOST_RANGES: usize = 380;

/// Consecutive affine maps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The first map and one after the last; map i makes layer i + 1, and the last map the output.
    pub maps: Range<usize>,
    /// Fewest neurons of a layer, and most.
    pub width: (usize, usize),
    /// Bits of the longest weight or bias.
    pub bits: u64,
    /// Non-zero weights.
    pub edges: usize,
}

/// The maps of a network in at most so many stretches of equal length.
pub fn stretches(network: &Network, most: usize) -> Vec<Stretch> {
    let maps: Vec<&Affine> = network.maps().collect();
    let length = maps.len().div_ceil(most.max(1));
    (maps.chunks(length.max(1)).enumerate())
        .map(|(index, maps)| {
            let (first, widths) = (index * length, maps.iter().map(|map| map.rows()));
            let all = maps.iter().flat_map(|map| map.weights().iter().chain(map.biases()));
            Stretch {
                maps: first..first + maps.len(),
                width: (widths.clone().min().unwrap_or(0), widths.max().unwrap_or(0)),
                bits: all.map(Weight::bits).max().unwrap_or(0),
                edges: maps.iter().map(|map| map.edges()).sum(),
            }
        })
        .collect()
}

/// Width and bits against depth as SVG text, the same for the same network.
///
/// # Errors
///
/// If the back end cannot draw.
pub fn profile(network: &Network) -> Result<String> {
    let stretches = stretches(network, MOST_RANGES);
    let mut svg = String::new();
    draw(&mut svg, &stretches).map_err(|error| anyhow!("cannot draw the profile: {error}"))?;
    // The outer size is that of a page; the drawing keeps its own units.
    let size = |scale: u32| format!("width=\"{}\" height=\"{}\"", WIDTH * scale, HEIGHT * scale);
    Ok(svg.replacen(&size(SCALE), &size(1), 1))
}

fn draw(svg: &mut String, stretches: &[Stretch]) -> Result<(), Box<dyn std::error::Error>> {
    let page = SVGBackend::with_string(svg, (WIDTH * SCALE, HEIGHT * SCALE)).into_drawing_area();
    page.fill(&WHITE)?;
    let (upper, lower) = page.split_vertically((HEIGHT - 20) / 2 * SCALE);
    let width = |stretch: &Stretch| stretch.width.1 as u64;
    panel(&upper, "neurons in a layer", "", RGBColor(31, 90, 166), stretches, width)?;
    let bits = |stretch: &Stretch| stretch.bits;
    let name = "bits of the longest weight";
    panel(&lower, name, "layer", RGBColor(200, 80, 20), stretches, bits)?;
    page.present()?;
    Ok(())
}

/// One quantity against depth, as steps.
fn panel(
    area: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>,
    name: &str,
    depth: &str,
    colour: RGBColor,
    stretches: &[Stretch],
    quantity: impl Fn(&Stretch) -> u64,
) -> Result<(), Box<dyn std::error::Error>> {
    let scaled = |size: u32| size * SCALE;
    let font = |size: u32| ("sans-serif", scaled(size)).into_font();
    let last = stretches.last().map_or(1, |stretch| stretch.maps.end) as f64;
    let most = stretches.iter().map(&quantity).max().unwrap_or(1).max(1) as f64;
    let mut chart = ChartBuilder::on(area)
        .margin(scaled(12))
        .margin_right(scaled(24))
        .x_label_area_size(scaled(if depth.is_empty() { 24 } else { 42 }))
        .y_label_area_size(scaled(76))
        .build_cartesian_2d(0.5..last + 0.5, 0.0..most * 1.08)?;
    chart
        .configure_mesh()
        .x_desc(depth)
        .y_desc(name)
        .disable_x_mesh()
        .label_style(font(12))
        .axis_desc_style(font(14))
        .x_label_formatter(&|value| whole(*value))
        .y_label_formatter(&|value| whole(*value))
        .light_line_style(TRANSPARENT)
        .bold_line_style(RGBColor(220, 220, 220).stroke_width(SCALE / 2))
        .draw()?;
    let steps: Vec<(f64, f64)> = (stretches.iter())
        .flat_map(|stretch| {
            let height = quantity(stretch) as f64;
            [(stretch.maps.start as f64 + 0.5, height), (stretch.maps.end as f64 + 0.5, height)]
        })
        .collect();
    let ends = [(last + 0.5, 0.0), (0.5, 0.0)];
    let area: Vec<(f64, f64)> = steps.iter().copied().chain(ends).collect();
    chart.draw_series([Polygon::new(area, colour.mix(0.15))])?;
    chart.draw_series(LineSeries::new(steps, colour.stroke_width(2 * SCALE)))?;
    Ok(())
}

/// An axis label: none between whole numbers.
fn whole(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value}") } else { String::new() }
}
