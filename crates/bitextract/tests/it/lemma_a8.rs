//! Lemma A.8: value, size, what is refused, card.

use bitextract::lemma_a8::{self, interval_indicator};
use claims::Claim;
use network::Network;
use proptest::{prelude::*, sample::select};
use rug::Rational;
use testkit::{Card, forgery};

/// Offsets `x - y` at which something ends: the corners of the lemma.
const CORNERS: [(i64, i64); 4] = [(0, 1), (1, 1), (-1, 2), (3, 2)];
/// A corner itself, or a point just beside it.
const NUDGES: [(i64, i64); 5] = [(0, 1), (1, 1 << 40), (-1, 1 << 40), (1, 7), (-1, 7)];

/// Rationals whose denominators include the 2 that the lemma's corners sit on.
fn rational() -> impl Strategy<Value = Rational> {
    (-4096_i64..=4096, select(vec![1_i64, 2, 3, 4, 1 << 40]))
        .prop_map(|(n, d)| Rational::from((n, d)))
}

fn offset() -> impl Strategy<Value = Rational> {
    let beside = (select(CORNERS.to_vec()), select(NUDGES.to_vec()))
        .prop_map(|(corner, nudge)| Rational::from(corner) + Rational::from(nudge));
    prop_oneof![beside, rational()]
}

/// Does the network say what the lemma promises at `x = y + t`?
fn as_promised(f: &Network, y: &Rational, t: &Rational) -> bool {
    let value = f.evaluate(&[Rational::from(y + t), y.clone()]).unwrap().remove(0);
    if *t >= 0 && *t <= 1 {
        value == 1
    } else if *t > Rational::from((3, 2)) || *t < Rational::from((-1, 2)) {
        value == 0
    } else {
        true
    }
}

proptest! {
    #[test]
    fn lemma_a8_value_is_one_inside_and_zero_beyond_the_collars(y in rational(), t in offset()) {
        let f = interval_indicator().unwrap();
        prop_assert!(as_promised(&f, &y, &t));
        // Inside a collar the lemma is silent; the construction stays in [0, 1].
        let value = f.evaluate(&[Rational::from(&y + &t), y]).unwrap().remove(0);
        prop_assert!((0..=1).contains(&value));
    }
}

#[test]
fn lemma_a8_size_is_as_promised() {
    let claims = lemma_a8::claims(&interval_indicator().unwrap());
    assert_eq!(claims.len(), 3);
    assert!(claims.iter().all(Claim::holds));
    assert!(claims.iter().all(|claim| claim.statement == lemma_a8::ID));
}

#[test]
fn lemma_a8_rejects_larger_networks() {
    let f = interval_indicator().unwrap();
    let broken = |forged: Network| forgery::broken(lemma_a8::claims(&forged));
    assert!(broken(f.clone()).is_empty());
    assert_eq!(broken(forgery::wider(&f)), ["width"]);
    assert_eq!(broken(forgery::deeper(&f)), ["hidden layers"]);
    assert_eq!(broken(forgery::longer(&f, 3)), ["bits"]);
    let claims = lemma_a8::claims(&forgery::wider(&f));
    let texts: Vec<_> = claims.iter().map(Claim::to_string).collect();
    assert!(texts.contains(&"vardi2022/A.8: width: 3 <= 2  BROKEN".to_owned()));
}

/// One number changed, zeros included: the value is wrong somewhere around the corners. Two of 59
/// mutants survive: a steeper slope on either side, which does satisfy the lemma.
#[test]
fn lemma_a8_rejects_changed_numbers() {
    let f = interval_indicator().unwrap();
    let ys = [(0, 1), (3, 1), (-5, 2), (1000, 1)].map(Rational::from);
    let far = [(100, 1), (-100, 1)].into_iter().map(Rational::from);
    let beside = CORNERS
        .into_iter()
        .flat_map(|corner| NUDGES.map(|nudge| Rational::from(corner) + Rational::from(nudge)));
    let offsets: Vec<Rational> = beside.chain(far).collect();
    let right = |f: &Network| ys.iter().all(|y| offsets.iter().all(|t| as_promised(f, y, t)));
    assert!(right(&f));
    let (mut all, mut survivors) = (0, Vec::new());
    for (change, mutant) in forgery::mutants(&f, true) {
        all += 1;
        if right(&mutant) {
            survivors.push(change.to_string());
        }
    }
    let steeper =
        ["map 1, row 0, weight 0: -1 -> -2", "map 1, row 1, weight 1: -1 -> -2"].map(str::to_owned);
    assert_eq!((all, survivors.as_slice()), (59, steeper.as_slice()));
}

#[test]
fn lemma_a8_card() {
    let f = interval_indicator().unwrap();
    insta::assert_yaml_snapshot!(Card::new(&lemma_a8::claims(&f), &f));
}
