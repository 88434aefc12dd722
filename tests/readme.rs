//! The README tells the truth: its commands run, and print what it shows. In a block of the console,
//! `...` stands for any lines; lines that do not begin with `$ memorelu` are output.

#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

mod common;
use common::{Run, Scratch};

#[test]
fn the_commands_of_the_readme_print_what_it_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let Ok(readme) = fs::read_to_string(root.join("README.md")) else { return };
    let scratch = Scratch::new();
    fs::create_dir(scratch.path("data")).unwrap();
    for name in ["iris.csv", "digits.csv"] {
        fs::copy(root.join("data").join(name), scratch.path("data").join(name)).unwrap();
    }
    let blocks = readme.split("```console\n").skip(1).map(|part| part.split("```").next().unwrap());
    for block in blocks.filter(|block| block.starts_with("$ memorelu")) {
        for part in block.split("$ memorelu ").skip(1) {
            let (command, shown) = part.split_once('\n').unwrap();
            let command = command.split(" # ").next().unwrap();
            let run = Run::of(scratch.command(command).output().unwrap());
            assert_eq!(run.code, 0, "memorelu {command}: {run:?}");
            let mut printed = run.stdout.lines();
            let mut skips = false;
            for line in shown.trim_end().lines() {
                let is_shown = line == "..."
                    || if skips {
                        printed.any(|l| l == line)
                    } else {
                        printed.next() == Some(line)
                    };
                assert!(is_shown, "memorelu {command} does not print\n{line}\nbut\n{}", run.stdout);
                skips = line == "...";
            }
            assert!(skips || printed.next().is_none(), "memorelu {command} prints more");
        }
    }
}
