//! Where in a file.

use std::fmt;

/// A row of a file, as one finds it there, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Line of a text; the header is line 1.
    Line(usize),
    /// Row of an array or a table without lines.
    Row(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Row(row) => write!(f, "row {row}"),
        }
    }
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// By its name, cut if it is long.
    Name(String),
    /// By its number, from 1, where columns have no names.
    Number(usize),
    /// The label, where it is not a column.
    Label,
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "column `{name}`"),
            Self::Number(number) => write!(f, "column {number}"),
            Self::Label => f.write_str("the label"),
        }
    }
}
