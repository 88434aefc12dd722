//! Park, Lee, Yun and Shin (COLT 2021): `O(N^(2/3))` parameters, width 3.
//!
//! # Statement
//!
//! For N points of `R^d` whose distances differ by a factor of Delta at most, a ReLU network of width 3
//! with `O(d + log Delta + N^(2/3) log C)` parameters returns N labels of C classes.
//!
//! # Construction
//!
//! The whole network is one number, changed by **steps** of three neurons,
//!
//! ```text
//! z  ->  z - u relu(z - a) + v relu(z - b)
//! ```
//!
//! A *fold* at T by D, `a = T - 1`, `b = T`, `u = v = D`, is `z - D` for `z >= T` and z for `z < T`, if z
//! is an integer. As in the paper there are three stages.
//!
//! 1. **Project** to integer keys below some K (`projection::keys`).
//! 2. **Compress** the keys to about `N^(4/3)` numbers, by folds that keep them distinct: see [`fold`].
//! 3. **Look up** the label of a key `z = B a + b`, `b < B`, in a table of A rows of B digits of
//!    `c = ceil(log2 C)` bits, `A B >= K`. Row a is the integer `w_a` that has the label of the key
//!    `B a + b` as its digit number `B - 1 - b`. With `M = 2^(c (2B - 1))`, more than any w becomes:
//!    - `S = M z + w_0`; for `a = A - 1, ..., 1` fold at `M B a` by `M B a - w_a + w_0`:
//!      then `S = M b + w_a`;
//!    - for `k = B - 1, ..., 1` the step `a = M k - 1`, `b = M k`, `u = M`, `v = M + 2^c - 1`, which
//!      takes `M k + w` to `M (k - 1) + 2^c w` and leaves what is below `M k`: then `S = 2^(c b) w_a`,
//!      and the label is digit `B - 1` of S;
//!    - fold away the `c (B - 1)` bits above it: then `S = 2^e y + t` with `t < 2^e`, `e = c (B - 1)`;
//!    - remove t. Either, for `v = C - 1, ..., 0`, by the step `a = 2^e v`, `b = 2^e v + 2^e - 1`,
//!      `u = v = 1`, which takes the label v to the one number `2^e v` and moves the larger ones down by
//!      `2^e - 1`: after all of them label y is at `y 2^e - y (2^e - 1) = y`. Or, for many classes, by
//!      folds that move the c bits of y below t and then fold away the e bits of t.
//!
//! Every intermediate value is `>= 0` on the data, so ReLU carries it.
//!
//! # Counting
//!
//! A step has 6 edges, 3 into its neurons and 3 out of them. With `m = ceil(N^(1/3))`, `R = m N + 2 m^4`
//! and f the folds that bring K to `N^2`, at most (each takes a third of the range away),
//!
//! ```text
//! steps  <=  f + (2 m^2 + 2) + 2 sqrt((1 + c) R) + min(C, c ceil(sqrt(R / (1 + c))))
//! edges  <=  d + 6 steps + 1
//! depth  <=  2 steps + 3
//! width  <=  3
//! ```
//!
//! # Deviations
//!
//! The paper's constants are not given; these are ours, for the steps above. The paper has `log Delta`
//! where K stands here, which depends on the direction found. Where the paper needs a fold for each
//! `N^(1/3)` points, longer pieces are tried first, and folding goes on as long as it pays.

pub mod fold;

use claims::{Claim, Paper, Record};
use construction::{BuildError, Memorizer, Used, Values, parameters::SEED};
use dataset::Dataset;
use network::{Affine, Form, Network, ShapeError};
use rug::Integer;

use crate::{BaselineError, Construction, Parameters, line::Line};
use fold::Folds;

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("park2021"),
    growth: "O(N^(2/3)) edges, width 3",
    code: Some("baselines::park_2021::construct"),
    parameters: &[SEED],
    remarks: &["D24"],
    ..Record::cited(
        Paper {
            key: "park2021",
            short: "Park et al. 2021",
            source: "S. Park, J. Lee, C. Yun, J. Shin, Provable memorization via deep neural networks \
                 using sub-linear parameters, COLT 2021",
            is_peer: true,
        },
        "park2021/width-3",
        "Width 3",
        "O(N^(2/3)) parameters, width 3",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// The construction, for those who choose among statements.
#[derive(Debug, Clone, Copy)]
pub struct Park2021;

impl Memorizer for Park2021 {
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
    let label_bits = u32::BITS - line.largest_label().leading_zeros();
    let classes = u64::from(line.largest_label()) + 1;
    let shape = |range: u64| Shape::cheapest(range, label_bits, classes);
    let folds = Folds::search(&line.keys, |range| shape(range).steps());
    let keys = folds.apply(&line.keys);
    let shape = shape(keys.iter().fold(1, |range, key| range.max(key + 1)));

    let mut chain = Chain::new(line.dimension, line.form.clone());
    for fold in &folds.folds {
        chain.fold(&fold.at, &fold.by)?;
    }
    shape.look_up(&mut chain, &shape.rows(&keys, &line.labels))?;
    let steps = chain.steps;
    let network = chain.finish()?;

    let bound = most_steps(data.len() as u64, &folds, label_bits, classes);
    let d = data.dimension() as u64;
    let counts = network.counts();
    let claims = vec![
        Claim::at_most(ID, "steps", steps, bound),
        Claim::at_most(ID, "edges", counts.edges, d + 6 * bound + 1),
        Claim::at_most(ID, "depth", counts.depth, 2 * bound + 3),
        Claim::at_most(ID, "width", counts.width, 3),
    ];
    let used = vec![
        Used::words("folds", folds.folds.len()),
        Used::words("keys before and after", format!("{}, {}", folds.range, shape.range)),
        Used::new("A", "rows of the table", shape.rows),
        Used::new("B", "digits of a row", shape.digits),
        Used::new("c", "bits of a digit", label_bits),
    ];
    Ok(Construction::new(network, used, claims, ()))
}

/// The bound on the steps, see the head of the module.
fn most_steps(n: u64, folds: &Folds, label_bits: u32, classes: u64) -> u64 {
    let c = u64::from(label_bits);
    let m = fold::cube_root(n);
    let range = Integer::from(fold::compressed(n));
    let ceil_sqrt = |x: Integer| {
        let (root, rest) = x.sqrt_rem(Integer::new());
        (root + u32::from(rest > 0)).to_u64().expect("the root of a multiple of words")
    };
    let table = ceil_sqrt(Integer::from(&range * (4 * (1 + c))));
    let digits = ceil_sqrt(range.div_rem_ceil(Integer::from(1 + c)).0);
    folds.most_thirds(n) + 2 * m * m + 2 + table + classes.min(c * digits)
}

/// The table: `rows * digits >= range`.
#[derive(Debug, Clone, Copy)]
struct Shape {
    /// Keys are below this.
    range: u64,
    /// A.
    rows: u64,
    /// B.
    digits: u64,
    /// c.
    label_bits: u32,
    /// C.
    classes: u64,
}

impl Shape {
    /// The table with the fewest steps, of those that the bound speaks of and their neighbours.
    fn cheapest(range: u64, label_bits: u32, classes: u64) -> Self {
        let c = u64::from(label_bits);
        let near = [range.div_ceil(1 + c), range.div_ceil(1 + 2 * c)].map(u64::isqrt);
        let digits = near.into_iter().flat_map(|root| root..=root + 1).filter(|digits| *digits > 0);
        let of =
            |digits: u64| Self { range, rows: range.div_ceil(digits), digits, label_bits, classes };
        digits.map(of).min_by_key(Self::steps).expect("root + 1 is positive")
    }

    /// e, bits below the label in the end.
    fn below(&self) -> u64 {
        u64::from(self.label_bits) * (self.digits - 1)
    }

    /// Is the rest below the label removed class by class, or bit by bit?
    fn class_by_class(&self) -> bool {
        self.classes <= u64::from(self.label_bits) + self.below()
    }

    /// Steps of the lookup, at most.
    fn steps(&self) -> u64 {
        let rest = match (self.below(), self.class_by_class()) {
            (0, _) => 0,
            (_, true) => self.classes,
            (below, false) => u64::from(self.label_bits) + below,
        };
        (self.rows - 1) + (self.digits - 1) + self.below() + rest
    }

    /// `(a, w_a)` of the rows that hold a key, and of row 0.
    fn rows(&self, keys: &[u64], labels: &[u32]) -> Vec<(u64, Integer)> {
        let mut points: Vec<(u64, u32)> =
            keys.iter().copied().zip(labels.iter().copied()).collect();
        points.sort_unstable();
        let mut rows = vec![(0, Integer::new())];
        for (key, label) in points {
            let (row, rest) = (key / self.digits, key % self.digits);
            if rows.last().is_none_or(|(last, _)| *last != row) {
                rows.push((row, Integer::new()));
            }
            let (_, word) = rows.last_mut().expect("row 0 is there from the start");
            let place = u64::from(self.label_bits) * (self.digits - 1 - rest);
            *word += Integer::from(label) << place as u32;
        }
        rows
    }

    /// Stage 3: from the compressed key to the label.
    fn look_up(&self, chain: &mut Chain, rows: &[(u64, Integer)]) -> Result<(), ShapeError> {
        // Words are in memory, so their lengths are far below 2^32 bits.
        let power = |bits: u64| Integer::from(1) << bits as u32;
        let (c, below) = (u64::from(self.label_bits), self.below());
        let unit = power(below + c * self.digits);
        let ((_, first), rows) = rows.split_first().expect("row 0 is always there");
        chain.scale(&unit, first);
        for (row, word) in rows.iter().rev() {
            let at = Integer::from(&unit * *row) * self.digits;
            let by = Integer::from(&at - word) + first;
            chain.fold(&at, &by)?;
        }
        for k in (1..self.digits.min(self.range)).rev() {
            let at = Integer::from(&unit * k);
            let v = Integer::from(&unit - 1) + power(c);
            chain.step(&Integer::from(&at - 1), &at, &unit, &v)?;
        }
        for bit in (c + below..c + 2 * below).rev() {
            chain.fold(&power(bit), &power(bit))?;
        }
        if below == 0 {
            return Ok(());
        }
        let one = Integer::from(1);
        if self.class_by_class() {
            let width = power(below) - 1;
            for class in (1..self.classes).rev() {
                let from = power(below) * class;
                let to = Integer::from(&from + &width);
                chain.step(&from, &to, &one, &one)?;
            }
            chain.cut(&width)
        } else {
            chain.scale(&power(c), &Integer::new());
            for bit in (0..c).rev() {
                let at = power(c + below + bit);
                let by = &at - power(bit);
                chain.fold(&at, &by)?;
            }
            (c..c + below).rev().try_for_each(|bit| chain.fold(&power(bit), &power(bit)))
        }
    }
}

/// A network of one number, step by step.
struct Chain {
    hidden: Vec<Affine>,
    /// The number, as a form of the last layer's neurons.
    form: Form,
    /// Neurons of the last layer.
    inputs: u32,
    steps: u64,
}

impl Chain {
    fn new(dimension: u32, form: Form) -> Self {
        Self { hidden: Vec::new(), form, inputs: dimension, steps: 0 }
    }

    /// `z -> factor z + constant`.
    fn scale(&mut self, factor: &Integer, constant: &Integer) {
        self.form = self.form.clone().times(factor) + Form::constant(constant);
    }

    /// `z -> relu(z - from)`.
    fn cut(&mut self, from: &Integer) -> Result<(), ShapeError> {
        let row = self.form.clone() - Form::constant(from);
        self.hidden.push(Affine::new(self.inputs, [row])?);
        (self.form, self.inputs) = (Form::input(0), 1);
        Ok(())
    }

    /// `z -> z - u relu(z - a) + v relu(z - b)`.
    fn step(
        &mut self,
        a: &Integer,
        b: &Integer,
        u: &Integer,
        v: &Integer,
    ) -> Result<(), ShapeError> {
        self.cut(&Integer::new())?;
        let z = Form::input(0);
        let kinks = [a, b].map(|kink| z.clone() - Form::constant(kink));
        self.hidden.push(Affine::new(1, [z].into_iter().chain(kinks))?);
        let [z, p, q] = Form::inputs();
        self.form = z - p.times(u) + q.times(v);
        self.inputs = 3;
        self.steps += 1;
        Ok(())
    }

    /// `z -> z - by` for `z >= at`.
    fn fold(&mut self, at: &Integer, by: &Integer) -> Result<(), ShapeError> {
        self.step(&Integer::from(at - 1), at, by, by)
    }

    fn finish(self) -> Result<Network, ShapeError> {
        let output = Affine::new(self.inputs, [self.form])?;
        Network::new(self.hidden, output)
    }
}
