//! What a statement's run leaves for the page: `summary.json` beside its `claims.json`.
//!
//! A run has hundreds of cases and thousands of claims. The summary has one row for each quantity that
//! is claimed: the tightest case, chosen by exact comparison, and in how many cases the claim holds.

use std::{io::Write, path::Path};

use anyhow::{Context as _, Result};
use claims::{Claim, Relation, spell};
use netfile::atomic;
use rug::Rational;
use serde::{Deserialize, Serialize};

use super::{Case, pictures::Picture};
/// The file, in the statement's folder.
pub const FILE: &str = "summary.json";

/// One statement as it was last reproduced.
#[derive(Debug, Serialize, Deserialize)]
pub struct Summary {
    /// Its name on the command line.
    pub name: String,
    /// The command that made this.
    pub command: String,
    /// Why it could not run, if it could not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// Number of cases.
    pub cases: usize,
    /// Number of claims, and of those that hold.
    pub claims: usize,
    /// Claims that hold.
    pub holding: usize,
    /// One row for each quantity.
    pub rows: Vec<Row>,
    /// The claims of one case, in full.
    pub first: Option<First>,
    /// The pictures, in order.
    pub pictures: Vec<Picture>,
}

/// One quantity over all cases.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The tightest claim; a broken one, if there is one.
    pub tightest: Claim,
    /// Where that is.
    pub data: String,
    /// The parameters there.
    pub setting: String,
    /// `measured / bound` (`bound / measured` for `>=`), cut to three decimals, where it says something.
    pub used: Option<String>,
    /// Claims on this quantity.
    pub claims: usize,
    /// Those that hold.
    pub holding: usize,
}

/// The first case.
#[derive(Debug, Serialize, Deserialize)]
pub struct First {
    /// Its dataset or domain.
    pub data: String,
    /// Its parameters.
    pub setting: String,
    /// Its claims.
    pub claims: Vec<Claim>,
}

impl Summary {
    /// The summary of cases.
    pub fn new(name: &str, command: String, cases: &[Case], pictures: Vec<Picture>) -> Self {
        let rows = rows(cases);
        let first = cases.first().map(|case| First {
            data: case.data.clone(),
            setting: case.setting.clone(),
            claims: case.claims.clone(),
        });
        Self {
            name: name.to_owned(),
            command,
            failure: None,
            cases: cases.len(),
            claims: rows.iter().map(|row| row.claims).sum(),
            holding: rows.iter().map(|row| row.holding).sum(),
            rows,
            first,
            pictures,
        }
    }

    /// That a statement could not run.
    pub fn failed(name: &str, command: String, error: &anyhow::Error) -> Self {
        let failure = Some(format!("{error:#}"));
        Self { failure, ..Self::new(name, command, &[], Vec::new()) }
    }

    /// Writes it into the statement's folder.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let json = serde_json::to_string_pretty(self)?;
        atomic::write(&folder.join(FILE), |file| file.write_all(json.as_bytes()))?;
        Ok(())
    }

    /// Did it run, is something claimed, and does every claim hold?
    pub fn holds(&self) -> bool {
        self.failure.is_none() && self.claims > 0 && self.holding == self.claims
    }

    /// The summary in a statement's folder, if it was reproduced.
    pub fn read(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Ok(None);
        }
        let place = || format!("cannot read {}", path.display());
        let text = std::fs::read_to_string(&path).with_context(place)?;
        Ok(Some(serde_json::from_str(&text).with_context(place)?))
    }
}

/// One row for each statement, quantity and relation, in the order of first appearance.
fn rows(cases: &[Case]) -> Vec<Row> {
    let mut rows: Vec<(Row, &Claim)> = Vec::new();
    for case in cases {
        for claim in &case.claims {
            let same = |(_, other): &&mut (Row, &Claim)| {
                (&other.statement, &other.quantity, other.relation)
                    == (&claim.statement, &claim.quantity, claim.relation)
            };
            let row = |claims, holding| Row {
                tightest: claim.clone(),
                data: case.data.clone(),
                setting: case.setting.clone(),
                used: used(claim).map(|ratio| spell::decimals(&ratio, 3)),
                claims,
                holding,
            };
            let holds = usize::from(claim.holds());
            match rows.iter_mut().find(same) {
                None => rows.push((row(1, holds), claim)),
                Some((found, tightest)) => {
                    found.claims += 1;
                    found.holding += holds;
                    if is_tighter(claim, tightest) {
                        *found = row(found.claims, found.holding);
                        *tightest = claim;
                    }
                }
            }
        }
    }
    rows.into_iter().map(|(row, _)| row).collect()
}

/// Broken before whole; then by the part of the bound that is used; of equations, the larger.
fn is_tighter(claim: &Claim, other: &Claim) -> bool {
    let key = |claim: &Claim| (!claim.holds(), used(claim));
    match claim.relation {
        Relation::Equal => (!claim.holds(), &claim.measured) > (!other.holds(), &other.measured),
        Relation::AtMost | Relation::AtLeast => key(claim) > key(other),
    }
}

/// The part of the bound that is used: 1 is all of it. Nothing for equations, and where the ratio says
/// nothing: numbers that are negative, or 0 below the line.
fn used(claim: &Claim) -> Option<Rational> {
    let (part, whole) = match claim.relation {
        Relation::AtMost => (&claim.measured, &claim.bound),
        Relation::AtLeast => (&claim.bound, &claim.measured),
        Relation::Equal => return None,
    };
    (*part >= 0 && *whole > 0).then(|| Rational::from(part / whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(data: &str, claims: Vec<Claim>) -> Case {
        let (data, setting) = (data.to_owned(), String::new());
        Case { data, setting, counts: None, distance: None, claims }
    }

    #[test]
    fn where_nothing_is_claimed_nothing_holds() {
        assert!(!Summary::new("s", String::new(), &[case("a", Vec::new())], Vec::new()).holds());
    }

    #[test]
    fn the_tightest_case_is_shown() {
        let width = |measured, bound| Claim::at_most("s", "width", measured, bound);
        let least = |measured, bound| Claim::at_least("s", "least", measured, bound);
        let right = |measured, bound| Claim::equal("s", "right", measured, bound);
        let cases = [
            case("a", vec![width(1, 3), least(9, 3), right(4, 4)]),
            case("b", vec![width(5, 10), least(9, 8), right(7, 7)]),
            case("c", vec![width(2, 7), least(100, 1), right(5, 6)]),
        ];
        let summary = Summary::new("s", String::new(), &cases, Vec::new());
        let shown = |row: &Row| (row.data.clone(), row.used.clone(), row.holding, row.claims);
        let rows: Vec<_> = summary.rows.iter().map(shown).collect();
        let used = |text: &str| Some(text.to_owned());
        assert_eq!(rows[0], ("b".to_owned(), used("0.500"), 3, 3));
        assert_eq!(rows[1], ("b".to_owned(), used("0.888"), 3, 3));
        // a broken claim comes first, though its numbers are smaller
        assert_eq!(rows[2], ("c".to_owned(), None, 2, 3));
        assert_eq!((summary.claims, summary.holding, summary.holds()), (9, 8, false));
    }

    #[test]
    fn ratios_that_say_nothing_are_left_out() {
        let of = |measured: i32, bound: i32| used(&Claim::at_most("s", "q", measured, bound));
        assert_eq!([of(-1, 4), of(0, 0), of(1, 0)], [None, None, None]);
        assert_eq!(of(0, 4), Some(Rational::new()));
        // broken, and the ratio cannot be told: still before all others
        let (broken, whole) = (Claim::at_most("s", "q", 1, 0), Claim::at_most("s", "q", 3, 4));
        assert!(is_tighter(&broken, &whole) && !is_tighter(&whole, &broken));
    }
}
