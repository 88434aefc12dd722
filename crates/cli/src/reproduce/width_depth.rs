//! Theorem 2.1 of Yang and Yang on every dataset, and its trade-off on one of them.

use anyhow::Result;
use memorize::Profile;
use width_depth::Minimise;

use super::{Case, Context, data::Named, trade_off};
use crate::{
    args::{Theorem, Tuning},
    built::Choice,
};

pub fn run(context: &Context) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for named in context.datasets()?.chain(context.large()) {
        let named = named?;
        // Large sets, of --full, for the fewest edges only.
        let large = named.data.len() > 1 << 14;
        for (wish, profile, tuning) in wishes().into_iter().take(if large { 2 } else { 4 }) {
            cases.push(case(&named, wish, Choice::new(Theorem::Thm21, tuning, profile))?);
        }
        if trade_off::is_drawn(&named.data) {
            cases.extend(trade_off::run(context, &named)?);
        }
    }
    Ok(cases)
}

/// What is asked of S and T.
fn wishes() -> [(&'static str, Profile, Tuning); 4] {
    let fixed = Tuning { block: Some(4), layers_per_read: Some(16), ..Tuning::default() };
    let shallow =
        Tuning { max_width: Some(32), minimise: Some(Minimise::Depth), ..Tuning::default() };
    [
        ("fewest edges", Profile::Paper, Tuning::default()),
        ("fewest edges", Profile::Measured, Tuning::default()),
        ("given", Profile::Paper, fixed),
        ("fewest layers, width <= 32", Profile::Paper, shallow),
    ]
}

fn case(named: &Named, wish: &str, choice: Choice) -> Result<Case> {
    let built = named.verified(&choice)?;
    let chosen = |letter: &str| {
        let named = built.parameters.iter().find(|(name, _)| name.starts_with(letter));
        named.map_or("", |(_, value)| value)
    };
    let (s, t) = (chosen("S,"), chosen("T,"));
    let setting = format!("{}, S = {s}, T = {t} ({wish})", choice.profile);
    Ok(named.case(setting, built))
}
