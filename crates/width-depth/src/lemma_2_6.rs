//! Lemma 2.6 (Yang and Yang), stage III: find `floor(x)` among the segments of u, return the partner
//! in w.
//!
//! # Statement
//!
//! Let u have S segments of rho bits, pairwise at distance at least 2, and w have S segments of c
//! bits. There is a ReLU network `F(x, u, w)` of width `4 (2^ceil(rho/T) + 2^ceil(c/T) + 1)` with
//! `S (T + 3)` hidden layers such that for `x >= 0`
//!
//! ```text
//! F(x, u, w) = segment j of w   if floor(x) = segment j of u
//! F(x, u, w) = 0                if x is at distance >= 2 from every number with a segment as its floor
//! ```
//!
//! # Construction
//!
//! Segment by segment:
//!
//! ```text
//! key, label = the next rho bits of u and c bits of w      Lemma 2.7 twice, T layers
//! hit        = is x in [key, key + 1]?                     Lemma 2.8, two layers
//! y         := y + relu(2^(c+1) hit - 2^(c+1) + label)     the gate, one layer
//! ```
//!
//! # Counting
//!
//! Hidden layers. Layers of a segment beyond `max(rho, c)` would read nothing and are left out.
//!
//! # Deviations
//!
//! The proof's width is that of the two extractors of Lemma 2.7 as stated, `2^(r+2) + 2` and
//! `2^(k+2) + 2` with `r = ceil(rho/T)`, `k = ceil(c/T)`, without the two channels that carry x and
//! the sum y: with those extractors it is 2 short, `4 (2^r + 2^k + 1) + 2` is the correct number.
//! The lemma is true nevertheless, and so is Theorem 2.1: the extractors built here need only
//! `2^(r+1) + 1` and `2^(k+1) + 1`, so the width is at most `2 (2^r + 2^k) + 4`, both channels
//! included, which is at most what is stated for all r and k.
//!
//! The proof scales u and w to `[0, 1)`; here they stay integers, as do all weights.
//!
//! # Used by
//!
//! Theorem 2.1.

use claims::{Claim, Record, record::YANG_2026};
use network::{Form, Network, Weight};
use rug::Integer;

use crate::{
    Error, MAX_EDGES,
    layers::{Layers, composed},
    lemma_2_7::{Reader, share},
    lemma_2_8,
    tally::{Tally, Terms},
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("lem2.6"),
    code: Some("width_depth::lemma_2_6::segment_lookup"),
    remarks: &["E5", "D15"],
    ..Record::cited(YANG_2026, "yang2026/2.6", "Lemma 2.6", "segment lookup, several bits a layer")
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// The parameters of the lemma.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// S, segments of each string, at least 1.
    pub segments: u32,
    /// rho, bits of a segment of u.
    pub key_bits: u32,
    /// c, bits of a segment of w.
    pub label_bits: u32,
    /// T, layers per segment that read bits, at least 1.
    pub layers_per_read: u32,
}

/// Sizes that are known before a network is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Neurons of the largest hidden layer.
    pub width: u64,
    /// Hidden layers.
    pub hidden_layers: u64,
    /// Non-zero weights. All three stop at `u64::MAX`.
    pub edges: u64,
}

impl Shape {
    /// Layers per segment that read a bit: T, or less if there are fewer bits.
    #[must_use]
    pub fn reading_layers(self) -> u32 {
        self.layers_per_read.min(self.key_bits.max(self.label_bits)).max(1)
    }

    /// `4 (2^ceil(rho/T) + 2^ceil(c/T) + 1)`, the width that the lemma states.
    #[must_use]
    pub fn stated_width(self) -> Integer {
        let digit = |bits: u32| Integer::from(1) << bits.div_ceil(self.layers_per_read.max(1));
        (digit(self.key_bits) + digit(self.label_bits) + 1_u32) * 4_u32
    }

    /// The size of the network of [`segment_lookup`], exactly.
    #[must_use]
    pub fn size(self) -> Size {
        Sizes::new(self).of(self.segments)
    }
}

/// The sizes for every number of segments, the rest of a [`Shape`] being fixed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// The sizes for 1 to 4 segments; the fourth segment is like the third, and so is each later one.
    few: [Size; 4],
}

impl Sizes {
    pub(crate) fn new(shape: Shape) -> Self {
        let of = |segments: u32| {
            let mut tally = Tally::default();
            for index in 0..segments {
                count_segment(&mut tally, shape, index, index + 1 == segments);
            }
            tally.add(if segments > 1 { 2 } else { 1 });
            let hidden_layers = u64::from(segments) * (u64::from(shape.reading_layers()) + 3);
            Size { width: tally.width, hidden_layers, edges: tally.edges }
        };
        Self { few: [1, 2, 3, 4].map(of) }
    }

    pub(crate) fn of(self, segments: u32) -> Size {
        let [.., three, four] = self.few;
        match self.few.get(segments.saturating_sub(1) as usize) {
            Some(size) => *size,
            None => {
                let more = u64::from(segments - 4);
                let plus = |of: fn(Size) -> u64| {
                    of(four).saturating_add(more.saturating_mul(of(four) - of(three)))
                };
                let (hidden_layers, edges) =
                    (plus(|size| size.hidden_layers), plus(|size| size.edges));
                Size { width: four.width, hidden_layers, edges }
            }
        }
    }
}

/// The network of Lemma 2.6.
///
/// Shape: `(x, u, w) -> label`, 3 inputs, 1 output, `S (min(T, max(rho, c)) + 3)` hidden layers.
/// Units: `x >= 0` is rational; u and w are naturals of `S rho` and `S c` bits. Silence: an x whose
/// floor is no segment of u, but that lies within 2 of a match, may return part of a label.
/// Landmarks: `u`, `w`, and `segment 1/key`, `label`, `hit`, `sum`, ... (the sum up to this segment).
///
/// # Errors
///
/// [`Error::Zero`] if S or T is 0, [`Error::TooLong`] if a string would be, [`Error::TooManyEdges`]
/// if the network would have more than [`MAX_EDGES`] edges.
pub fn segment_lookup(shape: Shape) -> Result<Network, Error> {
    let Shape { segments, key_bits: rho, label_bits: c, layers_per_read } = shape;
    if segments == 0 || layers_per_read == 0 {
        return Err(Error::Zero(if segments == 0 { "S" } else { "T" }));
    }
    let total = |bits: u32| {
        let length = segments.checked_mul(bits).filter(|length| *length <= bitextract::MAX_LENGTH);
        length.ok_or(Error::TooLong { segments, bits })
    };
    let (u_bits, w_bits) = (total(rho)?, total(c)?);
    let edges = shape.size().edges;
    if edges > MAX_EDGES {
        return Err(Error::TooManyEdges { edges, limit: MAX_EDGES });
    }

    let indicator = lemma_2_8::interval_indicator()?;
    let reading_layers = shape.reading_layers();
    let mut layers = Layers::new(3);
    let [mut x, u, w] = Form::inputs();
    let mut u = Reader::new(u, u_bits).named("u", rho);
    let mut w = Reader::new(w, w_bits).named("w", c);
    let mut y = Form::constant(0);
    for segment in 0..segments {
        for layer in 0..reading_layers {
            u.read(&mut layers, share(rho, reading_layers, layer));
            w.read(&mut layers, share(c, reading_layers, layer));
            layers.carry([&mut x, &mut y]);
            layers.close()?;
        }
        let name = |part: &str| format!("segment {}/{part}", segment + 1);
        let (key, mut label) = (u.take(), w.take());
        layers.mark(name("key"), &key);
        layers.mark(name("label"), &label);
        let mut hit = vec![x.clone(), key];
        if segment + 1 == segments {
            x = Form::constant(0);
        }
        for map in indicator.hidden() {
            hit = layers.apply(map, &hit);
            u.wait(&mut layers);
            w.wait(&mut layers);
            layers.carry([&mut label, &mut x, &mut y]);
            layers.close()?;
        }
        let amplified = Weight::power_of_two(c as i32 + 1);
        let hit = composed(indicator.output(), &hit);
        hit.iter().for_each(|hit| layers.mark(name("hit"), hit));
        let gate =
            hit.into_iter().map(|hit| &amplified * (hit - 1)).fold(label, |sum, hit| sum + hit);
        let gate = layers.relu(gate);
        u.wait(&mut layers);
        w.wait(&mut layers);
        layers.carry([&mut x, &mut y]);
        layers.close()?;
        y = y + gate;
        layers.mark(name("sum"), &y);
    }
    Ok(layers.finish([y])?)
}

/// Counts segment number `index`, of which the third and all later ones but the last are alike.
fn count_segment(tally: &mut Tally, shape: Shape, index: u32, last: bool) {
    let Shape { key_bits: rho, label_bits: c, .. } = shape;
    let reading_layers = shape.reading_layers();
    let [mut u, mut w] = [rho, c].map(|bits| Terms { copy: u64::from(bits > 0), value: 0 });
    let y = u64::from(index.min(1));
    for layer in 0..reading_layers {
        let y = if layer == 0 { u64::from(index.min(2)) } else { y };
        let [q, k] = [rho, c].map(|bits| share(bits, reading_layers, layer));
        let [of_u, of_w] = [(q, u), (k, w)].map(|(q, b)| (Terms::thresholds(q), b.copy));
        tally.layer([of_u, (1, u.value), of_w, (1, w.value), (1, 1), (1, y)]);
        let unread = !last || layer + 1 < reading_layers;
        u.read(q, unread && rho > 0);
        w.read(k, unread && c > 0);
    }
    let x = u64::from(!last);
    let match_key = (2, u.value + 1);
    let mut label = w.value;
    tally.layer([match_key, (2, u.copy), (2, w.copy), (1, label), (1, x), (1, y)]);
    u.wait();
    w.wait();
    label = label.min(1);
    tally.layer([(2, 1), (2, u.copy), (2, w.copy), (1, label), (1, x), (1, y)]);
    tally.layer([(1, 2 + label), (2, u.copy), (2, w.copy), (1, x), (1, y)]);
}

/// What the lemma promises of [`segment_lookup`], beside what was built.
#[must_use]
pub fn claims(shape: Shape, built: &Network) -> Vec<Claim> {
    let counts = built.counts();
    let layers = u64::from(shape.segments) * (u64::from(shape.layers_per_read) + 3);
    vec![
        Claim::at_most(ID, "width", counts.width, shape.stated_width()),
        Claim::at_most(ID, "hidden layers", counts.hidden_layers, layers),
    ]
}
