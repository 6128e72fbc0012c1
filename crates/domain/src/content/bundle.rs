//! Content as it is stored and travels: raw records, a whole set of them in one file ([`Bundle`]: inside the app, as the
//! body of a refill, on a memory card) and a page of changes ([`Page`]). Not for what records mean.
//!
//! What a newcomer would get wrong: both begin with one line of JSON and go on with a zstd frame of record lines. A page
//! may be compressed against the records the reader already holds, named in its head; a reader that holds others gets
//! [`BundleError::OtherRecords`] and asks again without that.

use super::Record;
use crate::sign::{sha256_hex, sign, verify};
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use std::io::{Read, Write};

/// Largest set of records that is read, bytes unpacked.
pub const MAX_BYTES: u64 = 64 << 20;
/// Longest head.
const MAX_HEAD: usize = 256 << 10;
const BUNDLE: &str = "vungsam-content/1";
const PAGE: &str = "vungsam-content-page/1";
/// As small as zstd makes it within reason.
pub const BEST: i32 = 19;

/// A record as it is stored and sent: its JSON text is kept byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRecord {
    /// One of [`super::Pack::KINDS`], or one a newer version knows.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// JSON; `None`: a tombstone.
    pub body: Option<String>,
}

impl RawRecord {
    /// A record of this kind.
    ///
    /// # Errors
    /// When it cannot be written as JSON (it always can).
    pub fn of<T: Record>(kind: &str, record: &T) -> Result<Self, serde_json::Error> {
        let body = serde_json::to_string(record)?;
        Ok(Self { kind: kind.to_owned(), id: record.id().to_owned(), body: Some(body) })
    }

    /// SHA-256 of the body (hex); `None` for a tombstone.
    #[must_use]
    pub fn sha256(&self) -> Option<String> {
        self.body.as_ref().map(|b| sha256_hex(b.as_bytes()))
    }
}

/// Why a bundle or page was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// Not one of ours, or cut short.
    #[error("not a content file, or not all of it")]
    Unreadable,
    /// Signed by nobody this deployment knows, or changed since.
    #[error("not signed by a key of this deployment, or changed since")]
    Signature,
    /// Its records are not those its head names: damaged.
    #[error("damaged")]
    Damaged,
    /// Larger than anything that would be ours.
    #[error("too large")]
    TooLarge,
    /// A page compressed against records the reader does not hold as they were.
    #[error("made for a reader that holds other records")]
    OtherRecords,
}

/// Head of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    format: String,
    /// SHA-256 of the record lines (hex): the content's name.
    pub sha256: String,
    /// Their length, bytes.
    pub bytes: u64,
    /// Their number.
    pub records: u64,
    /// Where reading the gateway's changes goes on from; `None`: not made by a gateway.
    pub cursor: Option<String>,
    /// Its place in the order of that gateway's versions; a lower one is older. 0: not made by a gateway.
    pub number: u64,
    /// Name of the key that signed; `None`: unsigned (inside the app, or over TLS).
    pub kid: Option<String>,
    /// Ed25519 over [`Bundle::signed`], base64url.
    pub signature: Option<String>,
}

impl Bundle {
    /// Packs records (tombstones are left out) as small as possible. Slow: some hundred ms for a few MB.
    ///
    /// # Errors
    /// When the compressor fails.
    pub fn pack(
        records: &[RawRecord],
        at: Option<(String, u64)>,
        signer: Option<(&str, &SigningKey)>,
    ) -> std::io::Result<Vec<u8>> {
        let lines = lines(records.iter().filter(|r| r.body.is_some()))?;
        let (cursor, number) = at.map_or((None, 0), |(cursor, number)| (Some(cursor), number));
        let mut head = Self {
            format: BUNDLE.to_owned(),
            sha256: sha256_hex(&lines),
            bytes: lines.len() as u64,
            records: records.iter().filter(|r| r.body.is_some()).count() as u64,
            cursor,
            number,
            kid: signer.map(|(kid, _)| kid.to_owned()),
            signature: None,
        };
        head.signature = signer.map(|(_, key)| sign(key, &head.signed()));
        let mut out = serde_json::to_vec(&head)?;
        out.push(b'\n');
        out.extend(zstd::bulk::compress(&lines, BEST)?);
        Ok(out)
    }

    /// What the signature is over.
    #[must_use]
    pub fn signed(&self) -> Vec<u8> {
        let cursor = self.cursor.as_deref().unwrap_or_default();
        let Self { sha256, bytes, records, number, .. } = self;
        format!("{BUNDLE}\n{sha256}\n{bytes}\n{records}\n{cursor}\n{number}").into_bytes()
    }

    /// Whether one of these (kid, public key) signed it.
    #[must_use]
    pub fn is_signed_by<'a>(&self, keys: impl IntoIterator<Item = (&'a str, &'a str)>) -> bool {
        let (Some(kid), Some(signature)) = (&self.kid, &self.signature) else { return false };
        keys.into_iter().any(|(k, public)| k == kid && verify(public, &self.signed(), signature))
    }

    /// Reads a bundle's head.
    ///
    /// # Errors
    /// [`BundleError::Unreadable`].
    pub fn head(bytes: &[u8]) -> Result<Self, BundleError> {
        let (head, _) = split(bytes)?;
        let head: Self = serde_json::from_slice(head).map_err(|_| BundleError::Unreadable)?;
        if head.format == BUNDLE { Ok(head) } else { Err(BundleError::Unreadable) }
    }

    /// Reads a bundle: its head and its record lines. Ask [`Bundle::is_signed_by`] first where it did not come over TLS.
    ///
    /// # Errors
    /// [`BundleError`]; nothing is half read.
    pub fn open(bytes: &[u8]) -> Result<(Self, Lines), BundleError> {
        let head = Self::head(bytes)?;
        let (_, frame) = split(bytes)?;
        let lines = unpack(frame, head.bytes, &[])?;
        if sha256_hex(&lines) != head.sha256 {
            return Err(BundleError::Damaged);
        }
        Ok((head, Lines::read(&lines)))
    }
}

/// Record lines that were read. A line that is none is counted, the others stand.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// In the order they came.
    pub records: Vec<RawRecord>,
    /// How many lines were no record.
    pub malformed: u32,
}

impl Lines {
    fn read(lines: &[u8]) -> Self {
        let mut read = Self::default();
        for line in lines.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
            match serde_json::from_slice::<(String, String, Option<&serde_json::value::RawValue>)>(line) {
                Ok((kind, id, body)) => {
                    // JSON's null is read as none: a tombstone.
                    let body = body.map(|b| b.get().to_owned()).filter(|b| b != "null");
                    read.records.push(RawRecord { kind, id, body });
                }
                Err(_) => read.malformed = read.malformed.saturating_add(1),
            }
        }
        read
    }
}

/// `["kind","id",{…}]` a line.
fn lines<'a>(records: impl IntoIterator<Item = &'a RawRecord>) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    for r in records {
        let names = serde_json::to_string(&(&r.kind, &r.id))?;
        out.extend(names.trim_end_matches(']').as_bytes());
        out.push(b',');
        out.extend(r.body.as_deref().unwrap_or("null").as_bytes());
        out.extend(b"]\n");
    }
    Ok(out)
}

/// The body of a record (kind, id) as somebody holds it.
pub type Bodies<'a> = &'a dyn Fn(&str, &str) -> Option<String>;

/// Head of a page of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    format: String,
    /// Where reading goes on.
    pub cursor: String,
    /// Whether there is more to read now.
    pub more: bool,
    /// Length of the record lines, bytes.
    pub bytes: u64,
    /// SHA-256 of the record lines (hex).
    pub sha256: String,
    /// Records (kind, id) whose bodies, as the reader holds them, one after another are what the frame is compressed
    /// against. Empty: none.
    #[serde(default)]
    pub with: Vec<(String, String)>,
}

impl Page {
    /// Packs a page. `held` gives the body of a record as the reader holds it; `None`: compress without.
    ///
    /// # Errors
    /// When the compressor fails.
    pub fn pack(changes: &[RawRecord], cursor: &str, more: bool, held: Option<Bodies<'_>>) -> std::io::Result<Vec<u8>> {
        let lines = lines(changes)?;
        let (mut with, mut prior) = (Vec::new(), String::new());
        for r in changes {
            if let Some(body) = held.and_then(|held| held(&r.kind, &r.id)) {
                with.push((r.kind.clone(), r.id.clone()));
                prior.push_str(&body);
            }
        }
        let (bytes, sha256) = (lines.len() as u64, sha256_hex(&lines));
        let head = Self { format: PAGE.to_owned(), cursor: cursor.to_owned(), more, bytes, sha256, with };
        let mut out = serde_json::to_vec(&head)?;
        out.push(b'\n');
        let mut frame = zstd::stream::write::Encoder::with_ref_prefix(&mut out, BEST, prior.as_bytes())?;
        frame.set_pledged_src_size(Some(bytes))?;
        frame.write_all(&lines)?;
        frame.finish()?;
        Ok(out)
    }

    /// Reads a page. `held` gives the body of a record as this reader holds it.
    ///
    /// # Errors
    /// [`BundleError`]; nothing is half read.
    pub fn open(bytes: &[u8], held: Bodies<'_>) -> Result<(Self, Lines), BundleError> {
        let (head, frame) = split(bytes)?;
        let head: Self = serde_json::from_slice(head).map_err(|_| BundleError::Unreadable)?;
        if head.format != PAGE {
            return Err(BundleError::Unreadable);
        }
        let mut prior = String::new();
        for (kind, id) in &head.with {
            prior.push_str(&held(kind, id).ok_or(BundleError::OtherRecords)?);
        }
        let other = |e| if head.with.is_empty() { e } else { BundleError::OtherRecords };
        let lines = unpack(frame, head.bytes, prior.as_bytes()).map_err(other)?;
        if sha256_hex(&lines) != head.sha256 {
            return Err(other(BundleError::Damaged));
        }
        Ok((head, Lines::read(&lines)))
    }
}

/// Head line and what follows it.
fn split(bytes: &[u8]) -> Result<(&[u8], &[u8]), BundleError> {
    let end = bytes.iter().take(MAX_HEAD).position(|b| *b == b'\n').ok_or(BundleError::Unreadable)?;
    let (head, rest) = bytes.split_at_checked(end).ok_or(BundleError::Unreadable)?;
    Ok((head, rest.get(1..).unwrap_or_default()))
}

/// Unpacks a frame that says it holds `bytes`, and never more.
fn unpack(frame: &[u8], bytes: u64, prior: &[u8]) -> Result<Vec<u8>, BundleError> {
    if bytes > MAX_BYTES {
        return Err(BundleError::TooLarge);
    }
    let mut decoder =
        zstd::stream::read::Decoder::with_ref_prefix(frame, prior).map_err(|_| BundleError::Unreadable)?;
    let mut out = Vec::new();
    let read = (&mut decoder).take(bytes.saturating_add(1)).read_to_end(&mut out);
    read.map_err(|_| BundleError::Unreadable)?;
    match (out.len() as u64).cmp(&bytes) {
        std::cmp::Ordering::Equal => Ok(out),
        std::cmp::Ordering::Less => Err(BundleError::Unreadable),
        std::cmp::Ordering::Greater => Err(BundleError::TooLarge),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: usize, more: &str) -> RawRecord {
        let body = format!("{{\"id\":\"r{id}\",\"text\":\"{}{more}\"}}", format!("{id} câu chuyện. ").repeat(80));
        RawRecord { kind: "places".to_owned(), id: format!("r{id}"), body: Some(body) }
    }

    #[test]
    fn a_bundle_is_read_back_whole_or_not_at_all() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let public = crate::sign::public_key(&key);
        let records: Vec<_> = (0..50).map(|i| record(i, "")).collect();
        let bytes = Bundle::pack(&records, Some(("e.7".to_owned(), 7)), Some(("k1", &key))).unwrap();
        let (head, lines) = Bundle::open(&bytes).unwrap();
        assert_eq!((&lines.records, lines.malformed, head.records), (&records, 0, 50));
        assert!(head.is_signed_by([("k1", public.as_str())]));
        assert!(!head.is_signed_by([("k2", public.as_str())]));
        assert!(!Bundle { number: 8, ..head.clone() }.is_signed_by([("k1", public.as_str())]));
        for cut in [0, 10, bytes.len() / 2, bytes.len() - 1] {
            assert_eq!(Bundle::open(&bytes[..cut]).unwrap_err(), BundleError::Unreadable, "{cut}");
        }
        let mut changed = bytes;
        let at = changed.len() - 40;
        changed[at] ^= 1;
        assert!(Bundle::open(&changed).is_err());
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = zstd::bulk::compress(&vec![b' '; 1 << 20], 3).unwrap();
        assert_eq!(unpack(&bomb, 1000, &[]), Err(BundleError::TooLarge));
        assert_eq!(unpack(&bomb, MAX_BYTES + 1, &[]), Err(BundleError::TooLarge));
    }

    #[test]
    fn a_page_for_one_who_holds_the_records_is_small_and_of_no_use_to_others() {
        let old: Vec<_> = (0..20).map(|i| record(i, "")).collect();
        let mut new: Vec<_> = (0..20).map(|i| record(i, " Sửa.")).collect();
        new.push(RawRecord { kind: "places".to_owned(), id: "gone".to_owned(), body: None });
        let held =
            |kind: &str, id: &str| old.iter().find(|r| r.kind == kind && r.id == id).and_then(|r| r.body.clone());
        let plain = Page::pack(&new, "e.9", false, None).unwrap();
        let small = Page::pack(&new, "e.9", true, Some(&held)).unwrap();
        let (head, lines) = Page::open(&small, &held).unwrap();
        assert_eq!((head.cursor.as_str(), head.more), ("e.9", true));
        assert_eq!(lines.records, new);
        assert_eq!(Page::open(&plain, &|_, _| None).unwrap().1.records, new);
        assert_eq!(Page::open(&small, &|_, _| None).unwrap_err(), BundleError::OtherRecords);
        let others = |kind: &str, id: &str| held(kind, id).map(|b| b.replace("câu", "cau"));
        assert_eq!(Page::open(&small, &others).unwrap_err(), BundleError::OtherRecords);
    }

    #[test]
    fn a_line_that_is_no_record_is_counted_and_the_others_stand() {
        let read = Lines::read(b"[\"a\",\"b\",{\"x\":1}]\nnonsense\n[\"a\",\"c\",null]\n");
        assert_eq!((read.records.len(), read.malformed), (2, 1));
        assert_eq!(read.records[0].body.as_deref(), Some("{\"x\":1}"));
        assert_eq!(read.records[1].body, None);
    }
}
