//! Watched dossiers against the scripted gateway. Not for what is shown of them (`dossiers::tests`).
//!
//! What a newcomer would get wrong: the scripted gateway lives in 1970, and so does a phone that believes its clock. No
//! day is looked at here.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::fake::{Fake, GOOD, Odd, problem};
use super::tests::{Phone, setup};
use crate::commands::Call;
use crate::core::locked;
use crate::dossiers::tests::{CODE, add};
use crate::views::*;
use serde_json::{Value, json};
use vungsam_domain::DossierId;
use vungsam_domain::dossier::Group;

impl Phone {
    fn dossier(&self, id: DossierId) -> DossierDetail {
        self.core.dossier(Call { args: ByDossier { id }, body: None }).unwrap()
    }

    fn add_dossier(&self, code: &str) -> DossierId {
        add(&self.core, DossierFields { code: code.to_owned(), ..DossierFields::default() }).unwrap().card.id
    }

    fn watch(&self, id: DossierId, proof: &str) -> Result<DossierDetail, ApiError> {
        self.core.dossier_watch(Call { args: DossierWatch { id, proof: proof.to_owned() }, body: None })
    }

    async fn until_watch(&self, id: DossierId, state: WatchState) {
        self.until(&format!("{state:?}"), |p| p.dossier(id).card.watch == state).await;
    }
}

/// The one watch the gateway has.
fn only(fake: &Fake) -> (String, Value) {
    let state = locked(&fake.state);
    assert_eq!(state.watches.len(), 1, "{:?}", state.watches);
    state.watches.iter().map(|(k, v)| (k.clone(), v.clone())).next().unwrap()
}

fn step(status: u8, on: &str, supplement: Option<&str>) -> Value {
    json!({ "status": status, "on": on, "noted_at_ms": 5, "supplement": supplement,
        "source": { "kind": "office_file", "name": "Một cửa Trà My", "trust": 50 } })
}

fn change(n: u32, watch: &str, steps: &[Value]) -> Value {
    json!({ "n": n, "kind": "dossier", "watch": watch, "dossier": {
        "code": CODE, "procedure": "1.001193", "unit": "tra-my", "received_on": "2026-11-16", "due_on": "2026-11-25",
        "steps": steps, "sources": [{ "seen_at_ms": 7,
            "source": { "kind": "office_file", "name": "Một cửa Trà My", "trust": 50 } }] } })
}

#[tokio::test]
async fn a_watch_is_kept_offline_asked_with_a_link_and_what_the_office_says_is_told() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let core = crate::stories::open(setup(dir.path(), &fake, 1));
    core.settings_set(Call { args: Settings { quiet_to: 21, ..Settings::default() }, body: None }).unwrap();
    let offline = Phone { worker: tokio::spawn(async {}), core };
    let id = offline.add_dossier(CODE);
    assert_eq!(offline.watch(id, "12a4").unwrap_err().code, error_codes::PROOF);
    assert_eq!(offline.watch(id, " 0123 ").unwrap().card.watch, WatchState::Waiting);
    offline.kill().await;

    let phone = Phone::start(setup(dir.path(), &fake, 1));
    phone.until_watch(id, WatchState::Asked).await;
    let (watch, sent) = only(&fake);
    assert_eq!((sent["code"].as_str(), sent["proof"].as_str()), (Some(CODE), Some("0123")));
    let mut events = phone.core.subscribe();
    locked(&fake.state).changes =
        vec![change(1, &watch, &[step(4, "2026-11-18", None), step(5, "2026-11-20", Some("Giấy đồng ý của chủ hộ"))])];
    phone.until_watch(id, WatchState::Told).await;
    let shown = phone.dossier(id);
    assert_eq!((shown.card.group, shown.card.unread), (Group::You, true));
    assert_eq!(shown.card.current.unwrap().supplement.as_deref(), Some("Giấy đồng ý của chủ hộ"));
    assert_eq!((shown.sources.len(), shown.sources[0].seen_at_ms), (1, 7));
    let mut news = Vec::new();
    phone
        .until("the notification", |_| {
            news.extend(std::iter::from_fn(|| events.try_recv().ok()));
            news.iter().any(|e| {
                matches!(e, CoreEvent::NotifyDossier { dossier, news: DossierNews::Step { step }, .. }
                if *dossier == id && step.status == Some(5))
            })
        })
        .await;
    phone.core.dossier_seen(Call { args: ByDossier { id }, body: None }).unwrap();

    // The same again, with a later file: fresh, but no news.
    let mut again =
        change(2, &watch, &[step(4, "2026-11-18", None), step(5, "2026-11-20", Some("Giấy đồng ý của chủ hộ"))]);
    again["dossier"]["sources"][0]["seen_at_ms"] = json!(99);
    locked(&fake.state).changes = vec![again];
    phone.until("the fresher age", |p| p.dossier(id).sources[0].seen_at_ms == 99).await;
    assert!(!phone.dossier(id).card.unread);
}

#[tokio::test]
async fn to_stop_is_told_to_the_gateway_and_what_never_left_is_not() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = phone.add_dossier(CODE);
    phone.watch(id, "0123").unwrap();
    phone.until_watch(id, WatchState::Asked).await;
    fake.script("DELETE", Odd::Lost);
    phone.core.dossier_unwatch(Call { args: ByDossier { id }, body: None }).unwrap();
    assert_eq!(phone.dossier(id).card.watch, WatchState::Off);
    phone.until("told to stop", |_| fake.count("DELETE") == 2 && locked(&fake.state).watches.is_empty()).await;
    phone.watch(id, "0123").unwrap();
    phone.until_watch(id, WatchState::Asked).await;
    phone.core.dossier_remove(Call { args: ByDossier { id }, body: None }).unwrap();
    phone.until("forgotten with its dossier", |_| locked(&fake.state).watches.is_empty()).await;
    phone.kill().await;

    let core = crate::stories::open(setup(dir.path(), &fake, 1));
    let offline = Phone { worker: tokio::spawn(async {}), core };
    let id = offline.add_dossier(CODE);
    offline.watch(id, "0123").unwrap();
    offline.core.dossier_unwatch(Call { args: ByDossier { id }, body: None }).unwrap();
    let left: u32 = offline
        .core
        .inner
        .opened()
        .unwrap()
        .read(|c| Ok(c.query_row("SELECT COUNT(*) FROM watches WHERE code <> '' OR proof <> ''", [], |r| r.get(0))?))
        .unwrap();
    assert_eq!(left, 0, "the proof is kept no longer than it is needed");
}

#[tokio::test]
async fn a_corrected_code_is_watched_in_place_of_the_wrong_one() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = phone.add_dossier(CODE);
    phone.watch(id, "0123").unwrap();
    phone.until_watch(id, WatchState::Asked).await;
    let (watch, _) = only(&fake);
    locked(&fake.state).changes = vec![change(1, &watch, &[step(9, "2026-11-20", None)])];
    phone.until_watch(id, WatchState::Told).await;
    let other = "H57.132-261116-0584".to_owned();
    let fields = DossierFields { code: other.clone(), ..DossierFields::default() };
    let changed = phone.core.dossier_change(Call { args: DossierChange { id, fields }, body: None }).unwrap();
    assert!(changed.card.current.is_none(), "what was told was about another dossier");
    phone
        .until("only the new code", |_| {
            let state = locked(&fake.state);
            state.watches.len() == 1
                && state.watches.values().all(|w| w["code"] == json!(other) && w["proof"] == json!("0123"))
        })
        .await;
    // What still comes about the old one is not shown at the new one.
    phone.until_watch(id, WatchState::Asked).await;
    assert!(phone.dossier(id).card.current.is_none());
}

#[tokio::test]
async fn a_closed_code_waits_for_tomorrow_and_holds_up_nothing() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    for (n, code) in ["proof_closed", "codes_closed"].into_iter().enumerate() {
        let (s, mut h, b) = problem(429, code);
        h.push(("retry-after", "40000".to_owned()));
        let id = phone.add_dossier(&format!("H57.132-261116-100{n}"));
        if n == 0 {
            // Registered first, so that the answer meets the watch.
            let report = crate::stories::report(&phone.core, "một");
            phone.until_delivery(report, Delivery::Received).await;
        }
        fake.script("PUT /api/v1/devices/", Odd::Reply(s, h, b));
        phone.watch(id, "0123").unwrap();
        phone.until_watch(id, WatchState::Closed).await;
        assert_eq!(phone.link().next_attempt_ms, None, "the link is fine");
        phone.core.sync_now(Call { args: Nothing {}, body: None }).unwrap();
        let report = crate::stories::report(&phone.core, "hai");
        phone.until_delivery(report, Delivery::Received).await;
        assert!(locked(&fake.state).watches.is_empty(), "not asked again today");
    }
}

#[tokio::test]
async fn after_the_feed_starts_again_every_watch_is_asked_for_again_with_the_same_bytes() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let phone = Phone::start(setup(dir.path(), &fake, 1));
    let id = phone.add_dossier(CODE);
    phone.watch(id, "0123").unwrap();
    phone.until_watch(id, WatchState::Asked).await;
    let before = only(&fake);
    {
        let mut state = locked(&fake.state);
        state.watches.clear();
        state.reset = true;
        state.changes = vec![json!({ "n": 1, "kind": "of a later year" })];
    }
    phone.until("asked again", |_| !locked(&fake.state).watches.is_empty()).await;
    assert_eq!(only(&fake), before);
}
