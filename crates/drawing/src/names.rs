//! The names of series: a legend, or labels beside their ends.

use maud::{Markup, html};

use crate::{
    chart::Chart,
    curves::{ROW, Series, WIDTH},
    svg::{FAINT, INK, Point, at, text, width},
};

/// From name to name at the ends.
const STEP: f64 = 17.0;
/// From the end of a chart to the names.
const LEADER: f64 = 22.0;
/// Where a legend begins, and its names after a mark.
const LEFT: f64 = 24.0;
const MARK: f64 = 40.0;

/// Room for names to the right of a chart.
pub fn room(series: &[Series]) -> f64 {
    series.iter().map(|one| width(&one.name)).fold(0.0, f64::max) + LEADER + 12.0
}

fn named(series: &[Series]) -> impl Iterator<Item = &Series> + Clone {
    series.iter().filter(|one| !one.name.is_empty())
}

/// Columns of a legend: two, if all names have room.
fn columns(series: &[Series]) -> usize {
    let is_short = |one: &Series| LEFT + MARK + width(&one.name) <= WIDTH / 2.0 + LEFT;
    if named(series).all(is_short) { 2 } else { 1 }
}

/// The height of a legend.
pub fn legend_height(series: &[Series]) -> f64 {
    match named(series).count().div_ceil(columns(series)) {
        0 => 0.0,
        rows => ROW * (rows + 1) as f64,
    }
}

/// The marks and names of the series, below a height.
pub fn legend(series: &[Series], top: f64) -> Markup {
    let columns = columns(series);
    let row = |place: usize, one: &Series| {
        let left = LEFT + (place % columns) as f64 * WIDTH / 2.0;
        let y = top + ROW * (1 + place / columns) as f64;
        let unnamed = Series { name: String::new(), ..one.clone() };
        html! {
            (unnamed.stroke(&[(left, y), (left + 31.0, y)], &[((left + 15.5, y), String::new())]))
            (text((left + MARK, y), "start", INK, &one.name))
        }
    };
    html! { @for (place, one) in named(series).enumerate() { (row(place, one)) } }
}

/// Names at the right, as near to the ends of their series as their own height allows.
pub fn at_ends(series: &[Series], chart: &Chart) -> Markup {
    let end = |one: &Series| -> Option<Point> {
        let (x, y) = one.points.iter().max()?;
        Some(chart.place((x.to_f64(), y.to_f64())))
    };
    let mut ends: Vec<(Point, &Series)> =
        named(series).filter_map(|one| Some((end(one)?, one))).collect();
    ends.sort_by(|((_, one), _), ((_, other), _)| one.total_cmp(other));
    let heights: Vec<f64> = ends.iter().map(|((_, y), _)| *y).collect();
    let left = chart.right + LEADER;
    html! {
        @for (((x, y), one), line) in ends.iter().zip(apart(&heights, STEP, chart.top, chart.bottom)) {
            line x1=(at(x + 6.0)) y1=(at(*y)) x2=(at(left - 4.0)) y2=(at(line)) stroke=(FAINT)
                stroke-width="0.5" {}
            (text((left, line), "start", one.look.colour(), &one.name))
        }
    }
}

/// Heights near to these, which increase, but a step apart and between two limits where that is
/// possible. Names that crowd become a group, around the mean of their heights.
fn apart(heights: &[f64], step: f64, least: f64, most: f64) -> Vec<f64> {
    // Without the steps, heights only must not decrease: neighbours that do are replaced by their mean.
    let mut groups: Vec<(f64, usize)> = Vec::new();
    let mean = |(sum, count): &(f64, usize)| sum / *count as f64;
    for (place, height) in heights.iter().enumerate() {
        let mut last = (height - place as f64 * step, 1);
        while let Some((sum, count)) = groups.pop_if(|group| mean(group) > mean(&last)) {
            last = (last.0 + sum, last.1 + count);
        }
        groups.push(last);
    }
    let most = (most - heights.len().saturating_sub(1) as f64 * step).max(least);
    let means = groups.iter().flat_map(|group| std::iter::repeat_n(mean(group), group.1));
    means.enumerate().map(|(place, mean)| mean.clamp(least, most) + place as f64 * step).collect()
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn names_keep_apart_and_near() {
        let apart = |heights: &[f64]| apart(heights, 10.0, 0.0, 100.0);
        assert_eq!(apart(&[10.0, 50.0, 90.0]), [10.0, 50.0, 90.0]);
        assert_eq!(apart(&[50.0, 50.0, 50.0]), [40.0, 50.0, 60.0]);
        assert_eq!(apart(&[20.0, 21.0, 80.0, 80.0]), [15.5, 25.5, 75.0, 85.0]);
        assert_eq!(apart(&[0.0, 0.0, 99.0, 100.0]), [0.0, 10.0, 90.0, 100.0]);
        assert_eq!(apart(&[]), Vec::<f64>::new());
    }
}
