//! Points cut into groups, each with a hyperplane of its own: what the constructions share that use
//! all d directions.
//!
//! Points in **general position** have no d + 1 points on a hyperplane, so any d of them have one to
//! themselves. Real data are not in general position. So groups are grown: a point joins a group if the
//! affine hull of the group then holds no point that must stay out. The largest groups have r points,
//! where r is the dimension of the affine hull of all points: `r = d`, or the data lie on a
//! hyperplane, and all that is said here is said of their affine hull. If no point is ever turned away
//! and every group takes r points as long as there are so many, then what general position is needed
//! for holds, exactly: `Cover::obstacle` is `None`.
//!
//! A group of fewer than r points has many hyperplanes. They are tried in the order s = 1, 2, 3, ... of
//! the normals whose free coordinates are `1, s, s^2, ...`. A point off the hull is on such a hyperplane
//! for fewer than r values of s, so at most N r of them fail.
//!
//! Hulls are searched modulo the prime `2^61 - 1`. The hyperplanes are exact, and it is checked for
//! every point, in integers, whether it is on each: so the prime can spoil the search, but no network.
//! This takes a product for each point, hyperplane and coordinate, about `N^2` of them.

use dataset::Dataset;

use crate::{BaselineError, Parameters, modular, modular::PRIME};

/// Points that are turned away before a group is closed, beyond 4 for each dimension.
const PATIENCE: usize = 64;

/// What is said of general position where it holds.
pub(crate) const HOLDS: &str = "holds for every group";

/// The class with the most points, the first one of several.
pub(crate) fn most_frequent(data: &Dataset) -> u32 {
    let mut counts = vec![0_usize; data.classes()];
    for label in data.labels() {
        counts[*label as usize] += 1;
    }
    let most = (0..data.classes() as u32).rev().max_by_key(|class| counts[*class as usize]);
    most.expect("a dataset has classes")
}

/// The points modulo a prime, in coordinates that determine all others.
pub(crate) struct Cloud {
    /// The coordinates that are used, r of them.
    pub columns: Vec<usize>,
    /// For each point r coordinates and its label.
    rows: Vec<u64>,
}

/// A group of points.
pub(crate) struct Group {
    /// Affinely independent points, at most r.
    pub base: Vec<usize>,
    /// All points in their hull.
    pub hull: Vec<usize>,
}

/// Groups that cover some points, each point once.
#[derive(Default)]
pub(crate) struct Cover {
    pub groups: Vec<Group>,
    /// Why general position fails, if it does.
    pub obstacle: Option<Obstacle>,
}

/// Where general position fails.
pub(crate) struct Obstacle {
    /// Points of a group.
    base: Vec<usize>,
    /// A point in their hull, or one with which they would have a further point in their hull.
    point: usize,
    is_in_hull: bool,
}

/// So many points take seconds.
pub(crate) const QUICK: usize = 1 << 12;

impl Cloud {
    pub(crate) fn new(data: &Dataset, parameters: &Parameters) -> Result<Self, BaselineError> {
        let products = (data.len() as u64).pow(2);
        if products > parameters.most_products {
            let (points, most) = (data.len(), parameters.most_products.isqrt());
            return Err(BaselineError::TooManyPoints { points, most });
        }
        let dimension = data.dimension();
        let points: Vec<u64> = data.all_numerators().iter().map(modular::residue).collect();
        let columns = modular::basis(&points, dimension);
        let mut rows = Vec::with_capacity(data.len() * (columns.len() + 1));
        for (point, label) in points.chunks_exact(dimension).zip(data.labels()) {
            rows.extend(columns.iter().map(|column| point[*column]));
            rows.push(u64::from(*label));
        }
        Ok(Self { columns, rows })
    }

    /// r, at least 1.
    pub(crate) fn rank(&self) -> usize {
        self.columns.len()
    }

    /// Groups that cover these points and no others. Labels are affine on the hull of each group.
    pub(crate) fn cover(&self, points: &[usize]) -> Cover {
        let rank = self.rank();
        let mut cover = Cover::default();
        let mut pending = vec![false; self.rows.len() / (rank + 1)];
        points.iter().for_each(|i| pending[*i] = true);
        for (k, first) in points.iter().enumerate().filter(|_| rank > 0) {
            if !pending[*first] {
                continue;
            }
            let mut hull = Hull::new(&self.rows, rank, *first);
            let mut base = vec![*first];
            let mut patience = PATIENCE + 4 * rank;
            for i in points.iter().skip(k + 1).filter(|i| pending[**i]) {
                if base.len() == rank || patience == 0 {
                    break;
                }
                let Some(direction) = hull.direction(*i) else { continue };
                if hull.may_grow(&direction, &pending) {
                    hull.grow(&direction);
                    base.push(*i);
                } else {
                    patience -= 1;
                    cover.obstacle.get_or_insert_with(|| Obstacle {
                        base: base.clone(),
                        point: *i,
                        is_in_hull: false,
                    });
                }
            }
            let hull = hull.points();
            hull.iter().for_each(|i| pending[*i] = false);
            if let Some(point) = hull.iter().copied().find(|i| !base.contains(i)) {
                let base = base.clone();
                cover.obstacle.get_or_insert(Obstacle { base, point, is_in_hull: true });
            }
            cover.groups.push(Group { base, hull });
        }
        cover
    }
}

impl Cover {
    /// Whether general position holds as far as it is needed, for a reader; rows are those of the data.
    pub(crate) fn position(&self, data: &Dataset) -> String {
        match &self.obstacle {
            None => HOLDS.to_owned(),
            Some(Obstacle { base, point, is_in_hull }) => {
                let row = data.source_row(*point);
                let rows: Vec<_> =
                    base.iter().map(|i| data.source_row(*i).to_string()).take(6).collect();
                let more = if base.len() > rows.len() { ", ..." } else { "" };
                let group = format!("{} points (rows {}{more})", base.len(), rows.join(", "));
                if *is_in_hull {
                    format!("fails: row {row} is in the affine hull of {group}")
                } else {
                    format!(
                        "fails: with row {row} the affine hull of {group} would hold another point"
                    )
                }
            }
        }
    }
}

/// An affine hull, by what is left of every point modulo its directions.
struct Hull {
    /// r.
    rank: usize,
    /// For each point r coordinates and the label, reduced.
    rests: Vec<u64>,
}

/// A new direction, 1 in its first coordinate that is not 0.
struct Direction {
    pivot: usize,
    row: Vec<u64>,
}

impl Hull {
    /// The hull of one point.
    fn new(rows: &[u64], rank: usize, point: usize) -> Self {
        let mut rests = rows.to_vec();
        let origin = rows.iter().skip(point * (rank + 1)).take(rank + 1);
        let origin: Vec<u64> = origin.copied().collect();
        for row in rests.chunks_exact_mut(rank + 1) {
            row.iter_mut().zip(&origin).for_each(|(x, o)| *x = modular::minus(*x, *o));
        }
        Self { rank, rests }
    }

    /// Where a point lies, seen from the hull; `None` if it is in the hull.
    fn direction(&self, point: usize) -> Option<Direction> {
        let row: Vec<u64> =
            self.rests.iter().skip(point * (self.rank + 1)).take(self.rank + 1).copied().collect();
        let pivot = row.iter().take(self.rank).position(|x| *x != 0)?;
        let inverse = modular::inverse(row[pivot]);
        let row = row.iter().map(|x| modular::times(*x, inverse)).collect();
        Some(Direction { pivot, row })
    }

    /// Does every point that the direction brings into the hull have the label that it then has to
    /// have, and is it still to be covered?
    fn may_grow(&self, direction: &Direction, pending: &[bool]) -> bool {
        let Direction { pivot, row } = direction;
        self.rests.chunks_exact(self.rank + 1).zip(pending).all(|(rest, pending)| {
            let factor = rest[*pivot];
            let mut agrees = rest.iter().zip(row).map(|(x, v)| *x == modular::times(factor, *v));
            let joins = factor != 0 && agrees.by_ref().take(self.rank).all(|agrees| agrees);
            !joins || (*pending && agrees.next() == Some(true))
        })
    }

    fn grow(&mut self, direction: &Direction) {
        let Direction { pivot, row } = direction;
        for rest in self.rests.chunks_exact_mut(self.rank + 1) {
            let factor = match rest[*pivot] {
                0 => continue,
                factor => PRIME - factor,
            };
            rest.iter_mut().zip(row).for_each(|(x, v)| *x = modular::plus_times(*x, factor, *v));
        }
    }

    /// All points in the hull.
    fn points(&self) -> Vec<usize> {
        let rests = self.rests.chunks_exact(self.rank + 1).enumerate();
        rests
            .filter(|(_, rest)| rest.iter().take(self.rank).all(|x| *x == 0))
            .map(|(i, _)| i)
            .collect()
    }
}
