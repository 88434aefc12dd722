//! `memorelu memorize`: build, verify, write, report.

use std::{collections::BTreeMap, time::Instant};

use anyhow::{Context, Result, ensure};
use claims::Claim;
use netfile::{Meaning, Notes, Ranges};
use network::InputRange;
use rug::Rational;
use serde_json::json;

use crate::{
    Outcome,
    args::{Memorize, Theorem},
    built::{self, Built, Choice},
    distance, input, report,
};

pub fn run(command: &Memorize) -> Result<Outcome> {
    let mut choice = Choice::new(command.theorem, command.tuning.clone(), command.profile);
    choice.seed = command.seed;
    choice.check()?;
    input::check_output(&command.output, &[&command.input.source.data])?;
    let (mut built, mut notes, facts) = match &command.epsilon {
        None => classification(command, &choice)?,
        Some(epsilon) => regression(command, &choice, epsilon)?,
    };
    notes.columns = command.input.source.named();
    notes.origin = Some(choice.origin(&built));
    notes.claims.clone_from(&built.claims);
    let holds = built.claims.iter().all(Claim::holds);
    if holds {
        netfile::write(&command.output, &built.network, &notes)?;
    }
    let counts = built.network.counts();
    let distances = distance::from_notes(&counts, &notes);
    if command.json {
        let parameters: BTreeMap<String, String> =
            built.parameters.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
        report::json(&json!({
            "statement": choice.theorem.name(),
            "data": facts.iter().cloned().collect::<BTreeMap<_, _>>(),
            "parameters": parameters,
            "counts": counts,
            "lower bounds": distances,
            "claims": built.claims,
            "holds": holds,
        }))?;
    } else {
        let mut table = report::table(&["data and parameters", ""]);
        let parameters = built.parameters.drain(..).map(|(name, value)| (name.to_owned(), value));
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

/// The option that a separation can fail for.
fn delta(command: &Memorize) -> String {
    command.delta.as_ref().map_or(String::new(), |delta| format!("--delta {delta}"))
}

type Facts = Vec<(String, String)>;

fn fact(name: &str, value: impl ToString) -> (String, String) {
    (name.to_owned(), value.to_string())
}

fn classification(command: &Memorize, choice: &Choice) -> Result<(Built, Notes, Facts)> {
    let data = command.input.dataset()?;
    let separation = data
        .separation(input::separation(command.delta.as_ref()))
        .with_context(|| delta(command))?;
    let start = Instant::now();
    let mut built = built::build(&data, choice, &separation.squared)?;
    let elapsed = start.elapsed();
    let mut facts = vec![
        fact("N, points", data.len()),
        fact("equal rows merged", data.merged()),
        fact("d, dimension", data.dimension()),
        fact("C, classes", data.classes()),
        fact("r^2, largest squared norm", data.radius_squared()),
        fact("delta^2, squared separation", &separation.squared),
        fact("how delta was obtained", format!("{:?}", separation.method).to_lowercase()),
        fact("building", format!("{elapsed:.2?}")),
    ];
    if !command.no_verify {
        let result = command.checking.verify(&built.network, data.points(), data.labels())?;
        let right = result.checked - result.mismatches;
        let quantity = "points with F(x) = y";
        built.claims.push(Claim::equal(command.theorem.id(), quantity, right, data.len()));
        facts.push(fact("verifying", format!("{:.2?}", result.elapsed)));
    }
    let notes = about(data.points(), Meaning::Labels(data.label_names().to_vec()));
    Ok((built, notes, facts))
}

fn regression(
    command: &Memorize,
    choice: &Choice,
    epsilon: &Rational,
) -> Result<(Built, Notes, Facts)> {
    ensure!(*epsilon > 0, "--epsilon must be positive, found {epsilon}");
    ensure!(command.theorem == Theorem::Thm31, "--epsilon goes with --theorem thm3.1");
    let data = command.input.regression()?;
    let separation = data
        .separation(input::separation(command.delta.as_ref()))
        .with_context(|| delta(command))?;
    let parameters = choice.parameters(&separation.squared);
    let mut built = Built::from(memorize::remark_3_3::construct(
        data.points(),
        data.targets(),
        epsilon,
        &parameters,
    )?);
    let facts = vec![
        fact("N, points", data.len()),
        fact("equal rows merged", data.merged()),
        fact("d, dimension", data.points().dimension()),
        fact("epsilon", epsilon),
        fact("delta^2, squared separation", &separation.squared),
    ];
    if !command.no_verify {
        let outputs = command.checking.outputs(&built.network, data.points())?;
        built.claims.push(memorize::remark_3_3::claim(&outputs, data.targets(), epsilon));
    }
    let targets = Some(distance::targets_apart(data.targets(), epsilon));
    let notes = about(data.points(), Meaning::Epsilon { epsilon: epsilon.clone(), targets });
    Ok((built, notes, facts))
}

/// What the file says of the points that it is for.
fn about(points: &dataset::Points, meaning: Meaning) -> Notes {
    let mut notes = Notes::new(meaning);
    notes.points = Some(points.len() as u64);
    notes.inputs = Some(Ranges::new(&InputRange::of_points(&points.view())));
    notes
}
