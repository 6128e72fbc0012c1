//! What the worker does when the link or the gateway is odd. Not for the straight story with the real gateway.
//!
//! What a newcomer would get wrong: every wait here is for something to become true, never for a time to pass.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::fake::{Fake, GOOD, Odd, problem};
use crate::commands::Call;
use crate::config::{CoreConfig, SyncPolicy};
use crate::core::{Core, locked};
use crate::env::SystemClock;
use crate::stories::{DEPLOYMENT, add_photo, config, fields, open, report};
use crate::views::*;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use vungsam_domain::{ComplaintId, Status};

pub(super) struct Phone {
    pub(super) core: Arc<Core>,
    pub(super) worker: JoinHandle<()>,
}

fn quick() -> SyncPolicy {
    SyncPolicy {
        min_backoff: Duration::from_millis(20),
        max_backoff: Duration::from_millis(100),
        poll_wait: Duration::from_millis(100),
        connect_timeout: Duration::from_secs(5),
        read_timeout: Duration::from_secs(5),
        // What is told here is not about content.
        content_after: Duration::from_secs(3_600),
        ..SyncPolicy::default()
    }
}

pub(super) fn setup(dir: &Path, fake: &Fake, seed: u64) -> CoreConfig {
    CoreConfig {
        deployment: fake.deployment(DEPLOYMENT),
        clock: Arc::new(SystemClock),
        sync: quick(),
        ..config(dir, seed)
    }
}

impl Phone {
    pub(super) fn start(config: CoreConfig) -> Self {
        let core = open(config);
        let worker = tokio::spawn(Arc::clone(&core).run());
        Self { core, worker }
    }

    /// Ends the app and waits until the folder is free.
    pub(super) async fn kill(self) {
        drop(self.core);
        self.worker.await.unwrap();
    }

    pub(super) fn detail(&self, id: ComplaintId) -> ComplaintDetail {
        self.core.complaint(Call { args: ById { id }, body: None }).unwrap()
    }

    pub(super) fn link(&self) -> Link {
        self.core.app_state(Call { args: Nothing {}, body: None }).unwrap().link
    }

    /// A report with two photos.
    pub(super) fn report_with_photos(&self) -> ComplaintId {
        let id = self.core.draft_open(Call { args: Nothing {}, body: None }).unwrap().id;
        let save = DraftSave { id, fields: fields("Đá lăn chắn đường.") };
        self.core.draft_save(Call { args: save, body: None }).unwrap();
        add_photo(&self.core, id, 10).unwrap();
        add_photo(&self.core, id, 200).unwrap();
        self.core.complaint_submit(Call { args: ById { id }, body: None }).unwrap().id
    }

    pub(super) async fn until(&self, what: &str, mut fits: impl FnMut(&Self) -> bool) {
        let mut events = self.core.subscribe();
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        while !fits(self) {
            let waits = self.core.outbox(Call { args: Nothing {}, body: None }).map(|o| o.entries);
            assert!(tokio::time::Instant::now() < deadline, "{what} did not happen: {waits:?}");
            // The event is a hint; the truth is read again.
            let _ = tokio::time::timeout(Duration::from_millis(50), events.recv()).await;
        }
    }

    pub(super) async fn until_delivery(&self, id: ComplaintId, delivery: Delivery) {
        let what = format!("{delivery:?}");
        self.until(&what, |p| p.detail(id).card.delivery == delivery).await;
    }
}

#[tokio::test]
async fn words_and_photos_arrive_and_only_the_receipt_says_so() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = phone.report_with_photos();
    phone.until_delivery(id, Delivery::Received).await;
    let shown = phone.detail(id);
    assert_eq!((shown.card.photos_received, shown.received_at_ms), (2, Some(1_795_392_111_000)));
    assert_eq!(shown.card.status, Some(Status::New));
    assert_eq!(phone.core.outbox(Call { args: Nothing {}, body: None }).unwrap().entries.len(), 0);
    for photo in shown.photos {
        let sent = phone.core.photo(&photo.photo.sha256, false).unwrap();
        let state = locked(&fake.state);
        assert!(state.uploads.values().any(|u| u.bytes == sent && u.patches == 1), "whole, in one request");
    }
}

#[tokio::test]
async fn the_words_of_all_go_before_the_photos_of_any() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let core = open(setup(dir.path(), &fake, 1));
    let phone = Phone { worker: tokio::spawn(async {}), core: Arc::clone(&core) };
    let (first, second) = (phone.report_with_photos(), report(&core, "hai"));
    let phone = Phone { worker: tokio::spawn(Arc::clone(&core).run()), core };
    phone.until_delivery(first, Delivery::Received).await;
    phone.until_delivery(second, Delivery::Received).await;
    let log = locked(&fake.state).log.clone();
    let last_words = log.iter().rposition(|l| l.starts_with("PUT /api/v1/complaints")).unwrap();
    let first_photo = log.iter().position(|l| l.starts_with("POST /api/v1/uploads")).unwrap();
    assert!(last_words < first_photo, "{log:?}");
}

#[rstest::rstest]
#[case::lost(Odd::Lost)]
#[case::half(Odd::Half)]
#[case::cut_while_sending(Odd::CutBody(0))]
#[case::broken(Odd::Reply(500, vec![], "<h1>oops</h1>".to_owned()))]
#[case::captive_portal(Odd::Reply(200, vec![("content-type", "text/html".to_owned())], "<html>Wi-Fi</html>".to_owned()))]
#[case::sent_elsewhere(Odd::Reply(302, vec![("location", "https://example.org/".to_owned())], String::new()))]
#[case::our_type_around_nonsense(Odd::Reply(200, vec![("content-type", vungsam_domain::wire::MEDIA_RECEIPT.to_owned())], "{}".to_owned()))]
#[case::another_complaint(Odd::OtherComplaint)]
#[case::unknown_device({ let (s, h, b) = problem(401, "unknown_device"); Odd::Reply(s, h, b) })]
#[case::shut(Odd::Reply(413, vec![], "proxy".to_owned()))]
#[tokio::test]
async fn an_odd_answer_proves_nothing_and_the_next_right_one_does(#[case] odd: Odd) {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    for at in ["PUT /api/v1/complaints", "PATCH ", "POST "] {
        fake.script(at, odd.clone());
    }
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = phone.report_with_photos();
    phone.until_delivery(id, Delivery::Received).await;
    assert!(fake.count("PUT /api/v1/complaints") >= 2);
    assert_eq!(fake.bodies(id).len(), 1, "the same bytes each time");
    assert_eq!(phone.detail(id).card.photos_received, 2);
}

#[rstest::rstest]
#[case::wrong_signature(Odd::WrongKey)]
#[case::unknown_key(Odd::UnknownKid)]
#[tokio::test]
async fn an_unproven_receipt_shows_no_tick_loses_nothing_and_holds_up_nobody(#[case] odd: Odd) {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    fake.script("PUT /api/v1/complaints", odd);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let first = report(&phone.core, "một");
    phone.until_delivery(first, Delivery::Stuck).await;
    let second = report(&phone.core, "hai");
    phone.until_delivery(second, Delivery::Received).await;
    let shown = phone.detail(first);
    assert_eq!(
        (shown.stuck, shown.received_at_ms, shown.card.status),
        (Some(StuckReason::ReceiptUnproven), None, None)
    );

    phone.core.sync_now(Call { args: Nothing {}, body: None }).unwrap();
    phone.until_delivery(first, Delivery::Received).await;
}

#[rstest::rstest]
#[case("invalid", 422, StuckReason::Invalid)]
#[case("id_conflict", 409, StuckReason::IdConflict)]
#[case("too_large", 413, StuckReason::TooLarge)]
#[case("unauthorized", 401, StuckReason::Refused)]
#[case("code_of_a_later_year", 400, StuckReason::NotUnderstood)]
#[tokio::test]
async fn what_the_gateway_refuses_for_good_waits_for_the_person(
    #[case] code: &str,
    #[case] status: u16,
    #[case] reason: StuckReason,
) {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let (s, h, b) = problem(status, code);
    fake.script("PUT /api/v1/complaints", Odd::Reply(s, h, b));
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let (first, second) = (report(&phone.core, "một"), report(&phone.core, "hai"));
    phone.until_delivery(second, Delivery::Received).await;
    phone.until_delivery(first, Delivery::Stuck).await;
    assert_eq!(phone.detail(first).stuck, Some(reason));

    // The person mends it: a new one takes its place, and the old one is not sent any more.
    let draft = phone.core.complaint_edit(Call { args: ById { id: first }, body: None }).unwrap();
    let mended = phone.core.complaint_submit(Call { args: ById { id: draft.id }, body: None }).unwrap().id;
    assert_ne!(mended, first);
    phone.until_delivery(mended, Delivery::Received).await;
    assert_eq!(phone.core.app_state(Call { args: Nothing {}, body: None }).unwrap().waiting, 0);
}

#[rstest::rstest]
#[case(503, &[("retry-after", "1800")])]
#[case(429, &[("retry-after", "1800")])]
#[case(503, &[("date", "Fri, 01 Jan 2027 00:00:00 GMT"), ("retry-after", "Fri, 01 Jan 2027 00:30:00 GMT")])]
#[tokio::test]
async fn retry_after_holds_for_every_request_and_over_a_restart(
    #[case] status: u16,
    #[case] headers: &[(&'static str, &'static str)],
) {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let again = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    fake.script("PUT /api/v1/complaints", Odd::Reply(status, again, String::new()));
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = report(&phone.core, "một");
    let busy = |link: Link| link.trouble == Some(LinkTrouble::Busy) && link.next_attempt_ms.is_some();
    phone.until("busy", |p| busy(p.link())).await;
    let other = report(&phone.core, "hai");
    phone.core.wake();
    let planned = phone.link().next_attempt_ms.unwrap();
    assert!(planned > phone.core.inner.now_ms() + 1_700_000);
    phone.kill().await;

    let phone = Phone::start(setup(dir.path(), &fake, 2));
    phone.core.wake();
    assert_eq!(phone.link().next_attempt_ms, Some(planned));
    // Two turns of the worker later nothing went out.
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(fake.count("PUT /api/v1/complaints"), 1);
    assert_eq!(phone.detail(other).card.delivery, Delivery::Saved);
    assert_eq!(phone.detail(id).card.delivery, Delivery::Trying);
}

#[tokio::test]
async fn no_network_is_no_attempt_and_coming_back_needs_no_hand() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let nobody = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut away = setup(dir.path(), &fake, 1);
    away.deployment.gateway_url = format!("https://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let phone = Phone::start(away);
    let id = report(&phone.core, "một");
    phone.until("offline", |p| p.link().trouble == Some(LinkTrouble::Offline)).await;
    let shown = phone.detail(id);
    assert_eq!((shown.card.delivery, shown.attempts, shown.edit_replaces), (Delivery::Saved, 0, true));
    phone.kill().await;

    let phone = Phone::start(setup(dir.path(), &fake, 2));
    phone.until_delivery(id, Delivery::Received).await;
    assert_eq!(phone.link().trouble, None);
}

#[rstest::rstest]
#[case::expired((2019, 2020), true, LinkTrouble::WrongDate)]
#[case::not_yet((3000, 3001), true, LinkTrouble::WrongDate)]
#[case::stranger(GOOD, false, LinkTrouble::Untrusted)]
#[tokio::test]
async fn a_certificate_that_does_not_fit_is_named_and_nothing_is_sent(
    #[case] valid: (i32, i32),
    #[case] ours: bool,
    #[case] trouble: LinkTrouble,
) {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(valid).await);
    let mut config = setup(dir.path(), &fake, 1);
    if !ours {
        config.deployment.ca_pem = None;
    }
    let phone = Phone::start(config);
    let id = report(&phone.core, "một");
    phone.until("trouble", |p| p.link().trouble == Some(trouble)).await;
    assert_eq!((phone.detail(id).card.delivery, locked(&fake.state).log.len()), (Delivery::Saved, 0));
}

#[tokio::test]
async fn a_photo_goes_on_where_it_was_cut() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    fake.script("PATCH ", Odd::CutBody(100));
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = phone.report_with_photos();
    phone.until_delivery(id, Delivery::Received).await;
    assert!(fake.count("HEAD ") >= 1);
    let state = locked(&fake.state);
    let lengths: Vec<(usize, u32)> = state.uploads.values().map(|u| (u.bytes.len(), u.patches)).collect();
    assert!(lengths.iter().any(|(_, patches)| *patches == 2), "{lengths:?}");
}

#[tokio::test]
async fn a_question_that_hangs_does_not_hold_up_a_report() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let first = report(&phone.core, "một");
    phone.until_delivery(first, Delivery::Received).await;
    // Longer than `until` waits, and longer than the phone's patience with any one request.
    fake.script("GET ", Odd::Slow(Duration::from_secs(3_600)));
    let asked = fake.count("GET ");
    phone.until("the question", |_| fake.count("GET ") > asked).await;
    let second = report(&phone.core, "hai");
    let begun = std::time::Instant::now();
    phone.until_delivery(second, Delivery::Received).await;
    assert!(begun.elapsed() < quick().read_timeout, "it waited for the question to end");
}

#[tokio::test]
async fn a_gateway_restored_from_a_backup_gets_the_words_again() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let (s, h, b) = problem(404, "not_found");
    fake.script("POST ", Odd::Reply(s, h, b));
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = phone.report_with_photos();
    phone.until_delivery(id, Delivery::Received).await;
    assert_eq!(fake.count("PUT /api/v1/complaints"), 2);
    assert_eq!(fake.bodies(id).len(), 1);
}

#[tokio::test]
async fn a_page_of_changes_that_is_not_ours_changes_nothing() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = report(&phone.core, "một");
    phone.until_delivery(id, Delivery::Received).await;
    let page = |device: &dyn std::fmt::Display| {
        json!({ "device": device.to_string(), "changes": [event(1, id, "accept", "da-tiep-nhan")], "cursor": "x.1",
                "more": false, "reset": false, "server_time_ms": 1 })
        .to_string()
    };
    let ours = phone.core.inner.opened().unwrap().device;
    let media = |m: &str| vec![("content-type", m.to_owned())];
    fake.script("GET ", Odd::Reply(200, media("application/json"), page(&ours)));
    fake.script("GET ", Odd::Reply(200, media(vungsam_domain::wire::MEDIA_CHANGES), page(&uuid::Uuid::nil())));
    fake.script(
        "GET ",
        Odd::Reply(200, media(vungsam_domain::wire::MEDIA_CHANGES), page(&ours).replace("\"cursor\"", "\"x\"")),
    );
    phone.until("all three", |_| locked(&fake.state).script.is_empty()).await;
    let asked = fake.count("GET ");
    phone.until("a good one", |_| fake.count("GET ") > asked + 1).await;
    assert!(phone.detail(id).events.is_empty());
    let cursor = phone.core.inner.opened().unwrap().read(crate::store::feed::cursor).unwrap();
    assert_eq!(cursor.as_deref(), Some("e.0"));
}

#[tokio::test]
async fn a_kill_while_the_answer_is_on_its_way_changes_nothing() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    locked(&fake.state).always = Some(Odd::Lost);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = phone.report_with_photos();
    phone.until("an attempt", |_| fake.count("PUT ") > 0).await;
    phone.kill().await;
    locked(&fake.state).always = None;
    let phone = Phone::start(setup(dir.path(), &fake, 2));
    phone.until_delivery(id, Delivery::Received).await;
    assert_eq!(fake.bodies(id).len(), 1);
}

pub(super) fn event(n: u32, complaint: ComplaintId, action: &str, status: &str) -> serde_json::Value {
    json!({ "n": n, "complaint": complaint, "kind": "event", "event": {
        "id": uuid::Uuid::from_u128(u128::from(n)), "action": action, "status": status, "at_ms": 1_000 + n,
        "by": { "name": "Chị Hoa", "unit": "nam-tra-my" }, "text": format!("bước {n}") } })
}

#[tokio::test]
async fn what_the_office_does_is_shown_told_once_and_survives_a_change_nobody_understands() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = report(&phone.core, "một");
    phone.until_delivery(id, Delivery::Received).await;
    let mut events = phone.core.subscribe();
    locked(&fake.state).changes = vec![
        event(1, id, "accept", "da-tiep-nhan"),
        json!({ "n": 2, "complaint": id, "kind": "a kind of a later year" }),
        json!("not even a change"),
        event(3, ComplaintId(uuid::Uuid::nil()), "accept", "da-tiep-nhan"),
        event(4, id, "answer", "da-xu-ly"),
    ];
    phone.until("an answer", |p| p.detail(id).card.status == Some(Status::Answered)).await;
    let shown = phone.detail(id);
    assert_eq!(shown.events.iter().filter_map(|e| e.text.as_deref()).collect::<Vec<_>>(), ["bước 1", "bước 4"]);
    assert!(shown.card.unread && shown.checked_at_ms.is_some());
    let aside = phone.core.inner.opened().unwrap().read(crate::store::feed::aside).unwrap();
    assert_eq!(aside.len(), 2);
    phone.core.complaint_seen(Call { args: ById { id }, body: None }).unwrap();

    // The gateway's feed starts again and tells the same: nothing disappears and nobody is told twice.
    locked(&fake.state).reset = true;
    let asked = fake.count("GET ");
    phone.until("two more questions", |_| fake.count("GET ") > asked + 2).await;
    let shown = phone.detail(id);
    assert_eq!((shown.events.len(), shown.card.unread), (2, false));
    let mut told = 0;
    while let Ok(event) = events.try_recv() {
        told += u32::from(matches!(event, CoreEvent::Notify { status: Status::Answered, .. }));
    }
    assert_eq!(told, 1);
}

#[tokio::test]
async fn an_event_the_new_feed_does_not_tell_of_goes_when_the_refill_is_complete() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = report(&phone.core, "một");
    locked(&fake.state).changes = vec![event(1, id, "accept", "da-tiep-nhan"), event(2, id, "answer", "da-xu-ly")];
    phone.until("an answer", |p| p.detail(id).events.len() == 2).await;
    {
        let mut state = locked(&fake.state);
        state.changes.truncate(1);
        state.reset = true;
    }
    phone.until("one step less", |p| p.detail(id).events.len() == 1).await;
    phone.until("the status of then", |p| p.detail(id).card.status == Some(Status::Accepted)).await;
}
