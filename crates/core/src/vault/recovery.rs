//! `vault.recovery`: the database key sealed to the gateway's recovery key, so that a broken keystore loses no unsent
//! work. Not for the device key and the bearer: those are cheap to make again.
//!
//! What a newcomer would get wrong: only the operator's private key opens it; the phone itself never can.

use super::Secrets;
use super::files::{self, Read};
use crypto_box::{PublicKey, SecretKey};
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::Path;
use vungsam_domain::sign;
use zeroize::Zeroizing;

#[derive(Serialize, Deserialize)]
struct Recovery {
    v: u32,
    /// Name of the keyring entry, as in `vault.json`, should that file be lost.
    id: Option<String>,
    /// The public key it is sealed to, base64url.
    key: String,
    /// Sealed box of the 32 bytes, base64url.
    sealed: String,
}

/// The name of the keyring entry, if the file is there and readable.
pub(super) fn vault_id(path: &Path) -> io::Result<Option<String>> {
    Ok(match files::read_json::<Recovery>(path)? {
        Read::Whole(r) => r.id,
        Read::Absent | Read::Garbage => None,
    })
}

/// Writes the file unless it is there for this very key. A key that is none is said in the log and skipped: it must
/// not keep the person from writing.
pub(super) fn ensure(
    path: &Path,
    id: Option<&str>,
    public_key: &str,
    secrets: &Secrets,
    rng: &mut dyn RngCore,
) -> io::Result<()> {
    if let Read::Whole(r) = files::read_json::<Recovery>(path)?
        && r.key == public_key
        && r.id.as_deref() == id
    {
        return Ok(());
    }
    let mut seed = Zeroizing::new([0u8; 32]);
    rng.fill_bytes(seed.as_mut());
    let key: Option<[u8; 32]> = sign::unb64(public_key).and_then(|k| k.try_into().ok());
    let sealed = key.and_then(|k| PublicKey::from(k).seal(&mut StdRng::from_seed(*seed), &secrets.db_key).ok());
    let Some(sealed) = sealed else {
        tracing::warn!("the recovery key of the deployment is not a key; no recovery file is written");
        return Ok(());
    };
    let recovery = Recovery { v: 1, id: id.map(str::to_owned), key: public_key.to_owned(), sealed: sign::b64(&sealed) };
    files::write_json(path, &recovery)
}

/// For the operator: the raw database key out of the content of a recovery file, with the gateway's private key.
#[must_use]
pub fn unseal(file: &[u8], private_key: &[u8; 32]) -> Option<Zeroizing<[u8; 32]>> {
    let r: Recovery = serde_json::from_slice(file).ok()?;
    let opened = Zeroizing::new(SecretKey::from(*private_key).unseal(&sign::unb64(&r.sealed)?).ok()?);
    Some(Zeroizing::new(opened.as_slice().try_into().ok()?))
}
