//! A network in the making: layer after layer, each value an affine form of the last layer.

use network::{Affine, Form, Network, ShapeError};

/// Hidden layers so far.
pub(crate) struct Circuit {
    hidden: Vec<Affine>,
    size: u32,
}

impl Circuit {
    /// A circuit with so many inputs.
    pub(crate) fn new(inputs: u32) -> Self {
        Self { hidden: Vec::new(), size: inputs }
    }

    /// Adds a layer of neurons `relu(row)` and returns them. All forms made before are void.
    pub(crate) fn layer(&mut self, rows: Vec<Form>) -> Result<Vec<Form>, ShapeError> {
        let layer = Affine::new(self.size, rows)?;
        self.size = layer.rows() as u32;
        self.hidden.push(layer);
        Ok((0..self.size).map(Form::input).collect())
    }

    /// As [`Circuit::layer`], for a known number of neurons.
    pub(crate) fn neurons<const K: usize>(
        &mut self,
        rows: [Form; K],
    ) -> Result<[Form; K], ShapeError> {
        self.layer(rows.into())?;
        Ok(Form::inputs())
    }

    /// The network with this output.
    pub(crate) fn output(self, output: Form) -> Result<Network, ShapeError> {
        Network::new(self.hidden, Affine::new(self.size, [output])?)
    }
}
