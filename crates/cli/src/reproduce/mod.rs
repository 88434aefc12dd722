//! `memorelu reproduce`: every number behind a statement, rebuilt and checked.
//!
//! A statement is a function from a [`Context`] to [`Case`]s; this module prints them and writes
//! them as JSON and CSV.

mod data;
mod domains;
mod label_bits;
mod line_lemmas;
mod lower_bounds;
mod peers;
mod regression;
mod retrieval;
mod seeded;
mod sign_vectors;
mod sweeps;
mod theorem_3_1;
mod trade_off;
mod width_depth;
mod yang_lemmas;

use std::{io::Write, path::PathBuf, time::Instant};

use anyhow::{Context as _, Result, bail};
use claims::Claim;
use network::{Counts, atomic};
use serde::Serialize;

use crate::{Outcome, args::Reproduce, distance::Distance, report};

/// What a statement needs to run.
pub struct Context {
    /// Folder of the real datasets.
    pub data: PathBuf,
    /// Folder of this statement's own files.
    pub out: PathBuf,
    /// Also the sizes that take minutes.
    pub full: bool,
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

pub fn run(command: &Reproduce) -> Result<Outcome> {
    let chosen: Vec<_> = STATEMENTS
        .iter()
        .filter(|(name, _)| command.statement == "all" || command.statement == *name)
        .collect();
    if chosen.is_empty() {
        let known: Vec<_> = STATEMENTS.iter().map(|(name, _)| *name).collect();
        bail!("no statement {:?}; known: {}, all", command.statement, known.join(", "));
    }
    let mut all_hold = true;
    for (name, statement) in chosen {
        let out = command.out.join(name);
        std::fs::create_dir_all(&out)
            .with_context(|| format!("cannot make the folder {}", out.display()))?;
        let context = Context { data: command.data.clone(), out, full: command.full };
        let start = Instant::now();
        let cases = statement(&context).with_context(|| format!("{name} cannot run"))?;
        all_hold &= print(name, &cases, &context, start)?;
    }
    Ok(Outcome::from(all_hold))
}

/// Prints and writes the cases; do all claims hold?
fn print(name: &str, cases: &[Case], context: &Context, start: Instant) -> Result<bool> {
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
    let holds = broken().all(|(_, claim)| claim.holds());
    let verdict = if holds { "reproduced" } else { "NOT reproduced" };
    let (count, out) = (broken().count(), context.out.display());
    report::line(format!(
        "{name} {verdict}: {count} claims, {:.1?}, tables in {out}",
        start.elapsed()
    ))?;
    Ok(holds)
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
                claim.statement,
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
