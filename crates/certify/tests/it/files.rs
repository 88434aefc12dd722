//! The check on small files: what is right, what is wrong, and every reason why it cannot be tried.

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};

use certify::{CertifyError, Options, Report, certify};
use netfile::{ReadError, binary, json};

/// Output k stands for the k-th of these labels.
const NAMES: &str = r#"{"label column": "label", "labels": ["red", "green", "blue"]}"#;
const NUMBERS: &str = r#"{"label column": "label", "labels": ["-1", "0.5", "20"]}"#;
const WITHIN: &str = r#"{"label column": "label", "epsilon": "1/4"}"#;

/// The network `x -> relu(x)`, with these notes.
fn network(notes: &str) -> String {
    let map = r#"[{"weights": [[0, "1"]], "bias": "0"}]"#;
    format!(
        r#"{{"format": "memorelu-network-json/2", "inputs": 1, "maps": [{map}, {map}], "notes": {notes}}}"#
    )
}

/// The check of a network in its readable form, with or without skipping conflicts.
fn check_with(
    network: impl AsRef<[u8]>,
    data: impl AsRef<[u8]>,
    skip_conflicts: bool,
) -> Result<Report, CertifyError> {
    let folder = tempfile::tempdir().unwrap();
    let [net, csv] = ["net.json", "data.csv"].map(|name| folder.path().join(name));
    fs::write(&net, network).unwrap();
    fs::write(&csv, data).unwrap();
    certify(&net, &csv, Options { skip_conflicts }, &|| ())
}

fn check(notes: &str, data: impl AsRef<[u8]>) -> Result<Report, CertifyError> {
    check_with(network(notes), data, false)
}

fn holds(notes: &str, data: impl AsRef<[u8]>) -> bool {
    check(notes, data).unwrap().holds()
}

/// The line, label and output of each wrong row.
fn wrong(notes: &str, data: impl AsRef<[u8]>) -> Vec<(u64, String, String)> {
    let report = check(notes, data).unwrap();
    assert_eq!(report.wrong, report.mismatches.len());
    report.mismatches.into_iter().map(|m| (m.line, m.expected, m.found)).collect()
}

fn refused(notes: &str, data: impl AsRef<[u8]>) -> CertifyError {
    check(notes, data).unwrap_err()
}

#[test]
fn right_labels_are_accepted_in_every_spelling() {
    assert!(holds(NAMES, "x,label\n0,red\n1,green\n2,blue\n-7,red\n"));
    assert!(holds(NAMES, "\u{feff}label , x\r\n red , 0\r\n\r\n\"blue\",\"2\"\r\ngreen,0.1e1"));
    assert!(holds(NAMES, "x,label\n+20E-1,blue\n2.,blue\n.1e+1,green\n-0.0,red\n"));
    assert!(holds(NUMBERS, "x,label\n0,-1\n0,-1.0\n1,.5\n1,50e-2\n2,2E1\n2,+20.00\n"));
}

#[test]
fn wrong_labels_are_rejected_and_their_lines_named() {
    let line = |line, expected: &str, found: &str| (line, expected.to_owned(), found.to_owned());
    let expected = [line(3, "blue", "green"), line(5, "red", "blue")];
    assert_eq!(wrong(NAMES, "x,label\n0,red\n1,blue\n1,green\n2,red\n"), expected);
    assert_eq!(wrong(NAMES, "x,label\r\n0,red\r\n1,blue\r\n\r\n2,red\r\n"), expected);
    assert_eq!(wrong(NAMES, "x,label\n\n1,blue\n0,\"red\"\n2,red"), expected);
    // Names are compared as text, and no label is no name.
    assert_eq!(wrong(NAMES, "x,label\n0,Red\n"), [line(2, "Red", "red")]);
    assert_eq!(wrong(NAMES, "x,label\n0,\n"), [line(2, "", "red")]);
    assert_eq!(wrong(NUMBERS, "x,label\n0,minus one\n"), [line(2, "minus one", "-1")]);
    // Only 0, 1 and 2 stand for a label.
    assert_eq!(wrong(NAMES, "x,label\n3,blue\n"), [line(2, "blue", "3")]);
    assert_eq!(wrong(NAMES, "x,label\n0.999,green\n"), [line(2, "green", "999/1000")]);
    let long = wrong(NAMES, "x,label\n1e50,blue\n");
    assert_eq!(long, [line(2, "blue", "a number of 51 digits")]);
}

#[test]
fn targets_are_met_up_to_epsilon() {
    assert!(holds(WITHIN, "x,label\n1,1\n2,2.25\n3,2.75\n-5,0.25\n"));
    let beyond = wrong(WITHIN, "x,label\n1,1\n2,2.2500000001\n3,2.7499999999\n4,four\n");
    assert_eq!(beyond.iter().map(|row| row.0).collect::<Vec<_>>(), [3, 4, 5]);
    assert_eq!(beyond[0].2, "2");
}

#[test]
fn conflicting_rows_are_skipped_only_on_request_and_only_if_one_is_right() {
    let data = "x,label\n1,red\n1.0,green\n1e0,blue\n2,red\n2,green\n";
    let plain = check(NAMES, data).unwrap();
    assert_eq!((plain.rows, plain.wrong, plain.skipped), (5, 4, 0));
    // No row of the point 2 is right.
    let skipping = check_with(network(NAMES), data, true).unwrap();
    assert_eq!((skipping.rows, skipping.wrong, skipping.skipped), (5, 2, 2));
    assert_eq!(skipping.mismatches.iter().map(|m| m.line).collect::<Vec<_>>(), [5, 6]);
}

#[test]
fn all_rows_are_counted_and_the_first_few_listed() {
    let data = format!("x,label\n{}", "1,red\n".repeat(1000));
    let report = check(NAMES, &data).unwrap();
    assert_eq!((report.rows, report.wrong, report.skipped), (1000, 1000, 0));
    let lines: Vec<u64> = report.mismatches.iter().map(|m| m.line).collect();
    assert_eq!(lines, (2..12).collect::<Vec<_>>());
    assert!(!report.holds());
}

#[test]
fn both_forms_of_a_network_file_are_read_and_progress_is_told() {
    let (maps, notes) = json::decode(&network(NAMES)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let [net, csv] = ["net", "data.csv"].map(|name| folder.path().join(name));
    netfile::write(&net, &maps, &notes).unwrap();
    fs::write(&csv, "x,label\n0,red\n1,green\n1,red\n").unwrap();
    let calls = AtomicUsize::new(0);
    let progress = || {
        calls.fetch_add(1, Ordering::Relaxed);
    };
    let report = certify(&net, &csv, Options::default(), &progress).unwrap();
    assert_eq!((report.rows, report.wrong, calls.into_inner()), (3, 1, 3));
}

#[test]
fn files_that_are_not_there_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let [net, csv] = ["net.json", "data.csv"].map(|name| folder.path().join(name));
    let refused =
        |net: &Path, csv: &Path| certify(net, csv, Options::default(), &|| ()).unwrap_err();
    let is_named = |error: CertifyError, wanted: &Path| match error {
        CertifyError::Unreadable { path, .. }
        | CertifyError::Network(ReadError::Io { path, .. }) => path == wanted,
        _ => false,
    };
    assert!(is_named(refused(&net, &csv), &net));
    assert!(is_named(refused(&net.with_extension("net"), &csv), &net.with_extension("net")));
    fs::write(&net, network(NAMES)).unwrap();
    assert!(is_named(refused(&net, &csv), &csv));
    assert!(is_named(refused(&net, folder.path()), folder.path()));
    fs::write(&net, b"\xff").unwrap();
    assert!(is_named(refused(&net, &csv), &net));
}

#[test]
fn files_that_are_no_networks_are_refused() {
    let whole = network(NAMES);
    let truncated = check_with(&whole[..whole.len() - 9], "", false).unwrap_err();
    assert!(matches!(truncated, CertifyError::Network(ReadError::Json { .. })), "{truncated}");
    let number = whole.replacen("\"1\"", "\"1.0\"", 1);
    let number = check_with(number, "", false).unwrap_err();
    assert!(matches!(number, CertifyError::Network(ReadError::Json { .. })), "{number}");

    let (maps, notes) = json::decode(&whole).unwrap();
    let whole = binary::encode(&maps, &notes).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net");
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        let error = certify(&path, &path, Options::default(), &|| ()).unwrap_err();
        assert!(
            matches!(error, CertifyError::Network(ReadError::Binary { .. })),
            "{length} bytes: {error}"
        );
    }
}

#[test]
fn networks_that_do_not_say_what_their_outputs_mean_are_refused() {
    let note = |notes: &str| match refused(notes, "x,label\n0,red\n") {
        CertifyError::Note { note, .. } => note,
        error => panic!("{error}"),
    };
    assert_eq!(note("{}"), "labels");
    assert_eq!(note(r#"{"feature columns": "x", "labels": ["red"]}"#), "feature columns");
    assert_eq!(note(r#"{"label column": "label"}"#), "labels");
    assert_eq!(note(r#"{"label column": "label", "labels": "[\"red\"]"}"#), "labels");
    assert_eq!(note(r#"{"label column": "label", "labels": [0, 1]}"#), "labels");
    assert_eq!(note(r#"{"label column": "label", "epsilon": "0,5"}"#), "epsilon");
    assert_eq!(note(r#"{"label column": "label", "epsilon": "1/0"}"#), "epsilon");
    assert_eq!(note(r#"{"label column": "label", "epsilon": "-1/4"}"#), "epsilon");
    assert_eq!(note(r#"{"label column": "label", "epsilon": "9", "labels": ["red"]}"#), "epsilon");
    assert_eq!(note(r#"{"label column": "label", "labels": null}"#), "labels");
    // A misspelt note would change what the others mean.
    let misspelt = refused(r#"{"lable column": "x", "labels": ["red"]}"#, "x,label\n0,red\n");
    assert!(matches!(misspelt, CertifyError::Network(ReadError::Json { .. })), "{misspelt}");
}

#[test]
fn columns_are_those_of_the_notes_and_by_default_the_last_is_the_label() {
    let labels = r#""labels": ["red", "green"]"#;
    let notes = |more: &str| format!("{{{more}{labels}}}");
    assert!(holds(&notes(""), "x,any\n0,red\n1,green\n"));
    assert!(!holds(&notes(""), "x,any\n0,green\n1,green\n"));
    assert!(holds(&notes(r#""label column": "1", "#), "any,x\nred,0\ngreen,1\n"));
    assert!(holds(&notes(r#""feature columns": ["x"], "#), "x,z,any\n0,7,red\n1,8,green\n"));
    assert!(holds(&notes(r#""feature columns": ["2"], "#), "z,x,any\n7,0,red\n8,1,green\n"));
    let error = refused(&notes(r#""label column": "3", "#), "x,any\n0,red\n");
    assert!(matches!(error, CertifyError::Label { found: 0, .. }), "{error}");
}

#[test]
fn files_that_are_not_csv_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let net = folder.path().join("net.json");
    fs::write(&net, network(NAMES)).unwrap();
    for (name, content, expected) in [
        ("data.npy", &b"x,label\n0,red\n"[..], "NPY"),
        ("data.csv", b"\x93NUMPY", "NPY"),
        ("data.npz", b"", "a zip archive"),
        ("data", b"PK\x03\x04", "a zip archive"),
        ("data.PARQUET", b"", "Parquet"),
        ("data", b"PAR1", "Parquet"),
        ("data.tsv", b"", "TSV"),
        ("data.svm", b"", "LIBSVM"),
        ("data.csv", b"\x1f\x8b\x08", "gzip"),
    ] {
        let data = folder.path().join(name);
        fs::write(&data, content).unwrap();
        match certify(&net, &data, Options::default(), &|| ()).unwrap_err() {
            CertifyError::Format { format, .. } => assert_eq!(format, expected, "{name}"),
            error => panic!("{name}: {error}"),
        }
    }
}

#[test]
fn networks_with_several_outputs_are_refused() {
    let row = r#"{"weights": [[0, "1"]], "bias": "0"}"#;
    let two = network(NAMES).replacen(&format!("[{row}]"), &format!("[{row}, {row}]"), 2);
    // The second map would read one of two inputs.
    let error = check_with(two, "x,label\n0,red\n", false).unwrap_err();
    assert!(matches!(error, CertifyError::Outputs { outputs: 2, .. }), "{error}");
}

#[test]
fn data_that_do_not_fit_are_refused() {
    let label = |data: &str| match refused(NAMES, data) {
        CertifyError::Label { column, found, .. } => (column, found),
        error => panic!("{error}"),
    };
    assert_eq!(label("x,colour\n0,red\n"), ("label".to_owned(), 0));
    assert_eq!(label("label,label\n0,red\n"), ("label".to_owned(), 2));

    let features = |data: &str| match refused(NAMES, data) {
        CertifyError::Features { found, wanted, .. } => (found, wanted),
        error => panic!("{error}"),
    };
    assert_eq!(features("label\nred\n"), (0, 1));
    assert_eq!(features("x,y,label\n0,0,red\n"), (2, 1));

    let ragged = |data: &str| match refused(NAMES, data) {
        CertifyError::Ragged { line, found, wanted, .. } => (line, found, wanted),
        error => panic!("{error}"),
    };
    assert_eq!(ragged("x,label\n0,red\n1\n"), (3, 1, 2));
    assert_eq!(ragged("x,label\r\n0,red\r\n\r\n1,green,\r\n"), (4, 3, 2));

    for data in ["", "\n\n", "x,label", "x,label\n\n"] {
        let error = refused(NAMES, data);
        assert!(matches!(error, CertifyError::Empty { .. }), "{data:?}: {error}");
    }
    let error = refused(NAMES, b"x,label\n0,red\n1,gr\xfcn\n");
    assert!(matches!(error, CertifyError::NotUtf8 { line: 3, .. }), "{error}");
}

#[test]
fn coordinates_that_are_no_decimal_numbers_are_refused() {
    let texts = [
        "",
        "NaN",
        "inf",
        "-Infinity",
        "0x10",
        "1,5",
        "1e",
        "e5",
        ".",
        "--1",
        "+-1",
        "1_000",
        "1/2",
        "1e5001",
        "1e-2147483648",
        "1e99999999999",
        "１",
    ];
    for text in texts {
        match refused(NAMES, format!("x,label\n0,red\n\"{text}\",red\n")) {
            CertifyError::Number { line: 3, column, found, .. } => {
                assert_eq!((column.as_str(), found.as_str()), ("x", text));
            }
            error => panic!("{text}: {error}"),
        }
    }
    match refused(NAMES, format!("x,label\n{},red\n", "x".repeat(100))) {
        CertifyError::Number { found, .. } => assert_eq!(found, "x".repeat(40)),
        error => panic!("{error}"),
    }
}

#[test]
fn values_without_bound_are_refused() {
    // Each of 40 layers multiplies by 2^(2^20).
    let map = r#"[{"weights": [[0, "0x1p1048576"]], "bias": "0"}], "#;
    let network = network(NAMES).replace("\"maps\": [", &format!("\"maps\": [{}", map.repeat(40)));
    let data = "x,label\n0,red\n1,green\n";
    match check_with(&network, data, false).unwrap_err() {
        CertifyError::TooLong { map, line, .. } => assert_eq!((map, line), (15, 3)),
        error => panic!("{error}"),
    }
    let denominators = network.replace("p1048576", "p-1048576");
    match check_with(&denominators, data, false).unwrap_err() {
        CertifyError::TooLong { map, line, .. } => assert_eq!((map, line), (15, 3)),
        error => panic!("{error}"),
    }
}
