//! The change feed: waiting, waking, paging, and cursors nobody knows.

use crate::harness::{Gateway, desk, problem};
use reqwest::Method;
use std::time::{Duration, Instant};
use vungsam_domain::Action;
use vungsam_server::hub::Hub;

#[tokio::test]
async fn a_waiting_phone_hears_of_a_step_written_by_another_node() {
    let gw = Gateway::with(|s| s.limits.poll_look_ms = 200).await;
    let phone = gw.phone().await;
    let c = phone.report(&[]).await;
    let db = gw.db().await;
    let hoa = gw.officer(&db, &["nam-tra-my"]).await;
    let cursor = phone.changes("", 0).await.cursor;
    let waiting = tokio::spawn({
        let phone = phone.clone();
        async move { (phone.changes(&cursor, 20).await, Instant::now()) }
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(!waiting.is_finished(), "nothing to tell yet");
    let hub = Hub::default();
    desk(&db, &hub).act(&hoa, c.id, Action::Accept, None).await.unwrap();
    let acted = Instant::now();
    let (page, at) = waiting.await.unwrap();
    assert_eq!(page.changes.len(), 1);
    assert!(at.duration_since(acted) < Duration::from_secs(5), "it looked again by itself");
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn an_empty_wait_ends_in_time_with_the_same_cursor() {
    let gw = Gateway::with(|s| s.limits.poll_ms = 300).await;
    let phone = gw.phone().await;
    let cursor = phone.changes("", 0).await.cursor;
    let begun = Instant::now();
    let page = phone.changes(&cursor, 25).await;
    assert!(begun.elapsed() >= Duration::from_millis(300) && begun.elapsed() < Duration::from_secs(10));
    assert_eq!((page.changes.len(), page.cursor, page.more, page.reset), (0, cursor, false, false));
    let path = format!("/api/v1/devices/{}/changes?wait=soon", phone.id);
    assert_eq!(problem(phone.ask(Method::GET, &path).send().await.unwrap()).await.code, "malformed");
    gw.stop().await;
}

#[tokio::test]
async fn pages_follow_one_another_and_a_strange_cursor_begins_anew() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let db = gw.db().await;
    let hoa = gw.officer(&db, &["nam-tra-my"]).await;
    let hub = Hub::default();
    let c = phone.report(&[]).await;
    desk(&db, &hub).act(&hoa, c.id, Action::Accept, None).await.unwrap();
    for n in 0..60 {
        desk(&db, &hub).act(&hoa, c.id, Action::AskMore, Some(&format!("Câu {n}?"))).await.unwrap();
        desk(&db, &hub).act(&hoa, c.id, Action::Answer, Some("Đã rõ.")).await.unwrap();
        sqlx_reopen(&db, c.id).await;
    }
    let first = phone.changes("", 0).await;
    assert_eq!((first.changes.len(), first.more), (100, true));
    let rest = phone.changes(&first.cursor, 5).await;
    assert_eq!((rest.changes.len(), rest.more, rest.reset), (21, false, false));
    let numbers: Vec<i64> = first.changes.iter().chain(&rest.changes).map(|c| c.n).collect();
    assert_eq!(numbers, (1..=121).collect::<Vec<_>>());
    for strange in ["elsewhere.5", "nonsense", &format!("{}9", rest.cursor)] {
        let anew = phone.changes(strange, 20).await;
        assert!(anew.reset, "{strange}");
        assert_eq!(anew.changes, first.changes);
        assert_eq!(anew.cursor, first.cursor);
    }
    db.close().await;
    gw.stop().await;
}

/// Puts a complaint back to "accepted" behind the workflow's back, so that one complaint can fill two pages.
async fn sqlx_reopen(db: &vungsam_server::db::Db, id: vungsam_domain::ComplaintId) {
    let mut tx = db.begin().await.unwrap();
    let unit = Some("nam-tra-my");
    vungsam_server::db::complaints::set_status(&mut tx, id, vungsam_domain::Status::Accepted, unit, 1).await.unwrap();
    tx.commit().await.unwrap();
}
