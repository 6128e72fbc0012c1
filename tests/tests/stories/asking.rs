//! A question nobody could answer, whole: asked on a phone without a network, counted once at the gateway, read by an officer,
//! and nothing in any log that says what was asked or by whom.

use crate::world::World;
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, Mutex};
use tests::officer::Browser;
use tests::phone::Phone;
use tests::proxy::Fate;
use tracing_subscriber::EnvFilter;

/// What nothing in the content answers.
const QUESTION: &str = "Giá vàng hôm nay bao nhiêu một chỉ?";

/// All that phone and gateway write down.
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

fn waiting(phone: &Phone) -> usize {
    phone.call("unanswered", json!({})).unwrap()["cards"].as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_asked_offline_is_counted_once_read_by_an_officer_and_in_no_log() {
    let kept = Kept::default();
    let writer = kept.clone();
    let filter = EnvFilter::new("debug,sqlx=off");
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(move || writer.clone());
    tracing::subscriber::set_global_default(log.finish()).unwrap();

    let world = World::new().await;
    let (road, off) = world.road().await;
    road.set(&[], Fate::Drop);
    let phone = off.on();
    let mut settings = serde_json::to_value(phone.state().settings).unwrap();
    settings["unit"] = json!("nam-tra-my");
    phone.call("settings_set", settings).unwrap();

    // No network: it is asked, not answered, and the person agrees to have it counted.
    let asked = phone.call("ask", json!({ "q": QUESTION, "lang": "vi" })).unwrap();
    assert_eq!(asked, json!({ "outcome": "unknown", "answers": [] }));
    assert_eq!(waiting(&phone), 0, "to ask keeps nothing");
    let with_number = format!("{QUESTION} Gọi 0905 389 330.");
    let refused = phone.call("unanswered_add", json!({ "text": with_number, "lang": "vi" })).unwrap();
    assert_eq!(refused, json!({ "saved": null, "personal": [{ "gives": "phone", "raw": "0905 389 330" }] }));
    phone.call("unanswered_add", json!({ "text": QUESTION, "lang": "vi" })).unwrap();
    let phone = phone.dies().await.on();
    assert_eq!(waiting(&phone), 1);

    // A link that loses the first answers: it arrived, and goes again.
    road.set(&[], Fate::LoseAnswers(4_000));
    phone.call("sync_now", json!({})).unwrap();
    let gateway = &world.gateway;
    let mut tries = 0;
    while gateway.count("unanswered_seen").await == 0 && tries < 300 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        tries += 1;
    }
    road.set(&[], Fate::Pass);
    phone.call("sync_now", json!({})).unwrap();
    phone.until("counted", |p| waiting(p) == 0).await;
    assert_eq!((gateway.count("unanswered").await, gateway.count("unanswered_seen").await), (1, 1));

    // Another phone asks the same in other letters.
    let other = Phone::new(&gateway.deployment);
    other.call("unanswered_add", json!({ "text": "gia vang hom nay bao nhieu mot chi", "lang": "vi" })).unwrap();
    other.until("counted", |p| waiting(p) == 0).await;

    let one_time = gateway.hire("hoa", &["nam-tra-my"]).await;
    let officer = Browser::at(gateway.console);
    officer.first_sign_in("hoa", &one_time, "bốn con suối nhỏ").await;
    let page = officer.get("/unanswered").await.text();
    for said in ["hỏi 2 lần", "Xã Nam Trà My: 1", "Không nói xã nào: 1"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let typed = [("question", "gia vang hom nay bao nhieu mot chi"), ("as", "not-ours")];
    assert_eq!(officer.submit("/unanswered", &["csrf"], &typed).await.status, 303);
    assert!(officer.get("/unanswered?state=not-ours").await.text().contains("Cán bộ hoa"));

    let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap().to_lowercase();
    assert!(log.contains("/api/v1/unanswered/{id}"), "the log was kept");
    for words in ["giá vàng", "gia vang", "0905 389 330"] {
        assert!(!log.contains(words), "{words} is in the log");
    }
}
