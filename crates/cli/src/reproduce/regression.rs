//! Remark 3.3 on real targets: digits (the digit), iris (the last measurement from the others) and
//! synthetic sets (the label as a fraction), for several epsilon.

use anyhow::Result;
use claims::Claim;
use dataset::{Conflicts, Dataset, Regression};
use evaluator::Options;
use memorelu::{distance, regress};
use memorize::remark_3_3;
use rug::Rational;

use super::{Case, Context, data::request};

pub fn run(context: &Context) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    let mut sets = vec![("iris: petal width".to_owned(), petal_width(&context.iris()?.data)?)];
    for named in context.datasets()? {
        let named = named?;
        let scale = if named.name == "digits" { 1 } else { 7 };
        sets.push((format!("{}: label/{scale}", named.name), labels(&named.data, scale)?));
    }
    for (name, data) in sets {
        let mut edges = Vec::new();
        for epsilon in [(1, 1), (1, 16), (1, 256), (1, 4096)].map(Rational::from) {
            let values = request("thm3.1 --profile measured").values().clone();
            let mut built = regress(&data, &epsilon, &values)?.verified_targets(
                &data,
                &epsilon,
                Options::default(),
            )?;
            let counts = built.network.counts();
            edges.push(counts.edges);
            built.claims.extend(linear_growth(&edges));
            let apart = distance::targets_apart(data.targets(), &epsilon);
            cases.push(Case {
                data: name.clone(),
                setting: format!("epsilon = {epsilon}"),
                distance: distance::from_any(&counts, data.len() as u64, apart),
                counts: Some(counts),
                claims: built.claims,
            });
        }
    }
    Ok(cases)
}

/// Linear in log(1 / epsilon): each further factor 16 adds at most twice what the largest one before
/// it added. The first two steps have nothing to be compared with.
fn linear_growth(edges: &[u64]) -> Option<Claim> {
    let steps: Vec<u64> =
        edges.iter().zip(edges.iter().skip(1)).map(|(a, b)| b.saturating_sub(*a)).collect();
    let (last, before) = steps.split_last()?;
    let largest = before.iter().max().filter(|largest| **largest > 0)?;
    Some(Claim::at_most(remark_3_3::ID, "edges added by epsilon / 16", *last, 2 * largest))
}

/// The last coordinate as the target of the others.
fn petal_width(data: &Dataset) -> Result<Regression> {
    let d = data.dimension();
    let kept = (0..data.len()).flat_map(|i| data.numerators(i)[..d - 1].to_vec()).collect();
    let targets = (0..data.len()).map(|i| data.point(i)[d - 1].clone()).collect();
    let points = dataset::Points::new(d - 1, data.denominator().clone(), kept)?;
    Ok(Regression::new(points, targets, Conflicts::First)?)
}

fn labels(data: &Dataset, scale: u32) -> Result<Regression> {
    let targets = data.labels().iter().map(|label| Rational::from((*label, scale))).collect();
    Ok(Regression::new(data.points().clone(), targets, Conflicts::Reject)?)
}
