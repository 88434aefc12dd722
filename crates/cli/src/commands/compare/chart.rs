//! The comparison as a picture: edges + biases of every construction on a logarithmic axis, each with
//! a stroke from the lower bound, so that its length is the ratio. Floats have their job here: places
//! on an axis.

#![allow(clippy::disallowed_types, clippy::float_arithmetic)]

use claims::spell::grouped;
use maud::{Markup, html};

use super::{Comparison, construction::Row};

/// The length of the axis.
const WIDTH: f64 = 540.0;
/// The width of a letter of a name, at most.
const LETTER: f64 = 7.6;
/// Room for the numbers behind their dots.
const RIGHT: f64 = 90.0;
const TOP: f64 = 92.0;
const ROW: f64 = 24.0;
const BOTTOM: f64 = 44.0;

/// One colour for each statement, in the order of the command line.
const COLOURS: [&str; 12] = [
    "#1f5aa6", "#c85014", "#1e824c", "#8c3c96", "#5a5a5a", "#be960a", "#00a0b4", "#b4325a",
    "#7a5230", "#6a8f1f", "#3f3fbf", "#d07ab0",
];

/// A logarithmic axis from one power of ten to another, to the right of the names.
struct Axis {
    left: f64,
    first: i32,
    last: i32,
}

impl Axis {
    fn of(left: f64, values: impl Iterator<Item = u64> + Clone) -> Self {
        let power = |value: u64| (value.max(1) as f64).log10();
        let first = values.clone().map(power).fold(f64::INFINITY, f64::min).floor();
        let last = values.map(power).fold(1.0, f64::max).ceil();
        let first = first.min(last - 1.0) as i32;
        Self { left, first, last: last as i32 }
    }

    fn place(&self, value: f64) -> f64 {
        let share = (value.log10() - f64::from(self.first)) / f64::from(self.last - self.first);
        self.left + share * (self.right() - self.left)
    }

    fn right(&self) -> f64 {
        self.left + WIDTH
    }
}

/// A coordinate with one decimal.
fn at(place: f64) -> String {
    format!("{place:.1}")
}

/// The picture, as SVG.
pub fn svg(comparison: &Comparison) -> String {
    let Comparison { data, points, dimension, classes, least, constructions } = comparison;
    let built = || constructions.iter().filter_map(|row| Some((row, row.measured.as_ref()?)));
    let values = built().map(|(_, measured)| measured.parameters()).chain(*least);
    let longest = built().map(|(row, _)| row.construction.chars().count()).max().unwrap_or(0);
    let axis = Axis::of((longest as f64 * LETTER + 28.0).max(180.0), values);
    let width = axis.right() + RIGHT;
    let name = data.rsplit(['/', '\\']).next().unwrap_or(data);
    let rows = built().count() as f64;
    let (bottom, height) = (TOP + rows * ROW, TOP + rows * ROW + BOTTOM);
    let start = least.map_or(axis.left, |least| axis.place(least as f64));

    let mut statements: Vec<&str> = constructions.iter().map(|row| row.statement).collect();
    statements.sort_unstable();
    statements.dedup();
    let colour = |row: &Row| {
        let index = statements.iter().position(|statement| *statement == row.statement);
        COLOURS[index.unwrap_or(0) % COLOURS.len()]
    };
    let picture = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(at(width)) height=(at(height))
            viewBox={ "0 0 " (at(width)) " " (at(height)) }
            font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="13" {
            rect width="100%" height="100%" fill="#ffffff" {}
            text x="16" y="26" font-size="17" font-weight="600" fill="#111111" {
                "Edges + biases of every construction"
            }
            text x="16" y="46" fill="#555555" {
                (name) ": N = " (grouped(*points as u64)) ", d = " (dimension) ", C = " (classes)
                (verdict(comparison))
            }
            (grid(&axis, bottom))
            @for (index, (row, measured)) in built().enumerate() {
                @let y = TOP + (index as f64 + 0.5) * ROW;
                @let x = axis.place(measured.parameters() as f64);
                @let colour = colour(row);
                text x=(at(axis.left - 12.0)) y=(at(y + 4.5)) text-anchor="end" fill="#222222" {
                    (row.construction)
                }
                line x1=(at(start)) y1=(at(y)) x2=(at(x)) y2=(at(y)) stroke=(colour)
                    stroke-width="2" stroke-opacity="0.45" {}
                circle cx=(at(x)) cy=(at(y)) r="5" fill=(colour) {}
                text x=(at(x + 10.0)) y=(at(y + 4.5)) fill="#222222" {
                    (grouped(measured.parameters()))
                }
            }
            @if let Some(least) = least {
                line x1=(at(start)) y1=(at(TOP - 8.0)) x2=(at(start)) y2=(at(bottom))
                    stroke="#b00020" stroke-width="1.5" stroke-dasharray="5 4" {}
                text x=(at(start)) y=(at(TOP - 14.0)) text-anchor="middle" fill="#b00020" {
                    "lower bound " (grouped(*least))
                }
            }
        }
    };
    picture.into_string()
}

/// What the labels are worth.
fn verdict(comparison: &Comparison) -> &'static str {
    let verified = |row: &Row| row.measured.as_ref().is_none_or(|m| m.verify.is_some());
    if !comparison.holds() {
        "; a claim is BROKEN"
    } else if comparison.constructions.iter().all(verified) {
        "; every label verified exactly"
    } else {
        "; not all labels are verified"
    }
}

/// Lines and labels at the powers of ten.
fn grid(axis: &Axis, bottom: f64) -> Markup {
    html! {
        @for power in axis.first..=axis.last {
            @let x = axis.place(10_f64.powi(power));
            line x1=(at(x)) y1=(at(TOP)) x2=(at(x)) y2=(at(bottom)) stroke="#dddddd" {}
            text x=(at(x)) y=(at(bottom + 18.0)) text-anchor="middle" fill="#555555" {
                (grouped(10_u64.pow(power.unsigned_abs())))
            }
        }
        text x=(at((axis.left + axis.right()) / 2.0)) y=(at(bottom + 36.0)) text-anchor="middle"
            fill="#555555" { "edges + non-zero biases, logarithmic" }
    }
}
