//! Stopping, starting again, certificates from files.

use crate::harness::{Gateway, complaint_of, jpeg, number, text};
use crate::uploads::dripping;
use bytes::Bytes;
use std::time::{Duration, Instant};
use vungsam_server::db::Db;
use vungsam_server::db::track::{self, Found};

#[tokio::test]
async fn stopping_ends_long_polls_at_once_and_lets_uploads_finish() {
    let mut gw = Gateway::start().await;
    let phone = gw.phone().await;
    let shot = jpeg(1);
    let c = phone.report(std::slice::from_ref(&shot)).await;
    let r = phone.create(&c, &c.photos[0]).send().await.unwrap();
    let location = text(&r, "location").to_owned();
    let cursor = phone.changes("", 0).await.cursor;
    let poll = tokio::spawn({
        let phone = phone.clone();
        async move { phone.changes(&cursor, 25).await }
    });
    let (tx, body) = dripping();
    let upload = tokio::spawn(phone.patch(&location, 0, vec![]).body(body).send());
    tx.send(Bytes::copy_from_slice(&shot[..90_000])).await.unwrap();
    tokio::time::sleep(Duration::from_millis(400)).await;

    let begun = Instant::now();
    gw.stop_soon();
    assert_eq!(poll.await.unwrap().changes.len(), 0);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    tx.send(Bytes::copy_from_slice(&shot[90_000..])).await.unwrap();
    drop(tx);
    let r = upload.await.unwrap().unwrap();
    assert_eq!((r.status().as_u16(), number(&r, "upload-offset")), (204, shot.len()));
    assert!(phone.receipt_of(&r).is_some());
    drop(phone);
    (&mut gw.served).await.unwrap().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(14), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn after_a_restart_everything_is_there_and_old_cursors_are_known() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let c = phone.report(&[]).await;
    let page = phone.changes("", 0).await;
    let settings = gw.settings.clone();
    let dir = gw.stop().await;
    let gw = Gateway::on(settings).await;
    let phone = gw.again(&phone);
    assert_eq!(phone.receipt(c.id).await.id, c.id, "same device, same receipt key");
    assert_eq!(phone.put(&c).await.status(), 200);
    assert!(!phone.changes(&page.cursor, 0).await.reset);
    gw.stop().await;
    drop(dir);
}

#[tokio::test]
async fn a_running_gateway_forgets_what_has_had_its_time() {
    let gw = Gateway::start().await;
    let c = complaint_of(gw.stranger().id);
    let settings = gw.settings.clone();
    let dir = gw.stop().await;
    let db = Db::open(&Db::sqlite_url(&settings.data), 1).await.unwrap();
    assert_eq!(track::look(&db, &c.reference, &c.pin, 1).await.unwrap(), Found::Nothing);
    db.close().await;

    let gw = Gateway::on(settings).await;
    let db = gw.db().await;
    let begun = Instant::now();
    let counts = "SELECT COUNT(*) FROM pin_attempts";
    while sqlx::query_scalar::<_, i64>(counts).fetch_one(db.read()).await.unwrap() > 0 {
        assert!(begun.elapsed() < Duration::from_secs(10), "the count of a day in 1970 is still there");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    db.close().await;
    gw.stop().await;
    drop(dir);
}

#[tokio::test]
async fn a_certificate_from_files_is_used_and_no_authority_is_announced() {
    let dir = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
    let (cert, key) = (dir.path().join("c.pem"), dir.path().join("k.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let mut gw = Gateway::with(|s| {
        s.tls.cert = Some(cert);
        s.tls.key = Some(key);
    })
    .await;
    assert_eq!(gw.deployment.ca_pem, None);
    gw.deployment.ca_pem = Some(made.cert.pem());
    assert_eq!(gw.stranger().register().await.status(), 201);
    gw.stop().await;
}
