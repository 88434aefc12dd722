//! The network that reads the words of a block.
//!
//! # Statement
//!
//! From the word V of a block and the first state Y of a key, of any of its keys, to the label
//!
//! ```text
//! phi(beta_0 + beta_1 w_1 + ... + beta_M w_M modulo 2^c)
//! ```
//!
//! where phi is a bijection of `0..2^c`, see [`crate::word::target`].
//!
//! # Construction
//!
//! ```text
//! V = 2^h mu + y
//! V <- V - u          u = relu(2V - 2T - omega w)      T = 2^(h+J), ..., 2^(h+1)
//! ```
//!
//! Slot (i, k), the bit k of digit i, has `omega = 2^(k+1)` and `w = w_i`. If the bit is 0, `V < T`
//! and nothing happens; if it is 1, V is reflected, `V <- 2T - V + omega w`. So one ReLU reads the bit,
//! removes it, **and** adds `omega w` to y; no bit is ever a number of its own. Because mu is odd, V
//! stays at least `2^h - |y|` away from T, which is more than `omega w / 2`: no key is near a decision.
//! After the last slot of a word V is `2^h + y`, and y goes on to the next word.
//!
//! At last folds at `2^(i+1) - 1` for i = h, ..., c leave a number below `2^c`: bits 0 to c - 1 of V,
//! all complemented if bit c is set. V is even there, so that is phi.
//!
//! # Counting
//!
//! One hidden layer for each slot: V 2, u 3, Y 1, and the next draw 1: 7 edges, and one more for each
//! new state. In width 3 draws need layers of their own: 8 edges and two layers for a slot, 6 edges and
//! one layer for the lower bits of a digit of Y itself. Bits instead of numbers: 10 edges for a slot of
//! a label of one bit, 7 and 2/c for c bits, 12 in width 3. A fold at the end: 4 edges.

use network::{Form, ShapeError, Weight};
use rug::Integer;

use crate::{
    Draws, Width,
    circuit::Circuit,
    hash::Hash,
    word::{Layout, Slot},
};

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
        circuit.mark("word 1", &word);
        return Ok(word);
    }
    circuit.mark_string("word 1", &word, layout.headroom);
    let scan = Scan { layout, hash };
    let mut v = match (width, hash.draws) {
        (Width::Nine, Draws::Numbers(_)) => scan.numbers(circuit, word, state)?,
        (Width::Nine, Draws::Bits) => scan.bits(circuit, word, state)?,
        (Width::Three, Draws::Numbers(_)) => scan.narrow_numbers(circuit, word, state)?,
        (Width::Three, Draws::Bits) => scan.narrow_bits(circuit, word, state)?,
    };
    circuit.mark("rest", &v);
    for i in (layout.label_bits..=layout.headroom).rev() {
        v = circuit.fold(v, (Integer::from(2) << i) - 1_u32)?;
    }
    Ok(v)
}

struct Scan<'a> {
    layout: &'a Layout,
    hash: &'a Hash,
}

impl Scan<'_> {
    fn slot(&self, slot: usize) -> Slot {
        Slot::new(slot, self.layout.label_bits, self.hash)
    }

    /// K c, slots of one state.
    fn per_state(&self) -> usize {
        self.hash.draws.per_state() as usize * self.layout.label_bits as usize
    }

    /// `2V - 2T - omega w`, neuron 1 of the next layer in every form of the scan.
    fn comparison(&self, circuit: &mut Circuit, v: &Form, w: &Form, slot: usize) -> Form {
        let per_word = self.layout.slots_per_word();
        let (word, place) = (slot / per_word, slot % per_word);
        let slots = per_word.min(self.layout.slots() - word * per_word);
        let twice_threshold = self.layout.headroom as usize + slots - place + 1;
        // Both exponents are far below 2^31: words are in memory.
        let power = |exponent: usize| Weight::power_of_two(exponent as i32);
        let omega = power(self.slot(slot).level as usize + 1);
        let name = |part: &str| format!("slot {}/{part}", slot + 1);
        circuit.mark(name("word"), v);
        circuit.mark(name("draw"), w);
        circuit.mark_next(name("taken"), 1);
        2 * v - Form::constant(power(twice_threshold)) - &omega * w
    }

    /// `4Y - q`; the next state is `2Y - relu(4Y - q)`.
    fn beyond(&self, y: &Form) -> Form {
        4 * y - i64::from(self.hash.modulus)
    }

    /// `Y - b_i`.
    fn draw(&self, y: &Form, i: u32) -> Form {
        y.clone() - i64::from(self.hash.threshold(i))
    }

    fn is_new_word(&self, slot: usize) -> bool {
        slot > 0 && slot.is_multiple_of(self.layout.slots_per_word())
    }

    /// Goes on to the word that starts with this slot, with the sum that the last one has left, and
    /// which is clipped by a fold that changes nothing: `V < 2^(h+1)`. Other values, or those whose
    /// positive part is needed, are kept.
    fn next_word<const K: usize>(
        &self,
        circuit: &mut Circuit,
        slot: usize,
        v: Form,
        kept: [Form; K],
    ) -> Result<(Form, [Form; K]), ShapeError> {
        let headroom = self.layout.headroom;
        let beyond = v.clone() - Form::constant(Integer::from(2) << headroom);
        let mut rows = vec![v, beyond];
        // Equal values need one neuron.
        let places = kept.map(|value| {
            let known = rows.iter().skip(2).position(|row| *row == value);
            if known.is_none() {
                rows.push(value);
            }
            known.map_or(rows.len() - 1, |place| place + 2)
        });
        circuit.layer(rows)?;
        let [whole, clipped] = Form::inputs();
        let left = whole - clipped - Form::constant(Integer::from(1) << headroom);
        let word = circuit.unpack().unwrap_or(Form::constant(0));
        let number = slot / self.layout.slots_per_word() + 1;
        circuit.mark_string(format!("word {number}"), &word, headroom);
        Ok((left + word, places.map(|place| Form::input(place as u32))))
    }

    fn numbers(&self, circuit: &mut Circuit, mut v: Form, mut y: Form) -> Result<Form, ShapeError> {
        let (slots, per_state) = (self.layout.slots(), self.per_state());
        // The state before y, as long as its last slot has not been read; the next draw.
        let (mut held, mut drawn) = (y.clone(), y.clone());
        let mut state = 0;
        for slot in 0..slots {
            if self.is_new_word(slot) {
                (v, [y, held, drawn]) = self.next_word(circuit, slot, v, [y, held, drawn])?;
            }
            let here = self.slot(slot);
            let w = match here.draw {
                0 if here.state == state => &y,
                0 => &held,
                _ => &drawn,
            };
            let u = self.comparison(circuit, &v, w, slot);
            if slot + 1 == slots {
                let [kept, reflected] = circuit.neurons([v, u])?;
                return Ok(kept - reflected);
            }
            let mut rows = vec![v, u, y.clone()];
            let renewed =
                here.place == per_state.saturating_sub(2) && (here.state + 1) * per_state < slots;
            if renewed {
                rows.push(self.beyond(&y));
            }
            let next = self.slot(slot + 1);
            if next.draw > 0 {
                rows.push(self.draw(&y, next.draw));
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

    fn bits(&self, circuit: &mut Circuit, v: Form, y: Form) -> Result<Form, ShapeError> {
        let (slots, c) = (self.layout.slots(), self.per_state());
        let reflected = self.beyond(&y);
        let [mut v, first, reflected] = circuit.neurons([v, y, reflected])?;
        let mut ahead = Ahead {
            bit: first.clone(),
            coming: 1 - reflected.clone(),
            state: 2 * first - reflected,
            known: 1,
        };
        // A layer for the first bit, and if c = 1 for the second state.
        let [word] = ahead.layer(self, circuit, [v], true, c == 1)?;
        v = word;
        for slot in 0..slots {
            if self.is_new_word(slot) {
                let Ahead { bit, coming, state, .. } = ahead.clone();
                (v, [ahead.bit, ahead.coming, ahead.state]) =
                    self.next_word(circuit, slot, v, [bit, coming, state])?;
            }
            let u = self.comparison(circuit, &v, &ahead.bit, slot);
            let place = slot % c;
            let renewed = c == 1 || place == c - 2;
            let [kept, reflected] = ahead.layer(self, circuit, [v, u], place == c - 1, renewed)?;
            v = kept - reflected;
        }
        Ok(v)
    }

    fn narrow_numbers(
        &self,
        circuit: &mut Circuit,
        mut v: Form,
        mut y: Form,
    ) -> Result<Form, ShapeError> {
        let slots = self.layout.slots();
        for slot in 0..slots {
            let here = self.slot(slot);
            let w;
            if here.is_new_state() {
                let reflected = self.beyond(&y);
                let [v1, y1, r] = circuit.neurons([v, y, reflected])?;
                // This slot is the top bit of its digit, where r and 2Y - r, of one parity, are the same.
                (v, y, w) = (v1, 2 * y1 - &r, r);
            } else if here.draw > 0 {
                let draw = self.draw(&y, here.draw);
                [v, y, w] = circuit.neurons([v, y, draw])?;
            } else {
                w = y.clone();
            }
            let u = self.comparison(circuit, &v, &w, slot);
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

    fn narrow_bits(
        &self,
        circuit: &mut Circuit,
        mut v: Form,
        mut y: Form,
    ) -> Result<Form, ShapeError> {
        for slot in 0..self.layout.slots() {
            let reflected = self.beyond(&y);
            let bit;
            [v, y, bit] = circuit.neurons([v, y, reflected])?;
            if self.slot(slot).level == 0 {
                y = 2 * y - &bit;
            }
            let [v1, y1, bit] = circuit.neurons([v, y, 1 - bit])?;
            let u = self.comparison(circuit, &v1, &bit, slot);
            let [kept, reflected, y1] = circuit.neurons([v1, u, y1])?;
            (v, y) = (kept - reflected, y1);
        }
        Ok(v)
    }
}

/// What a scan of bits carries beside the word.
#[derive(Clone)]
struct Ahead {
    /// The bit of the state whose slots are being read.
    bit: Form,
    /// `1 - relu(4Y - q)` for the last state known: the next bit is the positive part.
    coming: Form,
    /// The state after the last one known, which has this number.
    state: Form,
    known: usize,
}

impl Ahead {
    /// A layer with the rows given, that goes on to the next bit if `step`, and to the next state if
    /// `renew` and there is one.
    fn layer<const K: usize>(
        &mut self,
        scan: &Scan<'_>,
        circuit: &mut Circuit,
        rows: [Form; K],
        step: bool,
        renew: bool,
    ) -> Result<[Form; K], ShapeError> {
        let more = self.known < scan.layout.draws;
        let mut rows = Vec::from(rows);
        rows.push(if step { self.coming.clone() } else { self.bit.clone() });
        if more {
            rows.push(self.state.clone());
        }
        if more && renew {
            rows.push(scan.beyond(&self.state));
        }
        circuit.layer(rows)?;
        let neuron = |place: usize| Form::input((K + place) as u32);
        self.bit = neuron(0);
        // What is not needed any more must not name neurons of the past.
        (self.coming, self.state) = (neuron(0), neuron(usize::from(more)));
        if more && renew {
            self.coming = 1 - neuron(2);
            self.state = 2 * neuron(1) - neuron(2);
            self.known += 1;
        }
        Ok(Form::inputs())
    }
}
