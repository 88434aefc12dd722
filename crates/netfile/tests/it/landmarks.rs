//! Landmarks are read as they were written, and only where the network has their neurons.

use netfile::{
    MOST_LANDMARKS, Notes,
    binary::{self, BinaryError},
    json::{self, JsonError},
};
use network::{Form, Landmark, Network, Weight, text::MAX_EXPONENT};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};
use testkit::strategies::affine;

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

proptest! {
    #[test]
    fn both_forms_give_the_same_landmarks(network in marked("any", 2, 3)) {
        let bytes = binary::encode(&network, &Notes::default()).unwrap();
        let (read, _) = binary::decode(&bytes).unwrap();
        prop_assert_eq!(read.landmarks(), network.landmarks());
        let text = json::encode(&network, &Notes::default()).unwrap();
        let (read, _) = json::decode(&text).unwrap();
        prop_assert_eq!(read.landmarks(), network.landmarks());
    }
}

/// The network that carries 2 values through a layer, with this landmark, read from JSON.
fn read(landmark: Value) -> Result<Network, JsonError> {
    let bare = json::encode(&Network::carry(2, 1), &Notes::default()).unwrap();
    let mut network: Value = serde_json::from_str(&bare).unwrap();
    network["landmarks"] = json!([landmark]);
    json::decode(&network.to_string()).map(|read| read.0)
}

#[test]
fn landmarks_that_do_not_fit_the_network_are_refused() {
    let network = read(json!({
        "name": "x", "layer": 0, "weights": [[1, "0x1p-3"]], "bias": "-2", "segment bits": 4
    }));
    let network = network.unwrap();
    let [landmark] = network.landmarks() else { panic!("{:?}", network.landmarks()) };
    assert_eq!((landmark.name.as_str(), landmark.segment_bits), ("x", Some(4)));
    assert_eq!(landmark.value(&[1.into(), 8.into()]), -1);

    let refused = |layer: u32, weights: Value| {
        let landmark = json!({ "name": "x", "layer": layer, "weights": weights, "bias": "0" });
        let error = read(landmark).unwrap_err();
        assert!(matches!(error, JsonError::Landmark(_)), "{error:?}");
        error.to_string()
    };
    assert_eq!(
        refused(1, json!([[2, "1"]])),
        r#"landmark "x" reads neuron 2 of layer 1, which the network has not"#
    );
    assert_eq!(
        refused(2, json!([])),
        r#"landmark "x" reads neuron 0 of layer 2, which the network has not"#
    );
    assert_eq!(refused(1, json!([[0, "1.5"]])), r#"landmark "x""#);
    let order = r#"landmark "x": columns must increase and weights must not be zero"#;
    assert_eq!(refused(1, json!([[1, "1"], [0, "1"]])), order);
    assert_eq!(refused(1, json!([[0, "0"]])), order);
    for landmark in [
        json!("x"),
        json!({ "name": "x", "layer": 1, "weights": [] }),
        json!({ "name": "x", "layer": -1, "weights": [], "bias": "0" }),
        json!({ "name": "x", "layer": 1, "weights": [], "bias": "0", "bits": 4 }),
    ] {
        let error = read(landmark).unwrap_err();
        assert!(matches!(error, JsonError::Json(_)), "{error:?}");
    }
}

#[test]
fn landmarks_that_would_be_refused_are_not_written() {
    let with = |form: Form| {
        let (name, layer, segment_bits) = ("x".to_owned(), 1, None);
        let landmark = Landmark { name, layer, form, segment_bits };
        let network = Network::carry(2, 1).with_landmarks([landmark]);
        binary::encode(&network, &Notes::default())
    };
    assert!(with(Form::input(1)).is_ok());
    let far = Form::constant(Weight::power_of_two(MAX_EXPONENT + 1));
    for form in [Form::input(2), far] {
        let error = with(form).unwrap_err();
        assert!(matches!(error, BinaryError::Landmark(_)), "{error:?}");
    }
}

#[test]
fn too_many_landmarks_are_left_out() {
    let mark =
        Landmark { name: "x".to_owned(), layer: 1, form: Form::input(0), segment_bits: None };
    for (count, written) in [(MOST_LANDMARKS, MOST_LANDMARKS), (MOST_LANDMARKS + 1, 0)] {
        let network = Network::carry(2, 1).with_landmarks(vec![mark.clone(); count]);
        let bytes = binary::encode(&network, &Notes::default()).unwrap();
        assert_eq!(binary::decode(&bytes).unwrap().0.landmarks().len(), written);
    }
}
