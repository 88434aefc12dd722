//! A network prepared for evaluation: the direction of its key, and its rows, flat.
//!
//! # Key
//!
//! If all rows of the first map are multiples of one direction `v`, then every neuron is a piecewise
//! linear function of the **key** `v . x`, and the program starts from the key instead of `x`.
//!
//! # Rows
//!
//! The terms of a row with one long weight `D` up to its sign follow each other, and the bias joins
//! them if it is `+-D` too: `V + D p - D q` multiplies `D` by `p - q`, and
//! `u + U (p + q) - U` multiplies `U` by `p + q - 1`.

use network::{Affine, Network, Row, Weight};
use rug::{Integer, Rational};

use crate::number::{Coefficient, LongWeights};

/// A network, prepared for [`Program::evaluate`] and [`Program::verify`].
///
/// [`Program::evaluate`]: crate::Program::evaluate
/// [`Program::verify`]: crate::Program::verify
#[derive(Debug)]
pub struct Program {
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    /// The direction of the key, if there is one.
    pub(crate) direction: Option<Vec<Integer>>,
    /// All layers, the output map last.
    pub(crate) layers: Vec<Layer>,
    rows: Vec<RowEnd>,
    terms: Vec<Term>,
    pub(crate) longs: LongWeights,
    #[cfg(test)]
    pub(crate) fault: crate::fault::Fault,
}

/// A layer: its rows among all rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layer {
    first: usize,
    end: usize,
}

impl Layer {
    pub(crate) fn rows(self) -> usize {
        self.end - self.first
    }
}

#[derive(Clone, Copy, Debug)]
struct RowEnd {
    end: usize,
    bias: Coefficient,
}

/// One weight of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    pub(crate) column: u32,
    pub(crate) coefficient: Coefficient,
}

impl Program {
    /// Prepares `network`, in time and memory proportional to its edges.
    #[must_use]
    pub fn compile(network: &Network) -> Self {
        let mut program = Self {
            inputs: network.inputs(),
            outputs: network.outputs(),
            direction: None,
            layers: Vec::with_capacity(network.hidden_layers() + 1),
            rows: Vec::new(),
            terms: Vec::new(),
            longs: LongWeights::default(),
            #[cfg(test)]
            fault: crate::fault::Fault::default(),
        };
        for map in network.maps() {
            if program.layers.is_empty()
                && let Some((direction, multiples)) = one_direction(map)
            {
                program.direction = Some(direction);
                let rows = multiples.iter().zip(map.iter());
                program.push_layer(rows.map(|(multiple, row)| {
                    let weight = (!multiple.is_zero()).then_some((0, multiple));
                    (weight.into_iter().collect(), row.bias)
                }));
            } else {
                program.push_layer(map.iter().map(|row: Row<'_>| {
                    (row.columns.iter().copied().zip(row.weights).collect(), row.bias)
                }));
            }
        }
        program
    }

    fn push_layer<'a>(&mut self, rows: impl Iterator<Item = (Vec<(u32, &'a Weight)>, &'a Weight)>) {
        let first = self.rows.len();
        for (weights, bias) in rows {
            let start = self.terms.len();
            let known = self.longs.0.len();
            for (column, weight) in weights {
                let coefficient = self.longs.coefficient(weight, known);
                self.terms.push(Term { column, coefficient });
            }
            let group = |term: &Term| match term.coefficient {
                Coefficient::Short { .. } => 0,
                Coefficient::Long { index, .. } => u64::from(index) + 1,
            };
            self.terms[start..].sort_by_key(group);
            let bias = self.longs.coefficient(bias, known);
            self.rows.push(RowEnd { end: self.terms.len(), bias });
        }
        self.layers.push(Layer { first, end: self.rows.len() });
    }

    /// Terms and bias of a row of a layer.
    pub(crate) fn row(&self, layer: Layer, row: usize) -> (&[Term], Coefficient) {
        let place = layer.first + row;
        let start = place.checked_sub(1).map_or(0, |before| self.rows[before].end);
        let RowEnd { end, bias } = self.rows[place];
        let terms = &self.terms[start..end];
        #[cfg(test)]
        let terms = self.fault.summands(terms);
        (terms, bias)
    }
}

/// The primitive integer vector that all rows are multiples of, and the multiples.
fn one_direction(map: &Affine) -> Option<(Vec<Integer>, Vec<Weight>)> {
    let mut direction = vec![Integer::new(); map.inputs()];
    let Some(model) = map.iter().find(|row| !row.columns.is_empty()) else {
        return Some((direction, vec![Weight::ZERO; map.rows()]));
    };
    let model: Vec<(usize, Rational)> =
        model.terms().map(|(column, weight)| (column, weight.to_rational())).collect();
    let denominator = model.iter().fold(Integer::from(1), |lcm, (_, w)| lcm.lcm(w.denom()));
    let divisor = model.iter().fold(Integer::new(), |gcd, (_, w)| {
        gcd.gcd(&(Integer::from(&denominator / w.denom()) * w.numer()))
    });
    // model = unit * direction
    let unit = Rational::from((divisor, denominator));
    for (column, weight) in &model {
        direction[*column] = Rational::from(weight / &unit).into_numer_denom().0;
    }
    let mut multiples = Vec::with_capacity(map.rows());
    for row in map.iter() {
        let mut terms = row.terms();
        let Some((column, weight)) = terms.next() else {
            multiples.push(Weight::ZERO);
            continue;
        };
        if direction[column].is_zero() || row.terms().len() != model.len() {
            return None;
        }
        let multiple = weight.to_rational() / &direction[column];
        for (column, weight) in terms {
            if weight.to_rational() != Rational::from(&multiple * &direction[column]) {
                return None;
            }
        }
        multiples.push(multiple.into());
    }
    Some((direction, multiples))
}
