//! How far a network is from the lower bounds on its edges + biases, and on its hidden layers.
//!
//! The bounds are those of [`lowerbounds::parameters`] and [`lowerbounds::dense_hidden_layers`]. They
//! hold for the worst labels of the points, not for the labels at hand: those can be easy (a constant
//! needs one bias).
//!
//! Real targets that are met up to epsilon count as classes, one for each of as many targets as fit
//! into their interval more than 2 epsilon apart: thresholds between these tell them apart as well as
//! exact labels.

use claims::spell;
use lowerbounds::{Bound, Limits, Task};
use network::Counts;
use rug::{Integer, Rational};
use serde::{Serialize, Serializer, ser::SerializeStruct};

/// `measured / least`, and what the least is the least of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distance {
    /// What is counted: edges + non-zero biases, or hidden layers.
    pub count: &'static str,
    /// The networks among which none has less.
    pub among: &'static str,
    /// The count of the network.
    pub measured: u64,
    /// The least number that is not ruled out, at least 1.
    pub least: u64,
    /// The bound that rules out one less.
    pub bound: String,
}

/// The network among all networks, among those of its width, depth and bits, and among those of its
/// width, which are dense ones with zeros. Nothing for less than two classes.
#[must_use]
pub fn distances(counts: &Counts, points: u64, classes: u64) -> Vec<Distance> {
    let Ok(task) = Task::new(points, classes, counts.inputs) else { return Vec::new() };
    let own = Limits {
        width: Some(counts.width),
        hidden_layers: Some(counts.hidden_layers),
        bits: Some(counts.bits),
    };
    let any = of_parameters(&task, counts, "any network", &Limits::default());
    let own = of_parameters(&task, counts, "its width, depth and bits", &own);
    let layers = lowerbounds::dense_hidden_layers(&task, counts.width).ok().map(|found| Distance {
        count: "hidden layers",
        among: "its width",
        measured: counts.hidden_layers,
        least: found.hidden_layers,
        bound: name(found.bound),
    });
    [any, own, layers].into_iter().flatten().collect()
}

/// The network among all networks.
#[must_use]
pub fn from_any(counts: &Counts, points: u64, classes: u64) -> Option<Distance> {
    let task = Task::new(points, classes, counts.inputs).ok()?;
    of_parameters(&task, counts, "any network", &Limits::default())
}

/// The least edges + biases of any network for the worst labels. Nothing for less than two classes.
#[must_use]
pub fn least(points: u64, classes: u64, inputs: u64) -> Option<u64> {
    let task = Task::new(points, classes, inputs).ok()?;
    Some(lowerbounds::parameters(&task, &Limits::default()).ok()?.parameters)
}

fn of_parameters(
    task: &Task,
    counts: &Counts,
    among: &'static str,
    limits: &Limits,
) -> Option<Distance> {
    // A network without neurons or without numbers is outside the bounds' hypotheses.
    let found = lowerbounds::parameters(task, limits).ok()?;
    Some(Distance {
        count: "edges + biases",
        among,
        measured: counts.edges + counts.biases,
        least: found.parameters,
        bound: name(found.bound),
    })
}

fn name(bound: Option<Bound>) -> String {
    bound.map_or("nothing is ruled out".to_owned(), |bound| format!("by {bound}"))
}

/// The most real targets in the interval of these that are pairwise more than `2 epsilon` apart, for
/// a positive epsilon.
#[must_use]
pub fn targets_apart(targets: &[Rational], epsilon: &Rational) -> u64 {
    let (Some(least), Some(largest)) = (targets.iter().min(), targets.iter().max()) else {
        return 0;
    };
    // k targets are span / (k - 1) apart: k - 1 < span / (2 epsilon)
    let steps = Rational::from(largest - least) / Rational::from(epsilon * 2_u32);
    Integer::from(steps.ceil_ref()).to_u64().unwrap_or(u64::MAX).max(1)
}

impl Distance {
    /// What is compared, for a table.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} / least for the worst labels, {}", self.count, self.among)
    }

    /// The head of a column of ratios.
    #[must_use]
    pub fn header(&self) -> String {
        format!("{} / least", self.count)
    }

    /// What a column of ratios means.
    #[must_use]
    pub fn legend(&self) -> String {
        format!(
            "least: fewer {} ({}) do not serve all labels in so many classes",
            self.count, self.among
        )
    }

    /// `measured / least`, cut to one decimal.
    #[must_use]
    pub fn ratio(&self) -> String {
        spell::decimals(&Rational::from((self.measured, self.least.max(1))), 1)
    }

    /// `4971 / 41 = 121.2, by ...`.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{} / {} = {}, {}", self.measured, self.least, self.ratio(), self.bound)
    }
}

impl Serialize for Distance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut distance = serializer.serialize_struct("Distance", 6)?;
        distance.serialize_field("count", self.count)?;
        distance.serialize_field("among", self.among)?;
        distance.serialize_field("measured", &self.measured)?;
        distance.serialize_field("least for the worst labels", &self.least)?;
        distance.serialize_field("ratio", &self.ratio())?;
        distance.serialize_field("bound", &self.bound)?;
        distance.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratio_is_cut_to_one_decimal() {
        let distance = |measured, least| {
            let (count, among, bound) = ("edges", "any network", "by hand".to_owned());
            Distance { count, among, measured, least, bound }
        };
        assert_eq!(distance(4971, 41).text(), "4971 / 41 = 121.2, by hand");
        assert_eq!(distance(199, 100).ratio(), "1.9");
        assert_eq!(distance(5, 100).ratio(), "0.0");
        assert_eq!(distance(u64::MAX, 1).ratio(), "18446744073709551615.0");
    }

    #[test]
    fn targets_apart_are_more_than_two_epsilon_apart() {
        let targets = [0, 3, 1].map(Rational::from);
        let apart = |epsilon: (u32, u32)| targets_apart(&targets, &Rational::from(epsilon));
        // 0 and 3; exactly 2 epsilon apart is not enough
        assert_eq!([apart((1, 1)), apart((3, 2)), apart((2, 1))], [2, 1, 1]);
        // 0, 1, 2, 3 at epsilon just below 1/2
        assert_eq!([apart((499, 1000)), apart((1, 2))], [4, 3]);
        assert_eq!(targets_apart(&[], &Rational::from(1)), 0);
    }
}
