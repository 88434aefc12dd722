//! `docs/theorem-3.1.md` tells the truth: its example is built here from the crates' public functions.
//! Each of its tables is compared with what comes out, each sentence with a number in it must carry the
//! number that comes out, and no other number of two digits or more may occur in its text.
//!
//! With `UPDATE_DOCS=1` the tables are written anew; sentences are for a person to mend.

use std::{fs, path::Path};

use bitextract::{bin, lemma_a5, lemma_a7, lemma_a8};
use claims::Enclosure;
use dataset::{Conflicts, Dataset, Labels};
use encoding::{
    lemma_a4::{self, Block},
    strings::{Segments, bits_of_labels, block_strings},
};
use memorize::{Construction, Parameters, Profile, line, promise::points_per_block, theorem_3_1};
use network::Network;
use projection::{Projection, lemma_a2, lemma_a3};
use rug::{Integer, Rational};

const SEED: u64 = 0;
const POINTS: [([i32; 2], &str); 7] = [
    ([0, 0], "red"),
    ([1, 2], "green"),
    ([2, 0], "red"),
    ([3, 2], "blue"),
    ([0, 3], "blue"),
    ([2, 3], "green"),
    ([1, 1], "red"),
];
/// The point that is followed: the second of its block.
const FOLLOWED: usize = 1;

/// The example, stage by stage.
struct Tour {
    data: Dataset,
    projection: Projection,
    /// Labels in the order of the projected points.
    labels: Vec<u32>,
    segments: Segments,
    blocks: Vec<Block>,
    built: Construction,
}

fn tour() -> Tour {
    let coordinates = POINTS.iter().flat_map(|(point, _)| point.map(Integer::from)).collect();
    let labels = Labels::from_iter(POINTS.map(|(_, label)| label));
    let data =
        Dataset::from_parts(2, Integer::from(1), coordinates, labels, Conflicts::Reject).unwrap();
    let delta_squared = Rational::from(1);
    let profile = Profile::Paper;
    let projection = lemma_a2::project(data.points(), &delta_squared, profile, SEED).unwrap();
    let labels = projection.sorted(data.labels());
    let segments = Segments {
        per_block: points_per_block(data.len()),
        key_bits: projection.key_bits(),
        label_bits: bits_of_labels(data.classes() as u64),
    };
    let blocks = block_strings(&projection.points, &labels, segments).unwrap();
    let parameters = Parameters { profile, seed: SEED, delta_squared };
    let built = theorem_3_1::construct(&data, &parameters).unwrap();
    Tour { data, projection, labels, segments, blocks, built }
}

/// One row of a Markdown table.
fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let header: Vec<String> = header.iter().map(ToString::to_string).collect();
    let rule = vec!["---".to_owned(); header.len()];
    [header, rule].into_iter().chain(rows).map(|cells| row(&cells)).collect()
}

/// The bits of `number`, `bits` in all, in groups of `group`.
fn binary(number: &Integer, bits: u32, group: u32) -> String {
    let digits = format!("{:0>width$}", number.to_string_radix(2), width = bits as usize);
    let groups: Vec<&str> = (0..bits / group)
        .map(|k| &digits[(k * group) as usize..((k + 1) * group) as usize])
        .collect();
    format!("`{}`", groups.join(" "))
}

fn outputs(network: &Network, point: &[Rational]) -> Vec<Rational> {
    network.evaluate(point).unwrap()
}

fn floor(value: &Rational) -> Integer {
    Integer::from(value.floor_ref())
}

impl Tour {
    /// The position of the followed point among the projected ones.
    fn place(&self) -> usize {
        self.projection.order.iter().position(|index| *index as usize == FOLLOWED).unwrap()
    }

    fn name(&self, label: u32) -> String {
        self.data.label_names()[label as usize].clone()
    }

    fn data_table(&self) -> String {
        let csv: String =
            POINTS.iter().map(|([a, b], label)| format!("{a},{b},{label}\n")).collect();
        format!("```csv tour.csv\na,b,colour\n{csv}```\n")
    }

    fn projected_table(&self) -> String {
        let points = self.projection.points.points().iter();
        let rows =
            points.zip(&self.projection.order).zip(&self.labels).map(|((x, index), label)| {
                let [a, b] = POINTS[*index as usize].0;
                assert_eq!(
                    outputs(&self.projection.network, &[a.into(), b.into()]),
                    std::slice::from_ref(x)
                );
                let bits = binary(&floor(x), self.segments.key_bits, self.segments.key_bits);
                let label = format!("{} = {label}", self.name(*label));
                vec![format!("({a}, {b})"), x.to_string(), floor(x).to_string(), bits, label]
            });
        table(&["point", "F1(x)", "integer part", "in bits", "label"], rows)
    }

    fn strings_table(&self) -> String {
        let Segments { per_block, key_bits, label_bits } = self.segments;
        let rows = self.blocks.iter().zip(1..).map(|(block, j)| {
            let [w, u] = &block.stored[..] else { unreachable!("u and w are stored") };
            vec![
                j.to_string(),
                format!("[{}, {}]", block.first, Integer::from(&block.last + 1)),
                binary(u, per_block as u32 * key_bits, key_bits),
                binary(w, per_block as u32 * label_bits, label_bits),
            ]
        });
        table(&["block", "interval", "u", "w"], rows)
    }

    /// x, w and u at the followed point, as the network of Lemma A.4 returns them.
    fn looked_up(&self) -> [Rational; 3] {
        let lookup = lemma_a4::block_lookup(&self.blocks).unwrap();
        let x = self.projection.points.points()[self.place()].clone();
        outputs(&lookup, &[x]).try_into().unwrap()
    }

    /// What Lemma A.7 does to u, bit by bit, for the first segment.
    fn bits_table(&self) -> String {
        let length = self.segments.per_block as u32 * self.segments.key_bits;
        let [_, _, u] = self.looked_up();
        let start = outputs(&lemma_a7::arguments(length).unwrap(), std::slice::from_ref(&u));
        let unit = Rational::from(Integer::from(1) << (length + 2));
        let whole = |value: &Rational| (value.clone() * &unit).to_string();
        let first = vec!["0".into(), whole(&start[0]), whole(&start[1]), String::new()];
        let rows = (1..=self.segments.key_bits).map(|i| {
            let read = outputs(&lemma_a7::read_bits(length, 1, i).unwrap(), &start);
            let [p, q, number] = &read[..] else { unreachable!("three outputs") };
            let bit = Rational::from(p - q) * Rational::from(Integer::from(1) << (length + 2 - i));
            assert_eq!(*number, bin(&floor(&u), length, 1, i).unwrap());
            let bit = if bit > 0 { bit } else { Rational::new() };
            vec![i.to_string(), whole(p), whole(q), bit.to_string()]
        });
        table(&["i", "p_i", "q_i", "bit i"], [first].into_iter().chain(rows))
    }

    /// Lemma A.5 segment by segment at the followed point.
    fn match_table(&self) -> String {
        let Segments { per_block, key_bits, label_bits } = self.segments;
        let [x, w, u] = self.looked_up();
        let hit = lemma_a8::interval_indicator().unwrap();
        let segment = |number: &Rational, k: u32, bits: u32| {
            bin(&floor(number), per_block as u32 * bits, k * bits + 1, (k + 1) * bits).unwrap()
        };
        let mut sum = Rational::new();
        let rows: Vec<_> = (0..per_block as u32)
            .map(|k| {
                let (key, label) = (segment(&u, k, key_bits), segment(&w, k, label_bits));
                let hit = outputs(&hit, &[x.clone(), Rational::from(&key)]).remove(0);
                let scale = Integer::from(1) << label_bits;
                let gate = Rational::from(&hit * &scale) - scale + &label;
                let added = if gate > 0 { gate.clone() } else { Rational::new() };
                sum += &added;
                [(k + 1).to_string()]
                    .into_iter()
                    .chain([key, label].map(|number| number.to_string()))
                    .chain([&hit, &gate, &added, &sum].map(ToString::to_string))
                    .collect()
            })
            .collect();
        let shape = lemma_a5::Shape { segments: per_block as u32, key_bits, label_bits };
        assert_eq!(outputs(&lemma_a5::segment_lookup(shape).unwrap(), &[x, w, u]), [sum.clone()]);
        assert_eq!(sum, self.labels[self.place()]);
        table(&["segment", "key", "label", "hit", "4 hit - 4 + label", "its ReLU", "y"], rows)
    }

    fn claims_table(&self) -> String {
        let claims = self.built.claims.iter().filter(|claim| claim.statement == theorem_3_1::ID);
        let rows = claims.map(|claim| {
            assert!(claim.holds());
            vec![claim.quantity.clone(), claim.measured_text(), claim.bound_text()]
        });
        table(&["quantity", "this network", "at most"], rows)
    }

    /// The bounds of the theorem for other numbers of points: d = 2, r = 1, delta = 1/sqrt(N), C = 2.
    fn growth_table() -> String {
        let rows = [100_u64, 10_000, 1_000_000, 100_000_000].map(|points| {
            let squared = Rational::from((1, points));
            let range = lemma_a2::range_bound(points as usize, 2, &Rational::from(1), &squared);
            let rho = u64::from(range.floor().significant_bits());
            let n = points_per_block(points as usize) as u64;
            let root = (Enclosure::exact(points).log2().unwrap() * points).sqrt();
            let m = root.ceil().to_u64().unwrap();
            let [depth, edges] = [line::depth_bound(m, n, rho), line::edge_bound(m, n, rho)]
                .map(|bound| 2 + bound.to_u64().unwrap());
            let ratio = (Enclosure::exact(edges) / root.upper().clone()).floor();
            [points, n, m, rho, depth, edges]
                .map(|number| number.to_string())
                .into_iter()
                .chain([ratio.to_string()])
                .collect()
        });
        table(&["N", "n", "m", "rho", "depth", "edges", "edges / sqrt(N log2 N)"], rows)
    }

    /// The sentences with numbers in them.
    fn sentences(&self) -> Vec<String> {
        let Segments { per_block: n, key_bits: rho, label_bits: c } = self.segments;
        let (points, m) = (self.data.len(), self.blocks.len());
        let places = 8;
        let direction = lemma_a3::direction(self.data.points(), SEED).unwrap();
        assert_eq!(direction.attempts(), 1);
        let [g1, g2] = direction.coordinates() else { unreachable!("two coordinates") };
        let v = direction.truncated(places);
        let network = &self.projection.network;
        let neuron = network.hidden()[0].row(0).unwrap().to_form();
        let scale = Integer::from(1) << places;
        for ((_, weight), v) in neuron.terms().iter().zip(&v) {
            assert_eq!(weight.to_rational() * &scale, *v);
        }
        let b = neuron.bias().to_rational();
        let s = network.output().row(0).unwrap().to_form().terms()[0].1.to_rational();
        let range =
            lemma_a2::range_bound(points, 2, &self.data.radius_squared(), &Rational::from(1));
        let x = self.projection.points.points()[self.place()].clone();
        let [a, second] = POINTS[FOLLOWED].0;
        let (block, place) = (self.place() / n, self.place() % n);
        let [_, w, u] = self.looked_up();
        let counts = self.built.network.counts();
        let per_segment = 3 * rho.max(c) + 2;
        let layers = 1 + 2 * m as u64 + n as u64 * u64::from(per_segment) + 1;
        assert_eq!(counts.hidden_layers, layers);
        let length = n as u32 * rho;
        assert_eq!(counts.bits, u64::from(length) + 2);
        let name = self.name(self.labels[self.place()]);
        vec![
            format!("N = {points} points"),
            format!("r = sqrt({})", self.data.radius_squared()),
            format!("g = ({g1}, {g2})"),
            format!("q = {places} binary places"),
            format!("v = ({}/{scale}, {}/{scale})", v[0], v[1]),
            format!("b = {b}"),
            format!("s = {s}"),
            format!("`F1(x) = {s} relu(({} x1 + {} x2)/{scale} + {b})`", v[0], v[1])
                .replace("+ -", "- "),
            format!("`floor(R) = {}`", range.floor()),
            format!("rho = {rho} bits"),
            format!("c = {c} bits"),
            format!("n = {n} points"),
            format!("m = {m} blocks"),
            format!("Follow the point ({a}, {second}), {name}"),
            format!("`x = {x}`"),
            format!("in block {}, place {}", block + 1, place + 1),
            format!("The {rho} bits are {}, the integer part", self.blocks[block].first),
            format!("The output is `y = {}`, {name}", self.labels[self.place()]),
            format!("`w = {}` and `u = {}`", w, u),
            format!("The string `u` has {length} bits"),
            format!(
                "p_0 = u/2^{length} + 2^-{} q_0 = u/2^{length} + 2^-{}",
                length + 2,
                length + 1
            ),
            format!("relu((p_i - q_i) * 2^({}-i))", length + 2),
            format!("in units of 2^-{}:", length + 2),
            format!("3 * {} + 2 = {per_segment}", rho.max(c)),
            format!("1 + 2 * {m} + {n} * {per_segment} + 1 = {layers} hidden layers"),
            format!("that is {} affine maps", counts.depth),
            format!(
                "{length} + 2 = {} bits. A string `u` is one weight of {length} bits",
                counts.bits
            ),
            format!("38 * {rho} + 40 = {}", 38 * rho + 40),
        ]
    }

    fn tables(&self) -> [(&'static str, String); 7] {
        [
            ("data", self.data_table()),
            ("projected", self.projected_table()),
            ("strings", self.strings_table()),
            ("bits", self.bits_table()),
            ("match", self.match_table()),
            ("claims", self.claims_table()),
            ("growth", Self::growth_table()),
        ]
    }
}

/// Numbers of two digits or more, as they stand in a text.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() > 1)
}

#[test]
fn the_tour_of_theorem_3_1_tells_the_truth() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/theorem-3.1.md");
    let mut document = fs::read_to_string(&path).unwrap();
    let tour = tour();
    for i in 0..tour.data.len() {
        assert_eq!(outputs(&tour.built.network, &tour.data.point(i)), [tour.data.labels()[i]]);
    }
    let mut prose = document.clone();
    for (name, table) in tour.tables() {
        let mark = format!("<!-- {name} -->\n");
        let start = document.find(&mark).unwrap_or_else(|| panic!("no table {name}")) + mark.len();
        let end = start + document[start..].find("\n\n").unwrap() + 1;
        if std::env::var_os("UPDATE_DOCS").is_some() {
            document.replace_range(start..end, &table);
        } else {
            assert_eq!(document[start..end], table, "table {name}");
        }
        prose = prose.replace(&table, "");
    }
    // What the program prints is for the test of the commands to compare.
    while let Some(start) = prose.find("```console") {
        let end = start + prose[start..].find("\n```").unwrap() + "\n```".len();
        prose.replace_range(start..end, "");
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &document).unwrap();
    }
    let one_line = document.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentences = tour.sentences();
    let missing: Vec<_> = sentences.iter().filter(|text| !one_line.contains(*text)).collect();
    assert!(missing.is_empty(), "the text should say {missing:#?}");

    let tables: String = tour.tables().map(|(_, table)| table).concat();
    let known: Vec<&str> =
        sentences.iter().flat_map(|text| numbers(text)).chain(numbers(&tables)).collect();
    // The year of the paper, its width, and the constants of its bounds.
    let cited = ["2022", "12", "10", "14"];
    let strange: Vec<&str> = numbers(&prose)
        .filter(|number| !known.contains(number) && !cited.contains(number))
        .collect();
    assert!(strange.is_empty(), "numbers that nothing here computes: {strange:?}");
}
