//! Which number formats evaluate a network exactly, whatever the order of summation.
//!
//! # Statement
//!
//! Let the inputs lie in given ranges, on given grids. A format evaluates the network exactly if it
//! holds each weight, each bias, each product, and each sum of any of the terms of a row, for all
//! such inputs: then no operation rounds or overflows, in any order, fused or not.
//!
//! - An integer format needs integers throughout, below `2^63` in absolute value.
//! - A binary floating-point format with p significant bits needs, for each neuron, numbers that are
//!   multiples of one power of two `2^g` and below `2^(g + p)`.
//!
//! # Construction
//!
//! Bounds go from layer to layer. A row's terms have the ranges of their neurons; the sum of all
//! positive ends, and of all negative ones, bounds each partial sum. Intervals alone would grow from
//! layer to layer, because `V - relu(2V - t)` has V twice. So neurons of one layer whose rows are
//! parallel are taken together: they are functions of one number z, and a sum of such functions is
//! piecewise linear, with its extremes at corners of z or at the ends of its range.
//!
//! # Silence
//!
//! A verdict against a format says that this proof fails there, not that some input is rounded.
//!
//! This module knows no construction.

use std::{cmp::Ordering, collections::HashMap, fmt};

use network::{Affine, Network, Row, ShapeError, Weight};
use rug::{Integer, Rational};

/// A machine format for numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberFormat {
    /// IEEE 754 single precision, 24 significant bits.
    F32,
    /// IEEE 754 double precision, 53 significant bits.
    F64,
    /// 64-bit integers in two's complement.
    I64,
}

impl NumberFormat {
    /// All formats, the shortest first.
    pub const ALL: [Self; 3] = [Self::F32, Self::F64, Self::I64];

    /// Integers of so many bits are held exactly.
    #[must_use]
    pub fn bits(self) -> u64 {
        match self {
            Self::F32 => 24,
            Self::F64 => 53,
            Self::I64 => 63,
        }
    }

    /// Exponent of the least positive number, and of the least power of two that is too large.
    fn exponents(self) -> (i64, i64) {
        match self {
            Self::F32 => (-149, 128),
            Self::F64 => (-1074, 1024),
            Self::I64 => (0, 63),
        }
    }
}

impl fmt::Display for NumberFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::I64 => "i64",
        })
    }
}

/// The values that an input takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputRange {
    /// Least value.
    pub lower: Rational,
    /// Largest value.
    pub upper: Rational,
    /// Values are multiples of `1 / denominator`, a positive integer.
    pub denominator: Integer,
}

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

/// For each format, what keeps it from evaluating a network exactly, if anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formats {
    obstacles: [Option<Obstacle>; 3],
    /// Bits of the largest integer that is at least any weight, bias or partial sum, in absolute
    /// value.
    pub largest_bits: u64,
}

impl Formats {
    /// What keeps a format from evaluating the network exactly; `None` if nothing does.
    #[must_use]
    pub fn obstacle(&self, format: NumberFormat) -> Option<Obstacle> {
        let [f32, f64, i64] = self.obstacles;
        match format {
            NumberFormat::F32 => f32,
            NumberFormat::F64 => f64,
            NumberFormat::I64 => i64,
        }
    }

    /// Does the format evaluate the network exactly?
    #[must_use]
    pub fn is_exact(&self, format: NumberFormat) -> bool {
        self.obstacle(format).is_none()
    }

    fn meet(&mut self, layer: usize, neuron: usize, size: &Size) {
        let bits = u64::from(Integer::from(size.magnitude.ceil_ref()).significant_bits());
        self.largest_bits = self.largest_bits.max(bits);
        for (obstacle, format) in self.obstacles.iter_mut().zip(NumberFormat::ALL) {
            if obstacle.is_none() {
                *obstacle =
                    size.refused_by(format).map(|reason| Obstacle { layer, neuron, reason });
            }
        }
    }
}

/// The numbers of one neuron: its sums are multiples of `2^grid` and at most `magnitude`, like its
/// weights and its bias, which are multiples of `2^weight_grid`.
struct Size {
    magnitude: Rational,
    grid: Option<i64>,
    weight_grid: Option<i64>,
    /// Significant bits of the longest weight.
    weight_bits: u64,
}

impl Size {
    fn refused_by(&self, format: NumberFormat) -> Option<Reason> {
        let (Some(grid), Some(weight_grid)) = (self.grid, self.weight_grid) else {
            return Some(Reason::NotOnGrid);
        };
        let (least, end) = format.exponents();
        let finest = grid.min(weight_grid);
        let integers = format == NumberFormat::I64;
        if integers && finest < 0 {
            return Some(Reason::NotOnGrid);
        }
        let unit = if integers { 0 } else { grid };
        // Exponents are those of numbers in memory.
        let units = Integer::from((self.magnitude.clone() >> unit as i32).ceil_ref());
        let bits = u64::from(units.significant_bits()).max(self.weight_bits);
        if bits > format.bits() {
            return Some(Reason::TooLong { bits });
        }
        let beyond = self.magnitude >= Rational::from(1) << end as i32;
        (beyond || finest < least).then_some(Reason::Exponent)
    }
}

/// A value of a layer: a function of one number, shared with parallel neurons of the layer.
struct Value {
    lower: Rational,
    upper: Rational,
    grid: Option<i64>,
    /// Which group the value belongs to, and `relu(scale z + offset)`; inputs belong to none.
    part: Option<Part>,
}

struct Part {
    group: usize,
    scale: Rational,
    offset: Rational,
}

impl Part {
    fn at(&self, z: &Rational) -> Rational {
        positive(Rational::from(&self.scale * z) + &self.offset)
    }
}

/// The range of z, for the rows that are parallel to one.
struct Group<'a> {
    row: Row<'a>,
    lower: Rational,
    upper: Rational,
}

/// The formats that evaluate the network exactly, for inputs in these ranges.
///
/// # Errors
///
/// [`ShapeError::Point`] unless there is one range for each input.
pub fn number_formats(network: &Network, inputs: &[InputRange]) -> Result<Formats, ShapeError> {
    if inputs.len() != network.inputs() {
        return Err(ShapeError::Point { found: inputs.len(), wanted: network.inputs() });
    }
    let mut formats = Formats { obstacles: [None; 3], largest_bits: 0 };
    let mut values: Vec<Value> = inputs.iter().map(Value::input).collect();
    for (i, value) in values.iter().enumerate() {
        formats.meet(0, i, &value.size());
    }
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (layer, map) in network.maps().enumerate() {
        (groups, values) = next_layer(map, &groups, &values, |neuron, size| {
            formats.meet(layer + 1, neuron, &size);
        });
    }
    Ok(formats)
}

/// Bounds for the neurons of a map.
fn next_layer<'a>(
    map: &'a Affine,
    groups: &[Group<'_>],
    values: &[Value],
    mut meet: impl FnMut(usize, Size),
) -> (Vec<Group<'a>>, Vec<Value>) {
    let mut next: Vec<Group<'a>> = Vec::new();
    let mut by_columns: HashMap<&[u32], Vec<usize>> = HashMap::new();
    let mut neurons = Vec::with_capacity(map.rows());
    for (i, row) in map.iter().enumerate() {
        let size = size_of(row, values);
        let grid = size.grid;
        meet(i, size);
        let candidates = by_columns.entry(row.columns).or_default();
        let found = candidates.iter().find_map(|group| {
            let scale = ratio(row, next.get(*group)?.row)?;
            Some((*group, scale))
        });
        let (group, scale) = found.unwrap_or_else(|| {
            let (lower, upper) = range(row, groups, values);
            candidates.push(next.len());
            next.push(Group { row, lower, upper });
            (next.len() - 1, Rational::from(1))
        });
        neurons.push(next.get(group).map(|group_| {
            let offset = row.bias.to_rational() - group_.row.bias.to_rational() * &scale;
            let part = Part { group, scale, offset };
            let (a, b) = (part.at(&group_.lower), part.at(&group_.upper));
            let (lower, upper) = if a <= b { (a, b) } else { (b, a) };
            Value { lower, upper, grid, part: Some(part) }
        }));
    }
    (next, neurons.into_iter().flatten().collect())
}

impl Value {
    fn input(range: &InputRange) -> Self {
        let denominator = &range.denominator;
        let grid =
            (denominator.is_power_of_two()).then(|| -i64::from(denominator.significant_bits() - 1));
        Self { lower: range.lower.clone(), upper: range.upper.clone(), grid, part: None }
    }

    fn size(&self) -> Size {
        let magnitude = self.lower.clone().abs().max(self.upper.clone().abs());
        Size { magnitude, grid: self.grid, weight_grid: Some(0), weight_bits: 0 }
    }
}

/// `max(value, 0)`.
fn positive(value: Rational) -> Rational {
    if value < 0 { Rational::new() } else { value }
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

/// Bounds for all partial sums of a row.
fn size_of(row: Row<'_>, values: &[Value]) -> Size {
    let (mut above, mut below, mut longest) = (Rational::new(), Rational::new(), Rational::new());
    let (mut grid, mut weight_grid, mut weight_bits) = (Some(0), Some(0), 0);
    let bias = (!row.bias.is_zero()).then_some((row.bias, None));
    let products = row.terms().map(|(column, weight)| (weight, values.get(column)));
    for (i, (weight, value)) in bias.into_iter().chain(products).enumerate() {
        let parts = dyadic(weight);
        weight_grid = weight_grid.zip(parts).map(|(least, (exponent, _))| least.min(exponent));
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
    Size { magnitude: above.max(below).max(longest), grid, weight_grid, weight_bits }
}

/// The range of `weight * v` for v in `[lower, upper]`.
fn scaled(weight: &Weight, lower: &Rational, upper: &Rational) -> (Rational, Rational) {
    let weight = weight.to_rational();
    let (a, b) = (Rational::from(lower * &weight), Rational::from(upper * &weight));
    if weight < 0 { (b, a) } else { (a, b) }
}

/// The range of a row, each group of parallel neurons taken together.
fn range(row: Row<'_>, groups: &[Group<'_>], values: &[Value]) -> (Rational, Rational) {
    let bias = row.bias.to_rational();
    let (mut lower, mut upper) = (bias.clone(), bias);
    let mut together: HashMap<usize, Vec<(Rational, &Part)>> = HashMap::new();
    for (column, weight) in row.terms() {
        let Some(value) = values.get(column) else { continue };
        if let Some(part) = &value.part {
            together.entry(part.group).or_default().push((weight.to_rational(), part));
        } else {
            let (least, largest) = scaled(weight, &value.lower, &value.upper);
            lower += least;
            upper += largest;
        }
    }
    for (group, parts) in together {
        let Some(group) = groups.get(group) else { continue };
        let corners = parts.iter().filter_map(|(_, part)| {
            (part.scale.cmp0() != Ordering::Equal)
                .then(|| Rational::from(-&part.offset) / &part.scale)
                .filter(|z| group.lower < *z && *z < group.upper)
        });
        let at = |z: &Rational| -> Rational {
            parts.iter().map(|(weight, part)| Rational::from(weight * &part.at(z))).sum()
        };
        let ends = [at(&group.lower), at(&group.upper)];
        let all: Vec<Rational> = corners.map(|z| at(&z)).chain(ends).collect();
        lower += all.iter().min().unwrap_or(&Rational::new());
        upper += all.iter().max().unwrap_or(&Rational::new());
    }
    (lower, upper)
}

/// `a / b`, if the weights of a are a multiple of those of b, in the same columns.
fn ratio(a: Row<'_>, b: Row<'_>) -> Option<Rational> {
    let (Some(first), Some(other)) = (a.weights.first(), b.weights.first()) else {
        return Some(Rational::new());
    };
    let parallel =
        a.weights.iter().zip(b.weights).all(|(weight, of_b)| weight * other == of_b * first);
    parallel.then(|| first.to_rational() / other.to_rational())
}
