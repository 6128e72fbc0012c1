//! The gateway's own keys: receipts (Ed25519), recovery (X25519), sessions (HMAC), proofs of dossiers (HMAC). Not for TLS (see `tls`).
//!
//! What a newcomer would get wrong: these files are in the backup and the same on every node. A lost receipt key means
//! phones show no tick; a lost recovery key means no broken phone's reports can be rescued.

use crate::env::Ids;
use crate::recover::RecoverError;
use ed25519_dalek::SigningKey;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use vungsam_domain::package::{self, PackageError, Proven};
use vungsam_domain::sign;
use vungsam_domain::wire::{Receipt, SealedReceipt};
use vungsam_domain::{DeviceId, Pin};
use zeroize::{Zeroize, Zeroizing};

/// Why keys could not be read or made.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file does not hold a key.
    #[error("{0} does not hold a key of this gateway")]
    Malformed(PathBuf),
    /// The file can be read by others.
    #[error("{0} can be read by others: chmod 600 it")]
    Open(PathBuf),
}

/// The keys.
pub struct Keys {
    /// Name of the receipt key.
    pub kid: String,
    receipt: SigningKey,
    recovery: crypto_box::SecretKey,
    session: Zeroizing<[u8; 32]>,
    proof: Zeroizing<[u8; 32]>,
}

impl Keys {
    /// Reads the keys in `dir`, making those that are missing. Call it under the data folder's lock.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn open(dir: &Path, ids: &dyn Ids) -> Result<Self, KeyError> {
        let mut receipt = read_or_make(&dir.join("receipt.key"), ids)?;
        let mut recovery = read_or_make(&dir.join("recovery.key"), ids)?;
        let session = Zeroizing::new(read_or_make(&dir.join("session.key"), ids)?);
        let proof = Zeroizing::new(read_or_make(&dir.join("proof.key"), ids)?);
        let signing = SigningKey::from_bytes(&receipt);
        let hash = sign::sha256_hex(signing.verifying_key().as_bytes());
        let keys = Self {
            kid: format!("r-{}", hash.chars().take(8).collect::<String>()),
            receipt: signing,
            recovery: crypto_box::SecretKey::from(recovery),
            session,
            proof,
        };
        receipt.zeroize();
        recovery.zeroize();
        Ok(keys)
    }

    /// Public half of the receipt key, base64url.
    #[must_use]
    pub fn receipt_public(&self) -> String {
        sign::public_key(&self.receipt)
    }

    /// Public half of the recovery key, base64url.
    #[must_use]
    pub fn recovery_public(&self) -> String {
        sign::b64(self.recovery.public_key().as_bytes())
    }

    /// Opens a phone's recovery file.
    ///
    /// # Errors
    /// [`RecoverError`].
    pub fn recover(&self, file: &[u8]) -> Result<Zeroizing<String>, RecoverError> {
        crate::recover::unwrap(file, &self.recovery)
    }

    /// For authenticating what the console puts into pages and cookies.
    #[must_use]
    pub fn session_secret(&self) -> &[u8; 32] {
        &self.session
    }

    /// The keyed proof of belonging to a dossier: the last four digits of a phone or a citizen's number, bound to this
    /// code. Lower-case hex. `key` is [`code::key`](vungsam_domain::dossier::code::key).
    #[must_use]
    pub fn dossier_proof(&self, key: &str, digits: &Pin) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&*self.proof) else { return String::new() };
        mac.update(key.as_bytes());
        mac.update(&[0]);
        mac.update(digits.reveal().as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }

    /// Stands for a device on one day, so that the count of what it sent that day names it to nobody who only has the
    /// database. Lower-case hex.
    #[must_use]
    pub fn device_of_day(&self, device: DeviceId, day: i64) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&*self.proof) else { return String::new() };
        mac.update(b"questions of a day\0");
        mac.update(device.0.as_bytes());
        mac.update(&day.to_be_bytes());
        hex::encode(mac.finalize().into_bytes())
    }

    /// Opens a package sealed to the recovery key.
    ///
    /// # Errors
    /// [`PackageError`].
    pub fn open_package(&self, file: &[u8]) -> Result<Proven, PackageError> {
        let secret = Zeroizing::new(self.recovery.to_bytes());
        package::open(file, &secret)
    }

    /// Writes and signs a receipt.
    ///
    /// # Errors
    /// When it cannot be written as JSON (it always can).
    pub fn seal(&self, receipt: &Receipt) -> Result<SealedReceipt, serde_json::Error> {
        SealedReceipt::seal(receipt, &self.kid, &self.receipt)
    }

    /// Name and key that sign content: the receipt key, because phones know it already.
    #[must_use]
    pub(crate) fn for_content(&self) -> (&str, &SigningKey) {
        (&self.kid, &self.receipt)
    }
}

fn read_or_make(path: &Path, ids: &dyn Ids) -> Result<[u8; 32], KeyError> {
    let io = |source| KeyError::Io { path: path.to_owned(), source };
    if path.try_exists().map_err(io)? {
        let text = Zeroizing::new(read_private(path)?);
        let key = sign::unb64(text.trim()).and_then(|b| <[u8; 32]>::try_from(b).ok());
        return key.ok_or_else(|| KeyError::Malformed(path.to_owned()));
    }
    let key = ids.secret();
    write_private(path, Zeroizing::new(format!("{}\n", sign::b64(&key))).as_bytes()).map_err(io)?;
    Ok(key)
}

/// Reads a file nobody else may read.
///
/// # Errors
/// [`KeyError`].
pub fn read_private(path: &Path) -> Result<String, KeyError> {
    use std::os::unix::fs::PermissionsExt;
    let io = |source| KeyError::Io { path: path.to_owned(), source };
    if std::fs::metadata(path).map_err(io)?.permissions().mode() & 0o077 != 0 {
        return Err(KeyError::Open(path.to_owned()));
    }
    std::fs::read_to_string(path).map_err(io)
}

/// Writes a file (0600) that is either whole or not there, whenever the power fails.
///
/// # Errors
/// When the disk does not let it.
pub fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let partial = path.with_extension("partial");
    if partial.exists() {
        std::fs::remove_file(&partial)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&partial)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&partial, path)?;
    match path.parent() {
        Some(dir) => std::fs::File::open(dir)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::SystemIds;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn keys_are_private_and_the_same_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let first = Keys::open(dir.path(), &SystemIds).unwrap();
        let again = Keys::open(dir.path(), &SystemIds).unwrap();
        assert_eq!((&first.kid, first.receipt_public()), (&again.kid, again.receipt_public()));
        assert_eq!(first.recovery_public(), again.recovery_public());
        for entry in std::fs::read_dir(dir.path()).unwrap() {
            let entry = entry.unwrap();
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", entry.path());
        }
    }

    #[test]
    fn a_proof_is_bound_to_code_and_key() {
        let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (keys, others) =
            (Keys::open(dir.path(), &SystemIds).unwrap(), Keys::open(other.path(), &SystemIds).unwrap());
        let digits = |d| Pin::parse(d).unwrap();
        let proof = keys.dossier_proof("A-1", &digits("1234"));
        assert_eq!(proof, Keys::open(dir.path(), &SystemIds).unwrap().dossier_proof("A-1", &digits("1234")));
        assert_eq!(proof.len(), 64);
        assert_ne!(proof, keys.dossier_proof("A-1", &digits("1235")));
        assert_ne!(proof, keys.dossier_proof("A-2", &digits("1234")));
        assert_ne!(proof, keys.dossier_proof("A-11", &digits("2340")), "code and digits do not run into each other");
        assert_ne!(proof, others.dossier_proof("A-1", &digits("1234")));
    }

    #[test]
    fn a_key_others_can_read_or_that_is_broken_stops_the_start() {
        let dir = tempfile::tempdir().unwrap();
        Keys::open(dir.path(), &SystemIds).unwrap();
        let path = dir.path().join("receipt.key");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Keys::open(dir.path(), &SystemIds), Err(KeyError::Open(_))));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::write(&path, "short").unwrap();
        assert!(matches!(Keys::open(dir.path(), &SystemIds), Err(KeyError::Malformed(_))));
    }
}
