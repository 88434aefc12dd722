//! `cargo xtask tidy`: the map, the modules and the tests agree, in both directions; dependencies are
//! those that may be.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result};

use crate::{
    dependencies,
    paper_map::{self, Row},
};

/// Prints what is wrong; `false` if anything is.
pub fn run() -> Result<bool> {
    let wrong = problems()?;
    for problem in &wrong {
        eprintln!("tidy: {problem}");
    }
    if wrong.is_empty() {
        println!(
            "tidy: paper-map.md, modules and tests agree; so do dependencies and what they may be"
        );
    }
    Ok(wrong.is_empty())
}

/// Everything on which map, modules and tests disagree.
pub fn problems() -> Result<Vec<String>> {
    let rows = paper_map::rows()?;
    let crates = paper_map::root().join("crates");
    let mut wrong = Vec::new();
    for row in &rows {
        check_row(row, &crates, &mut wrong)?;
    }
    check_modules(&rows, &crates, &mut wrong)?;
    check_commands(&rows, &crates, &mut wrong)?;
    check_blanks(&crates.join("cli/src/reproduce"), &mut wrong)?;
    check_architecture(&crates, &mut wrong)?;
    wrong.extend(dependencies::problems()?);
    Ok(wrong)
}

/// A row points at code and tests that exist.
fn check_row(row: &Row, crates: &Path, wrong: &mut Vec<String>) -> Result<()> {
    match row.state.as_str() {
        "checked" => {}
        "cited" | "skipped:" | "skipped" if row.code.is_empty() => return Ok(()),
        other => {
            wrong.push(format!("{}: state {other:?} does not fit the rest of its row", row.id));
            return Ok(());
        }
    }
    let Some((krate, module, function)) = place(&row.code) else {
        wrong.push(format!("{}: {:?} is not crate::module::function", row.id, row.code));
        return Ok(());
    };
    let source = read(&crates.join(format!("{krate}/src/{module}.rs")))?;
    // The function itself, or that of another paper's lemma under its name.
    let exports = source.lines().any(|line| {
        line.trim_start().starts_with(&format!("pub fn {function}("))
            || line.starts_with("pub use ") && line.contains(&function)
    });
    if !exports {
        wrong.push(format!("{}: no `pub fn {function}` in {krate}/src/{module}.rs", row.id));
    }
    if row.tests.is_empty() {
        wrong.push(format!("{}: checked, but names no tests", row.id));
    }
    let folder = crates.join(&krate).join("tests/it");
    let files = names(&folder)?.into_iter().filter(|name| name.ends_with(".rs"));
    let tests = files.map(|file| read(&folder.join(file))).collect::<Result<String>>()?;
    for test in row.tests.iter().filter(|test| !tests.contains(&format!("fn {test}("))) {
        wrong.push(format!("{}: no test `{test}` in {krate}/tests/it", row.id));
    }
    Ok(())
}

/// Every module named after a statement has a row, and every test of its file stands in it.
fn check_modules(rows: &[Row], crates: &Path, wrong: &mut Vec<String>) -> Result<()> {
    let mut mapped: BTreeMap<(String, String), BTreeSet<&str>> = BTreeMap::new();
    for row in rows {
        if let Some((krate, module, _)) = place(&row.code) {
            let tests = row.tests.iter().map(String::as_str);
            mapped.entry((krate, module)).or_default().extend(tests);
        }
    }
    for krate in names(crates)? {
        for file in names(&crates.join(&krate).join("src"))? {
            let Some(module) = file.strip_suffix(".rs") else { continue };
            let kinds = ["lemma_", "theorem_", "remark_", "proposition_"];
            // A statement, or a paper with its year.
            let year = module.rsplit('_').next().filter(|year| year.len() == 4);
            let is_dated = year.is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()));
            if !is_dated && !kinds.iter().any(|kind| module.starts_with(kind)) {
                continue;
            }
            let Some(listed) = mapped.get(&(krate.clone(), module.to_owned())) else {
                wrong.push(format!("{krate}::{module} has no row in paper-map.md"));
                continue;
            };
            let tests = read(&crates.join(format!("{krate}/tests/it/{module}.rs")))?;
            let stem = format!("fn {module}_");
            for line in tests.lines().map(str::trim_start).filter(|l| l.starts_with(&stem)) {
                let name = line.trim_start_matches("fn ").split('(').next().unwrap_or_default();
                if !listed.contains(name) {
                    wrong.push(format!("test {krate}::{name} stands in no row of paper-map.md"));
                }
            }
        }
    }
    Ok(())
}

/// The statements that `reproduce` knows are those of the map.
fn check_commands(rows: &[Row], crates: &Path, wrong: &mut Vec<String>) -> Result<()> {
    let source = fs::read_to_string(crates.join("cli/src/reproduce/mod.rs"))
        .context("crates/cli/src/reproduce/mod.rs")?;
    for row in rows.iter().filter(|row| !row.command.is_empty()) {
        if !source.contains(&format!("(\"{}\",", row.command)) {
            wrong.push(format!("{}: `reproduce {}` does not exist", row.id, row.command));
        }
    }
    for line in source.lines().map(str::trim).filter(|line| line.starts_with("(\"")) {
        let name = line.trim_start_matches("(\"").split('"').next().unwrap_or_default();
        if !rows.iter().any(|row| row.command == name) {
            wrong.push(format!("`reproduce {name}` stands in no row of paper-map.md"));
        }
    }
    Ok(())
}

/// The texts of pictures and pages have single blanks; code has them anyway, by the formatter.
fn check_blanks(folder: &Path, wrong: &mut Vec<String>) -> Result<()> {
    for path in names(folder)?.into_iter().map(|name| folder.join(name)) {
        if path.is_dir() {
            check_blanks(&path, wrong)?;
        }
        let source =
            if path.extension().is_some_and(|end| end == "rs") { read(&path)? } else { continue };
        for (number, line) in source.lines().map(str::trim).enumerate() {
            if line.contains("  ") && !line.starts_with("//") {
                wrong.push(format!("{}:{}: two blanks in a row", path.display(), number + 1));
            }
        }
    }
    Ok(())
}

/// The crates that ARCHITECTURE.md names are those that there are.
fn check_architecture(crates: &Path, wrong: &mut Vec<String>) -> Result<()> {
    let text = read(&paper_map::root().join("ARCHITECTURE.md"))?;
    let named: BTreeSet<&str> =
        text.split("](crates/").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    let there = names(crates)?;
    let there: BTreeSet<&str> = there.iter().map(String::as_str).collect();
    for krate in named.symmetric_difference(&there) {
        wrong.push(format!("crate {krate} is in one of ARCHITECTURE.md and crates/ only"));
    }
    Ok(())
}

/// `crate::module::function` as its parts, the crate by its folder.
fn place(code: &str) -> Option<(String, String, String)> {
    let mut parts = code.split("::");
    let place = (parts.next()?, parts.next()?, parts.next()?);
    Some((place.0.replace('_', "-"), place.1.to_owned(), place.2.to_owned()))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    #[test]
    fn map_modules_and_tests_agree() {
        assert_eq!(super::problems().unwrap(), Vec::<String>::new());
    }
}
