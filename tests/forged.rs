//! Forged files: networks with one number changed where it matters, data with one label changed,
//! files cut short or with a bit flipped. `certify` and `verify` see them, and neither panics.

use std::path::Path;

use certify::{CertifyError, Options, Report};
use netfile::{Meaning, ReadError};
use network::Weight;
use testkit::forgery::Place;

use crate::common::Scratch;

const BUILDS: [&str; 5] = [
    "",
    "--profile measured",
    "--theorem thm5.1 --depth-parameter 5",
    "--theorem thm6.2 --bits-parameter 5",
    "--theorem thm2.1 --block 6 --layers-per-read 14",
];

fn certify(network: &Path, data: &Path) -> Result<Report, CertifyError> {
    certify::certify(network, data, Options::default(), &|| ())
}

#[test]
fn networks_with_one_changed_number_are_rejected() {
    let scratch = Scratch::new();
    scratch.expect(0, "synth --points 40 --dim 3 --classes 4 --seed 5 -o data.csv");
    for options in BUILDS {
        scratch.expect(0, &format!("memorize data.csv -o net {options}"));
        scratch.expect(0, "certify net data.csv");
        let (network, notes) = netfile::read(&scratch.path("net")).unwrap();
        let places = Place::all(&network, false);
        let depth = network.hidden().len();
        let of = |map: usize| places.iter().filter(move |p| p.map == map && p.column.is_some());
        let (projection, output) = (of(0).next().unwrap(), of(depth).next_back().unwrap());
        let gate = Place { map: depth - 1, row: 0, column: None };
        let forged = [
            ("output doubled", output.change(&network, |w| w + w)),
            (
                "output moved",
                Place { column: None, ..*output }.change(&network, |b| b + &Weight::ONE),
            ),
            ("projection mirrored", projection.change(&network, |w| -w.clone())),
            ("feature left out", projection.set(&network, Weight::ZERO)),
            ("last gate open", gate.change(&network, |b| b + &Weight::from(1000))),
        ];
        for (what, network) in forged {
            netfile::write(&scratch.path("forged"), &network, &notes).unwrap();
            let certified = scratch.expect(1, "certify forged data.csv");
            assert!(certified.starts_with("line "), "{options}, {what}: {certified}");
            let verified = scratch.expect(1, "verify forged data.csv");
            assert!(verified.starts_with("row "), "{options}, {what}: {verified}");
        }
    }
}

#[test]
fn data_with_one_changed_label_are_rejected_and_the_line_is_named() {
    let scratch = Scratch::with_data();
    scratch.expect(0, "memorize iris.csv -o net");
    let text = scratch.text("iris.csv");
    let lines: Vec<&str> = text.lines().collect();
    let name = |line: &str| line.rsplit_once(',').unwrap().1.to_owned();
    for index in (1..lines.len()).step_by(13) {
        let label = name(lines[index]);
        let other = lines[1..].iter().map(|line| name(line)).find(|name| *name != label).unwrap();
        let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        changed[index] = lines[index].replace(&label, &other);
        scratch.write("changed.csv", changed.join("\n"));

        let report = certify(&scratch.path("net"), &scratch.path("changed.csv")).unwrap();
        let [mismatch] = &report.mismatches[..] else { panic!("{report:?}") };
        assert_eq!((report.wrong, mismatch.line), (1, index as u64 + 1));
        assert_eq!((&mismatch.expected, &mismatch.found), (&other, &label));
        let verified = scratch.expect(1, "verify net changed.csv");
        assert!(verified.starts_with(&format!("row {}: expected {other:?}", index + 1)));
    }
}

#[test]
fn notes_that_give_outputs_another_meaning_are_rejected() {
    let scratch = Scratch::with_data();
    scratch.expect(0, "memorize iris.csv -o net --profile measured");
    let (network, mut notes) = netfile::read(&scratch.path("net")).unwrap();
    let Some(Meaning::Labels(names)) = &mut notes.meaning else { panic!("{notes:?}") };
    names.rotate_left(1);
    netfile::write(&scratch.path("rotated"), &network, &notes).unwrap();
    scratch.expect(1, "certify rotated iris.csv");
    scratch.expect(1, "verify rotated iris.csv");

    // The class of a target is met up to half of epsilon.
    scratch.write("targets.csv", "x,y\n1,0\n2,0.3\n3,0.9\n4,1.7\n");
    scratch.expect(0, "memorize targets.csv -o net --epsilon 0.5");
    let (network, mut notes) = netfile::read(&scratch.path("net")).unwrap();
    for (tighter, code) in [((1, 4), 0), ((1, 5), 1)] {
        let Some(Meaning::Epsilon { epsilon, .. }) = &mut notes.meaning else {
            panic!("{notes:?}")
        };
        *epsilon = tighter.into();
        netfile::write(&scratch.path("tighter"), &network, &notes).unwrap();
        scratch.expect(code, "certify tighter targets.csv");
        scratch.expect(code, "verify tighter targets.csv");
    }
}

#[test]
fn files_cut_short_are_refused() {
    let scratch = Scratch::with_data();
    let (cut, data) = (scratch.path("cut"), scratch.path("iris.csv"));
    scratch.expect(0, "memorize iris.csv -o net");
    let whole = scratch.read("net");
    for length in (0..whole.len()).step_by(997).chain([whole.len() - 1]) {
        scratch.write("cut", &whole[..length]);
        let error = certify(&cut, &data).unwrap_err();
        assert!(
            matches!(error, CertifyError::Network(ReadError::Binary { .. })),
            "{length} bytes: {error}"
        );
    }
    scratch.expect(0, "memorize iris.csv -o net.json");
    let whole = scratch.read("net.json");
    for length in (0..whole.len()).step_by(49_999).chain([whole.len() - 1]) {
        scratch.write("cut.json", &whole[..length]);
        let error = certify(&scratch.path("cut.json"), &data).unwrap_err();
        assert!(
            matches!(error, CertifyError::Network(ReadError::Json { .. })),
            "{length} bytes: {error}"
        );
    }
}

#[test]
fn flipped_bits_are_an_error_or_another_network() {
    let scratch = Scratch::new();
    scratch.write("few.csv", "x,label\n1,a\n4,b\n5,c\n9,b\n");
    scratch.expect(0, "memorize few.csv -o net --profile measured");
    let (path, data) = (scratch.path("flipped"), scratch.path("few.csv"));
    let whole = scratch.read("net");
    let (mut errors, mut wrong) = (0, 0);
    for bit in (0..8 * whole.len()).step_by(101) {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        scratch.write("flipped", &bytes);
        match certify(&path, &data) {
            Err(_) => errors += 1,
            // Another note perhaps, or a number that does not matter.
            Ok(report) if report.holds() => {}
            Ok(_) => wrong += 1,
        }
    }
    assert!(errors > 100 && wrong > 20, "{errors} refused, {wrong} rejected");
}
