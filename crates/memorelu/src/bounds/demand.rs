//! The demands, from the crate of lower bounds.

use lowerbounds::{
    BoundError, Limits, Separation, Task, counting, dense_hidden_layers, goldberg_jerrum,
    lemma_4_1, parameters, proposition_3_3, serra, theorem_3_2, theorem_6_1,
};
use rug::Integer;
use serde::Serialize;

use super::promise::{Promised, any_number};

/// Beyond so many points the bound on dense networks takes minutes.
pub const MOST_FOR_BLOCKS: u64 = 1 << 34;

/// What every network needs that serves all labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Universal {
    /// Edges + biases of any network: the sign patterns of all neurons at once.
    any_graph: u64,
    /// Edges + biases, by the reduction of Lemma 4.1.
    lemma_4_1: u64,
    /// Places for edges and biases, if the graph is fixed: Goldberg and Jerrum.
    fixed_graph: u64,
}

impl Universal {
    /// For so many points, classes and inputs.
    ///
    /// # Errors
    ///
    /// [`BoundError`] as for each bound.
    pub fn of(task: &Task) -> Result<Self, BoundError> {
        Ok(Self {
            any_graph: parameters(task, &Limits::default())?.parameters,
            lemma_4_1: lemma_4_1::parameters(task)?,
            fixed_graph: goldberg_jerrum::parameters(task),
        })
    }

    /// Name, what it counts, the least.
    #[must_use]
    pub fn rows(&self) -> [(&'static str, &'static str, u64); 3] {
        [
            ("sign patterns of all neurons, any graph", "edges + biases", self.any_graph),
            ("bits of labels (vardi2022/4.1), any graph", "edges + biases", self.lemma_4_1),
            ("Goldberg and Jerrum, one fixed graph", "edges + biases", self.fixed_graph),
        ]
    }
}

/// A promised number, and the least that is not ruled out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Demand {
    #[serde(serialize_with = "any_number")]
    /// The number promised, if there is one.
    pub promised: Option<Integer>,
    /// The least that is not ruled out, if a bound speaks.
    pub least: Option<u64>,
}

impl Demand {
    /// Is what is promised not ruled out?
    #[must_use]
    pub fn holds(&self) -> bool {
        match (&self.promised, self.least) {
            (Some(promised), Some(least)) => *promised >= least,
            _ => true,
        }
    }
}

/// What is demanded of networks as small as promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Demands {
    /// Edges + biases, in the width, the hidden layers and the bits promised.
    parameters: Demand,
    /// Bits of a weight, for so many edges + biases.
    bits: Demand,
    /// Bits of all weights together, likewise.
    total_bits: Demand,
    /// Hidden layers in that width: the sign patterns of dense networks, in blocks of layers.
    hidden_layers_by_sign_patterns: Demand,
    /// Hidden layers in that width, for all separated points.
    hidden_layers_by_theorem_3_2: Demand,
    /// Hidden layers in that width, for points that are very close.
    hidden_layers_by_proposition_3_3: Demand,
    /// Hidden layers in that width, for N - 1 pieces.
    hidden_layers_by_serra: Demand,
}

impl Demands {
    /// The demands on networks of this promise.
    ///
    /// # Errors
    ///
    /// [`BoundError`] if a bound fails for another reason than its hypotheses.
    pub fn on(
        promised: &Promised,
        task: &Task,
        separation: &Separation,
    ) -> Result<Self, BoundError> {
        // A number of more than 64 bits is no limit.
        let short = |number: &Integer| number.to_u64().unwrap_or(u64::MAX);
        let (width, layers) = (short(&promised.width), short(&promised.hidden_layers));
        let bits = promised.bits.as_ref();
        let limits =
            Limits { width: Some(width), hidden_layers: Some(layers), bits: bits.map(short) };
        let places = promised.edges.as_ref().map(|edges| Integer::from(edges * 2_u32) + 1_u32);
        let total = places.as_ref().zip(bits).map(|(places, bits)| Integer::from(places * bits));
        let any = Limits::default();
        let needed = |bound: &dyn Fn(u64) -> Result<u64, BoundError>| {
            places.as_ref().map(|places| bound(short(places))).transpose()
        };
        let bits_needed = needed(&|places| theorem_6_1::bits_needed(task, &any, places))?;
        let total_needed = needed(&|places| counting::total_bits_needed(task, &any, places))?;

        let in_width =
            |least: Option<u64>| Demand { promised: Some(promised.hidden_layers.clone()), least };
        let blocks = (task.points() <= MOST_FOR_BLOCKS)
            .then(|| dense_hidden_layers(task, width).map(|dense| dense.hidden_layers));
        Ok(Self {
            parameters: Demand {
                least: Some(parameters(task, &limits)?.parameters),
                promised: places,
            },
            bits: Demand { promised: bits.cloned(), least: bits_needed },
            total_bits: Demand { promised: total, least: total_needed },
            hidden_layers_by_sign_patterns: in_width(blocks.map_or(Ok(None), speaks)?),
            hidden_layers_by_theorem_3_2: in_width(speaks(theorem_3_2::hidden_layers(
                task, separation, width,
            ))?),
            hidden_layers_by_proposition_3_3: in_width(speaks(proposition_3_3::hidden_layers(
                task, separation, width,
            ))?),
            hidden_layers_by_serra: in_width(speaks(serra::hidden_layers(task, width))?),
        })
    }

    /// On edges + biases, bits, and all bits.
    #[must_use]
    pub fn sizes(&self) -> [&Demand; 3] {
        [&self.parameters, &self.bits, &self.total_bits]
    }

    /// On hidden layers.
    #[must_use]
    pub fn layers(&self) -> [&Demand; 4] {
        [
            &self.hidden_layers_by_sign_patterns,
            &self.hidden_layers_by_theorem_3_2,
            &self.hidden_layers_by_proposition_3_3,
            &self.hidden_layers_by_serra,
        ]
    }

    /// Are all of them met?
    #[must_use]
    pub fn hold(&self) -> bool {
        self.sizes().into_iter().chain(self.layers()).all(Demand::holds)
    }
}

/// Nothing where the hypotheses of a bound do not hold.
fn speaks(bound: Result<u64, BoundError>) -> Result<Option<u64>, BoundError> {
    match bound {
        Ok(least) => Ok(Some(least)),
        Err(
            BoundError::NoRoom { .. }
            | BoundError::Crowded { .. }
            | BoundError::OddPoints { .. }
            | BoundError::TooNarrow { .. }
            | BoundError::TooLarge,
        ) => Ok(None),
        Err(error) => Err(error),
    }
}
