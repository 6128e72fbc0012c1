//! Questions nobody could answer: the store on both engines, and the address from outside.

use crate::harness::{Gateway, Phone, json, problem, text, uuid};
use crate::store::{contract, officer};
use reqwest::{Method, Response};
use serde_json::{Value, json as body};
use vungsam_domain::wire::{MEDIA_UNANSWERED, UnansweredAck};
use vungsam_domain::{UnansweredId, limits};
use vungsam_server::db::Db;
use vungsam_server::db::sweep::{self, Swept};
use vungsam_server::db::unanswered::{self, Narrow, NewQuestion, Put, SEEN_DAYS, State, WORDS_DAYS};
use vungsam_server::testing::Postgres;

const DAY: i64 = 86_400_000;
const NOW: i64 = 20_400 * DAY + 5;

contract!(
    a_question_is_counted_once_for_its_id_and_together_with_its_like,
    what_names_a_commune_is_for_its_officers_and_no_commune_decides_for_another,
    twenty_a_device_and_day_and_a_repeat_costs_nothing,
    of_many_at_the_same_moment_each_counts_once,
    ids_counts_and_old_words_are_forgotten,
    nothing_leads_from_words_to_a_device,
);

fn question<'a>(id: u128, device: &'a str, shown: &'a str, unit: &'a str) -> NewQuestion<'a> {
    let folded = if shown.starts_with("Nuôi") || shown.starts_with("nuoi") { "nuoi ong o dau" } else { shown };
    NewQuestion { id: UnansweredId(uuid::Uuid::from_u128(id)), device, folded, shown, lang: "vi", unit }
}

async fn listed(db: &Db, officer: &str, narrow: Narrow<'_>) -> Vec<(String, i64, Vec<(String, i64)>)> {
    let found = unanswered::list(db, officer, narrow, (10, 0)).await.unwrap();
    found.into_iter().map(|q| (q.shown, q.asked, q.units)).collect()
}

fn units(of: &[(&str, i64)]) -> Vec<(String, i64)> {
    of.iter().map(|(u, n)| ((*u).to_owned(), *n)).collect()
}

async fn a_question_is_counted_once_for_its_id_and_together_with_its_like(db: &Db) {
    let hoa = officer(db, "hoa", &["nam-tra-my"]).await;
    let first = question(1, "d", "Nuôi ong ở đâu?", "nam-tra-my");
    assert_eq!(unanswered::put(db, first, NOW).await.unwrap(), Put::Counted);
    assert_eq!(unanswered::put(db, first, NOW + DAY).await.unwrap(), Put::Same);
    let like = question(2, "e", "nuoi ong o dau", "nam-tra-my");
    assert_eq!(unanswered::put(db, like, NOW + 3 * DAY).await.unwrap(), Put::Counted);
    assert_eq!(unanswered::put(db, question(3, "e", "nuoi ong o dau", ""), NOW + DAY).await.unwrap(), Put::Counted);
    assert_eq!(unanswered::put(db, question(4, "e", "thue ruong", ""), NOW).await.unwrap(), Put::Counted);
    let all = unanswered::list(db, &hoa.id, Narrow::default(), (10, 0)).await.unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!((all[0].asked, &all[0].units), (3, &units(&[("nam-tra-my", 2), ("", 1)])));
    assert_eq!((all[0].first_day, all[0].last_day), (20_400, 20_403));
    assert_eq!((all[1].shown.as_str(), all[1].asked, all[1].decided.clone()), ("thue ruong", 1, None));
    let second = unanswered::list(db, &hoa.id, Narrow::default(), (1, 1)).await.unwrap();
    assert_eq!(second, all[1..]);
}

async fn what_names_a_commune_is_for_its_officers_and_no_commune_decides_for_another(db: &Db) {
    let (hoa, bon) = (officer(db, "hoa", &["nam-tra-my"]).await, officer(db, "bon", &["tra-my"]).await);
    for (id, unit) in [(1, "nam-tra-my"), (2, "tra-my"), (3, "")] {
        unanswered::put(db, question(id, "d", "Nuôi ong ở đâu?", unit), NOW).await.unwrap();
    }
    unanswered::put(db, question(4, "d", "of one commune", "nam-tra-my"), NOW).await.unwrap();
    let one = |unit| Narrow { unit: Some(unit), ..Narrow::default() };
    assert_eq!(listed(db, &hoa.id, Narrow::default()).await.len(), 2);
    assert_eq!(
        listed(db, &bon.id, Narrow::default()).await,
        [("Nuôi ong ở đâu?".to_owned(), 2, units(&[("", 1), ("tra-my", 1)]))]
    );
    assert_eq!(listed(db, &bon.id, one("nam-tra-my")).await, []);
    assert_eq!(listed(db, &hoa.id, one("")).await.len(), 1);
    assert_eq!(unanswered::count(db, &hoa.id, Narrow::default()).await.unwrap(), 2);
    assert!(!unanswered::decide(db, &bon.id, "of one commune", State::NotOurs, NOW).await.unwrap());

    assert!(unanswered::decide(db, &hoa.id, "nuoi ong o dau", State::Answered, NOW + 7).await.unwrap());
    let done = Narrow { state: State::Answered, unit: None };
    let shown = unanswered::list(db, &hoa.id, done, (10, 0)).await.unwrap();
    assert_eq!((shown[0].asked, shown[0].decided.clone()), (2, Some(("Nguyễn Thị Hoa".to_owned(), NOW + 7))));
    assert_eq!(listed(db, &bon.id, Narrow::default()).await[0].2, units(&[("tra-my", 1)]), "Trà My is still open");
    // Asked again, it stays decided and is counted.
    unanswered::put(db, question(9, "e", "nuoi ong o dau", "nam-tra-my"), NOW + DAY).await.unwrap();
    let shown = unanswered::list(db, &hoa.id, done, (10, 0)).await.unwrap();
    assert_eq!((shown[0].asked, shown[0].last_day), (3, 20_401));
    assert!(unanswered::decide(db, &hoa.id, "nuoi ong o dau", State::Open, NOW).await.unwrap());
    assert_eq!(unanswered::count(db, &hoa.id, done).await.unwrap(), 0);
}

async fn twenty_a_device_and_day_and_a_repeat_costs_nothing(db: &Db) {
    let many = u128::from(limits::QUESTIONS);
    for n in 0..many {
        assert_eq!(unanswered::put(db, question(n, "d", "a", ""), NOW).await.unwrap(), Put::Counted);
        assert_eq!(unanswered::put(db, question(n, "d", "a", ""), NOW).await.unwrap(), Put::Same);
    }
    assert_eq!(unanswered::put(db, question(many, "d", "a", ""), NOW).await.unwrap(), Put::Closed);
    assert_eq!(unanswered::put(db, question(many + 1, "e", "a", ""), NOW).await.unwrap(), Put::Counted);
    // What was refused was not taken for seen: tomorrow, under tomorrow's name, it counts.
    assert_eq!(unanswered::put(db, question(many, "d-tomorrow", "a", ""), NOW + DAY).await.unwrap(), Put::Counted);
}

async fn of_many_at_the_same_moment_each_counts_once(db: &Db) {
    let hoa = officer(db, "hoa", &[]).await;
    let devices: Vec<String> = (0..16).map(|n| format!("d{n}")).collect();
    let puts = (0..16_u128).flat_map(|n| [n, n]).map(|n| {
        let device = &devices[usize::try_from(n).unwrap()];
        unanswered::put(db, question(n, device, "a", ""), NOW)
    });
    for put in futures_util::future::join_all(puts).await {
        assert_ne!(put.unwrap(), Put::Closed);
    }
    assert_eq!(listed(db, &hoa.id, Narrow::default()).await[0].1, 16);
}

async fn ids_counts_and_old_words_are_forgotten(db: &Db) {
    let hoa = officer(db, "hoa", &[]).await;
    unanswered::put(db, question(1, "d", "a", ""), NOW).await.unwrap();
    assert_eq!(sweep::sweep(db, NOW + 1).await.unwrap(), Swept::default());
    let gone = |questions| Swept { questions, ..Swept::default() };
    assert_eq!(sweep::sweep(db, NOW + DAY).await.unwrap(), gone(1), "today's count");
    assert_eq!(unanswered::put(db, question(1, "d", "a", ""), NOW + SEEN_DAYS * DAY).await.unwrap(), Put::Same);
    assert_eq!(sweep::sweep(db, NOW + (SEEN_DAYS + 1) * DAY).await.unwrap(), gone(1), "the id");
    assert_eq!(listed(db, &hoa.id, Narrow::default()).await.len(), 1);
    assert_eq!(sweep::sweep(db, NOW + (WORDS_DAYS + 1) * DAY).await.unwrap(), gone(1), "the words");
    assert_eq!(listed(db, &hoa.id, Narrow::default()).await, []);
}

/// Every column of every table that has the words, and every table that has the id.
async fn nothing_leads_from_words_to_a_device(db: &Db) {
    unanswered::put(db, question(1, "d", "words", "nam-tra-my"), NOW + 1_234).await.unwrap();
    let columns: Vec<String> = match db.engine() {
        vungsam_server::db::Engine::Sqlite => {
            sqlx::query_scalar("SELECT name FROM pragma_table_info('unanswered') ORDER BY name").fetch_all(db.read())
        }
        vungsam_server::db::Engine::Postgres => sqlx::query_scalar(
            "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_name = 'unanswered' ORDER BY 1",
        )
        .fetch_all(db.read()),
    }
    .await
    .unwrap();
    let known =
        ["asked", "decided_at", "decided_by", "first_day", "folded", "lang", "last_day", "shown", "state", "unit"];
    assert_eq!(columns, known);
    let days: Vec<i64> = sqlx::query_scalar(
        "SELECT first_day FROM unanswered UNION ALL SELECT day FROM unanswered_seen
         UNION ALL SELECT day FROM unanswered_today",
    )
    .fetch_all(db.read())
    .await
    .unwrap();
    assert_eq!(days, [20_400; 3], "no time finer than a day");
}

impl Phone {
    async fn put_question(&self, id: uuid::Uuid, v: &Value) -> Response {
        let path = format!("/api/v1/unanswered/{id}");
        self.ask(Method::PUT, &path)
            .header("content-type", MEDIA_UNANSWERED)
            .body(serde_json::to_vec(v).unwrap())
            .send()
            .await
            .unwrap()
    }
}

fn words(id: uuid::Uuid, text: &str) -> Value {
    body!({ "v": 1, "id": id, "text": text, "lang": "vi", "unit": "nam-tra-my" })
}

#[tokio::test]
async fn a_phone_has_a_question_counted_and_a_repeat_is_told_the_same() {
    let gw = Gateway::start().await;
    let (phone, other, db, id) = (gw.phone().await, gw.phone().await, gw.db().await, uuid());
    for _ in 0..2 {
        let r = phone.put_question(id, &words(id, "Nuôi ong ở đâu?")).await;
        assert_eq!((r.status().as_u16(), text(&r, "content-type")), (200, MEDIA_UNANSWERED));
        assert_eq!(json::<UnansweredAck>(r).await.id.0, id);
    }
    let (next, unknown) = (uuid(), uuid());
    assert_eq!(other.put_question(next, &words(next, "nuoi ong o dau")).await.status(), 200);
    let mut elsewhere = words(unknown, "nuoi ong o dau");
    elsewhere["unit"] = body!("cham-chu");
    assert_eq!(other.put_question(unknown, &elsewhere).await.status(), 200);
    let hoa = officer(&db, "hoa", &["nam-tra-my"]).await;
    let listed = unanswered::list(&db, &hoa.id, Narrow::default(), (10, 0)).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].units, units(&[("nam-tra-my", 2), ("", 1)]), "a commune nobody knows is none");
    let device: String =
        sqlx::query_scalar("SELECT MIN(device) FROM unanswered_today").fetch_one(db.read()).await.unwrap();
    assert_eq!(device.len(), 64);
    assert!(![phone.id, other.id].iter().any(|d| device.contains(&d.0.simple().to_string())), "keyed, not the id");
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn what_is_not_a_line_of_words_is_refused_and_stored_nowhere() {
    let gw = Gateway::start().await;
    let (phone, db, id) = (gw.phone().await, gw.db().await, uuid());
    for (text, code) in [
        ("gọi tôi 0905 389 330", "personal"),
        ("căn cước 049188001234", "personal"),
        ("000.00.19.H47-260105-0001 sao rồi", "personal"),
        ("", "required"),
        ("nuôi ong ", "malformed"),
        (&"ab ".repeat(101), "too_long"),
        ("hai\ndòng", "malformed"),
    ] {
        let r = phone.put_question(id, &words(id, text)).await;
        assert_eq!(r.status(), 422, "{text}");
        let p = problem(r).await;
        assert_eq!((p.code.as_str(), p.errors[0].field.as_str(), p.errors[0].code.as_str()), ("invalid", "text", code));
    }
    for change in [body!({ "v": 2 }), body!({ "id": uuid() }), body!({ "lang": "fr" }), body!({ "unit": "a b" })] {
        let mut v = words(id, "nuôi ong");
        v.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        assert_eq!(phone.put_question(id, &v).await.status(), 422, "{change}");
    }
    let r = phone.put_question(id, &words(id, &"ặ".repeat(600))).await;
    assert_eq!((r.status().as_u16(), problem(r).await.code.as_str()), (413, "too_large"));
    let path = format!("/api/v1/unanswered/{id}");
    let r = phone.ask(Method::PUT, &path).header("content-type", "text/plain").body("x").send().await.unwrap();
    assert_eq!(r.status(), 415);
    let r = phone.ask(Method::PUT, "/api/v1/unanswered/nobody").body("x").send().await.unwrap();
    assert_eq!((r.status().as_u16(), problem(r).await.code.as_str()), (404, "not_found"));
    let stranger = gw.stranger();
    let r = stranger.put_question(id, &words(id, "nuôi ong")).await;
    assert_eq!((r.status().as_u16(), problem(r).await.code.as_str()), (401, "unknown_device"));
    let rows: i64 =
        sqlx::query_scalar("SELECT (SELECT COUNT(*) FROM unanswered) + (SELECT COUNT(*) FROM unanswered_seen)")
            .fetch_one(db.read())
            .await
            .unwrap();
    assert_eq!(rows, 0);
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn the_twenty_first_waits_until_tomorrow() {
    let gw = Gateway::start().await;
    let phone = gw.phone().await;
    for n in 0..=limits::QUESTIONS {
        let id = uuid();
        let r = phone.put_question(id, &words(id, &format!("câu hỏi {n}"))).await;
        if n < limits::QUESTIONS {
            assert_eq!(r.status(), 200);
            continue;
        }
        let after: u64 = text(&r, "retry-after").parse().unwrap();
        assert!((1..=86_401).contains(&after));
        assert_eq!((r.status().as_u16(), problem(r).await.code.as_str()), (429, "questions_closed"));
    }
    let other = gw.phone().await;
    let id = uuid();
    assert_eq!(other.put_question(id, &words(id, "của máy khác")).await.status(), 200);
    gw.stop().await;
}
