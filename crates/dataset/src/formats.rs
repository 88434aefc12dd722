//! The formats, one module each: from bytes to rows.

pub(crate) mod delimited;
#[cfg(feature = "parquet")]
mod guard;
pub(crate) mod libsvm;
pub(crate) mod npy;
pub(crate) mod npz;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;

use crate::source::{Choice, Columns, ReadOptions, ReadProblem, Request};

/// The features of a format that keeps its labels apart, so that every column is a feature.
fn features(columns: &Columns, request: Request<'_>) -> Result<Vec<usize>, ReadProblem> {
    // Neither a label to leave out nor a number of features to tell that there is one.
    let ReadOptions { columns: wanted, .. } = request.options;
    let options = ReadOptions { columns: wanted.clone(), ..ReadOptions::default() };
    let Choice { features, .. } = columns.choose(Request { options: &options, labelled: false })?;
    Ok(features)
}
