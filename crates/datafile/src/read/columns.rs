//! Which columns of a file are features, and which one is the label.

use dataset::text::cut;

use super::{
    error::{Column, ReadProblem},
    request::{ReadOptions, Request},
};

/// The columns of a file: their names, or only how many there are.
pub(crate) enum Columns {
    Named(Vec<String>),
    Numbered(usize),
}

/// The columns that are read, counted from 0.
pub(crate) struct Choice {
    /// The label, if labels are wanted.
    pub(crate) label: Option<usize>,
    /// The features, in the order asked for.
    pub(crate) features: Vec<usize>,
    /// The name of the label column, read or left out.
    pub(crate) label_name: Option<String>,
}

impl Columns {
    /// Columns with these names, which are all different and none of them empty.
    pub(crate) fn named(names: Vec<String>) -> Result<Self, ReadProblem> {
        let mut sorted: Vec<_> = names.iter().zip(1..).collect();
        sorted.sort_unstable();
        if let [(name, column), ..] = sorted[..]
            && name.is_empty()
        {
            return Err(ReadProblem::Unnamed { column });
        }
        if let Some(pair) = sorted.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            let (name, first, second) = (cut(pair[0].0), pair[0].1, pair[1].1);
            return Err(ReadProblem::Duplicate { name, first, second });
        }
        Ok(Self::Named(names))
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Named(names) => names.len(),
            Self::Numbered(columns) => *columns,
        }
    }

    /// The column at this place, counted from 0, for a message.
    pub(crate) fn column(&self, place: usize) -> Column {
        match self {
            Self::Named(names) => Column::Name(cut(&names[place])),
            Self::Numbered(_) => Column::Number(place + 1),
        }
    }

    fn named_place(&self, wanted: &str) -> Option<usize> {
        match self {
            Self::Named(names) => names.iter().position(|name| name == wanted.trim()),
            Self::Numbered(_) => None,
        }
    }

    fn numbered_place(&self, wanted: &str) -> Option<usize> {
        let number: usize = wanted.trim().parse().ok()?;
        number.checked_sub(1).filter(|place| *place < self.len())
    }

    /// The column asked for by name, or by number if none has that name.
    fn place(&self, wanted: &str) -> Result<usize, ReadProblem> {
        self.named_place(wanted).or_else(|| self.numbered_place(wanted)).ok_or_else(|| {
            let known = match self {
                Self::Named(names) => list(names),
                Self::Numbered(columns) => format!("numbered from 1 to {columns}"),
            };
            ReadProblem::UnknownColumn { wanted: cut(wanted), known }
        })
    }

    /// Chooses what a request asks for.
    pub(crate) fn choose(&self, request: Request<'_>) -> Result<Choice, ReadProblem> {
        let options = request.options;
        let label = if request.labelled {
            match &options.label {
                Some(wanted) => Some(self.place(wanted)?),
                None => self.len().checked_sub(1),
            }
        } else {
            self.label_to_leave_out(request)
        };
        let features = match &options.columns {
            Some(wanted) => self.features(wanted, label.filter(|_| request.labelled))?,
            None => (0..self.len()).filter(|place| Some(*place) != label).collect(),
        };
        if features.is_empty() {
            return Err(match label {
                Some(label) => ReadProblem::NoFeature { column: self.column(label) },
                None => ReadProblem::Empty,
            });
        }
        let label_name = match (self, label) {
            (Self::Named(names), Some(label)) => Some(names[label].clone()),
            _ => None,
        };
        Ok(Choice { label: label.filter(|_| request.labelled), features, label_name })
    }

    /// The features of a format that keeps its labels apart, so that every column is a feature.
    pub(crate) fn features_only(&self, request: Request<'_>) -> Result<Vec<usize>, ReadProblem> {
        // Neither a label to leave out nor a number of features to tell that there is one.
        let columns = request.options.columns.clone();
        let options = ReadOptions { columns, ..ReadOptions::default() };
        Ok(self.choose(Request { options: &options, labelled: false })?.features)
    }

    /// The label column of a file that is read for its points, if it has one.
    fn label_to_leave_out(&self, request: Request<'_>) -> Option<usize> {
        let wanted = request.options.label.as_deref();
        let one_more = request.options.features.is_some_and(|features| features + 1 == self.len());
        wanted.and_then(|wanted| self.named_place(wanted)).or_else(|| {
            if !one_more {
                return None;
            }
            match wanted {
                Some(wanted) => self.numbered_place(wanted),
                None => self.len().checked_sub(1),
            }
        })
    }

    fn features(&self, wanted: &[String], label: Option<usize>) -> Result<Vec<usize>, ReadProblem> {
        let mut features = Vec::with_capacity(wanted.len());
        for wanted in wanted {
            let place = self.place(wanted)?;
            if Some(place) == label {
                return Err(ReadProblem::LabelAsFeature { column: self.column(place) });
            }
            if features.contains(&place) {
                return Err(ReadProblem::Twice { column: self.column(place) });
            }
            features.push(place);
        }
        Ok(features)
    }
}

/// At most 20 of some names, for a message.
pub(crate) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let mut known: Vec<_> =
        names.iter().take(20).map(|name| format!("`{}`", cut(name.as_ref()))).collect();
    if names.len() > 20 {
        known.push(format!("{} more", names.len() - 20));
    }
    known.join(", ")
}
