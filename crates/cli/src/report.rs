//! Tables on standard output. Colours are written always; what is no terminal does not get them.

use std::{
    fmt,
    io::{self, ErrorKind, Write},
    ops::{Deref, DerefMut},
};

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use claims::Claim;
use comfy_table::{CellAlignment, ContentArrangement, presets};
use network::Counts;

/// The style of names and heads.
pub const HEAD: Style = Style::new().bold();
/// The style of what holds.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// The style of what does not, and of errors.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// How a table says that something does not hold.
pub const BROKEN: &str = "BROKEN";

/// A table with a bold header, in which what is broken is red. Cells hold plain text, so that columns
/// stay aligned; lines are painted when they are printed.
pub struct Table {
    table: comfy_table::Table,
    /// Words that are painted where they are last in a line, with spaces around them.
    good: Vec<&'static str>,
}

impl Deref for Table {
    type Target = comfy_table::Table;

    fn deref(&self) -> &Self::Target {
        &self.table
    }
}

impl DerefMut for Table {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.table
    }
}

impl Table {
    /// Aligns columns to the right, as numbers are.
    pub fn right_aligned(mut self, columns: impl IntoIterator<Item = usize>) -> Self {
        for column in columns {
            if let Some(column) = self.table.column_mut(column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        self
    }

    /// A line of the table, painted.
    fn painted(&self, line: &str) -> String {
        let (word, style) = match self.good.iter().find(|word| line.contains(&spaced(word))) {
            _ if line.contains(BROKEN) => (BROKEN.to_owned(), BAD),
            Some(word) => (spaced(word), GOOD),
            None => return line.to_owned(),
        };
        let (before, after) = line.rsplit_once(&word).unwrap_or((line, ""));
        format!("{before}{style}{word}{style:#}{after}")
    }
}

fn spaced(word: &str) -> String {
    format!(" {word} ")
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = self.table.header().is_some();
        for (number, line) in self.table.lines().enumerate() {
            match number {
                0 => write!(f, "{line}")?,
                // Below the upper border.
                1 if header => write!(f, "\n{HEAD}{line}{HEAD:#}")?,
                _ => write!(f, "\n{}", self.painted(&line))?,
            }
        }
        Ok(())
    }
}

/// A table with this header.
pub fn table(header: &[&str]) -> Table {
    let mut table = comfy_table::Table::new();
    table.load_style(presets::UTF8_BORDERS_ONLY);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header.to_vec());
    Table { table, good: Vec::new() }
}

/// Claims as `measured <= bound`, one per row.
pub fn claims(claims: &[Claim]) -> Table {
    claims_under("statement", claims)
}

/// Likewise, below another head than `statement`.
pub fn claims_under(head: &str, claims: &[Claim]) -> Table {
    let mut table = table(&[head, "quantity", "measured", "", "bound", ""]);
    for claim in claims {
        table.add_row([
            claim.statement.as_ref(),
            &claim.quantity,
            &claim.measured_text(),
            claim.relation.sign(),
            &claim.bound_text(),
            if claim.holds() { "" } else { BROKEN },
        ]);
    }
    table.good = vec!["<=", ">=", "="];
    table.right_aligned([2, 4])
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

/// Prints a line on standard output. A reader such as `head` that has seen enough is no failure: the
/// exit code still says what was found.
pub fn line(text: impl fmt::Display) -> Result<()> {
    printed(writeln!(anstream::stdout(), "{text}"))
}

/// Prints bytes as they are, under the same rule.
pub fn bytes(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    printed(out.write_all(bytes).and_then(|()| out.flush()))
}

fn printed(result: io::Result<()>) -> Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

/// Prints an error on standard error: the whole chain of causes on one line, and no backtrace.
pub fn error(error: &anyhow::Error) {
    anstream::eprintln!("{BAD}memorelu:{BAD:#} {error:#}");
}

/// Prints a value as JSON.
pub fn json(value: &impl serde::Serialize) -> Result<()> {
    line(serde_json::to_string_pretty(value)?)
}
