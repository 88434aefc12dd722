//! [`memorelu-memorize`]: ../memorelu_memorize/index.html
//! [`memorelu-width-depth`]: ../memorelu_width_depth/index.html
//! [`memorelu-retrieval`]: ../memorelu_retrieval/index.html
//! [`memorelu-lowerbounds`]: ../memorelu_lowerbounds/index.html
#![doc = include_str!("../README.md")]
//!
//! # Constructions
//!
//! | peer | module | source | counts |
//! |---|---|---|---|
//! | `zhang2017` | [`zhang_2017`] | Zhang, Bengio, Hardt, Recht, Vinyals 2017, Theorem 1 | 2N + d edges |
//! | `huang1991` | [`huang_1991`] | S.-C. Huang, Y.-F. Huang 1991 | N - 1 thresholds |
//! | `baum1988` | [`baum_1988`] | Baum 1988 | about `N / d` thresholds, in general position |
//! | `bubeck2020` | [`bubeck_2020`] | Bubeck, Eldan, Lee, Mikulincer 2020 | `4 ceil(N / d)` ReLUs, in general position |
//! | `yun2019` | [`yun_2019`] | Yun, Sra, Jadbabaie 2019, Theorem 3.1 | two hidden layers of `2 sqrt(N)` |
//! | `park2021` | [`park_2021`] | Park, Lee, Yun, Shin 2021 | `O(N^(2/3))` edges, width 3 |
//!
//! N is the number of points, d their dimension, C the number of classes. Each builds
//! its network with the counts of its source as claims; each module says where it departs from its source,
//! and why its network is exact.

pub mod baum_1988;
pub mod bubeck_2020;
pub mod groups;
pub mod huang_1991;
mod line;
mod modular;
pub mod park_2021;
mod plane;
pub mod yun_2019;
pub mod zhang_2017;

pub use dataset;

use construction::{Construction, Values, parameters};
use network::ShapeError;
use projection::ProjectionError;
use thiserror::Error;

/// What a user chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameters {
    /// Seed of everything random.
    pub seed: u64,
    /// `N^2` at most for `baum1988` and `bubeck2020`, which compare each point with about N / d
    /// hyperplanes in d coordinates; the others do not look at it.
    pub most_products: u64,
}

impl Default for Parameters {
    /// Seed 0, and 2^28 products: N up to 16 384.
    fn default() -> Self {
        Self { seed: 0, most_products: 1 << 28 }
    }
}

impl From<&Values> for Parameters {
    fn from(values: &Values) -> Self {
        Self { seed: parameters::seed(values), ..Self::default() }
    }
}

/// Why a network cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BaselineError {
    /// The points cannot be put on a line.
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    /// A construction that takes time in the square of N is asked for too many points.
    #[error(
        "{points} points, more than {most}: this construction compares every point with about N / d \
         hyperplanes; take fewer points, or another construction"
    )]
    TooManyPoints {
        /// N.
        points: usize,
        /// The largest N.
        most: u64,
    },
    /// The hyperplane of a group is not what the search modulo a prime found.
    #[error(
        "no hyperplane holds exactly the group of the point of row {row}, although one does modulo \
         2^61 - 1: multiply the data by a constant, or take another construction"
    )]
    NoPlane {
        /// Row of the group's first point.
        row: usize,
    },
    /// A network did not fit together.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}
