//! Theorem 3.1 on every dataset, in both profiles; digits and iris also from files, by the
//! independent check.

use anyhow::Result;
use claims::Claim;
use dataset::SeparationMethod;
use memorize::Profile;

use super::{Case, Context, data::Named};
use crate::{
    args::{Checking, Theorem, Tuning},
    built::{self, Choice},
    distance, input,
};

pub fn run(context: &Context) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for named in context.datasets()?.chain(context.large()) {
        let named = named?;
        for profile in [Profile::Paper, Profile::Measured] {
            cases.push(case(context, &named, profile)?);
        }
    }
    Ok(cases)
}

fn case(context: &Context, Named { name, data }: &Named, profile: Profile) -> Result<Case> {
    let theorem = Theorem::Thm31;
    let choice = Choice::new(theorem, Tuning::default(), profile);
    let separation = data.separation(SeparationMethod::Auto)?;
    let mut built = built::build(data, &choice, &separation.squared)?;
    let report = Checking::default().verify(&built.network, data.points(), data.labels())?;
    let right = report.checked - report.mismatches;
    built.claims.push(Claim::equal(theorem.id(), "points with F(x) = y", right, data.len()));

    let source = context.data.join(name).with_extension("csv");
    if source.exists() {
        // From files, by code that shares nothing with the construction.
        let mut notes = choice.notes(&built);
        notes.insert("labels".to_owned(), serde_json::to_string(data.label_names())?);
        notes.insert(
            "label column".to_owned(),
            dataset::csv::label_column(&source, &Default::default())?,
        );
        let file = context.out.join(format!("{name}-{profile}.safetensors"));
        input::write_network(&file, &built.network, &notes)?;
        let report = certify::certify(&file, &source, certify::Options::default(), &|| ())?;
        let right = report.rows - report.wrong;
        built.claims.push(Claim::equal(
            theorem.id(),
            "rows certified from files",
            right,
            report.rows,
        ));
    }
    let counts = built.network.counts();
    Ok(Case {
        data: name.clone(),
        setting: profile.to_string(),
        distance: distance::from_any(&counts, data.len() as u64, data.classes() as u64),
        counts: Some(counts),
        claims: built.claims,
    })
}
