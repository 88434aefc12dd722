//! What a construction returns.

use std::{borrow::Cow, fmt};

use claims::Claim;
use network::Network;
use serde::{Deserialize, Serialize};

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

/// A parameter as it was used: `n, points per block`, and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Used {
    /// Its letter in the paper; empty if it has none.
    pub symbol: Cow<'static, str>,
    /// What it is, in words.
    pub meaning: Cow<'static, str>,
    /// Its value.
    pub value: String,
}

impl Used {
    /// A parameter with a letter.
    #[must_use]
    pub fn new(symbol: &'static str, meaning: &'static str, value: impl ToString) -> Self {
        Self { symbol: symbol.into(), meaning: meaning.into(), value: value.to_string() }
    }

    /// A parameter without a letter.
    #[must_use]
    pub fn words(meaning: &'static str, value: impl ToString) -> Self {
        Self::new("", meaning, value)
    }

    /// `n, points per block`.
    #[must_use]
    pub fn name(&self) -> String {
        let Self { symbol, meaning, .. } = self;
        if symbol.is_empty() { meaning.to_string() } else { format!("{symbol}, {meaning}") }
    }
}

impl fmt::Display for Used {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name(), self.value)
    }
}
