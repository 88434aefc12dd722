//! Lemma 4.1: value (every n and i), size, what is refused, card.

use bitextract::BitError;
use claims::Claim;
use dataset::{Conflicts, Dataset, Labels, SeparationMethod};
use encoding::strings::{Segments, bits_of_labels};
use lowerbounds::{
    BoundError, Limits, Task,
    lemma_4_1::{self, ReductionError, bit_network},
};
use memorize::{Parameters, Profile, line::line_network};
use network::{Affine, Form, Network, Weight};
use projection::Separated;
use proptest::{collection::vec, prelude::*};
use rug::{Integer, Rational};

/// Theorem 3.1 for g : {0, ..., N-1} -> {0, ..., C-1}, all classes used.
fn theorem_3_1(g: &[u32], profile: Profile) -> Network {
    let points = (0..g.len()).map(Integer::from).collect();
    let labels = Labels::numbered(g.iter().copied());
    let data = Dataset::from_parts(1, 1.into(), points, labels, Conflicts::Reject).unwrap();
    let delta_squared = data.separation(SeparationMethod::Auto).unwrap().squared;
    let parameters = Parameters { profile, seed: 5, delta_squared };
    memorize::construct(&data, &parameters).unwrap().network
}

/// Stages II and III of Theorem 3.1 at `2 n`: any g whatever.
fn two_stages(g: &[u32], label_bits: u32, per_block: usize) -> Network {
    let range = Integer::from(2 * g.len());
    let key_bits = range.significant_bits();
    let points = Separated::new((0..g.len()).map(|n| Rational::from(2 * n)).collect()).unwrap();
    let segments = Segments { per_block, key_bits, label_bits };
    let line = line_network(&points, g, segments, &range).unwrap().network;
    Network::affine(Affine::new(1, [2 * Form::input(0)]).unwrap()).then(line).unwrap()
}

/// `n -> n`, without a hidden layer.
fn identity() -> Network {
    Network::affine(Affine::identity(1))
}

/// The value of the network of bits.
fn value(bits: &Network, n: impl Into<Rational>, i: impl Into<Rational>) -> Rational {
    bits.evaluate(&[n.into(), i.into()]).unwrap().remove(0)
}

/// Bit i of a label, the first one the most significant, read off its binary digits.
fn digit(label: u64, label_bits: u32, i: usize) -> u32 {
    let text = format!("{label:0>width$b}", width = label_bits as usize);
    text.chars().nth(i - 1).and_then(|digit| digit.to_digit(2)).unwrap()
}

/// The first (n, i), i up to two beyond the bits, with a wrong value.
fn failure(bits: &Network, g: &[u32], label_bits: u32) -> Option<(usize, usize)> {
    let pairs = (0..g.len()).flat_map(|n| (0..=label_bits as usize + 2).map(move |i| (n, i)));
    pairs.into_iter().find(|(n, i)| {
        let inside = (1..=label_bits as usize).contains(i);
        let expected = if inside { digit(g[*n].into(), label_bits, *i) } else { 0 };
        value(bits, *n as u32, *i as u32) != expected
    })
}

#[test]
fn lemma_4_1_value_is_the_bit_for_all_small_functions() {
    for (points, classes, label_bits) in [(1, 2, 1), (4, 2, 1), (3, 4, 2), (2, 8, 3), (3, 3, 2)] {
        for code in 0..u32::pow(classes, points) {
            let g: Vec<u32> = (0..points).map(|n| code / classes.pow(n) % classes).collect();
            let bits = bit_network(&two_stages(&g, label_bits, 2), label_bits).unwrap();
            assert_eq!(failure(&bits, &g, label_bits), None, "{g:?}");
        }
    }
}

#[test]
fn lemma_4_1_value_is_the_bit_for_theorem_3_1() {
    for points in [2, 5, 16, 64] {
        for classes in [2, 4, 16, points].into_iter().filter(|classes| *classes <= points) {
            // 37 is prime to all of these numbers of points: every class occurs, in no order
            let g: Vec<u32> = (0..points).map(|n| (37 * n + 11) % points % classes).collect();
            let label_bits = bits_of_labels(classes.into());
            for profile in [Profile::Paper, Profile::Measured] {
                let memorizer = theorem_3_1(&g, profile);
                let bits = bit_network(&memorizer, label_bits).unwrap();
                assert_eq!(failure(&bits, &g, label_bits), None, "N = {points}, C = {classes}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn lemma_4_1_value_is_the_bit_for_random_functions(
        g in vec(any::<u32>(), 1..=64), label_bits in 1_u32..=7, per_block in 1_usize..9,
    ) {
        let g: Vec<u32> = g.iter().map(|label| label >> (32 - label_bits)).collect();
        let bits = bit_network(&two_stages(&g, label_bits, per_block), label_bits).unwrap();
        prop_assert_eq!(failure(&bits, &g, label_bits), None);
    }

    /// Labels of up to 64 bits, which the network is given as they are.
    #[test]
    fn lemma_4_1_value_is_the_bit_of_long_labels(label in any::<u64>(), label_bits in 1_u32..=64) {
        let bits = bit_network(&identity(), label_bits).unwrap();
        let corners = [0, 1, u64::MAX >> 1, u64::MAX, label];
        for label in corners.map(|label| label >> (64 - label_bits)) {
            for i in 1..=label_bits as usize {
                prop_assert_eq!(value(&bits, label, i as u32), digit(label, label_bits, i));
            }
        }
    }
}

#[test]
fn lemma_4_1_size_is_exactly_the_memorizer_and_what_is_added() {
    let g: Vec<u32> = (0..64).map(|n| (37 * n + 11) % 64).collect();
    let memorizers = [identity(), theorem_3_1(&g, Profile::Measured), two_stages(&g, 6, 5)];
    for memorizer in memorizers {
        let given = memorizer.counts();
        for label_bits in 1..=40 {
            let bits = bit_network(&memorizer, label_bits).unwrap();
            let claims = lemma_4_1::claims(label_bits, &memorizer, &bits);
            assert_eq!(claims.len(), 5);
            for claim in claims {
                assert!(claim.holds(), "{claim}");
                let exact = ["edges", "non-zero biases", "hidden layers"];
                let equal = claim.measured == claim.bound;
                assert!(equal || !exact.contains(&claim.quantity.as_str()), "{claim}");
            }
            let (counts, c) = (bits.counts(), u64::from(label_bits));
            let all = counts.edges + counts.biases;
            assert_eq!(all, given.edges + given.biases + given.hidden_layers + 28 * c - 3);
            assert!(all <= 2 * (given.edges + given.biases) + 28 * c - 4);
        }
    }
}

#[test]
fn lemma_4_1_bound_is_that_of_all_bits_less_what_is_added() {
    for (points, classes) in [(1_000, 2), (1_000, 1_000), (1 << 20, 1 << 10), (1 << 20, 1 << 20)] {
        let task = Task::new(points, classes, 1).unwrap();
        let c = u64::from(classes.ilog2());
        let of_bits = Task::new(points * c, 2, 2).unwrap();
        let needed = lowerbounds::parameters(&of_bits, &Limits::default()).unwrap().parameters;
        // the least W with 2 W + 28 c - 4 >= needed
        let found = lemma_4_1::parameters(&task).unwrap();
        let adds = |parameters: u64| 2 * parameters + 28 * c - 4;
        assert!(adds(found) >= needed && (found == 0 || adds(found - 1) < needed), "{found}");
        // sqrt(N log2 C) / 2, once N is large; the direct bound is stronger
        assert!(points < 1 << 20 || 4 * found * found >= points * c, "{found}");
        let direct = lowerbounds::parameters(&task, &Limits::default()).unwrap().parameters;
        assert!(found <= direct, "{found} by the reduction, {direct} without it");
    }
    // fewer than the reduction adds: nothing is ruled out
    assert_eq!(lemma_4_1::parameters(&Task::new(16, 2, 1).unwrap()), Ok::<_, BoundError>(0));
    // more points than can be counted
    let task = Task::new(u64::MAX, u64::MAX, 1).unwrap();
    assert!(lemma_4_1::parameters(&task).unwrap() >= 1 << 31);
}

#[test]
fn lemma_4_1_rejects_what_is_no_memorizer_and_labels_of_no_bits() {
    let two_inputs = Network::affine(Affine::new(2, [Form::input(1)]).unwrap());
    let error = bit_network(&two_inputs, 3).unwrap_err();
    assert_eq!(error, ReductionError::Memorizer { inputs: 2, outputs: 1 });
    assert_eq!(error.to_string(), "the memorizer maps R^2 to R^1, expected R^1 to R^1");
    let two_outputs = Network::affine(Affine::new(1, [Form::input(0), Form::input(0)]).unwrap());
    let error = bit_network(&two_outputs, 3).unwrap_err();
    assert_eq!(error, ReductionError::Memorizer { inputs: 1, outputs: 2 });

    let empty = BitError::NoSuchBits { first: 1, last: 1, length: 0 };
    assert_eq!(bit_network(&identity(), 0).unwrap_err(), ReductionError::Bits(empty));
    let bits = bitextract::MAX_LENGTH + 1;
    let long = BitError::Length { segments: 1, bits };
    assert_eq!(bit_network(&identity(), bits).unwrap_err(), ReductionError::Bits(long));
}

/// The network with weight number `wanted` negated, counted over all maps.
fn negated(network: &Network, wanted: usize) -> Network {
    let mut place = 0;
    let mut sign = |weight: &Weight| {
        place += 1;
        if place == wanted + 1 { -weight.clone() } else { weight.clone() }
    };
    let mut maps: Vec<Affine> = (network.maps())
        .map(|map| {
            let rows = map.iter().map(|row| {
                let terms = row.terms().map(|(column, weight)| (column as u32, sign(weight)));
                Form::new(terms.collect::<Vec<_>>(), row.bias.clone())
            });
            Affine::new(map.inputs() as u32, rows.collect::<Vec<_>>()).unwrap()
        })
        .collect();
    let output = maps.pop().unwrap();
    Network::new(maps, output).unwrap()
}

/// Every sign matters: all (n, i) for 3 bits, i up to two beyond them.
#[test]
fn lemma_4_1_rejects_every_changed_sign() {
    let g: Vec<u32> = (0..8).collect();
    let bits = bit_network(&identity(), 3).unwrap();
    assert_eq!(failure(&bits, &g, 3), None);
    let edges = bits.counts().edges as usize;
    assert_eq!(edges, 1 + 24 * 3 - 5);
    for place in 0..edges {
        assert!(failure(&negated(&bits, place), &g, 3).is_some(), "weight {place}");
    }
}

#[test]
fn lemma_4_1_rejects_a_network_that_is_larger_than_claimed() {
    let broken = |built: &Network| -> Vec<String> {
        let claims = lemma_4_1::claims(3, &identity(), built).into_iter();
        claims.filter(|claim| !claim.holds()).map(|claim| claim.quantity).collect()
    };
    let bits = bit_network(&identity(), 3).unwrap();
    assert_eq!(broken(&bits), Vec::<String>::new());
    // one bit more than claimed
    let longer = bit_network(&identity(), 4).unwrap();
    assert_eq!(broken(&longer), ["edges", "non-zero biases", "hidden layers", "bits"]);
    // one more neuron per layer
    let layers = bits.hidden_layers();
    let wider = Network::stacked(&[bits, Network::carry(1, layers)]).unwrap();
    assert_eq!(broken(&wider), ["edges", "width"]);
}

#[derive(serde::Serialize)]
struct Card {
    statement: &'static str,
    points_and_classes: usize,
    claims: Vec<String>,
    edges_and_biases_of_the_memorizer: u64,
    edges_and_biases_needed: u64,
    needed_for_a_million_points_and_classes: u64,
}

#[test]
fn lemma_4_1_card() {
    let g: Vec<u32> = (0..64).map(|n| (37 * n + 11) % 64).collect();
    let memorizer = theorem_3_1(&g, Profile::Measured);
    let given = memorizer.counts();
    let bits = bit_network(&memorizer, 6).unwrap();
    let claims = lemma_4_1::claims(6, &memorizer, &bits);
    let needed = |n| lemma_4_1::parameters(&Task::new(n, n, 1).unwrap()).unwrap();
    insta::assert_yaml_snapshot!(Card {
        statement: lemma_4_1::ID,
        points_and_classes: g.len(),
        claims: claims.iter().map(Claim::to_string).collect(),
        edges_and_biases_of_the_memorizer: given.edges + given.biases,
        edges_and_biases_needed: needed(64),
        needed_for_a_million_points_and_classes: needed(1_000_000),
    });
}
