//! The sparse text of LIBSVM and SVMlight.
//!
//! ```text
//! line = label (index : value)*  [# comment]
//! ```
//!
//! Indices count from 1 and increase within a line; a feature that is not given is 0. Values are
//! exact decimals, labels are texts. There are as many features as the largest index says, or as are
//! expected. Where only points are wanted, the label may be missing.

use dataset::{
    DataError, Labels,
    decimal::{self, DecimalError},
    number::Number,
    text::cut,
};

use super::{
    columns::Columns,
    error::{Column, LibsvmError, Place, ReadProblem},
    request::Request,
    rows::{self, Rows, utf8},
};

pub(crate) fn read(bytes: &[u8], request: Request<'_>) -> Result<Rows, ReadProblem> {
    let limit = request.limit();
    if limit == 0 {
        return Err(DataError::NoPoints.into());
    }
    if request.labelled && request.options.label.is_some() {
        return Err(LibsvmError::Label.into());
    }
    let (mut sparse, mut labels, mut rows) = (Vec::new(), Labels::default(), Vec::new());
    // Ends of the rows in `sparse`.
    let mut ends = Vec::new();
    let mut features = request.options.features.unwrap_or(0);
    for (line, text) in (1..).zip(lines(bytes)) {
        if rows.len() == limit {
            break;
        }
        let comment = text.iter().position(|c| *c == b'#').unwrap_or(text.len());
        let text = utf8(Place::Line(line), &text[..comment])?;
        let mut words = text.split_ascii_whitespace();
        let Some(first) = words.next() else { continue };
        let is_feature = first.contains(':');
        if request.labelled {
            if is_feature {
                return Err(LibsvmError::NoLabel { line, found: cut(first) }.into());
            }
            labels.push(first);
        }
        let mut before = 0;
        for word in is_feature.then_some(first).into_iter().chain(words) {
            let (index, value) = pair(line, word)?;
            if index <= before {
                return Err(match index {
                    0 => LibsvmError::Zero { line },
                    index => LibsvmError::Order { line, index, before },
                }
                .into());
            }
            before = index;
            sparse.push((index - 1, value));
        }
        features = features.max(before);
        ends.push(sparse.len());
        rows.push(line);
        rows::check_size(rows.len() as u64, features as u64)?;
    }
    if rows.is_empty() {
        return Err(LibsvmError::Empty.into());
    }
    if features == 0 {
        return Err(LibsvmError::NoFeatures.into());
    }
    let columns = Columns::Numbered(features);
    let chosen = columns.features_only(request)?;
    let coordinates = dense(sparse, &ends, features, &chosen);
    let points = rows::points(coordinates, chosen.len(), |row, feature| {
        (Place::Line(rows[row]), columns.column(chosen[feature]))
    })?;
    Ok(Rows { points, labels, rows, label: None })
}

/// Lines as an editor counts them: they end in `\n`, `\r\n` or `\r`.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes));
    std::iter::from_fn(move || {
        let bytes = rest?;
        let end = bytes.iter().position(|c| matches!(c, b'\n' | b'\r'));
        rest = end.map(|end| {
            let end = &bytes[end..];
            end.strip_prefix(b"\r\n").unwrap_or(&end[1..])
        });
        Some(&bytes[..end.unwrap_or(bytes.len())])
    })
}

/// `index:value`.
fn pair(line: usize, word: &str) -> Result<(usize, Number), ReadProblem> {
    let malformed = || LibsvmError::Pair { line, found: cut(word) };
    let (index, value) = word.split_once(':').ok_or_else(malformed)?;
    let index = index.parse().map_err(|_| malformed())?;
    let value = decimal::parse(value).map_err(|reason| match reason {
        DecimalError::Missing | DecimalError::Spelling => malformed().into(),
        reason => {
            let (at, column) = (Place::Line(line), Column::Number(index));
            ReadProblem::Value { at, column, found: cut(value), reason }
        }
    })?;
    Ok((index, value))
}

/// The chosen features of all rows, with zeros where a row gives none.
fn dense(
    sparse: Vec<(usize, Number)>,
    ends: &[usize],
    features: usize,
    chosen: &[usize],
) -> Vec<Number> {
    // Where each feature goes.
    let mut places = vec![None; features];
    chosen.iter().enumerate().for_each(|(place, &feature)| places[feature] = Some(place));
    let mut coordinates = vec![Number::ZERO; ends.len() * chosen.len()];
    let mut sparse = sparse.into_iter();
    let mut start = 0;
    for (row, &end) in coordinates.chunks_exact_mut(chosen.len()).zip(ends) {
        for (feature, value) in sparse.by_ref().take(end - start) {
            if let Some(place) = places[feature] {
                row[place] = value;
            }
        }
        start = end;
    }
    coordinates
}
