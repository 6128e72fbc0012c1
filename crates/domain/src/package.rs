//! A complaint as a sealed file: written by the phone it was saved on, carried by any phone or stick, opened only by the
//! gateway. Not for who may carry one (anybody may: nobody but the gateway can read it) and not for storing one.
//!
//! What a newcomer would get wrong: the seal only keeps others from reading. Anybody can seal something to the public
//! recovery key, so what was opened is believed because of the sender's signatures in it, never because it opened.

use crate::complaint::{Complaint, PhotoRef};
use crate::ids::{ComplaintId, DeviceId};
use crate::message::Message;
use crate::reference::Reference;
use crate::wire::Device;
use crate::{limits, sign};
use crypto_box::{PublicKey, SecretKey};
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use serde::{Deserialize, Serialize};

/// End of the name of a package's file.
pub const EXTENSION: &str = "vungsam";
/// Most messages in a package; a longer conversation goes in its order as far as this.
pub const MESSAGES: usize = 64;

/// Why a file is not taken as a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// Larger than [`limits::PACKAGE_BYTES`], or a part of it larger than that part may be.
    #[error("the package is too large")]
    TooLarge,
    /// Not a package of a version this build knows, or damaged.
    #[error("the file is no package")]
    Malformed,
    /// The recovery key is none.
    #[error("the recovery key is not a key")]
    Key,
    /// Sealed to another key, or damaged.
    #[error("the package does not open with this key")]
    Sealed,
    /// Opened, but the parts do not prove that one device wrote them all.
    #[error("the signatures in the package do not fit")]
    Unproven,
}

/// Exact bytes with the signature that travels beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What was signed.
    pub body: Vec<u8>,
    /// Ed25519 by the device, base64url.
    pub signature: String,
}

/// A photo in a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedPhoto {
    /// Lower-case hex.
    pub sha256: String,
    /// The file.
    pub jpeg: Vec<u8>,
}

/// What is put into a package: the very bytes a direct send would carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Body of `PUT /api/v1/devices/{id}`.
    pub device: Signed,
    /// Body of `PUT /api/v1/complaints/{id}`.
    pub complaint: Signed,
    /// Bodies of `PUT …/messages/{mid}`, in the order they were written.
    pub messages: Vec<Signed>,
    /// Photos of the complaint and of its messages that may still be missing at the gateway.
    pub photos: Vec<PackedPhoto>,
}

/// A package whose signatures fit: one device wrote all of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proven {
    /// The device, read.
    pub device: Device,
    /// The complaint, read.
    pub complaint: Complaint,
    /// The messages, read; same order as in `contents`.
    pub messages: Vec<Message>,
    /// The exact bytes.
    pub contents: Contents,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    v: u32,
    complaint: ComplaintId,
    sealed: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inside {
    v: u32,
    device: SignedText,
    complaint: SignedText,
    messages: Vec<SignedText>,
    photos: Vec<PhotoText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignedText {
    body: String,
    signature: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PhotoText {
    sha256: String,
    jpeg: String,
}

/// Name to offer for the file of a complaint with this number.
#[must_use]
pub fn file_name(reference: &Reference) -> String {
    format!("phan-anh-{reference}.{EXTENSION}")
}

/// Seals to `recovery_key` (public, base64url). The contents are proven first: a package that no gateway would take is
/// not worth carrying.
///
/// # Errors
/// [`PackageError`].
pub fn seal(contents: &Contents, recovery_key: &str, rng: &mut dyn RngCore) -> Result<Vec<u8>, PackageError> {
    let proven = prove(contents.clone())?;
    let key: [u8; 32] = sign::unb64(recovery_key).and_then(|k| k.try_into().ok()).ok_or(PackageError::Key)?;
    let text = |s: &Signed| SignedText { body: sign::b64(&s.body), signature: s.signature.clone() };
    let inside = Inside {
        v: 1,
        device: text(&contents.device),
        complaint: text(&contents.complaint),
        messages: contents.messages.iter().map(text).collect(),
        photos: contents
            .photos
            .iter()
            .map(|p| PhotoText { sha256: p.sha256.clone(), jpeg: sign::b64(&p.jpeg) })
            .collect(),
    };
    let plain = serde_json::to_vec(&inside).map_err(|_| PackageError::Malformed)?;
    // The seal wants a generator of a known type; what decides is the seed, and that is drawn from the caller's.
    let mut seed = [0_u8; 32];
    rng.fill_bytes(&mut seed);
    let sealed =
        PublicKey::from(key).seal(&mut StdRng::from_seed(seed), &plain).map_err(|_| PackageError::Malformed)?;
    let file = File { v: 1, complaint: proven.complaint.id, sealed: sign::b64(&sealed) };
    let bytes = serde_json::to_vec(&file).map_err(|_| PackageError::Malformed)?;
    if bytes.len() > limits::PACKAGE_BYTES { Err(PackageError::TooLarge) } else { Ok(bytes) }
}

/// Reads the cover, as a carrier can: which complaint is in it.
///
/// # Errors
/// [`PackageError::TooLarge`], [`PackageError::Malformed`].
pub fn cover(file: &[u8]) -> Result<ComplaintId, PackageError> {
    read(file).map(|(id, _)| id)
}

/// Opens with the gateway's recovery key (private) and proves what is inside.
///
/// # Errors
/// [`PackageError`].
pub fn open(file: &[u8], private_key: &[u8; 32]) -> Result<Proven, PackageError> {
    let (id, sealed) = read(file)?;
    let plain = SecretKey::from(*private_key).unseal(&sealed).map_err(|_| PackageError::Sealed)?;
    let inside: Inside = serde_json::from_slice(&plain).map_err(|_| PackageError::Malformed)?;
    if inside.v != 1 {
        return Err(PackageError::Malformed);
    }
    let bytes = |text: &str| sign::unb64(text).ok_or(PackageError::Malformed);
    let signed = |s: SignedText| Ok(Signed { body: bytes(&s.body)?, signature: s.signature });
    let photo = |p: PhotoText| Ok(PackedPhoto { jpeg: bytes(&p.jpeg)?, sha256: p.sha256 });
    let proven = prove(Contents {
        device: signed(inside.device)?,
        complaint: signed(inside.complaint)?,
        messages: inside.messages.into_iter().map(signed).collect::<Result<_, _>>()?,
        photos: inside.photos.into_iter().map(photo).collect::<Result<_, _>>()?,
    })?;
    if proven.complaint.id == id { Ok(proven) } else { Err(PackageError::Unproven) }
}

fn read(file: &[u8]) -> Result<(ComplaintId, Vec<u8>), PackageError> {
    if file.len() > limits::PACKAGE_BYTES {
        return Err(PackageError::TooLarge);
    }
    let cover: File = serde_json::from_slice(file).map_err(|_| PackageError::Malformed)?;
    // One spelling only, so that no two files that differ are the same package.
    if cover.v != 1 || serde_json::to_vec(&cover).is_ok_and(|again| again != file) {
        return Err(PackageError::Malformed);
    }
    let sealed = sign::unb64(&cover.sealed).filter(|s| s.len() > crypto_box::SEALBYTES);
    Ok((cover.complaint, sealed.ok_or(PackageError::Malformed)?))
}

/// Checks that the device signed itself, the complaint and every message, that each message is about this complaint,
/// that every photo is one of theirs and is what its hash says, and the sizes.
///
/// # Errors
/// [`PackageError`].
pub fn prove(contents: Contents) -> Result<Proven, PackageError> {
    let device: Device = part(&contents.device)?;
    let signed = |s: &Signed| sign::verify(&device.public_key, &s.body, &s.signature);
    let complaint: Complaint = part(&contents.complaint)?;
    let messages = contents.messages.iter().map(part).collect::<Result<Vec<Message>, _>>()?;
    if contents.messages.len() > MESSAGES {
        return Err(PackageError::TooLarge);
    }
    let all_signed = signed(&contents.device) && signed(&contents.complaint) && contents.messages.iter().all(signed);
    let ours = |by: DeviceId, about: ComplaintId| by == device.id && about == complaint.id;
    if !all_signed || !ours(complaint.device, complaint.id) || !messages.iter().all(|m| ours(m.device, m.complaint)) {
        return Err(PackageError::Unproven);
    }
    let named: Vec<&PhotoRef> =
        complaint.photos.iter().chain(messages.iter().flat_map(|message| &message.photos)).collect();
    for (place, photo) in contents.photos.iter().enumerate() {
        if u64::try_from(photo.jpeg.len()).is_ok_and(|n| n > limits::UPLOAD_BYTES) {
            return Err(PackageError::TooLarge);
        }
        let known = named.iter().any(|p| p.sha256 == photo.sha256);
        let twice = contents.photos.iter().take(place).any(|p| p.sha256 == photo.sha256);
        if !known || twice || sign::sha256_hex(&photo.jpeg) != photo.sha256 {
            return Err(PackageError::Unproven);
        }
    }
    Ok(Proven { device, complaint, messages, contents })
}

fn part<T: serde::de::DeserializeOwned>(signed: &Signed) -> Result<T, PackageError> {
    if signed.body.len() > limits::BODY_BYTES {
        return Err(PackageError::TooLarge);
    }
    serde_json::from_slice(&signed.body).map_err(|_| PackageError::Malformed)
}

#[cfg(test)]
#[path = "package_tests.rs"]
mod tests;
