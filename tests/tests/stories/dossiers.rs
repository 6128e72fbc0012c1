//! The dossier wallet, whole: an office's file at the gateway, a phone that scanned its slip without a network, and what the
//! person sees. Files are taken in by the operator's own command, beside the running gateway.

use crate::world::World;
use clap::Parser;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use tests::phone::{Off, Phone};
use tests::proxy::Fate;
use tokio::sync::broadcast::Receiver;
use vungsam_core::CoreEvent;
use vungsam_core::views::{DossierDetail, DossierNews, WatchState};
use vungsam_domain::dossier::{Group, Said, SourceKind};
use vungsam_server::cli::{self, Cli};

const CODE: &str = "H57.132-251016-0583";
const OTHER: &str = "H57.132-251016-0584";
const PAPERS: &str = "Giấy đồng ý của chủ hộ, nộp tại quầy số 2";
const HEAD: &str =
    "Mã hồ sơ;Tên thủ tục;Người nộp;Số điện thoại;Ngày nhận;Ngày hẹn trả;Trạng thái;Ngày cập nhật;Nội dung bổ sung\n";
const SOURCE: &str = "Một cửa Trà My (mẫu)";

/// Takes a file in as the operator does; the command's exit code.
async fn import(world: &World, name: &str, rows: &str, as_of: &str) -> String {
    let data = world.gateway.data();
    let file = data.parent().unwrap().join(name);
    std::fs::write(&file, format!("{HEAD}{rows}")).unwrap();
    run(&data, &["import", "dossiers", file.to_str().unwrap(), "--source", SOURCE, "--as-of", as_of]).await
}

async fn run(data: &Path, args: &[&str]) -> String {
    let mut all = vec!["vungsam-server"];
    all.extend_from_slice(args);
    all.extend_from_slice(&["--data", data.to_str().unwrap()]);
    format!("{:?}", cli::run(Cli::try_parse_from(all).unwrap()).await.unwrap())
}

fn done() -> String {
    format!("{:?}", std::process::ExitCode::SUCCESS)
}

fn detail(phone: &Phone, id: &Value) -> DossierDetail {
    serde_json::from_value(phone.call("dossier", json!({ "id": id })).unwrap()).unwrap()
}

/// A photo of a slip with its code as a QR.
fn slip(code: &str) -> Vec<u8> {
    use rxing::Writer;
    let bits = rxing::MultiFormatWriter.encode(code, &rxing::BarcodeFormat::QR_CODE, 320, 320).unwrap();
    let dark = |x: u32, y: u32| x >= 90 && y >= 70 && x < 410 && y < 390 && bits.get(x - 90, y - 70);
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(900, 1_200, |x, y| image::Rgb([if dark(x, y) { 40 } else { 220 }; 3]))
        .write_to(&mut out, image::ImageFormat::Jpeg)
        .unwrap();
    out.into_inner()
}

async fn notified(events: &mut Receiver<CoreEvent>) -> DossierNews {
    let wait = async {
        loop {
            if let Ok(CoreEvent::NotifyDossier { news, .. }) = events.recv().await {
                return news;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait).await.expect("a notification")
}

/// Day and night alike, or the story would depend on the hour.
fn never_quiet(phone: &Phone) {
    let mut settings = serde_json::to_value(phone.state().settings).unwrap();
    settings["quiet_to"] = settings["quiet_from"].clone();
    phone.call("settings_set", settings).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_scanned_offline_gets_the_offices_status_and_then_the_exact_paper_that_is_missing() {
    let world = World::new().await;
    let (road, off) = world.road().await;
    road.set(&[], Fate::Drop);

    // At home, no network: the slip is scanned, kept, and to be watched.
    let phone = off.on();
    never_quiet(&phone);
    let found = phone.call_with("dossier_scan", json!({}), Some(&slip(CODE))).unwrap();
    let code = found["found"][0]["reading"]["canonical"].clone();
    assert_eq!(code, json!(CODE));
    let fields =
        json!({ "code": code, "name": "Thường trú nhà mình", "received_on": "2025-10-16", "due_on": "2025-10-27" });
    let id = phone.call("dossier_add", fields).unwrap()["card"]["id"].clone();
    phone.call("dossier_watch", json!({ "id": id, "proof": "0456" })).unwrap();
    let kept = detail(&phone, &id);
    assert_eq!((kept.card.group, kept.card.watch), (Group::Office, WatchState::Waiting));
    assert_eq!(kept.card.current.unwrap().source.kind, SourceKind::Slip);
    let phone = phone.dies().await.on();

    // The office's first file, with somebody else's row in it. Then there is a network.
    let rows = format!(
        "{CODE};Đăng ký thường trú;Hồ Văn Thử;0900000456;16/10/2025;27/10/2025;Đang xử lý;17/10/2025;\n\
         {OTHER};Đăng ký kết hôn;Nguyễn Thị Mẫu;0900000777;16/10/2025;20/10/2025;Đã xử lý xong;18/10/2025;\n"
    );
    assert_eq!(import(&world, "1.csv", &rows, "2025-10-18").await, done());
    road.set(&[], Fate::Pass);
    phone.call("sync_now", json!({})).unwrap();
    phone.until("the office's status", |p| detail(p, &id).card.watch == WatchState::Told).await;
    let told = detail(&phone, &id);
    let current = told.card.current.clone().unwrap();
    assert_eq!((current.status, current.on.as_str()), (Some(4), "2025-10-17"));
    assert_eq!((current.source.kind, current.source.name.as_str()), (SourceKind::OfficeFile, SOURCE));
    assert_eq!(told.sources.len(), 1, "with who was heard when");
    assert!(told.steps.iter().any(|s| s.source.kind == SourceKind::Slip), "what the slip said stays");

    // The next file: a paper is missing.
    let mut events = phone.core.subscribe();
    let rows = format!(
        "{CODE};Đăng ký thường trú;Hồ Văn Thử;0900000456;16/10/2025;27/10/2025;Yêu cầu bổ sung giấy tờ;20/10/2025;{PAPERS}\n"
    );
    assert_eq!(import(&world, "2.csv", &rows, "2025-10-20").await, done());
    let DossierNews::Step { step } = notified(&mut events).await else { panic!("not what an office said") };
    assert_eq!((step.status, step.supplement.as_deref()), (Some(5), Some(PAPERS)));
    let asked = detail(&phone, &id);
    assert_eq!((asked.card.group, asked.card.unread), (Group::You, true));
    assert_eq!(asked.card.current.unwrap().supplement.as_deref(), Some(PAPERS));
    assert_eq!(phone.state().dossiers_acting, 1);

    // The person goes there. The file of before, once more and too late, changes nothing.
    let said = phone.call("dossier_say", json!({ "id": id, "said": "handed_in" })).unwrap();
    assert_eq!(said["card"]["said"], json!(Said::HandedIn));
    let rows =
        format!("{CODE};Đăng ký thường trú;Hồ Văn Thử;0900000456;16/10/2025;27/10/2025;Được tiếp nhận;16/10/2025;\n");
    import(&world, "0.csv", &rows, "2025-10-16").await;
    phone.call("sync_now", json!({})).unwrap();
    let rows =
        format!("{CODE};Đăng ký thường trú;Hồ Văn Thử;0900000456;16/10/2025;27/10/2025;Đã xử lý xong;21/10/2025;\n");
    assert_eq!(import(&world, "3.csv", &rows, "2025-10-21").await, done());
    phone.until("the result", |p| detail(p, &id).card.group == Group::Fetch).await;

    // Nothing but what is promised was kept, and nobody else's row came.
    for name in ["Hồ Văn Thử", "Nguyễn Thị Mẫu", "0900000456", "0900000777"] {
        assert!(!holds(&world.gateway.data(), name), "{name} is in a file of the gateway");
    }
    assert_eq!(phone.call("dossiers", json!({})).unwrap()["cards"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_proof_and_an_unknown_code_look_the_same_until_the_office_tells() {
    let world = World::new().await;
    let row = |status: &str, day: &str| {
        format!("{CODE};Đăng ký thường trú;;0900000456;16/10/2025;27/10/2025;{status};{day}/10/2025;\n")
    };
    import(&world, "1.csv", &row("Đang xử lý", "17"), "2025-10-17").await;
    let phone = Phone::new(&world.gateway.deployment);
    let add = |code: &str, proof: &str| {
        let id = phone.call("dossier_add", json!({ "code": code })).unwrap()["card"]["id"].clone();
        phone.call("dossier_watch", json!({ "id": id, "proof": proof })).unwrap();
        id
    };
    let (wrong, unknown) = (add(CODE, "9999"), add(OTHER, "0777"));
    for id in [&wrong, &unknown] {
        phone.until("asked", |p| detail(p, id).card.watch == WatchState::Asked).await;
    }
    // Days later the office tells of the other one.
    let other = format!("{OTHER};Đăng ký kết hôn;;0900000777;16/10/2025;20/10/2025;Đã xử lý xong;18/10/2025;\n");
    let both = format!("{}{other}", row("Đang xử lý", "18"));
    assert_eq!(import(&world, "2.csv", &both, "2025-10-18").await, done());
    phone.until("told", |p| detail(p, &unknown).card.group == Group::Fetch).await;
    assert_eq!(detail(&phone, &wrong).card.watch, WatchState::Asked, "still nothing");
    // With the right digits it comes at once.
    phone.call("dossier_watch", json!({ "id": wrong, "proof": "0456" })).unwrap();
    phone.until("told", |p| detail(p, &wrong).card.watch == WatchState::Told).await;
    phone.call("dossier_unwatch", json!({ "id": wrong })).unwrap();
    phone.call("dossier_remove", json!({ "id": unknown })).unwrap();
    while world.gateway.count("watches").await > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_off_the_state_adds_later_moves_the_counted_day_on_the_phone() {
    let world = World::new().await;
    let mut off = Off::new(&world.gateway.deployment);
    (off.policy.content_after, off.policy.content_every) = (Duration::ZERO, Duration::from_millis(100));
    let phone = off.on();
    let procedures = vungsam_server::content::pack();
    let counted = procedures
        .procedures
        .iter()
        .find(|p| vungsam_domain::dossier::clock::term(p).is_some_and(|t| t.working_days == 3));
    let fields = json!({ "procedure": counted.unwrap().id, "received_on": "2025-10-14" });
    let id = phone.call("dossier_add", fields).unwrap()["card"]["id"].clone();
    let due = |p: &Phone| detail(p, &id).card.clock.due_on.unwrap();
    assert_eq!(due(&phone), "2025-10-17");
    let table =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/content/holidays/2025.toml"));
    let table = table
        .unwrap()
        .replace("[worked]", "\"2025-10-16\" = { vi = \"Nghỉ thử\", en = \"A day off, invented\" }\n\n[worked]");
    // It loads its pack while it starts to listen.
    while vungsam_server::db::content::state(&world.gateway.db).await.unwrap().is_none_or(|s| s.number == 0) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let form = vungsam_domain::content::FileForm::Toml;
    vungsam_server::content::edit::put(&world.gateway.db, "holidays", &table, form, 1_795_392_000_000).await.unwrap();
    phone.until("the new table", |p| due(p) == "2025-10-20").await;
}

/// Whether a text is in any file below a folder.
fn holds(dir: &Path, what: &str) -> bool {
    std::fs::read_dir(dir).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            holds(&path, what)
        } else {
            std::fs::read(&path).is_ok_and(|b| b.windows(what.len()).any(|w| w == what.as_bytes()))
        }
    })
}
