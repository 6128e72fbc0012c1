//! Pages of a damaged SQLCipher file and its WAL, one by one: what verifies is given out, what does not is not there.
//! Not for what is in them (`cells`).
//!
//! What a newcomer would get wrong: SQLite stops at the first fault and SQLCipher refuses the whole file after it. Here a
//! page stands for itself. Its key comes from the vault; the key of its checksum also needs the salt, which lies in the
//! first 16 bytes of the file, so these are kept once more in a file beside it ([`SALT_FILE`]).
//!
//! The layout is SQLCipher 4's: 4096 bytes, of which the last 80 are the vector (16) and HMAC-SHA512 (64) over content,
//! vector and page number; AES-256-CBC without padding.

use super::wal::Wal;
use aes::Aes256;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit, block_padding::NoPadding};
use hmac::{Hmac, Mac};
use sha2::Sha512;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use zeroize::Zeroizing;

/// Bytes of a page in the file.
pub(super) const PAGE: usize = 4096;
/// Bytes of a page SQLite uses.
pub(super) const USABLE: usize = PAGE - 80;
/// The salt of the file, once more.
pub(super) const SALT_FILE: &str = "vault.salt";
/// Length of the salt.
pub(super) const SALT: usize = 16;
/// Bytes of a page its HMAC covers.
const COVERED: usize = USABLE + 16;
/// Larger than any vault of a phone: a length beyond it is damage, not data.
const MOST_PAGES: u64 = 1 << 20;

/// The readable pages of a vault.
pub(super) struct Pages {
    main: Option<File>,
    wal: Option<Wal>,
    key: Zeroizing<[u8; 32]>,
    checks: Vec<Zeroizing<[u8; 32]>>,
    /// Highest page number there may be.
    pub(super) last: u32,
}

impl Pages {
    /// Looks at the files in `dir`. A file that is not there has no pages.
    pub(super) fn open(dir: &Path, key: &[u8; 32]) -> std::io::Result<Self> {
        let mut main = super::existing(&dir.join(super::DB_FILE))?;
        let wal = Wal::open(&dir.join(super::WAL_FILE))?;
        let mut salts = BTreeSet::new();
        if let Some(file) = &mut main {
            salts.extend(first_bytes(file)?);
        }
        if let Some(mut file) = super::existing(&dir.join(SALT_FILE))? {
            salts.extend(first_bytes(&mut file)?);
        }
        let pages = match &main {
            Some(file) => file.metadata()?.len().div_ceil(PAGE as u64),
            None => 0,
        };
        let in_wal = wal.as_ref().map_or(0, Wal::last);
        let last = u32::try_from(pages.min(MOST_PAGES)).unwrap_or(0).max(in_wal);
        let mut found = Self { main, wal, key: Zeroizing::new(*key), checks: Vec::new(), last };
        for raw in found.wal.as_mut().map(|wal| wal.versions(1)).unwrap_or_default() {
            salts.extend(raw.first_chunk::<SALT>().copied());
        }
        found.checks = salts.iter().filter_map(|salt| check_key(key, salt)).collect();
        Ok(found)
    }

    /// The newest version of a page that verifies, decrypted: its first [`USABLE`] bytes.
    pub(super) fn get(&mut self, n: u32) -> Option<Vec<u8>> {
        for raw in self.wal.as_mut().map(|wal| wal.versions(n)).unwrap_or_default() {
            if let Some(page) = self.decrypt(n, &raw) {
                return Some(page);
            }
        }
        let mut raw = vec![0; PAGE];
        let file = self.main.as_mut()?;
        file.seek(SeekFrom::Start(u64::from(n.checked_sub(1)?) * PAGE as u64)).ok()?;
        file.read_exact(&mut raw).ok()?;
        self.decrypt(n, &raw)
    }

    /// Whether there is a page that cannot be read.
    pub(super) fn is_hurt(&mut self) -> bool {
        (1..=self.last).any(|n| self.get(n).is_none())
    }

    /// Whether the WAL holds something that was committed and that SQLite will not read: it stops at the first fault and
    /// says nothing.
    pub(super) fn wal_is_hurt(&mut self) -> bool {
        let Some(wal) = &mut self.wal else { return false };
        let beyond = wal.beyond_the_first_fault();
        beyond.iter().any(|(n, raw)| self.decrypt(*n, raw).is_some())
    }

    fn decrypt(&self, n: u32, raw: &[u8]) -> Option<Vec<u8>> {
        // The first page begins with the salt where the others begin with content.
        let start = if n == 1 { SALT } else { 0 };
        let (covered, check) = (raw.get(start..COVERED)?, raw.get(COVERED..PAGE)?);
        let fits = |key: &Zeroizing<[u8; 32]>| {
            <Hmac<Sha512> as Mac>::new_from_slice(&key[..])
                .is_ok_and(|mac| mac.chain_update(covered).chain_update(n.to_le_bytes()).verify_slice(check).is_ok())
        };
        if !self.checks.iter().any(fits) {
            return None;
        }
        let vector: [u8; 16] = raw.get(USABLE..COVERED)?.try_into().ok()?;
        let mut page = raw.get(..USABLE)?.to_vec();
        cbc::Decryptor::<Aes256>::new((&*self.key).into(), &vector.into())
            .decrypt_padded::<NoPadding>(page.get_mut(start..)?)
            .ok()?;
        Some(page)
    }
}

/// The salt a file begins with.
pub(super) fn first_bytes(file: &mut File) -> std::io::Result<Option<[u8; SALT]>> {
    let mut salt = [0; SALT];
    file.seek(SeekFrom::Start(0))?;
    match file.read_exact(&mut salt) {
        Ok(()) => Ok(Some(salt)),
        Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => Ok(None),
        Err(e) => Err(e),
    }
}

/// PBKDF2-HMAC-SHA512 with two rounds over the key and the changed salt: SQLCipher's way to the key of the checksums.
fn check_key(key: &[u8; 32], salt: &[u8; SALT]) -> Option<Zeroizing<[u8; 32]>> {
    let mac = <Hmac<Sha512> as Mac>::new_from_slice(key).ok()?;
    let first = mac.clone().chain_update(salt.map(|b| b ^ 0x3a)).chain_update(1_u32.to_be_bytes()).finalize();
    let first = first.into_bytes();
    let second = mac.chain_update(first).finalize().into_bytes();
    let mut out = Zeroizing::new([0; 32]);
    for (o, (a, b)) in out.iter_mut().zip(first.iter().zip(second)) {
        *o = a ^ b;
    }
    Some(out)
}
