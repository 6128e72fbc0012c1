//! Watching a dossier, from outside: what is answered, what is never said, and what stops who guesses.

use crate::harness::{Gateway, Phone, json, problem, text, uuid};
use futures_util::future::join_all;
use reqwest::{Method, Response};
use serde_json::{Value, json as body};
use std::time::Duration;
use vungsam_domain::dossier::{Source, SourceKind, code};
use vungsam_domain::wire::{ChangeKind, MEDIA_WATCH, WatchAck, WatchedDossier};
use vungsam_domain::{Pin, WatchId};
use vungsam_server::db::Db;
use vungsam_server::db::dossiers::{self, Outcome, Row, Teller};
use vungsam_server::env::SystemIds;
use vungsam_server::keys::Keys;

const CODE: &str = "000.00.19.H47-260105-0001";
const UNKNOWN: &str = "000.00.19.H47-260105-7777";
const OFFICE: &str = "Bộ phận Một cửa (ví dụ)";

impl Phone {
    fn watch_path(&self, watch: WatchId) -> String {
        format!("/api/v1/devices/{}/watches/{watch}", self.id)
    }

    async fn put_watch(&self, watch: WatchId, code: &str, proof: &str) -> Response {
        let v = body!({ "v": 1, "id": watch.0, "code": code, "proof": proof });
        self.put_watch_body(watch, serde_json::to_vec(&v).unwrap()).await
    }

    async fn put_watch_body(&self, watch: WatchId, bytes: Vec<u8>) -> Response {
        self.ask(Method::PUT, &self.watch_path(watch))
            .header("content-type", MEDIA_WATCH)
            .body(bytes)
            .send()
            .await
            .unwrap()
    }

    async fn dossiers(&self) -> Vec<WatchedDossier> {
        let page = self.changes("", 0).await;
        page.changes
            .into_iter()
            .filter_map(|c| match c.what {
                ChangeKind::Dossier { dossier, .. } => Some(dossier),
                _ => None,
            })
            .collect()
    }
}

/// Takes in a row as an office's file would, in another process.
async fn tell(gw: &Gateway, db: &Db, status: u8, on: &str, phone: &str) -> Outcome {
    let keys = Keys::open(&gw.settings.data.join("keys"), &SystemIds).unwrap();
    let mut tx = db.begin().await.unwrap();
    sqlx::query(
        "INSERT INTO dossier_sources (id, kind, name, trust, may_correct) VALUES ('f', 'office_file', $1, 50, 0)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(OFFICE)
    .execute(&mut *tx)
    .await
    .unwrap();
    let source = Source { kind: SourceKind::OfficeFile, name: OFFICE.into(), trust: 50 };
    let teller = Teller { id: "f".into(), source, unit: None, may_correct: false, as_of: on.into() };
    let row = Row {
        code: CODE.into(),
        proof_phone: Some(keys.dossier_proof(&code::key(CODE), &Pin::parse(phone).unwrap())),
        status: Some(status),
        on_day: on.into(),
        supplement: (status == 5).then(|| "Bản sao trích lục khai sinh".to_owned()),
        ..Row::default()
    };
    let now = vungsam_server::env::Clock::now_ms(&vungsam_server::env::SystemClock);
    let taken = dossiers::take(&mut tx, &teller, None, &row, now).await.unwrap();
    tx.commit().await.unwrap();
    taken.outcome
}

fn watch() -> WatchId {
    WatchId(uuid())
}

#[tokio::test]
async fn a_phone_hears_what_an_office_says_and_no_more_when_it_unwatches() {
    let gw = Gateway::start().await;
    let (phone, db, w) = (gw.phone().await, gw.db().await, watch());
    let r = phone.put_watch(w, CODE, "1234").await;
    assert_eq!((r.status().as_u16(), text(&r, "content-type")), (200, MEDIA_WATCH));
    assert_eq!(json::<WatchAck>(r).await.id, w);
    assert!(phone.dossiers().await.is_empty());
    assert_eq!(tell(&gw, &db, 4, "2026-11-02", "1234").await, Outcome::New);
    let page = phone.changes("", 20).await;
    assert_eq!(page.changes.len(), 1);
    let seen = phone.dossiers().await.remove(0);
    assert_eq!(
        (seen.code.as_str(), seen.steps[0].status, seen.sources[0].source.name.as_str()),
        (CODE, Some(4), OFFICE)
    );

    let waiting = phone.changes(&page.cursor, 20);
    let later = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        tell(&gw, &db, 5, "2026-11-05", "1234").await
    };
    let (next, outcome) = tokio::join!(waiting, later);
    assert_eq!((outcome, next.changes.len()), (Outcome::Changed, 1));
    let seen = phone.dossiers().await;
    assert_eq!(seen.len(), 1, "one change a watch");
    assert_eq!(seen[0].steps.len(), 2);
    assert_eq!(seen[0].steps[1].supplement.as_deref(), Some("Bản sao trích lục khai sinh"));

    for _ in 0..2 {
        assert_eq!(phone.ask(Method::DELETE, &phone.watch_path(w)).send().await.unwrap().status(), 204);
    }
    assert_eq!(tell(&gw, &db, 4, "2026-11-09", "1234").await, Outcome::Changed);
    assert!(phone.changes("", 0).await.changes.is_empty());
    let rows: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM watches").fetch_one(db.read()).await.unwrap();
    assert_eq!(rows, 0);
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn a_watch_that_fits_wakes_the_phone_that_waits() {
    let gw = Gateway::with(|s| s.limits.poll_look_ms = 60_000).await;
    let (phone, db) = (gw.phone().await, gw.db().await);
    assert_eq!(tell(&gw, &db, 9, "2026-11-02", "1234").await, Outcome::New);
    let put = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        phone.put_watch(watch(), CODE, "1234").await
    };
    let began = tokio::time::Instant::now();
    let (page, r) = tokio::join!(phone.changes("", 25), put);
    assert_eq!((page.changes.len(), r.status().as_u16()), (1, 200));
    assert!(began.elapsed() < Duration::from_secs(10));
    db.close().await;
    gw.stop().await;
}

/// Everything of an answer a stranger could compare, without what is its own each time.
async fn looks(r: Response, watch: WatchId) -> (u16, Vec<(String, String)>, String) {
    let status = r.status().as_u16();
    let mut headers: Vec<_> =
        r.headers().iter().map(|(k, v)| (k.to_string(), v.to_str().unwrap_or("?").to_owned())).collect();
    headers.retain(|(k, _)| k != "date");
    for (k, v) in &mut headers {
        if k == "x-request-id" {
            *v = "-".repeat(v.len());
        }
    }
    headers.sort();
    let mut text = r.text().await.unwrap().replace(&watch.0.to_string(), "-");
    if let Ok(mut v) = serde_json::from_str::<Value>(&text)
        && v.get("server_time_ms").is_some()
    {
        v["server_time_ms"] = 0.into();
        text = v.to_string();
    }
    (status, headers, text)
}

#[tokio::test]
async fn a_wrong_proof_a_right_one_and_an_unknown_code_are_answered_alike_to_the_end_of_the_day() {
    let gw = Gateway::start().await;
    let (phone, db) = (gw.phone().await, gw.db().await);
    assert_eq!(tell(&gw, &db, 4, "2026-11-02", "1234").await, Outcome::New);
    let ask = async |code: &str, proof: &str| {
        let w = watch();
        looks(phone.put_watch(w, code, proof).await, w).await
    };
    let right = ask(CODE, "1234").await;
    assert_eq!(right.0, 200);
    for n in 0..7 {
        let (wrong, unknown) = (ask(CODE, "9999").await, ask(UNKNOWN, "1234").await);
        assert_eq!(wrong.0, if n < 5 { 200 } else { 429 });
        let until = |l: &(u16, Vec<(String, String)>, String)| {
            l.1.iter().find(|(k, _)| k == "retry-after").map(|(_, v)| v.parse::<i64>().unwrap())
        };
        let (a, b) = (until(&wrong), until(&unknown));
        assert!(a.unwrap_or(0).abs_diff(b.unwrap_or(0)) <= 2, "{a:?} {b:?}");
        let strip = |mut l: (u16, Vec<(String, String)>, String)| {
            l.1.retain(|(k, _)| k != "retry-after");
            l
        };
        let (wrong, unknown) = (strip(wrong), strip(unknown));
        assert_eq!(wrong, unknown, "round {n}");
        if n < 5 {
            assert_eq!(wrong, strip(right.clone()));
        }
        assert!(!wrong.2.contains(OFFICE) && !wrong.2.contains(CODE));
    }
    let r = phone.put_watch(watch(), CODE, "1234").await;
    let wait: i64 = text(&r, "retry-after").parse().unwrap();
    assert!((1..=86_400).contains(&wait));
    let p = problem(r).await;
    assert_eq!((p.status, p.code.as_str()), (429, "proof_closed"), "closed also for the right proof");
    assert_eq!(phone.dossiers().await.len(), 1, "only the one that fitted");
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn guesses_from_many_phones_at_the_same_moment_are_five_and_a_list_of_codes_ends_at_twenty() {
    let gw = Gateway::start().await;
    let db = gw.db().await;
    assert_eq!(tell(&gw, &db, 4, "2026-11-02", "1234").await, Outcome::New);
    let phones = join_all((0..15).map(|_| gw.phone())).await;
    let guesses: Vec<String> = (0..15).map(|n| format!("{:04}", 5000 + n)).collect();
    let tried = join_all(phones.iter().zip(&guesses).map(|(p, g)| p.put_watch(watch(), CODE, g))).await;
    let open = tried.iter().filter(|r| r.status() == 200).count();
    assert_eq!(open, 5);
    assert!(tried.iter().all(|r| matches!(r.status().as_u16(), 200 | 429)));

    let codes: Vec<String> = (0..30).map(|n| format!("000.00.19.H47-260106-{n:04}")).collect();
    let listed = join_all(codes.iter().map(|c| phones[0].put_watch(watch(), c, "1234"))).await;
    let taken = listed.iter().filter(|r| r.status() == 200).count();
    // One code of the device's twenty may have been the one it guessed.
    assert!(taken == 20 || taken == 19, "{taken}");
    let refused = listed.into_iter().find(|r| r.status() == 429).unwrap();
    text(&refused, "retry-after").parse::<u32>().unwrap();
    assert_eq!(problem(refused).await.code, "codes_closed");
    let figures = reqwest::get(format!("http://{}/metrics", gw.metrics)).await.unwrap().text().await.unwrap();
    for counted in ["proofs_closed", "codes_closed"] {
        assert!(figures.contains(counted), "{counted}");
    }
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn a_watch_is_the_devices_own_and_says_so_without_saying_more() {
    let gw = Gateway::start().await;
    let (phone, other, w) = (gw.phone().await, gw.phone().await, watch());
    assert_eq!(phone.put_watch(w, CODE, "1234").await.status(), 200);
    assert_eq!(phone.put_watch(w, CODE, "1234").await.status(), 200, "again");
    assert_eq!(
        phone.put_watch(w, &CODE.to_lowercase(), "1234").await.status(),
        200,
        "the same code, written otherwise"
    );
    for (code, proof) in [(UNKNOWN, "1234"), (CODE, "4321")] {
        assert_eq!(problem(phone.put_watch(w, code, proof).await).await.code, "id_conflict");
    }
    assert_eq!(problem(other.put_watch(w, CODE, "1234").await).await.code, "id_conflict");
    let theirs = phone.watch_path(w);
    for method in [Method::PUT, Method::DELETE] {
        let v = body!({ "v": 1, "id": w.0, "code": CODE, "proof": "1234" });
        let r = other.ask(method, &theirs).header("content-type", MEDIA_WATCH).json(&v).send().await.unwrap();
        assert_eq!(problem(r).await.status, 404);
    }
    assert_eq!(other.ask(Method::DELETE, &other.watch_path(w)).send().await.unwrap().status(), 204);
    let db = gw.db().await;
    let rows: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM watches").fetch_one(db.read()).await.unwrap();
    assert_eq!(rows, 1, "nobody else deletes it");
    let stranger = gw.stranger();
    assert_eq!(problem(stranger.put_watch(watch(), CODE, "1234").await).await.code, "unknown_device");
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn garbage_is_told_so_and_none_of_it_is_kept() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    for code in ["", "xin chào", "0\u{0}0"] {
        let p = problem(phone.put_watch(watch(), code, "1234").await).await;
        assert_eq!((p.status, p.code.as_str()), (422, "invalid"), "{code:?}");
        assert_eq!(p.errors[0].field, "code");
    }
    let long = format!("000.00.19.H47-260105-{}", "0".repeat(80));
    assert_eq!(phone.put_watch(watch(), &long, "1234").await.status(), 422);
    for proof in ["123", "12345", "12a4", "１２３４", ""] {
        assert_eq!(problem(phone.put_watch(watch(), CODE, proof).await).await.status, 422, "{proof}");
    }
    let w = watch();
    let right = body!({ "v": 1, "id": w.0, "code": CODE, "proof": "1234" });
    for (change, with) in [
        ("v", body!(2)),
        ("v", body!("1")),
        ("id", body!(uuid())),
        ("code", body!(null)),
        ("proof", body!(1234)),
        ("code", body!(["x"])),
    ] {
        let mut v = right.clone();
        v[change] = with;
        assert_eq!(problem(phone.put_watch_body(w, v.to_string().into_bytes()).await).await.status, 422, "{v}");
    }
    for bytes in [b"".to_vec(), b"{".to_vec(), b"\xff\xfe".to_vec(), b"[1,".to_vec()] {
        assert_eq!(problem(phone.put_watch_body(w, bytes).await).await.status, 400);
    }
    assert_eq!(problem(phone.put_watch_body(w, vec![b' '; 1025]).await).await.status, 413);
    let path = format!("/api/v1/devices/{}/watches/%00", phone.id);
    assert_eq!(problem(phone.ask(Method::PUT, &path).send().await.unwrap()).await.status, 404);
    let r = phone.ask(Method::PUT, &phone.watch_path(w)).header("content-type", "text/plain").send().await.unwrap();
    assert_eq!(problem(r).await.status, 415);
    let db = gw.db().await;
    for table in
        ["SELECT COUNT(*) FROM watches", "SELECT COUNT(*) FROM watch_attempts", "SELECT COUNT(*) FROM watch_codes"]
    {
        let rows: i64 = sqlx::query_scalar(table).fetch_one(db.read()).await.unwrap();
        assert_eq!(rows, 0, "{table}");
    }
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn a_number_of_a_person_is_no_code_and_is_kept_nowhere() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    let numbers = ["049090001234", "049 090 001 234", "0905123456", "090 512 3456", "0905.123.456", "1.001193"];
    for code in numbers {
        let p = problem(phone.put_watch(watch(), code, "1234").await).await;
        assert_eq!((p.status, p.code.as_str()), (422, "invalid"), "{code:?}");
        assert_eq!(p.errors[0].field, "code");
        assert!(!serde_json::to_string(&p).unwrap().contains(code));
    }
    let db = gw.db().await;
    let rows: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM watches").fetch_one(db.read()).await.unwrap();
    assert_eq!(rows, 0);
    db.close().await;
    let mut file = std::fs::read(gw.settings.data.join("gateway.db")).unwrap();
    file.extend(std::fs::read(gw.settings.data.join("gateway.db-wal")).unwrap_or_default());
    for number in numbers.iter().filter(|n| n.starts_with('0')) {
        assert!(!file.windows(number.len()).any(|w| w == number.as_bytes()), "{number} is in the database");
    }
    gw.stop().await;
}
