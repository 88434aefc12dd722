//! What a user asks for: a statement, and values of its parameters.

use std::{fmt, str::FromStr};

use claims::Parameter;
use construction::{Memorizer, Value, ValueError, Values};
use thiserror::Error;

use crate::Statement;

/// Why a request is none.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RequestError {
    /// There is no such statement, or it builds no memorizing network.
    #[error("{found:?} builds no memorizing network: expected one of {}", .known.join(", "))]
    Statement {
        /// What was asked for.
        found: String,
        /// What builds networks.
        known: Vec<&'static str>,
    },
    /// The parameter is one of other statements only.
    #[error("{name} goes with {}, not {statement}", .takers.join(", "))]
    Elsewhere {
        /// The parameter.
        name: String,
        /// The statements that declare it.
        takers: Vec<&'static str>,
        /// The statement that does not.
        statement: &'static str,
    },
    /// No statement declares the parameter, or the value is not one of it.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// Not a statement and its options.
    #[error("{found:?} is no option: expected --NAME VALUE")]
    Option {
        /// What was found.
        found: String,
    },
}

/// A statement that builds memorizing networks, and values of its parameters.
#[derive(Clone)]
pub struct Request {
    statement: &'static Statement,
    memorizer: &'static dyn Memorizer,
    values: Values,
}

impl Request {
    /// A statement by its id or the name to type, with its defaults.
    ///
    /// # Errors
    ///
    /// [`RequestError::Statement`] if none of that name builds memorizing networks.
    pub fn named(name: &str) -> Result<Self, RequestError> {
        Statement::named(name).and_then(Self::of).ok_or_else(|| RequestError::Statement {
            found: name.to_owned(),
            known: Statement::building().map(Statement::command).collect(),
        })
    }

    /// A statement with its defaults, if it builds memorizing networks.
    #[must_use]
    pub fn of(statement: &'static Statement) -> Option<Self> {
        Some(Self { statement, memorizer: statement.memorizer?, values: Values::default() })
    }

    /// The same with these values, which are values of the statement's own parameters.
    #[must_use]
    pub fn with_values(self, values: Values) -> Self {
        Self { values, ..self }
    }

    /// The same with one more value: a number, or a text as on the command line.
    ///
    /// # Errors
    ///
    /// [`RequestError`] if the statement declares no such parameter, or this is not a value of it.
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Result<Self, RequestError> {
        self.set(name, &value.to_string())?;
        Ok(self)
    }

    /// Sets a value, as on the command line.
    ///
    /// # Errors
    ///
    /// As [`Request::with`].
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), RequestError> {
        let record = self.statement.record;
        let declares =
            |statement: &&Statement| statement.record.parameters.iter().any(|p| p.name == name);
        let takers: Vec<_> =
            Statement::building().filter(declares).map(Statement::command).collect();
        let statement = self.statement.command();
        if !takers.is_empty() && !takers.contains(&statement) {
            return Err(RequestError::Elsewhere { name: name.to_owned(), takers, statement });
        }
        Ok(self.values.set(record, name, text)?)
    }

    /// Sets a value unless the statement declares no such parameter, or it has one already.
    #[must_use]
    pub fn or(mut self, parameter: &Parameter, value: Value) -> Self {
        let own = self.statement.record.parameters;
        if !self.values.has(parameter) && own.iter().any(|p| p.name == parameter.name) {
            self.values = self.values.with(*parameter, value);
        }
        self
    }

    /// The statement.
    #[must_use]
    pub fn statement(&self) -> &'static Statement {
        self.statement
    }

    /// What builds the network.
    #[must_use]
    pub fn memorizer(&self) -> &'static dyn Memorizer {
        self.memorizer
    }

    /// The values that were given.
    #[must_use]
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// The values of all parameters that have one, given or by default, by name.
    pub fn settled(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.statement.record.parameters.iter().filter_map(|parameter| {
            self.values.text(parameter).map(|value| (parameter.name, value))
        })
    }
}

/// A statement and its options: `thm2.1 --max-width 64`.
impl FromStr for Request {
    type Err = RequestError;

    fn from_str(text: &str) -> Result<Self, RequestError> {
        let mut words = text.split_whitespace();
        let mut request = Self::named(words.next().unwrap_or(""))?;
        while let Some(word) = words.next() {
            let (name, value) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (word, words.next()),
            };
            let (Some(name), Some(value)) = (name.strip_prefix("--"), value) else {
                return Err(RequestError::Option { found: word.to_owned() });
            };
            request.set(name, value)?;
        }
        Ok(request)
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = self.values.options();
        let space = if options.is_empty() { "" } else { " " };
        write!(f, "{}{space}{options}", self.statement.command())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read_as_they_are_written() {
        for text in ["thm3.1", "thm2.1 --max-width 64 --minimise depth", "retrieval --width 3"] {
            assert_eq!(text.parse::<Request>().unwrap().to_string(), text);
        }
        let equals: Request = "vardi2022/5.1 --depth-parameter=8".parse().unwrap();
        assert_eq!(equals.to_string(), "thm5.1 --depth-parameter 8");
    }

    #[test]
    fn every_value_that_holds_is_told() {
        let request: Request = "thm3.1 --delta 1/64".parse().unwrap();
        let settled: Vec<_> = request.settled().collect();
        let expected = [("profile", "paper"), ("seed", "0"), ("delta", "1/64")];
        assert_eq!(settled, expected.map(|(name, value)| (name, value.to_owned())));
    }

    #[test]
    fn what_a_statement_does_not_declare_is_refused() {
        for (text, message) in [
            (
                "retrieval --profile measured",
                "profile goes with thm3.1, thm5.1, thm6.2, thm2.1, not retrieval",
            ),
            (
                "zhang2017 --delta 0.1",
                "delta goes with thm3.1, thm5.1, thm6.2, thm2.1, not zhang2017",
            ),
            (
                "thm5.1 --max-depth 9 --depth-parameter 2",
                "depth-parameter and max-depth exclude each other: give one of them",
            ),
            (
                "thm3.1 --colour red",
                "thm3.1 has no parameter \"colour\": it takes profile, seed, delta",
            ),
            ("thm3.1 --profile", "\"--profile\" is no option: expected --NAME VALUE"),
            ("thm3.1 paper", "\"paper\" is no option: expected --NAME VALUE"),
        ] {
            assert_eq!(text.parse::<Request>().unwrap_err().to_string(), message, "{text}");
        }
        let error = "lemA.8".parse::<Request>().unwrap_err().to_string();
        assert!(
            error.starts_with("\"lemA.8\" builds no memorizing network: expected one of thm3.1,")
        );
    }
}
