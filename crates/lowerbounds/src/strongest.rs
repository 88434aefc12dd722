//! The strongest of the bounds, and its name.
//!
//! Two questions, two counts. [`parameters`] asks for edges + non-zero biases on any graph.
//! [`dense_hidden_layers`] and [`dense_width`] ask for the shape of a dense network, whose parameters
//! are counted with the zeros.

use std::fmt;

use crate::{
    Architecture, BoundError, Limits, Task, arithmetic::least, sign_patterns, sparse,
    theorem_3_2::check_hidden_layers, theorem_6_1,
};

/// The bound that a number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Bound {
    /// [`sparse::global_upper`]: activation patterns of all neurons at once.
    Global,
    /// [`sparse::layer_wise_upper`]: activation patterns layer by layer.
    LayerWise,
    /// [`theorem_6_1`]: parameters of few bits are few functions.
    FewBits,
    /// [`sign_patterns::blocks_upper`] with so many blocks of layers.
    Blocks(u64),
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Global => f.write_str("global sign patterns (Goldberg and Jerrum 1995)"),
            Self::LayerWise => f.write_str("layer-wise sign patterns (Bartlett et al. 2019)"),
            Self::FewBits => f.write_str("bounded bits (vardi2022/6.1)"),
            Self::Blocks(1) => f.write_str("sign patterns in 1 block of layers"),
            Self::Blocks(blocks) => write!(f, "sign patterns in {blocks} blocks of layers"),
        }
    }
}

/// A lower bound on the parameters of a class of networks on any graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minimum {
    /// At least so many edges + non-zero biases.
    pub parameters: u64,
    /// The bound that rules out one parameter less; `None` if a single one is not ruled out.
    pub bound: Option<Bound>,
}

impl Minimum {
    /// At least so many edges alone, that is non-zero weights.
    ///
    /// Once neurons without an edge to a later one are left out, there are at most as many hidden
    /// neurons as edges, so `edges + biases <= 2 edges + 1`.
    #[must_use]
    pub fn edges(&self) -> u64 {
        self.parameters / 2
    }
}

/// The least number of edges + non-zero biases, on any graph within the limits, for which no bound of
/// this crate rules out that networks memorize every labeling, and the strongest bound. Rounded down.
///
/// The global bound always applies, the layer-wise one if hidden layers are limited, Theorem 6.1 if
/// bits are. Limits on width and depth sharpen all of them.
///
/// # Errors
///
/// As [`Limits::check`].
///
/// ```
/// use memorelu_lowerbounds::{Bound, Limits, Task, parameters};
///
/// let task = Task::new(1_000_000, 2, 1)?;
/// let few_bits = Limits { bits: Some(64), ..Limits::default() };
/// let least = parameters(&task, &few_bits)?;
/// assert_eq!((least.parameters, least.bound), (11_770, Some(Bound::FewBits)));
/// # Ok::<(), memorelu_lowerbounds::BoundError>(())
/// ```
pub fn parameters(task: &Task, limits: &Limits) -> Result<Minimum, BoundError> {
    limits.check()?;
    let global = least(1, |count| Ok(!task.rules_out(&sparse::global_upper(task, limits, count))))?;
    let mut best = Minimum { parameters: global, bound: (global > 1).then_some(Bound::Global) };
    let mut offer = |parameters, bound| {
        if parameters > best.parameters {
            best = Minimum { parameters, bound: Some(bound) };
        }
    };
    if limits.hidden_layers.is_some() {
        let layer_wise = |count| sparse::layer_wise_upper(task, limits, count);
        offer(least(1, |count| Ok(!task.rules_out(&layer_wise(count))))?, Bound::LayerWise);
    }
    if let Some(bits) = limits.bits {
        offer(theorem_6_1::parameters_needed(task, limits, bits)?, Bound::FewBits);
    }
    Ok(best)
}

/// A lower bound on the shape of dense networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dense {
    /// The width: given, or the least that is not ruled out.
    pub width: u64,
    /// The hidden layers: given, or the least number that is not ruled out.
    pub hidden_layers: u64,
    /// Parameters of the dense network of this shape, zeros included.
    pub parameters: u64,
    /// The bound that rules out one less; `None` if the least shape is not ruled out.
    pub bound: Option<Bound>,
}

/// The least number of hidden layers, at least 1, of dense networks of width `width` that is not
/// ruled out. Rounded down; the search ends at [`Architecture::MOST_HIDDEN_LAYERS`].
///
/// Every network within that width is a dense one with zeros, so its hidden layers are bounded too.
/// Its own dense count is bounded by [`Dense::parameters`] only if all its layers have full width;
/// for another shape ask [`sign_patterns::blocks_upper`] about its [`Architecture`].
///
/// # Errors
///
/// [`BoundError::TooNarrow`] for width 0, [`BoundError::TooLarge`].
pub fn dense_hidden_layers(task: &Task, width: u64) -> Result<Dense, BoundError> {
    let hidden_layers = least(1, |layers| {
        Ok(layers >= Architecture::MOST_HIDDEN_LAYERS
            || dense_bound(task, width, layers)?.is_none())
    })?;
    let bound = if hidden_layers > 1 { dense_bound(task, width, hidden_layers - 1)? } else { None };
    let parameters = Architecture::dense(task.inputs(), width, hidden_layers)?.parameters();
    Ok(Dense { width, hidden_layers, parameters, bound })
}

/// The least width, at least 1, of dense networks with so many hidden layers that is not ruled out.
/// Rounded down.
///
/// # Errors
///
/// [`BoundError::NoHiddenLayers`], [`BoundError::TooDeep`], or [`BoundError::TooLarge`] if that network
/// has `2^64` parameters or more.
///
/// ```
/// // One hidden layer for 1000 points
/// let task = memorelu_lowerbounds::Task::new(1_000, 2, 1)?;
/// assert_eq!(memorelu_lowerbounds::dense_width(&task, 1)?.width, 36);
/// # Ok::<(), memorelu_lowerbounds::BoundError>(())
/// ```
pub fn dense_width(task: &Task, hidden_layers: u64) -> Result<Dense, BoundError> {
    check_hidden_layers(hidden_layers)?;
    let width = least(1, |width| match dense_bound(task, width, hidden_layers) {
        // Taken as not ruled out: what is found below is a lower bound all the same.
        Err(BoundError::TooLarge) => Ok(true),
        bound => Ok(bound?.is_none()),
    })?;
    let bound = if width > 1 { dense_bound(task, width - 1, hidden_layers)? } else { None };
    let parameters = Architecture::dense(task.inputs(), width, hidden_layers)?.parameters();
    Ok(Dense { width, hidden_layers, parameters, bound })
}

/// A number of blocks for which the block-wise bound rules this shape out: 1, 2, 3, 4, 5, 7, 9, ..., as
/// long as more blocks make the bound stronger.
fn dense_bound(task: &Task, width: u64, hidden_layers: u64) -> Result<Option<Bound>, BoundError> {
    let graph = Architecture::dense(task.inputs(), width, hidden_layers)?;
    let (mut blocks, mut best) = (1, sign_patterns::blocks_upper(task, &graph, 1));
    loop {
        if task.rules_out(&best) {
            return Ok(Some(Bound::Blocks(blocks)));
        }
        let next = (blocks + blocks.div_ceil(4)).min(hidden_layers + 1);
        let upper = sign_patterns::blocks_upper(task, &graph, next);
        if upper >= best {
            return Ok(None);
        }
        (blocks, best) = (next, upper);
    }
}
