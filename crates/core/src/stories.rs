//! Tests of the commands, from the outside, on real files: drafts, *Save*, editing, kill and restart. Not for sending
//! (`sync`): here the gateway is a map that remembers what reached it.
//!
//! What a newcomer would get wrong: to kill the app here is to drop the core between two commands; SQLite's own
//! transactions stand for what happens inside one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::commands::{Call, dispatch};
use crate::config::{CoreConfig, KeyringKind, SyncPolicy};
use crate::core::Core;
use crate::store::{complaints, messages, outbox};
use crate::testing::{TestClock, TestIds};
use crate::views::*;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use vungsam_domain::wire::{Receipt, SealedReceipt};
use vungsam_domain::{Action, Complaint, ComplaintId, Deployment, Message, MessageId, sign};

mod order;

use order::attempt;

/// A gateway's recovery key.
const RECOVERY: [u8; 32] = [5; 32];

pub(crate) const DEPLOYMENT: &str = include_str!("../../../assets/deployment.toml");

pub(crate) fn config(dir: &Path, seed: u64) -> CoreConfig {
    CoreConfig {
        data_dir: dir.to_owned(),
        deployment: Deployment::parse(DEPLOYMENT).unwrap(),
        app_version: "0.1.0".to_owned(),
        keyring: KeyringKind::Off,
        clock: Arc::new(TestClock::at(1_795_392_000_000)),
        ids: Arc::new(TestIds::seeded(seed)),
        sync: SyncPolicy::default(),
        content: None,
    }
}

/// Opens, and on the first start chooses a key file.
pub(crate) fn open(config: CoreConfig) -> Arc<Core> {
    let core = Core::open(config).unwrap();
    if core.inner.vault_state() == VaultState::NeedsChoice {
        core.vault_choose(Call { args: VaultChoice::KeyFile, body: None }).unwrap();
    }
    assert_eq!(core.inner.vault_state(), VaultState::Ready);
    core
}

pub(crate) fn call(core: &Core, name: &str, args: Value) -> Result<Value, ApiError> {
    dispatch(core, name, args, None)
}

pub(crate) fn fields(text: &str) -> DraftFields {
    DraftFields {
        category: Some("giao-thong".to_owned()),
        place_done: true,
        text: text.to_owned(),
        anonymous: Some(true),
        consents: vec!["handle".to_owned()],
        kind: "phan-anh-kien-nghi".to_owned(),
        ..DraftFields::default()
    }
}

fn save(core: &Core, id: ComplaintId, fields: &DraftFields) {
    call(core, "draft_save", json!({ "id": id, "fields": fields })).unwrap();
}

fn submit(core: &Core, id: ComplaintId) -> Result<ComplaintId, ApiError> {
    core.complaint_submit(Call { args: ById { id }, body: None }).map(|s| s.id)
}

pub(crate) fn report(core: &Core, text: &str) -> ComplaintId {
    let draft = core.draft_open(Call { args: Nothing {}, body: None }).unwrap();
    save(core, draft.id, &fields(text));
    submit(core, draft.id).unwrap()
}

fn detail(core: &Core, id: ComplaintId) -> ComplaintDetail {
    core.complaint(Call { args: ById { id }, body: None }).unwrap()
}

/// A JPEG that differs with `shade`.
pub(crate) fn picture(shade: u8) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([shade, x as u8, y as u8]))
        .write_to(&mut out, image::ImageFormat::Png)
        .unwrap();
    out.into_inner()
}

pub(crate) fn add_photo(core: &Core, id: ComplaintId, shade: u8) -> Result<Draft, ApiError> {
    core.draft_photo_add(Call { args: PhotoAdd { id, base64: None }, body: Some(&picture(shade)) })
}

#[test]
fn a_saved_report_is_whole_at_once_and_after_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let draft = core.draft_open(Call { args: Nothing {}, body: None }).unwrap();
    assert_eq!(
        core.app_state(Call { args: Nothing {}, body: None }).unwrap().draft,
        None,
        "an empty one is no reminder"
    );
    save(&core, draft.id, &fields("Đá lăn chắn đường.\nXe không qua."));
    add_photo(&core, draft.id, 1).unwrap();
    let photo = add_photo(&core, draft.id, 2).unwrap().photos[1].clone();
    drop(core);

    let core = open(config(dir.path(), 2));
    let state = core.app_state(Call { args: Nothing {}, body: None }).unwrap();
    assert_eq!((state.draft, state.waiting), (Some(draft.id), 0), "the draft with its photos outlived the kill");
    let id = submit(&core, draft.id).unwrap();
    drop(core);

    let core = open(config(dir.path(), 3));
    let shown = detail(&core, id);
    assert_eq!((shown.card.delivery, shown.card.title.as_str()), (Delivery::Saved, "Đá lăn chắn đường."));
    assert_eq!((shown.photos.len(), shown.pin.len(), shown.edit_replaces), (2, 4, true));
    assert_eq!(core.photo(&photo.sha256, false).map(|b| b.len()), Some(photo.bytes as usize));
    assert!(core.photo(&photo.sha256, true).is_some());
    let state = core.app_state(Call { args: Nothing {}, body: None }).unwrap();
    assert_eq!((state.draft, state.waiting, state.complaints), (None, 1, 1));
    let waits = core.outbox(Call { args: Nothing {}, body: None }).unwrap();
    assert!(waits.bytes > shown.photos.iter().map(|p| p.photo.bytes).sum::<u32>());
    assert_eq!(waits.link.trouble, Some(LinkTrouble::NoGateway));
}

#[test]
fn what_is_wrong_is_named_and_the_draft_stays() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let id = core.draft_open(Call { args: Nothing {}, body: None }).unwrap().id;
    let named = |core: &Core| -> Vec<(String, String)> {
        let e = submit(core, id).unwrap_err();
        assert_eq!(e.code, error_codes::INVALID);
        e.errors.into_iter().map(|f| (f.field, f.code)).collect()
    };
    let expect = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter().map(|(f, c)| ((*f).to_owned(), (*c).to_owned())).collect()
    };
    let all = [
        ("kind", "required"),
        ("category", "required"),
        ("place", "required"),
        ("contact", "required"),
        ("consents", "required"),
        ("text", "required"),
    ];
    assert_eq!(named(&core), expect(&all));

    let long = "ô".repeat(100_000);
    save(&core, id, &fields(&long));
    assert_eq!(named(&core), expect(&[("text", "too_long")]));
    assert_eq!(core.draft(Call { args: ById { id }, body: None }).unwrap().fields.text, long, "nothing typed is lost");

    let strange = DraftFields { category: Some("nope".to_owned()), ..fields("x") };
    save(&core, id, &strange);
    assert_eq!(named(&core), expect(&[("category", "unknown")]));
    let mut elsewhere = fields("x");
    elsewhere.place.unit = Some("atlantis".to_owned());
    save(&core, id, &elsewhere);
    assert_eq!(named(&core), expect(&[("place", "unknown")]));
}

#[test]
fn only_a_report_goes_through_the_form_and_what_nobody_can_go_and_see_needs_a_name() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let id = core.draft_open(Call { args: Nothing {}, body: None }).unwrap().id;
    let refused = |entered: &DraftFields| -> Vec<(String, String)> {
        save(&core, id, entered);
        submit(&core, id).unwrap_err().errors.into_iter().map(|e| (e.field, e.code)).collect()
    };
    for kind in ["", "to-cao", "khieu-nai", "to-giac", "tranh-chap-dat", "khan-cap"] {
        let named = refused(&DraftFields { kind: kind.to_owned(), ..fields("x") });
        assert_eq!(named, [("kind".to_owned(), "required".to_owned())], "{kind}");
    }
    let contact = vungsam_domain::Contact { name: "Hồ Thị Bông".to_owned(), phone: String::new() };
    let papers = DraftFields { category: Some("dich-vu-cong".to_owned()), ..fields("Giấy tờ bị chậm.") };
    let nobody = [("contact".to_owned(), "required_here".to_owned())];
    assert_eq!(refused(&papers), nobody);
    // A name without the tick stays on the phone: the office would have nobody to ask either.
    let unticked = DraftFields { anonymous: Some(false), contact, ..papers };
    assert_eq!(refused(&unticked), nobody);
    let ticked = DraftFields { consents: vec!["handle".to_owned(), "contact".to_owned()], ..unticked };
    save(&core, id, &ticked);
    assert!(submit(&core, id).is_ok());
    let read = call(&core, "triage", json!({ "text": "Tôi tố cáo cán bộ nhận hối lộ.", "lang": "vi" })).unwrap();
    assert_eq!(read["kind"], json!("to-cao"));
}

#[test]
fn names_with_combining_accents_are_stored_composed() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let id = core.draft_open(Call { args: Nothing {}, body: None }).unwrap().id;
    let contact = vungsam_domain::Contact {
        name: "Ho\u{302}\u{300} Thi\u{323} Bo\u{302}ng".to_owned(),
        phone: "0900 000 123".to_owned(),
    };
    let consents = vec!["handle".to_owned(), "contact".to_owned()];
    save(&core, id, &DraftFields { anonymous: Some(false), contact, consents, ..fields("Tra\u{300} Mai") });
    let shown = detail(&core, submit(&core, id).unwrap());
    assert_eq!((shown.contact.unwrap().name.as_str(), shown.text.as_str()), ("Hồ Thị Bông", "Trà Mai"));
}

#[test]
fn name_and_phone_stay_here_without_the_tick_for_being_contacted() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let id = core.draft_open(Call { args: Nothing {}, body: None }).unwrap().id;
    let contact = vungsam_domain::Contact { name: "Hồ Thị Bông".to_owned(), phone: "0900 000 123".to_owned() };
    save(&core, id, &DraftFields { anonymous: Some(false), contact, ..fields("Đá lăn") });
    assert_eq!(detail(&core, submit(&core, id).unwrap()).contact, None);
}

#[test]
fn a_late_save_does_not_bring_a_draft_back() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let draft = core.draft_open(Call { args: Nothing {}, body: None }).unwrap();
    save(&core, draft.id, &fields("một"));
    submit(&core, draft.id).unwrap();
    let late = call(&core, "draft_save", json!({ "id": draft.id, "fields": fields("hai") }));
    assert_eq!(late.unwrap_err().code, error_codes::NOT_FOUND);
    assert_eq!(submit(&core, draft.id).unwrap_err().code, error_codes::NOT_FOUND, "Save pressed twice");
    let next = core.draft_open(Call { args: Nothing {}, body: None }).unwrap();
    assert_ne!(next.id, draft.id);
}

#[test]
fn photos_have_limits_and_removed_ones_are_gone() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let id = core.draft_open(Call { args: Nothing {}, body: None }).unwrap().id;
    for shade in 0..5 {
        add_photo(&core, id, shade * 40).unwrap();
    }
    assert_eq!(add_photo(&core, id, 250).unwrap_err().code, error_codes::PHOTO_TOO_MANY);
    let first = core.draft(Call { args: ById { id }, body: None }).unwrap().photos[0].sha256.clone();
    let left =
        core.draft_photo_remove(Call { args: PhotoRemove { id, sha256: first.clone() }, body: None }).unwrap().photos;
    assert_eq!((left.len(), core.photo(&first, true)), (4, None));
    assert_eq!(add_photo(&core, id, 40).unwrap_err().code, error_codes::PHOTO_TWICE);
    let huge = vec![0_u8; 60 * 1024 * 1024];
    let refused = core.draft_photo_add(Call { args: PhotoAdd { id, base64: None }, body: Some(&huge) });
    assert_eq!(refused.unwrap_err().code, error_codes::PHOTO_TOO_LARGE);
    core.draft_discard(Call { args: ById { id }, body: None }).unwrap();
    assert!(left.iter().all(|p| core.photo(&p.sha256, true).is_none()));
}

#[test]
fn before_an_attempt_an_edit_keeps_id_number_and_pin_and_after_it_makes_a_new_one() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let id = report(&core, "một");
    let before = detail(&core, id);

    let draft = core.complaint_edit(Call { args: ById { id }, body: None }).unwrap();
    assert_eq!((draft.id, draft.edits), (id, Some(id)));
    save(&core, id, &DraftFields { text: "hai".to_owned(), ..draft.fields });
    add_photo(&core, id, 9).unwrap();
    assert_eq!(submit(&core, id).unwrap(), id);
    let after = detail(&core, id);
    assert_eq!((after.text.as_str(), after.photos.len()), ("hai", 1));
    assert_eq!((&after.card.reference, &after.pin), (&before.card.reference, &before.pin));

    // The attempt begins while the person is editing.
    let draft = core.complaint_edit(Call { args: ById { id }, body: None }).unwrap();
    assert_eq!(draft.id, id);
    attempt(&core).unwrap();
    save(&core, id, &DraftFields { text: "ba".to_owned(), ..draft.fields });
    let new = submit(&core, id).unwrap();
    assert_ne!(new, id);
    let (old, new) = (detail(&core, id), detail(&core, new));
    assert_eq!((old.text.as_str(), old.replaced_by, old.edit_replaces), ("hai", Some(new.card.id), false));
    assert_eq!((new.text.as_str(), new.replaces, new.photos.len()), ("ba", Some(id), 1));
    assert_ne!(new.card.reference, old.card.reference);
    let cards = core.complaints(Call { args: Nothing {}, body: None }).unwrap().cards;
    assert_eq!(cards.iter().map(|c| c.id).collect::<Vec<_>>(), [new.card.id], "the person sees one");
    assert_eq!(core.outbox(Call { args: Nothing {}, body: None }).unwrap().entries.len(), 2, "both are still sent");
}

#[test]
fn words_that_go_a_second_time_are_not_open_to_change() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let id = report(&core, "một");
    attempt(&core).unwrap();
    let opened = core.inner.opened().unwrap();
    opened.write(|tx| outbox::words_done(tx, id)).unwrap();
    // The gateway came back from an old backup and knows nothing of them.
    opened.write(|tx| outbox::add_words_again(tx, id)).unwrap();
    let shown = detail(&core, id);
    assert_eq!((shown.card.delivery, shown.edit_replaces), (Delivery::Trying, false));
    assert_ne!(core.complaint_edit(Call { args: ById { id }, body: None }).unwrap().id, id);
}

#[test]
fn saving_stays_quick_with_many_reports_on_the_phone() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let begun = std::time::Instant::now();
    for n in 0..100 {
        report(&core, &format!("phản ánh {n}"));
    }
    let each = begun.elapsed() / 100;
    let begun = std::time::Instant::now();
    let cards = core.complaints(Call { args: Nothing {}, body: None }).unwrap().cards.len();
    println!("a report with all its saves: {each:?}; a list of {cards}: {:?}", begun.elapsed());
    assert!(each < std::time::Duration::from_millis(300), "{each:?}");
}

#[test]
fn a_closed_vault_still_shows_content_and_keeps_quiet_about_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    let core = Core::open(config(dir.path(), 1)).unwrap();
    let state = core.app_state(Call { args: Nothing {}, body: None }).unwrap();
    assert_eq!(state.vault, VaultState::NeedsChoice);
    let content = call(&core, "content", json!({})).unwrap();
    assert!(content["hotlines"].as_array().is_some_and(|h| !h.is_empty()));
    assert!(!call(&core, "place_find", json!({ "typed": "tra mai" })).unwrap()["hits"].as_array().unwrap().is_empty());
    call(&core, "settings_set", json!({ "lang": "en" })).unwrap();
    assert_eq!(call(&core, "draft_open", json!({})).unwrap_err().code, error_codes::VAULT);
    assert_eq!(call(&core, "complaints", json!({})).unwrap_err().code, error_codes::VAULT);
    assert_eq!(call(&core, "no_such_command", json!({})).unwrap_err().code, error_codes::ARGUMENTS);
}

#[test]
fn a_passphrase_opens_again_and_a_lost_key_costs_nothing_but_the_key() {
    let dir = tempfile::tempdir().unwrap();
    let core = Core::open(config(dir.path(), 1)).unwrap();
    call(&core, "vault_choose", json!({ "way": "passphrase", "passphrase": "sâm núi" })).unwrap();
    let id = report(&core, "giữ kỹ");
    drop(core);
    let core = Core::open(config(dir.path(), 2)).unwrap();
    assert_eq!(core.inner.vault_state(), VaultState::NeedsPassphrase);
    assert_eq!(
        call(&core, "vault_unlock", json!({ "passphrase": "sai sai" })).unwrap_err().code,
        error_codes::PASSPHRASE
    );
    call(&core, "vault_unlock", json!({ "passphrase": "sâm núi" })).unwrap();
    assert_eq!(detail(&core, id).text, "giữ kỹ");
    drop(core);

    std::fs::remove_file(dir.path().join("vault.key")).unwrap();
    let core = Core::open(config(dir.path(), 3)).unwrap();
    assert_eq!(core.inner.vault_state(), VaultState::KeyLost);
    let old = std::fs::read(dir.path().join("vault.db")).unwrap();
    call(&core, "vault_start_new", json!({})).unwrap();
    call(&core, "vault_choose", json!({ "way": "key_file" })).unwrap();
    report(&core, "mới");
    let aside = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().path()).find(|p| p.is_dir()).unwrap();
    assert_eq!(std::fs::read(aside.join("vault.db")).unwrap(), old, "the old file is set aside, unchanged");
}

#[test]
fn a_damaged_vault_is_said_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(config(dir.path(), 1)));
    std::fs::write(dir.path().join("vault.db"), vec![0x5a; 8192]).unwrap();
    let core = Core::open(config(dir.path(), 2)).unwrap();
    assert_eq!(core.inner.vault_state(), VaultState::Unreadable);
    assert!(call(&core, "content", json!({})).is_ok());
    assert_eq!(std::fs::read(dir.path().join("vault.db")).unwrap(), vec![0x5a; 8192]);
}

#[test]
fn nothing_a_person_wrote_lies_in_plain_text_on_the_phone() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let canary = "CanaryPhraseOfThePerson";
    let id = core.draft_open(Call { args: Nothing {}, body: None }).unwrap().id;
    let contact = vungsam_domain::Contact { name: canary.to_owned(), phone: "0900 111 222".to_owned() };
    let consents = vec!["handle".to_owned(), "contact".to_owned()];
    let mut entered = DraftFields { anonymous: Some(false), contact, consents, ..fields(canary) };
    entered.place.near = canary.to_owned();
    save(&core, id, &entered);
    let photo = add_photo(&core, id, 77).unwrap().photos[0].sha256.clone();
    let jpeg = core.photo(&photo, false).unwrap();
    submit(&core, id).unwrap();
    for running in [true, false] {
        if !running {
            core.close();
        }
        for entry in std::fs::read_dir(dir.path()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            for secret in [canary.as_bytes(), b"0900 111 222", &jpeg[jpeg.len() / 2..jpeg.len() / 2 + 32]] {
                assert!(!bytes.windows(secret.len()).any(|w| w == secret), "{} holds it", path.display());
            }
        }
    }
}

#[test]
fn two_instances_on_one_folder_do_not_meet() {
    let dir = tempfile::tempdir().unwrap();
    let first = open(config(dir.path(), 1));
    assert!(matches!(Core::open(config(dir.path(), 2)), Err(crate::OpenError::InUse)));
    drop(first);
    open(config(dir.path(), 3));
}

#[test]
fn a_full_storage_is_told_the_draft_stays_and_after_room_is_made_everything_works() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let draft = core.draft_open(Call { args: Nothing {}, body: None }).unwrap().id;
    save(&core, draft, &fields("Đá lăn chắn đường."));
    add_photo(&core, draft, 1).unwrap();
    let most = |pages: &str| {
        let opened = core.inner.opened().unwrap();
        let sql = format!("PRAGMA max_page_count = {pages}");
        opened.read(|c| Ok(c.query_row(&sql, [], |r| r.get::<_, i64>(0))?)).unwrap();
    };
    // Not one page more than there is.
    most("1");
    let mut refused = None;
    for shade in 2..6 {
        refused = refused.or(add_photo(&core, draft, shade).err());
    }
    assert_eq!(refused.map(|e| e.code).as_deref(), Some(error_codes::DISK_FULL));
    let long = DraftSave { id: draft, fields: fields(&"Dài quá. ".repeat(5_000)) };
    let refused = core.draft_save(Call { args: long, body: None }).unwrap_err();
    assert_eq!(refused.code, error_codes::DISK_FULL);
    let kept = core.draft(Call { args: ById { id: draft }, body: None }).unwrap();
    assert_eq!(kept.fields.text, "Đá lăn chắn đường.");
    assert!(kept.photos.iter().all(|p| core.photo(&p.sha256, false).is_some()), "what was taken in is whole");

    most("1000000");
    assert!(core.draft(Call { args: ById { id: draft }, body: None }).unwrap().photos.len() >= kept.photos.len());
    let id = submit(&core, draft).unwrap();
    drop(core);
    let core = open(config(dir.path(), 2));
    assert_eq!(detail(&core, id).photos.len(), kept.photos.len());
}
