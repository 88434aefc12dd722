//! Plots as SVG. Floats have their job here: drawing axes.
//!
//! A plot is drawn for a phone: 500 units wide with letters of 14, so that it can be read at two thirds
//! of its size, and it is no worse when it is larger. It has a white ground of its own.

#![allow(clippy::disallowed_types, clippy::float_arithmetic)]

mod axis;
mod names;

use std::error::Error;

use anyhow::{Result, anyhow};
use plotters::{
    coord::Shift,
    element::DashedPathElement,
    prelude::*,
    style::{
        FontStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};
use rug::Rational;

use axis::Axis;
use names::legend_shape;

/// Drawn at four times the size, since the back end places text and lines on whole pixels.
const SCALE: u32 = 4;
const WIDTH: u32 = 500;
/// Axes and their labels.
const PLOT: u32 = 350;
/// The same with names at the ends of series, which need room.
const NAMED_PLOT: u32 = 440;
/// A panel of one of several plots that share their horizontal axis.
const PANEL: u32 = 124;
/// Numbers and name of the horizontal axis.
const BELOW: u32 = 42;
/// A row of the legend, a line of the title.
const ROW: u32 = 22;
/// Letters of this many units fit into a line of the title.
const TITLE: usize = 52;
/// Width of a letter, about.
const LETTER: u32 = 8;

const INK: RGBColor = RGBColor(40, 40, 40);
const FAINT: RGBColor = RGBColor(160, 160, 160);
const COLOURS: [RGBColor; 14] = [
    RGBColor(31, 90, 166),
    RGBColor(200, 80, 20),
    RGBColor(30, 130, 76),
    RGBColor(140, 60, 150),
    RGBColor(190, 140, 0),
    RGBColor(0, 150, 170),
    RGBColor(215, 50, 110),
    RGBColor(115, 70, 40),
    RGBColor(90, 110, 20),
    RGBColor(100, 90, 200),
    RGBColor(60, 170, 60),
    RGBColor(170, 60, 60),
    RGBColor(240, 110, 90),
    RGBColor(90, 90, 90),
];
/// The look of what is no construction: grey.
pub const GREY: usize = COLOURS.len() - 1;

/// A curve or a set of points.
pub struct Series {
    name: String,
    points: Vec<(f64, f64)>,
    style: Style,
    /// Its colour and shape, if these are not those of its place among all.
    look: Option<usize>,
}

/// How a series is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Measured: a line with markers.
    Measured,
    /// Measured: markers alone.
    Points,
    /// The same, not filled.
    Rings,
    /// A function: a line without markers.
    Line,
    /// A bound: a dashed line.
    Bound,
}

impl Series {
    /// A series by its name in the legend.
    pub fn new<X: Into<Rational>, Y: Into<Rational>>(
        name: impl Into<String>,
        style: Style,
        points: impl IntoIterator<Item = (X, Y)>,
    ) -> Self {
        let place = |(x, y): (X, Y)| (x.into().to_f64(), y.into().to_f64());
        Self {
            name: name.into(),
            points: points.into_iter().map(place).collect(),
            style,
            look: None,
        }
    }

    /// With the colour and shape of this number, the same in several plots.
    pub fn looking(self, look: usize) -> Self {
        Self { look: Some(look), ..self }
    }
}

/// Where the names of the series stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// In a legend below the plot.
    Below,
    /// Beside the last point of each series.
    AtEnds,
}

/// Title and axes of a plot.
pub struct Plot<'a> {
    /// One sentence.
    pub title: &'a str,
    /// What the horizontal axis counts.
    pub x: &'a str,
    /// What the vertical axis counts.
    pub y: &'a str,
}

/// One of several plots that share their horizontal axis.
pub struct Panel {
    /// What it shows, in a few words.
    pub title: String,
    /// The curves; those of the panel with the most of them give the legend.
    pub series: Vec<Series>,
}

impl Plot<'_> {
    /// A log-log plot with a legend, as SVG. Zeros, which have no place on such axes, are left out.
    pub fn log_log(&self, series: &[Series]) -> Result<String> {
        self.logarithmic(series, Names::Below)
    }

    /// The same with the names beside the last points.
    pub fn log_log_named(&self, series: &[Series]) -> Result<String> {
        self.logarithmic(series, Names::AtEnds)
    }

    /// Plots with linear axes, one below the other, as SVG.
    pub fn panels(&self, panels: &[Panel]) -> Result<String> {
        let most = panels.iter().max_by_key(|panel| panel.series.len());
        let legend = most.map_or(&[][..], |panel| &panel.series);
        self.page(PANEL * panels.len() as u32 + BELOW, legend, |page| page.panels(self, panels))
    }

    fn logarithmic(&self, series: &[Series], names: Names) -> Result<String> {
        let legend = if names == Names::Below { series } else { &[] };
        let height = if names == Names::Below { PLOT } else { NAMED_PLOT };
        self.page(height, legend, |page| page.log_log(self, series, names))
    }

    /// A page with the title above, a legend below, and in between what `draw` draws.
    fn page(
        &self,
        height: u32,
        legend: &[Series],
        draw: impl FnOnce(&Page<'_, '_>) -> Drawn,
    ) -> Result<String> {
        let lines = wrapped(self.title);
        let top = ROW * lines.len() as u32 + ROW / 2;
        let (rows, columns) = legend_shape(legend);
        let bottom = if rows > 0 { (rows + 1) * ROW } else { 0 };
        let size = (WIDTH, top + height + bottom);
        let mut svg = String::new();
        let drawn = || -> Drawn {
            let root = SVGBackend::with_string(&mut svg, (size.0 * SCALE, size.1 * SCALE))
                .into_drawing_area();
            root.fill(&WHITE)?;
            let page = Page { root: &root, top, bottom: top + height };
            for (line, text) in lines.iter().enumerate() {
                let at = (units(WIDTH / 2), units(ROW / 2 + 4 + ROW * line as u32));
                page.text(text, at, font(16, FontStyle::Bold), HPos::Center, &INK)?;
            }
            draw(&page)?;
            page.legend(legend, columns)?;
            root.present()?;
            Ok(())
        };
        let title = self.title;
        drawn().map_err(|error| anyhow!("cannot draw {title:?}: {error}"))?;
        // The outer size is that of a page; the drawing keeps its own units.
        let shown =
            |scale: u32| format!("width=\"{}\" height=\"{}\"", size.0 * scale, size.1 * scale);
        Ok(svg.replacen(&shown(SCALE), &shown(1), 1))
    }
}

/// What drawing returns.
type Drawn<T = ()> = Result<T, Box<dyn Error>>;
type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Pixel = (i32, i32);

/// Units of a page as pixels of the back end.
fn units(number: u32) -> i32 {
    (number * SCALE) as i32
}

/// A font by its size on the page, which the back end divides by 1.24.
fn font(size: u32, style: FontStyle) -> FontDesc<'static> {
    FontDesc::new(FontFamily::SansSerif, f64::from(size * SCALE) * 1.24, style)
}

/// The title in lines.
fn wrapped(title: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in title.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= TITLE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Colours, and shapes of markers that stand alone, in their order.
fn colour(index: usize) -> RGBColor {
    COLOURS.get(index % COLOURS.len()).copied().unwrap_or(INK)
}

/// The drawing and the part of it that is between title and legend, in units.
struct Page<'a, 'svg> {
    root: &'a Area<'svg>,
    top: u32,
    bottom: u32,
}

impl Page<'_, '_> {
    fn log_log(&self, plot: &Plot<'_>, series: &[Series], names: Names) -> Drawn {
        let positive = || {
            let all = series.iter().flat_map(|series| &series.points);
            all.copied().filter(|(x, y)| *x > 0.0 && *y > 0.0)
        };
        let across = Axis::logarithmic(positive().map(|p| p.0));
        let up = Axis::logarithmic(positive().map(|p| p.1));
        let longest = series.iter().map(|series| series.name.chars().count()).max().unwrap_or(0);
        let right = if names == Names::AtEnds { LETTER * longest as u32 + 34 } else { 14 };
        let heights = (self.top, self.bottom);
        self.chart(plot, heights, right, (across, up), |place| {
            let mut ends = Vec::new();
            for (place_among, series) in series.iter().enumerate() {
                let index = series.look.unwrap_or(place_among);
                let positive = series.points.iter().filter(|(x, y)| *x > 0.0 && *y > 0.0);
                let pixels: Vec<Pixel> = positive.map(place).collect();
                self.series(&pixels, series.style, index)?;
                ends.extend(pixels.into_iter().max().map(|end| (end, index, &*series.name)));
            }
            if names == Names::AtEnds { self.names_at_ends(ends, right) } else { Ok(()) }
        })
    }

    fn panels(&self, plot: &Plot<'_>, panels: &[Panel]) -> Drawn {
        let all =
            || panels.iter().flat_map(|panel| &panel.series).flat_map(|series| &series.points);
        let across = Axis::linear(all().map(|p| p.0), 8);
        for (row, panel) in panels.iter().enumerate() {
            let own = || panel.series.iter().flat_map(|series| &series.points);
            let up = Axis::linear(own().map(|p| p.1), 2);
            let top = self.top + PANEL * row as u32;
            let last = row + 1 == panels.len();
            let bottom = if last { self.bottom } else { top + PANEL };
            let at = (units(44), units(top + ROW / 2));
            self.text(&panel.title, at, font(14, FontStyle::Normal), HPos::Left, &INK)?;
            let plot = Plot { x: if last { plot.x } else { "" }, ..*plot };
            self.chart(&plot, (top + ROW, bottom), 14, (across.clone(), up), |place| {
                panel.series.iter().enumerate().try_for_each(|(index, series)| {
                    let index = series.look.unwrap_or(index);
                    let pixels: Vec<Pixel> = series.points.iter().map(place).collect();
                    self.series(&pixels, series.style, index)
                })
            })?;
        }
        Ok(())
    }

    /// Draws grid and axes between two heights, and then what `draw` does, which is told where a point
    /// goes.
    fn chart(
        &self,
        plot: &Plot<'_>,
        (top, bottom): (u32, u32),
        right: u32,
        (x, y): (Axis, Axis),
        draw: impl FnOnce(&dyn Fn(&(f64, f64)) -> Pixel) -> Drawn,
    ) -> Drawn {
        let (_, rest) = self.root.split_vertically(units(top));
        let (area, _) = rest.split_vertically(units(bottom - top));
        let mut chart = ChartBuilder::on(&area)
            .margin_top(units(6))
            .margin_right(units(right))
            .margin_left(units(if plot.y.is_empty() { 0 } else { 6 }))
            .x_label_area_size(units(if plot.x.is_empty() { 10 } else { BELOW }))
            .y_label_area_size(units(if plot.y.is_empty() { 44 } else { 66 }))
            .build_cartesian_2d(x.clone(), y.clone())?;
        let small = font(14, FontStyle::Normal).color(&INK);
        // Panels share the numbers of the last one.
        let across = |value: &f64| {
            if plot.x.is_empty() { String::new() } else { x.label(*value) }
        };
        let up = |value: &f64| y.label(*value);
        let mut mesh = chart.configure_mesh();
        mesh.y_desc(plot.y)
            .label_style(small.clone())
            .axis_desc_style(font(15, FontStyle::Normal).color(&INK))
            .axis_style(FAINT.stroke_width(SCALE))
            .x_label_formatter(&across)
            .y_label_formatter(&up)
            .bold_line_style(RGBColor(215, 215, 215).stroke_width(SCALE))
            .light_line_style(RGBColor(238, 238, 238).stroke_width(SCALE / 2));
        if !plot.x.is_empty() {
            mesh.x_desc(plot.x);
        }
        mesh.draw()?;
        draw(&|point| chart.backend_coord(point))
    }

    /// A series of pixels in the colour and shape of its place among all.
    fn series(&self, pixels: &[Pixel], style: Style, index: usize) -> Drawn {
        let line = colour(index).stroke_width(2 * SCALE);
        match style {
            Style::Measured | Style::Line => {
                self.root.draw(&PathElement::new(pixels.to_vec(), line))?;
            }
            Style::Bound => {
                let (dash, gap) = (units(7), units(5));
                self.root.draw(&DashedPathElement::new(pixels.to_vec(), dash, gap, line))?;
            }
            Style::Points | Style::Rings => {}
        }
        match style {
            Style::Measured => pixels.iter().try_for_each(|at| self.marker(*at, 0, line.filled())),
            Style::Points => {
                pixels.iter().try_for_each(|at| self.marker(*at, index, line.filled()))
            }
            Style::Rings => pixels.iter().try_for_each(|at| {
                self.marker(*at, 0, WHITE.filled())?;
                self.marker(*at, 0, line)
            }),
            Style::Line | Style::Bound => Ok(()),
        }
    }

    /// One of five shapes: circle, triangle, square, diamond, triangle on its tip.
    fn marker(&self, (x, y): Pixel, shape: usize, style: ShapeStyle) -> Drawn {
        let r = units(4);
        let corners: &[Pixel] = match shape % 5 {
            0 => {
                self.root.draw(&Circle::new((x, y), r, style))?;
                return Ok(());
            }
            1 => &[(0, -5), (5, 4), (-5, 4)],
            2 => &[(-4, -4), (4, -4), (4, 4), (-4, 4)],
            3 => &[(0, -6), (5, 0), (0, 6), (-5, 0)],
            _ => &[(0, 5), (5, -4), (-5, -4)],
        };
        let corner = |(dx, dy): &Pixel| (x + dx * r / 4, y + dy * r / 4);
        let corners: Vec<Pixel> = corners.iter().map(corner).collect();
        self.root.draw(&Polygon::new(corners, style))?;
        Ok(())
    }

    fn text(
        &self,
        text: &str,
        at: Pixel,
        font: FontDesc<'_>,
        across: HPos,
        colour: &RGBColor,
    ) -> Drawn {
        let style = font.color(colour).pos(Pos::new(across, VPos::Center));
        self.root.draw_text(text, &style, at)?;
        Ok(())
    }
}
