//! What a network file says beside its network, for what was built here.

use claims::Used;
use dataset::{Dataset, Points, Regression};
use netfile::{Meaning, Notes, Origin, Ranges};
use network::{Counts, InputRange};
use rug::Rational;

use crate::{
    Built,
    distance::{self, Distance},
};

impl Built {
    /// The notes with which others can check the network: what outputs mean, the points that it is for,
    /// where it comes from, and its claims as they are now.
    #[must_use]
    pub fn notes(&self, data: &Dataset) -> Notes {
        self.about(data.points(), Meaning::Labels(data.label_names().to_vec()))
    }

    /// Likewise for real targets, each met up to epsilon.
    #[must_use]
    pub fn notes_of_targets(&self, data: &Regression, epsilon: &Rational) -> Notes {
        let targets = Some(distance::targets_apart(data.targets(), epsilon));
        self.about(data.points(), Meaning::Epsilon { epsilon: epsilon.clone(), targets })
    }

    fn about(&self, points: &Points, meaning: Meaning) -> Notes {
        let mut notes = Notes::new(meaning);
        notes.points = Some(points.len() as u64);
        notes.inputs = Some(Ranges::new(&InputRange::of_points(&points.view())));
        notes.origin = Some(self.origin());
        notes.claims.clone_from(&self.claims);
        notes
    }

    /// The statement, the values of its parameters, and what was used.
    #[must_use]
    pub fn origin(&self) -> Origin {
        let settled = self.settled.iter().map(|(name, value)| Used::words(name, value));
        Origin::new(self.statement.command(), settled.chain(self.used.iter().cloned()).collect())
    }
}

/// The distances to lower bounds that the notes of a network file allow; none without points and
/// classes.
#[must_use]
pub fn distances(counts: &Counts, notes: &Notes) -> Vec<Distance> {
    match (notes.points, notes.classes()) {
        (Some(points), Some(classes)) => distance::distances(counts, points, classes),
        _ => Vec::new(),
    }
}
