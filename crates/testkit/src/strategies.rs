//! Exact numbers and networks for property tests: the corners first, then their neighbours, then
//! anything.

use network::{Affine, Form, Network, Weight};
use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
};
use rug::{Integer, Rational};

/// Where the two representations of a weight meet, and what lies on either side.
pub fn corner() -> impl Strategy<Value = Rational> {
    let power = |k: i32| Rational::from(1) << k;
    let mut corners = vec![
        Rational::new(),
        Rational::from((1, 3)),
        Rational::from((7, 12)),
        Rational::from((i64::MAX, 2)),
        Rational::from((i64::MAX, 3)),
        Rational::from((1, i64::MAX)),
        (Rational::from(1) << 300) / Rational::from(3),
        power(200) + power(-200),
        Rational::from((Integer::from(1) << 500) - 1),
    ];
    corners.extend([0, 1, -1, 30, 61, 62, 63, 64, 65, -62, -63, -64, 1000, -1000].map(power));
    (select(corners), select(vec![0, 1, -1]), any::<bool>()).prop_map(|(corner, nudge, minus)| {
        let number: Rational = corner + nudge;
        if minus { -number } else { number }
    })
}

/// Any rational: a corner, a short dyadic number, a fraction, or a long one of either kind.
pub fn rational() -> impl Strategy<Value = Rational> {
    let long = vec(any::<u64>(), 2..6)
        .prop_map(|limbs| Integer::from_digits(&limbs, rug::integer::Order::Lsf));
    prop_oneof![
        corner(),
        (any::<i64>(), -130_i32..130).prop_map(|(m, e)| Rational::from(m) << e),
        (-99_i64..99, 1_i64..12).prop_map(Rational::from),
        (any::<i64>(), 1..=i64::MAX).prop_map(Rational::from),
        (long, any::<bool>(), -400_i32..400, select(vec![1, 3, 10])).prop_map(
            |(m, minus, e, d)| {
                let number = (Rational::from(m) << e) / Rational::from(d);
                if minus { -number } else { number }
            }
        ),
    ]
}

/// Any number as a weight.
pub fn weight() -> impl Strategy<Value = Weight> {
    rational().prop_map(Weight::from)
}

/// What the weights of a network mostly are: small ones, and now and then anything.
pub fn usual_weight() -> impl Strategy<Value = Weight> {
    prop_oneof![
        4 => (-3_i64..4).prop_map(Weight::from),
        1 => (-9_i64..9, -5_i32..6).prop_map(|(m, e)| Weight::from(Rational::from(m) << e)),
        1 => weight(),
    ]
}

/// A form over `inputs` columns; its columns come unsorted and repeated.
pub fn form(inputs: u32) -> impl Strategy<Value = Form> {
    let entries = if inputs == 0 { 0..1 } else { 0..5 };
    (vec((any::<Index>(), usual_weight()), entries), usual_weight()).prop_map(
        move |(entries, bias)| {
            let entries =
                entries.into_iter().map(|(at, weight)| (at.index(inputs as usize) as u32, weight));
            Form::new(entries, bias)
        },
    )
}

/// A map of this shape.
pub fn affine(inputs: u32, rows: u32) -> impl Strategy<Value = Affine> {
    vec(form(inputs), rows as usize)
        .prop_map(move |rows| Affine::new(inputs, rows).expect("columns are below inputs"))
}

/// A network of up to 4 hidden layers, each of 0 to 4 neurons.
pub fn network() -> impl Strategy<Value = Network> {
    vec(prop_oneof![9 => 1_u32..5, 1 => Just(0)], 2..7).prop_flat_map(|sizes| {
        let maps: Vec<_> = sizes.windows(2).map(|pair| affine(pair[0], pair[1])).collect();
        maps.prop_map(|mut maps| {
            let output = maps.pop().expect("there are at least two sizes");
            Network::new(maps, output).expect("consecutive sizes fit")
        })
    })
}

/// A point for the network, from seeds that are used round and round.
#[must_use]
pub fn point(network: &Network, seeds: &[Rational]) -> Vec<Rational> {
    seeds.iter().cycle().take(network.inputs()).cloned().collect()
}
