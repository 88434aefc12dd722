//! Pictures of networks, as SVG text: the text in them stays text, and they scale.

mod network;
mod profile;

pub use network::{is_readable, network};
pub use profile::{Stretch, profile, stretches};

/// Ink for text and lines of neurons.
const INK: &str = "#222";
/// Positive weights.
const POSITIVE: &str = "#1f5aa6";
/// Negative weights.
const NEGATIVE: &str = "#c8501e";
