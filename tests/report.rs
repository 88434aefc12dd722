//! The page that `reproduce` writes: complete, well-formed, self-contained, its numbers those of the
//! statements' own files; and in a browser, where there is one, no wider than a phone.

#![allow(clippy::panic)]
// Which case is the tightest is checked on the numbers as they are printed.
#![allow(clippy::disallowed_types, clippy::float_arithmetic)]

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use serde_json::Value;

use crate::common::Scratch;

/// Quick statements, with plots and drawings.
const STATEMENTS: [&str; 3] = ["lemA.6", "lemA.7", "lem3.1"];

/// A folder `out` with the page of these statements.
fn reproduced() -> Scratch {
    let scratch = Scratch::with_data();
    for statement in STATEMENTS {
        let printed = scratch.expect(0, &format!("reproduce {statement} --data . --out out"));
        assert!(printed.ends_with("page: out/index.html\n"), "{printed}");
    }
    scratch
}

fn json(scratch: &Scratch, name: &str) -> Value {
    serde_json::from_slice(&scratch.read(name)).unwrap()
}

#[test]
fn page_is_well_formed_and_self_contained() {
    let page = reproduced().text("out/index.html");
    let mut open: Vec<&str> = Vec::new();
    for part in page.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap();
        match tag {
            _ if tag.starts_with('/') => assert_eq!(open.pop(), Some(name), "</{name}>"),
            _ if tag.starts_with('!') || tag.ends_with('/') || name == "meta" => {}
            _ => open.push(name),
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "quotes of <{tag}>");
    }
    assert_eq!(open, Vec::<&str>::new(), "not closed");

    let without = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for outside in ["http:", "https:", "//", "src=", "url(", "@import", "<link", "<script", "<img"]
    {
        assert!(!without.contains(outside), "the page refers to something outside: {outside}");
    }
}

#[test]
fn every_statement_and_every_picture_is_on_the_page() {
    let scratch = reproduced();
    let page = scratch.text("out/index.html");
    for statement in STATEMENTS {
        assert!(page.contains(&format!("<section id=\"{statement}\">")), "no section {statement}");
        assert!(page.contains(&format!("href=\"#{statement}\"")), "no link to {statement}");
        let pictures = json(&scratch, &format!("out/{statement}/summary.json"))["pictures"].clone();
        let mut listed = Vec::new();
        for picture in pictures.as_array().unwrap() {
            let file = picture["file"].as_str().unwrap();
            let svg = scratch.text(&format!("out/{statement}/{file}"));
            let svg = svg.get(svg.find("<svg").unwrap()..).unwrap();
            assert!(page.contains(svg), "{statement}/{file} is not on the page");
            listed.push(file.to_owned());
        }
        let files = fs::read_dir(scratch.path(&format!("out/{statement}"))).unwrap();
        let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut drawn: Vec<String> = files.filter(|name| name.ends_with(".svg")).collect();
        drawn.sort();
        listed.sort();
        assert_eq!(drawn, listed, "pictures of {statement}");
    }
}

/// The text between two marks.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("no {from} in {text}"));
    rest.split_once(to).unwrap().0
}

#[test]
fn numbers_are_those_of_the_claims() {
    let scratch = reproduced();
    let page = scratch.text("out/index.html");
    for statement in STATEMENTS {
        let section = between(&page, &format!("<section id=\"{statement}\">"), "</section>");
        let table = between(section, "<tbody>", "</tbody>");
        let rows: Vec<&str> = table.split("<tr").skip(1).collect();
        // Quantity to what is claimed in each case.
        let mut claims: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for case in json(&scratch, &format!("out/{statement}/claims.json")).as_array().unwrap() {
            for claim in case["claims"].as_array().unwrap() {
                let quantity = claim["quantity"].as_str().unwrap().to_owned();
                claims.entry(quantity).or_default().push(claim.clone());
            }
        }
        assert_eq!(rows.len(), claims.len(), "rows of {statement}");
        for (quantity, claims) in claims {
            let row = rows.iter().find(|row| row.contains(&format!(">{quantity} <")));
            let row = row.unwrap_or_else(|| panic!("{statement} has no row {quantity:?}"));
            let cells: Vec<&str> =
                (row.split("<td").skip(1)).map(|cell| between(cell, ">", "</td>")).collect();
            let &[_, measured, sign, bound, _, hold, _] = &cells[..] else {
                panic!("cells of {row}")
            };
            let number = |text: &str| {
                let (numerator, denominator) = text.split_once('/').unwrap_or((text, "1"));
                numerator.parse::<f64>().unwrap() / denominator.parse::<f64>().unwrap()
            };
            // Exact in the file, cut on the page: to four decimals, or four digits.
            let is_shown = |text: &str, shown: &str| {
                let (exact, shown) = (number(text), number(shown));
                (0.0..1e-3).contains(&((exact - shown) / exact.max(1.0)))
            };
            let text = |claim: &Value, name: &str| claim[name].as_str().unwrap().to_owned();
            let used = |claim: &Value| {
                let (m, b) = (number(&text(claim, "measured")), number(&text(claim, "bound")));
                if text(claim, "relation") == ">=" { b / m } else { m / b }
            };
            let signs = ("≤", "≥", "=");
            let relation = match text(&claims[0], "relation").as_str() {
                "<=" => signs.0,
                ">=" => signs.1,
                _ => signs.2,
            };
            assert_eq!(sign, relation);
            assert!(
                claims.iter().any(|c| is_shown(&text(c, "measured"), measured)
                    && is_shown(&text(c, "bound"), bound)),
                "{statement}: nowhere is {quantity} {measured} against {bound}"
            );
            let holding = claims.iter().filter(|claim| claim["holds"] == true).count();
            assert_eq!(hold, format!("{holding} of {}", claims.len()));
            let shown = if sign == "≥" {
                number(bound) / number(measured)
            } else {
                number(measured) / number(bound)
            };
            for claim in &claims {
                assert!(used(claim) <= shown, "{statement}: {claim} is tighter than {row}");
            }
        }
    }
}

#[test]
fn the_same_run_makes_the_same_page() {
    let (one, other) = (reproduced(), reproduced());
    assert_eq!(one.text("out/index.html"), other.text("out/index.html"));
}

#[test]
fn a_broken_folder_does_not_lose_the_page_of_the_others() {
    let scratch = reproduced();
    scratch.write("out/lemA.6/summary.json", "{");
    fs::remove_file(scratch.path("out/lemA.7/triangles.svg")).unwrap();
    scratch.expect(0, "reproduce lem3.1 --out out");
    let page = scratch.text("out/index.html");
    let section = between(&page, "<section id=\"lemA.6\">", "</section>");
    assert!(section.contains("could not run") && section.contains("summary.json"), "{section}");
    assert!(page.contains("triangles.svg is missing"));

    // A statement that cannot run leaves the page as it was.
    let run = scratch.run("reproduce rem3.3 --data nowhere --out out");
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert_eq!(scratch.text("out/index.html"), page);
}

/// A browser, from the variable CHROME or by the names that it has.
fn chromium() -> Option<String> {
    let names = ["chromium", "chromium-browser", "google-chrome"].map(str::to_owned);
    let names = std::env::var("CHROME").into_iter().chain(names);
    let works = |name: &String| {
        Command::new(name).arg("--version").output().is_ok_and(|run| run.status.success())
    };
    names.into_iter().find(works)
}

/// Runs the browser on a file of a folder; what it prints, and what its console says.
fn browse(chromium: &str, scratch: &Scratch, file: &str, more: &[&str]) -> (String, String) {
    let profile = Scratch::new();
    let url = format!("file://{}", scratch.path(file).display());
    let output = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--enable-logging=stderr", "--hide-scrollbars"])
        .arg(format!("--user-data-dir={}", profile.path("profile").display()))
        .args(more)
        .arg(url)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (text(output.stdout), text(output.stderr))
}

#[test]
fn page_fits_a_phone_and_a_desktop_in_chromium() {
    let Some(chromium) = chromium() else {
        println!(
            "NOTICE: skipped, no chromium, chromium-browser or google-chrome, and CHROME is not set"
        );
        return;
    };
    let scratch = reproduced();
    let page = scratch.text("out/index.html").replace('&', "&amp;").replace('"', "&quot;");
    for (width, height) in [(390, 844), (1280, 900)] {
        // In a frame of that width, since a window cannot be as narrow; details are opened.
        let wrapper = format!(
            "<!DOCTYPE html><meta charset=utf-8><iframe width={width} height={height} \
             style=\"border:0\" srcdoc=\"{page}\"></iframe><script>\
             onload = () => {{ const inner = frames[0].document; \
             for (const one of inner.querySelectorAll('details')) one.open = true; \
             document.body.innerHTML = 'width ' + inner.documentElement.scrollWidth + ' of ' \
             + frames[0].innerWidth + ', height ' + inner.documentElement.scrollHeight \
             + ', pictures ' + [...inner.querySelectorAll('figure > svg')] \
             .filter(svg => svg.getBoundingClientRect().width > 200).length; }}</script>"
        );
        scratch.write("wrapper.html", wrapper);
        let size = format!("--window-size={width},{height}");
        let (dom, console) = browse(&chromium, &scratch, "wrapper.html", &["--dump-dom", &size]);
        assert!(!console.contains("CONSOLE"), "{console}");
        let said = between(&dom, "<body>", "</body>");
        let pictures = page.matches("<figure").count();
        assert!(said.starts_with(&format!("width {width} of {width}, ")), "overflow: {said}");
        assert!(said.ends_with(&format!(", pictures {pictures}")), "pictures: {said}");

        let picture = scratch.path("page.png");
        let shot = format!("--screenshot={}", picture.display());
        let (_, console) = browse(&chromium, &scratch, "out/index.html", &[&shot, &size]);
        assert!(!console.contains("CONSOLE"), "{console}");
        assert!(is_a_picture(&picture), "no screenshot\n{console}");
        fs::remove_file(picture).unwrap();
    }
}

fn is_a_picture(path: &Path) -> bool {
    fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"\x89PNG") && bytes.len() > 10_000)
}
