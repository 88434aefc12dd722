//! Tables from texts.

use dataset::{Points, Table, decimal, number};

/// The table in a text of lines with commas: a header, then the coordinates and the label of a point.
pub fn table(text: &str) -> Table {
    let rows: Vec<_> =
        text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()).collect();
    let dimension = rows[0].len() - 1;
    let numbers = rows.iter().flat_map(|row| &row[..dimension]);
    let numbers = numbers.map(|number| decimal::parse(number).unwrap()).collect();
    let (denominator, numerators) = number::common_denominator(numbers).unwrap();
    let points = Points::new(dimension, denominator, numerators).unwrap();
    let labels = rows.iter().map(|row| row[dimension]).collect();
    let lines = (2..rows.len() + 2).collect();
    Table::new(points, labels, lines).unwrap()
}
