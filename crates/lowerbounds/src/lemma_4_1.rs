//! Lemma 4.1 (Vardi et al. 2022): the log factor is needed when there are many classes.
//!
//! # Statement
//!
//! If `C = N^eps` and all functions `g : [N] -> [C]` are computed by networks with W parameters, then
//! `W = Omega(sqrt(eps N log N))`.
//!
//! The proof is a reduction, and this module builds it: from a network for g to one for
//! `f(n, i) = bit i of g(n)`, with `O(W + log N)` parameters. The functions f shatter `N c` points,
//! so Goldberg and Jerrum's bound applies to them.
//!
//! # Construction
//!
//! With `c` bits per label, counted from 1 at the most significant one:
//!
//! ```text
//! (n, i)  ->  (g(n), i)                 i is carried through the hidden layers of the memorizer
//! for k = 1, ..., c:
//!     bit := BIN_k(g(n))                Lemma A.7, one bit at a time
//!     y   := y + relu(bit - |i - k|)    the gate: bit if i = k, and 0 for every other integer i
//! ```
//!
//! `|i - k| = relu(i - k) + relu(k - i)` stands beside the bit in the third of its hidden layers, and
//! the gate is one neuron in the first layer of the next bit. Everything that is carried is `>= 0`: i
//! by hypothesis, `g(n)` because it is a class number, y as a sum of gates.
//!
//! # Counting
//!
//! For a memorizer of H hidden layers, and c bits:
//!
//! ```text
//! added to the edges             H + 24 c - 5      1 for i in each layer of the memorizer
//! added to the non-zero biases       4 c + 2       2 for the triangles, 2 for |i - k|, 4 at the start
//! added to the hidden layers         3 c + 2
//! width    <=  max(width of the memorizer + 1, 7)
//! bits     <=  max(bits of the memorizer, c + 2)
//! ```
//!
//! So W parameters become `W + H + 28 c - 3`. A memorizer that depends on n has an edge in each of its
//! `H + 1` maps, so that is at most `2 W + 28 c - 4`: this is the proof's `O(W + log N)`.
//!
//! # Deviations
//!
//! The paper counts `O(W + log N)` without the channel for i, which costs an edge per hidden layer. It
//! selects the bit by unspecified means; an indicator of `i = k` (Lemma A.8) and a conjunction take two
//! further hidden layers and more edges than the gate above.
//!
//! The lemma's conclusion needs no reduction: the sign patterns of [`crate::sparse`] speak about C
//! classes at once, and give `W >= (2 - o(1)) sqrt(N log2 C)` directly. [`parameters`] is what the
//! reduction gives, about half of that, since i has to be carried.

use bitextract::{BitError, lemma_a7};
use claims::{Claim, Record, record::VARDI_2022};
use network::{Affine, Form, Network, ShapeError};
use thiserror::Error;

use crate::{BoundError, Limits, Task};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("lem4.1"),
    code: Some("lowerbounds::lemma_4_1::bit_network"),
    remarks: &["E9"],
    ..Record::cited(
        VARDI_2022,
        "vardi2022/4.1",
        "Lemma 4.1",
        "from a network for g to one for the bits of g",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// Why the reduction cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ReductionError {
    /// A memorizer maps one number to one number.
    #[error("the memorizer maps R^{inputs} to R^{outputs}, expected R^1 to R^1")]
    Memorizer {
        /// Its inputs.
        inputs: usize,
        /// Its outputs.
        outputs: usize,
    },
    /// Labels of 0 bits, or of too many.
    #[error(transparent)]
    Bits(#[from] BitError),
    /// A network did not fit together.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

/// From a network for g to the network for `(n, i) -> bit i of g(n)`, the reduction of Lemma 4.1.
///
/// Shape: `(n, i) -> bit`, 2 inputs, 1 output. Units: `g(n)` is an integer in `0..2^label_bits`, and i
/// an integer `>= 0`; bits are counted from 1 at the most significant one, and the output is 0 for an
/// i beyond them. Silence: nothing is promised for an n at which the memorizer returns something else,
/// nor for an i that is not an integer.
///
/// # Errors
///
/// [`ReductionError::Memorizer`] unless the memorizer has 1 input and 1 output,
/// [`ReductionError::Bits`] unless `label_bits` is in `1..=`[`bitextract::MAX_LENGTH`].
///
/// # Examples
///
/// ```
/// use memorelu_lowerbounds::network::{Affine, Form, Network};
///
/// // g(n) = n, with 3 bits; 6 = 110
/// let memorizer = Network::affine(Affine::new(1, [Form::input(0)])?);
/// let bits = memorelu_lowerbounds::lemma_4_1::bit_network(&memorizer, 3)?;
/// let bit = |i: i32| bits.evaluate(&[6.into(), i.into()]);
/// assert_eq!([bit(1)?, bit(2)?, bit(3)?], [[1], [1], [0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn bit_network(memorizer: &Network, label_bits: u32) -> Result<Network, ReductionError> {
    let (inputs, outputs) = (memorizer.inputs(), memorizer.outputs());
    if (inputs, outputs) != (1, 1) {
        return Err(ReductionError::Memorizer { inputs, outputs });
    }
    let beside = Network::carry(1, memorizer.hidden_layers());
    let both = Network::stacked(&[memorizer.clone(), beside])?;
    Ok(both.then(select(label_bits)?)?)
}

/// `(z, i) -> bit i of z`, for z of `length` bits.
fn select(length: u32) -> Result<Network, ReductionError> {
    // (z, i) -> (p, q, i, y, gate) with y = gate = 0; z waits for a layer, so that its row is read once
    let [p, q, i] = Form::inputs();
    let start = Affine::new(3, [p, q, i, Form::constant(0), Form::constant(0)])?;
    let arguments = Network::stacked(&[lemma_a7::arguments(length)?, Network::carry(1, 0)])?;
    let mut network = Network::carry(2, 1).then(arguments)?.then(Network::affine(start))?;
    for k in 1..=length {
        network = network.then(one_bit(length, k)?)?;
    }
    // y + relu(gate)
    let [y, gate] = [Form::input(3), Form::input(4)];
    let [sum, added] = Form::inputs();
    let last = Network::new(vec![Affine::new(5, [y, gate])?], Affine::new(2, [sum + added])?)?;
    Ok(network.then(last)?.simplified())
}

/// Bit k: `(p, q, i, y, gate) -> (p', q', i, y + relu(gate), bit - |i - k|)`.
fn one_bit(length: u32, k: u32) -> Result<Network, ReductionError> {
    let at = i64::from(k);
    let [i, y, gate] = Form::inputs();
    let added = Network::new(vec![Affine::identity(3)], Affine::new(3, [i, y + gate])?)?;
    let [i, y] = Form::inputs();
    let distance = Affine::new(2, [i.clone(), y, i.clone() - at, at - i])?;
    let beside = (added.then(Network::carry(2, 1))?)
        .then(Network::new(vec![distance], Affine::identity(4))?)?;
    let extracted = Network::stacked(&[lemma_a7::read_bits(length, k, k)?, beside])?;
    let [p, q, bit, i, y, above, below] = Form::inputs();
    let output = Affine::new(7, [p, q, i, y, bit - above - below])?;
    Ok(extracted.then(Network::affine(output))?)
}

/// What the reduction may add to the memorizer, beside what was built.
#[must_use]
pub fn claims(label_bits: u32, memorizer: &Network, built: &Network) -> Vec<Claim> {
    let (given, counts, c) = (memorizer.counts(), built.counts(), u64::from(label_bits));
    let edges = given.edges + given.hidden_layers + (24 * c).saturating_sub(5);
    vec![
        Claim::at_most(ID, "edges", counts.edges, edges),
        Claim::at_most(ID, "non-zero biases", counts.biases, given.biases + 4 * c + 2),
        Claim::at_most(ID, "hidden layers", counts.hidden_layers, given.hidden_layers + 3 * c + 2),
        Claim::at_most(ID, "width", counts.width, (given.width + 1).max(7)),
        Claim::at_most(ID, "bits", counts.bits, given.bits.max(c + 2)),
    ]
}

/// The least number W of edges + non-zero biases for all functions g from the N points of the task to
/// its C classes, on any graph, by the reduction. Rounded down.
///
/// With `c = floor(log2 C)`, all f on `N c` points need P of them; W for g make at most
/// `2 W + 28 c - 4` for f. So `W >= (P - 28 c + 4) / 2`.
///
/// # Errors
///
/// As [`crate::parameters`].
///
/// ```
/// // N = C = 2^20: at least sqrt(N log2 N) / 2 = 2289.7
/// let task = memorelu_lowerbounds::Task::new(1 << 20, 1 << 20, 1)?;
/// assert_eq!(memorelu_lowerbounds::lemma_4_1::parameters(&task)?, 4274);
/// # Ok::<(), memorelu_lowerbounds::BoundError>(())
/// ```
pub fn parameters(task: &Task) -> Result<u64, BoundError> {
    // C >= 2, so there is a bit
    let bits = u64::from(task.classes().ilog2());
    let all = Task::new(task.points().saturating_mul(bits), 2, 2)?;
    let needed = crate::parameters(&all, &Limits::default())?.parameters;
    Ok(needed.saturating_sub(28 * bits - 4).div_ceil(2))
}
