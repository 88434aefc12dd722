//! The ground of a chart: its grid, the numbers beside it, and where a value has its place.

use maud::{Markup, html};

use crate::{
    axis::{Axis, Tick},
    svg::{FAINT, INK, Point, at, text},
};

/// Lines at ticks with a number, and at those without.
const BOLD: &str = "#d7d7d7";
const LIGHT: &str = "#eeeeee";
/// From the lower edge of a chart to the middle of the numbers below it, and of the axis' name.
const NUMBERS: f64 = 13.0;
const NAME: f64 = 34.0;
/// Room for both.
pub const BELOW: f64 = 44.0;
/// Room for the numbers to the left, and for the axis' name before them.
pub const LEFT: f64 = 46.0;
pub const NAMED_LEFT: f64 = 72.0;

/// A rectangle with two axes.
pub struct Chart {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
    pub x: Axis,
    pub y: Axis,
}

impl Chart {
    /// Where a value goes.
    pub fn place(&self, (x, y): (f64, f64)) -> Point {
        (self.across(self.x.part(x)), self.up(self.y.part(y)))
    }

    fn across(&self, part: f64) -> f64 {
        self.left + part * (self.right - self.left)
    }

    fn up(&self, part: f64) -> f64 {
        self.bottom - part * (self.bottom - self.top)
    }

    /// Lines and numbers of the horizontal axis, and its name. Without a name there are no numbers:
    /// these stand below another chart.
    pub fn columns(&self, name: &str) -> Markup {
        let middle = (self.left + self.right) / 2.0;
        html! {
            (lines(&self.x.ticks, |tick| {
                let x = self.across(tick.part);
                ((x, self.top), (x, self.bottom))
            }))
            @if !name.is_empty() {
                @for tick in &self.x.ticks {
                    @if let Some(label) = &tick.label {
                        (text((self.across(tick.part), self.bottom + NUMBERS), "middle", INK, label))
                    }
                }
                (text((middle, self.bottom + NAME), "middle", INK, name))
            }
        }
    }

    /// Lines and numbers of the vertical axis, and its name.
    pub fn rows(&self, name: &str) -> Markup {
        let middle = (self.top + self.bottom) / 2.0;
        html! {
            (lines(&self.y.ticks, |tick| {
                let y = self.up(tick.part);
                ((self.left, y), (self.right, y))
            }))
            @for tick in &self.y.ticks {
                @if let Some(label) = &tick.label {
                    (text((self.left - 6.0, self.up(tick.part)), "end", INK, label))
                }
            }
            @if !name.is_empty() {
                g transform={ "translate(12," (at(middle)) ") rotate(-90)" } {
                    (text((0.0, 0.0), "middle", INK, name))
                }
            }
        }
    }

    /// The lower left edges.
    pub fn edges(&self) -> Markup {
        let [left, top, right, bottom] = [self.left, self.top, self.right, self.bottom].map(at);
        html! { path d={ "M" (left) "," (top) "V" (bottom) "H" (right) } stroke=(FAINT) fill="none" {} }
    }
}

/// Lines through ticks, the lighter ones below the others.
fn lines(ticks: &[Tick], line: impl Fn(&Tick) -> (Point, Point)) -> Markup {
    let path = |is_bold: bool| -> String {
        let own = ticks.iter().filter(|tick| tick.label.is_some() == is_bold).map(&line);
        own.map(|((x1, y1), (x2, y2))| format!("M{},{}L{},{}", at(x1), at(y1), at(x2), at(y2)))
            .collect()
    };
    html! {
        @for (colour, width, d) in [(LIGHT, "0.7", path(false)), (BOLD, "1", path(true))] {
            @if !d.is_empty() { path d=(d) stroke=(colour) stroke-width=(width) fill="none" {} }
        }
    }
}
