//! Lemma A.2 (Vardi et al. 2022; Lemma 2.3 of Yang and Yang): projecting with one neuron.
//!
//! # Statement
//!
//! For N points of R^d with norms at most `r >= 1` and distances at least `delta <= 1` there is a
//! ReLU network F1 of width 1, depth 2 and bit complexity `log2(3 d r N^2 sqrt(pi) / delta)` with
//!
//! ```text
//! 0 <= F1(xi) <= R = 10 r N^2 sqrt(pi d) / delta        |F1(xi) - F1(xj)| >= 2   for i != j
//! ```
//!
//! # Construction
//!
//! ```text
//! v = the first q = ceil(log2(d N^2 sqrt(pi))) binary places of every coordinate of u  (Lemma A.3)
//! F1(x) = s relu(v.x + b)
//! ```
//!
//! | | `paper` | `measured` |
//! |---|---|---|
//! | s | `2 N^2 sqrt(pi d) / delta`, rounded up | the least integer that makes all gaps >= 2 |
//! | b | `floor(1 - min(0, min v.xi))` | `floor(1 - min v.xi)` |
//! | range | `floor(R)` | `floor(max F1(xi))` |
//!
//! # Counting
//!
//! Depth 2 counts the output layer. Bits are those of [`network::Weight::bits`], and the statement's
//! bound is rounded up to an integer, as its proof does for every single weight.
//!
//! # Deviations
//!
//! b is the integer part of the paper's `1 - min(...)`, which may have no finite binary expansion;
//! `v.x + b` stays positive. s is an integer where the paper has an irrational number.
//!
//! # Used by
//!
//! Theorems 3.1, 5.1 and 6.2; Theorem 2.1 of Yang and Yang.

use std::{fmt, str::FromStr};

use claims::{Claim, Enclosure, Record, record::VARDI_2022};
use dataset::Points;
use network::{Affine, Form, Network, Weight};
use rayon::prelude::*;
use rug::{Integer, Rational, ops::Pow};

use crate::{
    ProjectionError, Separated,
    lemma_a3::{self, products, sorting_order},
};

/// What is told about the statement.
pub const RECORD: Record = Record {
    command: Some("lemA.2"),
    code: Some("projection::lemma_a2::project"),
    remarks: &["D2"],
    ..Record::cited(
        VARDI_2022,
        "vardi2022/A.2",
        "Lemma A.2",
        "projection by one neuron; range R, separation 2",
    )
};
/// The id of the statement.
pub const ID: &str = RECORD.id;

/// Where the parameters of a construction come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// From the formulas of the statement.
    #[default]
    Paper,
    /// From the data: the true range of the projected points, and what makes the network smallest.
    Measured,
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Paper => "paper",
            Self::Measured => "measured",
        })
    }
}

impl FromStr for Profile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "paper" => Ok(Self::Paper),
            "measured" => Ok(Self::Measured),
            _ => Err(format!("unknown profile {text:?}: expected paper or measured")),
        }
    }
}

/// The result of stage I.
#[derive(Debug, Clone)]
pub struct Projection {
    /// F1: d inputs, 1 output, one hidden neuron.
    pub network: Network,
    /// The projected points, sorted.
    pub points: Separated,
    /// `order[k]` is the position in the data of the k-th smallest projected point.
    pub order: Vec<u32>,
    /// An upper bound on all projected points: `floor(R)`, or the true one.
    pub range: Integer,
    /// What Lemmas A.2 and A.3 promise, measured.
    pub claims: Vec<Claim>,
}

impl Projection {
    /// rho: the bits of the integer part of a projected point.
    #[must_use]
    pub fn key_bits(&self) -> u32 {
        self.range.significant_bits().max(1)
    }

    /// Labels in the order of the projected points.
    ///
    /// # Panics
    ///
    /// Unless there is one label for each point.
    #[must_use]
    pub fn sorted<T: Copy>(&self, labels: &[T]) -> Vec<T> {
        assert_eq!(labels.len(), self.order.len(), "one label for each point");
        self.order.iter().map(|index| labels[*index as usize]).collect()
    }
}

/// Projects the data: the network of Lemma A.2.
///
/// Shape: the network is `x -> F1(x)`, d inputs, 1 output, one hidden neuron. `delta_squared` is the
/// square of a lower bound on the distance of any two points, in the units of the data. The same seed
/// gives the same network on every machine. Silence: at other points only `F1(x) >= 0` is promised.
///
/// # Errors
///
/// [`ProjectionError`]: no direction found, or `delta_squared` is not positive or larger than the
/// data's.
pub fn project(
    data: &Points,
    delta_squared: &Rational,
    profile: Profile,
    seed: u64,
) -> Result<Projection, ProjectionError> {
    if *delta_squared <= 0 {
        return Err(ProjectionError::NotPositive);
    }
    let direction = lemma_a3::direction(data, seed)?;
    let places = bits_below(&(root_pi() * square_of(data.len()) * data.dimension() as u64));
    let v = direction.truncated(places);

    // v.x in units of 1 / unit
    let unit = Integer::from(data.denominator() << places);
    let products = products(data, &v);
    let order = sorting_order(&products);
    let sorted = || order.iter().map(|index| &products[*index as usize]);
    let rational = |value: &Integer| Rational::from((value.clone(), unit.clone()));
    let least = rational(&products[order[0] as usize]);

    let inverse_delta =
        Enclosure::exact(1).max_with(Rational::from(delta_squared.recip_ref())).sqrt();
    let d = data.dimension() as u64;
    let root_pi_d = (Enclosure::pi() * d).sqrt();
    let (s, b) = match profile {
        Profile::Paper => {
            let s = inverse_delta * root_pi_d * square_of(data.len()) * 2;
            let shift = if least < 0 { 1 - least } else { Rational::from(1) };
            (s.ceil(), shift)
        }
        Profile::Measured => {
            let gaps = sorted().zip(sorted().skip(1)).map(|(low, high)| Integer::from(high - low));
            let s = match gaps.min() {
                Some(gap) if gap > 0 => (Rational::from(2) / rational(&gap)).ceil(),
                _ => Rational::from(1),
            };
            (Integer::from(s.numer()), 1 - least)
        }
    };
    let b = Integer::from(b.floor_ref());

    let offset = Integer::from(&b * &unit);
    let points: Vec<Rational> = (order.par_iter())
        .map(|index| {
            Rational::from((Integer::from(&products[*index as usize] + &offset) * &s, unit.clone()))
        })
        .collect();
    let points = Separated::new(points).map_err(ProjectionError::WrongSeparation)?;

    let scale = Weight::power_of_two(-(places as i32));
    let row = Form::new(
        (0..).zip(&v).map(|(column, v)| (column, &Weight::from(v) * &scale)),
        Weight::from(&b),
    );
    let network = Network::new(
        vec![Affine::new(d as u32, [row])?],
        Affine::new(1, [Form::input(0).times(&s)])?,
    )?
    .mark("x", 0, None);

    let bound = range_bound(data.len(), data.dimension(), &data.radius_squared(), delta_squared);
    let mut claims = direction.claims();
    claims.extend(measured(data, &network, &points, &bound, delta_squared));
    let range = match profile {
        Profile::Paper => bound.floor(),
        Profile::Measured => Integer::from(points.last().floor_ref()),
    };
    Ok(Projection { network, points, order, range, claims })
}

/// `R = 10 r N^2 sqrt(pi d) / delta` with `r = max(1, radius)` and `delta <= 1`.
#[must_use]
pub fn range_bound(
    points: usize,
    dimension: usize,
    radius_squared: &Rational,
    delta_squared: &Rational,
) -> Enclosure {
    let r = Enclosure::exact(1).max_with(radius_squared.clone()).sqrt();
    let inverse_delta =
        Enclosure::exact(1).max_with(Rational::from(delta_squared.recip_ref())).sqrt();
    (Enclosure::pi() * dimension as u64).sqrt() * square_of(points) * r * inverse_delta * 10
}

/// The bits that the statement allows, `ceil(log2(3 d r N^2 sqrt(pi) / delta))`.
#[must_use]
pub fn bits_bound(
    points: usize,
    dimension: usize,
    radius_squared: &Rational,
    delta_squared: &Rational,
) -> u64 {
    let r = Enclosure::exact(1).max_with(radius_squared.clone()).sqrt();
    let inverse_delta =
        Enclosure::exact(1).max_with(Rational::from(delta_squared.recip_ref())).sqrt();
    let number = root_pi() * square_of(points) * r * inverse_delta * (3 * dimension as u64);
    bits_below(&number).into()
}

/// `ceil(log2(number))` of a number above 1.
fn bits_below(number: &Enclosure) -> u32 {
    let bits = number.ceil_log2().and_then(|bits| u32::try_from(bits).ok());
    bits.expect("a product of sqrt(pi) and numbers from 1 on, in memory")
}

fn root_pi() -> Enclosure {
    Enclosure::pi().sqrt()
}

fn square_of(points: usize) -> Integer {
    Integer::from(points).pow(2)
}

fn measured(
    data: &Points,
    network: &Network,
    points: &Separated,
    bound: &Enclosure,
    delta_squared: &Rational,
) -> Vec<Claim> {
    let counts = network.counts();
    let bits = bits_bound(data.len(), data.dimension(), &data.radius_squared(), delta_squared);
    let mut claims = vec![
        Claim::at_most(ID, "width", counts.width, 1),
        Claim::at_most(ID, "depth", counts.depth, 2),
        Claim::at_most(ID, "bits", counts.bits, bits),
        Claim::at_least(ID, "least F1(x)", points.first().clone(), 0),
        Claim::at_most(ID, "largest F1(x)", points.last().clone(), bound.lower().clone()),
    ];
    // One point alone has no gap.
    let gaps = points.points().windows(2).map(|pair| Rational::from(&pair[1] - &pair[0]));
    if let Some(gap) = gaps.min() {
        claims.push(Claim::at_least(ID, "least |F1(xi) - F1(xj)|", gap, 2));
    }
    claims
}
