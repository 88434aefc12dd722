//! `memorelu bounds`: the numbers that are promised before any data are those that `memorize` claims
//! for such data; and what is refused.

use crate::common;
use serde_json::Value;

use crate::common::Scratch;

fn json(scratch: &Scratch, arguments: &str) -> Value {
    serde_json::from_str(&scratch.expect(0, arguments)).unwrap()
}

/// The points `(3 k, 4 k) / 100` of the plane, or `k / 20` of the line: of norm `k / 20`, at distances
/// of at least 1/20.
fn data(points: u32, dimension: u32, classes: u32) -> String {
    let row = |k: u32| match dimension {
        1 => format!("{}e-2,{}\n", 5 * k, k % classes),
        _ => format!("{}e-2,{}e-2,{}\n", 3 * k, 4 * k, k % classes),
    };
    let header = if dimension == 1 { "a,label\n" } else { "a,b,label\n" };
    header.to_owned() + &(0..points).map(row).collect::<String>()
}

/// The bound of a claim of the theorem itself.
fn claimed(report: &Value, statement: &str, quantity: &str) -> Option<u64> {
    let claims = report["claims"].as_array().unwrap();
    let of_theorem = |claim: &&Value| {
        claim["statement"] == statement
            && claim["quantity"] == quantity
            && claim["relation"] != ">="
    };
    claims.iter().find(of_theorem).map(|claim| claim["bound"].as_str().unwrap().parse().unwrap())
}

#[test]
fn what_is_promised_before_is_what_memorize_claims() {
    let scratch = Scratch::new();
    let mut compared = 0;
    for (points, dimension, classes, delta) in
        [(60, 1, 2, "1/20"), (60, 1, 2, "1/3000000"), (130, 2, 5, "0.05"), (20, 2, 1 << 4, "1/32")]
    {
        scratch.write("data.csv", data(points, dimension, classes));
        let radius = format!("{}/20", points - 1);
        let promised = json(
            &scratch,
            &format!(
                "bounds --points {points} --dim {dimension} --classes {classes} \
                 --separation {delta} --radius {radius} --json"
            ),
        );
        assert_eq!(promised["holds"], true);
        for row in promised["theorems"].as_array().unwrap() {
            let promise = &row["promise"];
            let theorem = promise["theorem"].as_str().unwrap();
            let parameters = promise["parameters"].as_str().unwrap();
            let numbers: Vec<&str> =
                parameters.split(", ").filter_map(|p| Some(p.split_once(" = ")?.1)).collect();
            let (statement, options) = match (theorem, &numbers[..]) {
                ("thm3.1", []) => ("vardi2022/3.1", String::new()),
                ("thm5.1", [l]) => ("vardi2022/5.1", format!("--depth-parameter {l}")),
                ("thm6.2", [b]) => ("vardi2022/6.2", format!("--bits-parameter {b}")),
                ("thm2.1", [s, t]) => {
                    ("yang2026/2.1", format!("--block {s} --layers-per-read {t}"))
                }
                ("zhang2017", []) => ("zhang2017/1", String::new()),
                other => panic!("{other:?}"),
            };
            // Both profiles claim the same; the peers have no profile, and ask for no delta.
            let delta = format!("--delta {delta}");
            let profiles = match theorem {
                "zhang2017" => vec![String::new()],
                _ => ["paper", "measured"].map(|p| format!("{delta} --profile {p}")).to_vec(),
            };
            for profile in profiles {
                let command = format!("memorize data.csv -o net --json {profile}");
                let report = json(&scratch, &format!("{command} --theorem {theorem} {options}"));
                let claimed = |quantity| claimed(&report, statement, quantity);
                let layers = claimed("hidden layers").or(claimed("depth").map(|depth| depth - 1));
                // The neuron that projects is in a layer of its own.
                let width = claimed("width").or(claimed("neurons").map(|neurons| neurons - 1));
                for (name, claimed) in [
                    ("width", width),
                    ("hidden_layers", layers),
                    ("edges", claimed("edges")),
                    ("bits", claimed("bits")),
                ] {
                    let promised = &promise[name];
                    assert_eq!(promised.as_u64(), claimed, "{theorem} {parameters}: {name}");
                    compared += usize::from(claimed.is_some());
                }
            }
        }
    }
    assert!(compared > 200, "{compared} numbers were compared");
}

/// The demands on any network are those that `inspect` measures a network against.
#[test]
fn what_is_demanded_is_what_inspect_compares_with() {
    let scratch = Scratch::with_data();
    scratch.expect(0, "memorize iris.csv -o net");
    let bounds = json(
        &scratch,
        "bounds --points 149 --dim 4 --classes 3 --separation 0.1 --radius 12 --json",
    );
    let inspected = json(&scratch, "inspect net --json");
    let least = &inspected["lower bounds"][0]["least for the worst labels"];
    assert_eq!(&bounds["any network"]["any_graph"], least);
    assert!(least.as_u64().unwrap() > 10);
}

#[test]
fn tables_and_json_have_the_same_numbers() {
    let scratch = Scratch::new();
    let command = "bounds --points 1e5 --dim 3 --classes 10 --separation 1e-6";
    let (text, json) = (scratch.expect(0, command), json(&scratch, &format!("{command} --json")));
    let rows: Vec<Vec<&str>> =
        text.lines().map(|line| line.trim_matches(['│', ' ']).split("  ").collect()).collect();
    let cells = |row: &[&str]| -> Vec<String> {
        row.iter().map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect()
    };
    let rows: Vec<_> = rows.iter().map(|row| cells(row)).collect();
    let number = |value: &Value| value.as_u64().map_or("-".to_owned(), |n| n.to_string());
    for row in json["theorems"].as_array().unwrap() {
        let (promise, demands) = (&row["promise"], &row["demands"]);
        let names = ["theorem", "parameters"].map(|key| promise[key].as_str().unwrap().to_owned());
        let depth = promise["hidden_layers"].as_u64().unwrap() + 1;
        let sizes = ["parameters", "bits", "total_bits"];
        let layers = ["sign_patterns", "theorem_3_2", "proposition_3_3", "serra"];
        let expected = [
            vec![
                number(&promise["width"]),
                depth.to_string(),
                number(&promise["edges"]),
                number(&promise["bits"]),
            ],
            sizes
                .iter()
                .flat_map(|key| ["promised", "least"].map(|part| number(&demands[*key][part])))
                .collect(),
            [number(&promise["width"]), number(&promise["hidden_layers"])]
                .into_iter()
                .chain(layers.map(|by| number(&demands[format!("hidden_layers_by_{by}")]["least"])))
                .collect(),
        ];
        for numbers in expected {
            let wanted: Vec<String> =
                (names.iter().filter(|name| !name.is_empty())).cloned().chain(numbers).collect();
            assert!(rows.contains(&wanted), "{wanted:?} is not in\n{text}");
        }
    }
    // At this separation all of them speak.
    let spoken = json["theorems"][0]["demands"].as_object().unwrap();
    assert_eq!(spoken.len(), 7);
    for (name, demand) in spoken {
        assert!(demand["least"].as_u64().unwrap() >= 1, "{name}");
    }
}

/// Formulas only: a million times more points take no more memory.
#[cfg(target_os = "linux")]
#[test]
fn bounds_of_very_many_points_take_little_memory() {
    let scratch = Scratch::new();
    for points in ["1e12", "1e18"] {
        let program = env!("CARGO_BIN_EXE_memorelu");
        let command = format!(
            "ulimit -v 300000; {program} bounds --points {points} --dim 8 --classes 1000 \
             --separation 1e-9"
        );
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &command]).current_dir(scratch.path(""));
        let run = common::Run::of(shell.output().unwrap());
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.stdout.contains("thm2.1"));
    }
}

#[test]
fn bounds_refuse_what_cannot_be() {
    let scratch = Scratch::new();
    let good = "bounds --points 100 --dim 2 --classes 2 --separation 0.01";
    scratch.expect(0, good);
    for (wrong, reason) in [
        ("--points 0", "expected a natural number from 1 to 1e18"),
        ("--points 1.5", "expected a natural number from 1 to 1e18"),
        ("--points 1e19", "expected a natural number from 1 to 1e18"),
        ("--points -3", "unexpected argument"),
        ("--dim 0", "expected a natural number"),
        ("--classes 1", "--classes must be at least 2: a single class needs no network"),
        ("--separation 0", "--separation must be positive, found 0"),
        ("--separation -1/2", "--separation must be positive, found -1/2"),
        ("--separation 1/0", "the denominator is 0"),
        ("--separation close", "expected a number such as 0.01"),
        ("--radius 0", "--radius must be positive, found 0"),
        ("--separation 1/4", "no 100 points of norm at most 1 in 2 dimensions are 1/4 apart"),
    ] {
        let (option, _) = wrong.split_once(' ').unwrap();
        let words: Vec<&str> = good.split(' ').collect();
        let pairs = words[1..].chunks(2).filter(|pair| pair[0] != option);
        let rest: Vec<String> = pairs.map(|pair| pair.join(" ")).collect();
        let run = scratch.run(&format!("bounds {} {wrong}", rest.join(" ")));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{wrong}: {run:?}");
        assert!(run.stderr.contains(reason), "{wrong}: {run:?}");
    }
}
