//! Theorem 6.1 (Vardi et al.): bounded bits.

use std::collections::{BTreeSet, HashSet};

use crate::exact;
use lowerbounds::{
    BoundError, Limits, Task,
    theorem_6_1::{bits_needed, code_length, functions_upper, parameters_needed, values},
};
use network::{Affine, Form, Network, Weight};
use proptest::prelude::*;
use rug::{Integer, Rational, ops::Pow};

const ANY: Limits = Limits { width: None, hidden_layers: None, bits: None };

fn task(points: u64, classes: u64) -> Task {
    Task::new(points, classes, 1).unwrap()
}

/// All non-zero numbers of at most so many bits, by the count of the network crate.
fn all_values(bits: u32) -> BTreeSet<Rational> {
    let long = 1_i64 << bits;
    (-long..=long)
        .flat_map(|n| (1..=long).map(move |d| Rational::from((n, d))))
        .filter(|value| {
            let used = Weight::from(value.clone()).bits();
            used > 0 && used <= u64::from(bits)
        })
        .collect()
}

#[test]
fn theorem_6_1_counts_all_values() {
    assert_eq!(Integer::from(all_values(1).len()), values(1));
    for bits in 1..=8 {
        let found = all_values(bits);
        assert!(values(bits) >= found.len(), "{} values of {bits} bits", found.len());
        // at least the numbers that are dyadic: D = 2^(B-1) (B + 2) - 1 of each sign
        let dyadic = found.iter().filter(|value| value.denom().is_power_of_two()).count();
        assert_eq!(dyadic, 2 * ((1 << (bits - 1)) * (bits as usize + 2) - 1));
    }
}

/// Distinct functions (told apart at a few points) of networks from R with at most `most` non-zero
/// parameters, all of them +-1 or +-1/2.
fn found_functions(widths: &[&[u32]], most: u32) -> usize {
    let one_bit: Vec<_> = all_values(1).into_iter().collect();
    let points: Vec<_> = (-6..=6).map(|x| Rational::from((2 * x + 1, 3))).collect();
    let mut functions = HashSet::new();
    for hidden in widths {
        let sizes: Vec<u32> = [1].iter().chain(*hidden).chain(&[1]).copied().collect();
        let places: u32 = sizes.windows(2).map(|pair| (pair[0] + 1) * pair[1]).sum();
        for support in 0..1_u32 << places {
            if support.count_ones() > most {
                continue;
            }
            for code in 0..4_u32.pow(support.count_ones()) {
                let (mut code, mut place) = (code, 0);
                let mut next = || {
                    let used = support >> place & 1 == 1;
                    place += 1;
                    if !used {
                        return Rational::new();
                    }
                    let value = one_bit[(code % 4) as usize].clone();
                    code /= 4;
                    value
                };
                let mut maps: Vec<_> = (sizes.windows(2))
                    .map(|pair| {
                        let rows: Vec<_> = (0..pair[1])
                            .map(|_| {
                                let terms = (0..pair[0]).map(|i| (i, next().into()));
                                Form::new(terms.collect::<Vec<_>>(), next())
                            })
                            .collect();
                        Affine::new(pair[0], rows).unwrap()
                    })
                    .collect();
                let output = maps.pop().unwrap();
                let f = Network::new(maps, output).unwrap();
                let value = |x: &Rational| f.evaluate(std::slice::from_ref(x)).unwrap().remove(0);
                functions.insert(points.iter().map(value).collect::<Vec<_>>());
            }
        }
    }
    functions.len()
}

#[test]
fn theorem_6_1_covers_all_functions_of_tiny_networks() {
    // at most P - 1 hidden neurons matter
    for (most, widths, at_least) in [
        (1, &[&[] as &[u32]][..], 9),
        (2, &[&[], &[1]], 25),
        (3, &[&[], &[1], &[2], &[1, 1]], 60),
        (4, &[&[], &[1], &[2], &[1, 1], &[1, 1, 1]], 150),
    ] {
        let found = found_functions(widths, most);
        assert!(found >= at_least, "only {found} functions of {most} parameters");
        let bits = functions_upper(&task(1, 2), &ANY, most.into(), 1);
        assert!(exact::covers(&bits, &Integer::from(found)));
    }
}

/// `sum_(p <= P) binomial(S, p) V^p`, which the bound rounds up.
fn exact_count(limits: &Limits, parameters: u32, bits: u32) -> Integer {
    let places = limits.places(&task(1, 2), parameters.into());
    let supports = |p| places.clone().binomial(p) * values(bits).pow(p);
    (0..=parameters).map(supports).sum()
}

#[test]
fn theorem_6_1_is_never_stronger_than_the_exact_count() {
    let narrow = Limits { width: Some(3), hidden_layers: Some(4), ..ANY };
    for limits in [ANY, narrow] {
        for parameters in 1..=40 {
            for bits in [1, 2, 7, 30] {
                let count = exact_count(&limits, parameters, bits);
                let upper = functions_upper(&task(1, 2), &limits, parameters.into(), bits.into());
                assert!(exact::covers(&upper, &count));
                // an overcount of less than 2 bits per parameter
                let slack = Rational::from(2 * parameters);
                assert!(!exact::covers(&(upper - slack), &count));
            }
        }
    }
}

#[test]
fn theorem_6_1_rules_out_only_what_is_too_small() {
    let task = task(500, 3);
    let labelings = Integer::from(3).pow(500);
    for parameters in [5_u64, 20, 60] {
        let bits = bits_needed(&task, &ANY, parameters).unwrap();
        assert!(bits > 1 && exact_count(&ANY, parameters as u32, bits as u32 - 1) < labelings);
        // the two questions agree
        assert!(parameters_needed(&task, &ANY, bits).unwrap() <= parameters);
        assert!(parameters_needed(&task, &ANY, bits - 1).unwrap() > parameters);
    }
}

proptest! {
    #[test]
    fn theorem_6_1_code_is_long_enough(
        parameters in 3_u64..100_000, bits in 1_u64..1_000_000, inputs in 1_u64..1_000,
    ) {
        let task = Task::new(1, 2, inputs).unwrap();
        let code = code_length(&task, &ANY, parameters, bits);
        prop_assert!(functions_upper(&task, &ANY, parameters, bits) <= code);
    }

    #[test]
    fn theorem_6_1_increases(parameters in 0_u64..5_000, bits in 0_u64..5_000) {
        let at = |p, b| functions_upper(&task(1, 2), &ANY, p, b);
        prop_assert!(at(parameters, bits) <= at(parameters + 1, bits));
        prop_assert!(at(parameters, bits) <= at(parameters, bits + 1));
    }
}

#[test]
fn theorem_6_1_asks_more_for_more_points() {
    let tasks = (1..40).map(|n| task(n * n * n * n, 2));
    assert!(tasks.clone().map(|task| bits_needed(&task, &ANY, 50).unwrap()).is_sorted());
    assert!(tasks.clone().map(|task| parameters_needed(&task, &ANY, 8).unwrap()).is_sorted());
}

#[test]
fn theorem_6_1_rejects_networks_without_parameters() {
    let task = task(10, 2);
    assert_eq!(bits_needed(&task, &ANY, 0), Err(BoundError::NoParameters));
    assert_eq!(parameters_needed(&task, &ANY, 0), Err(BoundError::NoBits));
    let flat = Limits { width: Some(0), ..ANY };
    let narrow = BoundError::TooNarrow { found: 0, least: 1 };
    assert_eq!(bits_needed(&task, &flat, 5), Err(narrow.clone()));
    assert_eq!(parameters_needed(&task, &flat, 5), Err(narrow));
    assert_eq!(functions_upper(&task, &ANY, 0, 5), 0);
    assert_eq!(code_length(&task, &ANY, 0, 5), 0);
}

#[derive(serde::Serialize)]
struct Card {
    statement: &'static str,
    points: u64,
    classes: u64,
    bits_needed_with_n_to_the_half_parameters: u64,
    bits_needed_with_n_to_the_three_quarters: u64,
    parameters_needed_with_64_bits: u64,
}

#[test]
fn theorem_6_1_card() {
    let task = task(1_000_000, 2);
    insta::assert_yaml_snapshot!(Card {
        statement: "vardi2022/6.1",
        points: task.points(),
        classes: task.classes(),
        bits_needed_with_n_to_the_half_parameters: bits_needed(&task, &ANY, 1_000).unwrap(),
        bits_needed_with_n_to_the_three_quarters: bits_needed(&task, &ANY, 31_623).unwrap(),
        parameters_needed_with_64_bits: parameters_needed(&task, &ANY, 64).unwrap(),
    });
}
