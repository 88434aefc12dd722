//! `memorelu certify`: the independent check.

use anyhow::Result;
use serde_json::json;

use crate::{Outcome, args::Certify, check, report};

pub fn run(command: &Certify) -> Result<Outcome> {
    let options = certify::Options { skip_conflicts: command.skip_conflicts };
    let bar = check::bar(0, "rows certified");
    let result = certify::certify(&command.network, &command.data, options, &|| bar.inc(1))?;
    bar.finish_and_clear();
    let right = result.rows - result.wrong - result.skipped;
    if command.json {
        let mismatches: Vec<_> = (result.mismatches.iter())
            .map(|m| json!({ "line": m.line, "expected": m.expected, "found": m.found }))
            .collect();
        report::json(&json!({
            "rows": result.rows,
            "right": right,
            "wrong": result.wrong,
            "skipped": result.skipped,
            "mismatches": mismatches,
        }))?;
    } else {
        for mismatch in &result.mismatches {
            report::line(format!(
                "line {}: expected {:?}, the network returns {:?}",
                mismatch.line, mismatch.expected, mismatch.found
            ))?;
        }
        let skipped = match result.skipped {
            0 => String::new(),
            skipped => format!(", {skipped} skipped as conflicting"),
        };
        report::line(format!("{right} of {} rows right{skipped}", result.rows))?;
    }
    Ok(Outcome::from(result.holds()))
}
