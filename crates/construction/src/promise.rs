//! What a statement promises before there is a network.

use claims::Claim;
use network::Counts;
use rug::Integer;

/// Bounds on the sizes of a network, for all points and labels with the same facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Neurons of a hidden layer.
    pub width: Integer,
    /// Affine maps, one more than hidden layers.
    pub depth: Integer,
    /// Weights that are not 0, if the statement says.
    pub edges: Option<Integer>,
    /// Bits of a weight or bias, if the statement says.
    pub bits: Option<Integer>,
}

impl Promise {
    /// The promise of `statement`, beside what was built.
    #[must_use]
    pub fn claims(&self, statement: &'static str, built: &Counts) -> Vec<Claim> {
        let rows = [
            ("width", built.width, Some(&self.width)),
            ("depth", built.depth, Some(&self.depth)),
            ("bits", built.bits, self.bits.as_ref()),
            ("edges", built.edges, self.edges.as_ref()),
        ];
        (rows.into_iter())
            .filter_map(|(quantity, built, bound)| {
                Some(Claim::at_most(statement, quantity, built, bound?))
            })
            .collect()
    }

    /// Hidden layers, one less than affine maps.
    #[must_use]
    pub fn hidden_layers(&self) -> Integer {
        Integer::from(&self.depth - 1_u32)
    }
}
