//! What a person does about an entry that waits: retry, edit, hand on, throw away. Against the scripted gateway.
//!
//! What a newcomer would get wrong: *gone* is looked for in the bytes of the database, not in what the app shows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::fake::{Fake, GOOD, Odd, RECOVERY, problem};
use super::tests::{Phone, setup};
use crate::commands::Call;
use crate::core::{Core, locked};
use crate::stories::{config, open, report};
use crate::views::*;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::sync::Arc;
use vungsam_domain::{Action, ComplaintId, Status};

fn by(id: ComplaintId) -> Call<'static, ById> {
    Call { args: ById { id }, body: None }
}

fn outbox(core: &Core) -> OutboxView {
    core.outbox(Call { args: Nothing {}, body: None }).unwrap()
}

fn state(core: &Core) -> AppState {
    core.app_state(Call { args: Nothing {}, body: None }).unwrap()
}

fn export(core: &Core, id: ComplaintId) -> Vec<u8> {
    STANDARD.decode(core.outbox_export(by(id)).unwrap().base64).unwrap()
}

/// A phone whose worker never runs.
fn asleep(fake: &Fake, dir: &std::path::Path) -> Phone {
    Phone { core: open(setup(dir, fake, 1)), worker: tokio::spawn(async {}) }
}

/// The worker begins.
fn wakes(phone: Phone) -> Phone {
    let worker = tokio::spawn(Arc::clone(&phone.core).run());
    Phone { worker, core: phone.core }
}

#[tokio::test]
async fn what_was_never_sent_is_thrown_away_for_good() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = asleep(&fake, dir.path());
    let id = phone.report_with_photos();
    let photos = phone.detail(id).photos;
    phone.core.outbox_discard(by(id)).unwrap();
    assert_eq!(phone.core.complaint(by(id)).unwrap_err().code, error_codes::NOT_FOUND);
    assert!(photos.iter().all(|p| phone.core.photo(&p.photo.sha256, true).is_none()));
    let kept = report(&phone.core, "giữ");
    let phone = wakes(phone);
    phone.until_delivery(kept, Delivery::Received).await;
    assert!(fake.bodies(id).is_empty());
    assert_eq!(state(&phone.core).complaints, 1);
}

#[tokio::test]
async fn what_may_have_arrived_is_taken_back_and_its_photos_are_not_sent() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let known = report(&phone.core, "đã quen");
    phone.until_delivery(known, Delivery::Received).await;
    locked(&fake.state).always = Some(Odd::Lost);
    let id = phone.report_with_photos();
    phone.until("an attempt", |p| p.detail(id).card.delivery == Delivery::Trying).await;
    phone.core.outbox_discard(by(id)).unwrap();
    let shown = phone.detail(id);
    assert!(shown.card.withdrawing && shown.can.is_empty());
    locked(&fake.state).always = None;
    phone.core.wake();
    phone.until("all gone", |p| state(&p.core).waiting == 0).await;
    let there = fake.messages(id);
    assert_eq!((fake.bodies(id).len(), there.len(), there[0].action), (1, 1, Action::Withdraw));
    assert_eq!(fake.count("POST /api/v1/uploads"), 0);

    let told = serde_json::json!({ "n": 1, "complaint": id, "kind": "event", "event": {
        "id": uuid::Uuid::from_u128(9), "action": "withdraw", "status": "da-rut", "at_ms": 1_000,
        "by": { "name": "", "unit": null }, "message": there[0].id } });
    locked(&fake.state).changes = vec![told];
    phone.until("withdrawn", |p| p.detail(id).card.status == Some(Status::Withdrawn)).await;
    assert!(!phone.detail(id).card.withdrawing);
    assert_eq!(phone.core.outbox_discard(by(id)).unwrap_err().code, error_codes::NOT_NOW);
}

#[tokio::test]
async fn a_change_thrown_away_brings_back_what_it_stood_in_for() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let (s, h, b) = problem(422, "invalid");
    fake.script("PUT /api/v1/complaints", Odd::Reply(s, h, b));
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = report(&phone.core, "một");
    phone.until_delivery(id, Delivery::Stuck).await;
    locked(&fake.state).always = Some(Odd::Reply(503, vec![("retry-after", "3000".to_owned())], String::new()));
    let other = report(&phone.core, "làm bận");
    phone.until("busy", |p| p.link().trouble == Some(LinkTrouble::Busy)).await;
    let draft = phone.core.complaint_edit(by(id)).unwrap();
    let new = phone.core.complaint_submit(by(draft.id)).unwrap().id;
    assert_eq!(phone.detail(id).card.delivery, Delivery::Stuck, "no receipt, no tick");
    phone.core.outbox_discard(by(new)).unwrap();
    let shown = phone.detail(id);
    assert_eq!((shown.replaced_by, shown.card.delivery, shown.edit_replaces), (None, Delivery::Trying, false));
    assert_eq!(outbox(&phone.core).entries.iter().map(|e| e.card.id).collect::<Vec<_>>(), [other, id]);
}

#[rstest::rstest]
#[case::invalid_edit("invalid", 422, StuckReason::Invalid, "edit")]
#[case::invalid_discard("invalid", 422, StuckReason::Invalid, "discard")]
#[case::conflict("id_conflict", 409, StuckReason::IdConflict, "edit")]
#[case::too_large("too_large", 413, StuckReason::TooLarge, "edit")]
#[case::too_large_discard("too_large", 413, StuckReason::TooLarge, "discard")]
#[case::refused("unauthorized", 401, StuckReason::Refused, "retry")]
#[case::refused_export("bad_signature", 401, StuckReason::Refused, "export")]
#[case::not_understood("later_year", 400, StuckReason::NotUnderstood, "retry")]
#[case::not_understood_discard("later_year", 400, StuckReason::NotUnderstood, "discard")]
#[tokio::test]
async fn every_reason_to_wait_for_the_person_has_a_next_step_that_works(
    #[case] code: &str,
    #[case] status: u16,
    #[case] reason: StuckReason,
    #[case] next: &str,
) {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let (s, h, b) = problem(status, code);
    fake.script("PUT /api/v1/complaints", Odd::Reply(s, h, b));
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = phone.report_with_photos();
    phone.until("stuck", |p| p.detail(id).stuck == Some(reason)).await;
    match next {
        "edit" => {
            let draft = phone.core.complaint_edit(by(id)).unwrap();
            phone.core.complaint_submit(by(draft.id)).unwrap();
        }
        "retry" => drop(phone.core.outbox_retry(by(id)).unwrap()),
        "discard" => drop(phone.core.outbox_discard(by(id)).unwrap()),
        _ => {
            // Somebody else's phone takes it along; this one is left as it is until it may try again.
            let other_dir = tempfile::tempdir().unwrap();
            let other = Phone::start(setup(other_dir.path(), &fake, 7));
            let file = export(&phone.core, id);
            other.core.package_take(Call { args: PackageTake { base64: None }, body: Some(&file) }).unwrap();
            other.until("handed in", |p| outbox(&p.core).carried[0].delivery == Delivery::Received).await;
            assert_eq!(fake.bodies(id).len(), 1);
            phone.core.outbox_retry(by(id)).unwrap();
        }
    }
    phone.until("nothing waits", |p| state(&p.core).waiting == 0).await;
    assert_eq!(state(&phone.core).stuck, 0);
}

#[tokio::test]
async fn a_photo_whose_bytes_are_gone_is_left_out_by_an_edit() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = asleep(&fake, dir.path());
    let id = phone.report_with_photos();
    phone
        .core
        .inner
        .opened()
        .unwrap()
        .write(|tx| {
            tx.execute("UPDATE photos SET jpeg = NULL WHERE sha256 = (SELECT MIN(sha256) FROM photos)", [])?;
            Ok(())
        })
        .unwrap();
    let phone = wakes(phone);
    phone.until("stuck", |p| p.detail(id).stuck == Some(StuckReason::PhotoMissing)).await;
    let draft = phone.core.complaint_edit(by(id)).unwrap();
    assert_eq!(draft.photos.len(), 1);
    let new = phone.core.complaint_submit(by(draft.id)).unwrap().id;
    phone.until_delivery(new, Delivery::Received).await;
    phone.until("nothing waits", |p| state(&p.core).waiting == 0).await;
}

#[tokio::test]
async fn a_package_that_cannot_be_opened_waits_for_the_person_who_takes_it_off() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let take = |file: &[u8]| {
        phone.core.package_take(Call { args: PackageTake { base64: Some(STANDARD.encode(file)) }, body: None })
    };
    assert_eq!(take(b"{}").unwrap_err().code, error_codes::PACKAGE);
    let id = ComplaintId(uuid::Uuid::from_u128(5));
    let foreign = format!(r#"{{"v":1,"complaint":"{id}","sealed":"{}"}}"#, "A".repeat(200));
    take(foreign.as_bytes()).unwrap();
    phone.until("stuck", |p| outbox(&p.core).carried[0].stuck == Some(StuckReason::PackageUnreadable)).await;
    assert_eq!(state(&phone.core).stuck, 1);
    phone.core.package_drop(by(id)).unwrap();
    assert_eq!((outbox(&phone.core).carried.len(), state(&phone.core).waiting), (0, 0));
    assert_eq!(phone.core.package_drop(by(id)).unwrap_err().code, error_codes::NOT_FOUND);
}

#[tokio::test]
async fn a_package_holds_words_messages_and_photos_and_handing_it_out_counts_as_an_attempt() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = asleep(&fake, dir.path());
    let id = phone.report_with_photos();
    let file = phone.core.outbox_export(by(id)).unwrap();
    let shown = phone.detail(id);
    assert_eq!(file.name, format!("phan-anh-{}.vungsam", shown.card.reference_shown));
    let opened = vungsam_domain::package::open(&STANDARD.decode(file.base64).unwrap(), &RECOVERY).unwrap();
    assert_eq!((opened.complaint.text, opened.contents.photos.len()), (shown.text, 2));
    // The carrier may reach the gateway before this phone does: the bytes are not open to change any more.
    assert!(!shown.edit_replaces);
    let draft = phone.core.complaint_edit(by(id)).unwrap();
    assert_ne!(draft.id, id);
}

#[tokio::test]
async fn a_report_carried_and_sent_by_its_own_phone_too_is_there_once() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = asleep(&fake, dir.path());
    let id = phone.report_with_photos();
    let file = export(&phone.core, id);
    let other_dir = tempfile::tempdir().unwrap();
    fake.script("PUT /api/v1/packages", Odd::Lost);
    let other = Phone::start(setup(other_dir.path(), &fake, 7));
    for _ in 0..2 {
        other.core.package_take(Call { args: PackageTake { base64: None }, body: Some(&file) }).unwrap();
    }
    other.until("handed in", |p| outbox(&p.core).carried[0].delivery == Delivery::Received).await;
    assert!(fake.count("PUT /api/v1/packages") >= 2);
    let phone = wakes(phone);
    phone.until_delivery(id, Delivery::Received).await;
    assert_eq!((fake.bodies(id).len(), phone.detail(id).card.photos_received), (1, 2));
    assert_eq!(other.core.app_state(Call { args: Nothing {}, body: None }).unwrap().complaints, 0);
    assert!(other.core.package_drop(by(id)).is_ok());
}

#[test]
fn seven_days_without_a_link_are_said_once_and_nothing_is_given_up() {
    const DAY: i64 = 24 * 60 * 60 * 1_000;
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(crate::testing::TestClock::at(1_795_392_000_000));
    let core = open(crate::CoreConfig { clock: clock.clone(), ..config(dir.path(), 1) });
    let id = report(&core, "một");
    let opened = core.inner.opened().unwrap();
    let mut events = core.subscribe();
    let mut told = || {
        let now = core.inner.now_ms();
        crate::overdue::tell(&core.inner, opened.write(|tx| crate::overdue::note(tx, now)).unwrap());
        let mut n = 0;
        while let Ok(event) = events.try_recv() {
            n += u32::from(matches!(event, CoreEvent::NotifyOverdue { complaint, .. } if complaint == id));
        }
        (n, state(&core).overdue, core.complaint(by(id)).unwrap().card.overdue)
    };
    clock.pass(7 * DAY - 1);
    assert_eq!(told(), (0, 0, false));
    clock.pass(1);
    assert_eq!(told(), (1, 1, true));
    assert_eq!(told(), (0, 1, true), "said once");
    assert_eq!(outbox(&core).entries.len(), 1, "and kept");

    // Saved while the clock was a year ahead, and while it stood at the factory's date.
    clock.pass(365 * DAY);
    let ahead = report(&core, "đi trước");
    clock.pass(-365 * DAY);
    assert_eq!(told().0, 0);
    let overdue = |id| core.complaint(by(id)).unwrap().card.overdue;
    clock.pass(7 * DAY - 1);
    assert!(!overdue(ahead));
    clock.pass(1);
    assert!(overdue(ahead));
    let now = crate::env::Clock::now_ms(&*clock);
    clock.pass(-now);
    let factory = report(&core, "đồng hồ 1970");
    clock.pass(now);
    told();
    assert!(!overdue(factory), "fifty years did not pass");
}
