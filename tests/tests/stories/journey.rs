//! The main job, end to end, and the ordinary ways it is interrupted: no network, a gateway that restarts, a phone that
//! is switched off.

use crate::world::World;
use rstest::rstest;
use std::time::Duration;
use tests::gateway::{Gateway, settings};
use tests::officer::Browser;
use tests::phone::{Off, Report};
use tests::proxy::Fate;
use vungsam_core::CoreEvent;
use vungsam_core::views::{Delivery, LinkTrouble};
use vungsam_domain::{Action, Status, sign};
use vungsam_server::config::Secret;
use vungsam_server::db::Engine;
use vungsam_server::testing::Postgres;
use vungsam_server::workflow::ActError;

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_travels_to_the_officer_and_the_answer_comes_back() {
    let world = World::new().await;
    the_whole_way(&world.gateway).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_way_with_postgresql_behind_the_gateway() {
    let postgres = Postgres::start().await.unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut settings = settings(dir.path());
    settings.database.url = Some(Secret::new(postgres.fresh().await.unwrap()));
    let gateway = Gateway::start_with(settings).await;
    assert_eq!(gateway.db.engine(), Engine::Postgres);
    the_whole_way(&gateway).await;
    gateway.stop().await;
}

/// From *Save* to the notification, on whatever database the gateway runs.
async fn the_whole_way(gateway: &Gateway) {
    let phone = Off::new(&gateway.deployment).on();
    let mut events = phone.core.subscribe();
    let report = Report { name: "Hồ Thị Bông".to_owned(), ..Report::with_photos(&["road", "planks"]) };
    let id = phone.report(&report);
    phone.all_arrived(gateway, &[id]).await;
    assert!(phone.detail(id).received_at_ms.is_some());

    let (hoa, one_time) = (Browser::at(gateway.console), gateway.hire("hoa", &["nam-tra-my"]).await);
    hoa.first_sign_in("hoa", &one_time, "một mật khẩu dài").await;
    let queue = hoa.get("/").await.text();
    assert!(queue.contains(&format!("/complaints/{id}")), "it is in the queue");
    for photo in &phone.detail(id).photos {
        let page = hoa.get(&format!("/photos/{id}/{}", photo.photo.sha256)).await;
        assert_eq!((page.status, page.media.as_str()), (200, "image/jpeg"));
        assert_eq!(sign::sha256_hex(&page.bytes), photo.photo.sha256, "the officer sees the phone's bytes");
    }
    assert_eq!(hoa.act(id, "accept", "").await.status, 303);
    phone.until("accepted", |p| p.detail(id).card.status == Some(Status::Accepted)).await;
    assert_eq!(hoa.act(id, "answer", "Đã dọn đá sáng nay.").await.status, 303);
    phone.until("answered", |p| p.detail(id).card.status == Some(Status::Answered)).await;

    let detail = phone.detail(id);
    let steps: Vec<Status> = detail.events.iter().map(|e| e.status).collect();
    assert!(steps.ends_with(&[Status::Accepted, Status::Answered]), "{steps:?}");
    assert_eq!(detail.events.last().unwrap().text.as_deref(), Some("Đã dọn đá sáng nay."));
    assert!(detail.card.unread);
    let mut told = Vec::new();
    // A step is stored first and told then.
    while told.len() < 2 {
        let event =
            tokio::time::timeout(Duration::from_secs(10), events.recv()).await.expect("a notification").unwrap();
        if let CoreEvent::Notify { complaint, status, .. } = event {
            assert_eq!(complaint, id);
            told.push(status);
        }
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    while let Ok(event) = events.try_recv() {
        assert!(!matches!(event, CoreEvent::Notify { .. }), "told twice: {event:?}");
    }
    assert_eq!(told, [Status::Accepted, Status::Answered], "each step is told once");
    let phone = phone.dies().await.on();
    assert_eq!(phone.detail(id).events, detail.events, "the timeline is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_without_a_network_goes_when_the_gateway_comes() {
    let world = World::new().await;
    let (road, off) = world.road().await;
    road.set(&[], Fate::Drop);
    let phone = off.on();
    let first = phone.report(&Report::with_photos(&["road"]));
    let second = phone.report(&Report::default());
    phone.until("no link is noticed", |p| p.state().link.trouble == Some(LinkTrouble::Offline)).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(phone.nothing_lost_nothing_twice(&world.gateway, &[first, second]).await.len(), 0);
    assert_eq!(phone.delivery(first), Delivery::Saved, "being offline is not an attempt");
    let phone = phone.dies().await.on();
    road.set(&[], Fate::Pass);
    phone.core.wake();
    phone.all_arrived(&world.gateway, &[first, second]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_phone_that_loses_the_network_counts_no_attempts() {
    let world = World::new().await;
    let (road, off) = world.road().await;
    let phone = off.on();
    let first = phone.report(&Report::default());
    phone.all_arrived(&world.gateway, &[first]).await;
    road.set(&[], Fate::Drop);
    let phone = phone.dies().await.on();
    let second = phone.report(&Report::default());
    phone.until("no link is noticed", |p| p.state().link.trouble == Some(LinkTrouble::Offline)).await;
    let before = road.connections();
    phone.until("more tries", |_| road.connections() > before + 3).await;
    // While it is being tried it counts, because it may leave; when nothing left, it is taken back.
    phone
        .until("taken back", |p| {
            let detail = p.detail(second);
            // So an edit may still change it in place.
            detail.attempts == 0 && detail.card.delivery == Delivery::Saved && detail.edit_replaces
        })
        .await;
    road.set(&[], Fate::Pass);
    phone.core.wake();
    phone.all_arrived(&world.gateway, &[first, second]).await;
}

#[rstest]
#[case::silence(Fate::BlackHole)]
#[case::slow(Fate::Slow(Duration::from_millis(40)))]
#[tokio::test(flavor = "multi_thread")]
async fn a_road_that_stalls_only_delays(#[case] fate: Fate) {
    let world = World::new().await;
    let (road, off) = world.road().await;
    road.set(&[fate, fate], Fate::Pass);
    let phone = off.on();
    let id = phone.report(&Report::with_photos(&["road"]));
    phone.all_arrived(&world.gateway, &[id]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_restarts_goes_on_where_it_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(dir.path()).await;
    let road = tests::proxy::Road::to(gateway.api).await;
    let mut deployment = gateway.deployment.clone();
    deployment.gateway_url = road.url();
    let phone = Off::new(&deployment).on();
    let first = phone.report(&Report::with_photos(&["road"]));
    phone.all_arrived(&gateway, &[first]).await;
    let settings = gateway.stop().await;
    let second = phone.report(&Report::with_photos(&["grass"]));
    let gateway = Gateway::start_with(settings).await;
    road.lead_to(gateway.api);
    phone.core.wake();
    phone.all_arrived(&gateway, &[first, second]).await;
    assert_eq!(gateway.count("devices").await, 1, "the same phone, not a new one");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_forgot_the_phone_gets_to_know_it_again() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let gateway = Gateway::start(one.path()).await;
    let road = tests::proxy::Road::to(gateway.api).await;
    let mut deployment = gateway.deployment.clone();
    deployment.gateway_url = road.url();
    let phone = Off::new(&deployment).on();
    let first = phone.report(&Report::default());
    phone.all_arrived(&gateway, &[first]).await;
    gateway.stop().await;
    // A restore from an old backup: keys and certificate authority are there, the rows are not.
    for part in ["keys", "tls"] {
        let status = std::process::Command::new("cp").arg("-a").arg(one.path().join(part)).arg(two.path()).status();
        assert!(status.unwrap().success());
    }
    let gateway = Gateway::start_with(settings(two.path())).await;
    road.lead_to(gateway.api);
    let second = phone.report(&Report::with_photos(&["road"]));
    phone.core.wake();
    phone.until_received(second).await;
    let held = gateway.held().await;
    assert_eq!(held.iter().map(|h| h.complaint.id).collect::<Vec<_>>(), [second]);
}

/// A first start while somebody already types `officer add`: both meet an empty folder.
#[tokio::test(flavor = "multi_thread")]
async fn two_programs_may_open_an_empty_data_folder_at_the_same_moment() {
    for _ in 0..5 {
        let dir = tempfile::tempdir().unwrap();
        let settings = settings(dir.path());
        let open = || vungsam_server::init::open_db(&settings);
        let (a, b, c) = tokio::join!(open(), open(), open());
        assert!(a.is_ok() && b.is_ok() && c.is_ok(), "{a:?} {b:?} {c:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn officers_see_their_own_commune_only_and_phones_their_own_reports_only() {
    let world = World::new().await;
    let gateway = &world.gateway;
    let (one, two) = (Off::new(&gateway.deployment).on(), Off::new(&gateway.deployment).on());
    let here = one.report(&Report { unit: Some("nam-tra-my"), ..Report::default() });
    let there = two.report(&Report { unit: Some("tra-linh"), ..Report::default() });
    let nowhere = two.report(&Report { unit: None, ..Report::default() });
    one.until_received(here).await;
    two.until_received(there).await;
    two.until_received(nowhere).await;
    let (hoa, lan) = (gateway.officer("hoa", &["nam-tra-my"]).await, gateway.officer("lan", &["tra-linh"]).await);
    for (officer, foreign) in [(&hoa, there), (&lan, here)] {
        let refused = gateway.act(officer, foreign, Action::Accept, None).await;
        assert!(matches!(refused, Err(ActError::NotFound)), "{refused:?}");
    }
    gateway.act(&hoa, here, Action::Accept, None).await.unwrap();
    gateway.act(&lan, there, Action::Accept, None).await.unwrap();
    gateway.act(&lan, nowhere, Action::Accept, None).await.unwrap();
    let refused = gateway.act(&hoa, nowhere, Action::Answer, Some("x")).await;
    assert!(matches!(refused, Err(ActError::NotFound)), "taken on by the other commune: {refused:?}");
    one.until("accepted", |p| p.detail(here).card.status == Some(Status::Accepted)).await;
    two.until("accepted", |p| p.detail(there).card.status == Some(Status::Accepted)).await;
    // The same at the console, by hand-typed addresses.
    let (eva, one_time) = (Browser::at(gateway.console), gateway.hire("eva", &["tra-linh"]).await);
    eva.first_sign_in("eva", &one_time, "một mật khẩu dài").await;
    assert!(!eva.get("/").await.text().contains(&here.to_string()));
    assert_eq!(eva.get(&format!("/complaints/{here}")).await.status, 404);
    assert_eq!(eva.get(&format!("/complaints/{there}")).await.status, 200);
    let seen_by_one: Vec<_> =
        one.call("complaints", serde_json::json!({})).unwrap()["cards"].as_array().unwrap().clone();
    assert_eq!(seen_by_one.len(), 1, "nothing of another phone's arrives");
}
