//! `memorelu trace`: the story of a point is read off the network. Stories of every theorem as
//! snapshots; their values against arithmetic of this file; changed networks tell changed stories.

use netfile::{Notes, json};
use network::{Network, Weight};
use rug::{Integer, Rational, ops::Pow};
use serde_json::Value;
use testkit::forgery::Place;

use crate::common::Scratch;

/// Eleven points of the plane, row 5 equal to row 2 and row 9 blank.
const DATA: &str = "x,y,kind\n0,1,ant\n2.5,3,bee\n5,1,cat\n0.0,1,ant\n7,7.25,bee\n-1,4,cat\n3,3,ant\n\n\
                    8,2,ant\n6,6,bee\n4,5,cat\n9,9,cat\n";

const THEOREMS: [(&str, &str); 7] = [
    ("thm3.1", "--theorem thm3.1"),
    ("thm5.1", "--theorem thm5.1 --depth-parameter 3"),
    ("thm6.2", "--theorem thm6.2 --bits-parameter 3"),
    ("thm2.1", "--theorem thm2.1 --block 4 --layers-per-read 3 --profile measured"),
    ("retrieval", "--theorem retrieval"),
    ("retrieval3", "--theorem retrieval --width 3"),
    ("exact_in_i64", "--theorem retrieval --exact-in i64"),
];

fn scratch() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("data.csv", DATA);
    // Integers alone, for machine formats.
    let numbered = |i: usize| format!("{},{}\n", 37 * i * i % 1009, i * i / 3 % 2);
    let rows: String = (0..120).map(numbered).collect();
    scratch.write("many.csv", format!("x,label\n{rows}"));
    scratch
}

/// Retrieval has something to read only where there are many points.
fn data(theorem: &str) -> &'static str {
    if theorem.starts_with("thm") { "data.csv" } else { "many.csv" }
}

fn story(scratch: &Scratch, code: i32, arguments: &str) -> Value {
    serde_json::from_str(&scratch.expect(code, &format!("trace {arguments} --json"))).unwrap()
}

fn number(value: &Value) -> Rational {
    let text = value.as_str().unwrap();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: Rational = format!("{whole}{part}").parse().unwrap();
    digits / Rational::from(Integer::from(10).pow(part.len() as u32))
}

fn integer(value: &Value) -> u64 {
    value.as_str().unwrap().parse().unwrap()
}

#[test]
fn stories_of_all_theorems() {
    let scratch = scratch();
    for (name, options) in THEOREMS {
        let data = data(name);
        scratch.expect(0, &format!("memorize {data} -o net {options}"));
        insta::assert_snapshot!(name, scratch.expect(0, &format!("trace net {data} --row 3")));
    }
}

#[test]
fn every_row_of_every_theorem_has_a_story_that_ends_well() {
    let scratch = scratch();
    for (name, options) in THEOREMS {
        let data = data(name);
        scratch.expect(0, &format!("memorize {data} -o net {options}"));
        for row in [2, 3, 4, 6, 8, 10, 13] {
            let told = story(&scratch, 0, &format!("net {data} --row {row}"));
            assert_eq!(told["right"], true, "{name}, row {row}");
            assert_eq!(told["label"], told["expected"]["label"], "{name}, row {row}");
            let kind = if name.starts_with("thm") { "segments" } else { "bits" };
            assert_eq!(told["story"], kind, "{name}, row {row}");
        }
    }
}

/// The projected value of a point, by the first two maps of the network, in plain arithmetic: the
/// second map carries it in the row without a constant.
fn projected(network: &Network, point: &[Rational]) -> Rational {
    let mut maps = network.maps();
    let mut row = |values: &[Rational]| {
        let mut rows: Vec<_> = maps.next().unwrap().iter().collect();
        rows.sort_by_key(|row| !row.bias.is_zero());
        let row = rows[0];
        row.terms().fold(row.bias.to_rational(), |sum, (column, weight)| {
            sum + weight.to_rational() * &values[column]
        })
    };
    let first = row(point).max(Rational::new());
    row(&[first])
}

#[test]
fn strings_of_a_story_are_the_floors_and_labels_of_the_block() {
    let scratch = scratch();
    let block = 4;
    scratch
        .expect(0, "memorize data.csv -o net.json --theorem thm2.1 --block 4 --layers-per-read 30");
    let (network, notes) = json::decode(&scratch.text("net.json")).unwrap();
    let names = notes.labels().unwrap();
    // Points with the numbers of their labels, sorted by their projections.
    let mut points: Vec<(Rational, usize, usize)> = Vec::new();
    for (index, line) in DATA.lines().enumerate().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [x, y, label] = cells[..] else { continue };
        let parse = |text: &str| number(&Value::from(text));
        let x = projected(&network, &[parse(x), parse(y)]);
        if points.iter().all(|point| point.0 != x) {
            points.push((x, names.iter().position(|name| name == label).unwrap(), index + 1));
        }
    }
    points.sort();
    assert_eq!(points.len(), 10);
    for (place, (x, label, row)) in points.iter().enumerate() {
        let told = story(&scratch, 0, &format!("net.json data.csv --row {row}"));
        assert_eq!(number(&told["x"]["value"]), *x, "row {row}");
        let start = place / block * block;
        let mut own: Vec<&(Rational, usize, usize)> = points[start..].iter().take(block).collect();
        let missing = block - own.len();
        // A short block is filled with the first points of all, and label 0.
        let fill: Vec<_> =
            points[..missing].iter().map(|(x, _, row)| (x.clone(), 0, *row)).collect();
        own.extend(&fill);
        let part = &told["parts"][0];
        let bits = |value: &Value| u64::from_str_radix(value.as_str().unwrap(), 2).unwrap();
        for (segment, (x, label, _)) in own.iter().enumerate() {
            let floor = x.clone().floor().numer().to_u64().unwrap();
            let told = &part["segments"][segment];
            assert_eq!(bits(&part["u"]["segments"][segment]), floor);
            assert_eq!(integer(&told["key"]["value"]), floor);
            assert_eq!(bits(&part["w"]["segments"][segment]), *label as u64);
            assert_eq!(integer(&told["label"]["value"]), *label as u64);
            let here = segment == place - start;
            assert_eq!(integer(&told["hit"]["value"]), u64::from(here));
        }
        assert_eq!(integer(&told["output"]), *label as u64);
    }
}

#[test]
fn indicators_name_the_block_of_the_sorted_points() {
    let scratch = scratch();
    scratch.expect(0, "memorize data.csv -o net --theorem thm3.1");
    let mut all: Vec<(Rational, u64, u64)> = Vec::new();
    let mut blocks = 0;
    for row in [2, 3, 4, 6, 7, 8, 10, 11, 12, 13] {
        let told = story(&scratch, 0, &format!("net data.csv --row {row}"));
        let part = &told["parts"][0];
        blocks = part["blocks"].as_u64().unwrap();
        let inside = part["inside"].as_array().unwrap();
        assert_eq!(inside.len(), 1);
        assert_eq!(inside[0]["indicator"]["value"], "1");
        let segments = part["segments"].as_array().unwrap().len() as u64;
        all.push((number(&told["x"]["value"]), inside[0]["block"].as_u64().unwrap(), segments));
    }
    all.sort();
    for (place, (_, block, segments)) in (0_u64..).zip(&all) {
        assert_eq!(*block, place / segments + 1);
        assert_eq!(blocks, 10_u64.div_ceil(*segments));
    }
}

#[test]
fn changed_networks_tell_changed_stories() {
    let scratch = scratch();
    scratch.expect(0, "memorize data.csv -o net --theorem thm3.1");
    let (network, notes) = netfile::read(&scratch.path("net")).unwrap();
    let honest = story(&scratch, 0, "net data.csv --row 3");
    let write =
        |network: &Network| netfile::write(&scratch.path("forged"), network, &notes).unwrap();

    // The first stage doubled: x is twice what it was, and in none of the blocks.
    let projection = Place { map: 1, row: 0, column: Some(0) };
    write(&projection.change(&network, |weight| weight + weight));
    let told = story(&scratch, 1, "forged data.csv --row 3");
    assert_eq!(number(&told["x"]["value"]), 2 * number(&honest["x"]["value"]));
    assert_eq!(told["right"], false);

    // The output moved: all is as it was but the label.
    let output = Place { map: network.hidden_layers(), row: 0, column: None };
    write(&output.change(&network, |bias| bias + &Weight::ONE));
    let told = story(&scratch, 1, "forged data.csv --row 3");
    assert_eq!(told["parts"], honest["parts"]);
    assert_eq!(integer(&told["output"]), integer(&honest["output"]) + 1);
    let printed = scratch.expect(1, "trace forged data.csv --row 3");
    assert!(printed.ends_with(": WRONG\n"), "{printed}");

    // The number of a block, for all x from its beginning on: points before it are told as before.
    let lookup = Place::all(&network, false).into_iter().filter(|place| place.map <= 10);
    let longest = lookup.filter(|place| place.column.is_some());
    let longest = longest.max_by_key(|place| place.get(&network).bits()).unwrap();
    write(&longest.change(&network, |weight| weight + &Weight::ONE));
    let changed = [2, 3, 4, 6, 7, 8, 10, 11, 12, 13].map(|row| {
        let [before, after] = ["net", "forged"].map(|file| {
            let run = scratch.run(&format!("trace {file} data.csv --row {row} --json"));
            let told: Value = serde_json::from_str(&run.stdout).unwrap();
            assert_eq!(run.code == 0, told["right"] == true);
            told["parts"].clone()
        });
        before != after
    });
    assert!(changed.contains(&true) && changed.contains(&false), "{longest}: {changed:?}");
}

#[test]
fn networks_without_landmarks_are_told_layer_by_layer() {
    let scratch = scratch();
    scratch.expect(0, "memorize data.csv -o net --theorem retrieval");
    let (network, notes) = netfile::read(&scratch.path("net")).unwrap();
    let bare = Network::new(network.hidden().to_vec(), network.output().clone()).unwrap();
    let refit = |notes: &Notes| {
        netfile::write(&scratch.path("other"), &bare, notes).unwrap();
        scratch.expect(0, "trace other data.csv --row 8")
    };
    insta::assert_snapshot!("layers", refit(&notes));
    // No notes at all: nothing says what is right.
    let printed = refit(&Notes::default());
    assert!(printed.contains("of unknown origin"), "{printed}");
    assert!(printed.ends_with("does not say what its outputs mean\n"), "{printed}");
    // The values of the layers are those of the network's own evaluation.
    let told = story(&scratch, 0, "net data.csv --row 8 --layers");
    let mut layers = told["layers"].as_array().unwrap().iter();
    let point = [Rational::from(3), Rational::from(3)];
    let output = network
        .evaluate_layers(&point, |layer, neurons| {
            if layer > 0 {
                let told = layers.next().unwrap();
                let values: Vec<Rational> =
                    told["values"].as_array().unwrap().iter().map(number).collect();
                assert_eq!(values, neurons);
            }
        })
        .unwrap();
    assert_eq!(number(&told["output"]), output[0]);
    assert!(layers.next().is_none());
}

#[test]
fn real_targets_are_met_up_to_epsilon() {
    let scratch = Scratch::new();
    scratch.write("data.csv", "x,y,height\n1,1,-3.25\n2,1,0\n2,2,7.5\n4,1,7.125\n");
    scratch.expect(0, "memorize data.csv -o net --epsilon 1/2");
    let told = story(&scratch, 0, "net data.csv --row 4");
    let output = number(&told["output"]);
    assert!((output - Rational::from((15, 2))).abs() <= Rational::from((1, 2)));
    scratch.write("wrong.csv", "x,y,height\n1,1,-3.25\n2,1,0\n2,2,9.5\n4,1,7.125\n");
    assert_eq!(story(&scratch, 1, "net wrong.csv --row 4")["right"], false);
}

#[test]
fn rows_without_a_point_are_refused() {
    let scratch = scratch();
    scratch.expect(0, "memorize data.csv -o net");
    // The header, a row that equals an earlier one, a blank line, and rows beyond the end.
    for row in ["0", "1", "5", "9", "14", "99999999"] {
        let run = scratch.run(&format!("trace net data.csv --row {row}"));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
        let wanted = format!("data.csv has no point in row {row}: points stand in rows 2 to 13");
        assert!(run.stderr.contains(&wanted), "{run:?}");
    }
    assert_eq!(scratch.run("trace net data.csv").code, 2);
    scratch.write("narrow.csv", "x,kind\n1,ant\n2,bee\n");
    let run = scratch.run("trace net narrow.csv --row 2");
    assert!(run.code == 2 && run.stderr.contains("takes 2 features"), "{run:?}");
}
