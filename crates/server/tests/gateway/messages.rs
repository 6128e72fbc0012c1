//! What senders say afterwards, over the wire: receipts of their own, photos, refusals.

use crate::harness::{Gateway, Phone, desk, jpeg, json, photo_ref, problem, text};
use reqwest::{Method, RequestBuilder};
use vungsam_domain::wire::{ChangeKind, HEADER_SIGNATURE, MEDIA_MESSAGE, MEDIA_RECEIPT, Receipt};
use vungsam_domain::{Action, ComplaintId, Message, MessageId, Status, sign};
use vungsam_server::hub::Hub;

pub fn message(phone: &Phone, complaint: ComplaintId, action: Action) -> Message {
    let id = MessageId(crate::harness::uuid());
    Message { action, ..vungsam_domain::message::sample(id, complaint, phone.id) }
}

pub fn send(phone: &Phone, m: &Message, body: Vec<u8>) -> RequestBuilder {
    phone
        .ask(Method::PUT, &format!("/api/v1/complaints/{}/messages/{}", m.complaint, m.id))
        .header("content-type", MEDIA_MESSAGE)
        .header(HEADER_SIGNATURE, sign::sign(&phone.key, &body))
        .body(body)
}

fn bytes(m: &Message) -> Vec<u8> {
    serde_json::to_vec(m).unwrap()
}

async fn receipt(phone: &Phone, m: &Message) -> Receipt {
    let path = format!("/api/v1/complaints/{}/messages/{}/receipt", m.complaint, m.id);
    let r = phone.ask(Method::GET, &path).send().await.unwrap();
    assert_eq!((r.status().as_u16(), text(&r, "content-type")), (200, MEDIA_RECEIPT));
    phone.open(&json(r).await)
}

#[tokio::test]
async fn an_answer_with_photos_travels_and_has_a_receipt_of_its_own() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let (first, second) = (jpeg(1), jpeg(2));
    let c = phone.report(std::slice::from_ref(&first)).await;
    let db = gw.db().await;
    let hoa = gw.officer(&db, &["nam-tra-my"]).await;
    let hub = Hub::default();
    desk(&db, &hub).act(&hoa, c.id, Action::AskMore, Some("Ở khúc nào ạ?")).await.unwrap();

    let mut m = message(&phone, c.id, Action::AddMore);
    m.photos = vec![photo_ref(&second), photo_ref(&first)];
    let body = bytes(&m);
    let from = phone.changes("", 0).await;
    let waiting = tokio::spawn({
        let (phone, cursor) = (phone.clone(), from.cursor.clone());
        async move { phone.changes(&cursor, 20).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let r = send(&phone, &m, body.clone()).send().await.unwrap();
    assert_eq!((r.status().as_u16(), text(&r, "content-type")), (201, MEDIA_RECEIPT));
    let said = phone.open(&json(r).await);
    assert_eq!((said.id, said.message, &said.body_sha256), (c.id, Some(m.id), &sign::sha256_hex(&body)));
    assert_eq!(said.photos, []);
    let page = waiting.await.unwrap();
    let ChangeKind::Event { event, .. } = &page.changes[0].what else { panic!("{page:?}") };
    assert_eq!((event.action, event.status, event.message), (Action::AddMore, Status::Accepted, Some(m.id)));
    assert_eq!(send(&phone, &m, body).send().await.unwrap().status(), 200);

    // A photo of the message answers with the message's receipt, the complaint's own with the complaint's.
    let upload = async |shot: &Vec<u8>| {
        let r = phone
            .create(&c, &photo_ref(shot))
            .header("content-type", "application/offset+octet-stream")
            .body(shot.clone())
            .send()
            .await
            .unwrap();
        assert_eq!(r.status(), 201);
        phone.receipt_of(&r).unwrap()
    };
    let of_message = upload(&second).await;
    assert_eq!((of_message.message, of_message.photos.len()), (Some(m.id), 1));
    let of_complaint = upload(&first).await;
    assert_eq!((of_complaint.message, of_complaint.photos.len()), (None, 1));
    let now = receipt(&phone, &m).await;
    let orders: Vec<_> = now.photos.iter().map(|p| (p.order, p.sha256.as_str())).collect();
    assert_eq!(orders, [(0, m.photos[0].sha256.as_str()), (1, m.photos[1].sha256.as_str())]);
    assert_eq!(phone.receipt(c.id).await.photos.len(), 1, "the complaint's receipt lists its own photos only");
    let path = format!("/api/v1/complaints/{}/photos/{}", c.id, m.photos[0].sha256);
    assert_eq!(phone.ask(Method::GET, &path).send().await.unwrap().bytes().await.unwrap(), second[..]);
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn a_message_that_is_not_right_is_refused_and_one_that_is_late_is_not() {
    let gw = Gateway::start().await;
    let (phone, other) = (gw.phone().await, gw.phone().await);
    let c = phone.report(&[]).await;
    let m = message(&phone, c.id, Action::Withdraw);
    assert_eq!(send(&phone, &m, bytes(&m)).send().await.unwrap().status(), 201);
    let late = message(&phone, c.id, Action::AddMore);
    assert_eq!(send(&phone, &late, bytes(&late)).send().await.unwrap().status(), 201, "kept as a remark");

    let code = async |request: RequestBuilder| {
        let r = request.send().await.unwrap();
        (r.status().as_u16(), problem(r).await.code)
    };
    let put = |m: &Message| send(&phone, m, bytes(m));
    let refused = |status: u16, code: &str| (status, code.to_owned());
    let changed = Message { text: "khác".to_owned(), ..m.clone() };
    assert_eq!(code(put(&changed)).await, refused(409, "id_conflict"));
    let officers = message(&phone, c.id, Action::Answer);
    assert_eq!(code(put(&officers)).await, refused(422, "invalid"));
    let empty = Message { text: " ".to_owned(), ..message(&phone, c.id, Action::Remark) };
    assert_eq!(code(put(&empty)).await, refused(422, "invalid"));
    let elsewhere = Message { complaint: ComplaintId(crate::harness::uuid()), ..late.clone() };
    assert_eq!(code(send(&phone, &late, bytes(&elsewhere))).await, refused(422, "invalid"), "another id in the path");
    assert_eq!(code(put(&elsewhere)).await, refused(404, "not_found"));
    let stranger = Message { device: other.id, ..message(&phone, c.id, Action::Remark) };
    assert_eq!(code(send(&other, &stranger, bytes(&stranger))).await, refused(404, "not_found"));
    assert_eq!(code(send(&phone, &stranger, bytes(&stranger))).await, refused(422, "invalid"), "signed for another");
    let fresh = message(&phone, c.id, Action::Remark);
    let unsigned = put(&fresh).body(bytes(&late));
    assert_eq!(code(unsigned).await, refused(422, "bad_signature"));
    assert_eq!(code(send(&phone, &fresh, vec![b'x'; 64 * 1024 + 1])).await, refused(413, "too_large"));
    let path = format!("/api/v1/complaints/{}/messages/{}", c.id, fresh.id);
    let page = phone.ask(Method::PUT, &path).header("content-type", "text/html").body(bytes(&fresh));
    assert_eq!(code(page).await, refused(415, "malformed"));
    let path = format!("/api/v1/complaints/{}/messages/{}/receipt", c.id, m.id);
    assert_eq!(code(other.ask(Method::GET, &path)).await, refused(404, "not_found"));
    gw.stop().await;
}
