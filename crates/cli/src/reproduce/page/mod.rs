//! `index.html`: everything that stands in the output folder on one page, without scripts and without
//! references to anything outside. It has no date in it: the same files make the same page.

use std::{collections::BTreeSet, io::Write, path::Path};

use anyhow::Result;
use claims::{Claim, Relation};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use netfile::atomic;

use super::{
    names,
    pictures::Picture,
    summary::{First, Row, Summary},
    texts::{self, Text},
};

/// The page, in the output folder.
pub const FILE: &str = "index.html";

const STYLE: &str = include_str!("style.css");

/// A statement that was reproduced, with its pictures as SVG texts.
struct Entry {
    name: String,
    text: Option<&'static Text>,
    summary: Summary,
    pictures: Vec<(Picture, Option<String>)>,
}

/// Writes the page of all statements that have a summary in the folder.
pub fn write(out: &Path) -> Result<()> {
    let entries: Vec<Entry> = names().filter_map(|name| Entry::read(out, name)).collect();
    let page = render(&entries).into_string();
    atomic::write(&out.join(FILE), |file| file.write_all(page.as_bytes()))?;
    Ok(())
}

impl Entry {
    /// A statement as it stands in its folder. What cannot be read is said on the page.
    fn read(out: &Path, name: &str) -> Option<Self> {
        let folder = out.join(name);
        let summary = match Summary::read(&folder) {
            Ok(summary) => summary?,
            Err(error) => Summary::failed(name, format!("memorelu reproduce {name}"), &error),
        };
        let read = |picture: &Picture| {
            let text = std::fs::read_to_string(folder.join(&picture.file)).ok();
            (picture.clone(), text)
        };
        let pictures = summary.pictures.iter().map(read).collect();
        let text = if name == texts::SIZES.name { Some(&texts::SIZES) } else { texts::of(name) };
        Some(Self { name: name.to_owned(), text, summary, pictures })
    }

    fn title(&self) -> &str {
        self.text.map_or(&self.name, |text| text.title)
    }

    fn is_own(&self, statement: &str) -> bool {
        self.text.is_none_or(|text| text.id.is_empty() || text.id == statement)
    }
}

fn render(entries: &[Entry]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "memorelu: theorems on memorization, reproduced" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Theorems on memorization, reproduced" }
                    p {
                        "Each theorem or lemma here says that some ReLU network exists, or that none does. "
                        "memorelu builds the network of the proof with exact weights, evaluates it in exact "
                        "arithmetic at every point, and compares what it measures with what is claimed, "
                        "constants included. No tolerance anywhere."
                    }
                    (verdict_of_all(entries))
                }
                nav { (contents(entries)) }
                main { @for entry in entries { (section(entry)) } }
                footer { (commands(entries)) }
            }
        }
    }
}

fn verdict_of_all(entries: &[Entry]) -> Markup {
    let holding = entries.iter().filter(|entry| entry.summary.holds()).count();
    let claims: usize = entries.iter().map(|entry| entry.summary.claims).sum();
    let kept: usize = entries.iter().map(|entry| entry.summary.holding).sum();
    html! {
        p.all {
            strong { (holding) " of " (entries.len()) }
            " sections reproduced; "
            strong { (kept) " of " (claims) }
            " measured claims hold."
        }
    }
}

fn verdict(summary: &Summary) -> Markup {
    let (class, text) = match &summary.failure {
        Some(_) => ("broken", "could not run"),
        None if summary.holds() => ("holds", "reproduced"),
        None => ("broken", "not reproduced"),
    };
    html! { span.verdict.(class) { (text) } }
}

fn contents(entries: &[Entry]) -> Markup {
    html! {
        ol.contents {
            @for entry in entries {
                li {
                    a href={ "#" (entry.name) } { (entry.title()) }
                    " "
                    span.count { (entry.summary.holding) " of " (entry.summary.claims) }
                    " " (verdict(&entry.summary))
                }
            }
        }
    }
}

fn section(entry: &Entry) -> Markup {
    let Summary { failure, cases, claims, holding, rows, first, .. } = &entry.summary;
    let (own, others): (Vec<&Row>, Vec<&Row>) =
        rows.iter().partition(|row| entry.is_own(&row.tightest.statement));
    html! {
        section id=(entry.name) {
            h2 { (entry.title()) " " (verdict(&entry.summary)) }
            @if let Some(text) = entry.text {
                p.source { (text.source) ", " code { (entry.name) } }
                p { (text.says) }
            }
            @if let Some(failure) = failure { p.failure { (failure) } }
            @if *cases > 0 {
                p { (holding) " of " (claims) " claims hold, in " (cases) " cases." }
            }
            @if !entry.pictures.is_empty() {
                div.pictures {
                    @for (picture, svg) in &entry.pictures { (figure(entry, picture, svg.as_deref())) }
                }
            }
            @if !own.is_empty() {
                h3 { "Claims, each in its tightest case" }
                (table(&own))
            }
            @if !others.is_empty() {
                details {
                    summary { "Claims of the lemmas it uses (" (others.len()) ")" }
                    (table(&others))
                }
            }
            @if let Some(First { data, setting, claims }) = first {
                details {
                    summary { "One case in full: " (place(data, setting)) }
                    (full(claims))
                }
            }
        }
    }
}

fn figure(entry: &Entry, picture: &Picture, svg: Option<&str>) -> Markup {
    html! {
        figure data-file={ (entry.name) "/" (picture.file) } {
            @match svg {
                Some(svg) => (PreEscaped(without_declaration(svg))),
                None => p.failure { (picture.file) " is missing" },
            }
            figcaption { (picture.caption) }
        }
    }
}

/// An SVG text as a part of a page.
fn without_declaration(svg: &str) -> &str {
    svg.find("<svg").map_or(svg, |start| svg.get(start..).unwrap_or(svg))
}

fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::AtMost => "≤",
        Relation::AtLeast => "≥",
        Relation::Equal => "=",
    }
}

fn place(data: &str, setting: &str) -> String {
    if setting.is_empty() { data.to_owned() } else { format!("{data}, {setting}") }
}

/// Measured, relation and bound of a claim, as three cells.
fn inequality(claim: &Claim) -> Markup {
    html! {
        td.number { (claim.measured_text()) }
        td.sign { (sign(claim.relation)) }
        td.number { (claim.bound_text()) }
    }
}

/// The tightest cases.
fn table(rows: &[&Row]) -> Markup {
    html! {
        table {
            thead {
                tr {
                    th { "quantity" }
                    th.number { "measured" }
                    th {}
                    th.number { "bound" }
                    th.number title="measured / bound, or bound / measured where the bound is from below" {
                        "used"
                    }
                    th.number { "hold" }
                    th { "tightest case" }
                }
            }
            tbody {
                @for Row { tightest, data, setting, used, claims, holding } in rows {
                    tr.broken[claims != holding] {
                        td.quantity { (tightest.quantity) " " span.id { (tightest.statement) } }
                        (inequality(tightest))
                        td.number { @if let Some(used) = used { (used) } }
                        td.number { (holding) " of " (claims) }
                        td.place { (place(data, setting)) }
                    }
                }
            }
        }
    }
}

/// All claims of a case.
fn full(claims: &[Claim]) -> Markup {
    html! {
        table {
            thead {
                tr {
                    th { "quantity" }
                    th.number { "measured" }
                    th {}
                    th.number { "bound" }
                }
            }
            tbody {
                @for line in claims {
                    tr.broken[!line.holds()] {
                        td.quantity { (line.quantity) " " span.id { (line.statement) } }
                        (inequality(line))
                    }
                }
            }
        }
    }
}

/// What made the page.
fn commands(entries: &[Entry]) -> Markup {
    let made_by: BTreeSet<&str> =
        entries.iter().map(|entry| entry.summary.command.as_str()).collect();
    html! {
        h2 { "How this page was made" }
        p { "By these commands, which verify everything again; " code { "cargo xtask reproduce all" }
            " builds memorelu first and makes all of it." }
        pre { @for command in made_by { (command) "\n" } }
        p { "The column " em { "used" } " says which part of the bound the tightest case takes up: at 1.000 \
            the claim holds with equality. Numbers of more than 15 digits are cut; no comparison uses what is \
            cut. Every claim of every case stands in " code { "STATEMENT/claims.json" } " and "
            code { "claims.csv" } " beside this page, every picture as an SVG file." }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reproduce::Case;
    use claims::Claim;

    fn entry(name: &str, cases: &[Case], pictures: &[(&str, &str)]) -> Entry {
        let pictures: Vec<(Picture, Option<String>)> = (pictures.iter())
            .map(|(file, svg)| {
                let (file, caption) = ((*file).to_owned(), "a & b".to_owned());
                (Picture { file, caption }, (!svg.is_empty()).then(|| (*svg).to_owned()))
            })
            .collect();
        let listed = pictures.iter().map(|(picture, _)| picture.clone()).collect();
        let summary = Summary::new(name, format!("memorelu reproduce {name}"), cases, listed);
        Entry { name: name.to_owned(), text: texts::of(name), summary, pictures }
    }

    #[test]
    fn page_of_a_few_claims() {
        let case = Case {
            data: "<script>".to_owned(),
            setting: "L = 1".to_owned(),
            counts: None,
            distance: None,
            claims: vec![
                Claim::at_most("vardi2022/A.8", "width", 2, 2),
                Claim::at_most("vardi2022/A.3", "least \"gap\"", 3, 2),
            ],
        };
        let svg = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>";
        let whole = entry("lemA.8", &[case], &[("a.svg", svg), ("b.svg", "")]);
        let error = anyhow::anyhow!("no file").context("lemA.6 cannot run");
        let failed = Entry {
            name: "lemA.6".to_owned(),
            text: texts::of("lemA.6"),
            summary: Summary::failed("lemA.6", "memorelu reproduce all".to_owned(), &error),
            pictures: Vec::new(),
        };
        let page = render(&[whole, failed]).into_string();
        insta::assert_snapshot!(page.replace(STYLE, "STYLE").replace("><", ">\n<"));
    }
}
