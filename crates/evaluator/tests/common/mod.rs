//! A memorizing network in three stages, built directly: points of the plane are projected, a block
//! lookup returns two strings, and a segment of one of them is matched with the key.

#![allow(dead_code, reason = "not every test file uses everything")]

use bitextract::lemma_a5::{Shape, segment_lookup};
use network::{Affine, Form, Network, Weight};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rug::{Integer, Rational, integer::Order};

/// A network, and points with the labels it returns for them.
pub struct Case {
    pub network: Network,
    pub denominator: Integer,
    pub numerators: Vec<Integer>,
    pub labels: Vec<u32>,
}

impl Case {
    pub fn points(&self) -> evaluator::Points<'_> {
        let dimension = self.network.inputs();
        evaluator::Points {
            denominator: &self.denominator,
            numerators: &self.numerators,
            dimension,
        }
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
/// block.
pub fn memorizer(count: usize, classes: u32, block: usize, seed: u64) -> Case {
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
    let gap = keys
        .windows(2)
        .map(|pair| Integer::from(&pair[1].0 - &pair[0].0))
        .min()
        .unwrap_or(Integer::from(1));
    assert!(gap > 0, "two keys are equal");
    let unit = Integer::from(1) << (COORDINATE + DIRECTION);
    let scale = Integer::from(&unit * 2) / gap + 1;
    let floors: Vec<Integer> =
        keys.iter().map(|(key, _)| Integer::from(key * &scale) / &unit).collect();
    let rho = floors.last().map_or(1, Integer::significant_bits);
    let c = (classes - 1).max(1).ilog2() + 1;

    // stage I: x = scale * relu(direction . point)
    let [first, second] = Form::inputs();
    let dyadic = |value: u64| Weight::from(Rational::from(value) >> DIRECTION);
    let project =
        Affine::new(2, [&dyadic(direction[0]) * first + &dyadic(direction[1]) * second]).unwrap();
    let scaled = Affine::new(1, [Form::input(0).times(&scale)]).unwrap();
    let mut network = Network::new(vec![project], scaled).unwrap();

    // stage II: (x, u, w)
    let [x] = Form::inputs();
    let start = Affine::new(1, [x, Form::constant(0), Form::constant(0)]).unwrap();
    network = network.then(Network::affine(start)).unwrap();
    let mut hidden = Vec::new();
    let mut output = Affine::identity(3);
    for (segment, labelled) in floors.chunks(block).zip(keys.chunks(block)) {
        let join = |bits: u32, values: &mut dyn Iterator<Item = Integer>| {
            let mut string = Integer::new();
            for place in 0..block {
                string = (string << bits) + values.next().unwrap_or_default();
                let _ = place;
            }
            Weight::from(string)
        };
        let u = join(rho, &mut segment.iter().cloned());
        let w = join(c, &mut labelled.iter().map(|(_, label)| Integer::from(*label)));
        let (a, b) = (segment[0].clone(), Integer::from(segment.last().unwrap() + 1));
        let [x, su, sw] = Form::inputs();
        let sides = Affine::new(
            3,
            [
                x.clone(),
                su,
                sw,
                Form::constant(Weight::from(a * 2)) - 2 * &x,
                2 * x - Form::constant(Weight::from(b * 2)),
            ],
        )
        .unwrap();
        hidden.push(sides.after(&output).unwrap());
        let [x, su, sw, p, q] = Form::inputs();
        hidden.push(Affine::new(5, [x, su, sw, 1 - p, 1 - q]).unwrap());
        let [x, su, sw, p, q] = Form::inputs();
        let hit = p + q - 1;
        output = Affine::new(5, [x, su + &u * hit.clone(), sw + &w * hit]).unwrap();
        hidden.push(output);
        output = Affine::identity(3);
    }
    network = network.then(Network::new(hidden, output).unwrap()).unwrap();

    // stage III
    let shape = Shape { segments: block as u32, key_bits: rho, label_bits: c };
    let [x, u, w] = Form::inputs();
    let order = Network::affine(Affine::new(3, [x, w, u]).unwrap());
    network = network.then(order).unwrap().then(segment_lookup(shape).unwrap()).unwrap();
    let _ = Order::Lsf;
    Case { network, denominator: Integer::from(1) << COORDINATE, numerators, labels }
}

/// The block size that V takes: about `sqrt(N / log N)`.
pub fn usual_block(count: usize) -> usize {
    (count / (count.max(2).ilog2() as usize)).isqrt().max(1)
}
