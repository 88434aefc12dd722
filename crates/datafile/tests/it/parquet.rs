//! Parquet: written here and by pyarrow.

use std::{collections::BTreeMap, sync::Arc};

use datafile::{Column, Place, ReadOptions, ReadProblem};
use parquet::{
    basic::Compression,
    column::writer::ColumnWriter,
    data_type::{ByteArray, FixedLenByteArray},
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::parser::parse_message_type,
};
use rug::Rational;

use crate::common::*;

/// One row group: for each column how to write it.
type Write<'a> = &'a dyn Fn(&mut ColumnWriter<'_>);

fn file(schema: &str, groups: &[&[Write<'_>]], compression: Compression) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(&format!("message t {{ {schema} }}")).unwrap());
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
    for columns in groups {
        let mut group = writer.next_row_group().unwrap();
        for write in *columns {
            let mut column = group.next_column().unwrap().unwrap();
            write(column.untyped());
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
    bytes
}

/// Writes a column of this kind; levels only where values may be missing.
macro_rules! column {
    ($kind:ident, $values:expr) => {
        column!($kind, $values, None)
    };
    ($kind:ident, $values:expr, $levels:expr) => {
        &|writer: &mut ColumnWriter<'_>| match writer {
            ColumnWriter::$kind(writer) => {
                let levels: Option<&[i16]> = $levels;
                writer.write_batch(&$values, levels, None).unwrap();
            }
            _ => panic!("another type"),
        }
    };
}

fn texts(texts: &[&str]) -> Vec<ByteArray> {
    texts.iter().map(|text| ByteArray::from(*text)).collect()
}

#[test]
fn columns_of_every_type_are_exact_in_several_row_groups() {
    let schema = "REQUIRED DOUBLE a; OPTIONAL FLOAT b; REQUIRED INT64 c (INTEGER(64, false));
        REQUIRED INT32 d (DECIMAL(9, 2)); REQUIRED FIXED_LEN_BYTE_ARRAY (3) e (DECIMAL(6, 1));
        REQUIRED BOOLEAN f; REQUIRED INT32 g; REQUIRED BYTE_ARRAY kind (STRING);";
    let first: &[Write<'_>] = &[
        column!(DoubleColumnWriter, [0.1, -2.5]),
        column!(FloatColumnWriter, [0.5, 3.0], Some(&[1, 1])),
        column!(Int64ColumnWriter, [-1, 7]),
        column!(Int32ColumnWriter, [-1250, 10]),
        column!(
            FixedLenByteArrayColumnWriter,
            [[0xff, 0xff, 0xfb], [0, 1, 0]].map(|bytes| FixedLenByteArray::from(bytes.to_vec()))
        ),
        column!(BoolColumnWriter, [true, false]),
        column!(Int32ColumnWriter, [i32::MIN, 0]),
        column!(ByteArrayColumnWriter, texts(&["low", "ünï"])),
    ];
    let second: &[Write<'_>] = &[
        column!(DoubleColumnWriter, [1.0]),
        column!(FloatColumnWriter, [1.0], Some(&[1])),
        column!(Int64ColumnWriter, [1]),
        column!(Int32ColumnWriter, [1]),
        column!(FixedLenByteArrayColumnWriter, [FixedLenByteArray::from(vec![0, 0, 1])]),
        column!(BoolColumnWriter, [true]),
        column!(Int32ColumnWriter, [1]),
        column!(ByteArrayColumnWriter, texts(&["low"])),
    ];
    let fractions = |texts: [&str; 7]| {
        texts.map(|text| Rational::from(Rational::parse(text).unwrap())).to_vec()
    };
    let tenth = "3602879701896397/36028797018963968";
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY] {
        let bytes = file(schema, &[first, second], compression);
        let table = read("t.parquet", &bytes).unwrap();
        let high = "18446744073709551615";
        assert_eq!(
            table.points().point(0),
            fractions([tenth, "1/2", high, "-25/2", "-1/2", "1", "-2147483648"])
        );
        assert_eq!(
            table.points().point(1),
            fractions(["-5/2", "3", "7", "1/10", "128/5", "0", "0"])
        );
        assert_eq!(table.points().point(2), fractions(["1", "1", "1", "1/100", "1/10", "1", "1"]));
        assert_eq!((labels(&table), table.rows()), (vec!["low", "ünï", "low"], &[1, 2, 3][..]));

        let options = ReadOptions { limit: Some(2), ..columns(&["g", "a"]) };
        let options = ReadOptions { label: Some("f".to_owned()), ..options };
        let table = read_with("t.pq", &bytes, &options).unwrap();
        assert_eq!((table.points().len(), labels(&table)), (2, vec!["1", "0"]));
        assert_eq!(table.points().point(1), [Rational::new(), Rational::from((-5, 2))]);
    }
}

#[test]
fn files_of_pyarrow_are_read() {
    let table = read("pyarrow.parquet", fixture("pyarrow.parquet")).unwrap();
    let tenth = Rational::from((3_602_879_701_896_397_i64, 36_028_797_018_963_968_i64));
    let high = Rational::from(u64::MAX);
    assert_eq!(table.points().point(0), [tenth, (1, 10).into(), high, (819, 8192).into()]);
    assert_eq!(table.points().point(2)[0], Rational::from(1) >> 1074);
    assert_eq!(table.points().point(3)[1], Rational::from((9999, 100)));
    assert_eq!(labels(&table), ["low", "high", "ünï", "low"]);
}

#[test]
fn the_same_data_are_the_same_as_in_csv() {
    let table = |last: &str, write: Write<'_>| {
        let schema = format!("REQUIRED DOUBLE a; REQUIRED INT64 b; {last}");
        let columns: &[Write<'_>] = &[
            column!(DoubleColumnWriter, [0.5, -0.25, 3.0]),
            column!(Int64ColumnWriter, [4, 5, 6]),
            write,
        ];
        dataset(read("t.parquet", file(&schema, &[columns], Compression::SNAPPY)).unwrap())
    };
    let text = dataset(read("t.csv", "a,b,c\n0.5,4,1\n-0.25,5,0\n3,6,1\n").unwrap());
    let integers = table("REQUIRED INT32 c;", column!(Int32ColumnWriter, [1, 0, 1]));
    assert_same(&integers, &text, "integers");
    let doubles = table("REQUIRED DOUBLE c;", column!(DoubleColumnWriter, [1.0, 0.0, 1.0]));
    assert_same(&doubles, &text, "doubles");
    let names = column!(ByteArrayColumnWriter, texts(&["1", "0", "1"]));
    assert_same(&table("REQUIRED BYTE_ARRAY c (UTF8);", names), &text, "texts");
    // The row index of pandas is no column.
    let index = "REQUIRED INT32 c; REQUIRED INT64 __index_level_0__;";
    let schema = format!("REQUIRED DOUBLE a; REQUIRED INT64 b; {index}");
    let columns: &[Write<'_>] = &[
        column!(DoubleColumnWriter, [0.5, -0.25, 3.0]),
        column!(Int64ColumnWriter, [4, 5, 6]),
        column!(Int32ColumnWriter, [1, 0, 1]),
        column!(Int64ColumnWriter, [7, 8, 9]),
    ];
    let indexed = read("t.parquet", file(&schema, &[columns], Compression::SNAPPY)).unwrap();
    assert_same(&dataset(indexed), &text, "row index");
}

#[test]
fn what_is_refused_says_where_and_what_to_do() {
    let mut cases = BTreeMap::new();
    let mut case =
        |name: &'static str, schema: &str, columns: &[Write<'_>], options: &ReadOptions| {
            let bytes = file(schema, &[columns], Compression::UNCOMPRESSED);
            let problem = read_with("t.parquet", bytes, options).unwrap_err();
            cases.insert(name, problem.to_string());
        };
    let ids = column!(Int32ColumnWriter, [1, 2]);
    let missing = column!(DoubleColumnWriter, [0.5], Some(&[1, 0]));
    case("missing", "OPTIONAL DOUBLE a; REQUIRED INT32 c;", &[missing, ids], &options());
    case("missing label", "REQUIRED INT32 c; OPTIONAL DOUBLE a;", &[ids, missing], &options());
    // A division is no constant, so this needs no type.
    let infinite = column!(DoubleColumnWriter, [0.5, "inf".parse().unwrap()]);
    case("infinite", "REQUIRED DOUBLE a; REQUIRED INT32 c;", &[infinite, ids], &options());
    let words = column!(ByteArrayColumnWriter, texts(&["a", ""]));
    case("texts", "REQUIRED BYTE_ARRAY a (STRING); REQUIRED INT32 c;", &[words, ids], &options());
    case("empty", "REQUIRED INT32 c; REQUIRED BYTE_ARRAY a (STRING);", &[ids, words], &options());
    case("dates", "REQUIRED INT32 a (DATE); REQUIRED INT32 c;", &[ids, ids], &options());
    case("no such label", "REQUIRED INT32 a; REQUIRED INT32 c;", &[ids, ids], &label("kind"));
    let none = column!(Int32ColumnWriter, []);
    case("no rows", "REQUIRED INT32 a; REQUIRED INT32 c;", &[none, none], &options());
    case("one column", "REQUIRED INT32 a;", &[ids], &options());
    let nested = "REQUIRED INT32 a; REQUIRED group g { REQUIRED INT32 c; }";
    case("nested", nested, &[ids, ids], &options());
    let whole = fixture("pyarrow.parquet");
    for (name, bytes) in
        [("cut short", &whole[..whole.len() / 2]), ("only a mark", b"PAR1"), ("nothing", b"")]
    {
        cases.insert(name, read("t.parquet", bytes).unwrap_err().to_string());
    }
    insta::assert_yaml_snapshot!(cases);

    let bytes = file(
        "OPTIONAL DOUBLE a; REQUIRED INT32 c;",
        &[&[column!(DoubleColumnWriter, [1.0, 2.0], Some(&[1, 1])), ids], &[missing, ids]],
        Compression::SNAPPY,
    );
    let (at, column) = (Place::Row(4), Column::Name("a".to_owned()));
    assert_eq!(read("t.parquet", bytes).unwrap_err(), ReadProblem::Missing { at, column });
}
