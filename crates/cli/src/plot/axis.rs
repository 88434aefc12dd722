//! Where an axis has ticks, and how its numbers are written. Floats have their job here: drawing axes.

#![allow(clippy::disallowed_types, clippy::float_arithmetic)]

use std::ops::Range;

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};

/// An axis keeps its labels apart by having at most this many.
const LABELS: usize = 8;

/// An axis: the part of it that is drawn, and its ticks.
#[derive(Clone)]
pub struct Axis {
    range: Range<f64>,
    is_logarithmic: bool,
    /// Ticks with a label.
    bold: Vec<f64>,
    /// Ticks without.
    light: Vec<f64>,
    /// Ticks are powers of two.
    binary: bool,
}

impl Axis {
    /// A logarithmic axis for these values, all of them positive. Where all are powers of two, so are
    /// its ticks.
    pub fn logarithmic(values: impl Iterator<Item = f64> + Clone) -> Self {
        let low = values.clone().fold(f64::INFINITY, f64::min);
        let high = values.clone().fold(0.0, f64::max);
        // A plot without points still has axes.
        let (low, high) = if high > 0.0 { (low, high) } else { (1.0, 10.0) };
        // Room for markers at the ends.
        let room = (high / low).powf(0.05).max(1.25);
        let range = low / room..high * room;
        let binary = high / low >= 4.0 && values.clone().all(is_power_of_two);
        let (bold, light) = if binary { powers_of_two(low, high) } else { decimal(&range) };
        // Less than an octave may have no round number: ticks as on a linear axis.
        let bold = if bold.len() > 1 { bold } else { linear(&range, 4) };
        Self { range, is_logarithmic: true, bold, light, binary }
    }

    /// A linear axis for these values with this many steps, or some more.
    pub fn linear(values: impl Iterator<Item = f64> + Clone, steps: usize) -> Self {
        let low = values.clone().fold(f64::INFINITY, f64::min);
        let high = values.fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = if high > low { (low, high) } else { (0.0, 1.0) };
        let room = (high - low) / 25.0;
        let bold = linear(&(low..high), steps);
        let range = low - room..high + room;
        Self { range, is_logarithmic: false, light: bold.clone(), bold, binary: false }
    }

    /// The number beside a tick.
    pub fn label(&self, value: f64) -> String {
        label(value, self.binary)
    }
}

impl Ranged for Axis {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let place = |value: f64| if self.is_logarithmic { value.ln() } else { value };
        let (low, high) = (place(self.range.start), place(self.range.end));
        let part = (place(*value) - low) / (high - low);
        from + (part * f64::from(to - from)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() { self.light.clone() } else { self.bold.clone() }
    }

    fn range(&self) -> Range<f64> {
        self.range.clone()
    }
}

fn is_power_of_two(value: f64) -> bool {
    value >= 1.0 && value.log2().fract() == 0.0
}

/// Every power of two, or every second, third, ... one, that a label has room for.
fn powers_of_two(low: f64, high: f64) -> (Vec<f64>, Vec<f64>) {
    let (first, last) = (low.log2() as i32, high.log2() as i32);
    let step = (last - first) as usize / LABELS + 1;
    let powers = (first..=last).map(|k| 2_f64.powi(k));
    (powers.clone().step_by(step).collect(), powers.collect())
}

/// Powers of ten; with 2 and 5 times those where there are few.
fn decimal(range: &Range<f64>) -> (Vec<f64>, Vec<f64>) {
    let decades = range.start.log10().floor() as i32..=range.end.log10().ceil() as i32;
    let times = |digits: &[f64]| -> Vec<f64> {
        let all =
            decades.clone().flat_map(|k| digits.iter().map(move |digit| digit * 10_f64.powi(k)));
        all.filter(|value| range.contains(value)).collect()
    };
    let tens = times(&[1.0]);
    let step = tens.len() / LABELS + 1;
    let light = if step > 1 { tens.clone() } else { times(&[1., 2., 3., 4., 5., 6., 7., 8., 9.]) };
    let bold = if tens.len() > 3 { tens } else { times(&[1.0, 2.0, 5.0]) };
    (bold.into_iter().step_by(step).collect(), light)
}

/// Multiples of 1, 2 or 5 times a power of ten, at least this many steps of them if the range allows.
fn linear(range: &Range<f64>, steps: usize) -> Vec<f64> {
    let width = (range.end - range.start) / steps as f64;
    let ten = 10_f64.powf(width.log10().floor());
    let digit = [5.0, 2.0].into_iter().find(|digit| digit * ten <= width).unwrap_or(1.0);
    let step = digit * ten;
    let first = (range.start / step).ceil() as i64;
    let last = (range.end / step + 1e-9).floor() as i64;
    (first..=last).map(|multiple| multiple as f64 * step).collect()
}

/// A number beside a tick: in full below 10 000 (powers of two below 100 000), then as `2·10⁵` or `2¹⁷`.
fn label(value: f64, binary: bool) -> String {
    if binary && value >= 1e5 {
        return format!("2{}", superscript(value.log2() as u32));
    }
    if value < 1e4 || binary {
        // Without the noise of the last binary places.
        return format!("{}", (value * 1e6).round() / 1e6);
    }
    let power = (value * 1.000_001).log10().floor();
    let digit = (value / 10_f64.powf(power) * 10.0).round() / 10.0;
    let ten = format!("10{}", superscript(power as u32));
    if digit == 1.0 { ten } else { format!("{digit}·{ten}") }
}

fn superscript(number: u32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = number.to_string();
    digits.chars().filter_map(|c| DIGITS.get(c.to_digit(10)? as usize).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(values: &[f64]) -> Vec<String> {
        let axis = Axis::logarithmic(values.iter().copied());
        axis.bold.iter().map(|value| axis.label(*value)).collect()
    }

    #[test]
    fn ticks_are_different_and_few() {
        assert_eq!(labels(&[16.0, 1024.0]), ["16", "32", "64", "128", "256", "512", "1024"]);
        assert_eq!(
            labels(&[16.0, 4096.0 * 16.0]),
            ["16", "64", "256", "1024", "4096", "16384", "65536"]
        );
        assert_eq!(labels(&[300.0, 5000.0]), ["500", "1000", "2000", "5000"]);
        assert_eq!(labels(&[7.0, 900_000.0]), ["10", "100", "1000", "10⁴", "10⁵", "10⁶"]);
        assert!(labels(&[1.0, 1e20]).len() <= LABELS);
        assert_eq!(labels(&[12.0, 12.0]), ["10", "11", "12", "13", "14", "15"]);
        assert_eq!(labels(&[1.5e5, 3e5]), ["1.5·10⁵", "2·10⁵", "2.5·10⁵", "3·10⁵", "3.5·10⁵"]);
    }
}
