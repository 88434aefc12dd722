//! Theorem 1 of Zhang, Bengio, Hardt, Recht and Vinyals (ICLR 2017): 2N + d weights.
//!
//! # Statement
//!
//! There is a two-layer ReLU network with `2N + d` weights that can represent any function on a
//! sample of N points in d dimensions.
//!
//! # Construction
//!
//! `F(x) = sum of w_j relu(a.x - b_j)`, where the direction a keeps the points distinct and
//! `b_1 < x_1 < b_2 < x_2 < ... < b_N < x_N` for `x_i = a.(point i)`, sorted. The matrix
//! `relu(x_i - b_j)` is lower triangular with a positive diagonal, so for any b there are weights w.
//!
//! Most b lead to weights of N bits and more. Here b is chosen such that w is short. Write `s_i` for
//! the slope `w_1 + ... + w_i` between `x_i` and `b_(i+1)`. F passes through the points i - 1 and i
//! exactly if `b_i` is where the line through the point i - 1 with the slope `s_(i-1)` meets the line
//! through the point i with the slope `s_i`:
//!
//! ```text
//! b_i = (y_i - y_(i-1) + s_(i-1) x_(i-1) - s_i x_i) / (s_(i-1) - s_i)
//! ```
//!
//! Keys are integers, so the slope from point to point is at most `max |y_i - y_j| < P` for a power
//! of two P. Take `s_i = P` if the last slope is below that from point to point, and `-P` if it is
//! above. Then `b_i` lies strictly between `x_(i-1)` and `x_i`, as the paper wants it, because the
//! point i is on the side of the old line that the new slope comes from; and if the last slope is
//! just right, there is no neuron i. So `w_1 = P` and every other `w_i` is `+-2P`. (In front of the
//! first point F is 0; points of label 0 there need no neuron.)
//!
//! # Counting
//!
//! The paper's `2N + d` are a (d numbers), b and w (N each): the direction is counted once although
//! all N hidden neurons use it. Here it has a neuron of its own, `z = a.x + shift >= 0`, so that it
//! has d edges and not N d:
//!
//! ```text
//! edges          <=  d + N + N      a; the weights 1 of z in the hidden neurons; w
//! biases         <=  N + 1          b; the shift
//! hidden layers  =   2
//! neurons        <=  N + 1
//! ```
//!
//! # Deviations
//!
//! The projection is a layer of its own. `2N + d` is claimed of the edges; the paper's weights are the
//! edges that are not 1, and the biases: `2N + d`, and one more for the shift, claimed as well.

use std::cmp::Ordering;

use claims::{Claim, Paper, Record};
use construction::{BuildError, Memorizer, Promise, Used, Values, parameters::SEED};
use dataset::Dataset;
use network::{Form, Weight};
use projection::Facts;
use rug::{Integer, Rational};

use crate::{BaselineError, Construction, Parameters, line::Line};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("zhang2017"),
    growth: "2N + d edges, one hidden layer behind a projection",
    code: Some("baselines::zhang_2017::construct"),
    parameters: &[SEED],
    remarks: &["D19"],
    ..Record::cited(
        Paper {
            key: "zhang2017",
            short: "Zhang et al. 2017",
            source: "C. Zhang, S. Bengio, M. Hardt, B. Recht, O. Vinyals, Understanding deep learning \
                 requires rethinking generalization, ICLR 2017",
            is_peer: true,
        },
        "zhang2017/1",
        "Theorem 1",
        "2N + d weights, two layers",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// The construction, for those who choose among statements.
#[derive(Debug, Clone, Copy)]
pub struct Zhang2017;

impl Memorizer for Zhang2017 {
    fn record(&self) -> &'static Record {
        &RECORD
    }

    fn construct(&self, data: &Dataset, values: &Values) -> Result<Construction, BuildError> {
        Ok(construct(data, &values.into())?)
    }

    fn promise(&self, facts: &Facts, _values: &Values) -> Option<Promise> {
        // A neuron that projects, and one for each point.
        Some(Promise {
            width: facts.points.into(),
            depth: 3.into(),
            edges: Some(edges(facts.points as u64, facts.dimension as u64).into()),
            bits: None,
        })
    }
}

/// `2N + d`: the edges that are promised.
#[must_use]
pub fn edges(points: u64, dimension: u64) -> u64 {
    2 * points + dimension
}

/// Builds the network for labelled points.
///
/// # Errors
///
/// [`BaselineError`] if no direction keeps the points distinct.
pub fn construct(data: &Dataset, parameters: &Parameters) -> Result<Construction, BaselineError> {
    let line = Line::new(data, parameters)?;
    // P, 2^32 at most: labels are 32-bit numbers
    let steep = (u64::from(line.largest_label()) + 1).next_power_of_two() as i64;
    let (mut hidden, mut weights) = (Vec::new(), Vec::new());
    let mut slope = 0_i64;
    // In front of the first point F is 0, with slope 0.
    let mut last = (Integer::from(-1), 0);
    for (x, y) in line.points() {
        let rise = i64::from(y) - i64::from(last.1);
        let apart = Integer::from(x - &last.0);
        let next = match Integer::from(&apart * slope).cmp(&Integer::from(rise)) {
            Ordering::Less => steep,
            Ordering::Greater => -steep,
            Ordering::Equal => slope,
        };
        if next != slope {
            let top = rise + Integer::from(&last.0 * slope) - Integer::from(x * next);
            let b = Rational::from((top, slope - next));
            hidden.push(Form::input(0) - Form::constant(b));
            weights.push((weights.len() as u32, Weight::from(next - slope)));
            slope = next;
        }
        last = (x.clone(), y);
    }
    let neurons = hidden.len();
    let network = line.network(hidden, Form::new(weights, 0))?;

    let (n, d) = (data.len() as u64, data.dimension() as u64);
    let counts = network.counts();
    let ones = (network.hidden().last().into_iter())
        .flat_map(|map| map.weights())
        .filter(|weight| **weight == Weight::ONE)
        .count();
    let numbers = counts.edges + counts.biases - ones as u64;
    let claims = vec![
        Claim::at_most(ID, "edges", counts.edges, edges(n, d)),
        Claim::at_most(ID, "edges that are not 1, and biases", numbers, 2 * n + d + 1),
        Claim::at_most(ID, "biases", counts.biases, n + 1),
        Claim::at_most(ID, "neurons", counts.neurons, n + 1),
        Claim::equal(ID, "hidden layers", counts.hidden_layers, 2),
    ];
    let used = vec![Used::words("hidden neurons", neurons), line.key_bits()];
    Ok(Construction::new(network, used, claims, ()))
}
