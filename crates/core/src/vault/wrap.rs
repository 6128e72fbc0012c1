//! `vault.key`: the secrets wrapped by a passphrase, or plain in a file of this user. Not for keyrings.
//!
//! What a newcomer would get wrong: the cost written in the file is checked before it is paid, or a damaged file could
//! ask for all the memory of the phone. And a passphrase is compared in NFC: two keyboards write "ế" differently.

use super::{PASSPHRASE_CHARS, Secrets, VaultError, secrets};
use argon2::{Algorithm, Argon2, Params, Version};
use crypto_secretbox::aead::Aead;
use crypto_secretbox::{KeyInit, XSalsa20Poly1305};
use rand::RngCore;
use serde::{Deserialize, Serialize};
use vungsam_domain::{fold, sign};
use zeroize::Zeroizing;

/// Memory of the key derivation, in KiB: 19 MiB is bearable on a phone of 2 GB and costly on a graphics card.
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes of the key derivation.
const PASSES: u32 = 2;
/// Most memory a file may ask for, in KiB.
const MOST_MEMORY_KIB: u32 = 256 * 1024;
/// Most passes a file may ask for.
const MOST_PASSES: u32 = 16;

/// The content of `vault.key`.
#[derive(Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub(super) enum KeyFile {
    /// Wrapped by a passphrase.
    Passphrase(Wrapped),
    /// Plain; the file's rights protect it.
    #[serde(rename = "key_file")]
    Plain(Plain),
}

/// Argon2id over the passphrase, XSalsa20-Poly1305 over the secrets.
#[derive(Serialize, Deserialize)]
pub(super) struct Wrapped {
    v: u32,
    id: String,
    memory_kib: u32,
    passes: u32,
    salt: String,
    nonce: String,
    sealed: String,
}

/// Secrets as they are.
#[derive(Serialize, Deserialize)]
pub(super) struct Plain {
    v: u32,
    id: String,
    secrets: Zeroizing<String>,
}

pub(super) enum UnwrapError {
    Passphrase,
    Damaged,
}

impl KeyFile {
    pub(super) fn plain(id: &str, secrets: &Secrets) -> Self {
        Self::Plain(Plain { v: 1, id: id.to_owned(), secrets: secrets.to_text() })
    }

    pub(super) fn wrap(
        id: &str,
        secrets: &Secrets,
        passphrase: &str,
        rng: &mut dyn RngCore,
    ) -> Result<Self, VaultError> {
        let passphrase = Zeroizing::new(fold::clean(passphrase));
        if passphrase.chars().count() < PASSPHRASE_CHARS {
            return Err(VaultError::PassphraseShort);
        }
        let (mut salt, mut nonce) = ([0u8; 16], [0u8; 24]);
        rng.fill_bytes(&mut salt);
        rng.fill_bytes(&mut nonce);
        let key = derive(&passphrase, &salt, MEMORY_KIB, PASSES).ok_or(VaultError::Damaged)?;
        let sealed = XSalsa20Poly1305::new(key.as_ref().into())
            .encrypt(&nonce.into(), secrets.to_bytes().as_slice())
            .map_err(|_| VaultError::Damaged)?;
        Ok(Self::Passphrase(Wrapped {
            v: 1,
            id: id.to_owned(),
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            salt: sign::b64(&salt),
            nonce: sign::b64(&nonce),
            sealed: sign::b64(&sealed),
        }))
    }
}

impl Plain {
    pub(super) fn open(&self) -> Option<Secrets> {
        if self.v == 1 { Secrets::from_text(&self.secrets) } else { None }
    }
}

impl Wrapped {
    /// Whether a passphrase could open it at all.
    pub(super) fn is_plausible(&self) -> bool {
        self.parts().is_some()
    }

    fn parts(&self) -> Option<(Vec<u8>, [u8; 24], Vec<u8>)> {
        let nonce: [u8; 24] = sign::unb64(&self.nonce)?.try_into().ok()?;
        let sealed = sign::unb64(&self.sealed).filter(|s| s.len() == secrets::LEN + 16)?;
        let salt = sign::unb64(&self.salt).filter(|s| (8..=64).contains(&s.len()))?;
        let bearable = self.memory_kib <= MOST_MEMORY_KIB && self.passes <= MOST_PASSES;
        (self.v == 1 && bearable).then_some((salt, nonce, sealed))
    }

    pub(super) fn open(&self, passphrase: &str) -> Result<Secrets, UnwrapError> {
        let (salt, nonce, sealed) = self.parts().ok_or(UnwrapError::Damaged)?;
        let passphrase = Zeroizing::new(fold::clean(passphrase));
        let key = derive(&passphrase, &salt, self.memory_kib, self.passes).ok_or(UnwrapError::Damaged)?;
        let bytes = XSalsa20Poly1305::new(key.as_ref().into())
            .decrypt(&nonce.into(), sealed.as_slice())
            .map_err(|_| UnwrapError::Passphrase)?;
        Secrets::from_bytes(&Zeroizing::new(bytes)).ok_or(UnwrapError::Damaged)
    }
}

fn derive(passphrase: &str, salt: &[u8], memory_kib: u32, passes: u32) -> Option<Zeroizing<[u8; 32]>> {
    let params = Params::new(memory_kib, passes, 1, Some(32)).ok()?;
    let mut key = Zeroizing::new([0u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, key.as_mut())
        .ok()?;
    Some(key)
}
