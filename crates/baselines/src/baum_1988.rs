//! Baum (Journal of Complexity 1988): points in general position, groups of d, a slab for each group.
//!
//! # Statement
//!
//! One hidden layer of `ceil(N / d)` threshold neurons, in pairs, returns any two-valued labels of N
//! points of `R^d` in general position.
//!
//! # Construction
//!
//! The points of the class with fewer points, `N / 2` at most, are cut into groups of d. In general
//! position the hyperplane `h = 0` through a group holds no other point, so two thresholds around it,
//! `[h > -e] - [h > e]`, are 1 on the group and 0 at all other points. With integer coefficients h is
//! an integer at every point, and two thresholds, as ramps of two ReLUs each, share one of them:
//!
//! ```text
//! relu(h + 1) - 2 relu(h) + relu(h - 1)  =  1 for h = 0,  0 for every other integer h
//! ```
//!
//! With C classes the most frequent one is the background, and every other class has groups of its own,
//! with the difference of the two labels as output weight.
//!
//! # Counting
//!
//! With `N_k` points in class k and the dimension r of their affine hull (`r = d`, or all points lie on a
//! hyperplane and the theorem is used there), if general position holds as far as it is needed:
//!
//! ```text
//! thresholds  =  2 sum over k of ceil(N_k / r)     k not the background; about N / r if C = 2
//! neurons    <=  3 for each hyperplane
//! edges      <=  3 (r + 1) for each hyperplane
//! hidden layers  =  1
//! ```
//!
//! # Deviations
//!
//! General position is not assumed but checked, group by group: see [`crate::groups`]. Where it fails,
//! a group is smaller, the network is as right as ever, and the number of thresholds is claimed to
//! be at most 2 for each point; the parameter `general position` names the rows. ReLUs take the place of
//! thresholds.

use claims::{Claim, Paper, Record};
use construction::{BuildError, Memorizer, Used, Values, parameters::SEED};
use dataset::Dataset;
use network::{Affine, Form, Network, Weight};
use rayon::prelude::*;

use crate::{
    BaselineError, Construction, Parameters,
    groups::{self, Cloud},
    plane::Plane,
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("baum1988"),
    growth: "a slab for each d points of a class, N / d thresholds in general position",
    code: Some("baselines::baum_1988::construct"),
    parameters: &[SEED],
    remarks: &["D21"],
    ..Record::cited(
        Paper {
            key: "baum1988",
            short: "Baum 1988",
            source: "E. B. Baum, On the capabilities of multilayer perceptrons, Journal of Complexity \
                 4(3):193-215, 1988",
            is_peer: true,
        },
        "baum1988/slabs",
        "Slabs",
        "N / d thresholds for two classes in general position",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// The construction, for those who choose among statements.
#[derive(Debug, Clone, Copy)]
pub struct Baum1988;

impl Memorizer for Baum1988 {
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
    let (mut slabs, mut position, mut full, mut covered) = (Vec::new(), None, 0, 0);
    for class in (0..data.classes() as u32).filter(|class| *class != background) {
        let points: Vec<usize> = (0..data.len()).filter(|i| data.labels()[*i] == class).collect();
        full += points.len().div_ceil(rank);
        covered += points.len();
        let cover = cloud.cover(&points);
        if cover.obstacle.is_some() && position.is_none() {
            position = Some(cover.position(data));
        }
        let height = i64::from(class) - i64::from(background);
        slabs.extend(cover.groups.into_iter().map(|group| (height, group)));
    }

    let planes: Vec<Plane> = (slabs.par_iter())
        .map(|(_, group)| Plane::new(data, &cloud.columns, group, background))
        .collect::<Result<_, _>>()?;
    let (mut hidden, mut weights) = (Vec::new(), Vec::new());
    for (plane, (height, _)) in planes.iter().zip(&slabs) {
        let h = plane.height.form(&cloud.columns, data.denominator());
        for (shift, factor) in [(1, 1), (0, -2), (-1, 1)] {
            weights.push((hidden.len() as u32, Weight::from(factor * height)));
            hidden.push(h.clone() + shift);
        }
    }
    // Columns are counted in 32 bits.
    let hidden = Affine::new(data.dimension() as u32, hidden)?;
    let output = Affine::new(hidden.rows() as u32, [Form::new(weights, i64::from(background))])?;
    let network = Network::new(vec![hidden], output)?;

    let (planes, counts) = (planes.len() as u64, network.counts());
    let thresholds = match position {
        None => Claim::equal(ID, "thresholds, two for each group of r", 2 * planes, 2 * full),
        Some(_) => Claim::at_most(ID, "thresholds, two for each point", 2 * planes, 2 * covered),
    };
    let claims = vec![
        thresholds,
        Claim::at_most(ID, "neurons", counts.neurons, 3 * planes),
        Claim::at_most(ID, "edges", counts.edges, 3 * (rank as u64 + 1) * planes),
        Claim::equal(ID, "hidden layers", counts.hidden_layers, 1),
    ];
    let used = vec![
        Used::new("r", "dimension of the points' affine hull", rank),
        Used::words("hyperplanes", planes),
        Used::words("hyperplanes in general position", full),
        Used::words("general position", position.unwrap_or_else(|| groups::HOLDS.to_owned())),
    ];
    Ok(Construction::new(network, used, claims, ()))
}
