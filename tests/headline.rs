//! The theorems without this project's vocabulary. The program writes a network as plain JSON; here
//! it is read as numbers, evaluated by three nested loops over rationals, and compared with the labels
//! that the csv crate reads. Nothing of this project is imported.

use std::{collections::BTreeSet, fmt::Write as _};

use rug::{Integer, Rational, ops::Pow};
use serde_json::Value;

use crate::common::Scratch;

/// An affine map: for each output its weights, with the inputs that they belong to, and its constant.
type Map = Vec<(Vec<(usize, Rational)>, Rational)>;

/// `5`, `-0x1fp-12` (that is -31 / 2^12) or `0x7/0x3`.
fn number(text: &Value) -> Rational {
    let text = text.as_str().unwrap();
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let hexadecimal =
        |text: &str| Integer::from_str_radix(text.strip_prefix("0x").unwrap(), 16).unwrap();
    let value = if let Some((odd, exponent)) = text.split_once('p') {
        Rational::from(hexadecimal(odd)) << exponent.parse::<i32>().unwrap()
    } else if let Some((numerator, denominator)) = text.split_once('/') {
        Rational::from((hexadecimal(numerator), hexadecimal(denominator)))
    } else {
        Rational::from(text.parse::<u64>().unwrap())
    };
    if negative { -value } else { value }
}

/// `-0.25`, as it is written.
fn decimal(text: &str) -> Rational {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits: Integer = format!("{whole}{part}").parse().unwrap();
    Rational::from((digits, Integer::from(10).pow(part.len() as u32)))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn network(scratch: &Scratch, file: &str) -> Vec<Map> {
    let json: Value = serde_json::from_slice(&scratch.read(file)).unwrap();
    let row = |row: &Value| {
        let weight = |pair: &Value| (pair[0].as_u64().unwrap() as usize, number(&pair[1]));
        (list(&row["weights"]).iter().map(weight).collect(), number(&row["bias"]))
    };
    list(&json["maps"]).iter().map(|map| list(map).iter().map(row).collect()).collect()
}

/// The points and labels of a CSV file, the label last.
fn rows(scratch: &Scratch, file: &str) -> Vec<(Vec<Rational>, String)> {
    let mut reader = csv::Reader::from_path(scratch.path(file)).unwrap();
    let row = |record: csv::StringRecord| {
        let mut texts: Vec<&str> = record.iter().collect();
        let label = texts.pop().unwrap().to_owned();
        (texts.into_iter().map(decimal).collect(), label)
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// relu(W x + b) again and again, without relu at the end.
fn evaluate(maps: &[Map], point: &[Rational]) -> Rational {
    let mut values = point.to_vec();
    for (index, map) in maps.iter().enumerate() {
        let mut next = Vec::new();
        for (weights, constant) in map {
            let mut sum = constant.clone();
            for (input, weight) in weights {
                sum += Rational::from(weight * &values[*input]);
            }
            let is_output = index + 1 == maps.len();
            next.push(if sum < 0 && !is_output { Rational::new() } else { sum });
        }
        values = next;
    }
    assert_eq!(values.len(), 1);
    values.remove(0)
}

/// The network that the program builds with these options, after the check that it returns the label
/// of every row: the place of the label in alphabetical order, from 0.
fn memorizes(scratch: &Scratch, data: &str, options: &str) -> Vec<Map> {
    scratch.expect(0, &format!("memorize {data} -o net.json {options}"));
    let (maps, rows) = (network(scratch, "net.json"), rows(scratch, data));
    let labels: BTreeSet<&String> = rows.iter().map(|(_, label)| label).collect();
    for (point, label) in &rows {
        let place = labels.iter().position(|known| *known == label).unwrap();
        assert_eq!(evaluate(&maps, point), place, "{options}: {point:?} is {label}");
    }
    maps
}

fn width(maps: &[Map]) -> usize {
    maps[..maps.len() - 1].iter().map(Vec::len).max().unwrap()
}

fn weights(maps: &[Map]) -> usize {
    maps.iter().flatten().map(|(weights, _)| weights.len()).sum()
}

/// The binary digits of the longest number.
fn longest(maps: &[Map]) -> u32 {
    let numbers = maps
        .iter()
        .flatten()
        .flat_map(|(weights, constant)| weights.iter().map(|(_, weight)| weight).chain([constant]));
    let digits = |n: &Rational| n.numer().significant_bits().max(n.denom().significant_bits());
    numbers.map(digits).max().unwrap()
}

/// 81 points in space, some of them 0.000001 apart, with five labels.
fn write_points(scratch: &Scratch) {
    let mut text = "a,b,c,colour\n".to_owned();
    for i in 0..81 {
        let (a, b) = (i * 47 % 81 - 40, i * i % 81);
        let colour = ["red", "green", "blue", "white", "black"][i as usize * 7 % 31 % 5];
        writeln!(text, "{a}.5,{}.25{b:04},0.00000{},{colour}", i / 9, i % 9).unwrap();
    }
    scratch.write("points.csv", text);
}

/// A folder with iris and these points.
fn data() -> Scratch {
    let scratch = Scratch::with_data();
    write_points(&scratch);
    scratch
}

const BOTH: [&str; 2] = ["iris.csv", "points.csv"];

#[test]
fn theorem_3_1_returns_the_label_of_every_row() {
    let scratch = data();
    for file in BOTH {
        for profile in ["paper", "measured"] {
            let maps = memorizes(&scratch, file, &format!("--profile {profile}"));
            assert!(width(&maps) <= 12);
        }
    }
}

#[test]
fn theorem_3_1_needs_far_fewer_weights_than_points() {
    // 16 times as many points, and 16 sqrt(12/8) / sqrt(16) = 4.9 times as many weights.
    let scratch = Scratch::new();
    let [few, many] = [1_u64 << 8, 1 << 12].map(|points| {
        let mut text = "x,label\n".to_owned();
        for i in 0..points {
            writeln!(text, "{},{}", i * i, (i * i + i / 3) % 7 % 2).unwrap();
        }
        scratch.write("line.csv", text);
        scratch.expect(0, "memorize line.csv -o net.json --no-verify --profile measured");
        weights(&network(&scratch, "net.json"))
    });
    assert!(many < 6 * few, "{few} weights for 2^8 points, {many} for 2^12");
}

#[test]
fn theorem_5_1_returns_the_label_of_every_row_with_less_depth_and_more_width() {
    let scratch = data();
    for file in BOTH {
        let points = rows(&scratch, file).len();
        let mut deeper = memorizes(&scratch, file, "").len();
        for l in [8, 5, 3] {
            let maps =
                memorizes(&scratch, file, &format!("--theorem thm5.1 --depth-parameter {l}"));
            assert!(maps.len() < deeper, "L = {l}: {} layers", maps.len());
            assert!(width(&maps) <= 12 * points.div_ceil(l * l));
            deeper = maps.len();
        }
    }
}

#[test]
fn theorem_6_2_returns_the_label_of_every_row_with_fewer_bits_and_more_depth() {
    let scratch = data();
    for file in BOTH {
        let unlimited = memorizes(&scratch, file, "");
        let (mut longer, mut shallower) = (longest(&unlimited), unlimited.len());
        for b in [8, 3] {
            let maps = memorizes(&scratch, file, &format!("--theorem thm6.2 --bits-parameter {b}"));
            assert!(longest(&maps) <= longer, "B = {b}: {} bits", longest(&maps));
            assert!(maps.len() > shallower, "B = {b}: {} layers", maps.len());
            assert!(width(&maps) <= 14);
            (longer, shallower) = (longest(&maps), maps.len());
        }
        assert!(longer < longest(&unlimited));
    }
}

#[test]
fn theorem_2_1_returns_the_label_of_every_row_in_the_layers_that_it_says() {
    let scratch = data();
    for file in BOTH {
        for (s, t) in [(1, 9), (6, 14)] {
            let options = format!("--theorem thm2.1 --block {s} --layers-per-read {t}");
            let maps = memorizes(&scratch, file, &options);
            // Hidden layers and the output map.
            assert!(maps.len() <= 3 * s * (t + 3) + 1 + 1, "S = {s}, T = {t}: {}", maps.len());
        }
    }
}

#[test]
fn remark_3_3_returns_every_target_up_to_epsilon() {
    let scratch = Scratch::new();
    let mut text = "x,y,height\n".to_owned();
    for i in 0..60_i64 {
        writeln!(text, "{},-{}.5,{}.{:02}", i % 8, i / 8, i * i % 61 - 30, i * 37 % 100).unwrap();
    }
    scratch.write("heights.csv", text);
    for epsilon in ["2", "1/10", "0.003"] {
        scratch.expect(0, &format!("memorize heights.csv -o net.json --epsilon {epsilon}"));
        let maps = network(&scratch, "net.json");
        let epsilon = match epsilon.split_once('/') {
            Some((numerator, denominator)) => decimal(numerator) / decimal(denominator),
            None => decimal(epsilon),
        };
        for (point, height) in rows(&scratch, "heights.csv") {
            let error = (evaluate(&maps, &point) - decimal(&height)).abs();
            assert!(error <= epsilon, "{point:?}: {error}");
        }
    }
}
