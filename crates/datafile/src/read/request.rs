//! What is wanted of a file.

use std::path::Path;

use crate::format::Format;

/// How to read a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// The format; `None` is what the name of the file tells, and CSV if it tells nothing.
    pub format: Option<Format>,
    /// Name or number of the label column; `None` is the last one. The name of the label array for
    /// NPZ (`None` is `y`); refused for LIBSVM, where the label is the first value of each line.
    pub label: Option<String>,
    /// Names or numbers of the features, in this order; `None` is every column but the label. For
    /// NPZ one name may be that of the array of features instead of `X`.
    pub columns: Option<Vec<String>>,
    /// Rows read at most, from the first; what stands behind them is not looked at.
    pub limit: Option<usize>,
    /// The number of features expected, if that is known: LIBSVM rows have zeros up to there, and
    /// [`read_points`](crate::read_points) knows by it whether a label column is there.
    pub features: Option<usize>,
}

/// What is wanted of a file.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    pub(crate) options: &'a ReadOptions,
    /// Labels too, or points only.
    pub(crate) labelled: bool,
}

impl Request<'_> {
    /// The format of a file of this name.
    pub(crate) fn format(&self, name: &Path) -> Format {
        self.options.format.or_else(|| Format::of(name)).unwrap_or(Format::Csv)
    }

    /// Rows to read at most.
    pub(crate) fn limit(&self) -> usize {
        self.options.limit.unwrap_or(usize::MAX)
    }
}
