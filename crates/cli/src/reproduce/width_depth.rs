//! Theorem 2.1 of Yang and Yang on every dataset, and its trade-off on one of them.

use anyhow::{Context as _, Result};
use construction::parameters;
use memorelu::Request;

use super::{
    Case, Context,
    data::{Named, request},
    trade_off,
};

pub fn run(context: &Context) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for named in context.datasets()?.chain(context.large()) {
        let named = named?;
        // Large sets, of --full, for the fewest edges only.
        let large = named.data.len() > 1 << 14;
        for (wish, options) in WISHES.into_iter().take(if large { 2 } else { 4 }) {
            cases.push(case(&named, wish, &request(&format!("thm2.1 {options}")))?);
        }
        if trade_off::is_drawn(&named.data) {
            cases.extend(trade_off::run(context, &named)?);
        }
    }
    Ok(cases)
}

/// What is asked of S and T.
const WISHES: [(&str, &str); 4] = [
    ("fewest edges", ""),
    ("fewest edges", "--profile measured"),
    ("given", "--block 4 --layers-per-read 16"),
    ("fewest layers, width <= 32", "--max-width 32 --minimise depth"),
];

fn case(named: &Named, wish: &str, request: &Request) -> Result<Case> {
    let built = named.verified(request)?;
    let used = |symbol: &str| {
        let used = built.used.iter().find(|used| used.symbol == symbol);
        used.with_context(|| format!("thm2.1 does not tell its {symbol}"))
    };
    let (s, t) = (&used("S")?.value, &used("T")?.value);
    let profile = parameters::profile(request.values());
    let setting = format!("{profile}, S = {s}, T = {t} ({wish})");
    Ok(named.case(setting, built))
}
