//! Prints the figures of one network: `figures N C [bits of keys] [3] [f64|i64]`.
use dataset::{Conflicts, Dataset, Labels};
use retrieval::{NumberFormat, Parameters, Width, construct};
use rug::Integer;
use std::time::Instant;
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let n: usize = args[0].parse()?;
    let c: u32 = args[1].parse()?;
    let bits: u32 = args[2].parse()?;
    let mut parameters = Parameters::default();
    if args.iter().any(|a| a == "w3") { parameters.width = Width::Three; }
    if args.iter().any(|a| a == "f64") { parameters.exact_in = Some(NumberFormat::F64); }
    if args.iter().any(|a| a == "i64") { parameters.exact_in = Some(NumberFormat::I64); }
    let mut s: u64 = 88172645463325252;
    let mut rnd = move || { s ^= s << 13; s ^= s >> 7; s ^= s << 17; s.wrapping_mul(0x2545F4914F6CDD1D) };
    let mut set = std::collections::HashSet::new();
    let mut keys = vec![];
    while keys.len() < n { let k = rnd() >> (64 - bits); if set.insert(k) { keys.push(Integer::from(k)); } }
    let labels: Vec<u32> = (0..n).map(|i| if i < c as usize { i as u32 } else { (rnd() >> 20) as u32 % c }).collect();
    let data = Dataset::from_parts(1, Integer::from(1), keys, Labels::numbered(labels), Conflicts::Reject)?;
    let start = Instant::now();
    let built = construct(&data, &parameters)?;
    let took = start.elapsed();
    let k = built.network.counts();
    println!("{:?}", built.plan);
    let dec = |r: rug::Rational| (Integer::from(rug::Rational::from(r * 1000).trunc_ref())).to_string();
    println!("N {n} C {c} blocks {} width {} depth {} edges {} biases {} bits {} ratio/1000 {} memory/1000 {} in {took:?}", built.blocks, k.width, k.depth, k.edges, k.biases, k.bits, dec(built.edge_ratio()), dec(built.memory_ratio()));
    for claim in &built.claims { println!("  {claim}"); }
    let start = Instant::now();
    let wrong = (0..n).step_by((n / 2000).max(1)).filter(|i| built.network.evaluate(&data.point(*i)).unwrap() != [data.labels()[*i]]).count();
    println!("  wrong {wrong} in {:?}; formats {:?}", start.elapsed(), built.formats);
    Ok(())
}
