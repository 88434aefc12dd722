//! Agreement with the reference evaluation on random networks.

use crate::common;
use evaluator::{Options, Points, Program};
use network::{Affine, Form, Network, Weight};
use proptest::prelude::*;
use rug::{Integer, Rational};

/// Weights of every kind: small, dyadic, rational, long, far apart.
fn weight() -> impl Strategy<Value = Weight> {
    prop_oneof![
        8 => (-3_i64..=3).prop_map(Weight::from),
        2 => (-9_i64..=9, -8_i32..=8).prop_map(|(m, e)| Weight::from(Rational::from(m) << e)),
        2 => (any::<i64>(), -90_i32..=90).prop_map(|(m, e)| Weight::from(Rational::from(m) << e)),
        2 => (-20_i64..=20, 1_i64..=12).prop_map(|(n, d)| Weight::from(Rational::from((n, d)))),
        1 => (any::<i128>(), any::<u64>(), 0_u32..=300).prop_map(|(n, d, e)| {
            Weight::from(Rational::from((n, Integer::from(d) + 1)) << e)
        }),
        1 => (-300_i32..=300).prop_map(Weight::power_of_two),
    ]
}

/// Weights that make many rows alike, so that values meet breakpoints and cancel.
fn plain_weight() -> impl Strategy<Value = Weight> {
    prop_oneof![
        6 => (-2_i64..=2).prop_map(Weight::from),
        1 => (-2_i64..=2).prop_map(|n| Weight::from((Integer::from(n) << 90) + n)),
        2 => (-3_i64..=3, 0_u32..=2).prop_map(|(n, e)| Weight::from((Integer::from(n) << (150 + e)) - n)),
        1 => (-2_i64..=2).prop_map(|n| Weight::from(Rational::from((n, 3)))),
        1 => (-2_i64..=2, -3_i32..=3).prop_map(|(n, e)| Weight::from(Rational::from(n) << e)),
    ]
}

fn map(
    inputs: usize,
    rows: usize,
    weights: BoxedStrategy<Weight>,
) -> impl Strategy<Value = Affine> {
    let entry = prop_oneof![1 => Just(Weight::ZERO), 2 => weights];
    prop::collection::vec(prop::collection::vec(entry, inputs + 1), rows).prop_map(move |rows| {
        let form = |row: Vec<Weight>| {
            let bias = row[inputs].clone();
            Form::new((0..).zip(row).take(inputs), bias)
        };
        Affine::new(inputs as u32, rows.into_iter().map(form)).unwrap()
    })
}

/// A map of rank one: rows are multiples of one direction.
fn projection(inputs: usize, rows: usize) -> impl Strategy<Value = Affine> {
    let direction = prop::collection::vec(plain_weight(), inputs);
    (direction, prop::collection::vec((weight(), weight()), rows)).prop_map(
        move |(direction, rows)| {
            let form = |(factor, bias): (Weight, Weight)| {
                Form::new((0..).zip(direction.iter().map(|w| w * &factor)), bias)
            };
            Affine::new(inputs as u32, rows.into_iter().map(form)).unwrap()
        },
    )
}

/// Networks of every shape, layers without neurons and networks without layers included.
fn network() -> impl Strategy<Value = Network> {
    let sizes = (1_usize..=3, prop::collection::vec(0_usize..=5, 0..=6), 1_usize..=2);
    (sizes, any::<bool>(), any::<bool>()).prop_flat_map(
        |((inputs, hidden, outputs), plain, project)| {
            let weights = || if plain { plain_weight().boxed() } else { weight().boxed() };
            let mut maps = Vec::new();
            let mut before = inputs;
            for rows in hidden.into_iter().chain([outputs]) {
                let first = maps.is_empty() && project;
                maps.push(if first {
                    projection(before, rows).boxed()
                } else {
                    map(before, rows, weights()).boxed()
                });
                before = rows;
            }
            maps.prop_map(|mut maps| {
                let output = maps.pop().unwrap();
                Network::new(maps, output).unwrap()
            })
        },
    )
}

/// Networks with points that include integers, halves and repeated ones.
fn case() -> impl Strategy<Value = (Network, i64, Vec<i64>)> {
    (network(), prop::sample::select(vec![1_i64, 2, 3, 8, 10])).prop_flat_map(
        |(network, denominator)| {
            let inputs = network.inputs();
            let coordinate =
                prop_oneof![-6_i64..=6, -40_i64..=40, any::<i32>().prop_map(i64::from)];
            let points = (0_usize..=30)
                .prop_flat_map(move |n| prop::collection::vec(coordinate.clone(), n * inputs));
            (Just(network), Just(denominator), points)
        },
    )
}

fn agrees(network: &Network, denominator: &Integer, numerators: &[Integer], options: Options<'_>) {
    let dimension = network.inputs();
    let points = Points::new(dimension, denominator, numerators).unwrap();
    let outputs = Program::compile(network).evaluate(&points, options).unwrap();
    let point = |point: &[Integer]| -> Vec<Rational> {
        let coordinate = |n: &Integer| Rational::from((n.clone(), denominator.clone()));
        network.evaluate(&point.iter().map(coordinate).collect::<Vec<_>>()).unwrap()
    };
    let expected: Vec<Rational> = numerators.chunks(dimension).flat_map(point).collect();
    assert_eq!(outputs, expected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn random_networks_agree((network, denominator, numerators) in case()) {
        let denominator = denominator.into();
        let numerators: Vec<_> = numerators.into_iter().map(Integer::from).collect();
        agrees(&network, &denominator, &numerators, Options::default());
        // So little memory that batches are cut down to single points.
        agrees(&network, &denominator, &numerators, Options { memory: 0, ..Options::default() });
    }
}

/// A network without inputs that matter: its neurons are numbers.
fn of_numbers(rows: Vec<Vec<(i64, i32)>>) -> Network {
    let width = rows.iter().map(Vec::len).max().unwrap() as u32;
    let ones = Affine::new(1, (0..width).map(|_| Form::constant(1))).unwrap();
    let sums = rows.iter().map(|row| {
        let weights = row.iter().map(|(m, e)| Weight::from(Rational::from(*m) << *e));
        Form::new((0..).zip(weights), 0)
    });
    let sums = Affine::new(width, sums).unwrap();
    let outputs = Affine::identity(rows.len() as u32);
    Network::new(vec![ones, sums], outputs).unwrap()
}

#[test]
fn sums_of_numbers_far_apart_keep_their_sign() {
    let network = of_numbers(vec![
        vec![(-1, -300), (7, 198), (7, 198), (-1, 201)],
        vec![(-1, -300), (1, 200), (1, 200), (-1, 201)],
        vec![(1, -300), (1, 200), (1, 200), (-1, 201)],
        vec![(1, -300), (-1, 200)],
        vec![(-1, -300), (1, 200)],
        vec![(i64::MAX, 0), (i64::MAX, 62), (-i64::MAX, 63), (1, -126)],
    ]);
    agrees(&network, &1.into(), &[0.into(), 1.into()], Options::default());
}

#[test]
fn long_values_cancel_exactly() {
    // relu(a - b), relu(b - a) and relu(2 a - b) for long a, b that depend on the block of x
    let long = |low: i64| Weight::from((Integer::from(1) << 300) + low);
    let [x] = Form::inputs();
    let steps = Affine::new(1, [x.clone(), x.clone() - 3, x - 4]).unwrap();
    let [x, p, q] = Form::inputs();
    let strings = Affine::new(
        3,
        [
            Form::constant(long(5)) + &long(7) * (p.clone() - q.clone()) + x.clone(),
            Form::constant(long(6)) + &long(6) * (p - q) + x,
        ],
    );
    let [a, b] = Form::inputs();
    let differences = Affine::new(2, [a.clone() - &b, b.clone() - &a, 2 * a - b]);
    let hidden = vec![steps, strings.unwrap(), differences.unwrap()];
    let network = Network::new(hidden, Affine::identity(3)).unwrap();
    let numerators: Vec<_> = (0..60).map(Integer::from).collect();
    agrees(&network, &4.into(), &numerators, Options::default());
}

#[test]
fn breakpoints_are_met_exactly() {
    // relu(x - t) and relu(t - x) at points on, just below and just above t = 1/3
    let third = Form::constant(Rational::from((1, 3)));
    let [x] = Form::inputs();
    let hidden = Affine::new(1, [x.clone() - third.clone(), third - x]).unwrap();
    let network = Network::new(vec![hidden], Affine::identity(2)).unwrap();
    let denominator = Integer::from(3) << 100;
    let third = Integer::from(1) << 100;
    let numerators: Vec<_> = (-2..=2).map(|n| Integer::from(&third + n)).collect();
    agrees(&network, &denominator, &numerators, Options::default());
}

#[test]
fn networks_without_inputs_or_outputs_agree() {
    let one = Integer::from(1);
    let points = Points::new(0, &one, &[]).unwrap();
    let constant = Network::affine(Affine::new(0, [Form::constant(3)]).unwrap());
    let outputs = Program::compile(&constant).evaluate(&points, Options::default()).unwrap();
    assert_eq!(outputs, constant.evaluate(&[]).unwrap());
    let nothing = Network::affine(Affine::new(1, []).unwrap());
    agrees(&nothing, &one, &[5.into(), 6.into()], Options::default());
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let case = common::memorizer(400, 10, 7, 1, 5);
    let outputs = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let program = Program::compile(&case.network);
        pool.install(|| program.evaluate(&case.points(), Options::default()).unwrap())
    };
    let one = outputs(1);
    assert_eq!(one, case.labels);
    assert_eq!(one, outputs(2));
    assert_eq!(one, outputs(5));
}
