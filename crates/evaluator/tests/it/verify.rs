//! Verification: what is right is accepted, what is wrong is reported exactly.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::common::{Case, memorizer};
use evaluator::{Error, LISTED, Mismatch, Options, Points, Program, Report};
use network::{Affine, Form, Network, Weight};
use rug::{Integer, Rational};

fn verify(case: &Case, labels: &[u32]) -> Report {
    let program = Program::compile(&case.network);
    program.verify(&case.points(), labels, Options::default()).unwrap()
}

#[test]
fn right_labels_are_accepted() {
    let case = memorizer(200, 10, 6, 1, 1);
    let report = verify(&case, &case.labels);
    assert_eq!((report.checked, report.mismatches, report.first), (200, 0, vec![]));
}

#[test]
fn wrong_labels_are_reported_in_order() {
    let case = memorizer(200, 10, 6, 1, 1);
    let mut labels = case.labels.clone();
    let wrong: Vec<usize> = (0..200).filter(|i| i % 13 == 5).collect();
    wrong.iter().for_each(|i| labels[*i] += 1);
    let report = verify(&case, &labels);
    assert_eq!((report.checked, report.mismatches), (200, wrong.len() as u64));
    let expected: Vec<_> = wrong
        .iter()
        .take(LISTED)
        .map(|i| Mismatch { index: *i, expected: labels[*i], got: case.labels[*i].into() })
        .collect();
    assert_eq!(report.first, expected);
}

#[test]
fn outputs_that_are_no_labels_are_mismatches() {
    // x / 2 - 1 at 0, 1, 2, ..., 5
    let half = Form::new([(0, Weight::power_of_two(-1))], -1);
    let network = Network::affine(Affine::new(1, [half]).unwrap());
    let numerators: Vec<_> = (0..6).map(Integer::from).collect();
    let denominator = Integer::from(1);
    let points = Points::new(1, &denominator, &numerators).unwrap();
    let labels = [u32::MAX, 0, 0, 0, 1, 2];
    let report = Program::compile(&network).verify(&points, &labels, Options::default()).unwrap();
    let got: Vec<_> = report.first.iter().map(|m| (m.index, m.got.clone())).collect();
    let half = |n: i32| Rational::from((n, 2));
    assert_eq!(got, [(0, half(-2)), (1, half(-1)), (3, half(1)), (5, half(3))]);
    assert_eq!(report.mismatches, 4);
}

/// The network with weight number `place` of layer `layer` replaced by `change(weight)`.
fn forged(
    network: &Network,
    layer: usize,
    place: usize,
    change: impl Fn(&Weight) -> Weight,
) -> Network {
    let mut maps: Vec<Affine> = network.maps().cloned().collect();
    let map = &maps[layer];
    let mut at = 0;
    let rows = map.iter().map(|row| {
        let weights = row.terms().map(|(column, weight)| {
            at += 1;
            let weight = if at == place + 1 { change(weight) } else { weight.clone() };
            (column as u32, weight)
        });
        Form::new(weights.collect::<Vec<_>>(), row.bias.clone())
    });
    let forged = Affine::new(map.inputs() as u32, rows.collect::<Vec<_>>()).unwrap();
    maps[layer] = forged;
    let output = maps.pop().unwrap();
    Network::new(maps, output).unwrap()
}

#[test]
fn a_forged_network_has_the_mismatches_of_the_reference() {
    let case = memorizer(60, 10, 5, 1, 2);
    let maps: Vec<_> = case.network.maps().collect();
    let mut found = 0;
    for layer in (0..maps.len()).step_by(17) {
        for place in [0, maps[layer].edges() / 2, maps[layer].edges() - 1] {
            let network = forged(&case.network, layer, place, |w| w + &Weight::ONE);
            let case = Case { network, ..case.clone() };
            let report = verify(&case, &case.labels);
            let wrong = (0..case.labels.len()).filter(|i| case.reference(*i) != [case.labels[*i]]);
            let wrong: Vec<usize> = wrong.collect();
            assert_eq!(report.mismatches, wrong.len() as u64, "layer {layer}, weight {place}");
            let first: Vec<_> = report.first.iter().map(|m| m.index).collect();
            assert_eq!(first, wrong[..wrong.len().min(LISTED)]);
            for mismatch in report.first {
                assert_eq!([mismatch.got], case.reference(mismatch.index).as_slice());
            }
            found += u32::from(!wrong.is_empty());
        }
    }
    assert!(found > 10, "only {found} forgeries matter");
}

#[test]
fn one_changed_bit_of_one_string_is_found() {
    let case = memorizer(60, 10, 5, 1, 3);
    // The first block's string of keys: one long number on two edges and in a bias.
    let is_long = |weight: &Weight| weight.as_long().is_some();
    let mut later = case.network.hidden().iter().enumerate().skip(2);
    let layer = later.find(|(_, map)| map.weights().iter().any(is_long)).unwrap().0;
    let row = case.network.hidden()[layer].iter().position(|row| row.weights.iter().any(is_long));
    let mut maps: Vec<Affine> = case.network.maps().cloned().collect();
    let rows = maps[layer].iter().enumerate().map(|(index, form)| {
        let away = |w: &Weight| if w.sign().is_lt() { w - &Weight::ONE } else { w + &Weight::ONE };
        let change = |w: &Weight| if is_long(w) { away(w) } else { w.clone() };
        let terms = form.terms().map(|(column, weight)| (column as u32, change(weight)));
        if Some(index) == row {
            Form::new(terms.collect::<Vec<_>>(), change(form.bias))
        } else {
            form.to_form()
        }
    });
    maps[layer] = Affine::new(maps[layer].inputs() as u32, rows.collect::<Vec<_>>()).unwrap();
    let output = maps.pop().unwrap();
    let network = Network::new(maps, output).unwrap();
    let case = Case { network, ..case };
    // Only the last key of the block is another one; its label is not 0.
    assert_eq!(verify(&case, &case.labels).mismatches, 1);
}

#[test]
fn progress_counts_every_point_once() {
    let case = memorizer(300, 3, 6, 1, 3);
    let program = Program::compile(&case.network);
    for memory in [0, 1 << 16, 1 << 30] {
        let (done, calls) = (AtomicU64::new(0), AtomicU64::new(0));
        let progress = |points| {
            done.fetch_add(points, Ordering::Relaxed);
            calls.fetch_add(1, Ordering::Relaxed);
        };
        let options = Options { memory, progress: &progress };
        let report = program.verify(&case.points(), &case.labels, options).unwrap();
        assert_eq!((report.mismatches, done.into_inner()), (0, 300));
        // The less memory, the smaller the batches.
        let calls = calls.into_inner();
        assert!(memory > 0 || calls > 30, "{calls} batches");
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let case = memorizer(4, 2, 2, 1, 1);
    let program = Program::compile(&case.network);
    let refused = |points: Points<'_>| program.evaluate(&points, Options::default()).unwrap_err();
    let points = case.points();
    let space = Points::new(3, &case.denominator, &case.numerators[..6]).unwrap();
    assert_eq!(refused(space), Error::Dimension { found: 3, wanted: 2 });

    let refused = program.verify(&points, &case.labels[..3], Options::default()).unwrap_err();
    assert_eq!(refused, Error::Labels { found: 3, wanted: 4 });
    let two = Program::compile(&Network::affine(Affine::identity(2)));
    let refused = two.verify(&points, &case.labels, Options::default()).unwrap_err();
    assert_eq!(refused, Error::Outputs { found: 2 });
}

#[test]
fn values_beyond_all_memory_are_refused() {
    // Values, then numbers, are multiplied by 2^(2^26) forty times; in the end 1 is added, or not.
    let times = Weight::power_of_two(1 << 26);
    let numerators = [Integer::from(1), Integer::from(2)];
    let denominator = Integer::from(1);
    let points = Points::new(1, &denominator, &numerators).unwrap();
    for first in [Form::input(0), Form::constant(1)] {
        for last in [Form::input(0), Form::input(0) + 1] {
            let scale = Affine::new(1, [Form::input(0).times(times.clone())]).unwrap();
            let mut hidden = vec![Affine::new(1, [first.clone()]).unwrap()];
            hidden.extend(vec![scale; 40]);
            let network = Network::new(hidden, Affine::new(1, [last]).unwrap()).unwrap();
            let program = Program::compile(&network);
            let refused = program.evaluate(&points, Options::default()).unwrap_err();
            assert!(
                matches!(refused, Error::Length { bits } if bits > evaluator::MAX_BITS),
                "{refused}"
            );
        }
    }
}

#[test]
fn no_points_are_verified_at_once() {
    let case = memorizer(4, 2, 2, 1, 1);
    let program = Program::compile(&case.network);
    let points = Points::new(2, &case.denominator, &[]).unwrap();
    let report = program.verify(&points, &[], Options::default()).unwrap();
    assert_eq!((report.checked, report.mismatches), (0, 0));
    assert_eq!(program.evaluate(&points, Options::default()).unwrap(), [0; 0]);
}
