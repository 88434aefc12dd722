//! A fixed graph, as far as counting sign patterns needs it.

use crate::BoundError;

/// One hidden layer of a fixed graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layer {
    /// Its neurons.
    pub neurons: u64,
    /// Places for edges into it and for biases of it; the numbers there are free.
    pub parameters: u64,
}

/// A fixed graph with one output: which neurons there are, and where a parameter may stand.
///
/// Invariant: each hidden layer has at least one parameter per neuron, and all parameters together
/// are less than `2^64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Architecture {
    hidden: Vec<Layer>,
    output_parameters: u64,
    neurons: u64,
    parameters: u64,
}

impl Architecture {
    /// The most hidden layers of [`Architecture::dense`]: 2^20, since each one takes memory.
    pub const MOST_HIDDEN_LAYERS: u64 = 1 << 20;

    /// The graph with these hidden layers, the first one first, and so many parameters in its
    /// output map. Layers without neurons are allowed.
    ///
    /// For the graph of a given network, count the non-zero weights and biases of each map, and
    /// leave out neurons that have none.
    ///
    /// # Errors
    ///
    /// [`BoundError::BareNeuron`] for a layer with fewer parameters than neurons,
    /// [`BoundError::TooLarge`] if the parameters cannot be counted.
    pub fn new(hidden: Vec<Layer>, output_parameters: u64) -> Result<Self, BoundError> {
        let (mut neurons, mut parameters) = (0_u64, output_parameters);
        for (index, layer) in hidden.iter().enumerate() {
            if layer.parameters < layer.neurons {
                return Err(BoundError::BareNeuron {
                    layer: index as u64 + 1,
                    neurons: layer.neurons,
                    parameters: layer.parameters,
                });
            }
            parameters = parameters.checked_add(layer.parameters).ok_or(BoundError::TooLarge)?;
            // at most as many as the parameters
            neurons = neurons.saturating_add(layer.neurons);
        }
        Ok(Self { hidden, output_parameters, neurons, parameters })
    }

    /// The dense network: `hidden_layers` layers of `width` neurons, every edge between consecutive
    /// layers and every bias. Its parameters are Yang and Yang's count,
    /// `(L - 1) W^2 + (L + 1 + d) W + 1`.
    ///
    /// # Errors
    ///
    /// [`BoundError::NoInputs`], [`BoundError::TooNarrow`] for width 0,
    /// [`BoundError::NoHiddenLayers`], [`BoundError::TooDeep`] above
    /// [`Architecture::MOST_HIDDEN_LAYERS`], or [`BoundError::TooLarge`].
    pub fn dense(inputs: u64, width: u64, hidden_layers: u64) -> Result<Self, BoundError> {
        if inputs == 0 {
            return Err(BoundError::NoInputs);
        }
        if width == 0 {
            return Err(BoundError::TooNarrow { found: 0, least: 1 });
        }
        if hidden_layers == 0 {
            return Err(BoundError::NoHiddenLayers);
        }
        if hidden_layers > Self::MOST_HIDDEN_LAYERS {
            let (found, most) = (hidden_layers, Self::MOST_HIDDEN_LAYERS);
            return Err(BoundError::TooDeep { found, most });
        }
        let layer = |sources: u64| {
            let parameters = sources.checked_add(1).and_then(|places| places.checked_mul(width));
            Ok(Layer { neurons: width, parameters: parameters.ok_or(BoundError::TooLarge)? })
        };
        let mut hidden = vec![layer(inputs)?];
        hidden.resize(hidden_layers as usize, layer(width)?);
        // (width + 1) width is below 2^64, so is width + 1
        Self::new(hidden, width + 1)
    }

    /// The hidden layers.
    #[must_use]
    pub fn hidden(&self) -> &[Layer] {
        &self.hidden
    }

    /// `L`, the number of hidden layers.
    #[must_use]
    pub fn hidden_layers(&self) -> u64 {
        self.hidden.len() as u64
    }

    /// `U`, the number of hidden neurons.
    #[must_use]
    pub fn neurons(&self) -> u64 {
        self.neurons
    }

    /// `P`, the number of places for parameters: edges and biases.
    #[must_use]
    pub fn parameters(&self) -> u64 {
        self.parameters
    }

    /// Places for parameters in the output map.
    #[must_use]
    pub fn output_parameters(&self) -> u64 {
        self.output_parameters
    }
}
