//! Notes: every field is read as it was written, in both forms; what is malformed is named; files of the
//! first version are refused.

use claims::{Claim, Relation};
use netfile::{
    Columns, Meaning, Notes, Origin, Ranges, ReadError, Used, binary, json, read, write,
};
use network::{InputRange, Network};
use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Value, json};
use testkit::strategies::rational;

fn meaning() -> impl Strategy<Value = Meaning> {
    prop_oneof![
        vec(any::<String>(), 0..4).prop_map(Meaning::Labels),
        (rational(), option::of(any::<u64>()))
            .prop_map(|(epsilon, targets)| Meaning::Epsilon { epsilon: epsilon.abs(), targets }),
    ]
}

fn columns() -> impl Strategy<Value = Columns> {
    (option::of(any::<String>()), option::of(vec(any::<String>(), 0..3)))
        .prop_map(|(label, features)| Columns { label, features })
}

/// Of one input, or of two.
fn ranges() -> impl Strategy<Value = Ranges> {
    let range = (rational(), rational()).prop_map(|(a, b)| {
        let denominator = a.denom().clone() * b.denom();
        let (lower, upper) = if a < b { (a, b) } else { (b, a) };
        InputRange { lower, upper, denominator }
    });
    vec(range, 1..3).prop_map(|ranges| Ranges::new(&ranges))
}

fn origin() -> impl Strategy<Value = Origin> {
    let text = any::<String>;
    let parameter = (text(), text(), text());
    let parameter = parameter.prop_map(|(symbol, meaning, value): (String, String, String)| Used {
        symbol: symbol.into(),
        meaning: meaning.into(),
        value,
    });
    (text(), vec(parameter, 0..3))
        .prop_map(|(statement, parameters)| Origin::new(statement, parameters))
}

fn claim() -> impl Strategy<Value = Claim> {
    let relation = select(vec![Relation::AtMost, Relation::AtLeast, Relation::Equal]);
    (any::<String>(), any::<String>(), rational(), relation, rational()).prop_map(
        |(statement, quantity, measured, relation, bound)| {
            let claim = Claim::equal(statement, quantity, measured, bound);
            Claim { relation, ..claim }
        },
    )
}

prop_compose! {
    fn notes()(
        meaning in option::of(meaning()),
        columns in columns(),
        points in option::of(any::<u64>()),
        inputs in option::of(ranges()),
        origin in option::of(origin()),
        claims in vec(claim(), 0..3),
    ) -> Notes {
        let mut notes = Notes::default();
        (notes.meaning, notes.columns, notes.points) = (meaning, columns, points);
        (notes.inputs, notes.origin, notes.claims) = (inputs, origin, claims);
        notes
    }
}

/// With 2 inputs.
fn network() -> Network {
    Network::carry(2, 1)
}

proptest! {
    #[test]
    fn both_forms_and_files_give_the_same_notes(notes in notes()) {
        let whole = (network(), notes);
        let bytes = binary::encode(&whole.0, &whole.1).unwrap();
        prop_assert_eq!(&binary::decode(&bytes).unwrap(), &whole);
        let text = json::encode(&whole.0, &whole.1).unwrap();
        prop_assert_eq!(&json::decode(&text).unwrap(), &whole);
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [("net", bytes), ("net.JSON", text.into_bytes())] {
            let path = folder.path().join(name);
            write(&path, &whole.0, &whole.1).unwrap();
            prop_assert_eq!(&std::fs::read(&path).unwrap(), &content);
            prop_assert_eq!(&read(&path).unwrap(), &whole);
        }
    }
}

/// The network in JSON, with these notes.
fn decode(notes: &Value) -> Result<Notes, json::JsonError> {
    let bare = json::encode(&network(), &Notes::default()).unwrap();
    let mut file: Value = serde_json::from_str(&bare).unwrap();
    file["notes"] = notes.clone();
    json::decode(&file.to_string()).map(|read| read.1)
}

/// All notes that a classification has, as they stand in a file.
fn full() -> Value {
    json!({
        "labels": ["no", "yes"],
        "label column": "likes",
        "feature columns": ["x", "2"],
        "points": 5,
        "inputs": { "denominator": "10", "ranges": [["-1", "5"], ["0", "25"]] },
        "origin": {
            "statement": "thm3.1",
            "parameters": [{ "symbol": "n", "meaning": "points per block", "value": "3" }],
        },
        "claims": [{
            "statement": "vardi2022/3.1", "quantity": "width",
            "measured": "12", "relation": "<=", "bound": "25/2", "holds": true,
        }],
    })
}

#[test]
fn notes_stand_in_a_file_as_documented() {
    let notes = decode(&full()).unwrap();
    assert_eq!(notes.labels().unwrap(), ["no", "yes"]);
    assert_eq!((notes.points, notes.classes()), (Some(5), Some(2)));
    assert_eq!(notes.columns.label.as_deref(), Some("likes"));
    assert_eq!(notes.statement(), Some("thm3.1"));
    assert_eq!(notes.origin.as_ref().unwrap().parameters[0].name(), "n, points per block");
    assert_eq!(notes.claims, [Claim::at_most("vardi2022/3.1", "width", 12, (25, 2))]);
    assert_eq!(serde_json::to_value(&notes).unwrap(), full());
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("docs/file-format.md")).unwrap();
    let (_, section) = page.split_once("## Notes").unwrap();
    let (_, rest) = section.split_once("```json\n").unwrap();
    let documented: Value = serde_json::from_str(rest.split_once("```").unwrap().0).unwrap();
    assert_eq!(documented, full());

    let near = json!({ "epsilon": "1/4", "targets more than 2 epsilon apart": 7 });
    let notes = decode(&near).unwrap();
    let meaning = Meaning::Epsilon { epsilon: (1, 4).into(), targets: Some(7) };
    assert_eq!(notes, Notes::new(meaning));
    assert_eq!((notes.classes(), notes.labels()), (Some(7), None));
    assert_eq!(serde_json::to_value(&notes).unwrap(), near);
}

#[test]
fn malformed_notes_are_named() {
    let claim = |key: &str, value: Value| {
        let mut claims = full()["claims"].clone();
        claims[0][key] = value;
        claims
    };
    let ranges = |ranges: Value| json!({ "denominator": "1", "ranges": ranges });
    let cases = [
        ("labels", json!("no, yes")),
        ("labels", json!(["no", 1])),
        ("labels", json!({ "no": 0 })),
        ("epsilon", json!("1/4")), // beside labels
        ("targets more than 2 epsilon apart", json!(7)),
        ("label column", json!(3)),
        ("feature columns", json!("x")),
        ("feature columns", json!([1, 2])),
        ("points", json!("5")),
        ("points", json!(-5)),
        ("points", json!(2.5)),
        ("inputs", json!("0 to 1")),
        ("inputs", ranges(json!([]))),
        ("inputs", ranges(json!([["0", "1"], ["0", "1"], ["0", "1"]]))),
        ("inputs", ranges(json!([["1", "0"]]))),
        ("origin", json!("thm3.1")),
        ("origin", json!({ "statement": "thm3.1" })),
        ("origin", json!({ "statement": "thm3.1", "parameters": [], "seed": 0 })),
        ("origin", json!({ "statement": "thm3.1", "parameters": [{ "symbol": "n" }] })),
        ("claims", json!("all hold")),
        ("claims", claim("holds", json!(false))),
        ("claims", claim("measured", json!("13"))),
        ("claims", claim("bound", json!("50/4"))),
        ("claims", claim("relation", json!("<"))),
        ("claims", claim("proof", json!("obvious"))),
    ];
    for (note, value) in cases {
        let mut notes = full();
        notes[note] = value;
        let error = decode(&notes).unwrap_err();
        let json::JsonError::Note(found) = &error else { panic!("{notes}: {error:?}") };
        assert_eq!(found.note, note, "{notes}");
        assert_eq!(error.to_string(), format!("the note {note} is malformed"));
    }
    for epsilon in ["", "0,5", "0.5", "2/8", "1/0", "-1/4", "+1", " 1", "1e3", "small"] {
        let error = decode(&json!({ "epsilon": epsilon })).unwrap_err();
        assert!(matches!(&error, json::JsonError::Note(found) if found.note == "epsilon"));
    }
    // A name that is not known is no note.
    for name in ["lable column", "Labels", "landmarks", "statement"] {
        let mut notes = full();
        notes[name] = json!("x");
        let error = decode(&notes).unwrap_err();
        let json::JsonError::Json(source) = error else { panic!("{name}: {error:?}") };
        assert!(source.to_string().contains(&format!("unknown field `{name}`")), "{source}");
    }
}

#[test]
fn notes_that_say_nothing_are_none() {
    assert_eq!(decode(&json!({})).unwrap(), Notes::default());
    let nulls: serde_json::Map<String, Value> =
        full().as_object().unwrap().keys().map(|name| (name.clone(), Value::Null)).collect();
    assert_eq!(decode(&Value::Object(nulls)).unwrap(), Notes::default());
}

#[test]
fn malformed_notes_of_a_file_are_named_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.json");
    let text = json::encode(&network(), &Notes::default()).unwrap();
    std::fs::write(&path, text.replace("\"notes\": {}", "\"notes\": {\"points\": \"5\"}")).unwrap();
    let error = read(&path).unwrap_err();
    assert_eq!((error.note(), error.to_string()), (Some("points"), path.display().to_string()));
    std::fs::write(&path, "{}").unwrap();
    assert_eq!(read(&path).unwrap_err().note(), None);
}

/// Files that the first version wrote: their notes were text, and labels a text within.
#[test]
fn files_of_the_first_version_are_refused_with_advice() {
    let advice = "was written by an older version; build it again with memorelu memorize";
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/older");
    let source = |error: &ReadError| std::error::Error::source(error).unwrap().to_string();
    for (name, format) in
        [("network.net", "memorelu-network/"), ("network.json", "memorelu-network-json/")]
    {
        let path = folder.join(name);
        let error = read(&path).unwrap_err();
        assert_eq!(
            (error.to_string(), source(&error)),
            (path.display().to_string(), advice.into())
        );
        // Nor can they pass for files of this version.
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let place = text.find(format).unwrap() + format.len();
        let mut forged = bytes.clone();
        assert_eq!(forged[place], b'1');
        forged[place] = b'2';
        let result = match name {
            "network.net" => binary::decode(&forged).map_err(|error| error.to_string()),
            _ => json::decode(str::from_utf8(&forged).unwrap()).map_err(|error| error.to_string()),
        };
        result.unwrap_err();
    }
}
