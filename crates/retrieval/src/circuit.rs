//! A network in the making: layer after layer, each value an affine form of the last layer.

use network::{Affine, Form, Landmark, Network, ShapeError};

/// Hidden layers so far, and values that every further layer carries.
pub(crate) struct Circuit {
    hidden: Vec<Affine>,
    size: u32,
    luggage: Vec<Form>,
    landmarks: Vec<Landmark>,
}

impl Circuit {
    /// A circuit with so many inputs.
    pub(crate) fn new(inputs: u32) -> Self {
        Self { hidden: Vec::new(), size: inputs, luggage: Vec::new(), landmarks: Vec::new() }
    }

    /// Carries a value, known to be `>= 0`, through the layers to come.
    pub(crate) fn carry(&mut self, value: Form) {
        self.luggage.push(value);
    }

    /// The carried value that was packed last.
    pub(crate) fn unpack(&mut self) -> Option<Form> {
        self.luggage.pop()
    }

    /// Names a value in terms of the last layer.
    pub(crate) fn mark(&mut self, name: impl Into<String>, form: &Form) {
        self.mark_string(name, form, None);
    }

    /// Names a neuron of the next layer.
    pub(crate) fn mark_next(&mut self, name: impl Into<String>, neuron: u32) {
        let (name, layer, form) = (name.into(), self.hidden.len() + 1, Form::input(neuron));
        self.landmarks.push(Landmark { name, layer, form, segment_bits: None });
    }

    /// Names a value that is cut after so many of its lowest bits.
    pub(crate) fn mark_string(
        &mut self,
        name: impl Into<String>,
        form: &Form,
        segment_bits: impl Into<Option<u32>>,
    ) {
        self.landmarks.push(Landmark {
            name: name.into(),
            layer: self.hidden.len(),
            form: form.clone(),
            segment_bits: segment_bits.into(),
        });
    }

    /// Adds a layer of neurons `relu(row)` and returns them. All forms made before are void, but for
    /// those that are carried.
    pub(crate) fn layer(&mut self, mut rows: Vec<Form>) -> Result<Vec<Form>, ShapeError> {
        let own = rows.len() as u32; // columns are counted in 32 bits
        rows.append(&mut self.luggage);
        let layer = Affine::new(self.size, rows)?;
        self.size = layer.rows() as u32;
        self.luggage = (own..self.size).map(Form::input).collect();
        self.hidden.push(layer);
        Ok((0..own).map(Form::input).collect())
    }

    /// As [`Circuit::layer`], for a known number of neurons.
    pub(crate) fn neurons<const K: usize>(
        &mut self,
        rows: [Form; K],
    ) -> Result<[Form; K], ShapeError> {
        self.layer(rows.into())?;
        Ok(Form::inputs())
    }

    /// `fold(v, end) = min(v, end - v)`, for `v >= 0`: a layer of two neurons.
    pub(crate) fn fold(
        &mut self,
        value: Form,
        end: impl Into<network::Weight>,
    ) -> Result<Form, ShapeError> {
        let beyond = 2 * &value - Form::constant(end);
        let [kept, reflected] = self.neurons([value, beyond])?;
        Ok(kept - reflected)
    }

    /// The network with this output.
    pub(crate) fn output(self, output: Form) -> Result<Network, ShapeError> {
        let network = Network::new(self.hidden, Affine::new(self.size, [output])?)?;
        Ok(network.with_landmarks(self.landmarks))
    }
}
