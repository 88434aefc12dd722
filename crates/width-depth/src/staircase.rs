//! Staircases: Lemma 2.4 (Yang and Yang) with integer weights, for what Lemma 2.5 needs.
//!
//! # Statement
//!
//! Let `t_1 < ... < t_n` be naturals. A staircase is constant but for n steps of unit width:
//!
//! ```text
//! f(x) = v_0   if x <= t_1,     f(x) = v_i   if t_i + 1 <= x <= t_{i+1},     f(x) = v_n   if t_n + 1 <= x
//! ```
//!
//! with naturals `v_i`. If `2n <= 6 W^2 L`, the kinks of Lemma 2.4, there is a network with integer
//! weights, width `6W + 2` and `2L` hidden layers that equals f outside the steps `(t_i, t_i + 1)`.
//!
//! # Construction
//!
//! *Flat*: a step is one hidden layer's `h (relu(x - t) - relu(x - t - 1))` with its height h. Width
//! `2A + 2` and one layer hold A steps.
//!
//! *Two levels*: a pair of layers holds A cells of B steps. Step 0 of cell k, at `p_k`, is made in the
//! first layer and leads from its cell's start to the next cell's: it replaces what the steps of the
//! cell before have added. Step j of all cells is made in the second layer, for each sign of h, by
//!
//! ```text
//! relu(S) - relu(S'),    S(x) = h (x - t),  S'(x) = h (x - t - 1)   on [p_k + 1, p_{k+1}]
//! ```
//!
//! with the h and t of step j of cell k; both are linear on `[p_k, p_k + 1]`, so they are sums of the
//! ramps `relu(x - p_k)`, `relu(x - p_k - 1)` with integer weights. At `p_{k+1}` the two differ by h,
//! and at `p_{k+1} + 1` neither is positive. Width `2A + 2` and `4 (B - 1) + 2`.
//!
//! The flat layout takes fewer edges, the other one fewer layers. Several functions with common
//! steps share all neurons of the first layer.
//!
//! # Counting
//!
//! Hidden layers. `x >= 0` is an output of the network as well, and is carried.
//!
//! # Used by
//!
//! Lemma 2.5.

use network::{Form, Network, Weight};
use rug::Integer;

use crate::{Error, layers::Layers};

/// Functions with common steps: where the steps are, and the values between them.
///
/// Invariant: starts are naturals and strictly increasing; each function has one more value than
/// there are steps, all naturals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staircase {
    starts: Vec<Integer>,
    levels: Vec<Vec<Integer>>,
}

/// How many steps there are, of how many functions: what the size of a network depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// n, the steps.
    pub steps: usize,
    /// Functions with these steps.
    pub functions: usize,
    /// Directions of steps, summed over the functions: 1 for one that never falls or never rises,
    /// 2 for any other.
    pub signs: usize,
}

/// How steps are dealt out to layers, see the module's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// A, cells per layer (flat) or pair of layers, at least 1.
    pub cells: usize,
    /// B, steps per cell, at least 1; 1 means flat.
    pub steps_per_cell: usize,
}

impl Layout {
    /// The layout of fewest edges with at most this width and this many hidden layers, if any:
    /// flat if that fits, otherwise cells as small as possible.
    #[must_use]
    pub fn within(shape: Shape, width: usize, hidden_layers: usize) -> Option<Self> {
        if shape.steps == 0 {
            return Some(Self { cells: 1, steps_per_cell: 1 });
        }
        let (cells, steps_per_cell) = Self::largest(shape, width)?;
        let cells = cells.min(shape.steps);
        if shape.steps.div_ceil(cells) <= hidden_layers {
            return Some(Self { cells, steps_per_cell: 1 });
        }
        let pairs = Some(hidden_layers / 2).filter(|pairs| *pairs > 0)?;
        let needed = shape.steps.div_ceil(pairs).div_ceil(cells);
        (needed <= steps_per_cell).then_some(Self { cells, steps_per_cell: needed })
    }

    /// The fewest hidden layers that a network of this width can have.
    #[must_use]
    pub fn fewest_layers(shape: Shape, width: usize) -> Option<usize> {
        if shape.steps == 0 {
            return Some(0);
        }
        let (cells, steps_per_cell) = Self::largest(shape, width)?;
        let flat = shape.steps.div_ceil(cells);
        let pairs = shape.steps.div_ceil(cells.saturating_mul(steps_per_cell));
        Some(if steps_per_cell > 1 { flat.min(2 * pairs) } else { flat })
    }

    /// The most cells, and steps per cell, that fit a width.
    fn largest(shape: Shape, width: usize) -> Option<(usize, usize)> {
        // x and the sums are carried.
        let spare = width.checked_sub(1 + shape.functions)?;
        (spare >= 2).then(|| (spare / 2, 1 + spare / (2 * shape.signs.max(1))))
    }

    /// Layers, or pairs of layers, and the steps that each but the last holds.
    fn stages(self, steps: usize) -> (usize, usize) {
        let most = self.cells.max(1).saturating_mul(self.steps_per_cell.max(1));
        let each = steps.div_ceil(steps.div_ceil(most).max(1));
        if steps == 0 { (0, 0) } else { (steps.div_ceil(each), each) }
    }

    /// The hidden layers of a network with this layout.
    #[must_use]
    pub fn hidden_layers(self, shape: Shape) -> usize {
        let (stages, _) = self.stages(shape.steps);
        if self.steps_per_cell > 1 { 2 * stages } else { stages }
    }

    /// The width of a network with this layout, or a little more if it is not flat.
    #[must_use]
    pub fn width(self, shape: Shape) -> usize {
        let Shape { steps, functions, signs } = shape;
        let (stages, each) = self.stages(steps);
        let inner = self.steps_per_cell.saturating_sub(1);
        match stages {
            0 => 0,
            _ if inner > 0 => 1 + functions + (2 * each.div_ceil(inner + 1)).max(2 * signs * inner),
            // The first layer has no sums to carry yet.
            1 => 1 + 2 * each,
            2 => (1 + 2 * each).max(1 + functions + 2 * (steps - each)),
            _ => 1 + functions + 2 * each,
        }
    }

    /// The edges of a network with this layout if no two neighbouring values are equal, or a little
    /// more.
    #[must_use]
    pub fn edges(self, shape: Shape) -> usize {
        let (stages, each) = self.stages(shape.steps);
        let Some(full) = stages.checked_sub(1) else {
            return 1;
        };
        let Shape { steps, functions: m, signs } = shape;
        let inner = self.steps_per_cell.saturating_sub(1);
        if inner == 0 {
            return stages + 2 * steps + m * (2 * steps + full) + 1;
        }
        let cell = inner + 1;
        let cells = full * each.div_ceil(cell) + (steps - full * each).div_ceil(cell);
        let hats = 2 * signs * inner;
        2 * stages + 2 * cells * (1 + m + hats) + stages * (m + hats) + m * full + 1
    }

    /// The edges of the network's output map into each function.
    #[must_use]
    pub(crate) fn output_edges(self, shape: Shape, signs: usize) -> usize {
        let (stages, each) = self.stages(shape.steps);
        match (stages.checked_sub(1), self.steps_per_cell.saturating_sub(1)) {
            (None, _) => 0,
            (Some(full), 0) => 2 * (shape.steps - full * each) + usize::from(full > 0),
            (Some(_), inner) => 1 + 2 * signs * inner,
        }
    }
}

impl Staircase {
    /// The functions that go from `levels[f][i]` to `levels[f][i + 1]` on `[starts[i], starts[i] + 1]`.
    ///
    /// # Errors
    ///
    /// [`Error::NotIncreasing`] if starts are out of order, [`Error::Levels`] unless each function
    /// has `starts.len() + 1` values, [`Error::Negative`] if a number is negative.
    pub fn new(starts: Vec<Integer>, levels: Vec<Vec<Integer>>) -> Result<Self, Error> {
        if let Some(index) = starts.iter().zip(starts.iter().skip(1)).position(|(a, b)| a >= b) {
            return Err(Error::NotIncreasing { index });
        }
        let wanted = starts.len() + 1;
        if let Some(found) = levels.iter().map(Vec::len).find(|found| *found != wanted) {
            return Err(Error::Levels { found, wanted });
        }
        if starts.iter().take(1).chain(levels.iter().flatten()).any(|number| *number < 0) {
            return Err(Error::Negative);
        }
        Ok(Self { starts, levels })
    }

    /// What the size of a network depends on.
    #[must_use]
    pub fn shape(&self) -> Shape {
        let signs = |levels: &Vec<Integer>| {
            let moves = |sign: i32| (0..self.starts.len()).any(|i| height(levels, i) * sign > 0);
            usize::from(moves(1)) + usize::from(moves(-1))
        };
        Shape {
            steps: self.starts.len(),
            functions: self.levels.len(),
            signs: self.levels.iter().map(signs).sum(),
        }
    }

    /// The network of these functions with a layout.
    ///
    /// Shape: `x -> (x, f_1(x), f_2(x), ...)`, 1 input. Units: `x >= 0`. Silence: nothing is promised
    /// inside a step.
    ///
    /// # Errors
    ///
    /// [`Error::Zero`] if a number of the layout is 0.
    pub fn network(&self, layout: Layout) -> Result<Network, Error> {
        if layout.cells == 0 || layout.steps_per_cell == 0 {
            return Err(Error::Zero("a layout's number"));
        }
        let mut layers = Layers::new(1);
        let mut x = Form::input(0);
        let mut sums: Vec<Form> =
            self.levels.iter().filter_map(|v| v.first()).map(Form::constant).collect();
        let (_, each) = layout.stages(self.starts.len());
        let all: Vec<usize> = (0..self.starts.len()).collect();
        for steps in all.chunks(each.max(1)) {
            let cells: Vec<&[usize]> = steps.chunks(layout.steps_per_cell).collect();
            self.stage(&mut layers, &mut x, &mut sums, &cells)?;
        }
        Ok(layers.finish([x].into_iter().chain(sums))?)
    }

    /// One layer or pair of layers, with these steps.
    fn stage(
        &self,
        layers: &mut Layers,
        x: &mut Form,
        sums: &mut [Form],
        cells: &[&[usize]],
    ) -> Result<(), Error> {
        // relu(x - p_k), relu(x - p_k - 1)
        let principal: Vec<&Integer> =
            cells.iter().filter_map(|cell| self.starts.get(*cell.first()?)).collect();
        let ramps: Vec<u32> = (principal.iter())
            .flat_map(|p| [Form::constant(*p), Form::constant(*p) + 1])
            .map(|bias| layers.neuron(x.clone() - bias))
            .collect();
        let of_ramps = |changes: Vec<Integer>| {
            Form::new(ramps.iter().copied().zip(changes.into_iter().map(Weight::from)), 0)
        };
        // The first layer's part of each function: from the start of one cell to that of the next.
        let bases = self.levels.iter().map(|levels| {
            let mut last = cells.first().and_then(|cell| levels.get(*cell.first()?));
            let mut changes = Vec::with_capacity(2 * cells.len());
            for start in cells.iter().filter_map(|cell| levels.get(*cell.first()? + 1)) {
                let change = Integer::from(start - last.replace(start).unwrap_or(start));
                changes.extend([change.clone(), -change]);
            }
            of_ramps(changes)
        });
        let bases: Vec<Form> = bases.collect();
        layers.carry([x]);
        carry(layers, sums);
        layers.close()?;
        layers.mark("x".to_owned(), x);
        for (sum, base) in sums.iter_mut().zip(bases) {
            *sum = std::mem::replace(sum, Form::constant(0)) + base;
        }
        let places = cells.iter().map(|cell| cell.len()).max().unwrap_or(0);
        if places <= 1 {
            return Ok(());
        }
        let mut added = Vec::with_capacity(sums.len());
        for levels in &self.levels {
            let mut terms = Vec::new();
            for (place, sign) in (1..places).flat_map(|place| [(place, 1), (place, -1)]) {
                let step = |cell: &&[usize]| {
                    let index = *cell.get(place)?;
                    let height = height(levels, index) * sign;
                    (height > 0).then_some((height, self.starts.get(index)?))
                };
                let steps: Vec<_> = cells.iter().map(step).collect();
                if steps.iter().any(Option::is_some) {
                    for (late, weight) in [(0, sign), (1, -sign)] {
                        let row = of_ramps(lines(&principal, &steps, late));
                        terms.push((layers.neuron(row), Weight::from(weight)));
                    }
                }
            }
            added.push(Form::new(terms, 0));
        }
        layers.carry([x]);
        carry(layers, sums);
        layers.close()?;
        for (sum, added) in sums.iter_mut().zip(added) {
            *sum = std::mem::replace(sum, Form::constant(0)) + added;
        }
        Ok(())
    }
}

/// Takes sums, which are `>= 0` outside the steps, through the current layer.
fn carry(layers: &mut Layers, sums: &mut [Form]) {
    for sum in sums {
        layers.carry([sum]);
    }
}

fn height(levels: &[Integer], step: usize) -> Integer {
    match (levels.get(step), levels.get(step + 1)) {
        (Some(before), Some(after)) => Integer::from(after - before),
        _ => Integer::new(),
    }
}

/// The function that is `h (x - t - late)` on `[p_k + 1, p_{k+1}]`, for the `(h, t)` of each cell (0
/// without one), 0 up to the first `p_k`, and linear on `[p_k, p_k + 1]`: the changes of its slope at
/// `p_0, p_0 + 1, p_1, p_1 + 1, ...`.
fn lines(principal: &[&Integer], steps: &[Option<(Integer, &Integer)>], late: u32) -> Vec<Integer> {
    let value = |step: &Option<(Integer, &Integer)>, x: Integer| match step {
        Some((h, t)) => (x - *t - late) * h,
        None => Integer::new(),
    };
    let mut changes = Vec::with_capacity(2 * principal.len());
    let mut last = &None;
    for (p, step) in principal.iter().zip(steps) {
        let slope = |step: &Option<(Integer, &Integer)>| {
            step.as_ref().map_or_else(Integer::new, |(h, _)| h.clone())
        };
        let between = value(step, Integer::from(*p + 1_u32)) - value(last, Integer::from(*p));
        changes.extend([&between - slope(last), slope(step) - between]);
        last = step;
    }
    changes
}
