//! Continuous piecewise linear functions of one variable, exactly.

use network::Network;
use rug::Rational;

use crate::Error;

/// A continuous piecewise linear function `R -> R` with rational breakpoints, values and slopes.
///
/// Invariant: the points are strictly increasing and the slope changes at each of them, except that
/// an affine function has the one point 0. Equal functions are therefore equal as values.
///
/// # Examples
///
/// ```
/// use memorelu_width_depth::PiecewiseLinear;
/// // |x|: one breakpoint, (0, 0), slope -1 to its left and 1 to its right
/// let g = PiecewiseLinear::new(vec![(0.into(), 0.into())], (-1).into(), 1.into())?;
/// assert_eq!(g.evaluate(&(-3).into()), 3);
/// assert_eq!(g.breakpoints().len(), 1);
/// # Ok::<(), memorelu_width_depth::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PiecewiseLinear {
    points: Vec<(Rational, Rational)>,
    left: Rational,
    right: Rational,
}

/// A place where the slope changes, and by how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kink {
    pub(crate) at: Rational,
    pub(crate) change: Rational,
}

impl PiecewiseLinear {
    /// The function through `points` = (breakpoint, value), linear between them, with slope
    /// `left` before the first and `right` after the last.
    ///
    /// Points where the slope does not change are allowed, and dropped.
    ///
    /// # Errors
    ///
    /// [`Error::NoPoints`] without a point, [`Error::NotIncreasing`] if two are out of order.
    pub fn new(
        points: Vec<(Rational, Rational)>,
        left: Rational,
        right: Rational,
    ) -> Result<Self, Error> {
        let Some(anchor) = points.first().cloned() else {
            return Err(Error::NoPoints);
        };
        if let Some(index) = points.iter().zip(points.iter().skip(1)).position(|(a, b)| a.0 >= b.0)
        {
            return Err(Error::NotIncreasing { index });
        }
        let function = Self { points, left, right };
        let changes: Vec<bool> = function.changes().map(|change| !change.is_zero()).collect();
        let Self { points, left, right } = function;
        let mut points: Vec<_> = points
            .into_iter()
            .zip(changes)
            .filter_map(|(point, keep)| keep.then_some(point))
            .collect();
        if points.is_empty() {
            // affine: g(0) = g(a) - left a
            points.push((Rational::new(), anchor.1 - anchor.0 * &left));
        }
        Ok(Self { points, left, right })
    }

    /// The slope before each point, then the slope after the last one.
    fn slopes(&self) -> impl Iterator<Item = Rational> {
        let slope = |(a, b): (&(Rational, Rational), &(Rational, Rational))| {
            Rational::from(&b.1 - &a.1) / Rational::from(&b.0 - &a.0)
        };
        let inner = self.points.iter().zip(self.points.iter().skip(1)).map(slope);
        [self.left.clone()].into_iter().chain(inner).chain([self.right.clone()])
    }

    /// The change of the slope at each point.
    fn changes(&self) -> impl Iterator<Item = Rational> {
        self.slopes().zip(self.slopes().skip(1)).map(|(before, after)| after - before)
    }

    /// Is there no breakpoint at all?
    fn is_affine(&self) -> bool {
        self.points.len() == 1 && self.left == self.right
    }

    /// The breakpoints with their values, in increasing order; none for an affine function.
    #[must_use]
    pub fn breakpoints(&self) -> &[(Rational, Rational)] {
        if self.is_affine() { &[] } else { &self.points }
    }

    /// The slope before the first breakpoint.
    #[must_use]
    pub fn left_slope(&self) -> &Rational {
        &self.left
    }

    /// The slope after the last breakpoint.
    #[must_use]
    pub fn right_slope(&self) -> &Rational {
        &self.right
    }

    /// The value at `x`.
    #[must_use]
    pub fn evaluate(&self, x: &Rational) -> Rational {
        let after = self.points.partition_point(|point| point.0 <= *x);
        // The piece of x runs through the last point up to x, or through the first one.
        let (at, value) = &self.points[after.saturating_sub(1)];
        let slope = self.slopes().nth(after).unwrap_or_default();
        Rational::from(x - at) * slope + value
    }

    /// The function that agrees with this one on `[from, to]` and continues with the slopes at its
    /// ends: breakpoints outside `(from, to)` are gone.
    ///
    /// # Errors
    ///
    /// [`Error::Interval`] unless `from < to`.
    pub fn restricted(&self, from: &Rational, to: &Rational) -> Result<Self, Error> {
        let inside = self.points.iter().filter(|point| *from < point.0 && point.0 < *to).cloned();
        let ends = |x: &Rational| (x.clone(), self.evaluate(x));
        Self::through([ends(from)].into_iter().chain(inside).chain([ends(to)]).collect())
    }

    /// The function through at least two points that continues with the slopes of its ends.
    fn through(points: Vec<(Rational, Rational)>) -> Result<Self, Error> {
        let mut function = Self { points, left: Rational::new(), right: Rational::new() };
        let pieces = function.points.len().saturating_sub(1);
        if function.points.iter().zip(function.points.iter().skip(1)).any(|(a, b)| a.0 >= b.0) {
            return Err(Error::Interval);
        }
        let inner: Vec<Rational> = function.slopes().skip(1).take(pieces).collect();
        let (Some(left), Some(right)) = (inner.first(), inner.last()) else {
            return Err(Error::Interval);
        };
        (function.left, function.right) = (left.clone(), right.clone());
        Self::new(function.points, function.left, function.right)
    }

    /// The places where the slope changes.
    pub(crate) fn kinks(&self) -> Vec<Kink> {
        let changes = self.points.iter().zip(self.changes());
        changes
            .filter(|(_, change)| !change.is_zero())
            .map(|(point, change)| Kink { at: point.0.clone(), change })
            .collect()
    }

    /// The function that a network computes on `[from, to]`, continued with the slopes at its ends.
    ///
    /// Its pieces are propagated through the layers: a layer adds the roots of its neurons. Time
    /// grows with the number of pieces times the number of edges.
    ///
    /// # Errors
    ///
    /// [`Error::NotScalar`] unless the network has one input and one output, [`Error::Interval`]
    /// unless `from < to`.
    pub fn of_network(network: &Network, from: &Rational, to: &Rational) -> Result<Self, Error> {
        if (network.inputs(), network.outputs()) != (1, 1) {
            let (inputs, outputs) = (network.inputs(), network.outputs());
            return Err(Error::NotScalar { inputs, outputs });
        }
        // All neurons of a layer are linear between two consecutive columns (x, values).
        let mut columns: Vec<_> = [from, to].map(|x| (x.clone(), vec![x.clone()])).into();
        let apply = |map: &network::Affine, columns: &mut Vec<(Rational, Vec<Rational>)>| {
            for (_, values) in columns {
                *values = map.iter().map(|row| row.evaluate(values)).collect();
            }
        };
        for map in network.hidden() {
            apply(map, &mut columns);
            columns = with_roots(columns);
            for value in columns.iter_mut().flat_map(|(_, values)| values) {
                if *value < 0 {
                    *value = Rational::new();
                }
            }
        }
        apply(network.output(), &mut columns);
        Self::through(
            columns.into_iter().map(|(x, values)| (x, values.into_iter().sum())).collect(),
        )
    }
}

/// Adds a column wherever a value changes its sign between two columns.
fn with_roots(columns: Vec<(Rational, Vec<Rational>)>) -> Vec<(Rational, Vec<Rational>)> {
    let mut all: Vec<(Rational, Vec<Rational>)> = Vec::with_capacity(columns.len());
    for (x, values) in columns {
        let Some((last_x, last)) = all.last() else {
            all.push((x, values));
            continue;
        };
        let crossing = |a: &Rational, b: &Rational| {
            let opposite = a.cmp0() == b.cmp0().reverse() && !a.is_zero();
            opposite.then(|| a / Rational::from(a - b))
        };
        let mut places: Vec<Rational> =
            last.iter().zip(&values).filter_map(|(a, b)| crossing(a, b)).collect();
        places.sort();
        places.dedup();
        let between =
            |a: &Rational, b: &Rational, place: &Rational| Rational::from(b - a) * place + a;
        let roots: Vec<_> = places
            .iter()
            .map(|place| {
                let mixed = last.iter().zip(&values).map(|(a, b)| between(a, b, place)).collect();
                (between(last_x, &x, place), mixed)
            })
            .collect();
        all.extend(roots);
        all.push((x, values));
    }
    all
}
