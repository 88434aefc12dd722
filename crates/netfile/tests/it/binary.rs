//! Network files: what is written is read again, and other programs read it as the format says.

use std::{
    fs, io,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use crate::container;
use netfile::{Notes, ReadError, atomic, binary, read, write};
use network::{Affine, Form, Network, Weight, text::MAX_EXPONENT};
use proptest::prelude::*;
use rug::{Integer, Rational};
use safetensors::SafeTensors;
use tempfile::TempDir;
use testkit::strategies::network;

fn bytes(network: &Network, notes: &Notes) -> Vec<u8> {
    binary::encode(network, notes).unwrap()
}

fn round_trip(network: &Network) {
    let (read, notes) = binary::decode(&bytes(network, &Notes::default())).unwrap();
    assert!(read == *network && notes == Notes::default());
}

/// The network of one row with these weights.
fn row(weights: impl IntoIterator<Item = Weight>) -> Network {
    let terms: Vec<_> = (0_u32..).zip(weights).collect();
    let affine = Affine::new(terms.len() as u32, [Form::new(terms, 0)]).unwrap();
    Network::affine(affine)
}

/// What [`container::valid`] holds.
fn example() -> Network {
    let long: Integer = (Integer::from(1) << 70) + 1;
    let [x, y] = Form::inputs();
    let third = Form::constant(Rational::from((1, 3)));
    let first = Affine::new(2, [2 * x - &y + third, 3 * y, Form::constant(5)]).unwrap();
    let second = [Form::input(0) - Form::constant(&long), Form::constant(0)];
    let [p, q] = Form::inputs();
    let seventh = p.times(Rational::from((long, 7)));
    let last = seventh + q + Form::constant(Rational::from((1, 8)));
    let second = Affine::new(3, second).unwrap();
    Network::new(vec![first, second], Affine::new(2, [last]).unwrap()).unwrap()
}

proptest! {
    #[test]
    fn what_is_written_is_read(network in network()) {
        let written = bytes(&network, &Notes::default());
        prop_assert_eq!(&written, &bytes(&network, &Notes::default()), "not deterministic");
        prop_assert_eq!(binary::decode(&written).unwrap(), (network, Notes::default()));
    }
}

/// The very bytes of a small file: data, header, and the header's own spelling of them.
#[test]
fn files_are_as_documented() {
    let written = bytes(&example(), &Notes::default());
    let (size, _) = SafeTensors::read_metadata(&written).unwrap();
    let header: serde_json::Value = serde_json::from_slice(&written[8..8 + size]).unwrap();
    let (expected, data) = container::valid().parts();
    assert_eq!(header, serde_json::Value::Object(expected));
    assert_eq!(&written[8 + size..], data);
    let (read, notes) = binary::decode(&container::valid().bytes()).unwrap();
    assert!(read == example() && notes == Notes::default());
}

#[test]
fn long_weights_are_read_again() {
    let long: Integer = (Integer::from(3) << 100_000) + 1;
    let three = Rational::from((long.clone(), 3 * 7_u32));
    let tiny = Rational::from(long.clone()) >> 200_000;
    for value in [Rational::from(&long), -Rational::from(&long), three.clone(), three.recip(), tiny]
    {
        let weight = Weight::from(value);
        assert!(weight.bits() > 100_000);
        round_trip(&row([weight.clone(), Weight::ONE, weight]));
    }
    // A long even integer: no exponent is split off.
    round_trip(&row([Weight::from(long << 1000)]));
    let limits = [MAX_EXPONENT, -MAX_EXPONENT].map(Weight::power_of_two);
    let written = bytes(&row(limits.clone()), &Notes::default());
    assert!(written.len() < 2000);
    assert_eq!(binary::decode(&written).unwrap().0, row(limits));
}

#[test]
fn each_number_is_stored_once() {
    let long = Weight::from(Rational::from(1) + (Rational::from(1) << 100_000));
    let network = row((0..1000).map(|_| long.clone()));
    assert!(bytes(&network, &Notes::default()).len() < 100_000 / 8 + 8 * 1000 + 2000);
}

/// 10^6 hidden layers of width 1 and 2.
#[test]
fn deep_networks_are_written_and_read_quickly() {
    let widths = (0..=1_000_000_u32).map(|layer| layer % 2 + 1);
    let maps = widths.clone().zip(widths.skip(1)).map(|(inputs, rows)| {
        Affine::new(inputs, (0..rows).map(|k| Form::input(k % inputs) + i64::from(k))).unwrap()
    });
    let network = Network::new(maps.collect(), Affine::identity(1)).unwrap();
    assert_eq!(network.hidden_layers(), 1_000_000);
    let start = Instant::now();
    round_trip(&network);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

#[test]
fn empty_rows_and_empty_layers_are_read_again() {
    let nothing = Affine::new(3, []).unwrap();
    let zeros = Affine::new(0, [Form::constant(0), Form::constant(-7)]).unwrap();
    round_trip(&Network::new(vec![nothing.clone()], zeros.clone()).unwrap());
    round_trip(&Network::affine(nothing));
    round_trip(&Network::affine(zeros));
}

/// The reader printed in the documentation, run by python3 where there is one.
#[test]
fn the_documented_reader_agrees() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = fs::read_to_string(root.join("docs/file-format.md")).unwrap();
    let (_, rest) = page.split_once("```python\n").unwrap();
    let (program, _) = rest.split_once("```\n").unwrap();
    assert!(program.lines().count() <= 25);
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("network.safetensors");
    let network = example();
    write(&path, &network, &Notes::default()).unwrap();
    for point in
        [[(3, 2), (-7, 1)], [(0, 1), (0, 1)], [(1, 3), (i64::MAX, 1)], [(i64::MAX, 1), (1, 9)]]
    {
        // The first neuron of the second layer fires from 2^70 on.
        let point = point.map(|(p, q)| Rational::from((p, q)) * Rational::from(1_u64 << 40));
        let mut python = Command::new("python3");
        python.arg("-c").arg(program).arg(&path).args(point.iter().map(Rational::to_string));
        let output = match python.output() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                println!("skipped: there is no python3 to run the reader of docs/file-format.md");
                return;
            }
            output => output.unwrap(),
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let expected = network.evaluate(&point).unwrap().remove(0);
        assert_eq!(String::from_utf8(output.stdout).unwrap().trim(), expected.to_string());
    }
}

/// Names of the files in a folder.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_failing_write_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("out");
    let failing = |path: &Path| {
        let before = files(folder.path()).len();
        atomic::write(path, |file| {
            io::Write::write_all(file, b"half")?;
            // Beside its target, so that it can take its place in one step.
            assert_eq!(files(folder.path()).len(), before + 1);
            Err(io::Error::other("the disk is full"))
        })
    };
    let error = failing(&path).unwrap_err();
    assert_eq!(error.path, path);
    assert_eq!(error.source.to_string(), "the disk is full");
    assert!(files(folder.path()).is_empty());
    atomic::write(&path, |file| io::Write::write_all(file, b"old")).unwrap();
    failing(&path).unwrap_err();
    assert_eq!(
        (files(folder.path()), fs::read(&path).unwrap()),
        (vec!["out".to_owned()], b"old".to_vec())
    );
    // A number that no reader would accept is not written either.
    let far = row([Weight::power_of_two(MAX_EXPONENT + 1)]);
    let error = write(&path, &far, &Notes::default()).unwrap_err();
    assert_eq!(error.source.to_string(), "exponent 67108865 is beyond +-67108864");
    assert_eq!(
        (files(folder.path()), fs::read(&path).unwrap()),
        (vec!["out".to_owned()], b"old".to_vec())
    );
    // A whole file takes the place of the old one.
    write(&path, &example(), &Notes::default()).unwrap();
    assert_eq!(files(folder.path()), ["out"]);
    assert_eq!(read(&path).unwrap().0, example());
    // Others may read it as they may read any new file.
    let plain = folder.path().join("plain");
    fs::write(&plain, b"").unwrap();
    let permissions = |path: &Path| fs::metadata(path).unwrap().permissions();
    assert_eq!(permissions(&path), permissions(&plain));
}

#[test]
fn files_that_cannot_be_opened_are_named() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("missing/network.safetensors");
    let error = write(&path, &example(), &Notes::default()).unwrap_err();
    assert_eq!(error.to_string(), format!("cannot write {}", path.display()));
    let error = read(&path).unwrap_err();
    assert!(matches!(&error, ReadError::Io { path: named, .. } if *named == path), "{error:?}");
    // A folder stands where the file would.
    let error = write(folder.path(), &example(), &Notes::default()).unwrap_err();
    assert_eq!(error.path, folder.path());
    assert!(files(folder.path()).is_empty());
}
