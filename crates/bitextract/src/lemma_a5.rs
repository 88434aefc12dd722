//! Lemma A.5 (Vardi et al. 2022), stage III: find `floor(x)` among the segments of `u`, return the
//! partner in `w`.
//!
//! # Statement
//!
//! Let `u` have `n` segments of `rho` bits, pairwise at distance at least 2, and `w` have `n`
//! segments of `c` bits. There is a ReLU network `F(x, w, u)` of width 12, depth
//! `3 n max(rho, c) + 2n + 2` and bit complexity `n max(rho, c) + 2` such that for `x >= 0`
//!
//! ```text
//! F(x, w, u) = segment j of w   if floor(x) = segment j of u
//! F(x, w, u) = 0                if x is at distance >= 2 from every number with a segment as its floor
//! ```
//!
//! # Construction
//!
//! Segment by segment, with `p`, `q` the two triangle values of Lemma A.7 for `u` and for `w`:
//!
//! ```text
//! key, label = the next rho bits of u and c bits of w      Lemma A.7 twice, side by side
//! hit        = is x in [key, key + 1]?                     Lemma A.8
//! y         := y + relu(2^c hit - 2^c + label)             the gate: label if hit, 0 if not
//! ```
//!
//! The gate is one neuron in the first layer of the next segment, where the extraction does not
//! need its full width yet, so a segment costs `3 max(rho, c) + 2` hidden layers.
//!
//! A segment of `u` that is all zero matches every `x` in `[0, 3/2)`. It is harmless as long as its
//! partner in `w` is zero too, which holds for `u = w = 0` and for padding.
//!
//! # Counting
//!
//! Depth counts affine maps here (hidden layers + 1): the statement is met with equality.
//!
//! # Deviations
//!
//! The paper's gate is `relu(2^(c+1) hit - 2^(c+1) + label)`. Its constant, once merged with the
//! `- 1` of Lemma A.8, is `2^(c+2)` and costs `c + 3` bits: more than `n max(rho, c) + 2` when
//! `n = 1` and `rho <= c`. Labels are below `2^c`, so `2^c` does, and meets the bound always.
//!
//! # Used by
//!
//! Theorems 3.1, 5.1 and 6.2.

use claims::{Claim, Record, record::VARDI_2022};
use network::{Affine, Form, Landmark, Network, Weight};

use crate::{BitError, MAX_LENGTH, lemma_a7, lemma_a8};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("lemA.5"),
    code: Some("bitextract::lemma_a5::segment_lookup"),
    remarks: &["E1"],
    ..Record::cited(
        VARDI_2022,
        "vardi2022/A.5",
        "Lemma A.5",
        "the segment of w whose partner in u is floor(x)",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// The sizes of the two strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// `n`, segments of each string.
    pub segments: u32,
    /// `rho`, bits of a segment of `u`.
    pub key_bits: u32,
    /// `c`, bits of a segment of `w`.
    pub label_bits: u32,
}

impl Shape {
    fn check(self) -> Result<(), BitError> {
        for bits in [self.key_bits, self.label_bits] {
            let length = u64::from(self.segments) * u64::from(bits);
            if !(1..=u64::from(MAX_LENGTH)).contains(&length) {
                return Err(BitError::Length { segments: self.segments, bits });
            }
        }
        Ok(())
    }

    /// `max(rho, c)`.
    #[must_use]
    pub fn longer(self) -> u32 {
        self.key_bits.max(self.label_bits)
    }

    /// `n max(rho, c) + 2`: the bits that the lemma allows.
    #[must_use]
    pub fn bits(self) -> u64 {
        u64::from(self.segments) * u64::from(self.longer()) + 2
    }
}

/// The network of Lemma A.5.
///
/// Shape: `(x, w, u) -> label`, 3 inputs, 1 output. Units: `x` is a rational `>= 0`, `w` and `u`
/// are naturals of `segments * label_bits` and `segments * key_bits` bits. Silence: an `x` whose
/// floor is no segment of `u`, but that lies within 2 of a match, may return part of a label.
/// Landmarks: `u`, `w`, and `segment 1/key`, `label`, `hit`, `sum`, ... (the sum up to this segment).
///
/// # Errors
///
/// [`BitError::Length`] if a string would be empty or too long.
///
/// # Examples
///
/// ```
/// use memorelu_bitextract::lemma_a5::{Shape, segment_lookup};
///
/// // u holds the 4-bit segments 3, 9 and w the 2-bit segments 1, 2: F(9, w, u) = 2
/// let network = segment_lookup(Shape { segments: 2, key_bits: 4, label_bits: 2 })?;
/// let (w, u) = (0b01_10.into(), 0b0011_1001.into());
/// assert_eq!(network.evaluate(&[9.into(), w, u])?, [2]);
/// # Ok::<(), memorelu_bitextract::BitError>(())
/// ```
pub fn segment_lookup(shape: Shape) -> Result<Network, BitError> {
    shape.check()?;
    // H: (x, w, u) -> (x, y, z, p_u, q_u, p_w, q_w), with y = z = 0 so far
    let [x, w, u] = Form::inputs();
    let start = Affine::new(3, [x, Form::constant(0), Form::constant(0), u, w])?;
    let mut network = Network::affine(start).then(Network::stacked(&[
        Network::carry(3, 0),
        lemma_a7::arguments(shape.segments * shape.key_bits)?,
        lemma_a7::arguments(shape.segments * shape.label_bits)?,
    ])?)?;
    for index in 0..shape.segments {
        network = network.then(one_segment(shape, index)?)?;
    }
    // G: y + relu(z)
    let [y, z] = [Form::input(1), Form::input(2)];
    let [sum, gate] = Form::inputs();
    let last = Network::new(vec![Affine::new(7, [y, z])?], Affine::new(2, [sum + gate])?)?;
    let last = last.mark(name(shape.segments - 1, "sum"), 0, None);
    Ok(network.then(last)?.simplified())
}

/// Segment number `index`:
/// `(x, y, z, p_u, q_u, p_w, q_w) -> (x, y + relu(z), z', p_u', q_u', p_w', q_w')`,
/// where `z' = 2^c hit - 2^c + label` is this segment's gate before its ReLU.
fn one_segment(shape: Shape, index: u32) -> Result<Network, BitError> {
    let Shape { segments, key_bits: rho, label_bits: c } = shape;
    let layers = 3 * shape.longer() as usize;
    // The outputs of Lemma A.7 are >= 0, so the shorter extraction may wait for the longer.
    let read = |bits: u32, string: &str, part: &str| -> Result<Network, BitError> {
        let read = lemma_a7::read_bits(segments * bits, index * bits + 1, (index + 1) * bits)?;
        let wait = layers - read.hidden_layers();
        let read = read.then(Network::carry(3, wait))?.mark(name(index, part), 2, None);
        // The first neuron is 2p, and p is the argument u / 2^n + 2^-(n+2).
        let number = &Weight::power_of_two((segments * bits) as i32 - 1) * Form::input(0);
        let whole = Landmark {
            name: string.to_owned(),
            layer: 1,
            form: number - Form::constant(Weight::power_of_two(-2)),
            segment_bits: Some(bits),
        };
        Ok(read.with_landmarks((index == 0).then_some(whole)))
    };
    // x, y and the last segment's gate are >= 0 after their ReLU.
    let [x, y, gate] = Form::inputs();
    let mut added = Network::new(vec![Affine::identity(3)], Affine::new(3, [x, y + gate])?)?;
    if let Some(before) = index.checked_sub(1) {
        added = added.mark(name(before, "sum"), 1, None);
    }
    let carried = added.then(Network::carry(2, layers - 1))?;
    let extracted = Network::stacked(&[carried, read(rho, "u", "key")?, read(c, "w", "label")?])?;

    // hit = A.8(x, key), everything else carried: all of it is >= 0
    let [x, y, pu, qu, key, pw, qw, label] = Form::inputs();
    let fan = Affine::new(8, [x.clone(), y, label, pu, qu, pw, qw, x, key])?;
    let indicator = lemma_a8::interval_indicator()?.mark(name(index, "hit"), 0, None);
    let matched =
        Network::affine(fan).then(Network::stacked(&[Network::carry(7, 2), indicator])?)?;

    let [x, y, label, pu, qu, pw, qw, hit] = Form::inputs();
    let amplify = Weight::power_of_two(c as i32);
    let gate = &amplify * (hit - 1) + label;
    let output = Affine::new(8, [x, y, gate, pu, qu, pw, qw])?;
    Ok(extracted.then(matched)?.then(Network::affine(output))?)
}

/// A landmark of segment number `index`.
fn name(index: u32, part: &str) -> String {
    format!("segment {}/{part}", index + 1)
}

/// What the lemma promises of [`segment_lookup`], beside what was built.
#[must_use]
pub fn claims(shape: Shape, built: &Network) -> Vec<Claim> {
    let counts = built.counts();
    let (n, longer) = (u64::from(shape.segments), u64::from(shape.longer()));
    vec![
        Claim::at_most(ID, "width", counts.width, 12),
        Claim::at_most(ID, "depth", counts.depth, 3 * n * longer + 2 * n + 2),
        Claim::at_most(ID, "bits", counts.bits, shape.bits()),
    ]
}
