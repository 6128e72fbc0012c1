//! The connection breaks after any number of bytes, in either direction. The road sees only encrypted bytes, so this
//! meets every place where a program might have thought "now it is done".
//!
//! What a newcomer would get wrong: positions are spread over what an untroubled journey takes, so a change of the
//! protocol moves them along.

use crate::world::World;
use std::time::Duration;
use tests::phone::{Off, Report, noise};
use tests::proxy::{Fate, Road};
use vungsam_domain::{ComplaintId, Deployment};

fn report() -> Report {
    Report { photos: vec![noise(1, 960, 720)], ..Report::default() }
}

/// Cuts in each direction; more with `STORY_CUTS`, e.g. for a night's run.
fn cuts() -> u64 {
    std::env::var("STORY_CUTS").ok().and_then(|n| n.parse().ok()).unwrap_or(16)
}

async fn at_every_place(fate: fn(u64) -> Fate, of: fn((u64, u64)) -> u64) {
    let world = World::new().await;
    let (road, off) = world.road().await;
    let phone = off.on();
    let first = phone.report(&report());
    phone.all_arrived(&world.gateway, &[first]).await;
    let total = of(road.totals());
    assert!(total > 2_000, "{total}");
    drop(phone);

    let mut sent: Vec<ComplaintId> = vec![first];
    for n in 0..cuts() {
        let at = 1 + total * n / cuts();
        let road = Road::to(world.gateway.api).await;
        // Cut once, and after the first repair once more a little later.
        road.set(&[fate(at), fate(at + 700)], Fate::Pass);
        let deployment = Deployment { gateway_url: road.url(), ..world.gateway.deployment.clone() };
        let phone = Off::new(&deployment).on();
        let id = phone.report(&report());
        phone.until_received(id).await;
        sent.push(id);
    }
    let held = world.gateway.held().await;
    let mut there: Vec<ComplaintId> = held.iter().map(|h| h.complaint.id).collect();
    there.sort_unstable();
    sent.sort_unstable();
    assert_eq!(there, sent, "each exactly once");
    for h in &held {
        let hashes: Vec<_> = h.complaint.photos.iter().map(|p| Some(p.sha256.clone())).collect();
        assert_eq!(h.photos, hashes);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_after_any_byte_from_the_phone_loses_and_doubles_nothing() {
    at_every_place(Fate::CutUp, |(up, _)| up).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_after_any_byte_to_the_phone_loses_and_doubles_nothing() {
    at_every_place(Fate::CutDown, |(_, down)| down).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_did_the_work_and_was_never_heard_does_it_once() {
    at_every_place(Fate::LoseAnswers, |(_, down)| down).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_goes_on_where_it_was_cut() {
    let world = World::new().await;
    let (road, off) = world.road().await;
    let phone = off.on();
    let id = phone.report(&report());
    let photo = u64::from(phone.detail(id).photos[0].photo.bytes);
    assert!(photo > 100_000);
    phone.all_arrived(&world.gateway, &[id]).await;
    let (whole, _) = road.totals();

    let (road, off) = world.road().await;
    // Then it is dark for a moment, as behind a mountain: a phone that is back within milliseconds would meet a gateway
    // that has not finished writing down what it got, and send that again. Correct, but not what is counted here.
    road.set(&[Fate::FadeUp(whole - photo / 5)], Fate::Drop);
    let phone = off.on();
    let id = phone.report(&report());
    phone.until("the cut", |_| road.connections() > 2).await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    road.set(&[], Fate::Pass);
    phone.core.wake();
    phone.until_received(id).await;
    let (sent, _) = road.totals();
    assert!(road.connections() >= 2, "it was cut");
    assert!(sent < whole + photo / 2, "sent {sent} bytes, the photo has {photo}, without a cut it takes {whole}");
}
