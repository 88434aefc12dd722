//! From the key of a point to the memory words of its block and the first state of its hash.
//!
//! # Statement
//!
//! Block j of m has the keys `cut_j <= x < cut_(j+1)` and the word `V_j`, or several words. The
//! network takes a key x, an integer of P bits, to `(V_j, Y(0))`.
//!
//! # Construction
//!
//! A step at c is 1 for integers `x >= c` and 0 below: `s = relu(1 - t)`, `t = relu(c - x)`. Both are
//! neurons of one edge, and the word moves on with the third edge of a block:
//!
//! ```text
//! V = V_1 + sum over j of (V_j - V_(j-1)) s_j
//! ```
//!
//! - [`Lookup::Beside`]: x and V are carried beside the steps. In width 9, three or four blocks for
//!   each hidden layer, each `t` beside the `s` of the blocks before.
//! - [`Lookup::Above`]: one number `S = B x + V` with `2 V < B = 2^b` is carried, and `t = relu(c B - S)`
//!   does not mind V. One block fits a layer of width 3, four a layer of width 9. At the end P + 1
//!   folds at `B 2^i` bring a copy of S down to its distance from the multiples of B, which is V; then
//!   `x = (S - V) / B`.
//!
//! The first state is the distance of `A x` to the multiples of q, by folds at `q 2^i` beside V.
//!
//! # Counting
//!
//! Edges of a block: 3, and 2/3.5 (wide) or 4 (width 3) for carrying beside, 1/4 or 1 above; with W
//! words 2 + W, and (1 + W) / k for k blocks per layer. A fold beside a carried number: 5 edges.

use network::{Form, ShapeError, Weight};
use rug::Integer;

use crate::{Width, circuit::Circuit, hash::Hash};

/// Where the memory word is kept while the block is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// In a neuron of its own, or several if there are several words.
    Beside,
    /// In the low digits of the neuron that carries the key.
    Above,
}

/// One block: its first key, and its words less the words before.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub cut: Integer,
    pub changes: Vec<Weight>,
}

/// All words.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    /// `V_1`.
    pub first: Vec<Integer>,
    /// The blocks after the first.
    pub steps: Vec<Step>,
}

/// What a lookup needs to know.
pub(crate) struct Sizes {
    pub width: Width,
    pub lookup: Lookup,
    /// W, words of a block.
    pub words: usize,
    /// Bits of a key.
    pub key_bits: u32,
    /// b, for [`Lookup::Above`].
    pub shift: u32,
    /// A bound on all words, if they are to be clipped.
    pub clip: Option<Integer>,
}

impl Sizes {
    /// Blocks of consecutive layers, in turn: in each layer the steps of one group stand beside the
    /// comparisons of the next, and beside what is carried.
    pub(crate) fn groups(&self) -> [usize; 2] {
        match (self.width, self.lookup) {
            (Width::Three, _) => [1, 1],
            (Width::Nine, Lookup::Above) => [4, 4],
            (Width::Nine, Lookup::Beside) => {
                let room = 8_usize.saturating_sub(self.words).max(2);
                [room.div_ceil(2), room / 2]
            }
        }
    }
}

/// The network from the key to the words and, if there is a hash, the first state. The words are
/// packed in the circuit, the first one last.
pub(crate) fn words_and_state(
    circuit: &mut Circuit,
    key: Form,
    words: &Words,
    sizes: &Sizes,
    hash: Option<&Hash>,
) -> Result<Form, ShapeError> {
    let (mut state, words) = match sizes.lookup {
        _ if words.steps.is_empty() => (key, words.first.iter().map(Form::constant).collect()),
        Lookup::Above => above(circuit, key, words, sizes)?,
        Lookup::Beside => beside(circuit, key, words, sizes)?,
    };
    circuit.mark("key", &state);
    words.into_iter().rev().for_each(|word| circuit.carry(word));
    let Some(hash) = hash else { return Ok(state) };
    state = state.times(&hash.multiplier);
    for i in (0..hash.folds).rev() {
        state = circuit.fold(state, Integer::from(hash.modulus) << i)?;
    }
    circuit.mark("state", &state);
    Ok(state)
}

/// Blocks cut into groups.
fn groups(steps: &[Step], sizes: [usize; 2]) -> impl Iterator<Item = &[Step]> {
    let (mut rest, mut sizes) = (steps, sizes.into_iter().cycle());
    std::iter::from_fn(move || {
        let size = sizes.next()?.min(rest.len());
        let (group, others) = rest.split_at(size);
        rest = others;
        (!group.is_empty()).then_some(group)
    })
}

/// `relu(c - x)` for each block of a group, for x in units of `2^shift`.
fn comparisons(group: &[Step], shift: u32, place: &Form) -> impl Iterator<Item = Form> {
    group.iter().map(move |step| Form::constant(Integer::from(&step.cut << shift)) - place)
}

/// `V + sum of D s` over the blocks of a group, for one of their words.
fn moved(word: &Form, number: usize, group: &[Step], steps: &[Form]) -> Form {
    let changes = group.iter().map(|step| step.changes.get(number).unwrap_or(&Weight::ZERO));
    changes.zip(steps).fold(word.clone(), |word, (change, s)| word.plus_multiple(change, s))
}

/// Names the steps of a group that follows on `done` others: `block 2`, ... are 1 from that block on.
fn mark_steps(circuit: &mut Circuit, done: &mut usize, steps: &[Form]) {
    for step in steps {
        *done += 1;
        circuit.mark(format!("block {}", *done + 1), step);
    }
}

/// The key and the words of its block so far, carried from layer to layer.
///
/// If words are clipped at `top`, neurons hold V and `top - V` in turn. This changes no value, but each
/// ReLU then bounds V from one side, so that bounds that take every neuron for itself do not grow
/// from block to block.
struct Carried<'a> {
    key: Form,
    words: Vec<Form>,
    clip: Option<&'a Integer>,
    complement: bool,
}

impl Carried<'_> {
    /// Adds a layer with the key, the words and some rows, and returns the neurons of these rows.
    fn layer(&mut self, circuit: &mut Circuit, rows: Vec<Form>) -> Result<Vec<Form>, ShapeError> {
        self.complement = self.clip.is_some() && !self.complement;
        let top = self.clip.filter(|_| self.complement);
        let value = |form: Form| match top {
            Some(top) => Form::constant(top) - form,
            None => form,
        };
        // A constant needs no neuron.
        let mut words: Vec<&mut Form> =
            self.words.iter_mut().filter(|word| !word.terms().is_empty()).collect();
        let carried = words.iter().map(|word| value((*word).clone()));
        let all = [self.key.clone()].into_iter().chain(carried).chain(rows).collect();
        let mut neurons = circuit.layer(all)?;
        let rest = neurons.split_off(1 + words.len());
        for (word, neuron) in words.iter_mut().zip(neurons.drain(1..)) {
            **word = value(neuron);
        }
        self.key = Form::input(0);
        Ok(rest)
    }

    /// Moves all words on by the blocks of a group.
    fn step(&mut self, group: &[Step], steps: &[Form]) {
        for (number, word) in self.words.iter_mut().enumerate() {
            *word = moved(word, number, group, steps);
        }
    }
}

fn beside(
    circuit: &mut Circuit,
    key: Form,
    words: &Words,
    sizes: &Sizes,
) -> Result<(Form, Vec<Form>), ShapeError> {
    let mut carried = Carried {
        key,
        words: words.first.iter().map(Form::constant).collect(),
        clip: sizes.clip.as_ref(),
        complement: false,
    };
    let mut before: (&[Step], Vec<Form>) = (&[], Vec::new());
    let mut done = 0;
    for group in groups(&words.steps, sizes.groups()).chain([&[][..]]) {
        let mut rows: Vec<Form> = before.1.drain(..).map(|t| 1 - t).collect();
        if sizes.width == Width::Three && !rows.is_empty() {
            // A layer for the step alone.
            let steps = carried.layer(circuit, rows)?;
            mark_steps(circuit, &mut done, &steps);
            carried.step(before.0, &steps);
            (before.0, rows) = (&[], Vec::new());
        }
        rows.extend(comparisons(group, 0, &carried.key));
        if rows.is_empty() {
            break;
        }
        let mut steps = carried.layer(circuit, rows)?;
        let waiting = steps.split_off(before.0.len());
        mark_steps(circuit, &mut done, &steps);
        carried.step(before.0, &steps);
        before = (group, waiting);
    }
    if carried.clip.is_some() {
        // The next ReLU bounds V by `top`.
        carried.complement = false;
        carried.layer(circuit, Vec::new())?;
    }
    Ok((carried.key, carried.words))
}

fn above(
    circuit: &mut Circuit,
    key: Form,
    words: &Words,
    sizes: &Sizes,
) -> Result<(Form, Vec<Form>), ShapeError> {
    let unit = Weight::power_of_two(sizes.shift as i32); // a word is in memory
    let first = words.first.first().cloned().unwrap_or_default();
    let mut s = &unit * key + Form::constant(first);
    // S as a neuron, maybe without the last changes of V.
    let mut place = s.clone();
    let mut before: (&[Step], Vec<Form>) = (&[], Vec::new());
    let mut done = 0;
    for group in groups(&words.steps, sizes.groups()).chain([&[][..]]) {
        let steps = before.1.drain(..).map(|t| 1 - t);
        let rows = [s].into_iter().chain(steps).chain(comparisons(group, sizes.shift, &place));
        let mut steps = circuit.layer(rows.collect())?.split_off(1);
        let waiting = steps.split_off(before.0.len());
        mark_steps(circuit, &mut done, &steps);
        place = Form::input(0);
        s = moved(&place, 0, before.0, &steps);
        before = (group, waiting);
    }
    let [s] = circuit.neurons([s])?;
    let top = Weight::power_of_two((sizes.shift + sizes.key_bits) as i32);
    let [kept, reflected] = circuit.neurons([s.clone(), 2 * s - Form::constant(top)])?;
    let mut v = kept.clone() - reflected;
    circuit.carry(kept);
    for i in (0..sizes.key_bits).rev() {
        v = circuit.fold(v, Weight::power_of_two((sizes.shift + i) as i32))?;
    }
    let s = circuit.unpack().unwrap_or(Form::constant(0));
    let x = (s - &v).times(Weight::power_of_two(-(sizes.shift as i32)));
    Ok((x, vec![v]))
}
