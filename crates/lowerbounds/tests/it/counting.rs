//! The counting bound on the bits of all weights together.

use std::collections::BTreeSet;

use crate::exact;
use lowerbounds::{
    BoundError, Limits, Task,
    counting::{functions_upper, total_bits_needed},
};
use network::Weight;
use proptest::prelude::*;
use rug::{Integer, Rational};

const ANY: Limits = Limits { width: None, hidden_layers: None, bits: None };

fn task(points: u64, classes: u64) -> Task {
    Task::new(points, classes, 1).unwrap()
}

/// How many non-zero numbers have exactly 0, 1, ..., `most` bits, by the count of the network crate.
fn values_by_bits(most: u32) -> Vec<Integer> {
    let long = 1_i64 << most;
    let all: BTreeSet<_> =
        (1..=long).flat_map(|n| (1..=long).map(move |d| Rational::from((n, d)))).collect();
    let mut found = vec![Integer::new(); most as usize + 1];
    for value in all {
        if let Some(count) = found.get_mut(Weight::from(value).bits() as usize) {
            *count += 2;
        }
    }
    found
}

#[test]
fn counting_values_of_exactly_so_many_bits() {
    for (bits, count) in values_by_bits(8).into_iter().enumerate().skip(1) {
        assert!(count <= Integer::from(bits + 1) << bits as u32, "{count} values of {bits} bits");
        assert!(count > 0);
    }
}

#[test]
fn counting_covers_all_choices_of_values() {
    const MOST: usize = 8;
    let values = values_by_bits(MOST as u32);
    // tuples[t]: the p-tuples of non-zero numbers of t bits together
    let mut tuples = vec![Integer::new(); MOST + 1];
    tuples[0] = Integer::from(1);
    let places = ANY.places(&task(1, 2), 3);
    let mut functions = vec![Integer::from(1); MOST + 1];
    for parameters in 1..=3_u32 {
        let longer = |t: usize| (1..=t).map(|s| Integer::from(&values[s] * &tuples[t - s])).sum();
        tuples = (0..=MOST).map(longer).collect();
        for total in parameters as usize..=MOST {
            let up_to: Integer = tuples[..=total].iter().sum();
            functions[total] += up_to * places.clone().binomial(parameters);
            let bits = functions_upper(&task(1, 2), &ANY, 3, total as u64);
            assert!(
                exact::covers(&bits, &functions[total]),
                "{parameters} numbers of {total} bits"
            );
        }
    }
}

#[test]
fn counting_tends_to_one_bit_per_bit_for_long_weights() {
    // sqrt(N) weights of sqrt(N) bits: the description is a small part of the memory
    let task = task(1 << 40, 2);
    let needed = total_bits_needed(&task, &ANY, 1 << 20).unwrap();
    assert!(needed < 1 << 40 && needed > (1 << 40) - (1 << 26), "{needed}");
    // and never more than the labels themselves
    for points in (1..50).step_by(6) {
        for parameters in 1..9 {
            let task = Task::new(points, 4, 1).unwrap();
            assert!(total_bits_needed(&task, &ANY, parameters).unwrap() <= 2 * points);
        }
    }
}

proptest! {
    #[test]
    fn counting_increases(parameters in 0_u64..3_000, total in 0_u64..100_000) {
        let at = |p, t| functions_upper(&task(1, 2), &ANY, p, t);
        prop_assert!(at(parameters, total) <= at(parameters + 1, total));
        prop_assert!(at(parameters, total) <= at(parameters, total + 1));
        prop_assert!(at(parameters, total) >= total || parameters == 0);
    }
}

#[test]
fn counting_asks_more_for_more_points() {
    let needed = |n: u64| total_bits_needed(&task(n * n * n * n, 3), &ANY, 50).unwrap();
    assert!((1..40).map(needed).is_sorted());
}

#[test]
fn counting_rejects_networks_without_parameters() {
    let flat = Limits { width: Some(0), ..ANY };
    let narrow = BoundError::TooNarrow { found: 0, least: 1 };
    assert_eq!(total_bits_needed(&task(9, 2), &flat, 1), Err(narrow));
    assert_eq!(total_bits_needed(&task(9, 2), &ANY, 0), Err(BoundError::NoParameters));
    assert_eq!(functions_upper(&task(9, 2), &ANY, 5, 0), 0);
}

#[derive(serde::Serialize)]
struct Card {
    bound: &'static str,
    points: u64,
    classes: u64,
    parameters: u64,
    label_bits: u64,
    total_bits_needed: u64,
    total_bits_needed_in_width_3: u64,
}

#[test]
fn counting_card() {
    let (task, parameters) = (task(1_000_000, 2), 5_000);
    let narrow = Limits { width: Some(3), ..ANY };
    insta::assert_yaml_snapshot!(Card {
        bound: "total bits and their description >= N log2 C",
        points: task.points(),
        classes: task.classes(),
        parameters,
        label_bits: exact::whole(task.label_bits().lower()),
        total_bits_needed: total_bits_needed(&task, &ANY, parameters).unwrap(),
        total_bits_needed_in_width_3: total_bits_needed(&task, &narrow, parameters).unwrap(),
    });
}
