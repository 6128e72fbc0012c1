//! For the operator: opens the recovery file of a phone whose keystore is broken. Not for reading the phone's database: the
//! gateway does not link what that takes; SQLCipher's own shell does it with the key this gives.
//!
//! What a newcomer would get wrong: the key opens everything that person wrote. Ask for it only in their presence, and
//! keep neither the key nor the copied files.

use serde::Deserialize;
use vungsam_domain::sign;
use zeroize::Zeroizing;

/// Larger is no recovery file.
const MOST_BYTES: usize = 64 * 1024;

/// `vault.recovery` as phones write it.
#[derive(Deserialize)]
struct RecoveryFile {
    v: u32,
    /// Public key it is sealed to, base64url.
    key: String,
    /// Sealed box of the 32 bytes, base64url.
    sealed: String,
}

/// Why a recovery file was not opened.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum RecoverError {
    /// Not a file a phone wrote.
    #[error("this is no vault.recovery of the app")]
    Form,
    /// Made for a gateway with another recovery key.
    #[error("this file is sealed to another gateway's recovery key: {0}")]
    OtherKey(String),
    /// Damaged.
    #[error("the file is damaged")]
    Damaged,
}

/// The raw key of the database the file lay beside, as SQLCipher's `PRAGMA key` wants it.
///
/// # Errors
/// [`RecoverError`].
pub fn unwrap(file: &[u8], secret: &crypto_box::SecretKey) -> Result<Zeroizing<String>, RecoverError> {
    let file = file.get(..MOST_BYTES).unwrap_or(file);
    let file: RecoveryFile = serde_json::from_slice(file).map_err(|_| RecoverError::Form)?;
    if file.v != 1 {
        return Err(RecoverError::Form);
    }
    if file.key != sign::b64(secret.public_key().as_bytes()) {
        return Err(RecoverError::OtherKey(file.key));
    }
    let sealed = sign::unb64(&file.sealed).ok_or(RecoverError::Damaged)?;
    let key = Zeroizing::new(secret.unseal(&sealed).map_err(|_| RecoverError::Damaged)?);
    if key.len() != 32 {
        return Err(RecoverError::Damaged);
    }
    Ok(Zeroizing::new(format!("x'{}'", *Zeroizing::new(hex::encode(&*key)))))
}
