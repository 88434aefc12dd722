//! Tables on standard output.

use std::io::{ErrorKind, Write};

use anyhow::Result;
use claims::Claim;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use network::Counts;
use rug::{Integer, Rational, ops::Pow};

/// A table with this header.
pub fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header.to_vec());
    table
}

/// Claims as `measured <= bound`, one per row.
pub fn claims(claims: &[Claim]) -> Table {
    let mut table = table(&["statement", "quantity", "measured", "", "bound", ""]);
    for claim in claims {
        table.add_row([
            claim.statement,
            &claim.quantity,
            &claim.measured_text(),
            claim.relation.sign(),
            &claim.bound_text(),
            if claim.holds() { "" } else { "BROKEN" },
        ]);
    }
    for column in [2, 4] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The counts of a network, as names and values.
pub fn counts(counts: &Counts) -> Vec<(&'static str, u64)> {
    vec![
        ("inputs", counts.inputs),
        ("outputs", counts.outputs),
        ("depth (affine maps)", counts.depth),
        ("hidden layers", counts.hidden_layers),
        ("width", counts.width),
        ("neurons", counts.neurons),
        ("edges (non-zero weights)", counts.edges),
        ("non-zero biases", counts.biases),
        ("edges + biases", counts.edges + counts.biases),
        ("dense count", counts.dense),
        ("bits of the longest weight", counts.bits),
        ("bits in all", counts.total_bits),
    ]
}

/// A number that is not negative with this many decimals, cut off.
pub fn decimals(value: &Rational, places: u32) -> String {
    let ten = Integer::from(10).pow(places);
    let scaled = Integer::from(Rational::from(value * &ten).floor_ref());
    let (whole, part) = scaled.div_rem_euc(ten);
    format!("{whole}.{part:0>width$}", width = places as usize)
}

/// Prints a line on standard output. A reader such as `head` that has seen enough is no failure: the
/// exit code still says what was found.
pub fn line(text: impl std::fmt::Display) -> Result<()> {
    match writeln!(anstream::stdout(), "{text}") {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

/// Prints a value as JSON.
pub fn json(value: &impl serde::Serialize) -> Result<()> {
    line(serde_json::to_string_pretty(value)?)
}
