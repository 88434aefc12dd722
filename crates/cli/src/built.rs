//! One shape for what every construction returns.

use anyhow::Result;
use claims::Claim;
use dataset::Dataset;
use memorize::Profile;
use network::{Network, file::Notes};
use rug::Rational;

use crate::args::Theorem;

/// What a user chooses for a construction.
#[derive(Clone)]
pub struct Choice {
    pub theorem: Theorem,
    pub profile: Profile,
    pub seed: u64,
}

/// A network with the parameters actually used and its claims.
pub struct Built {
    pub network: Network,
    /// Names and values of the parameters, for reports and for the file.
    pub parameters: Vec<(&'static str, String)>,
    pub claims: Vec<Claim>,
}

/// Builds the network that `choice` names.
pub fn build(data: &Dataset, choice: &Choice, delta_squared: &Rational) -> Result<Built> {
    match choice.theorem {
        Theorem::Thm31 => {
            let parameters = memorize::Parameters {
                profile: choice.profile,
                seed: choice.seed,
                delta_squared: delta_squared.clone(),
            };
            Ok(Built::from(memorize::construct(data, &parameters)?))
        }
    }
}

impl From<memorize::Construction> for Built {
    fn from(built: memorize::Construction) -> Self {
        let parameters = vec![
            ("n, points per block", built.per_block.to_string()),
            ("m, blocks", built.blocks.to_string()),
            ("rho, bits of a point", built.key_bits.to_string()),
            ("c, bits of a label", built.label_bits.to_string()),
        ];
        Self { network: built.network, parameters, claims: built.claims }
    }
}

impl Choice {
    /// The notes of a network file that say where it comes from.
    pub fn notes(&self, built: &Built) -> Notes {
        let mut notes = Notes::new();
        notes.insert("statement".to_owned(), self.theorem.name());
        notes.insert("profile".to_owned(), self.profile.to_string());
        notes.insert("seed".to_owned(), self.seed.to_string());
        for (name, value) in &built.parameters {
            notes.insert((*name).to_owned(), value.clone());
        }
        notes
    }
}

impl Theorem {
    /// The id of the statement.
    pub fn id(self) -> &'static str {
        match self {
            Self::Thm31 => memorize::theorem_3_1::ID,
        }
    }

    /// The name on the command line.
    pub fn name(self) -> String {
        clap::ValueEnum::to_possible_value(&self).map_or(String::new(), |v| v.get_name().to_owned())
    }
}
