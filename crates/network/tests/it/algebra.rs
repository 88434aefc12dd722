//! Proposition 2.2 of Yang and Yang: inclusion, composition and concatenation, by value and by size.

use network::{Affine, Form, Network, ShapeError};
use proptest::{collection::vec, prelude::*};
use rug::Rational;
use testkit::strategies::{affine, point, rational};

/// A network of this shape with `layers` hidden layers of 1 to 4 neurons.
fn network(inputs: u32, outputs: u32, layers: usize) -> impl Strategy<Value = Network> {
    vec(1_u32..5, layers).prop_flat_map(move |widths| {
        let sizes: Vec<u32> = [inputs].into_iter().chain(widths).chain([outputs]).collect();
        let maps: Vec<_> = sizes.windows(2).map(|pair| affine(pair[0], pair[1])).collect();
        maps.prop_map(|mut maps| {
            let output = maps.pop().unwrap();
            Network::new(maps, output).unwrap()
        })
    })
}

/// Two networks: the first from 2 to 3 values, the second from `inputs` to 2.
fn pair(inputs: u32, fewest: usize) -> impl Strategy<Value = (Network, Network)> {
    (fewest..4, fewest..4)
        .prop_flat_map(move |(first, second)| (network(2, 3, first), network(inputs, 2, second)))
}

fn size(network: &Network) -> (u64, u64) {
    let counts = network.counts();
    (counts.width, counts.hidden_layers)
}

proptest! {
    #[test]
    fn proposition_2_2_value_of_a_composition(
        (first, second) in pair(3, 0),
        seeds in vec(rational(), 2),
    ) {
        let composed = first.clone().then(second.clone()).unwrap();
        let point = point(&first, &seeds);
        let expected = second.evaluate(&first.evaluate(&point).unwrap()).unwrap();
        prop_assert_eq!(composed.evaluate(&point).unwrap(), expected);
    }

    #[test]
    fn proposition_2_2_value_of_a_concatenation(
        (first, second) in pair(2, 1),
        seeds in vec(rational(), 2),
    ) {
        let point = point(&first, &seeds);
        let values = |network: &Network| network.evaluate(&point).unwrap();
        let expected = [values(&first), values(&second)].concat();
        let layers = first.hidden_layers().max(second.hidden_layers());
        let equal = [first, second].map(|network| network.deepened(layers).unwrap());
        prop_assert_eq!(values(&Network::concatenated(&equal).unwrap()), expected);
    }

    #[test]
    fn proposition_2_2_value_of_networks_with_inputs_of_their_own(
        (first, second) in pair(3, 2),
        seeds in vec(rational(), 5),
    ) {
        let layers = first.hidden_layers().max(second.hidden_layers());
        let expected =
            [first.evaluate(&seeds[..2]).unwrap(), second.evaluate(&seeds[2..]).unwrap()].concat();
        let equal = [first, second].map(|network| network.deepened(layers).unwrap());
        prop_assert_eq!(Network::stacked(&equal).unwrap().evaluate(&seeds).unwrap(), expected);
    }

    /// Also for a network without hidden layers, whose values can be negative.
    #[test]
    fn proposition_2_2_value_of_an_inclusion(
        network in (0_usize..4).prop_flat_map(|layers| network(2, 3, layers)),
        more in 0_usize..4,
        seeds in vec(rational(), 2),
    ) {
        let point = point(&network, &seeds);
        let expected = network.evaluate(&point).unwrap();
        let layers = network.hidden_layers() + more;
        let deepened = network.deepened(layers).unwrap();
        prop_assert_eq!(deepened.hidden_layers(), layers);
        prop_assert_eq!(deepened.evaluate(&point).unwrap(), expected);
    }

    #[test]
    fn proposition_2_2_size_is_as_stated(
        (first, second) in pair(3, 1),
        third in (1_usize..4).prop_flat_map(|layers| network(2, 1, layers)),
        more in 0_usize..4,
    ) {
        let ((w1, l1), (w2, l2), (w3, l3)) = (size(&first), size(&second), size(&third));
        // Composition: max(W1, W2), L1 + L2.
        let composed = first.clone().then(second).unwrap();
        prop_assert_eq!(size(&composed), (w1.max(w2), l1 + l2));
        // Inclusion: no wider.
        let deeper = first.clone().deepened(l1 as usize + more).unwrap();
        prop_assert_eq!(size(&deeper), (w1, l1 + more as u64));
        // Concatenation: at most W1 + W3, max(L1, L3).
        let layers = l1.max(l3);
        let equal = [first, third].map(|network| network.deepened(layers as usize).unwrap());
        let (width, depth) = size(&Network::concatenated(&equal).unwrap());
        prop_assert!(width <= w1 + w3);
        prop_assert_eq!(depth, layers);
    }

    #[test]
    fn proposition_2_2_value_of_carrying_is_the_identity_from_0_on(
        values in vec(rational(), 0..4),
        layers in 0_usize..4,
    ) {
        let carried = Network::carry(values.len() as u32, layers).evaluate(&values).unwrap();
        let positive = |value: &Rational| value.clone().max(Rational::new());
        let expected: Vec<_> =
            if layers == 0 { values } else { values.iter().map(positive).collect() };
        prop_assert_eq!(carried, expected);
    }
}

#[test]
fn proposition_2_2_rejects_shapes_that_do_not_fit() {
    let network = |inputs: u32, layers| {
        let sum = (0..inputs).map(Form::input).fold(Form::constant(0), |sum, x| sum + x);
        let sum = Network::affine(Affine::new(inputs, [sum]).unwrap());
        Network::carry(inputs, layers).then(sum).unwrap()
    };
    assert_eq!(
        network(2, 1).then(network(2, 1)),
        Err(ShapeError::Compose { outputs: 1, inputs: 2 })
    );
    assert_eq!(
        Network::concatenated(&[network(2, 1), network(3, 1)]),
        Err(ShapeError::Compose { outputs: 2, inputs: 3 })
    );
    let uneven = [network(2, 1), network(2, 2)];
    assert_eq!(Network::concatenated(&uneven), Err(ShapeError::Depth { left: 1, right: 2 }));
    assert_eq!(Network::stacked(&uneven), Err(ShapeError::Depth { left: 1, right: 2 }));
    assert_eq!(Network::concatenated(&[]), Err(ShapeError::Empty));
    assert_eq!(Network::stacked(&[]), Err(ShapeError::Empty));
    let shallower = network(2, 3).deepened(2);
    assert_eq!(shallower, Err(ShapeError::TooDeep { found: 3, wanted: 2 }));
}

#[derive(serde::Serialize)]
struct Card {
    first: String,
    second: String,
    inclusion: String,
    composition: String,
    concatenation: String,
}

#[test]
fn proposition_2_2_card() {
    // (x, y) -> relu(x), relu(y), relu(x + y), and on their sum; (x, y) -> relu(x - y)
    let [x, y] = Form::inputs();
    let three = Affine::new(2, [x.clone(), y.clone(), x.clone() + &y]).unwrap();
    let [a, b, c] = Form::inputs();
    let pair = Affine::new(3, [a.clone() + &b + &c, a - b - c]).unwrap();
    let first = Network::new(vec![three, Affine::identity(3)], pair).unwrap();
    let difference = Affine::new(2, [x - y]).unwrap();
    let layers = vec![difference, Affine::identity(1), Affine::identity(1)];
    let second = Network::new(layers, Affine::identity(1)).unwrap();

    let text = |network: &Network| {
        let (width, layers) = size(network);
        format!("width {width}, {layers} hidden layers")
    };
    let equal = [first.clone().deepened(3).unwrap(), second.clone()];
    insta::assert_yaml_snapshot!(Card {
        first: text(&first),
        second: text(&second),
        inclusion: text(&first.clone().deepened(5).unwrap()),
        composition: text(&first.clone().then(second.clone()).unwrap()),
        concatenation: text(&Network::concatenated(&equal).unwrap()),
    });
}
