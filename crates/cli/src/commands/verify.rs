//! `memorelu verify`: every point of a dataset, by the fast evaluator.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use dataset::{Dataset, decimal};
use evaluator::{Options, Report};
use memorelu::{outputs, verify};
use netfile::{Meaning, Notes};
use serde_json::json;

use crate::{Outcome, args::Verify, check, report};

pub fn run(command: &Verify) -> Result<Outcome> {
    let (network, notes) = netfile::read(&command.network)?;
    // The file knows its columns; the command line may say otherwise.
    let input = command.input.clone().for_network(&notes.columns);
    if let Some(Meaning::Epsilon { epsilon, .. }) = &notes.meaning {
        ensure!(
            command.against_reference.is_none(),
            "--against-reference goes with networks of labels: this one meets targets up to {epsilon}"
        );
        let data = input.regression_for(&network)?;
        let evaluate = |options: Options<'_>| outputs(&network, data.points(), options);
        let outputs = command.checking.with_bar(data.len(), evaluate)?;
        let claim = memorize::remark_3_3::claim(&outputs, data.targets(), epsilon);
        if command.json {
            report::json(&json!({ "claims": [&claim] }))?;
        } else {
            report::line(&claim)?;
        }
        return Ok(Outcome::from(claim.holds()));
    }
    let data = input.dataset_for(&network)?;
    let labels = labels_for(&data, &notes)?;
    let verify = |options: Options<'_>| verify(&network, data.points(), &labels, options);
    let result = command.checking.with_bar(data.len(), verify)?;
    let reference = match command.against_reference {
        Some(most) => Some(check::reference(&network, data.points(), &labels, most)?),
        None => None,
    };
    let name = |index: usize| data.label_names()[data.labels()[index] as usize].clone();
    let mismatches: Vec<_> = (result.first.iter())
        .map(|m| (data.source_row(m.index), name(m.index), m.got.to_string()))
        .collect();
    if command.json {
        let mismatches: Vec<_> = (mismatches.iter())
            .map(|(row, expected, found)| json!({ "row": row, "expected": expected, "output": found }))
            .collect();
        report::json(&json!({
            "points": result.checked,
            "wrong": result.mismatches,
            "merged rows": data.merged(),
            "nanoseconds": nanoseconds(result.elapsed),
            "mismatches": mismatches,
            "reference": reference.as_ref().map(|reference| json!({
                "points": reference.checked,
                "wrong": reference.mismatches,
                "nanoseconds": nanoseconds(reference.elapsed),
            })),
        }))?;
    } else {
        for (row, expected, found) in mismatches {
            report::line(format!("row {row}: expected {expected:?}, the output is {found}"))?;
        }
        let (right, all) = (result.checked - result.mismatches, data.len());
        let merged = match data.merged() {
            0 => String::new(),
            merged => format!(" ({merged} equal rows merged)"),
        };
        report::line(format!("{right} of {all} points right{merged}, in {:.1?}", result.elapsed))?;
        if let Some(Report { checked, mismatches, elapsed, .. }) = &reference {
            let right = checked - mismatches;
            report::line(format!(
                "reference evaluation: {right} of {checked} right, in {elapsed:.1?}"
            ))?;
        }
    }
    let agrees = reference.is_none_or(|reference| reference.mismatches == 0);
    Ok(Outcome::from(result.holds(data.len()) && agrees))
}

/// For programs that read the report.
fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// For each point the output that stands for its label, according to the network's own names. If all
/// of these are numbers, labels are compared as numbers.
pub fn labels_for(data: &Dataset, notes: &Notes) -> Result<Vec<u32>> {
    let Some(names) = notes.labels() else {
        bail!("the network file does not say what its outputs mean (no note \"labels\")");
    };
    let number = |name: &String| decimal::parse(name).ok().map(|value| value.to_rational());
    let numbers: Option<Vec<_>> = names.iter().map(number).collect();
    let outputs = (data.label_names().iter())
        .map(|name| {
            let place = match &numbers {
                Some(numbers) => {
                    let number = number(name);
                    numbers.iter().position(|known| Some(known) == number.as_ref())
                }
                None => names.iter().position(|known| known == name),
            };
            place.map(|place| place as u32).with_context(|| {
                format!("the network knows no label {name:?}; it knows {}", names.join(", "))
            })
        })
        .collect::<Result<Vec<u32>>>()?;
    Ok(data.labels().iter().map(|label| outputs[*label as usize]).collect())
}
