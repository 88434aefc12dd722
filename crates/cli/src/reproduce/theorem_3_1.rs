//! Theorem 3.1 on every dataset, in both profiles; digits and iris also from files, by the
//! independent check.

use anyhow::Result;
use claims::Claim;
use memorize::Profile;

use super::{Case, Context, data::Named};
use crate::{
    args::{Theorem, Tuning},
    built::Choice,
    input,
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

fn case(context: &Context, named: &Named, profile: Profile) -> Result<Case> {
    let Named { name, data } = named;
    let choice = Choice::new(Theorem::Thm31, Tuning::default(), profile);
    let mut built = named.verified(&choice)?;

    let source = context.data.join(name).with_extension("csv");
    if source.exists() {
        // From files, by code that shares nothing with the construction.
        let mut notes = choice.notes(&built);
        notes.insert("labels".to_owned(), serde_json::to_string(data.label_names())?);
        let file = context.out.join(format!("{name}-{profile}.safetensors"));
        input::write_network(&file, &built.network, &notes)?;
        let report = certify::certify(&file, &source, certify::Options::default(), &|| ())?;
        let right = report.rows - report.wrong;
        built.claims.push(Claim::equal(
            choice.theorem.id(),
            "rows certified from files",
            right,
            report.rows,
        ));
    }
    Ok(named.case(profile.to_string(), built))
}
