//! The comparison as a table, on standard output and as CSV.

use std::time::Duration;

use anyhow::Result;

use memorelu::{
    compare::{Measured, Row},
    distance::Distance,
};

use super::Comparison;
use crate::report::{self, BROKEN};

/// The most characters of a reason in the table; all of it stands below.
const REASON: usize = 34;

pub fn print(comparison: &Comparison) -> Result<()> {
    let Comparison { data, points, dimension, classes, .. } = comparison;
    report::line(format!("{data}: N = {points}, d = {dimension}, C = {classes}"))?;
    let header = [
        "--theorem",
        "edges",
        "biases",
        "edges + biases",
        "/ least",
        "/ own",
        "width",
        "depth",
        "bits",
        "bits in all",
        "build",
        "verify",
        "",
    ];
    let mut table = report::table(&header);
    if let Some(least) = comparison.least {
        let mut row = vec![String::new(); header.len()];
        row[0] = "lower bound, any network".to_owned();
        row[3] = least.to_string();
        row[4] = "1.0".to_owned();
        table.add_row(row);
    }
    for row in &comparison.constructions {
        let mut cells = vec![row.construction.clone()];
        match &row.measured {
            Some(measured) => cells.extend(numbers(measured)),
            None => cells.resize(header.len() - 1, String::new()),
        }
        cells.push(verdict(row));
        table.add_row(cells);
    }
    report::line(table.right_aligned(1..12))?;
    report::line(
        "/ least: edges + biases against what every network needs for the worst labels of so many \
         points; / own: against what networks of its width, depth and bits need",
    )?;
    summary(comparison)
}

fn numbers(measured: &Measured) -> Vec<String> {
    let mut all = sizes(measured, Distance::ratio);
    all.push(seconds(measured.build));
    all.push(measured.verify.map_or(String::new(), seconds));
    all
}

/// What the table and the CSV file both have; `ratio` is how they write a lower bound.
fn sizes(measured: &Measured, ratio: impl Fn(&Distance) -> String) -> Vec<String> {
    let counts = &measured.counts;
    let [any, own] = measured.ratios().map(|distance| distance.map_or(String::new(), &ratio));
    vec![
        counts.edges.to_string(),
        counts.biases.to_string(),
        measured.parameters().to_string(),
        any,
        own,
        counts.width.to_string(),
        counts.depth.to_string(),
        counts.bits.to_string(),
        counts.total_bits.to_string(),
    ]
}

/// Seconds with two decimals, cut.
fn seconds(duration: Duration) -> String {
    format!("{}.{:02} s", duration.as_secs(), duration.subsec_millis() / 10)
}

/// Nothing for what holds; otherwise what is wrong, in few words.
fn verdict(row: &Row) -> String {
    let broken = row.measured.iter().flat_map(|m| &m.claims).find(|claim| !claim.holds());
    match (broken, &row.why_not) {
        (Some(claim), _) => format!("{BROKEN}: {}", claim.quantity),
        (None, Some(reason)) => short(reason),
        (None, None) => String::new(),
    }
}

/// The first part of a message, which says what is wrong; what to do comes after it.
fn short(reason: &str) -> String {
    let end = |mark| reason.find(mark).unwrap_or(reason.len());
    let part = reason.get(..end("; ").min(end(": take"))).unwrap_or(reason);
    if part.chars().count() <= REASON {
        return part.to_owned();
    }
    part.chars().take(REASON - 3).chain("...".chars()).collect()
}

fn summary(comparison: &Comparison) -> Result<()> {
    let rows = &comparison.constructions;
    let claims = || rows.iter().flat_map(|row| row.measured.iter().map(move |m| (row, m)));
    let all = claims().flat_map(|(row, m)| m.claims.iter().map(move |claim| (row, claim)));
    for (row, reason) in rows.iter().filter_map(|row| Some((row, row.why_not.as_ref()?))) {
        report::line(format!("{}: {reason}", row.construction))?;
    }
    for (row, claim) in all.clone().filter(|(_, claim)| !claim.holds()) {
        report::line(format!("{}: {claim}", row.construction))?;
    }
    let verified = claims().filter(|(_, m)| m.verify.is_some()).count();
    let holding = all.clone().filter(|(_, claim)| claim.holds()).count();
    let verb = if comparison.holds() { "hold" } else { BROKEN };
    report::line(format!(
        "{verified} of {} constructions built and verified at all {} points; {holding} of {} claims \
         {verb}",
        rows.len(),
        comparison.points,
        all.count(),
    ))
}

/// The rows as CSV; the lower bound is its first row.
pub fn csv(comparison: &Comparison) -> Result<Vec<u8>> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    let header = [
        "construction",
        "statement",
        "edges",
        "biases",
        "edges + biases",
        "least for any network",
        "least for its width, depth and bits",
        "width",
        "depth",
        "bits",
        "bits in all",
        "build microseconds",
        "verify microseconds",
        "claims",
        "claims that hold",
        "why not",
    ];
    rows.write_record(header)?;
    if let Some(least) = comparison.least {
        let mut row = vec![String::new(); header.len()];
        row[0] = "lower bound".to_owned();
        row[4] = least.to_string();
        row[5] = least.to_string();
        rows.write_record(row)?;
    }
    for row in &comparison.constructions {
        let mut cells = vec![row.construction.clone(), row.statement.to_owned()];
        match &row.measured {
            Some(measured) => cells.extend(values(measured)),
            None => cells.resize(header.len() - 1, String::new()),
        }
        cells.push(row.why_not.clone().unwrap_or_default());
        rows.write_record(cells)?;
    }
    Ok(rows.into_inner()?)
}

fn values(measured: &Measured) -> Vec<String> {
    let claims = &measured.claims;
    let mut all = sizes(measured, |distance| distance.least.to_string());
    all.extend([
        measured.build.as_micros().to_string(),
        measured.verify.map_or(String::new(), |verify| verify.as_micros().to_string()),
        claims.len().to_string(),
        claims.iter().filter(|claim| claim.holds()).count().to_string(),
    ]);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use claims::Claim;

    fn row(right: u64, why_not: Option<&str>) -> Row {
        let counts = network::Network::carry(1, 1).counts();
        let measured = Measured {
            counts,
            distances: Vec::new(),
            parameters: std::collections::BTreeMap::new(),
            build: Duration::from_millis(1_239),
            verify: why_not.is_none().then_some(Duration::ZERO),
            claims: vec![Claim::equal("thm", "points with F(x) = y", right, 3)],
        };
        let why_not = why_not.map(str::to_owned);
        Row { construction: "thm".to_owned(), statement: "thm", measured: Some(measured), why_not }
    }

    #[test]
    fn a_wrong_label_breaks_its_row_and_the_comparison() {
        let comparison = |rows| Comparison {
            data: "data".to_owned(),
            points: 3,
            dimension: 1,
            classes: 2,
            least: None,
            constructions: rows,
        };
        assert_eq!(verdict(&row(3, None)), "");
        assert!(comparison(vec![row(3, None), row(3, None)]).holds());
        assert_eq!(verdict(&row(2, None)), "BROKEN: points with F(x) = y");
        assert!(!comparison(vec![row(3, None), row(2, None)]).holds());
    }

    #[test]
    fn reasons_are_short_and_times_are_cut() {
        assert_eq!(verdict(&row(3, Some("not verified: no memory"))), "not verified: no memory");
        assert_eq!(short("no plan fits; take another"), "no plan fits");
        assert_eq!(short("L is 9, at most 3: take 3"), "L is 9, at most 3");
        let long = short(&"x".repeat(100));
        assert_eq!((long.chars().count(), long.ends_with("...")), (REASON, true));
        assert_eq!(seconds(Duration::from_millis(1_239)), "1.23 s");
    }
}
