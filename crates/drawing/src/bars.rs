//! Numbers of many sizes side by side, on a logarithmic axis: each a dot, with a stroke from the least
//! number possible, so that its length is the ratio.

use claims::spell::grouped;
use maud::{Markup, html};

use crate::{
    axis::Axis,
    chart::{BELOW, Chart},
    palette::Look,
    svg::{self, GREY, INK, at, text},
};

/// The length of the axis.
const LENGTH: f64 = 540.0;
/// Room for the numbers behind their dots.
const RIGHT: f64 = 96.0;
const TOP: f64 = 92.0;
const ROW: f64 = 24.0;
const LEAST: &str = "#b00020";

/// A picture of numbers.
#[derive(Debug, Clone)]
pub struct Bars {
    /// What is compared.
    pub title: String,
    /// A line below the title.
    pub facts: String,
    /// What is counted.
    pub axis: String,
    /// A name and a number that none can be below.
    pub least: Option<(String, u64)>,
    /// The numbers, from top to bottom.
    pub bars: Vec<Bar>,
}

/// One of the numbers.
#[derive(Debug, Clone)]
pub struct Bar {
    /// Whose it is.
    pub name: String,
    /// The number.
    pub value: u64,
    /// Its colour.
    pub look: Look,
}

impl Bars {
    /// The picture.
    #[must_use]
    pub fn draw(&self) -> Markup {
        let Self { title, facts, axis, least, bars } = self;
        let longest = bars.iter().map(|bar| svg::width(&bar.name)).fold(150.0, f64::max);
        let chart = Chart {
            left: longest + 28.0,
            top: TOP,
            right: longest + 28.0 + LENGTH,
            bottom: TOP + ROW * bars.len() as f64,
            x: Axis::decades(
                bars.iter().map(|bar| bar.value).chain(least.iter().map(|least| least.1)),
            ),
            y: Axis::whole(0.0..bars.len() as f64, 1),
        };
        let place = |value: u64| chart.place((value.max(1) as f64, 0.0)).0;
        let start = least.as_ref().map_or(chart.left, |(_, least)| place(*least));
        let row = |index: usize, bar: &Bar| {
            let (x, y) = (place(bar.value), TOP + (index as f64 + 0.5) * ROW);
            let colour = bar.look.colour();
            html! {
                (text((chart.left - 12.0, y), "end", INK, &bar.name))
                line x1=(at(start)) y1=(at(y)) x2=(at(x)) y2=(at(y)) stroke=(colour)
                    stroke-width="2" stroke-opacity="0.45" {}
                circle cx=(at(x)) cy=(at(y)) r="5" fill=(colour) {}
                (text((x + 10.0, y), "start", INK, &grouped(bar.value)))
            }
        };
        let content = html! {
            g font-size="17" font-weight="bold" { (text((16.0, 21.0), "start", INK, title)) }
            (text((16.0, 43.0), "start", GREY, facts))
            (chart.columns(axis))
            @for (index, bar) in bars.iter().enumerate() { (row(index, bar)) }
            @if let Some((name, least)) = least {
                line x1=(at(start)) y1=(at(TOP - 8.0)) x2=(at(start)) y2=(at(chart.bottom))
                    stroke=(LEAST) stroke-width="1.5" stroke-dasharray="5 4" {}
                (text((start, TOP - 18.0), "middle", LEAST, &format!("{name} {}", grouped(*least))))
            }
        };
        let description = format!("{facts}. {} numbers: {axis}.", bars.len());
        svg::picture(
            (chart.right + RIGHT, chart.bottom + BELOW + 4.0),
            title,
            &description,
            &content,
        )
    }
}
