//! Lemma A.7: value (all numbers up to 10 bits, all blocks of bits), size, what is refused, card.

use bitextract::{
    BitError, MAX_LENGTH, bin,
    lemma_a7::{self, arguments, read_bits},
};
use claims::Claim;
use network::{Network, ShapeError};
use proptest::{collection::vec, prelude::*, sample::Index};
use rug::{Integer, Rational, integer::Order};
use testkit::{Card, forgery};

/// Telgarsky's triangle on [0, 1], by its two pieces.
fn phi(z: &Rational) -> Rational {
    let twice = Rational::from(z * 2);
    if twice <= 1 { twice } else { 2 - twice }
}

/// `phi^(l)` for `l = 0, ..., length` at `x/2^n + 2^-(n+2)` and at `x/2^n + 2^-(n+1)`.
fn orbits(x: &Integer, length: u32) -> Vec<[Rational; 2]> {
    let start = [(4 * x.clone() + 1_u32, length + 2), (2 * x.clone() + 1_u32, length + 1)]
        .map(|(numerator, places)| Rational::from(numerator) >> places);
    std::iter::successors(Some(start), |pair| Some([phi(&pair[0]), phi(&pair[1])]))
        .take(length as usize + 1)
        .collect()
}

/// The naive twin: `x` written as text, cut, read again.
fn bits_of_text(x: &Integer, length: u32, first: u32, last: u32) -> Integer {
    let text = format!("{:0>width$}", x.to_string_radix(2), width = length as usize);
    Integer::from_str_radix(&text[first as usize - 1..last as usize], 2).unwrap()
}

/// The three outputs that the lemma promises, in order.
fn promised(x: &Integer, length: u32, first: u32, last: u32, at: &[Rational; 2]) -> [Rational; 3] {
    let [p, q] = at.clone();
    [p, q, bits_of_text(x, length, first, last).into()]
}

#[test]
fn lemma_a7_value_is_exact_for_all_numbers_up_to_10_bits() {
    for length in 1..=10 {
        let numbers: Vec<Integer> = (0..1_u32 << length).map(Integer::from).collect();
        let orbits: Vec<_> = numbers.iter().map(|x| orbits(x, length)).collect();
        let start = arguments(length).unwrap();
        for (x, orbit) in numbers.iter().zip(&orbits) {
            assert_eq!(start.evaluate(&[x.into()]).unwrap(), orbit[0]);
        }
        for first in 1..=length {
            for last in first..=length {
                let network = read_bits(length, first, last).unwrap();
                for (x, orbit) in numbers.iter().zip(&orbits) {
                    let expected = promised(x, length, first, last, &orbit[last as usize]);
                    let found = network.evaluate(&orbit[first as usize - 1]).unwrap();
                    assert_eq!(found, expected, "bits {first}..={last} of {x} in {length}");
                    assert_eq!(expected[2], bin(x, length, first, last).unwrap());
                }
            }
        }
    }
}

/// `BIN_{1:3}(32) = 4`, and the bits of a number that is longer than a machine word.
#[test]
fn bits_are_counted_from_the_most_significant() {
    assert_eq!(bin(&32.into(), 6, 1, 3).unwrap(), 4);
    assert_eq!(bin(&32.into(), 7, 1, 3).unwrap(), 2);
    assert_eq!(bin(&(Integer::from(5) << 200), 203, 1, 3).unwrap(), 5);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Long strings: first bits, last bits, blocks in the middle.
    #[test]
    fn lemma_a7_value_is_exact_for_long_numbers(
        limbs in vec(prop_oneof![any::<u64>(), Just(0), Just(u64::MAX)], 1..5),
        spare in 0_u32..3,
        places in (any::<Index>(), 0_u32..40),
    ) {
        let x = Integer::from_digits(&limbs, Order::Lsf);
        let length = x.significant_bits().max(1) + spare;
        let first = places.0.index(length as usize) as u32 + 1;
        let last = (first + places.1).min(length);
        let orbits = orbits(&x, length);
        let found = read_bits(length, first, last).unwrap().evaluate(&orbits[first as usize - 1]);
        let expected = promised(&x, length, first, last, &orbits[last as usize]);
        prop_assert_eq!(found.unwrap(), expected);
    }
}

#[test]
fn lemma_a7_size_is_as_promised() {
    let blocks =
        (1..=16_u32).flat_map(|n| (1..=n).flat_map(move |i| (i..=n).map(move |j| (n, i, j))));
    for (length, first, last) in blocks.chain([(5000, 1, 20), (5000, 4981, 5000), (1 << 20, 7, 7)])
    {
        let network = read_bits(length, first, last).unwrap();
        let claims = lemma_a7::claims(length, first, last, &network);
        assert_eq!(claims.len(), 3);
        assert!(claims.iter().all(Claim::holds), "{claims:?}");
        // "Depth 3 (j - i + 1)" is met with equality, whatever is simplified.
        let layers = 3 * (last - first + 1) as usize;
        assert_eq!((network.inputs(), network.outputs(), network.hidden_layers()), (2, 3, layers));
        assert_eq!(network.clone().simplified(), network);
    }
}

#[test]
fn lemma_a7_rejects_larger_networks() {
    let broken = |forged: Network| forgery::broken(lemma_a7::claims(6, 2, 4, &forged));
    let network = read_bits(6, 2, 4).unwrap();
    assert!(broken(network.clone()).is_empty());
    assert_eq!(broken(forgery::wider(&network)), ["width"]);
    assert_eq!(broken(forgery::deeper(&network)), ["hidden layers"]);
    assert_eq!(broken(forgery::longer(&network, 9)), ["bits"]);
    // A network for other bits than those claimed.
    assert_eq!(broken(read_bits(6, 2, 5).unwrap()), ["hidden layers"]);
    assert_eq!(broken(read_bits(7, 1, 3).unwrap()), ["bits"]);
}

/// One number changed, zeros included: some number of 4 bits is read wrongly. No mutant survives.
#[test]
fn lemma_a7_rejects_changed_numbers() {
    let (length, first, last) = (4, 2, 3);
    let cases: Vec<_> = (0..16)
        .map(|x| {
            let (x, orbits) = (Integer::from(x), orbits(&Integer::from(x), length));
            let expected = promised(&x, length, first, last, &orbits[last as usize]);
            (orbits[first as usize - 1].clone(), expected)
        })
        .collect();
    let right =
        |f: &Network| cases.iter().all(|(from, to)| f.evaluate(from).unwrap().as_slice() == to);
    let network = read_bits(length, first, last).unwrap();
    assert!(right(&network));
    let mut mutants = 0;
    for (change, mutant) in forgery::mutants(&network, true) {
        mutants += 1;
        assert!(!right(&mutant), "{change}");
    }
    assert_eq!(mutants, 295);
}

#[test]
fn lemma_a7_rejects_bits_that_do_not_exist() {
    for (first, last, length) in [(1, 1, 0), (0, 3, 5), (4, 3, 5), (1, 6, 5), (6, 6, 5)] {
        let error = BitError::NoSuchBits { first, last, length };
        assert_eq!(read_bits(length, first, last).unwrap_err(), error);
        assert_eq!(bin(&1.into(), length, first, last).unwrap_err(), error);
        let expected = format!("bits {first}..={last} are not inside a string of {length} bits");
        assert_eq!(error.to_string(), expected);
    }
    assert!(matches!(arguments(0), Err(BitError::NoSuchBits { length: 0, .. })));
    for length in [MAX_LENGTH + 1, u32::MAX] {
        let error = BitError::Length { segments: 1, bits: length };
        assert_eq!(read_bits(length, 1, 1).unwrap_err(), error);
        assert_eq!(arguments(length).unwrap_err(), error);
        let expected =
            format!("1 segments of {length} bits are not between 1 and 33554432 bits in all");
        assert_eq!(error.to_string(), expected);
    }
    assert!(read_bits(MAX_LENGTH, 1, 1).is_ok());
    let shape = BitError::from(ShapeError::Empty);
    assert_eq!(
        (shape.to_string(), shape),
        (ShapeError::Empty.to_string(), BitError::Shape(ShapeError::Empty))
    );
}

#[test]
fn lemma_a7_card() {
    let network = read_bits(32, 1, 8).unwrap();
    insta::assert_yaml_snapshot!(Card::new(&lemma_a7::claims(32, 1, 8, &network), &network));
}
