//! What holds for every picture, and what each of them shows.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_types, clippy::float_arithmetic)]

use drawing::{
    Bar, Bars, Look, Markup, Panel, Plot, Quantity, Series, Style, is_readable, profile,
};
use network::{Affine, Form, Network};
use roxmltree::{Document, Node};

const PLOT: Plot<'_> = Plot { title: "Edges against points", x: "N, points", y: "edges" };

fn powers(name: &str, style: Style, look: Look, factor: u64) -> Series {
    Series::new(name, style, look, (2..10).map(|log| (1_u64 << log, factor << log)))
}

/// Curves that end close to each other, a bound, and points where others are.
fn series() -> Vec<Series> {
    let crowd = (0..12_usize)
        .map(|k| powers(&format!("curve {k}"), Style::Measured, Look::Group(k), 40 + k as u64));
    let more = [
        powers("bound", Style::Bound, Look::Neutral, 2),
        powers("points", Style::Points, Look::Group(12), 8),
        powers("rings", Style::Rings, Look::Group(13), 16),
    ];
    crowd.chain(more).collect()
}

fn panels() -> Vec<Panel> {
    ["one", "two", "three"]
        .map(|title| {
            let points = (0..9).map(|x| (x, x % 2 * 10));
            let line = Series::new("", Style::Line, Look::Group(0), points.clone());
            let dots = Series::new("dots", Style::Points, Look::Group(1), points);
            Panel { title: title.to_owned(), series: vec![line, dots] }
        })
        .to_vec()
}

fn bars() -> Bars {
    let bar = |(place, value): (usize, u64)| Bar {
        name: format!("retrieval --option {place}"),
        value,
        look: Look::Group(place),
    };
    Bars {
        title: "Sizes".to_owned(),
        facts: "data.csv: N = 10".to_owned(),
        axis: "edges".to_owned(),
        least: Some(("lower bound".to_owned(), 7)),
        bars: [12, 1_234, 9_876_543].into_iter().enumerate().map(bar).collect(),
    }
}

fn steps() -> Markup {
    let quantity = |name: &str, most: u64| Quantity {
        name: name.to_owned(),
        steps: (1..=40).map(|layer| (10 * layer, most * layer as u64)).collect(),
    };
    profile("A network", &[quantity("neurons", 3), quantity("bits", 1000)])
}

fn small() -> Network {
    let [x] = Form::inputs();
    let hidden = Affine::new(1, [3 * x.clone() - 7, 2 - x.clone()]).unwrap();
    let [a, b] = Form::inputs();
    Network::new(vec![hidden], Affine::new(2, [a - 5 * b]).unwrap()).unwrap()
}

fn pictures() -> Vec<(&'static str, String)> {
    let pictures = [
        ("log_log", PLOT.log_log(&series())),
        ("log_log_named", PLOT.log_log_named(&series())),
        ("panels", Plot { y: "", ..PLOT }.panels(&panels())),
        ("nothing", PLOT.log_log(&[])),
        ("bars", bars().draw()),
        ("profile", steps()),
        ("network", drawing::network(&small()).unwrap()),
    ];
    pictures.map(|(name, picture)| (name, picture.into_string())).to_vec()
}

fn number(node: &Node<'_, '_>, attribute: &str) -> f64 {
    node.attribute(attribute).unwrap().parse().unwrap()
}

/// Left, right, upper and lower end of a text, in letters that are not wide; nothing if it is turned.
fn extent(text: &Node<'_, '_>) -> Option<[f64; 4]> {
    if text.ancestors().any(|node| node.has_attribute("transform")) {
        return None;
    }
    let sized = text.ancestors().find(|node| node.has_attribute("font-size")).unwrap();
    let size = number(&sized, "font-size");
    let width = 0.5 * size * text.text().unwrap().chars().count() as f64;
    let anchor = text.ancestors().find_map(|node| node.attribute("text-anchor"));
    let (x, y) = (number(text, "x"), number(text, "y"));
    let left = match anchor {
        Some("middle") => x - width / 2.0,
        Some("end") => x - width,
        _ => x,
    };
    Some([left, left + width, y - 0.7 * size, y + 0.1 * size])
}

#[test]
fn pictures_are_named_and_their_texts_are_within_and_apart() {
    for (name, svg) in pictures() {
        let picture = Document::parse(&svg).unwrap();
        let root = picture.root_element();
        let children: Vec<Node<'_, '_>> = root.children().collect();
        let [title, description, ground, ..] = &children[..] else { panic!("{name}") };
        for (node, tag) in [(title, "title"), (description, "desc")] {
            assert!(node.has_tag_name(tag) && !node.text().unwrap().is_empty(), "{name}: {tag}");
        }
        assert_eq!(
            (ground.attribute("width"), ground.attribute("fill")),
            (Some("100%"), Some("white"))
        );

        let [width, height] = ["width", "height"].map(|side| number(&root, side));
        assert_eq!(root.attribute("viewBox"), Some(&*format!("0 0 {width} {height}")));
        let texts = picture.descendants().filter(|node| node.has_tag_name("text"));
        let texts: Vec<(&str, [f64; 4])> =
            texts.filter_map(|text| Some((text.text().unwrap(), extent(&text)?))).collect();
        assert!(texts.len() > 4, "{name}");
        for (place, (text, [left, right, top, bottom])) in texts.iter().enumerate() {
            let within = *left >= 0.0 && *right <= width && *top >= 0.0 && *bottom <= height;
            assert!(within, "{name}: {text:?} leaves the picture");
            for (other, [l, r, t, b]) in &texts[..place] {
                let apart = right <= l || r <= left || bottom <= t || b <= top;
                assert!(apart, "{name}: {text:?} is on {other:?}");
            }
        }
    }
}

/// The series of a plot, by their titles.
fn drawn<'a>(picture: &'a Document<'a>) -> Vec<(String, Node<'a, 'a>)> {
    let groups = picture.descendants().filter(|node| node.attribute("class") == Some("series"));
    let titled = groups.filter_map(|group| {
        let title = group.children().find(|node| node.has_tag_name("title"))?;
        Some((title.text().unwrap().to_owned(), group))
    });
    titled.collect()
}

#[test]
fn every_point_has_a_marker_that_says_its_numbers() {
    let svg = PLOT.log_log_named(&series()).into_string();
    let picture = Document::parse(&svg).unwrap();
    let drawn = drawn(&picture);
    assert_eq!(drawn.len(), series().len());
    for ((title, group), series) in drawn.iter().zip(series()) {
        assert_eq!(*title, series.name);
        let said: Vec<&str> = (group.descendants().filter(|node| node.has_tag_name("path")))
            .map(|marker| marker.first_element_child().unwrap().text().unwrap())
            .collect();
        let numbers: Vec<String> = series.points.iter().map(|(x, y)| format!("{x}, {y}")).collect();
        let has_markers = !matches!(series.style, Style::Bound | Style::Line);
        assert_eq!(said, if has_markers { &numbers[..] } else { &[] });
        let lines = group.descendants().filter(|node| node.has_tag_name("polyline"));
        let dashed: Vec<bool> = lines.map(|line| line.has_attribute("stroke-dasharray")).collect();
        let has_line = !matches!(series.style, Style::Points | Style::Rings);
        assert_eq!(dashed, vec![series.style == Style::Bound; usize::from(has_line)]);
        assert_eq!(group.attribute("stroke").unwrap(), {
            let text = picture
                .descendants()
                .find(|node| node.text() == Some(title) && node.has_tag_name("text"));
            text.unwrap().attribute("fill").unwrap()
        });
    }
}

#[test]
fn places_are_proportional_to_logarithms() {
    let points = [(1, 1), (10, 100), (1000, 10)];
    let one = Series::new("one", Style::Line, Look::Group(0), points);
    let svg = PLOT.log_log(&[one]).into_string();
    let picture = Document::parse(&svg).unwrap();
    let line = picture.descendants().find(|node| node.has_tag_name("polyline")).unwrap();
    let places: Vec<f64> =
        line.attribute("points").unwrap().split([' ', ',']).map(|n| n.parse().unwrap()).collect();
    let [x1, y1, x2, y2, x3, y3] = places[..] else { panic!("{places:?}") };
    assert!(((x3 - x1) - 3.0 * (x2 - x1)).abs() < 0.4, "{places:?}");
    assert!(((y1 - y2) - 2.0 * (y1 - y3)).abs() < 0.4 && y2 < y3, "{places:?}");
}

#[test]
fn zeros_have_no_place_on_logarithmic_axes() {
    let one = |points: &[(u32, u32)]| {
        let series = Series::new("one", Style::Points, Look::Group(0), points.iter().copied());
        PLOT.log_log(&[series]).into_string()
    };
    assert_eq!(one(&[(0, 5), (2, 3), (4, 0), (8, 9)]), one(&[(2, 3), (8, 9)]));
}

#[test]
fn strokes_of_bars_begin_at_the_least_number() {
    let svg = bars().draw().into_string();
    let picture = Document::parse(&svg).unwrap();
    let lines = || picture.descendants().filter(|node| node.has_tag_name("line"));
    let starts: Vec<f64> = lines().map(|line| number(&line, "x1")).collect();
    assert_eq!(starts.len(), 4);
    assert!(starts.iter().all(|start| *start == starts[0]), "{starts:?}");
    let dots: Vec<f64> = (picture.descendants().filter(|node| node.has_tag_name("circle")))
        .map(|dot| number(&dot, "cx"))
        .collect();
    assert!(dots.len() == 3 && starts[0] < dots[0] && dots.is_sorted(), "{dots:?}");
    assert!(svg.contains("lower bound 7<") && svg.contains(">9\u{202f}876\u{202f}543<"), "{svg}");
}

#[test]
fn large_networks_are_not_drawn_neuron_by_neuron() {
    let [x] = Form::inputs();
    let wide = Affine::new(1, (0..17).map(|k| x.clone() + k)).unwrap();
    let sum = (1..17).map(Form::input).fold(Form::input(0), |sum, one| sum + one);
    let wide = Network::new(vec![wide], Affine::new(17, [sum]).unwrap()).unwrap();
    let error = drawing::network(&wide).unwrap_err();
    assert!(
        error.to_string().starts_with("too large to draw neuron by neuron: 17 in a layer"),
        "{error}"
    );
    assert!(!is_readable(&wide) && is_readable(&small()));
}
