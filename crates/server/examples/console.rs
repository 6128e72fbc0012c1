//! Runs a gateway with invented complaints, to look at the console in a browser. Not for use.
//!
//! `cargo run -p vungsam-server --example console -- 8480` prints where, and an officer's password that needs no change.
//! What a newcomer would get wrong: everything lies in a folder that is gone at the end; each start begins anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout, missing_docs)]

#[path = "../tests/console/seed.rs"]
mod seed;

use std::net::Ipv4Addr;
use tokio::net::TcpListener;
use vungsam_domain::Action;
use vungsam_server::db::dossiers::{self, Row};
use vungsam_server::db::{Db, officers};
use vungsam_server::env::{Clock, SystemClock, SystemIds};
use vungsam_server::hub::Hub;
use vungsam_server::keys::Keys;
use vungsam_server::workflow::Desk;
use vungsam_server::{Listeners, Settings, password, serve};

/// Minutes ago, commune, category, words, photos announced, photos here, steps taken.
type Sample = (i64, Option<&'static str>, &'static str, &'static str, usize, usize, &'static [(Action, &'static str)]);

const SAMPLES: [Sample; 11] = [
    (40, Some("nam-tra-my"), "sat-lo", "Vết nứt dài trên đồi sau nhà. Mưa cả đêm, đất còn trôi.", 3, 3, &[]),
    (4_400, Some("nam-tra-my"), "dien-nuoc", "Mất nước ba ngày ở nóc. Trẻ em phải đi xa lấy nước suối.", 1, 1, &[]),
    (125, Some("nam-tra-my"), "giao-thong", "Đá lăn chắn đường từ tối qua. Xe máy không qua được.", 2, 2, &[]),
    (
        1_500,
        Some("nam-tra-my"),
        "moi-truong",
        "Đổ rác xuống suối cạnh chợ.",
        3,
        1,
        &[(Action::Accept, "Xã đã nhận, chiều nay có người xuống xem.")],
    ),
    (5_900, None, "vien-thong", "Cả nóc không có sóng. Muốn gọi phải lên đồi.", 0, 0, &[]),
    (
        2_900,
        Some("nam-tra-my"),
        "kinh-doanh",
        "Bán sâm không có giấy.",
        2,
        2,
        &[(Action::Accept, ""), (Action::Start, "")],
    ),
    (3_000, Some("nam-tra-my"), "dich-vu-cong", "Trễ hẹn trả giấy, không báo.", 0, 0, &[(Action::Accept, "")]),
    (1_600, Some("nam-tra-my"), "rung-khoang-san", "Chặt cây gỗ lớn đầu nguồn.", 5, 4, &[]),
    (
        8_000,
        Some("nam-tra-my"),
        "giao-duc",
        "Mái lớp học dột.",
        1,
        1,
        &[(Action::Accept, ""), (Action::Answer, "Đã thay tôn ba lớp. Các cháu học lại từ thứ Hai.")],
    ),
    (
        9_000,
        Some("nam-tra-my"),
        "an-ninh",
        "Mất xe máy ở bãi gửi.",
        0,
        0,
        &[(Action::Refuse, "Việc mất tài sản do công an xã nhận. Bà con đến trụ sở công an xã, hoặc gọi 113.")],
    ),
    (300, Some("tra-my"), "y-te", "Trạm y tế hết thuốc.", 0, 0, &[]),
];

/// Number, status, days ago, days until it is due, what is missing, four digits.
type File = (u32, u8, i64, i64, &'static str, Option<&'static str>);

const FILES: [File; 7] = [
    (1, 4, 12, -4, "", Some("1234")),
    (2, 5, 3, 4, "Bản sao trích lục khai sinh của con.\nNộp tại Bộ phận Một cửa xã, buổi sáng.", Some("0583")),
    (3, 2, 1, 6, "", None),
    (4, 9, 6, -1, "", Some("4411")),
    (5, 10, 20, -8, "", None),
    (6, 6, 2, 3, "Lệ phí theo thông báo. Nộp tại Bộ phận Một cửa xã.", None),
    (7, 3, 9, 2, "", None),
];

/// Dossiers as an officer would have written them; all numbers are invented.
async fn dossiers(db: &Db, data: &std::path::Path, officer: &str, now: i64) {
    let keys = Keys::open(&data.join("keys"), &SystemIds).unwrap();
    let on = |days: i64| {
        let at = jiff::Timestamp::from_millisecond(now + days * 86_400_000).unwrap();
        jiff::tz::offset(7).to_datetime(at).date().to_string()
    };
    for (n, status, ago, due, missing, digits) in FILES {
        let code = format!("000.00.19.H47-261105-{n:04}");
        let key = vungsam_domain::dossier::code::key(&code);
        for (status, ago) in [(2, ago + 4), (4, ago + 2), (status, ago)] {
            let mut tx = db.begin().await.unwrap();
            let unit = (n != 3).then_some("nam-tra-my");
            let teller = dossiers::by_hand(&mut tx, unit, "Xã Nam Trà My", &on(-ago), now).await.unwrap();
            let row = Row {
                code: code.clone(),
                procedure: Some(if n % 2 == 0 { "1.001193" } else { "Đăng ký biến động đất đai" }.to_owned()),
                unit: unit.map(str::to_owned),
                received_on: Some(on(-ago - 4)),
                due_on: Some(on(due)),
                proof_phone: digits.map(|d| keys.dossier_proof(&key, &vungsam_domain::Pin::parse(d).unwrap())),
                status: Some(status),
                on_day: on(-ago),
                supplement: Some(missing.to_owned()).filter(|m| !m.is_empty() && matches!(status, 5 | 6)),
                ..Row::default()
            };
            let at = now - ago * 86_400_000;
            let _ = dossiers::take(&mut tx, &teller, Some(officer), &row, at).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}

#[tokio::main]
async fn main() {
    let port: u16 = std::env::args().nth(1).map_or(8480, |p| p.parse().expect("a port"));
    let dir = tempfile::tempdir().unwrap();
    let settings = Settings::in_folder(dir.path());
    let db = Db::open(settings.database_url().reveal(), 2).await.unwrap();
    let mut people = Vec::new();
    for (login, name, units) in [
        ("hoa", "Nguyễn Thị Hoa", ["nam-tra-my"].as_slice()),
        ("tam", "Trần Tâm", &["nam-tra-my", "tra-my"]),
        ("moi", "Hồ Văn Mới", &["tra-tan"]),
    ] {
        let id = seed::officer(&db, login, name, "used once only", units).await;
        let own = password::hash("bốn con suối nhỏ".to_owned(), &SystemIds).await.unwrap();
        if login != "moi" {
            officers::set_password(&db, &id, &own, "").await.unwrap();
        }
        people.push(officers::by_id(&db, &id).await.unwrap().unwrap());
    }
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/photos");
    let pictures: Vec<Vec<u8>> = ["road.jpg", "planks.jpg", "grass.jpg", "road.jpg", "planks.jpg"]
        .iter()
        .zip(0_u8..)
        .map(|(name, i)| {
            let mut bytes = std::fs::read(folder.join(name)).unwrap();
            bytes.push(i); // each is another photo
            bytes
        })
        .collect();
    let (clock, ids, hub) = (SystemClock, SystemIds, Hub::default());
    let desk = Desk { db: &db, clock: &clock, ids: &ids, hub: &hub };
    for ((ago, unit, category, text, photos, here, steps), n) in SAMPLES.into_iter().zip(1_u64..) {
        let shots: Vec<&[u8]> = pictures.iter().take(photos).map(Vec::as_slice).collect();
        let mut c = seed::complaint(n, unit, category, text, &shots);
        let at = clock.now_ms() - ago * 60_000;
        c.saved_at_ms = at - 9 * 60_000;
        seed::receive(&db, dir.path(), &c, at, &shots, here).await;
        for (action, said) in steps {
            desk.act(&people[0], c.id, *action, Some(said)).await.unwrap();
        }
    }
    std::fs::create_dir_all(dir.path().join("keys")).unwrap();
    dossiers(&db, dir.path(), &people[0].id, clock.now_ms()).await;
    let any = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let listeners = Listeners {
        api: any().await.unwrap(),
        console: TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.unwrap(),
        metrics: any().await.unwrap(),
    };
    println!("http://{}/  hoa or tam: bốn con suối nhỏ  moi: used once only", listeners.console.local_addr().unwrap());
    serve(settings, listeners, async { drop(tokio::signal::ctrl_c().await) }).await.unwrap();
}
