//! One shape for what every construction returns.

use anyhow::{Result, bail};
use baselines::Peer;
use claims::{Claim, spell};
use clap::ValueEnum;
use dataset::Dataset;
use exactness::NumberFormat;
use memorize::{Parameters, Profile};
use netfile::{Origin, Parameter};
use network::Network;
use rug::Rational;

use crate::args::{self, Theorem, Tuning};

/// What a user chooses for a construction.
#[derive(Clone)]
pub struct Choice {
    pub theorem: Theorem,
    pub tuning: Tuning,
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
    choice.check()?;
    let Choice { theorem, tuning, .. } = choice;
    let parameters = choice.parameters(delta_squared);
    let peer = |peer| -> Result<Built> {
        let parameters = baselines::Parameters { seed: choice.seed, ..Default::default() };
        Ok(baselines::construct(data, peer, &parameters)?.into())
    };
    match theorem {
        Theorem::Thm31 => Ok(memorize::construct(data, &parameters)?.into()),
        Theorem::Thm51 => {
            let l = match (tuning.depth_parameter, tuning.max_depth) {
                (Some(l), _) => l,
                (None, Some(depth)) => depth_limited::deepest_within(data, depth, &parameters)?,
                (None, None) => bail!("thm5.1 needs --depth-parameter L or --max-depth D"),
            };
            let built = depth_limited::construct(data, l, &parameters)?;
            let parameters = vec![
                ("L, depth parameter", l.to_string()),
                ("subsets", built.subsets.to_string()),
                ("points per subset", built.size.to_string()),
                ("n, points per block", built.per_block.to_string()),
                ("rho, bits of a point", built.key_bits.to_string()),
            ];
            Ok(Built { network: built.network, parameters, claims: built.claims })
        }
        Theorem::Thm62 => {
            let built = match (tuning.bits_parameter, tuning.max_bits) {
                (Some(b), _) => bit_bounded::construct(data, b, &parameters)?,
                (None, Some(bits)) => bit_bounded::construct_within(data, bits, &parameters)?,
                (None, None) => bail!("thm6.2 needs --bits-parameter B or --max-bits BITS"),
            };
            let parameters = vec![
                ("B, bits parameter", built.bits_parameter.to_string()),
                ("subsets", built.subsets.to_string()),
                ("n, points per block", built.per_block.to_string()),
                ("rho, bits of a point", built.key_bits.to_string()),
            ];
            Ok(Built { network: built.network, parameters, claims: built.claims })
        }
        Theorem::Thm21 => {
            let choice = width_depth::plan::Choice {
                block: tuning.block,
                layers_per_read: tuning.layers_per_read,
                max_width: tuning.max_width,
                // The output map counts in depth.
                max_hidden_layers: tuning.max_depth.map(|depth| depth.saturating_sub(1)),
                minimise: tuning.minimise.unwrap_or_default(),
            };
            let Parameters { profile, seed, delta_squared } = parameters;
            let parameters =
                width_depth::theorem_2_1::Parameters { profile, seed, delta_squared, choice };
            let built = width_depth::theorem_2_1::construct(data, &parameters)?;
            let parameters = vec![
                ("S, points per block", built.plan.block.to_string()),
                ("T, layers per extraction", built.plan.layers_per_read.to_string()),
                ("blocks", built.blocks.to_string()),
                ("s, scale into the unit ball", built.scale.to_string()),
                ("rho, bits of a point", built.key_bits.to_string()),
                ("c, bits of a label", built.label_bits.to_string()),
            ];
            Ok(Built { network: built.network, parameters, claims: built.claims })
        }
        Theorem::Retrieval => {
            let parameters = retrieval::Parameters {
                width: match tuning.width {
                    None | Some(args::Width::Nine) => retrieval::Width::Nine,
                    Some(args::Width::Three) => retrieval::Width::Three,
                },
                exact_in: tuning.exact_in,
                draws: None,
                seed: choice.seed,
            };
            let built = retrieval::construct(data, &parameters)?;
            let exact = NumberFormat::ALL.map(|format| match built.formats.obstacle(format) {
                None => format!("{format}: exact"),
                Some(obstacle) => format!("{format}: not exact, {obstacle}"),
            });
            let largest = built.direction.iter().map(|a| a.unsigned_abs()).max().unwrap_or(0);
            let parameters = vec![
                ("m, blocks", built.blocks.to_string()),
                ("memory bits", built.memory_bits().to_string()),
                ("memory bits / (N log2 C)", spell::decimals(&built.memory_ratio(), 3)),
                ("edges / sqrt(N log2 C)", spell::decimals(&built.edge_ratio(), 2)),
                ("bits of a key", built.key_bits.to_string()),
                ("largest coefficient of the direction", largest.to_string()),
                ("number formats", exact.join("; ")),
            ];
            Ok(Built { network: built.network, parameters, claims: built.claims })
        }
        Theorem::Zhang2017 => peer(Peer::Zhang2017),
        Theorem::Huang1991 => peer(Peer::Huang1991),
        Theorem::Baum1988 => peer(Peer::Baum1988),
        Theorem::Bubeck2020 => peer(Peer::Bubeck2020),
        Theorem::Yun2019 => peer(Peer::Yun2019),
        Theorem::Park2021 => peer(Peer::Park2021),
    }
}

impl From<baselines::Construction> for Built {
    fn from(built: baselines::Construction) -> Self {
        let baselines::Construction { network, parameters, claims } = built;
        Self { network, parameters, claims }
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
    /// Theorem 3.1 with this profile, or another theorem with its parameters.
    pub fn new(theorem: Theorem, tuning: Tuning, profile: Profile) -> Self {
        Self { theorem, tuning, profile, seed: 0 }
    }

    /// The parameters that all theorems share.
    pub fn parameters(&self, delta_squared: &Rational) -> Parameters {
        let delta_squared = delta_squared.clone();
        Parameters { profile: self.profile, seed: self.seed, delta_squared }
    }

    /// Does every option belong to the theorem?
    pub fn check(&self) -> Result<()> {
        for (option, takers) in self.tuning.given() {
            if !takers.contains(&self.theorem) {
                let takers: Vec<_> = takers.iter().map(|theorem| theorem.name()).collect();
                bail!(
                    "{option} goes with --theorem {}, not {}",
                    takers.join(", "),
                    self.theorem.name()
                );
            }
        }
        Ok(())
    }

    /// Where the network of a file comes from.
    pub fn origin(&self, built: &Built) -> Origin {
        let shared = [("profile", self.profile.to_string()), ("seed", self.seed.to_string())];
        let all = shared.iter().chain(&built.parameters);
        let parameter = |(name, value): &(&str, String)| {
            let (symbol, meaning) = name.split_once(", ").unwrap_or(("", name));
            let (symbol, meaning) = (symbol.to_owned(), meaning.to_owned());
            Parameter { symbol, meaning, value: value.clone() }
        };
        Origin::new(self.theorem.name(), all.map(parameter).collect())
    }
}

impl Theorem {
    /// The id of the statement.
    pub fn id(self) -> &'static str {
        match self {
            Self::Thm31 => memorize::theorem_3_1::ID,
            Self::Thm51 => depth_limited::theorem_5_1::ID,
            Self::Thm62 => bit_bounded::theorem_6_2::ID,
            Self::Thm21 => width_depth::theorem_2_1::ID,
            Self::Retrieval => retrieval::ID,
            Self::Zhang2017 => Peer::Zhang2017.id(),
            Self::Huang1991 => Peer::Huang1991.id(),
            Self::Baum1988 => Peer::Baum1988.id(),
            Self::Bubeck2020 => Peer::Bubeck2020.id(),
            Self::Yun2019 => Peer::Yun2019.id(),
            Self::Park2021 => Peer::Park2021.id(),
        }
    }

    /// The name on the command line.
    pub fn name(self) -> String {
        self.to_possible_value().map_or(String::new(), |value| value.get_name().to_owned())
    }
}
