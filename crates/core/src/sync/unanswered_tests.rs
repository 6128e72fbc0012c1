//! Asking, and questions to be counted, against the scripted gateway. Not for choosing answers (`vungsam_domain::ask`).
//!
//! What a newcomer would get wrong: to be counted is the end of it on this phone. What is looked at afterwards is what the
//! gateway has, and that nothing is left here.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::fake::{Fake, GOOD, Odd, problem};
use super::tests::{Phone, setup};
use crate::commands::Call;
use crate::core::{Core, locked};
use crate::store::unanswered as table;
use crate::stories::{call, config, open};
use crate::views::*;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use vungsam_domain::UnansweredId;
use vungsam_domain::unanswered::Gives;

const WORDS: &str = "Nuôi ong trong rừng có phải xin phép không?";

fn add(core: &Core, text: &str) -> Result<UnansweredAdded, ApiError> {
    let args = UnansweredAdd { text: text.to_owned(), lang: "vi".to_owned() };
    core.unanswered_add(Call { args, body: None })
}

fn waiting(core: &Core) -> Vec<UnansweredCard> {
    core.unanswered(Call { args: Nothing {}, body: None }).unwrap().cards
}

fn discard(core: &Core, id: UnansweredId) {
    core.unanswered_discard(Call { args: ByUnanswered { id }, body: None }).unwrap();
}

fn ask(core: &Core, q: &str) -> Asked {
    core.ask(Call { args: AskQuestion { q: q.to_owned(), lang: "vi".to_owned() }, body: None }).unwrap()
}

/// A phone without a worker: no link.
fn offline(dir: &Path, fake: &Fake) -> Phone {
    Phone { worker: tokio::spawn(async {}), core: open(setup(dir, fake, 1)) }
}

fn counted(fake: &Fake) -> Vec<Value> {
    locked(&fake.state).questions.values().cloned().collect()
}

/// Whether these words stand in any file of the folder in the clear, or in the table.
fn kept(core: &Core) -> usize {
    core.inner.opened().unwrap().read(table::ids).unwrap().len()
}

#[tokio::test]
async fn a_question_is_kept_offline_survives_a_kill_goes_with_the_link_and_is_gone_then() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = offline(dir.path(), &fake);
    let settings = Settings { unit: Some("nam-tra-my".to_owned()), ..Settings::default() };
    phone.core.settings_set(Call { args: settings, body: None }).unwrap();
    let saved = add(&phone.core, "  Nuôi ong trong rừng\n có phải xin phép không? ").unwrap().saved.unwrap();
    assert_eq!((saved.text.as_str(), saved.tried), (WORDS, false));
    assert_eq!(saved.id.0.get_version_num(), 4, "it tells no time");
    let again = add(&phone.core, "nuoi ong trong rung co phai xin phep khong").unwrap().saved.unwrap();
    assert_eq!(again.id, saved.id, "the same words wait once");
    phone.kill().await;

    let phone = Phone::start(setup(dir.path(), &fake, 2));
    phone.until("counted", |p| waiting(&p.core).is_empty()).await;
    let sent = counted(&fake);
    assert_eq!(
        sent,
        [json!({ "v": 1, "id": saved.id, "text": WORDS, "lang": "vi", "unit": "nam-tra-my" })],
        "and nothing else"
    );
    assert_eq!((kept(&phone.core), phone.link().trouble), (0, None));
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_with_the_same_id_and_a_cut_is_tried_again() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    fake.script("PUT /api/v1/unanswered", Odd::Lost);
    fake.script("PUT /api/v1/unanswered", Odd::Reply(500, vec![], String::new()));
    let saved = add(&phone.core, WORDS).unwrap().saved.unwrap();
    phone.until("counted", |p| waiting(&p.core).is_empty()).await;
    assert_eq!(fake.count("PUT /api/v1/unanswered"), 3);
    let sent = counted(&fake);
    assert_eq!((sent.len(), sent[0]["id"].clone()), (1, json!(saved.id)));
}

#[tokio::test]
async fn enough_for_today_waits_for_tomorrow_and_holds_up_nothing() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let (s, mut h, b) = problem(429, "questions_closed");
    h.push(("retry-after", "40000".to_owned()));
    fake.script("PUT /api/v1/unanswered", Odd::Reply(s, h, b));
    let saved = add(&phone.core, WORDS).unwrap().saved.unwrap();
    phone.until("closed", |_| fake.count("PUT /api/v1/unanswered") == 1).await;
    let report = crate::stories::report(&phone.core, "hai");
    phone.until_delivery(report, Delivery::Received).await;
    assert_eq!(phone.link().next_attempt_ms, None, "the link is fine");
    let left = waiting(&phone.core);
    assert_eq!((left.len(), left[0].id, left[0].tried, fake.count("PUT /api/v1/unanswered")), (1, saved.id, false, 1));
}

#[tokio::test]
async fn words_the_gateway_does_not_take_wait_for_the_person_who_can_take_them_back() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let (s, h, b) = problem(422, "invalid");
    fake.script("PUT /api/v1/unanswered", Odd::Reply(s, h, b));
    let first = add(&phone.core, WORDS).unwrap().saved.unwrap();
    phone.until("refused", |p| waiting(&p.core).first().is_some_and(|c| c.refused)).await;
    add(&phone.core, "Thuê ruộng của xã ở đâu?").unwrap();
    phone.until("the other one", |_| counted(&fake).len() == 1).await;
    discard(&phone.core, first.id);
    assert_eq!((waiting(&phone.core), kept(&phone.core)), (Vec::new(), 0));
}

#[tokio::test]
async fn what_is_taken_back_before_the_link_never_leaves() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = offline(dir.path(), &fake);
    let saved = add(&phone.core, WORDS).unwrap().saved.unwrap();
    discard(&phone.core, saved.id);
    discard(&phone.core, saved.id);
    let core = Arc::clone(&phone.core);
    let phone = Phone { worker: tokio::spawn(Arc::clone(&core).run()), core };
    let report = crate::stories::report(&phone.core, "một");
    phone.until_delivery(report, Delivery::Received).await;
    assert_eq!(fake.count("PUT /api/v1/unanswered"), 0);
}

#[test]
fn numbers_of_people_are_named_and_nothing_is_saved() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let refused = add(&core, "gọi chị Hoa 0905 389 330 hay căn cước 049188001234?").unwrap();
    assert!(refused.saved.is_none());
    let named: Vec<_> = refused.personal.iter().map(|p| (p.gives, p.raw.as_str())).collect();
    assert_eq!(named.len(), 2, "{named:?}");
    assert!(named.contains(&(Gives::Phone, "0905 389 330")) && named.contains(&(Gives::Citizen, "049188001234")));
    for (text, code) in [(" ?", "required"), (&*"dài ".repeat(80), "too_long")] {
        let e = add(&core, text).unwrap_err();
        assert_eq!((e.code.as_str(), e.errors[0].code.as_str()), (error_codes::INVALID, code));
    }
    assert_eq!(kept(&core), 0);
}

#[test]
fn asking_answers_with_approved_records_in_time_and_keeps_nothing_also_with_a_closed_vault() {
    let dir = tempfile::tempdir().unwrap();
    let closed = Core::open(config(dir.path(), 1)).unwrap();
    assert_eq!(closed.inner.vault_state(), VaultState::NeedsChoice);
    let found = ask(&closed, "man giay khai sinh cho con o mo");
    let first = &found.answers[0];
    assert_ne!(found.outcome, AskOutcome::Unknown);
    let procedure = first.procedure.as_ref().unwrap();
    assert_eq!(procedure.id, "ht-khai-sinh");
    let library = closed.inner.library();
    let record = library.pack.procedures.iter().find(|p| p.id == procedure.id).unwrap();
    assert_eq!((&procedure.title, &procedure.fee, &procedure.meta), (&record.title, &record.fee, &record.meta));
    if let Some(question) = &first.question {
        assert!(library.pack.questions.contains(question), "the record as it is");
    }
    let nothing = ask(&closed, "gia vang hom nay bao nhieu mot chi");
    assert_eq!((nothing.outcome, nothing.answers.len()), (AskOutcome::Unknown, 0));
    for odd in ["", "???", "\u{0}", &"a ".repeat(50_000)] {
        assert!(ask(&closed, odd).answers.len() <= 3);
    }
    let core = open(config(&dir.path().join("other"), 1));
    ask(&core, WORDS);
    assert_eq!(kept(&core), 0);
    assert!(call(&core, "ask", json!({ "q": WORDS, "lang": "en" })).is_ok());
}
