//! What a construction returns.

use claims::{Claim, Used};
use network::Network;

/// A network that memorizes, with the parameters actually used and its claims.
///
/// `D` is what a statement tells about its network beyond that, in its own terms.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Construction<D = ()> {
    /// F: d inputs, 1 output, the number of the class.
    pub network: Network,
    /// The parameters actually used.
    pub used: Vec<Used>,
    /// Every claim of the statement and of what it rests on, measured.
    pub claims: Vec<Claim>,
    /// The statement's own details.
    pub details: D,
}

impl<D> Construction<D> {
    /// What was built.
    #[must_use]
    pub fn new(network: Network, used: Vec<Used>, claims: Vec<Claim>, details: D) -> Self {
        Self { network, used, claims, details }
    }

    /// Without the statement's own details.
    #[must_use]
    pub fn plain(self) -> Construction {
        let Self { network, used, claims, details: _ } = self;
        Construction { network, used, claims, details: () }
    }

    /// The value of a parameter by its letter, if that was used.
    #[must_use]
    pub fn used(&self, symbol: &str) -> Option<&str> {
        self.used.iter().find(|used| used.symbol == symbol).map(|used| used.value.as_str())
    }
}
