//! Lemma 2.8: the indicator, its ends included, size, and a network that is too wide.

use claims::Claim;
use network::Network;
use proptest::prelude::*;
use rug::Rational;
use width_depth::lemma_2_8;

fn offset() -> impl Strategy<Value = Rational> {
    let corner =
        prop::sample::select([(0, 1), (1, 1), (-1, 2), (3, 2)].map(Rational::from).to_vec());
    let nudge = prop::sample::select(vec![(0_i64, 1_i64), (1, 1 << 40), (-1, 1 << 40), (3, 7)]);
    let anything = (-50_i64..50, 1_i64..9).prop_map(Rational::from);
    prop_oneof![(corner, nudge).prop_map(|(c, n)| c + Rational::from(n)), anything]
}

proptest! {
    #[test]
    fn lemma_2_8_value_is_one_inside_and_zero_from_the_ends_of_the_collars_on(
        y in (-99_i64..99, 1_i64..9).prop_map(Rational::from),
        t in offset(),
    ) {
        let network = lemma_2_8::interval_indicator().unwrap();
        let value = network.evaluate(&[Rational::from(&y + &t), y]).unwrap();
        if (0..=1).contains(&t) {
            prop_assert_eq!(&value, &[1]);
        } else if t >= Rational::from((3, 2)) || t <= Rational::from((-1, 2)) {
            prop_assert_eq!(&value, &[0]);
        } else {
            prop_assert!(value[0] >= 0 && value[0] <= 1);
        }
    }
}

#[test]
fn lemma_2_8_size_is_as_promised() {
    let network = lemma_2_8::interval_indicator().unwrap();
    assert!(lemma_2_8::claims(&network).iter().all(Claim::holds));
}

#[test]
fn lemma_2_8_rejects_a_larger_network() {
    let claims = lemma_2_8::claims(&Network::carry(3, 3));
    assert!(claims.iter().all(|claim| !claim.holds()));
}

#[test]
fn lemma_2_8_card() {
    let network = lemma_2_8::interval_indicator().unwrap();
    let claims = lemma_2_8::claims(&network);
    let claims: Vec<String> = claims.iter().map(ToString::to_string).collect();
    insta::assert_yaml_snapshot!(claims);
}
