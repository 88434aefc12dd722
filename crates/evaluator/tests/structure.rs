//! Networks of the shape that memorizing ones have.

mod common;

use common::{memorizer, usual_block};
use evaluator::{Options, Program};

#[test]
fn memorizers_are_evaluated_exactly() {
    for (count, classes, block) in [(1, 2, 1), (2, 2, 2), (17, 3, 4), (60, 10, 7), (300, 10, 6)] {
        let case = memorizer(count, classes, block, 7);
        let program = Program::compile(&case.network);
        let outputs = program.evaluate(&case.points(), Options::default()).unwrap();
        for (index, output) in outputs.iter().enumerate() {
            assert_eq!(case.reference(index), [output.clone()], "point {index} of {count}");
        }
        let report = program.verify(&case.points(), &case.labels, Options::default()).unwrap();
        assert_eq!((report.checked, report.mismatches), (count as u64, 0));
    }
}

#[test]
#[ignore]
fn speed() {
    for count in [1000, 10_000, 100_000] {
        let started = std::time::Instant::now();
        let case = memorizer(count, 10, usual_block(count), 7);
        println!("{count}: built in {:?}, {:?}", started.elapsed(), case.network.counts());
        let started = std::time::Instant::now();
        let program = Program::compile(&case.network);
        println!("compiled in {:?}", started.elapsed());
        let report = program.verify(&case.points(), &case.labels, Options::default()).unwrap();
        println!("{report:?}");
        if count <= 10_000 {
            let started = std::time::Instant::now();
            for index in 0..10 {
                case.reference(index);
            }
            println!("reference: {:?} per point", started.elapsed() / 10);
        }
    }
}
