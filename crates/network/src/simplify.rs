//! Removing what does not matter: neurons that are constant, and neurons that nothing reads.

use crate::{Affine, Form, Landmark, Network, Weight};

impl Network {
    /// The same function without needless neurons: a neuron without inputs is a constant and moves
    /// into the biases of its readers; a neuron that no output depends on is dropped, and landmarks
    /// that read it with it. The number of hidden layers stays.
    #[must_use]
    pub fn simplified(self) -> Self {
        let (mut hidden, mut output, landmarks) = self.into_parts();
        let mut landmarks = by_layer(landmarks, hidden.len());
        // Forwards: fold constants.
        let mut constants: Vec<Option<Weight>> = Vec::new();
        for (map, landmarks) in hidden.iter_mut().chain([&mut output]).zip(&mut landmarks) {
            if constants.iter().any(Option::is_some) {
                *map = folded(map, &constants);
                for landmark in landmarks {
                    landmark.form =
                        folded_form(landmark.form.terms(), landmark.form.bias(), &constants);
                }
            }
            let relu =
                |bias: &Weight| if bias.sign().is_lt() { Weight::ZERO } else { bias.clone() };
            constants =
                map.iter().map(|row| row.columns.is_empty().then(|| relu(row.bias))).collect();
        }
        // Backwards: keep what is read.
        let mut reader = &mut output;
        for (map, landmarks) in hidden.iter_mut().zip(landmarks.iter_mut().skip(1)).rev() {
            let mut read = vec![false; map.rows()];
            for row in reader.iter() {
                row.terms().for_each(|(column, _)| read[column] = true);
            }
            if read.contains(&false) {
                *reader = reader.with_columns(&read);
                *map = map.with_rows(&read);
                keep(landmarks, &read);
            }
            reader = map;
        }
        Self::from_parts(hidden, output).with_landmarks(landmarks.into_iter().flatten())
    }
}

/// Landmarks of the inputs and of each hidden layer.
fn by_layer(landmarks: Vec<Landmark>, layers: usize) -> Vec<Vec<Landmark>> {
    let mut sorted = vec![Vec::new(); layers + 1];
    landmarks.into_iter().for_each(|landmark| sorted[landmark.layer].push(landmark));
    sorted
}

/// Keeps the landmarks whose neurons are all marked, and moves them to where these will be.
fn keep(landmarks: &mut Vec<Landmark>, marked: &[bool]) {
    if landmarks.is_empty() {
        return;
    }
    let place = |column: u32| {
        let (before, from) = marked.split_at(column as usize);
        from[0].then(|| before.iter().filter(|kept| **kept).count() as u32)
    };
    landmarks.retain_mut(|landmark| {
        let terms = landmark.form.terms().iter();
        let moved: Option<Vec<_>> = terms.map(|(c, w)| Some((place(*c)?, w.clone()))).collect();
        moved.is_some_and(|terms| {
            landmark.form = Form::new(terms, landmark.form.bias().clone());
            true
        })
    });
}

/// `map` with the inputs of known value moved into its biases; the columns stay in place.
fn folded(map: &Affine, constants: &[Option<Weight>]) -> Affine {
    let rows = map.iter().map(|row| folded_form(row.to_form().terms(), row.bias, constants));
    Affine::from_known_rows(map.inputs() as u32, rows)
}

fn folded_form(terms: &[(u32, Weight)], bias: &Weight, constants: &[Option<Weight>]) -> Form {
    let mut bias = bias.clone();
    let mut kept = Vec::with_capacity(terms.len());
    for (column, weight) in terms {
        match &constants[*column as usize] {
            Some(value) => bias = &bias + &(weight * value),
            None => kept.push((*column, weight.clone())),
        }
    }
    Form::new(kept, bias)
}
