//! Plots as SVG. Floats have their job here: drawing axes.

#![allow(clippy::disallowed_types, clippy::float_arithmetic)]

use std::{io::Write, path::Path};

use anyhow::{Result, anyhow};
use plotters::prelude::*;

/// Drawn at four times the size, since the back end places text and lines on whole pixels.
const SCALE: u32 = 4;
const WIDTH: u32 = 760;
const HEIGHT: u32 = 480;

/// A curve or a set of points.
pub struct Series {
    pub name: String,
    pub points: Vec<(u64, u64)>,
    pub style: Style,
}

/// How a series is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Measured: a line with markers.
    Measured,
    /// A bound: a dashed line.
    Bound,
}

/// Writes a log-log plot. Zeros, which have no place on such axes, are left out.
pub fn log_log(path: &Path, title: &str, x: &str, y: &str, series: &[Series]) -> Result<()> {
    let mut svg = String::new();
    draw(&mut svg, title, x, y, series)
        .map_err(|error| anyhow!("cannot draw {title:?}: {error}"))?;
    // The outer size is that of a page; the drawing keeps its own units.
    let (big_width, big_height) = (WIDTH * SCALE, HEIGHT * SCALE);
    let svg = svg.replacen(
        &format!("width=\"{big_width}\" height=\"{big_height}\""),
        &format!("width=\"{WIDTH}\" height=\"{HEIGHT}\""),
        1,
    );
    network::atomic::write(path, |file| file.write_all(svg.as_bytes()))?;
    Ok(())
}

const COLOURS: [RGBColor; 6] = [
    RGBColor(31, 90, 166),
    RGBColor(200, 80, 20),
    RGBColor(30, 130, 76),
    RGBColor(140, 60, 150),
    RGBColor(90, 90, 90),
    RGBColor(170, 130, 10),
];

fn draw(
    svg: &mut String,
    title: &str,
    x: &str,
    y: &str,
    series: &[Series],
) -> Result<(), Box<dyn std::error::Error>> {
    let scaled = |size: u32| (size * SCALE) as i32;
    let area = SVGBackend::with_string(svg, (WIDTH * SCALE, HEIGHT * SCALE)).into_drawing_area();
    area.fill(&WHITE)?;
    let placed = |points: &[(u64, u64)]| -> Vec<(f64, f64)> {
        let positive = points.iter().filter(|(x, y)| *x > 0 && *y > 0);
        positive.map(|(x, y)| (*x as f64, *y as f64)).collect()
    };
    let all: Vec<_> = series.iter().flat_map(|series| placed(&series.points)).collect();
    let range = |values: &dyn Fn(&(f64, f64)) -> f64| {
        let low = all.iter().map(values).fold(f64::INFINITY, f64::min);
        let high = all.iter().map(values).fold(0.0, f64::max);
        // A plot without points still has axes; and room for markers at the ends.
        if all.is_empty() { 1.0..10.0 } else { low / 1.3..high * 1.3 }
    };
    let font = |size: u32| ("sans-serif", scaled(size)).into_font();
    let mut chart = ChartBuilder::on(&area)
        .caption(title, font(17))
        .margin(scaled(12))
        .x_label_area_size(scaled(44))
        .y_label_area_size(scaled(72))
        .build_cartesian_2d(range(&|p| p.0).log_scale(), range(&|p| p.1).log_scale())?;
    chart
        .configure_mesh()
        .x_desc(x)
        .y_desc(y)
        .label_style(font(12))
        .axis_desc_style(font(14))
        .x_label_formatter(&|value| short(*value))
        .y_label_formatter(&|value| short(*value))
        .bold_line_style(RGBColor(200, 200, 200).stroke_width(SCALE / 2))
        .light_line_style(RGBColor(235, 235, 235).stroke_width(SCALE / 4))
        .draw()?;
    for (series, colour) in series.iter().zip(COLOURS.into_iter().cycle()) {
        let points = placed(&series.points);
        let line = colour.stroke_width(2 * SCALE);
        let stroke = move |(x, y): (i32, i32), from: u32, to: u32| {
            let ends = [(x + scaled(from), y), (x + scaled(to), y)];
            PathElement::new(ends, colour.stroke_width(2 * SCALE))
        };
        match series.style {
            Style::Measured => {
                chart
                    .draw_series(LineSeries::new(points.clone(), line))?
                    .label(&series.name)
                    .legend(move |at| stroke(at, 0, 22));
                let marker = |point: &(f64, f64)| Circle::new(*point, scaled(4), colour.filled());
                chart.draw_series(points.iter().map(marker))?;
            }
            Style::Bound => {
                let dashed = DashedLineSeries::new(points, scaled(8), scaled(6), line);
                chart.draw_series(dashed)?.label(&series.name).legend(move |at| {
                    EmptyElement::at((0, 0)) + stroke(at, 0, 8) + stroke(at, 14, 22)
                });
            }
        }
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .background_style(WHITE.mix(0.85))
        .border_style(RGBColor(180, 180, 180).stroke_width(SCALE / 2))
        .label_font(font(12))
        .legend_area_size(scaled(26))
        .margin(scaled(8))
        .draw()?;
    area.present()?;
    Ok(())
}

/// An axis label: 1, 2 and 5 times a power of ten, in full up to 9 999, then with an exponent; other
/// grid lines have none, so that labels do not touch.
fn short(value: f64) -> String {
    let text = format!("{value:.0e}");
    match (text.as_bytes().first(), value < 10_000.0) {
        (Some(b'1' | b'2' | b'5'), true) => format!("{value}"),
        (Some(b'1' | b'2' | b'5'), false) => text,
        _ => String::new(),
    }
}
