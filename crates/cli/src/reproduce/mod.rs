//! `memorelu reproduce`: every number behind a statement, rebuilt and checked.
//!
//! A statement is a function from a [`Context`] to [`Case`]s; this module prints them and writes
//! them as JSON and CSV. After each statement, [`page`] writes `index.html` anew: one page of all that
//! stands in the output folder.

mod curves;
mod data;
mod domains;
mod label_bits;
mod line_lemmas;
mod lower_bounds;
mod page;
mod peers;
mod pictures;
mod regression;
mod retrieval;
mod seeded;
mod sign_vectors;
mod sizes;
mod summary;
mod sweeps;
mod texts;
mod theorem_3_1;
mod trade_off;
mod width_depth;
mod yang_lemmas;

use std::{io::Write, path::PathBuf, time::Instant};

use anyhow::{Context as _, Result, bail};
use claims::Claim;
use netfile::atomic;
use network::Counts;
use serde::Serialize;
use serde_json::json;

use pictures::Pictures;
use summary::Summary;

use memorelu::distance::Distance;

use crate::{Outcome, args::Reproduce, report};

/// What a statement needs to run.
pub struct Context {
    /// Folder of the real datasets.
    pub data: PathBuf,
    /// Folder of this statement's own files.
    pub out: PathBuf,
    /// Also the sizes that take minutes.
    pub full: bool,
    /// The pictures drawn so far.
    pub pictures: Pictures,
    /// Print JSON, one document for each statement.
    pub json: bool,
}

/// One dataset or domain, one choice of parameters: what was claimed and measured.
#[derive(Serialize)]
pub struct Case {
    /// Name of the dataset or domain.
    pub data: String,
    /// Parameters, such as the profile.
    pub setting: String,
    /// Sizes of the network, if there is one.
    pub counts: Option<Counts>,
    /// Its edges + biases beside the least number for the worst labels, if it memorizes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distance: Option<Distance>,
    /// Every claim.
    pub claims: Vec<Claim>,
}

type Statement = fn(&Context) -> Result<Vec<Case>>;

/// Every statement that runs, by its name on the command line.
const STATEMENTS: &[(&str, Statement)] = &[
    ("thm3.1", theorem_3_1::run),
    ("lemA.2", line_lemmas::lemma_a2),
    ("lemA.3", line_lemmas::lemma_a3),
    ("lemA.4", line_lemmas::lemma_a4),
    ("lemA.5", line_lemmas::lemma_a5),
    ("lemA.6", domains::lemma_a6),
    ("lemA.7", domains::lemma_a7),
    ("lemA.8", domains::lemma_a8),
    ("rem3.3", regression::run),
    ("thm5.1", sweeps::theorem_5_1),
    ("thm6.2", sweeps::theorem_6_2),
    ("thm2.1", width_depth::run),
    ("prop2.2", seeded::proposition_2_2),
    ("lem2.4", seeded::lemma_2_4),
    ("lem2.5", yang_lemmas::lemma_2_5),
    ("lem2.6", yang_lemmas::lemma_2_6),
    ("lem2.7", yang_lemmas::lemma_2_7),
    ("lem4.1", label_bits::run),
    ("thm6.1", lower_bounds::theorem_6_1),
    ("lem3.1", sign_vectors::run),
    ("thm3.2", lower_bounds::theorem_3_2),
    ("prop3.3", lower_bounds::proposition_3_3),
    ("retrieval", retrieval::wide),
    ("retrieval3", retrieval::width_3),
    ("peers", peers::run),
];

/// The comparison of all constructions, which is no statement of a paper.
const SIZES: (&str, Statement) = ("sizes", sizes::run);

/// Names of everything that can be reproduced, in the order of the page.
fn names() -> impl Iterator<Item = &'static str> {
    [SIZES.0].into_iter().chain(STATEMENTS.iter().map(|(name, _)| *name))
}

pub fn run(command: &Reproduce) -> Result<Outcome> {
    let chosen: Vec<_> = (STATEMENTS.iter().chain([&SIZES]))
        .filter(|(name, _)| command.statement == "all" || command.statement == *name)
        .collect();
    if chosen.is_empty() {
        let known: Vec<_> = STATEMENTS.iter().map(|(name, _)| *name).collect();
        bail!("no statement {:?}; known: {}, sizes, all", command.statement, known.join(", "));
    }
    let (count, mut all_hold, mut failed) = (chosen.len(), true, Vec::new());
    for (name, statement) in chosen {
        let out = command.out.join(name);
        std::fs::create_dir_all(&out)
            .with_context(|| format!("cannot make the folder {}", out.display()))?;
        let &Reproduce { ref data, full, json, .. } = command;
        let context =
            Context { data: data.clone(), out, full, pictures: Pictures::default(), json };
        // After each, so that one that fails leaves the others their page.
        match reproduce(name, *statement, context, command) {
            Ok(holds) => {
                all_hold &= holds;
                page::write(&command.out)?;
            }
            Err(error) => failed.push(error.context(format!("{name} cannot run"))),
        }
    }
    if failed.len() < count {
        page::write(&command.out)?;
        if !command.json {
            report::line(format!("page: {}", command.out.join(page::FILE).display()))?;
        }
    }
    let Some(last) = failed.pop() else { return Ok(Outcome::from(all_hold)) };
    for error in failed {
        report::error(&error);
    }
    Err(last)
}

/// Runs a statement, prints and writes what it finds; do all claims hold?
fn reproduce(
    name: &str,
    statement: Statement,
    context: Context,
    command: &Reproduce,
) -> Result<bool> {
    let start = Instant::now();
    let full = if command.full { " --full" } else { "" };
    let made_by = format!("memorelu reproduce {}{full}", command.statement);
    let result = statement(&context)
        .and_then(|cases| print(name, &cases, &context, start).map(|holds| (cases, holds)));
    let out = context.out.clone();
    match result {
        Ok((cases, holds)) => {
            Summary::new(name, made_by, &cases, context.pictures.into_vec()).write(&out)?;
            Ok(holds)
        }
        Err(error) => {
            // One of many that fails is missed on the page; a request that fails changes nothing.
            if command.statement == "all" {
                Summary::failed(name, made_by, &error).write(&out)?;
            }
            Err(error)
        }
    }
}

/// Prints and writes the cases; do all claims hold?
fn print(name: &str, cases: &[Case], context: &Context, start: Instant) -> Result<bool> {
    if context.json {
        write(cases, context)?;
        let holds = all_hold(cases);
        report::json(&json!({ "statement": name, "cases": cases, "holds": holds }))?;
        return Ok(holds);
    }
    let has_networks = cases.iter().any(|case| case.counts.is_some());
    let distance = cases.iter().find_map(|case| case.distance.as_ref());
    let mut header = vec!["data", "setting"];
    if has_networks {
        header.extend(["width", "depth", "edges", "biases", "bits"]);
    }
    let ratio = distance.map(Distance::header);
    header.extend(ratio.as_deref());
    header.push("claims that hold");
    let mut table = report::table(&header);
    for case in cases {
        let mut row = vec![case.data.clone(), case.setting.clone()];
        if has_networks {
            row.extend(case.counts.as_ref().map_or_else(
                || vec![String::new(); 5],
                |c| [c.width, c.depth, c.edges, c.biases, c.bits].map(|n| n.to_string()).to_vec(),
            ));
        }
        if distance.is_some() {
            row.push(case.distance.as_ref().map_or(String::new(), Distance::ratio));
        }
        let holding = case.claims.iter().filter(|claim| claim.holds()).count();
        row.push(format!("{holding} of {}", case.claims.len()));
        table.add_row(row);
    }
    report::line(table)?;
    if let Some(distance) = distance {
        report::line(distance.legend())?;
    }
    if let Some(case) = cases.first() {
        report::line(format!("claims on {} ({}):", case.data, case.setting))?;
        report::line(report::claims(&case.claims))?;
    }
    let broken = || cases.iter().flat_map(|case| case.claims.iter().map(move |c| (case, c)));
    for (case, claim) in broken().filter(|(_, claim)| !claim.holds()) {
        report::line(format!("{} ({}): {claim}", case.data, case.setting))?;
    }
    write(cases, context)?;
    let holds = all_hold(cases);
    let verdict = if holds { "reproduced" } else { "NOT reproduced" };
    let (count, out) = (broken().count(), context.out.display());
    report::line(format!(
        "{name} {verdict}: {count} claims, {:.1?}, tables in {out}",
        start.elapsed()
    ))?;
    Ok(holds)
}

/// Do all claims hold? Where nothing is claimed, nothing is reproduced.
fn all_hold(cases: &[Case]) -> bool {
    let mut claims = cases.iter().flat_map(|case| &case.claims).peekable();
    claims.peek().is_some() && claims.all(Claim::holds)
}

fn write(cases: &[Case], context: &Context) -> Result<()> {
    let json = serde_json::to_string_pretty(cases)?;
    atomic::write(&context.out.join("claims.json"), |file| file.write_all(json.as_bytes()))?;
    let mut rows = csv::Writer::from_writer(Vec::new());
    let header =
        ["data", "setting", "statement", "quantity", "measured", "relation", "bound", "holds"];
    rows.write_record(header)?;
    for case in cases {
        for claim in &case.claims {
            rows.write_record([
                &case.data,
                &case.setting,
                &*claim.statement,
                &claim.quantity,
                &claim.measured_text(),
                claim.relation.sign(),
                &claim.bound_text(),
                &claim.holds().to_string(),
            ])?;
        }
    }
    let bytes = rows.into_inner()?;
    atomic::write(&context.out.join("claims.csv"), |file| file.write_all(&bytes))?;
    Ok(())
}
