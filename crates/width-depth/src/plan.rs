//! Choosing S, T and the layout of the lookup for Theorem 2.1.
//!
//! The sizes of a network are known before it is built: those of stage III exactly, those of a flat
//! lookup exactly unless two neighbouring blocks store the same labels, those of a lookup on two
//! levels up to a few edges. (One block alone stores constants; these are folded, and the network is
//! much smaller than predicted.) So the choice is a search over all T that read a bit per layer or more,
//! and over the smallest S for each number of blocks.

use std::{fmt, str::FromStr};

use rug::Integer;

use crate::{
    Error, MAX_EDGES, lemma_2_5,
    lemma_2_6::{self, Size, Sizes},
    lemma_2_7::share,
    staircase::Layout,
    tally::Terms,
};

/// What is made as small as possible; edges come second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Minimise {
    /// Non-zero weights.
    #[default]
    Edges,
    /// Hidden layers. Without a limit, the width is kept at most [`DEFAULT_MAX_WIDTH`].
    Depth,
    /// Neurons of the largest hidden layer.
    Width,
}

/// Limit on the width where only the depth is to be minimised.
pub const DEFAULT_MAX_WIDTH: u64 = 1024;

impl fmt::Display for Minimise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Edges => "edges",
            Self::Depth => "depth",
            Self::Width => "width",
        })
    }
}

impl FromStr for Minimise {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "edges" => Ok(Self::Edges),
            "depth" => Ok(Self::Depth),
            "width" => Ok(Self::Width),
            _ => Err(format!("unknown quantity {text:?}: expected edges, depth or width")),
        }
    }
}

/// What a user asks of S, T and the size; whatever is `None` is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choice {
    /// S, points per block.
    pub block: Option<usize>,
    /// T, layers per extraction.
    pub layers_per_read: Option<u32>,
    /// Largest width allowed.
    pub max_width: Option<u64>,
    /// Most hidden layers allowed, one less than affine maps.
    pub max_hidden_layers: Option<u64>,
    /// What to minimise among everything allowed.
    pub minimise: Minimise,
}

/// The numbers that a plan depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// N, at least 1.
    pub points: usize,
    /// d, at least 1.
    pub dimension: usize,
    /// rho, bits of a projected point.
    pub key_bits: u32,
    /// c, bits of a label.
    pub label_bits: u32,
}

/// S, T, how the lookup is laid out, and the size of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// S, points per block.
    pub block: usize,
    /// T, layers per extraction.
    pub layers_per_read: u32,
    /// The layout of stage II.
    pub layout: Layout,
    /// Does a layer of three neurons follow stage II, so that stage III reads u and w from one neuron
    /// each?
    pub gathered: bool,
    /// The size of the whole network: exact or a little more, see the module's text.
    pub size: Size,
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Size { width, hidden_layers, .. } = self.size;
        let (s, t) = (self.block, self.layers_per_read);
        write!(f, "S = {s}, T = {t} has width {width} and {hidden_layers} hidden layers")
    }
}

/// Chooses S, T and the layout.
///
/// # Errors
///
/// [`Error::Zero`] if S or T is 0, [`Error::Block`] if S > N, [`Error::Infeasible`] if nothing keeps
/// all limits, with the nearest choices that do.
pub fn plan(problem: Problem, choice: Choice) -> Result<Plan, Error> {
    match choice {
        Choice { block: Some(0), .. } => return Err(Error::Zero("S")),
        Choice { layers_per_read: Some(0), .. } => return Err(Error::Zero("T")),
        Choice { block: Some(block), .. } if block > problem.points => {
            return Err(Error::Block { block, points: problem.points });
        }
        _ => {}
    }
    problem
        .best(choice)
        .ok_or_else(|| Error::Infeasible { choice, nearest: problem.nearest(choice) })
}

impl Problem {
    /// The plan for given S and T, within the limits of the choice and of the theorem; `sizes` are
    /// those of stage III for T.
    fn plan(
        self,
        block: usize,
        layers_per_read: u32,
        sizes: Sizes,
        choice: Choice,
    ) -> Option<Plan> {
        let default_width = match choice {
            Choice { minimise: Minimise::Depth, layers_per_read: None, .. } => DEFAULT_MAX_WIDTH,
            _ => u64::MAX,
        };
        let max_width = choice.max_width.unwrap_or(default_width);
        let max_layers = choice.max_hidden_layers.unwrap_or(u64::MAX);

        let shape = self.stage_3(block, layers_per_read)?;
        let reading = sizes.of(shape.segments);
        if reading.width > max_width || reading.edges > MAX_EDGES {
            return None;
        }
        let (w, l) = lookup_parameters(self, block, layers_per_read);
        let layers = (2 * l).min(max_layers.checked_sub(reading.hidden_layers + 1)?);
        let width = max_width.min(12 * w + 5);
        let (layers, width) = (usize::try_from(layers).ok()?, usize::try_from(width).ok()?);
        let steps = lemma_2_5::shape(self.points.div_ceil(block));
        let layout = match choice.minimise {
            Minimise::Edges => Layout::within(steps, width, layers),
            Minimise::Depth => {
                let fewest = Layout::fewest_layers(steps, width)?;
                Layout::within(steps, width, fewest.min(layers))
            }
            Minimise::Width => {
                // Not narrower than stage III has to be.
                let fits = |width: usize| Layout::within(steps, width, layers).is_some();
                let least = least(reading.width as usize, width, fits)?;
                Layout::within(steps, least, layers)
            }
        }?;
        let plan = |gathered: bool| {
            let size = self.size(shape, reading, layout, gathered);
            Plan { block, layers_per_read, layout, gathered, size }
        };
        let (direct, gathered) = (plan(false), plan(true));
        let is_free = choice.minimise != Minimise::Depth && layout.hidden_layers(steps) < layers;
        let plan =
            if is_free && gathered.size.edges < direct.size.edges { gathered } else { direct };
        (plan.size.edges <= MAX_EDGES).then_some(plan)
    }

    /// Stage III for given S and T, if strings of that length can be.
    fn stage_3(self, block: usize, layers_per_read: u32) -> Option<lemma_2_6::Shape> {
        let Self { key_bits, label_bits, .. } = self;
        let segments = u32::try_from(block).ok()?;
        let longest = segments.checked_mul(key_bits.max(label_bits))?;
        let shape = lemma_2_6::Shape { segments, key_bits, label_bits, layers_per_read };
        (longest <= bitextract::MAX_LENGTH).then_some(shape)
    }

    /// The size of all three stages together, `reading` being that of stage III.
    fn size(self, shape: lemma_2_6::Shape, reading: Size, layout: Layout, gathered: bool) -> Size {
        let steps = lemma_2_5::shape(self.points.div_ceil(shape.segments as usize));
        // x, u, w, as the lookup puts them out
        let [u, w] = [1, 2].map(|signs| layout.output_edges(steps, signs) as u64);
        let before = (self.dimension + layout.edges(steps)) as u64;
        let edges = if gathered {
            before + reading.edges
        } else {
            // A neuron that reads u, or w, reads all that the output u reads instead.
            let readers = |bits: u32| Terms::thresholds(share(bits, shape.reading_layers(), 0));
            let (of_u, of_w) = (readers(shape.key_bits), readers(shape.label_bits));
            let more = of_u.saturating_mul(u).saturating_add(of_w.saturating_mul(w));
            // The outputs x, u and w themselves are gone.
            let less = of_u + of_w + 1 + u + w;
            (before + reading.edges).saturating_add(more).saturating_sub(less)
        };
        let lookup_layers = layout.hidden_layers(steps) as u64 + u64::from(gathered);
        Size {
            width: reading.width.max(layout.width(steps) as u64),
            hidden_layers: 1 + lookup_layers + reading.hidden_layers,
            edges,
        }
    }

    /// The best plan within all limits.
    fn best(self, choice: Choice) -> Option<Plan> {
        let key = |plan: &Plan| {
            let Size { width, hidden_layers, edges } = plan.size;
            let first = match choice.minimise {
                Minimise::Edges => edges,
                Minimise::Depth => hidden_layers,
                Minimise::Width => width,
            };
            (first, edges, hidden_layers, width)
        };
        let longest = self.key_bits.max(self.label_bits).max(1);
        let depths = choice.layers_per_read.map_or(1..=longest, |t| t..=t);
        let blocks = choice.block.map_or_else(|| self.blocks(), |s| vec![s]);
        let plans = depths.flat_map(|t| {
            let sizes = Sizes::new(self.stage_3(1, t)?);
            Some(blocks.iter().filter_map(move |s| self.plan(*s, t, sizes, choice)))
        });
        plans.flatten().min_by_key(key)
    }

    /// The smallest S for each number of blocks.
    fn blocks(self) -> Vec<usize> {
        let next = |s: &usize| {
            let blocks = self.points.div_ceil(*s);
            (blocks > 1).then(|| self.points.div_ceil(blocks - 1))
        };
        std::iter::successors(Some(1), next).collect()
    }

    /// What can be had when one limit is given up, the others kept.
    fn nearest(self, choice: Choice) -> Vec<Plan> {
        let mut nearest = Vec::new();
        if choice.max_hidden_layers.is_some() {
            let relaxed = Choice { max_hidden_layers: None, minimise: Minimise::Depth, ..choice };
            nearest.extend(self.best(relaxed));
        }
        if choice.max_width.is_some() {
            let relaxed = Choice { max_width: None, minimise: Minimise::Width, ..choice };
            nearest.extend(self.best(relaxed));
        }
        if let Some(t) = choice.layers_per_read {
            let longest = self.key_bits.max(self.label_bits);
            let with = |t: u32| self.best(Choice { layers_per_read: Some(t), ..choice });
            nearest.extend((t + 1..=longest).chain((1..t).rev()).find_map(with));
        }
        if let Some(s) = choice.block {
            let distance = |other: &usize| other.abs_diff(s);
            let mut blocks = self.blocks();
            blocks.sort_by_key(distance);
            let with = |s: usize| self.best(Choice { block: Some(s), ..choice });
            nearest.extend(blocks.into_iter().find_map(with));
        }
        nearest.dedup();
        nearest
    }
}

/// The least number in `low..=high` that satisfies a property which holds for all larger ones too.
fn least(low: usize, high: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    if low > high || !fits(high) {
        return None;
    }
    let (mut low, mut high) = (low, high);
    while low < high {
        let middle = low + (high - low) / 2;
        if fits(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}

/// `W1 = ceil(sqrt(N) / (S sqrt(T + 3)))`, the theorem's width parameter of stage II.
#[must_use]
pub fn theorem_width_parameter(points: usize, block: usize, layers_per_read: u32) -> Integer {
    // The least W with W^2 S^2 (T + 3) >= N.
    let square = Integer::from(block).square() * (Integer::from(layers_per_read) + 3_u32);
    let (quotient, _) = Integer::from(points).div_rem_ceil(square);
    let root = Integer::from(quotient.sqrt_ref());
    if Integer::from(root.square_ref()) < quotient { root + 1_u32 } else { root }
}

/// W1 and L1 of Lemma 2.5: L1 = S (T + 3), and W1 as in the theorem, or larger as long as stage II
/// stays within the width that the theorem states for stage III.
pub(crate) fn lookup_parameters(
    problem: Problem,
    block: usize,
    layers_per_read: u32,
) -> (u64, u64) {
    let Problem { key_bits, label_bits, .. } = problem;
    let shape = lemma_2_6::Shape { segments: 1, key_bits, label_bits, layers_per_read };
    let own = theorem_width_parameter(problem.points, block, layers_per_read);
    let wide = (shape.stated_width() - 5_u32) / 12_u32;
    let w = own.max(wide).to_u64().unwrap_or(u64::MAX).min(1 << 50);
    (w, (block as u64).saturating_mul(u64::from(layers_per_read) + 3).min(1 << 50))
}
