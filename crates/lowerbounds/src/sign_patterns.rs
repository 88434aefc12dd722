//! How many labelings one fixed graph with real parameters can have: the layer-wise bound of
//! Bartlett et al. 2019 before it is relaxed, the global bound, and the blocks between them.
//!
//! # Statement
//!
//! A fixed graph has hidden layers `1 ..= L` of `k_1 ..= k_L` neurons (`U` in all), one output (map
//! `L + 1`), and `W_i` places for parameters, edges **and biases**, in its maps `1 ..= i`;
//! `P = W_(L+1)`. Let `k_(L+1) = C - 1`. If it memorizes every labeling of `N` points with `C`
//! classes, then
//!
//! ```text
//! layer-wise   N log2 C  <=  sum_(i = 1)^(L+1) ( 1 + W_i log2(2 e N k_i i / W_i) )
//! global       N log2 C  <=  1 + P log2(2 e (L+1) N m / P),     m = sum_i k_i 2^(k_1 + ... + k_(i-1))
//!                        <=  P (U + log2(4 e (L+1) N C / P))                                 (relaxed)
//! ```
//!
//! where `max(N k_i, W_i)` and `max(N m, P)` stand in for `N k_i` and `N m` (Warren's condition
//! `P <= M`). More generally, cut the maps into blocks that end at `a_1 < ... < a_B = L + 1`, with
//! `a_0 = 0`:
//!
//! ```text
//! block-wise   N log2 C  <=  U + sum_b ( 1 + Q_b log2(2 e N m_b a_b / Q_b) )
//!              m_b = sum of k_i 2^(k_(a_(b-1) + 1) + ... + k_(i-1)) over the maps i of block b
//!              Q_b = W_(a_b) - (hidden neurons of the maps up to a_b)
//! ```
//!
//! # Derivation
//!
//! 1. *Labels are signs.* A network that returns the label y in 0..C exactly has
//!    `1[f(x) - (c - 1/2) > 0] = 1[c <= y]` for c = 1..C-1. These `N (C - 1)` bits tell all `C^N`
//!    labelings apart, so it is enough to count the sign vectors of the `C - 1` shifted outputs at
//!    the `N` points while the parameters range over `R^P`. (For C = 2 this is shattering.)
//! 2. *Polynomials.* Let cells of `R^P` be given on which the neurons of all layers up to `a` are
//!    each on or off at each of the `N` points, the same throughout a cell. For a point and a choice
//!    of which neurons of the layers `a + 1 ..= i - 1` are on, the value before ReLU of a neuron of
//!    layer i is, on a cell, a polynomial of degree at most `i` in the first `W_i` parameters: a
//!    bias, plus weights times values of degree at most `i - 1`. So are the outputs, `i = L + 1`.
//!    Per point there are `m_b` such polynomials in a block of maps `a + 1 ..= a_b`.
//! 3. *Refinement.* Their signs determine, layer by layer, which neurons of the block are really on
//!    (`relu(z) = z 1[z > 0]`). By Lemma 3.1 each cell falls into at most `2 (2 e N m_b a_b / W)^W`
//!    cells, `W = W_(a_b)`; the parameters of later maps do not matter. Multiply over the blocks.
//! 4. One block per map gives the layer-wise bound, one block alone the global one. There,
//!    `k 2^s <= 2^(s + k) - 2^s` makes `m <= (2^U - 1) + (C - 1) 2^U < C 2^U`, and `1 <= P` makes the
//!    relaxed form.
//! 5. *Scaling* (block-wise only). The outputs are integers, so all parameters can be moved off 0
//!    without changing a bit of step 1. Then divide all parameters into a hidden neuron by the
//!    modulus of the first of them, and multiply those out of it: ReLU commutes with it, and the
//!    first one is now -1 or 1. This leaves `2^U` choices of signs, and one variable less per neuron.
//!
//! By step 5 the block-wise bound with `L + 1` blocks, or with one, is never weaker than the
//! layer-wise or the global one: one variable less lowers `1 + W log2(2 e M D / W)` by at least 1
//! (see [`crate::lemma_3_1`]), and `U` is paid once.
//!
//! # Counting
//!
//! Hidden layers are `L`; Bartlett et al. count `L + 1`. `W_i` includes biases. For `C` classes only
//! the last map changes: `N (C - 1)` polynomials there, and `N log2 C` on the left.
//!
//! # Used by
//!
//! [`crate::dense_hidden_layers`], [`crate::dense_width`]; [`crate::sparse`] repeats the argument for
//! all graphs at once.

use claims::{Enclosure, Record, record::VARDI_2022};
use rug::{Integer, Rational};

use crate::{
    Architecture, Layer, Task,
    arithmetic::{log2, ratio},
    lemma_3_1::scaled_sign_vectors_upper,
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    code: Some("lowerbounds::sign_patterns::layer_wise_upper"),
    remarks: &["E10"],
    ..Record::cited(
        VARDI_2022,
        "vardi2022/BHLM19",
        "Bartlett et al. 2019",
        "Bartlett et al. 2019, cited in section 5: the layer-wise bound before it is relaxed",
    )
};

/// `log2` of the most labelings of `graph`: the layer-wise bound (Bartlett et al. 2019, proof of
/// Theorem 7, not relaxed). Rounded up.
#[must_use]
pub fn layer_wise_upper(task: &Task, graph: &Architecture) -> Rational {
    cut(task, graph, graph.hidden_layers() + 1, Variables::All)
}

/// `log2` of the most labelings of `graph`: the global bound, not relaxed. Rounded up.
#[must_use]
pub fn global_upper(task: &Task, graph: &Architecture) -> Rational {
    cut(task, graph, 1, Variables::All)
}

/// `log2` of the most labelings of `graph`: the global bound in its relaxed form,
/// `P (U + log2(4 e (L+1) max(N C, P) / P))`. Rounded up.
#[must_use]
pub fn relaxed_global_upper(task: &Task, graph: &Architecture) -> Rational {
    let parameters = graph.parameters();
    if parameters == 0 {
        return Rational::new();
    }
    let signs = (Integer::from(task.points()) * task.classes()).max(Integer::from(parameters));
    let maps = Integer::from(graph.hidden_layers()) + 1_u32;
    let each = log2(Enclosure::e() * ratio(signs * maps * 4_u32, parameters)) + graph.neurons();
    (each * parameters).upper().clone()
}

/// `log2` of the most labelings of `graph`: the block-wise bound with `blocks` blocks of about
/// equally many maps (at least 1 and at most `L + 1`). Rounded up.
///
/// ```
/// use memorelu_lowerbounds::{Architecture, Task, sign_patterns::{blocks_upper, global_upper}};
///
/// let task = Task::new(100_000, 2, 1)?;
/// let graph = Architecture::dense(1, 3, 50)?;
/// // 50 dense layers of width 3 are ruled out, by either bound; three blocks do it best
/// assert!(task.rules_out(&global_upper(&task, &graph)));
/// assert!(blocks_upper(&task, &graph, 3) < blocks_upper(&task, &graph, 1));
/// # Ok::<(), memorelu_lowerbounds::BoundError>(())
/// ```
#[must_use]
pub fn blocks_upper(task: &Task, graph: &Architecture, blocks: u64) -> Rational {
    let blocks = blocks.clamp(1, graph.hidden_layers() + 1);
    cut(task, graph, blocks, Variables::Scaled) + graph.neurons()
}

/// Which parameters are variables of the polynomials.
#[derive(Clone, Copy)]
enum Variables {
    /// All of them, `W_i`.
    All,
    /// All but one per hidden neuron, `W_i` minus the neurons.
    Scaled,
}

/// The sum over the blocks; map `i` belongs to block `ceil(i blocks / (L + 1))`.
fn cut(task: &Task, graph: &Architecture, blocks: u64, variables: Variables) -> Rational {
    let maps = graph.hidden_layers() + 1;
    let output = Layer { neurons: task.classes() - 1, parameters: graph.output_parameters() };
    let free = |layer: &Layer| match variables {
        Variables::All => layer.parameters,
        Variables::Scaled => layer.parameters - layer.neurons,
    };
    let (mut bits, mut parameters, mut block) = (Rational::new(), 0, 0);
    let mut polynomials = Polynomials::default();
    for (index, layer) in (1..).zip(graph.hidden().iter().chain([&output])) {
        parameters += if index == maps { output.parameters } else { free(layer) };
        polynomials.push(layer.neurons);
        // u128: both factors are below 2^64
        let end = (u128::from(index) * u128::from(blocks) / u128::from(maps)) as u64;
        if end > block {
            block = end;
            let Polynomials { factor, doublings, .. } = std::mem::take(&mut polynomials);
            let factor = (Rational::from(factor) >> PLACES) * task.points();
            bits += scaled_sign_vectors_upper(&factor, doublings, index, parameters);
        }
    }
    bits
}

/// Binary places of [`Polynomials::factor`].
const PLACES: u32 = 64;

/// `sum_i k_i 2^(k_1 + ... + k_(i-1))`, as `factor * 2^(doublings - PLACES)`, rounded up.
#[derive(Default)]
struct Polynomials {
    factor: Integer,
    doublings: u64,
    last: u64,
}

impl Polynomials {
    fn push(&mut self, neurons: u64) {
        // Divided by 2^last, since that goes to `doublings`. To divide by less only rounds up more.
        let divided = Integer::from(&self.factor >> self.last.min(256) as u32);
        let rounding = u32::from(divided.clone() << self.last.min(256) as u32 != self.factor);
        self.factor = divided + rounding + (Integer::from(neurons) << PLACES);
        self.doublings += self.last;
        self.last = neurons;
    }
}
