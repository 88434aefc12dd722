//! The binary form: exact weights of any length in an ordinary safetensors container.
//!
//! ```text
//! inputs              U32 [1]        number of inputs of the network
//! rows                U32 [maps]     rows of each affine map, the output map last
//! edges               U32 [rows]     non-zero weights of each row, all maps one after another
//! columns             U32 [edges]    input of each weight, increasing within a row
//! weights             U32 [edges]    which number of the table each weight is
//! biases              U32 [rows]     which number of the table each bias is
//! number.exponent     I32 [numbers]  number = numerator * 2^exponent / denominator
//! number.length       I32 [numbers]  limbs of the numerator, negative for a negative one
//! number.denominator  I32 [numbers]  limbs of the denominator, 0 for the denominator 1
//! number.limbs        U64 [limbs]    numerator, then denominator, of each number, low limb first
//! ```
//!
//! The table holds each number once, in the order of first use. A number `m * 2^e` whose odd part
//! `m` is below 2^63 in absolute value has numerator `m`, exponent `e` and no denominator; zero has
//! neither limbs nor exponent. Any other number has exponent 0 and is in lowest terms. The
//! container's metadata has one key, `memorelu`, whose value is JSON text: `format` (see [`FORMAT`]),
//! [`Notes`] and landmarks. `docs/file-format.md` has the details and a reader in Python.
//!
//! Reading builds every map through the checked constructors, so a forged or truncated file is an
//! error that names the place. Memory is bounded by a multiple of the size of the file: an exponent
//! stays an exponent, and what is long in memory is as long in the file.

use std::{borrow::Cow, collections::HashMap};

use network::{
    Affine, Form, Network, ShapeError, Weight,
    text::{self, NumberError},
};
use rug::{Integer, Rational, integer::Order};
use rustc_hash::FxHashMap;
use safetensors::{Dtype, SafeTensorError, SafeTensors, View};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    LandmarkError, NoteError, Notes,
    landmarks::{self, RawLandmark},
    notes::RawNotes,
    version::{OLDER, Version},
};

/// Name and version of the format.
pub const FORMAT: &str = "memorelu-network/2";

/// Why bytes are not a network, or a network cannot be bytes.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BinaryError {
    /// The bytes are no safetensors container.
    #[error("not a network file, or a truncated one")]
    Container(#[source] SafeTensorError),
    /// A number has an exponent that no reader would accept.
    #[error(transparent)]
    Exponent(NumberError),
    /// The container was written by something else, or by a later version.
    #[error("the container's metadata do not say {FORMAT:?}")]
    Format,
    /// The file is of an earlier version.
    #[error("{OLDER}")]
    Older,
    /// The metadata have another shape.
    #[error("the metadata are malformed")]
    Metadata(#[source] serde_json::Error),
    /// A note is not what it should be.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// A landmark is not one of the network.
    #[error(transparent)]
    Landmark(#[from] LandmarkError),
    /// A tensor is missing, or has the wrong element type or rank.
    #[error("tensor {name:?} is missing or is not a list of {wanted}")]
    Tensor {
        /// Name of the tensor.
        name: &'static str,
        /// Its element type.
        wanted: &'static str,
    },
    /// Two tensors disagree about a length.
    #[error("tensor {name:?} has {found} elements where {wanted} are needed")]
    Length {
        /// Name of the tensor.
        name: &'static str,
        /// Elements found.
        found: usize,
        /// Elements that the other tensors call for.
        wanted: usize,
    },
    /// An entry of the table of numbers is not in canonical form.
    #[error("number {index} of the table is not in canonical form")]
    Number {
        /// Position in the table.
        index: usize,
    },
    /// A weight or bias names a number that the table does not have.
    #[error("tensor {name:?} names number {index}, but the table has {numbers}")]
    NoSuchNumber {
        /// `weights` or `biases`.
        name: &'static str,
        /// The number named.
        index: u32,
        /// Length of the table.
        numbers: usize,
    },
    /// A row is not sorted, or stores a zero.
    #[error("map {map}, row {row}: columns must increase and weights must not be zero")]
    Row {
        /// Which affine map, from 0.
        map: usize,
        /// Which row of it, from 0.
        row: usize,
    },
    /// The maps do not make a network.
    #[error("map {map} does not fit")]
    Shape {
        /// Which affine map, from 0.
        map: usize,
        /// Why.
        source: ShapeError,
    },
}

/// The metadata, with the notes as they are written or read.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Metadata<N> {
    format: String,
    notes: N,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    landmarks: Vec<RawLandmark>,
}

/// The bytes of a network file.
///
/// # Errors
///
/// [`BinaryError::Exponent`] if a number has an exponent that [`decode`] would refuse,
/// [`BinaryError::Container`] if the notes are too long for a container.
pub fn encode(network: &Network, notes: &Notes) -> Result<Vec<u8>, BinaryError> {
    let mut numbers = network.maps().flat_map(|map| map.weights().iter().chain(map.biases()));
    if let Some(error) = numbers.find_map(text::out_of_range) {
        return Err(BinaryError::Exponent(error));
    }
    let landmarks = landmarks::written(network)?;
    let metadata = Metadata { format: FORMAT.to_owned(), notes, landmarks };
    let text = serde_json::to_string(&metadata).map_err(BinaryError::Metadata)?;
    let metadata = HashMap::from([("memorelu".to_owned(), text)]);
    safetensors::serialize(tensors(network), Some(metadata)).map_err(BinaryError::Container)
}

/// A list of numbers as little-endian bytes.
struct List {
    dtype: Dtype,
    length: usize,
    bytes: Vec<u8>,
}

impl View for List {
    fn dtype(&self) -> Dtype {
        self.dtype
    }

    fn shape(&self) -> &[usize] {
        std::slice::from_ref(&self.length)
    }

    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.bytes)
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}

fn list<const B: usize>(dtype: Dtype, values: impl IntoIterator<Item = [u8; B]>) -> List {
    let bytes: Vec<u8> = values.into_iter().flatten().collect();
    List { dtype, length: bytes.len() / B, bytes }
}

fn tensors(network: &Network) -> Vec<(&'static str, List)> {
    let mut table = Table::default();
    let (mut rows, mut edges, mut columns) = (Vec::new(), Vec::new(), Vec::new());
    let (mut weights, mut biases) = (Vec::new(), Vec::new());
    for map in network.maps() {
        rows.push(map.rows() as u32);
        for row in map.iter() {
            edges.push(row.columns.len() as u32);
            columns.extend_from_slice(row.columns);
            weights.extend(row.weights.iter().map(|weight| table.index(weight)));
            biases.push(table.index(row.bias));
        }
    }
    let u32s = |values: Vec<u32>| list(Dtype::U32, values.into_iter().map(u32::to_le_bytes));
    let i32s = |values: Vec<i32>| list(Dtype::I32, values.into_iter().map(i32::to_le_bytes));
    vec![
        ("inputs", u32s(vec![network.inputs() as u32])),
        ("rows", u32s(rows)),
        ("edges", u32s(edges)),
        ("columns", u32s(columns)),
        ("weights", u32s(weights)),
        ("biases", u32s(biases)),
        ("number.exponent", i32s(table.exponents)),
        ("number.length", i32s(table.lengths)),
        ("number.denominator", i32s(table.denominators)),
        ("number.limbs", list(Dtype::U64, table.limbs.into_iter().map(u64::to_le_bytes))),
    ]
}

/// The table of distinct numbers, while it is filled.
#[derive(Default)]
struct Table<'a> {
    known: FxHashMap<&'a Weight, u32>,
    exponents: Vec<i32>,
    lengths: Vec<i32>,
    denominators: Vec<i32>,
    limbs: Vec<u64>,
}

impl<'a> Table<'a> {
    fn index(&mut self, weight: &'a Weight) -> u32 {
        if let Some(index) = self.known.get(weight) {
            return *index;
        }
        let index = self.exponents.len() as u32;
        self.known.insert(weight, index);
        if let Some((mantissa, exponent)) = weight.as_dyadic() {
            self.exponents.push(exponent);
            self.lengths.push(mantissa.signum() as i32);
            self.denominators.push(0);
            self.limbs.extend((mantissa != 0).then_some(mantissa.unsigned_abs()));
        } else {
            let value = weight.as_long().expect("a weight is dyadic or long");
            let length = self.push_limbs(value.numer());
            let below = if value.is_integer() { 0 } else { self.push_limbs(value.denom()) };
            self.exponents.push(0);
            self.lengths.push(if value.is_negative() { -length } else { length });
            self.denominators.push(below);
        }
        index
    }

    fn push_limbs(&mut self, value: &Integer) -> i32 {
        let (start, length) = (self.limbs.len(), value.significant_digits::<u64>());
        self.limbs.resize(start + length, 0);
        value.write_digits(&mut self.limbs[start..], Order::Lsf);
        length as i32
    }
}

/// Reads the bytes of a network file.
///
/// # Errors
///
/// [`BinaryError`] says what is wrong with the file, and where.
pub fn decode(bytes: &[u8]) -> Result<(Network, Notes), BinaryError> {
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(BinaryError::Container)?;
    let metadata = header.metadata().as_ref().and_then(|map| map.get("memorelu"));
    let metadata = metadata.ok_or(BinaryError::Format)?;
    match Version::of(metadata, FORMAT, "memorelu-network/1") {
        Ok(Version::Current) => {}
        Ok(Version::Older) => return Err(BinaryError::Older),
        Ok(Version::Other) | Err(_) => return Err(BinaryError::Format),
    }
    let Metadata { notes, landmarks, .. } =
        serde_json::from_str::<Metadata<RawNotes>>(metadata).map_err(BinaryError::Metadata)?;
    let file = SafeTensors::deserialize(bytes).map_err(BinaryError::Container)?;

    let numbers = numbers(&file)?;
    let inputs = u32s(&file, "inputs")?;
    let rows = u32s(&file, "rows")?;
    let edges = u32s(&file, "edges")?;
    let columns = u32s(&file, "columns")?;
    let weights = u32s(&file, "weights")?;
    let biases = u32s(&file, "biases")?;
    let total = |counts: &[u32]| counts.iter().map(|count| *count as usize).sum::<usize>();
    check_length("inputs", inputs.len(), 1)?;
    check_length("edges", edges.len(), total(&rows))?;
    check_length("biases", biases.len(), edges.len())?;
    check_length("columns", columns.len(), total(&edges))?;
    check_length("weights", weights.len(), columns.len())?;

    let number = |name, index: u32| {
        let missing = BinaryError::NoSuchNumber { name, index, numbers: numbers.len() };
        numbers.get(index as usize).ok_or(missing)
    };
    let mut maps: Vec<Affine> = Vec::with_capacity(rows.len());
    let mut edges = edges.iter().zip(&biases);
    let mut terms = columns.iter().zip(&weights);
    for (map, height) in rows.iter().enumerate() {
        let width = maps.last().map_or(inputs[0], |inner| inner.rows() as u32);
        let mut forms = Vec::new();
        for (row, (length, bias)) in edges.by_ref().take(*height as usize).enumerate() {
            let length = *length as usize;
            let entries = (terms.by_ref().take(length))
                .map(|(column, weight)| Ok((*column, number("weights", *weight)?.clone())))
                .collect::<Result<Vec<_>, BinaryError>>()?;
            let sorted = entries.is_sorted_by(|a, b| a.0 < b.0);
            let form = Form::new(entries, number("biases", *bias)?.clone());
            if !sorted || form.terms().len() != length {
                return Err(BinaryError::Row { map, row });
            }
            forms.push(form);
        }
        let affine = Affine::new(width, forms);
        maps.push(affine.map_err(|source| BinaryError::Shape { map, source })?);
    }
    let output = maps.pop().ok_or(BinaryError::Length { name: "rows", found: 0, wanted: 1 })?;
    let map = maps.len();
    let network =
        Network::new(maps, output).map_err(|source| BinaryError::Shape { map, source })?;
    let notes = notes.read(network.inputs())?;
    Ok((landmarks::read(network, landmarks)?, notes))
}

fn check_length(name: &'static str, found: usize, wanted: usize) -> Result<(), BinaryError> {
    if found == wanted { Ok(()) } else { Err(BinaryError::Length { name, found, wanted }) }
}

fn words<const B: usize>(
    file: &SafeTensors<'_>,
    name: &'static str,
    dtype: Dtype,
    wanted: &'static str,
) -> Result<Vec<[u8; B]>, BinaryError> {
    match file.tensor(name) {
        Ok(tensor) if tensor.dtype() == dtype && tensor.shape().len() == 1 => {
            Ok(tensor.data().as_chunks::<B>().0.to_vec())
        }
        _ => Err(BinaryError::Tensor { name, wanted }),
    }
}

fn u32s(file: &SafeTensors<'_>, name: &'static str) -> Result<Vec<u32>, BinaryError> {
    Ok(words(file, name, Dtype::U32, "U32")?.into_iter().map(u32::from_le_bytes).collect())
}

fn i32s(file: &SafeTensors<'_>, name: &'static str) -> Result<Vec<i32>, BinaryError> {
    Ok(words(file, name, Dtype::I32, "I32")?.into_iter().map(i32::from_le_bytes).collect())
}

fn numbers(file: &SafeTensors<'_>) -> Result<Vec<Weight>, BinaryError> {
    let exponents = i32s(file, "number.exponent")?;
    let lengths = i32s(file, "number.length")?;
    let denominators = i32s(file, "number.denominator")?;
    let limbs: Vec<u64> = words(file, "number.limbs", Dtype::U64, "U64")?
        .into_iter()
        .map(u64::from_le_bytes)
        .collect();
    check_length("number.length", lengths.len(), exponents.len())?;
    check_length("number.denominator", denominators.len(), exponents.len())?;

    let mut rest = limbs.as_slice();
    let mut natural = |length: usize| {
        let (digits, after) = rest.split_at_checked(length)?;
        rest = after;
        (digits.last() != Some(&0)).then(|| Integer::from_digits(digits, Order::Lsf))
    };
    let mut table = Vec::with_capacity(exponents.len());
    for (index, exponent) in exponents.into_iter().enumerate() {
        let mut entry = || {
            let magnitude = natural(lengths[index].unsigned_abs() as usize)?;
            let denominator = natural(usize::try_from(denominators[index]).ok()?)?;
            let numerator = if lengths[index] < 0 { -magnitude } else { magnitude };
            number(numerator, exponent, denominator)
        };
        table.push(entry().ok_or(BinaryError::Number { index })?);
    }
    let left = rest.len();
    check_length("number.limbs", limbs.len(), limbs.len() - left)?;
    Ok(table)
}

/// One entry of the table, if it is what [`Table::index`] would write. A denominator of 0 stands
/// for 1.
fn number(numerator: Integer, exponent: i32, denominator: Integer) -> Option<Weight> {
    if denominator == 0
        && let Some(mantissa) = numerator.to_i64()
    {
        let weight = Weight::dyadic(mantissa, exponent.into())?;
        let canonical = weight.as_dyadic() == Some((mantissa, exponent));
        return (canonical && text::out_of_range(&weight).is_none()).then_some(weight);
    }
    if exponent != 0 || denominator == 1 {
        return None;
    }
    let denominator = if denominator == 0 { Integer::from(1) } else { denominator };
    let weight = Weight::from(Rational::from((numerator.clone(), denominator.clone())));
    let stored = weight.as_long().map(|value| (value.numer(), value.denom()));
    (stored == Some((&numerator, &denominator))).then_some(weight)
}
