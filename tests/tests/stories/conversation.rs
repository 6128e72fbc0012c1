//! What is said after a report was sent: the office asks, the person answers, takes back, opens again; and reports that
//! reach the gateway or another phone by another way.

use crate::world::World;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tests::officer::Browser;
use tests::phone::{Off, Phone, Report, fixture};
use tests::proxy::Fate;
use tests::relay::Turn;
use vungsam_core::views::Delivery;
use vungsam_domain::{Action, Status, sign};

async fn stands(phone: &Phone, id: vungsam_domain::ComplaintId, status: Status) {
    phone.until(status.id(), |p| p.detail(id).card.status == Some(status)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_asks_and_the_person_answers_with_a_photo() {
    let world = World::new().await;
    let gateway = &world.gateway;
    let phone = Off::new(&gateway.deployment).on();
    let id = phone.report(&Report::default());
    phone.all_arrived(gateway, &[id]).await;
    let (hoa, one_time) = (Browser::at(gateway.console), gateway.hire("hoa", &["nam-tra-my"]).await);
    hoa.first_sign_in("hoa", &one_time, "một mật khẩu dài").await;
    let officer = gateway.officer("lan", &["nam-tra-my"]).await;
    gateway.act(&officer, id, Action::AskMore, Some("Đá nằm ở đoạn nào?")).await.unwrap();
    stands(&phone, id, Status::NeedsMore).await;
    assert_eq!(phone.detail(id).can, [Action::AddMore, Action::Withdraw, Action::Remark]);

    phone.say(id, "add_more", "Ở khúc cua sau cầu treo.", &[fixture("planks")]).unwrap();
    phone.until("the answer arrived", |p| p.detail(id).messages[0].delivery == Delivery::Received).await;
    stands(&phone, id, Status::Accepted).await;
    let detail = phone.detail(id);
    let message = &detail.messages[0];
    assert!(message.photos[0].received);
    let told = detail.events.iter().filter(|e| e.message == Some(message.id)).count();
    assert_eq!((told, phone.state().waiting), (1, 0));
    let page = hoa.get(&format!("/complaints/{id}")).await.text();
    assert!(page.contains("Ở khúc cua sau cầu treo."), "the officer reads it");
    let photo = hoa.get(&format!("/photos/{id}/{}", message.photos[0].photo.sha256)).await;
    assert_eq!(sign::sha256_hex(&photo.bytes), message.photos[0].photo.sha256, "and sees the phone's bytes");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_does_not_satisfy_it_is_open_again_and_later_taken_back() {
    let world = World::new().await;
    let (road, off) = world.road().await;
    let phone = off.on();
    let id = phone.report(&Report::default());
    phone.all_arrived(&world.gateway, &[id]).await;
    let officer = world.gateway.officer("lan", &["nam-tra-my"]).await;
    for (action, text) in [(Action::Accept, None), (Action::Answer, Some("Đã dọn."))] {
        world.gateway.act(&officer, id, action, text).await.unwrap();
    }
    stands(&phone, id, Status::Answered).await;
    // Said without a network, on a phone that is switched off meanwhile.
    road.set(&[], Fate::Drop);
    phone.say(id, "reopen", "Đá vẫn còn nửa đường.", &[]).unwrap();
    let phone = phone.dies().await.on();
    assert_eq!(phone.detail(id).messages.len(), 1);
    road.set(&[], Fate::Pass);
    phone.core.wake();
    stands(&phone, id, Status::Reopened).await;
    phone.say(id, "withdraw", "", &[]).unwrap();
    assert!(phone.detail(id).card.withdrawing);
    stands(&phone, id, Status::Withdrawn).await;
    let detail = phone.detail(id);
    assert!(!detail.card.withdrawing && detail.can.is_empty());
    assert!(world.gateway.act(&officer, id, Action::Accept, None).await.is_err(), "it is nobody's work any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_thrown_away_after_an_attempt_is_taken_back_at_the_office() {
    let world = World::new().await;
    let (relay, off) = world.relay().await;
    let known = off.on();
    let first = known.report(&Report::default());
    known.until_received(first).await;
    // It arrives, and the answer is lost each time.
    let lose = Arc::new(AtomicBool::new(true));
    let losing = Arc::clone(&lose);
    relay.script(move |seen| {
        let words = seen.method == "PUT" && seen.path.starts_with("/api/v1/complaints");
        if words && losing.load(Ordering::SeqCst) { Turn::LoseAnswer } else { Turn::Pass }
    });
    let id = known.report(&Report::with_photos(&["road"]));
    known.until("an attempt", |p| p.delivery(id) == Delivery::Trying).await;
    known.call("outbox_discard", json!({ "id": id })).unwrap();
    lose.store(false, Ordering::SeqCst);
    known.core.wake();
    stands(&known, id, Status::Withdrawn).await;
    // The feed may tell the state before the receipt of the taking back has come.
    known.until("nothing waits", |p| p.state().waiting == 0).await;
    let held = world.gateway.held().await;
    let photos = &held.iter().find(|h| h.complaint.id == id).unwrap().photos;
    assert_eq!(photos, &[None], "its photo was not sent any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_phone_follows_by_number_and_pin() {
    let world = World::new().await;
    let phone = Off::new(&world.gateway.deployment).on();
    let id = phone.report(&Report::default());
    phone.all_arrived(&world.gateway, &[id]).await;
    let (number, pin) = (phone.detail(id).card.reference_shown, phone.detail(id).pin);
    let other = Off::new(&world.gateway.deployment).on();
    other.call("track_add", json!({ "reference": number, "pin": pin })).unwrap();
    let followed = |p: &Phone| -> Value { p.call("complaints", json!({})).unwrap()["tracked"][0].clone() };
    other.until("found", |p| followed(p)["state"] == json!("found")).await;
    let officer = world.gateway.officer("lan", &["nam-tra-my"]).await;
    world.gateway.act(&officer, id, Action::Accept, None).await.unwrap();
    other.call("track_add", json!({ "reference": number, "pin": pin })).unwrap();
    other.until("news", |p| followed(p)["unread"] == json!(true)).await;
    assert_eq!(followed(&other)["reports"][0]["status"], json!("da-tiep-nhan"));
    assert_eq!(other.state().complaints, 0, "following is not having");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_without_a_link_travels_on_another_phone() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let world = World::new().await;
    let (road, off) = world.road().await;
    road.set(&[], Fate::Drop);
    let phone = off.on();
    let id = phone.report(&Report::with_photos(&["road", "planks"]));
    let file = phone.call("outbox_export", json!({ "id": id })).unwrap();
    let file = STANDARD.decode(file["base64"].as_str().unwrap()).unwrap();

    let carrier = Off::new(&world.gateway.deployment).on();
    carrier.call_with("package_take", json!({}), Some(&file)).unwrap();
    carrier.until("handed in", |p| p.outbox().carried[0].delivery == Delivery::Received).await;
    let held = world.gateway.held().await;
    assert_eq!((held.len(), held[0].complaint.id, held[0].photos.iter().flatten().count()), (1, id, 2));
    assert_ne!(phone.delivery(id), Delivery::Received, "this phone was not told yet");

    // Weeks later it has a link itself: the same report, once.
    road.set(&[], Fate::Pass);
    phone.core.wake();
    phone.all_arrived(&world.gateway, &[id]).await;
    let officer = world.gateway.officer("lan", &["nam-tra-my"]).await;
    world.gateway.act(&officer, id, Action::Accept, None).await.unwrap();
    stands(&phone, id, Status::Accepted).await;
}
