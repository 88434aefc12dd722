//! The kernels beside the same arithmetic written by hand: GMP on long numbers in buffers that are
//! kept, loops over `i64` on short ones.
//!
//! Each kernel is measured through a network that uses nothing else, on one thread. An item is one
//! neuron at one point, in both rows. Outputs are compared with those computed by hand.

#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]
#![allow(missing_docs, reason = "divan's macros make functions without documentation")]

use std::sync::LazyLock;

use divan::{Bencher, black_box, counter::ItemsCount};
use memorelu_evaluator::{Options, Points, Program};
use network::{Affine, Form, Network, Weight};
use rayon::{ThreadPool, ThreadPoolBuilder};
use rug::{Assign, Integer, Rational};

fn main() {
    divan::main();
}

static ONE_THREAD: LazyLock<ThreadPool> =
    LazyLock::new(|| ThreadPoolBuilder::new().num_threads(1).build().unwrap());

/// Measures `work` on a compiled network and points with integer coordinates.
fn measure(
    bencher: Bencher<'_, '_>,
    network: &Network,
    numerators: &[Integer],
    work: impl Fn(&Program, Points<'_>) + Sync,
) {
    let (program, one) = (Program::compile(network), Integer::from(1));
    let points = Points::new(network.inputs(), &one, numerators).unwrap();
    let neurons: usize = network.hidden().iter().map(Affine::rows).sum();
    bencher
        .counter(ItemsCount::new(neurons * points.len()))
        .bench_local(|| ONE_THREAD.install(|| work(&program, points)));
}

/// Measures the comparison of a network's outputs with labels.
fn verify(bencher: Bencher<'_, '_>, network: &Network, numerators: &[Integer], labels: &[u32]) {
    measure(bencher, network, numerators, |program, points| {
        let report = program.verify(&points, labels, Options::default()).unwrap();
        assert_eq!(report.mismatches, 0);
    });
}

/// Numbers of `bits` bits that look random.
fn numbers(count: u32, bits: u32) -> Vec<Integer> {
    let top = Integer::from(1) << (bits - 1);
    let seed = Integer::from(3).pow_mod(&Integer::from(100_003), &top).unwrap();
    (0..count).map(|k| Integer::from(&seed * (2 * k + 1)).keep_bits(bits - 1) | &top).collect()
}

/// Points of the plane: rows of a first map that are no multiples of one direction keep the
/// evaluator from working with keys instead of values.
fn on_an_axis(first: Vec<Integer>) -> Vec<Integer> {
    first.into_iter().flat_map(|z| [z, Integer::new()]).collect()
}

/// Telgarsky's triangle on long numbers, `p = relu(2z)`, `q = relu(4z - 2)`, `relu(p - q)`:
/// comparison, subtraction, and subtraction of the double.
mod triangle {
    use super::*;

    const POINTS: u32 = 200;
    const STEPS: u32 = 100;
    const BITS: [u32; 3] = [600, 2400, 9600];

    fn network(bits: u32) -> Network {
        let [z, zero] = Form::inputs();
        let scale = Weight::power_of_two(-(bits as i32));
        let mut hidden = vec![Affine::new(2, [&scale * z, zero]).unwrap()];
        let [z, _] = Form::inputs();
        let mut output = Affine::new(2, [z]).unwrap();
        for _ in 0..STEPS {
            let [z] = Form::inputs();
            hidden.push(Affine::new(1, [2 * &z, 4 * z - 2]).unwrap().after(&output).unwrap());
            let [p, q] = Form::inputs();
            hidden.push(Affine::new(2, [p - q]).unwrap());
            output = Affine::identity(1);
        }
        Network::new(hidden, output).unwrap()
    }

    /// In units of `2^-bits`, doubled with each step.
    fn triangles(values: &mut [Integer], bits: u32) {
        let mut q = Integer::new();
        for step in 0..STEPS {
            let half = Integer::from(1) << (bits - step - 1);
            for z in &mut *values {
                if *z > half {
                    q.assign(&*z - &half);
                    *z -= &q;
                    *z -= &q;
                }
            }
        }
    }

    #[divan::bench(args = BITS)]
    fn evaluator(bencher: Bencher<'_, '_>, bits: u32) {
        let mut values = numbers(POINTS, bits);
        let points = on_an_axis(values.clone());
        triangles(&mut values, bits);
        let value = |z| Rational::from(z) >> (bits - STEPS);
        let expected: Vec<_> = values.into_iter().map(value).collect();
        measure(bencher, &network(bits), &points, |program, points| {
            assert_eq!(program.evaluate(&points, Options::default()).unwrap(), expected);
        });
    }

    #[divan::bench(args = BITS)]
    fn by_hand(bencher: Bencher<'_, '_>, bits: u32) {
        let values = numbers(POINTS, bits);
        bencher.counter(ItemsCount::new(3 * POINTS * STEPS)).bench_local(|| {
            let mut values = black_box(values.clone());
            triangles(&mut values, bits);
            black_box(values);
        });
    }
}

/// A hash state, different at every point: `r = relu(4y - q)`, `y' = relu(2y - r)`.
mod hash {
    use super::*;

    const POINTS: u32 = 20_000;
    const STEPS: u32 = 500;
    const Q: i64 = (1 << 28) + 3;

    fn network() -> Network {
        let mut hidden = vec![Affine::identity(2)];
        let [y, _] = Form::inputs();
        let mut output = Affine::new(2, [y]).unwrap();
        for _ in 0..STEPS {
            let [y] = Form::inputs();
            hidden.push(Affine::new(1, [y.clone(), 4 * y - Q]).unwrap().after(&output).unwrap());
            let [y, r] = Form::inputs();
            hidden.push(Affine::new(2, [2 * y - r]).unwrap());
            output = Affine::identity(1);
        }
        Network::new(hidden, output).unwrap()
    }

    /// Layer by layer, a vector for each neuron.
    fn states(mut y: Vec<i64>) -> Vec<i64> {
        for _ in 0..STEPS {
            let r: Vec<i64> = y.iter().map(|y| (4 * y - Q).max(0)).collect();
            y = y.iter().zip(&r).map(|(y, r)| (2 * y - r).max(0)).collect();
        }
        y
    }

    fn first() -> Vec<i64> {
        numbers(POINTS, 27).iter().map(Integer::to_i64_wrapping).collect()
    }

    #[divan::bench]
    fn evaluator(bencher: Bencher<'_, '_>) {
        let labels: Vec<_> = states(first()).into_iter().map(|y| y as u32).collect();
        verify(bencher, &network(), &on_an_axis(numbers(POINTS, 27)), &labels);
    }

    #[divan::bench]
    fn by_hand(bencher: Bencher<'_, '_>) {
        let first = first();
        bencher
            .counter(ItemsCount::new(3 * POINTS * STEPS))
            .bench_local(|| black_box(states(black_box(first.clone()))));
    }

    /// With an `Integer` for each value, as it would be without short types.
    #[divan::bench]
    fn by_gmp(bencher: Bencher<'_, '_>) {
        let first = numbers(POINTS, 27);
        let mut r = Integer::new();
        bencher.counter(ItemsCount::new(3 * POINTS * STEPS)).bench_local(|| {
            let mut states = black_box(first.clone());
            for _ in 0..STEPS {
                for y in &mut states {
                    r.assign(&*y * 4);
                    r -= Q;
                    if r.is_negative() {
                        r.assign(0);
                    }
                    *y *= 2;
                    *y -= &r;
                }
            }
            black_box(states);
        });
    }
}

/// Neurons that only carry a value through a layer.
#[divan::bench]
fn carried(bencher: Bencher<'_, '_>) {
    let [first] = Form::inputs();
    let output = Affine::new(12, [first]).unwrap();
    let network = Network::new(vec![Affine::identity(12); 10_000], output).unwrap();
    let numerators: Vec<Integer> = (0..12 * 100).map(Integer::from).collect();
    let labels: Vec<u32> = (0..100).map(|point| 12 * point).collect();
    verify(bencher, &network, &numerators, &labels);
}

/// Indicators of intervals of the key, `relu(1 - relu(2a - 2x)) + relu(1 - relu(2x - 2b))`.
#[divan::bench]
fn intervals(bencher: Bencher<'_, '_>) {
    let (intervals, step) = (200, 400);
    let mut hidden = Vec::new();
    let mut output = Affine::new(1, [Form::input(0), Form::constant(0)]).unwrap();
    for first in (0..intervals).map(|interval| interval * step) {
        let [x, sum] = Form::inputs();
        let sides = [x.clone(), sum, 2 * first - 2 * &x, 2 * x - (2 * first + step)];
        hidden.push(Affine::new(2, sides).unwrap().after(&output).unwrap());
        let [x, sum, p, q] = Form::inputs();
        hidden.push(Affine::new(4, [x, sum, 1 - p, 1 - q]).unwrap());
        let [x, sum, p, q] = Form::inputs();
        output = Affine::new(4, [x, sum + p + q - 1]).unwrap();
    }
    output = Affine::new(2, [Form::input(1)]).unwrap().after(&output).unwrap();
    let network = Network::new(hidden, output).unwrap();
    let keys: Vec<u32> = (0..intervals as u32 * step as u32 / 4).map(|x| 4 * x).collect();
    let numerators: Vec<_> = keys.iter().copied().map(Integer::from).collect();
    let inside = |x: &u32| u32::from(x % step as u32 <= step as u32 / 2);
    let labels: Vec<_> = keys.iter().map(inside).collect();
    verify(bencher, &network, &numerators, &labels);
}
