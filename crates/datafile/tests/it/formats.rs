//! Every format but Parquet: the same data are the same table, and numbers are exactly those written.

use datafile::{
    Format, ReadOptions, ReadProblem, UnknownFormat, read_points,
    write::{self, WriteError},
};
use dataset::synthetic::{Recipe, Shape};
use proptest::prelude::*;
use rug::{Integer, Rational};

use crate::common::*;

/// The doubles in most of NumPy's files here, as exact decimals or fractions, and their labels.
fn expected() -> [[Rational; 3]; 4] {
    let fraction = |text: &str| Rational::from(Rational::parse(text).unwrap());
    [
        // 0.1 and 0.001 are not these decimals, but the binary fractions next to them.
        [fraction("3602879701896397/36028797018963968"), fraction("-5/2"), fraction("3")],
        [fraction("1152921504606847/1152921504606846976"), fraction("1024"), fraction("0")],
        [Rational::from(1) >> 1074, fraction("6004799503160661/18014398509481984"), fraction("7")],
        [fraction("-3/2"), fraction("1/4"), fraction("9007199254740992")],
    ]
}

#[test]
fn doubles_are_exactly_the_binary_fractions_that_they_are() {
    for name in ["c_f8.npy", "fortran_big_f8.npy", "three.npy"] {
        let table = read(name, fixture(name)).unwrap();
        for (row, point) in expected().iter().enumerate() {
            assert_eq!(table.points().point(row), point, "{name}, row {row}");
        }
        assert_eq!(labels(&table), ["1", "0", "2", "1"], "{name}");
        assert_eq!(table.rows(), [1, 2, 3, 4]);
    }
    let tenth =
        read("t.csv", "x,c\n0.1,a\n0.1000000000000000055511151231257827021181583404541015625,b\n");
    let tenth = tenth.unwrap();
    assert_eq!(tenth.points().point(0), [Rational::from((1, 10))]);
    assert_eq!(tenth.points().point(1)[..], expected()[0][..1]);
}

#[test]
fn numbers_of_every_type_are_exact() {
    let values = |name: &str| {
        let table = read(name, fixture(name)).unwrap();
        let numbers = (0..table.points().len()).flat_map(|row| table.points().point(row));
        (numbers.collect::<Vec<_>>(), labels(&table).join(" "))
    };
    let one = |numbers: [i128; 4]| numbers.map(|n| Rational::from(Integer::from(n))).to_vec();
    let (low, high) = (i128::from(i64::MIN), i128::from(i64::MAX));
    // None of these is a double.
    assert_eq!(values("i8.npy"), (one([(1 << 62) + 1, low, high, 5]), "0 1".to_owned()));
    assert_eq!(values("u8.npy"), (one([(1 << 64) - 1, 5, 1 << 63, 6]), "0 1".to_owned()));
    assert_eq!(values("big_i2.npy"), (one([-300, 5, 7, 6]), "0 1".to_owned()));
    assert_eq!(values("bool.npy"), (one([1, 0, 0, 0]), "1 0".to_owned()));
    assert_eq!(values("f4.npy").0[0], Rational::from((13_421_773, 134_217_728)));
    assert_eq!(values("f2.npy").0[0], Rational::from((819, 8192)));
}

#[test]
fn archives_hold_features_and_labels_apart() {
    for (name, last) in [("texts.npz", "ünï"), ("packed.npz", "x")] {
        let table = read(name, fixture(name)).unwrap();
        assert_eq!(labels(&table), ["low", "high", last, "low"]);
        assert!((0..4).all(|row| table.points().point(row) == expected()[row]));
        let some = read_with(name, fixture(name), &columns(&["3", "1"])).unwrap();
        assert_eq!(some.points().point(3), [Rational::from(1_u64 << 53), (-3, 2).into()]);
    }
    // Arrays of other names, and pictures as points, stored in Fortran order.
    let options = ReadOptions { label: Some("y_train".to_owned()), ..columns(&["x_train"]) };
    let images = read_with("images.npz", fixture("images.npz"), &options).unwrap();
    assert!(images.points().all_numerators().iter().eq((0..24).collect::<Vec<_>>().iter()));
    assert_eq!((images.points().dimension(), labels(&images)), (12, vec!["3", "1"]));
}

#[test]
fn sparse_rows_have_zeros_where_nothing_is_given() {
    let text = "+1 1:0.5 3:-2 # comment\r\n\r\n# nothing\n-1 2:1e-1\n+1\n";
    let table = read("t.svm", text).unwrap();
    let same = read("t.csv", "a,b,c,l\n0.5,0,-2,+1\n0,0.1,0,-1\n0,0,0,+1\n").unwrap();
    assert_eq!(table.points(), same.points());
    assert_eq!((labels(&table), table.rows()), (labels(&same), &[1, 4, 5][..]));
    let wider = ReadOptions { features: Some(5), ..options() };
    assert_eq!(read_with("t.libsvm", text, &wider).unwrap().points().dimension(), 5);
    let chosen = read_with("t.svmlight", text, &columns(&["3", "1"])).unwrap();
    assert_eq!(chosen.points().all_numerators(), [-4, 1, 0, 0, 0, 0]);
}

#[test]
fn integral_labels_are_named_by_their_digits() {
    let names = |file: &str, text: &str| dataset(read(file, text).unwrap()).label_names().to_vec();
    assert_eq!(names("t.csv", "x,c\n1,1.0\n2,0e0\n3,+2\n"), ["0", "1", "2"]);
    // Texts of digits stay as they are, and so do numbers that are no integers.
    assert_eq!(names("t.csv", "x,c\n1,007\n2,010\n"), ["007", "010"]);
    assert_eq!(names("t.csv", "x,c\n1,0.50\n2,1.5\n"), ["0.50", "1.5"]);
}

#[test]
fn columns_are_chosen_by_name_or_number() {
    let text = "a,2,b,c\n1,5,9,x\n3,7,8,y\n";
    let points = |options: &ReadOptions| {
        let table = read_with("t.csv", text, options).unwrap();
        let labels = labels(&table).join(" ");
        (
            table.points().all_numerators().iter().map(|n| n.to_u32().unwrap()).collect::<Vec<_>>(),
            labels,
        )
    };
    assert_eq!(points(&columns(&["b", "a"])), (vec![9, 1, 8, 3], "x y".to_owned()));
    // `2` is a name first.
    assert_eq!(points(&columns(&["2", "1"])), (vec![5, 1, 7, 3], "x y".to_owned()));
    let other = ReadOptions { columns: columns(&["2", "b"]).columns, ..label("1") };
    assert_eq!(points(&other), (vec![5, 9, 7, 8], "1 3".to_owned()));
    let first = ReadOptions { limit: Some(1), ..columns(&["a"]) };
    assert_eq!(points(&first), (vec![1], "x".to_owned()));
    // What stands behind the limit is not looked at.
    assert!(
        read_with("t.csv", format!("{text}broken"), &ReadOptions { limit: Some(2), ..options() })
            .is_ok()
    );
    let limited = ReadOptions { limit: Some(2), ..options() };
    for name in ["c_f8.npy", "fortran_big_f8.npy", "texts.npz"] {
        let table = read_with(name, fixture(name), &limited).unwrap();
        assert_eq!((table.points().len(), table.points().point(1)), (2, expected()[1].to_vec()));
    }
}

#[test]
fn formats_are_known_by_extension() {
    let of = |name: &str| Format::of(name);
    assert_eq!(of("a/b.CSV"), Some(Format::Csv));
    assert_eq!([of("x.tsv"), of("x.tab"), of("x.tsv.gz")], [Some(Format::Tsv); 3]);
    assert_eq!([of("x.parquet"), of("x.pq")], [Some(Format::Parquet); 2]);
    assert_eq!([of("x.svm.gz"), of("x.libsvm"), of("x.svmlight")], [Some(Format::Libsvm); 3]);
    assert_eq!([of("-"), of("x"), of("x.txt"), of("x.gz"), of(".gz")], [None; 5]);
    for format in Format::ALL {
        assert_eq!(format.name().parse(), Ok(format));
    }
    let unknown = "xls".parse::<Format>().unwrap_err();
    assert_eq!(unknown, UnknownFormat { name: "xls".to_owned() });
    let known = Format::ALL.map(Format::name);
    assert!(known.iter().all(|name| unknown.to_string().contains(name)), "{unknown}");
}

/// The same data in every format but Parquet.
fn in_every_format(data: &dataset::Dataset) -> Vec<(&'static str, Vec<u8>)> {
    let mut files = vec![("t.csv", Vec::new()), ("t.tsv", Vec::new())];
    write::csv(data, &mut files[0].1).unwrap();
    write::tsv(data, &mut files[1].1).unwrap();
    let (mut array, mut archive) = (Vec::new(), Vec::new());
    write::npy(data, &mut array).unwrap();
    write::npz(data, &mut archive).unwrap();
    // The lines of the CSV file, but label first and `index:value`.
    let text = String::from_utf8(files[0].1.clone()).unwrap();
    let sparse = text.lines().skip(1).map(|line| {
        let (features, label) = line.rsplit_once(',').unwrap();
        let pairs = (1..).zip(features.split(',')).filter(|(_, value)| *value != "0");
        pairs.fold(label.to_owned(), |line, (index, value)| format!("{line} {index}:{value}"))
            + "\n"
    });
    let sparse: String = sparse.collect();
    let packed = [gzip(text.as_bytes()), gzip(&files[1].1), gzip(sparse.as_bytes())];
    files.extend([("t.npy", array), ("t.npz", archive), ("t.libsvm", sparse.into_bytes())]);
    files.extend(["t.csv.gz", "t.tsv.gz", "t.svm.gz"].into_iter().zip(packed));
    files
}

proptest! {
    #[test]
    fn the_same_data_are_the_same_in_every_format(
        seed in any::<u64>(), dimension in 1_usize..=4, separation in 4_u32..=50,
        shape in prop::sample::select(vec![Shape::Uniform, Shape::Tight, Shape::Clustered]),
    ) {
        let recipe = Recipe { points: 12, dimension, classes: 3, separation, seed, shape };
        let data = recipe.dataset().unwrap();
        for (name, bytes) in in_every_format(&data) {
            let options = ReadOptions { features: Some(dimension), ..options() };
            let again = dataset(read_with(name, bytes, &options).unwrap());
            assert_same(&again, &data, name);
        }
    }
}

#[test]
fn points_are_read_with_and_without_the_label_column() {
    let folder = std::env::temp_dir().join(format!("memorelu-points-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let points = |name: &str, bytes: &[u8], features, label: Option<&str>| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let options = ReadOptions {
            label: label.map(str::to_owned),
            features: Some(features),
            ..ReadOptions::default()
        };
        read_points(&path, &options).map_err(|error| error.problem)
    };
    let numerators = |name: &str, bytes: &[u8], features, label| {
        let read = points(name, bytes, features, label).unwrap();
        (
            read.points.all_numerators().iter().map(|n| n.to_i32().unwrap()).collect::<Vec<_>>(),
            read.label,
        )
    };
    let kind = Some("kind".to_owned());
    // Equal points stay, and labels may be missing or of any kind.
    assert_eq!(numerators("t.csv", b"x,y\n1,2\n1,2\n", 2, None), (vec![1, 2, 1, 2], None));
    assert_eq!(numerators("t.csv", b"x,y,kind\n1,2,a\n", 2, None), (vec![1, 2], kind.clone()));
    assert_eq!(
        numerators("t.csv", b"x,kind,y\n1,,2\n", 2, Some("kind")),
        (vec![1, 2], kind.clone())
    );
    assert_eq!(numerators("t.csv", b"x,kind,y\n1,a,2\n", 2, Some("2")), (vec![1, 2], kind));
    assert_eq!(numerators("t.csv", b"x,y\n1,2\n", 2, Some("2")), (vec![1, 2], None));
    assert_eq!(numerators("t.csv", b"x\n5\n", 1, Some("kind")), (vec![5], None));
    let array = npy("|i1", false, "(2, 3)", &[1, 2, 3, 4, 5, 6]);
    assert_eq!(numerators("t.npy", &array, 2, None), (vec![1, 2, 4, 5], None));
    assert_eq!(numerators("t.npy", &array, 3, None).0, [1, 2, 3, 4, 5, 6]);
    assert_eq!(numerators("t.npz", &zip(&[("X.npy", &array)]), 3, None).0, [1, 2, 3, 4, 5, 6]);
    assert_eq!(numerators("t.svm", b"1:4\n9 2:5\n", 3, None).0, [4, 0, 0, 0, 5, 0]);
    let error = points("t.csv", b"x\nfive\n", 1, None).unwrap_err();
    assert!(matches!(error, ReadProblem::Value { .. }), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn labels_are_written_as_integers_or_texts() {
    let written = |labels: &[&str]| {
        let mut bytes = Vec::new();
        write::labels(labels, &mut bytes).unwrap();
        assert_eq!(bytes.iter().position(|c| *c == b'\n').unwrap() % 64, 63);
        bytes
    };
    let features = npy("|i1", false, "(3, 1)", &[1, 2, 3]);
    for list in [["7", "-1", "7"], ["a", "ünï", "1"], ["01", "1", "2"], ["1/2", "0", "9"]] {
        let archive = zip(&[("X.npy", &features), ("y.npy", &written(&list))]);
        assert_eq!(labels(&read("t.npz", archive).unwrap()), list);
    }
    let head = |labels: &[&str]| String::from_utf8_lossy(&written(labels)[10..]).into_owned();
    assert!(
        head(&["7", "-1"]).starts_with("{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }")
    );
    assert!(head(&["7", "ab"]).starts_with("{'descr': '<U2'"));
}

#[test]
fn npy_write_rejects_what_is_no_double() {
    let of = |text: &str| dataset(read("t.csv", text).unwrap());
    let inexact = |text| match write::npy(&of(text), Vec::new()).unwrap_err() {
        WriteError::Inexact { row, column } => (row, column),
        error => panic!("{error}"),
    };
    assert_eq!(inexact("x,y,c\n1,2,0\n3,0.1,1\n"), (2, 2));
    assert_eq!(inexact("x,y,c\n1,9007199254740993,0\n3,5,1\n"), (1, 2));
    assert_eq!(inexact("x,c\n1e400,0\n3,1\n"), (1, 1));
    let named = of("x,c\n1,a\n2,b\n");
    assert!(matches!(write::npy(&named, Vec::new()), Err(WriteError::Label { .. })));
    assert!(write::npz(&named, Vec::new()).is_ok());
    let full = write::npz(&named, &mut [0; 3][..]);
    assert!(matches!(full, Err(WriteError::Unwritable(_))));
}
