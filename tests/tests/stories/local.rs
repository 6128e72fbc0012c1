//! What happens on a phone that never meets a gateway: bad input, a second window, a restart. No network here.

use serde_json::json;
use tests::phone::{Off, Report, fixture};
use vungsam_core::OpenError;
use vungsam_core::views::{Delivery, VaultState, error_codes};
use vungsam_domain::Deployment;

/// The area as it ships: it knows no gateway.
pub fn no_gateway() -> Deployment {
    let text = include_str!("../../../assets/deployment.toml");
    Deployment::parse(text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_any_gateway_a_report_is_saved_and_survives_restarts() {
    let off = Off::new(&no_gateway());
    let phone = off.on();
    let id = phone.report(&Report::with_photos(&["road", "planks"]));
    let before = phone.detail(id);
    assert_eq!(before.card.delivery, Delivery::Saved);
    assert_eq!((before.photos.len(), before.pin.len()), (2, 4));
    let phone = phone.dies().await.on();
    let after = phone.detail(id);
    assert_eq!((&after.card.reference, &after.pin, &after.text), (&before.card.reference, &before.pin, &before.text));
    for photo in &after.photos {
        let bytes = phone.core.photo(&photo.photo.sha256, false).unwrap();
        assert_eq!(vungsam_domain::sign::sha256_hex(&bytes), photo.photo.sha256);
        assert!(phone.core.photo(&photo.photo.sha256, true).unwrap().len() <= 20 * 1024);
    }
    assert_eq!((phone.state().waiting, phone.outbox().entries.len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_a_person_wrote_lies_readable_in_the_data_folder() {
    let phone = Off::new(&no_gateway()).on();
    let canary = "Chim hoàng yến 4711";
    let report =
        Report { text: canary.to_owned(), name: "Hồ Văn Canary".to_owned(), ..Report::with_photos(&["road"]) };
    let id = phone.report(&report);
    let photo = phone.core.photo(&phone.detail(id).photos[0].photo.sha256, false).unwrap();
    let mut files = 0;
    for entry in std::fs::read_dir(phone.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        for needle in [canary.as_bytes(), b"Canary", &photo[200..264], b"SQLite format 3"] {
            let content_db = path.file_name().unwrap() == "content.db" && needle == b"SQLite format 3";
            assert!(content_db || !bytes.windows(needle.len()).any(|w| w == needle), "{} in {path:?}", needle.len());
        }
        files += 1;
    }
    assert!(files >= 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_60_mb_and_a_picture_that_lies_are_refused_and_the_draft_stays() {
    let phone = Off::new(&no_gateway()).on();
    let draft = phone.fill(&Report::with_photos(&["road"])).unwrap();
    let add = |bytes: &[u8]| phone.call_with("draft_photo_add", json!({ "id": draft.id }), Some(bytes));
    let mut huge = fixture("grass");
    huge.resize(60 * 1024 * 1024, 0);
    let whole = fixture("grass");
    for (bytes, code) in [
        (huge.as_slice(), error_codes::PHOTO_TOO_LARGE),
        (&whole[..whole.len() / 2], error_codes::PHOTO_BROKEN),
        (b"GIF89a\x01\0\x01\0\0\0\0;".as_slice(), error_codes::PHOTO_FORMAT),
        (b"\xff\xd8\xff\xe0 not a picture at all".as_slice(), error_codes::PHOTO_BROKEN),
        (fixture("road").as_slice(), error_codes::PHOTO_TWICE),
    ] {
        assert_eq!(add(bytes).unwrap_err().code, code);
    }
    for photo in ["planks", "grass"] {
        add(&fixture(photo)).unwrap();
    }
    let id = phone.save(draft.id).unwrap();
    assert_eq!(phone.detail(id).photos.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_of_100000_characters_is_kept_as_a_draft_and_named_at_save() {
    let off = Off::new(&no_gateway());
    let phone = off.on();
    let long = "đường ".repeat(16_667);
    let draft = phone.fill(&Report { text: long.clone(), ..Report::default() }).unwrap();
    let refused = phone.save(draft.id).unwrap_err();
    assert_eq!(refused.code, error_codes::INVALID);
    let error = refused.errors.iter().find(|e| e.field == "text").expect("the field is named");
    assert_eq!((error.code.as_str(), error.limit), ("too_long", Some(1000)));
    let phone = phone.dies().await.on();
    let kept: vungsam_core::views::Draft =
        serde_json::from_value(phone.call("draft", json!({ "id": draft.id })).unwrap()).unwrap();
    assert_eq!(kept.fields.text.chars().count(), long.chars().count(), "nothing typed is lost");
    assert_eq!(phone.state().waiting, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn combining_and_composed_accents_become_the_same_words() {
    let phone = Off::new(&no_gateway()).on();
    let composed =
        Report { text: "Đường ngập".to_owned(), name: "Hồ Thị Bông".to_owned(), ..Report::default() };
    let combining = Report {
        text: "\u{110}u\u{31b}o\u{31b}\u{300}ng nga\u{323}\u{302}p".to_owned(),
        name: "Ho\u{302}\u{300} Thi\u{323} Bo\u{302}ng".to_owned(),
        ..Report::default()
    };
    assert_ne!(composed.text, combining.text);
    let (a, b) = (phone.report(&composed), phone.report(&combining));
    let (a, b) = (phone.detail(a), phone.detail(b));
    assert_eq!((&a.text, &a.contact), (&b.text, &b.contact));
    assert_eq!(a.text, composed.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_window_on_the_same_folder_is_told_so_and_harms_nothing() {
    let off = Off::new(&no_gateway());
    let phone = off.on();
    let id = phone.report(&Report::default());
    assert!(matches!(off.open(), Err(OpenError::InUse)));
    assert_eq!(phone.detail(id).card.delivery, Delivery::Saved);
    let _ = phone.dies().await;
    assert_eq!(off.open().unwrap().state().vault, VaultState::Ready);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_vault_still_shows_the_content() {
    let phone = Off::new(&no_gateway()).open().unwrap();
    assert_eq!(phone.state().vault, VaultState::NeedsChoice);
    let content = phone.call("content", json!({})).unwrap();
    assert!(content["hotlines"].as_array().is_some_and(|h| !h.is_empty()));
    let hits = phone.call("place_find", json!({ "typed": "tra don" })).unwrap();
    assert!(hits["hits"].as_array().is_some_and(|h| !h.is_empty()), "old names work: {hits}");
    assert_eq!(phone.call("draft_open", json!({})).unwrap_err().code, error_codes::VAULT);
}
