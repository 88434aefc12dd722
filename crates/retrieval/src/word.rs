//! The words of a block: how digits are written into them.
//!
//! # Statement
//!
//! With M digits of c bits there are `J = M c` slots, one bit each, in W words. A word V is
//!
//! ```text
//! V = 2^h mu + y      mu odd: its slots, the first one at the top; y, |y| < 2^h: the sum so far, even
//! ```
//!
//! [`crate::scan`] reads a slot by a reflection, `V <- 2T - V + omega w`, if its bit is set, where
//! `omega = 2^(k+1)` for bit k of a digit and w is the digit's draw. So the digits of a block become
//! the bits of mu in this order: from the last slot to the first, since each reflection changes the
//! sign of all that was added before, and modulo `2^(k+1)`, `-2^k` is `2^k`.
//!
//! Headroom h is enough for `2 |y| + omega w < 2^(h+1)` at every slot, whatever the words and states.
//!
//! # Used by
//!
//! The scan, and the plan of a network.

use rug::{Integer, integer::Order};

use crate::{Draws, Width, equations::Block, hash::Hash};

/// How the words of a network are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    /// M, digits with a draw.
    pub draws: usize,
    /// c.
    pub label_bits: u32,
    /// h.
    pub headroom: u32,
    /// W, words of a block.
    pub words: usize,
}

/// `phi^-1(label)`: half of it if it is even, `2^c - (label + 1) / 2` if it is odd.
///
/// phi is what the folds at the end of the scan make of `2 phi^-1(label)`.
pub(crate) fn target(label: u32, label_bits: u32) -> u32 {
    let whole = 1_u64 << label_bits;
    let label = u64::from(label);
    let target = if label % 2 == 0 { label / 2 } else { whole - label.div_ceil(2) };
    target as u32 // below 2^c <= 2^32
}

/// `phi`.
fn label(target: u32, label_bits: u32) -> u32 {
    let whole = 1_u64 << label_bits;
    let twice = 2 * u64::from(target);
    let label = if twice < whole { twice } else { 2 * whole - 1 - twice };
    label as u32 // below 2^c
}

/// Where one bit of the memory is used.
pub(crate) struct Slot {
    /// Number of the state.
    pub state: usize,
    /// Place within the slots of its state.
    pub place: usize,
    /// Number of the draw within its state.
    pub draw: u32,
    /// k, the bit of the digit.
    pub level: u32,
}

impl Slot {
    pub(crate) fn new(slot: usize, label_bits: u32, hash: &Hash) -> Self {
        let c = label_bits as usize;
        let per_state = hash.draws.per_state() as usize * c;
        let (state, place) = (slot / per_state, slot % per_state);
        // A draw is below K, and a level below c.
        Self { state, place, draw: (place / c) as u32, level: (c - 1 - place % c) as u32 }
    }

    /// In width 3, does the draw come from the step to a new state?
    pub(crate) fn is_new_state(&self) -> bool {
        self.state > 0 && self.place == 0
    }
}

impl Layout {
    /// The least headroom for all words and all states of this hash.
    pub(crate) fn new(
        draws: usize,
        label_bits: u32,
        words: usize,
        hash: &Hash,
        width: Width,
    ) -> Self {
        let (mut low, mut high) = (0, (2 << label_bits) - 2);
        let mut needed = 2 * high;
        for slot in 0..draws * label_bits as usize {
            let slot = Slot::new(slot, label_bits, hash);
            let stepped = width == Width::Three && hash.draws != Draws::Bits;
            let w = if stepped && slot.is_new_state() {
                hash.modulus // relu(4Y - q) stands for the next Y
            } else {
                hash.largest_draw(slot.draw)
            };
            let level = slot.level;
            let w = u128::from(w);
            let added = (2_u128 << level) * w;
            needed = needed.max(2 * high.max(low) + added);
            // y is in [-low, high], before and after.
            (low, high) = (low.max(high), high.max(added + low));
        }
        needed = needed.max(2 * high.max(low));
        // 2 |y| + omega w < 2^(h+1)
        let headroom = (u128::BITS - needed.leading_zeros()).saturating_sub(1).max(label_bits);
        let slots = draws * label_bits as usize;
        // As many words as slots fill, all but the last to the same length.
        let words = slots.div_ceil(slots.div_ceil(words.max(1)).max(1)).max(1);
        Self { draws, label_bits, headroom, words }
    }

    /// J.
    pub(crate) fn slots(&self) -> usize {
        self.draws * self.label_bits as usize
    }

    /// Slots of each word but the last, which may have fewer.
    pub(crate) fn slots_per_word(&self) -> usize {
        self.slots().div_ceil(self.words.max(1)).max(1)
    }

    /// Bits of a word.
    pub(crate) fn word_bits(&self) -> u64 {
        match self.draws {
            0 => u64::from(self.label_bits),
            _ => u64::from(self.headroom) + self.slots_per_word() as u64 + 1,
        }
    }

    /// The words for a block with these digits. Without slots there is one, the label itself.
    pub(crate) fn words(&self, block: &Block) -> Vec<Integer> {
        let c = self.label_bits;
        let constant = block.digits.first().copied().unwrap_or(0);
        if self.draws == 0 {
            return vec![label(constant, c).into()];
        }
        // Slots are read from the top bit of the first digit on; signs are known from the end.
        let mut reflected = Vec::with_capacity(self.slots());
        let mut negative = false;
        for digit in block.digits.iter().skip(1).rev() {
            let mut rest = *digit;
            for level in 0..c {
                let bit = rest >> level & 1 == 1;
                let term = u32::from(bit) << level;
                rest = if negative { rest.wrapping_add(term) } else { rest.wrapping_sub(term) };
                negative ^= bit;
                reflected.push(bit);
            }
        }
        reflected.reverse();
        let start = if negative { constant.wrapping_neg() } else { constant };
        let start = u64::from(start) & ((1_u64 << c) - 1);
        let slots = reflected.chunks(self.slots_per_word());
        let mut words: Vec<Integer> = slots.map(|slots| memory(slots) << self.headroom).collect();
        if let Some(first) = words.first_mut() {
            *first += 2 * start;
        }
        words
    }
}

/// mu, for the slots whose bit is set when it is reached: a reflection at `2^i` leaves `2^(i+1) - mu`,
/// and so complements all bits below but the last, which is 1.
fn memory(slots: &[bool]) -> Integer {
    let mut digits = vec![0_u64; slots.len() / 64 + 1];
    let mut set = false;
    for (slot, reflected) in slots.iter().enumerate() {
        set ^= reflected;
        let bit = slots.len() - slot;
        if let Some(digit) = digits.get_mut(bit / 64) {
            *digit |= u64::from(set) << (bit % 64);
        }
    }
    if let Some(digit) = digits.first_mut() {
        *digit |= 1;
    }
    Integer::from_digits(&digits, Order::Lsf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_and_labels_are_inverse() {
        for bits in 1..=10 {
            for i in 0..1 << bits {
                assert_eq!(label(target(i, bits), bits), i);
                assert!(target(i, bits) < 1 << bits);
            }
        }
        assert_eq!(label(target(u32::MAX, 32), 32), u32::MAX);
    }

    /// Reads a word as the network does, with integers.
    fn read(layout: &Layout, hash: &Hash, words: &[Integer], draws: &[u32]) -> Integer {
        let mut left = Integer::new();
        let one = |shift: usize| Integer::from(1) << shift as u32;
        for (number, word) in words.iter().enumerate() {
            let mut v = Integer::from(word + &left);
            let first = number * layout.slots_per_word();
            let last = (first + layout.slots_per_word()).min(layout.slots());
            for slot in first..last {
                let Slot { state, draw, level, .. } = Slot::new(slot, layout.label_bits, hash);
                let threshold = one(layout.headroom as usize + last - slot);
                let w = draws[state * hash.draws.per_state() as usize + draw as usize];
                let omega_w = Integer::from(w) << (level + 1);
                let u: Integer = 2 * (v.clone() - threshold) - omega_w;
                v -= u.max(Integer::new());
            }
            left = v - one(layout.headroom as usize);
        }
        left
    }

    #[test]
    fn words_add_up_to_the_digits() {
        let mut random = (1_u64..).map(|i| (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 21) as u32);
        let largest = Integer::from(1000);
        for kind in [Draws::Numbers(1), Draws::Numbers(3), Draws::Bits] {
            let hash = Hash::new(12, 12, kind, 10, &largest, || 77).unwrap();
            for (draws, label_bits, words) in
                [(1, 1, 1), (7, 1, 1), (70, 1, 2), (9, 4, 1), (9, 4, 3), (5, 10, 2), (3, 2, 5)]
            {
                let layout = Layout::new(draws, label_bits, words, &hash, Width::Nine);
                let mask = (1_u32 << label_bits) - 1;
                for _ in 0..50 {
                    let digits: Vec<u32> =
                        (0..=draws).map(|_| random.next().unwrap() & mask).collect();
                    let mut w = vec![0; draws];
                    hash.draw(random.next().unwrap() % (hash.modulus / 2), &mut w);
                    let sum = (digits[1..].iter().zip(&w))
                        .fold(digits[0], |sum, (d, w)| sum.wrapping_add(d.wrapping_mul(*w)));
                    let words = layout.words(&Block { first: 0, digits });
                    assert!(words.len() == layout.words);
                    assert!(words.iter().all(|word| {
                        *word > 0 && u64::from(word.significant_bits()) <= layout.word_bits()
                    }));
                    let left = read(&layout, &hash, &words, &w);
                    let modulus = Integer::from(2_u64 << label_bits);
                    let low = (left.clone() % &modulus + &modulus) % &modulus;
                    assert_eq!(low, 2 * (sum & mask), "{layout:?}");
                    assert!(left.abs() < Integer::from(1) << layout.headroom);
                }
            }
        }
    }
}
