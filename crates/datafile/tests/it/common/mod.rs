//! Reading bytes as if they were a file of this name.

use std::{fs, path::Path};

use datafile::{ReadOptions, ReadProblem, read_from};
use dataset::{Conflicts, Dataset, Table};

/// The bytes of a file that NumPy or pyarrow wrote.
pub fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)).unwrap()
}

pub fn read_with(
    name: &str,
    bytes: impl AsRef<[u8]>,
    options: &ReadOptions,
) -> Result<Table, ReadProblem> {
    read_from(bytes.as_ref(), name, options).map_err(|error| {
        assert_eq!(error.to_string(), format!("{name}: {}", error.problem));
        error.problem
    })
}

pub fn read(name: &str, bytes: impl AsRef<[u8]>) -> Result<Table, ReadProblem> {
    read_with(name, bytes, &ReadOptions::default())
}

pub fn options() -> ReadOptions {
    ReadOptions::default()
}

pub fn label(label: &str) -> ReadOptions {
    ReadOptions { label: Some(label.to_owned()), ..options() }
}

pub fn columns(columns: &[&str]) -> ReadOptions {
    let columns = columns.iter().map(|column| (*column).to_owned()).collect();
    ReadOptions { columns: Some(columns), ..options() }
}

pub fn labels(table: &Table) -> Vec<&str> {
    (0..table.points().len()).map(|row| table.label(row)).collect()
}

pub fn dataset(table: Table) -> Dataset {
    Dataset::classify(table, Conflicts::Reject).unwrap()
}

/// The same points, classes and names, wherever they stood in their files.
pub fn assert_same(one: &Dataset, other: &Dataset, what: &str) {
    assert_eq!(one.points(), other.points(), "{what}");
    assert_eq!(one.labels(), other.labels(), "{what}");
    assert_eq!(one.label_names(), other.label_names(), "{what}");
}

/// An array as NumPy writes it.
pub fn npy(descr: &str, fortran: bool, shape: &str, data: &[u8]) -> Vec<u8> {
    let fortran = if fortran { "True" } else { "False" };
    let head = format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n");
    npy_with_header(&head, data)
}

pub fn npy_with_header(head: &str, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(head.len()).unwrap().to_le_bytes();
    [b"\x93NUMPY\x01\x00", &length[..], head.as_bytes(), data].concat()
}

/// An archive of these entries.
pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    archive(entries, zip::write::SimpleFileOptions::default())
}

/// An archive of these entries as they are.
pub fn stored(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let options = zip::write::SimpleFileOptions::default();
    archive(entries, options.compression_method(zip::CompressionMethod::Stored))
}

fn archive(entries: &[(&str, &[u8])], options: zip::write::SimpleFileOptions) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(*name, options).unwrap();
        std::io::Write::write_all(&mut archive, bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packed, bytes).unwrap();
    packed.finish().unwrap()
}
