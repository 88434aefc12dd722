//! Exact hyperplanes through groups of points.
//!
//! Fraction-free elimination (Bareiss): every number that occurs is a minor of the integer matrix of the
//! points, so divisions are exact and numbers no longer than they must be.

use dataset::Dataset;
use network::{Form, Weight};
use rug::Integer;

use crate::{BaselineError, groups::Group};

/// A hyperplane through the points of a group and through no others, and an affine function that is
/// the label on them.
pub(crate) struct Plane {
    /// An integer at every point of the data, 0 exactly on the group.
    pub height: Function,
    /// `scale` times label less `background` on the group.
    pub value: Function,
    /// A positive integer.
    pub scale: Integer,
    /// The least |height| of a point off the group, at least 1.
    pub margin: Integer,
    /// The largest |value| of any point.
    pub largest: Integer,
}

/// An affine function with integer coefficients of the numerators of some coordinates.
pub(crate) struct Function {
    coefficients: Vec<Integer>,
    constant: Integer,
}

impl Function {
    fn at(&self, columns: &[usize], point: &[Integer]) -> Integer {
        let mut value = self.constant.clone();
        for (column, coefficient) in columns.iter().zip(&self.coefficients) {
            value += coefficient * &point[*column];
        }
        value
    }

    /// The function of the coordinates themselves.
    pub(crate) fn form(&self, columns: &[usize], denominator: &Integer) -> Form {
        let terms = columns.iter().zip(&self.coefficients).map(|(column, coefficient)| {
            (*column as u32, Weight::from(Integer::from(coefficient * denominator)))
        });
        Form::new(terms, &self.constant)
    }
}

/// Rows in echelon form: differences of points, and of their labels in the last column.
struct Echelon {
    rows: Vec<Vec<Integer>>,
    pivots: Vec<usize>,
    /// Number of coordinates.
    rank: usize,
    /// The last pivot, 1 without rows.
    determinant: Integer,
}

impl Plane {
    /// The hyperplane of a group; the label on it is counted from `background`.
    pub(crate) fn new(
        data: &Dataset,
        columns: &[usize],
        group: &Group,
        background: u32,
    ) -> Result<Self, BaselineError> {
        let lost = || BaselineError::NoPlane { row: data.source_row(group.base[0]) };
        let label = |i: usize| Integer::from(i64::from(data.labels()[i]) - i64::from(background));
        let row = |i: &usize| -> Vec<Integer> {
            let point = data.numerators(*i);
            let coordinates = columns.iter().map(|column| point[*column].clone());
            coordinates.chain([label(*i)]).collect()
        };
        let base: Vec<_> = group.base.iter().map(row).collect();
        let echelon = Echelon::new(&base, columns.len()).ok_or_else(lost)?;
        let through = |coefficients: Vec<Integer>, start: Integer| {
            let mut constant = start;
            for (x, coefficient) in base[0].iter().zip(&coefficients) {
                constant -= Integer::from(coefficient * x);
            }
            Function { coefficients, constant }
        };

        let sign = if echelon.determinant < 0 { -1 } else { 1 };
        let scale = Integer::from(&echelon.determinant * sign);
        let slopes = echelon.solve(&vec![Integer::new(); columns.len()], true);
        let slopes = slopes.into_iter().map(|slope| slope * sign).collect();
        let value = through(slopes, label(group.base[0]) * &scale);

        let values: Vec<Integer> =
            data.points().iter().map(|point| value.at(columns, point)).collect();
        let largest = values.iter().map(|value| Integer::from(value.abs_ref())).max();
        let right = |i: &usize| values[*i] == label(*i) * &scale;
        if !group.hull.iter().all(right) {
            return Err(lost());
        }

        // Each point off the hull spoils fewer than r of the normals.
        let most = data.len() as u64 * columns.len() as u64 + 1;
        let spared = (1..=most).find_map(|s| {
            let mut normal = echelon.solve(&echelon.free(s), false);
            let common = normal.iter().fold(Integer::new(), |common, n| common.gcd(n));
            normal.iter_mut().for_each(|n| n.div_exact_mut(&common));
            let height = through(normal, Integer::new());
            let mut margin: Option<Integer> = None;
            let mut on = group.hull.iter().peekable();
            for (i, point) in data.points().iter().enumerate() {
                let distance = height.at(columns, point).abs();
                let is_on = on.next_if(|next| **next == i).is_some();
                if is_on != (distance == 0) {
                    return None;
                }
                if !is_on && margin.as_ref().is_none_or(|margin| distance < *margin) {
                    margin = Some(distance);
                }
            }
            Some((height, margin.unwrap_or_else(|| Integer::from(1))))
        });
        let (height, margin) = spared.ok_or_else(lost)?;
        Ok(Self { height, value, scale, margin, largest: largest.unwrap_or_default() })
    }
}

impl Echelon {
    /// `None` if the points are not affinely independent.
    fn new(base: &[Vec<Integer>], rank: usize) -> Option<Self> {
        let (first, others) = base.split_first()?;
        let difference = |row: &Vec<Integer>| -> Vec<Integer> {
            row.iter().zip(first).map(|(x, o)| Integer::from(x - o)).collect()
        };
        let mut rows: Vec<Vec<Integer>> = others.iter().map(difference).collect();
        let mut pivots = Vec::with_capacity(rows.len());
        let mut last = Integer::from(1);
        let mut done = 0;
        for column in 0..rank {
            let Some(found) = (done..rows.len()).find(|row| rows[*row][column] != 0) else {
                continue;
            };
            rows.swap(done, found);
            let (above, below) = rows.split_at_mut(done + 1);
            let pivot_row = &above[done];
            let pivot = &pivot_row[column];
            for row in below {
                let factor = std::mem::take(&mut row[column]);
                for (x, p) in row.iter_mut().zip(pivot_row).skip(column + 1) {
                    *x *= pivot;
                    *x -= &factor * p;
                    x.div_exact_mut(&last);
                }
            }
            last = pivot.clone();
            pivots.push(column);
            done += 1;
        }
        (done == rows.len()).then_some(Self { rows, pivots, rank, determinant: last })
    }

    /// The coordinates without a pivot as `det, s det, s^2 det, ...`, the others 0.
    fn free(&self, s: u64) -> Vec<Integer> {
        let mut next = self.determinant.clone();
        let mut free = vec![Integer::new(); self.rank];
        for (column, value) in free.iter_mut().enumerate() {
            if !self.pivots.contains(&column) {
                *value = next.clone();
                next *= s;
            }
        }
        free
    }

    /// The vector with these free coordinates whose products with the rows are 0, or `determinant`
    /// times the last column. By Cramer's rule it is integer.
    fn solve(&self, free: &[Integer], with_labels: bool) -> Vec<Integer> {
        let mut solution = free.to_vec();
        for (row, pivot) in self.rows.iter().zip(&self.pivots).rev() {
            let mut sum = match row.last() {
                Some(label) if with_labels => Integer::from(label * &self.determinant),
                _ => Integer::new(),
            };
            for (x, a) in solution.iter().zip(row).skip(pivot + 1) {
                sum -= a * x;
            }
            solution[*pivot] = sum.div_exact(&row[*pivot]);
        }
        solution
    }
}
