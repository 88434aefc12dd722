//! Affine forms as text.

use network::{
    Form, Weight,
    text::{self, NumberError},
};

/// The weights and the constant of a form, as they stand in a text.
pub(crate) type Texts = (Vec<(u32, String)>, String);

/// Why texts are not a form.
pub(crate) enum Flaw {
    Number(NumberError),
    /// The columns do not increase, or a weight is zero.
    Order,
}

impl From<NumberError> for Flaw {
    fn from(error: NumberError) -> Self {
        Self::Number(error)
    }
}

/// The texts of a form, if they can be read again.
pub(crate) fn written<'a>(
    terms: impl IntoIterator<Item = (u32, &'a Weight)>,
    bias: &Weight,
) -> Result<Texts, NumberError> {
    let number = |weight: &Weight| match text::out_of_range(weight) {
        Some(error) => Err(error),
        None => Ok(text::encode(weight)),
    };
    let weights = terms
        .into_iter()
        .map(|(column, weight)| Ok((column, number(weight)?)))
        .collect::<Result<_, _>>()?;
    Ok((weights, number(bias)?))
}

/// The form of these texts.
pub(crate) fn read(weights: &[(u32, String)], bias: &str) -> Result<Form, Flaw> {
    let terms = (weights.iter())
        .map(|(column, weight)| Ok((*column, text::decode(weight)?)))
        .collect::<Result<Vec<(u32, Weight)>, Flaw>>()?;
    let sorted = terms.is_sorted_by(|a, b| a.0 < b.0);
    let form = Form::new(terms, text::decode(bias)?);
    if sorted && form.terms().len() == weights.len() { Ok(form) } else { Err(Flaw::Order) }
}
