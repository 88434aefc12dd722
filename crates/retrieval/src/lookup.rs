//! From the key of a point to the memory word of its block and the first state of its hash.
//!
//! # Statement
//!
//! Block j of m has the keys `cut_j <= x < cut_(j+1)` and the word `V_j`. The network takes a key x,
//! an integer of P bits, to `(V_j, Y(0))`.
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
//! Edges of a block: 3, and 2/3.5 (wide) or 4 (width 3) for carrying beside, 1/4 or 1 above. A fold
//! beside a carried number: 5 edges.

use network::{Form, ShapeError, Weight};
use rug::Integer;

use crate::{Width, circuit::Circuit, hash::Hash};

/// Where the memory word is kept while the block is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// In a neuron of its own.
    Beside,
    /// In the low digits of the neuron that carries the key.
    Above,
}

/// One block: its first key, and its word less the word before.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub cut: Integer,
    pub change: Weight,
}

/// All words.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    /// `V_1`.
    pub first: Integer,
    /// The blocks after the first.
    pub steps: Vec<Step>,
}

/// What a lookup needs to know.
pub(crate) struct Sizes {
    pub width: Width,
    pub lookup: Lookup,
    /// Bits of a key.
    pub key_bits: u32,
    /// b, for [`Lookup::Above`].
    pub shift: u32,
}

/// The network from the key to the word and, if there is a hash, the first state.
pub(crate) fn word_and_state(
    circuit: &mut Circuit,
    key: Form,
    words: &Words,
    sizes: &Sizes,
    hash: Option<&Hash>,
) -> Result<(Form, Form), ShapeError> {
    let (key, word) = if words.steps.is_empty() {
        (key, Form::constant(&words.first))
    } else {
        match (sizes.lookup, sizes.width) {
            (Lookup::Above, _) => above(circuit, key, words, sizes)?,
            (Lookup::Beside, Width::Nine) => beside(circuit, key, words)?,
            (Lookup::Beside, Width::Three) => beside_narrow(circuit, key, words)?,
        }
    };
    let Some(hash) = hash else { return Ok((word, key)) };
    let mut state = key.times(&hash.multiplier);
    let mut word = word;
    for i in (0..hash.folds).rev() {
        let end = Form::constant(Integer::from(hash.modulus) << i);
        let beyond = 2 * &state - end;
        let [v, kept, reflected] = circuit.neurons([word, state, beyond])?;
        (word, state) = (v, kept - reflected);
    }
    Ok((word, state))
}

/// `relu(c - x)`, for x in units of `1`, or of `2^shift`.
fn below(step: &Step, unit: u32, place: &Form) -> Form {
    Form::constant(Integer::from(&step.cut << unit)) - place
}

/// Sizes of consecutive groups of blocks, as wide as two groups fit beside the carried values.
fn groups(steps: &[Step], sizes: [usize; 2]) -> Vec<&[Step]> {
    let mut groups = Vec::new();
    let (mut rest, mut size) = (steps, sizes.iter().cycle());
    while !rest.is_empty() {
        let next = size.next().map_or(1, |size| (*size).min(rest.len()));
        let (group, others) = rest.split_at(next);
        groups.push(group);
        rest = others;
    }
    groups
}

/// `V + sum of D s` over the steps of a group.
fn moved(word: Form, group: &[Step], steps: &[Form]) -> Form {
    group.iter().zip(steps).fold(word, |word, (block, s)| word.plus_multiple(&block.change, s))
}

fn beside(circuit: &mut Circuit, key: Form, words: &Words) -> Result<(Form, Form), ShapeError> {
    let (mut x, mut v) = (key, Form::constant(&words.first));
    let mut before: (&[Step], Vec<Form>) = (&[], Vec::new());
    let groups = groups(&words.steps, [4, 3]);
    for group in groups.into_iter().chain([&[][..]]) {
        let mut rows = vec![x.clone()];
        let carried = usize::from(!v.terms().is_empty());
        rows.extend((carried == 1).then(|| v.clone()));
        rows.extend(before.1.drain(..).map(|t| 1 - t));
        rows.extend(group.iter().map(|step| below(step, 0, &x)));
        let mut neurons = circuit.layer(rows)?;
        let mut rest = neurons.split_off(1 + carried);
        v = neurons.pop().filter(|_| carried == 1).unwrap_or(v);
        let waiting = rest.split_off(before.0.len());
        v = moved(v, before.0, &rest);
        x = Form::input(0);
        before = (group, waiting);
    }
    Ok((x, v))
}

fn beside_narrow(
    circuit: &mut Circuit,
    key: Form,
    words: &Words,
) -> Result<(Form, Form), ShapeError> {
    let (mut x, mut v) = (key, Form::constant(&words.first));
    for step in &words.steps {
        let t = below(step, 0, &x);
        let t1;
        [x, v, t1] = circuit.neurons([x, v, t])?;
        let s;
        [x, v, s] = circuit.neurons([x, v, 1 - t1])?;
        v = v.plus_multiple(&step.change, &s);
    }
    Ok((x, v))
}

fn above(
    circuit: &mut Circuit,
    key: Form,
    words: &Words,
    sizes: &Sizes,
) -> Result<(Form, Form), ShapeError> {
    let unit = Weight::power_of_two(sizes.shift as i32);
    let mut s = &unit * key + Form::constant(&words.first);
    // S as a neuron, maybe without the last changes of V.
    let mut place = s.clone();
    let mut before: (&[Step], Vec<Form>) = (&[], Vec::new());
    let size = match sizes.width {
        Width::Nine => 4,
        Width::Three => 1,
    };
    for group in groups(&words.steps, [size, size]).into_iter().chain([&[][..]]) {
        let mut rows = vec![s];
        rows.extend(before.1.drain(..).map(|t| 1 - t));
        rows.extend(group.iter().map(|step| below(step, sizes.shift, &place)));
        let mut steps = circuit.layer(rows)?.split_off(1);
        let waiting = steps.split_off(before.0.len());
        place = Form::input(0);
        s = moved(place.clone(), before.0, &steps);
        before = (group, waiting);
    }
    let [mut s] = circuit.neurons([s])?;
    let mut v = s.clone();
    for i in (0..=sizes.key_bits).rev() {
        let end = Form::constant(Weight::power_of_two((sizes.shift + i) as i32));
        let beyond = 2 * &v - end;
        if v == s {
            let [whole, reflected] = circuit.neurons([s, beyond])?;
            (v, s) = (whole.clone() - reflected, whole);
        } else {
            let [whole, kept, reflected] = circuit.neurons([s, v, beyond])?;
            (v, s) = (kept - reflected, whole);
        }
    }
    let x = (s - &v).times(Weight::power_of_two(-(sizes.shift as i32)));
    Ok((x, v))
}
