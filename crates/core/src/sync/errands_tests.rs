//! Followed numbers and photos of officers, against the scripted gateway. Packages: `outbox_tests`.
//!
//! What a newcomer would get wrong: a number that was not found is deliberately not asked about again soon; a test that
//! wants an answer adds it again, as a person would.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::fake::{Fake, GOOD, Odd, problem};
use super::tests::{Phone, event, setup};
use crate::commands::Call;
use crate::core::locked;
use crate::stories::{picture, report};
use crate::views::*;
use serde_json::{Value, json};
use vungsam_domain::{ComplaintId, Status, sign};

/// One wrong digit.
const MISTYPED: &str = "5724 0000 01";

fn number() -> String {
    "5724000000".to_owned()
}

impl Phone {
    fn follow(&self, reference: &str, pin: &str) -> Result<TrackedCard, ApiError> {
        let args = TrackAdd { reference: reference.to_owned(), pin: pin.to_owned() };
        self.core.track_add(Call { args, body: None })
    }

    fn followed(&self) -> TrackedCard {
        self.core.complaints(Call { args: Nothing {}, body: None }).unwrap().tracked.remove(0)
    }
}

fn found(number: &str, events: &[Value], status: &str) -> Value {
    json!({ "reference": number, "server_time_ms": 1, "reports": [{
        "id": uuid::Uuid::from_u128(77), "category": "giao-thong", "unit": "nam-tra-my", "text": "Đá lăn",
        "received_at_ms": 1_000, "status": status, "status_at_ms": 2_000, "events": events }] })
}

fn step(n: u32, action: &str, status: &str) -> Value {
    event(n, ComplaintId(uuid::Uuid::from_u128(77)), action, status)["event"].clone()
}

#[tokio::test]
async fn a_followed_number_is_kept_at_once_looked_up_with_a_link_and_its_news_is_told() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let (number, phone) = (number(), Phone::start(setup(dir.path(), &fake, 1)));
    assert_eq!(phone.follow(MISTYPED, "1234").unwrap_err().code, error_codes::REFERENCE);
    assert_eq!(phone.follow(&number, "12").unwrap_err().code, error_codes::PIN);
    locked(&fake.state).tracked.insert(
        (number.clone(), "1234".to_owned()),
        found(&number, &[step(1, "accept", "da-tiep-nhan")], "da-tiep-nhan"),
    );
    assert_eq!(phone.follow(&number, "1234").unwrap().state, TrackState::Waiting);
    phone.until("found", |p| p.followed().state == TrackState::Found).await;
    let card = phone.followed();
    assert_eq!((card.reports[0].status, card.unread), (Status::Accepted, false), "what was asked for is no news");
    assert!(card.checked_at_ms.is_some());

    // The office answers; an hour passes (the person adds it again, which asks at once).
    let mut events = phone.core.subscribe();
    locked(&fake.state).tracked.insert(
        (number.clone(), "1234".to_owned()),
        found(&number, &[step(1, "accept", "da-tiep-nhan"), step(2, "answer", "da-xu-ly")], "da-xu-ly"),
    );
    phone.follow(&number, "1234").unwrap();
    phone.until("the answer", |p| p.followed().unread).await;
    let reference = phone.followed().reference;
    let told = std::iter::from_fn(|| events.try_recv().ok()).filter(
        |e| matches!(e, CoreEvent::NotifyTracked { number, status: Status::Answered, .. } if *number == reference),
    );
    assert_eq!(told.count(), 1);
    phone.core.tracked_seen(Call { args: ByReference { reference: reference.clone() }, body: None }).unwrap();
    assert!(!phone.followed().unread);
    phone.core.track_remove(Call { args: ByReference { reference: reference.clone() }, body: None }).unwrap();
    let gone = phone.core.tracked(Call { args: ByReference { reference }, body: None });
    assert_eq!(gone.unwrap_err().code, error_codes::NOT_FOUND);
}

#[tokio::test]
async fn a_wrong_pin_is_not_tried_again_and_again_and_a_closed_number_holds_up_no_report() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let (number, phone) = (number(), Phone::start(setup(dir.path(), &fake, 1)));
    phone.follow(&number, "0000").unwrap();
    phone.until("not found", |p| p.followed().state == TrackState::NotFound).await;
    for _ in 0..5 {
        phone.core.sync_now(Call { args: Nothing {}, body: None }).unwrap();
    }
    let id = report(&phone.core, "một");
    phone.until_delivery(id, Delivery::Received).await;
    assert_eq!(fake.count("POST /api/v1/track"), 1, "each would count against the number");

    let (s, mut h, b) = problem(429, "pin_closed");
    h.push(("retry-after", "40000".to_owned()));
    fake.script("POST /api/v1/track", Odd::Reply(s, h, b));
    phone.follow(&number, "1111").unwrap();
    phone.until("closed", |p| p.followed().state == TrackState::Closed).await;
    assert_eq!(phone.link().next_attempt_ms, None);
    let id = report(&phone.core, "hai");
    phone.until_delivery(id, Delivery::Received).await;
}

#[tokio::test]
async fn an_officers_photo_is_fetched_proven_by_its_hash_and_shown() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = report(&phone.core, "một");
    phone.until_delivery(id, Delivery::Received).await;
    let jpeg = crate::photo::intake(&picture(120)).unwrap().jpeg;
    let sha256 = sign::sha256_hex(&jpeg);
    let another = crate::photo::intake(&picture(7)).unwrap().jpeg;
    locked(&fake.state).office_photos.insert(sha256.clone(), another);
    let mut answer = event(1, id, "answer", "da-xu-ly");
    answer["event"]["photos"] = json!([{ "sha256": sha256, "bytes": jpeg.len(), "width": 64, "height": 48 }]);
    locked(&fake.state).changes = vec![answer];
    phone.until("the page, before the photo", |p| p.detail(id).events.len() == 1).await;
    phone.until("tries", |_| fake.count("GET /api/v1/complaints") >= 2).await;
    assert_eq!(phone.core.photo(&sha256, false), None, "another picture is not shown under its name");
    locked(&fake.state).office_photos.insert(sha256.clone(), jpeg.clone());
    phone.until("the photo", |p| p.core.photo(&sha256, false) == Some(jpeg.clone())).await;
    assert!(phone.core.photo(&sha256, true).is_some_and(|thumb| thumb.len() <= jpeg.len()));
    // Throwing a draft away sweeps pictures nobody names; this one has a name.
    let draft = phone.core.draft_open(Call { args: Nothing {}, body: None }).unwrap().id;
    phone.core.draft_discard(Call { args: ById { id: draft }, body: None }).unwrap();
    assert!(phone.core.photo(&sha256, false).is_some());
    let asked = fake.count("GET /api/v1/complaints");
    phone.core.wake();
    let other = report(&phone.core, "hai");
    phone.until_delivery(other, Delivery::Received).await;
    assert_eq!(fake.count("GET /api/v1/complaints"), asked, "fetched once");
}
