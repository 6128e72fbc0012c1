//! Random walks: a person writes, edits and restarts while the road loses whatever it likes. Whatever the order, no id
//! ever reaches the gateway with two bodies, and in the end everything is there.
//!
//! What a newcomer would get wrong: a walk is named by its seed and its choices repeat, the exact moments do not. A
//! failure is looked at through what was sent, which the relay keeps.

use crate::world::World;
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tests::phone::{Phone, Report, noise};
use tests::relay::Turn;
use vungsam_core::views::Draft;
use vungsam_domain::ComplaintId;

/// Opens a saved report, changes its words, saves; the id it is saved under.
fn edit(phone: &Phone, id: ComplaintId, words: &str) -> ComplaintId {
    let draft: Draft = serde_json::from_value(phone.call("complaint_edit", json!({ "id": id })).unwrap()).unwrap();
    let mut fields = draft.fields;
    fields.text = words.to_owned();
    phone.call("draft_save", json!({ "id": draft.id, "fields": fields })).unwrap();
    phone.save(draft.id).unwrap()
}

async fn walk(seed: u64) {
    let rng = &mut StdRng::seed_from_u64(seed);
    let world = World::new().await;
    let (relay, off) = world.relay().await;
    let mut luck = StdRng::seed_from_u64(seed ^ 0xABCD);
    relay.script(move |_| match luck.gen_range(0..10) {
        0 | 1 => Turn::LoseAnswer,
        2 => Turn::LoseRequest,
        3 => Turn::HalfAnswer,
        4 => Turn::Twice,
        _ => Turn::Pass,
    });
    let mut phone = off.on();
    let mut ids: Vec<ComplaintId> = Vec::new();
    let mut newest: Vec<ComplaintId> = Vec::new();
    for step in 0..14 {
        match rng.gen_range(0..6) {
            0 | 1 if newest.len() < 4 => {
                let photos = (0..rng.gen_range(0..2)).map(|n| noise(step * 10 + n, 120, 90)).collect();
                let id =
                    phone.report(&Report { text: format!("Lời kể {seed}.{step}"), photos, ..Report::default() });
                ids.push(id);
                newest.push(id);
            }
            2 | 3 if !newest.is_empty() => {
                let which = rng.gen_range(0..newest.len());
                let id = edit(&phone, newest[which], &format!("Lời kể sửa {seed}.{step}"));
                if id != newest[which] {
                    ids.push(id);
                }
                newest[which] = id;
            }
            4 => phone = phone.dies().await.on(),
            _ => {}
        }
        tokio::time::sleep(Duration::from_millis(rng.gen_range(0..60))).await;
    }
    relay.script(|_| Turn::Pass);
    // A start tries again what an impostor's answer stopped.
    let phone = phone.dies().await.on();
    phone.core.wake();
    for id in &newest {
        phone.until_received(*id).await;
    }
    phone.until("nothing waits", |p| p.state().waiting == 0).await;

    let mut bodies: HashMap<String, HashSet<Vec<u8>>> = HashMap::new();
    for seen in relay.seen().iter().filter(|s| s.what() == "PUT complaints") {
        bodies.entry(seen.path.clone()).or_default().insert(seen.body.to_vec());
    }
    for (path, bodies) in &bodies {
        assert_eq!(bodies.len(), 1, "seed {seed}: {path} was sent with {} bodies", bodies.len());
    }
    // An upload may meet 409 for its offset when it is doubled; words never.
    let conflicts = relay.statuses().iter().filter(|(what, s)| what.starts_with("PUT") && *s == 409).count();
    assert_eq!(conflicts, 0, "seed {seed}: {:?}", relay.statuses());
    let held = world.gateway.held().await;
    let there: HashSet<ComplaintId> = held.iter().map(|h| h.complaint.id).collect();
    assert_eq!(there.len(), held.len());
    assert!(there.iter().all(|id| ids.contains(id)), "seed {seed}: something nobody wrote");
    for id in &newest {
        let here = phone.detail(*id);
        let h = held.iter().find(|h| h.complaint.id == *id).unwrap();
        assert_eq!(h.complaint.text, here.text, "seed {seed}");
        assert!(h.photos.iter().all(Option::is_some), "seed {seed}");
        if let Some(old) = h.complaint.replaces {
            assert!(ids.contains(&old));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_person_and_the_road_do_no_id_is_sent_with_two_bodies() {
    let walks: u64 = std::env::var("STORY_WALKS").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    for seed in 0..walks {
        walk(seed).await;
    }
}
