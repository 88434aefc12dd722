//! Options for the parameters of statements, as their records declare them.

use anyhow::{Result, anyhow};
use claims::{Kind, Parameter};
use clap::{
    Arg, ArgMatches, Args, Command, FromArgMatches,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use construction::Value;
use memorelu::{Request, RequestError, Statement};

/// Reads the name of a statement that builds networks.
pub fn statement() -> impl TypedValueParser<Value = &'static Statement> {
    let value = |statement: &'static Statement| {
        let record = statement.record;
        let help = format!("{}: {}", record.name(), record.growth);
        PossibleValue::new(statement.command()).help(help)
    };
    PossibleValuesParser::new(Statement::building().map(value))
        .map(|name| Statement::named(&name).expect("possible values are names of statements"))
}

/// Values of parameters of statements, as they were typed.
#[derive(Debug, Clone, Default)]
pub struct Given(Vec<(&'static str, String)>);

impl Given {
    /// The request for a statement's network with these values.
    pub fn request(&self, statement: &'static Statement) -> Result<Request> {
        let mut request = Request::named(statement.command())?;
        for (name, text) in &self.0 {
            request.set(name, text).map_err(with_option)?;
        }
        Ok(request)
    }
}

/// A message in the words of the command line.
fn with_option(error: RequestError) -> anyhow::Error {
    match error {
        RequestError::Elsewhere { name, takers, statement } => {
            anyhow!("--{name} goes with --theorem {}, not {statement}", takers.join(", "))
        }
        error => error.into(),
    }
}

/// The parameters of all statements that build networks, each once, with those that declare it.
fn parameters() -> Vec<(&'static Parameter, Vec<&'static str>)> {
    let mut all: Vec<(&Parameter, Vec<&str>)> = Vec::new();
    for statement in Statement::building() {
        for parameter in statement.record.parameters {
            match all.iter_mut().find(|(known, _)| known.name == parameter.name) {
                Some((_, takers)) => takers.push(statement.command()),
                None => all.push((parameter, vec![statement.command()])),
            }
        }
    }
    all
}

/// An option; its help begins with the statements that take it, unless all do.
fn option(parameter: &'static Parameter, takers: &[&str]) -> Arg {
    let of = if takers.len() == Statement::building().count() {
        String::new()
    } else {
        format!("{}: ", takers.join(", "))
    };
    let help = format!("{of}{} [default: {}]", parameter.meaning, parameter.default);
    let arg = Arg::new(parameter.name)
        .long(parameter.name)
        .value_name(parameter.symbol)
        .conflicts_with_all(parameter.excludes)
        .help(help);
    let words = move |text: &str| match Value::parse(parameter, text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(format!("expected {}", Value::expected(parameter))),
    };
    match parameter.kind {
        Kind::Choice(words) => arg.value_parser(PossibleValuesParser::new(words)),
        Kind::Number => arg.value_parser(words).allow_hyphen_values(true),
        Kind::Natural(_) => arg.value_parser(words),
    }
}

impl Args for Given {
    fn augment_args(command: Command) -> Command {
        command.args(parameters().iter().map(|(parameter, takers)| option(parameter, takers)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Given {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = parameters().into_iter().filter_map(|(parameter, _)| {
            Some((parameter.name, matches.get_one::<String>(parameter.name)?.clone()))
        });
        Ok(Self(given.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
