//! Layers as dense matrices of machine numbers.

#![allow(clippy::disallowed_types, reason = "machine numbers are what is written here")]

use exactness::NumberFormat;
use network::{Network, Weight};
use rug::Rational;

use crate::{ExportError, Model};

/// `x -> x W + b` as little-endian bytes, row after row.
pub(crate) struct Dense {
    pub inputs: usize,
    pub outputs: usize,
    /// W, of shape `[inputs, outputs]`.
    pub weights: Vec<u8>,
    /// b, of shape `[outputs]`.
    pub biases: Vec<u8>,
}

/// Bytes of a number.
pub(crate) fn width(format: NumberFormat) -> usize {
    if format == NumberFormat::F32 { 4 } else { 8 }
}

/// Neurons of each layer, the inputs first. A layer without neurons gets one that is always 0: not
/// every runtime takes empty tensors.
fn widths(network: &Network) -> Vec<usize> {
    let rows = network.maps().map(|map| map.rows().max(1));
    [network.inputs().max(1)].into_iter().chain(rows).collect()
}

/// Bytes of all layers.
pub(crate) fn total_bytes(model: &Model) -> u128 {
    let widths = widths(model.network());
    let pairs = widths.iter().zip(widths.iter().skip(1));
    let numbers = pairs.map(|(inputs, outputs)| (*inputs as u128 + 1) * *outputs as u128);
    numbers.sum::<u128>() * width(model.format()) as u128
}

/// All layers, first layer first.
pub(crate) fn layers(model: &Model) -> Result<Vec<Dense>, ExportError> {
    let format = model.format();
    let width = width(format);
    let widths = widths(model.network());
    let pairs = widths.iter().zip(widths.iter().skip(1));
    let maps = model.network().maps().zip(pairs).enumerate();
    maps.map(|(layer, (map, (inputs, outputs)))| {
        let mut weights = vec![0; inputs * outputs * width];
        let mut biases = vec![0; outputs * width];
        for (neuron, row) in map.iter().enumerate() {
            let refused = || ExportError::Number { layer: layer + 1, neuron, format };
            let write = |all: &mut [u8], place: usize, weight: &Weight| -> Option<()> {
                let bytes = number(weight, format)?;
                let place = all.get_mut(place * width..)?.get_mut(..width)?;
                place.copy_from_slice(bytes.get(..width)?);
                Some(())
            };
            for (column, weight) in row.terms() {
                write(&mut weights, column * outputs + neuron, weight).ok_or_else(refused)?;
            }
            write(&mut biases, neuron, row.bias).ok_or_else(refused)?;
        }
        Ok(Dense { inputs: *inputs, outputs: *outputs, weights, biases })
    })
    .collect()
}

/// The number in a format, in the first bytes, if the format has it.
fn number(weight: &Weight, format: NumberFormat) -> Option<[u8; 8]> {
    let value = weight.to_rational();
    match format {
        NumberFormat::F32 => {
            let number = value.to_f32();
            let bytes = number.to_le_bytes();
            let [a, b, c, d] = bytes;
            (Rational::from_f32(number)? == value).then_some([a, b, c, d, 0, 0, 0, 0])
        }
        NumberFormat::F64 => {
            let number = value.to_f64();
            (Rational::from_f64(number)? == value).then_some(number.to_le_bytes())
        }
        NumberFormat::I64 => {
            value.is_integer().then(|| value.numer().to_i64())?.map(i64::to_le_bytes)
        }
    }
}
