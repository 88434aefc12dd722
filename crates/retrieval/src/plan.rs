//! The numbers that a network is built from, and its size before there are any words.

use exactness::NumberFormat;
use network::{Form, Network, ShapeError, Weight};
use rug::Integer;

use crate::{
    Width,
    circuit::Circuit,
    hash::Hash,
    lookup::{self, Lookup, Sizes, Step, Words},
    scan,
    word::Layout,
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
    /// W, words of a block; 1 unless numbers are bounded.
    pub words: usize,
    /// h, bits of a word below its memory.
    pub headroom: u32,
    /// The hash of keys; not used if M = 0.
    pub hash: Hash,
    /// A format that has to evaluate the network exactly.
    pub exact_in: Option<NumberFormat>,
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

impl Plan {
    pub(crate) fn layout(&self) -> Layout {
        let &Self { draws, label_bits, headroom, words, .. } = self;
        Layout { draws, label_bits, headroom, words }
    }

    /// Bits of a word.
    #[must_use]
    pub fn word_bits(&self) -> u64 {
        self.layout().word_bits()
    }

    /// Bits that the words of a block store: `(M + 1) c`.
    #[must_use]
    pub fn memory_bits(&self) -> u64 {
        (self.draws as u64 + 1) * u64::from(self.label_bits)
    }

    /// b, for [`Lookup::Above`]: `B = 2^b` is more than twice any word.
    #[must_use]
    pub(crate) fn shift(&self) -> u32 {
        self.word_bits() as u32 + 1 // a word is in memory, and has far fewer than 2^31 bits
    }

    /// What the lookup needs to know.
    pub(crate) fn sizes(&self, key: &KeyForm) -> Sizes {
        Sizes {
            width: self.width,
            lookup: self.lookup,
            words: self.words,
            key_bits: key.bits,
            shift: self.shift(),
            // A word is in memory, and has far fewer than 2^31 bits.
            clip: self.exact_in.map(|_| Integer::from(1) << self.word_bits() as u32),
        }
    }

    /// The network with these words.
    pub(crate) fn network(&self, key: &KeyForm, words: &Words) -> Result<Network, ShapeError> {
        let mut circuit = Circuit::new(key.dimension);
        let hash = (self.draws > 0).then_some(&self.hash);
        if let ([constant], [], None) = (words.first.as_slice(), words.steps.as_slice(), hash) {
            return circuit.output(Form::constant(constant));
        }
        let mut form = key.form.clone();
        if form.terms().len() > 1 {
            [form] = circuit.neurons([form])?;
        }
        let state = lookup::words_and_state(&mut circuit, form, words, &self.sizes(key), hash)?;
        let label = scan::read(&mut circuit, state, &self.layout(), &self.hash, self.width)?;
        circuit.output(label)
    }

    /// What the network costs for so many blocks, if no two neighbours have the same word: the
    /// number of blocks is first brought down by whole periods of the layers.
    pub(crate) fn cost(&self, key: &KeyForm, blocks: usize) -> Result<Cost, ShapeError> {
        let small = |blocks: usize| {
            let one = Step { cut: Integer::from(1), changes: vec![Weight::ONE; self.words] };
            let first = vec![Integer::from(1); self.words];
            let words = Words { first, steps: vec![one; blocks - 1] };
            let counts = self.network(key, &words)?.counts();
            Ok(Cost { edges: counts.edges, biases: counts.biases })
        };
        let blocks = blocks.max(1);
        // Twice, for words and their complements.
        let period = 2 * self.sizes(key).groups().iter().sum::<usize>();
        let periods = (blocks / period).saturating_sub(2);
        let start = small(blocks - periods * period)?;
        if periods == 0 {
            return Ok(start);
        }
        let next = small(blocks - (periods - 1) * period)?;
        let periods = periods as u64;
        Ok(Cost {
            edges: start.edges + periods * (next.edges - start.edges),
            biases: start.biases + periods * (next.biases - start.biases),
        })
    }
}
