//! Huang and Huang (IEEE Transactions on Neural Networks 1991): N - 1 hidden threshold neurons.
//!
//! # Statement
//!
//! A network with one hidden layer of `N - 1` threshold neurons returns arbitrary values at N points
//! of `R^d`.
//!
//! # Construction
//!
//! With the points on a line, `x_1 < x_2 < ... < x_N`, the function is
//! `y_1 + sum of (y_(i+1) - y_i) [z > x_i]`. Keys are integers, so on the data the threshold neuron
//! `[z > x]` is the ramp
//!
//! ```text
//! relu(t) - relu(t - 1)   with t = z - x:   0 for z <= x,  1 for z >= x + 1
//! ```
//!
//! Neighbours of the same label need no step, and where one ramp ends and the next begins, as for
//! consecutive keys, both share a ReLU.
//!
//! # Counting
//!
//! ```text
//! steps          <=  N - 1
//! neurons        <=  2 (N - 1) + 1      two for each step; z
//! edges          <=  d + 4 (N - 1)
//! hidden layers  =   2
//! ```
//!
//! # Deviations
//!
//! A threshold is a ramp, two ReLUs. The direction has a layer of its own, `z = a.x + shift >= 0`, as in
//! [`crate::zhang_2017`]; in the paper's form, with one hidden layer, there would be d edges for each
//! ReLU.

use claims::{Claim, Paper, Record};
use construction::{BuildError, Memorizer, Used, Values, parameters::SEED};
use dataset::Dataset;
use network::{Form, Weight};
use rug::Integer;

use crate::{BaselineError, Construction, Parameters, line::Line};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("huang1991"),
    growth: "a step for each change of the label, N - 1 at most",
    code: Some("baselines::huang_1991::construct"),
    parameters: &[SEED],
    remarks: &["D20"],
    ..Record::cited(
        Paper {
            key: "huang1991",
            short: "Huang, Huang 1991",
            source: "S.-C. Huang, Y.-F. Huang, Bounds on the number of hidden neurons in multilayer \
                 perceptrons, IEEE Transactions on Neural Networks 2(1):47-55, 1991",
            is_peer: true,
        },
        "huang1991/steps",
        "Steps",
        "N - 1 hidden thresholds",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// The construction, for those who choose among statements.
#[derive(Debug, Clone, Copy)]
pub struct Huang1991;

impl Memorizer for Huang1991 {
    fn record(&self) -> &'static Record {
        &RECORD
    }

    fn construct(&self, data: &Dataset, values: &Values) -> Result<Construction, BuildError> {
        Ok(construct(data, &values.into())?)
    }
}

/// Builds the network for labelled points.
///
/// # Errors
///
/// [`BaselineError`] if no direction keeps the points distinct.
pub fn construct(data: &Dataset, parameters: &Parameters) -> Result<Construction, BaselineError> {
    let line = Line::new(data, parameters)?;
    let mut steps = 0_u64;
    // Each ReLU by the place of its kink, with its weight.
    let mut kinks: Vec<(Integer, i64)> = Vec::new();
    for ((x, y), (_, next)) in line.points().zip(line.points().skip(1)) {
        let height = i64::from(next) - i64::from(y);
        if height == 0 {
            continue;
        }
        steps += 1;
        match kinks.last_mut().filter(|(place, _)| place == x) {
            Some((_, weight)) => *weight += height,
            None => kinks.push((x.clone(), height)),
        }
        kinks.push((Integer::from(x + 1), -height));
    }
    // Two equal steps in a row are one ramp.
    kinks.retain(|(_, weight)| *weight != 0);
    let hidden = kinks.iter().map(|(place, _)| Form::input(0) - Form::constant(place));
    let weights = (0..).zip(&kinks).map(|(column, (_, weight))| (column, Weight::from(*weight)));
    let output = Form::new(weights, i64::from(line.labels[0]));
    let network = line.network(hidden, output)?;

    let (n, d) = (data.len() as u64, data.dimension() as u64);
    let counts = network.counts();
    let claims = vec![
        Claim::at_most(ID, "steps", steps, n - 1),
        Claim::at_most(ID, "neurons", counts.neurons, 2 * (n - 1) + 1),
        Claim::at_most(ID, "edges", counts.edges, d + 4 * (n - 1)),
        Claim::equal(ID, "hidden layers", counts.hidden_layers, 2),
    ];
    let used = vec![Used::words("steps", steps), line.key_bits()];
    Ok(Construction::new(network, used, claims, ()))
}
