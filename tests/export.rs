//! `memorelu export`: what is written, what is said about it, and what is refused, with nothing left
//! behind. What runtimes make of the models is checked by `cargo xtask check-onnx`.

use std::collections::BTreeMap;

use export::messages::ModelProto;
use prost::Message;
use serde_json::{Value, json};

use crate::common::Scratch;

fn run(scratch: &Scratch, arguments: &str) -> Value {
    serde_json::from_str(&scratch.expect(0, arguments)).unwrap()
}

fn model(scratch: &Scratch, name: &str) -> (ModelProto, BTreeMap<String, String>) {
    let model = ModelProto::decode(scratch.read(name).as_slice()).unwrap();
    let entries = model.metadata_props.iter().map(|e| (e.key.clone(), e.value.clone())).collect();
    (model, entries)
}

#[test]
fn a_network_that_is_exact_becomes_a_model() {
    let scratch = Scratch::with_data();
    scratch.expect(0, "memorize digits.csv -o digits.net --theorem retrieval --exact-in f64");
    let printed = scratch.expect(0, "export digits.net -o digits.onnx");
    assert!(printed.contains("f64, proven exact: 51 of 53 bits"), "{printed}");
    assert!(printed.ends_with("written to digits.onnx\n"), "{printed}");

    let facts = run(&scratch, "export digits.net -o digits.onnx --json");
    assert_eq!((&facts["format"], &facts["numbers"]), (&json!("onnx"), &json!("f64")));
    assert_eq!((&facts["input scale"], &facts["output scale"]), (&json!(1), &json!(1)));
    assert_eq!(facts["labels"], json!(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]));
    assert_eq!(facts["bytes"], json!(scratch.read("digits.onnx").len()));
    let (onnx, metadata) = model(&scratch, "digits.onnx");
    let graph = onnx.graph.unwrap();
    assert_eq!(facts["affine maps"], json!(graph.node.len().div_ceil(3)));
    let operations = |i: usize| graph.node[i].op_type.as_str();
    assert_eq!([0, 1, 2].map(operations), ["MatMul", "Add", "Relu"]);
    for (key, value) in [
        ("exact_in", "f64"),
        ("bits", "51"),
        ("statement", "retrieval"),
        ("labels", r#"["0","1","2","3","4","5","6","7","8","9"]"#),
        ("output_convention", "y = k stands for the class labels[k]"),
    ] {
        assert_eq!(metadata[key], value, "{key}");
    }
    assert!(metadata["inputs"].starts_with(r#"{"denominator":"1","ranges":[["0","0"],["0","8"],"#));

    // Integers have no Relu.
    run(&scratch, "export digits.net -o digits.onnx --type i64 --json");
    let (onnx, metadata) = model(&scratch, "digits.onnx");
    assert_eq!(metadata["exact_in"], "i64");
    assert!(onnx.graph.unwrap().node.iter().all(|node| node.op_type != "Relu"));
    // The same bytes again.
    let first = scratch.read("digits.onnx");
    run(&scratch, "export digits.net -o digits.onnx --type i64 --json");
    assert_eq!(scratch.read("digits.onnx"), first);
}

#[test]
fn decimals_are_scaled_to_integers() {
    let scratch = Scratch::with_data();
    for kind in ["f64", "i64"] {
        scratch
            .expect(0, &format!("memorize iris.csv -o net --theorem retrieval --exact-in {kind}"));
        let facts = run(&scratch, &format!("export net -o iris.onnx --type {kind} --json"));
        assert_eq!((&facts["input scale"], &facts["output scale"]), (&json!(10), &json!(1)));
        assert_eq!(facts["input"], "x is 10 times the features, rounded to integers");
        let (_, metadata) = model(&scratch, "iris.onnx");
        assert_eq!((metadata["input_scale"].as_str(), metadata["exact_in"].as_str()), ("10", kind));
        let ranges =
            r#"{"denominator":"1","ranges":[["43","79"],["20","44"],["10","69"],["1","25"]]}"#;
        assert_eq!(metadata["inputs"], ranges);
    }
    let facts = run(&scratch, "export net -o iris.npz --input-scale 100 --json");
    assert_eq!((&facts["format"], &facts["input scale"]), (&json!("npz"), &json!(100)));
}

/// What a refusal advises is true.
#[test]
fn networks_of_short_weights_fit_integers() {
    let scratch = Scratch::with_data();
    let options = "--theorem thm6.2 --profile measured --max-bits 20";
    scratch.expect(0, &format!("memorize iris.csv -o net {options} --no-verify"));
    let facts = run(&scratch, "export net -o net.onnx --json");
    assert_eq!(facts["numbers"], "i64");
    assert!(facts["bits"].as_u64().unwrap() <= 60, "{facts}");
    let times = facts["output scale"].as_u64().unwrap();
    assert_eq!(facts["output"], format!("y / {times} = k stands for the class labels[k]"));
    // Single precision, for those who need it.
    scratch.expect(0, "memorize digits.csv -o net --theorem retrieval --exact-in f32 --no-verify");
    let facts = run(&scratch, "export net -o net.onnx --type f32 --json");
    assert!(facts["bits"].as_u64().unwrap() <= 24, "{facts}");
}

#[test]
fn the_readable_form_is_that_of_memorize() {
    let scratch = Scratch::new();
    scratch.expect(0, "synth --points 20 -o data.csv");
    scratch.expect(0, "memorize data.csv -o net");
    scratch.expect(0, "memorize data.csv -o same.json");
    let printed = scratch.expect(0, "export net -o net.json");
    assert!(printed.contains("exact, of any length"), "{printed}");
    assert_eq!(scratch.text("net.json"), scratch.text("same.json"));
    scratch.expect(0, "export net --format json -o other");
    assert_eq!(scratch.text("other"), scratch.text("same.json"));
}

#[test]
fn regression_says_what_its_output_is() {
    let scratch = Scratch::new();
    scratch.write("data.csv", "x,target\n1,0.5\n2,1.25\n3,3\n");
    scratch.expect(0, "memorize data.csv -o net --epsilon 0.5 --profile measured");
    let facts = run(&scratch, "export net -o net.onnx --json");
    let scale = facts["output scale"].as_u64().unwrap();
    let output = if scale == 1 { "y".to_owned() } else { format!("y / {scale}") };
    assert_eq!(facts["output"], format!("{output} is the target up to 1/2"));
    let (_, metadata) = model(&scratch, "net.onnx");
    assert_eq!(
        (metadata.get("epsilon").map(String::as_str), metadata.get("labels")),
        (Some("1/2"), None)
    );
}

/// The ranges come from the network file; data replace them.
#[test]
fn ranges_are_those_of_the_data() {
    let scratch = Scratch::new();
    scratch.write("data.csv", "x,y,label\n1,0,a\n2,5,b\n3,7,a\n4,8,c\n");
    scratch.expect(0, "memorize data.csv -o net.json --theorem retrieval --exact-in f64");
    let whole = scratch.text("net.json");
    let mut bare: Value = serde_json::from_str(&whole).unwrap();
    let note = bare["notes"].as_object_mut().unwrap().remove("inputs").unwrap();
    assert_eq!(note, json!({"denominator": "1", "ranges": [["1", "4"], ["0", "8"]]}));
    scratch.write("bare.json", bare.to_string());
    let run = scratch.run("export bare.json -o net.onnx");
    assert_eq!(run.code, 2, "{run:?}");
    let refused = "memorelu: bare.json does not say which inputs it is for (no note \"inputs\"): name \
                   their ranges by --data DATA\n";
    assert_eq!(run.stderr, refused);
    scratch.expect(0, "export bare.json -o net.onnx --data data.csv");
    scratch.write("points.csv", "x,y\n0,0\n100,8.5\n");
    scratch.expect(0, "export bare.json -o net.onnx --data points.csv");
    let (_, metadata) = model(&scratch, "net.onnx");
    assert_eq!(metadata["inputs"], r#"{"denominator":"2","ranges":[["0","200"],["0","17"]]}"#);
}

#[test]
fn what_is_refused_leaves_nothing_behind() {
    let scratch = Scratch::with_data();
    scratch.write("one.csv", "x,label\n1,a\n2,b\n");
    scratch.write("far.csv", "a,b,c,d\n1e18,1e18,1e18,1e18\n5.1,1,1,1\n");
    scratch.write("fine.csv", "a,b,c,d\n5.1234567890123456789,1,1,1\n");
    scratch.expect(0, "memorize digits.csv -o thm31.net --no-verify");
    scratch.expect(0, "memorize digits.csv -o retrieval.net --theorem retrieval --no-verify");
    scratch.expect(0, "memorize digits.csv -o exact.net --theorem retrieval --exact-in f64");
    scratch.expect(0, "memorize iris.csv -o iris.json --theorem retrieval --exact-in f64");
    let iris = scratch.text("iris.json");
    let altered = |name: &str, key: &str, value: Value| {
        let mut network: Value = serde_json::from_str(&iris).unwrap();
        network["notes"][key] = value;
        scratch.write(name, network.to_string());
    };
    altered("note.json", "inputs", json!("43 to 79"));
    let two = json!({"denominator": "1", "ranges": [["0", "1"], ["0", "2"]]});
    altered("count.json", "inputs", two);
    altered("labels.json", "labels", json!("a, b, c"));
    let before = scratch.names();
    let mut messages = String::new();
    for arguments in [
        "export thm31.net -o out.onnx",
        "export thm31.net -o out.npz",
        "export thm31.net -o out.onnx --type f32",
        "export retrieval.net -o out.onnx",
        "export retrieval.net -o out.onnx --json",
        "export exact.net -o out.onnx --type f32",
        "export iris.json -o out.onnx --data far.csv",
        "export iris.json -o out.onnx --data fine.csv",
        "export iris.json -o out.onnx --data one.csv",
        "export iris.json -o out.onnx --data nowhere.csv",
        "export iris.json -o out.onnx --type i64 --input-scale 3",
        "export iris.json -o out.onnx --input-scale 0",
        "export note.json -o out.onnx",
        "export count.json -o out.onnx",
        "export labels.json -o out.onnx",
        "export nowhere.net -o out.onnx",
        "export iris.csv -o out.onnx",
        "export iris.json -o out",
        "export iris.json -o out.pt",
        "export iris.json -o out.json --type f64",
        "export iris.json -o out.json --input-scale 2",
        "export iris.json -o out.json --data iris.csv",
        "export iris.json -o iris.json",
        "export iris.json -o nowhere/out.onnx",
    ] {
        let run = scratch.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments}: {run:?}");
        assert_eq!(run.stderr.lines().count(), 1, "{arguments}: {run:?}");
        messages.push_str(&format!("$ memorelu {arguments}\n{}", run.stderr));
    }
    assert_eq!(scratch.names(), before);
    assert_eq!(scratch.text("iris.json"), iris);
    insta::assert_snapshot!(messages);
}
