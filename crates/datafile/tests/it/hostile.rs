//! Bytes that nobody wrote on purpose: whatever they are, readers return.

use proptest::prelude::*;

use crate::common::*;

/// Files of each format to damage.
fn originals() -> Vec<(&'static str, Vec<u8>)> {
    let mut files: Vec<(&str, Vec<u8>)> = vec![
        ("t.csv", b"a,b,c\n1,2.5,x\n-3e2,4,\"y z\"\n".to_vec()),
        ("t.tsv", b"a\tb\tc\n1\t2.5\tx\n".to_vec()),
        ("t.svm", b"+1 1:0.5 3:-2 # comment\n-1 2:1e-1\n".to_vec()),
        ("t.csv.gz", gzip(b"a,b,c\n1,2.5,x\n-3e2,4,y\n")),
    ];
    for name in
        ["c_f8.npy", "fortran_big_f8.npy", "three.npy", "record.npy", "texts.npz", "packed.npz"]
    {
        files.push((name, fixture(name)));
    }
    if cfg!(feature = "parquet") {
        files.push(("pyarrow.parquet", fixture("pyarrow.parquet")));
    }
    files
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn arbitrary_bytes_never_panic(
        name in prop::sample::select(vec!["t.csv", "t.tsv", "t.svm", "t.npy", "t.npz", "t.parquet"]),
        mark in prop::sample::select(vec![&b""[..], b"\x93NUMPY\x01\x00", b"PK\x03\x04", b"PAR1", b"\x1f\x8b\x08"]),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let _ = read(name, [mark, &bytes].concat());
    }

    #[test]
    fn damaged_files_never_panic(
        file in prop::sample::select(originals()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in prop::option::of(any::<prop::sample::Index>()),
        limit in prop::option::of(0_usize..3),
    ) {
        let (name, mut bytes) = file;
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = read_with(name, bytes, &datafile::ReadOptions { limit, ..options() });
    }

    #[test]
    fn headers_of_likely_characters_never_panic(
        descr in "[<>|=]?[biufUSOc]?[0-9é]{0,6}", shape in "[(]?[0-9, L-]{0,14}[)]?", fortran: bool,
        data in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let array = npy(&descr, fortran, &shape, &data);
        let _ = read("t.npy", &array);
        let _ = read("t.npz", zip(&[("X.npy", &array), ("y.npy", &array)]));
    }
}
