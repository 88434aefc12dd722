//! Writing a network neuron by neuron.

use network::{Affine, Form, Landmark, Network, ShapeError};

/// A network under construction: finished layers, and the layer that is being written.
pub(crate) struct Layers {
    hidden: Vec<Affine>,
    /// Values that the current layer reads: the inputs, or the neurons of the last layer.
    inputs: u32,
    rows: Vec<Form>,
    landmarks: Vec<Landmark>,
}

impl Layers {
    /// A network of `inputs` inputs without layers; its inputs are `Form::inputs()`.
    pub(crate) fn new(inputs: u32) -> Self {
        Self { hidden: Vec::new(), inputs, rows: Vec::new(), landmarks: Vec::new() }
    }

    /// A neuron of the current layer, as an input of the next one. A constant needs no neuron.
    pub(crate) fn relu(&mut self, form: Form) -> Form {
        if form.terms().is_empty() {
            let negative = form.bias().sign().is_lt();
            return if negative { Form::constant(0) } else { form };
        }
        Form::input(self.neuron(form))
    }

    /// A neuron of the current layer: its column in the next one.
    pub(crate) fn neuron(&mut self, form: Form) -> u32 {
        self.rows.push(form);
        self.rows.len() as u32 - 1
    }

    /// Takes `values`, all known to be `>= 0`, through the current layer.
    pub(crate) fn carry<const K: usize>(&mut self, values: [&mut Form; K]) {
        for value in values {
            *value = self.relu(std::mem::replace(value, Form::constant(0)));
        }
    }

    /// A layer of another network on these inputs: its neurons, as inputs of the next layer.
    pub(crate) fn apply(&mut self, map: &Affine, inputs: &[Form]) -> Vec<Form> {
        composed(map, inputs).into_iter().map(|form| self.relu(form)).collect()
    }

    /// Names a value that reads the last layer that was closed.
    pub(crate) fn mark(&mut self, name: String, form: &Form) {
        let (layer, form) = (self.hidden.len(), form.clone());
        self.landmarks.push(Landmark { name, layer, form, segment_bits: None });
    }

    /// Names a string of segments that is a neuron of the current layer.
    pub(crate) fn mark_string(&mut self, name: &str, neuron: &Form, segment_bits: u32) {
        let (layer, form) = (self.hidden.len() + 1, neuron.clone());
        let segment_bits = Some(segment_bits);
        self.landmarks.push(Landmark { name: name.to_owned(), layer, form, segment_bits });
    }

    /// Ends the current layer.
    pub(crate) fn close(&mut self) -> Result<(), ShapeError> {
        let rows = std::mem::take(&mut self.rows);
        let size = rows.len() as u32;
        self.hidden.push(Affine::new(self.inputs, rows)?);
        self.inputs = size;
        Ok(())
    }

    /// The network with these outputs, which read the last layer that was closed.
    pub(crate) fn finish(
        self,
        outputs: impl IntoIterator<Item = Form>,
    ) -> Result<Network, ShapeError> {
        let output = Affine::new(self.inputs, outputs)?;
        Ok(Network::new(self.hidden, output)?.with_landmarks(self.landmarks))
    }
}

/// The rows of `map` on these inputs.
pub(crate) fn composed(map: &Affine, inputs: &[Form]) -> Vec<Form> {
    let row = |row: network::Row<'_>| {
        row.terms().fold(Form::constant(row.bias.clone()), |sum, (column, weight)| {
            inputs.get(column).map_or(sum.clone(), |input| sum.plus_multiple(weight, input))
        })
    };
    map.iter().map(row).collect()
}
