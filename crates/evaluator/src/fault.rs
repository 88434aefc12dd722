//! Faults that tests put into the evaluator: each leaves out something that was asked for. What is
//! left out must not be taken for right.

use std::ops::Range;

use network::{Affine, Form, Network};
use rug::Integer;

use crate::{Error, Options, Points, Program, Report, program::Term};

/// What a program leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Fault {
    #[default]
    Nothing,
    /// The second of two batches.
    Batch,
    /// The first point of the second of two batches.
    Gap,
    /// The last point of all: the second of two batches begins one point too early.
    Shift,
    /// The comparison at the last point of a batch.
    Point,
    /// The last term of a row.
    Summand,
    /// The last label.
    Label,
}

fn shortened<T>(list: &[T], by_one: bool) -> &[T] {
    &list[..list.len().saturating_sub(by_one.into())]
}

impl Fault {
    pub(crate) fn second(self, Range { start, end }: Range<u32>) -> Range<u32> {
        match self {
            Self::Batch => end..end,
            Self::Gap => start + 1..end,
            Self::Shift => start - 1..end - 1,
            _ => start..end,
        }
    }

    pub(crate) fn places(self, places: &[u32]) -> &[u32] {
        shortened(places, self == Self::Point)
    }

    pub(crate) fn summands(self, terms: &[Term]) -> &[Term] {
        shortened(terms, self == Self::Summand)
    }

    pub(crate) fn labels(self, labels: &[u32]) -> &[u32] {
        shortened(labels, self == Self::Label)
    }
}

const POINTS: u32 = 300;

/// `x -> 2x - x` by way of two neurons, from a key and from two coordinates, each with the fault.
fn programs(fault: Fault) -> [Program; 2] {
    let [x] = Form::inputs();
    let of_key = Affine::new(1, [2 * x.clone(), x]).unwrap();
    let [x, y] = Form::inputs();
    let of_both = Affine::new(2, [2 * x.clone() + 2 * &y, x + 2 * y]).unwrap();
    let [p, q] = Form::inputs();
    let difference = Affine::new(2, [p - q]).unwrap();
    [of_key, of_both].map(|first| {
        let network = Network::new(vec![first], difference.clone()).unwrap();
        let mut program = Program::compile(&network);
        program.fault = fault;
        program
    })
}

/// What the program finds at `POINTS` points `(i, 0)` with the labels i.
fn report(program: &Program) -> Result<Report, Error> {
    let dimension = program.inputs;
    let mut numerators = vec![Integer::new(); POINTS as usize * dimension];
    (0..POINTS).for_each(|i| numerators[i as usize * dimension] = i.into());
    let one = Integer::from(1);
    let points = Points::new(dimension, &one, &numerators).unwrap();
    let labels: Vec<u32> = (0..POINTS).collect();
    program.verify(&points, &labels, Options::default())
}

#[test]
fn without_a_fault_every_point_is_right() {
    for program in programs(Fault::Nothing) {
        let report = report(&program).unwrap();
        assert_eq!((report.checked, report.mismatches), (POINTS.into(), 0));
        assert!(report.holds(POINTS as usize) && !report.holds(POINTS as usize + 1));
    }
}

#[test]
fn no_points_are_no_proof() {
    for program in programs(Fault::Nothing) {
        let one = Integer::from(1);
        let points = Points::new(program.inputs, &one, &[]).unwrap();
        let report = program.verify(&points, &[], Options::default()).unwrap();
        assert!(!report.holds(0));
    }
}

#[test]
fn points_that_are_left_out_are_an_error() {
    for fault in [Fault::Batch, Fault::Gap, Fault::Shift, Fault::Point] {
        for program in programs(fault) {
            let found = report(&program);
            assert!(matches!(found, Err(Error::Internal(_))), "{fault:?}: {found:?}");
        }
    }
}

#[test]
fn a_label_that_is_lost_is_an_error() {
    for program in programs(Fault::Label) {
        let found = report(&program);
        assert_eq!(found, Err(Error::Internal("a point has no label")));
    }
}

#[test]
fn a_summand_that_is_dropped_is_a_mismatch() {
    for program in programs(Fault::Summand) {
        let found = report(&program).unwrap();
        // At 0 all is 0.
        assert_eq!((found.checked, found.mismatches), (POINTS.into(), u64::from(POINTS) - 1));
        assert!(!found.holds(POINTS as usize));
    }
}

#[test]
fn outputs_that_are_left_out_are_an_error() {
    let numerators: Vec<Integer> = (0..POINTS).map(Integer::from).collect();
    let one = Integer::from(1);
    let points = Points::new(1, &one, &numerators).unwrap();
    for fault in [Fault::Batch, Fault::Gap, Fault::Shift] {
        let [program, _] = programs(fault);
        let found = program.evaluate(&points, Options::default());
        assert!(matches!(found, Err(Error::Internal(_))), "{fault:?}");
    }
}
