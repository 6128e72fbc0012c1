//! A complaint as the phone writes and signs it, and what makes one valid. Not for its life on the gateway (status,
//! events) and not for drafts, which may be incomplete.
//!
//! What a newcomer would get wrong: the gateway keeps the exact signed bytes. This struct is only a way to read them,
//! so a field that a newer app adds is never lost.

use crate::ids::{ComplaintId, DeviceId};
use crate::reference::{Pin, Reference};
use crate::{fold, limits};
use serde::{Deserialize, Serialize};

/// The body of `PUT /api/v1/complaints/{id}`, version 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Complaint {
    /// Version of this shape: 1.
    pub v: u32,
    /// Same as in the path.
    pub id: ComplaintId,
    /// The device that signs.
    pub device: DeviceId,
    /// The number on the slip.
    pub reference: Reference,
    /// The PIN on the slip.
    pub pin: Pin,
    /// Id of a [`crate::Category`].
    pub category: String,
    /// Where it is.
    pub place: Spot,
    /// What happened, in the person's words (NFC, ≤ 1,000 characters).
    pub text: String,
    /// In the order the person put them.
    pub photos: Vec<PhotoRef>,
    /// Who sends it; `None` is without a name. Officers only.
    pub contact: Option<Contact>,
    /// One for every purpose the person agreed to.
    pub consents: Vec<Consent>,
    /// When *Save* was pressed, by the phone's clock (ms since 1970); claimed, never used for legal time.
    pub saved_at_ms: i64,
    /// Language of the form: `vi` or `en`.
    pub lang: String,
    /// Version of the app that wrote it.
    pub app_version: String,
    /// The complaint this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<ComplaintId>,
}

/// Where something is: commune, village, "near what". Each may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Spot {
    /// Id of a current commune; `None` when the person does not know.
    pub unit: Option<String>,
    /// Id of a known village.
    pub village: Option<String>,
    /// The village in the person's own words.
    pub village_text: String,
    /// Near what.
    pub near: String,
    /// A position the person chose to give.
    pub position: Option<Position>,
}

/// A position in degrees (WGS 84), rounded to about 100 m unless the person chose exact.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Position {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Whether it is exact.
    pub exact: bool,
}

/// A photo's identity and size, as written by the phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhotoRef {
    /// Lower-case hex.
    pub sha256: String,
    /// Size of the file.
    pub bytes: u32,
    /// Width in px.
    pub width: u32,
    /// Height in px.
    pub height: u32,
}

/// Name and phone; either may be empty, not both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Contact {
    /// As the person writes it.
    pub name: String,
    /// Digits, spaces, `+`, dots.
    pub phone: String,
}

/// A tick the person made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consent {
    /// Id of a purpose in `deployment.toml`.
    pub purpose: String,
    /// Version of the words that were shown.
    pub version: String,
    /// How: `tick`.
    pub way: String,
    /// When, by the phone's clock (ms since 1970).
    pub at_ms: i64,
}

/// One thing to mend, named so that a screen can put a sentence beside the right field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// `category`, `place`, `text`, `photos`, `contact.name`, `contact.phone`, `consents`, …
    pub field: String,
    /// `required`, `too_long`, `too_many`, `unknown`, `malformed`, `personal`.
    pub code: String,
    /// The limit that was passed, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl FieldError {
    /// An error without a limit.
    #[must_use]
    pub fn new(field: &str, code: &str) -> Self {
        Self { field: field.to_owned(), code: code.to_owned(), limit: None }
    }

    fn over(field: &str, code: &str, limit: usize) -> Self {
        Self { field: field.to_owned(), code: code.to_owned(), limit: u32::try_from(limit).ok() }
    }
}

impl Complaint {
    /// What is wrong with it; empty when it may be sent. Whether category and unit exist is for the caller, who has
    /// the content.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        if self.v != 1 {
            found.push(FieldError::new("v", "unknown"));
        }
        if self.category.is_empty() || self.category.len() > 64 {
            found.push(FieldError::new("category", "required"));
        }
        check_text(&mut found, "text", &self.text, limits::TEXT_CHARS);
        if fold::clean(&self.text).is_empty() && self.photos.is_empty() {
            found.push(FieldError::new("text", "required"));
        }
        check_text(&mut found, "place.village_text", &self.place.village_text, limits::PLACE_CHARS);
        check_text(&mut found, "place.near", &self.place.near, limits::PLACE_CHARS);
        if let Some(p) = self.place.position
            && !(p.lat.abs() <= 90.0 && p.lon.abs() <= 180.0)
        {
            found.push(FieldError::new("place.position", "malformed"));
        }
        check_photos(&mut found, &self.photos);
        if let Some(c) = &self.contact {
            check_contact(&mut found, c);
        }
        if self.consents.is_empty() || self.consents.len() > 16 {
            found.push(FieldError::new("consents", "required"));
        }
        found
    }
}

/// What is wrong with a list of photos.
pub(crate) fn check_photos(found: &mut Vec<FieldError>, photos: &[PhotoRef]) {
    if photos.len() > limits::PHOTOS {
        found.push(FieldError::over("photos", "too_many", limits::PHOTOS));
    }
    if photos.iter().any(|p| !is_sha256(&p.sha256) || u64::from(p.bytes) > limits::UPLOAD_BYTES || p.bytes == 0) {
        found.push(FieldError::new("photos", "malformed"));
    }
    let mut seen: Vec<&str> = photos.iter().map(|p| p.sha256.as_str()).collect();
    seen.sort_unstable();
    seen.dedup();
    if seen.len() != photos.len() {
        found.push(FieldError::new("photos", "duplicate"));
    }
}

/// What is wrong with a name and phone (both empty counts as missing).
fn check_contact(found: &mut Vec<FieldError>, c: &Contact) {
    check_text(found, "contact.name", &c.name, limits::NAME_CHARS);
    if c.name.trim().is_empty() && c.phone.trim().is_empty() {
        found.push(FieldError::new("contact.name", "required"));
    }
    let digits = c.phone.chars().filter(char::is_ascii_digit).count();
    let strange = c.phone.chars().any(|ch| !(ch.is_ascii_digit() || matches!(ch, ' ' | '+' | '.' | '-' | '(' | ')')));
    // With 0 in front it is a number of this country, eleven digits at most; others have up to fifteen (E.164).
    let home = c.phone.trim().starts_with('0') && !c.phone.trim().starts_with("00");
    let longest = if home { 11 } else { 15 };
    if !c.phone.trim().is_empty() && (strange || !(8..=longest).contains(&digits)) {
        found.push(FieldError::new("contact.phone", "malformed"));
    }
}

pub(crate) fn check_text(found: &mut Vec<FieldError>, field: &str, text: &str, limit: usize) {
    if text.chars().count() > limit {
        found.push(FieldError::over(field, "too_long", limit));
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        found.push(FieldError::new(field, "malformed"));
    }
}

/// Whether this is 64 lower-case hex digits.
#[must_use]
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// A sample for tests and snapshots on both sides. Its person and phone are invented.
#[must_use]
pub fn sample(id: ComplaintId, device: DeviceId, reference: Reference, pin: Pin) -> Complaint {
    Complaint {
        v: 1,
        id,
        device,
        reference,
        pin,
        category: "giao-thong".to_owned(),
        place: Spot {
            unit: Some("nam-tra-my".to_owned()),
            village_text: "thôn 2".to_owned(),
            near: "cầu treo".to_owned(),
            ..Spot::default()
        },
        text: "Đá lăn chắn đường từ tối qua.\nXe máy không qua được.".to_owned(),
        photos: Vec::new(),
        contact: Some(Contact { name: "Hồ Thị Bông".to_owned(), phone: "0900 000 123".to_owned() }),
        consents: vec![Consent {
            purpose: "handle".to_owned(),
            version: "1".to_owned(),
            way: "tick".to_owned(),
            at_ms: 1_795_392_000_000,
        }],
        saved_at_ms: 1_795_392_000_000,
        lang: "vi".to_owned(),
        app_version: "0.1.0".to_owned(),
        replaces: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{SeedableRng, rngs::StdRng};
    use uuid::Uuid;

    fn good() -> Complaint {
        let rng = &mut StdRng::seed_from_u64(1);
        sample(ComplaintId(Uuid::from_u128(1)), DeviceId(Uuid::from_u128(2)), Reference::draw(rng), Pin::draw(rng))
    }

    #[test]
    fn a_good_one_has_no_problems() {
        assert_eq!(good().problems(), []);
    }

    #[rstest::rstest]
    #[case::long_text(|c: &mut Complaint| c.text = "x".repeat(100_000), "text", "too_long")]
    #[case::nothing_said(|c: &mut Complaint| c.text = "  \n ".to_owned(), "text", "required")]
    #[case::six_photos(|c: &mut Complaint| c.photos = (0..6).map(photo).collect(), "photos", "too_many")]
    #[case::same_photo(|c: &mut Complaint| c.photos = vec![photo(1), photo(1)], "photos", "duplicate")]
    #[case::bad_hash(|c: &mut Complaint| c.photos = vec![PhotoRef { sha256: "zz".to_owned(), ..photo(1) }], "photos", "malformed")]
    #[case::long_phone(|c: &mut Complaint| c.contact = Some(Contact { name: String::new(), phone: "090512345678901".to_owned() }), "contact.phone", "malformed")]
    #[case::odd_phone(|c: &mut Complaint| c.contact = Some(Contact { name: String::new(), phone: "gọi tôi".to_owned() }), "contact.phone", "malformed")]
    #[case::empty_contact(|c: &mut Complaint| c.contact = Some(Contact::default()), "contact.name", "required")]
    #[case::no_consent(|c: &mut Complaint| c.consents.clear(), "consents", "required")]
    #[case::bell(|c: &mut Complaint| c.text = "a\u{7}".to_owned(), "text", "malformed")]
    #[case::off_the_globe(|c: &mut Complaint| c.place.position = Some(Position { lat: f64::NAN, lon: 0.0, exact: false }), "place.position", "malformed")]
    fn a_bad_field_is_named(#[case] spoil: fn(&mut Complaint), #[case] field: &str, #[case] code: &str) {
        let mut c = good();
        spoil(&mut c);
        assert!(c.problems().iter().any(|p| p.field == field && p.code == code), "{:?}", c.problems());
    }

    fn photo(i: u8) -> PhotoRef {
        PhotoRef { sha256: crate::sign::sha256_hex(&[i]), bytes: 1000, width: 10, height: 10 }
    }

    #[test]
    fn version_1_is_written_like_this() {
        insta::assert_json_snapshot!(good());
    }
}
