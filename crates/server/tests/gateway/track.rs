//! Looking a report up by number and PIN: over the API and on the public page.

use crate::harness::{Gateway, complaint_of, desk, jpeg, json, number, photo_ref, problem, text};
use crate::messages::{message, send};
use reqwest::{Client, Response};
use serde_json::json;
use vungsam_domain::wire::{MEDIA_TRACK, Tracked};
use vungsam_domain::{Action, Complaint, Pin, Status};
use vungsam_server::db::track;
use vungsam_server::hub::Hub;
use vungsam_server::workflow::Step;

fn wrong(pin: &Pin) -> String {
    let n: u32 = pin.reveal().parse().unwrap();
    format!("{:04}", (n + 1) % 10_000)
}

async fn ask(gw: &Gateway, http: &Client, number: &str, pin: &str) -> Response {
    let body = json!({ "reference": number, "pin": pin }).to_string();
    http.post(gw.url("/api/v1/track")).header("content-type", MEDIA_TRACK).body(body).send().await.unwrap()
}

async fn page(gw: &Gateway, http: &Client, lang: &str, number: &str, pin: &str) -> (u16, String) {
    let form = format!("number={number}&pin={pin}");
    let r = http
        .post(gw.url(&format!("/track?lang={lang}")))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .unwrap();
    let policy = text(&r, "content-security-policy").to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'self'") && !policy.contains("script"), "{policy}");
    assert_eq!((text(&r, "cache-control"), text(&r, "referrer-policy")), ("no-store", "no-referrer"));
    let status = r.status().as_u16();
    let html = r.text().await.unwrap();
    assert!(
        !html.contains("<script")
            && !html.contains(" style=")
            && !html.contains(" onclick")
            && !html.contains("javascript"),
        "no script: {html}"
    );
    (status, html)
}

#[tokio::test]
async fn number_and_pin_show_words_and_steps_but_no_sender_and_no_photo() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let mut c = complaint_of(phone.id);
    c.text = "Cầu treo <b>gãy</b> ván.".to_owned();
    assert_eq!(phone.put(&c).await.status(), 201);
    let db = gw.db().await;
    let hoa = gw.officer(&db, &["nam-tra-my"]).await;
    let hub = Hub::default();
    desk(&db, &hub).act(&hoa, c.id, Action::AskMore, Some("Ván thứ mấy?")).await.unwrap();
    let m = message(&phone, c.id, Action::AddMore);
    assert_eq!(send(&phone, &m, serde_json::to_vec(&m).unwrap()).send().await.unwrap().status(), 201);

    let http = gw.client();
    let r = ask(&gw, &http, &c.reference.to_string(), c.pin.reveal()).await;
    assert_eq!((r.status().as_u16(), text(&r, "content-type")), (200, MEDIA_TRACK));
    assert_eq!(text(&r, "cache-control"), "no-store");
    let raw = r.text().await.unwrap();
    assert!(!raw.contains(&phone.id.to_string()) && !raw.contains("contact") && !raw.contains("message"), "{raw}");
    let found: Tracked = serde_json::from_str(&raw).unwrap();
    assert_eq!((found.reports.len(), &found.reports[0].text, found.reports[0].status), (1, &c.text, Status::Accepted));
    let steps: Vec<_> = found.reports[0].events.iter().map(|e| (e.action, e.text.as_deref())).collect();
    assert_eq!(steps, [(Action::AskMore, Some("Ván thứ mấy?")), (Action::AddMore, Some(m.text.as_str()))]);

    let (status, html) = page(&gw, &http, "vi", &c.reference.to_string(), c.pin.reveal()).await;
    assert_eq!(status, 200);
    for said in ["Xã đã tiếp nhận", "Cầu treo &#60;b&#62;gãy", "Ván thứ mấy?", "Nguyễn Thị Hoa", "<html lang=\"vi\">"]
    {
        assert!(html.contains(said), "{said}: {html}");
    }
    assert!(!html.contains(c.pin.reveal()), "the PIN is not written back");
    assert!(html.contains("Muốn trả lời xã, hãy mở ứng dụng trên máy đã gửi phiếu."));
    assert!(!html.contains("Bước này có ảnh"), "no step has a photo yet");
    let shown = photo_ref(&jpeg(1));
    let step = Step { photos: std::slice::from_ref(&shown), ..Step::new(Action::Start, None) };
    desk(&db, &hub).step(&hoa, c.id, step).await.unwrap();
    let (_, html) = page(&gw, &http, "vi", &c.reference.to_string(), c.pin.reveal()).await;
    assert_eq!(html.matches("Bước này có ảnh của xã.").count(), 1, "{html}");
    assert!(!html.contains(&shown.sha256) && !html.contains("<img"), "said, not shown");
    let raw = ask(&gw, &http, c.reference.as_str(), c.pin.reveal()).await.text().await.unwrap();
    assert!(!raw.contains(&shown.sha256), "{raw}");
    let (status, html) = page(&gw, &http, "en", c.reference.as_str(), c.pin.reveal()).await;
    assert!(status == 200 && html.contains("Being handled") && html.contains("<html lang=\"en\">"));

    // A report that was set apart shows where it stands and what the office wrote, nothing else.
    let mut tx = db.begin().await.unwrap();
    sqlx::query("UPDATE complaints SET kind = 'to-cao'").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let found: Tracked = json(ask(&gw, &http, c.reference.as_str(), c.pin.reveal()).await).await;
    assert_eq!(found.reports[0].text, "");
    let texts: Vec<_> = found.reports[0].events.iter().map(|e| e.text.as_deref()).collect();
    assert_eq!(texts, [Some("Ván thứ mấy?"), None, None]);
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn the_bare_address_shows_a_browser_the_page_and_tells_a_program_that_nothing_is_here() {
    let gw = Gateway::start().await;
    let http = gw.client();
    let browser = "text/html,application/xhtml+xml,*/*;q=0.8";
    let r = http.get(gw.url("/")).header("accept", browser).send().await.unwrap();
    assert_eq!((r.status().as_u16(), r.url().path()), (200, "/track"), "followed");
    assert!(r.text().await.unwrap().contains("Nhập số phiếu"));
    for accept in ["*/*", "application/json"] {
        let r = http.get(gw.url("/")).header("accept", accept).send().await.unwrap();
        assert_eq!((r.status().as_u16(), problem(r).await.code.as_str()), (404, "not_found"), "{accept}");
    }
    gw.stop().await;
}

#[tokio::test]
async fn an_older_slip_tells_how_the_newer_version_went_on() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let old = phone.report(&[]).await;
    let new = Complaint { replaces: Some(old.id), text: "Mới.".to_owned(), ..complaint_of(phone.id) };
    assert_eq!(phone.put(&new).await.status(), 201);
    let db = gw.db().await;
    let hoa = gw.officer(&db, &["nam-tra-my"]).await;
    desk(&db, &Hub::default()).act(&hoa, new.id, Action::Accept, None).await.unwrap();
    let found: Tracked = json(ask(&gw, &gw.client(), old.reference.as_str(), old.pin.reveal()).await).await;
    let report = &found.reports[0];
    assert_eq!((report.id, report.status, report.events.len()), (old.id, Status::Accepted, 1));
    assert_eq!(report.text, old.text);
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn five_wrong_pins_close_a_number_for_the_day_on_both_doors_together() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let (c, other) = (phone.report(&[]).await, phone.report(&[]).await);
    let http = gw.client();
    for _ in 0..10 {
        assert_eq!(ask(&gw, &http, c.reference.as_str(), c.pin.reveal()).await.status(), 200, "a right PIN is free");
    }
    for round in 0..5 {
        if round % 2 == 0 {
            let r = ask(&gw, &http, c.reference.as_str(), &wrong(&c.pin)).await;
            assert_eq!((r.status().as_u16(), problem(r).await.code.as_str()), (404, "not_found"));
        } else {
            let (status, html) = page(&gw, &http, "vi", c.reference.as_str(), &wrong(&c.pin)).await;
            assert!(status == 404 && html.contains("Không có phiếu nào khớp"), "{status}");
        }
    }
    let r = ask(&gw, &http, c.reference.as_str(), c.pin.reveal()).await;
    assert_eq!(r.status(), 429, "also for the right PIN");
    assert!((1..=86_400).contains(&number(&r, "retry-after")));
    assert_eq!(problem(r).await.code, "pin_closed");
    let (status, html) = page(&gw, &http, "en", c.reference.as_str(), c.pin.reveal()).await;
    assert!(status == 429 && html.contains("try again tomorrow"), "{status}");
    assert_eq!(ask(&gw, &http, other.reference.as_str(), other.pin.reveal()).await.status(), 200);
    gw.stop().await;
}

#[tokio::test]
async fn a_number_nobody_drew_answers_like_a_wrong_pin_and_closes_like_one() {
    let gw = Gateway::start().await;
    let c = complaint_of(gw.stranger().id);
    let http = gw.client();
    for _ in 0..5 {
        assert_eq!(ask(&gw, &http, c.reference.as_str(), c.pin.reveal()).await.status(), 404);
    }
    assert_eq!(ask(&gw, &http, c.reference.as_str(), c.pin.reveal()).await.status(), 429);
    let r = ask(&gw, &http, "1234567890", "0000").await;
    assert_eq!((r.status().as_u16(), problem(r).await.code.as_str()), (422, "invalid"), "not a number at all");
    let (status, html) = page(&gw, &http, "vi", "123", "12").await;
    assert!(status == 422 && html.contains("aria-invalid") && html.contains("Mã riêng có 4 chữ số."));
    let r = http.get(gw.url("/track")).send().await.unwrap();
    assert!(r.status() == 200 && r.text().await.unwrap().contains("Nhập số phiếu"));
    for path in ["/static/mark.svg", "/static/console.css"] {
        assert_eq!(http.get(gw.url(path)).send().await.unwrap().status(), 200, "{path}");
    }
    gw.stop().await;
}

#[tokio::test]
async fn a_thousand_guesses_at_once_are_five_guesses() {
    let gw = Gateway::with(|s| s.limits.track_per_address = 10_000).await;
    let phone = gw.phone().await;
    let c = phone.report(&[]).await;
    let http = gw.client();
    let guesses = (0..60_u32).map(|n| {
        let pin = format!("{n:04}");
        let pin = if pin == c.pin.reveal() { "9999".to_owned() } else { pin };
        let (gw, http, c) = (&gw, &http, &c);
        async move { ask(gw, http, c.reference.as_str(), &pin).await.status().as_u16() }
    });
    let answers = futures_util::future::join_all(guesses).await;
    assert_eq!(answers.iter().filter(|s| **s == 404).count(), 5, "{answers:?}");
    assert_eq!(answers.iter().filter(|s| **s == 429).count(), 55);
    let db = gw.db().await;
    assert_eq!(track::forget_before(&db, i64::MAX).await.unwrap(), 1);
    assert_eq!(ask(&gw, &http, c.reference.as_str(), c.pin.reveal()).await.status(), 200);
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn an_address_that_tries_number_after_number_is_slowed_down() {
    let gw = Gateway::with(|s| s.limits.track_per_address = 3).await;
    let http = gw.client();
    let mut last = None;
    for _ in 0..5 {
        let c = complaint_of(gw.stranger().id);
        last = Some(ask(&gw, &http, c.reference.as_str(), c.pin.reveal()).await);
    }
    let r = last.unwrap();
    assert_eq!((r.status().as_u16(), problem(r).await.code.as_str()), (429, "too_many_requests"));
    gw.stop().await;
}
