//! Lemma A.6: value (all intervals below 60), size, what is refused, card.

use claims::Claim;
use encoding::{
    EncodingError,
    lemma_a6::{self, indicator},
};
use network::{Affine, Form, Network};
use proptest::{prelude::*, sample::select};
use rug::{Integer, Rational};
use testkit::{Card, forgery};

/// What the lemma promises at `x`, if it does.
fn promised(a: &Integer, b: &Integer, x: &Rational) -> Option<u32> {
    let half = Rational::from((1, 2));
    if x >= a && x <= b {
        return Some(1);
    }
    let beyond = *x > Rational::from(b + &half) || *x < Rational::from(a - &half);
    beyond.then_some(0)
}

/// Corners of the lemma and points just beside them.
fn around(a: &Integer, b: &Integer) -> Vec<Rational> {
    let half = Rational::from((1, 2));
    let corners = [a - half.clone(), a.into(), b.into(), b + half].map(Rational::from);
    let nudges = [(0, 1), (1, 1_i64 << 40), (-1, 1 << 40), (1, 7), (-1, 7)].map(Rational::from);
    let beside = |corner: Rational| nudges.clone().map(|nudge| nudge + &corner);
    corners.into_iter().flat_map(beside).collect()
}

/// The first of these points at which the network does not do what the lemma promises.
fn failure(f: &Network, a: &Integer, b: &Integer, xs: &[Rational]) -> Option<Rational> {
    let wrong = |x: &&Rational| {
        let value = f.evaluate(std::slice::from_ref(*x)).unwrap().remove(0);
        match promised(a, b, x) {
            Some(expected) => value != expected,
            // Inside a collar the lemma is silent; the construction stays in [0, 1].
            None => !(0..=1).contains(&value),
        }
    };
    xs.iter().find(wrong).cloned()
}

#[test]
fn lemma_a6_value_is_exact_for_all_intervals_below_60() {
    for b in 1..60 {
        for a in 0..b {
            let quarters = 4 * a - 12..=4 * b + 12;
            let mut xs: Vec<_> = quarters.map(|quarter| Rational::from((quarter, 4))).collect();
            let (a, b) = (Integer::from(a), Integer::from(b));
            xs.extend(around(&a, &b));
            xs.extend([-1000, 1000].map(Rational::from));
            let f = indicator(&a, &b).unwrap();
            assert_eq!(failure(&f, &a, &b, &xs), None, "[{a}, {b}]");
        }
    }
}

proptest! {
    /// Long ends, short and long intervals.
    #[test]
    fn lemma_a6_value_is_exact_for_long_ends(
        start in any::<u64>(),
        shift in 0_u32..200,
        length in prop_oneof![1_u64..4, any::<u64>().prop_map(|length| length.max(1))],
        inside in select(vec![(0, 1), (1, 3), (1, 2), (1, 1)]),
    ) {
        let a = Integer::from(start) << shift;
        let b = Integer::from(&a + length);
        let mut xs = around(&a, &b);
        xs.push(&a + Rational::from(inside) * Rational::from(length));
        prop_assert_eq!(failure(&indicator(&a, &b).unwrap(), &a, &b, &xs), None);
    }
}

#[test]
fn lemma_a6_size_is_as_promised() {
    let long = (Integer::from(1) << 1000) - 1;
    let ends = (1..200_u32).map(Integer::from).chain([long]);
    for b in ends {
        for a in [Integer::new(), b.clone() / 2, Integer::from(&b - 1)] {
            let f = indicator(&a, &b).unwrap();
            let claims = lemma_a6::claims(&b, &f);
            assert_eq!(claims.len(), 3);
            assert!(claims.iter().all(Claim::holds), "{claims:?}");
            // LEN(b), but for b = 1, where the slope 2 is longer than b.
            let length = u64::from(b.significant_bits());
            assert!(f.counts().bits <= if b == 1 { 2 } else { length });
        }
    }
}

#[test]
fn lemma_a6_rejects_larger_networks() {
    let (a, b) = (Integer::from(3), Integer::from(7));
    let f = indicator(&a, &b).unwrap();
    let broken = |forged: Network| forgery::broken(lemma_a6::claims(&b, &forged));
    assert!(broken(f.clone()).is_empty());
    assert_eq!(broken(forgery::wider(&f)), ["width"]);
    assert_eq!(broken(forgery::deeper(&f)), ["hidden layers"]);
    assert_eq!(broken(forgery::longer(&f, 4)), ["bits"]);
    // The form that the paper prints, with the factor 2 in the first layer: 2b is one bit too long.
    let x = Form::input(0);
    let outside = Affine::new(1, [6 - 2 * &x, 2 * x - 14]).unwrap();
    let inside = [0, 1].map(|k| 1 - Form::input(k));
    let printed =
        Network::new(vec![outside, Affine::new(2, inside).unwrap()], f.output().clone()).unwrap();
    assert_eq!(failure(&printed, &a, &b, &around(&a, &b)), None);
    assert_eq!(broken(printed), ["bits"]);
}

/// One number changed, zeros included: the value is wrong somewhere around the corners. 4 of 54
/// mutants survive: a steeper slope on either side, -3 or -4, which does satisfy the lemma.
#[test]
fn lemma_a6_rejects_changed_numbers() {
    let (a, b) = (Integer::from(3), Integer::from(7));
    let f = indicator(&a, &b).unwrap();
    let mut xs = around(&a, &b);
    xs.extend([-1000, 0, 5, 1000].map(Rational::from));
    let right = |f: &Network| {
        xs.iter().all(|x| {
            let value = f.evaluate(std::slice::from_ref(x)).unwrap().remove(0);
            promised(&a, &b, x).is_none_or(|expected| value == expected)
        })
    };
    assert!(right(&f));
    let (mut mutants, mut survivors) = (0, Vec::new());
    for (change, mutant) in forgery::mutants(&f, true) {
        mutants += 1;
        if right(&mutant) {
            survivors.push(change.to_string());
        }
    }
    let steeper: Vec<_> = [
        "row 0, weight 0: -2 -> -4",
        "row 0, weight 0: -2 -> -3",
        "row 1, weight 1: -2 -> -4",
        "row 1, weight 1: -2 -> -3",
    ]
    .iter()
    .map(|change| format!("map 1, {change}"))
    .collect();
    assert_eq!((mutants, survivors), (54, steeper));
}

#[test]
fn lemma_a6_rejects_intervals_that_do_not_exist() {
    for (a, b) in [(-1, 3), (3, 3), (4, 3), (0, 0), (-2, -1)] {
        let error = indicator(&a.into(), &b.into()).unwrap_err();
        assert_eq!(error, EncodingError::Interval);
        assert_eq!(error.to_string(), "an interval needs 0 <= a < b");
    }
}

#[test]
fn lemma_a6_card() {
    let f = indicator(&3.into(), &7.into()).unwrap();
    insta::assert_yaml_snapshot!(Card::new(&lemma_a6::claims(&7.into(), &f), &f));
}
