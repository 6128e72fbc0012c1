//! Where the secrets of this installation live: the database key, the device key and the bearer, kept in the keyring of
//! the system or, after the person chose, behind a passphrase or in a key file. Not for opening the database.
//!
//! What a newcomer would get wrong: nothing here decides *for* the person and nothing here deletes. Without a keyring
//! the answer is a question ([`VaultState::NeedsChoice`]); a lost key moves the old files aside, it never overwrites.
//!
//! Files, all 0600 and each written whole or not at all: `vault.json` (which way, and the name of the keyring entry),
//! `vault.key` (wrapped or plain secrets; absent with a keyring), `vault.recovery` (database key sealed to the gateway).
//! Order matters: secrets and recovery file are durable before a caller can make a database with them.

pub(crate) mod files;
mod keyring;
mod recovery;
mod secrets;
mod wrap;

#[cfg(test)]
mod tests;

pub use keyring::{KeyStore, KeyStoreError, SystemKeyring, keyring};
pub use recovery::unseal as unseal_recovery;
pub use secrets::Secrets;

use crate::views::{VaultChoice, VaultState, error_codes};
use files::Read;
use rand::RngCore;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use wrap::{KeyFile, UnwrapError};

/// Name of the encrypted database in the data folder.
pub const DB_FILE: &str = "vault.db";
/// Shortest passphrase, in characters.
pub const PASSPHRASE_CHARS: usize = 6;

const RECORD_FILE: &str = "vault.json";
const KEY_FILE: &str = "vault.key";
const RECOVERY_FILE: &str = "vault.recovery";
const FILES: &[&str] = &[
    DB_FILE,
    "vault.db-wal",
    "vault.db-shm",
    "vault.db-journal",
    "vault.db.new",
    "vault.salt",
    KEY_FILE,
    RECORD_FILE,
    RECOVERY_FILE,
];

/// What came of looking for the secrets.
pub enum Opening {
    /// Here they are, durable.
    Open(Secrets),
    /// What to ask the person; never [`VaultState::Ready`].
    Closed(VaultState),
}

/// Why the vault could not do what was asked. Carries no secret and no path.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The data folder cannot be read or written.
    #[error("the data folder cannot be used")]
    Io(#[from] std::io::Error),
    /// The passphrase does not fit.
    #[error("the passphrase does not fit")]
    Passphrase,
    /// Fewer than [`PASSPHRASE_CHARS`] characters.
    #[error("the passphrase is too short")]
    PassphraseShort,
    /// There is a vault already: nothing may be chosen, and nothing that is in use is moved.
    #[error("there is a vault already")]
    Exists,
    /// The key file is not readable.
    #[error("the key file is damaged")]
    Damaged,
}

impl VaultError {
    /// The code the screens have a sentence for.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(e) if e.kind() == std::io::ErrorKind::StorageFull => error_codes::DISK_FULL,
            Self::Io(_) => error_codes::INTERNAL,
            Self::Passphrase => error_codes::PASSPHRASE,
            Self::PassphraseShort => error_codes::PASSPHRASE_SHORT,
            Self::Exists | Self::Damaged => error_codes::VAULT,
        }
    }
}

/// `vault.json`: which way is used. Holds nothing secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Record {
    v: u32,
    id: String,
    way: Way,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Way {
    Keyring,
    Passphrase,
    KeyFile,
}

/// The vault of one data folder. Cheap to make; holds no secret.
pub struct Vault {
    dir: PathBuf,
    keyring: Box<dyn KeyStore>,
    recovery_key: Option<String>,
}

impl Vault {
    /// For the data folder `dir` (must exist). `recovery_key` is the gateway's X25519 public key, base64url.
    #[must_use]
    pub fn new(dir: &Path, keyring: Box<dyn KeyStore>, recovery_key: Option<&str>) -> Self {
        Self { dir: dir.to_owned(), keyring, recovery_key: recovery_key.map(str::to_owned) }
    }

    /// Finds the secrets or says what to ask. On a fresh data folder with a working keyring it makes them. May wait
    /// some seconds for a keyring that asks the person.
    ///
    /// # Errors
    /// [`VaultError::Io`] when the data folder cannot be used.
    pub fn open(&self, rng: &mut dyn RngCore) -> Result<Opening, VaultError> {
        let record: Read<Record> = files::read_json(&self.path(RECORD_FILE))?;
        let key: Read<KeyFile> = files::read_json(&self.path(KEY_FILE))?;
        // A half-lost `vault.json` is no reason to lose the rest: the key file names its way itself, and the recovery
        // file remembers the name of the keyring entry.
        let opening = match (&key, &record) {
            (Read::Whole(KeyFile::Passphrase(wrapped)), _) if wrapped.is_plausible() => {
                Opening::Closed(VaultState::NeedsPassphrase)
            }
            (Read::Whole(KeyFile::Passphrase(_)), _) => self.damaged(rng)?,
            (Read::Whole(KeyFile::Plain(plain)), _) => match plain.open() {
                Some(secrets) => Opening::Open(secrets),
                None => self.damaged(rng)?,
            },
            (Read::Garbage, _) => self.damaged(rng)?,
            (Read::Absent, Read::Whole(Record { id, way: Way::Keyring, .. })) => self.ask_keyring(id, rng)?,
            (Read::Absent, Read::Whole(_)) => self.lost(rng)?,
            (Read::Absent, Read::Absent | Read::Garbage) => match recovery::vault_id(&self.path(RECOVERY_FILE))? {
                Some(id) => self.ask_keyring(&id, rng)?,
                None => self.lost(rng)?,
            },
        };
        if let Opening::Open(secrets) = &opening {
            self.ensure_recovery(None, secrets, rng)?;
        }
        Ok(opening)
    }

    /// Protects a new vault as the person chose.
    ///
    /// # Errors
    /// [`VaultError::Exists`] once there is a vault; [`VaultError::PassphraseShort`]; [`VaultError::Io`].
    pub fn choose(&self, choice: &VaultChoice, rng: &mut dyn RngCore) -> Result<Secrets, VaultError> {
        let key: Read<KeyFile> = files::read_json(&self.path(KEY_FILE))?;
        if self.db_exists()? || matches!(key, Read::Whole(_)) {
            return Err(VaultError::Exists);
        }
        let secrets = Secrets::draw(rng);
        let id = draw_id(rng);
        let (file, way) = match choice {
            VaultChoice::Passphrase { passphrase } => (KeyFile::wrap(&id, &secrets, passphrase, rng)?, Way::Passphrase),
            VaultChoice::KeyFile => (KeyFile::plain(&id, &secrets), Way::KeyFile),
        };
        self.clear_the_way()?;
        self.ensure_recovery(Some(&id), &secrets, rng)?;
        files::write_json(&self.path(RECORD_FILE), &Record { v: 1, id, way })?;
        files::write_json(&self.path(KEY_FILE), &file)?;
        Ok(secrets)
    }

    /// Opens a vault protected by a passphrase. Takes about a second on a small phone, on purpose.
    ///
    /// # Errors
    /// [`VaultError::Passphrase`] when it does not fit; [`VaultError::Damaged`] when there is nothing it could fit.
    pub fn unlock(&self, passphrase: &str, rng: &mut dyn RngCore) -> Result<Secrets, VaultError> {
        let Read::Whole(KeyFile::Passphrase(wrapped)) = files::read_json(&self.path(KEY_FILE))? else {
            return Err(VaultError::Damaged);
        };
        let secrets = wrapped.open(passphrase).map_err(|e| match e {
            UnwrapError::Passphrase => VaultError::Passphrase,
            UnwrapError::Damaged => VaultError::Damaged,
        })?;
        self.ensure_recovery(None, &secrets, rng)?;
        Ok(secrets)
    }

    /// Moves everything of the old vault into a new folder `set-aside-<n>` and returns it; [`Vault::open`] then starts
    /// fresh. Nothing is deleted, and an entry in the keyring stays. Close the database first.
    ///
    /// # Errors
    /// [`VaultError::Io`]; what was moved by then is in the new folder.
    pub fn set_aside(&self) -> Result<PathBuf, VaultError> {
        Ok(files::set_aside(&self.dir, FILES)?)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Whether anything was ever written with the key. An empty file is not a database.
    fn db_exists(&self) -> Result<bool, VaultError> {
        match std::fs::metadata(self.path(DB_FILE)) {
            Ok(meta) => Ok(meta.len() > 0),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(e) => Err(e.into()),
        }
    }

    fn ask_keyring(&self, id: &str, rng: &mut dyn RngCore) -> Result<Opening, VaultError> {
        match self.keyring.get(id) {
            Ok(text) => match Secrets::from_text(&text) {
                Some(secrets) => Ok(Opening::Open(secrets)),
                None => self.damaged(rng),
            },
            Err(KeyStoreError::NotFound | KeyStoreError::Absent) => self.lost(rng),
            Err(KeyStoreError::Locked | KeyStoreError::Refused) => Ok(Opening::Closed(if self.db_exists()? {
                VaultState::KeyringLocked
            } else {
                // Nothing was written with that key: another way may still be chosen.
                VaultState::KeyringLockedFirst
            })),
        }
    }

    /// No key: a loss when something was written with it, otherwise a fresh start.
    fn lost(&self, rng: &mut dyn RngCore) -> Result<Opening, VaultError> {
        if self.db_exists()? { Ok(Opening::Closed(VaultState::KeyLost)) } else { self.fresh(rng) }
    }

    fn damaged(&self, rng: &mut dyn RngCore) -> Result<Opening, VaultError> {
        if self.db_exists()? { Ok(Opening::Closed(VaultState::Unreadable)) } else { self.fresh(rng) }
    }

    fn fresh(&self, rng: &mut dyn RngCore) -> Result<Opening, VaultError> {
        let (id, secrets) = (draw_id(rng), Secrets::draw(rng));
        let text = secrets.to_text();
        // Read back: a store that takes a secret and does not give it again must not get a database.
        match self.keyring.set(&id, &text).and_then(|()| self.keyring.get(&id)) {
            Ok(back) if back == text => {}
            Err(KeyStoreError::Locked) => return Ok(Opening::Closed(VaultState::KeyringLockedFirst)),
            Ok(_) | Err(_) => return Ok(Opening::Closed(VaultState::NeedsChoice)),
        }
        self.clear_the_way()?;
        files::write_json(&self.path(RECORD_FILE), &Record { v: 1, id, way: Way::Keyring })?;
        Ok(Opening::Open(secrets)) // `open` sees to the recovery file
    }

    /// Before new files are written: remains of an earlier vault that cannot be used any more are kept aside.
    fn clear_the_way(&self) -> Result<(), VaultError> {
        let remains = |name: &&str| self.path(name).exists();
        if [KEY_FILE, RECORD_FILE, RECOVERY_FILE].iter().any(remains) {
            self.set_aside()?;
        }
        Ok(())
    }

    /// Writes the recovery file where it is missing or sealed to another key. `id` is known while a vault is made.
    fn ensure_recovery(&self, id: Option<&str>, secrets: &Secrets, rng: &mut dyn RngCore) -> Result<(), VaultError> {
        let Some(public_key) = &self.recovery_key else { return Ok(()) };
        let path = self.path(RECOVERY_FILE);
        let id = match id {
            Some(id) => Some(id.to_owned()),
            None => match files::read_json(&self.path(RECORD_FILE))? {
                Read::Whole(Record { id, .. }) => Some(id),
                Read::Absent | Read::Garbage => recovery::vault_id(&path)?,
            },
        };
        Ok(recovery::ensure(&path, id.as_deref(), public_key, secrets, rng)?)
    }
}

/// A name for the keyring entry, so that two data folders never share one.
fn draw_id(rng: &mut dyn RngCore) -> String {
    let mut bytes = [0u8; 16];
    rng.fill_bytes(&mut bytes);
    hex::encode(bytes)
}
