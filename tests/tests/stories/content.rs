//! Public content between a real gateway and phones: an edit at the gateway reaches a phone and outlives updates of both,
//! in either order.

use crate::area;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tests::gateway::{Gateway, settings};
use tests::phone::{Off, Phone};
use vungsam_core::commands::dispatch;
use vungsam_domain::Pack;
use vungsam_domain::content::bundle::{Bundle, RawRecord};
use vungsam_domain::sign::sha256_hex;
use vungsam_server::Settings;
use vungsam_server::content::feed::{Feed, Source};
use vungsam_server::env::SystemIds;
use vungsam_server::keys::Keys;

const EDITED: &str = "Hồ cạn nước từ tháng này.";

/// The invented area's content as the first version has it.
fn first() -> Vec<u8> {
    area::bundle(&area::area().join("content"))
}

/// As the next version has it: the place somebody edits is other here too, a question is gone, a procedure has a new name.
fn second() -> Vec<u8> {
    let (_, lines) = Bundle::open(&first()).unwrap();
    let mut records = lines.records;
    records.retain(|r| r.kind != "questions");
    for r in &mut records {
        let body = r.body.take().unwrap();
        r.body = Some(body.replace("Hồ trong như gương.", "Hồ rất sâu.").replace("Đăng ký thuyền", "Ghi tên thuyền"));
    }
    Bundle::pack(&records, None, None).unwrap()
}

fn with_pack(mut settings: Settings, bundle: &[u8]) -> Settings {
    let file: PathBuf = settings.data.join(format!("{}.vsc", sha256_hex(bundle)));
    std::fs::create_dir_all(&settings.data).unwrap();
    std::fs::write(&file, bundle).unwrap();
    settings.content.pack = Some(file);
    settings
}

async fn gateway(data: &Path, bundle: &[u8]) -> Gateway {
    let running = Gateway::start_with(with_pack(settings(data), bundle)).await;
    // It loads its pack while it starts to listen.
    while vungsam_server::db::content::state(&running.db).await.unwrap().is_none_or(|s| s.number == 0) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    running
}

/// The operator changes the lake's summary.
async fn edit(gateway: &Gateway) {
    let text = std::fs::read_to_string(area::area().join("content/places/ho-guong.toml")).unwrap();
    let text = text.replace("Hồ trong như gương.", EDITED);
    let put = vungsam_server::content::edit::put;
    let form = vungsam_domain::content::FileForm::Toml;
    put(&gateway.db, "places", &text, form, 1_795_392_000_000).await.unwrap();
}

fn reader(gateway: &Gateway, bundle: &[u8]) -> Off {
    let mut off = Off::new(&gateway.deployment);
    off.content = Some(bundle.to_vec());
    (off.policy.content_after, off.policy.content_every) = (Duration::ZERO, Duration::from_millis(100));
    off
}

fn ask(phone: &Phone, name: &str, args: Value) -> Value {
    tokio::task::block_in_place(|| dispatch(&phone.core, name, args, None)).unwrap()
}

fn lake(phone: &Phone) -> String {
    ask(phone, "place", json!({ "id": "ho-guong" }))["place"]["summary"]["vi"].as_str().unwrap().to_owned()
}

fn boat(phone: &Phone) -> String {
    ask(phone, "procedures", json!({}))["cards"][0]["title"]["vi"].as_str().unwrap().to_owned()
}

fn questions(phone: &Phone) -> usize {
    ask(phone, "questions", json!({}))["questions"].as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_at_the_gateway_reaches_the_phone_and_outlives_its_upgrade_and_then_the_apps() {
    let dir = tempfile::tempdir().unwrap();
    let running = gateway(dir.path(), &first()).await;
    let off = reader(&running, &first());
    let phone = off.on();
    assert_eq!((lake(&phone).as_str(), questions(&phone)), ("Hồ trong như gương.", 1));
    edit(&running).await;
    phone.until("the edit", |p| lake(p) == EDITED).await;
    assert_eq!(phone.state().content.from, vungsam_core::views::ContentOrigin::Gateway);
    let found = ask(&phone, "search", json!({ "q": "hồ cạn nước", "lang": "vi" }));
    assert_eq!(found["hits"][0]["id"], "ho-guong", "found by its new words");

    let mut off = phone.dies().await;
    let running = Gateway::start_with(with_pack(running.stop().await, &second())).await;
    off.deployment = running.deployment.clone();
    let phone = off.on();
    phone.until("what the upgrade brought", |p| boat(p) == "Ghi tên thuyền" && questions(p) == 0).await;
    assert_eq!(lake(&phone), EDITED);
    let clashes = vungsam_server::content::edit::clashes(&running.db).await.unwrap();
    assert_eq!(clashes.len(), 1, "both changed the lake, which is for the editor to see");

    let mut off = phone.dies().await;
    running.stop().await;
    off.content = Some(second());
    let phone = off.on();
    assert_eq!((lake(&phone).as_str(), boat(&phone).as_str()), (EDITED, "Ghi tên thuyền"), "with no gateway at all");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_at_the_gateway_outlives_an_upgrade_of_the_app_and_then_of_the_gateway() {
    let dir = tempfile::tempdir().unwrap();
    let running = gateway(dir.path(), &first()).await;
    edit(&running).await;
    let phone = reader(&running, &first()).on();
    phone.until("the edit", |p| lake(p) == EDITED).await;

    let mut off = phone.dies().await;
    off.content = Some(second());
    let phone = off.on();
    assert_eq!((lake(&phone).as_str(), boat(&phone).as_str()), (EDITED, "Ghi tên thuyền"));
    assert_eq!(questions(&phone), 0);

    let mut off = phone.dies().await;
    let running = Gateway::start_with(with_pack(running.stop().await, &second())).await;
    off.deployment = running.deployment.clone();
    let phone = off.on();
    let before = phone.state().content.checked_at_ms;
    phone.until("asked", |p| p.state().content.checked_at_ms > before).await;
    assert_eq!((lake(&phone).as_str(), boat(&phone).as_str(), questions(&phone)), (EDITED, "Ghi tên thuyền", 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_whose_content_the_gateway_does_not_know_gets_all_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let running = gateway(dir.path(), &first()).await;
    edit(&running).await;
    let phone = reader(&running, &second()).on();
    phone.until("the edit", |p| lake(p) == EDITED).await;
    assert_eq!(questions(&phone), 1, "the gateway's word, also where the app is newer");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_for_places_without_signal_is_what_the_gateway_has() {
    let dir = tempfile::tempdir().unwrap();
    let running = gateway(dir.path(), &first()).await;
    edit(&running).await;
    let keys = Keys::open(&running.settings.data.join("keys"), &SystemIds).unwrap();
    let source = Source { db: &running.db, keys: &keys, now: 1_795_392_000_000 };
    let bytes = Feed::default().newest(source).await.unwrap().bytes;
    let mut off = reader(&running, &first());
    off.policy.content_after = Duration::from_secs(3_600);
    let phone = off.on();
    let taken = phone.call_with("content_import", json!({}), Some(&bytes)).unwrap();
    assert_eq!((taken["older"].clone(), lake(&phone)), (json!(false), EDITED.to_owned()));
    let changed = bytes.iter().map(|b| b.wrapping_add(1)).collect::<Vec<_>>();
    assert_eq!(phone.call_with("content_import", json!({}), Some(&changed)).unwrap_err().code, "content_file");
    let foreign = Bundle::pack(&records(), None, None).unwrap();
    assert_eq!(phone.call_with("content_import", json!({}), Some(&foreign)).unwrap_err().code, "content_signature");
    assert_eq!(lake(&phone), EDITED, "nothing changed");
}

fn records() -> Vec<RawRecord> {
    let (_, lines) = Bundle::open(&first()).unwrap();
    assert!(Pack::of(&lines.records).1.is_empty());
    lines.records
}
