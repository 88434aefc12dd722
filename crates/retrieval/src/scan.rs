//! A memory word: how digits are written into it, and the network that reads them back.
//!
//! # Statement
//!
//! With M digits of c bits there are `J = M c` slots, one bit each. From the word V of a block and the
//! first state Y of a key the network computes the label
//!
//! ```text
//! phi(beta_0 + beta_1 w_1 + ... + beta_M w_M modulo 2^c)
//! ```
//!
//! where phi is a bijection of `0..2^c`, see [`target`].
//!
//! # Construction
//!
//! ```text
//! V = 2^h mu + y      mu odd, of J + 1 bits: the memory; y, |y| < 2^h: the sum so far, even
//! V <- V - u          u = relu(2V - 2T - omega w)      T = 2^(h+J), ..., 2^(h+1)
//! ```
//!
//! Slot (i, k), the bit k of digit i, has `omega = 2^(k+1)` and `w = w_i`. If the bit is 0, `V < T`
//! and nothing happens; if it is 1, V is reflected, `V <- 2T - V + omega w`. So one ReLU reads the bit,
//! removes it, **and** adds `2^(k+1) w` to y; no bit is ever a number of its own. Each reflection
//! changes the sign of y, which is the same for all keys of the block and is undone by the digits:
//! modulo `2^(k+1)`, `-2^k` is `2^k`. Because mu is odd, V stays at least `2^h - |y|` away from T,
//! which is more than `omega w / 2`: no label is near a decision.
//!
//! At last V = `2^h + y`, and folds at `2^(i+1) - 1` for i = h, ..., c leave a number below `2^c`: bits
//! 0 to c - 1 of V, all complemented if bit c is set. V is even there, so that is phi.
//!
//! # Counting
//!
//! One hidden layer for each slot: V 2, u 3, Y 1, and the next draw 1: 7 edges, and one more for each
//! new state. In width 3 the draws need layers of their own: 8 edges and two layers for a draw,
//! 6 edges and one layer for each further bit of a digit of Y itself. A fold at the end: 4 edges.

use network::{Form, ShapeError, Weight};
use rug::{Integer, integer::Order};

use crate::{Width, circuit::Circuit, equations::Block, hash::Hash};

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

impl Layout {
    /// The least headroom for all words and all states of this hash.
    pub(crate) fn new(
        draws: usize,
        label_bits: u32,
        words: usize,
        hash: &Hash,
        width: Width,
    ) -> Self {
        let largest_state = u128::from(hash.modulus / 2);
        let (mut low, mut high) = (0, (2 << label_bits) - 2);
        let mut needed = 2 * high;
        for slot in 0..draws * label_bits as usize {
            let Slot { draw, level, new_state, .. } = Slot::new(slot, label_bits, hash);
            let w = if new_state && width == Width::Three {
                u128::from(hash.modulus)
            } else {
                largest_state - u128::from(hash.threshold(draw))
            };
            let added = (2_u128 << level) * w;
            needed = needed.max(2 * high.max(low) + added);
            // y is in [-low, high], before and after.
            (low, high) = (low.max(high), high.max(added + low));
        }
        needed = needed.max(2 * high.max(low));
        // 2 |y| + omega w < 2^(h+1)
        let headroom = (u128::BITS - needed.leading_zeros()).saturating_sub(1).max(label_bits);
        Self { draws, label_bits, headroom, words }
    }

    /// J.
    pub(crate) fn slots(&self) -> usize {
        self.draws * self.label_bits as usize
    }

    /// Slots of each word but the last, which may have fewer.
    fn slots_per_word(&self) -> usize {
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

/// Where one bit of the memory is used.
struct Slot {
    /// Number of the draw within its state.
    draw: u32,
    /// k, the bit of the digit.
    level: u32,
    /// The first slot of a state that is not the first.
    new_state: bool,
    /// Number of the state.
    state: usize,
    /// Place within the slots of its state.
    place: usize,
}

impl Slot {
    fn new(slot: usize, label_bits: u32, hash: &Hash) -> Self {
        let c = label_bits as usize;
        let per_state = per_state(label_bits, hash);
        let (state, place) = (slot / per_state, slot % per_state);
        Self {
            draw: (place / c) as u32, // below K
            level: (c - 1 - place % c) as u32,
            new_state: state > 0 && place == 0,
            state,
            place,
        }
    }
}

/// K c, slots of one state.
fn per_state(label_bits: u32, hash: &Hash) -> usize {
    hash.draws_per_state as usize * label_bits as usize
}

/// The network from the words, packed in the circuit, and the first state to the label.
pub(crate) fn read(
    circuit: &mut Circuit,
    state: Form,
    layout: &Layout,
    hash: &Hash,
    width: Width,
) -> Result<Form, ShapeError> {
    let word = circuit.unpack().unwrap_or(Form::constant(0));
    if layout.draws == 0 {
        return Ok(word);
    }
    let mut v = match width {
        Width::Nine => read_wide(circuit, word, state, layout, hash)?,
        Width::Three => read_narrow(circuit, word, state, layout, hash)?,
    };
    for i in (layout.label_bits..=layout.headroom).rev() {
        v = circuit.fold(v, (Integer::from(2) << i) - 1_u32)?;
    }
    Ok(v)
}

/// `2V - 2T - omega w`.
fn comparison(v: &Form, w: &Form, slot: usize, level: u32, layout: &Layout) -> Form {
    let per_word = layout.slots_per_word();
    let (word, place) = (slot / per_word, slot % per_word);
    let slots = per_word.min(layout.slots() - word * per_word);
    let twice_threshold = layout.headroom as usize + slots - place + 1;
    // Both exponents are far below 2^31: words are in memory.
    let power = |exponent: usize| Weight::power_of_two(exponent as i32);
    let threshold = Form::constant(power(twice_threshold));
    2 * v - threshold - &power(level as usize + 1) * w
}

/// `4Y - q`; the next state is `2Y - relu(4Y - q)`.
fn beyond(y: &Form, hash: &Hash) -> Form {
    4 * y - i64::from(hash.modulus)
}

fn read_wide(
    circuit: &mut Circuit,
    mut v: Form,
    mut y: Form,
    layout: &Layout,
    hash: &Hash,
) -> Result<Form, ShapeError> {
    let (slots, per_state) = (layout.slots(), per_state(layout.label_bits, hash));
    // The state before y, as long as its last slot has not been read; the next draw.
    let (mut held, mut drawn) = (y.clone(), y.clone());
    let mut state = 0;
    for slot in 0..slots {
        if slot > 0 && slot % layout.slots_per_word() == 0 {
            [v, y, held, drawn] = next_word(circuit, layout, [v, y, held, drawn])?;
        }
        let here = Slot::new(slot, layout.label_bits, hash);
        let w = match here.draw {
            0 if here.state == state => &y,
            0 => &held,
            _ => &drawn,
        };
        let u = comparison(&v, w, slot, here.level, layout);
        if slot + 1 == slots {
            let [kept, reflected] = circuit.neurons([v, u])?;
            return Ok(kept - reflected);
        }
        let mut rows = vec![v, u, y.clone()];
        let renewed =
            here.place == per_state.saturating_sub(2) && (here.state + 1) * per_state < slots;
        if renewed {
            rows.push(beyond(&y, hash));
        }
        let next = Slot::new(slot + 1, layout.label_bits, hash);
        if next.draw > 0 {
            rows.push(y - i64::from(hash.threshold(next.draw)));
        }
        let mut neurons = circuit.layer(rows)?.into_iter();
        let mut neuron = || neurons.next().unwrap_or(Form::constant(0));
        v = neuron() - neuron();
        y = neuron();
        held = y.clone();
        if renewed {
            y = 2 * y - neuron();
            state += 1;
        }
        drawn = if next.draw > 0 { neuron() } else { held.clone() };
    }
    Ok(v)
}

/// Goes on to the next word with the sum that the last one has left, and which is clipped by a fold
/// that changes nothing: `V < 2^(h+1)`.
fn next_word(
    circuit: &mut Circuit,
    layout: &Layout,
    [v, y, held, drawn]: [Form; 4],
) -> Result<[Form; 4], ShapeError> {
    let beyond = v.clone() - Form::constant(Integer::from(2) << layout.headroom);
    let mut rows = vec![v, beyond, y.clone()];
    // Values that are one need one neuron.
    let mut places = [2; 3];
    for (i, value) in [held, drawn].into_iter().enumerate() {
        let known = rows.iter().skip(2).position(|row| *row == value);
        places[i + 1] = 2 + known.unwrap_or(rows.len() - 2);
        if known.is_none() {
            rows.push(value);
        }
    }
    let neurons = circuit.layer(rows)?;
    let neuron = |place: usize| neurons.get(place).cloned().unwrap_or(Form::constant(0));
    let left = neuron(0) - neuron(1) - Form::constant(Integer::from(1) << layout.headroom);
    let word = circuit.unpack().unwrap_or(Form::constant(0));
    let [y, held, drawn] = places.map(neuron);
    Ok([left + word, y, held, drawn])
}

fn read_narrow(
    circuit: &mut Circuit,
    mut v: Form,
    mut y: Form,
    layout: &Layout,
    hash: &Hash,
) -> Result<Form, ShapeError> {
    let slots = layout.slots();
    for slot in 0..slots {
        let here = Slot::new(slot, layout.label_bits, hash);
        let w;
        if here.new_state {
            let reflected = beyond(&y, hash);
            let [v1, y1, r] = circuit.neurons([v, y, reflected])?;
            // This slot is the top bit of its digit, where r and 2Y - r, of one parity, are the same.
            (v, y, w) = (v1, 2 * y1 - &r, r);
        } else if here.draw > 0 {
            let draw = y.clone() - i64::from(hash.threshold(here.draw));
            [v, y, w] = circuit.neurons([v, y, draw])?;
        } else {
            w = y.clone();
        }
        let u = comparison(&v, &w, slot, here.level, layout);
        if slot + 1 == slots {
            let [kept, reflected] = circuit.neurons([v, u])?;
            v = kept - reflected;
        } else {
            let [kept, reflected, y1] = circuit.neurons([v, u, y])?;
            (v, y) = (kept - reflected, y1);
        }
    }
    Ok(v)
}
