#![allow(clippy::unwrap_used)]
use baselines::*;
use dataset::{
    Conflicts, Dataset, csv,
    synthetic::{Recipe, Shape},
};
use std::time::Instant;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let only: Option<&str> = args.get(2).map(|s| s.as_str());
    let data: Dataset = if args[1].ends_with(".csv") {
        csv::read_dataset(&args[1], &csv::CsvOptions::default(), Conflicts::Reject).unwrap()
    } else {
        let v: Vec<usize> = args[1].split(',').map(|x| x.parse().unwrap()).collect();
        let shape = [Shape::Uniform, Shape::Tight, Shape::Clustered, Shape::Line][v[3]];
        Recipe { points: v[0], dimension: v[1], classes: v[2], separation: 20, seed: 1, shape }
            .dataset()
            .unwrap()
    };
    for peer in Peer::ALL {
        if only.is_some_and(|o| o != peer.name()) {
            continue;
        }
        let t = Instant::now();
        let b = construct(&data, peer, &Parameters::default()).unwrap();
        let build = t.elapsed(); eprintln!("{} built {:.2?}", peer.name(), build);
        let t = Instant::now();
        let points = evaluator::Points {
            denominator: data.denominator(),
            numerators: data.all_numerators(),
            dimension: data.dimension(),
        };
        let r = evaluator::Program::compile(&b.network)
            .verify(&points, data.labels(), evaluator::Options::default())
            .unwrap();
        let c = b.network.counts();
        println!(
            "{:11} wrong {} build {:.2?} verify {:.2?} edges {} biases {} width {} depth {} bits {} total {} | {:?}",
            peer.name(),
            r.mismatches,
            build,
            t.elapsed(),
            c.edges,
            c.biases,
            c.width,
            c.depth,
            c.bits,
            c.total_bits,
            b.parameters
        );
        for k in &b.claims {
            if !k.holds() || std::env::var("CLAIMS").is_ok() {
                println!("    {k}");
            }
        }
    }
}
