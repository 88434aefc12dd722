use lowerbounds::*;
use std::time::Instant;
fn main() {
    for n in [1_000u64, 10_000, 100_000, 1_000_000, 1_000_000_000] {
        let task = Task::new(n, 2, 1).unwrap();
        let t = Instant::now();
        println!("N={n} gj {:?} {:?}", goldberg_jerrum::parameters(&task), t.elapsed());
        let t = Instant::now();
        println!(" any {:?} {:?}", parameters(&task, &Limits::default()), t.elapsed());
        for l in [Limits{width:Some(3),..Default::default()}, Limits{hidden_layers:Some(1),..Default::default()}, Limits{hidden_layers:Some(5),..Default::default()}, Limits{hidden_layers:Some(50),..Default::default()}, Limits{bits:Some(64),..Default::default()}, Limits{width:Some(12), hidden_layers:Some(20), ..Default::default()}] {
            let t = Instant::now();
            println!(" {l:?} {:?} {:?}", parameters(&task, &l), t.elapsed());
        }
        let t = Instant::now();
        println!(" dense3 {:?} {:?}", dense_hidden_layers(&task, 3), t.elapsed());
        let t = Instant::now();
        println!(" dense L=2 {:?} {:?}", dense_width(&task, 2), t.elapsed());
        for published in [sign_patterns::global_upper, sign_patterns::layer_wise_upper] {
            if n > 1_000_000 { continue }
            let t = Instant::now();
            let l = (1..2000).find(|l| !task.rules_out(&published(&task, &Architecture::dense(1,3,*l).unwrap()))).unwrap();
            println!(" published L={l} P={} {:?}", 12*l-2, t.elapsed());
        }
    }
    let task = Task::new(1_000_000, 2, 1).unwrap();
    println!("{:?}", theorem_6_1::bits_needed(&task, &Limits::default(), 1000));
    println!("{:?}", counting::total_bits_needed(&task, &Limits{width:Some(3),..Default::default()}, 5000));
    let sep = Separation::new(rug::Rational::from((1,100_000))).unwrap();
    let task = Task::new(100_000, 2, 1).unwrap();
    println!("{:?}", theorem_3_2::hidden_layers(&task, &sep, 3));
    let t = Instant::now();
    let task = Task::new(1000, 2, 1).unwrap();
    let sep = Separation::new(rug::Rational::from(1) >> 2000).unwrap();
    println!("{:?} {:?}", proposition_3_3::hidden_layers(&task, &sep, 3), t.elapsed());
    println!("{:?} {:?}", proposition_3_3::width(&task, &sep, 3), t.elapsed());
    let big = Task::new(u64::MAX, u64::MAX, 1).unwrap();
    let t = Instant::now();
    println!("{:?} {:?}", parameters(&big, &Limits{hidden_layers:Some(0), bits:Some(1), ..Default::default()}), t.elapsed());
    println!("{:?} {:?}", dense_hidden_layers(&big, 3), t.elapsed());
    println!("{:?} {:?}", dense_width(&big, 3), t.elapsed());
}
