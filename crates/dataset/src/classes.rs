//! Classes from label texts.

use std::mem;

use rug::Rational;

use crate::{Labels, decimal};

/// The different labels in their order.
pub(crate) struct Classes {
    /// For each row its class.
    pub(crate) rows: Vec<u32>,
    /// For each class its name.
    pub(crate) names: Vec<String>,
    /// For each class its number, if all labels are numbers.
    pub(crate) values: Option<Vec<Rational>>,
}

impl Classes {
    /// Labels are names, in the order of their bytes, unless all of them are numbers: then they
    /// are in the order of the numbers, and equal numbers are one class, named by the shortest of
    /// its texts (`1` and `1.0` are the class `1`). So the order of the rows does not matter. An
    /// integer that is always written with a point, a sign `+` or an exponent is named by its digits,
    /// so that the class `1.0` of a text is the class `1` of an array of doubles.
    pub(crate) fn of(labels: Labels) -> Self {
        let (mut rows, texts) = labels.into_parts();
        let number = |text: &String| Some(decimal::parse(text).ok()?.to_rational());
        let numbers: Option<Vec<Rational>> = texts.iter().map(number).collect();
        let (classes, names, values) = match numbers {
            None => {
                let (classes, names) = rank(texts);
                (classes, names, None)
            }
            Some(numbers) => {
                let (classes, values) = rank(numbers);
                let mut names = vec![String::new(); values.len()];
                for (text, &class) in texts.into_iter().zip(&classes) {
                    let name = &mut names[class as usize];
                    if name.is_empty() || (text.len(), &text) < (name.len(), name) {
                        *name = text;
                    }
                }
                for (name, value) in names.iter_mut().zip(&values) {
                    let is_plain = name.bytes().all(|c| c.is_ascii_digit() || c == b'-');
                    if let (false, true, Some(word)) =
                        (is_plain, value.is_integer(), value.numer().to_i64())
                    {
                        *name = word.to_string();
                    }
                }
                (classes, names, Some(values))
            }
        };
        rows.iter_mut().for_each(|row| *row = classes[*row as usize]);
        Self { rows, names, values }
    }
}

/// The place of each value among the different values, and these in increasing order.
/// There are fewer than 2^32 values.
pub(crate) fn rank<T: Ord + Default>(mut values: Vec<T>) -> (Vec<u32>, Vec<T>) {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&i, &j| values[i].cmp(&values[j]));
    let mut ranks = vec![0; values.len()];
    let mut different: Vec<T> = Vec::new();
    for i in order {
        let value = mem::take(&mut values[i]);
        if different.last() != Some(&value) {
            different.push(value);
        }
        ranks[i] = (different.len() - 1) as u32;
    }
    (ranks, different)
}
