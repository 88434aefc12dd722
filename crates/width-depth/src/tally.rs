//! Counting a network without building it.

/// Edges and width of layers that are described by the number of terms of their neurons. Numbers
/// stop at `u64::MAX`.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) edges: u64,
    pub(crate) width: u64,
}

/// A [`Reader`](crate::lemma_2_7::Reader) by the number of terms of its forms; a form without terms
/// needs no neuron.
#[derive(Clone, Copy)]
pub(crate) struct Terms {
    pub(crate) copy: u64,
    pub(crate) value: u64,
}

impl Terms {
    /// Neurons that compare with thresholds in a layer that reads q bits.
    pub(crate) fn thresholds(q: u32) -> u64 {
        2_u64.checked_pow(q + 1).unwrap_or(u64::MAX)
    }

    /// After a layer that reads q bits and leaves `unread`.
    pub(crate) fn read(&mut self, q: u32, unread: bool) {
        let digit = Self::thresholds(q) - 2;
        self.copy = if unread { digit.saturating_add(1) } else { 0 };
        self.value = digit.saturating_add(self.value.min(1));
    }

    pub(crate) fn wait(&mut self) {
        self.copy = self.copy.min(1);
    }
}

impl Tally {
    pub(crate) fn add(&mut self, edges: u64) {
        self.edges = self.edges.saturating_add(edges);
    }

    /// A layer of groups of (neurons, terms of each).
    pub(crate) fn layer<const K: usize>(&mut self, groups: [(u64, u64); K]) {
        let neurons =
            groups.into_iter().filter(|(_, terms)| *terms > 0).map(|(neurons, _)| neurons);
        self.width = self.width.max(neurons.fold(0, u64::saturating_add));
        for (neurons, terms) in groups {
            self.add(neurons.saturating_mul(terms));
        }
    }
}
