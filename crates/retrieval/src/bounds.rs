//! What the parts of the network cost, as bounds in terms of the number of blocks.
//!
//! # Counting
//!
//! m blocks of W words with M draws for labels of c bits, `J = M c` slots, `ceil(M / K)` states, keys of
//! P bits, F folds to the first state, h bits of headroom. Two consecutive groups of a lookup have
//! `a + b` blocks: 7 beside one word, `8 - W` beside W, 8 above, 2 in width 3.
//!
//! ```text
//!                    layers                          edges
//! key                1                               d
//! lookup, beside     2 (m - 1) / (a + b) + 3         (2 + W)(m - 1) + (1 + W) layers
//! lookup, above      2 (m - 1) / (a + b) + P + 4     3 (m - 1) + layers + 4 P + 8
//! first state        F                               (4 + W) F
//! scan, width 9      J + W - 1                       6 J + (M - states) c + 3 states
//!                                                    + (W - 1)(layers + 12)
//! scan, width 3      J + states + (M - states) c     6 J + 2 (M - states) c + 3 states
//! - for bits         J + W + 1                       7 J + 4 states + (W - 1)(layers + 12)
//! - for bits, 3      3 J                             12 J
//! label              h - c + 1                       4 (h - c + 1)
//! ```
//!
//! and 12 edges where one part meets the next. In width 3 and beside, steps and comparisons take turns:
//! `2 (m - 1) + 1` layers. All of this is proved for every dataset; m is measured.

use claims::Claim;
use network::{Counts, Weight};

use crate::{Draws, Lookup, Width, construct::Memory, plan::KeyForm};

/// Hidden layers and edges.
#[derive(Debug, Clone, Copy)]
struct Size {
    layers: u64,
    edges: u64,
}

impl std::ops::Add for Size {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { layers: self.layers + other.layers, edges: self.edges + other.edges }
    }
}

/// The bounds of a network that stores this, beside its counts.
pub(crate) fn claims(built: &Memory, counts: &Counts, key: &KeyForm) -> Vec<Claim> {
    let (plan, id) = (&built.plan, built.statement());
    let size = size(built, key);
    let width = match plan.width {
        Width::Nine => 9,
        Width::Three => 3,
    };
    let mut claims = vec![
        Claim::at_most(id, "blocks", built.blocks as u64, built.points as u64),
        Claim::at_most(id, "width", counts.width, width),
        Claim::at_most(id, "depth", counts.depth, size.layers + 1),
        Claim::at_most(id, "edges", counts.edges, size.edges),
        Claim::at_most(id, "bits", counts.bits, bits(built, key)),
    ];
    if let Some(format) = plan.exact_in {
        let quantity = format!("bits of a partial sum, exact in {format}");
        claims.push(Claim::at_most(
            id,
            quantity,
            built.formats.verdict(format).bits,
            format.bits(),
        ));
    }
    claims
}

fn size(built: &Memory, key: &KeyForm) -> Size {
    let plan = &built.plan;
    let (steps, words) = (built.blocks as u64 - 1, plan.words as u64);
    let (key_bits, folds) = (u64::from(key.bits), u64::from(plan.hash.folds));
    let (draws, c) = (plan.draws as u64, u64::from(plan.label_bits));
    let groups = (2 * steps).div_ceil(plan.sizes(key).groups().iter().sum::<usize>() as u64);

    let input = Size { layers: 1, edges: u64::from(key.dimension) };
    let lookup = match (plan.lookup, plan.width) {
        (Lookup::Beside, width) => {
            let layers = if width == Width::Nine { groups + 3 } else { 2 * steps + 1 };
            Size { layers, edges: (2 + words) * steps + (1 + words) * layers }
        }
        (Lookup::Above, _) => {
            let layers = groups + key_bits + 4;
            Size { layers, edges: 3 * steps + layers + 4 * key_bits + 8 }
        }
    };
    if draws == 0 {
        return input + lookup;
    }
    let first_state = Size { layers: folds, edges: (4 + words) * folds };
    let slots = draws * c;
    let per_state = u64::from(plan.hash.draws.per_state());
    let states = draws.div_ceil(per_state);
    let further = (draws - states) * c;
    let scan = match (plan.width, plan.hash.draws) {
        (Width::Nine, kind) => {
            let (extra, own) = match kind {
                Draws::Numbers(_) => (0, 6 * slots + further + 3 * states),
                Draws::Bits => (2, 7 * slots + 4 * states),
            };
            let layers = slots + words - 1 + extra;
            Size { layers, edges: own + (words - 1) * (layers + 12) }
        }
        (Width::Three, Draws::Numbers(_)) => {
            Size { layers: slots + states + further, edges: 6 * slots + 2 * further + 3 * states }
        }
        (Width::Three, Draws::Bits) => Size { layers: 3 * slots, edges: 12 * slots },
    };
    let last = u64::from(plan.headroom) - c + 1;
    let label = Size { layers: last, edges: 4 * last };
    let joints = Size { layers: 0, edges: 12 };
    input + lookup + first_state + scan + label + joints
}

/// The longest of: a threshold of the folds at the end of the lookup, or of the scan; a threshold or the
/// multiplier of the hash; a number of the first layer, which is a key or a multiple of `B`, plus a
/// multiple of the form of the key, over the denominator of that form.
fn bits(built: &Memory, key: &KeyForm) -> u64 {
    let plan = &built.plan;
    let (key_bits, folds) = (u64::from(key.bits), u64::from(plan.hash.folds));
    let (longest, unit) = match plan.lookup {
        Lookup::Beside => (plan.word_bits() + 1, 0),
        Lookup::Above => {
            let shift = u64::from(plan.shift());
            (shift + key_bits + 1, shift)
        }
    };
    let numbers = || key.form.terms().iter().map(|(_, weight)| weight).chain([key.form.bias()]);
    let input = numbers().map(Weight::bits).max().unwrap_or(0);
    let denominators =
        numbers().map(|number| number.to_rational().denom().significant_bits()).max();
    let fraction = 2 * u64::from(denominators.unwrap_or(1));
    let multiplier = u64::from(plan.hash.modulus.ilog2()) + 2 + folds;
    let first = unit.max(if built.blocks == 1 { multiplier } else { 0 });
    longest.max(multiplier).max(first + key_bits.max(input) + fraction)
}
