//! One file for each way to be wrong, in every format but Parquet, with its message.

use std::collections::BTreeMap;

use datafile::{Format, LibsvmError, NpyError, ReadOptions, ReadProblem};

use crate::common::*;

#[test]
fn what_is_refused_says_where_and_what_to_do() {
    let nan = [[0, 0, 0x80, 0x3f], [0, 0, 0xc0, 0x7f], [0, 0, 0x80, 0xff], [0; 4]].concat();
    let numbers = npy("<f4", false, "(2, 2)", &nan[..]);
    let two = npy("|u1", false, "(2,)", &[0, 1]);
    let three = npy("|u1", false, "(3,)", &[0, 1, 2]);
    let ok = npy("|u1", false, "(2, 2)", &[0, 1, 2, 3]);
    let head = |head: &str| npy_with_header(head, &[0; 64]);
    let mut cases = BTreeMap::new();
    let mut case = |name: &'static str, file: &str, bytes: &[u8], options: &ReadOptions| {
        let problem = read_with(file, bytes, options).unwrap_err();
        cases.insert(name, problem.to_string());
    };
    let plain = &options();
    case("another format", "t.csv", &ok, plain);
    case("a zip archive", "t.csv", b"PK\x03\x04", plain);
    case("gzip of an array", "t.npy", &gzip(&ok), plain);
    case("gzip that is damaged", "t.csv", &gzip(b"a,b\n1,2\n")[..15], plain);
    case("gzip bomb", "t.csv", &gzip(&vec![b'1'; 80 << 20]), plain);
    case("column that is not there", "t.csv", b"a,b\n1,x\n", &columns(&["a", "3"]));
    case("column number that is not there", "t.npy", &ok, &label("3"));
    case("column twice", "t.csv", b"a,b\n1,x\n", &columns(&["a", "1"]));
    case("label as feature", "t.csv", b"a,b\n1,x\n", &columns(&["a", "b"]));
    case("no row asked for", "t.csv", b"a,b\n1,x\n", &ReadOptions { limit: Some(0), ..options() });

    case("npy: magic", "t.npy", b"a,b\n1,x\n", plain);
    case("npy: empty", "t.npy", b"", plain);
    case("npy: version", "t.npy", b"\x93NUMPY\x04\x00\x00\x00", plain);
    case("npy: header cut short", "t.npy", &ok[..30], plain);
    case("npy: header too long", "t.npy", b"\x93NUMPY\x02\x00\xff\xff\xff\xff{", plain);
    case("npy: no shape", "t.npy", &head("{'descr': '<f8', 'fortran_order': False}"), plain);
    case("npy: no order", "t.npy", &head("{'descr': '<f8', 'shape': (1, 2)}"), plain);
    case("npy: no type", "t.npy", &head("{'fortran_order': False, 'shape': (1, 2)}"), plain);
    case("npy: shape", "t.npy", &npy("<f8", false, "(1, -2)", &[0; 64]), plain);
    case("npy: no axis", "t.npy", &npy("<f8", false, "()", &[0; 64]), plain);
    case("npy: one axis", "t.npy", &three, plain);
    case("npy: no row", "t.npy", &npy("<f8", false, "(0, 3)", &[0; 64]), plain);
    case("npy: overflow", "t.npy", &npy("<f8", false, "(4294967296, 4294967296)", &[0; 64]), plain);
    case("npy: wide", "t.npy", &npy("<f8", false, "(1, 2, 18446744073709551615)", &[0; 64]), plain);
    case("npy: large", "t.npy", &npy("<f8", false, "(99999999, 10)", &[0; 64]), plain);
    case("npy: cut short", "t.npy", &npy("<f8", false, "(1000, 10)", &[0; 64]), plain);
    case("npy: objects", "t.npy", &fixture("object.npy"), plain);
    case("npy: records", "t.npy", &fixture("record.npy"), plain);
    case("npy: complex", "t.npy", &fixture("c8.npy"), plain);
    case("npy: texts", "t.npy", &npy("<U3", false, "(2, 2)", &[0; 64]), plain);
    case("npy: not ascii", "t.npy", &npy("<é", false, "(2, 2)", &[0; 64]), plain);
    case("npy: NaN", "t.npy", &numbers, plain);
    case("npy: infinite label", "t.npy", &numbers, &ReadOptions { limit: Some(1), ..label("2") });

    let archive = |entries: &[(&str, &[u8])]| zip(entries);
    case("npz: damaged", "t.npz", b"PK\x03\x04\x14\0\0\0\x08\0\xff\xfe", plain);
    case("npz: empty", "t.npz", b"", plain);
    case("npz: no X", "t.npz", &archive(&[("a.npy", &ok), ("y.npy", &two)]), plain);
    case("npz: no y", "t.npz", &archive(&[("X.npy", &ok)]), plain);
    case("npz: no such label", "t.npz", &archive(&[("X.npy", &ok), ("y.npy", &two)]), &label("z"));
    case("npz: lengths", "t.npz", &archive(&[("X.npy", &ok), ("y.npy", &three)]), plain);
    case("npz: one-hot", "t.npz", &archive(&[("X.npy", &ok), ("y.npy", &ok)]), plain);
    case("npz: no array", "t.npz", &archive(&[("X.npy", b"x"), ("y.npy", &two)]), plain);
    let text = npy("<U1", false, "(2,)", &[0xff; 8]);
    case("npz: no text", "t.npz", &archive(&[("X.npy", &ok), ("y.npy", &text)]), plain);
    let text = npy("<U1", false, "(2,)", &[0x61, 0, 0, 0, 0, 0, 0, 0]);
    case("npz: label missing", "t.npz", &archive(&[("X.npy", &ok), ("y.npy", &text)]), plain);
    // 64 MiB of zeros that no shape asks for are never unpacked.
    let bomb = [&ok[..], &vec![0; 64 << 20]].concat();
    case(
        "npz: packed texts as features",
        "t.npz",
        &archive(&[("X.npy", &text), ("y.npy", &two)]),
        plain,
    );
    assert!(read("t.npz", archive(&[("X.npy", &bomb), ("y.npy", &two)])).is_ok());

    case("libsvm: empty", "t.svm", b"\n# nothing\n", plain);
    case("libsvm: no label", "t.svm", b"1 1:2\n1:3\n", plain);
    case("libsvm: no value", "t.svm", b"1 1:2\n0 1:\n", plain);
    case("libsvm: no index", "t.svm", b"1 1:2\n0 5\n", plain);
    case("libsvm: a word", "t.svm", b"1 qid:2 1:5\n", plain);
    case("libsvm: zero", "t.svm", b"1 0:2\n", plain);
    case("libsvm: order", "t.svm", b"1 2:2 2:3\n", plain);
    case("libsvm: NaN", "t.svm", b"1 2:nan\n", plain);
    case("libsvm: large", "t.svm", b"1 4000000000:1\n", plain);
    case("libsvm: no features", "t.svm", b"1\n2\n", plain);
    case("libsvm: not text", "t.svm", b"1 1:2\n\xff 1:3\n", plain);
    case("libsvm: label asked for", "t.svm", b"1 1:2\n", &label("1"));
    case("libsvm: no such column", "t.svm", b"1 1:2\n", &columns(&["x"]));
    case("tsv: commas", "t.tsv", b"a,b\n1,x\n", plain);
    insta::assert_yaml_snapshot!(cases);
}

#[test]
fn problems_are_told_apart() {
    let problem = |file: &str, bytes: &[u8]| read(file, bytes).unwrap_err();
    assert_eq!(
        problem("t.tsv", b"\x93NUMPY"),
        ReadProblem::OtherFormat { found: Format::Npy, expected: Format::Tsv }
    );
    assert_eq!(problem("t.npy", &gzip(b"x")), ReadProblem::Packed { format: Format::Npy });
    assert_eq!(problem("t.svm", b"1 0:1"), LibsvmError::Zero { line: 1 }.into());
    assert_eq!(
        problem("t.svm", b"1 1:1\r2 3:1 2:1"),
        LibsvmError::Order { line: 2, index: 2, before: 3 }.into()
    );
    assert_eq!(problem("t.npz", b"x"), ReadProblem::NoMark { expected: Format::Npz });
    let cut = npy("|i1", false, "(2, 2)", &[1, 2, 3]);
    assert_eq!(problem("t.npy", &cut), NpyError::Truncated { expected: 4, found: 3 }.into());
    assert_eq!(
        problem("t.svm", b"1 4294967296:1"),
        ReadProblem::TooMany { rows: 1, features: 1 << 32, limit: 1 << 26 }
    );
    let lonely = zip(&[("X.npy", &npy("|i1", false, "(1, 1)", &[1]))]);
    let missing = problem("t.npz", &lonely);
    assert!(matches!(missing, ReadProblem::NoArray { what: "labels", .. }));
}

#[test]
fn archives_whose_bytes_were_changed_are_refused() {
    let numbers = npy("|u1", false, "(40, 1)", &[7; 40]);
    let whole = stored(&[("X.npy", &numbers), ("y.npy", &numbers)]);
    assert!(read("t.npz", &whole).is_ok());
    // The numbers stand there as they are, and only the checksum tells that one was changed.
    let data = whole.windows(40).position(|bytes| bytes == [7; 40]).unwrap();
    for place in data..data + 40 {
        let mut changed = whole.clone();
        changed[place] = 8;
        assert_eq!(read("t.npz", &changed).unwrap_err(), ReadProblem::Damaged { what: "zip" });
    }
}
