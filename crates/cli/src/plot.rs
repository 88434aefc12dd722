//! Plots as SVG. Floats have their job here: drawing axes.

#![allow(clippy::disallowed_types, clippy::float_arithmetic)]

use std::{io::Write, path::Path};

use anyhow::{Result, anyhow};
use plotters::{
    prelude::*,
    style::text_anchor::{HPos, Pos, VPos},
};

/// Drawn at four times the size, since the back end places text and lines on whole pixels.
const SCALE: u32 = 4;
const WIDTH: u32 = 760;
const HEIGHT: u32 = 480;
/// The legend stands below the plot, in two columns of rows of this height.
const ROW: u32 = 20;

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
    /// Measured: markers alone.
    Points,
    /// A bound: a dashed line.
    Bound,
}

/// Writes a log-log plot. Zeros, which have no place on such axes, are left out.
pub fn log_log(path: &Path, title: &str, x: &str, y: &str, series: &[Series]) -> Result<()> {
    let mut svg = String::new();
    draw(&mut svg, title, x, y, series)
        .map_err(|error| anyhow!("cannot draw {title:?}: {error}"))?;
    // The outer size is that of a page; the drawing keeps its own units.
    let size = |scale: u32| {
        let height = HEIGHT + legend_height(series);
        format!("width=\"{}\" height=\"{}\"", WIDTH * scale, height * scale)
    };
    let svg = svg.replacen(&size(SCALE), &size(1), 1);
    network::atomic::write(path, |file| file.write_all(svg.as_bytes()))?;
    Ok(())
}

const COLOURS: [RGBColor; 9] = [
    RGBColor(31, 90, 166),
    RGBColor(200, 80, 20),
    RGBColor(30, 130, 76),
    RGBColor(140, 60, 150),
    RGBColor(90, 90, 90),
    RGBColor(190, 150, 10),
    RGBColor(0, 160, 180),
    RGBColor(215, 50, 110),
    RGBColor(115, 70, 40),
];

fn legend_height(series: &[Series]) -> u32 {
    ROW * (series.len() as u32).div_ceil(2) + ROW / 2
}

fn draw(
    svg: &mut String,
    title: &str,
    x: &str,
    y: &str,
    series: &[Series],
) -> Result<(), Box<dyn std::error::Error>> {
    let scaled = |size: u32| (size * SCALE) as i32;
    let size = (WIDTH * SCALE, (HEIGHT + legend_height(series)) * SCALE);
    let page = SVGBackend::with_string(svg, size).into_drawing_area();
    page.fill(&WHITE)?;
    let (area, legend) = page.split_vertically(HEIGHT * SCALE);
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
    for (index, (series, colour)) in series.iter().zip(COLOURS.into_iter().cycle()).enumerate() {
        let points = placed(&series.points);
        let line = colour.stroke_width(2 * SCALE);
        // The middle of the legend's mark.
        let column = index as u32 % 2 * WIDTH / 2;
        let (x, y) = (scaled(30 + column), scaled(ROW * (index as u32 / 2) + ROW / 2));
        let stroke = |from: i32, to: i32| {
            let ends = [(x + from * SCALE as i32, y), (x + to * SCALE as i32, y)];
            legend.draw(&PathElement::new(ends, line))
        };
        match series.style {
            Style::Measured => {
                chart.draw_series(LineSeries::new(points.clone(), line))?;
                let marker = |point: &(f64, f64)| Circle::new(*point, scaled(4), colour.filled());
                chart.draw_series(points.iter().map(marker))?;
                stroke(-11, 11)?;
                legend.draw(&Circle::new((x, y), scaled(4), colour.filled()))?;
            }
            Style::Points => {
                let marker = |point| TriangleMarker::new(point, scaled(6), colour.filled());
                chart.draw_series(points.into_iter().map(marker))?;
                legend.draw(&TriangleMarker::new((x, y), scaled(6), colour.filled()))?;
            }
            Style::Bound => {
                chart.draw_series(DashedLineSeries::new(points, scaled(8), scaled(6), line))?;
                stroke(-11, -3)?;
                stroke(3, 11)?;
            }
        }
        let text = font(12).into_text_style(&legend).pos(Pos::new(HPos::Left, VPos::Center));
        legend.draw_text(&series.name, &text, (x + scaled(18), y))?;
    }
    page.present()?;
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
