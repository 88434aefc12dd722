//! What a line of LIBSVM can have wrong.

use thiserror::Error;

/// What a line of LIBSVM can have wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LibsvmError {
    /// There is no line.
    #[error("the file is empty; expected one line `label index:value ...` for each point")]
    Empty,
    /// A line begins with a feature.
    #[error("line {line}: found `{found}` instead of the label; expected `label index:value ...`")]
    NoLabel {
        /// The line.
        line: usize,
        /// What stands in place of the label, cut if it is long.
        found: String,
    },
    /// Not `index:value`.
    #[error("line {line}: found `{found}`; expected a feature such as `3:0.5`, index before value")]
    Pair {
        /// The line.
        line: usize,
        /// The text found, cut if it is long.
        found: String,
    },
    /// An index is 0.
    #[error(
        "line {line}: found index 0, but features count from 1; add 1 to every index \
         (scikit-learn: dump_svmlight_file(..., zero_based=False))"
    )]
    Zero {
        /// The line.
        line: usize,
    },
    /// Indices do not increase.
    #[error(
        "line {line}: index {index} after {before}; indices increase within a line: sort them, and \
         give each once"
    )]
    Order {
        /// The line.
        line: usize,
        /// The index.
        index: usize,
        /// The index before it.
        before: usize,
    },
    /// A label column is asked for.
    #[error("the label of LIBSVM is the first value of each line; ask for no other")]
    Label,
    /// No line has a feature.
    #[error("no line has a feature; expected `label index:value ...`")]
    NoFeatures,
}
