//! A statement as a record: what everything else reads about it.

/// A paper, or this project, as the source of statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// First part of the ids, such as `vardi2022`.
    pub key: &'static str,
    /// Its authors in a word or two, for a legend: `Vardi et al.`.
    pub short: &'static str,
    /// Authors, title, venue and year.
    pub source: &'static str,
    /// Is it one of the papers that the constructions here are compared with?
    pub is_peer: bool,
}

/// Vardi, Yehudai, Shamir 2022.
pub const VARDI_2022: Paper = Paper {
    key: "vardi2022",
    short: "Vardi et al.",
    source: "G. Vardi, G. Yehudai, O. Shamir, On the Optimal Memorization Power of ReLU Neural Networks, \
             ICLR 2022",
    is_peer: false,
};

/// Yang, Yang 2026.
pub const YANG_2026: Paper = Paper {
    key: "yang2026",
    short: "Yang, Yang",
    source: "X. Yang, Y. Yang, Memorization capacity of deep ReLU neural networks characterized by width \
             and depth, 2026",
    is_peer: false,
};

/// What is new here: to our knowledge, and not peer-reviewed.
pub const MEMORELU: Paper = Paper {
    key: "memorelu",
    short: "memorelu",
    source: "this project's own; to our knowledge new, not peer-reviewed",
    is_peer: false,
};

/// A numbered statement, and all that a reader or a program is told about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// Stable id: the key of the paper and the number there, such as `vardi2022/A.8`.
    pub id: &'static str,
    /// What a user types, such as `lemA.8`; nothing if there is nothing to run.
    pub command: Option<&'static str>,
    /// Its name in the paper, such as `Lemma A.8`.
    pub title: &'static str,
    /// Where it is from.
    pub paper: Paper,
    /// What it says, in a line.
    pub says: &'static str,
    /// How the size grows, such as `O(sqrt(N log N)) edges`; empty where nothing grows.
    pub growth: &'static str,
    /// Where it is in the code, `crate::module::function`; nothing for what is only cited.
    pub code: Option<&'static str>,
    /// What a user may choose.
    pub parameters: &'static [Parameter],
    /// Deviations from the paper and errors found in it, by their headings in the paper map.
    pub remarks: &'static [&'static str],
}

impl Record {
    /// A record with nothing but its name and what it says; the rest is added by struct update.
    #[must_use]
    pub const fn cited(
        paper: Paper,
        id: &'static str,
        title: &'static str,
        says: &'static str,
    ) -> Self {
        Self {
            id,
            command: None,
            title,
            paper,
            says,
            growth: "",
            code: None,
            parameters: &[],
            remarks: &[],
        }
    }

    /// For people: `Theorem 3.1 (Vardi et al.)`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} ({})", self.title, self.paper.short)
    }
}

/// Something that a user may choose for a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Its name as an option: `depth-parameter` is `--depth-parameter` on the command line.
    pub name: &'static str,
    /// Its letter in the paper, such as `L`.
    pub symbol: &'static str,
    /// What it is, in words.
    pub meaning: &'static str,
    /// Which values it takes.
    pub kind: Kind,
    /// What holds where it is not given, in words or as a value.
    pub default: &'static str,
    /// Names of the parameters that cannot be given beside it.
    pub excludes: &'static [&'static str],
}

/// The values that a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A natural number, at least this.
    Natural(u64),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A number: an integer, a decimal or a fraction.
    Number,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_has_a_name_for_people() {
        let record = Record::cited(VARDI_2022, "vardi2022/1.1", "Theorem 1.1", "informal");
        assert_eq!(record.name(), "Theorem 1.1 (Vardi et al.)");
        assert!(record.id.starts_with(record.paper.key));
    }
}
