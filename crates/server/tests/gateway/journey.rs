//! The whole way: a phone registers, reports, sends photos; an officer acts; the phone hears of it.

use crate::harness::{Gateway, complaint_of, desk, jpeg, json, number, photo_ref, problem, text};
use reqwest::Method;
use serde_json::Value;
use vungsam_domain::wire::{
    ChangeKind, Device, DeviceAck, HEADER_SIGNATURE, MEDIA_CHANGES, MEDIA_COMPLAINT, MEDIA_DEVICE, MEDIA_RECEIPT,
    SealedReceipt,
};
use vungsam_domain::{Action, Complaint, Status, sign};
use vungsam_server::db::{complaints, photos};
use vungsam_server::hub::Hub;

#[tokio::test]
async fn words_photos_and_the_answer_travel() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let shots = [jpeg(1), jpeg(2)];
    let mut c = complaint_of(phone.id);
    c.photos = shots.iter().map(|s| photo_ref(s)).collect();
    let body = serde_json::to_vec(&c).unwrap();

    let r = phone.put(&c).await;
    assert_eq!((r.status().as_u16(), text(&r, "content-type")), (201, MEDIA_RECEIPT));
    assert_eq!(r.version(), reqwest::Version::HTTP_2);
    let receipt = phone.open(&json::<SealedReceipt>(r).await);
    assert_eq!((receipt.id, receipt.body_sha256, receipt.photos.len()), (c.id, sign::sha256_hex(&body), 0));

    // One photo in a single request, the other created first and sent after.
    let r = phone
        .create(&c, &c.photos[0])
        .header("content-type", "application/offset+octet-stream")
        .body(shots[0].clone())
        .send()
        .await
        .unwrap();
    assert_eq!((r.status().as_u16(), number(&r, "upload-offset")), (201, shots[0].len()));
    assert_eq!(phone.receipt_of(&r).unwrap().photos.len(), 1);
    let r = phone.create(&c, &c.photos[1]).send().await.unwrap();
    assert_eq!((r.status().as_u16(), number(&r, "upload-offset")), (201, 0));
    assert!(phone.receipt_of(&r).is_none());
    let location = text(&r, "location").to_owned();
    let r = phone.patch(&location, 0, shots[1].clone()).send().await.unwrap();
    assert_eq!(r.status(), 204);
    let receipt = phone.receipt_of(&r).unwrap();
    assert_eq!(
        receipt.photos.iter().map(|p| (p.order, &p.sha256)).collect::<Vec<_>>(),
        [(0, &c.photos[0].sha256), (1, &c.photos[1].sha256)]
    );
    assert_eq!(phone.receipt(c.id).await, receipt);
    for (shot, p) in shots.iter().zip(&c.photos) {
        let path = format!("/api/v1/complaints/{}/photos/{}", c.id, p.sha256);
        let r = phone.ask(Method::GET, &path).send().await.unwrap();
        assert_eq!(text(&r, "content-type"), "image/jpeg");
        assert_eq!(r.bytes().await.unwrap(), shot[..]);
        let file = gw.settings.data.join(format!("photos/{}/{}.jpg", c.id, p.sha256));
        assert_eq!(sign::sha256_hex(&std::fs::read(file).unwrap()), p.sha256);
    }

    let db = gw.db().await;
    let hoa = gw.officer(&db, &["nam-tra-my"]).await;
    assert_eq!(complaints::for_officer(&db, c.id, &hoa.id).await.unwrap().unwrap().body, body);
    let first = phone.changes("", 0).await;
    assert_eq!((first.changes.len(), first.reset, first.more), (0, false, false));
    let hub = Hub::default();
    desk(&db, &hub).act(&hoa, c.id, Action::Accept, None).await.unwrap();
    desk(&db, &hub).act(&hoa, c.id, Action::Answer, Some("Đã dọn đá.")).await.unwrap();
    let page = phone.changes(&first.cursor, 0).await;
    assert_eq!(page.device, phone.id);
    let steps: Vec<_> = page
        .changes
        .iter()
        .map(|ch| match &ch.what {
            ChangeKind::Event { complaint, event } => {
                (*complaint, event.status, event.text.as_deref(), event.by.name.as_str())
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        steps,
        [
            (c.id, Status::Accepted, None, "Nguyễn Thị Hoa"),
            (c.id, Status::Answered, Some("Đã dọn đá."), "Nguyễn Thị Hoa")
        ]
    );
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn the_same_complaint_pushed_many_times_at_once_is_there_once() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let c = complaint_of(phone.id);
    let answers = futures_util::future::join_all((0..10).map(|_| phone.put(&c))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|r| r.status().as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 200, 200, 201]);
    let mut receipts = Vec::new();
    for r in answers {
        receipts.push(phone.open(&json(r).await));
    }
    assert!(receipts.iter().all(|r| *r == receipts[0]), "every answer says the same");
    let db = gw.db().await;
    assert_eq!(complaints::count(&db, c.id).await.unwrap(), 1);
    assert_eq!(photos::of_complaint(&db, c.id).await.unwrap(), []);
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn a_device_says_who_it_is_once_and_nobody_else_can() {
    let gw = Gateway::start().await;
    let phone = gw.stranger();
    let c = complaint_of(phone.id);
    assert_eq!(problem(phone.put(&c).await).await.code, "unknown_device");
    let r = phone.register().await;
    assert_eq!((r.status().as_u16(), text(&r, "content-type")), (201, MEDIA_DEVICE));
    let ack: DeviceAck = json(r).await;
    assert_eq!(ack.id, phone.id);
    assert_eq!(phone.register().await.status(), 200);
    assert_eq!(phone.put(&c).await.status(), 201);

    let mut thief = gw.stranger();
    thief.id = phone.id;
    let p = problem(thief.register().await).await;
    assert_eq!((p.status, p.code.as_str()), (409, "id_conflict"));
    assert_eq!(problem(thief.put(&c).await).await.code, "unauthorized");
    // Announcing somebody else's key takes that key's signature.
    let stolen = Device { bearer_sha256: sign::sha256_hex(b"mine"), ..phone.device() };
    assert_eq!(problem(thief.put_device(&stolen).await).await.code, "bad_signature");

    let bare = phone.http.get(gw.url(&format!("/api/v1/complaints/{}/receipt", c.id))).send().await.unwrap();
    assert_eq!(bare.status(), 401);
    assert!(bare.headers().contains_key("www-authenticate"));
    assert_eq!(problem(bare).await.code, "unauthorized");
    gw.stop().await;
}

#[tokio::test]
async fn nothing_of_one_device_is_there_for_another() {
    let gw = Gateway::start().await;
    let (mine, other) = (gw.phone().await, gw.phone().await);
    let shot = jpeg(3);
    let c = mine.report(std::slice::from_ref(&shot)).await;
    let location = text(&mine.create(&c, &c.photos[0]).send().await.unwrap(), "location").to_owned();
    for path in [
        format!("/api/v1/complaints/{}/receipt", c.id),
        format!("/api/v1/complaints/{}/photos/{}", c.id, c.photos[0].sha256),
        format!("/api/v1/devices/{}/changes", mine.id),
    ] {
        let p = problem(other.ask(Method::GET, &path).send().await.unwrap()).await;
        assert_eq!((p.status, p.code.as_str()), (404, "not_found"), "{path}");
    }
    assert_eq!(problem(other.create(&c, &c.photos[0]).send().await.unwrap()).await.status, 404);
    assert_eq!(problem(other.patch(&location, 0, shot).send().await.unwrap()).await.status, 404);
    assert_eq!(problem(other.ask(Method::DELETE, &location).send().await.unwrap()).await.status, 404);
    // The same id with another device's signature is a conflict, not a look into it.
    let copy = Complaint { device: other.id, ..c.clone() };
    assert_eq!(problem(other.put(&copy).await).await.code, "id_conflict");
    gw.stop().await;
}

#[tokio::test]
async fn a_complaint_that_is_not_right_is_refused_with_what_to_mend() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let c = complaint_of(phone.id);
    let refused = async |c: &Complaint| {
        let p = problem(phone.put(c).await).await;
        assert_eq!((p.status, p.code.as_str()), (422, "invalid"));
        p.errors.into_iter().map(|e| (e.field, e.code)).collect::<Vec<_>>()
    };
    let one = |f: &str, code: &str| vec![(f.to_owned(), code.to_owned())];
    assert_eq!(refused(&Complaint { text: "x".repeat(1_001), ..c.clone() }).await, one("text", "too_long"));
    assert_eq!(refused(&Complaint { consents: vec![], ..c.clone() }).await, one("consents", "required"));
    assert_eq!(refused(&Complaint { category: "a\u{0}b".to_owned(), ..c.clone() }).await, one("category", "malformed"));
    assert_eq!(refused(&Complaint { device: gw.stranger().id, ..c.clone() }).await, one("device", "malformed"));
    assert_eq!(refused(&Complaint { replaces: Some(c.id), ..c.clone() }).await, one("replaces", "malformed"));

    let body = serde_json::to_vec(&c).unwrap();
    let other = complaint_of(phone.id);
    let p = problem(phone.put_bytes(other.id, body.clone()).send().await.unwrap()).await;
    assert_eq!(p.errors[0].field, "id");
    let p = problem(phone.put_bytes(c.id, b"{\"v\":1}".to_vec()).send().await.unwrap()).await;
    assert_eq!((p.status, p.code.as_str()), (422, "invalid"));
    let p = problem(phone.put_bytes(c.id, b"<html>".to_vec()).send().await.unwrap()).await;
    assert_eq!((p.status, p.code.as_str()), (400, "malformed"));
    let p = problem(phone.put_bytes(c.id, vec![b' '; 65_537]).send().await.unwrap()).await;
    assert_eq!((p.status, p.code.as_str()), (413, "too_large"));
    let long = Complaint { text: "x".repeat(100_000), ..c.clone() };
    assert_eq!(problem(phone.put(&long).await).await.status, 413);
    let path = format!("/api/v1/complaints/{}", c.id);
    let r = phone.ask(Method::PUT, &path).header("content-type", "application/json").body(body.clone()).send().await;
    let p = problem(r.unwrap()).await;
    assert_eq!((p.status, p.code.as_str()), (415, "malformed"));
    let unsigned = || phone.ask(Method::PUT, &path).header("content-type", MEDIA_COMPLAINT).body(body.clone());
    assert_eq!(problem(unsigned().send().await.unwrap()).await.code, "bad_signature");
    let r = unsigned().header(HEADER_SIGNATURE, sign::sign(&phone.key, b"other")).send().await.unwrap();
    assert_eq!(problem(r).await.code, "bad_signature");

    let db = gw.db().await;
    assert_eq!(complaints::count(&db, c.id).await.unwrap(), 0);
    // Unknown fields of a newer app are kept: the bytes are.
    let mut newer: Value = serde_json::from_slice(&body).unwrap();
    newer["mood"] = Value::from("🙂");
    let newer = serde_json::to_vec(&newer).unwrap();
    assert_eq!(phone.put_bytes(c.id, newer.clone()).send().await.unwrap().status(), 201);
    assert_eq!(complaints::of_device(&db, c.id, phone.id).await.unwrap().unwrap().body, newer);
    assert_eq!(problem(phone.put_bytes(c.id, body).send().await.unwrap()).await.code, "id_conflict");
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn a_commune_or_category_this_gateway_does_not_know_is_taken_and_shown_to_all() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let mut c = complaint_of(phone.id);
    c.place.unit = Some("xa-moi".to_owned());
    c.category = "loai-moi".to_owned();
    assert_eq!(phone.put(&c).await.status(), 201);
    let db = gw.db().await;
    let far = gw.officer(&db, &["tra-giang"]).await;
    let held = complaints::for_officer(&db, c.id, &far.id).await.unwrap().unwrap();
    assert_eq!((held.unit.as_deref(), held.category.as_str()), (None, "loai-moi"));
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn whatever_is_not_there_answers_with_a_problem() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    for (method, path, status, code) in [
        (Method::GET, "/nowhere", 404, "not_found"),
        (Method::GET, "/api/v1/complaints/not-an-id/receipt", 404, "not_found"),
        (Method::GET, "/api/v1/complaints/%ff/receipt", 404, "not_found"),
        (Method::PATCH, "/api/v1/uploads/%00", 404, "not_found"),
        (Method::POST, "/api/v1/complaints/00000000-0000-0000-0000-000000000001", 405, "method_not_allowed"),
        (Method::DELETE, "/healthz", 405, "method_not_allowed"),
    ] {
        let r = phone.ask(method, path).send().await.unwrap();
        assert_eq!(r.headers().contains_key("allow"), status == 405, "{path}");
        assert_eq!(text(&r, "x-request-id").len(), 16);
        let p = problem(r).await;
        assert_eq!((p.status, p.code.as_str()), (status, code), "{path}");
    }
    for path in ["/healthz", "/readyz"] {
        assert_eq!(phone.http.get(gw.url(path)).send().await.unwrap().status(), 200);
    }
    let described: Value = json(phone.http.get(gw.url("/api/v1/openapi.json")).send().await.unwrap()).await;
    assert!(described["paths"]["/api/v1/complaints/{id}"]["put"].is_object());
    let figures = phone.http.get(format!("http://{}/metrics", gw.metrics)).send().await.unwrap().text().await.unwrap();
    let line = "vungsam_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1";
    assert!(figures.contains(line), "{figures}");
    assert!(!figures.contains(&phone.id.to_string()));
    let r = phone.ask(Method::GET, &format!("/api/v1/devices/{}/changes", phone.id)).send().await.unwrap();
    assert_eq!(text(&r, "content-type"), MEDIA_CHANGES);
    gw.stop().await;
}
