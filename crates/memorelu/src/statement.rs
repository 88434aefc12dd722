//! Every statement, in one list.

use std::fmt;

use claims::{
    Record,
    record::{VARDI_2022, YANG_2026},
};
use construction::Memorizer;

/// A statement of a paper or of this project: its record and, if it builds memorizing networks, how.
#[derive(Clone, Copy)]
pub struct Statement {
    /// What is told about it.
    pub record: &'static Record,
    /// What builds its networks.
    pub memorizer: Option<&'static dyn Memorizer>,
}

impl Statement {
    /// All of them, paper by paper, in the papers' order.
    pub const ALL: &'static [Self] = &[
        Self::cited(&THEOREM_1_1),
        Self::builds(&memorize::theorem_3_1::RECORD, &memorize::Theorem31),
        Self::cited(&REMARK_3_2),
        Self::cited(&memorize::remark_3_3::RECORD),
        Self::cited(&lowerbounds::lemma_4_1::RECORD),
        Self::builds(&depth_limited::theorem_5_1::RECORD, &depth_limited::Theorem51),
        Self::cited(&lowerbounds::theorem_6_1::RECORD),
        Self::builds(&bit_bounded::theorem_6_2::RECORD, &bit_bounded::Theorem62),
        Self::cited(&lowerbounds::goldberg_jerrum::RECORD),
        Self::cited(&lowerbounds::sign_patterns::RECORD),
        Self::cited(&projection::lemma_a2::RECORD),
        Self::cited(&projection::lemma_a3::RECORD),
        Self::cited(&encoding::lemma_a4::RECORD),
        Self::cited(&bitextract::lemma_a5::RECORD),
        Self::cited(&encoding::lemma_a6::RECORD),
        Self::cited(&bitextract::lemma_a7::RECORD),
        Self::cited(&bitextract::lemma_a8::RECORD),
        Self::builds(&width_depth::theorem_2_1::RECORD, &width_depth::Theorem21),
        Self::cited(&PROPOSITION_2_2),
        Self::cited(&LEMMA_2_3),
        Self::cited(&width_depth::lemma_2_4::RECORD),
        Self::cited(&width_depth::lemma_2_5::RECORD),
        Self::cited(&width_depth::lemma_2_6::RECORD),
        Self::cited(&width_depth::lemma_2_7::RECORD),
        Self::cited(&width_depth::lemma_2_8::RECORD),
        Self::cited(&lowerbounds::lemma_3_1::RECORD),
        Self::cited(&lowerbounds::theorem_3_2::RECORD),
        Self::cited(&lowerbounds::serra::RECORD),
        Self::cited(&lowerbounds::proposition_3_3::RECORD),
        Self::builds(&retrieval::RECORD, &retrieval::Retrieval),
        Self::cited(&retrieval::RECORD_3),
        Self::builds(&baselines::zhang_2017::RECORD, &baselines::zhang_2017::Zhang2017),
        Self::builds(&baselines::huang_1991::RECORD, &baselines::huang_1991::Huang1991),
        Self::builds(&baselines::baum_1988::RECORD, &baselines::baum_1988::Baum1988),
        Self::builds(&baselines::bubeck_2020::RECORD, &baselines::bubeck_2020::Bubeck2020),
        Self::builds(&baselines::yun_2019::RECORD, &baselines::yun_2019::Yun2019),
        Self::builds(&baselines::park_2021::RECORD, &baselines::park_2021::Park2021),
    ];

    const fn cited(record: &'static Record) -> Self {
        Self { record, memorizer: None }
    }

    const fn builds(record: &'static Record, memorizer: &'static dyn Memorizer) -> Self {
        Self { record, memorizer: Some(memorizer) }
    }

    /// The statement with this id, such as `vardi2022/3.1`, or this name to type, such as `thm3.1`.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        let is_it = |statement: &&Self| {
            statement.record.id == name || statement.record.command == Some(name)
        };
        Self::ALL.iter().find(is_it)
    }

    /// The statements that build memorizing networks.
    pub fn building() -> impl Iterator<Item = &'static Self> {
        Self::ALL.iter().filter(|statement| statement.memorizer.is_some())
    }

    /// What a user types, or the id.
    #[must_use]
    pub fn command(&self) -> &'static str {
        self.record.command.unwrap_or(self.record.id)
    }
}

impl fmt::Debug for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Statement({})", self.record.id)
    }
}

const THEOREM_1_1: Record =
    Record::cited(VARDI_2022, "vardi2022/1.1", "Theorem 1.1", "informal form of Theorem 3.1");
const REMARK_3_2: Record = Record::cited(
    VARDI_2022,
    "vardi2022/R3.2",
    "Remark 3.2",
    "any network that uses its inputs has d parameters",
);
const LEMMA_2_3: Record =
    Record::cited(YANG_2026, "yang2026/2.3", "Lemma 2.3", "= Lemma A.2 of Vardi et al.");
/// Here, since the crate of networks names no theorem.
const PROPOSITION_2_2: Record = Record {
    command: Some("prop2.2"),
    code: Some("network::algebra::then"),
    remarks: &["D13"],
    ..Record::cited(
        YANG_2026,
        "yang2026/2.2",
        "Proposition 2.2",
        "inclusion, composition, concatenation",
    )
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_ids_are_those_of_one_statement_only() {
        let mut seen = BTreeSet::new();
        for Statement { record, memorizer } in Statement::ALL {
            assert!(record.id.starts_with(&format!("{}/", record.paper.key)), "{}", record.id);
            for name in [Some(record.id), record.command].into_iter().flatten() {
                assert!(seen.insert(name), "{name} twice");
                assert_eq!(Statement::named(name).unwrap().record, *record);
            }
            if let Some(memorizer) = memorizer {
                assert_eq!(memorizer.record(), *record);
            }
        }
        assert!(Statement::named("thm9.9").is_none());
    }

    #[test]
    fn parameters_of_one_name_are_of_one_kind() {
        let all: Vec<_> = Statement::ALL.iter().flat_map(|s| s.record.parameters).collect();
        for one in &all {
            for other in all.iter().filter(|other| other.name == one.name) {
                assert_eq!((one.kind, one.symbol), (other.kind, other.symbol), "{}", one.name);
            }
        }
    }
}
