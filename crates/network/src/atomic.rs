//! Output files that appear whole or not at all.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use thiserror::Error;

/// Why a file could not be written.
#[derive(Debug, Error)]
#[error("cannot write {}", path.display())]
pub struct WriteError {
    /// The file that was to be written.
    pub path: PathBuf,
    /// What the system says.
    pub source: io::Error,
}

/// Writes `path` through a temporary file in the same folder that takes its place at the end.
///
/// # Errors
///
/// [`WriteError`] if the folder cannot be written or `fill` fails; `path` is then as it was before.
pub fn write(
    path: &Path,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<(), WriteError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = tempfile::Builder::new();
    builder.prefix(".memorelu-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The usual mode of a new file; the process's umask still applies.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
        .tempfile_in(folder.unwrap_or(Path::new(".")))
        .and_then(|mut file| {
            fill(file.as_file_mut())?;
            file.persist(path).map_err(|error| error.error)
        })
        .map(drop)
        .map_err(|source| WriteError { path: path.to_owned(), source })
}
