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
/// The content is on the disk before it takes the place of the old one, so that a loss of power leaves
/// one of the two, whole; which of them is decided when the folder is on the disk, where the system does
/// that on request. No test sees this: it would take the loss of power.
///
/// # Errors
///
/// [`WriteError`] if the folder cannot be written or `fill` fails; `path` is then as it was before.
pub fn write(
    path: &Path,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
) -> Result<(), WriteError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".memorelu-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The usual mode of a new file; the process's umask still applies.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
        .tempfile_in(folder)
        .and_then(|mut file| {
            fill(file.as_file_mut())?;
            file.as_file().sync_all()?;
            file.persist(path).map_err(|error| error.error)
        })
        .map(|_| sync(folder))
        .map_err(|source| WriteError { path: path.to_owned(), source })
}

/// Asks for a folder to be on the disk. Not every system can; the file is whole either way.
fn sync(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        folder.sync_all().ok();
    }
}
