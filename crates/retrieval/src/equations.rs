//! One block: as many consecutive keys as one memory word can serve.
//!
//! # Statement
//!
//! A word serves keys with draws `w(x)` and targets `t(x)` modulo `2^c` if there are digits with
//!
//! ```text
//! beta_0 + beta_1 w_1(x) + ... + beta_M w_M(x) = t(x)   modulo 2^c, for each of its keys
//! ```
//!
//! Keys are taken in increasing order until one does not fit. The first one always does, by
//! `beta_0` alone: every dataset is served by at most N blocks, whatever the hash.
//!
//! # Construction
//!
//! If the rows `(1, w_1, ..., w_M)` modulo 2 are independent, the equations are solvable modulo `2^c`
//! for every c: with the lower bits of the digits known, the next bits satisfy a system with the same
//! rows modulo 2. So one elimination over GF(2), on machine words, serves all c bits. A record of the
//! rows that each reduced row is the sum of gives its right-hand side for every bit.
//!
//! A row that depends on those before it is served only if it is consistent: for c = 1 if the same
//! sum of labels vanishes, for c > 1 if all keys of the block have one target, and then all digits
//! but `beta_0` are 0.

use crate::hash::Hash;

/// What all blocks have in common.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Task<'a> {
    pub hash: &'a Hash,
    /// M, draws per key.
    pub draws: usize,
    /// c.
    pub label_bits: u32,
}

/// A block: its first key and its digits `beta_0, ..., beta_M` modulo `2^c`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// Number of the first key.
    pub first: usize,
    /// M + 1 digits.
    pub digits: Vec<u32>,
}

impl Task<'_> {
    /// Cuts keys, given by their first states, into blocks; `first` is the number of the first key.
    pub(crate) fn blocks(&self, first: usize, states: &[u32], targets: &[u32]) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.cut(states, targets, |start, word| {
            blocks.push(Block { first: first + start, digits: word.solve() });
        });
        blocks
    }

    /// The first keys of the blocks of [`Task::blocks`], from 0.
    pub(crate) fn starts(&self, states: &[u32], targets: &[u32]) -> Vec<usize> {
        let mut starts = Vec::new();
        self.cut(states, targets, |start, _| starts.push(start));
        starts
    }

    fn cut(&self, states: &[u32], targets: &[u32], mut done: impl FnMut(usize, &Word)) {
        let mut word = Word::new(self.draws, self.label_bits);
        let mut draws = vec![0; self.draws];
        let mut start = 0;
        for (i, (state, target)) in states.iter().zip(targets).enumerate() {
            self.hash.draw(*state, &mut draws);
            if !word.serve(&draws, *target) {
                done(start, &word);
                start = i;
                word.clear();
                // An empty word serves any key.
                word.serve(&draws, *target);
            }
        }
        if !states.is_empty() {
            done(start, &word);
        }
    }
}

/// The equations of one block.
///
/// Columns are `1, w_1, ..., w_M`; a row is its coefficients modulo 2 and its record, the numbers of
/// the independent keys that it is the sum of, each `words` machine words.
struct Word {
    label_bits: u32,
    columns: usize,
    words: usize,
    /// For each column the row whose lowest coefficient it is.
    pivots: Vec<Option<usize>>,
    /// One reduced row for each independent key.
    rows: Vec<u64>,
    /// The targets of the independent keys, and the lowest bits of those as a bit string.
    targets: Vec<u32>,
    parities: Vec<u64>,
    /// The draws of the independent keys, for c > 1.
    draws: Vec<u32>,
    /// The target of all keys, if it is one.
    uniform: Option<u32>,
    /// More keys than equations are served, because all have one target.
    constant: bool,
    /// The row being inserted.
    row: Vec<u64>,
}

impl Word {
    fn new(draws: usize, label_bits: u32) -> Self {
        let columns = draws + 1;
        let words = columns.div_ceil(64);
        Self {
            label_bits,
            columns,
            words,
            pivots: vec![None; columns],
            rows: Vec::new(),
            targets: Vec::new(),
            parities: vec![0; words],
            draws: Vec::new(),
            uniform: None,
            constant: false,
            row: vec![0; 2 * words],
        }
    }

    fn clear(&mut self) {
        self.pivots.fill(None);
        self.rows.clear();
        self.targets.clear();
        self.parities.fill(0);
        self.draws.clear();
        self.uniform = None;
        self.constant = false;
    }

    /// Takes a key in, or says that it does not fit.
    fn serve(&mut self, draws: &[u32], target: u32) -> bool {
        let same = self.targets.is_empty() || self.uniform == Some(target);
        if self.constant {
            return same;
        }
        self.start_row(draws);
        match self.reduce() {
            Some(column) => {
                self.insert(column, draws, target);
                self.uniform = same.then_some(target);
                true
            }
            None if self.label_bits == 1 => {
                let record = self.row.get(self.words..).unwrap_or_default();
                parity(record, &self.parities) == target & 1
            }
            None => {
                self.constant = same;
                same
            }
        }
    }

    /// The coefficients of a key, `1` first, with an empty record.
    fn start_row(&mut self, draws: &[u32]) {
        self.row.fill(0);
        let bits = std::iter::once(1).chain(draws.iter().copied());
        for (i, bit) in bits.enumerate() {
            if let Some(word) = self.row.get_mut(i / 64) {
                *word |= u64::from(bit & 1) << (i % 64);
            }
        }
    }

    /// Reduces the row; `Some` lowest column if something is left.
    fn reduce(&mut self) -> Option<usize> {
        let stride = 2 * self.words;
        for w in 0..self.words {
            // Indices: w is below `words`, columns and rows are those of this echelon.
            while self.row[w] != 0 {
                let column = 64 * w + self.row[w].trailing_zeros() as usize;
                let Some(pivot) = self.pivots[column] else { return Some(column) };
                let other = &self.rows[pivot * stride + w..(pivot + 1) * stride];
                self.row[w..].iter_mut().zip(other).for_each(|(a, b)| *a ^= b);
            }
        }
        None
    }

    /// Keeps the reduced row, whose lowest column is new.
    fn insert(&mut self, column: usize, draws: &[u32], target: u32) {
        let number = self.targets.len();
        // There are at most as many independent rows as columns, which the words hold.
        self.row[self.words + number / 64] |= 1 << (number % 64);
        self.parities[number / 64] |= u64::from(target & 1) << (number % 64);
        self.pivots[column] = Some(number);
        self.rows.extend_from_slice(&self.row);
        self.targets.push(target);
        if self.label_bits > 1 {
            self.draws.extend_from_slice(draws);
        }
    }

    /// Digits modulo `2^c` that serve all keys; those without an equation are 0.
    fn solve(&self) -> Vec<u32> {
        let mut digits = vec![0; self.columns];
        if let (true, Some(target)) = (self.constant, self.uniform) {
            digits[0] = target;
            return digits;
        }
        // What is left to be served, divided by 2^level below.
        let mut rest = self.targets.clone();
        for level in 0..self.label_bits {
            let bits = self.solve_parities(&rest, level);
            for (digit, bit) in digits.iter_mut().zip(&bits) {
                *digit |= u32::from(*bit) << level;
            }
            let draws = self.draws.chunks_exact((self.columns - 1).max(1));
            for (rest, draws) in rest.iter_mut().zip(draws) {
                let served = bits[1..].iter().zip(draws).filter(|(bit, _)| **bit);
                let sum = served.fold(u32::from(bits[0]), |sum, (_, w)| sum.wrapping_add(*w));
                *rest = rest.wrapping_sub(sum << level);
            }
        }
        digits
    }

    /// The solution of the system modulo 2 whose right-hand side is bit `level` of `rest`.
    fn solve_parities(&self, rest: &[u32], level: u32) -> Vec<bool> {
        let mut right = vec![0; self.words];
        for (i, rest) in rest.iter().enumerate() {
            right[i / 64] |= u64::from(rest >> level & 1) << (i % 64);
        }
        let mut solution = vec![0; self.words];
        for (column, pivot) in self.pivots.iter().enumerate().rev() {
            if let Some(pivot) = pivot {
                let row = &self.rows[2 * self.words * pivot..][..2 * self.words];
                let (coefficients, record) = row.split_at(self.words);
                // Columns above this one are settled, those below are not in the row.
                let bit = parity(record, &right) ^ parity(coefficients, &solution);
                solution[column / 64] |= u64::from(bit) << (column % 64);
            }
        }
        (0..self.columns).map(|i| solution[i / 64] >> (i % 64) & 1 == 1).collect()
    }
}

/// Parity of the number of ones that two bit strings share.
fn parity(a: &[u64], b: &[u64]) -> u32 {
    let common = a.iter().zip(b).fold(0, |sum, (a, b)| sum ^ (a & b));
    common.count_ones() & 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Draws;
    use rug::Integer;

    /// Digits serve each key of their block, modulo `2^c`.
    #[test]
    fn blocks_serve_their_keys() {
        let mut random = (1_u64..).map(|i| i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20);
        for (draws, label_bits) in [(0, 1), (1, 3), (12, 1), (12, 2), (70, 5), (130, 1), (9, 31)] {
            let hash =
                Hash::new(17, 3, Draws::Numbers(2), 70, &Integer::from(1000), || 12345).unwrap();
            let task = Task { hash: &hash, draws, label_bits };
            let mask = (1_u64 << label_bits) - 1;
            let keys = 400;
            let states: Vec<u32> =
                (0..keys).map(|_| random.next().unwrap() as u32 % (hash.modulus / 2)).collect();
            let targets: Vec<u32> =
                (0..keys).map(|_| (random.next().unwrap() & mask) as u32).collect();
            let blocks = task.blocks(0, &states, &targets);
            let starts: Vec<usize> = blocks.iter().map(|block| block.first).collect();
            assert_eq!(starts, task.starts(&states, &targets));
            for (i, (state, target)) in states.iter().zip(&targets).enumerate() {
                let block = blocks.iter().rfind(|block| block.first <= i).unwrap();
                let mut w = vec![0; draws];
                hash.draw(*state, &mut w);
                let sum = (w.iter().zip(&block.digits[1..]))
                    .fold(block.digits[0], |sum, (w, d)| sum.wrapping_add(w.wrapping_mul(*d)));
                assert_eq!(u64::from(sum) & mask, u64::from(*target), "{draws} {label_bits} {i}");
            }
        }
    }
}
