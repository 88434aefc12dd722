//! The closest pair of some points, exactly, with bounded work.
//!
//! A tree of boxes: each box holds half of the points of the one around it, split in the middle of
//! its longest side. Two boxes that are at least as far apart as the best pair found so far need no
//! look inside. The boxes are in machine [`Words`]; what words cannot decide is compared in full.

use std::ops::{
    ControlFlow::{self, Break, Continue},
    Range,
};

use rug::{Complete, Integer};

use crate::{
    Points,
    words::{Word, Words, room, spread},
};

/// Points in a leaf of the tree, at most.
const LEAF: usize = 8;

/// What a coordinate costs that is read in full, if reading it in a word costs 1.
const FULL: usize = 16;

/// What a search found.
pub(crate) struct Found {
    /// The closest pair among those closer than the limit of the search: two points, and the square
    /// of their distance in units of the denominator.
    pub(crate) pair: Option<(usize, usize, Integer)>,
    /// Was the budget enough to say that there is no closer one?
    pub(crate) complete: bool,
}

/// Looks for the closest pair among those whose squared distance, in units of the denominator, is
/// below `limit`; any pair at `enough` or below will do. `budget` counts coordinates read.
pub(crate) fn closest(points: &Points, limit: Integer, enough: Integer, budget: u64) -> Found {
    // Half words are twice as fast.
    if spread(points) <= room::<u32>(points.dimension()) {
        Search::<u32>::new(points, limit, enough, budget).run()
    } else {
        Search::<u64>::new(points, limit, enough, budget).run()
    }
}

/// A box with the points `order[start..end]`.
struct Node {
    start: usize,
    end: usize,
    /// The second half, if there are halves; the first one is the next node.
    second: Option<usize>,
}

struct Tree<W> {
    order: Vec<u32>,
    nodes: Vec<Node>,
    /// For each node the lowest coordinates, then the highest.
    corners: Vec<W>,
}

impl<W: Word> Tree<W> {
    fn new(words: &Words<W>) -> Self {
        let points = words.len();
        // Points are counted in 32 bits.
        let order = (0..points as u32).collect();
        let mut tree = Self { order, nodes: Vec::new(), corners: Vec::new() };
        tree.grow(words, 0, points);
        tree
    }

    /// Adds the nodes for the points `order[start..end]`, at least one; the depth of the recursion
    /// is the logarithm of their number.
    fn grow(&mut self, words: &Words<W>, start: usize, end: usize) {
        let points = &mut self.order[start..end];
        let mut low = words.point(points[0]).to_vec();
        let mut high = low.clone();
        for &point in &points[1..] {
            for ((&word, low), high) in words.point(point).iter().zip(&mut low).zip(&mut high) {
                *low = word.min(*low);
                *high = word.max(*high);
            }
        }
        let sides = low.iter().zip(&high).map(|(low, &high)| high.minus(*low));
        let (axis, _) =
            sides.enumerate().max_by_key(|&(_, side)| side).expect("there is always a coordinate");
        self.corners.extend(low);
        self.corners.extend(high);
        let number = self.nodes.len();
        self.nodes.push(Node { start, end, second: None });
        if end - start > LEAF {
            let half = (end - start) / 2;
            points.select_nth_unstable_by_key(half, |&point| words.point(point)[axis]);
            self.grow(words, start, start + half);
            self.nodes[number].second = Some(self.nodes.len());
            self.grow(words, start + half, end);
        }
    }

    fn corners(&self, node: usize, dimension: usize) -> (&[W], &[W]) {
        self.corners[2 * node * dimension..][..2 * dimension].split_at(dimension)
    }
}

/// Why a search ends early.
enum End {
    /// A pair at `enough` or below.
    Enough,
    /// The budget is spent.
    Budget,
}

struct Search<'a, W: Word> {
    points: &'a Points,
    words: Words<W>,
    tree: Tree<W>,
    /// Only pairs below this squared distance are of interest.
    limit: Integer,
    word_limit: W::Square,
    enough: Integer,
    budget: u64,
    pair: Option<(u32, u32)>,
}

impl<'a, W: Word> Search<'a, W> {
    fn new(points: &'a Points, limit: Integer, enough: Integer, budget: u64) -> Self {
        let words = Words::new(points);
        let tree = Tree::new(&words);
        let word_limit = words.limit(&limit);
        Self { points, words, tree, limit, word_limit, enough, budget, pair: None }
    }

    fn run(mut self) -> Found {
        let end = self.within(0);
        Found {
            pair: self.pair.map(|(i, j)| (i as usize, j as usize, self.limit)),
            complete: !matches!(end, Break(End::Budget)),
        }
    }

    /// All pairs of points of a node.
    fn within(&mut self, node: usize) -> ControlFlow<End> {
        let Node { start, end, second } = self.tree.nodes[node];
        match second {
            None => (start..end).try_for_each(|i| self.compare(i, i + 1..end)),
            Some(second) => {
                self.within(node + 1)?;
                self.within(second)?;
                let gap = self.gap(node + 1, second);
                self.between(node + 1, second, gap)
            }
        }
    }

    /// All pairs of a point of the one node and a point of the other, given their [`Search::gap`].
    fn between(&mut self, one: usize, other: usize, gap: W::Square) -> ControlFlow<End> {
        if gap >= self.word_limit {
            return Continue(());
        }
        let size = |node: usize| self.tree.nodes[node].end - self.tree.nodes[node].start;
        let (large, small) = if size(one) < size(other) { (other, one) } else { (one, other) };
        let Node { start, end, second } = self.tree.nodes[large];
        match second {
            Some(second) => {
                self.spend(2 * self.words.dimension())?;
                // The nearer half first: a close pair found early saves the most work.
                let mut halves = [large + 1, second].map(|half| (self.gap(half, small), half));
                halves.sort_unstable();
                halves.into_iter().try_for_each(|(gap, half)| self.between(half, small, gap))
            }
            None => {
                let Node { start: other_start, end: other_end, .. } = self.tree.nodes[small];
                (start..end).try_for_each(|i| self.compare(i, other_start..other_end))
            }
        }
    }

    /// At most the square, in words, of the distance of two points of two nodes.
    fn gap(&self, one: usize, other: usize) -> W::Square {
        let (low, high) = self.tree.corners(one, self.words.dimension());
        let (other_low, other_high) = self.tree.corners(other, self.words.dimension());
        let below = other_low.iter().zip(high).map(|(low, &high)| low.minus(high));
        let above = low.iter().zip(other_high).map(|(low, &high)| low.minus(high));
        self.words.square(below.zip(above).map(|(below, above)| below.max(above)))
    }

    /// The pairs of a point with some others, all by their places in the order of the tree.
    fn compare(&mut self, place: usize, others: Range<usize>) -> ControlFlow<End> {
        others.into_iter().try_for_each(|other| {
            let (i, j) = (self.tree.order[place], self.tree.order[other]);
            let (one, other) = (self.words.point(i), self.words.point(j));
            let mut sum = W::Square::default();
            let mut read = 0;
            // Parts of a few coordinates: most pairs are told apart by the first ones.
            for (one, other) in one.chunks(8).zip(other.chunks(8)) {
                let pairs = one.iter().zip(other);
                sum += self.words.square(pairs.map(|(x, &y)| x.distance(y)));
                read += one.len();
                if sum >= self.word_limit {
                    return self.spend(read);
                }
            }
            let square = match self.words.exact(sum) {
                Some(square) => square,
                None => {
                    self.spend(FULL * read)?;
                    full(self.points, i, j)
                }
            };
            if square < self.limit {
                self.word_limit = self.words.limit(&square);
                self.limit = square;
                self.pair = Some((i, j));
                if self.limit <= self.enough {
                    return Break(End::Enough);
                }
            }
            self.spend(read)
        })
    }

    fn spend(&mut self, read: usize) -> ControlFlow<End> {
        match self.budget.checked_sub(read as u64) {
            Some(left) => {
                self.budget = left;
                Continue(())
            }
            None => Break(End::Budget),
        }
    }
}

/// The squared distance of two points, in units of the denominator.
fn full(points: &Points, i: u32, j: u32) -> Integer {
    let (one, other) = (points.numerators(i as usize), points.numerators(j as usize));
    one.iter().zip(other).map(|(x, y)| (x - y).complete().square()).sum()
}
