//! The values that a user chooses for the parameters of a statement.

use std::fmt;

use claims::{Kind, Parameter, Record};
use dataset::decimal;
use rug::Rational;
use thiserror::Error;

/// A value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A natural number.
    Natural(u64),
    /// One of the words of a choice.
    Word(&'static str),
    /// A number.
    Number(Rational),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Natural(number) => write!(f, "{number}"),
            Self::Word(word) => f.write_str(word),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

/// Why a value is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ValueError {
    /// The statement declares no such parameter.
    #[error("{statement} has no parameter {name:?}: it takes {}", list(.takes))]
    Unknown {
        /// The statement, as a user types it.
        statement: &'static str,
        /// The name that was given.
        name: String,
        /// The parameters that it declares.
        takes: Vec<&'static str>,
    },
    /// Two parameters exclude each other.
    #[error("{name} and {other} exclude each other: give one of them")]
    Excluded {
        /// The parameter.
        name: &'static str,
        /// The one that was given before.
        other: &'static str,
    },
    /// The text is no value of the parameter.
    #[error("{name}: found {found:?}, expected {expected}")]
    Malformed {
        /// The parameter.
        name: &'static str,
        /// The text.
        found: String,
        /// What the parameter takes.
        expected: String,
    },
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// Values of some parameters; the others have their defaults.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values(Vec<(Parameter, Value)>);

impl Values {
    /// These values and one more, which replaces an earlier one.
    ///
    /// # Panics
    ///
    /// If it is no value of the parameter: for what a user gives, see [`Values::set`].
    #[must_use]
    pub fn with(mut self, parameter: Parameter, value: Value) -> Self {
        assert!(admits(&parameter, &value), "{} is no value of {}", value, parameter.name);
        self.put(parameter, value);
        self
    }

    /// Reads a value of one of the record's parameters.
    ///
    /// # Errors
    ///
    /// [`ValueError`] if the statement declares no such parameter, the text is none of its values, or a
    /// parameter that it excludes was given.
    pub fn set(&mut self, record: &Record, name: &str, text: &str) -> Result<(), ValueError> {
        let parameter = record.parameters.iter().find(|parameter| parameter.name == name);
        let parameter = parameter.ok_or_else(|| ValueError::Unknown {
            statement: record.command.unwrap_or(record.id),
            name: name.to_owned(),
            takes: record.parameters.iter().map(|parameter| parameter.name).collect(),
        })?;
        let value = Value::parse(parameter, text).ok_or_else(|| ValueError::Malformed {
            name: parameter.name,
            found: text.to_owned(),
            expected: Value::expected(parameter),
        })?;
        let excluded = self.0.iter().find(|(other, _)| {
            other.excludes.contains(&parameter.name) || parameter.excludes.contains(&other.name)
        });
        if let Some((other, _)) = excluded {
            return Err(ValueError::Excluded { name: parameter.name, other: other.name });
        }
        self.put(*parameter, value);
        Ok(())
    }

    fn put(&mut self, parameter: Parameter, value: Value) {
        self.0.retain(|(other, _)| other.name != parameter.name);
        self.0.push((parameter, value));
    }

    fn get(&self, parameter: &Parameter) -> Option<&Value> {
        self.0.iter().find(|(other, _)| other.name == parameter.name).map(|(_, value)| value)
    }

    /// The parameters that were given, with their values, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Parameter, &Value)> {
        self.0.iter().map(|(parameter, value)| (parameter, value))
    }

    /// Was it given?
    #[must_use]
    pub fn has(&self, parameter: &Parameter) -> bool {
        self.get(parameter).is_some()
    }

    /// A natural number, or the default if that is one.
    #[must_use]
    pub fn natural(&self, parameter: &Parameter) -> Option<u64> {
        match self.get(parameter) {
            Some(Value::Natural(number)) => Some(*number),
            Some(_) => unreachable!("a value is of the kind of its parameter"),
            None => parameter.default.parse().ok(),
        }
    }

    /// A word of a choice, or the default if that is one.
    #[must_use]
    pub fn word(&self, parameter: &Parameter) -> Option<&'static str> {
        match (self.get(parameter), parameter.kind) {
            (Some(Value::Word(word)), _) => Some(word),
            (None, Kind::Choice(words)) => {
                words.iter().find(|word| **word == parameter.default).copied()
            }
            _ => unreachable!("a value is of the kind of its parameter"),
        }
    }

    /// A number, if it was given.
    #[must_use]
    pub fn number(&self, parameter: &Parameter) -> Option<&Rational> {
        match self.get(parameter) {
            Some(Value::Number(number)) => Some(number),
            Some(_) => unreachable!("a value is of the kind of its parameter"),
            None => None,
        }
    }

    /// The value as text, given or by default; nothing if the default is told in words only.
    #[must_use]
    pub fn text(&self, parameter: &Parameter) -> Option<String> {
        let by_default = || Value::parse(parameter, parameter.default);
        Some(self.get(parameter).cloned().or_else(by_default)?.to_string())
    }

    /// As options of a command line: `--block 4 --layers-per-read 12`.
    #[must_use]
    pub fn options(&self) -> String {
        let options = self.iter().map(|(parameter, value)| format!("--{} {value}", parameter.name));
        options.collect::<Vec<_>>().join(" ")
    }
}

/// In the letters of the paper: `S = 4, T = 12`.
impl fmt::Display for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text: Vec<_> = self
            .iter()
            .map(|(parameter, value)| format!("{} = {value}", parameter.symbol))
            .collect();
        f.write_str(&text.join(", "))
    }
}

fn admits(parameter: &Parameter, value: &Value) -> bool {
    match (parameter.kind, value) {
        (Kind::Natural(least), Value::Natural(number)) => *number >= least,
        (Kind::Choice(words), Value::Word(word)) => words.contains(word),
        (Kind::Number, Value::Number(_)) => true,
        _ => false,
    }
}

impl Value {
    /// Reads a value of a parameter.
    #[must_use]
    pub fn parse(parameter: &Parameter, text: &str) -> Option<Self> {
        let value = match parameter.kind {
            Kind::Natural(_) => text.parse().ok().map(Self::Natural),
            Kind::Choice(words) => words.iter().find(|word| **word == text).map(|w| Self::Word(w)),
            Kind::Number => number(text).map(Self::Number),
        };
        value.filter(|value| admits(parameter, value))
    }

    /// What the values of a parameter look like.
    #[must_use]
    pub fn expected(parameter: &Parameter) -> String {
        match parameter.kind {
            Kind::Natural(least) => format!("a natural number, at least {least}"),
            Kind::Choice(words) => words.join(" or "),
            Kind::Number => "a number such as 0.01, 1e-3 or 1/64".to_owned(),
        }
    }
}

/// An integer, a decimal or a fraction of these.
fn number(text: &str) -> Option<Rational> {
    let (numerator, denominator) = text.split_once('/').unwrap_or((text, "1"));
    let part = |text: &str| decimal::parse(text).ok().map(|value| value.to_rational());
    let (numerator, denominator) = (part(numerator)?, part(denominator)?);
    (denominator != 0).then(|| numerator / denominator)
}

#[cfg(test)]
mod tests {
    use claims::record::MEMORELU;

    use super::*;

    const RECORD: Record = Record {
        command: Some("thm0"),
        parameters: &[
            Parameter {
                name: "block",
                symbol: "S",
                meaning: "points per block",
                kind: Kind::Natural(1),
                default: "the fewest edges",
                excludes: &[],
            },
            crate::parameters::PROFILE,
            crate::parameters::DELTA,
            crate::parameters::SEED,
        ],
        ..Record::cited(MEMORELU, "memorelu/0", "Theorem 0", "nothing")
    };

    fn set(name: &str, text: &str) -> Result<Values, ValueError> {
        let mut values = Values::default();
        values.set(&RECORD, name, text).map(|()| values)
    }

    #[test]
    fn values_are_read_and_written() {
        let mut values = set("block", "4").unwrap();
        values.set(&RECORD, "delta", "0.5/4").unwrap();
        values.set(&RECORD, "block", "7").unwrap();
        assert_eq!(values.to_string(), "DELTA = 1/8, S = 7");
        assert_eq!(values.options(), "--delta 1/8 --block 7");
        assert_eq!(values.natural(&RECORD.parameters[0]), Some(7));
    }

    #[test]
    fn what_is_not_given_has_its_default() {
        let values = Values::default();
        let [block, profile, delta, seed] = RECORD.parameters else { panic!("four") };
        assert_eq!(values.natural(block), None);
        assert_eq!(values.word(profile), Some("paper"));
        assert_eq!(values.number(delta), None);
        assert_eq!(values.natural(seed), Some(0));
    }

    #[test]
    fn what_is_not_declared_or_not_a_value_is_refused() {
        for (name, text, message) in [
            ("width", "3", "thm0 has no parameter \"width\": it takes block, profile, delta, seed"),
            ("block", "0", "block: found \"0\", expected a natural number, at least 1"),
            ("block", "-1", "block: found \"-1\", expected a natural number, at least 1"),
            ("profile", "Paper", "profile: found \"Paper\", expected paper or measured"),
            ("delta", "1/0", "delta: found \"1/0\", expected a number such as 0.01, 1e-3 or 1/64"),
        ] {
            assert_eq!(set(name, text).unwrap_err().to_string(), message);
        }
    }

    #[test]
    #[should_panic(expected = "is no value of block")]
    fn values_of_another_kind_do_not_enter() {
        let _ = Values::default().with(RECORD.parameters[0], Value::Word("paper"));
    }
}
