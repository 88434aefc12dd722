//! `memorelu compare`: every construction has a row, every row is verified, and the table, JSON, CSV and
//! the picture say the same as `memorize` and `inspect` do.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, BufReader},
    process::Stdio,
};

use serde_json::Value;

use crate::common::{Run, Scratch};

fn json(scratch: &Scratch, arguments: &str) -> Value {
    serde_json::from_str(&scratch.expect(0, arguments)).unwrap()
}

fn rows(comparison: &Value) -> &[Value] {
    comparison["constructions"].as_array().unwrap()
}

fn name(row: &Value) -> &str {
    row["construction"].as_str().unwrap()
}

fn parameters(row: &Value) -> Option<u64> {
    let counts = &row["measured"]["counts"];
    Some(counts["edges"].as_u64()? + counts["biases"].as_u64()?)
}

/// The statements that `memorize --theorem` takes, from its help.
fn statements(scratch: &Scratch) -> Vec<String> {
    let run = scratch.run("memorize data.csv -o net --theorem nothing");
    let (_, listed) = run.stderr.split_once("[possible values: ").unwrap();
    let (listed, _) = listed.split_once(']').unwrap();
    listed.split(", ").map(str::to_owned).collect()
}

#[test]
fn every_statement_has_a_row_and_every_row_is_verified() {
    let scratch = Scratch::with_data();
    let comparison = json(&scratch, "compare iris.csv --json");
    let statements = statements(&scratch);
    assert!(statements.len() >= 7, "{statements:?}");
    for statement in &statements {
        let first = |row: &&Value| name(row).split(' ').next() == Some(statement.as_str());
        assert!(rows(&comparison).iter().any(|row| first(&row)), "{statement} has no row");
    }
    let names: BTreeSet<_> = rows(&comparison).iter().map(name).collect();
    assert_eq!(names.len(), rows(&comparison).len(), "a row is there twice");
    for wanted in [
        "thm3.1",
        "thm3.1 --profile measured",
        "thm5.1 --depth-parameter 2",
        "thm5.1 --depth-parameter 3",
        "thm5.1 --depth-parameter 12",
        "thm6.2 --bits-parameter 2",
        "thm6.2 --bits-parameter 12",
        "thm2.1",
        "thm2.1 --minimise depth",
        "retrieval",
        "retrieval --width 3",
        "retrieval --exact-in f64",
        "retrieval --exact-in i64",
        "zhang2017",
        "huang1991",
    ] {
        assert!(names.contains(wanted), "{wanted} has no row: {names:?}");
    }
    for row in rows(&comparison) {
        assert_eq!(row["measured"].is_null(), row["why_not"].is_string(), "{row}");
        let Some(claims) = row["measured"]["claims"].as_array() else { continue };
        let verified = |claim: &&Value| claim["quantity"] == "points with F(x) = y";
        let labels: Vec<_> = claims.iter().filter(verified).collect();
        assert_eq!(labels.len(), 1, "{}", name(row));
        assert_eq!((&labels[0]["measured"], &labels[0]["bound"]), (&"149".into(), &"149".into()));
        assert!(row["measured"]["verify microseconds"].is_u64());
        assert!(claims.iter().all(|claim| claim["holds"] == true));
    }
}

#[test]
fn rows_are_sorted_by_edges_and_biases_and_say_how_far_they_are() {
    let scratch = Scratch::with_data();
    let comparison = json(&scratch, "compare iris.csv --json --theorem thm3.1 --theorem retrieval");
    let names: Vec<_> = rows(&comparison).iter().map(name).collect();
    assert_eq!(names.len(), 6, "{names:?}");
    let sizes: Vec<_> = rows(&comparison).iter().map(|row| parameters(row).unwrap()).collect();
    assert!(sizes.is_sorted(), "{sizes:?}");
    let least = comparison["least"].as_u64().unwrap();
    assert!(1 < least && least < sizes[0]);
    for row in rows(&comparison) {
        let bounds = row["measured"]["lower bounds"].as_array().unwrap();
        assert_eq!(bounds[0]["least for the worst labels"], least);
        assert!(bounds[1]["least for the worst labels"].as_u64().unwrap() >= least);
        assert_eq!(bounds[0]["measured"].as_u64(), parameters(row));
    }
}

#[test]
fn a_row_is_what_memorize_builds() {
    let scratch = Scratch::new();
    scratch.expect(0, "synth --points 80 --classes 5 --shape tight --seed 3 -o data.csv");
    let comparison = json(&scratch, "compare data.csv --json --seed 4");
    let mut compared = 0;
    for row in rows(&comparison).iter().filter(|row| row["measured"].is_object()) {
        let command = format!("memorize data.csv -o net --json --seed 4 --theorem {}", name(row));
        let report = json(&scratch, &command);
        let inspected = json(&scratch, "inspect net --json");
        assert_eq!(row["measured"]["counts"], inspected["counts"], "{}", name(row));
        assert_eq!(row["measured"]["lower bounds"], inspected["lower bounds"], "{}", name(row));
        assert_eq!(row["measured"]["claims"], report["claims"], "{}", name(row));
        compared += 1;
    }
    assert!(compared >= 15, "{compared} rows");
}

#[test]
fn table_json_csv_and_picture_agree() {
    let scratch = Scratch::with_data();
    // One row that cannot be built, and one that is too large.
    let command = "compare iris.csv --csv rows.csv --svg rows.svg --max-edges 60000 --also";
    let run = |last: &[&str]| {
        let mut command = scratch.command(command);
        command.arg("thm2.1 --max-width 3").args(last);
        let run = Run::of(command.output().unwrap());
        assert_eq!(run.code, 0, "{run:?}");
        run.stdout
    };
    let comparison: Value = serde_json::from_str(&run(&["--json"])).unwrap();
    let csv = scratch.text("rows.csv");
    let svg = scratch.text("rows.svg");
    let table = run(&[]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let records: Vec<BTreeMap<String, String>> =
        reader.deserialize().map(|record| record.unwrap()).collect();
    assert_eq!(records.len(), rows(&comparison).len() + 1);
    let least = comparison["least"].as_u64().unwrap();
    assert_eq!(records[0]["edges + biases"], least.to_string());
    assert!(svg.contains(&format!("lower bound {least}")));

    let lines: Vec<&str> = table.lines().filter(|line| line.starts_with('│')).collect();
    // Below the header and the lower bound.
    let lines = &lines[2..];
    assert_eq!(lines.len(), rows(&comparison).len());
    let mut dots = 0;
    for ((row, record), line) in rows(&comparison).iter().zip(&records[1..]).zip(lines) {
        assert_eq!(record["construction"], name(row));
        assert!(line.starts_with(&format!("│ {} ", name(row))), "{line}");
        let Some(size) = parameters(row) else {
            let reason = row["why_not"].as_str().unwrap();
            assert_eq!(record["why not"], reason);
            assert!(table.contains(&format!("\n{}: {reason}\n", name(row))), "{table}");
            assert!(!svg.contains(&format!(">{}<", name(row))), "{svg}");
            continue;
        };
        dots += 1;
        assert!(svg.contains(&format!(">{}</text>", name(row))), "{svg}");
        assert_eq!(record["edges + biases"], size.to_string());
        let grouped = |number: u64| match number {
            0..1000 => number.to_string(),
            _ => format!("{}\u{202f}{:03}", number / 1000, number % 1000),
        };
        assert!(size < 1_000_000 && svg.contains(&format!(">{}</text>", grouped(size))));
        let counts = &row["measured"]["counts"];
        for (column, count) in [
            ("edges", "edges"),
            ("biases", "biases"),
            ("width", "width"),
            ("depth", "depth"),
            ("bits", "bits"),
            ("bits in all", "total_bits"),
        ] {
            let value = counts[count].to_string();
            assert_eq!(record[column], value, "{}: {column}", name(row));
            assert!(line.contains(&format!(" {value} ")), "{column}: {line}");
        }
        assert_eq!(record["claims"], record["claims that hold"]);
    }
    assert_eq!(svg.matches("<circle").count(), dots);
    let reasons: Vec<&str> =
        rows(&comparison).iter().filter_map(|r| r["why_not"].as_str()).collect();
    assert!(reasons.iter().any(|r| r.starts_with("no network keeps width <= 3")), "{reasons:?}");
    assert!(reasons.iter().any(|r| r.ends_with("above --max-edges 60000")), "{reasons:?}");
    // What was not built comes last.
    assert!(rows(&comparison).iter().map(|row| row["measured"].is_null()).is_sorted());
}

#[test]
fn statements_can_be_chosen_and_left_out() {
    let scratch = Scratch::with_data();
    let names = |options: &str| -> Vec<String> {
        let comparison = json(&scratch, &format!("compare iris.csv --json {options}"));
        rows(&comparison).iter().map(|row| name(row).to_owned()).collect()
    };
    assert_eq!(names("--theorem huang1991"), ["huang1991"]);
    assert_eq!(names("--theorem thm3.1 --theorem huang1991 --skip thm3.1"), ["huang1991"]);
    // Asked for twice, built once.
    assert_eq!(names("--theorem huang1991 --also huang1991"), ["huang1991"]);
}

#[test]
fn what_takes_too_long_has_a_row_that_says_so() {
    let scratch = Scratch::new();
    scratch.expect(0, "synth --points 10001 -o many.csv");
    let comparison = json(&scratch, "compare many.csv --json --theorem thm2.1");
    let left_out: Vec<(&str, &str)> = (rows(&comparison).iter())
        .filter_map(|row| Some((name(row), row["why_not"].as_str()?)))
        .collect();
    let reason =
        "verifying takes minutes above 10000 points: --also \"thm2.1 --minimise depth\" builds it";
    assert_eq!(left_out, [("thm2.1 --minimise depth", reason)]);
}

#[test]
fn compare_refuses_in_one_line_and_leaves_nothing_behind() {
    let scratch = Scratch::with_data();
    scratch.write("rows.csv", "kept");
    for (arguments, reason) in [
        ("--also thm9", "\"thm9\" builds no memorizing network"),
        ("--also=--help", "--also"),
        ("--theorem thm3.1 --skip thm3.1", "--skip leaves out every --theorem"),
        ("--csv iris.csv", "it is read as well"),
        ("--csv new --svg new", "asked for twice"),
        ("--csv nowhere/rows.csv", "there is no folder nowhere"),
        ("--csv rows.csv --delta 1/2", "closer"),
        ("--csv rows.csv --label nothing", "nothing"),
    ] {
        let run = scratch.run(&format!("compare iris.csv {arguments}"));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments}: {run:?}");
        assert!(run.stderr.contains(reason), "{arguments}: {run:?}");
        assert_eq!(scratch.names(), ["digits.csv", "iris.csv", "rows.csv"], "{arguments}");
    }
    assert_eq!(scratch.text("rows.csv"), "kept");
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let scratch = Scratch::with_data();
    for arguments in [
        "compare iris.csv --theorem huang1991",
        "bounds --points 100 --dim 2 --classes 2 --separation 0.01",
        "completions bash",
        "man",
    ] {
        let mut command = scratch.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // One line, or part of it, then the reader goes away.
        let mut line = String::new();
        BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "{arguments}");
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{arguments}: {output:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{arguments}");
    }
}
