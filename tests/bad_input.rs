//! Every way to ask for the impossible: exit code 2, one clear line that says where and what to do,
//! nothing on standard output, and no file left behind.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;

use crate::common::Scratch;

/// Files that are wrong in one way each, by the name of what is wrong.
const FILES: &[(&str, &[u8])] = &[
    ("good.csv", b"x,y,label\n0.1,5,a\n0.2,5,b\n0.3,7,a\n0.4,8,c\n0.5,9,b\n"),
    ("numbers.csv", b"x,y,label\n0.1,5,1\n0.2,5,2\n0.3,7,1\n"),
    ("targets.csv", b"x,target\n1,0.5\n2,1.25\n3,7\n"),
    ("empty.csv", b""),
    ("header.csv", b"x,y,label\n"),
    ("short.csv", b"x,y,label\n1,2,a\n3,b\n"),
    ("long.csv", b"x,y,label\n1,2,a\n\n3,4,b,c\n"),
    ("nan.csv", b"x,y,label\r\n1,2,a\r\n3,NaN,b\r\n"),
    ("infinite.csv", b"x,y,label\n1,-inf,a\n3,4,b\n"),
    ("word.csv", b"x,y,label\n1,2,a\n3,four,b\n"),
    ("hexadecimal.csv", b"x,y,label\n1,0x10,a\n3,4,b\n"),
    ("huge.csv", b"x,y,label\n1,1e99999,a\n3,4,b\n"),
    ("least.csv", b"x,y,label\n1,1e-2147483648,a\n3,4,b\n"),
    ("missing.csv", b"x,y,label\n1,2,a\n3,,b\n"),
    ("unlabelled.csv", b"x,y,label\n1,2,a\n3,4,\n"),
    ("class.csv", b"x,y,label\n1,2,a\n3,4,a\n"),
    ("conflict.csv", b"x,y,label\n1,2,a\n3,4,b\n1.0,2e0,b\n"),
    ("target-conflict.csv", b"x,target\n1,0.5\n2,1.25\n1,0.75\n"),
    ("twice.csv", b"x,x,label\n1,2,a\n3,4,b\n"),
    ("labels.csv", b"x,label,label\n1,2,a\n3,4,b\n"),
    ("unnamed.csv", b",y,label\n1,2,a\n3,4,b\n"),
    ("alone.csv", b"label\na\nb\n"),
    ("latin.csv", b"x,y,label\n1,2,a\n3,4,caf\xe9\n"),
    ("zip.csv", b"PK\x03\x04\x14\0\0\0\x08\0\xff\xfe"),
    ("features.csv", b"x,label\n1,a\n2,b\n"),
    ("strange.csv", b"x,y,label\n1,2,a\n3,4,d\n"),
    // other formats
    ("commas.tsv", b"x,y,label\n1,2,a\n3,4,b\n"),
    ("other.npy", b"x,y,label\n1,2,a\n3,4,b\n"),
    ("version.npy", b"\x93NUMPY\x09\x00\x00\x00"),
    ("half.npy", b"\x93NUMPY\x01\x00v\x00{'descr': '<f8'"),
    ("mark.csv", b"\x93NUMPY\x01\x00v\x00{'descr': '<f8'"),
    ("damaged.npz", b"PK\x03\x04\x14\0\0\0\x08\0\xff\xfe"),
    ("empty.npz", b""),
    ("damaged.parquet", b"PAR1 and nothing else"),
    ("empty.parquet", b""),
    ("damaged.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xff\xff"),
    ("packed.npy", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xff\xff"),
    ("empty.svm", b""),
    ("zero.svm", b"1 0:5\n2 1:3\n"),
    ("order.svm", b"1 2:5 1:4\n2 1:3\n"),
    ("pair.svm", b"1 2:5\n2 five\n"),
    ("nan.svm", b"1 2:nan\n2 1:3\n"),
    ("wide.svm", b"1 4294967295:1\n2 1:3\n"),
    ("points.svm", b"1:1\n1:3\n"),
    ("garbage.net", b"This is not a network.\n"),
    ("empty.net", b""),
    ("empty.json", b""),
    ("other.json", b"{}"),
    ("latin.json", b"{\"format\": \"\xe9\"}"),
];

/// Networks for `good.csv` and `targets.csv`, and files that are no networks.
fn scratch() -> Scratch {
    let scratch = Scratch::new();
    for (name, content) in FILES {
        scratch.write(name, content);
    }
    fs::create_dir(scratch.path("folder")).unwrap();
    // 1 and NaN; a row is missing; far more than the file holds; no numbers at all.
    let nan = [0, 0x3ff0_u64 << 48, 0x7ff8 << 48, 0].map(u64::to_le_bytes).concat();
    for (name, descr, shape, data) in [
        ("nan.npy", "<f8", "(2, 2)", &nan[..]),
        ("short.npy", "<f8", "(2, 2)", &nan[..16]),
        ("large.npy", "<f8", "(9, 99999999)", &nan[..]),
        ("long.npy", "<f8", "(9, 999999)", &nan[..]),
        ("object.npy", "|O8", "(2, 2)", &nan[..]),
    ] {
        let head = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}}}");
        let length = u16::try_from(head.len()).unwrap().to_le_bytes();
        let array = [b"\x93NUMPY\x01\x00", &length[..], head.as_bytes(), data].concat();
        scratch.write(name, array);
    }
    // A file on which the Parquet library panics.
    let fixture = "../datafile/tests/data/pyarrow.parquet";
    let mut parquet = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture)).unwrap();
    parquet[696] ^= 0xff;
    scratch.write("panics.parquet", parquet);
    scratch.expect(0, "memorize good.csv -o good.net");
    scratch.expect(0, "memorize good.csv -o good.json");
    scratch.expect(0, "memorize targets.csv -o targets.net --epsilon 0.5");
    let whole = scratch.read("good.net");
    scratch.write("half.net", &whole[..whole.len() / 2]);
    scratch.write("five.net", &whole[..5]);
    let header = br#"{"t":{"dtype":"U32","shape":[1],"data_offsets":[0,4]}}  "#;
    let other = [&(header.len() as u64).to_le_bytes(), &header[..], &[0; 4]].concat();
    scratch.write("other.safetensors", other);

    let text = scratch.text("good.json");
    scratch.write("half.json", &text[..text.len() / 2]);
    let json: Value = serde_json::from_str(&text).unwrap();
    let altered = |name: &str, alter: &dyn Fn(&mut Value)| {
        let mut json = json.clone();
        alter(&mut json);
        scratch.write(name, json.to_string());
    };
    altered("format.json", &|json| json["format"] = "memorelu-network-json/3".into());
    altered("number.json", &|json| json["maps"][1][0]["bias"] = "0.5".into());
    altered("zero.json", &|json| json["maps"][1][0]["weights"][0][1] = "0".into());
    altered("column.json", &|json| json["maps"][1][0]["weights"][0][0] = 99.into());
    altered("maps.json", &|json| json["maps"] = Value::Array(Vec::new()));
    altered("outputs.json", &|json| {
        let output = json["maps"].as_array_mut().unwrap().last_mut().unwrap();
        let row = output[0].clone();
        output.as_array_mut().unwrap().push(row);
    });
    altered("notes.json", &|json| json["notes"] = serde_json::json!({}));
    altered("labels.json", &|json| json["notes"]["labels"] = "a, b, c".into());
    altered("epsilon.json", &|json| json["notes"]["epsilon"] = "small".into());
    altered("misspelt.json", &|json| json["notes"]["lable column"] = "x".into());
    altered("landmark.json", &|json| json["landmarks"][0]["layer"] = 999.into());
    // What the first version wrote.
    scratch.write("older.net", include_bytes!("../crates/netfile/tests/older/network.net"));
    scratch.write("older.json", include_bytes!("../crates/netfile/tests/older/network.json"));
    scratch
}

/// Everything that must be refused.
const COMMANDS: &[&str] = &[
    // data
    "memorize nowhere.csv -o out",
    "memorize folder -o out",
    "memorize empty.csv -o out",
    "memorize header.csv -o out",
    "memorize short.csv -o out",
    "memorize long.csv -o out",
    "memorize nan.csv -o out",
    "memorize infinite.csv -o out",
    "memorize word.csv -o out",
    "memorize hexadecimal.csv -o out",
    "memorize huge.csv -o out",
    "memorize least.csv -o out",
    "memorize missing.csv -o out",
    "memorize unlabelled.csv -o out",
    "memorize class.csv -o out",
    "memorize conflict.csv -o out",
    "memorize twice.csv -o out",
    "memorize unnamed.csv -o out",
    "memorize alone.csv -o out",
    "memorize latin.csv -o out",
    "memorize zip.csv -o out",
    "memorize good.csv -o out --label colour",
    // other formats
    "memorize commas.tsv -o out",
    "memorize good.csv -o out --format tsv",
    "memorize good.csv -o out --format npy",
    "memorize good.csv -o out --format npz",
    "memorize good.csv -o out --format parquet",
    "memorize good.csv -o out --format libsvm",
    "memorize good.csv -o out --format xlsx",
    "memorize other.npy -o out",
    "memorize version.npy -o out",
    "memorize half.npy -o out",
    "memorize nan.npy -o out",
    "memorize nan.npy -o out --label 3",
    "memorize nan.npy -o out --label kind",
    "memorize short.npy -o out",
    "memorize large.npy -o out",
    "memorize long.npy -o out",
    "memorize object.npy -o out",
    "memorize mark.csv -o out",
    "memorize damaged.npz -o out",
    "memorize empty.npz -o out",
    "memorize damaged.parquet -o out",
    "memorize panics.parquet -o out",
    "memorize empty.parquet -o out",
    "memorize damaged.csv.gz -o out",
    "memorize packed.npy -o out",
    "memorize empty.svm -o out",
    "memorize zero.svm -o out",
    "memorize order.svm -o out",
    "memorize pair.svm -o out",
    "memorize nan.svm -o out",
    "memorize wide.svm -o out",
    "memorize points.svm -o out",
    "memorize points.svm -o out --label 1",
    "memorize - -o out",
    "memorize - -o out --format npy",
    "memorize good.csv -o out --limit 0",
    "memorize good.csv -o out --limit 1",
    "memorize good.csv -o out --limit -5",
    "memorize good.csv -o out --columns x,z",
    "memorize good.csv -o out --columns x,1",
    "memorize good.csv -o out --columns x,label",
    "memorize good.csv -o out --columns x --label 4",
    "verify good.net nan.npy",
    "verify good.net good.csv --columns x",
    "predict good.net nan.npy -o out",
    "predict good.net good.csv --columns x -o out.npy",
    "predict good.net good.csv",
    "certify good.net nan.npy",
    "certify good.net commas.tsv",
    "certify good.net damaged.npz",
    "certify good.net damaged.csv.gz",
    "certify good.net mark.csv",
    "synth --points 10 -o out.parquet",
    "synth --points 10 --separation 1/1208925819614629174706176 -o out.npy",
    "synth --points 10 --separation 1/1208925819614629174706176 -o out.npz",
    // options
    "memorize good.csv -o out --theorem thm9.9",
    "memorize good.csv -o out --theorem thm5.1 --depth-parameter 0",
    "memorize good.csv -o out --theorem thm5.1 --depth-parameter 3",
    "memorize good.csv -o out --theorem thm5.1 --max-depth 10",
    "memorize good.csv -o out --theorem thm5.1 --max-depth 10 --depth-parameter 1",
    "memorize good.csv -o out --theorem thm5.1 --bits-parameter 1",
    "memorize good.csv -o out --theorem thm6.2 --bits-parameter 0",
    "memorize good.csv -o out --theorem thm6.2 --bits-parameter 3",
    "memorize good.csv -o out --theorem thm6.2 --max-bits 5",
    "memorize good.csv -o out --depth-parameter 1",
    "memorize good.csv -o out --max-bits 1000",
    "memorize good.csv -o out --profile best",
    "memorize good.csv -o out --theorem retrieval --profile measured",
    "memorize good.csv -o out --theorem zhang2017 --profile paper",
    "memorize good.csv -o out --theorem park2021 --delta 1/64",
    "memorize good.csv -o out --theorem thm2.1 --block 0",
    "memorize good.csv -o out --seed -1",
    "memorize good.csv -o out --conflicts last",
    "memorize good.csv -o out --delta 0",
    "memorize good.csv -o out --delta -1/2",
    "memorize good.csv -o out --delta 2",
    "memorize good.csv -o out --delta 0.5",
    "memorize good.csv -o out --delta tiny",
    "memorize targets.csv -o out --epsilon 0",
    "memorize targets.csv -o out --epsilon -1",
    "memorize targets.csv -o out --epsilon small",
    "memorize targets.csv -o out --epsilon 1/0",
    "memorize targets.csv -o out --epsilon 1e-99999",
    "memorize targets.csv -o out --epsilon 1e-30",
    "memorize targets.csv -o out --epsilon 1 --theorem thm5.1 --depth-parameter 1",
    "memorize targets.csv -o out --epsilon 1 --max-bits 1000",
    "memorize good.csv -o out --epsilon 1",
    "memorize target-conflict.csv -o out --epsilon 1",
    "memorize good.csv",
    "memorize -o out",
    // output
    "memorize good.csv -o nowhere/out",
    "memorize good.csv -o good.csv/out",
    "memorize good.csv -o folder",
    "memorize good.csv -o /dev/null",
    "memorize good.csv -o folder/../good.csv",
    "predict good.net good.csv -o nowhere/out",
    "predict good.net good.csv -o good.csv",
    "predict good.net good.csv -o good.net",
    // networks
    "inspect nowhere.net",
    "inspect folder",
    "inspect empty.net",
    "inspect five.net",
    "inspect half.net",
    "inspect garbage.net",
    "inspect other.safetensors",
    "inspect nowhere.json",
    "inspect empty.json",
    "inspect other.json",
    "inspect latin.json",
    "inspect half.json",
    "inspect format.json",
    "inspect number.json",
    "inspect zero.json",
    "inspect column.json",
    "inspect maps.json",
    "inspect landmark.json",
    "inspect older.net",
    "inspect older.json",
    "verify half.net good.csv",
    "verify outputs.json good.csv",
    "verify notes.json good.csv",
    "verify labels.json good.csv",
    "verify epsilon.json numbers.csv",
    "verify older.net good.csv",
    "verify good.net nowhere.csv",
    "verify good.net empty.csv",
    "verify good.net features.csv",
    "verify good.net strange.csv",
    "verify good.net conflict.csv",
    "verify good.net targets.csv",
    "verify targets.net features.csv --label label",
    "verify targets.net targets.csv --against-reference 3",
    "certify nowhere.net good.csv",
    "certify folder good.csv",
    "certify half.net good.csv",
    "certify garbage.net good.csv",
    "certify half.json good.csv",
    "certify outputs.json good.csv",
    "certify notes.json good.csv",
    "certify labels.json good.csv",
    "certify epsilon.json good.csv",
    "certify misspelt.json good.csv",
    "certify older.net good.csv",
    "certify older.json good.csv",
    "certify good.net nowhere.csv",
    "certify good.net folder",
    "certify good.net empty.csv",
    "certify good.net header.csv",
    "certify good.net short.csv",
    "certify good.net long.csv",
    "certify good.net nan.csv",
    "certify good.net least.csv",
    "certify good.net latin.csv",
    "certify good.net labels.csv",
    "certify good.net features.csv",
    "certify good.net targets.csv",
    "predict good.net features.csv -o out",
    "predict half.net good.csv -o out",
    // the rest
    "reproduce thm9.9",
    "reproduce thm3.1 --data nowhere --out tables",
    "reproduce lemA.8 --out good.csv",
    "synth --points 4 --classes 9 -o out",
    "synth --points 10 --separation 1/3 -o out",
    "synth --points 100 --dim 1 --separation 1/4 -o out",
    "synth --points 10 -o nowhere/out",
    "prove good.csv",
    "",
];

/// What the program says: one line, or what the argument parser puts before its first empty line.
fn message(stderr: &str) -> String {
    let Some(error) = stderr.strip_prefix("memorelu: ") else {
        let error = stderr.lines().take_while(|line| !line.is_empty());
        // What is possible grows with the project.
        let error = error.filter(|line| !line.contains("possible values"));
        return error.map(str::trim).collect::<Vec<_>>().join(" ");
    };
    // Where a cut file ends changes with what is written.
    let line = error.strip_suffix('\n').unwrap().split(" at line ").next().unwrap();
    let line = line.split(" while parsing ").next().unwrap();
    assert!(!line.contains('\n'), "several lines: {stderr}");
    match line.split_once("; known: ") {
        Some((before, _)) => format!("{before}; known: ..."),
        None => line.to_owned(),
    }
}

#[test]
fn bad_input_is_refused_in_one_line_and_leaves_nothing_behind() {
    let scratch = scratch();
    let before: Vec<_> = scratch.names();
    let contents = |name: &str| fs::read(scratch.path(name)).ok();
    let originals: Vec<_> = before.iter().map(|name| contents(name)).collect();
    let (mut messages, mut accepted) = (BTreeMap::new(), Vec::new());
    for command in COMMANDS {
        let run = scratch.run(command);
        // A folder for tables is made before the data are read.
        fs::remove_dir_all(scratch.path("tables")).unwrap_or_default();
        let left = scratch.names().into_iter().filter(|name| !before.contains(name)).count();
        if (run.code, run.stdout.as_str(), left) != (2, "", 0) {
            accepted.push((command, left, run));
            continue;
        }
        messages.insert(*command, message(&run.stderr));
    }
    assert!(accepted.is_empty(), "{accepted:#?}");
    for (name, original) in before.iter().zip(originals) {
        assert!(contents(name) == original, "{name} was changed");
    }
    insta::assert_yaml_snapshot!(messages);
}
