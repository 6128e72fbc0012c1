//! One instance at a time on a data folder. Not a lock on the database: SQLite has its own.
//!
//! What a newcomer would get wrong: the lock belongs to the open file, so it goes when the process dies, however it
//! dies. The file itself stays and means nothing.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

/// Held while the folder is in use.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

/// Takes the lock; `None` when another instance holds it.
///
/// # Errors
/// When the lock file cannot be made.
pub fn take(data_dir: &Path) -> std::io::Result<Option<FolderLock>> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(data_dir.join("in-use.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(FolderLock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(e)) => Err(e),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_second_instance_is_turned_away_until_the_first_ends() {
        let dir = tempfile::tempdir().unwrap();
        let first = super::take(dir.path()).unwrap();
        assert!(first.is_some());
        assert!(super::take(dir.path()).unwrap().is_none());
        drop(first);
        assert!(super::take(dir.path()).unwrap().is_some());
    }
}
