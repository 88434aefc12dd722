//! Points as a checked view.

use network::{InputRange, Points, PointsError};
use rug::{Integer, Rational};

fn integers<const N: usize>(numbers: [i32; N]) -> [Integer; N] {
    numbers.map(Integer::from)
}

#[test]
fn points_are_their_numerators_in_order() {
    let (ten, numerators) = (Integer::from(10), integers([0, 5, -2, 7, 3, 6]));
    let points = Points::new(2, &ten, &numerators).unwrap();
    assert_eq!((points.len(), points.dimension(), points.is_empty()), (3, 2, false));
    assert_eq!((points.denominator(), points.numerators()), (&ten, &numerators[..]));
    assert_eq!(points.point(1), integers([-2, 7]));
    assert!(points.coordinate(1).eq(&integers([5, 7, 6])));

    let ranges = InputRange::of_points(&points);
    let ends: Vec<_> = ranges.iter().map(|range| (&range.lower, &range.upper)).collect();
    let tenths = |n: i32| Rational::from((n, 10));
    assert_eq!(ends, [(&tenths(-2), &tenths(3)), (&tenths(5), &tenths(7))]);
    assert!(ranges.iter().all(|range| range.denominator == 10));
}

#[test]
fn no_points_are_none_and_points_without_coordinates_are_one() {
    let one = Integer::from(1);
    let none = Points::new(3, &one, &[]).unwrap();
    assert!(none.is_empty() && none.coordinate(2).next().is_none());
    let single = Points::new(0, &one, &[]).unwrap();
    assert_eq!((single.len(), single.point(0)), (1, &[][..]));
}

#[test]
fn numbers_that_are_no_points_are_refused() {
    let (one, numerators) = (Integer::from(1), integers([1, 2, 3]));
    for dimension in [0, 2, 4] {
        let error = Points::new(dimension, &one, &numerators).unwrap_err();
        assert_eq!(error, PointsError::Ragged { found: 3, dimension });
    }
    for denominator in integers([0, -1]) {
        let error = Points::new(3, &denominator, &numerators).unwrap_err();
        assert_eq!(error, PointsError::Denominator);
    }
}
