//! A memorizing network in three stages, built directly: points of the plane are projected, a block
//! lookup returns two strings, and a segment of one of them is matched with the key.

use bitextract::lemma_a5::{Shape, segment_lookup};
use network::{Affine, Form, Network, Weight};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rug::{Integer, Rational, integer::Order};

/// A network, and points with the labels it returns for them.
#[derive(Clone)]
pub struct Case {
    pub network: Network,
    pub denominator: Integer,
    pub numerators: Vec<Integer>,
    pub labels: Vec<u32>,
}

impl Case {
    pub fn points(&self) -> evaluator::Points<'_> {
        evaluator::Points::new(self.network.inputs(), &self.denominator, &self.numerators).unwrap()
    }

    /// The reference evaluation at one point.
    pub fn reference(&self, index: usize) -> Vec<Rational> {
        let dimension = self.network.inputs();
        let point: Vec<_> = self.numerators[index * dimension..(index + 1) * dimension]
            .iter()
            .map(|numerator| Rational::from((numerator, &self.denominator)))
            .collect();
        self.network.evaluate(&point).unwrap()
    }
}

/// Bits of a coordinate.
const COORDINATE: u32 = 52;
/// Fractional bits of the direction.
const DIRECTION: u32 = 40;

/// `count` random points of the unit square with random labels below `classes`, `block` points per
/// block. The sorted points are cut into `subsets` parts with a network each, side by side; the
/// output adds them up.
pub fn memorizer(count: usize, classes: u32, block: usize, subsets: usize, seed: u64) -> Case {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let numerators: Vec<Integer> = (0..2 * count)
        .map(|_| Integer::from(random.random::<u64>() >> (64 - COORDINATE)))
        .collect();
    let labels: Vec<u32> = (0..count).map(|_| random.random_range(0..classes)).collect();
    let direction = [3, 4].map(|k: u64| (k << (DIRECTION - 3)) + random.random_range(1..1 << 30));

    // keys, as multiples of 2^-(COORDINATE + DIRECTION)
    let key = |point: &[Integer]| {
        Integer::from(&point[0] * direction[0]) + &point[1] * Integer::from(direction[1])
    };
    let mut keys: Vec<(Integer, u32)> =
        numerators.chunks(2).map(key).zip(labels.iter().copied()).collect();
    keys.sort_unstable();
    let gaps = keys.windows(2).map(|pair| Integer::from(&pair[1].0 - &pair[0].0));
    let gap = gaps.min().unwrap_or(Integer::from(1));
    assert!(gap > 0, "two keys are equal");
    let unit = Integer::from(1) << (COORDINATE + DIRECTION);
    let scale = Integer::from(&unit * 2) / gap + 1;
    let sorted: Vec<(Integer, u32)> =
        keys.into_iter().map(|(key, label)| (key * &scale / &unit, label)).collect();
    let shape = Shape {
        segments: block as u32,
        key_bits: sorted.last().map_or(1, |(key, _)| key.significant_bits()),
        label_bits: (classes - 1).max(1).ilog2() + 1,
    };

    // stage I: x = scale * relu(direction . point)
    let [first, second] = Form::inputs();
    let dyadic = |value: u64| Weight::from(Rational::from(value) >> DIRECTION);
    let row = &dyadic(direction[0]) * first + &dyadic(direction[1]) * second;
    let project = Affine::new(2, [row]).unwrap();
    let scaled = Affine::new(1, [Form::input(0).times(&scale)]).unwrap();
    let project = Network::new(vec![project], scaled).unwrap();

    let parts = sorted.chunks(count.div_ceil(subsets)).map(|part| lookup(part, shape));
    let parts: Vec<Network> = parts.collect();
    let deepest = parts.iter().map(Network::hidden_layers).max().unwrap();
    let parts: Vec<Network> =
        parts.into_iter().map(|part| part.deepened(deepest).unwrap()).collect();
    let sum = Form::new((0..parts.len() as u32).map(|part| (part, Weight::ONE)), 0);
    let sum = Network::affine(Affine::new(parts.len() as u32, [sum]).unwrap());
    let network = project.then(Network::concatenated(&parts).unwrap()).unwrap();
    let network = network.then(sum).unwrap();
    Case { network, denominator: Integer::from(1) << COORDINATE, numerators, labels }
}

/// From `x` to the label of the point whose key has the same integer part: stages II and III.
fn lookup(points: &[(Integer, u32)], shape: Shape) -> Network {
    let block = shape.segments as usize;
    let string = |bits: u32, values: &mut dyn Iterator<Item = Integer>| {
        let next = |string, _| (string << bits) + values.next().unwrap_or_default();
        Weight::from((0..block).fold(Integer::new(), next))
    };
    let [x] = Form::inputs();
    let mut hidden = Vec::new();
    let mut output = Affine::new(1, [x, Form::constant(0), Form::constant(0)]).unwrap();
    for part in points.chunks(block) {
        let u = string(shape.key_bits, &mut part.iter().map(|(key, _)| key.clone()));
        let w = string(shape.label_bits, &mut part.iter().map(|(_, label)| (*label).into()));
        let first = Form::constant(Weight::from(&part[0].0)).times(2);
        let last = Form::constant(Weight::from(&part[part.len() - 1].0)).times(2) + 2;
        let [x, su, sw] = Form::inputs();
        let sides = [x.clone(), su, sw, first - 2 * &x, 2 * x - last];
        hidden.push(Affine::new(3, sides).unwrap().after(&output).unwrap());
        let [x, su, sw, p, q] = Form::inputs();
        hidden.push(Affine::new(5, [x, su, sw, 1 - p, 1 - q]).unwrap());
        let [x, su, sw, p, q] = Form::inputs();
        let hit = p + q - 1;
        hidden.push(Affine::new(5, [x, su + &u * hit.clone(), sw + &w * hit]).unwrap());
        output = Affine::identity(3);
    }
    let [x, u, w] = Form::inputs();
    let ordered = Network::affine(Affine::new(3, [x, w, u]).unwrap());
    let stage_two = Network::new(hidden, output).unwrap().then(ordered).unwrap();
    stage_two.then(segment_lookup(shape).unwrap()).unwrap()
}

/// A network that hashes integer keys below `2^key_bits` and scans a string of `slots` bits that
/// belongs to the key's block: every point ends on a linear piece of its own. In width 5, or in
/// width 3 once the key is hashed.
pub fn hasher(count: usize, blocks: usize, key_bits: u32, slots: u32, narrow: bool) -> Case {
    let seed = 11;
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut number = |bits: u32| {
        let words: Vec<u64> = (0..bits.div_ceil(64)).map(|_| random.random()).collect();
        Integer::from_digits(&words, Order::Lsf).keep_bits(bits)
    };
    let numerators: Vec<Integer> = (0..count).map(|_| number(key_bits)).collect();
    let mut sorted = numerators.clone();
    sorted.sort_unstable();

    // (x, V): V_j from the first key of block j on
    let mut hidden = vec![Affine::new(1, [Form::input(0), Form::constant(0)]).unwrap()];
    let mut before = Integer::new();
    for start in sorted.chunks(count.div_ceil(blocks)).map(|block| &block[0]) {
        let string: Integer = number(slots) | 1;
        let step = Weight::from(Integer::from(&string - &before));
        before = string;
        let [x, v] = Form::inputs();
        let c = Form::constant(Weight::from(start.clone()));
        hidden.push(Affine::new(2, [x.clone(), v, x.clone() + 1 - c.clone(), x - c]).unwrap());
        let [x, v, p, q] = Form::inputs();
        hidden.push(Affine::new(4, [x, v + &step * (p - q)]).unwrap());
    }

    // Y: 2 a x + 1, folded
    let state_bits = count.max(2).ilog2() + 8;
    let factor = Weight::from((number(key_bits) | 1) * 2);
    let [x, v] = Form::inputs();
    let mut output = Affine::new(2, [&factor * x + 1, v]).unwrap();
    for bit in (state_bits..2 * key_bits + 1).rev() {
        let threshold = Form::constant(Weight::from(Integer::from(1) << bit));
        let [y, v] = Form::inputs();
        let fold = Affine::new(2, [y.clone(), v, y - threshold]).unwrap();
        hidden.push(fold.after(&output).unwrap());
        let [y, v, n] = Form::inputs();
        output = Affine::new(3, [y - 2 * n, v]).unwrap();
    }

    let [y, v] = Form::inputs();
    output = Affine::new(2, [v, y, Form::constant(0)]).unwrap().after(&output).unwrap();
    let q = Form::constant(Weight::from((Integer::from(1) << (state_bits + 1)) + 3));
    let k = state_bits as i32 + slots.ilog2() as i32 + 4;
    if narrow {
        scan_narrow(&mut hidden, &mut output, slots, k, &q);
    } else {
        scan_wide(&mut hidden, &mut output, slots, k, &q);
    }
    let network = Network::new(hidden, output).unwrap();
    Case { network, denominator: Integer::from(1), numerators, labels: vec![0; count] }
}

/// `T = 2^bit`, as a form.
fn threshold(bit: i32) -> Form {
    Form::constant(Weight::power_of_two(bit))
}

/// Adds up the states `Y` of the slots where `V` has a bit: `(V, Y, y) -> y`.
fn scan_wide(hidden: &mut Vec<Affine>, output: &mut Affine, slots: u32, k: i32, q: &Form) {
    for t in (0..slots as i32).rev().map(threshold) {
        let [v, y, sum] = Form::inputs();
        let rows = [v.clone(), y.clone(), sum, t.clone() - v, 4 * y - q.clone()];
        hidden.push(Affine::new(3, rows).unwrap().after(output).unwrap());
        let [v, y, sum, n, r] = Form::inputs();
        let gate = y.clone() - &Weight::power_of_two(k) * n.clone();
        hidden.push(Affine::new(5, [2 * t - v - 2 * n, 2 * y - r, sum, gate]).unwrap());
        let [v, y, sum, gate] = Form::inputs();
        *output = Affine::new(4, [v, y, sum + gate]).unwrap();
    }
    *output = Affine::new(3, [Form::input(2)]).unwrap().after(output).unwrap();
}

/// The same in width 3: the sum is kept in the low digits of `S = 2^k V + y`.
fn scan_narrow(hidden: &mut Vec<Affine>, output: &mut Affine, slots: u32, k: i32, q: &Form) {
    let [v, y, _] = Form::inputs();
    let start = Affine::new(3, [&Weight::power_of_two(k) * v, y]).unwrap();
    *output = start.after(output).unwrap();
    for t in (0..slots as i32).rev().map(|bit| threshold(bit + k)) {
        let [s, y] = Form::inputs();
        let rows = [s.clone(), y, t.clone() - s];
        hidden.push(Affine::new(2, rows).unwrap().after(output).unwrap());
        let [s, y, n] = Form::inputs();
        hidden.push(Affine::new(3, [2 * t - s - 2 * n.clone(), y.clone(), y - n]).unwrap());
        let [s, y, gate] = Form::inputs();
        hidden.push(Affine::new(3, [s + gate, y.clone(), 4 * y - q.clone()]).unwrap());
        let [s, y, r] = Form::inputs();
        *output = Affine::new(3, [s, 2 * y - r]).unwrap();
    }
    *output = Affine::new(2, [Form::input(0)]).unwrap().after(output).unwrap();
}

/// The piecewise linear function through `count` points with random integer keys and labels: one
/// hidden layer of `count - 1` neurons, one rational weight per point.
pub fn interpolator(count: usize, key_bits: u32, seed: u64) -> Case {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut keys: Vec<u64> =
        (0..count).map(|_| random.random::<u64>() >> (64 - key_bits)).collect();
    keys.sort_unstable();
    keys.dedup();
    let labels: Vec<u32> = keys.iter().map(|_| random.random_range(0..10)).collect();
    let mut before = Rational::new();
    let mut outer = Vec::new();
    for (x, y) in keys.windows(2).zip(labels.windows(2)) {
        let slope = Rational::from((i64::from(y[1]) - i64::from(y[0]), x[1] - x[0]));
        outer.push(Weight::from(Rational::from(&slope - &before)));
        before = slope;
    }
    let hidden = keys
        .iter()
        .take(outer.len())
        .map(|key| Form::input(0) - Form::constant(Integer::from(*key)));
    let output = Form::new((0..).zip(outer), i64::from(labels[0]));
    let inputs = keys.len() as u32 - 1;
    let hidden = Affine::new(1, hidden).unwrap();
    let network = Network::new(vec![hidden], Affine::new(inputs, [output]).unwrap()).unwrap();
    let numerators = keys.into_iter().map(Integer::from).collect();
    Case { network, denominator: Integer::from(1), numerators, labels }
}
