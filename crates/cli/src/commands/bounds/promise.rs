//! The promises, each from the crate of its theorem.

use baselines::zhang_2017;
use bit_bounded::theorem_6_2;
use depth_limited::theorem_5_1;
use memorize::{Promise, theorem_3_1};
use projection::Facts;
use rug::Integer;
use serde::{Serialize, Serializer};
use width_depth::theorem_2_1;

use crate::args::Theorem;

/// What a theorem promises for given parameters.
#[derive(Serialize)]
pub struct Promised {
    /// Its name on the command line.
    pub theorem: String,
    /// The parameters, in the letters of the paper.
    pub parameters: String,
    /// Neurons of a hidden layer.
    #[serde(serialize_with = "number")]
    pub width: Integer,
    /// Hidden layers, one less than affine maps.
    #[serde(serialize_with = "number")]
    pub hidden_layers: Integer,
    /// Weights that are not 0.
    #[serde(serialize_with = "any_number")]
    pub edges: Option<Integer>,
    /// Bits of a weight or bias.
    #[serde(serialize_with = "any_number")]
    pub bits: Option<Integer>,
}

/// A number for JSON: digits in quotes if it has more than 64 bits.
pub fn number<S: Serializer>(number: &Integer, serializer: S) -> Result<S::Ok, S::Error> {
    match number.to_u64() {
        Some(number) => serializer.serialize_u64(number),
        None => serializer.collect_str(number),
    }
}

/// Likewise, or null.
pub fn any_number<S: Serializer>(
    value: &Option<Integer>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => number(value, serializer),
        None => serializer.serialize_none(),
    }
}

impl Promised {
    fn new(theorem: Theorem, parameters: String, promise: Promise) -> Self {
        let Promise { width, depth, bits, edges } = promise;
        Self {
            theorem: theorem.name(),
            parameters,
            width,
            hidden_layers: depth - 1,
            edges: Some(edges),
            bits: Some(bits),
        }
    }

    /// Affine maps.
    pub fn depth(&self) -> Integer {
        Integer::from(&self.hidden_layers + 1_u32)
    }
}

/// Natural values of a parameter between 1 and `sqrt(N)`: 2, about `N^(1/4)`, and `sqrt(N)`; in order,
/// without repetition.
pub fn roots(points: usize) -> Vec<usize> {
    let largest = points.isqrt();
    let mut values: Vec<_> =
        [2, largest.isqrt(), largest].into_iter().filter(|x| (1..=largest).contains(x)).collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// The promises of all theorems that make one before they see data.
pub fn all(facts: &Facts) -> Vec<Promised> {
    let mut all = vec![Promised::new(Theorem::Thm31, String::new(), theorem_3_1::promise(facts))];
    all.extend(roots(facts.points).into_iter().map(|l| {
        Promised::new(Theorem::Thm51, format!("L = {l}"), theorem_5_1::promise(facts, l))
    }));
    all.extend(roots(facts.points).into_iter().map(|b| {
        Promised::new(Theorem::Thm62, format!("B = {b}"), theorem_6_2::promise(facts, b))
    }));
    let range = theorem_2_1::range(facts);
    all.extend(shapes(facts).into_iter().map(|(s, t)| {
        let label_bits = theorem_2_1::bits_of_labels(facts.classes);
        let promise = theorem_2_1::Promise::of(facts.points, label_bits, &range, s, t);
        Promised {
            theorem: Theorem::Thm21.name(),
            parameters: format!("S = {s}, T = {t}"),
            width: promise.width,
            hidden_layers: promise.hidden_layers,
            edges: None,
            bits: None,
        }
    }));
    // A neuron that projects, and one for each point.
    all.push(Promised {
        theorem: Theorem::Zhang2017.name(),
        parameters: String::new(),
        width: Integer::from(facts.points),
        hidden_layers: Integer::from(2),
        edges: Some(zhang_2017::edges(facts.points as u64, facts.dimension as u64).into()),
        bits: None,
    });
    all
}

/// Natural S and T: `T = max(rho, c)`, where stage III is narrowest, with `S = 1`, the middle, and the
/// largest S that keeps `S^2 (T + 3) <= N`; and with that S a quarter of T.
fn shapes(facts: &Facts) -> Vec<(usize, u32)> {
    let label_bits = theorem_2_1::bits_of_labels(facts.classes);
    let t = theorem_2_1::range(facts).floor().significant_bits().max(label_bits);
    let largest = (facts.points / (t as usize + 3)).isqrt().max(1);
    let mut shapes = vec![(1, t), (largest.isqrt(), t), (largest, t), (largest, t.div_ceil(4))];
    shapes.dedup();
    shapes
}
