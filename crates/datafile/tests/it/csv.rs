//! CSV files: the real ones, round trips, and one file for each way to be wrong.

use std::{
    io::{self, ErrorKind, Read},
    path::Path,
};

use datafile::{
    Column, Place, ReadOptions, ReadProblem,
    write::{self, WriteError},
};
use dataset::{
    Conflicts, DataError, Dataset, Labels, Points, Table,
    decimal::DecimalError,
    synthetic::{Recipe, Shape},
};
use proptest::prelude::*;
use rug::{Integer, Rational};

fn read(text: impl AsRef<[u8]>) -> Result<Table, ReadProblem> {
    labelled(text, None)
}

fn labelled(text: impl AsRef<[u8]>, label: Option<&str>) -> Result<Table, ReadProblem> {
    let options = ReadOptions { label: label.map(str::to_owned), ..ReadOptions::default() };
    datafile::read_from(text.as_ref(), "t.csv", &options).map_err(|error| {
        assert_eq!(error.to_string(), format!("t.csv: {}", error.problem));
        error.problem
    })
}

fn rejected(text: impl AsRef<[u8]>) -> ReadProblem {
    read(text).unwrap_err()
}

fn data(file: &str, label: Option<&str>) -> Dataset {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(file);
    let options = ReadOptions { label: label.map(str::to_owned), ..ReadOptions::default() };
    datafile::read_dataset(path, &options, Conflicts::Reject).unwrap()
}

#[test]
fn csv_reads_digits() {
    let digits = data("digits.csv", None);
    assert_eq!((digits.len(), digits.dimension(), digits.classes()), (1797, 64, 10));
    assert_eq!((digits.merged(), digits.overruled(), digits.source_row(1796)), (0, 0, 1798));
    assert_eq!(digits.denominator(), &1);
    assert_eq!(digits.radius_squared(), 5913);
    assert!(digits.label_names().iter().eq(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]));
    let sum: Integer = digits.all_numerators().iter().sum();
    assert_eq!(sum, 561_718);
    assert_eq!(digits, data("digits.csv", Some("digit")));
}

#[test]
fn csv_reads_iris() {
    let iris = data("iris.csv", Some("species"));
    assert_eq!((iris.len(), iris.dimension(), iris.classes()), (149, 4, 3));
    assert_eq!((iris.merged(), iris.overruled()), (1, 0));
    assert_eq!(iris.denominator(), &10);
    assert_eq!(iris.label_names(), ["setosa", "versicolor", "virginica"]);
    assert_eq!((iris.source_row(0), iris.source_row(148)), (2, 151));
    assert_eq!(iris.point(0), [(51, 10), (35, 10), (14, 10), (2, 10)].map(Rational::from));
}

#[test]
fn csv_tolerates_what_does_not_matter() {
    let plain = read("a,b,c\n1,2,x\n3,4,y\n").unwrap();
    let same = [
        "\u{feff}a,b,c\n1,2,x\n3,4,y\n",
        " a , b ,\tc\n 1, 2 ,x \n3,4,y",
        "a,b,c\r\n1,2,x\r\n3,4,y\r\n",
        "\"a\",b,c\n\"1\",+2.00,\"x\"\n0.3e1,40E-1,y\n",
        "\u{feff}\"a\",b,c\n1,2,x\n3,4,y\n\n\n",
    ];
    for text in same {
        let table = read(text).unwrap();
        assert_eq!(table, plain, "{text:?}");
    }
    assert_eq!(labelled("c,a,b\nx,1,2\ny,3,4\n", Some(" c ")).unwrap(), plain);
    assert_eq!(labelled("a,c,b\n1,x,2\n3,y,4\n", Some("c")).unwrap(), plain);
}

#[test]
fn csv_rows_are_lines_of_the_file() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a,c", "1,x", "", "", "2,\"y", "z\"", "3,x", ""].join(end);
        let table = read(text).unwrap();
        assert_eq!(table.rows(), [2, 5, 7], "{end:?}");
        assert_eq!(table.label(1), format!("y{end}z"));
        let text = ["", "a,c", "1,x", "", "nan,x"].join(end);
        assert!(matches!(rejected(text), ReadProblem::Value { at: Place::Line(5), .. }), "{end:?}");
    }
}

#[test]
fn csv_rejects_empty_files() {
    for text in ["", "\n\n", "\r\n", "\u{feff}"] {
        assert_eq!(rejected(text), ReadProblem::Empty, "{text:?}");
    }
    for text in ["a,b", "a,b\n", "a,b\r\n\r\n"] {
        assert_eq!(rejected(text), ReadProblem::HeaderOnly, "{text:?}");
    }
}

#[test]
fn csv_rejects_wrong_headers() {
    assert_eq!(rejected("a\n1\n"), ReadProblem::NoFeature { column: Column::Name("a".into()) });
    assert_eq!(
        rejected("a;b;c\n1;2;x\n"),
        ReadProblem::NoFeature { column: Column::Name("a;b;c".into()) }
    );
    assert_eq!(rejected("\"\"\n1\n"), ReadProblem::Unnamed { column: 1 });
    assert_eq!(rejected("a,,c\n1,2,x\n"), ReadProblem::Unnamed { column: 2 });
    assert_eq!(rejected(",a,c\n0,2,x\n"), ReadProblem::Unnamed { column: 1 });
    let duplicate = ReadProblem::Duplicate { name: "a".into(), first: 1, second: 3 };
    assert_eq!(rejected("a,b, a\n1,2,x\n"), duplicate);
    assert_eq!(
        duplicate.to_string(),
        "columns 1 and 3 are both named `a`; rename one of them, or add a header row if the first \
         line is data"
    );
    let unknown = labelled("a,b\n1,x\n", Some("kind")).unwrap_err();
    assert_eq!(
        unknown,
        ReadProblem::UnknownColumn { wanted: "kind".into(), known: "`a`, `b`".into() }
    );
    let many: Vec<_> = (0..100).map(|i| format!("c{i}")).collect();
    let message = labelled(many.join(","), Some("kind")).unwrap_err().to_string();
    assert!(message.ends_with("`c18`, `c19`, 80 more"), "{message}");
}

#[test]
fn csv_rejects_ragged_rows() {
    let ragged = |line, found| ReadProblem::Ragged { at: Place::Line(line), found, expected: 3 };
    assert_eq!(rejected("a,b,c\n1,2,x\n1,2\n"), ragged(3, 2));
    assert_eq!(rejected("a,b,c\n1,2,x,4\n"), ragged(2, 4));
    assert_eq!(rejected("a,b,c\n\n1,2,x\n   \n"), ragged(4, 1));
}

#[test]
fn csv_rejects_missing_values() {
    let missing = |column: &str| {
        let (at, column) = (Place::Line(3), Column::Name(column.into()));
        ReadProblem::Missing { at, column }
    };
    assert_eq!(rejected("a,b,c\n1,2,x\n1,,y\n"), missing("b"));
    assert_eq!(rejected("a,b,c\n1,2,x\n  ,2,y\n"), missing("a"));
    assert_eq!(rejected("a,b,c\n1,2,x\n1,2,\n"), missing("c"));
    assert_eq!(
        missing("b").to_string(),
        "line 3, column `b`: the value is missing; fill it in or remove the row"
    );
}

#[test]
fn csv_rejects_values_that_are_no_numbers() {
    let cases = [
        ("NaN", DecimalError::NotFinite),
        ("-inf", DecimalError::NotFinite),
        ("0x1F", DecimalError::Spelling),
        ("high", DecimalError::Spelling),
        ("1e5000", DecimalError::Exponent { exponent: 5000 }),
    ];
    for (found, reason) in cases {
        let (at, column, found) = (Place::Line(3), Column::Name("b".into()), found.to_owned());
        let expected = ReadProblem::Value { at, column, found: found.clone(), reason };
        assert_eq!(rejected(format!("a,b,c\n1,2,x\n1,{found},y\n")), expected);
        // The label may stand anywhere.
        let text = format!("a,c,b\n1,x,2\n1,y,{found}\n");
        assert_eq!(labelled(text, Some("c")).unwrap_err(), expected);
    }
    let message = rejected("a,b,c\n1,2,x\n1,high,y\n").to_string();
    assert_eq!(
        message,
        "line 3, column `b`: found `high`: expected a decimal number such as -1.5e3; correct it or \
         remove the row or column"
    );
    // Long texts are cut.
    let message = rejected(format!("a,c\n{},x\n", "é".repeat(10_000))).to_string();
    assert!(message.len() < 300, "{message}");
}

#[test]
fn csv_rejects_bytes_that_are_no_text() {
    assert_eq!(rejected(b"a,\xff\n1,x\n"), ReadProblem::NotUtf8 { at: Place::Line(1) });
    assert_eq!(rejected(b"a,b\n1,x\n\xe9,x\n"), ReadProblem::NotUtf8 { at: Place::Line(3) });
    assert_eq!(rejected(b"a,b\n1,caf\xe9\n"), ReadProblem::NotUtf8 { at: Place::Line(2) });
    let utf16: Vec<u8> = "\u{feff}a,b\n1,x\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(rejected(utf16), ReadProblem::NotUtf8 { at: Place::Line(1) });
}

#[test]
fn csv_rejects_files_that_cannot_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let error = datafile::read(folder.join("none.csv"), &ReadOptions::default()).unwrap_err();
    assert_eq!(error.problem, ReadProblem::Unreadable(ErrorKind::NotFound));
    assert!(
        error.to_string().ends_with("none.csv: cannot be read: there is no such file"),
        "{error}"
    );
    let error = datafile::read(folder, &ReadOptions::default()).unwrap_err();
    assert_eq!(error.problem, ReadProblem::Unreadable(ErrorKind::IsADirectory));

    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(ErrorKind::TimedOut.into())
        }
    }
    let broken = b"a,b\n1,x\n".chain(Broken);
    let error = datafile::read_from(broken, "pipe", &ReadOptions::default()).unwrap_err();
    assert_eq!(error.problem, ReadProblem::Unreadable(ErrorKind::TimedOut));
}

#[test]
fn csv_rejects_numbers_too_far_apart() {
    // 3.6 MB of text that would be more than 1 GiB of numerators.
    let mut text = String::from("c,b,a\nx,0,1\ny,1e-4096,0\n");
    for _ in 0..330_000 {
        text.push_str("x,0,1e4096\n");
    }
    let problem = labelled(&text, Some("c")).unwrap_err();
    assert_eq!(
        problem,
        ReadProblem::TooLong { at: Place::Line(3), column: Column::Name("b".into()) }
    );
    // A few such numbers are no problem.
    let table = read("a,c\n1e-4096,x\n1e4096,y\n0,x\n").unwrap();
    assert_eq!(table.points().all_numerators()[1], Integer::from(Integer::u_pow_u(10, 8192)));
}

#[test]
fn csv_names_the_file_when_the_rows_make_no_dataset() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/iris.csv");
    let options = ReadOptions { label: Some("petal_width".into()), ..ReadOptions::default() };
    let error = datafile::read_dataset(&path, &options, Conflicts::Reject).unwrap_err();
    // `species` is a column of names now, and no coordinate.
    assert!(matches!(error.problem, ReadProblem::Value { at: Place::Line(2), .. }), "{error}");
    let error =
        datafile::read_regression(&path, &ReadOptions::default(), Conflicts::Reject).unwrap_err();
    let target = DataError::Target { row: 2, found: "setosa".into() };
    assert_eq!(error.problem, ReadProblem::Data(target));
    assert!(error.to_string().contains("iris.csv: row 2: the target `setosa` is not"), "{error}");
}

#[test]
fn csv_write_rejects_what_has_no_decimal_form() {
    let points = Points::new(1, 12.into(), vec![1.into(), 2.into()]).unwrap();
    let table = Table::new(points, Labels::numbered([0, 1]), vec![1, 2]).unwrap();
    let data = Dataset::classify(table, Conflicts::Reject).unwrap();
    assert_eq!(write::csv(&data, Vec::new()), Err(WriteError::NotDecimal { bits: 4 }));
    let full = Err(WriteError::Unwritable(ErrorKind::WriteZero));
    assert_eq!(write::csv(&data_of("x,c\n1,a\n2,b\n"), &mut [0; 3][..]), full);
    // More than the writer keeps before it writes.
    let rows: String = (0..10_000).map(|i| format!("{i},{}\n", i % 2)).collect();
    assert_eq!(write::csv(&data_of(&format!("x,c\n{rows}")), &mut [0; 3][..]), full);
}

fn data_of(text: &str) -> Dataset {
    Dataset::classify(read(text).unwrap(), Conflicts::Reject).unwrap()
}

#[test]
fn csv_write_value_is_exact_and_short() {
    let data = data_of("a,b,c\n-0.050,1e3,\"x,y\"\n-12.5,0,z\n");
    let mut text = Vec::new();
    write::csv(&data, &mut text).unwrap();
    let expected = "x1,x2,label\n-0.05,1000,\"x,y\"\n-12.5,0,z\n";
    assert_eq!(String::from_utf8(text).unwrap(), expected);
}

proptest! {
    #[test]
    fn csv_round_trip_keeps_everything(
        seed in any::<u64>(), dimension in 1_usize..=4, separation in 4_u32..=150,
        shape in prop::sample::select(vec![Shape::Uniform, Shape::Tight, Shape::Line]),
    ) {
        let recipe = Recipe { points: 12, dimension, classes: 3, separation, seed, shape };
        let data = recipe.dataset().unwrap();
        let mut text = Vec::new();
        write::csv(&data, &mut text).unwrap();
        let again = Dataset::classify(read(text).unwrap(), Conflicts::Reject).unwrap();
        prop_assert_eq!(again.points(), data.points());
        prop_assert_eq!(again.labels(), data.labels());
        prop_assert_eq!(again.label_names(), data.label_names());
        prop_assert_eq!(again.source_row(11), 13);
    }

    #[test]
    fn csv_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let _ = read(bytes);
    }

    #[test]
    fn csv_never_panics_on_likely_characters(text in "[ab,\n\r\" 0-9.eE+-]{0,60}") {
        if let Ok(table) = read(text) {
            let _ = Dataset::classify(table, Conflicts::Majority);
        }
    }
}
