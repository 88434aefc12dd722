//! Networks of the shape that memorizing ones have.

use crate::common::{Case, hasher, interpolator, memorizer};
use evaluator::{Options, Program};
use network::{Affine, Form, Network};
use rug::Integer;

/// Every output is that of the reference evaluation.
fn agrees(case: &Case) {
    let program = Program::compile(&case.network);
    let outputs = program.evaluate(&case.points(), Options::default()).unwrap();
    for (index, output) in outputs.iter().enumerate() {
        assert_eq!(case.reference(index), std::slice::from_ref(output), "point {index}");
    }
}

#[test]
fn memorizers_are_evaluated_exactly() {
    let cases = [
        (1, 2, 1, 1),
        (2, 2, 2, 1),
        (17, 3, 4, 1),
        (60, 10, 7, 1),
        (90, 10, 4, 6),
        (200, 10, 6, 1),
    ];
    for (count, classes, block, subsets) in cases {
        let case = memorizer(count, classes, block, subsets, 7);
        agrees(&case);
        let program = Program::compile(&case.network);
        let report = program.verify(&case.points(), &case.labels, Options::default()).unwrap();
        assert_eq!((report.checked, report.mismatches), (count as u64, 0));
    }
}

#[test]
fn two_directions_are_evaluated_exactly() {
    let mut case = memorizer(40, 3, 4, 1, 7);
    let other = memorizer(40, 3, 4, 1, 8).network;
    let layers = case.network.hidden_layers().max(other.hidden_layers());
    let parts = [case.network, other].map(|network| network.deepened(layers).unwrap());
    let both = Network::concatenated(&parts).unwrap();
    let [left, right] = Form::inputs();
    let sum = Network::affine(Affine::new(2, [left - 2 * right]).unwrap());
    case.network = both.then(sum).unwrap();
    agrees(&case);
}

#[test]
fn hash_networks_are_evaluated_exactly() {
    for (count, blocks, key_bits, slots) in [(1, 1, 8, 3), (40, 3, 20, 9), (200, 5, 70, 150)] {
        agrees(&hasher(count, blocks, key_bits, slots, false));
        agrees(&hasher(count, blocks, key_bits, slots, true));
    }
}

#[test]
fn large_batches_are_evaluated_exactly() {
    agrees(&hasher(6000, 3, 16, 4, false));
}

#[test]
fn repeated_coordinates_are_evaluated_exactly() {
    // (x, y) -> relu(x - y) + 3 relu(y - 2) + x, with the same x or the same y for many points
    let [x, y] = Form::inputs();
    let hidden = Affine::new(2, [x.clone(), x - &y, y - 2]).unwrap();
    let [x, above, below] = Form::inputs();
    let output = Affine::new(3, [above + 3 * below + x]).unwrap();
    let network = Network::new(vec![hidden], output).unwrap();
    for (x, y) in [(40, 1), (1, 40), (25, 60), (400, 300)] {
        let point = |i: u32| [Integer::from(i / x), Integer::from(i / y)];
        let numerators = (0..1000).flat_map(point).collect();
        let labels = vec![0; 1000];
        let network = network.clone();
        agrees(&Case { network, denominator: Integer::from(1), numerators, labels });
    }
}

#[test]
fn interpolators_are_evaluated_exactly() {
    for (count, key_bits) in [(2, 4), (30, 8), (500, 50)] {
        let case = interpolator(count, key_bits, 3);
        let program = Program::compile(&case.network);
        let report = program.verify(&case.points(), &case.labels, Options::default()).unwrap();
        assert_eq!(report.mismatches, 0, "{report:?}");
    }
}
