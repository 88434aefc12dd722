//! One inequality of one statement, measured.

use std::{borrow::Cow, fmt};

use rug::Rational;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::spell;

/// How the measured value relates to the bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// `measured <= bound`.
    #[serde(rename = "<=")]
    AtMost,
    /// `measured >= bound`.
    #[serde(rename = ">=")]
    AtLeast,
    /// `measured = bound`.
    #[serde(rename = "=")]
    Equal,
}

impl Relation {
    /// The sign of the relation: `<=`, `>=` or `=`.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::AtMost => "<=",
            Self::AtLeast => ">=",
            Self::Equal => "=",
        }
    }
}

/// `measured <= bound` (or `>=`, `=`), with the statement that promises it.
///
/// Serialized, both sides are exact: integers and fractions as text, such as `"2005302"` or `"1/64"`.
/// Whether it holds is written for a reader, and checked when it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Id of the statement, such as `vardi2022/A.8`.
    pub statement: Cow<'static, str>,
    /// What is measured, in words and units.
    pub quantity: String,
    /// The value measured.
    pub measured: Rational,
    /// Which way the inequality goes.
    pub relation: Relation,
    /// The bound, already rounded so that the claim is never easier than the statement.
    pub bound: Rational,
}

impl Claim {
    /// The claim `measured <= bound`.
    #[must_use]
    pub fn at_most(
        statement: impl Into<Cow<'static, str>>,
        quantity: impl Into<String>,
        measured: impl Into<Rational>,
        bound: impl Into<Rational>,
    ) -> Self {
        Self::new(
            statement.into(),
            quantity.into(),
            measured.into(),
            Relation::AtMost,
            bound.into(),
        )
    }

    /// The claim `measured >= bound`.
    #[must_use]
    pub fn at_least(
        statement: impl Into<Cow<'static, str>>,
        quantity: impl Into<String>,
        measured: impl Into<Rational>,
        bound: impl Into<Rational>,
    ) -> Self {
        Self::new(
            statement.into(),
            quantity.into(),
            measured.into(),
            Relation::AtLeast,
            bound.into(),
        )
    }

    /// The claim `measured = bound`.
    #[must_use]
    pub fn equal(
        statement: impl Into<Cow<'static, str>>,
        quantity: impl Into<String>,
        measured: impl Into<Rational>,
        bound: impl Into<Rational>,
    ) -> Self {
        Self::new(statement.into(), quantity.into(), measured.into(), Relation::Equal, bound.into())
    }

    fn new(
        statement: Cow<'static, str>,
        quantity: String,
        measured: Rational,
        relation: Relation,
        bound: Rational,
    ) -> Self {
        Self { statement, quantity, measured, relation, bound }
    }

    /// Does the inequality hold?
    #[must_use]
    pub fn holds(&self) -> bool {
        match self.relation {
            Relation::AtMost => self.measured <= self.bound,
            Relation::AtLeast => self.measured >= self.bound,
            Relation::Equal => self.measured == self.bound,
        }
    }

    /// The measured value for a reader, by [`spell::number`].
    #[must_use]
    pub fn measured_text(&self) -> String {
        spell::number(&self.measured)
    }

    /// The bound for a reader, by [`spell::number`].
    #[must_use]
    pub fn bound_text(&self) -> String {
        spell::number(&self.bound)
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = self.relation.sign();
        let verdict = if self.holds() { "" } else { "  BROKEN" };
        write!(
            f,
            "{}: {}: {} {sign} {}{verdict}",
            self.statement,
            self.quantity,
            self.measured_text(),
            self.bound_text()
        )
    }
}

/// A claim as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    statement: String,
    quantity: String,
    measured: String,
    relation: Relation,
    bound: String,
    holds: bool,
}

impl Serialize for Claim {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { statement, quantity, measured, relation, bound } = self;
        Written {
            statement: statement.to_string(),
            quantity: quantity.clone(),
            measured: measured.to_string(),
            relation: *relation,
            bound: bound.to_string(),
            holds: self.holds(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Claim {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Written { statement, quantity, measured, relation, bound, holds } =
            Written::deserialize(deserializer)?;
        let number = |text: &str| {
            let number = text.parse::<Rational>().ok();
            // Only the one way in which it is written.
            number.filter(|number| number.to_string() == text).ok_or_else(|| {
                D::Error::custom(format_args!(
                    "{text:?} is no number of a claim: expected an integer or a fraction in lowest terms"
                ))
            })
        };
        let claim = Self {
            statement: statement.into(),
            measured: number(&measured)?,
            relation,
            bound: number(&bound)?,
            quantity,
        };
        if claim.holds() != holds {
            let found = if holds { "holds" } else { "does not hold" };
            return Err(D::Error::custom(format_args!("{claim}: the claim says that it {found}")));
        }
        Ok(claim)
    }
}

#[cfg(test)]
mod tests {
    use rug::Integer;

    use super::*;

    fn claims() -> [Claim; 3] {
        [
            Claim::at_most("vardi2022/3.1", "width", 12, 12),
            Claim::at_least("s", "gap", Rational::from((-7, 3)), Integer::from(1) << 200),
            Claim::equal("s", "points", 5, 5),
        ]
    }

    #[test]
    fn claims_are_read_back_as_they_were() {
        for claim in claims() {
            let text = serde_json::to_string(&claim).unwrap();
            assert_eq!(serde_json::from_str::<Claim>(&text).unwrap(), claim, "{text}");
        }
    }

    #[test]
    fn claims_that_were_changed_are_refused() {
        let [claim, ..] = claims();
        let text = serde_json::to_string(&claim).unwrap();
        for (old, new) in [
            ("true", "false"),
            (r#""measured":"12""#, r#""measured":"13""#),
            (r#""bound":"12""#, r#""bound":"24/2""#),
            (r#""bound":"12""#, r#""bound":"""#),
            ("<=", "<"),
            ("quantity", "quality"),
        ] {
            let forged = text.replace(old, new);
            assert_ne!(forged, text);
            assert!(serde_json::from_str::<Claim>(&forged).is_err(), "{forged}");
        }
    }
}
