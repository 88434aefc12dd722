//! Lemma 2.7: every fraction of every small length, size, and what is refused.

use claims::Claim;
use rug::{Integer, Rational};
use width_depth::{Error, MAX_EDGES, lemma_2_7};

#[test]
fn lemma_2_7_value_is_exact_for_every_fraction_of_up_to_7_places() {
    for n in 1..=7_u32 {
        for (m, l) in (1..=n).flat_map(|m| (1..=m + 1).map(move |l| (m, l))) {
            let network = lemma_2_7::extract_bits(n, m, l).unwrap();
            for b in 0..1_u32 << n {
                let values = network.evaluate(&[Rational::from((b, 1_u32 << n))]).unwrap();
                let (read, rest) = (b >> (n - m), b & ((1 << (n - m)) - 1));
                let expected = [Rational::from(read), Rational::from((rest, 1_u32 << (n - m)))];
                assert_eq!(values, expected, "n {n}, m {m}, L {l}, b {b}");
            }
            assert!(lemma_2_7::claims(m, l, &network).iter().all(Claim::holds));
        }
    }
}

/// Long strings, with all-one and all-zero runs where a threshold is missed by one unit.
#[test]
fn lemma_2_7_value_is_exact_beside_the_thresholds() {
    let n = 200;
    for (m, l) in [(10, 3), (64, 13), (200, 40), (65, 65), (199, 100)] {
        let network = lemma_2_7::extract_bits(n, m, l).unwrap();
        let long = Integer::from(1) << n;
        for place in (0..n).step_by(7) {
            for b in [Integer::from(1) << place, (Integer::from(1) << place) - 1_u32] {
                for b in [Integer::from(&long - &b) - 1_u32, b] {
                    let fraction = Rational::from((b.clone(), long.clone()));
                    let values = network.evaluate(&[fraction]).unwrap();
                    let rest = b.clone().keep_bits(n - m);
                    assert_eq!(values[0], Integer::from(&b >> (n - m)));
                    assert_eq!(values[1], Rational::from((rest, Integer::from(1) << (n - m))));
                }
            }
        }
    }
}

#[test]
fn lemma_2_7_size_is_about_half_of_what_is_promised() {
    for (m, l) in (1..=8_u32).flat_map(|m| (1..=m).map(move |l| (m, l))) {
        let network = lemma_2_7::extract_bits(9, m, l).unwrap();
        let counts = network.counts();
        let value = u64::from(l > 1);
        assert_eq!(counts.width, (1 << (m.div_ceil(l) + 1)) + value, "m {m}, L {l}");
        assert_eq!(counts.hidden_layers, u64::from(l));
        let claims = lemma_2_7::claims(m, l, &network);
        assert!(claims.iter().all(Claim::holds));
        // Fewer layers than were used are not granted.
        assert!(l == 1 || !lemma_2_7::claims(m, l - 1, &network)[1].holds());
    }
}

#[test]
fn lemma_2_7_rejects_what_its_hypotheses_exclude() {
    assert_eq!(lemma_2_7::extract_bits(3, 0, 1), Err(Error::Zero("m")));
    assert_eq!(lemma_2_7::extract_bits(3, 1, 0), Err(Error::Zero("L")));
    assert_eq!(lemma_2_7::extract_bits(3, 4, 1), Err(Error::NoSuchBits { m: 4, n: 3 }));
    let n = bitextract::MAX_LENGTH + 1;
    assert_eq!(lemma_2_7::extract_bits(n, 1, 1), Err(Error::NoSuchBits { m: 1, n }));
    for (m, l) in [(60, 2), (1000, 1), (40, 2)] {
        let error = lemma_2_7::extract_bits(1000, m, l).unwrap_err();
        assert!(matches!(error, Error::TooManyEdges { limit: MAX_EDGES, .. }), "{error}");
    }
}

#[derive(serde::Serialize)]
struct Card {
    claims: Vec<String>,
    edges: u64,
    bits: u64,
}

#[test]
fn lemma_2_7_card() {
    let (n, m, l) = (64, 12, 4);
    let network = lemma_2_7::extract_bits(n, m, l).unwrap();
    let counts = network.counts();
    insta::assert_yaml_snapshot!(Card {
        claims: lemma_2_7::claims(m, l, &network).iter().map(ToString::to_string).collect(),
        edges: counts.edges,
        bits: counts.bits,
    });
}
