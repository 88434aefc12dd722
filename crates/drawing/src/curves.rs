//! Curves and points between two axes.
//!
//! A plot is drawn for a phone: 500 units wide with letters of 14, so that it can be read at two thirds
//! of its size, and it is no worse when it is larger.

use claims::spell;
use maud::{Markup, html};
use rug::Rational;

use crate::{
    axis::Axis,
    chart::{BELOW, Chart, LEFT, NAMED_LEFT},
    names,
    palette::Look,
    svg::{self, INK, Point, at, text},
};

/// The width of a plot.
pub const WIDTH: f64 = 500.0;
/// A row of the legend, a line of the title.
pub const ROW: f64 = 22.0;
/// The height of axes and their labels.
const PLOT: f64 = 350.0;
/// The same with names at the ends of series, which need room.
const NAMED_PLOT: f64 = 440.0;
/// One of several plots that share their horizontal axis.
const PANEL: f64 = 124.0;
/// To the right of a plot without names.
const RIGHT: f64 = 14.0;
/// Letters of this many units fit into a line of the title.
const TITLE: usize = 52;

/// A curve or a set of points.
#[derive(Debug, Clone)]
pub struct Series {
    /// Its name, in the legend or at its end; empty for one without a name.
    pub name: String,
    /// How it is drawn.
    pub style: Style,
    /// Its colour and its markers.
    pub look: Look,
    /// The points, in order.
    pub points: Vec<(Rational, Rational)>,
}

/// How a series is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// A series of numbers.
    pub fn new<X: Into<Rational>, Y: Into<Rational>>(
        name: impl Into<String>,
        style: Style,
        look: Look,
        points: impl IntoIterator<Item = (X, Y)>,
    ) -> Self {
        let points = points.into_iter().map(|(x, y)| (x.into(), y.into())).collect();
        Self { name: name.into(), style, look, points }
    }

    fn values(&self) -> impl Iterator<Item = (f64, f64)> + Clone {
        self.points.iter().map(|(x, y)| (x.to_f64(), y.to_f64()))
    }

    /// The series in its place, with its numbers for whoever points at a marker.
    fn draw(&self, place: impl Fn((f64, f64)) -> Point) -> Markup {
        let places: Vec<Point> = self.values().map(place).collect();
        let numbers =
            self.points.iter().map(|(x, y)| format!("{}, {}", spell::exact(x), spell::exact(y)));
        self.stroke(&places, &places.iter().copied().zip(numbers).collect::<Vec<_>>())
    }

    /// A line through some places and markers, each with a text, at others.
    pub(crate) fn stroke(&self, line: &[Point], markers: &[(Point, String)]) -> Markup {
        let Self { name, style, look, .. } = self;
        let dashes = (*style == Style::Bound).then_some("7 5");
        let line: Vec<String> =
            line.iter().map(|(x, y)| format!("{},{}", at(*x), at(*y))).collect();
        let has_line = !matches!(style, Style::Points | Style::Rings);
        let has_markers = !matches!(style, Style::Line | Style::Bound);
        html! {
            g.series stroke=(look.colour()) stroke-width="2" {
                @if !name.is_empty() { title { (name) } }
                @if has_line {
                    polyline points=(line.join(" ")) fill="none" stroke-dasharray=[dashes] {}
                }
                @if has_markers {
                    g stroke-width=(if *style == Style::Rings { "2" } else { "0" }) {
                        @for (place, text) in markers {
                            (look.marker(*place, *style != Style::Rings, text))
                        }
                    }
                }
            }
        }
    }
}

/// One of several plots that share their horizontal axis.
#[derive(Debug, Clone)]
pub struct Panel {
    /// What it shows, in a few words.
    pub title: String,
    /// The curves; those of the panel with the most of them give the legend.
    pub series: Vec<Series>,
}

/// Title and axes of a plot.
#[derive(Debug, Clone, Copy)]
pub struct Plot<'a> {
    /// One sentence.
    pub title: &'a str,
    /// What the horizontal axis counts.
    pub x: &'a str,
    /// What the vertical axis counts.
    pub y: &'a str,
}

impl Plot<'_> {
    /// A log-log plot with a legend. Zeros, which have no place on such axes, are left out.
    #[must_use]
    pub fn log_log(&self, series: &[Series]) -> Markup {
        self.logarithmic(series, false)
    }

    /// The same with the names beside the last points.
    #[must_use]
    pub fn log_log_named(&self, series: &[Series]) -> Markup {
        self.logarithmic(series, true)
    }

    fn logarithmic(&self, series: &[Series], at_ends: bool) -> Markup {
        let mut series = series.to_vec();
        series.iter_mut().for_each(|one| one.points.retain(|(x, y)| *x > 0 && *y > 0));
        let all = || series.iter().flat_map(Series::values);
        let (across, up) =
            (Axis::logarithmic(all().map(|p| p.0)), Axis::logarithmic(all().map(|p| p.1)));
        let (height, right) =
            if at_ends { (NAMED_PLOT, names::room(&series)) } else { (PLOT, RIGHT) };
        self.page(height, if at_ends { &[] } else { &series }, |top| {
            let chart = Chart {
                left: NAMED_LEFT,
                top: top + 6.0,
                right: WIDTH - right,
                bottom: top + height - BELOW,
                x: across,
                y: up,
            };
            html! {
                (chart.columns(self.x)) (chart.rows(self.y)) (chart.edges())
                @for one in &series { (one.draw(|point| chart.place(point))) }
                @if at_ends { (names::at_ends(&series, &chart)) }
            }
        })
    }

    /// Plots with linear axes, one below the other.
    #[must_use]
    pub fn panels(&self, panels: &[Panel]) -> Markup {
        let legend = panels.iter().map(|panel| &panel.series[..]).max_by_key(|series| series.len());
        let all = || panels.iter().flat_map(|panel| &panel.series).flat_map(Series::values);
        let across = Axis::linear(all().map(|p| p.0), 8);
        let height = PANEL * panels.len() as f64 + BELOW - 10.0;
        self.page(height, legend.unwrap_or_default(), |top| {
            let panel = |row: usize, panel: &Panel| {
                let own = panel.series.iter().flat_map(Series::values);
                let top = top + PANEL * row as f64;
                let chart = Chart {
                    left: LEFT,
                    top: top + ROW + 6.0,
                    right: WIDTH - RIGHT,
                    bottom: top + PANEL - 10.0,
                    x: across.clone(),
                    y: Axis::linear(own.map(|p| p.1), 2),
                };
                let is_last = row + 1 == panels.len();
                html! {
                    (text((LEFT, top + ROW / 2.0), "start", INK, &panel.title))
                    (chart.columns(if is_last { self.x } else { "" })) (chart.rows("")) (chart.edges())
                    @for one in &panel.series { (one.draw(|point| chart.place(point))) }
                }
            };
            html! { @for (row, one) in panels.iter().enumerate() { (panel(row, one)) } }
        })
    }

    /// The title above, a legend below, and in between what `draw` draws.
    fn page(&self, height: f64, legend: &[Series], draw: impl FnOnce(f64) -> Markup) -> Markup {
        let Self { title, x, y } = self;
        let lines = svg::lines(title, TITLE);
        let top = ROW * lines.len() as f64 + ROW / 2.0;
        let bottom = top + height;
        let description = match (*y, legend) {
            ("", _) => format!("Against {x}."),
            _ => format!("{y} against {x}."),
        };
        let content = html! {
            g font-size="16" font-weight="bold" {
                @for (line, words) in lines.iter().enumerate() {
                    (text((WIDTH / 2.0, ROW / 2.0 + 4.0 + ROW * line as f64), "middle", INK, words))
                }
            }
            (draw(top))
            (names::legend(legend, bottom))
        };
        svg::picture((WIDTH, bottom + names::legend_height(legend)), title, &description, &content)
    }
}
