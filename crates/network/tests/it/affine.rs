//! Affine maps: rows, evaluation, composition.

use std::time::{Duration, Instant};

use network::{Affine, Form, ShapeError, Weight};
use proptest::{collection::vec, prelude::*};
use rug::Rational;
use testkit::strategies::{affine, rational};

fn apply(map: &Affine, point: &[Rational]) -> Vec<Rational> {
    map.iter().map(|row| row.evaluate(point)).collect()
}

/// The map as a matrix with its zeros, and the constants.
fn dense(map: &Affine) -> (Vec<Vec<Rational>>, Vec<Rational>) {
    let mut matrix = vec![vec![Rational::new(); map.inputs()]; map.rows()];
    for (row, entries) in matrix.iter_mut().zip(map.iter()) {
        for (column, weight) in entries.terms() {
            row[column] = weight.to_rational();
        }
    }
    (matrix, map.biases().iter().map(Weight::to_rational).collect())
}

fn check_invariant(map: &Affine) {
    for row in map.iter() {
        assert!(row.columns.is_sorted_by(|a, b| a < b));
        assert!(row.columns.last().is_none_or(|last| (*last as usize) < map.inputs()));
        assert!(row.weights.iter().all(|weight| !weight.is_zero()));
    }
}

/// Shapes of two maps, one after the other.
fn pair() -> impl Strategy<Value = (Affine, Affine)> {
    (0_u32..5, 0_u32..5, 0_u32..4)
        .prop_flat_map(|(inputs, middle, rows)| (affine(inputs, middle), affine(middle, rows)))
}

proptest! {
    #[test]
    fn rows_evaluate_as_a_matrix_does((map, _) in pair(), seeds in vec(rational(), 5)) {
        check_invariant(&map);
        let point = &seeds[..map.inputs()];
        let (matrix, constants) = dense(&map);
        let expected: Vec<_> = (matrix.iter().zip(&constants))
            .map(|(row, constant)| {
                row.iter().zip(point).fold(constant.clone(), |sum, (w, x)| {
                    sum + Rational::from(w * x)
                })
            })
            .collect();
        prop_assert_eq!(apply(&map, point), expected);
    }

    #[test]
    fn rows_are_stored_in_order((map, _) in pair()) {
        let by_number: Vec<_> = (0..map.rows()).map(|r| map.row(r).unwrap().to_form()).collect();
        let in_order: Vec<_> = map.iter().map(|row| row.to_form()).collect();
        prop_assert_eq!(&by_number, &in_order);
        prop_assert!(map.row(map.rows()).is_none());
        prop_assert_eq!(map.edges(), map.weights().len());
        prop_assert_eq!(map.edges(), in_order.iter().map(|form| form.terms().len()).sum::<usize>());
        prop_assert_eq!(Affine::new(map.inputs() as u32, in_order).unwrap(), map);
    }

    #[test]
    fn after_applies_one_map_to_the_other((inner, outer) in pair(), seeds in vec(rational(), 5)) {
        let both = outer.after(&inner).unwrap();
        check_invariant(&both);
        let point = &seeds[..inner.inputs()];
        prop_assert_eq!(apply(&both, point), apply(&outer, &apply(&inner, point)));
        let (left, right) = (Affine::identity(outer.inputs() as u32), Affine::identity(outer.rows() as u32));
        prop_assert_eq!(outer.after(&left).unwrap(), outer.clone());
        prop_assert_eq!(right.after(&outer).unwrap(), outer);
    }
}

#[test]
fn maps_that_do_not_fit_are_not_composed() {
    let error = Affine::identity(2).after(&Affine::identity(3)).unwrap_err();
    assert_eq!(error, ShapeError::Compose { outputs: 3, inputs: 2 });
    assert_eq!(error.to_string(), "3 outputs do not fit 2 inputs");
}

/// A sum over very many rows takes time in the number of terms, not in its square.
#[test]
fn after_takes_linear_time() {
    const SIZE: u32 = 100_000;
    let ones = (0..SIZE).map(|column| (column, Weight::ONE));
    let sum = Affine::new(SIZE, [Form::new(ones, 0)]).unwrap();
    let start = Instant::now();
    let same = sum.after(&Affine::identity(SIZE)).unwrap();
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!(same, sum);
}
