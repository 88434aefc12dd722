//! `memorelu inspect`: what it prints of small networks, and the pictures that it draws.

use netfile::{Notes, json};
use network::Network;
use roxmltree::{Document, Node};
use serde_json::Value;
use testkit::forgery::Place;

use crate::common::Scratch;

/// Lemma A.8's indicator of `[y, y + 1]`.
fn indicator() -> Network {
    bitextract::lemma_a8::interval_indicator().unwrap()
}

fn write(scratch: &Scratch, name: &str, network: &Network) {
    scratch.write(name, json::encode(network, &Notes::default()).unwrap());
}

/// The picture of a network file.
fn picture(scratch: &Scratch, file: &str) -> String {
    scratch.expect(0, &format!("inspect {file} --svg picture.svg"));
    scratch.text("picture.svg")
}

fn within<'a>(picture: &'a Document<'a>, class: &str, tag: &str) -> Vec<Node<'a, 'a>> {
    let group = picture.descendants().find(|node| node.attribute("class") == Some(class)).unwrap();
    group.descendants().filter(|node| node.has_tag_name(tag)).collect()
}

fn texts(picture: &Document<'_>, class: &str) -> Vec<String> {
    let nodes = within(picture, class, "text");
    nodes.iter().map(|node| node.text().unwrap().to_owned()).collect()
}

#[test]
fn small_networks_are_inspected() {
    let scratch = Scratch::new();
    write(&scratch, "indicator.json", &indicator());
    insta::assert_snapshot!("indicator", scratch.expect(0, "inspect indicator.json"));
    scratch.write("data.csv", "x,label\n0,a\n3,b\n5,a\n9,b\n");
    scratch.expect(0, "memorize data.csv -o net --theorem thm3.1 --profile measured");
    insta::assert_snapshot!("theorem_3_1", scratch.expect(0, "inspect net"));
}

#[test]
fn json_counts_every_weight_once() {
    let scratch = Scratch::new();
    scratch.expect(0, "synth --points 60 --classes 5 --seed 3 -o data.csv");
    for options in ["--theorem thm3.1", "--theorem thm2.1", "--theorem retrieval"] {
        scratch.expect(0, &format!("memorize data.csv -o net {options}"));
        let told: Value = serde_json::from_str(&scratch.expect(0, "inspect net --json")).unwrap();
        let sum = |list: &str, key: &str| -> u64 {
            told[list].as_array().unwrap().iter().map(|row| row[key].as_u64().unwrap()).sum()
        };
        let counts = |key: &str| told["counts"][key].as_u64().unwrap();
        assert_eq!(sum("bits", "weights"), counts("edges"));
        assert_eq!(sum("bits", "biases"), counts("biases"));
        assert_eq!(sum("profile", "edges"), counts("edges"));
        let profile = told["profile"].as_array().unwrap();
        assert!(profile.len() <= 20);
        assert_eq!(profile.last().unwrap()["last map"], told["counts"]["depth"]);
        let most = |key: &str| profile.iter().map(|row| row[key].as_u64().unwrap()).max().unwrap();
        assert_eq!((most("width"), most("bits")), (counts("width"), counts("bits")));
        let bars = told["bits"].as_array().unwrap();
        assert_eq!(bars.last().unwrap()["to"], told["counts"]["bits"]);
        // Every claim that was printed when the network was built.
        assert!(told["claims"].as_array().unwrap().iter().all(|claim| claim["holds"] == true));
        assert!(!told["claims"].as_array().unwrap().is_empty());
        assert!(told["notes"].get("claims").is_none() && told["notes"].get("landmarks").is_none());
    }
}

#[test]
fn pictures_have_a_circle_for_each_neuron_and_a_line_for_each_edge() {
    let scratch = Scratch::new();
    scratch.write("data.csv", "x,y,label\n0,1,a\n2,3,b\n5,1,a\n7,7,b\n");
    write(&scratch, "indicator.json", &indicator());
    let mut files = vec!["indicator.json"];
    for (file, options) in [
        ("thm.json", "--theorem thm3.1 --profile measured"),
        ("retrieval.json", "--theorem retrieval"),
    ] {
        scratch.expect(0, &format!("memorize data.csv -o {file} {options}"));
        files.push(file);
    }
    for file in files {
        let (network, _) = json::decode(&scratch.text(file)).unwrap();
        let svg = picture(&scratch, file);
        let picture = Document::parse(&svg).unwrap();
        let counts = network.counts();
        let circles = within(&picture, "neurons", "circle").len() as u64;
        assert_eq!(circles, counts.inputs + counts.neurons + counts.outputs, "{file}");
        let edges = within(&picture, "edges", "line");
        assert_eq!(edges.len() as u64, counts.edges, "{file}");
        let dashed = edges.iter().filter(|edge| edge.has_attribute("stroke-dasharray")).count();
        let weights = || network.maps().flat_map(|map| map.weights());
        assert_eq!(dashed, weights().filter(|weight| weight.sign().is_lt()).count(), "{file}");
        // What is beside an edge is every weight but 1 and -1.
        let unit = |weight: &network::Weight| matches!(weight.as_dyadic(), Some((1 | -1, 0)));
        assert_eq!(texts(&picture, "weights").len(), weights().filter(|w| !unit(w)).count());
        // Every number can be pointed at.
        let exact: Vec<_> = edges.iter().map(|edge| edge.first_element_child().unwrap()).collect();
        for (title, weight) in exact.iter().zip(weights()) {
            assert_eq!(title.text().unwrap(), network::text::encode(weight));
        }
        // It scales, and all is in it.
        let root = picture.root_element();
        let size: Vec<i64> =
            root.attribute("viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
        for circle in within(&picture, "neurons", "circle") {
            let at = |key: &str| circle.attribute(key).unwrap().parse::<i64>().unwrap();
            assert!((16..=size[2] - 16).contains(&at("cx")), "{file}");
            assert!((16..=size[3] - 16).contains(&at("cy")), "{file}");
        }
    }
}

#[test]
fn pictures_show_the_numbers_of_a_network() {
    let scratch = Scratch::new();
    write(&scratch, "net.json", &indicator());
    let svg = picture(&scratch, "net.json");
    let first = Document::parse(&svg).unwrap();
    assert_eq!(texts(&first, "weights"), ["−2", "2", "2", "−2"]);
    assert_eq!(texts(&first, "neurons"), ["x₁", "x₂", "−2", "1", "1", "−1"]);
    // The same network gives the same picture, and any other number another one.
    assert_eq!(picture(&scratch, "net.json"), svg);
    for place in Place::all(&indicator(), true) {
        let changed = place.change(&indicator(), |weight| weight + &network::Weight::from(5));
        write(&scratch, "changed.json", &changed);
        assert_ne!(picture(&scratch, "changed.json"), svg, "{place}");
    }
    let power = Place { map: 0, row: 0, column: Some(1) };
    for (number, text) in [
        (network::Weight::power_of_two(-70), "2⁻⁷⁰"),
        (network::Weight::from(12345), "12345"),
        (network::Weight::from(1_234_567), "21 bits"),
    ] {
        write(&scratch, "changed.json", &power.set(&indicator(), number));
        let svg = picture(&scratch, "changed.json");
        assert!(texts(&Document::parse(&svg).unwrap(), "weights").contains(&text.to_owned()));
    }
}

#[test]
fn networks_that_are_too_large_are_drawn_as_a_profile() {
    let scratch = Scratch::new();
    scratch.expect(0, "synth --points 60 --classes 5 --seed 3 -o data.csv");
    scratch.expect(0, "memorize data.csv -o net");
    let svg = picture(&scratch, "net");
    let profile = Document::parse(&svg).unwrap();
    let words: Vec<&str> = profile
        .descendants()
        .filter(|node| node.has_tag_name("text"))
        .filter_map(|node| node.text().map(str::trim))
        .collect();
    for name in ["neurons in a layer", "bits of the longest weight", "layer"] {
        assert!(words.contains(&name), "{words:?}");
    }
    assert_eq!(profile.descendants().filter(|node| node.has_tag_name("circle")).count(), 0);
    assert_eq!(picture(&scratch, "net"), svg);
}

#[test]
fn pictures_go_nowhere_they_should_not() {
    let scratch = Scratch::new();
    write(&scratch, "net.json", &indicator());
    let before = scratch.text("net.json");
    for path in ["net.json", ".", "nowhere/picture.svg"] {
        let run = scratch.run(&format!("inspect net.json --svg {path}"));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    }
    assert_eq!(scratch.text("net.json"), before);
    assert_eq!(scratch.names(), ["net.json"]);
}
