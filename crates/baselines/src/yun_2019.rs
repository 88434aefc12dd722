//! Theorem 3.1 of Yun, Sra and Jadbabaie (NeurIPS 2019): two hidden layers of about `2 sqrt(N)`.
//!
//! # Statement
//!
//! A ReLU network with two hidden layers of `d1` and `d2` neurons fits any N real labels at N distinct
//! points if `4 floor(d1 / 4) floor(d2 / 4) >= N`. So `O(sqrt N)` neurons are enough; the edges
//! between the layers are about 4N.
//!
//! # Construction
//!
//! The points on a line are cut into p blocks of q points, `p = q = ceil(sqrt N)`. Write `x_(l,j)`
//! for point j of block l, `y_(l,j)` for its label, M for the largest label, and
//! `clip(t) = relu(t) - relu(t - M)`.
//!
//! For each place j in a block there is a function of slope `+M` (j even) or `-M` (j odd) that passes
//! through point j of **every** block: between blocks it jumps, from the last key `e_l` of block l to
//! `e_l + 1`, by a ramp as in [`crate::huang_1991`]. So
//!
//! ```text
//! g_j(z) = +-M z + c_(0,j) + sum over l of (c_(l+1,j) - c_(l,j)) (relu(z - e_l) - relu(z - e_l - 1))
//!          with c_(l,j) = y_(l,j) -+ M x_(l,j)
//! F      = sum over j of clip(g_j(z)) - M floor(q / 2)
//! ```
//!
//! All q functions read the same `2p - 1` neurons. Why F is exact: keys are integers, so at
//! `x_(l,i)` the function `g_j` is `y_(l,j)` for `i = j` and otherwise outside of `(0, M)`: `clip(g_j)`
//! is M for even `j < i` and odd `j > i`, and 0 for the others. For even i that is `i / 2` of the even
//! and `floor(q / 2) - i / 2` of the odd ones; for odd i it is `(i + 1) / 2` of the even and
//! `floor(q / 2) - (i + 1) / 2` of the odd ones: `floor(q / 2)` in any case.
//!
//! A last, shorter block is filled with points behind the last one.
//!
//! # Counting
//!
//! With w the least multiple of 4 with `4 (w / 4)^2 >= N`:
//!
//! ```text
//! d1  <=  2 ceil(N / q) - 1  <=  w      the key, and two for each jump
//! d2  <=  2 q                <=  w
//! edges  <=  d w + w^2 + w
//! ```
//!
//! # Deviations
//!
//! The paper's piecewise linear functions turn back between blocks, with two kinks for each block;
//! here they jump by integer ramps, so that all weights of both hidden layers are integers (times the
//! direction). Labels are the numbers of the classes, one output; the paper allows several.

use claims::{Claim, Paper, Record};
use construction::{BuildError, Memorizer, Used, Values, parameters::SEED};
use dataset::Dataset;
use network::{Affine, Form, Network, Weight};
use rug::Integer;

use crate::{BaselineError, Construction, Parameters, line::Line};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("yun2019"),
    growth: "two hidden layers of 2 sqrt(N) neurons",
    code: Some("baselines::yun_2019::construct"),
    parameters: &[SEED],
    remarks: &["D23"],
    ..Record::cited(
        Paper {
            key: "yun2019",
            short: "Yun et al. 2019",
            source: "C. Yun, S. Sra, A. Jadbabaie, Small ReLU networks are powerful memorizers: a tight \
                 analysis of memorization capacity, NeurIPS 2019",
            is_peer: true,
        },
        "yun2019/3.1",
        "Theorem 3.1",
        "two hidden layers, about 2 sqrt(N) each",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// The construction, for those who choose among statements.
#[derive(Debug, Clone, Copy)]
pub struct Yun2019;

impl Memorizer for Yun2019 {
    fn record(&self) -> &'static Record {
        &RECORD
    }

    fn construct(&self, data: &Dataset, values: &Values) -> Result<Construction, BuildError> {
        Ok(construct(data, &values.into())?)
    }
}

/// Builds the network for labelled points.
///
/// # Errors
///
/// [`BaselineError`] if no direction keeps the points distinct.
pub fn construct(data: &Dataset, parameters: &Parameters) -> Result<Construction, BaselineError> {
    let line = Line::new(data, parameters)?;
    let n = line.keys.len();
    let per_block = n.isqrt() + usize::from(n.isqrt().pow(2) < n);
    let blocks: Vec<Block> = (line.keys.chunks(per_block).zip(line.labels.chunks(per_block)))
        .map(|(keys, labels)| Block { keys, labels })
        .collect();

    let mut first = vec![line.form.clone()];
    for block in blocks.iter().take(blocks.len() - 1) {
        let end = block.end();
        first.push(line.form.clone() - Form::constant(&end));
        first.push(line.form.clone() - Form::constant(end + 1));
    }
    let steep = i64::from(line.largest_label());
    let mut second = Vec::with_capacity(2 * per_block);
    for place in 0..per_block {
        let slope = if place % 2 == 0 { steep } else { -steep };
        let mut terms = vec![(0, Weight::from(slope))];
        let offsets: Vec<Integer> = blocks.iter().map(|block| block.offset(place, slope)).collect();
        for (column, (old, new)) in (0_u32..).zip(offsets.iter().zip(offsets.iter().skip(1))) {
            let jump = Weight::from(Integer::from(new - old));
            terms.push((2 * column + 1, jump.clone()));
            terms.push((2 * column + 2, -jump));
        }
        let form = Form::new(terms, &offsets[0]);
        second.push(form.clone());
        second.push(form - steep);
    }
    let signs = (0..2 * per_block as u32)
        .map(|column| (column, Weight::from(if column % 2 == 0 { 1 } else { -1 })));
    let output = Form::new(signs, -Integer::from(per_block / 2) * steep);

    let first = Affine::new(line.dimension, first)?;
    let second = Affine::new(first.rows() as u32, second)?;
    let output = Affine::new(second.rows() as u32, [output])?;
    let widths = (first.rows() as u64, second.rows() as u64);
    let network = Network::new(vec![first, second], output)?;

    let d = data.dimension() as u64;
    let width = 4 * least_half(n as u64);
    let counts = network.counts();
    let claims = vec![
        Claim::at_most(ID, "neurons of the first hidden layer", widths.0, width),
        Claim::at_most(ID, "neurons of the second hidden layer", widths.1, width),
        Claim::at_most(ID, "edges", counts.edges, d * width + width * width + width),
        Claim::equal(ID, "hidden layers", counts.hidden_layers, 2),
    ];
    let used = vec![
        Used::new("p", "blocks", blocks.len()),
        Used::new("q", "points per block", per_block),
        line.key_bits(),
    ];
    Ok(Construction::new(network, used, claims, ()))
}

/// The least h with `4 h^2 >= N`: layers of 4 h neurons are what the theorem asks for.
fn least_half(n: u64) -> u64 {
    let half = n.div_ceil(4).isqrt();
    half + u64::from(4 * half * half < n)
}

/// One block of points on the line, at least one and at most q.
struct Block<'a> {
    keys: &'a [Integer],
    labels: &'a [u32],
}

impl Block<'_> {
    fn end(&self) -> Integer {
        self.keys[self.keys.len() - 1].clone()
    }

    /// The value at 0 of the line of this slope through point number `place`; behind the last point
    /// there are further ones of label 0.
    fn offset(&self, place: usize, slope: i64) -> Integer {
        match self.keys.get(place) {
            Some(key) => self.labels[place] - Integer::from(key * slope),
            None => -(self.end() + (place + 1 - self.keys.len())) * slope,
        }
    }
}
