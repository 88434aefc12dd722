//! The command line as a user meets it: every command and option, JSON, exit codes, pipes, and the same
//! bytes every time. What it refuses is in `bad_input`.

use std::{collections::BTreeSet, io, process::Stdio};

use serde_json::Value;

use crate::common::{Run, Scratch};

/// 60 points in the plane with 5 classes, in `data.csv`.
fn scratch() -> Scratch {
    let scratch = Scratch::new();
    scratch.expect(0, "synth --points 60 --classes 5 --shape tight --seed 3 -o data.csv");
    scratch
}

fn json(scratch: &Scratch, code: i32, arguments: &str) -> Value {
    serde_json::from_str(&scratch.expect(code, arguments)).unwrap()
}

/// The keys of an object.
fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn set<const K: usize>(keys: [&'static str; K]) -> BTreeSet<&'static str> {
    keys.into()
}

const COUNTS: [&str; 11] = [
    "inputs",
    "outputs",
    "depth",
    "hidden_layers",
    "width",
    "neurons",
    "edges",
    "biases",
    "dense",
    "bits",
    "total_bits",
];

#[test]
fn memorize_builds_every_theorem_with_every_option() {
    let scratch = scratch();
    let options = [
        "",
        "--theorem thm3.1 --profile paper --seed 7",
        "--profile measured",
        "--label label",
        "--delta 1/1048576",
        "--memory 1",
        "--conflicts first",
        "--color never",
        "--theorem thm5.1 --depth-parameter 3",
        "--theorem thm5.1 --max-depth 250 --profile measured",
        "--theorem thm6.2 --bits-parameter 3",
        "--theorem thm6.2 --max-bits 70 --profile measured",
        "--theorem thm2.1 --profile measured",
        "--theorem thm2.1 --block 4 --layers-per-read 12",
        "--theorem thm2.1 --max-width 400 --minimise depth",
    ];
    for options in options {
        let printed = scratch.expect(0, &format!("memorize data.csv -o net {options}"));
        assert!(printed.ends_with("every claim holds; written to net\n"), "{options}: {printed}");
        assert!(printed.contains("points with F(x) = y"), "{options}: {printed}");
        assert!(!printed.contains("BROKEN"), "{options}: {printed}");
        let verified = scratch.expect(0, "verify net data.csv");
        assert!(verified.starts_with("60 of 60 points right, in "), "{options}: {verified}");
        assert_eq!(scratch.expect(0, "certify net data.csv"), "60 of 60 rows right\n", "{options}");
    }
    let unverified = scratch.expect(0, "memorize data.csv -o net --no-verify");
    assert!(!unverified.contains("points with F(x) = y"));
    scratch.expect(0, "certify net data.csv");
}

#[test]
fn memorize_keeps_the_limits_that_are_asked_for() {
    let scratch = scratch();
    for (options, count, limit) in [
        ("--theorem thm5.1 --max-depth 250", "depth", 250),
        ("--theorem thm6.2 --max-bits 70", "bits", 70),
        ("--theorem thm2.1 --max-depth 300", "depth", 300),
        ("--theorem thm2.1 --max-width 400", "width", 400),
    ] {
        let report = json(&scratch, 0, &format!("memorize data.csv -o net --json {options}"));
        assert!(report["counts"][count].as_u64().unwrap() <= limit, "{options}: {report}");
    }
    // Without the limit they are beyond it.
    let report = json(&scratch, 0, "memorize data.csv -o net --json");
    assert!(report["counts"]["depth"].as_u64().unwrap() > 250);
    assert!(report["counts"]["bits"].as_u64().unwrap() > 70);
}

#[test]
fn json_has_the_same_facts() {
    let scratch = scratch();
    let report = json(&scratch, 0, "memorize data.csv -o net --json --label label");
    let parts = ["statement", "data", "parameters", "counts", "claims", "holds"];
    assert!(keys(&report).is_superset(&set(parts)), "{report}");
    assert_eq!((&report["statement"], &report["holds"]), (&"thm3.1".into(), &true.into()));
    assert_eq!(report["data"]["N, points"], "60");
    assert_eq!(keys(&report["counts"]), set(COUNTS));
    let claims = report["claims"].as_array().unwrap();
    let fields = ["statement", "quantity", "measured", "relation", "bound", "holds"];
    assert!(claims.iter().all(|claim| keys(claim) == set(fields) && claim["holds"] == true));

    let inspected = json(&scratch, 0, "inspect net --json");
    assert!(keys(&inspected).is_superset(&set(["counts", "notes"])), "{inspected}");
    assert_eq!(inspected["counts"], report["counts"]);
    assert_eq!(inspected["notes"]["label column"], "label");
    assert_eq!(inspected["notes"]["labels"], serde_json::json!(["0", "1", "2", "3", "4"]));
    let table = scratch.expect(0, "inspect net");
    assert!(table.contains("edges (non-zero weights)") && table.contains("label column"));

    let verified = json(&scratch, 0, "verify net data.csv --json");
    let fields = set(["points", "wrong", "merged rows", "mismatches"]);
    assert!(keys(&verified).is_superset(&fields), "{verified}");
    assert_eq!((&verified["points"], &verified["wrong"]), (&60.into(), &0.into()));
    let certified = json(&scratch, 0, "certify net data.csv --json");
    assert_eq!(keys(&certified), set(["rows", "right", "wrong", "skipped", "mismatches"]));
    assert_eq!((&certified["rows"], &certified["right"]), (&60.into(), &60.into()));

    // One wrong row, in both.
    let text = scratch.text("data.csv");
    let line = text.lines().nth(4).unwrap();
    let (point, label) = line.rsplit_once(',').unwrap();
    let other = if label == "1" { "2" } else { "1" };
    scratch.write("wrong.csv", text.replace(line, &format!("{point},{other}")));
    let verified = json(&scratch, 1, "verify net wrong.csv --json");
    let expected = serde_json::json!([{ "row": 5, "expected": other, "output": label }]);
    assert_eq!((&verified["wrong"], &verified["mismatches"]), (&1.into(), &expected));
    let certified = json(&scratch, 1, "certify net wrong.csv --json");
    let expected = serde_json::json!([{ "line": 5, "expected": other, "found": label }]);
    assert_eq!((&certified["wrong"], &certified["mismatches"]), (&1.into(), &expected));
}

#[test]
fn output_is_plain_when_it_is_no_terminal() {
    let scratch = scratch();
    for arguments in [
        "memorize data.csv -o net",
        "verify net data.csv",
        "certify net data.csv",
        "inspect net",
        "memorize nowhere.csv -o net",
        "memorize",
        "--help",
    ] {
        let run = scratch.run(arguments);
        for text in [&run.stdout, &run.stderr] {
            assert!(!text.contains(['\u{1b}', '\r']), "{arguments}: {text}");
        }
        // Neither a bar nor anything else beside the result.
        assert_eq!(run.code == 0, run.stderr.is_empty(), "{arguments}: {run:?}");
    }
    let help = scratch.expect(0, "--help");
    assert!(help.contains("Exit code 0") && help.contains("memorize"));
    assert!(scratch.expect(0, "--version").starts_with("memorelu "));
}

#[test]
fn a_closed_pipe_is_no_failure_and_hides_none() {
    let scratch = scratch();
    scratch.expect(0, "memorize data.csv -o net");
    scratch.write("wrong.csv", scratch.text("data.csv").replace(",0\n", ",1\n"));
    for (arguments, code) in [
        ("memorize data.csv -o net", 0),
        ("memorize data.csv -o net --json", 0),
        ("inspect net", 0),
        ("verify net data.csv", 0),
        ("verify net wrong.csv", 1),
        ("certify net wrong.csv", 1),
        ("reproduce lemA.8 --out tables", 0),
    ] {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let mut command = scratch.command(arguments);
        let child = command.stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let run = Run::of(child.wait_with_output().unwrap());
        assert_eq!((run.code, run.stderr.as_str()), (code, ""), "{arguments}");
    }
}

#[test]
fn the_same_request_gives_the_same_bytes_with_any_number_of_threads() {
    let scratch = scratch();
    for options in [
        "--seed 5",
        "--seed 5 --profile measured",
        "--seed 5 --theorem thm5.1 --depth-parameter 3",
        "--seed 5 --theorem thm6.2 --bits-parameter 3",
        "--seed 5 --theorem thm2.1",
    ] {
        let files = ["1", "2", "5"].map(|threads| {
            let mut command = scratch.command(&format!("memorize data.csv -o net {options}"));
            let run = Run::of(command.env("RAYON_NUM_THREADS", threads).output().unwrap());
            assert_eq!(run.code, 0, "{run:?}");
            scratch.read("net")
        });
        assert!(files.iter().all(|file| *file == files[0]), "{options}");
    }
    let seeds = ["1", "2"].map(|seed| {
        scratch.expect(0, &format!("memorize data.csv -o net --seed {seed}"));
        scratch.read("net")
    });
    assert_ne!(seeds[0], seeds[1]);
}

#[test]
fn both_forms_of_a_file_hold_the_same_network() {
    let scratch = scratch();
    scratch.expect(0, "memorize data.csv -o net");
    scratch.expect(0, "memorize data.csv -o net.json");
    let [short, readable] =
        ["net", "net.json"].map(|file| json(&scratch, 0, &format!("inspect {file} --json")));
    assert_eq!(short, readable);
    for command in ["verify", "certify"] {
        scratch.expect(0, &format!("{command} net.json data.csv"));
    }
}

#[test]
fn equal_rows_are_merged_and_counted() {
    let scratch = Scratch::new();
    scratch.write("data.csv", "x,label\n1,a\n2,b\n1.0,a\n1e0,a\n");
    let report = json(&scratch, 0, "memorize data.csv -o net --json");
    assert_eq!(report["data"]["N, points"], "2");
    assert_eq!(report["data"]["equal rows merged"], "2");
    let verified = scratch.expect(0, "verify net data.csv");
    assert!(verified.starts_with("2 of 2 points right (2 equal rows merged), in "), "{verified}");
    assert_eq!(scratch.expect(0, "certify net data.csv"), "4 of 4 rows right\n");
}

#[test]
fn conflicting_rows_are_settled_as_asked() {
    let scratch = Scratch::new();
    scratch.write("data.csv", "x,label\n1,a\n2,b\n1,c\n1,c\n");
    scratch.write("points.csv", "x\n1\n2\n");
    scratch.expect(2, "memorize data.csv -o net");
    for (which, label, right) in [("first", "a", 2), ("majority", "c", 3)] {
        scratch.expect(0, &format!("memorize data.csv -o net --conflicts {which}"));
        scratch.expect(0, "predict net points.csv -o labels.csv");
        assert_eq!(scratch.text("labels.csv"), format!("label\n{label}\nb\n"));
        scratch.expect(0, &format!("verify net data.csv --conflicts {which}"));
        scratch.expect(2, "verify net data.csv");
        // To the plain check a row that was overruled is wrong.
        scratch.expect(1, "certify net data.csv");
        let certified = scratch.expect(0, "certify net data.csv --skip-conflicts");
        let skipped = 4 - right;
        assert_eq!(
            certified,
            format!("{right} of 4 rows right, {skipped} skipped as conflicting\n")
        );
    }
}

#[test]
fn the_label_column_may_be_any() {
    let scratch = Scratch::new();
    scratch.write("data.csv", "x,kind,y\n1,low,4\n2,high,5\n3,low,7\n");
    scratch.expect(0, "memorize data.csv -o net --label kind");
    // The file knows its column.
    scratch.expect(0, "verify net data.csv");
    scratch.expect(0, "certify net data.csv");
    // Here it is the last one, and other features are in its place.
    scratch.write("other.csv", "x,y,kind\n1,4,low\n3,7,low\n2,5,high\n");
    scratch.expect(0, "verify net other.csv");
    scratch.expect(0, "certify net other.csv");
    scratch.expect(0, "predict net other.csv -o labels.csv");
    assert_eq!(scratch.text("labels.csv"), "kind\nlow\nlow\nhigh\n");
}

#[test]
fn numbers_as_labels_are_compared_as_numbers() {
    let scratch = Scratch::new();
    scratch.write("data.csv", "x,label\n1,10\n2,9.50\n3,-1\n4,1e1\n");
    scratch.expect(0, "memorize data.csv -o net");
    let labels = &json(&scratch, 0, "inspect net --json")["notes"]["labels"];
    assert_eq!(*labels, serde_json::json!(["-1", "9.50", "10"]));
    scratch.write("data.csv", "x,label\n1,10.0\n2,95e-1\n3,-1.0\n4,+10\n");
    scratch.expect(0, "verify net data.csv");
    scratch.expect(0, "certify net data.csv");
    scratch.write("data.csv", "x,label\n1,10.0\n2,95e-1\n3,-1.0\n4,-1\n");
    let verified = scratch.expect(1, "verify net data.csv");
    assert!(verified.starts_with("row 5: expected \"-1\", the output is 2\n"), "{verified}");
    let certified = scratch.expect(1, "certify net data.csv");
    assert!(certified.starts_with("line 5: expected \"-1\", the network returns \"10\"\n"));
}

#[test]
fn lines_are_counted_as_an_editor_does() {
    let scratch = Scratch::new();
    scratch.write("data.csv", "x,label\r\n1,a\r\n\r\n\r\n2,b\r\n3,a\r\n");
    scratch.expect(0, "memorize data.csv -o net");
    scratch.write("data.csv", "x,label\r\n1,a\r\n\r\n\r\n2,b\r\n3,b\r\n");
    assert!(scratch.expect(1, "verify net data.csv").starts_with("row 6: "));
    assert!(scratch.expect(1, "certify net data.csv").starts_with("line 6: "));
}

#[test]
fn regression_goes_from_end_to_end() {
    let scratch = Scratch::new();
    scratch.write("data.csv", "x,y,height\n1,1,-3.25\n2,1,0\n2,2,7.5\n4,1,7.125\n5,-5,1e2\n");
    for epsilon in ["10", "1", "0.001", "1/3"] {
        let report = format!("memorize data.csv -o net --epsilon {epsilon} --json");
        let report = json(&scratch, 0, &report);
        let claim = report["claims"].as_array().unwrap().last().unwrap();
        assert_eq!(claim["quantity"], "largest |F(x) - y|");
        assert!(scratch.expect(0, "verify net data.csv").contains("largest |F(x) - y|"));
        assert_eq!(keys(&json(&scratch, 0, "verify net data.csv --json")), set(["claims"]));
        assert_eq!(scratch.expect(0, "certify net data.csv"), "5 of 5 rows right\n");
    }
    scratch.write("wrong.csv", "x,y,height\n1,1,-3.25\n2,1,1\n");
    let verified = scratch.expect(1, "verify net wrong.csv");
    assert!(verified.ends_with("BROKEN\n"), "{verified}");
    assert!(scratch.expect(1, "certify net wrong.csv").starts_with("line 3: expected \"1\""));
}

#[test]
fn synth_writes_what_memorize_reads() {
    let scratch = Scratch::new();
    for shape in ["uniform", "tight", "clustered", "line"] {
        let options = format!("--points 40 --dim 3 --classes 6 --separation 1/256 --shape {shape}");
        scratch.expect(0, &format!("synth {options} --seed 9 -o data.csv"));
        let once = scratch.read("data.csv");
        scratch.expect(0, &format!("synth {options} --seed 9 -o data.csv"));
        assert_eq!(once, scratch.read("data.csv"));
        let report = json(&scratch, 0, "memorize data.csv -o net --json --profile measured");
        let facts = ["N, points", "d, dimension", "C, classes"].map(|key| &report["data"][key]);
        assert_eq!(facts, ["40", "3", "6"], "{shape}");
    }
}

#[test]
fn reproduce_writes_its_tables() {
    let scratch = Scratch::new();
    for statement in ["lemA.6", "lemA.7", "lemA.8"] {
        let printed = scratch.expect(0, &format!("reproduce {statement} --out tables"));
        assert!(printed.contains(&format!("{statement} reproduced: ")), "{printed}");
        let tables = format!("tables/{statement}");
        let cases: Value =
            serde_json::from_str(&scratch.text(&format!("{tables}/claims.json"))).unwrap();
        let claims =
            cases.as_array().unwrap().iter().flat_map(|case| case["claims"].as_array().unwrap());
        let rows = csv::Reader::from_path(scratch.path(&format!("{tables}/claims.csv")))
            .unwrap()
            .into_records()
            .inspect(|row| assert_eq!(&row.as_ref().unwrap()[7], "true"))
            .count();
        assert_eq!(claims.filter(|claim| claim["holds"] == true).count(), rows);
        assert!(rows > 0);
    }
}
