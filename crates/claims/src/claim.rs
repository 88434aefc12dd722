//! One inequality of one statement, measured.

use std::fmt;

use rug::Rational;
use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::spell;

/// How the measured value relates to the bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `measured <= bound`.
    AtMost,
    /// `measured >= bound`.
    AtLeast,
    /// `measured = bound`.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Id of the statement, such as `vardi2022/A.8`.
    pub statement: &'static str,
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
        statement: &'static str,
        quantity: impl Into<String>,
        measured: impl Into<Rational>,
        bound: impl Into<Rational>,
    ) -> Self {
        Self::new(statement, quantity.into(), measured.into(), Relation::AtMost, bound.into())
    }

    /// The claim `measured >= bound`.
    #[must_use]
    pub fn at_least(
        statement: &'static str,
        quantity: impl Into<String>,
        measured: impl Into<Rational>,
        bound: impl Into<Rational>,
    ) -> Self {
        Self::new(statement, quantity.into(), measured.into(), Relation::AtLeast, bound.into())
    }

    /// The claim `measured = bound`.
    #[must_use]
    pub fn equal(
        statement: &'static str,
        quantity: impl Into<String>,
        measured: impl Into<Rational>,
        bound: impl Into<Rational>,
    ) -> Self {
        Self::new(statement, quantity.into(), measured.into(), Relation::Equal, bound.into())
    }

    fn new(
        statement: &'static str,
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

impl Serialize for Claim {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut claim = serializer.serialize_struct("Claim", 6)?;
        claim.serialize_field("statement", self.statement)?;
        claim.serialize_field("quantity", &self.quantity)?;
        claim.serialize_field("measured", &self.measured_text())?;
        claim.serialize_field("relation", self.relation.sign())?;
        claim.serialize_field("bound", &self.bound_text())?;
        claim.serialize_field("holds", &self.holds())?;
        claim.end()
    }
}
