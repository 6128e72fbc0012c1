//! Nothing about a person reaches the log: not from a good request, not from a bad one, at debug level.

use crate::harness::{Gateway, complaint_of, desk, jpeg, photo_ref};
use reqwest::Method;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::EnvFilter;
use vungsam_domain::wire::{MEDIA_COMPLAINT, MEDIA_UNANSWERED, MEDIA_WATCH};
use vungsam_domain::{Action, Contact, sign};
use vungsam_server::hub::Hub;

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_holds_no_name_phone_text_pin_bearer_code_or_proof() {
    let kept = Kept::default();
    let writer = kept.clone();
    let filter = EnvFilter::new("debug,sqlx=off,vungsam_server=trace");
    let log = tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(move || writer.clone());
    tracing::subscriber::set_global_default(log.finish()).unwrap();

    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let shot = jpeg(1);
    let mut c = complaint_of(phone.id);
    c.text = "CANARYTEXT đá lăn".to_owned();
    c.place.near = "CANARYPLACE".to_owned();
    c.contact = Some(Contact { name: "CANARYNAME".to_owned(), phone: "0987 654 321".to_owned() });
    c.photos = vec![photo_ref(&shot)];
    assert_eq!(phone.put(&c).await.status(), 201);
    let r = phone
        .create(&c, &c.photos[0])
        .header("content-type", "application/offset+octet-stream")
        .body(shot)
        .send()
        .await
        .unwrap();
    assert_eq!(r.status(), 201);
    let mut wrong = c.clone();
    wrong.contact = Some(Contact { name: "CANARYNAME".repeat(20), phone: "CANARYPHONE".to_owned() });
    assert_eq!(phone.put(&wrong).await.status(), 422);
    wrong.id = vungsam_domain::ComplaintId(crate::harness::uuid());
    let path = format!("/api/v1/complaints/{}?canaryquery=1", c.id);
    let lie = phone.ask(Method::PUT, &path).header("content-type", MEDIA_COMPLAINT).body("{\"name\":\"CANARYNAME\"");
    assert_eq!(lie.send().await.unwrap().status(), 422);
    let code = "000.00.19.H47-260105-0815";
    for n in 0..7_u128 {
        let watch = uuid::Uuid::from_u128(n + 1);
        let body = serde_json::json!({ "v": 1, "id": watch, "code": code, "proof": "7391" });
        let path = format!("/api/v1/devices/{}/watches/{watch}", phone.id);
        let r = phone.ask(Method::PUT, &path).header("content-type", MEDIA_WATCH).json(&body).send().await.unwrap();
        assert_eq!(r.status(), if n < 5 { 200 } else { 429 });
    }
    for n in 0..20_u128 {
        let watch = uuid::Uuid::from_u128(n + 100);
        let other = format!("000.00.19.H47-260106-{n:04}");
        let body = serde_json::json!({ "v": 1, "id": watch, "code": other, "proof": "7391" });
        let path = format!("/api/v1/devices/{}/watches/{watch}", phone.id);
        let r = phone.ask(Method::PUT, &path).header("content-type", MEDIA_WATCH).json(&body).send().await.unwrap();
        assert_eq!(r.status(), if n < 19 { 200 } else { 429 });
    }
    for n in 0..22_u128 {
        let (id, text) =
            (uuid::Uuid::from_u128(n + 900), if n == 0 { "CANARYASKS 0987 654 321" } else { "CANARYASKS" });
        let body = serde_json::json!({ "v": 1, "id": id, "text": text, "lang": "vi", "unit": null });
        let path = format!("/api/v1/unanswered/{id}");
        let r =
            phone.ask(Method::PUT, &path).header("content-type", MEDIA_UNANSWERED).json(&body).send().await.unwrap();
        assert_eq!(
            r.status(),
            if n == 0 {
                422
            } else if n < 21 {
                200
            } else {
                429
            }
        );
    }
    let db = gw.db().await;
    let hoa = gw.officer(&db, &["nam-tra-my"]).await;
    let hub = Hub::default();
    desk(&db, &hub).act(&hoa, c.id, Action::Refuse, Some("CANARYANSWER")).await.unwrap();
    assert_eq!(phone.changes("", 0).await.changes.len(), 1);
    db.close().await;
    gw.stop().await;

    let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    assert!(log.lines().filter(|l| l.contains("\"answered\"")).count() >= 6, "the log was kept: {log}");
    assert!(log.lines().all(|l| serde_json::from_str::<serde_json::Value>(l).is_ok()), "one JSON object a line");
    let low = log.to_lowercase();
    let bearer = sign::b64(&phone.bearer);
    for secret in ["canary", "0987 654 321", "nguyễn thị hoa", c.reference.as_str(), &bearer.to_lowercase()] {
        assert!(!low.contains(secret), "{secret} is in the log");
    }
    assert!(!log.contains(&format!("\"{}\"", c.pin.reveal())), "the PIN is in the log");
    assert!(log.contains("a dossier's code is closed for the day"), "who goes through proofs is in the log");
    assert!(log.contains("a device is closed to new codes for the day"), "who goes through codes is in the log");
    for secret in [code, "260106-00", &phone.id.to_string()] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
    assert!(log.split(|c: char| !c.is_alphanumeric()).all(|word| word != "7391"), "a proof is in the log");
    assert!(!log.contains(&c.id.to_string()), "a complaint's id is in the log");
    assert!(!log.contains("0000-0000000003"), "a question's id is in the log");
}
