//! The parameters that a construction used.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

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
