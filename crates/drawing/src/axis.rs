//! Where an axis has ticks, and how its numbers are written.

use std::ops::Range;

use claims::spell;
use rug::{Rational, ops::Pow};

/// An axis keeps its labels apart by having at most this many.
const LABELS: usize = 8;

/// An axis: the part of it that is drawn, and its ticks.
#[derive(Clone)]
pub struct Axis {
    range: Range<f64>,
    is_logarithmic: bool,
    /// In increasing order.
    pub ticks: Vec<Tick>,
}

/// A place on an axis.
#[derive(Clone)]
pub struct Tick {
    /// Its part of the axis, from 0 to 1.
    pub part: f64,
    /// The number beside it; none beside a lighter tick.
    pub label: Option<String>,
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
        let is_binary = high / low >= 4.0 && values.clone().all(is_power_of_two);
        let (bold, light) = if is_binary { powers_of_two(low, high) } else { decimal(&range) };
        // Less than an octave may have no round number: ticks as on a linear axis.
        let bold = if bold.len() > 1 { bold } else { multiples(&range, 4, false) };
        Self::new(range, true, &bold, &light, |value| label(value, is_binary))
    }

    /// A logarithmic axis from one power of ten to another, with all of them written out.
    pub fn decades(values: impl Iterator<Item = u64> + Clone) -> Self {
        let power = |value: u64| (value.max(1) as f64).log10();
        let last = values.clone().map(power).fold(1.0, f64::max).ceil();
        let first = values.map(power).fold(f64::INFINITY, f64::min).floor().min(last - 1.0);
        let bold: Vec<Rational> = (first as i32..=last as i32).map(power_of_ten).collect();
        let written = |value: &Rational| {
            value.numer().to_u64().map_or_else(|| spell::scientific(value), spell::grouped)
        };
        Self::new(10_f64.powf(first)..10_f64.powf(last), true, &bold, &[], written)
    }

    /// A linear axis for these values with this many steps, or some more.
    pub fn linear(values: impl Iterator<Item = f64> + Clone, steps: usize) -> Self {
        let low = values.clone().fold(f64::INFINITY, f64::min);
        let high = values.fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = if high > low { (low, high) } else { (0.0, 1.0) };
        let room = (high - low) / 25.0;
        let bold = multiples(&(low..high), steps, false);
        Self::new(low - room..high + room, false, &bold, &[], |value| label(value, false))
    }

    /// A linear axis for counts: exactly this part, with ticks at whole numbers.
    pub fn whole(range: Range<f64>, steps: usize) -> Self {
        let bold = multiples(&range, steps, true);
        Self::new(range, false, &bold, &[], |value| label(value, false))
    }

    fn new(
        range: Range<f64>,
        is_logarithmic: bool,
        bold: &[Rational],
        light: &[Rational],
        label: impl Fn(&Rational) -> String,
    ) -> Self {
        let mut axis = Self { range, is_logarithmic, ticks: Vec::new() };
        let light = light.iter().filter(|value| !bold.contains(value)).map(|value| (value, None));
        let bold = bold.iter().map(|value| (value, Some(label(value))));
        let ticks = light.chain(bold);
        axis.ticks =
            ticks.map(|(value, label)| Tick { part: axis.part(value.to_f64()), label }).collect();
        axis.ticks.sort_by(|one, other| one.part.total_cmp(&other.part));
        axis
    }

    /// The part of the axis before a value, from 0 to 1.
    pub fn part(&self, value: f64) -> f64 {
        let place = |value: f64| if self.is_logarithmic { value.ln() } else { value };
        let (low, high) = (place(self.range.start), place(self.range.end));
        (place(value) - low) / (high - low)
    }
}

fn is_power_of_two(value: f64) -> bool {
    value >= 1.0 && value.log2().fract() == 0.0
}

/// Every power of two, or every second, third, ... one, that a label has room for.
fn powers_of_two(low: f64, high: f64) -> (Vec<Rational>, Vec<Rational>) {
    let (first, last) = (low.log2() as i32, high.log2() as i32);
    let step = (last - first) as usize / LABELS + 1;
    let powers = (first..=last).map(|k| Rational::from(1) << k);
    (powers.clone().step_by(step).collect(), powers.collect())
}

fn power_of_ten(power: i32) -> Rational {
    Rational::from(10).pow(power)
}

/// Powers of ten; with 2 and 5 times those where there are few.
fn decimal(range: &Range<f64>) -> (Vec<Rational>, Vec<Rational>) {
    let decades = range.start.log10().floor() as i32..=range.end.log10().ceil() as i32;
    let times = |digits: &[u32]| -> Vec<Rational> {
        let all = decades.clone().flat_map(|k| digits.iter().map(move |d| power_of_ten(k) * *d));
        all.filter(|value| range.contains(&value.to_f64())).collect()
    };
    let tens = times(&[1]);
    let step = tens.len() / LABELS + 1;
    let light = if step > 1 { tens.clone() } else { times(&[1, 2, 3, 4, 5, 6, 7, 8, 9]) };
    let bold = if tens.len() > 3 { tens } else { times(&[1, 2, 5]) };
    (bold.into_iter().step_by(step).collect(), light)
}

/// Multiples of 1, 2 or 5 times a power of ten, at least this many steps of them if the range allows;
/// `whole` ones in steps of at least 1.
fn multiples(range: &Range<f64>, steps: usize, whole: bool) -> Vec<Rational> {
    let width = (range.end - range.start) / steps as f64;
    let width = if whole { width.max(1.0) } else { width };
    let power = width.log10().floor() as i32;
    let is_least = |digit: &u32| f64::from(*digit) * 10_f64.powi(power) <= width;
    let digit = [5, 2].into_iter().find(is_least).unwrap_or(1);
    let step = power_of_ten(power) * digit;
    let first = (range.start / step.to_f64()).ceil() as i64;
    let last = (range.end / step.to_f64() + 1e-9).floor() as i64;
    (first..=last).map(|multiple| step.clone() * multiple).collect()
}

/// A number beside a tick: in full below 10 000 (powers of two below 100 000), then as `2·10⁵` or `2¹⁷`.
fn label(value: &Rational, is_binary: bool) -> String {
    match value.numer().significant_bits() {
        bits @ 18.. if is_binary => spell::power_of_two(bits as i32 - 1),
        _ if is_binary || *value < 10_000 => spell::exact(value),
        _ => spell::scientific(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: Axis) -> Vec<String> {
        axis.ticks.into_iter().filter_map(|tick| tick.label).collect()
    }

    fn logarithmic(values: &[f64]) -> Vec<String> {
        labels(Axis::logarithmic(values.iter().copied()))
    }

    #[test]
    fn ticks_are_different_and_few() {
        assert_eq!(logarithmic(&[16.0, 1024.0]), ["16", "32", "64", "128", "256", "512", "1024"]);
        assert_eq!(
            logarithmic(&[16.0, 4096.0 * 16.0]),
            ["16", "64", "256", "1024", "4096", "16384", "65536"]
        );
        assert_eq!(logarithmic(&[65536.0, 262_144.0]), ["65536", "2¹⁷", "2¹⁸"]);
        assert_eq!(logarithmic(&[300.0, 5000.0]), ["500", "1000", "2000", "5000"]);
        assert_eq!(logarithmic(&[7.0, 900_000.0]), ["10", "100", "1000", "10⁴", "10⁵", "10⁶"]);
        assert!(logarithmic(&[1.0, 1e20]).len() <= LABELS);
        assert_eq!(logarithmic(&[12.0, 12.0]), ["10", "11", "12", "13", "14", "15"]);
        assert_eq!(logarithmic(&[1.5e5, 3e5]), ["1.5·10⁵", "2·10⁵", "2.5·10⁵", "3·10⁵", "3.5·10⁵"]);
        assert_eq!(logarithmic(&[]), ["1", "2", "4", "8"]);
    }

    #[test]
    fn linear_ticks_are_round() {
        let linear = |low, high| labels(Axis::linear([low, high].into_iter(), 2));
        assert_eq!(linear(0.0, 1.0), ["0", "0.5", "1"]);
        assert_eq!(linear(-0.5, 15.5), ["0", "5", "10", "15"]);
        assert_eq!(linear(0.0, 60_000.0), ["0", "2·10⁴", "4·10⁴", "6·10⁴"]);
        assert_eq!(labels(Axis::whole(0.5..3.5, 8)), ["1", "2", "3"]);
        assert_eq!(
            labels(Axis::decades([37, 1500].into_iter())),
            ["10", "100", "1\u{202f}000", "10\u{202f}000"]
        );
    }

    #[test]
    fn every_value_and_every_tick_is_on_the_axis() {
        for values in [[3.0, 5e6], [64.0, 1024.0], [0.001, 0.002]] {
            for axis in [Axis::logarithmic(values.into_iter()), Axis::linear(values.into_iter(), 4)]
            {
                let ticks = axis.ticks.iter().map(|tick| tick.part);
                for part in values.map(|value| axis.part(value)).into_iter().chain(ticks) {
                    assert!((0.0..=1.0).contains(&part), "{values:?}: {part}");
                }
            }
        }
    }
}
