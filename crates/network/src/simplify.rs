//! Removing what does not matter: neurons that are constant, and neurons that nothing reads.

use crate::{Affine, Form, Network, Weight};

impl Network {
    /// The same function without needless neurons: a neuron without inputs is a constant and moves
    /// into the biases of its readers; a neuron that no output depends on is dropped. The number of
    /// hidden layers stays.
    #[must_use]
    pub fn simplified(self) -> Self {
        let (mut hidden, mut output) = self.into_parts();
        // Forwards: fold constants.
        let mut constants: Vec<Option<Weight>> = Vec::new();
        for map in hidden.iter_mut().chain([&mut output]) {
            if constants.iter().any(Option::is_some) {
                *map = folded(map, &constants);
            }
            let relu =
                |bias: &Weight| if bias.sign().is_lt() { Weight::ZERO } else { bias.clone() };
            constants =
                map.iter().map(|row| row.columns.is_empty().then(|| relu(row.bias))).collect();
        }
        // Backwards: keep what is read.
        let mut reader = &mut output;
        for map in hidden.iter_mut().rev() {
            let mut read = vec![false; map.rows()];
            for row in reader.iter() {
                row.terms().for_each(|(column, _)| read[column] = true);
            }
            if read.contains(&false) {
                *reader = reader.with_columns(&read);
                *map = map.with_rows(&read);
            }
            reader = map;
        }
        Self::from_parts(hidden, output)
    }
}

/// `map` with the inputs of known value moved into its biases; the columns stay in place.
fn folded(map: &Affine, constants: &[Option<Weight>]) -> Affine {
    let rows = map.iter().map(|row| {
        let mut bias = row.bias.clone();
        let mut terms = Vec::with_capacity(row.columns.len());
        for (column, weight) in row.terms() {
            match constants.get(column).and_then(Option::as_ref) {
                Some(value) => bias = &bias + &(weight * value),
                None => terms.push((column as u32, weight.clone())),
            }
        }
        Form::new(terms, bias)
    });
    Affine::from_known_rows(map.inputs() as u32, rows)
}
