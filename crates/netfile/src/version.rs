//! Which version of a format a text is in, before anything else of it is read.

use serde::Deserialize;

/// What an error says of a file of the first version. Its notes had no types, and are never read as if
/// they had.
pub(crate) const OLDER: &str =
    "was written by an older version; build it again with memorelu memorize";

/// The version of a text.
pub(crate) enum Version {
    Current,
    Older,
    /// Something else, or a later one.
    Other,
}

/// The name of the format, whatever else there is.
#[derive(Deserialize)]
struct Head {
    format: String,
}

impl Version {
    /// The version of a text in JSON that says its `format`.
    pub(crate) fn of(text: &str, current: &str, older: &str) -> Result<Self, serde_json::Error> {
        let Head { format } = serde_json::from_str(text)?;
        Ok(match format {
            format if format == current => Self::Current,
            format if format == older => Self::Older,
            _ => Self::Other,
        })
    }
}
