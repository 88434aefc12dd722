//! The readable form of a network.

use netfile::{
    Meaning, Notes,
    json::{JsonError, decode, encode},
};
use network::{
    Affine, Form, Network, ShapeError, Weight,
    text::{MAX_EXPONENT, NumberError},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use testkit::strategies::network;

proptest! {
    #[test]
    fn what_is_encoded_is_decoded(network in network()) {
        let text = encode(&network, &Notes::default()).unwrap();
        let (read, notes) = decode(&text).unwrap();
        prop_assert_eq!(encode(&read, &notes).unwrap(), text);
        prop_assert_eq!((read, notes), (network, Notes::default()));
    }
}

/// The example of the module and of docs/file-format.md.
fn valid() -> Value {
    json!({
        "format": "memorelu-network-json/2",
        "inputs": 2,
        "maps": [
            [{ "weights": [[0, "2"], [1, "-1"]], "bias": "0x1/0x3" }],
            [{ "weights": [[0, "0x1p-3"]], "bias": "0" }]
        ],
        "notes": { "labels": ["no", "yes"] }
    })
}

/// The error for the valid text with one value replaced.
fn altered(place: &str, value: Value) -> JsonError {
    let mut network = valid();
    *network.pointer_mut(place).unwrap() = value;
    decode(&network.to_string()).unwrap_err()
}

#[test]
fn the_documented_example_is_a_network() {
    let (network, notes) = decode(&valid().to_string()).unwrap();
    assert_eq!(notes, Notes::new(Meaning::Labels(vec!["no".to_owned(), "yes".to_owned()])));
    assert_eq!(
        network.evaluate(&[1.into(), (-2).into()]).unwrap(),
        [(13, 24)].map(rug::Rational::from)
    );
    let again: Value = serde_json::from_str(&encode(&network, &notes).unwrap()).unwrap();
    assert_eq!(again, valid());
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("docs/file-format.md")).unwrap();
    let (_, section) = page.split_once("## JSON").unwrap();
    let (_, rest) = section.split_once("```json\n").unwrap();
    let (documented, _) = decode(rest.split_once("```").unwrap().0).unwrap();
    assert_eq!(documented, network);
}

#[test]
fn texts_of_another_shape_are_refused() {
    let cases = [
        ("/inputs", json!(-1)),
        ("/inputs", json!("2")),
        ("/inputs", json!(1_u64 << 32)),
        ("/maps", json!({})),
        ("/maps/0/0", json!({ "weights": [] })),
        ("/maps/0/0/weights/0", json!([0])),
        ("/maps/0/0/weights/0", json!([0, 2])),
        ("/maps/0/0/weights/0", json!([0, "2", 1])),
        ("/maps/0/0/weights/0/0", json!(-1)),
        ("/maps/0/0/bias", json!(0)),
        ("/notes", json!([])),
        ("/notes", json!({ "by": "hand" })),
    ];
    for (place, value) in cases {
        assert!(matches!(altered(place, value), JsonError::Json(_)), "{place}");
    }
    for text in ["", "{", "[]", "null", &valid().to_string()[1..]] {
        assert!(matches!(decode(text), Err(JsonError::Json(_))), "{text}");
    }
    assert_eq!(decode("").unwrap_err().to_string(), "not a network in JSON");
}

#[test]
fn other_formats_are_refused() {
    for format in ["", "memorelu-network/1", "memorelu-network-json/3"] {
        let error = altered("/format", json!(format));
        assert!(matches!(error, JsonError::Format));
        assert_eq!(error.to_string(), "the format is not \"memorelu-network-json/2\"");
    }
}

#[test]
fn other_spellings_of_numbers_are_refused() {
    for (place, at_map) in [("/maps/0/0/weights/1/1", 0), ("/maps/1/0/bias", 1)] {
        for text in ["", "01", "0x3", "1.5", "0x2/0x4"] {
            let error = altered(place, json!(text));
            assert_eq!(error.to_string(), format!("map {at_map}, row 0"));
            let JsonError::Number { map, row: 0, source } = error else { panic!("{error:?}") };
            assert_eq!((map, source), (at_map, NumberError::Spelling));
        }
        let error = altered(place, json!("0x1p99999999"));
        let source = NumberError::Exponent { exponent: 99_999_999 };
        assert!(matches!(error, JsonError::Number { source: s, .. } if s == source));
    }
}

#[test]
fn numbers_that_would_be_refused_are_not_written() {
    let map = [Form::constant(0), Form::constant(Weight::power_of_two(-MAX_EXPONENT - 1))];
    let network = Network::affine(Affine::new(0, map).unwrap());
    let error = encode(&network, &Notes::default()).unwrap_err();
    let exponent = i64::from(-MAX_EXPONENT - 1);
    assert!(matches!(
        error,
        JsonError::Number { map: 0, row: 1, source: NumberError::Exponent { exponent: e } } if e == exponent
    ));
}

#[test]
fn rows_that_are_not_sorted_or_store_zeros_are_refused() {
    let cases = [
        json!([[1, "2"], [0, "-1"]]),
        json!([[1, "2"], [1, "-1"]]),
        json!([[0, "0"]]),
        json!([[0, "1"], [0, "-1"]]),
    ];
    for weights in cases {
        let error = altered("/maps/0/0/weights", weights);
        assert!(matches!(error, JsonError::Row { map: 0, row: 0 }), "{error:?}");
        let expected = "map 0, row 0: columns must increase and weights must not be zero";
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn maps_that_do_not_fit_are_refused() {
    let error = altered("/maps/1/0/weights/0/0", json!(1));
    assert_eq!(error.to_string(), "map 1 does not fit");
    let JsonError::Shape { map: 1, source } = error else { panic!("{error:?}") };
    assert_eq!(source, ShapeError::Column { row: 0, column: 1, inputs: 1 });
    assert!(matches!(altered("/inputs", json!(1)), JsonError::Shape { map: 0, .. }));
    assert!(matches!(altered("/maps", json!([])), JsonError::Empty));
    assert_eq!(JsonError::Empty.to_string(), "a network has at least one map");
}
