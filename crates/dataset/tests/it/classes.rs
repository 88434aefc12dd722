//! Points, classes, duplicates and conflicts.

use dataset::{Conflicts, DataError, Dataset, Labels, Points, Table};
use proptest::prelude::*;
use rug::{Integer, Rational};

fn integers(numbers: &[i64]) -> Vec<Integer> {
    numbers.iter().copied().map(Integer::from).collect()
}

fn build(
    dimension: usize,
    numbers: &[i64],
    labels: &[&str],
    conflicts: Conflicts,
) -> Result<Dataset, DataError> {
    let labels = labels.iter().copied().collect();
    Dataset::from_parts(dimension, 2.into(), integers(numbers), labels, conflicts)
}

#[test]
fn dataset_value_is_what_was_put_in() {
    let data = build(2, &[1, 0, -3, 4], &["b", "a"], Conflicts::Reject).unwrap();
    assert_eq!((data.len(), data.dimension(), data.classes()), (2, 2, 2));
    assert_eq!(data.denominator(), &2);
    assert_eq!(data.all_numerators(), integers(&[1, 0, -3, 4]));
    assert_eq!(data.numerators(1), integers(&[-3, 4]));
    assert_eq!(data.point(1), [Rational::from((-3, 2)), Rational::from(2)]);
    assert_eq!((data.labels(), data.label_names()), (&[1, 0][..], &["a".into(), "b".into()][..]));
    assert_eq!((data.source_row(0), data.source_row(1)), (1, 2));
    assert_eq!(data.radius_squared(), Rational::from((25, 4)));
}

#[test]
fn dataset_denominator_is_the_smallest() {
    let points = Points::new(2, 60.into(), integers(&[30, 0, -45, 15])).unwrap();
    assert_eq!(
        (points.denominator(), points.all_numerators()),
        (&4.into(), &integers(&[2, 0, -3, 1])[..])
    );
    let zero = Points::new(1, 60.into(), integers(&[0])).unwrap();
    assert_eq!((zero.denominator(), zero.radius_squared()), (&1.into(), 0.into()));
}

#[test]
fn points_reject_wrong_shapes() {
    let points = |dimension, denominator: i32, numbers: &[i64]| {
        Points::new(dimension, denominator.into(), integers(numbers)).unwrap_err()
    };
    assert_eq!(points(0, 1, &[1]), DataError::NoDimension);
    assert_eq!(points(2, 1, &[]), DataError::NoPoints);
    assert_eq!(points(2, 1, &[1, 2, 3]), DataError::Ragged { coordinates: 3, dimension: 2 });
    assert_eq!(points(1, 0, &[1]), DataError::Denominator { zero: true });
    assert_eq!(points(1, -2, &[1]), DataError::Denominator { zero: false });
    // DataError::TooManyPoints needs 2^32 points; a test would take 64 GiB.
}

#[test]
fn table_rejects_lists_of_different_lengths() {
    let points = || Points::new(1, 1.into(), integers(&[1, 2])).unwrap();
    let error = Table::new(points(), Labels::numbered([0]), vec![1, 2]).unwrap_err();
    assert_eq!(error, DataError::Lengths { points: 2, what: "labels", found: 1 });
    let error = Table::new(points(), Labels::numbered([0, 1]), vec![1]).unwrap_err();
    assert_eq!(error, DataError::Lengths { points: 2, what: "row numbers", found: 1 });
}

#[test]
fn dataset_rejects_a_single_class() {
    let error = build(1, &[1, 2, 2], &["x", "x", "x"], Conflicts::Reject).unwrap_err();
    assert_eq!(error, DataError::SingleClass { points: 2, label: "x".into() });
    // A class may also vanish by a conflict.
    let error = build(1, &[1, 1, 2], &["x", "y", "x"], Conflicts::First).unwrap_err();
    assert_eq!(error, DataError::SingleClass { points: 2, label: "x".into() });
    let error = build(1, &[1], &["x"], Conflicts::First).unwrap_err();
    assert_eq!(error, DataError::SingleClass { points: 1, label: "x".into() });
}

#[test]
fn dataset_merges_equal_points_with_equal_labels() {
    let data = build(1, &[4, 2, 4, 4, 2], &["b", "a", "b", "b", "a"], Conflicts::Reject).unwrap();
    assert_eq!((data.len(), data.merged(), data.overruled()), (2, 3, 0));
    assert_eq!((data.all_numerators(), data.labels()), (&integers(&[2, 1])[..], &[1, 0][..]));
    assert_eq!((data.source_row(0), data.source_row(1)), (1, 2));
}

#[test]
fn dataset_decides_conflicts_as_asked() {
    let (numbers, labels) = ([5, 7, 5, 5, 7, 9], ["c", "b", "a", "a", "b", "c"]);
    let error = build(1, &numbers, &labels, Conflicts::Reject).unwrap_err();
    let conflict =
        DataError::Conflict { row: 1, label: "c".into(), other: 3, other_label: "a".into() };
    assert_eq!(error, conflict);
    assert_eq!(
        error.to_string(),
        "rows 1 and 3 are the same point, but their labels are `c` and `a`; correct one of them, \
         or decide conflicts by `first` or `majority`"
    );
    let first = build(1, &numbers, &labels, Conflicts::First).unwrap();
    // Class a is not used any more.
    assert_eq!(
        (first.labels(), first.label_names()),
        (&[1, 0, 1][..], &["b".into(), "c".into()][..])
    );
    assert_eq!((first.merged(), first.overruled()), (1, 2));
    let majority = build(1, &numbers, &labels, Conflicts::Majority).unwrap();
    assert_eq!(majority.labels(), [0, 1, 2]);
    assert_eq!((majority.merged(), majority.overruled(), majority.source_row(0)), (2, 1, 1));
    // Of equally frequent labels the smallest class is taken, whatever the order of the rows.
    for labels in [["b", "a", "b"], ["a", "b", "b"]] {
        let tie = build(1, &[1, 1, 2], &labels, Conflicts::Majority).unwrap();
        assert_eq!((tie.labels(), tie.overruled()), (&[0, 1][..], 1));
    }
}

#[test]
fn dataset_labels_are_numbers_only_if_all_are() {
    let labels = |labels: &[&str]| {
        let numbers: Vec<i64> = (0..labels.len() as i64).collect();
        let data = build(1, &numbers, labels, Conflicts::Reject).unwrap();
        (data.labels().to_vec(), data.label_names().to_vec())
    };
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    assert_eq!(
        labels(&["10", "9", "1e1", "9.0", "+9"]),
        (vec![1, 0, 1, 0, 0], names(&["9", "10"]))
    );
    assert_eq!(labels(&["-1", "0.5", "-2"]), (vec![1, 2, 0], names(&["-2", "-1", "0.5"])));
    assert_eq!(labels(&["10", "9", "x"]), (vec![0, 1, 2], names(&["10", "9", "x"])));
    assert_eq!(labels(&["1", "1.0", "one"]), (vec![0, 1, 2], names(&["1", "1.0", "one"])));
    // Names of one length and value are ordered by their bytes, not by their rows.
    assert_eq!(labels(&["2", "1e0", "1.0"]).1, labels(&["1.0", "1e0", "2"]).1);
}

/// Few places, so that points are often equal.
fn rows() -> impl Strategy<Value = (usize, Vec<(Vec<i64>, u32)>)> {
    (1_usize..=3).prop_flat_map(|dimension| {
        let point = prop::collection::vec(-1_i64..=1, dimension);
        (Just(dimension), prop::collection::vec((point, 0_u32..=3), 1..40))
    })
}

fn dataset(
    dimension: usize,
    rows: &[(Vec<i64>, u32)],
    conflicts: Conflicts,
) -> Result<Dataset, DataError> {
    let numbers: Vec<i64> = rows.iter().flat_map(|(point, _)| point.clone()).collect();
    let labels = Labels::numbered(rows.iter().map(|row| row.1));
    Dataset::from_parts(dimension, 3.into(), integers(&numbers), labels, conflicts)
}

proptest! {
    /// Against a twin that compares all pairs.
    #[test]
    fn dataset_agrees_with_all_pairs((dimension, rows) in rows()) {
        let same = |i: usize, j: usize| rows[i].0 == rows[j].0;
        let firsts: Vec<usize> =
            (0..rows.len()).filter(|&j| !(0..j).any(|i| same(i, j))).collect();
        let conflict = (0..rows.len())
            .find_map(|j| (0..j).find(|&i| same(i, j)).filter(|&i| rows[i].1 != rows[j].1).map(|i| (i, j)));
        for conflicts in [Conflicts::Reject, Conflicts::First, Conflicts::Majority] {
            let label = |&first: &usize| match conflicts {
                Conflicts::Majority => {
                    let votes = |label| rows.iter().filter(|row| row.0 == rows[first].0 && row.1 == label).count();
                    (0..=3).rev().max_by_key(|&label| votes(label)).unwrap()
                }
                _ => rows[first].1,
            };
            let expected: Vec<u32> = firsts.iter().map(label).collect();
            let single = expected.iter().all(|label| *label == expected[0]);
            match dataset(dimension, &rows, conflicts) {
                Err(DataError::Conflict { row, other, .. }) => {
                    prop_assert_eq!(conflicts, Conflicts::Reject);
                    prop_assert_eq!(Some((row - 1, other - 1)), conflict);
                }
                Err(DataError::SingleClass { .. }) => prop_assert!(single),
                Err(other) => prop_assert!(false, "{other}"),
                Ok(data) => {
                    prop_assert!(!single && (conflict.is_none() || conflicts != Conflicts::Reject));
                    let kept: Vec<usize> = (0..data.len()).map(|i| data.source_row(i) - 1).collect();
                    prop_assert_eq!(&kept, &firsts);
                    let names: Vec<u32> = data.labels().iter()
                        .map(|&label| data.label_names()[label as usize].parse().unwrap()).collect();
                    prop_assert_eq!(names, expected.clone());
                    for (i, &first) in firsts.iter().enumerate() {
                        let point: Vec<_> = rows[first].0.iter().map(|&n| Rational::from((n, 3))).collect();
                        prop_assert_eq!(data.point(i), point);
                    }
                    prop_assert!((0..data.classes()).all(|c| data.labels().contains(&(c as u32))));
                    let right = rows.iter().filter(|row| {
                        let place = firsts.iter().position(|&first| rows[first].0 == row.0).unwrap();
                        expected[place] == row.1
                    });
                    prop_assert_eq!(data.merged(), right.count() - firsts.len());
                    prop_assert_eq!(data.len() + data.merged() + data.overruled(), rows.len());
                }
            }
        }
    }

    #[test]
    fn dataset_names_do_not_depend_on_the_order((dimension, rows) in rows()) {
        let backwards: Vec<_> = rows.iter().rev().cloned().collect();
        let (one, other) = (
            dataset(dimension, &rows, Conflicts::Majority),
            dataset(dimension, &backwards, Conflicts::Majority),
        );
        if let (Ok(one), Ok(other)) = (&one, &other) {
            let sorted = |data: &Dataset| {
                let mut rows: Vec<_> =
                    (0..data.len()).map(|i| (data.point(i), data.labels()[i])).collect();
                rows.sort();
                (rows, data.label_names().to_vec())
            };
            prop_assert_eq!(sorted(one), sorted(other));
        }
        prop_assert_eq!(one.is_ok(), other.is_ok());
    }
}
