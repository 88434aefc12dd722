//! From labelled points to the network and its claims.

use claims::{Claim, Enclosure};
use dataset::{Dataset, Points};
use network::{Network, Weight};
use rayon::prelude::*;
use rug::{Integer, Rational};

use crate::{
    NumberFormat, Plan, RetrievalError, Width,
    equations::{Block, Task},
    formats::{Formats, InputRange, number_formats},
    key::Keys,
    lookup::{Lookup, Step, Words},
    scan,
    search::{Problem, SPARE_BITS},
};

/// What a user chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters {
    /// Neurons of a layer, at most.
    pub width: Width,
    /// A format that has to evaluate the network exactly, for inputs within the range of the data.
    pub exact_in: Option<NumberFormat>,
    /// M, draws per word, or `None` for the M that needs the fewest edges.
    pub draws: Option<usize>,
    /// Seed of the direction and of the hash.
    pub seed: u64,
}

impl Default for Parameters {
    /// Width 9, no bound on numbers, the best M, seed 1.
    fn default() -> Self {
        Self { width: Width::Nine, exact_in: None, draws: None, seed: 1 }
    }
}

/// A network that memorizes, with the parameters actually used and its claims.
#[derive(Debug, Clone)]
pub struct Construction {
    /// d inputs, 1 output, the number of the class.
    pub network: Network,
    /// Parameters of the words and of the hash.
    pub plan: Plan,
    /// N.
    pub points: usize,
    /// C.
    pub classes: usize,
    /// a, the integer direction; keys are `a . x` less the least, in units of what they have in common.
    pub direction: Vec<i64>,
    /// P, bits of a key.
    pub key_bits: u32,
    /// m.
    pub blocks: usize,
    /// What evaluates the network exactly, for inputs within the range of the data.
    pub formats: Formats,
    /// Every bound in terms of m, measured.
    pub claims: Vec<Claim>,
}

/// Builds the network for labelled points.
///
/// The output at each point of the data is its label; elsewhere it is anything.
///
/// # Errors
///
/// [`RetrievalError`] if keys or the shortest words are too long for the format that is asked for.
pub fn construct(data: &Dataset, parameters: &Parameters) -> Result<Construction, RetrievalError> {
    let Parameters { width, exact_in, draws, seed } = *parameters;
    let sorted = Keys::new(data.points(), exact_in.is_some(), seed)?;
    let largest_label = data.labels().iter().max().copied().unwrap_or(0);
    let label_bits = (u32::BITS - largest_label.leading_zeros()).max(1);
    let labels = sorted.order.iter().filter_map(|i| data.labels().get(*i as usize));
    let targets: Vec<u32> = labels.map(|label| scan::target(*label, label_bits)).collect();
    if let Some(format) = exact_in {
        let needed = u64::from(sorted.form.bits) + SPARE_BITS;
        if needed > format.bits() {
            return Err(RetrievalError::LongKeys { needed, format });
        }
    }
    let problem = Problem {
        keys: &sorted.keys,
        targets: &targets,
        label_bits,
        key: &sorted.form,
        width,
        exact_bits: exact_in.map(NumberFormat::bits),
        draws,
        seed,
    };
    let plan = problem.plan().ok_or(RetrievalError::NoPlan { draws })?;
    let blocks = cut(&plan, &sorted.keys, &targets);
    let network = plan.network(&sorted.form, &words(&plan, &sorted.keys, &blocks))?;
    let formats = number_formats(&network, &ranges(data.points()))?;
    if let Some(format) = exact_in
        && let Some(obstacle) = formats.obstacle(format)
    {
        return Err(RetrievalError::Inexact { format, obstacle });
    }
    let mut built = Construction {
        network,
        plan,
        points: data.len(),
        classes: data.classes(),
        direction: sorted.direction,
        key_bits: sorted.form.bits,
        blocks: blocks.len(),
        formats,
        claims: Vec::new(),
    };
    let key_weights = sorted.form.form.terms().iter().map(|(_, weight)| weight);
    let first_bits = key_weights.chain([sorted.form.form.bias()]).map(Weight::bits).sum();
    built.claims = claims(&built, first_bits, exact_in);
    Ok(built)
}

/// The range of each coordinate of the points.
#[must_use]
pub fn ranges(points: &Points) -> Vec<InputRange> {
    let of = |column: usize| {
        let all = || points.iter().filter_map(|point| point.get(column));
        let end = |n: Option<&Integer>| {
            Rational::from((n.cloned().unwrap_or_default(), points.denominator().clone()))
        };
        let (least, largest) = (end(all().min()), end(all().max()));
        InputRange { lower: least, upper: largest, denominator: points.denominator().clone() }
    };
    (0..points.dimension()).map(of).collect()
}

/// The blocks of all keys: those of fixed chunks, one after the other, so that the result does not
/// depend on the number of threads.
fn cut(plan: &Plan, keys: &[Integer], targets: &[u32]) -> Vec<Block> {
    let task = Task { hash: &plan.hash, draws: plan.draws, label_bits: plan.label_bits };
    if plan.draws == 0 {
        return task.blocks(0, &vec![0; keys.len()], targets);
    }
    // A chunk ends with a block that is half full: one of 256.
    let chunk = (128 * (plan.draws + 1)).max(1 << 15);
    (keys.par_chunks(chunk).enumerate())
        .flat_map_iter(|(i, keys)| {
            let states: Vec<u32> = keys.iter().map(|key| plan.hash.state(key)).collect();
            let start = i * chunk;
            let targets = targets.get(start..start + keys.len()).unwrap_or_default();
            task.blocks(start, &states, targets)
        })
        .collect()
}

/// The words of the blocks, and what changes from each to the next.
fn words(plan: &Plan, keys: &[Integer], blocks: &[Block]) -> Words {
    let layout = plan.layout();
    let all: Vec<Integer> = blocks.par_iter().map(|block| layout.word(block)).collect();
    let cuts = blocks.iter().filter_map(|block| keys.get(block.first));
    let steps = (cuts.skip(1).zip(all.windows(2)))
        .map(|(cut, words)| Step {
            cut: cut.clone(),
            change: Weight::from(Integer::from(&words[1] - &words[0])),
        })
        .collect();
    Words { first: all.into_iter().next().unwrap_or_default(), steps }
}

impl Construction {
    /// Bits of all memory words together, `m (M + 1) c`.
    #[must_use]
    pub fn memory_bits(&self) -> u64 {
        self.blocks as u64 * self.plan.memory_bits()
    }

    /// `N log2 C`, the bits that any memory needs for arbitrary labels.
    #[must_use]
    pub fn information(&self) -> Enclosure {
        let bits = Enclosure::exact(self.classes).log2();
        bits.unwrap_or_else(|| Enclosure::exact(0)) * self.points as u64
    }

    /// Memory bits over `N log2 C`, rounded up.
    #[must_use]
    pub fn memory_ratio(&self) -> Rational {
        // C >= 2
        Rational::from(self.memory_bits()) / self.information().lower()
    }

    /// Edges over `sqrt(N log2 C)`, rounded up.
    #[must_use]
    pub fn edge_ratio(&self) -> Rational {
        Rational::from(self.network.counts().edges) / self.information().sqrt().lower()
    }

    /// The id of the statement: `retrieval`, or `retrieval3` in width 3.
    #[must_use]
    pub fn statement(&self) -> &'static str {
        match self.plan.width {
            Width::Nine => "retrieval",
            Width::Three => "retrieval3",
        }
    }
}

/// Layers and edges of the parts of the network, as bounds in terms of m.
fn claims(built: &Construction, first_bits: u64, exact_in: Option<NumberFormat>) -> Vec<Claim> {
    let plan = &built.plan;
    let id = built.statement();
    let counts = built.network.counts();
    let steps = built.blocks as u64 - 1;
    let c = u64::from(plan.label_bits);
    let (key_bits, folds) = (u64::from(built.key_bits), u64::from(plan.hash.folds));
    let (lookup_layers, lookup_edges) = match (plan.lookup, plan.width) {
        (Lookup::Beside, Width::Nine) => (2 * steps / 7 + 2, 25 * steps / 7 + 3),
        (Lookup::Beside, Width::Three) => (2 * steps, 7 * steps),
        (Lookup::Above, Width::Nine) => {
            (steps.div_ceil(4) + key_bits + 3, 13 * steps / 4 + 5 * key_bits + 10)
        }
        (Lookup::Above, Width::Three) => (steps + key_bits + 3, 4 * steps + 5 * key_bits + 10),
    };
    let (mut layers, mut edges) = (1 + lookup_layers, built.direction.len() as u64 + lookup_edges);
    if plan.draws > 0 {
        let draws = plan.draws as u64;
        let slots = draws * c;
        let states = draws.div_ceil(u64::from(plan.hash.draws_per_state));
        let further = (draws - states) * c;
        let last = u64::from(plan.headroom) - c + 1;
        let (scan_layers, scan_edges) = match plan.width {
            Width::Nine => (slots, 6 * slots + further + 3 * states),
            Width::Three => (slots + states + further, 6 * slots + 3 * states + 2 * further),
        };
        layers += folds + scan_layers + last;
        edges += 5 * folds + scan_edges + 4 * last + 12;
    }
    let word_bits = plan.word_bits();
    let longest = match plan.lookup {
        Lookup::Beside => word_bits + 1,
        Lookup::Above => u64::from(plan.shift()) + key_bits + 1,
    };
    let hash_bits = u64::from(plan.hash.modulus.ilog2()) + 1 + folds + 1;
    let bits = longest.max(hash_bits) + first_bits;
    let width = match plan.width {
        Width::Nine => 9,
        Width::Three => 3,
    };
    let mut claims = vec![
        Claim::at_most(id, "blocks", built.blocks as u64, built.points as u64),
        Claim::at_most(id, "width", counts.width, width),
        Claim::at_most(id, "depth", counts.depth, layers + 1),
        Claim::at_most(id, "edges", counts.edges, edges),
        Claim::at_most(id, "bits", counts.bits, bits),
    ];
    if let Some(format) = exact_in {
        let quantity = format!("bits of a partial sum, exact in {format}");
        claims.push(Claim::at_most(id, quantity, built.formats.largest_bits, format.bits()));
    }
    claims
}
