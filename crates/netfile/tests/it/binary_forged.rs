//! Forged network files: each is refused for the right reason, with the place named, and none
//! makes the reader panic or take memory beyond its own size.

use std::{env, process::Command};

use crate::container::{Container, TENSORS, join, valid};
use netfile::{
    Notes,
    binary::{self, BinaryError},
};
use network::{Network, ShapeError, text::MAX_EXPONENT};
use proptest::{collection::vec, prelude::*, sample::Index};
use safetensors::SafeTensorError;
use serde_json::{Value, json};

type Alteration = fn(&mut Container);

fn refused(bytes: &[u8]) -> BinaryError {
    binary::decode(bytes).expect_err("the forged file was read")
}

/// The error for the valid file with one alteration.
fn altered(alter: impl FnOnce(&mut Container)) -> BinaryError {
    let mut container = valid();
    alter(&mut container);
    refused(&container.bytes())
}

/// What can be read is a network: it can be written, and is then read again.
fn check(network: &Network, notes: &Notes) {
    let again = binary::encode(network, notes).unwrap();
    assert!(binary::decode(&again).unwrap() == (network.clone(), notes.clone()));
    for map in network.maps() {
        for row in map.iter() {
            assert!(row.columns.is_sorted_by(|a, b| a < b));
            assert!(row.columns.iter().all(|column| (*column as usize) < map.inputs()));
            assert!(row.weights.iter().all(|weight| !weight.is_zero()));
        }
    }
}

#[test]
fn the_base_of_all_forgeries_is_valid() {
    let (network, notes) = binary::decode(&valid().bytes()).unwrap();
    check(&network, &notes);
    assert_eq!((network.inputs(), network.outputs(), network.hidden_layers()), (2, 1, 2));
}

#[test]
fn truncated_files_are_refused_at_every_length() {
    let bytes = valid().bytes();
    for length in 0..bytes.len() {
        let error = refused(&bytes[..length]);
        assert!(matches!(error, BinaryError::Container(_)), "{length} bytes: {error:?}");
        assert_eq!(error.to_string(), "not a network file, or a truncated one");
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert!(matches!(
        refused(&longer),
        BinaryError::Container(SafeTensorError::MetadataIncompleteBuffer)
    ));
}

#[test]
fn a_header_of_another_length_is_refused() {
    let bytes = valid().bytes();
    let size = u64::from_le_bytes(bytes[..8].try_into().unwrap());
    for forged in (0..size).chain([size + 8, 100_000_000, 100_000_001, u64::MAX - 8, u64::MAX]) {
        let mut bytes = bytes.clone();
        bytes[..8].copy_from_slice(&forged.to_le_bytes());
        // Blanks at the end of the header are data if the header is shorter, so lengths disagree.
        assert!(matches!(refused(&bytes), BinaryError::Container(_)), "{forged}");
    }
}

/// The error for the valid file with other metadata.
fn other_metadata(metadata: &Value) -> BinaryError {
    altered(|file| file.metadata = json!({ "memorelu": metadata.to_string() }))
}

#[test]
fn metadata_of_another_format_are_refused() {
    let good = json!({ "format": "memorelu-network/2", "notes": {} });
    let alterations = [
        json!({}),
        json!({ "memorelu": "" }),
        json!({ "memorelu": "[]" }),
        json!({ "Memorelu": good.to_string() }),
        json!({ "memorelu": json!({ "format": "memorelu-network/3", "notes": {} }).to_string() }),
        json!({ "memorelu": json!({ "format": 1, "notes": {} }).to_string() }),
        json!({ "memorelu": json!({ "notes": {} }).to_string() }),
    ];
    for metadata in alterations {
        let error = altered(|file| file.metadata = metadata.clone());
        assert!(matches!(error, BinaryError::Format), "{metadata}: {error:?}");
        assert!(error.to_string().contains("memorelu-network/2"));
    }
    // Not even safetensors: metadata are text.
    let error = altered(|file| file.metadata = json!({ "memorelu": 1 }));
    assert!(matches!(error, BinaryError::Container(_)), "{error:?}");
    let (mut header, data) = valid().parts();
    header.remove("__metadata__");
    assert!(matches!(refused(&join(&Value::Object(header), &data)), BinaryError::Format));
}

#[test]
fn metadata_of_another_shape_are_refused() {
    let format = "memorelu-network/2";
    for metadata in [
        json!({ "format": format }),
        json!({ "format": format, "notes": [] }),
        json!({ "format": format, "notes": { "by": "hand" } }),
        json!({ "format": format, "notes": {}, "landmarks": {} }),
        json!({ "format": format, "notes": {}, "landmarks": [["x", 1]] }),
        json!({ "format": format, "notes": {}, "author": "unknown" }),
    ] {
        let error = other_metadata(&metadata);
        assert!(matches!(error, BinaryError::Metadata(_)), "{metadata}: {error:?}");
    }
    let twice = r#"{"format": "memorelu-network/2", "notes": {"labels": ["a"], "labels": ["b"]}}"#;
    let error = altered(|file| file.metadata = json!({ "memorelu": twice }));
    let BinaryError::Metadata(source) = error else { panic!("{error:?}") };
    assert!(source.to_string().contains("duplicate field `labels`"), "{source}");
    // What is wrong within a note or a landmark is told by its name.
    let error = other_metadata(&json!({ "format": format, "notes": { "labels": [0] } }));
    assert!(matches!(&error, BinaryError::Note(note) if note.note == "labels"), "{error:?}");
    let landmark = json!({ "name": "x", "layer": 3, "weights": [], "bias": "0" });
    let error = other_metadata(&json!({ "format": format, "notes": {}, "landmarks": [landmark] }));
    let expected = "landmark \"x\" reads neuron 0 of layer 3, which the network has not";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn every_altered_field_of_the_header_is_refused() {
    let (header, data) = valid().parts();
    let refused_with = |name: &str, field: &str, value: Value| {
        let mut header = header.clone();
        header[name][field] = value;
        refused(&join(&Value::Object(header), &data))
    };
    for (name, dtype) in TENSORS {
        let tensor = |error: BinaryError| match error {
            BinaryError::Tensor { name: found, wanted } => (found, wanted) == (name, dtype),
            _ => false,
        };
        let container = |error: BinaryError| matches!(error, BinaryError::Container(_));
        // The wrong element type, of the same and of another size; or none at all.
        let same_size = if dtype == "U64" { ["I64", "F64"] } else { ["F32", "BOOL"] };
        assert!(tensor(refused_with(name, "dtype", json!(same_size[0]))), "{name}");
        assert!(container(refused_with(name, "dtype", json!("U8"))), "{name}");
        assert!(container(refused_with(name, "dtype", json!("R9"))), "{name}");
        let signed = if dtype == "I32" { "U32" } else { "I32" };
        if dtype != "U64" {
            assert!(tensor(refused_with(name, "dtype", json!(signed))), "{name}");
        }
        // The same data in two dimensions, in none, or of another length.
        let length = header[name]["shape"][0].as_u64().unwrap();
        assert!(tensor(refused_with(name, "shape", json!([1, length]))), "{name}");
        for shape in [json!([length + 1]), json!([u64::MAX, u64::MAX]), json!([-1]), json!(["1"])] {
            assert!(container(refused_with(name, "shape", shape)), "{name}");
        }
        // Data elsewhere.
        let offsets = &header[name]["data_offsets"];
        let (start, end) = (offsets[0].as_u64().unwrap(), offsets[1].as_u64().unwrap());
        for offsets in [[start + 1, end], [start, end + 1], [end, start], [start, u64::MAX]] {
            assert!(container(refused_with(name, "data_offsets", json!(offsets))), "{name}");
        }
        // Another name: the tensor is missing.
        let mut renamed = header.clone();
        let entry = renamed.remove(name).unwrap();
        renamed.insert(name.to_uppercase(), entry);
        let error = refused(&join(&Value::Object(renamed), &data));
        assert!(error.to_string().contains(&format!("{name:?} is missing")));
        assert!(tensor(error), "{name}");
    }
    // No shape of one element is [].
    assert!(matches!(
        refused_with("inputs", "shape", json!([])),
        BinaryError::Tensor { name: "inputs", wanted: "U32" }
    ));
}

#[test]
fn lengths_that_disagree_are_refused() {
    let cases: [(Alteration, &str, usize, usize); 16] = [
        (|file| file.inputs.clear(), "inputs", 0, 1),
        (|file| file.inputs.push(2), "inputs", 2, 1),
        (|file| file.rows[1] += 1, "edges", 6, 7),
        (|file| file.rows[2] = 0, "edges", 6, 5),
        (|file| file.rows[0] = u32::MAX, "edges", 6, u32::MAX as usize + 3),
        (|file| file.edges.push(0), "edges", 7, 6),
        (|file| file.edges[2] = 1, "columns", 6, 7),
        (|file| file.edges[0] = u32::MAX, "columns", 6, u32::MAX as usize + 4),
        (|file| file.biases.push(0), "biases", 7, 6),
        (|file| file.columns.truncate(5), "columns", 5, 6),
        (|file| file.weights.push(0), "weights", 7, 6),
        (|file| file.exponent.truncate(9), "number.length", 10, 9),
        (|file| file.length.push(0), "number.length", 11, 10),
        (|file| file.denominator.truncate(9), "number.denominator", 9, 10),
        (|file| file.limbs.push(1), "number.limbs", 14, 13),
        (
            |file| {
                (file.rows, file.edges, file.biases) = Default::default();
                (file.columns, file.weights) = Default::default();
            },
            "rows",
            0,
            1,
        ),
    ];
    for (alter, name, found, wanted) in cases {
        match altered(alter) {
            BinaryError::Length { name: n, found: f, wanted: w } => {
                assert_eq!((n, f, w), (name, found, wanted));
            }
            other => panic!("{name}: {other:?}"),
        }
    }
    let error = altered(|file| file.rows[1] += 1);
    assert_eq!(error.to_string(), "tensor \"edges\" has 6 elements where 7 are needed");
}

#[test]
fn numbers_out_of_the_table_are_refused() {
    for index in [10, 11, u32::MAX] {
        let error = altered(|file| file.weights[4] = index);
        let expected = format!("tensor \"weights\" names number {index}, but the table has 10");
        assert_eq!(error.to_string(), expected);
        let error = altered(|file| file.biases[5] = index);
        assert!(
            matches!(error, BinaryError::NoSuchNumber { name: "biases", index: i, numbers: 10 } if i == index)
        );
    }
}

/// A file of one map with one constant row, whose table is this one entry.
fn one_number(exponent: i32, length: i32, denominator: i32, limbs: &[u64]) -> Container {
    Container {
        inputs: vec![0],
        rows: vec![1],
        edges: vec![0],
        columns: vec![],
        weights: vec![],
        biases: vec![0],
        exponent: vec![exponent],
        length: vec![length],
        denominator: vec![denominator],
        limbs: limbs.to_vec(),
        ..valid()
    }
}

#[test]
fn numbers_not_in_canonical_form_are_refused() {
    const HIGH: u64 = 1 << 63;
    let canonical = [
        (0, 0, 0, vec![]),
        (MAX_EXPONENT, -1, 0, vec![1]),
        (-MAX_EXPONENT, 1, 0, vec![HIGH - 1]),
        (0, 1, 0, vec![HIGH + 1]),
        (0, -2, 0, vec![2, 1]),
        (0, 1, 1, vec![HIGH + 1, 2]),
        (0, 1, 2, vec![1, 2, 1]),
    ];
    for (exponent, length, denominator, limbs) in canonical {
        let bytes = one_number(exponent, length, denominator, &limbs).bytes();
        let (network, notes) = binary::decode(&bytes).unwrap();
        check(&network, &notes);
    }
    let forged = [
        ("even mantissa", 0, 1, 0, vec![6]),
        ("even mantissa", 5, -1, 0, vec![2]),
        ("2^63", 0, 1, 0, vec![HIGH]),
        ("-2^63", 0, -1, 0, vec![HIGH]),
        ("2^64", 0, 2, 0, vec![0, 1]),
        ("leading zero limb", 0, 2, 0, vec![1, 0]),
        ("zero with a limb", 0, 1, 0, vec![0]),
        ("zero with an exponent", 1, 0, 0, vec![]),
        ("zero with a denominator", 0, 0, 1, vec![3]),
        ("exponent", MAX_EXPONENT + 1, 1, 0, vec![1]),
        ("exponent", -MAX_EXPONENT - 1, 1, 0, vec![1]),
        ("exponent", i32::MIN, 1, 0, vec![1]),
        ("exponent", i32::MAX, 1, 0, vec![1]),
        ("long integer with an exponent", 1, 1, 0, vec![HIGH + 1]),
        ("long integer with an exponent", -1, 2, 0, vec![1, 1]),
        ("denominator 1", 0, 1, 1, vec![3, 1]),
        ("long integer with denominator 1", 0, 2, 1, vec![1, 1, 1]),
        ("denominator 0", 0, 1, 1, vec![3, 0]),
        ("short dyadic number with a denominator", 0, 1, 1, vec![3, 8]),
        ("not in lowest terms", 0, 1, 1, vec![3, 9]),
        ("not in lowest terms", 0, 1, 1, vec![6, 4]),
        ("fraction with an exponent", 1, 1, 1, vec![1, 3]),
        ("leading zero limb below", 0, 1, 2, vec![1, 3, 0]),
        ("negative denominator", 0, 1, -1, vec![1, 3]),
        ("too few limbs", 0, 1, 0, vec![]),
        ("too few limbs", 0, i32::MAX, 0, vec![1]),
        ("too few limbs", 0, i32::MIN, 0, vec![1]),
        ("too few limbs below", 0, 1, 1, vec![1]),
        ("too few limbs below", 0, 1, i32::MAX, vec![1, 3]),
    ];
    for (what, exponent, length, denominator, limbs) in forged {
        let error = refused(&one_number(exponent, length, denominator, &limbs).bytes());
        assert!(matches!(error, BinaryError::Number { index: 0 }), "{what}: {error:?}");
    }
    let error = altered(|file| file.limbs[2] = 3);
    assert_eq!(error.to_string(), "number 2 of the table is not in canonical form");
}

#[test]
fn rows_that_are_not_sorted_or_store_zeros_are_refused() {
    let cases: [(Alteration, usize, usize); 5] = [
        (|file| file.columns[..2].copy_from_slice(&[1, 0]), 0, 0),
        (|file| file.columns[..2].copy_from_slice(&[1, 1]), 0, 0),
        (|file| file.columns[4..].copy_from_slice(&[1, 0]), 2, 0),
        (|file| file.weights[2] = 4, 0, 1),
        (|file| file.weights[3] = 4, 1, 0),
    ];
    for (alter, at_map, at_row) in cases {
        match altered(alter) {
            BinaryError::Row { map, row } => assert_eq!((map, row), (at_map, at_row)),
            other => panic!("{other:?}"),
        }
    }
    let error = altered(|file| file.weights[2] = 4);
    let expected = "map 0, row 1: columns must increase and weights must not be zero";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn maps_that_do_not_fit_are_refused() {
    let column = |error: BinaryError| match error {
        BinaryError::Shape { map, source: ShapeError::Column { row, column, inputs } } => {
            (map, row, column, inputs)
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(column(altered(|file| file.columns[2] = 2)), (0, 1, 2, 2));
    assert_eq!(column(altered(|file| file.inputs[0] = 1)), (0, 0, 1, 1));
    assert_eq!(column(altered(|file| file.columns[3] = 3)), (1, 0, 3, 3));
    // One row moves from the first map to the second.
    assert_eq!(column(altered(|file| file.rows = vec![1, 4, 1])), (1, 0, 1, 1));
    assert_eq!(column(altered(|file| file.rows = vec![3, 1, 2])), (2, 1, 1, 1));
    assert_eq!(altered(|file| file.columns[2] = 2).to_string(), "map 0 does not fit");
}

#[test]
fn every_flipped_bit_gives_an_error_or_a_network() {
    let bytes = valid().bytes();
    let mut read = 0;
    for place in 0..bytes.len() * 8 {
        let mut forged = bytes.clone();
        forged[place / 8] ^= 1 << (place % 8);
        if let Ok((network, notes)) = binary::decode(&forged) {
            read += 1;
            check(&network, &notes);
        }
    }
    // Most of what can be read differs in a limb only.
    assert!(read > 0 && read < bytes.len() * 2, "{read}");
}

proptest! {
    #[test]
    fn any_altered_bytes_give_an_error_or_a_network(
        changes in vec((any::<Index>(), any::<u8>()), 1..8),
        in_data in any::<bool>(),
    ) {
        let mut bytes = valid().bytes();
        let data = valid().parts().1.len();
        let from = if in_data { bytes.len() - data } else { 0 };
        for (place, byte) in changes {
            let place = from + place.index(bytes.len() - from);
            bytes[place] = byte;
        }
        if let Ok((network, notes)) = binary::decode(&bytes) {
            check(&network, &notes);
        }
    }

    #[test]
    fn any_lists_give_an_error_or_a_network(
        inputs in 0_u32..4,
        rows in vec(0_u32..3, 0..4),
        edges in vec(0_u32..3, 0..6),
        places in vec((0_u32..3, 0_u32..4), 0..8),
        biases in vec(0_u32..4, 0..6),
        fitting in any::<bool>(),
    ) {
        let mut file = Container { inputs: vec![inputs], rows, edges, biases, ..valid() };
        (file.columns, file.weights) = places.into_iter().unzip();
        if fitting {
            // Repair the lengths, so that what the lists say is looked at.
            file.edges.resize(file.rows.iter().sum::<u32>() as usize, 1);
            file.biases.resize(file.edges.len(), 0);
            let edges = file.edges.iter().sum::<u32>() as usize;
            file.columns.resize(edges, 0);
            file.weights.resize(edges, 1);
        }
        if let Ok((network, notes)) = binary::decode(&file.bytes()) {
            check(&network, &notes);
        }
    }
}

/// Files that ask for as much memory as they can, in a process that reads small files only.
#[test]
#[cfg(target_os = "linux")]
fn memory_is_bounded_by_the_size_of_the_file() {
    const NUMBERS: usize = 100_000;
    // What is measured is a process's peak: this test again, alone in one.
    if env::var_os("ALONE").is_none() {
        let name = "binary_forged::memory_is_bounded_by_the_size_of_the_file";
        let mut alone = Command::new(env::current_exe().unwrap());
        let output = alone.args(["--exact", name]).env("ALONE", "1").output().unwrap();
        let printed = String::from_utf8_lossy(&output.stdout);
        return assert!(output.status.success() && printed.contains(" 1 passed"), "{printed}");
    }
    let mut short = one_number(0, 0, 0, &[]);
    short.exponent = vec![MAX_EXPONENT; NUMBERS];
    short.length = vec![1; NUMBERS];
    short.denominator = vec![0; NUMBERS];
    short.limbs = vec![1; NUMBERS];
    binary::decode(&short.bytes()).unwrap();
    // Two limbs and a large exponent: 8 MB each if it were allowed.
    let mut long = short.clone();
    long.length = vec![2; NUMBERS];
    long.limbs = vec![1; 2 * NUMBERS];
    assert!(matches!(refused(&long.bytes()), BinaryError::Number { index: 0 }));
    // Wide without a row, and rows, edges and limbs that are not there.
    let wide = Container { inputs: vec![u32::MAX], ..one_number(0, 0, 0, &[]) };
    binary::decode(&wide.bytes()).unwrap();
    altered(|file| file.rows = vec![u32::MAX; 1000]);
    altered(|file| file.edges = vec![u32::MAX; 6]);
    altered(|file| file.length = vec![i32::MAX; 10]);
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kilobytes: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(kilobytes < 100_000, "{kilobytes} kB");
}
