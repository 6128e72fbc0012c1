//! Photos over a bad network: cut, repeated, wrong, lying, too large.

use crate::harness::{Gateway, Phone, jpeg, number, photo_ref, problem, text};
use bytes::Bytes;
use reqwest::{Body, Method};
use std::time::Duration;
use tokio::sync::mpsc;
use vungsam_domain::{Complaint, sign};

/// A body that sends what it is given and ends when the sender is dropped.
pub fn dripping() -> (mpsc::Sender<Bytes>, Body) {
    let (tx, rx) = mpsc::channel::<Bytes>(16);
    let stream =
        futures_util::stream::unfold(rx, |mut rx| async { rx.recv().await.map(|b| (Ok::<_, std::io::Error>(b), rx)) });
    (tx, Body::wrap_stream(stream))
}

async fn created(phone: &Phone, c: &Complaint) -> String {
    text(&phone.create(c, &c.photos[0]).send().await.unwrap(), "location").to_owned()
}

async fn until(phone: &Phone, location: &str, wanted: usize) {
    for _ in 0..200 {
        if phone.offset(location).await == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} instead of {wanted}", phone.offset(location).await);
}

#[tokio::test]
async fn every_byte_before_a_cut_is_kept_on_http_1_and_2() {
    let gw = Gateway::start().await;
    for http1 in [true, false] {
        let mut phone = gw.phone().await;
        if http1 {
            phone.http = gw.client_http1();
        }
        let shot = jpeg(1);
        let c = phone.report(std::slice::from_ref(&shot)).await;
        let location = created(&phone, &c).await;
        let mut sent = 0;
        for cut in [70_001, 70_002, 150_000] {
            let (tx, body) = dripping();
            let request = tokio::spawn(phone.patch(&location, sent, vec![]).body(body).send());
            tx.send(Bytes::copy_from_slice(&shot[sent..cut])).await.unwrap();
            // Long enough for the bytes to leave; nothing tells a client that they did.
            tokio::time::sleep(Duration::from_millis(300)).await;
            request.abort();
            drop(tx);
            until(&phone, &location, cut).await;
            sent = cut;
        }
        let r = phone.patch(&location, sent, shot[sent..].to_vec()).send().await.unwrap();
        assert_eq!((r.status().as_u16(), number(&r, "upload-offset")), (204, shot.len()), "http1: {http1}");
        assert_eq!(phone.receipt_of(&r).unwrap().photos[0].sha256, c.photos[0].sha256);
    }
    gw.stop().await;
}

#[tokio::test]
async fn a_second_connection_takes_over_from_one_that_hangs() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let shot = jpeg(2);
    let c = phone.report(std::slice::from_ref(&shot)).await;
    let location = created(&phone, &c).await;
    let (tx, body) = dripping();
    let hanging = tokio::spawn(phone.patch(&location, 0, vec![]).body(body).send());
    tx.send(Bytes::copy_from_slice(&shot[..100_000])).await.unwrap();
    until(&phone, &location, 100_000).await;
    let r = phone.patch(&location, 100_000, shot[100_000..].to_vec()).send().await.unwrap();
    assert_eq!(r.status(), 204);
    assert!(phone.receipt_of(&r).is_some());
    tx.send(Bytes::copy_from_slice(&shot[100_000..])).await.unwrap();
    drop(tx);
    assert_eq!(problem(hanging.await.unwrap().unwrap()).await.code, "offset_conflict");
    assert_eq!(phone.receipt(c.id).await.photos.len(), 1);
    gw.stop().await;
}

#[tokio::test]
async fn asking_again_gives_the_same_address_and_takes_only_what_is_missing() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let shot = jpeg(3);
    let c = phone.report(std::slice::from_ref(&shot)).await;
    let location = created(&phone, &c).await;
    assert_eq!(created(&phone, &c).await, location);
    assert_eq!(phone.patch(&location, 0, shot[..50].to_vec()).send().await.unwrap().status(), 204);
    let p = problem(phone.patch(&location, 0, shot[..50].to_vec()).send().await.unwrap()).await;
    assert_eq!((p.status, p.code.as_str()), (409, "offset_conflict"));
    // A creation that carries the whole photo again: the first 50 bytes are here already.
    let whole =
        || phone.create(&c, &c.photos[0]).header("content-type", "application/offset+octet-stream").body(shot.clone());
    let r = whole().send().await.unwrap();
    assert_eq!((r.status().as_u16(), number(&r, "upload-offset"), text(&r, "location")), (201, shot.len(), &*location));
    let receipt = phone.receipt_of(&r).unwrap();
    // And once more: a lost answer.
    let r = whole().send().await.unwrap();
    assert_eq!((r.status().as_u16(), phone.receipt_of(&r).unwrap()), (201, receipt.clone()));
    let r = phone.patch(&location, shot.len(), vec![]).send().await.unwrap();
    assert_eq!((r.status().as_u16(), phone.receipt_of(&r).unwrap()), (204, receipt.clone()));
    let r = phone.ask(Method::HEAD, &location).send().await.unwrap();
    assert_eq!(phone.receipt_of(&r).unwrap(), receipt);
    assert_eq!(phone.ask(Method::DELETE, &location).send().await.unwrap().status(), 204);
    assert_eq!(phone.ask(Method::HEAD, &location).send().await.unwrap().status(), 404);
    assert_eq!(phone.receipt(c.id).await, receipt, "the photo stays");
    gw.stop().await;
}

#[tokio::test]
async fn a_photo_whose_bytes_are_wrong_starts_again() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let shot = jpeg(4);
    let c = phone.report(std::slice::from_ref(&shot)).await;
    let location = created(&phone, &c).await;
    let mut wrong = shot.clone();
    wrong[100_000] ^= 1;
    let p = problem(phone.patch(&location, 0, wrong).send().await.unwrap()).await;
    assert_eq!((p.status, p.code.as_str()), (460, "hash_mismatch"));
    assert_eq!(phone.offset(&location).await, 0);
    assert_eq!(phone.receipt(c.id).await.photos, []);
    let r = phone.patch(&location, 0, shot).send().await.unwrap();
    assert_eq!(phone.receipt_of(&r).unwrap().photos.len(), 1);
    gw.stop().await;
}

#[tokio::test]
async fn what_is_no_jpeg_is_refused_even_with_the_right_hash() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let page = b"<script>alert(1)</script>".to_vec();
    let c = phone.report(std::slice::from_ref(&page)).await;
    let location = created(&phone, &c).await;
    let p = problem(phone.patch(&location, 0, page).send().await.unwrap()).await;
    assert_eq!((p.status, p.code.as_str(), p.errors[0].field.as_str()), (422, "invalid", "photos"));
    assert_eq!(phone.receipt(c.id).await.photos, []);
    let path = format!("/api/v1/complaints/{}/photos/{}", c.id, c.photos[0].sha256);
    assert_eq!(phone.ask(Method::GET, &path).send().await.unwrap().status(), 404);
    gw.stop().await;
}

#[tokio::test]
async fn sixty_megabytes_and_other_lies_about_size_are_refused() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let shot = jpeg(5);
    let c = phone.report(std::slice::from_ref(&shot)).await;
    let mut huge = c.photos[0].clone();
    huge.bytes = 60 * 1024 * 1024;
    assert_eq!(problem(phone.create(&c, &huge).send().await.unwrap()).await.code, "too_large");
    huge.bytes = c.photos[0].bytes + 1;
    assert_eq!(problem(phone.create(&c, &huge).send().await.unwrap()).await.code, "invalid");
    let location = created(&phone, &c).await;
    // Announced and unannounced: neither is read to its end.
    let big = vec![0_u8; 60 * 1024 * 1024];
    let announced = phone.patch(&location, 0, big).send().await;
    if let Ok(r) = announced {
        assert_eq!(problem(r).await.code, "too_large");
    }
    let (tx, body) = dripping();
    let request = tokio::spawn(phone.patch(&location, 0, vec![]).body(body).send());
    tx.send(Bytes::from(shot.clone())).await.unwrap();
    let _ = tx.send(Bytes::from(vec![0; 100])).await;
    drop(tx);
    assert_eq!(problem(request.await.unwrap().unwrap()).await.code, "too_large");
    // What was right of it has been kept, and it was the whole photo.
    assert_eq!(phone.receipt(c.id).await.photos.len(), 1);
    let stored = gw.settings.data.join(format!("photos/{}/{}.jpg", c.id, c.photos[0].sha256));
    assert_eq!(sign::sha256_hex(&std::fs::read(stored).unwrap()), c.photos[0].sha256);
    gw.stop().await;
}

#[tokio::test]
async fn only_photos_the_complaint_announced_are_taken_and_the_protocol_is_tus() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let shot = jpeg(6);
    let c = phone.report(std::slice::from_ref(&shot)).await;
    assert_eq!(problem(phone.create(&c, &photo_ref(&jpeg(7))).send().await.unwrap()).await.status, 404);
    let r = phone.http.request(Method::OPTIONS, gw.url("/api/v1/uploads")).send().await.unwrap();
    assert_eq!((r.status().as_u16(), text(&r, "tus-version"), text(&r, "tus-max-size")), (204, "1.0.0", "1048576"));
    assert_eq!(text(&r, "tus-extension"), "creation,creation-with-upload,termination");

    let location = created(&phone, &c).await;
    let r = phone.ask(Method::HEAD, &location).header("tus-resumable", "0.2.2").send().await.unwrap();
    assert_eq!((r.status().as_u16(), text(&r, "tus-version")), (412, "1.0.0"));
    let r = phone.ask(Method::HEAD, &location).header("tus-resumable", "1.0.0").send().await.unwrap();
    assert_eq!((text(&r, "tus-resumable"), text(&r, "cache-control")), ("1.0.0", "no-store"));
    assert_eq!((number(&r, "upload-offset"), number(&r, "upload-length")), (0, shot.len()));
    let plain = phone.ask(Method::PATCH, &location).header("upload-offset", 0).body(shot.clone());
    assert_eq!(problem(plain.send().await.unwrap()).await.status, 415);
    let nowhere = phone.ask(Method::PATCH, &location).header("content-type", "application/offset+octet-stream");
    assert_eq!(problem(nowhere.send().await.unwrap()).await.status, 400);
    let post = phone.ask(Method::POST, &location).header("x-http-method-override", "PATCH").header("upload-offset", 0);
    let r = post.header("content-type", "application/offset+octet-stream").body(shot).send().await.unwrap();
    assert_eq!(r.status(), 204);
    assert!(phone.receipt_of(&r).is_some());
    gw.stop().await;
}

#[tokio::test]
async fn an_upload_that_falls_silent_is_let_go_and_keeps_its_bytes() {
    let gw = Gateway::with(|s| s.limits.body_idle_ms = 400).await;
    let phone = gw.phone().await;
    let shot = jpeg(8);
    let c = phone.report(std::slice::from_ref(&shot)).await;
    let location = created(&phone, &c).await;
    let (tx, body) = dripping();
    let request = tokio::spawn(phone.patch(&location, 0, vec![]).body(body).send());
    tx.send(Bytes::copy_from_slice(&shot[..1_000])).await.unwrap();
    let r = request.await.unwrap().unwrap();
    assert_eq!(problem(r).await.status, 408);
    assert_eq!(phone.offset(&location).await, 1_000);
    drop(tx);
    gw.stop().await;
}
