//! The algebra of networks: Proposition 2.2 of Yang and Yang.
//!
//! # Statement
//!
//! Write `W` for the width and `L` for the number of hidden layers.
//!
//! ```text
//! inclusion       (W1, L1) is contained in (W2, L2) for W1 <= W2, L1 <= L2
//! composition     f2 after f1 has width max(W1, W2) and L1 + L2 hidden layers
//! concatenation   x -> (f1(x), f2(x)) has width W1 + W2 and max(L1, L2) hidden layers
//! ```
//!
//! # Construction
//!
//! Composition multiplies the output map of the first network into the first map of the second.
//! Concatenation puts maps side by side, after inclusion has made the hidden layers equally many.
//! Inclusion repeats the last hidden layer by identity maps: its values are `>= 0`, so ReLU leaves
//! them alone whatever the signs of the outputs.

use crate::{Affine, Form, Network, ShapeError};

impl Network {
    /// Composition: `x -> next(self(x))`. Costs time in the size of `next` only.
    ///
    /// # Errors
    ///
    /// [`ShapeError::Compose`] if `next` does not take as many inputs as `self` has outputs.
    pub fn then(self, next: Self) -> Result<Self, ShapeError> {
        let (mut hidden, output, mut landmarks) = self.into_parts();
        let (next_hidden, next_output, next_landmarks) = next.into_parts();
        let layers = hidden.len();
        for landmark in next_landmarks {
            landmarks.push(landmark.after(layers, &output)?);
        }
        let mut next_hidden = next_hidden.into_iter();
        let whole = match next_hidden.next() {
            None => Self::from_parts(hidden, next_output.after(&output)?),
            Some(first) => {
                hidden.push(first.after(&output)?);
                hidden.extend(next_hidden);
                Self::from_parts(hidden, next_output)
            }
        };
        Ok(whole.with_landmarks(landmarks))
    }

    /// Concatenation on a shared input: `x -> (f1(x), f2(x), ...)`.
    ///
    /// # Errors
    ///
    /// [`ShapeError::Empty`] without a network, [`ShapeError::Depth`] if the numbers of hidden
    /// layers differ (see [`Network::deepened`]), [`ShapeError::Compose`] if the numbers of inputs do.
    pub fn concatenated(networks: &[Self]) -> Result<Self, ShapeError> {
        let inputs = networks.first().ok_or(ShapeError::Empty)?.inputs();
        match networks.iter().find(|network| network.inputs() != inputs) {
            Some(other) => Err(ShapeError::Compose { outputs: inputs, inputs: other.inputs() }),
            None => side_by_side(networks, true),
        }
    }

    /// Networks on inputs of their own: `(x1, x2, ...) -> (f1(x1), f2(x2), ...)`.
    ///
    /// # Errors
    ///
    /// [`ShapeError::Empty`] without a network, [`ShapeError::Depth`] if the numbers of hidden
    /// layers differ (see [`Network::deepened`]).
    pub fn stacked(networks: &[Self]) -> Result<Self, ShapeError> {
        side_by_side(networks, false)
    }

    /// Inclusion: the same function with exactly `hidden_layers` hidden layers.
    ///
    /// A network without any hidden layer first splits each output into its positive and its
    /// negative part.
    ///
    /// # Errors
    ///
    /// [`ShapeError::TooDeep`] if there are more hidden layers already.
    pub fn deepened(self, hidden_layers: usize) -> Result<Self, ShapeError> {
        let found = self.hidden().len();
        if found > hidden_layers {
            return Err(ShapeError::TooDeep { found, wanted: hidden_layers });
        }
        if found == hidden_layers {
            return Ok(self);
        }
        if found == 0 {
            let size = self.outputs() as u32;
            let halves = (0..size).flat_map(|i| [Form::input(i), -Form::input(i)]);
            let sums = (0..size).map(|i| Form::input(2 * i) - Form::input(2 * i + 1));
            let split = Self::new(vec![Affine::new(size, halves)?], Affine::new(2 * size, sums)?)?;
            return self.then(split)?.deepened(hidden_layers);
        }
        let (mut hidden, output, landmarks) = self.into_parts();
        hidden.resize(hidden_layers, Affine::identity(output.inputs() as u32));
        Ok(Self::from_parts(hidden, output).with_landmarks(landmarks))
    }

    /// `hidden_layers` identity layers for `size` values that are **known to be `>= 0`**; a
    /// negative one comes out as 0.
    #[must_use]
    pub fn carry(size: u32, hidden_layers: usize) -> Self {
        Self::from_parts(vec![Affine::identity(size); hidden_layers], Affine::identity(size))
    }
}

fn side_by_side(networks: &[Network], shared_input: bool) -> Result<Network, ShapeError> {
    let first = networks.first().ok_or(ShapeError::Empty)?;
    let layers = first.hidden().len();
    if let Some(other) = networks.iter().find(|network| network.hidden().len() != layers) {
        return Err(ShapeError::Depth { left: layers, right: other.hidden().len() });
    }
    let joined = |layer: usize| {
        let mut map = Affine::empty(0);
        let mut shift = 0;
        for network in networks {
            let part = network.hidden().get(layer).unwrap_or(network.output());
            map.append_shifted(part, shift);
            if layer > 0 || !shared_input {
                shift += part.inputs() as u32;
            }
        }
        map
    };
    let whole = Network::new((0..layers).map(joined).collect(), joined(layers))?;
    // Neurons before each network, in the inputs and in each layer.
    let mut shifts = vec![0_u32; layers + 1];
    let mut landmarks = Vec::new();
    for network in networks {
        landmarks.extend(network.landmarks().iter().cloned().map(|mut landmark| {
            landmark.form = landmark.form.shifted(shifts[landmark.layer]);
            landmark
        }));
        for (layer, (shift, map)) in shifts.iter_mut().zip(network.maps()).enumerate() {
            if layer > 0 || !shared_input {
                *shift += map.inputs() as u32;
            }
        }
    }
    Ok(whole.with_landmarks(landmarks))
}
