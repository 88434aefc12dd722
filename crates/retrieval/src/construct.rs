//! From labelled points to the network and its claims.

use claims::{Enclosure, Kind, Parameter, Record, record::MEMORELU, spell::decimals};
use construction::{
    BuildError, Memorizer, Used, Value, Values,
    parameters::{self, SEED},
};
use dataset::Dataset;
use exactness::{Formats, InputRange, NumberFormat, Obstacle, Reason};
use network::Weight;
use projection::Keys;
use rayon::prelude::*;
use rug::{Integer, Rational};

use crate::{
    Plan, RetrievalError, Width, bounds,
    equations::{Block, Task},
    lookup::{Step, Words},
    plan::KeyForm,
    search::Problem,
    word,
};

/// W, neurons of a layer.
pub const WIDTH: Parameter = Parameter {
    name: "width",
    symbol: "WIDTH",
    meaning: "neurons of a layer, at most",
    kind: Kind::Choice(&["9", "3"]),
    default: "9",
    excludes: &[],
};

/// The machine format.
pub const EXACT_IN: Parameter = Parameter {
    name: "exact-in",
    symbol: "FORMAT",
    meaning: "every weight and every partial sum is exact in this format",
    kind: Kind::Choice(&["f32", "f64", "i64"]),
    default: "numbers of any length",
    excludes: &[],
};

/// What is told about the statement in width 9.
pub const RECORD: Record = Record {
    command: Some("retrieval"),
    growth: "about 11 sqrt(N log2 C) edges, as measured",
    code: Some("retrieval::construct::construct"),
    parameters: &[WIDTH, EXACT_IN, SEED],
    remarks: &[],
    ..Record::cited(MEMORELU, "memorelu/retrieval", "Retrieval", "no point is stored, width 9")
};

/// What is told about the statement in width 3.
pub const RECORD_3: Record = Record {
    command: Some("retrieval3"),
    growth: "about 12 sqrt(N log2 C) edges, as measured",
    code: Some("retrieval::construct::construct"),
    remarks: &[],
    ..Record::cited(MEMORELU, "memorelu/retrieval3", "Retrieval in width 3", "the same in width 3")
};

/// The id in claims, in width 9.
pub const ID: &str = RECORD.id;
/// The id in claims, in width 3.
pub const ID3: &str = RECORD_3.id;

/// Retrieval, for those who choose among statements.
#[derive(Debug, Clone, Copy)]
pub struct Retrieval;

impl Memorizer for Retrieval {
    fn record(&self) -> &'static Record {
        &RECORD
    }

    fn construct(
        &self,
        data: &Dataset,
        values: &Values,
    ) -> Result<construction::Construction, BuildError> {
        let parameters = Parameters {
            width: match values.word(&WIDTH) {
                Some("3") => Width::Three,
                Some("9") => Width::Nine,
                _ => unreachable!("the width is one of two words, 9 by default"),
            },
            exact_in: values.word(&EXACT_IN).map(|word| {
                let format =
                    NumberFormat::ALL.into_iter().find(|format| format.to_string() == word);
                format.expect("the words are the names of all formats")
            }),
            draws: None,
            seed: parameters::seed(values),
        };
        Ok(construct(data, &parameters)?.plain())
    }

    fn compared(&self, _points: usize) -> Vec<Values> {
        let exact = |format| Values::default().with(EXACT_IN, Value::Word(format));
        vec![
            Values::default(),
            Values::default().with(WIDTH, Value::Word("3")),
            exact("f64"),
            exact("i64"),
        ]
    }
}

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
    /// Width 9, no bound on numbers, the best M, seed 0.
    fn default() -> Self {
        Self { width: Width::Nine, exact_in: None, draws: None, seed: 0 }
    }
}

/// What a retrieval network stores, and what evaluates it exactly.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Memory {
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
    /// Edges of the network.
    pub edges: u64,
    /// What evaluates the network exactly, for inputs within the range of the data; where these are not
    /// on the grid of a format, for their multiples (see [`exactness::Scaled`]).
    pub formats: Formats,
}

/// The retrieval network; its claims are every bound in terms of m, measured.
pub type Construction = construction::Construction<Memory>;

/// Bits that partial sums need beyond the longest numbers in them: so many are tried at first, and so
/// many at most.
const SPARE_BITS: u64 = 2;
const MOST_SPARE_BITS: u64 = 6;

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
    let key_bits = sorted.bits();
    let largest_label = data.labels().iter().max().copied().unwrap_or(0);
    let label_bits = (u32::BITS - largest_label.leading_zeros()).max(1);
    let labels = sorted.sorted(data.labels()).into_iter();
    let targets: Vec<u32> = labels.map(|label| word::target(label, label_bits)).collect();
    // Columns are counted in 32 bits.
    let dimension = data.dimension() as u32;
    let key = KeyForm { dimension, form: sorted.form, bits: key_bits };
    let mut problem = Problem {
        keys: &sorted.keys,
        targets: &targets,
        label_bits,
        key: &key,
        width,
        exact_in,
        spare_bits: SPARE_BITS,
        draws,
        seed,
    };
    let ranges = InputRange::of_points(&data.points().view());
    let (plan, blocks, network, formats) = loop {
        if let Some(format) = exact_in {
            let needed = u64::from(key_bits) + problem.spare_bits;
            if needed > format.bits() {
                return Err(RetrievalError::LongKeys { needed, format });
            }
        }
        let plan = problem.plan().ok_or(RetrievalError::NoPlan { draws })?;
        let blocks = cut(&plan, &sorted.keys, &targets);
        let network = plan.network(&key, &words(&plan, &sorted.keys, &blocks))?;
        let formats = Formats::of(&network, &ranges)?;
        match exact_in.and_then(|format| Some((format, formats.obstacle(format)?))) {
            None => break (plan, blocks.len(), network, formats),
            Some((_, Obstacle { reason: Reason::TooLong { .. }, .. }))
                if problem.spare_bits < MOST_SPARE_BITS =>
            {
                problem.spare_bits += 1;
            }
            Some((format, obstacle)) => {
                return Err(RetrievalError::Inexact { format, obstacle });
            }
        }
    };
    let counts = network.counts();
    let memory = Memory {
        plan,
        points: data.len(),
        classes: data.classes(),
        direction: sorted.direction,
        key_bits,
        blocks,
        edges: counts.edges,
        formats,
    };
    let claims = bounds::claims(&memory, &counts, &key);
    Ok(Construction::new(network, memory.used(), claims, memory))
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
    let all: Vec<Vec<Integer>> = blocks.par_iter().map(|block| layout.words(block)).collect();
    let cuts = blocks.iter().filter_map(|block| keys.get(block.first));
    let change = |(old, new): (&Integer, &Integer)| Weight::from(Integer::from(new - old));
    let steps = (cuts.skip(1).zip(all.iter().zip(all.iter().skip(1))))
        .map(|(cut, (old, new))| Step {
            cut: cut.clone(),
            changes: old.iter().zip(new).map(change).collect(),
        })
        .collect();
    Words { first: all.into_iter().next().unwrap_or_default(), steps }
}

impl Memory {
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
        Rational::from(self.edges) / self.information().sqrt().lower()
    }

    /// The parameters, for a reader.
    fn used(&self) -> Vec<Used> {
        let exact = NumberFormat::ALL.map(|format| match self.formats.obstacle(format) {
            None => format!("{format}: exact"),
            Some(obstacle) => format!("{format}: not exact, {obstacle}"),
        });
        let largest = self.direction.iter().map(|a| a.unsigned_abs()).max();
        let largest = largest.expect("a direction has a coefficient for each coordinate");
        vec![
            Used::new("m", "blocks", self.blocks),
            Used::words("memory bits", self.memory_bits()),
            Used::words("memory bits / (N log2 C)", decimals(&self.memory_ratio(), 3)),
            Used::words("edges / sqrt(N log2 C)", decimals(&self.edge_ratio(), 2)),
            Used::words("bits of a key", self.key_bits),
            Used::words("largest coefficient of the direction", largest),
            Used::words("number formats", exact.join("; ")),
        ]
    }

    /// The id of the statement: `retrieval`, or `retrieval3` in width 3.
    #[must_use]
    pub(crate) fn statement(&self) -> &'static str {
        match self.plan.width {
            Width::Nine => ID,
            Width::Three => ID3,
        }
    }
}
