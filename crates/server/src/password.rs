//! Officers' passwords: Argon2id, and the one-time password an operator reads out. Not for sessions.
//!
//! What a newcomer would get wrong: hashing takes tens of milliseconds of pure CPU, so it runs on the blocking pool.

use crate::env::Ids;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Argon2, PasswordHash};

/// Without the letters and digits people mix up.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789-";
/// Shortest password an officer may choose, in characters.
pub const MIN_CHARS: usize = 10;
/// Longest, in bytes; more would only cost time.
pub const MAX_BYTES: usize = 256;

/// Hashing failed: out of memory or threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the password could not be hashed")]
pub struct HashError;

/// A password for one sign-in: 16 characters, 75 bits and more.
#[must_use]
pub fn one_time(ids: &dyn Ids) -> String {
    let letters = ALPHABET.len() - 1; // the dash only groups
    let mut out = String::new();
    while out.len() < 19 {
        if matches!(out.len(), 4 | 9 | 14) {
            out.push('-');
            continue;
        }
        let mut byte = [0];
        ids.fill(&mut byte);
        // 248 is 8 × 31: what lies above would favour the first letters.
        if let [b @ 0..248] = byte
            && let Some(c) = ALPHABET.get(usize::from(b) % letters)
        {
            out.push(char::from(*c));
        }
    }
    out
}

/// Hashes a password.
///
/// # Errors
/// [`HashError`].
pub async fn hash(password: String, ids: &dyn Ids) -> Result<String, HashError> {
    let mut salt = [0; 16];
    ids.fill(&mut salt);
    let work = move || {
        let salt = SaltString::encode_b64(&salt).map_err(|_| HashError)?;
        Argon2::default().hash_password(password.as_bytes(), &salt).map(|h| h.to_string()).map_err(|_| HashError)
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| HashError)?
}

/// Whether the password is the one that was hashed. Takes as long when there is no hash (an unknown login).
pub async fn verify(password: String, hash: Option<String>) -> bool {
    /// Of nobody's password.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let work = move || {
        let text = hash.as_deref().unwrap_or(NOBODY);
        let Ok(parsed) = PasswordHash::new(text) else { return false };
        let fits = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
        fits && hash.is_some()
    };
    tokio::task::spawn_blocking(work).await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::SystemIds;

    #[tokio::test]
    async fn only_the_right_password_fits_and_no_hash_fits_nothing() {
        let one = one_time(&SystemIds);
        assert_eq!(one.len(), 19);
        assert_ne!(one, one_time(&SystemIds));
        let hashed = hash(one.clone(), &SystemIds).await.unwrap();
        assert!(hashed.starts_with("$argon2id$"));
        assert!(verify(one.clone(), Some(hashed.clone())).await);
        assert!(!verify("other".to_owned(), Some(hashed)).await);
        assert!(!verify(one.clone(), None).await);
        assert!(!verify(one, Some("nonsense".to_owned())).await);
    }
}
