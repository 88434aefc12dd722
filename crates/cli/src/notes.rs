//! What a network file says beside its network.

use claims::Used;
use memorelu::{
    Built,
    distance::{self, Distance},
};
use netfile::{Notes, Origin};
use network::Counts;

/// Where a network comes from: the statement, the values of its parameters, and what was used.
pub fn origin(built: &Built) -> Origin {
    let settled = built.settled.iter().map(|(name, value)| Used::words(name, value));
    Origin::new(built.statement.command(), settled.chain(built.used.iter().cloned()).collect())
}

/// The distances to lower bounds that the notes of a network file allow.
pub fn distances(counts: &Counts, notes: &Notes) -> Vec<Distance> {
    match (notes.points, notes.classes()) {
        (Some(points), Some(classes)) => distance::distances(counts, points, classes),
        _ => Vec::new(),
    }
}
