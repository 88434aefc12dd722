//! Compressing keys: folds that keep distinct integers distinct.
//!
//! Let N keys lie in `[0, K)`. A fold takes the keys from `T` on, the *top*, and moves them down by D
//! to free places below T; then all keys lie below `K' <= T`. A place s for the start of a top of t
//! keys is forbidden by a pair of a top and another key, so at most `t (N - t)` places are.
//!
//! - **Thirds.** While `K > N^2`, the top starts at `ceil(2K / 3)`. It has more than `K / 3 > N^2 / 4 >=
//!   t (N - t)` places, so one of them is free, and K shrinks to two thirds.
//! - **Pieces.** With `m = ceil(N^(1/3))` and `L = m^4`, while `K > R = m N + 2L`: a top of at most m keys
//!   that is at most L long has `K - 2L + 1 > m N` places, so one of the first `m N + 1` is free.
//!   Either K shrinks by L, which happens `N^2 / L <= m^2` times; or m keys move below `m N + L`, where no
//!   such top reaches, which happens `N / m <= m^2` times. Longer tops are tried before: they
//!   are counted the same way, by their length or their number of keys.
//! - Below R, tops are folded as long as places for them are found among a few thousand.
//!
//! From all these folds the first ones are taken, as many as make the network smallest.

use std::collections::BTreeSet;

use rug::Integer;

/// Places tried for a top that is not known to have one.
const TRIES: u64 = 1 << 14;

/// `z -> z - by` for `z >= at`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// T.
    pub at: Integer,
    /// D, at most T.
    pub by: Integer,
}

/// The folds for some keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folds {
    /// First fold first.
    pub folds: Vec<Fold>,
    /// K before the folds.
    pub range: Integer,
}

/// The least m with `m^3 >= N`.
#[must_use]
pub fn cube_root(n: u64) -> u64 {
    let Some(root) = Integer::from(n).root(3).to_u64() else {
        unreachable!("a root is no larger than its number")
    };
    root + u64::from(Integer::from(root) * root * root < n)
}

/// R: keys are brought below this.
#[must_use]
pub fn compressed(n: u64) -> u64 {
    // N < 2^32, so m <= 1626
    let m = cube_root(n);
    m * n + 2 * m.pow(4)
}

impl Folds {
    /// Searches the folds for distinct keys `>= 0`, of which there are at most `2^32`; `cost(K)` is
    /// what keys below K cost later, in folds.
    #[must_use]
    pub fn search(keys: &[Integer], cost: impl Fn(u64) -> u64) -> Self {
        let n = keys.len() as u64;
        let range = keys.iter().max().map_or_else(Integer::new, |key| Integer::from(key + 1));
        let (mut folds, keys) = thirds(keys, &Integer::from(n).square());
        let mut state = Pieces::new(keys, n);
        // (folds, folds and what the rest costs) of the best end so far
        let mut best = (folds.len(), folds.len() as u64 + cost(state.range()));
        while (folds.len() as u64) < best.1 {
            let Some((at, by)) = state.fold() else { break };
            folds.push(Fold { at: at.into(), by: by.into() });
            let total = folds.len() as u64 + cost(state.range());
            if total < best.1 {
                best = (folds.len(), total);
            }
        }
        folds.truncate(best.0);
        Self { folds, range }
    }

    /// Where the folds take these keys.
    #[must_use]
    pub fn apply(&self, keys: &[Integer]) -> Vec<u64> {
        let mut keys = keys.to_vec();
        for Fold { at, by } in &self.folds {
            keys.iter_mut().filter(|key| **key >= *at).for_each(|key| *key -= by);
        }
        let Some(keys) = keys.iter().map(Integer::to_u64).collect() else {
            unreachable!("folds bring all keys below N^2")
        };
        keys
    }

    /// The thirds that bring K to `N^2`, at most.
    #[must_use]
    pub fn most_thirds(&self, n: u64) -> u64 {
        let (mut range, mut count) = (self.range.clone(), 0);
        while range > Integer::from(n).square() {
            range = two_thirds(&range);
            count += 1;
        }
        count
    }
}

fn two_thirds(range: &Integer) -> Integer {
    Integer::from(range * 2).div_rem_ceil(Integer::from(3)).0
}

/// Folds thirds until all keys are below `limit`.
fn thirds(keys: &[Integer], limit: &Integer) -> (Vec<Fold>, Vec<u64>) {
    let mut folds = Vec::new();
    let mut keys: BTreeSet<Integer> = keys.iter().cloned().collect();
    while let Some(largest) = keys.last()
        && largest >= limit
    {
        let range = Integer::from(largest + 1);
        let mut top = keys.split_off(&two_thirds(&range));
        let at = top.first().expect("the largest key is in the top").clone();
        let mut start = Integer::new();
        let moved = |key: &Integer, start: &Integer| Integer::from(key - &at) + start;
        while top.iter().any(|key| keys.contains(&moved(key, &start))) {
            start += 1;
        }
        keys.extend(std::mem::take(&mut top).iter().map(|key| moved(key, &start)));
        folds.push(Fold { by: Integer::from(&at - &start), at });
    }
    let keys: Option<Vec<u64>> = keys.iter().map(Integer::to_u64).collect();
    (folds, keys.expect("all keys are below N^2"))
}

/// Keys below `N^2`, with the lengths of the pieces.
struct Pieces {
    /// In increasing order.
    keys: Vec<u64>,
    /// m.
    count: usize,
    /// L.
    length: u64,
    /// `m N`.
    places: u64,
    /// Keys of the last top.
    last: usize,
}

impl Pieces {
    fn new(keys: Vec<u64>, n: u64) -> Self {
        let m = cube_root(n);
        Self { keys, count: m as usize, length: m.pow(4), places: m * n, last: 1 }
    }

    /// K.
    fn range(&self) -> u64 {
        self.keys.last().map_or(0, |key| key + 1)
    }

    /// Folds a top, as large a one as is found; `(T, D)` of the fold.
    fn fold(&mut self) -> Option<(u64, u64)> {
        let range = self.range();
        let tries = TRIES.min(self.places + 1);
        // The top that is known to have a place.
        let known = (range > self.places + 2 * self.length).then(|| {
            let rest = self.keys.partition_point(|key| *key < range - self.length);
            (self.keys.len() - rest).min(self.count)
        });
        let least = known.unwrap_or(1);
        let mut size = self.last.max(least);
        let mut found = self.place(size, tries);
        while found.is_none() && size > least {
            size = (size / 2).max(least);
            found = self.place(size, tries);
        }
        if found.is_none() && known.is_some() {
            found = self.place(least, self.places + 1);
        }
        let (mut at, mut start) = found?;
        loop {
            let larger = size + (size / 4).max(1);
            let Some(better) = self.place(larger, tries) else { break };
            ((at, start), size) = (better, larger);
        }
        self.last = size;
        let rest = self.keys.len() - size;
        self.keys.iter_mut().skip(rest).for_each(|key| *key = *key - at + start);
        self.keys.sort();
        Some((at, at - start))
    }

    /// For the largest `size` keys: the least of them, and a place for it, the first of `tries`.
    fn place(&self, size: usize, tries: u64) -> Option<(u64, u64)> {
        let (rest, top) = self.keys.split_at(self.keys.len().checked_sub(size)?);
        let at = *top.first()?;
        let end = tries.min(at.checked_sub(self.range() - at)? + 1);
        // Places from `low` on, which each pair of a top and another key can forbid.
        let (mut low, mut count) = (0, 64);
        while low < end {
            let high = end.min(low + count);
            let mut free = vec![true; (high - low) as usize];
            let mut left = free.len();
            for offset in top.iter().map(|key| key - at) {
                let first = rest.partition_point(|key| *key < low + offset);
                let near = rest.iter().skip(first).take_while(|key| **key < high + offset);
                for place in near.map(|key| key - offset - low) {
                    if let Some(free) = free.get_mut(place as usize).filter(|free| **free) {
                        *free = false;
                        left -= 1;
                    }
                }
                if left == 0 {
                    break;
                }
            }
            if let Some(place) = free.iter().position(|free| *free) {
                return Some((at, low + place as u64));
            }
            low = high;
            count = (4 * count).min(TRIES);
        }
        None
    }
}
