//! Bubeck, Eldan, Lee and Mikulincer (NeurIPS 2020): `4 ceil(N / d)` ReLUs for arbitrary labels.
//!
//! # Statement
//!
//! One hidden layer of `4 ceil(N / d)` ReLUs returns any real labels of N points of `R^d` in general
//! position.
//!
//! # Construction
//!
//! Baum's groups of d points, with any labels: a group has a hyperplane `h = 0` that holds no other
//! point, and an affine function g that is the label on the group. The paper takes two *derivative
//! neurons*, each the limit of `(relu(h + s + e g) - relu(h + s)) / e`, one on either side of the
//! hyperplane. No limit is needed. Let `|h| >= 2t` at all points off the hyperplane and `|g| <= t` at
//! all points (scale h). Then
//!
//! ```text
//! relu(h + t + g) - relu(h + t) - relu(h - t + g) + relu(h - t)
//! ```
//!
//! is `(t + g) - t - 0 + 0 = g` for `h = 0`; for `h >= 2t` every argument is `>= 0`, and the sum is
//! `(h + t + g) - (h + t) - (h - t + g) + (h - t) = 0`; for `h <= -2t` every argument is `<= 0`, and the
//! sum is 0. So the four ReLUs are the label on the group and 0 at all other points, exactly.
//!
//! By Cramer's rule g has integer coefficients after it is multiplied by a determinant; the output
//! weights divide by it.
//!
//! # Counting
//!
//! Labels are counted from the most frequent one, which is the constant of the output, so its points
//! need no group. With the dimension r of the points' affine hull (`r = d`, or all points lie on a
//! hyperplane and the theorem is used there), if general position holds as far as it is needed:
//!
//! ```text
//! neurons  <=  4 ceil(N / r)
//! edges    <=  4 (r + 1) for each hyperplane
//! hidden layers  =  1
//! ```
//!
//! # Deviations
//!
//! General position is not assumed but checked, group by group: see [`crate::groups`]. Where it fails,
//! a group is smaller, the network is as right as ever, and 4 neurons for each point are claimed;
//! the parameter `general position` names the rows.

use claims::{Claim, Paper, Record};
use construction::{BuildError, Memorizer, Used, Values, parameters::SEED};
use dataset::Dataset;
use network::{Affine, Form, Network, Weight};
use rayon::prelude::*;
use rug::{Integer, Rational};

use crate::{
    BaselineError, Construction, Parameters,
    groups::{self, Cloud},
    plane::Plane,
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("bubeck2020"),
    growth: "4 N / d ReLUs in general position",
    code: Some("baselines::bubeck_2020::construct"),
    parameters: &[SEED],
    remarks: &["D21", "D22"],
    ..Record::cited(
        Paper {
            key: "bubeck2020",
            short: "Bubeck et al. 2020",
            source: "S. Bubeck, R. Eldan, Y. T. Lee, D. Mikulincer, Network size and size of the weights in \
                 memorization with two-layers neural networks, NeurIPS 2020",
            is_peer: true,
        },
        "bubeck2020/derivatives",
        "Derivatives",
        "4 ceil(N / d) ReLUs for real labels in general position",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// The construction, for those who choose among statements.
#[derive(Debug, Clone, Copy)]
pub struct Bubeck2020;

impl Memorizer for Bubeck2020 {
    fn record(&self) -> &'static Record {
        &RECORD
    }

    fn construct(&self, data: &Dataset, values: &Values) -> Result<Construction, BuildError> {
        Ok(construct(data, &values.into())?)
    }

    fn most_points(&self, _values: &Values) -> Option<usize> {
        Some(groups::QUICK)
    }
}

/// Builds the network for labelled points.
///
/// # Errors
///
/// [`BaselineError::TooManyPoints`] beyond [`Parameters::most_products`].
pub fn construct(data: &Dataset, parameters: &Parameters) -> Result<Construction, BaselineError> {
    let cloud = Cloud::new(data, parameters)?;
    let rank = cloud.rank();
    let background = groups::most_frequent(data);
    let points: Vec<usize> = (0..data.len()).filter(|i| data.labels()[*i] != background).collect();
    let cover = cloud.cover(&points);
    let planes: Vec<Plane> = (cover.groups.par_iter())
        .map(|group| Plane::new(data, &cloud.columns, group, background))
        .collect::<Result<_, _>>()?;

    let (mut hidden, mut weights) = (Vec::new(), Vec::new());
    for plane in &planes {
        // 2^k h is at least 2t = 2^k margin off the hyperplane; t >= |g|.
        let ratio = Integer::from(&plane.largest * 2_u32) / &plane.margin;
        let scale = Integer::from(1) << ratio.significant_bits().max(1);
        let h = plane.height.form(&cloud.columns, data.denominator()).times(&scale);
        let t = Integer::from(&plane.margin * &scale) >> 1_u32;
        let g = plane.value.form(&cloud.columns, data.denominator());
        let [above, below] = [h.clone() + Form::constant(&t), h - Form::constant(&t)];
        let weight = Weight::from(Rational::from((1, &plane.scale)));
        for (form, is_positive) in
            [(above.clone() + &g, true), (above, false), (below.clone() + &g, false), (below, true)]
        {
            let weight = if is_positive { weight.clone() } else { -weight.clone() };
            weights.push((hidden.len() as u32, weight));
            hidden.push(form);
        }
    }
    // Columns are counted in 32 bits.
    let hidden = Affine::new(data.dimension() as u32, hidden)?;
    let output = Affine::new(hidden.rows() as u32, [Form::new(weights, i64::from(background))])?;
    let network = Network::new(vec![hidden], output)?;

    let (planes, counts) = (planes.len() as u64, network.counts());
    let neurons = match cover.obstacle {
        None => {
            let bound = 4 * data.len().div_ceil(rank);
            Claim::at_most(ID, "neurons, four for each group of r", counts.neurons, bound)
        }
        Some(_) => {
            let bound = 4 * points.len();
            Claim::at_most(ID, "neurons, four for each point", counts.neurons, bound)
        }
    };
    let claims = vec![
        neurons,
        Claim::at_most(ID, "edges", counts.edges, 4 * (rank as u64 + 1) * planes),
        Claim::equal(ID, "hidden layers", counts.hidden_layers, 1),
    ];
    let used = vec![
        Used::new("r", "dimension of the points' affine hull", rank),
        Used::words("hyperplanes", planes),
        Used::words("hyperplanes in general position", points.len().div_ceil(rank)),
        Used::words("general position", cover.position(data)),
    ];
    Ok(Construction::new(network, used, claims, ()))
}
