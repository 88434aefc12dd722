//! Why a network of this crate cannot be built.

use network::ShapeError;
use projection::ProjectionError;
use thiserror::Error as ThisError;

use crate::plan::{Choice, Plan};

/// A hypothesis that fails.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// A function was given without a point.
    #[error("at least one point is needed")]
    NoPoints,
    /// Points are out of order.
    #[error("points {index} and {} are not in increasing order", index + 1)]
    NotIncreasing {
        /// Position of the first of the two, from 0.
        index: usize,
    },
    /// A staircase has not one value more than steps.
    #[error("a staircase needs one value more than steps: expected {wanted}, found {found}")]
    Levels {
        /// Values found.
        found: usize,
        /// Values expected.
        wanted: usize,
    },
    /// A number that has to be natural is negative.
    #[error("a natural number was expected, found a negative one")]
    Negative,
    /// An interval is empty.
    #[error("an interval needs a lower end below its upper end")]
    Interval,
    /// A network is not a function of one variable.
    #[error("a network of {inputs} inputs and {outputs} outputs is not a function R -> R")]
    NotScalar {
        /// Inputs found.
        inputs: usize,
        /// Outputs found.
        outputs: usize,
    },
    /// A hypothesis `n <= c W^2 L` on the size fails.
    #[error("{found} {what} do not fit W = {w}, L = {l}, which hold {capacity}: L = {needed} does")]
    Capacity {
        /// What is to be held.
        what: &'static str,
        /// How many.
        found: usize,
        /// Width parameter given.
        w: usize,
        /// Depth parameter given.
        l: usize,
        /// How many fit.
        capacity: u128,
        /// The least depth parameter that is enough for this width.
        needed: u128,
    },
    /// A parameter that counts something is 0.
    #[error("{0} must be at least 1")]
    Zero(&'static str),
    /// There are not as many blocks as the points make.
    #[error("{found} blocks were given, but the points make {wanted}")]
    Blocks {
        /// Blocks given.
        found: usize,
        /// Blocks that the points make.
        wanted: usize,
    },
    /// The hypothesis `S <= N` fails.
    #[error("S = {block} points per block, but there are {points} points: take S <= {points}")]
    Block {
        /// S.
        block: usize,
        /// N.
        points: usize,
    },
    /// There are not as many labels as points.
    #[error("{labels} labels for {points} points")]
    Labels {
        /// Labels given.
        labels: usize,
        /// Points given.
        points: usize,
    },
    /// A number does not fit its segment.
    #[error("point {index}: a number of {needed} bits does not fit a segment of {bits}")]
    DoesNotFit {
        /// The point, from 0 in sorted order.
        index: usize,
        /// Bits of the number.
        needed: u32,
        /// Bits of a segment.
        bits: u32,
    },
    /// Nothing keeps all limits.
    #[error("{}", infeasible(choice, nearest))]
    Infeasible {
        /// What was asked for.
        choice: Choice,
        /// The best that can be had when one limit is given up.
        nearest: Vec<Plan>,
    },
    /// More bits are to be read than there are, or than can be.
    #[error("{m} bits cannot be read from {n}, of at most {} bits", bitextract::MAX_LENGTH)]
    NoSuchBits {
        /// Bits to be read.
        m: u32,
        /// Bits there are.
        n: u32,
    },
    /// A string is longer than [`bitextract::MAX_LENGTH`].
    #[error(
        "{segments} segments of {bits} bits are longer than {} bits: make S smaller",
        bitextract::MAX_LENGTH
    )]
    TooLong {
        /// Segments of the string.
        segments: u32,
        /// Bits per segment.
        bits: u32,
    },
    /// A network would be too large to build.
    #[error("the network would have {edges} edges, more than {limit}: make T larger or S smaller")]
    TooManyEdges {
        /// Edges it would have, or a little more.
        edges: u64,
        /// The limit.
        limit: u64,
    },
    /// Stage I failed.
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    /// A network did not fit together.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

fn infeasible(choice: &Choice, nearest: &[Plan]) -> String {
    let limits = [
        choice.block.map(|s| format!("S = {s}")),
        choice.layers_per_read.map(|t| format!("T = {t}")),
        choice.max_width.map(|width| format!("width <= {width}")),
        choice.max_hidden_layers.map(|layers| format!("hidden layers <= {layers}")),
    ];
    let limits: Vec<String> = limits.into_iter().flatten().collect();
    let edges = format!("edges <= {}", crate::MAX_EDGES);
    let limits = if limits.is_empty() { edges } else { limits.join(", ") };
    let nearest: Vec<String> = nearest.iter().map(Plan::to_string).collect();
    if nearest.is_empty() {
        return format!("no network keeps {limits}, whichever of them is given up");
    }
    format!("no network keeps {limits}; the nearest: {}", nearest.join("; "))
}
