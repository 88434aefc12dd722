//! Networks: reference evaluation, counts, and removal of needless neurons, each against a naive
//! twin.

use network::{Affine, Form, Network, ShapeError, Weight};
use proptest::{collection::vec, prelude::*};
use rug::Rational;
use testkit::strategies::{form, network, point, rational};

/// All matrices and constants, zeros included.
type Dense = Vec<(Vec<Vec<Rational>>, Vec<Rational>)>;

fn dense(network: &Network) -> Dense {
    network
        .maps()
        .map(|map| {
            let mut matrix = vec![vec![Rational::new(); map.inputs()]; map.rows()];
            for (row, entries) in matrix.iter_mut().zip(map.iter()) {
                for (column, weight) in entries.columns.iter().zip(entries.weights) {
                    row[*column as usize] = weight.to_rational();
                }
            }
            (matrix, map.biases().iter().map(Weight::to_rational).collect())
        })
        .collect()
}

/// The network by its definition, in nested loops.
fn evaluate(network: &Network, point: &[Rational]) -> Vec<Rational> {
    let maps = dense(network);
    let mut values = point.to_vec();
    for (layer, (matrix, constants)) in maps.iter().enumerate() {
        let mut next = constants.clone();
        for (row, sum) in matrix.iter().zip(&mut next) {
            for (weight, value) in row.iter().zip(&values) {
                *sum += Rational::from(weight * value);
            }
            if layer + 1 < maps.len() && *sum < 0 {
                *sum = Rational::new();
            }
        }
        values = next;
    }
    values
}

proptest! {
    #[test]
    fn evaluation_is_the_definition(network in network(), seeds in vec(rational(), 4)) {
        let point = point(&network, &seeds);
        prop_assert_eq!(network.evaluate(&point).unwrap(), evaluate(&network, &point));
    }

    #[test]
    fn counts_are_those_of_the_matrices(network in network()) {
        let maps = dense(&network);
        let hidden = &maps[..maps.len() - 1];
        let weights: Vec<_> = maps.iter().flat_map(|(matrix, _)| matrix.concat()).collect();
        let biases: Vec<_> = maps.iter().flat_map(|(_, constants)| constants.clone()).collect();
        let non_zero = |values: &[Rational]| values.iter().filter(|v| **v != 0).count() as u64;
        let bits: Vec<u64> =
            weights.iter().chain(&biases).map(|value| Weight::from(value.clone()).bits()).collect();
        let counts = network.counts();
        prop_assert_eq!(counts.inputs, network.inputs() as u64);
        prop_assert_eq!(counts.outputs, network.outputs() as u64);
        prop_assert_eq!(counts.hidden_layers, hidden.len() as u64);
        prop_assert_eq!(counts.hidden_layers, network.hidden_layers() as u64);
        prop_assert_eq!(counts.depth, maps.len() as u64);
        prop_assert_eq!(counts.width, hidden.iter().map(|map| map.1.len()).max().unwrap_or(0) as u64);
        prop_assert_eq!(counts.neurons, hidden.iter().map(|map| map.1.len() as u64).sum::<u64>());
        prop_assert_eq!(counts.edges, non_zero(&weights));
        prop_assert_eq!(counts.biases, non_zero(&biases));
        prop_assert_eq!(counts.dense, (weights.len() + biases.len()) as u64);
        prop_assert_eq!(counts.bits, bits.iter().copied().max().unwrap_or(0));
        prop_assert_eq!(counts.total_bits, bits.iter().sum::<u64>());
    }

    /// Constants appear on purpose: some rows of each hidden map lose all their weights.
    #[test]
    fn simplified_keeps_the_function(
        network in network(),
        constant in vec(any::<bool>(), 24),
        seeds in vec(rational(), 4),
    ) {
        let mut constant = constant.into_iter();
        let mut maps: Vec<_> = network
            .maps()
            .map(|map| {
                let rows = map.iter().map(|row| match constant.next() {
                    Some(true) => Form::constant(row.bias.clone()),
                    _ => row.to_form(),
                });
                Affine::new(map.inputs() as u32, rows).unwrap()
            })
            .collect();
        let output = maps.pop().unwrap();
        let network = Network::new(maps, output).unwrap();
        let before = network.counts();
        let simple = network.clone().simplified();
        let after = simple.counts();
        let point = point(&network, &seeds);
        prop_assert_eq!(simple.evaluate(&point).unwrap(), network.evaluate(&point).unwrap());
        prop_assert_eq!((after.inputs, after.outputs), (before.inputs, before.outputs));
        prop_assert_eq!(after.hidden_layers, before.hidden_layers);
        prop_assert!(after.edges <= before.edges && after.neurons <= before.neurons);
        // Nothing is left to do: every neuron reads something and is read.
        for (map, reader) in simple.maps().zip(simple.maps().skip(1)) {
            prop_assert!(map.iter().all(|row| !row.columns.is_empty()));
            let mut read: Vec<u32> = reader.iter().flat_map(|row| row.columns.to_vec()).collect();
            read.sort_unstable();
            read.dedup();
            prop_assert_eq!(read.len(), map.rows());
        }
        prop_assert_eq!(simple.clone().simplified(), simple);
    }

    #[test]
    fn maps_that_do_not_fit_make_no_network(f in form(2), sizes in (0_u32..4, 0_u32..4)) {
        let hidden = Affine::new(2, vec![f; sizes.0 as usize]).unwrap();
        let result = Network::new(vec![Affine::identity(2), hidden], Affine::identity(sizes.1));
        if sizes.0 == sizes.1 {
            prop_assert!(result.is_ok());
        } else {
            let (outputs, inputs) = (sizes.0 as usize, sizes.1 as usize);
            prop_assert_eq!(result, Err(ShapeError::Compose { outputs, inputs }));
        }
    }
}

/// Neurons that are constant, that nobody reads, or that only such neurons read, go.
#[test]
fn simplified_drops_dead_neurons() {
    let [x] = Form::inputs();
    let first = Affine::new(1, [x.clone(), Form::constant(-3), Form::constant(2), x]).unwrap();
    let [a, dead, two, b] = Form::inputs();
    // The second neuron is the constant 3 once `two` is known; the last is read by nobody.
    let second = Affine::new(4, [a.clone() + &dead, two.clone() + 1, a - dead - two, b]).unwrap();
    let [p, three, q] = Form::inputs();
    let network = Network::new(vec![first, second], Affine::new(4, [p + 2 * three + q]).unwrap());
    let simple = network.unwrap().simplified();
    let [x] = Form::inputs();
    let [p, q] = Form::inputs();
    let expected = Network::new(
        vec![Affine::identity(1), Affine::new(1, [x.clone(), x - 2]).unwrap()],
        Affine::new(2, [p + q + 6]).unwrap(),
    );
    assert_eq!(simple, expected.unwrap());
}

/// A network that ignores its input has no neuron left, and as many layers as before.
#[test]
fn simplified_may_leave_empty_layers() {
    let hidden = vec![Affine::identity(2), Affine::new(2, [Form::constant(5)]).unwrap()];
    let simple = Network::new(hidden, Affine::new(1, [3 * Form::input(0)]).unwrap());
    let simple = simple.unwrap().simplified();
    let counts = simple.counts();
    assert_eq!((counts.inputs, counts.hidden_layers, counts.neurons, counts.edges), (2, 2, 0, 0));
    assert_eq!(simple.evaluate(&[1.into(), 2.into()]).unwrap(), [15]);
}

#[test]
fn points_of_the_wrong_size_are_rejected() {
    let network = Network::affine(Affine::identity(2));
    let error = network.evaluate(&[Rational::new()]).unwrap_err();
    assert_eq!(error, ShapeError::Point { found: 1, wanted: 2 });
    assert_eq!(error.to_string(), "a point of 1 coordinates, but the network takes 2");
    assert!(network.evaluate(&vec![Rational::new(); 3]).is_err());
}

/// The two meanings of depth, on `c * relu(w x + b)`.
#[test]
fn both_papers_depths_are_counted() {
    let hidden = Affine::new(1, [2 * Form::input(0) + 1]).unwrap();
    let network = Network::new(vec![hidden], Affine::new(1, [3 * Form::input(0)]).unwrap());
    let counts = network.unwrap().counts();
    assert_eq!((counts.depth, counts.hidden_layers, counts.width), (2, 1, 1));
}
