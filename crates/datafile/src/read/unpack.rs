//! Gzip, with bounded memory.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::error::ReadProblem;

/// Bytes that any packed file may unpack to. Beyond that it is 32 times its own length: text of
/// numbers packs 3 to 10 times.
const FREE: u64 = 64 << 20;

pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// The text in a gzip file, all members of it.
pub(super) fn gzip(packed: &[u8]) -> Result<Vec<u8>, ReadProblem> {
    let limit = FREE + 32 * packed.len() as u64;
    let mut bytes = Vec::new();
    MultiGzDecoder::new(packed)
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| ReadProblem::Damaged { what: "gzip" })?;
    if bytes.len() as u64 > limit {
        return Err(ReadProblem::Unpacks { packed: packed.len() as u64, limit });
    }
    Ok(bytes)
}
