//! What happens when `vault.db` is damaged: its files are moved aside, a new vault is made with the same key, and every row
//! that can still be read is carried over. Not for a lost key (`vault`): without the key nothing can be read.
//!
//! What a newcomer would get wrong: nothing is deleted and nothing is moved before the new vault is complete on disk. A
//! power cut at any moment leaves either the damaged file, to be read again, or the finished new one, to be put in its
//! place by [`finish`].

mod cells;
mod mend;
mod pages;
mod tables;
#[cfg(test)]
mod tests;
mod wal;

use crate::store::{self, Store, StoreError};
use crate::vault::{DB_FILE, files};
use crate::views::Rescue;
use pages::{Pages, SALT_FILE};
use rusqlite::ErrorCode;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use vungsam_domain::DeviceId;

const WAL_FILE: &str = "vault.db-wal";
/// The new vault until it is complete.
const NEW_FILE: &str = "vault.db.new";
/// What belongs to the new vault while it is made.
const NEW_REST: [&str; 3] = ["vault.db.new-wal", "vault.db.new-shm", "vault.db.new-journal"];
/// What is moved aside.
const OLD_FILES: [&str; 5] = [DB_FILE, WAL_FILE, "vault.db-shm", "vault.db-journal", SALT_FILE];

/// What a rescue needs to know.
pub(crate) struct Owner<'a> {
    /// The data folder.
    pub(crate) dir: &'a Path,
    /// Key of the database.
    pub(crate) key: &'a [u8; 32],
    /// Of the device that signed what is in there, base64url.
    pub(crate) public_key: &'a str,
    /// The device, should the file not say.
    pub(crate) device: Option<DeviceId>,
    /// Now (ms since 1970).
    pub(crate) now_ms: i64,
}

/// Opens the vault; what is damaged is rescued first.
///
/// # Errors
/// When nothing at all can be read with this key (another key, or too little left): then nothing was moved. When the
/// disk is full or the like: then it can be tried again.
pub(crate) fn open(owner: &Owner<'_>) -> store::Result<Store> {
    finish(owner.dir)?;
    let path = owner.dir.join(DB_FILE);
    let length = |name: &str| fs::metadata(owner.dir.join(name)).map_or(0, |m| m.len());
    let began = length(SALT_FILE) > 0 || length(WAL_FILE) > 0;
    let store = if length(DB_FILE) == 0 && began {
        // SQLite would take this for a new database and throw the log away.
        None
    } else if length(WAL_FILE) > 0 && Pages::open(owner.dir, owner.key)?.wal_is_hurt() {
        None
    } else {
        match Store::open(&path, owner.key).and_then(|store| store.check(false).map(|()| store)) {
            Ok(store) => Some(store),
            Err(e) if is_certain(owner, &e)? => None,
            Err(e) => return Err(e),
        }
    };
    match store {
        Some(store) => {
            keep_salt(owner.dir)?;
            Ok(store)
        }
        None => rescue(owner),
    }
}

/// After a read or write met damage: whether it is there, seen with fresh eyes. The caller has closed the store.
pub(crate) fn reopen(owner: &Owner<'_>) -> store::Result<Store> {
    match Store::open(&owner.dir.join(DB_FILE), owner.key).and_then(|store| store.check(true).map(|()| store)) {
        Ok(store) => Ok(store),
        Err(e) if is_certain(owner, &e)? => rescue(owner),
        Err(e) => Err(e),
    }
}

/// Whether it is the file. Words that may mean something else are checked against the file itself.
fn is_certain(owner: &Owner<'_>, e: &StoreError) -> store::Result<bool> {
    let vague = matches!(sqlite(e).map(|e| e.code), Some(ErrorCode::Unknown | ErrorCode::OutOfMemory));
    Ok(is_damage(e) && (!vague || Pages::open(owner.dir, owner.key)?.is_hurt()))
}

fn sqlite(e: &StoreError) -> Option<&rusqlite::ffi::Error> {
    match e {
        StoreError::Sqlite(e) => e.sqlite_error(),
        StoreError::Schema(rusqlite_migration::Error::RusqliteError { err, .. }) => err.sqlite_error(),
        _ => None,
    }
}

/// Whether an error may speak of a damaged file. SQLCipher says little: a page that does not verify is a plain error
/// first and "out of memory" after it.
pub(crate) fn is_damage(e: &StoreError) -> bool {
    // A read that ended early is the end of a file that was cut.
    const SHORT_READ: i32 = 522;
    sqlite(e).is_some_and(|e| {
        e.extended_code == SHORT_READ
            || matches!(
                e.code,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown | ErrorCode::OutOfMemory
            )
    })
}

/// A power cut came between moving the damaged files and putting the new one in their place.
fn finish(dir: &Path) -> store::Result<()> {
    if dir.join(DB_FILE).exists() {
        // Not complete, or not needed: whatever it was, the vault is where it was.
        for name in NEW_REST.iter().chain(&[NEW_FILE]) {
            remove(&dir.join(name))?;
        }
        return Ok(());
    }
    if !dir.join(NEW_FILE).exists() {
        return Ok(());
    }
    // The new one was closed before anything was moved, so what still lies here belongs to the old one.
    if OLD_FILES.iter().any(|name| dir.join(name).exists()) {
        files::set_aside(dir, &OLD_FILES)?;
    }
    fs::rename(dir.join(NEW_FILE), dir.join(DB_FILE))?;
    files::sync_dir(dir)?;
    Ok(())
}

fn rescue(owner: &Owner<'_>) -> store::Result<Store> {
    let (dir, new) = (owner.dir, owner.dir.join(NEW_FILE));
    tracing::error!("the vault is damaged: reading what is left of it");
    for name in NEW_REST.iter().chain(&[NEW_FILE]) {
        remove(&dir.join(name))?;
    }
    let mut pages = Pages::open(dir, owner.key)?;
    let mut store = Store::open(&new, owner.key)?;
    let shapes = store.read(tables::shapes)?;
    let found = tables::find(&mut pages, &shapes, owner.public_key);
    if found.pages == 0 && pages.last > 0 {
        drop(store);
        for name in NEW_REST.iter().chain(&[NEW_FILE]) {
            remove(&dir.join(name))?;
        }
        return Err(StoreError::Hopeless);
    }
    drop(pages);
    let aside = files::new_folder(dir)?;
    let kept_in = aside.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let carried = mend::carry(&mut store, owner, &shapes, &found, kept_in);
    // Closed, it is one file without a log.
    drop(store);
    if let Err(e) = carried.and_then(|()| Ok(File::open(&new)?.sync_all()?)) {
        // Nothing was moved yet. An empty folder says nothing.
        let _ = fs::remove_dir(&aside);
        return Err(e);
    }
    files::move_to(dir, &aside, &OLD_FILES)?;
    fs::rename(&new, dir.join(DB_FILE))?;
    files::sync_dir(dir)?;
    let store = Store::open(&dir.join(DB_FILE), owner.key)?;
    keep_salt(dir)?;
    Ok(store)
}

/// Writes the salt beside the database where it is missing or another: without it no page of a file whose first page is
/// gone could be checked. It is no secret.
fn keep_salt(dir: &Path) -> store::Result<()> {
    let Some(mut db) = existing(&dir.join(DB_FILE))? else { return Ok(()) };
    let Some(salt) = pages::first_bytes(&mut db)? else { return Ok(()) };
    if existing(&dir.join(SALT_FILE))?.map(|mut f| pages::first_bytes(&mut f)).transpose()?.flatten() == Some(salt) {
        return Ok(());
    }
    // A vault without it works; the next start tries again.
    if let Err(e) = files::write(&dir.join(SALT_FILE), &salt) {
        tracing::warn!(error = %e, "the salt of the vault is not kept");
    }
    Ok(())
}

fn existing(path: &Path) -> std::io::Result<Option<File>> {
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

fn remove(path: &PathBuf) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}
