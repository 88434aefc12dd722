//! The promises, each from the crate of its theorem.

use construction::Promise;
use projection::Facts;
use rug::Integer;
use serde::{Serialize, Serializer};

use crate::Statement;

/// What a theorem promises for given parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Promised {
    /// Its name on the command line.
    pub theorem: &'static str,
    /// The parameters, in the letters of the paper.
    pub parameters: String,
    /// Neurons of a hidden layer.
    #[serde(serialize_with = "number")]
    pub width: Integer,
    /// Hidden layers, one less than affine maps.
    #[serde(serialize_with = "number")]
    pub hidden_layers: Integer,
    /// Weights that are not 0.
    #[serde(serialize_with = "any_number")]
    pub edges: Option<Integer>,
    /// Bits of a weight or bias.
    #[serde(serialize_with = "any_number")]
    pub bits: Option<Integer>,
}

/// A number for JSON: digits in quotes if it has more than 64 bits.
pub(super) fn number<S: Serializer>(number: &Integer, serializer: S) -> Result<S::Ok, S::Error> {
    match number.to_u64() {
        Some(number) => serializer.serialize_u64(number),
        None => serializer.collect_str(number),
    }
}

/// Likewise, or null.
pub(super) fn any_number<S: Serializer>(
    value: &Option<Integer>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => number(value, serializer),
        None => serializer.serialize_none(),
    }
}

impl Promised {
    fn new(theorem: &'static str, parameters: String, promise: Promise) -> Self {
        let hidden_layers = promise.hidden_layers();
        let Promise { width, edges, bits, .. } = promise;
        Self { theorem, parameters, width, hidden_layers, edges, bits }
    }

    /// Affine maps.
    #[must_use]
    pub fn depth(&self) -> Integer {
        Integer::from(&self.hidden_layers + 1_u32)
    }
}

/// The promises of all statements that make one before they see data.
#[must_use]
pub fn promised(facts: &Facts) -> Vec<Promised> {
    let mut all = Vec::new();
    for statement in Statement::building() {
        let Some(memorizer) = statement.memorizer else { continue };
        for values in memorizer.promised(facts) {
            let promise = memorizer.promise(facts, &values);
            let of = |promise| Promised::new(statement.command(), values.to_string(), promise);
            all.extend(promise.map(of));
        }
    }
    all
}
