//! Signatures and hashes of exact bytes, and their spelling (base64url without padding, hex). Not for secrets at rest.
//!
//! What a newcomer would get wrong: a signature is over the bytes that travelled, never over a value that was parsed
//! and written again.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// Base64url without padding.
#[must_use]
pub fn b64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads base64url without padding; `None` when it is not that.
#[must_use]
pub fn unb64(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// SHA-256 in lower-case hex.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Ed25519 signature over `bytes`, base64url.
#[must_use]
pub fn sign(key: &SigningKey, bytes: &[u8]) -> String {
    b64(&key.sign(bytes).to_bytes())
}

/// Whether `signature` (base64url) is by `public_key` (base64url, 32 bytes) over exactly these bytes.
#[must_use]
pub fn verify(public_key: &str, bytes: &[u8], signature: &str) -> bool {
    let checked = || {
        let key: [u8; 32] = unb64(public_key)?.try_into().ok()?;
        let key = VerifyingKey::from_bytes(&key).ok()?;
        let sig = Signature::from_slice(&unb64(signature)?).ok()?;
        key.verify_strict(bytes, &sig).ok()
    };
    checked().is_some()
}

/// The public half of `key`, base64url.
#[must_use]
pub fn public_key(key: &SigningKey) -> String {
    b64(key.verifying_key().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_byte_breaks_the_signature() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let sig = sign(&key, b"{\"a\":1}");
        assert!(verify(&public_key(&key), b"{\"a\":1}", &sig));
        assert!(!verify(&public_key(&key), b"{\"a\":2}", &sig));
        assert!(!verify("", b"", "nonsense"));
    }
}
