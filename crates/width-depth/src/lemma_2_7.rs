//! Lemma 2.7 (Yang and Yang; Bartlett et al. 2019, Lemma 13): many bits per layer.
//!
//! # Statement
//!
//! For `1 <= m <= n` and L there is a ReLU network of width `2^(ceil(m/L) + 2) + 2` with L hidden
//! layers that maps every binary fraction of n places
//!
//! ```text
//! b = 0.b_1 ... b_n   to   ( BIN(b_1 ... b_m), 0.b_{m+1} ... b_n )
//! ```
//!
//! # Construction
//!
//! In integers, `B = 2^n b`. A layer reads q of the bits that are left, n' of them, at once: with
//! `unit = 2^(n' - q)`, the number of thresholds `t unit <= B`, `t = 1, ..., 2^q - 1`, is the next
//! digit in base `2^q`:
//!
//! ```text
//! digit = sum over t of  relu(B + 1 - t unit) - relu(B - t unit)
//! value := 2^q value + digit        B := B - unit digit
//! ```
//!
//! Both copies, `B + 1` and `B`, are carried: they are the neurons of `t = 0`.
//!
//! # Counting
//!
//! Hidden layers, as in the paper. A layer that reads q bits has `2^(q+1)` neurons and one more for
//! the value, so the width is at most `2^(ceil(m/L) + 1) + 1`: about half of what is promised.
//!
//! # Deviations
//!
//! The thresholds are half as wide as promised because a digit is counted, not selected among the
//! `2^q` possible ones by an interval each. Carrying `B + 1` beside `B` keeps every bias `t unit`
//! short; with `B` alone the pair is `relu(B - (t unit - 1))`, whose bias has n' digits. Bits are dealt
//! out evenly; layers beyond m, which would read nothing, are left out.
//!
//! # Used by
//!
//! Lemma 2.6.

use claims::{Claim, Record, record::YANG_2026};
use network::{Form, Network, Weight};

use crate::{
    Error, MAX_EDGES,
    layers::Layers,
    tally::{Tally, Terms},
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("lem2.7"),
    code: Some("width_depth::lemma_2_7::extract_bits"),
    remarks: &["E6", "D16"],
    ..Record::cited(YANG_2026, "yang2026/2.7", "Lemma 2.7", "extraction of several bits a layer")
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// The network of Lemma 2.7 for fractions of `n` places, of which it reads the first `m` in `l`
/// layers.
///
/// Shape: `b -> (BIN(b_1 ... b_m), 0.b_{m+1} ... b_n)`, 1 input, 2 outputs, `min(l, m)` hidden layers.
/// Units: b is a multiple of `2^-n` in `[0, 1)`. Silence: nothing is promised for any other b.
///
/// # Errors
///
/// [`Error::Zero`] if `m` or `l` is 0, [`Error::NoSuchBits`] if `m > n`, [`Error::TooManyEdges`] if
/// so few layers need more than [`MAX_EDGES`] edges.
///
/// # Examples
///
/// ```
/// // 0.1101 in binary: the first two bits are 3, the rest is 0.01
/// let network = memorelu_width_depth::lemma_2_7::extract_bits(4, 2, 1)?;
/// let values = network.evaluate(&[(13, 16).into()])?;
/// assert_eq!(values, [rug::Rational::from(3), (1, 4).into()]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn extract_bits(n: u32, m: u32, l: u32) -> Result<Network, Error> {
    if m == 0 || l == 0 {
        return Err(Error::Zero(if m == 0 { "m" } else { "L" }));
    }
    if m > n || n > bitextract::MAX_LENGTH {
        return Err(Error::NoSuchBits { m, n });
    }
    let l = l.min(m);
    let edges = edges(m, l);
    if edges > MAX_EDGES {
        return Err(Error::TooManyEdges { edges, limit: MAX_EDGES });
    }
    let mut layers = Layers::new(1);
    let mut reader = Reader::new(&Weight::power_of_two(n as i32) * Form::input(0), n);
    for layer in 0..l {
        reader.read(&mut layers, share(m, l, layer));
        layers.close()?;
    }
    let value = reader.take();
    let [_, rest] = reader.copies;
    Ok(layers.finish([value, &Weight::power_of_two(-((n - m) as i32)) * rest])?)
}

/// The edges of [`extract_bits`] for `m < n`.
fn edges(m: u32, l: u32) -> u64 {
    let (mut tally, mut b) = (Tally::default(), Terms { copy: 1, value: 0 });
    for q in (0..l).map(|layer| share(m, l, layer)) {
        tally.layer([(Terms::thresholds(q), b.copy), (1, b.value)]);
        b.read(q, true);
    }
    tally.add(b.copy);
    tally.add(b.value);
    tally.edges
}

/// The bits that layer number `layer` of `l` reads, of `m` bits in all: the last layer reads
/// `ceil(m / l)` of them, and no other reads more.
pub(crate) fn share(m: u32, l: u32, layer: u32) -> u32 {
    let up_to = |layer: u32| u64::from(m) * u64::from(layer) / u64::from(l.max(1));
    // At most m.
    (up_to(layer + 1) - up_to(layer)) as u32
}

/// A number of which the most significant bits are read, layer by layer.
pub(crate) struct Reader {
    /// `B + 1` and `B`, for what is left of the number.
    copies: [Form; 2],
    /// Bits that are left.
    unread: u32,
    /// What was read since the last [`Reader::take`].
    value: Form,
    /// Name and segment length of the whole number, for a landmark in the first layer that reads.
    name: Option<(&'static str, u32)>,
}

impl Reader {
    /// The number `b` of `bits` bits, unread.
    pub(crate) fn new(b: Form, bits: u32) -> Self {
        let mut reader =
            Self { copies: [b.clone() + 1, b], unread: bits, value: Form::constant(0), name: None };
        reader.forget();
        reader
    }

    /// The same reader, of a number with a name: a string of segments of so many bits.
    pub(crate) fn named(mut self, name: &'static str, segment_bits: u32) -> Self {
        self.name = Some((name, segment_bits));
        self
    }

    /// Reads the next `q` bits, of at most 30, in the current layer.
    pub(crate) fn read(&mut self, layers: &mut Layers, q: u32) {
        self.unread = self.unread.saturating_sub(q);
        let unit = Weight::power_of_two(self.unread as i32);
        let mut digit = Vec::with_capacity(2 << q);
        for t in 1..1_i64 << q {
            let threshold = Form::constant(&unit * &Weight::from(t));
            for (copy, sign) in self.copies.iter().zip([1, -1]) {
                digit.push((layers.neuron(copy.clone() - &threshold), Weight::from(sign)));
            }
        }
        let digit = Form::new(digit, 0);
        self.wait(layers);
        if let Some((name, segment_bits)) = self.name.take() {
            let [_, whole] = &self.copies;
            layers.mark_string(name, whole, segment_bits);
        }
        layers.carry([&mut self.value]);
        self.value = self.take().times(Weight::power_of_two(q as i32)) + &digit;
        let taken = &unit * digit;
        for copy in &mut self.copies {
            *copy = copy.plus_multiple(&Weight::from(-1), &taken);
        }
        self.forget();
    }

    /// Takes the number through the current layer.
    pub(crate) fn wait(&mut self, layers: &mut Layers) {
        let [up, low] = &mut self.copies;
        layers.carry([up, low]);
    }

    /// A number without bits is 0, and needs no neurons.
    fn forget(&mut self) {
        if self.unread == 0 {
            self.copies = [1, 0].map(Form::constant);
        }
    }

    /// What was read; the next read starts a new value.
    pub(crate) fn take(&mut self) -> Form {
        std::mem::replace(&mut self.value, Form::constant(0))
    }
}

/// What the lemma promises of [`extract_bits`], beside what was built.
#[must_use]
pub fn claims(m: u32, l: u32, built: &Network) -> Vec<Claim> {
    let counts = built.counts();
    let bits = m.div_ceil(l.max(1));
    let width = (rug::Integer::from(1) << (bits + 2)) + 2_u32;
    vec![
        Claim::at_most(ID, "width", counts.width, width),
        Claim::at_most(ID, "hidden layers", counts.hidden_layers, l),
    ]
}
