//! Messages about a complaint on their way, against the scripted gateway. Not for what officers see of them (stories).
//!
//! What a newcomer would get wrong: the status a phone knows comes from its feed alone, so each test that needs one lets
//! the scripted gateway tell it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::fake::{Fake, GOOD, Odd, problem};
use super::tests::{Phone, event, setup};
use crate::commands::Call;
use crate::core::locked;
use crate::stories::{add_photo, fields, report};
use crate::views::*;
use serde_json::json;
use vungsam_domain::{Action, ComplaintId, Status};

impl Phone {
    pub(super) fn reply(&self, complaint: ComplaintId, action: Action, text: &str, shades: &[u8]) -> ComplaintId {
        let open = ReplyOpen { complaint, action };
        let id = self.core.reply_open(Call { args: open, body: None }).unwrap().id;
        self.core.draft_save(Call { args: DraftSave { id, fields: fields(text) }, body: None }).unwrap();
        for shade in shades {
            add_photo(&self.core, id, *shade).unwrap();
        }
        self.core.reply_send(Call { args: ById { id }, body: None }).unwrap();
        id
    }

    async fn asked_for_more(&self, fake: &Fake, id: ComplaintId) {
        self.until_delivery(id, Delivery::Received).await;
        locked(&fake.state).changes = vec![event(1, id, "ask_more", "can-bo-sung")];
        self.until("the question", |p| p.detail(id).card.status == Some(Status::NeedsMore)).await;
    }
}

#[tokio::test]
async fn an_answer_with_a_photo_goes_signed_is_proven_and_becomes_one_with_its_event() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = report(&phone.core, "một");
    phone.asked_for_more(&fake, id).await;
    assert_eq!(phone.detail(id).can, [Action::AddMore, Action::Withdraw, Action::Remark]);
    phone.reply(id, Action::AddMore, "Ở khúc cua\u{301}.", &[10, 200]);
    phone
        .until("the message", |p| p.detail(id).messages.first().is_some_and(|m| m.delivery == Delivery::Received))
        .await;
    let shown = phone.detail(id);
    assert!(shown.messages[0].photos.iter().all(|p| p.received) && shown.messages[0].photos.len() == 2);
    assert_eq!((shown.card.messages_waiting, shown.reply_draft, shown.card.delivery), (0, None, Delivery::Received));
    let there = fake.messages(id);
    assert_eq!((there.len(), there[0].action, there[0].text.as_str()), (1, Action::AddMore, "Ở khúc cuá."));
    assert!(!shown.can.contains(&Action::AddMore), "it is under way");

    let mut told = event(2, id, "add_more", "da-tiep-nhan");
    told["event"]["message"] = json!(there[0].id);
    locked(&fake.state).changes.push(told);
    phone.core.complaint_seen(Call { args: ById { id }, body: None }).unwrap();
    phone.until("its event", |p| p.detail(id).events.len() == 2).await;
    let shown = phone.detail(id);
    assert_eq!((shown.card.status, shown.events[1].message), (Some(Status::Accepted), Some(shown.messages[0].id)));
    assert!(!shown.card.unread, "what the person said is no news to them");
}

#[tokio::test]
async fn a_message_waits_for_its_words_and_its_photos_wait_for_it() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = phone.report_with_photos();
    phone.asked_for_more(&fake, id).await;
    // The gateway is restored from a backup taken before: it knows neither words nor message.
    {
        let mut state = locked(&fake.state);
        state.bodies.clear();
        state.uploads.clear();
        state.log.clear();
    }
    phone.reply(id, Action::AddMore, "thêm", &[77]);
    phone.until("the message", |p| p.detail(id).messages[0].delivery == Delivery::Received).await;
    let log = locked(&fake.state).log.clone();
    let at = |what: &str, last: bool| {
        let mut found = log
            .iter()
            .enumerate()
            .filter(|(_, l)| l.starts_with("PUT ") && l.contains("messages") == (what == "message"));
        if last { found.next_back().unwrap().0 } else { found.next().unwrap().0 }
    };
    assert!(at("words", false) < at("message", true), "{log:?}");
    let photo = log.iter().position(|l| l.starts_with("POST ")).unwrap();
    assert!(at("message", true) < photo, "{log:?}");
    assert_eq!(fake.bodies(id).len(), 1);
}

#[rstest::rstest]
#[case::lost(Odd::Lost)]
#[case::half(Odd::Half)]
#[case::another(Odd::OtherComplaint)]
#[case::portal(Odd::Reply(200, vec![("content-type", "text/html".to_owned())], "<html>".to_owned()))]
#[case::bare_404(Odd::Reply(404, vec![], String::new()))]
#[tokio::test]
async fn an_odd_answer_to_a_message_proves_nothing_and_sends_no_second_body(#[case] odd: Odd) {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = report(&phone.core, "một");
    phone.asked_for_more(&fake, id).await;
    fake.script("PUT /api/v1/complaints", odd);
    let draft = phone.reply(id, Action::AddMore, "thêm", &[]);
    phone.until("the message", |p| p.detail(id).messages[0].delivery == Delivery::Received).await;
    let state = locked(&fake.state);
    let bodies = &state.messages[&vungsam_domain::MessageId(draft.0)].1;
    assert!(bodies.iter().all(|b| b == &bodies[0]));
}

#[tokio::test]
async fn a_receipt_of_the_complaint_is_none_for_the_message() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = report(&phone.core, "một");
    phone.asked_for_more(&fake, id).await;
    // A true receipt, signed by the right key, but of the words.
    let opened = phone.core.inner.opened().unwrap();
    let words: String = opened.read(|c| Ok(c.query_row("SELECT receipt FROM complaints", [], |r| r.get(0))?)).unwrap();
    let media = vec![("content-type", vungsam_domain::wire::MEDIA_RECEIPT.to_owned())];
    locked(&fake.state).always = Some(Odd::Reply(200, media, words));
    phone.reply(id, Action::AddMore, "thêm", &[]);
    phone.until("an attempt", |_| locked(&fake.state).log.iter().any(|l| l.contains("messages"))).await;
    phone.until("it counts", |p| p.detail(id).messages[0].delivery == Delivery::Trying).await;
    locked(&fake.state).always = None;
    phone.until("the message", |p| p.detail(id).messages[0].delivery == Delivery::Received).await;
}

#[tokio::test]
async fn a_message_the_gateway_refuses_waits_for_the_person_and_blocks_no_later_one() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = report(&phone.core, "một");
    phone.asked_for_more(&fake, id).await;
    let (s, h, b) = problem(422, "invalid");
    fake.script("PUT /api/v1/complaints", Odd::Reply(s, h, b));
    phone.reply(id, Action::AddMore, "hỏng", &[]);
    phone.until("stuck", |p| p.detail(id).messages[0].stuck == Some(StuckReason::Invalid)).await;
    assert_eq!(phone.detail(id).card.delivery, Delivery::Received, "the complaint itself is there");
    let entry = phone.core.outbox(Call { args: Nothing {}, body: None }).unwrap().entries.remove(0);
    assert_eq!((entry.stuck, entry.only_messages), (Some(StuckReason::Invalid), true));
    phone.reply(id, Action::Remark, "được", &[]);
    phone.until("the second", |p| p.detail(id).messages[1].delivery == Delivery::Received).await;
}

#[tokio::test]
async fn what_may_be_said_follows_the_last_known_status_and_nothing_before_a_receipt() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = report(&phone.core, "một");
    let open = |action| phone.core.reply_open(Call { args: ReplyOpen { complaint: id, action }, body: None });
    assert_eq!(open(Action::Confirm).unwrap_err().code, error_codes::NOT_NOW);
    phone.until_delivery(id, Delivery::Received).await;
    assert_eq!(phone.detail(id).can, [Action::Withdraw, Action::Remark]);

    // One message at a time; what was typed stays when the person means another step.
    let draft = open(Action::Remark).unwrap();
    phone.core.draft_save(Call { args: DraftSave { id: draft.id, fields: fields("đã gõ") }, body: None }).unwrap();
    let again = open(Action::Withdraw).unwrap();
    assert_eq!((again.id, again.fields.text.as_str()), (draft.id, "đã gõ"));
    assert_eq!(again.reply.map(|r| r.action), Some(Action::Withdraw));
    assert_eq!(phone.detail(id).reply_draft, Some(draft.id));
    assert_ne!(phone.core.draft_open(Call { args: Nothing {}, body: None }).unwrap().id, draft.id);
    assert_eq!(phone.core.app_state(Call { args: Nothing {}, body: None }).unwrap().draft, None);
    let as_report = phone.core.complaint_submit(Call { args: ById { id: draft.id }, body: None });
    assert_eq!(as_report.unwrap_err().code, error_codes::NOT_FOUND);

    phone.core.reply_send(Call { args: ById { id: draft.id }, body: None }).unwrap();
    let shown = phone.detail(id);
    assert!(shown.can.is_empty() && shown.card.withdrawing);
    assert_eq!(open(Action::Remark).unwrap_err().code, error_codes::NOT_NOW);
}

#[tokio::test]
async fn a_photo_in_the_report_and_in_a_message_is_proven_for_both() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = phone.report_with_photos();
    phone.asked_for_more(&fake, id).await;
    phone.reply(id, Action::AddMore, "", &[10]);
    phone.until("the message", |p| p.detail(id).messages[0].delivery == Delivery::Received).await;
    assert!(phone.detail(id).messages[0].photos[0].received);
}
