//! Landmarks keep the value that they name, whatever is done to the network.

use network::{Affine, Form, Network};
use proptest::{collection::vec, prelude::*};
use rug::Rational;
use testkit::strategies::{affine, point, rational};

/// From `inputs` to `outputs` values, with up to 3 hidden layers, all outputs marked with a name.
fn marked(name: &'static str, inputs: u32, outputs: u32) -> impl Strategy<Value = Network> {
    vec(1_u32..5, 0..4).prop_flat_map(move |widths| {
        let sizes: Vec<u32> = [inputs].into_iter().chain(widths).chain([outputs]).collect();
        let maps: Vec<_> = sizes.windows(2).map(|pair| affine(pair[0], pair[1])).collect();
        maps.prop_map(move |mut maps| {
            let output = maps.pop().unwrap();
            let network = Network::new(maps, output).unwrap();
            (0..outputs).fold(network, |network, output| {
                network.mark(format!("{name} {output}"), output as usize, Some(7))
            })
        })
    })
}

/// The values at the landmarks, by name.
fn values(network: &Network, point: &[Rational]) -> Vec<(String, Rational)> {
    let mut found = Vec::new();
    network
        .evaluate_layers(point, |layer, neurons| {
            let here = network.landmarks().iter().filter(|landmark| landmark.layer == layer);
            found.extend(here.map(|landmark| (landmark.name.clone(), landmark.value(neurons))));
        })
        .unwrap();
    found.sort();
    found
}

fn named(name: &str, values: Vec<Rational>) -> Vec<(String, Rational)> {
    let names = (0..values.len()).map(|output| format!("{name} {output}"));
    names.zip(values).collect()
}

proptest! {
    #[test]
    fn landmarks_keep_their_values_in_compositions(
        first in marked("first", 2, 3),
        second in marked("second", 3, 2),
        seeds in vec(rational(), 2),
    ) {
        let point = point(&first, &seeds);
        let middle = first.evaluate(&point).unwrap();
        let expected = [
            named("first", middle.clone()),
            named("second", second.evaluate(&middle).unwrap()),
        ]
        .concat();
        let whole = first.then(second).unwrap();
        prop_assert_eq!(values(&whole, &point), expected.clone());
        let deeper = whole.clone().deepened(whole.hidden_layers() + 2).unwrap();
        prop_assert_eq!(values(&deeper, &point), expected.clone());
        // What is dropped is not read any more; all others keep their values.
        let simple = values(&whole.simplified(), &point);
        prop_assert!(simple.iter().all(|value| expected.contains(value)));
        // The landmarks of the output stay.
        prop_assert!(named("second", simple.iter().filter(|(name, _)| name.starts_with('s'))
            .map(|(_, value)| value.clone()).collect()).len() == 2);
    }

    #[test]
    fn landmarks_keep_their_values_side_by_side(
        left in marked("left", 2, 3),
        right in marked("right", 2, 2),
        seeds in vec(rational(), 4),
        shared in any::<bool>(),
    ) {
        let layers = left.hidden_layers().max(right.hidden_layers());
        let [left, right] = [left, right].map(|network| network.deepened(layers).unwrap());
        let both = [left.clone(), right.clone()];
        let whole = if shared { Network::concatenated(&both) } else { Network::stacked(&both) };
        let whole = whole.unwrap();
        let point = point(&whole, &seeds);
        let own = |network: &Network, from: usize| {
            network.evaluate(if shared { &point } else { &point[from..from + 2] }).unwrap()
        };
        let expected = [named("left", own(&left, 0)), named("right", own(&right, 2))].concat();
        prop_assert_eq!(values(&whole, &point), expected);
    }
}

#[test]
fn simplification_moves_landmarks_and_drops_those_without_neurons() {
    // Neuron 0 is the constant 5, neuron 1 is read by nobody, neuron 2 is the input.
    let [x] = Form::inputs();
    let hidden = Affine::new(1, [Form::constant(5), x.clone() + 1, x.clone()]).unwrap();
    let [constant, lost, kept] = Form::inputs();
    let network = Network::new(vec![hidden], Affine::new(3, [kept.clone()]).unwrap()).unwrap();
    let landmark = |name: &str, form: Form| network::Landmark {
        name: name.to_owned(),
        layer: 1,
        form,
        segment_bits: None,
    };
    let network = network
        .with_landmarks([landmark("both", constant + kept), landmark("lost", lost)])
        .simplified();
    assert_eq!(network.landmarks(), [landmark("both", Form::input(0) + 5)]);
    assert_eq!(values(&network, &[3.into()]), [("both".to_owned(), 8.into())]);
}

#[test]
fn networks_are_equal_whatever_their_landmarks() {
    let network = Network::carry(2, 1);
    assert_eq!(network.clone().mark("first", 0, None).named("part"), network);
}

#[test]
#[should_panic = "index out of bounds"]
fn an_output_that_is_not_there_has_no_name() {
    let _ = Network::carry(2, 1).mark("third", 2, None);
}

#[test]
#[should_panic = "index out of bounds"]
fn a_neuron_that_is_not_given_is_not_zero() {
    let network = Network::carry(2, 1).mark("second", 1, None);
    let _ = network.landmarks()[0].value(&[1.into()]);
}
