//! The names of series: a legend, or labels beside their ends.

use plotters::{
    prelude::*,
    style::{FontStyle, text_anchor::HPos},
};

use super::{
    BELOW, Drawn, FAINT, INK, Page, Pixel, ROW, SCALE, Series, Style, WIDTH, colour, font, units,
};

/// Two columns of the legend have room for names of this length.
const SHORT: usize = 25;

/// Rows and columns of the legend.
pub fn legend_shape(series: &[Series]) -> (u32, u32) {
    let named: Vec<_> = series.iter().filter(|series| !series.name.is_empty()).collect();
    let short = named.iter().all(|series| series.name.chars().count() <= SHORT);
    let columns = if short { 2 } else { 1 };
    ((named.len() as u32).div_ceil(columns), columns)
}

impl Page<'_, '_> {
    /// The marks and names of the series, below the plot.
    pub fn legend(&self, series: &[Series], columns: u32) -> Drawn {
        let named = series.iter().enumerate().filter(|(_, series)| !series.name.is_empty());
        for (place, (index, series)) in named.enumerate() {
            let (row, column) = (place as u32 / columns, place as u32 % columns);
            let y = units(self.bottom + ROW + row * ROW);
            let left = units(24 + column * WIDTH / 2);
            let middle = (left + units(15), y);
            let mark = match series.style {
                Style::Points | Style::Rings => vec![middle],
                Style::Measured | Style::Line | Style::Bound => {
                    vec![(left, y), (left + units(31), y)]
                }
            };
            let index = series.look.unwrap_or(index);
            let style = if series.style == Style::Measured { Style::Line } else { series.style };
            self.series(&mark, style, index)?;
            if series.style == Style::Measured {
                self.marker(middle, 0, colour(index).filled())?;
            }
            let at = (left + units(40), y);
            self.text(&series.name, at, font(14, FontStyle::Normal), HPos::Left, &INK)?;
        }
        Ok(())
    }

    /// Names at the right, as near to the ends of their series as their own height allows.
    pub fn names_at_ends(&self, mut ends: Vec<(Pixel, usize, &str)>, right: u32) -> Drawn {
        ends.sort_by_key(|((_, y), index, _)| (*y, *index));
        let heights: Vec<i32> = ends.iter().map(|((_, y), ..)| *y).collect();
        let lines = apart(&heights, units(17), units(self.top + 10), units(self.bottom - BELOW));
        let left = units(WIDTH - right + 24);
        for (((x, y), index, name), line) in ends.into_iter().zip(lines) {
            let leader = [(x + units(6), y), (left - units(4), line)];
            self.root.draw(&PathElement::new(leader, FAINT.stroke_width(SCALE / 2)))?;
            self.text(name, (left, line), font(14, FontStyle::Normal), HPos::Left, &colour(index))?;
        }
        Ok(())
    }
}

/// Heights near to these, which increase, but a step apart and between two limits where that is
/// possible. Names that crowd become a group, around the mean of their heights.
fn apart(heights: &[i32], step: i32, least: i32, most: i32) -> Vec<i32> {
    // Without the steps, heights only must not decrease: neighbours that do are replaced by their mean.
    let mut groups: Vec<(i32, i32)> = Vec::new();
    for (height, place) in heights.iter().zip(0..) {
        let mut last = (height - place * step, 1);
        while let Some((sum, count)) = groups.pop_if(|(sum, count)| *sum * last.1 > last.0 * *count)
        {
            last = (last.0 + sum, last.1 + count);
        }
        groups.push(last);
    }
    let most = (most - (heights.len() as i32 - 1) * step).max(least);
    let means = groups.iter().flat_map(|(sum, count)| (0..*count).map(move |_| sum / count));
    means.zip(0..).map(|(mean, place)| mean.clamp(least, most) + place * step).collect()
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn names_keep_apart_and_near() {
        assert_eq!(apart(&[10, 50, 90], 10, 0, 100), [10, 50, 90]);
        assert_eq!(apart(&[50, 50, 50], 10, 0, 100), [40, 50, 60]);
        assert_eq!(apart(&[20, 21, 80, 80], 10, 0, 100), [15, 25, 75, 85]);
        assert_eq!(apart(&[0, 0, 99, 100], 10, 0, 100), [0, 10, 90, 100]);
        assert_eq!(apart(&[], 10, 0, 100), Vec::<i32>::new());
    }
}
