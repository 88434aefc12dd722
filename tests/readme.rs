//! The README and the pages in docs/ tell the truth: their commands run, and print what the page shows.
//!
//! The commands of a page run in one folder, in order, with `data/` in it. A block `csv NAME` is a file
//! that the reader saves. In a block of the console, `...` stands for any lines, and lines that do not
//! begin with `$ memorelu` are output; spaces and times may differ. Output that begins with `memorelu:`
//! is an error, and the request unusable. A block of Python runs where `PYTHON_WITH_ONNXRUNTIME` names an
//! interpreter, and prints the block of text that follows.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::common::{Run, Scratch};

/// The words of a line, times left out: `3.5ms`, `41s`, `0.03 s`.
fn words(line: &str) -> Vec<String> {
    let is_time = |word: &str| {
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        unit != word && ["ns", "µs", "ms", "s"].contains(&unit)
    };
    let line = line.replace(" s ", "s ");
    let words = line.split_whitespace();
    words.map(|word| if is_time(word) { "TIME" } else { word }.to_owned()).collect()
}

/// A Markdown table behind the mark `<!-- compare DATA -->` has rows of what the command writes as CSV:
/// the first cell names the construction, the header the columns. Cells may be empty.
fn tables(page: &str, text: &str, scratch: &Scratch) {
    for part in text.split("\n<!-- compare ").skip(1) {
        let (data, table) = part.split_once(" -->\n").unwrap();
        scratch.expect(0, &format!("compare {data} --csv compared.csv"));
        let written = scratch.text("compared.csv");
        let compared: Vec<HashMap<String, String>> = csv::Reader::from_reader(written.as_bytes())
            .deserialize()
            .map(Result::unwrap)
            .collect();
        let rows = table.lines().take_while(|line| line.starts_with('|'));
        let rows: Vec<Vec<&str>> =
            rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect();
        assert!(rows.len() > 2, "{page}: no table of {data}");
        for row in rows.iter().skip(2) {
            let found = compared.iter().find(|compared| compared["construction"] == row[0]);
            let found = found.unwrap_or_else(|| panic!("{page}: nothing is named {}", row[0]));
            for (column, cell) in rows[0].iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                assert_eq!(found[*column], *cell, "{page}: {column} of {}", row[0]);
            }
        }
    }
}

/// The fenced blocks of a page: what stands after the fence, and the lines inside.
fn blocks(page: &str) -> impl Iterator<Item = (&str, &str)> {
    page.split("\n```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap())
}

/// Does the output have the lines that are shown? The first that it does not have is the error.
fn compare<'a>(printed: &str, shown: &'a str) -> Result<(), &'a str> {
    let mut printed = printed.lines();
    let mut skips = false;
    for line in shown.trim_end().lines() {
        let is_it = |printed: &str| words(printed) == words(line);
        let is_shown = line == "..."
            || if skips { printed.any(is_it) } else { printed.next().is_some_and(is_it) };
        if !is_shown {
            return Err(line);
        }
        skips = line == "...";
    }
    if skips || printed.next().is_none() { Ok(()) } else { Err("(nothing more)") }
}

fn python(scratch: &Scratch, program: &str, shown: &str) {
    let Some(python) = std::env::var_os("PYTHON_WITH_ONNXRUNTIME") else {
        return eprintln!("Python not run: PYTHON_WITH_ONNXRUNTIME is not set");
    };
    let mut command = Command::new(python);
    let run =
        Run::of(command.args(["-c", program]).current_dir(scratch.path("")).output().unwrap());
    assert_eq!((run.code, run.stdout.trim_end()), (0, shown), "{run:?}");
}

fn check(page: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = fs::read_to_string(root.join(page)).unwrap();
    let scratch = Scratch::new();
    fs::create_dir(scratch.path("data")).unwrap();
    for name in ["iris.csv", "digits.csv"] {
        fs::copy(root.join("data").join(name), scratch.path("data").join(name)).unwrap();
    }
    tables(page, &text, &scratch);
    let mut blocks = blocks(&text);
    while let Some((info, block)) = blocks.next() {
        if info == "python" {
            let (_, shown) = blocks.next().unwrap();
            python(&scratch, block, shown);
        }
        if let Some(name) = info.strip_prefix("csv ") {
            scratch.write(name, format!("{block}\n"));
        }
        if info != "console" || !block.starts_with("$ memorelu") {
            continue;
        }
        for part in block.split("$ memorelu ").skip(1) {
            let (command, shown) = part.split_once('\n').unwrap_or((part, ""));
            let command = command.split(" # ").next().unwrap();
            let run = Run::of(scratch.command(command).output().unwrap());
            let is_error = shown.starts_with("memorelu: ");
            assert_eq!(
                run.code,
                if is_error { 2 } else { 0 },
                "{page}: memorelu {command}: {run:?}"
            );
            let printed = if is_error { &run.stderr } else { &run.stdout };
            if let Err(line) = compare(printed, shown) {
                panic!("{page}: memorelu {command} does not print\n{line}\nbut\n{printed}");
            }
        }
    }
}

#[test]
fn the_commands_of_the_readme_print_what_it_shows() {
    check("README.md");
}

#[test]
fn the_commands_of_the_tour_print_what_it_shows() {
    check("docs/theorem-3.1.md");
}

#[test]
fn the_commands_of_the_tutorial_print_what_it_shows() {
    check("docs/tutorial.md");
}

#[test]
fn links_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let below = |folder: &str, name: &str| -> Vec<PathBuf> {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().path().join(name)).collect()
    };
    let pages = [below(".", ""), below("docs", ""), below("crates", "README.md")].concat();
    let mut links = 0;
    for page in pages.iter().filter(|page| page.extension().is_some_and(|e| e == "md")) {
        let Ok(text) = fs::read_to_string(page) else { continue };
        let inline = text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
        let defined = text.split("]: ").skip(1).map(|rest| rest.split('\n').next().unwrap());
        for link in inline.chain(defined).filter(|link| !link.starts_with("http")) {
            let (file, _) = link.split_once('#').unwrap_or((link, ""));
            let target = page.parent().unwrap().join(file);
            assert!(target.exists(), "{}: {link} leads nowhere", page.display());
            links += 1;
        }
    }
    assert!(links > 50, "{links} links found");
}

#[test]
fn what_differs_from_the_page_is_noticed() {
    let printed = "one 1\ntwo 2\nbuilt in 3.5ms\n";
    assert_eq!(compare(printed, "one 1\n...\nbuilt  in 41s\n"), Ok(()));
    assert_eq!(compare(printed, "one 1\n...\n"), Ok(()));
    assert_eq!(compare("a   0.03 s   0.00 s |", "a 1.41 s 0.52 s |"), Ok(()));
    assert_eq!(compare(printed, "one 1\ntwo 3\n..."), Err("two 3"));
    assert_eq!(compare(printed, "one 1\n"), Err("(nothing more)"));
    assert_eq!(compare(printed, "...\nbuilt in 3.5\n"), Err("built in 3.5"));
    let page = "text\n```csv a.csv\nx,y\n1,2\n```\n\n```console\n$ memorelu help\n```\n";
    assert_eq!(
        blocks(page).collect::<Vec<_>>(),
        [("csv a.csv", "x,y\n1,2"), ("console", "$ memorelu help")]
    );
}
