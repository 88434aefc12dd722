//! What a user chooses for Theorems 3.1, 5.1 and 6.2.

use construction::{Values, parameters};
use dataset::{Dataset, SeparationError};
use projection::Profile;
use rug::Rational;

/// What a user chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters {
    /// Where R, rho and n come from.
    pub profile: Profile,
    /// Seed of the search for a direction.
    pub seed: u64,
    /// The square of delta, a lower bound on the distance of any two points.
    pub delta_squared: Rational,
}

impl Parameters {
    /// Those of a theorem that declares profile, seed and delta.
    ///
    /// # Errors
    ///
    /// [`SeparationError`] if delta is given and is not a separation of the data.
    pub fn of(data: &Dataset, values: &Values) -> Result<Self, SeparationError> {
        Ok(Self {
            profile: parameters::profile(values),
            seed: parameters::seed(values),
            delta_squared: parameters::separation(data, values)?.squared,
        })
    }
}
