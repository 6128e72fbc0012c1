//! The three secrets of one installation, and their spelling as text for a keyring. Not for where they are kept.
//!
//! What a newcomer would get wrong: they are wiped from memory when dropped and never printed; do not copy the fields.

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use rand::RngCore;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Length of all three together, in bytes.
pub(super) const LEN: usize = 96;

/// The three secrets of one installation.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Secrets {
    /// Raw key of `vault.db`.
    pub db_key: [u8; 32],
    /// Seed of the Ed25519 key that signs complaints.
    pub device_seed: [u8; 32],
    /// What the device shows the gateway.
    pub bearer: [u8; 32],
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(redacted)")
    }
}

impl Secrets {
    /// New ones. `rng` must be fit for keys.
    #[must_use]
    pub fn draw(rng: &mut dyn RngCore) -> Self {
        let mut s = Self { db_key: [0; 32], device_seed: [0; 32], bearer: [0; 32] };
        rng.fill_bytes(&mut s.db_key);
        rng.fill_bytes(&mut s.device_seed);
        rng.fill_bytes(&mut s.bearer);
        s
    }

    pub(super) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([self.db_key, self.device_seed, self.bearer].concat())
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (db_key, rest) = bytes.split_first_chunk()?;
        let (device_seed, rest) = rest.split_first_chunk()?;
        Some(Self { db_key: *db_key, device_seed: *device_seed, bearer: rest.try_into().ok()? })
    }

    /// Version, dot, base64.
    pub(super) fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("1.{}", STANDARD_NO_PAD.encode(self.to_bytes())))
    }

    pub(super) fn from_text(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(STANDARD_NO_PAD.decode(text.strip_prefix("1.")?).ok()?);
        Self::from_bytes(&bytes)
    }
}
