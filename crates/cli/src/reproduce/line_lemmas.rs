//! Lemmas A.2 to A.5 on every dataset: each network alone, at every point.

use anyhow::Result;
use bitextract::lemma_a5;
use claims::Claim;
use dataset::SeparationMethod;
use encoding::{
    lemma_a4::{self, Block},
    strings::{Segments, bits_of_labels, block_strings},
};
use evaluator::Options;
use memorize::{line, promise::points_per_block};
use projection::{Profile, Projection, lemma_a2, lemma_a3};
use rug::Rational;

use super::{Case, Context, data::Named};
use crate::check;

/// The settings of Theorem 3.1 up to and including stage I.
pub(super) struct Staged {
    pub(super) name: String,
    pub(super) profile: Profile,
    pub(super) data: dataset::Dataset,
    pub(super) projection: Projection,
}

/// Every dataset in both profiles.
pub(super) fn staged(context: &Context) -> Result<impl Iterator<Item = Result<Staged>>> {
    Ok(context.datasets()?.flat_map(|named| match named {
        Ok(named) => Vec::from([Profile::Paper, Profile::Measured].map(|p| stage(&named, p))),
        Err(error) => vec![Err(error)],
    }))
}

fn stage(named: &Named, profile: Profile) -> Result<Staged> {
    let delta_squared = named.data.separation(SeparationMethod::Auto)?.squared;
    let projection = projection::project(named.data.points(), &delta_squared, profile, 0)?;
    Ok(Staged { name: named.name.clone(), profile, data: named.data.clone(), projection })
}

/// Lemma A.2: the network of one neuron, evaluated at every point.
pub fn lemma_a2(context: &Context) -> Result<Vec<Case>> {
    staged(context)?
        .map(|staged| {
            let Staged { name, profile, data, projection } = staged?;
            let outputs =
                memorelu::outputs(&projection.network, data.points(), Options::default())?;
            let right = (projection.order.iter().zip(projection.points.points()))
                .filter(|(index, point)| outputs.get(**index as usize) == Some(point))
                .count();
            let mut claims = projection.claims;
            claims.retain(|claim| claim.statement == lemma_a2::ID);
            claims.push(Claim::equal(
                lemma_a2::ID,
                "points where F1 is s (v.x + b)",
                right,
                data.len(),
            ));
            let counts = Some(projection.network.counts());
            Ok(Case { data: name, setting: profile.to_string(), counts, distance: None, claims })
        })
        .collect()
}

/// Lemma A.3: the direction, checked on all pairs that could violate it, for three seeds.
pub fn lemma_a3(context: &Context) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for named in context.datasets()? {
        let Named { name, data } = named?;
        for seed in 0..3 {
            let direction = lemma_a3::direction(data.points(), seed)?;
            let setting = format!("seed {seed}, directions drawn: {}", direction.attempts());
            cases.push(Case {
                data: name.clone(),
                setting,
                counts: None,
                distance: None,
                claims: direction.claims(),
            });
        }
    }
    Ok(cases)
}

/// The blocks of Theorem 3.1 with the paper's n, and the labels in sorted order.
fn blocks(staged: &Staged) -> Result<(Segments, Vec<Block>)> {
    let segments = Segments {
        per_block: points_per_block(staged.data.len()),
        key_bits: staged.projection.key_bits(),
        label_bits: bits_of_labels(staged.data.classes() as u64),
    };
    let labels = staged.projection.sorted(staged.data.labels());
    Ok((segments, block_strings(&staged.projection.points, &labels, segments)?))
}

/// Lemma A.4: the lookup alone returns `(x, w, u)` of its block at every projected point.
pub fn lemma_a4(context: &Context) -> Result<Vec<Case>> {
    staged(context)?
        .map(|staged| {
            let staged = staged?;
            let (segments, blocks) = blocks(&staged)?;
            let network = lemma_a4::block_lookup(&blocks)?;
            let mut claims = lemma_a4::claims(&blocks, &staged.projection.range, &network);
            let points = staged.projection.points.points();
            let outputs = check::outputs_at(&network, points.iter().map(std::slice::from_ref))?;
            let right = (outputs.iter().enumerate())
                .filter(|(k, output)| {
                    let stored = &blocks[k / segments.per_block].stored;
                    output[0] == points[*k] && output[1..] == stored[..]
                })
                .count();
            claims.push(Claim::equal(lemma_a4::ID, "points with (x, w, u)", right, points.len()));
            Ok(case(&staged, &network, claims))
        })
        .collect()
}

/// Lemma A.5: segment lookup alone returns the label at every `(x, w, u)`, and 0 at numbers that are
/// at distance 2 or more from all points of the block.
///
/// The strings are inputs here, different from block to block, so that nothing is shared between
/// points: sets of up to 2^11 points.
pub fn lemma_a5(context: &Context) -> Result<Vec<Case>> {
    let small = |staged: &Result<Staged>| staged.as_ref().map_or(true, |s| s.data.len() <= 1 << 11);
    staged(context)?
        .filter(small)
        .map(|staged| {
            let staged = staged?;
            let (segments, blocks) = blocks(&staged)?;
            let shape = line::shape(segments);
            let network = lemma_a5::segment_lookup(shape)?;
            let mut claims = lemma_a5::claims(shape, &network);
            let points = staged.projection.points.points();
            let labels = staged.projection.sorted(staged.data.labels());
            let inputs = |x: &Rational, block: &Block| -> Vec<Rational> {
                let stored = block.stored.iter().map(Rational::from);
                std::iter::once(x.clone()).chain(stored).collect()
            };
            let own: Vec<_> = (points.iter().enumerate())
                .map(|(k, x)| inputs(x, &blocks[k / segments.per_block]))
                .collect();
            let right = (check::outputs_at(&network, own.iter().map(Vec::as_slice))?.iter())
                .zip(&labels)
                .filter(|(output, label)| output[0] == **label)
                .count();
            claims.push(Claim::equal(lemma_a5::ID, "points with their label", right, points.len()));
            // Each block's strings at the last point of the block before it.
            let foreign: Vec<_> = (points.iter().skip(segments.per_block - 1))
                .step_by(segments.per_block)
                .zip(blocks.iter().skip(1))
                .map(|(x, block)| inputs(x, block))
                .collect();
            let zeros = (check::outputs_at(&network, foreign.iter().map(Vec::as_slice))?.iter())
                .filter(|output| output[0] == 0)
                .count();
            let quantity = "other blocks' points with output 0";
            claims.push(Claim::equal(lemma_a5::ID, quantity, zeros, blocks.len() - 1));
            Ok(case(&staged, &network, claims))
        })
        .collect()
}

/// A network of a stage alone.
pub(super) fn case(staged: &Staged, network: &network::Network, claims: Vec<Claim>) -> Case {
    let counts = Some(network.counts());
    let setting = staged.profile.to_string();
    Case { data: staged.name.clone(), setting, counts, distance: None, claims }
}
