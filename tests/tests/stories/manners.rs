//! How a phone behaves on a link that is slow, dear or comes and goes: one connection, words before photos, at once when
//! the network is back, photos only where the person wants them. Not for faults that lose something.
//!
//! What a newcomer would get wrong: a road that is slow delays each piece of up to 16 KB; what lies in the buffers of
//! this machine has left the phone already, so only a bounded window keeps words from waiting behind it.

use crate::world::World;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tests::authority::{Authority, Dates};
use tests::phone::{Off, Phone, Report, noise};
use tests::proxy::{Fate, Road};
use tests::relay::Relay;
use vungsam_core::SyncPolicy;
use vungsam_core::env::{Clock, SystemClock};
use vungsam_core::testing::TestClock;
use vungsam_core::views::{Delivery, LinkTrouble};
use vungsam_domain::Deployment;

const DAY_MS: i64 = 86_400_000;

fn report(seeds: &[u32]) -> Report {
    Report { photos: seeds.iter().map(|s| noise(*s, 640, 480)).collect(), ..Report::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_goes_over_one_connection_and_the_meter_says_what_the_road_carried() {
    let world = World::new().await;
    let (road, off) = world.road().await;
    let phone = off.on();
    let ids = [phone.report(&report(&[1, 2])), phone.report(&report(&[3])), phone.report(&report(&[]))];
    phone.all_arrived(&world.gateway, &ids).await;
    assert_eq!(road.connections(), 1, "sending and asking share it");
    what_the_meter_says_is_what_the_road_carried(&phone, &road);
    phone.dies().await;

    // The next start has something to ask about and something to send at the same moment.
    let phone = off.open().unwrap();
    let more = phone.report(&report(&[4]));
    drop(phone);
    let before = road.connections();
    let phone = off.on();
    phone.until_received(more).await;
    assert_eq!(road.connections(), before + 1);
    what_the_meter_says_is_what_the_road_carried(&phone, &road);
}

fn what_the_meter_says_is_what_the_road_carried(phone: &Phone, road: &Road) {
    let (meter, (up, down)) = (phone.state().meter, road.totals());
    println!("meter {meter:?}, road {up} up, {down} down");
    let near = |said: u64, was: u64| said.abs_diff(was) * 10 <= was.max(10_000);
    assert!(near(meter.sent, up) && near(meter.received, down), "{meter:?}, the road {up} up, {down} down");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_overtake_a_photo_that_is_on_its_way() {
    let world = World::new().await;
    let (road, mut off) = world.road().await;
    off.policy.read_timeout = Duration::from_secs(30);
    let phone = off.on();
    let first = phone.report(&report(&[]));
    phone.until_received(first).await;
    phone.dies().await;

    road.set(&[], Fate::Slow(Duration::from_millis(150)));
    let phone = off.on();
    let slow = phone.report(&report(&[1, 2]));
    let (begun, _) = road.totals();
    phone.until("a photo half on its way", |_| road.totals().0 > begun + 100_000).await;
    let words = phone.report(&report(&[]));
    let said = Instant::now();
    phone.until_received(words).await;
    let took = said.elapsed();
    assert_eq!(phone.delivery(slow), Delivery::WordsReceived, "the photos were still going after {took:?}");
    assert_eq!(road.connections(), 2, "on the connection that was there");
    phone.all_arrived(&world.gateway, &[first, slow, words]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_comes_back_is_used_within_two_seconds() {
    let world = World::new().await;
    let (road, mut off) = world.road().await;
    off.policy = SyncPolicy { connect_timeout: Duration::from_secs(2), ..SyncPolicy::default() };
    road.set(&[], Fate::Drop);
    let phone = off.on();
    let id = phone.report(&report(&[]));
    phone.until("offline", |p| p.state().link.trouble == Some(LinkTrouble::Offline)).await;
    let hint = |online: bool| phone.call("link_hint", json!({ "online": online, "wifi": null })).unwrap();
    hint(false);
    // Some failures in a row: the pauses are long by now.
    for _ in 0..5 {
        phone.core.wake();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let tries = road.connections();
    // A platform that chatters does not make the phone knock without end.
    for _ in 0..50 {
        hint(true);
        hint(false);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(road.connections() <= tries + 2, "{} tries", road.connections() - tries);

    road.set(&[], Fate::Pass);
    let (up_before, _) = road.totals();
    let back = Instant::now();
    hint(true);
    while road.totals().0 == up_before {
        assert!(back.elapsed() < Duration::from_secs(10));
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let took = back.elapsed();
    println!("first byte after {took:?}");
    assert!(took < Duration::from_secs(2), "{took:?}");
    phone.until_received(id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_wait_for_wifi_where_the_person_wants_that_and_words_never_do() {
    let world = World::new().await;
    let (_road, off) = world.road().await;
    let phone = off.on();
    phone.call("settings_set", json!({ "photos_wifi_only": true })).unwrap();
    let id = phone.report(&report(&[1]));
    phone.until("words", |p| p.delivery(id) == Delivery::WordsReceived).await;
    for wifi in [None, Some(false)] {
        phone.call("link_hint", json!({ "online": true, "wifi": wifi })).unwrap();
        phone.core.wake();
        tokio::time::sleep(Duration::from_millis(300)).await;
        let shown = phone.outbox();
        assert!(shown.entries[0].waits_for_wifi && !shown.entries[0].sending, "{wifi:?}");
        assert_eq!(phone.delivery(id), Delivery::WordsReceived);
    }
    phone.call("link_hint", json!({ "online": true, "wifi": true })).unwrap();
    phone.all_arrived(&world.gateway, &[id]).await;
}

/// A gateway behind a certificate that begins and ends around this moment: a phone whose clock is wrong by `off_ms`
/// says so, sends nothing, counts nothing, and goes on by itself when the clock is right.
async fn a_wrong_clock(off_ms: i64) {
    let world = World::new().await;
    let authority = Authority::new();
    let d = &world.gateway.deployment;
    let ca = authority.pem.clone();
    let relay = Relay::with(&d.gateway_url, d.ca_pem.as_deref().unwrap(), authority.server(Dates::Today), ca).await;
    let mut off = Off::new(&Deployment { ca_pem: Some(relay.ca_pem.clone()), ..world.behind(&relay) });
    let clock = Arc::new(TestClock::at(SystemClock.now_ms() + off_ms));
    off.clock = Arc::<TestClock>::clone(&clock);
    let phone = off.on();
    let id = phone.report(&report(&[]));
    phone.until("the date", |p| p.state().link.trouble == Some(LinkTrouble::WrongDate)).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let shown = phone.detail(id);
    assert_eq!((shown.card.delivery, shown.attempts, relay.seen().len()), (Delivery::Saved, 0, 0));
    clock.pass(-off_ms);
    phone.all_arrived(&world.gateway, &[id]).await;
    assert_eq!(phone.state().link.trouble, None);
    let shown = phone.detail(id);
    let claimed = shown.card.saved_at_ms - shown.received_at_ms.unwrap();
    assert!((claimed - off_ms).abs() < 60_000, "both times are kept: {claimed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_a_day_or_a_year_ahead_or_behind_is_said_and_costs_no_attempt() {
    for days in [1, -1, 365, -365] {
        a_wrong_clock(days * DAY_MS).await;
    }
}
