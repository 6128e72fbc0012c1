//! Rates: who asks too often is told when to come back, and nothing that has begun is cut.

use crate::harness::{Gateway, complaint_of, jpeg, number, problem, text};
use crate::uploads::dripping;
use bytes::Bytes;
use reqwest::Method;
use std::time::Duration;
use vungsam_server::db::uploads;

#[tokio::test]
async fn one_device_that_asks_too_often_waits_and_another_does_not() {
    let gw = Gateway::with(|s| s.limits.per_device = 5).await;
    let (busy, calm) = (gw.phone().await, gw.phone().await);
    let path = |p: &crate::harness::Phone| format!("/api/v1/devices/{}/changes", p.id);
    let mut refused = None;
    for _ in 0..6 {
        let r = busy.ask(Method::GET, &path(&busy)).send().await.unwrap();
        if r.status() == 429 {
            refused = Some(r);
        }
    }
    let refused = refused.expect("six in a moment");
    assert!((1..=60).contains(&number(&refused, "retry-after")));
    assert_eq!(problem(refused).await.code, "too_many_requests");
    assert_eq!(calm.ask(Method::GET, &path(&calm)).send().await.unwrap().status(), 200);
    assert_eq!(busy.put(&complaint_of(busy.id)).await.status(), 201, "another kind of request has its own count");
    gw.stop().await;
}

#[tokio::test]
async fn an_address_has_a_limit_of_its_own_and_health_none() {
    let gw = Gateway::with(|s| s.limits.per_address = 3).await;
    let phone = gw.stranger();
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(phone.register().await.status().as_u16());
    }
    assert_eq!(statuses, [201, 200, 200, 429, 429]);
    for _ in 0..10 {
        assert_eq!(phone.http.get(gw.url("/healthz")).send().await.unwrap().status(), 200);
    }
    gw.stop().await;
}

#[tokio::test]
async fn a_patch_that_has_begun_is_never_cut_by_a_limit() {
    let gw = Gateway::with(|s| s.limits.per_address = 4).await;
    let phone = gw.phone().await;
    let shot = jpeg(1);
    let c = phone.report(std::slice::from_ref(&shot)).await;
    let r = phone.create(&c, &c.photos[0]).send().await.unwrap();
    let location = text(&r, "location").to_owned();
    let (tx, body) = dripping();
    let request = tokio::spawn(phone.patch(&location, 0, vec![]).body(body).send());
    tx.send(Bytes::copy_from_slice(&shot[..1_000])).await.unwrap();
    // It has begun when its first bytes are here; asked beside the gateway, because a request would count.
    let db = gw.db().await;
    let id = location.rsplit('/').next().unwrap();
    while uploads::find(&db, id, phone.id).await.unwrap().unwrap().received == 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    db.close().await;
    // Now the bucket is empty: everything new is refused.
    let mut last = 0;
    for _ in 0..10 {
        last = phone.register().await.status().as_u16();
    }
    assert_eq!(last, 429);
    tx.send(Bytes::copy_from_slice(&shot[1_000..])).await.unwrap();
    drop(tx);
    let r = request.await.unwrap().unwrap();
    assert_eq!(r.status(), 204);
    assert!(phone.receipt_of(&r).is_some());
    gw.stop().await;
}
