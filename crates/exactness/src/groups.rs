//! Ranges of neurons, those with parallel rows taken together.
//!
//! Bounds for each neuron alone would grow from layer to layer, because `V - relu(2V - t)` has V
//! twice. So neurons of one layer whose rows are parallel are functions of one number z; a sum of such
//! functions is piecewise linear, with its extremes at corners of z or at the ends of its range.

use std::collections::HashMap;

use network::{Affine, Row, Weight};
use rug::Rational;

use crate::InputRange;

/// A value of a layer: a function of one number, shared with parallel neurons of the layer.
pub(crate) struct Value {
    pub lower: Rational,
    pub upper: Rational,
    /// The value is a multiple of `2^grid`; `None` if there is no such number.
    pub grid: Option<i64>,
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

/// The values of one layer, and the groups that they belong to.
pub(crate) struct Layer<'a> {
    pub values: Vec<Value>,
    groups: Vec<Group<'a>>,
}

impl<'a> Layer<'a> {
    /// The inputs of a network.
    pub(crate) fn inputs(ranges: &[InputRange]) -> Self {
        let value = |range: &InputRange| {
            let denominator = &range.denominator;
            let bits = i64::from(denominator.significant_bits());
            let grid = denominator.is_power_of_two().then(|| 1 - bits);
            Value { lower: range.lower.clone(), upper: range.upper.clone(), grid, part: None }
        };
        Self { values: ranges.iter().map(value).collect(), groups: Vec::new() }
    }

    /// The neurons of the next map, whose sums lie on these grids.
    pub(crate) fn next(&self, map: &'a Affine, grids: &[Option<i64>]) -> Self {
        let mut groups: Vec<Group<'a>> = Vec::new();
        let mut by_columns: HashMap<&[u32], Vec<usize>> = HashMap::new();
        let mut values = Vec::with_capacity(map.rows());
        assert_eq!(grids.len(), map.rows(), "one grid for each row");
        for (row, grid) in map.iter().zip(grids) {
            let candidates = by_columns.entry(row.columns).or_default();
            let found = (candidates.iter())
                .find_map(|index| Some((*index, ratio(row, groups[*index].row)?)));
            let (index, scale) = found.unwrap_or_else(|| {
                let (lower, upper) = self.range(row);
                candidates.push(groups.len());
                groups.push(Group { row, lower, upper });
                (groups.len() - 1, Rational::from(1))
            });
            let group = &groups[index];
            let offset = row.bias.to_rational() - group.row.bias.to_rational() * &scale;
            let part = Part { group: index, scale, offset };
            let (a, b) = (part.at(&group.lower), part.at(&group.upper));
            let (lower, upper) = if a <= b { (a, b) } else { (b, a) };
            values.push(Value { lower, upper, grid: *grid, part: Some(part) });
        }
        Self { values, groups }
    }

    /// The range of a row, each group of parallel neurons taken together.
    fn range(&self, row: Row<'_>) -> (Rational, Rational) {
        let bias = row.bias.to_rational();
        let (mut lower, mut upper) = (bias.clone(), bias);
        let mut together: HashMap<usize, Vec<(Rational, &Part)>> = HashMap::new();
        for (column, weight) in row.terms() {
            let value = &self.values[column];
            if let Some(part) = &value.part {
                together.entry(part.group).or_default().push((weight.to_rational(), part));
            } else {
                let (least, largest) = scaled(weight, &value.lower, &value.upper);
                lower += least;
                upper += largest;
            }
        }
        for (group, parts) in together {
            let (least, largest) = extremes(&self.groups[group], &parts);
            lower += least;
            upper += largest;
        }
        (lower, upper)
    }
}

/// The extremes of a sum of functions of z, from corner to corner.
fn extremes(group: &Group<'_>, parts: &[(Rational, &Part)]) -> (Rational, Rational) {
    let start = &group.lower;
    let mut slope = Rational::new();
    let mut value = Rational::new();
    let mut corners: Vec<(Rational, Rational)> = Vec::new();
    for (weight, part) in parts {
        let at_start = part.at(start);
        value += Rational::from(weight * &at_start);
        if part.scale == 0 {
            continue;
        }
        let corner = Rational::from(-&part.offset) / &part.scale;
        // The slope just after the start, where the ReLU is open if z is on its side of the corner.
        let is_open = if part.scale > 0 { *start >= corner } else { *start < corner };
        if is_open {
            slope += Rational::from(weight * &part.scale);
        }
        // A corner adds |scale| to the slope, whichever side is open.
        if *start < corner && corner < group.upper {
            corners.push((corner, Rational::from(weight * &part.scale.clone().abs())));
        }
    }
    corners.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let (mut least, mut largest) = (value.clone(), value.clone());
    let mut z = start.clone();
    let ends = std::iter::once((group.upper.clone(), Rational::new()));
    for (corner, gain) in corners.into_iter().chain(ends) {
        value += Rational::from(&corner - &z) * &slope;
        slope += gain;
        z = corner;
        if value < least {
            least.clone_from(&value);
        } else if value > largest {
            largest.clone_from(&value);
        }
    }
    (least, largest)
}

/// The range of `weight * v` for v in `[lower, upper]`.
pub(crate) fn scaled(weight: &Weight, lower: &Rational, upper: &Rational) -> (Rational, Rational) {
    let weight = weight.to_rational();
    let (a, b) = (Rational::from(lower * &weight), Rational::from(upper * &weight));
    if weight < 0 { (b, a) } else { (a, b) }
}

/// `max(value, 0)`.
pub(crate) fn positive(value: Rational) -> Rational {
    if value < 0 { Rational::new() } else { value }
}

/// `a / b`, if the weights of a are a multiple of those of b, in the same columns.
fn ratio(a: Row<'_>, b: Row<'_>) -> Option<Rational> {
    let (Some(first), Some(other)) = (a.weights.first(), b.weights.first()) else {
        // In no columns, nothing is 0 times nothing.
        return Some(Rational::new());
    };
    let parallel =
        a.weights.iter().zip(b.weights).all(|(weight, of_b)| weight * other == of_b * first);
    parallel.then(|| first.to_rational() / other.to_rational())
}

#[cfg(test)]
mod tests {
    use network::Form;
    use proptest::prelude::*;
    use rug::Integer;

    use super::*;

    proptest! {
        /// The range of a sum over parallel neurons is that of its values at corners and ends.
        #[test]
        fn extremes_are_those_of_all_corners(
            (lower, length) in (-9_i64..=9, 0_i64..=12),
            parts in prop::collection::vec((-4_i64..=4, -9_i64..=9, -5_i64..=5), 1..9),
        ) {
            let upper = lower + length;
            let input = InputRange {
                lower: lower.into(), upper: upper.into(), denominator: Integer::from(1),
            };
            let rows = parts.iter().map(|(scale, offset, _)| *scale * Form::input(0) + *offset);
            let map = Affine::new(1, rows).unwrap();
            let grids = vec![Some(0); map.rows()];
            let layer = Layer::inputs(std::slice::from_ref(&input)).next(&map, &grids);
            let weights = parts.iter().map(|(_, _, weight)| Weight::from(*weight));
            let sum = Affine::new(map.rows() as u32, [Form::new((0..).zip(weights), Weight::ZERO)]);
            let found = layer.range(sum.unwrap().row(0).unwrap());

            let corners = parts.iter().filter(|part| part.0 != 0);
            let corners = corners.map(|(scale, offset, _)| Rational::from((-offset, *scale)));
            let values: Vec<Rational> = corners
                .chain([lower.into(), upper.into()])
                .filter(|z| *z >= lower && *z <= upper)
                .map(|z| {
                    let term = |(scale, offset, weight): &(i64, i64, i64)| {
                        positive(Rational::from(&z * *scale) + *offset) * *weight
                    };
                    parts.iter().map(term).sum()
                })
                .collect();
            prop_assert_eq!(&found.0, values.iter().min().unwrap());
            prop_assert_eq!(&found.1, values.iter().max().unwrap());
        }
    }
}
