//! Reading `paper-map.md`: one table row per statement of a paper.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, bail, ensure};

/// One row: a statement and where it lives.
pub struct Row {
    /// Id, such as `vardi2022/A.8`.
    pub id: String,
    /// Name on the command line, or empty.
    pub command: String,
    /// `crate::module::function`, or empty for statements without code.
    pub code: String,
    /// Names of the tests.
    pub tests: Vec<String>,
    /// `checked`, `cited` or `skipped`.
    pub state: String,
}

/// The folder of the workspace.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, PathBuf::from)
}

/// All rows of the map.
pub fn rows() -> Result<Vec<Row>> {
    let path = root().join("paper-map.md");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    // Every table row that begins with code is one of a statement.
    let rows = text.lines().filter(|line| line.starts_with("| `")).map(parse);
    let rows = rows.collect::<Result<Vec<_>>>()?;
    ensure!(!rows.is_empty(), "{} has no row", path.display());
    Ok(rows)
}

fn parse(line: &str) -> Result<Row> {
    let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
    let [id, _says, command, code, tests, state] = cells[..] else {
        bail!("a row of paper-map.md has {} cells, expected 6: {line}", cells.len());
    };
    let plain = |cell: &str| cell.trim_matches('`').to_owned();
    let tests = tests.split("<br>").map(|test| plain(test.trim())).filter(|t| !t.is_empty());
    let state = state.split([',', ' ']).next().unwrap_or_default().to_owned();
    Ok(Row {
        id: plain(id),
        command: plain(command),
        code: plain(code),
        tests: tests.collect(),
        state,
    })
}
