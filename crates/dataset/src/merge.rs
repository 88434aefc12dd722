//! Equal points become one point with one label.

use std::collections::{HashMap, hash_map::Entry};

use crate::Points;

/// What to do with equal points whose labels differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "clap", derive(clap::ValueEnum))]
pub enum Conflicts {
    /// Stop and name two such rows.
    #[default]
    Reject,
    /// Keep the label of the first row.
    First,
    /// Keep the most frequent label.
    ///
    /// Of several equally frequent ones it is the smallest class.
    Majority,
}

/// Distinct points, in the order of their first rows, with one label each.
pub(crate) struct Distinct {
    pub(crate) points: Points,
    pub(crate) labels: Vec<u32>,
    pub(crate) rows: Vec<usize>,
    /// Rows left out whose label is that of their point.
    pub(crate) merged: usize,
    /// Rows left out whose label is another one.
    pub(crate) overruled: usize,
}

/// Two rows, counted from 0, of the same point with different labels.
pub(crate) struct Disagreement(pub(crate) usize, pub(crate) usize);

/// Merges equal points. `labels` and `rows` are as long as `points`.
pub(crate) fn distinct(
    points: Points,
    labels: &[u32],
    rows: &[usize],
    conflicts: Conflicts,
) -> Result<Distinct, Disagreement> {
    // Number of the point of each row, and the first row of each point.
    let mut first = Vec::new();
    let mut numbers = Vec::with_capacity(points.len());
    let mut found = HashMap::with_capacity(points.len());
    for (row, point) in points.iter().enumerate() {
        numbers.push(match found.entry(point) {
            Entry::Occupied(number) => *number.get(),
            Entry::Vacant(place) => {
                first.push(row);
                *place.insert(first.len() - 1)
            }
        });
    }
    drop(found);
    let mut kept: Vec<u32> = first.iter().map(|&row| labels[row]).collect();
    match conflicts {
        Conflicts::Reject => {
            let differs = |(row, &number): (usize, &usize)| labels[row] != kept[number];
            if let Some(row) = numbers.iter().enumerate().position(differs) {
                return Err(Disagreement(first[numbers[row]], row));
            }
        }
        Conflicts::First => {}
        Conflicts::Majority if first.len() < labels.len() => {
            let mut votes: Vec<_> = numbers.iter().zip(labels).collect();
            votes.sort_unstable();
            for point in votes.chunk_by(|a, b| a.0 == b.0) {
                let mut most = 0;
                for vote in point.chunk_by(|a, b| a == b) {
                    if vote.len() > most {
                        most = vote.len();
                        kept[*vote[0].0] = *vote[0].1;
                    }
                }
            }
        }
        Conflicts::Majority => {}
    }
    let agree = numbers.iter().zip(labels).filter(|&(&number, &label)| kept[number] == label);
    let agree = agree.count();
    let overruled = labels.len() - agree;
    // Of the rows of a point one is kept, and one at least agrees.
    let merged = agree - first.len();
    Ok(Distinct {
        points: points.keep(&first),
        labels: kept,
        rows: first.iter().map(|&row| rows[row]).collect(),
        merged,
        overruled,
    })
}
