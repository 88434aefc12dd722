//! Bounds for all partial sums of a network, layer by layer.
//!
//! A row's terms have the ranges of their neurons (see `groups`); the sum of all positive ends, and of
//! all negative ones, bounds each partial sum.

use std::fmt;

use network::{Network, Row, Weight};
use rug::{Integer, Rational};

use crate::{
    InputRange, NumberFormat,
    groups::{Layer, Value, positive, scaled},
};

/// Why a format does not evaluate a network exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A sum, a product, a weight or a bias needs so many significant bits.
    TooLong {
        /// Bits needed.
        bits: u64,
    },
    /// A number is no multiple of a power of two, or of 1 for an integer format.
    NotOnGrid,
    /// A number is beyond the largest or below the least power of two of the format.
    Exponent,
}

/// The first neuron that a format does not evaluate exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Obstacle {
    /// Affine map that the neuron is a row of, from 1; 0 for an input of the network.
    pub layer: usize,
    /// Row of the map, or number of the input, from 0.
    pub neuron: usize,
    /// What is wrong there.
    pub reason: Reason,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.layer {
            0 => write!(f, "input {}", self.neuron)?,
            layer => write!(f, "neuron {} of layer {layer}", self.neuron)?,
        }
        match self.reason {
            Reason::TooLong { bits } => write!(f, " needs {bits} bits"),
            Reason::NotOnGrid => f.write_str(" is not a multiple of a number of the format"),
            Reason::Exponent => f.write_str(" is beyond the exponents of the format"),
        }
    }
}

/// The numbers of one neuron: its sums are multiples of `2^grid` and at most `magnitude`, like its
/// weights and its bias, which are multiples of `2^weight_grid`.
pub(crate) struct Size {
    magnitude: Rational,
    grid: Option<i64>,
    weight_grid: Option<i64>,
    /// Significant bits of the longest weight.
    weight_bits: u64,
}

impl Size {
    /// The bits of a format that the numbers need.
    ///
    /// # Errors
    ///
    /// What is wrong if no number of bits is enough.
    pub(crate) fn bits(&self, format: NumberFormat) -> Result<u64, Reason> {
        let (Some(grid), Some(weight_grid)) = (self.grid, self.weight_grid) else {
            return Err(Reason::NotOnGrid);
        };
        let (least, end) = format.exponents();
        let finest = grid.min(weight_grid);
        if format.is_integral() {
            let bits = u64::from(Integer::from(self.magnitude.ceil_ref()).significant_bits());
            return if finest < 0 { Err(Reason::NotOnGrid) } else { Ok(bits) };
        }
        // Exponents are those of numbers in memory.
        let units = Integer::from((self.magnitude.clone() >> grid as i32).ceil_ref());
        let bits = u64::from(units.significant_bits()).max(self.weight_bits);
        let beyond = self.magnitude >= Rational::from(1) << end as i32;
        // What is too long is said to be so first.
        let is_short = bits <= format.bits();
        if is_short && (beyond || finest < least) { Err(Reason::Exponent) } else { Ok(bits) }
    }

    fn of_input(value: &Value) -> Self {
        let magnitude = value.lower.clone().abs().max(value.upper.clone().abs());
        Self { magnitude, grid: value.grid, weight_grid: Some(0), weight_bits: 0 }
    }

    /// Bounds for all partial sums of a row.
    fn of_row(row: Row<'_>, values: &[Value]) -> Self {
        let (mut above, mut below) = (Rational::new(), Rational::new());
        let mut longest = Rational::new();
        let (mut grid, mut weight_grid, mut weight_bits) = (Some(0), Some(0), 0);
        let bias = (!row.bias.is_zero()).then_some((row.bias, None));
        let products = row.terms().map(|(column, weight)| (weight, Some(&values[column])));
        for (i, (weight, value)) in bias.into_iter().chain(products).enumerate() {
            let parts = dyadic(weight);
            weight_grid = weight_grid.zip(parts).map(|(least, (exponent, _))| least.min(exponent));
            // A weight that is not dyadic leaves no grid, whatever its bits.
            weight_bits = weight_bits.max(parts.map_or(0, |(_, bits)| bits));
            longest = longest.max(weight.to_rational().abs());
            let (ends, unit) = match value {
                Some(value) => (scaled(weight, &value.lower, &value.upper), value.grid),
                None => ((weight.to_rational(), weight.to_rational()), Some(0)),
            };
            below += positive(-ends.0);
            above += positive(ends.1);
            let multiple = parts.zip(unit).map(|((exponent, _), unit)| exponent + unit);
            grid = if i == 0 { multiple } else { grid.zip(multiple).map(|(a, b)| a.min(b)) };
        }
        // Weights have to be held too.
        Self { magnitude: above.max(below).max(longest), grid, weight_grid, weight_bits }
    }
}

/// The numbers of each neuron, for inputs in these ranges, one for each input: `meet` gets the layer (0
/// for the inputs), the number of the neuron and its size.
pub(crate) fn walk(
    network: &Network,
    inputs: &[InputRange],
    mut meet: impl FnMut(usize, usize, &Size),
) {
    let mut layer = Layer::inputs(inputs);
    for (i, value) in layer.values.iter().enumerate() {
        meet(0, i, &Size::of_input(value));
    }
    for (number, map) in network.maps().enumerate() {
        let sizes: Vec<Size> = map.iter().map(|row| Size::of_row(row, &layer.values)).collect();
        for (i, size) in sizes.iter().enumerate() {
            meet(number + 1, i, size);
        }
        let grids: Vec<Option<i64>> = sizes.iter().map(|size| size.grid).collect();
        layer = layer.next(map, &grids);
    }
}

/// The exponent of the largest power of two that a number other than 0 is a multiple of, and the bits
/// of the quotient; `None` unless the number is dyadic.
fn dyadic(weight: &Weight) -> Option<(i64, u64)> {
    if let Some((mantissa, exponent)) = weight.as_dyadic() {
        let bits = u64::from(64 - mantissa.unsigned_abs().leading_zeros());
        return Some((i64::from(exponent), bits));
    }
    let value = weight.as_long()?;
    let zeros = value.numer().find_one(0)?;
    let bits = u64::from(value.numer().significant_bits() - zeros);
    let down = i64::from(value.denom().significant_bits()) - 1;
    value.denom().is_power_of_two().then(|| (i64::from(zeros) - down, bits))
}
