//! `memorelu memorize`: build, verify, write, report.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use construction::parameters::{self, DELTA};
use memorelu::{Built, Request, build, notes, regress};
use netfile::Notes;
use rug::Rational;
use serde_json::json;

use crate::{Outcome, args::Memorize, input, report};

pub fn run(command: &Memorize) -> Result<Outcome> {
    let request = command.given.request(command.theorem)?;
    input::check_output(&command.output, &[&command.input.source.data])?;
    let (mut built, mut notes, facts) = match &command.epsilon {
        None => classification(command, &request)?,
        Some(epsilon) => regression(command, &request, epsilon)?,
    };
    notes.columns = command.input.source.named();
    let holds = built.holds();
    if holds {
        netfile::write(&command.output, &built.network, &notes)?;
    }
    let counts = built.network.counts();
    let distances = notes::distances(&counts, &notes);
    if command.json {
        let parameters: BTreeMap<String, String> =
            built.used.iter().map(|used| (used.name(), used.value.clone())).collect();
        report::json(&json!({
            "statement": command.theorem.command(),
            "data": facts.iter().cloned().collect::<BTreeMap<_, _>>(),
            "parameters": parameters,
            "counts": counts,
            "lower bounds": distances,
            "claims": built.claims,
            "holds": holds,
        }))?;
    } else {
        let mut table = report::table(&["data and parameters", ""]);
        let parameters = built.used.drain(..).map(|used| (used.name(), used.value));
        for (name, value) in facts.into_iter().chain(parameters) {
            table.add_row([name, value]);
        }
        report::line(table)?;
        let mut table = report::table(&["network", ""]);
        for (name, value) in report::counts(&counts) {
            table.add_row([name, &value.to_string()]);
        }
        for distance in &distances {
            table.add_row([distance.name(), distance.text()]);
        }
        report::line(table)?;
        report::line(report::claims(&built.claims))?;
        report::line(if holds {
            format!("every claim holds; written to {}", command.output.display())
        } else {
            "a claim is BROKEN; nothing was written".to_owned()
        })?;
    }
    Ok(Outcome::from(holds))
}

type Facts = Vec<(String, String)>;

fn fact(name: &str, value: impl ToString) -> (String, String) {
    (name.to_owned(), value.to_string())
}

/// The option that a separation can fail for.
fn delta(request: &Request) -> String {
    request.values().number(&DELTA).map_or(String::new(), |delta| format!("--delta {delta}"))
}

fn classification(command: &Memorize, request: &Request) -> Result<(Built, Notes, Facts)> {
    let data = command.input.dataset()?;
    let mut facts = vec![
        fact("N, points", data.len()),
        fact("equal rows merged", data.merged()),
        fact("d, dimension", data.dimension()),
        fact("C, classes", data.classes()),
        fact("r^2, largest squared norm", data.radius_squared()),
    ];
    if request.statement().record.parameters.contains(&DELTA) {
        let separation =
            parameters::separation(&data, request.values()).with_context(|| delta(request))?;
        facts.push(fact("delta^2, squared separation", &separation.squared));
        facts.push(fact("how delta was obtained", separation.method));
    }
    let mut built = build(&data, request)?;
    facts.push(fact("building", format!("{:.2?}", built.building)));
    if !command.no_verify {
        built =
            (command.checking).with_bar(data.len(), |options| built.verified(&data, options))?;
        facts.extend(
            (built.report.as_ref())
                .map(|report| fact("verifying", format!("{:.2?}", report.elapsed))),
        );
    }
    let notes = built.notes(&data);
    Ok((built, notes, facts))
}

fn regression(
    command: &Memorize,
    request: &Request,
    epsilon: &Rational,
) -> Result<(Built, Notes, Facts)> {
    ensure!(*epsilon > 0, "--epsilon must be positive, found {epsilon}");
    let theorem = memorize::theorem_3_1::RECORD;
    ensure!(*command.theorem.record == theorem, "--epsilon goes with --theorem thm3.1");
    let data = command.input.regression()?;
    let separation = data
        .separation(input::separation(request.values().number(&DELTA)))
        .with_context(|| delta(request))?;
    let mut built = regress(&data, epsilon, request.values())?;
    let facts = vec![
        fact("N, points", data.len()),
        fact("equal rows merged", data.merged()),
        fact("d, dimension", data.points().dimension()),
        fact("epsilon", epsilon),
        fact("delta^2, squared separation", &separation.squared),
    ];
    if !command.no_verify {
        built = (command.checking)
            .with_bar(data.len(), |options| built.verified_targets(&data, epsilon, options))?;
    }
    let notes = built.notes_of_targets(&data, epsilon);
    Ok((built, notes, facts))
}
