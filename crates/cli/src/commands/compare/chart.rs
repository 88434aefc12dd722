//! The comparison as a picture: edges + biases of every construction.

use claims::spell::grouped;
use drawing::{Bar, Bars, Look};

use memorelu::compare::Row;

use super::Comparison;

/// The picture, as SVG.
pub fn svg(comparison: &Comparison) -> String {
    let Comparison { data, points, dimension, classes, least, constructions } = comparison;
    let mut statements: Vec<&str> = constructions.iter().map(|row| row.statement).collect();
    statements.sort_unstable();
    statements.dedup();
    let look = |row: &Row| {
        let own = statements.iter().position(|statement| *statement == row.statement);
        own.map_or(Look::Neutral, Look::Group)
    };
    let bar = |row: &Row| {
        let value = row.measured.as_ref()?.parameters();
        Some(Bar { name: row.construction.clone(), value, look: look(row) })
    };
    let name = data.rsplit(['/', '\\']).next().unwrap_or(data);
    let points = grouped(*points as u64);
    let picture = Bars {
        title: "Edges + biases of every construction".to_owned(),
        facts: format!(
            "{name}: N = {points}, d = {dimension}, C = {classes}; {}",
            verdict(comparison)
        ),
        axis: "edges + non-zero biases, logarithmic".to_owned(),
        least: least.map(|least| ("lower bound".to_owned(), least)),
        bars: constructions.iter().filter_map(bar).collect(),
    };
    picture.draw().into_string()
}

/// What the labels are worth.
fn verdict(comparison: &Comparison) -> &'static str {
    let verified = |row: &Row| row.measured.as_ref().is_none_or(|m| m.verify.is_some());
    if !comparison.holds() {
        "a claim is BROKEN"
    } else if comparison.constructions.iter().all(verified) {
        "every label verified exactly"
    } else {
        "not all labels are verified"
    }
}
