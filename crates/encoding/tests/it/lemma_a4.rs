//! Lemma A.4: value (all points, all gaps), size, what is refused, card.

use claims::Claim;
use encoding::{
    EncodingError,
    lemma_a4::{self, Block, block_lookup},
};
use network::{Network, ShapeError};
use proptest::{collection::vec, prelude::*, sample::select};
use rug::{Integer, Rational};
use testkit::{Card, forgery};

fn block(first: u32, last: u32, stored: &[u64]) -> Block {
    let stored = stored.iter().copied().map(Integer::from).collect();
    Block { first: first.into(), last: last.into(), stored }
}

/// Consecutive points in blocks of `per_block`; block j stores `stored[j]`.
fn blocks(points: &[Rational], per_block: usize, stored: &[Vec<Integer>]) -> Vec<Block> {
    let floor = |x: &Rational| Integer::from(x.floor_ref());
    (points.chunks(per_block).zip(stored))
        .map(|(points, stored)| {
            let (first, last) = (floor(&points[0]), floor(points.last().unwrap()));
            Block { first, last, stored: stored.clone() }
        })
        .collect()
}

fn expected(x: &Rational, stored: &[Integer]) -> Vec<Rational> {
    [x.clone()].into_iter().chain(stored.iter().map(Rational::from)).collect()
}

/// Increasing points at distance 2 or more, many of them at exactly 2.
fn points() -> impl Strategy<Value = Vec<Rational>> {
    let fraction =
        select(vec![(0, 1), (0, 1), (1, 2), (1, 3), (1, 1_i64 << 40), ((1 << 40) - 1, 1 << 40)]);
    let gap = (prop_oneof![3 => Just(0), 1 => 1_u32..9, 1 => any::<u32>()], fraction);
    (any::<bool>(), vec(gap, 1..40)).prop_map(|(from_zero, gaps)| {
        let mut x = Rational::from(if from_zero { -2 } else { 0 });
        let next = |(whole, fraction): (u32, (i64, i64))| {
            x += Rational::from(whole) + 2 + Rational::from(fraction);
            x.clone()
        };
        gaps.into_iter().map(next).collect()
    })
}

proptest! {
    #[test]
    fn lemma_a4_value_is_what_the_block_stores(
        points in points(),
        per_block in 1_usize..12,
        channels in 0_usize..4,
        stored in vec(prop_oneof![Just(Integer::new()), any::<u8>().prop_map(Integer::from), any::<u128>().prop_map(Integer::from)], 160),
    ) {
        // Also a short last block; ceil(N / per_block) blocks.
        let stored: Vec<Vec<Integer>> =
            (0..40).map(|j| stored[j * channels..(j + 1) * channels].to_vec()).collect();
        let blocks = blocks(&points, per_block, &stored);
        prop_assert_eq!(blocks.len(), points.len().div_ceil(per_block));
        let network = block_lookup(&blocks).unwrap();
        prop_assert_eq!((network.inputs(), network.outputs()), (1, channels + 1));
        for (index, x) in points.iter().enumerate() {
            let found = network.evaluate(std::slice::from_ref(x)).unwrap();
            prop_assert_eq!(found, expected(x, &stored[index / per_block]), "point {}", index);
        }
        // All gaps between blocks, before the first and behind the last: from one collar to the next.
        let half = Rational::from((1, 2));
        let starts: Vec<_> = (blocks.iter().map(|block| Rational::from(&block.last + 1) + &half)).collect();
        let ends: Vec<_> = blocks.iter().map(|block| &block.first - half.clone()).collect();
        let gaps = (starts.iter().zip(&ends[1..])).map(|(start, end)| (start.clone(), end.clone()));
        let outside = [
            (Rational::new(), ends[0].clone()),
            (starts[starts.len() - 1].clone(), starts[starts.len() - 1].clone() + 1000),
        ];
        for (start, end) in gaps.chain(outside).filter(|(start, end)| start <= end) {
            let middle = Rational::from(&start + &end) / 2;
            for x in [start, middle, end] {
                let found = network.evaluate(std::slice::from_ref(&x)).unwrap();
                prop_assert_eq!(found, expected(&x, &vec![Integer::new(); channels]), "at {}", x);
            }
        }
    }

    /// Points of other subsets, at distance 2 or more from all points of this one.
    #[test]
    fn lemma_a4_value_is_zero_at_points_of_other_subsets(
        points in points(),
        subset in 1_usize..12,
        per_block in 1_usize..5,
    ) {
        for (number, subset_points) in points.chunks(subset).enumerate() {
            let stored = vec![vec![Integer::from(5), Integer::from(9)]; subset];
            let network = block_lookup(&blocks(subset_points, per_block, &stored)).unwrap();
            for (index, x) in points.iter().enumerate() {
                let stored = if index / subset == number { [5, 9] } else { [0, 0] };
                let found = network.evaluate(std::slice::from_ref(x)).unwrap();
                prop_assert_eq!(found, expected(x, &stored.map(Integer::from)));
            }
        }
    }

    #[test]
    fn lemma_a4_size_is_as_promised(
        points in points(),
        per_block in 1_usize..12,
        channels in 1_usize..4,
        stored in vec(any::<u128>().prop_map(|number| Integer::from(number.max(1))), 160),
    ) {
        let stored: Vec<Vec<Integer>> =
            (0..40).map(|j| stored[j * channels..(j + 1) * channels].to_vec()).collect();
        let blocks = blocks(&points, per_block, &stored);
        let network = block_lookup(&blocks).unwrap();
        let range = Integer::from(points[points.len() - 1].floor_ref());
        let claims = lemma_a4::claims(&blocks, &range, &network);
        prop_assert_eq!(claims.len(), 3);
        // One point below 1 has R = 1 and no bits; the slope 2 of Lemma A.6 has two.
        prop_assert!(range == 0 || claims.iter().all(Claim::holds), "{:?}", claims);
        prop_assert_eq!(network.hidden_layers(), 2 * blocks.len());
    }
}

/// A point inside the span of a block gets what the block stores, though it is none of its points.
#[test]
fn lemma_a4_value_inside_a_span_is_that_of_the_block() {
    let network = block_lookup(&[block(0, 100, &[7])]).unwrap();
    assert_eq!(network.evaluate(&[50.into()]).unwrap(), [50, 7]);
}

#[test]
fn lemma_a4_rejects_larger_networks() {
    let blocks = [block(0, 4, &[3]), block(6, 6, &[1]), block(9, 15, &[2])];
    let network = block_lookup(&blocks).unwrap();
    let broken = |forged: Network| forgery::broken(lemma_a4::claims(&blocks, &15.into(), &forged));
    assert!(broken(network.clone()).is_empty());
    assert_eq!(broken(forgery::wider(&network)), ["width"]);
    let deep = (0..4).fold(network.clone(), |network, _| forgery::deeper(&network));
    assert!(broken(deep.clone()).is_empty(), "depth 11 of 11");
    assert_eq!(broken(forgery::deeper(&deep)), ["depth"]);
    assert_eq!(broken(forgery::longer(&network, 7)), ["bits"]);
    // The network of other blocks than those claimed.
    let more = [block(0, 4, &[64, 1]), block(6, 6, &[1, 1])];
    assert_eq!(broken(block_lookup(&more).unwrap()), ["width", "bits"]);
}

/// One number changed: the value is wrong at a point or in a gap. 12 of 201 mutants survive: for
/// each of the six ramps the two steeper slopes, -3 and -4, which do satisfy the lemma.
#[test]
fn lemma_a4_rejects_changed_numbers() {
    let blocks = [block(1, 4, &[3]), block(6, 6, &[1]), block(9, 15, &[2])];
    let network = block_lookup(&blocks).unwrap();
    // Every quarter but those within a collar, with what is stored there.
    let spans = [(1, 5, 3), (6, 7, 1), (9, 16, 2)]
        .map(|(a, b, stored)| (Rational::from(a), Rational::from(b), stored));
    let half = Rational::from((1, 2));
    let cases: Vec<(Rational, u32)> = (0..=4 * 20)
        .map(|quarter| Rational::from((quarter, 4)))
        .filter(|x| {
            spans.iter().all(|(a, b, _)| {
                let below = x < a && *x > Rational::from(a - &half);
                let above = x > b && *x < Rational::from(b + &half);
                !below && !above
            })
        })
        .map(|x| {
            let stored = spans.iter().find(|(a, b, _)| *a <= x && x <= *b);
            (x, stored.map_or(0, |(_, _, stored)| *stored))
        })
        .collect();
    let right = |network: &Network| {
        cases.iter().all(|(x, stored)| {
            network.evaluate(std::slice::from_ref(x)).unwrap() == [x.clone(), (*stored).into()]
        })
    };
    assert!(right(&network));
    let (mut mutants, mut survivors) = (0, Vec::new());
    for (change, mutant) in forgery::mutants(&network, false) {
        mutants += 1;
        if right(&mutant) {
            survivors.push(change.to_string());
        }
    }
    let ramps = [(1, 1, 1), (1, 2, 2), (3, 2, 2), (3, 3, 3), (5, 2, 2), (5, 3, 3)];
    let steeper: Vec<_> = ramps
        .iter()
        .flat_map(|(map, row, weight)| {
            [-4, -3].map(|to| format!("map {map}, row {row}, weight {weight}: -2 -> {to}"))
        })
        .collect();
    assert_eq!((mutants, survivors), (201, steeper));
}

#[test]
fn lemma_a4_rejects_blocks_that_are_none() {
    assert_eq!(block_lookup(&[]).unwrap_err(), EncodingError::Empty);
    let message = "at least one block of at least one point is needed";
    assert_eq!(EncodingError::Empty.to_string(), message);

    // Touching, overlapping, out of order.
    for next in [block(6, 9, &[1]), block(4, 9, &[1]), block(0, 1, &[1])] {
        let error = block_lookup(&[block(0, 0, &[1]), block(2, 5, &[1]), next]).unwrap_err();
        assert_eq!(error, EncodingError::Overlap { index: 1 });
        let message = "block 1 does not end 1 or more before the next begins";
        assert_eq!(error.to_string(), message);
    }
    assert!(block_lookup(&[block(2, 5, &[1]), block(7, 9, &[1])]).is_ok());

    let negative = Block { stored: vec![Integer::from(-1)], ..block(4, 5, &[]) };
    for wrong in [block(4, 5, &[]), block(4, 5, &[1, 1]), negative] {
        let error = block_lookup(&[block(0, 0, &[1]), wrong]).unwrap_err();
        assert_eq!(error, EncodingError::Stored { index: 1, channels: 1 });
        assert_eq!(error.to_string(), "block 1 does not store 1 natural numbers");
    }

    for (first, last) in [(5, 4), (9, 0)] {
        let error = block_lookup(&[block(first, last, &[1])]).unwrap_err();
        assert_eq!(error, EncodingError::Interval);
    }
    let below = Block { first: Integer::from(-1), ..block(0, 3, &[1]) };
    assert_eq!(block_lookup(&[below]).unwrap_err(), EncodingError::Interval);

    let shape = EncodingError::from(ShapeError::Empty);
    assert_eq!(shape, EncodingError::Shape(ShapeError::Empty));
}

#[test]
fn lemma_a4_card() {
    let blocks: Vec<_> = (0..8).map(|j| block(20 * j, 20 * j + 15, &[u64::from(j) + 57])).collect();
    let network = block_lookup(&blocks).unwrap();
    let claims = lemma_a4::claims(&blocks, &155.into(), &network);
    insta::assert_yaml_snapshot!(Card::new(&claims, &network));
}
