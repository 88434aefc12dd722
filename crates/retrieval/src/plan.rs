//! The numbers that a network is built from, and its size before there are any words.

use network::{Form, Network, ShapeError, Weight};
use rug::Integer;

use crate::{
    Width,
    circuit::Circuit,
    hash::Hash,
    lookup::{self, Lookup, Sizes, Step, Words},
    scan::{self, Layout},
};

/// The parameters of a network, as they were used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Neurons of a layer, at most.
    pub width: Width,
    /// Where the memory word is kept during the lookup.
    pub lookup: Lookup,
    /// M, digits of a word that have a draw; 0 if a word is the label itself.
    pub draws: usize,
    /// c, bits of a label and of a digit.
    pub label_bits: u32,
    /// h, bits of a word below its memory.
    pub headroom: u32,
    /// The hash of keys; not used if M = 0.
    pub hash: Hash,
}

/// The key of a point, as the network computes it.
#[derive(Debug, Clone)]
pub(crate) struct KeyForm {
    /// d, coordinates of a point.
    pub dimension: u32,
    /// The key as a form of the coordinates.
    pub form: Form,
    /// P, bits of a key.
    pub bits: u32,
}

/// Edges and biases of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cost {
    pub edges: u64,
    pub biases: u64,
}

/// Blocks after which the layers of a lookup repeat: both 3 + 4 and 4 divide it.
const PERIOD: usize = 28;

impl Plan {
    pub(crate) fn layout(&self) -> Layout {
        Layout { draws: self.draws, label_bits: self.label_bits, headroom: self.headroom }
    }

    /// Bits of a word.
    #[must_use]
    pub fn word_bits(&self) -> u64 {
        self.layout().word_bits()
    }

    /// Bits that a word stores: `(M + 1) c`.
    #[must_use]
    pub fn memory_bits(&self) -> u64 {
        (self.draws as u64 + 1) * u64::from(self.label_bits)
    }

    /// b, for [`Lookup::Above`]: `B = 2^b` is more than twice any word.
    #[must_use]
    pub(crate) fn shift(&self) -> u32 {
        self.word_bits() as u32 + 1 // a word is in memory, and has far fewer than 2^31 bits
    }

    /// The network with these words.
    pub(crate) fn network(&self, key: &KeyForm, words: &Words) -> Result<Network, ShapeError> {
        let mut circuit = Circuit::new(key.dimension);
        let hash = (self.draws > 0).then_some(&self.hash);
        if hash.is_none() && words.steps.is_empty() {
            return circuit.output(Form::constant(&words.first));
        }
        let mut form = key.form.clone();
        if form.terms().len() > 1 {
            [form] = circuit.neurons([form])?;
        }
        let sizes = Sizes {
            width: self.width,
            lookup: self.lookup,
            key_bits: key.bits,
            shift: self.shift(),
        };
        let (word, state) = lookup::word_and_state(&mut circuit, form, words, &sizes, hash)?;
        let label = scan::read(&mut circuit, word, state, &self.layout(), &self.hash, self.width)?;
        circuit.output(label)
    }

    /// What the network costs for so many blocks, if no two neighbours have the same word: the
    /// number of blocks is first brought down by whole periods of the layers.
    pub(crate) fn cost(&self, key: &KeyForm, blocks: usize) -> Result<Cost, ShapeError> {
        let small = |blocks: usize| {
            let one = Step { cut: Integer::from(1), change: Weight::ONE };
            let words = Words { first: Integer::from(1), steps: vec![one; blocks - 1] };
            let counts = self.network(key, &words)?.counts();
            Ok(Cost { edges: counts.edges, biases: counts.biases })
        };
        let blocks = blocks.max(1);
        let periods = (blocks / PERIOD).saturating_sub(2);
        let start = small(blocks - periods * PERIOD)?;
        if periods == 0 {
            return Ok(start);
        }
        let next = small(blocks - (periods - 1) * PERIOD)?;
        let periods = periods as u64;
        Ok(Cost {
            edges: start.edges + periods * (next.edges - start.edges),
            biases: start.biases + periods * (next.biases - start.biases),
        })
    }
}
