//! What else crosses the wire: device, receipt, change feed, problems, and the names of headers and media types.
//! The structs here are what serde, ts-rs and utoipa see; there is no second layer.
//!
//! What a newcomer would get wrong: a 200 alone proves nothing (captive portals answer 200). Only a [`SealedReceipt`]
//! that opens with a known key and names our bytes lets the phone forget anything.

use crate::complaint::PhotoRef;
use crate::dossier::{SeenSource, Step};
use crate::ids::{ComplaintId, DeviceId, EventId, MessageId, UnansweredId, WatchId};
use crate::reference::{Pin, Reference};
use crate::sign;
use crate::status::{Action, Status};
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};

/// Media type of a complaint body.
pub const MEDIA_COMPLAINT: &str = "application/vnd.vungsam.complaint+json";
/// Media type of a message body.
pub const MEDIA_MESSAGE: &str = "application/vnd.vungsam.message+json";
/// Media type of a look-up by number and PIN, and of its answer.
pub const MEDIA_TRACK: &str = "application/vnd.vungsam.track+json";
/// Media type of a page of content changes.
pub const MEDIA_CONTENT_PAGE: &str = "application/vnd.vungsam.content-page";
/// Media type of the whole content.
pub const MEDIA_CONTENT: &str = "application/vnd.vungsam.content";
/// Media type of a watch.
pub const MEDIA_WATCH: &str = "application/vnd.vungsam.watch+json";
/// Media type of a question nobody could answer.
pub const MEDIA_UNANSWERED: &str = "application/vnd.vungsam.unanswered+json";
/// Media type of a sealed package.
pub const MEDIA_PACKAGE: &str = "application/vnd.vungsam.package+json";
/// Media type of a device body.
pub const MEDIA_DEVICE: &str = "application/vnd.vungsam.device+json";
/// Media type of a receipt.
pub const MEDIA_RECEIPT: &str = "application/vnd.vungsam.receipt+json";
/// Media type of a page of the device's change feed.
pub const MEDIA_CHANGES: &str = "application/vnd.vungsam.changes+json";
/// Media type of an error.
pub const MEDIA_PROBLEM: &str = "application/problem+json";
/// Header that names the device.
pub const HEADER_DEVICE: &str = "vungsam-device";
/// Header with the Ed25519 signature over the exact body, base64url.
pub const HEADER_SIGNATURE: &str = "vungsam-signature";
/// Header of a finished upload: the current [`SealedReceipt`] as JSON, base64url.
pub const HEADER_RECEIPT: &str = "vungsam-receipt";

/// Body of `PUT /api/v1/devices/{id}`, signed by the device's own key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Device {
    /// Version of this shape: 1.
    pub v: u32,
    /// Same as in the path.
    pub id: DeviceId,
    /// Ed25519 public key, base64url.
    pub public_key: String,
    /// SHA-256 of the bearer, lower-case hex.
    pub bearer_sha256: String,
}

/// Answer to [`Device`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceAck {
    /// Echo.
    pub id: DeviceId,
    /// Gateway's clock (ms since 1970).
    pub server_time_ms: i64,
    /// Oldest app version the gateway recommends: advice, never a refusal.
    pub min_version: Option<String>,
}

/// What the gateway holds of a complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// Version of this shape: 1.
    pub v: u32,
    /// The complaint.
    pub id: ComplaintId,
    /// The message about it that this receipt is for; `None`: for the complaint itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// SHA-256 of the exact body, lower-case hex.
    pub body_sha256: String,
    /// When the gateway first had the words (ms since 1970): legal time starts here.
    pub received_at_ms: i64,
    /// The photos that are there, whole, in the order of the body.
    pub photos: Vec<ReceivedPhoto>,
}

/// A photo the gateway holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceivedPhoto {
    /// Lower-case hex.
    pub sha256: String,
    /// Size of the file.
    pub bytes: u32,
    /// Place in the complaint's list, from 0.
    pub order: u32,
}

/// A receipt with its signature. `body` is base64url of the exact JSON bytes that were signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SealedReceipt {
    /// Which receipt key.
    pub kid: String,
    /// Base64url of the JSON of a [`Receipt`].
    pub body: String,
    /// Ed25519 over the decoded body, base64url.
    pub signature: String,
}

/// Why a receipt proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// No key with this `kid` is known: no tick, nothing lost.
    #[error("unknown receipt key")]
    UnknownKey,
    /// The signature does not fit.
    #[error("the signature does not fit")]
    Signature,
    /// Signed, but not readable.
    #[error("the receipt is not readable")]
    Malformed,
}

impl SealedReceipt {
    /// Writes and signs.
    ///
    /// # Errors
    /// When the receipt cannot be written as JSON (it always can).
    pub fn seal(receipt: &Receipt, kid: &str, key: &SigningKey) -> Result<Self, serde_json::Error> {
        let bytes = serde_json::to_vec(receipt)?;
        Ok(Self { kid: kid.to_owned(), signature: sign::sign(key, &bytes), body: sign::b64(&bytes) })
    }

    /// Checks against `keys`, a list of (kid, public key base64url).
    ///
    /// # Errors
    /// [`ReceiptError`].
    pub fn open<'a>(&self, keys: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Receipt, ReceiptError> {
        let (_, key) = keys.into_iter().find(|(kid, _)| *kid == self.kid).ok_or(ReceiptError::UnknownKey)?;
        let bytes = sign::unb64(&self.body).ok_or(ReceiptError::Malformed)?;
        if !sign::verify(key, &bytes, &self.signature) {
            return Err(ReceiptError::Signature);
        }
        serde_json::from_slice(&bytes).map_err(|_| ReceiptError::Malformed)
    }
}

/// One step in the life of a complaint, as the phone shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// Made by whoever acted.
    pub id: EventId,
    /// What was done.
    pub action: Action,
    /// Where the complaint stands after it.
    pub status: Status,
    /// When, by the gateway's clock (ms since 1970).
    pub at_ms: i64,
    /// Who did it.
    pub by: Speaker,
    /// What they wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The sender's message this step came with; the phone has its words and photos already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// Photos an officer put with it, e.g. as proof of the work. Fetched from `…/photos/{sha256}` of the complaint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<PhotoRef>,
    /// Where a transfer went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover: Option<Handover>,
}

/// A complaint handed to another body, under the number that body knows it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Handover {
    /// Id of an agency in the content; `None`: one that is not listed there.
    pub agency: Option<String>,
    /// Its name as the officer saw it.
    pub name: String,
    /// Its number for the case; may be empty.
    pub number: String,
    /// The day it was handed over, `YYYY-MM-DD`.
    pub on: String,
}

/// Who says something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Speaker {
    /// Display name of an officer; empty for the sender of the complaint.
    pub name: String,
    /// Id of the unit they speak for.
    pub unit: Option<String>,
}

/// One change in a device's feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// Number in this device's feed, from 1, without meaning beyond order.
    pub n: i64,
    /// What changed.
    #[serde(flatten)]
    pub what: ChangeKind,
}

/// What a change carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ChangeKind {
    /// A step in its timeline.
    Event {
        /// The complaint it is about.
        complaint: ComplaintId,
        /// The step.
        event: Event,
    },
    /// The complaint is gone from the gateway.
    Tombstone {
        /// Which.
        complaint: ComplaintId,
    },
    /// A watched dossier as it is known now; replaces what the gateway said of it before.
    Dossier {
        /// The watch it answers.
        watch: WatchId,
        /// All that is known.
        dossier: WatchedDossier,
    },
}

/// What the gateway knows of a dossier. Never a name, a phone or a summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WatchedDossier {
    /// The code as the office writes it.
    pub code: String,
    /// National code or name of the procedure, as the office writes it.
    pub procedure: Option<String>,
    /// Id of the commune, where known.
    pub unit: Option<String>,
    /// The day it was handed in: `YYYY-MM-DD`, or with the time `YYYY-MM-DDTHH:MM`.
    pub received_on: Option<String>,
    /// The day of return, `YYYY-MM-DD`.
    pub due_on: Option<String>,
    /// Oldest first.
    pub steps: Vec<Step>,
    /// Who spoke of it, and when last.
    pub sources: Vec<SeenSource>,
}

/// Body of `PUT /api/v1/devices/{id}/watches/{watch}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Watch {
    /// Version of this shape: 1.
    pub v: u32,
    /// Same as in the path.
    pub id: WatchId,
    /// The dossier's code as the person has it.
    pub code: String,
    /// Last four digits of the phone or citizen's number given at the counter.
    pub proof: Pin,
}

/// Answer to [`Watch`]: the same whether the code is known and the proof fits or not. What is known comes by the feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WatchAck {
    /// Echo.
    pub id: WatchId,
    /// Gateway's clock (ms since 1970).
    pub server_time_ms: i64,
}

/// Body of `PUT /api/v1/unanswered/{id}`: a question nobody could answer, sent with consent to be counted. Nothing in it
/// says who asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unanswered {
    /// Version of this shape: 1.
    pub v: u32,
    /// Same as in the path.
    pub id: UnansweredId,
    /// One line, up to 300 characters, without a number of a person or dossier.
    pub text: String,
    /// `vi` or `en`: what the app spoke.
    pub lang: String,
    /// Id of the commune chosen in the settings; `None`: not said.
    pub unit: Option<String>,
}

/// Answer to [`Unanswered`]: it is counted, now or before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnansweredAck {
    /// Echo.
    pub id: UnansweredId,
    /// Gateway's clock (ms since 1970).
    pub server_time_ms: i64,
}

/// A page of `GET /api/v1/devices/{id}/changes?cursor=…&wait=…`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePage {
    /// Echo of the device: a page that does not carry it is not ours.
    pub device: DeviceId,
    /// In order. A phone sets aside the ones it cannot read and goes on.
    pub changes: Vec<Change>,
    /// Where to go on. Opaque.
    pub cursor: String,
    /// Whether there is more right now.
    pub more: bool,
    /// The given cursor is not known any more: this page starts from the beginning.
    pub reset: bool,
    /// Gateway's clock (ms since 1970).
    pub server_time_ms: i64,
}

/// Body of `POST /api/v1/track`: what is printed on a slip.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Track {
    /// The number.
    pub reference: Reference,
    /// The PIN.
    pub pin: Pin,
}

/// Answer to [`Track`]: every complaint with this number and PIN (two phones may have drawn the same).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tracked {
    /// Echo.
    pub reference: Reference,
    /// Newest first; never empty.
    pub reports: Vec<TrackedReport>,
    /// Gateway's clock (ms since 1970).
    pub server_time_ms: i64,
}

/// What number and PIN show of a complaint: words and steps, no sender, no photos.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrackedReport {
    /// Which.
    pub id: ComplaintId,
    /// Id of a category.
    pub category: String,
    /// Id of the commune; `None`: not known.
    pub unit: Option<String>,
    /// The sender's words.
    pub text: String,
    /// When the gateway had it (ms since 1970).
    pub received_at_ms: i64,
    /// Where it stands.
    pub status: Status,
    /// Since when (ms since 1970).
    pub status_at_ms: i64,
    /// Steps, oldest first, without photos and without messages' ids.
    pub events: Vec<Event>,
}

/// An error of the gateway (RFC 9457). The phone acts on `code` and never shows the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `about:blank`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short English title, for logs.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// One of [`codes`].
    pub code: String,
    /// What to mend, for `invalid`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<crate::complaint::FieldError>,
}

/// Codes of [`Problem`].
pub mod codes {
    /// The body is not what it should be; see `errors`.
    pub const INVALID: &str = "invalid";
    /// Not readable as JSON, wrong media type, wrong path.
    pub const MALFORMED: &str = "malformed";
    /// Same id, other bytes.
    pub const ID_CONFLICT: &str = "id_conflict";
    /// The device is not known here: register it (again) and repeat.
    pub const UNKNOWN_DEVICE: &str = "unknown_device";
    /// The bearer is missing or wrong.
    pub const UNAUTHORIZED: &str = "unauthorized";
    /// The signature does not fit the body.
    pub const BAD_SIGNATURE: &str = "bad_signature";
    /// Not there, or not for this device.
    pub const NOT_FOUND: &str = "not_found";
    /// Larger than allowed.
    pub const TOO_LARGE: &str = "too_large";
    /// Five wrong proofs for this dossier's code today: closed until tomorrow; see `Retry-After`.
    pub const PROOF_CLOSED: &str = "proof_closed";
    /// Twenty new codes from this device today; see `Retry-After`.
    pub const CODES_CLOSED: &str = "codes_closed";
    /// Twenty questions of this device today; see `Retry-After`.
    pub const QUESTIONS_CLOSED: &str = "questions_closed";
    /// Five wrong PINs for this number today: closed until tomorrow; see `Retry-After`.
    pub const PIN_CLOSED: &str = "pin_closed";
    /// Too often; see `Retry-After`.
    pub const TOO_MANY: &str = "too_many_requests";
    /// Full, stopping or starting; see `Retry-After`.
    pub const UNAVAILABLE: &str = "unavailable";
    /// The photo's bytes do not have the hash that was announced: it starts again.
    pub const HASH_MISMATCH: &str = "hash_mismatch";
    /// The upload's offset is another one: ask with HEAD.
    pub const OFFSET_CONFLICT: &str = "offset_conflict";
    /// Something broke; nothing was stored.
    pub const INTERNAL: &str = "internal";
    /// This address does not do that.
    pub const METHOD: &str = "method_not_allowed";
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn receipt() -> Receipt {
        Receipt {
            v: 1,
            id: ComplaintId(Uuid::from_u128(1)),
            message: None,
            body_sha256: sign::sha256_hex(b"x"),
            received_at_ms: 5,
            photos: vec![ReceivedPhoto { sha256: sign::sha256_hex(b"p"), bytes: 1, order: 0 }],
        }
    }

    #[test]
    fn a_receipt_opens_only_with_its_key() {
        let (key, other) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let sealed = SealedReceipt::seal(&receipt(), "k1", &key).unwrap();
        let (right, wrong) = (sign::public_key(&key), sign::public_key(&other));
        assert_eq!(sealed.open([("k1", right.as_str())]), Ok(receipt()));
        assert_eq!(sealed.open([("k1", wrong.as_str())]), Err(ReceiptError::Signature));
        assert_eq!(sealed.open([("k2", right.as_str())]), Err(ReceiptError::UnknownKey));
        let forged = SealedReceipt { body: sign::b64(b"{}"), ..sealed };
        assert_eq!(forged.open([("k1", right.as_str())]), Err(ReceiptError::Signature));
    }

    #[test]
    fn the_shapes_of_version_1_stay() {
        let event = Event {
            id: EventId(Uuid::from_u128(3)),
            action: Action::Answer,
            status: Status::Answered,
            at_ms: 9,
            by: Speaker { name: "Chị Hoa".to_owned(), unit: Some("nam-tra-my".to_owned()) },
            text: Some("Đã dọn đá.".to_owned()),
            message: None,
            photos: Vec::new(),
            handover: None,
        };
        let id = ComplaintId(Uuid::from_u128(1));
        let page = ChangePage {
            device: DeviceId(Uuid::from_u128(2)),
            changes: vec![
                Change { n: 1, what: ChangeKind::Event { complaint: id, event } },
                Change { n: 2, what: ChangeKind::Tombstone { complaint: id } },
            ],
            cursor: "1.2".to_owned(),
            more: false,
            reset: false,
            server_time_ms: 10,
        };
        let text = serde_json::to_string(&page).unwrap();
        assert_eq!(serde_json::from_str::<ChangePage>(&text).unwrap(), page);
        insta::assert_json_snapshot!((page, receipt()));
    }
}
