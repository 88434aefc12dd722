//! The plan with the fewest edges: M against the number of blocks, and the hash.
//!
//! # Construction
//!
//! A walk from a first guess to the best neighbour, as long as there is a better one. What is compared
//! is the true number of edges, for the number of blocks that the data really need: counted on all
//! keys if they are few, and otherwise on four stretches of them.

use exactness::NumberFormat;
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use rayon::prelude::*;
use rug::Integer;

use crate::{
    Draws, Lookup, Plan, Width,
    equations::Task,
    hash::{Hash, MAX_MODULUS_BITS},
    plan::{Cost, KeyForm},
    word::Layout,
};

/// Most keys on which blocks are counted for the sake of comparison.
const SAMPLE: usize = 1 << 14;

/// Parts of a sample.
const STRETCHES: usize = 4;

/// Most words of a block: so many that a layer of width 9 has room for two blocks in turn.
const MAX_WORDS: usize = 5;

/// The data and what is asked for.
pub(crate) struct Problem<'a> {
    /// Sorted.
    pub keys: &'a [Integer],
    /// One for each key.
    pub targets: &'a [u32],
    pub label_bits: u32,
    pub key: &'a KeyForm,
    pub width: Width,
    /// A format that has to evaluate the network exactly.
    pub exact_in: Option<NumberFormat>,
    /// Bits that sums are granted beyond the longest number in them, if there is such a format.
    pub spare_bits: u64,
    /// M, if given.
    pub draws: Option<usize>,
    pub seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Choice {
    draws: usize,
    words: usize,
    modulus_bits: u32,
    folds: u32,
    kind: Draws,
    attempt: u64,
}

impl Problem<'_> {
    /// The best plan that was found.
    pub(crate) fn plan(&self) -> Option<Plan> {
        let labels = || self.evaluate(Choice::LABELS);
        let plain = self.draws.is_none_or(|draws| draws == 0).then(labels).flatten();
        let hashed = (self.draws != Some(0)).then(|| self.guess()).flatten();
        let hashed = hashed.map(|(choice, found)| self.walk(choice, found));
        let found = plain.into_iter().chain(hashed).min_by_key(|(cost, _)| *cost);
        found.map(|(_, plan)| plan)
    }

    /// How many plans may be compared: fewer if counting blocks takes longer.
    fn budget(&self) -> usize {
        match self.keys.len() {
            0..=64 => 200,
            65..=1024 => 400,
            1025..=SAMPLE => 150,
            _ => 80,
        }
    }

    fn walk(&self, start: Choice, found: (Cost, Plan)) -> (Cost, Plan) {
        let (mut here, mut best) = (start, found);
        let mut seen = std::collections::HashSet::from([start]);
        let mut reach = 4;
        let mut left = self.budget();
        while reach > 0 && left > 0 {
            let mut neighbours = self.neighbours(here, reach);
            neighbours.retain(|choice| seen.insert(*choice));
            neighbours.truncate(left);
            left -= neighbours.len();
            let found = (neighbours.par_iter())
                .filter_map(|choice| Some((self.evaluate(*choice)?, *choice)))
                .min_by(|((a, _), i), ((b, _), j)| (a, i.order()).cmp(&(b, j.order())));
            match found {
                Some((better, choice)) if better.0 < best.0 => (here, best) = (choice, better),
                _ => reach -= 1,
            }
        }
        best
    }

    /// Choices that differ in one or two numbers, by more for a larger reach from 1 to 4.
    fn neighbours(&self, from: Choice, reach: u32) -> Vec<Choice> {
        let mut all = Vec::new();
        if self.draws.is_none() {
            // From a quarter down to a 32nd.
            let step = (from.draws >> (6 - reach)).max(1);
            let more = from.draws + step;
            let fewer = from.draws.saturating_sub(step).max(1);
            for (draws, change) in
                [(more, 0), (fewer, 0), (more, -1), (fewer, 1), (more, -2), (fewer, 2)]
            {
                let modulus_bits = from.modulus_bits.saturating_add_signed(change);
                all.push(Choice { draws, modulus_bits, ..from });
            }
        }
        if self.several_words() {
            let more = (from.words + 1).min(MAX_WORDS);
            let grown = |words: usize| match self.draws {
                None => Choice { words, draws: from.draws * words / from.words, ..from },
                Some(_) => Choice { words, ..from },
            };
            all.push(grown(more));
            all.push(grown((from.words - 1).max(1)));
        }
        for (bits, folds) in [(0, 1), (1, 0), (1, 1), (1, -1)] {
            for sign in [-1, 1] {
                let add = |n: u32, change: i32| n.saturating_add_signed(change * sign);
                let scaled = |change: i32| change * (reach as i32 + 1) / 2;
                all.push(Choice {
                    modulus_bits: add(from.modulus_bits, scaled(bits)),
                    folds: add(from.folds, scaled(folds)),
                    ..from
                });
            }
        }
        let kinds = match from.kind {
            Draws::Numbers(count) => {
                [Draws::Numbers(count + 1), Draws::Numbers((count - 1).max(1))]
            }
            Draws::Bits => [Draws::Numbers(1), Draws::Numbers(2)],
        };
        all.extend(kinds.map(|kind| Choice { kind, ..from }));
        all.push(Choice { kind: Draws::Bits, ..from });
        for attempt in 1..=2 {
            all.push(Choice { attempt: from.attempt + attempt, ..from });
        }
        all
    }

    /// The best of a few plans: with as many digits as balance the two parts if blocks fill up, or as
    /// fit the words, and a hash whose states seldom collide within a block.
    fn guess(&self) -> Option<(Choice, (Cost, Plan))> {
        let (keys, c) = (self.keys.len(), self.label_bits as usize);
        let balanced = (4 * keys / (8 * c)).isqrt().max(1);
        let words = if self.several_words() { MAX_WORDS } else { 1 };
        let kinds = [Draws::Numbers(if c == 1 { 2 } else { 1 }), Draws::Bits];
        let starts = (1..=words)
            .flat_map(|words| [0, 2, 4, 7].map(|spare| (words, spare)))
            .flat_map(|(words, spare)| kinds.map(|kind| (words, spare, kind)));
        let found = starts
            .filter_map(|(words, spare, kind)| self.largest_fit(balanced, words, spare, kind));
        found.min_by_key(|(choice, (cost, _))| (*cost, choice.order()))
    }

    /// Do words have to be short, and does a layer have room for several?
    fn several_words(&self) -> bool {
        self.exact_in.is_some() && self.width == Width::Nine
    }

    /// A plan with at most so many draws, with `spare` bits of state more than collisions ask for.
    fn largest_fit(
        &self,
        most: usize,
        words: usize,
        spare: u32,
        kind: Draws,
    ) -> Option<(Choice, (Cost, Plan))> {
        let mut draws = self.draws.unwrap_or(most);
        loop {
            let modulus_bits = (2 * bits_of(draws) + spare).min(MAX_MODULUS_BITS);
            // Enough folds for the shortest multiplier, and for keys to be spread in each block.
            let least = (self.key.bits + 2).saturating_sub(modulus_bits);
            let folds = least.max(bits_of(self.keys.len() / draws) + 4);
            let choice = Choice { draws, words, modulus_bits, folds, kind, attempt: 0 };
            if let Some(found) = self.evaluate(choice) {
                return Some((choice, found));
            }
            if self.draws.is_some() || draws == 1 {
                return None;
            }
            draws -= draws.div_ceil(16);
        }
    }

    /// The cheapest plan of a choice, unless the choice is impossible.
    fn evaluate(&self, choice: Choice) -> Option<(Cost, Plan)> {
        let c = self.label_bits;
        let hash = self.hash(choice)?;
        let layout = Layout::new(choice.draws, c, choice.words, &hash, self.width);
        let plan = Plan {
            width: self.width,
            lookup: Lookup::Beside,
            draws: choice.draws,
            label_bits: c,
            words: layout.words,
            headroom: layout.headroom,
            hash,
            exact_in: self.exact_in,
        };
        if let Some(format) = self.exact_in {
            let hashed = u64::from(choice.modulus_bits) + u64::from(choice.folds);
            if plan.word_bits().max(hashed) + self.spare_bits > format.bits() {
                return None;
            }
        }
        let blocks = self.blocks(&plan);
        let cost = |plan: Plan| Some((plan.cost(self.key, blocks).ok()?, plan));
        let above = Plan { lookup: Lookup::Above, ..plan.clone() };
        let above = self.exact_in.is_none().then(|| cost(above)).flatten();
        cost(plan).into_iter().chain(above).min_by_key(|(cost, _)| *cost)
    }

    fn hash(&self, choice: Choice) -> Option<Hash> {
        let Choice { draws, modulus_bits, folds, kind, attempt, .. } = choice;
        if draws == 0 {
            let multiplier = Integer::from(1);
            return Some(Hash { modulus: 3, multiplier, folds, draws: kind });
        }
        // With few blocks in the sample, their collisions are too rare to be counted: states are so
        // long that less than one block in a hundred has one.
        let few = self.keys.len() > SAMPLE && 128 * draws > SAMPLE;
        if few && modulus_bits < (2 * bits_of(draws) + 6).min(MAX_MODULUS_BITS) {
            return None;
        }
        let mut random = random(self.seed, attempt);
        let states = draws.div_ceil(kind.per_state() as usize);
        let largest = self.keys.last()?;
        Hash::new(modulus_bits, folds, kind, states, largest, || random.next_u64())
    }

    /// The number of blocks, counted or estimated.
    fn blocks(&self, plan: &Plan) -> usize {
        let keys = self.keys.len();
        if plan.draws == 0 {
            return self.targets.chunk_by(PartialEq::eq).count();
        }
        let task = Task { hash: &plan.hash, draws: plan.draws, label_bits: plan.label_bits };
        let starts = |start: usize, length: usize| {
            let range = start..(start + length).min(keys);
            let states: Vec<u32> = (self.keys.get(range.clone()).unwrap_or_default().iter())
                .map(|key| plan.hash.state(key))
                .collect();
            task.starts(&states, self.targets.get(range).unwrap_or_default())
        };
        if keys <= SAMPLE {
            return starts(0, keys).len();
        }
        // The last block of a stretch is cut off, and not counted.
        let length = SAMPLE / STRETCHES;
        let (mut blocks, mut served) = (0, 0);
        for i in 0..STRETCHES {
            let starts = starts(i * (keys - length) / (STRETCHES - 1), length);
            blocks += starts.len() - 1;
            served += starts.last().copied().unwrap_or(0);
        }
        (keys * blocks.max(1)).div_ceil(served.max(plan.draws + 1))
    }
}

impl Choice {
    /// No draws: each word is a label.
    const LABELS: Self =
        Self { draws: 0, words: 1, modulus_bits: 3, folds: 0, kind: Draws::Bits, attempt: 0 };

    /// An order among choices of equal cost, so that the result does not depend on threads.
    fn order(&self) -> (usize, usize, u32, u32, Draws, u64) {
        let &Self { draws, words, modulus_bits, folds, kind, attempt } = self;
        (draws, words, modulus_bits, folds, kind, attempt)
    }
}

/// Binary digits of a number.
fn bits_of(n: usize) -> u32 {
    usize::BITS - n.leading_zeros()
}

/// The generator for one seed and one attempt.
pub(crate) fn random(seed: u64, attempt: u64) -> ChaCha8Rng {
    let mut bytes = [0; 32];
    let (low, high) = bytes.split_at_mut(8);
    low.copy_from_slice(&seed.to_le_bytes());
    high.iter_mut().zip(attempt.to_le_bytes()).for_each(|(byte, other)| *byte = other);
    ChaCha8Rng::from_seed(bytes)
}
