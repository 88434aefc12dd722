//! Lemma 2.5: both lookups at every point, size for every W1 and L1, and what is refused.

use claims::Claim;
use projection::Separated;
use proptest::prelude::*;
use rug::{Integer, Rational};
use width_depth::{
    Error,
    lemma_2_5::{self, Block},
    staircase::Layout,
};

/// Increasing points with gaps of at least `gap`, and what their blocks store.
fn points(gaps: &[(u32, u32)], gap: u32) -> Vec<Rational> {
    let mut at = Rational::new();
    let place = |(more, parts): &(u32, u32)| {
        let point = at.clone();
        at += Rational::from((*more, *parts)) + gap;
        point
    };
    gaps.iter().map(place).collect()
}

/// Strings that go up and down, with equal neighbours and zeros.
fn blocks(count: usize) -> Vec<Block> {
    let stored =
        |j: u64| Block { u: Integer::from(j * 7 % 5), w: Integer::from(j * j * j % 11 / 2) };
    (0..count as u64).map(stored).collect()
}

fn check(network: &network::Network, points: &[Rational], per_block: usize, blocks: &[Block]) {
    for (x, block) in
        points.iter().zip(blocks.iter().flat_map(|block| std::iter::repeat_n(block, per_block)))
    {
        let values = network.evaluate(std::slice::from_ref(x)).unwrap();
        let expected: [Rational; 3] = [x.clone(), (&block.u).into(), (&block.w).into()];
        assert_eq!(values, expected);
    }
}

fn gaps() -> impl Strategy<Value = Vec<(u32, u32)>> {
    prop::collection::vec((prop_oneof![Just(0), 1_u32..20], 1_u32..6), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn lemma_2_5_value_is_what_the_block_stores(gaps in gaps(), per_block in 1_usize..9, w in 1_usize..4, slack in 0_usize..3) {
        // Any distinct points: no gap is asked for, and two points are 1/1000 apart.
        let mut points = points(&gaps, 0);
        for (index, point) in points.iter_mut().enumerate() {
            *point += Rational::from((index as u64, 1000_u64));
        }
        let count = points.len().div_ceil(per_block);
        let blocks = blocks(count);
        let l = count.div_ceil(3 * w * w) + slack;
        let network = lemma_2_5::block_lookup(&points, per_block, &blocks, w, l).unwrap();
        check(&network, &points, per_block, &blocks);
        let claims = lemma_2_5::claims(count, w as u64, l as u64, &network);
        prop_assert!(claims.iter().all(Claim::holds), "{:?}", claims);
    }

    #[test]
    fn lemma_2_5_value_of_a_staircase_is_what_the_block_stores(gaps in gaps(), per_block in 1_usize..9, w in 1_usize..3) {
        // Gaps of exactly 2 and more, between integers and between fractions.
        let points = Separated::new(points(&gaps, 2)).unwrap();
        let count = points.points().len().div_ceil(per_block);
        let blocks = blocks(count);
        let l = count.div_ceil(3 * w * w);
        let shape = lemma_2_5::staircase(&points, per_block, &blocks).unwrap().shape();
        for layers in [2 * l, 2 * l + 10, count] {
            let Some(layout) = Layout::within(shape, 12 * w + 5, layers) else {
                prop_assert!(layers < 2 * l);
                continue;
            };
            let network =
                lemma_2_5::separated_block_lookup(&points, per_block, &blocks, layout).unwrap();
            check(&network, points.points(), per_block, &blocks);
            let l = layers.div_ceil(2).max(l);
            let claims = lemma_2_5::claims(count, w as u64, l as u64, &network);
            prop_assert!(claims.iter().all(Claim::holds), "{:?}", claims);
        }
    }
}

/// As many blocks as the lemma allows always fit, also where u falls.
#[test]
fn lemma_2_5_size_of_a_staircase_is_within_the_lemma() {
    for (w, l) in (1..60).flat_map(|w| (1..40).map(move |l| (w, l))) {
        let steps = 3 * w * w * l - 1;
        for signs in 0..=4 {
            let shape = width_depth::staircase::Shape { steps, functions: 2, signs };
            let layout = Layout::within(shape, 12 * w + 5, 2 * l).unwrap();
            assert!(layout.width(shape) <= 12 * w + 5 && layout.hidden_layers(shape) <= 2 * l);
        }
    }
}

#[test]
fn lemma_2_5_rejects_what_its_hypotheses_exclude() {
    let line: Vec<Rational> = (0..10).map(|k| Rational::from(2 * k)).collect();
    let lookup = |points: &[Rational], per_block, count, w, l| {
        lemma_2_5::block_lookup(points, per_block, &blocks(count), w, l).map(|_| ())
    };
    assert_eq!(lookup(&line, 0, 10, 1, 4), Err(Error::Zero("S")));
    assert_eq!(lookup(&line, 1, 10, 0, 4), Err(Error::Zero("W")));
    assert_eq!(lookup(&line, 3, 3, 1, 4), Err(Error::Blocks { found: 3, wanted: 4 }));
    assert_eq!(lookup(&[], 3, 3, 1, 4), Err(Error::NoPoints));
    assert_eq!(lookup(&[Rational::from(-1)], 1, 1, 1, 1), Err(Error::Negative));
    let error = lookup(&line, 1, 10, 1, 3).unwrap_err();
    assert_eq!(error.to_string(), "10 blocks do not fit W = 1, L = 3, which hold 9: L = 4 does");
    let reversed: Vec<Rational> = line.iter().rev().cloned().collect();
    assert!(matches!(lookup(&reversed, 2, 5, 1, 4), Err(Error::NotIncreasing { .. })));
    // A network of width 29 is more than W1 = 1 grants, and the hypothesis is a claim too.
    let network = lemma_2_5::block_lookup(&line, 1, &blocks(10), 2, 4).unwrap();
    let claims = lemma_2_5::claims(40, 1, 4, &network);
    assert!(!claims[0].holds());
}

#[derive(serde::Serialize)]
struct Card {
    by_lemma_2_4: Vec<String>,
    as_staircase: Vec<String>,
    edges: [u64; 2],
    bits: [u64; 2],
}

#[test]
fn lemma_2_5_card() {
    let gaps: Vec<(u32, u32)> = (0..120).map(|k| (k * k % 13, 1 + k % 3)).collect();
    let points = Separated::new(points(&gaps, 2)).unwrap();
    let (per_block, w, l) = (5, 2, 2);
    let blocks = blocks(24);
    let general = lemma_2_5::block_lookup(points.points(), per_block, &blocks, w, l).unwrap();
    let staircase = lemma_2_5::staircase(&points, per_block, &blocks).unwrap();
    let layout = Layout::within(staircase.shape(), 12 * w + 5, 2 * l).unwrap();
    let integer = staircase.network(layout).unwrap();
    let claims = |network: &network::Network| {
        let claims = lemma_2_5::claims(24, w as u64, l as u64, network);
        claims.iter().map(ToString::to_string).collect()
    };
    insta::assert_yaml_snapshot!(Card {
        by_lemma_2_4: claims(&general),
        as_staircase: claims(&integer),
        edges: [&general, &integer].map(|network| network.counts().edges),
        bits: [&general, &integer].map(|network| network.counts().bits),
    });
}
