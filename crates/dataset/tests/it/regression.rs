//! Real targets.

use dataset::{Conflicts, DataError, Points, Regression, SeparationError, SeparationMethod};
use rug::Rational;

use crate::common::table;

fn read(text: &str, conflicts: Conflicts) -> Result<Regression, DataError> {
    Regression::from_table(table(text), conflicts)
}

fn halves(numbers: &[i32]) -> Vec<Rational> {
    numbers.iter().map(|&n| Rational::from((n, 2))).collect()
}

#[test]
fn regression_targets_are_exact() {
    let data = read("x,y\n1,0.5\n2,-3\n1.0,5e-1\n3,0.50\n", Conflicts::Reject).unwrap();
    assert_eq!((data.len(), data.merged(), data.overruled()), (3, 1, 0));
    assert_eq!(data.targets(), halves(&[1, -6, 1]));
    assert_eq!(data.source_rows(), [2, 3, 5]);
    assert_eq!(data.points().all_numerators(), [1, 2, 3]);
    // One point or one target is enough.
    assert_eq!(read("x,y\n1,2\n", Conflicts::Reject).unwrap().len(), 1);
}

#[test]
fn regression_decides_conflicts_as_asked() {
    let text = "x,y\n1,0.5\n1,7\n1,7.0\n2,0\n";
    let conflict =
        DataError::Conflict { row: 2, label: "1/2".into(), other: 3, other_label: "7".into() };
    assert_eq!(read(text, Conflicts::Reject).unwrap_err(), conflict);
    assert_eq!(read(text, Conflicts::First).unwrap().targets(), halves(&[1, 0]));
    let majority = read(text, Conflicts::Majority).unwrap();
    assert_eq!(majority.targets(), halves(&[14, 0]));
    assert_eq!((majority.merged(), majority.overruled()), (1, 1));
}

#[test]
fn regression_rejects_targets_that_are_no_numbers() {
    let error = read("x,y\n1,0.5\n2,high\n", Conflicts::Reject).unwrap_err();
    assert_eq!(error, DataError::Target { row: 3, found: "high".into() });
    let long = "z".repeat(100);
    let error = read(&format!("x,y\n1,{long}\n"), Conflicts::Reject).unwrap_err();
    assert_eq!(error, DataError::Target { row: 2, found: format!("{}...", "z".repeat(40)) });
}

#[test]
fn regression_from_parts_takes_any_rationals() {
    let points = || Points::new(1, 1.into(), vec![4.into(), 5.into(), 4.into()]).unwrap();
    let third = || Rational::from((1, 3));
    let targets = vec![third(), third() * 2, third()];
    let data = Regression::new(points(), targets, Conflicts::Reject).unwrap();
    assert_eq!((data.targets(), data.merged()), (&[third(), third() * 2][..], 1));
    let error = Regression::new(points(), halves(&[1]), Conflicts::Reject).unwrap_err();
    assert_eq!(error, DataError::Lengths { points: 3, what: "targets", found: 1 });
}

#[test]
fn regression_separation_is_that_of_the_points() {
    let data = read("x,y,t\n0,0,1\n0.3,0.4,1\n9,9,1\n", Conflicts::Reject).unwrap();
    let separation = data.separation(SeparationMethod::Auto).unwrap();
    assert_eq!(separation.squared, Rational::from((1, 4)));
    let error = data.separation(SeparationMethod::Given((2, 3).into())).unwrap_err();
    assert_eq!(error, SeparationError::Closer { row: 2, other: 3 });
    let single = read("x,y,t\n0,0.5,1\n", Conflicts::Reject).unwrap();
    assert_eq!(single.separation(SeparationMethod::Auto).unwrap().squared, 1);
}
