//! Lemma 2.6: all small strings, random long ones, the exact size, and what is refused.

use claims::Claim;
use network::Network;
use proptest::prelude::*;
use rug::{Integer, Rational};
use width_depth::{
    Error, MAX_EDGES,
    lemma_2_6::{self, Shape},
};

fn concatenated(segments: &[u32], bits: u32) -> Integer {
    segments.iter().fold(Integer::new(), |string, segment| (string << bits) | *segment)
}

/// The label whose key is floor(x), 0 if x is far from all keys, `None` where the lemma is silent.
fn expected(keys: &[u32], labels: &[u32], x: &Rational) -> Option<u32> {
    let floor = Integer::from(x.floor_ref());
    if let Some(place) = keys.iter().position(|key| floor == *key) {
        return Some(labels[place]);
    }
    // At distance 2 or more from every number in [key, key + 1).
    let far = |key: &u32| *x >= *key + 3 || Rational::from(x + 2) <= *key;
    keys.iter().all(far).then_some(0)
}

fn check(network: &Network, keys: &[u32], labels: &[u32], shape: Shape, x: &Rational) {
    let Some(expected) = expected(keys, labels, x) else { return };
    let u = concatenated(keys, shape.key_bits).into();
    let w = concatenated(labels, shape.label_bits).into();
    let value = network.evaluate(&[x.clone(), u, w]).unwrap();
    assert_eq!(value, [expected], "x {x}, keys {keys:?}, labels {labels:?}, {shape:?}");
}

fn separated(keys: &[u32]) -> bool {
    keys.iter().enumerate().all(|(i, a)| keys[..i].iter().all(|b| a.abs_diff(*b) >= 2))
}

/// All digits of `number` in this base.
fn digits(mut number: u32, base: u32, count: u32) -> Vec<u32> {
    let digit = |_| {
        let digit = number % base;
        number /= base;
        digit
    };
    (0..count).map(digit).collect()
}

#[test]
fn lemma_2_6_value_is_exact_for_all_small_strings() {
    let xs: Vec<Rational> = (0..22).map(|k| Rational::from((k, 2))).collect();
    for (segments, key_bits, label_bits) in [(1, 3, 2), (2, 3, 1), (2, 2, 2), (3, 3, 1)] {
        for layers_per_read in 1..=4 {
            let shape = Shape { segments, key_bits, label_bits, layers_per_read };
            let network = lemma_2_6::segment_lookup(shape).unwrap();
            for keys in 0..1_u32 << (segments * key_bits) {
                let keys = digits(keys, 1 << key_bits, segments);
                if !separated(&keys) {
                    continue;
                }
                // Every label string once, each with a few of the points.
                for labels in 0..1_u32 << (segments * label_bits) {
                    let labels = digits(labels, 1 << label_bits, segments);
                    let first = (labels[0] + keys[0]) as usize % 4;
                    for x in xs.iter().skip(first).step_by(4) {
                        check(&network, &keys, &labels, shape, x);
                    }
                    for key in &keys {
                        let almost = Rational::from(key + 1) - Rational::from((1, 1_u64 << 40));
                        check(&network, &keys, &labels, shape, &almost);
                    }
                }
            }
        }
    }
}

/// An all-zero segment matches `[0, 3/2)`, and adds 0 as long as its label is 0.
#[test]
fn lemma_2_6_value_is_not_disturbed_by_zero_segments() {
    let shape = Shape { segments: 3, key_bits: 4, label_bits: 2, layers_per_read: 2 };
    let network = lemma_2_6::segment_lookup(shape).unwrap();
    for x in [(0, 1), (1, 2), (3, 2), (9, 1), (39, 4)].map(Rational::from) {
        let (u, w) = (concatenated(&[9, 0, 0], 4), concatenated(&[3, 0, 0], 2));
        let label = if x >= 9 { 3 } else { 0 };
        assert_eq!(network.evaluate(&[x, u.into(), w.into()]).unwrap(), [label]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]
    #[test]
    fn lemma_2_6_value_is_the_partner_of_the_match(
        gaps in prop::collection::vec((2_u32..300, 0_u32..32), 1..8),
        layers_per_read in 1_u32..15,
        fraction in 0_u32..64,
        turn in 0_usize..8,
    ) {
        let keys = gaps.iter().scan(0, |at, gap| { *at += gap.0; Some(*at - 2) });
        let mut keys: Vec<u32> = keys.collect();
        let labels: Vec<u32> = gaps.iter().map(|gap| gap.1).collect();
        let count = keys.len();
        keys.rotate_left(turn % count);
        let shape = Shape { segments: count as u32, key_bits: 12, label_bits: 5, layers_per_read };
        if layers_per_read > 1 {
            let network = lemma_2_6::segment_lookup(shape).unwrap();
            for key in &keys {
                let inside = Rational::from((fraction, 64)) + *key;
                check(&network, &keys, &labels, shape, &inside);
                check(&network, &keys, &labels, shape, &(inside + 3));
            }
        }
    }
}

/// The stated width holds the two carried channels as well, and `Shape::size` is exact.
#[test]
fn lemma_2_6_size_is_predicted_and_within_what_is_stated() {
    for (segments, layers_per_read) in (1..6).flat_map(|s| (1..10).map(move |t| (s, t))) {
        for (key_bits, label_bits) in
            [(1, 1), (2, 0), (0, 3), (0, 0), (6, 1), (5, 4), (1, 7), (8, 8)]
        {
            let shape = Shape { segments, key_bits, label_bits, layers_per_read };
            let network = lemma_2_6::segment_lookup(shape).unwrap();
            let (counts, size) = (network.counts(), shape.size());
            assert_eq!(
                (counts.width, counts.hidden_layers, counts.edges),
                (size.width, size.hidden_layers, size.edges),
                "{shape:?}"
            );
            let claims = lemma_2_6::claims(shape, &network);
            assert!(claims.iter().all(Claim::holds), "{claims:?}");
            // The width that the documentation states.
            let digit = |bits: u32| 2_u64 << bits.div_ceil(layers_per_read);
            assert!(size.width <= (digit(key_bits) + digit(label_bits) + 4).max(9));
        }
    }
}

#[test]
fn lemma_2_6_rejects_what_cannot_be_built() {
    let shape = Shape { segments: 2, key_bits: 40, label_bits: 3, layers_per_read: 20 };
    let built = |shape| lemma_2_6::segment_lookup(shape).map(|_| ());
    assert_eq!(built(Shape { segments: 0, ..shape }), Err(Error::Zero("S")));
    assert_eq!(built(Shape { layers_per_read: 0, ..shape }), Err(Error::Zero("T")));
    let segments = bitextract::MAX_LENGTH;
    assert_eq!(built(Shape { segments, ..shape }), Err(Error::TooLong { segments, bits: 40 }));
    let error = built(Shape { layers_per_read: 1, ..shape }).unwrap_err();
    assert!(matches!(error, Error::TooManyEdges { limit: MAX_EDGES, .. }), "{error}");
    // A network of one layer more is not what is promised.
    let network = lemma_2_6::segment_lookup(shape).unwrap();
    let deeper = network.then(Network::carry(1, 1)).unwrap();
    assert!(!lemma_2_6::claims(shape, &deeper)[1].holds());
}

#[derive(serde::Serialize)]
struct Card {
    claims: Vec<String>,
    edges: u64,
    bits: u64,
}

#[test]
fn lemma_2_6_card() {
    let shape = Shape { segments: 5, key_bits: 20, label_bits: 4, layers_per_read: 10 };
    let network = lemma_2_6::segment_lookup(shape).unwrap();
    let counts = network.counts();
    insta::assert_yaml_snapshot!(Card {
        claims: lemma_2_6::claims(shape, &network).iter().map(ToString::to_string).collect(),
        edges: counts.edges,
        bits: counts.bits,
    });
}
