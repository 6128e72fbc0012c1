//! What the gateway says does not arrive, arrives in halves, twice, too late, or is somebody else's. The relay knows
//! which request is which; each fault is tried at every single one.

use crate::world::World;
use std::sync::mpsc;
use std::time::{Duration, Instant};
use tests::authority::{Authority, Dates};
use tests::phone::{Off, Phone, Report, noise};
use tests::relay::{Answer, Relay, Turn};
use vungsam_core::views::{Delivery, LinkTrouble};
use vungsam_domain::Deployment;
use vungsam_domain::wire::SealedReceipt;

fn report() -> Report {
    Report { photos: vec![noise(1, 240, 180), noise(2, 180, 240)], ..Report::default() }
}

/// How many requests an untroubled report takes until it is received, and which.
async fn untroubled() -> Vec<String> {
    let world = World::new().await;
    let (relay, off) = world.relay().await;
    let phone = off.on();
    let id = phone.report(&report());
    phone.all_arrived(&world.gateway, &[id]).await;
    let seen: Vec<String> = relay.seen().iter().map(tests::relay::Seen::what).collect();
    assert!(seen.contains(&"PUT complaints".to_owned()) && seen.contains(&"PUT devices".to_owned()), "{seen:?}");
    seen
}

/// One fault at each request of the journey in turn, each on a new phone.
async fn at_every_request(fault: fn() -> Turn) {
    let steps = untroubled().await.len();
    assert!(steps >= 4, "{steps}");
    let world = World::new().await;
    let mut all = Vec::new();
    for n in 0..steps {
        let (relay, off) = world.relay().await;
        relay.once_at(n, fault);
        let phone = off.on();
        let id = phone.report(&report());
        phone.until_received(id).await;
        all.push(id);
    }
    let held = world.gateway.held().await;
    assert_eq!(held.len(), steps, "each exactly once");
    for id in all {
        let there: Vec<_> = held.iter().filter(|h| h.complaint.id == id).collect();
        assert_eq!(there.len(), 1);
        let hashes: Vec<_> = there[0].complaint.photos.iter().map(|p| Some(p.sha256.clone())).collect();
        assert_eq!(there[0].photos, hashes);
    }
    assert_eq!(world.gateway.count("upload_parts").await, 0, "nothing half-sent stays behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_lost_at_any_request_loses_and_doubles_nothing() {
    at_every_request(|| Turn::LoseAnswer).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_lost_at_any_step_is_made_again() {
    at_every_request(|| Turn::LoseRequest).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_an_answer_at_any_request_is_no_answer() {
    at_every_request(|| Turn::HalfAnswer).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_may_arrive_twice_at_the_same_moment() {
    let world = World::new().await;
    let (relay, off) = world.relay().await;
    relay.script(|_| Turn::Twice);
    let phone = off.on();
    let (one, two) =
        (phone.report(&report()), phone.report(&Report { photos: vec![noise(3, 240, 180)], ..Report::default() }));
    phone.all_arrived(&world.gateway, &[one, two]).await;
    let puts: Vec<u16> = relay.statuses().iter().filter(|(w, _)| w == "PUT complaints").map(|(_, s)| *s).collect();
    assert!(puts.len() >= 4 && puts.iter().all(|s| matches!(s, 200 | 201)), "{puts:?}");
    assert_eq!(puts.iter().filter(|s| **s == 201).count(), 2, "one of each pair is the first: {puts:?}");
    assert_eq!(world.gateway.count("devices").await, 1);
    assert_eq!(world.gateway.count("upload_parts").await, 0);
}

/// The phone is killed while a request is under way: before the gateway hears of it, and after it did the work.
#[tokio::test(flavor = "multi_thread")]
async fn a_phone_killed_at_any_step_finishes_after_the_next_start() {
    let steps = untroubled().await.len();
    let world = World::new().await;
    let mut phones: Vec<(Phone, _)> = Vec::new();
    for n in 0..steps {
        for done in [false, true] {
            let (relay, off) = world.relay().await;
            let (reached, here) = mpsc::channel();
            relay.once_at(n, move || {
                reached.send(()).unwrap();
                if done { Turn::LoseAnswer } else { Turn::LoseRequest }
            });
            let phone = off.on();
            let id = phone.report(&report());
            phone.until("that request", |_| here.try_recv().is_ok()).await;
            let phone = phone.dies().await.on();
            phone.until_received(id).await;
            phones.push((phone, id));
        }
    }
    let held = world.gateway.held().await;
    assert_eq!(held.len(), phones.len());
    for (_, id) in &phones {
        assert_eq!(held.iter().filter(|h| h.complaint.id == *id).count(), 1);
    }
    assert!(held.iter().all(|h| h.photos.iter().all(Option::is_some)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_page_that_answers_200_proves_nothing() {
    let world = World::new().await;
    let (relay, off) = world.relay().await;
    let page = "<html><title>Wi-Fi</title><form>…</form></html>";
    relay.script(move |_| Turn::Answer(Answer::new(200, "text/html", page)));
    let phone = off.on();
    let id = phone.report(&report());
    phone.until("noticed", |p| p.state().link.trouble == Some(LinkTrouble::NotOurs)).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(phone.nothing_lost_nothing_twice(&world.gateway, &[id]).await.is_empty());
    assert_ne!(phone.delivery(id), Delivery::Stuck, "that is not the person's trouble");
    relay.script(|_| Turn::Pass);
    phone.core.wake();
    phone.all_arrived(&world.gateway, &[id]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_imitates_our_media_type_proves_nothing_either() {
    let world = World::new().await;
    let (relay, off) = world.relay().await;
    relay.script(move |seen| match seen.what().as_str() {
        "PUT complaints" => Turn::Answer(Answer::new(200, vungsam_domain::wire::MEDIA_RECEIPT, "{}")),
        _ => Turn::Pass,
    });
    let phone = off.on();
    let id = phone.report(&report());
    phone.until("three tries", |_| relay.count("PUT complaints") >= 1).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(!matches!(phone.delivery(id), Delivery::Received | Delivery::WordsReceived));
    assert!(phone.nothing_lost_nothing_twice(&world.gateway, &[id]).await.is_empty());
    relay.script(|_| Turn::Pass);
    let phone = phone.dies().await.on();
    phone.all_arrived(&world.gateway, &[id]).await;
}

/// A receipt that something was done to: the bytes of the words' answer, or the header of an upload's.
fn twisted(change: fn(SealedReceipt) -> SealedReceipt) -> Turn {
    Turn::Twist(Box::new(move |mut answer| {
        if let Ok(sealed) = serde_json::from_slice::<SealedReceipt>(&answer.body) {
            answer.body = serde_json::to_vec(&change(sealed)).unwrap().into();
        }
        let name = vungsam_domain::wire::HEADER_RECEIPT;
        if let Some(header) = answer.headers.get(name).and_then(|h| h.to_str().ok()) {
            let sealed: SealedReceipt = serde_json::from_slice(&vungsam_domain::sign::unb64(header).unwrap()).unwrap();
            let text = vungsam_domain::sign::b64(&serde_json::to_vec(&change(sealed)).unwrap());
            answer.headers.insert(name, text.parse().unwrap());
        }
        answer
    }))
}

async fn a_receipt_that_proves_nothing(change: fn(SealedReceipt) -> SealedReceipt) {
    let world = World::new().await;
    let (relay, off) = world.relay().await;
    relay.script(move |_| twisted(change));
    let phone = off.on();
    let id = phone.report(&report());
    phone.until("a receipt came", |_| relay.count("PUT complaints") >= 1).await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert!(!matches!(phone.delivery(id), Delivery::Received | Delivery::WordsReceived), "no tick");
    phone.nothing_lost_nothing_twice(&world.gateway, &[id]).await;
    relay.script(|_| Turn::Pass);
    let phone = phone.dies().await.on();
    phone.core.wake();
    phone.all_arrived(&world.gateway, &[id]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_with_a_wrong_signature_shows_no_tick_and_loses_nothing() {
    a_receipt_that_proves_nothing(|mut sealed| {
        let other = if sealed.signature.starts_with('A') { "B" } else { "A" };
        sealed.signature.replace_range(0..1, other);
        sealed
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_by_an_unknown_key_shows_no_tick_and_loses_nothing() {
    a_receipt_that_proves_nothing(|sealed| SealedReceipt { kid: "nobody-knows".to_owned(), ..sealed }).await;
}

/// A true receipt, but of another complaint: signed by the right key and still no proof.
#[tokio::test(flavor = "multi_thread")]
async fn a_true_receipt_of_another_complaint_shows_no_tick() {
    let world = World::new().await;
    let (relay, off) = world.relay().await;
    let phone = off.on();
    let first = phone.report(&Report::default());
    phone.until_received(first).await;
    let stolen = std::sync::Arc::new(std::sync::Mutex::new(None::<Answer>));
    let keep = std::sync::Arc::clone(&stolen);
    relay.script(move |seen| match seen.what().as_str() {
        "PUT complaints" => {
            let keep = std::sync::Arc::clone(&keep);
            Turn::Twist(Box::new(move |answer| keep.lock().unwrap().get_or_insert(answer).clone()))
        }
        _ => Turn::Pass,
    });
    let second = phone.report(&Report::default());
    phone.until_received(second).await;
    let third = phone.report(&Report::default());
    phone.until("the stolen receipt came", |_| relay.count("PUT complaints") >= 3).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(!matches!(phone.delivery(third), Delivery::Received | Delivery::WordsReceived));
    relay.script(|_| Turn::Pass);
    let phone = phone.dies().await.on();
    phone.core.wake();
    phone.all_arrived(&world.gateway, &[first, second, third]).await;
}

async fn told_to_wait(status: u16) {
    let world = World::new().await;
    let (relay, off) = world.relay().await;
    let problem = format!(r#"{{"type":"about:blank","title":"later","status":{status},"code":"unavailable"}}"#);
    let mut told = None;
    let (times, when) = mpsc::channel();
    relay.script(move |seen| {
        times.send(Instant::now()).unwrap();
        // The first write of words is put off for two seconds; whatever comes in between came too early.
        if seen.what() == "PUT complaints" && told.is_none() {
            told = Some(());
            let media = vungsam_domain::wire::MEDIA_PROBLEM;
            return Turn::Answer(Answer::new(status, media, &problem).with("retry-after", "2"));
        }
        Turn::Pass
    });
    let phone = off.on();
    let id = phone.report(&report());
    phone.until("told to wait", |p| p.state().link.trouble == Some(LinkTrouble::Busy)).await;
    phone.all_arrived(&world.gateway, &[id]).await;
    let puts: Vec<usize> = relay.seen().iter().filter(|s| s.what() == "PUT complaints").map(|s| s.n).collect();
    let times: Vec<Instant> = when.try_iter().collect();
    let waited = times[puts[1]] - times[puts[0]];
    assert!(waited >= Duration::from_millis(1900), "came back after {waited:?}");
    assert!(waited < Duration::from_secs(10), "came back only after {waited:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_gateway_is_left_alone_for_as_long_as_it_asks() {
    told_to_wait(503).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_requests_is_obeyed() {
    told_to_wait(429).await;
}

async fn refused_certificate(authority: &Authority, trusted: &str, dates: Dates, trouble: LinkTrouble) {
    let world = World::new().await;
    let d = &world.gateway.deployment;
    let ca = d.ca_pem.clone().unwrap();
    let relay = Relay::with(&d.gateway_url, &ca, authority.server(dates), trusted.to_owned()).await;
    let phone = Off::new(&world.behind(&relay)).on();
    let id = phone.report(&report());
    phone.until("noticed", |p| p.state().link.trouble == Some(trouble)).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(relay.seen().len(), 0, "not a byte of a request is sent to a stranger");
    assert_eq!(phone.detail(id).attempts, 0, "a refused certificate is not an attempt");
    assert!(phone.nothing_lost_nothing_twice(&world.gateway, &[id]).await.is_empty());
    // The same phone meets the true gateway.
    let mut off = phone.dies().await;
    off.deployment = Deployment { ..world.gateway.deployment.clone() };
    let phone = off.on();
    phone.all_arrived(&world.gateway, &[id]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_another_authority_is_refused() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    refused_certificate(&theirs, &ours.pem, Dates::Now, LinkTrouble::Untrusted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_ended_says_the_date_looks_wrong() {
    let ours = Authority::new();
    refused_certificate(&ours, &ours.pem, Dates::Past, LinkTrouble::WrongDate).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_has_not_begun_says_the_date_looks_wrong() {
    let ours = Authority::new();
    refused_certificate(&ours, &ours.pem, Dates::Future, LinkTrouble::WrongDate).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_spoilt_on_its_way_is_sent_again() {
    let world = World::new().await;
    let (relay, off) = world.relay().await;
    let mut spoilt = 0;
    relay.script(move |seen| {
        let carries_photo = seen.body.len() > 10_000;
        if carries_photo && spoilt < 2 {
            spoilt += 1;
            return Turn::Spoil(Box::new(|body| {
                let mut bytes = body.to_vec();
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
                bytes.into()
            }));
        }
        Turn::Pass
    });
    let phone = off.on();
    let id = phone.report(&report());
    phone.all_arrived(&world.gateway, &[id]).await;
    let mismatches = relay.statuses().iter().filter(|(_, s)| *s == 460).count();
    assert_eq!(mismatches, 2, "the gateway noticed: {:?}", relay.statuses());
}
