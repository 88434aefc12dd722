//! Lemma 2.4 (Yang and Yang; Yang 2025, Lemma 4.2): piecewise linear functions by width and depth.
//!
//! # Statement
//!
//! Let `g` be continuous and piecewise linear with n breakpoints inside `(alpha, beta)`, and let
//! `n <= 6 W^2 L`. There is a ReLU network of width `6W + 2` with `2L` hidden layers that equals `g`
//! on all of `[alpha, beta]`.
//!
//! # Construction
//!
//! The kinks are dealt out to L pairs of layers, at most `6 W^2` each. A pair adds the function
//! `sum of change * relu(x - t)` over its kinks `(t, change)`; `x - alpha` and the sum so far, shifted
//! to be `>= 0`, are carried through.
//!
//! The kinks of a pair are cut into at most 6W *cells* of W. The first kink of cell k is principal,
//! `p_k`, and has a neuron `relu(x - p_k)` in the first layer. The second layer has hats, one for
//! each kink `t` of cell k with slope `a`:
//!
//! ```text
//!              p_{k+1}
//!              /\              0 up to t, slope a up to p_{k+1}, back to 0 at p_{k+2}
//!             /   \
//! ------t----/      \-----     relu(S), S linear between principal kinks, S(t) = 0
//!    p_k             p_{k+2}
//! ```
//!
//! One neuron serves the j-th kinks of every third cell, whose hats do not overlap, and which have
//! the same sign: 6 neurons for each of the W places j. A cell without two successors keeps its ramp.
//!
//! A hat makes kinks of its own at `p_{k+1}` and `p_{k+2}`, further right. So from left to right,
//! the slope `a` is the change of slope wanted at t less what earlier hats made there.
//!
//! # Counting
//!
//! Hidden layers, as in the paper. The second layer of a pair has at most `6W * 6W` edges, that is
//! 6 per kink.
//!
//! # Deviations
//!
//! Breakpoints outside `(alpha, beta)` are allowed and do not count.
//!
//! # Used by
//!
//! Lemma 2.5.

use claims::{Claim, Record, record::YANG_2026};
use network::{Form, Network, Weight};
use rug::Rational;

use crate::{Error, PiecewiseLinear, layers::Layers, piecewise::Kink};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("lem2.4"),
    code: Some("width_depth::lemma_2_4::piecewise_linear"),
    remarks: &["D14"],
    ..Record::cited(YANG_2026, "yang2026/2.4", "Lemma 2.4", "piecewise linear functions by W and L")
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// The network of Lemma 2.4: equal to `g` on all of `[from, to]`, with the parameters `w` and `l`.
///
/// Shape: `x -> g(x)`, 1 input, 1 output, at most `2 l` hidden layers of at most `6 w + 2` neurons.
/// Units: exact rationals. Silence: nothing is promised outside `[from, to]`.
///
/// # Errors
///
/// [`Error::Interval`] unless `from < to`, [`Error::Zero`] if `w` or `l` is 0, [`Error::Capacity`]
/// if more than `6 w^2 l` breakpoints lie between `from` and `to`.
///
/// # Examples
///
/// ```
/// use memorelu_width_depth::{PiecewiseLinear, lemma_2_4};
/// let g = PiecewiseLinear::new(vec![(0.into(), 0.into())], (-1).into(), 1.into())?;
/// let network = lemma_2_4::piecewise_linear(&g, &(-5).into(), &5.into(), 1, 1)?;
/// assert_eq!(network.evaluate(&[(-3).into()])?, [3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn piecewise_linear(
    g: &PiecewiseLinear,
    from: &Rational,
    to: &Rational,
    w: usize,
    l: usize,
) -> Result<Network, Error> {
    let g = g.restricted(from, to)?;
    let kinks = g.kinks();
    check_capacity("breakpoints", kinks.len(), 6, w, l)?;

    let mut layers = Layers::new(1);
    // x - alpha, and the sum of the pairs so far plus `shift`
    let mut offset = Form::input(0) - Form::constant(from.clone());
    let (mut sum, mut shift) = (Form::constant(0), Rational::new());
    let mut partial = Partial::new(from);
    for kinks in kinks.chunks(kinks.len().div_ceil(l).max(1)) {
        let cells: Vec<&[Kink]> = kinks.chunks(w).collect();
        let ramp =
            |cell: &&[Kink]| cell.first().map(|principal| Rational::from(&principal.at - from));
        let ramps: Vec<u32> = (cells.iter().filter_map(ramp))
            .map(|p| layers.neuron(offset.clone() - Form::constant(p)))
            .collect();
        layers.carry([&mut offset, &mut sum]);
        layers.close()?;

        let hats = hats(&cells).into_iter().map(|(sign, start, changes)| {
            let changes = ramps.iter().copied().zip(changes.into_iter().map(Weight::from));
            (layers.neuron(Form::new(changes, start)), Weight::from(sign))
        });
        let hats = Form::new(hats.collect::<Vec<_>>(), 0);
        layers.carry([&mut offset, &mut sum]);
        layers.close()?;

        let least = partial.add(kinks, to);
        let raised = std::mem::replace(&mut shift, -least);
        sum = sum + hats + Form::constant(&shift - raised);
    }
    let start = g.evaluate(from) - shift;
    let line = offset.times(g.left_slope().clone()) + Form::constant(start);
    Ok(layers.finish([sum + line])?.simplified())
}

/// The hypothesis `found <= c w^2 l` of Lemmas 2.4 and 2.5.
pub(crate) fn check_capacity(
    what: &'static str,
    found: usize,
    c: u128,
    w: usize,
    l: usize,
) -> Result<(), Error> {
    if w == 0 || l == 0 {
        return Err(Error::Zero(if w == 0 { "W" } else { "L" }));
    }
    let per_pair = (w as u128).saturating_mul(w as u128).saturating_mul(c);
    let (capacity, needed) =
        (per_pair.saturating_mul(l as u128), (found as u128).div_ceil(per_pair));
    if found as u128 > capacity {
        return Err(Error::Capacity { what, found, w, l, capacity, needed });
    }
    Ok(())
}

/// The sum of `change * relu(x - t)` over the kinks so far, from the last kink on.
struct Partial {
    at: Rational,
    value: Rational,
    slope: Rational,
    /// Its least value at a kink, at most 0.
    least: Rational,
}

impl Partial {
    fn new(from: &Rational) -> Self {
        let [value, slope, least] = [(); 3].map(|()| Rational::new());
        Self { at: from.clone(), value, slope, least }
    }

    fn value_at(&self, x: &Rational) -> Rational {
        Rational::from(x - &self.at) * &self.slope + &self.value
    }

    /// Adds kinks; returns the least value of the sum up to `to`.
    fn add(&mut self, kinks: &[Kink], to: &Rational) -> Rational {
        for Kink { at, change } in kinks {
            self.value = self.value_at(at);
            self.at.clone_from(at);
            self.slope += change;
            if self.value < self.least {
                self.least.clone_from(&self.value);
            }
        }
        self.value_at(to).min(self.least.clone())
    }
}

/// The second layer of a pair: `(sign, S at the left, change of the slope of S at each p_k)`, where
/// the pair adds `sign * relu(S)`.
fn hats(cells: &[&[Kink]]) -> Vec<(i32, Rational, Vec<Rational>)> {
    let principal: Vec<&Rational> =
        cells.iter().filter_map(|cell| cell.first()).map(|kink| &kink.at).collect();
    let slopes = own_slopes(cells, &principal);
    let places = cells.iter().map(|cell| cell.len()).max().unwrap_or(0);
    let mut hats = Vec::new();
    for place in 0..places {
        for class in 0..3.min(cells.len()) {
            for sign in [1, -1] {
                let slope = |cell: usize| {
                    let slope = slopes.get(cell)?.get(place).map(|a| Rational::from(a * sign))?;
                    let at = &cells.get(cell)?.get(place)?.at;
                    (slope > 0).then_some((slope, at))
                };
                if (class..cells.len()).step_by(3).any(|cell| slope(cell).is_some()) {
                    let (start, changes) = hat_row(&principal, class, slope);
                    hats.push((sign, start, changes));
                }
            }
        }
    }
    hats
}

/// One S: its value left of all principal kinks, and the change of its slope at each.
///
/// `slope(k)` is the slope of the hat of cell k and its zero, for the cells of this class that have one.
fn hat_row<'a>(
    principal: &[&Rational],
    class: usize,
    slope: impl Fn(usize) -> Option<(Rational, &'a Rational)>,
) -> (Rational, Vec<Rational>) {
    let mut values = vec![Rational::new(); principal.len()];
    let mut last_slope = Rational::new();
    for cell in (class..principal.len()).step_by(3) {
        if let Some((slope, zero)) = slope(cell) {
            for (value, p) in values.iter_mut().zip(principal).skip(cell).take(2) {
                *value = Rational::from(*p - zero) * &slope;
            }
            if cell + 2 >= principal.len() {
                last_slope = slope;
            }
        }
    }
    // Constant up to the first cell of the class.
    let start = values.get(class).cloned().unwrap_or_default();
    values.iter_mut().take(class).for_each(|value| value.clone_from(&start));
    let pieces = values.iter().zip(values.iter().skip(1));
    let ends = principal.iter().zip(principal.iter().skip(1));
    let slopes = pieces
        .zip(ends)
        .map(|((a, b), (p, q))| Rational::from(b - a) / Rational::from(*q - *p))
        .chain([last_slope]);
    let mut before = Rational::new();
    let changes = slopes
        .map(|slope| {
            let change = Rational::from(&slope - &before);
            before = slope;
            change
        })
        .collect();
    (start, changes)
}

/// The slopes `a` of all hats, cell by cell: the change wanted less what earlier hats make.
fn own_slopes(cells: &[&[Kink]], principal: &[&Rational]) -> Vec<Vec<Rational>> {
    // What the hats so far make at the next two principal kinks.
    let (mut here, mut next) = (Rational::new(), Rational::new());
    let mut all = Vec::with_capacity(cells.len());
    for (k, cell) in cells.iter().enumerate() {
        let made = std::mem::replace(&mut here, std::mem::take(&mut next));
        let mut slopes: Vec<Rational> = cell.iter().map(|kink| kink.change.clone()).collect();
        if let Some(first) = slopes.first_mut() {
            *first -= made;
        }
        if let (Some(peak), Some(end)) = (principal.get(k + 1), principal.get(k + 2)) {
            let width = Rational::from(*end - *peak);
            for (slope, kink) in slopes.iter().zip(*cell) {
                let fall = Rational::from(*peak - &kink.at) * slope / &width;
                here -= Rational::from(slope + &fall);
                next += fall;
            }
        }
        all.push(slopes);
    }
    all
}

/// What the lemma promises of [`piecewise_linear`], beside what was built.
#[must_use]
pub fn claims(w: usize, l: usize, built: &Network) -> Vec<Claim> {
    let counts = built.counts();
    vec![
        Claim::at_most(ID, "width", counts.width, 6 * w as u64 + 2),
        Claim::at_most(ID, "hidden layers", counts.hidden_layers, 2 * l as u64),
    ]
}
