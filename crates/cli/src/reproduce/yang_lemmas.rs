//! Lemmas 2.5 to 2.7 of Yang and Yang: the two lookups on every dataset, each network alone at every
//! point, and the extraction of bits over its whole finite domain.

use anyhow::{Context as _, Result};
use claims::Claim;
use encoding::strings::bits_of_labels;
use memorize::promise::points_per_block;
use network::Network;
use rug::Rational;
use width_depth::{
    lemma_2_5::{self, Block},
    lemma_2_6, lemma_2_7,
    staircase::Layout,
    strings,
};

use super::{
    Case, Context,
    line_lemmas::{Staged, case, staged},
};
use crate::check;

/// W1, for which Lemma 2.5 takes the least L1.
const WIDTH_PARAMETER: usize = 3;
/// T: up to three bits per layer.
const LAYERS_PER_READ: u32 = 24;
/// Fractions of up to this many places are read exhaustively.
const PLACES: u32 = 8;

/// S, points per block, and what the blocks store.
fn blocks(staged: &Staged) -> Result<(usize, Vec<Block>)> {
    let per_block = points_per_block(staged.data.len());
    let labels = staged.projection.sorted(staged.data.labels());
    let (key_bits, label_bits) = bits(staged);
    let points = &staged.projection.points;
    Ok((per_block, strings::blocks(points, &labels, per_block, key_bits, label_bits)?))
}

/// rho and c.
fn bits(staged: &Staged) -> (u32, u32) {
    (staged.projection.key_bits(), bits_of_labels(staged.data.classes() as u64))
}

/// Lemma 2.5, both by Lemma 2.4 and as a staircase: `(x, u, w)` of its block at every point.
pub fn lemma_2_5(context: &Context) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for staged in staged(context)? {
        let staged = staged?;
        let (per_block, blocks) = blocks(&staged)?;
        let w = WIDTH_PARAMETER;
        let l = blocks.len().div_ceil(3 * w * w);
        let points = &staged.projection.points;

        let steps = lemma_2_5::staircase(points, per_block, &blocks)?.shape();
        let layout = Layout::within(steps, 12 * w + 5, 2 * l).context("no layout fits")?;
        let networks = [
            ("by Lemma 2.4", lemma_2_5::block_lookup(points.points(), per_block, &blocks, w, l)?),
            ("a staircase", lemma_2_5::separated_block_lookup(points, per_block, &blocks, layout)?),
        ];
        for (how, network) in networks {
            let mut claims = lemma_2_5::claims(blocks.len(), w as u64, l as u64, &network);
            let points = points.points();
            let outputs = check::outputs_at(&network, points.iter().map(std::slice::from_ref))?;
            let is_right = |(k, output): &(usize, Vec<Rational>)| {
                let block = &blocks[k / per_block];
                output[0] == points[*k] && output[1] == block.u && output[2] == block.w
            };
            let right = outputs.into_iter().enumerate().filter(is_right).count();
            claims.push(Claim::equal(lemma_2_5::ID, "points with (x, u, w)", right, points.len()));
            let mut case = case(&staged, &network, claims);
            case.setting = format!("{}, W1 = {w}, L1 = {l}, {how}", case.setting);
            cases.push(case);
        }
    }
    Ok(cases)
}

/// Lemma 2.6: the label at every `(x, u, w)`, and 0 at the last point of the block before.
///
/// The strings are inputs here, different from block to block, so that nothing is shared between
/// points: sets of up to 2^11 points.
pub fn lemma_2_6(context: &Context) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for staged in staged(context)? {
        let staged = staged?;
        if staged.data.len() > 1 << 11 {
            continue;
        }
        let (per_block, blocks) = blocks(&staged)?;
        let (key_bits, label_bits) = bits(&staged);
        let shape = lemma_2_6::Shape {
            segments: per_block.try_into()?,
            key_bits,
            label_bits,
            layers_per_read: LAYERS_PER_READ,
        };
        let network = lemma_2_6::segment_lookup(shape)?;
        let mut claims = lemma_2_6::claims(shape, &network);

        let points = staged.projection.points.points();
        let labels = staged.projection.sorted(staged.data.labels());
        let own = points.iter().enumerate().map(|(k, x)| (x, &blocks[k / per_block]));
        let values = at(&network, own)?;
        let right = values.iter().zip(&labels).filter(|(value, label)| value == label).count();
        claims.push(Claim::equal(lemma_2_6::ID, "points with their label", right, points.len()));

        let lasts = points.iter().skip(per_block - 1).step_by(per_block);
        let values = at(&network, lasts.zip(blocks.iter().skip(1)))?;
        let zeros = values.iter().filter(|value| value.is_zero()).count();
        let quantity = "other blocks' points with output 0";
        claims.push(Claim::equal(lemma_2_6::ID, quantity, zeros, blocks.len() - 1));

        let mut case = case(&staged, &network, claims);
        case.setting = format!("{}, S = {per_block}, T = {LAYERS_PER_READ}", case.setting);
        cases.push(case);
    }
    Ok(cases)
}

/// The outputs of a network at `(x, u, w)`.
fn at<'a>(
    network: &Network,
    inputs: impl Iterator<Item = (&'a Rational, &'a Block)>,
) -> Result<Vec<Rational>> {
    let inputs: Vec<[Rational; 3]> =
        inputs.map(|(x, block)| [x.clone(), (&block.u).into(), (&block.w).into()]).collect();
    let outputs = check::outputs_at(network, inputs.iter().map(|input| input.as_slice()))?;
    Ok(outputs.into_iter().flatten().collect())
}

/// Lemma 2.7: every fraction of up to 8 places, all m and all L up to m.
pub fn lemma_2_7(_: &Context) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for n in 1..=PLACES {
        for (m, l) in (1..=n).flat_map(|m| (1..=m).map(move |l| (m, l))) {
            let network = lemma_2_7::extract_bits(n, m, l)?;
            let fractions: Vec<Rational> =
                (0..1_u32 << n).map(|b| Rational::from(b) >> n).collect();
            let outputs = check::outputs_at(&network, fractions.iter().map(std::slice::from_ref))?;
            let is_right = |(b, output): &(u32, Vec<Rational>)| {
                let (read, rest) = (b >> (n - m), b & ((1 << (n - m)) - 1));
                output[0] == read && output[1] == Rational::from(rest) >> (n - m)
            };
            let right = (0..).zip(outputs).filter(is_right).count();
            let mut claims = lemma_2_7::claims(m, l, &network);
            let quantity = "fractions with the right bits and rest";
            claims.push(Claim::equal(lemma_2_7::ID, quantity, right, fractions.len()));
            cases.push(Case {
                data: format!("n = {n}"),
                setting: format!("m = {m}, L = {l}"),
                counts: Some(network.counts()),
                distance: None,
                claims,
            });
        }
    }
    Ok(cases)
}
