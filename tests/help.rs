//! Completion scripts, the manual, and colours: what a user gets beside the results.

use std::process::Stdio;

use crate::common::{Run, Scratch};

const COMMANDS: [&str; 13] = [
    "memorize",
    "verify",
    "certify",
    "predict",
    "synth",
    "inspect",
    "trace",
    "compare",
    "bounds",
    "export",
    "reproduce",
    "completions",
    "man",
];

/// The list above has every command.
#[test]
fn help_names_every_command() {
    let help = Scratch::new().expect(0, "--help");
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let (commands, _) = commands.split_once("\n\n").unwrap();
    let names = commands.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names: Vec<_> = names.map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(names, [&COMMANDS[..], &["help"]].concat());
}

#[test]
fn completions_know_every_command_in_every_shell() {
    let scratch = Scratch::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = scratch.expect(0, &format!("completions {shell}"));
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: {command}");
        }
        assert!(script.contains("max-bits") && script.contains("thm6.2"), "{shell}: options");
    }
    let run = scratch.run("completions tcsh");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("bash, elvish, fish, powershell, zsh"), "{run:?}");
}

#[test]
fn completions_for_bash_complete() {
    let scratch = Scratch::new();
    scratch.write("script", scratch.expect(0, "completions bash"));
    let ask = "source ./script; COMP_WORDS=(memorelu comp); COMP_CWORD=1; \
               _memorelu memorelu comp memorelu; echo \"${COMPREPLY[@]}\"";
    let mut bash = std::process::Command::new("bash");
    bash.args(["--norc", "-c", ask]).current_dir(scratch.path("")).stdin(Stdio::null());
    // No bash, nothing to complete.
    let Ok(output) = bash.output() else { return };
    assert_eq!(Run::of(output).stdout, "compare completions\n");
}

#[test]
fn the_manual_has_every_command_in_one_page_or_in_one_each() {
    let scratch = Scratch::new();
    let manual = scratch.expect(0, "man");
    for command in COMMANDS {
        assert!(manual.contains(&format!(".TH memorelu-{command} 1")), "{command}");
    }
    let printed = scratch.expect(0, "man -o pages/man1");
    assert_eq!(printed, "14 pages; written to pages/man1\n");
    let mut pages = manual.as_str();
    for name in std::iter::once("memorelu".to_owned())
        .chain(COMMANDS.map(|command| format!("memorelu-{command}")))
    {
        let page = scratch.text(&format!("pages/man1/{name}.1"));
        // The one page is these, one after the other.
        pages = pages.strip_prefix(&page).unwrap();
        assert!(page.contains(&format!(".TH {name} 1")), "{page}");
    }
    assert_eq!(pages, "");
    let memorize = scratch.text("pages/man1/memorelu-memorize.1");
    assert!(memorize.contains("max\\-bits") && memorize.contains("thm6.2"), "{memorize}");

    scratch.write("file", "");
    let run = scratch.run("man -o file/pages");
    assert_eq!((run.code, run.stderr.lines().count()), (2, 1), "{run:?}");
}

#[test]
fn reproduce_prints_its_claims_as_json() {
    let scratch = Scratch::with_data();
    let printed = scratch.expect(0, "reproduce lemA.6 --data . --out out --json");
    let report: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((&report["statement"], &report["holds"]), (&"lemA.6".into(), &true.into()));
    let written: serde_json::Value =
        serde_json::from_str(&scratch.text("out/lemA.6/claims.json")).unwrap();
    assert_eq!(report["cases"], written);
    assert!(!written.as_array().unwrap().is_empty());
}

/// Without its escape sequences.
fn stripped(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('m').unwrap().1)
}

#[test]
fn colours_change_nothing_but_the_colour() {
    let scratch = Scratch::with_data();
    let run = |color: &str| {
        scratch.expect(0, &format!("--color {color} memorize iris.csv -o net --no-verify"))
    };
    let (auto, always) = (run("auto"), run("always"));
    assert!(!auto.contains('\u{1b}'));
    // Times differ; the tables of counts and claims do not.
    let tables = |text: &str| text.split_once("depth (affine maps)").unwrap().1.to_owned();
    assert_eq!(tables(&stripped(&always)), tables(&auto));
    // A bold header, and a green sign of each claim.
    assert!(always.contains("\u{1b}[1m│ statement"), "{always}");
    let claims = always.lines().filter(|line| line.contains("vardi2022/"));
    assert!(claims.clone().count() > 10);
    for line in claims {
        assert!(line.contains("\u{1b}[32m <= \u{1b}") || line.contains(" >= \u{1b}"), "{line}");
    }

    let run = scratch.run("--color always memorize missing.csv -o net");
    assert!(run.stderr.starts_with("\u{1b}[1m\u{1b}[31mmemorelu:\u{1b}[0m "), "{run:?}");
    let run = scratch.run("memorize missing.csv -o net");
    assert!(run.stderr.starts_with("memorelu: "), "{run:?}");
}
