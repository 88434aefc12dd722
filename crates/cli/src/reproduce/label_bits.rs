//! Lemma 4.1: the reduction, built and checked at every (n, i); and its conclusion in numbers.

use anyhow::{Context as _, Result};
use claims::{Claim, Enclosure};
use dataset::{Conflicts, Dataset, Labels, SeparationMethod};
use lowerbounds::{Limits, Task, lemma_4_1};
use memorelu::distance::{self, Distance};
use memorize::{Parameters, Profile, theorem_3_1};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use rug::{Integer, Rational};

use super::{Case, Context};
use crate::check;

/// `C = N^eps` for these eps.
const EXPONENTS: [(u32, u32); 3] = [(1, 4), (1, 2), (1, 1)];

pub fn run(_: &Context) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for log_points in 4..=8 {
        for (log_classes, setting) in classes(log_points) {
            cases.push(reduction(log_points, log_classes, setting)?);
        }
    }
    for log_points in (16..=40).step_by(4) {
        for (log_classes, setting) in classes(log_points) {
            cases.push(conclusion(log_points, log_classes, setting)?);
        }
    }
    Ok(cases)
}

/// `c = floor(eps log2 N)` for each eps, so that C is the largest power of two up to `N^eps`.
fn classes(log_points: u32) -> impl Iterator<Item = (u32, String)> {
    EXPONENTS.into_iter().map(move |(above, below)| {
        let log_classes = log_points * above / below;
        (log_classes, format!("eps = {}, C = 2^{log_classes}", Rational::from((above, below))))
    })
}

/// A random g : {1, ..., N} -> {0, ..., C-1} onto all classes, memorized by Theorem 3.1, and the network
/// for its bits.
fn reduction(log_points: u32, log_classes: u32, setting: String) -> Result<Case> {
    let (points, classes) = (1_u32 << log_points, 1_u32 << log_classes);
    let mut random = ChaCha8Rng::seed_from_u64(u64::from(points * 1000 + classes));
    let mut g: Vec<u32> = (0..points).map(|n| n % classes).collect();
    for last in (1..g.len()).rev() {
        g.swap(last, random.next_u32() as usize % (last + 1));
    }
    let numbers = (1..=points).map(Integer::from).collect();
    let labels = Labels::numbered(g.iter().copied());
    let data = Dataset::from_parts(1, 1.into(), numbers, labels, Conflicts::Reject)?;
    let delta_squared = data.separation(SeparationMethod::Auto)?.squared;
    let parameters = Parameters { profile: Profile::Measured, seed: 0, delta_squared };
    let built = memorize::construct(&data, &parameters)?;
    let network = lemma_4_1::bit_network(&built.network, log_classes)?;

    // The bits 1 to c, and 0 on either side of them.
    let pairs: Vec<[Rational; 2]> = (1..=points)
        .flat_map(|n| (0..=log_classes + 1).map(move |i| [n.into(), i.into()]))
        .collect();
    let wanted = (g.iter()).flat_map(|label| {
        (0..=log_classes + 1).map(move |i| {
            let inside = (1..=log_classes).contains(&i);
            if inside { label >> (log_classes - i) & 1 } else { 0 }
        })
    });
    let outputs = check::outputs_at(&network, pairs.iter().map(<[Rational; 2]>::as_slice))?;
    let right = outputs.iter().zip(wanted).filter(|(output, bit)| output[0] == *bit).count();
    let quantity = "pairs (n, i) with bit i of g(n)";
    let mut claims = vec![Claim::equal(lemma_4_1::ID, quantity, right, pairs.len())];
    claims.extend(lemma_4_1::claims(log_classes, &built.network, &network));
    claims.push(shattering(&data, &built.claims, log_classes)?);

    let counts = network.counts();
    let pairs = u64::from(points) * u64::from(log_classes);
    let distance = distance::from_any(&counts, pairs, 2)
        .map(|found| Distance { among: "any network for all N c bits", ..found });
    Ok(Case {
        data: format!("N = 2^{log_points}"),
        setting,
        counts: Some(counts),
        distance,
        claims,
    })
}

/// What Theorem 3.1 promises for every g makes networks for every f, and these are not too small for
/// the `N c` pairs.
fn shattering(data: &Dataset, claims: &[Claim], label_bits: u32) -> Result<Claim> {
    let promised = |quantity: &str| {
        let of = |claim: &&Claim| claim.statement == theorem_3_1::ID && claim.quantity == quantity;
        let claim = claims.iter().find(of).with_context(|| format!("no promise of {quantity}"))?;
        claim.bound.numer().to_u64().context("a promise beyond 64 bits")
    };
    let (edges, depth) = (promised("edges")?, promised("depth")?);
    let c = u64::from(label_bits);
    // a bias for each neuron and the output, at most
    let all = 2 * edges + 1 + (depth - 1) + 28 * c - 3;
    let pairs = Task::new(data.len() as u64 * c, 2, 2)?;
    let needed = lowerbounds::parameters(&pairs, &Limits::default())?.parameters;
    let quantity = "edges + biases for f at most, for any g, against N c pairs";
    Ok(Claim::at_least(lemma_4_1::ID, quantity, all, needed))
}

/// `W >= sqrt(eps N log2 N) / 2`, the lemma's order with a constant, where C is a power of two.
fn conclusion(log_points: u32, log_classes: u32, setting: String) -> Result<Case> {
    let task = Task::new(1 << log_points, 1 << log_classes, 1)?;
    let bits = Enclosure::exact(Integer::from(log_classes) << log_points);
    let root = bits.sqrt() * Rational::from((1, 2));
    let claim = Claim::at_least(
        lemma_4_1::ID,
        "W, against sqrt(eps N log2 N) / 2",
        lemma_4_1::parameters(&task)?,
        root.upper().clone(),
    );
    let data = format!("N = 2^{log_points}");
    Ok(Case { data, setting, counts: None, distance: None, claims: vec![claim] })
}
