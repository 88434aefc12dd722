//! Lemma 2.4 and Proposition 2.2 of Yang and Yang on seeded random functions and networks.

use anyhow::{Context as _, Result};
use claims::Claim;
use network::{Affine, Form, Network, Weight};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use rug::{Integer, Rational};
use width_depth::{
    PiecewiseLinear, lemma_2_4,
    staircase::{Layout, Staircase},
};

use super::{Case, Context};
use crate::check;

/// (W, L) of Lemma 2.4.
const SIZES: [(usize, usize); 9] =
    [(1, 1), (1, 2), (1, 5), (2, 1), (2, 3), (3, 2), (4, 1), (4, 4), (8, 1)];
/// Pairs of networks for Proposition 2.2.
const PAIRS: usize = 60;
/// Points at which each pair is compared.
const POINTS: usize = 24;
/// The id of Proposition 2.2.
const ALGEBRA: &str = "yang2026/2.2";

struct Random(ChaCha8Rng);

impl Random {
    fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A number from 0 to `bound - 1`.
    fn below(&mut self, bound: u32) -> u32 {
        self.0.next_u32() % bound
    }

    /// A fraction in `(-size, size)` with a denominator of up to 7.
    fn fraction(&mut self, size: u32) -> Rational {
        let denominator = 1 + self.below(7);
        let most = size * denominator;
        Rational::from((i64::from(self.below(2 * most)) - i64::from(most), denominator))
    }

    /// Increasing fractions with uneven gaps.
    fn increasing(&mut self, count: usize) -> Vec<Rational> {
        let mut at = Rational::from((-7, 3));
        let mut next = || {
            at += Rational::from((1 + self.below(8), 1 + self.below(6)));
            at.clone()
        };
        (0..count).map(|_| next()).collect()
    }
}

/// Lemma 2.4 with none, one, half, all but one, and all of the breakpoints it allows; and staircases.
pub fn lemma_2_4(_: &Context) -> Result<Vec<Case>> {
    let mut random = Random::new(24);
    let mut cases = Vec::new();
    for (w, l) in SIZES {
        let most = 6 * w * w * l;
        for count in [0, 1, most / 2, most - 1, most] {
            cases.push(piecewise(w, l, count, &mut random)?);
        }
        for steps in [most / 4, most / 2] {
            cases.push(staircase(w, l, steps, &mut random)?);
        }
    }
    Ok(cases)
}

/// A random function: its network has the same breakpoints with the same values, and is equal there,
/// at both ends, and in the middle between any two of these.
fn piecewise(w: usize, l: usize, count: usize, random: &mut Random) -> Result<Case> {
    let g = function(count, random)?;
    let from = Rational::from(-3);
    let last = g.breakpoints().last().map_or_else(Rational::new, |last| last.0.clone());
    let to = last + Rational::from((1, 9));
    let network = lemma_2_4::piecewise_linear(&g, &from, &to, w, l)?;
    let built = PiecewiseLinear::of_network(&network, &from, &to)?;
    let (found, wanted) = (built.breakpoints(), g.breakpoints());
    let common = found.iter().filter(|point| wanted.contains(point)).count();

    let ends = found.iter().chain(wanted).map(|point| &point.0).chain([&from, &to]);
    let places = with_middles(ends.cloned().collect());
    let outputs = check::outputs_at(&network, places.iter().map(std::slice::from_ref))?;
    let equal =
        places.iter().zip(&outputs).filter(|(x, output)| output[0] == g.evaluate(x)).count();

    let mut claims =
        vec![Claim::at_most(lemma_2_4::ID, "breakpoints", wanted.len(), 6 * w * w * l)];
    claims.extend(lemma_2_4::claims(w, l, &network));
    let all = wanted.len().max(found.len());
    claims.push(Claim::equal(lemma_2_4::ID, "breakpoints of F and g that agree", common, all));
    claims.push(Claim::equal(lemma_2_4::ID, "places with F(x) = g(x)", equal, places.len()));
    Ok(Case {
        data: format!("{count} breakpoints"),
        setting: format!("W = {w}, L = {l}"),
        counts: Some(network.counts()),
        distance: None,
        claims,
    })
}

/// A function with so many breakpoints, all above -3.
fn function(count: usize, random: &mut Random) -> Result<PiecewiseLinear> {
    // By chance three points lie on a line, or the two slopes at one point are equal.
    loop {
        let mut points: Vec<_> =
            random.increasing(count).into_iter().map(|at| (at, random.fraction(40))).collect();
        let left = random.fraction(5);
        let right = if count == 0 { left.clone() } else { random.fraction(5) };
        if points.is_empty() {
            points.push((Rational::new(), random.fraction(40)));
        }
        let g = PiecewiseLinear::new(points, left, right)?;
        if g.breakpoints().len() == count {
            return Ok(g);
        }
    }
}

/// The places in order, and the middles between neighbours.
fn with_middles(mut places: Vec<Rational>) -> Vec<Rational> {
    places.sort();
    places.dedup();
    let middle = |(a, b): (&Rational, &Rational)| Rational::from(a + b) / 2_u32;
    let middles: Vec<_> = places.iter().zip(places.iter().skip(1)).map(middle).collect();
    places.extend(middles);
    places
}

/// A random staircase, which has two breakpoints per step: outside its steps the network is constant
/// with the right values, and its weights are integers.
fn staircase(w: usize, l: usize, steps: usize, random: &mut Random) -> Result<Case> {
    let mut start = Integer::new();
    let mut next = || {
        start += 1 + random.below(6);
        start.clone()
    };
    let starts: Vec<Integer> = (0..steps).map(|_| next()).collect();
    let levels: Vec<Integer> = (0..=steps).map(|_| random.below(1000).into()).collect();
    let staircase = Staircase::new(starts.clone(), vec![levels.clone()])?;
    let layout = Layout::within(staircase.shape(), 6 * w + 2, 2 * l).context("no layout fits")?;
    let network = staircase.network(layout)?;

    // The landings, where the function is constant.
    let from =
        std::iter::once(Integer::new()).chain(starts.iter().map(|t| Integer::from(t + 1_u32)));
    let to = starts.iter().cloned().chain([start + 9_u32]);
    let landings: Vec<(Rational, Rational)> =
        from.zip(to).map(|(a, b)| (a.into(), b.into())).collect();
    // The second output, x being the first.
    let function = network.clone().then(Network::affine(Affine::new(2, [Form::input(1)])?))?;
    let end = landings.last().context("a staircase has a landing")?.1.clone();
    let built = PiecewiseLinear::of_network(&function, &Rational::new(), &end)?;
    let is_right = |((a, b), level): &(&(Rational, Rational), &Integer)| {
        let inside = |point: &&(Rational, Rational)| *a < point.0 && point.0 < *b;
        built.breakpoints().iter().filter(inside).count() == 0
            && [a, b].iter().all(|x| built.evaluate(x) == **level)
    };
    let right = landings.iter().zip(&levels).filter(is_right).count();

    let weights = || network.maps().flat_map(|map| map.weights().iter().chain(map.biases()));
    let integers = weights().filter(|weight| weight.to_rational().is_integer()).count();

    let quantity = "breakpoints";
    let mut claims = vec![Claim::at_most(lemma_2_4::ID, quantity, 2 * steps, 6 * w * w * l)];
    claims.extend(lemma_2_4::claims(w, l, &network));
    claims.push(Claim::equal(lemma_2_4::ID, "landings where F is v_i", right, landings.len()));
    claims.push(Claim::equal(
        lemma_2_4::ID,
        "weights that are integers",
        integers,
        weights().count(),
    ));
    Ok(Case {
        data: format!("staircase of {steps} steps"),
        setting: format!("W = {w}, L = {l}"),
        counts: Some(network.counts()),
        distance: None,
        claims,
    })
}

/// Proposition 2.2 on random pairs: f1, g1 from R^d, and g2 on the outputs of f1.
pub fn proposition_2_2(_: &Context) -> Result<Vec<Case>> {
    let mut random = Random::new(22);
    (0..PAIRS).map(|_| algebra(&mut random)).collect()
}

fn algebra(random: &mut Random) -> Result<Case> {
    let [inputs, middle, outputs] = [(); 3].map(|()| 1 + random.below(3));
    let first = random_network(inputs, middle, random)?;
    let beside = random_network(inputs, outputs, random)?;
    let after = random_network(middle, outputs, random)?;
    let points: Vec<Vec<Rational>> =
        (0..POINTS).map(|_| (0..inputs).map(|_| random.fraction(9)).collect()).collect();
    let size = |network: &Network| {
        let counts = network.counts();
        (counts.width, counts.hidden_layers)
    };
    let ((w1, l1), (w2, l2), (w3, l3)) = (size(&first), size(&beside), size(&after));

    let mut claims = Vec::new();
    let mut check = |name: &str, network: &Network, width, layers, expected: Outputs| {
        let (built_width, built_layers) = size(network);
        let found = check::outputs_at(network, points.iter().map(Vec::as_slice))?;
        let equal = found.iter().zip(&expected).filter(|(found, expected)| found == expected);
        claims.push(Claim::at_most(ALGEBRA, format!("{name}: width"), built_width, width));
        let quantity = format!("{name}: hidden layers");
        claims.push(Claim::equal(ALGEBRA, quantity, built_layers, layers));
        let quantity = format!("{name}: points with the right value");
        claims.push(Claim::equal(ALGEBRA, quantity, equal.count(), points.len()));
        anyhow::Ok(())
    };
    // The expected values come from the plain evaluation of each part.
    let of_first = outputs_of(&first, &points)?;
    let deeper = l1 + u64::from(random.below(4));
    let included = first.clone().deepened(deeper as usize)?;
    check("inclusion", &included, w1, deeper, of_first.clone())?;

    let composed = first.clone().then(after.clone())?;
    check("composition", &composed, w1.max(w3), l1 + l3, outputs_of(&after, &of_first)?)?;

    let layers = l1.max(l2);
    let of_beside = outputs_of(&beside, &points)?;
    let expected = of_first.into_iter().zip(of_beside).map(|(a, b)| [a, b].concat()).collect();
    let equal = [first.deepened(layers as usize)?, beside.deepened(layers as usize)?];
    check("concatenation", &Network::concatenated(&equal)?, w1 + w2, layers, expected)?;
    Ok(Case {
        data: format!("R^{inputs}, W x L = {w1} x {l1}"),
        setting: format!("beside {w2} x {l2}, before {w3} x {l3}"),
        counts: None,
        distance: None,
        claims,
    })
}

/// A vector for each point.
type Outputs = Vec<Vec<Rational>>;

fn outputs_of(network: &Network, points: &[Vec<Rational>]) -> Result<Outputs> {
    points.iter().map(|point| Ok(network.evaluate(point)?)).collect()
}

/// A network of 1 to 4 hidden layers of 1 to 6 neurons.
fn random_network(inputs: u32, outputs: u32, random: &mut Random) -> Result<Network> {
    let mut hidden = Vec::new();
    let mut size = inputs;
    for _ in 0..1 + random.below(4) {
        let rows = 1 + random.below(6);
        hidden.push(random_map(size, rows, random)?);
        size = rows;
    }
    Ok(Network::new(hidden, random_map(size, outputs, random)?)?)
}

/// An affine map; a third of its weights is 0.
fn random_map(inputs: u32, rows: u32, random: &mut Random) -> Result<Affine> {
    let mut row = || {
        let mut weight = || {
            let weight = random.fraction(3);
            Weight::from(if random.below(3) == 0 { Rational::new() } else { weight })
        };
        let terms: Vec<(u32, Weight)> = (0..inputs).map(|column| (column, weight())).collect();
        Form::new(terms, weight())
    };
    let rows: Vec<Form> = (0..rows).map(|_| row()).collect();
    Ok(Affine::new(inputs, rows)?)
}
