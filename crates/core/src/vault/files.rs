//! Small private files, written whole or not at all, and moving a vault aside. Not for the database.
//!
//! What a newcomer would get wrong: a rename is durable only after the folder itself was synced.

use serde::{Serialize, de::DeserializeOwned};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Larger is not a file of ours.
const MOST_BYTES: u64 = 64 * 1024;

/// What is in a file.
pub(super) enum Read<T> {
    /// No such file.
    Absent,
    /// A file, but not what it should be.
    Garbage,
    /// Readable.
    Whole(T),
}

/// Reads a private file. Looser rights than the owner's are tightened first.
pub(super) fn read_json<T: DeserializeOwned>(path: &Path) -> io::Result<Read<T>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Read::Absent),
        Err(e) => return Err(e),
    };
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Ok(Read::Garbage);
    }
    tighten(&file, &meta)?;
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(serde_json::from_slice(&bytes).map_or(Read::Garbage, Read::Whole))
}

/// Writes a private file so that after a crash either the old or the new one is there, whole.
pub(super) fn write_json<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    write(path, &Zeroizing::new(serde_json::to_vec(value)?))
}

/// The same for bytes.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temp = path.with_extension("tmp");
    match fs::remove_file(&temp) {
        Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&temp)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&temp, path)?;
    path.parent().map_or(Ok(()), sync_dir)
}

/// Moves those of `names` that exist from `dir` into a new folder `set-aside-<n>` in it.
pub(crate) fn set_aside(dir: &Path, names: &[&str]) -> io::Result<PathBuf> {
    let target = new_folder(dir)?;
    move_to(dir, &target, names)?;
    Ok(target)
}

/// Makes a folder `set-aside-<n>` in `dir`.
pub(crate) fn new_folder(dir: &Path) -> io::Result<PathBuf> {
    let mut n = 1u32;
    loop {
        let candidate = dir.join(format!("set-aside-{n}"));
        match fs::create_dir(&candidate) {
            Ok(()) => return Ok(candidate),
            Err(e) if e.kind() == ErrorKind::AlreadyExists => n = n.saturating_add(1),
            Err(e) => return Err(e),
        }
    }
}

/// Moves those of `names` that exist from `dir` to `target`, durably.
pub(crate) fn move_to(dir: &Path, target: &Path, names: &[&str]) -> io::Result<()> {
    for name in names {
        match fs::rename(dir.join(name), target.join(name)) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
            _ => {}
        }
    }
    sync_dir(target)?;
    sync_dir(dir)
}

#[cfg(unix)]
pub(crate) fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_dir(_dir: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn tighten(file: &File, meta: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if meta.permissions().mode() & 0o077 != 0 {
        tracing::warn!("a vault file was readable by others; its rights are tightened");
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn tighten(_file: &File, _meta: &fs::Metadata) -> io::Result<()> {
    Ok(())
}
