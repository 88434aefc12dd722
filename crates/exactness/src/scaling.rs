//! The same network with its numbers on the grid of a format.
//!
//! # Statement
//!
//! For a network F and a format there are positive integers s and t and a network G with
//! `G(s x) = t F(x)` for all x, whose weights and biases are all integers (for an integer format) or
//! all dyadic (for a floating-point one).
//!
//! # Construction
//!
//! `relu(c v) = c relu(v)` for `c > 0`. Neuron i of G is `c_i` times that of F, so a weight w between
//! i and j becomes `w c_j / c_i` and a bias b becomes `b c_j`. From the inputs on, where `c = s`, each
//! `c_j` is the least positive integer (the least odd one, for floating point) that puts the row on the
//! grid: the least common denominator of the numbers `w / c_i` and b. For the output it is t.
//!
//! Where everything is on the grid, all of these are 1 and G is F.

use network::{Affine, Form, Network, ShapeError, Weight};
use rug::{Integer, Rational};

use crate::{InputRange, NumberFormat};

/// A network whose numbers are on the grid of a format, and what it computes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scaled {
    /// G, with `G(s x) = t F(x)`.
    pub network: Network,
    /// The ranges of its inputs, `s x`.
    pub inputs: Vec<InputRange>,
    /// s, a positive integer.
    pub input_scale: Integer,
    /// t, a positive integer.
    pub output_scale: Integer,
}

impl Scaled {
    /// The network F with inputs in these ranges, scaled for a format.
    ///
    /// s is as given; else it is 1 if all inputs are on the grid of the format, and the least common
    /// denominator of the inputs if not.
    ///
    /// # Errors
    ///
    /// [`ShapeError::Point`] unless there is one range for each input.
    pub fn new(
        network: &Network,
        inputs: &[InputRange],
        format: NumberFormat,
        input_scale: Option<&Integer>,
    ) -> Result<Self, ShapeError> {
        if inputs.len() != network.inputs() {
            return Err(ShapeError::Point { found: inputs.len(), wanted: network.inputs() });
        }
        let input_scale = input_scale.cloned().unwrap_or_else(|| scale_of(inputs, format));
        let mut scales = vec![input_scale.clone(); network.inputs()];
        let mut maps = Vec::new();
        for map in network.maps() {
            let rows: Vec<(Form, Integer)> =
                map.iter().map(|row| scaled(row, &scales, format)).collect();
            // Outputs share one scale.
            let last = maps.len() == network.hidden().len();
            let common = last.then(|| lcm(rows.iter().map(|(_, scale)| scale)));
            let forms = rows.iter().map(|(form, scale)| match &common {
                Some(common) if common != scale => {
                    &Weight::from(Rational::from((common, scale))) * form
                }
                _ => form.clone(),
            });
            maps.push(Affine::new(map.inputs() as u32, forms)?);
            scales = match common {
                Some(common) => vec![common],
                None => rows.into_iter().map(|(_, scale)| scale).collect(),
            };
        }
        let (Some(output), [output_scale]) = (maps.pop(), scales.as_slice()) else {
            unreachable!("a network has an output map, whose rows share one scale")
        };
        Ok(Self {
            network: Network::new(maps, output)?,
            inputs: inputs.iter().map(|range| range.scaled(&input_scale)).collect(),
            input_scale,
            output_scale: output_scale.clone(),
        })
    }
}

/// 1 if all inputs are on the grid of the format, else their least common denominator.
fn scale_of(inputs: &[InputRange], format: NumberFormat) -> Integer {
    let denominator = lcm(inputs.iter().map(|range| &range.denominator));
    let is_on_grid = !format.is_integral() && denominator.is_power_of_two();
    if is_on_grid { Integer::from(1) } else { denominator }
}

fn lcm<'a>(numbers: impl Iterator<Item = &'a Integer>) -> Integer {
    numbers.fold(Integer::from(1), |common, number| common.lcm(number))
}

/// A row whose inputs have these scales, and its own scale.
fn scaled(row: network::Row<'_>, scales: &[Integer], format: NumberFormat) -> (Form, Integer) {
    let scale_of = |column: usize| Some(&scales[column]).filter(|scale| **scale != 1);
    let is_as_it_was = row.terms().all(|(column, _)| scale_of(column).is_none());
    let on_grid = |weight: &Weight| {
        weight.as_dyadic().is_some_and(|(_, exponent)| exponent >= 0 || !format.is_integral())
    };
    if is_as_it_was && on_grid(row.bias) && row.weights.iter().all(on_grid) {
        return (row.to_form(), Integer::from(1));
    }
    let terms: Vec<Rational> = (row.terms())
        .map(|(column, weight)| match scale_of(column) {
            Some(scale) => weight.to_rational() / scale,
            None => weight.to_rational(),
        })
        .collect();
    let bias = row.bias.to_rational();
    let mut scale = lcm(terms.iter().chain([&bias]).map(Rational::denom));
    if !format.is_integral() {
        scale >>= scale.find_one(0).expect("a common denominator is positive");
    }
    let terms = terms.into_iter().map(|term| Weight::from(term * &scale));
    let form = Form::new(row.columns.iter().copied().zip(terms), Weight::from(bias * &scale));
    (form, scale)
}
