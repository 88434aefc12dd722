//! Theorem 3.1 on every dataset, in both profiles; digits and iris also from files, by the
//! independent check.

use anyhow::Result;
use claims::Claim;
use drawing::{Look, Plot, Series, Style};
use memorize::{Profile, theorem_3_1};

use super::{
    Case, Context, curves,
    data::{Named, request},
};

pub fn run(context: &Context) -> Result<Vec<Case>> {
    curves::stages(context)?;
    let mut cases = Vec::new();
    for named in context.datasets()?.chain(context.large()) {
        let named = named?;
        for profile in [Profile::Paper, Profile::Measured] {
            cases.push(case(context, &named, profile)?);
        }
    }
    draw(context, &cases)?;
    Ok(cases)
}

/// Edges against N for the synthetic points in the plane with two classes, beside what is promised.
fn draw(context: &Context, cases: &[Case]) -> Result<()> {
    let drawn = |profile: Profile| {
        let setting = profile.to_string();
        let planar = move |case: &&Case| case.data.ends_with(" d=2 C=2") && case.setting == setting;
        cases.iter().filter(planar).filter_map(|case| {
            let edges =
                |claim: &&Claim| claim.statement == theorem_3_1::ID && claim.quantity == "edges";
            let promised = case.claims.iter().find(edges)?.bound.clone();
            let (_, rest) = case.data.split_once("N=")?;
            let points: u64 = rest.split(' ').next()?.parse().ok()?;
            Some((points, case.counts.as_ref()?.edges, promised))
        })
    };
    let built = |profile| drawn(profile).map(|(points, edges, _)| (points, edges));
    let promised = drawn(Profile::Paper).map(|(points, _, promised)| (points, promised));
    let series = [
        Series::new("as in the proof", Style::Measured, Look::Group(0), built(Profile::Paper)),
        Series::new(
            "sizes from the data",
            Style::Measured,
            Look::Group(1),
            built(Profile::Measured),
        ),
        Series::new("promised", Style::Bound, Look::Group(0), promised),
    ];
    let plot = Plot {
        title: "Theorem 3.1: edges against N, points in the plane",
        x: "N, number of points (2 classes)",
        y: "edges (non-zero weights)",
    };
    context.picture(
        "edges.svg",
        "Points in the plane, tight, uniform, clustered and on a line in turn. With the sizes of blocks and \
         numbers as in the proof, and with the smallest that this dataset allows.",
        plot.log_log(&series),
    )
}

fn case(context: &Context, named: &Named, profile: Profile) -> Result<Case> {
    let Named { name, data } = named;
    let mut built = named.verified(&request(&format!("thm3.1 --profile {profile}")))?;

    let source = context.data.join(name).with_extension("csv");
    if source.exists() {
        // From files, by code that shares nothing with the construction.
        let notes = built.notes(data);
        let file = context.out.join(format!("{name}-{profile}.safetensors"));
        netfile::write(&file, &built.network, &notes)?;
        let report = certify::certify(&file, &source, certify::Options::default(), &|| ())?;
        let right = report.rows - report.wrong;
        built.claims.push(Claim::equal(
            theorem_3_1::ID,
            "rows certified from files",
            right,
            report.rows,
        ));
    }
    Ok(named.case(profile.to_string(), built))
}
