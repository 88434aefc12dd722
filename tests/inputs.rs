//! Data in every format, as a user has them: the same network from all, and every command finds the
//! columns that the network was built for.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::common::{Run, Scratch};

fn with_stdin(mut command: Command, input: &[u8]) -> Run {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that refuses its input may not read all of it.
    let _ = child.stdin.take().unwrap().write_all(input);
    Run::of(child.wait_with_output().unwrap())
}

/// 40 points in every format that is written without another program, by extension.
fn scratch() -> (Scratch, Vec<&'static str>) {
    let scratch = Scratch::new();
    let options = "--points 40 --dim 3 --classes 4 --seed 3";
    for extension in ["csv", "tsv", "npy", "npz"] {
        scratch.expect(0, &format!("synth {options} -o data.{extension}"));
    }
    let text = scratch.text("data.csv");
    let sparse = text.lines().skip(1).map(|line| {
        let values: Vec<_> = line.split(',').collect();
        format!("{} 1:{} 2:{} 3:{}\n", values[3], values[0], values[1], values[2])
    });
    scratch.write("data.svm", sparse.collect::<String>());
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    scratch.write("data.csv.gz", packed.finish().unwrap());
    (scratch, vec!["csv", "tsv", "npy", "npz", "svm", "csv.gz"])
}

#[test]
fn the_same_data_give_the_same_file_in_every_format() {
    let (scratch, extensions) = scratch();
    for theorem in ["thm3.1", "retrieval"] {
        scratch.expect(0, &format!("memorize data.csv -o first --theorem {theorem}"));
        for extension in &extensions {
            let data = format!("data.{extension}");
            scratch.expect(0, &format!("memorize {data} -o net --theorem {theorem}"));
            assert!(scratch.read("net") == scratch.read("first"), "{theorem}, {data}");
            let verified = scratch.expect(0, &format!("verify net {data}"));
            assert!(verified.starts_with("40 of 40 points right, in "), "{verified}");
        }
        assert_eq!(scratch.expect(0, "certify net data.csv"), "40 of 40 rows right\n");
    }
}

#[test]
fn labels_are_predicted_with_and_without_the_label_column() {
    let (scratch, extensions) = scratch();
    scratch.expect(0, "memorize data.csv -o net");
    let rows: Vec<Vec<String>> = (scratch.text("data.csv").lines())
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect();
    let labels: Vec<&str> = rows.iter().map(|row| &*row[3]).collect();
    let points: String = rows.iter().map(|row| row[..3].join(",") + "\n").collect();
    scratch.write("points.csv", points);
    let files = extensions.iter().map(|extension| format!("data.{extension}"));
    for file in files.chain(["points.csv".to_owned()]) {
        scratch.expect(0, &format!("predict net {file} -o out.csv"));
        assert_eq!(scratch.text("out.csv").lines().collect::<Vec<_>>(), labels, "{file}");
        let report = scratch.expect(0, &format!("predict net {file} --json"));
        let report: Value = serde_json::from_str(&report).unwrap();
        assert_eq!(report["labels"].as_array().unwrap().len(), 40);
        assert_eq!((&report["rows"], &report["labels"][0]), (&40.into(), &labels[1].into()));
    }
    scratch.expect(0, "predict net points.csv -o out.npy --limit 2");
    let array = scratch.read("out.npy");
    let data = array.iter().position(|c| *c == b'\n').unwrap() + 1;
    let words: Vec<u8> =
        labels[1..3].iter().flat_map(|l| l.parse::<i64>().unwrap().to_le_bytes()).collect();
    assert_eq!(array[data..], words);
}

#[test]
fn names_are_predicted_as_texts() {
    let scratch = Scratch::new();
    scratch.write("data.csv", "x,kind\n1,low\n2,high\n3,low\n");
    scratch.expect(0, "memorize data.csv -o net");
    scratch.expect(0, "predict net data.csv -o out.csv");
    assert_eq!(scratch.text("out.csv"), "kind\nlow\nhigh\nlow\n");
    scratch.expect(0, "predict net data.csv -o out.npy");
    assert!(String::from_utf8_lossy(&scratch.read("out.npy")).contains("'descr': '<U4'"));
}

#[test]
fn columns_and_rows_are_chosen_once_and_found_again() {
    let scratch = Scratch::new();
    scratch
        .write("data.csv", "id,kind,y,x,note\n1,a,5,0.5,?\n2,b,6,0.5,!\n3,a,5,0.75,\n4,b,?,?,?\n");
    scratch.expect(0, "memorize data.csv -o net --columns x,y --label kind --limit 3");
    scratch.expect(0, "verify net data.csv --limit 3");
    scratch.expect(0, "predict net data.csv --limit 3 -o out.csv");
    assert_eq!(scratch.text("out.csv"), "kind\na\nb\na\n");
    scratch.write("three.csv", "id,kind,y,x,note\n1,a,5,0.5,?\n2,b,6,0.5,!\n3,a,5,0.75,\n");
    assert_eq!(scratch.expect(0, "certify net three.csv"), "3 of 3 rows right\n");
    // The same by numbers.
    scratch.expect(0, "memorize data.csv -o numbered --columns 4,3 --label 2 --limit 3");
    scratch.expect(0, "verify numbered three.csv");
    assert_eq!(scratch.expect(0, "certify numbered three.csv"), "3 of 3 rows right\n");
}

#[test]
fn standard_input_is_read() {
    let (scratch, _) = scratch();
    scratch.expect(0, "memorize data.csv -o first");
    for (file, format) in
        [("csv", ""), ("csv.gz", ""), ("npy", "--format npy"), ("npz", "--format npz")]
    {
        let input = scratch.read(&format!("data.{file}"));
        let run = with_stdin(scratch.command(&format!("memorize - -o net {format}")), &input);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(scratch.read("net") == scratch.read("first"), "{file}");
        let run = with_stdin(scratch.command(&format!("verify net - {format}")), &input);
        assert_eq!(run.code, 0, "{run:?}");
    }
    let run = with_stdin(scratch.command("verify first -"), b"x,y,label\n1,nan,2\n");
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("memorelu: standard input: line 2, column `y`: "), "{run:?}");
}

#[test]
fn synth_reports_json() {
    let scratch = Scratch::new();
    let report = scratch.expect(0, "synth --points 12 --classes 3 --seed 5 -o data.npz --json");
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!((&report["points"], &report["classes"]), (&12.into(), &3.into()));
    assert_eq!((&report["seed"], &report["written to"]), (&5.into(), &"data.npz".into()));
}
