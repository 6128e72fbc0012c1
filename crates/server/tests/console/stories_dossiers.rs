//! Dossiers: the list, a step an officer writes, and what each of them sees.

use crate::gateway::{Browser, Gateway, NOW, Page};
use crate::seed;
use vungsam_domain::dossier::code;
use vungsam_domain::wire::{ChangeKind, WatchedDossier};
use vungsam_domain::{DeviceId, Pin, WatchId};
use vungsam_server::db::watches::{self, NewWatch};
use vungsam_server::db::{Db, changes, devices};
use vungsam_server::env::{Ids, SystemIds};
use vungsam_server::keys::Keys;

const ONE_TIME: &str = "abcd-efgh-jkmn-pqrs";
const OWN: &str = "bốn con suối nhỏ";
const CODE: &str = "000.00.19.H47-260105-0001";
const PATH: &str = "/dossiers/000.00.19.H47-260105-0001";
const TODAY: &str = "2026-11-23";

async fn signed(g: &Gateway, login: &str, units: &[&str]) -> Browser {
    seed::officer(&g.db, login, "Nguyễn Thị Hoa", ONE_TIME, units).await;
    let mut b = g.browser();
    b.sign_in_first(login, ONE_TIME, OWN).await;
    b
}

/// Adds a dossier through the form.
async fn add(b: &mut Browser, code: &str, more: &[(&str, &str)]) -> Page {
    b.get("/dossiers/new").await;
    let mut fields = vec![("code", code), ("on", "2026-11-16"), ("received_on", "2026-11-16"), ("status", "2")];
    fields.retain(|(name, _)| more.iter().all(|(n, _)| n != name));
    fields.extend(more);
    b.post("/dossiers/new", &fields).await
}

/// Writes a step as it stands on the page.
async fn step(b: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = b.get(path).await;
    let expected = page.hidden("expected");
    let mut all = vec![("expected", expected.as_str())];
    all.extend(fields);
    b.post(path, &all).await
}

/// A phone that watches with these digits.
async fn phone(g: &Gateway, digits: &str) -> DeviceId {
    let id = DeviceId(SystemIds.uuid());
    devices::put(&g.db, id, "key", "hash", NOW).await.unwrap();
    let keys = Keys::open(&g.data.join("keys"), &SystemIds).unwrap();
    let key = code::key(CODE);
    let proof = keys.dossier_proof(&key, &Pin::parse(digits).unwrap());
    let new = NewWatch { id: WatchId(SystemIds.uuid()), device: id, key: &key, proof: &proof };
    watches::put(&g.db, new, NOW).await.unwrap();
    id
}

async fn heard(db: &Db, device: DeviceId) -> Option<WatchedDossier> {
    let mut page = changes::after(db, device, 0, 100).await.unwrap();
    page.pop().map(|c| match c.what {
        ChangeKind::Dossier { dossier, .. } => dossier,
        other => panic!("{other:?}"),
    })
}

pub async fn an_officer_adds_a_dossier_and_the_phone_that_waited_for_it_hears_each_step(g: Gateway) {
    let mut b = signed(&g, "hoa", &["nam-tra-my"]).await;
    let mine = phone(&g, "1234").await;
    let guess = phone(&g, "9999").await;
    assert!(b.get("/dossiers").await.has("Chưa có hồ sơ nào"));
    let more = [("phone", "1234"), ("procedure", "1.001193"), ("due_on", "2026-11-27")];
    let page = add(&mut b, CODE, &more).await;
    assert_eq!((page.status, page.location), (303, format!("{PATH}?done=1")), "{}", page.body);
    let seen = heard(&g.db, mine).await.unwrap();
    assert_eq!(
        (seen.code.as_str(), seen.procedure.as_deref(), seen.unit.as_deref()),
        (CODE, Some("1.001193"), Some("nam-tra-my"))
    );
    assert_eq!((seen.steps[0].source.name.as_str(), seen.due_on.as_deref()), ("Xã Nam Trà My", Some("2026-11-27")));
    assert!(
        !serde_json::to_string(&seen).unwrap().contains("Hoa"),
        "citizens hear the commune, not the officer's name"
    );

    let papers = "Bản sao trích lục khai sinh.\nNộp tại Bộ phận Một cửa xã.";
    let page = step(&mut b, PATH, &[("status", "5"), ("on", "2026-11-18"), ("supplement", papers)]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let seen = heard(&g.db, mine).await.unwrap();
    assert_eq!((seen.steps.len(), seen.steps[1].supplement.as_deref()), (2, Some(papers)));
    assert_eq!(heard(&g.db, guess).await, None);
    let page = b.get(&format!("{PATH}?done=1")).await;
    for said in [
        "Đã ghi.",
        "Yêu cầu bổ sung giấy tờ",
        "Nộp tại Bộ phận Một cửa xã",
        "1 điện thoại đang theo dõi",
        "Nguyễn Thị Hoa",
        "27/11/2026",
        "Có, của số điện thoại",
    ] {
        assert!(page.has(said), "{said}: {}", page.body);
    }
    let older = step(&mut b, PATH, &[("status", "4"), ("on", "2026-11-17")]).await;
    assert_eq!(older.location, format!("{PATH}?done=older"));
    let page = b.get(&older.location).await;
    assert!(page.has("Một bước mới hơn vẫn đang tính"));
    assert_eq!(heard(&g.db, mine).await.unwrap().steps.len(), 3);
    g.end().await;
}

pub async fn a_step_says_exactly_what_is_missing_and_keeps_what_was_typed(g: Gateway) {
    let mut b = signed(&g, "hoa", &["nam-tra-my"]).await;
    assert_eq!(add(&mut b, CODE, &[]).await.status, 303);
    for (fields, wrong) in [
        (vec![("status", "5"), ("on", TODAY), ("supplement", " \n ")], "supplement"),
        (vec![("status", "6"), ("on", TODAY)], "supplement"),
        (vec![("status", "11"), ("on", TODAY)], "status"),
        (vec![("on", TODAY)], "status"),
        (vec![("status", "4"), ("on", "2026-11-24")], "on"),
        (vec![("status", "4"), ("on", "2026-02-30")], "on"),
        (vec![("status", "4"), ("on", "")], "on"),
        (vec![("status", "4"), ("on", TODAY), ("due_on", "2026-11-15")], "due_on"),
        (vec![("status", "4"), ("on", TODAY), ("phone", "12345")], "phone"),
        (vec![("status", "4"), ("on", TODAY), ("citizen", "12a4")], "citizen"),
    ] {
        let page = step(&mut b, PATH, &fields).await;
        assert_eq!(page.status, 422, "{fields:?}");
        assert!(page.has(&format!("href=\"#{wrong}\"")) && page.has(&format!("id=\"{wrong}-wrong\"")), "{fields:?}");
    }
    let long = "x".repeat(501);
    let page = step(&mut b, PATH, &[("status", "6"), ("on", TODAY), ("supplement", &long)]).await;
    assert!(page.status == 422 && page.has(&long) && page.has("value=\"6\" checked"), "what was typed is kept");
    for bad in ["049090001234", "0905123456", "xin chào", ""] {
        // Which numbers are no codes is decided in `domain::dossier::code`; the page asks it.
        if code::read(bad).kind != code::Kind::Dossier {
            let page = add(&mut b, bad, &[]).await;
            assert!(page.status == 422 && page.has("Đây không phải mã hồ sơ"), "{bad}");
        }
    }
    let steps: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM dossier_steps").fetch_one(g.db.read()).await.unwrap();
    assert_eq!(steps, 1, "nothing of it was written");
    g.end().await;
}

pub async fn moving_back_or_replacing_the_digits_needs_the_tick(g: Gateway) {
    let mut b = signed(&g, "hoa", &["nam-tra-my"]).await;
    assert_eq!(add(&mut b, CODE, &[("status", "9"), ("phone", "1234")]).await.status, 303);
    let mine = phone(&g, "1234").await;
    let page = step(&mut b, PATH, &[("status", "4"), ("on", TODAY)]).await;
    assert!(page.status == 422 && page.has("Bước này lùi lại"), "{}", page.body);
    assert_eq!(heard(&g.db, mine).await.unwrap().steps.len(), 1);
    let page = step(&mut b, PATH, &[("status", "4"), ("on", TODAY), ("correct", "yes")]).await;
    assert_eq!((page.status, page.location), (303, format!("{PATH}?done=1")));
    assert_eq!(heard(&g.db, mine).await.unwrap().steps[1].status, Some(4));

    let page = step(&mut b, PATH, &[("status", "4"), ("on", TODAY), ("phone", "4321")]).await;
    assert!(page.status == 422 && page.has("khác số đang giữ"), "{}", page.body);
    assert!(heard(&g.db, mine).await.is_some());
    let page = step(&mut b, PATH, &[("status", "4"), ("on", TODAY), ("phone", "4321"), ("correct", "yes")]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    assert_eq!(heard(&g.db, mine).await, None);
    assert!(b.get(PATH).await.has("Đã thay bốn số đối chiếu"));
    g.end().await;
}

pub async fn a_step_sent_twice_is_one_and_after_a_colleagues_none(g: Gateway) {
    let mut b = signed(&g, "hoa", &["nam-tra-my"]).await;
    assert_eq!(add(&mut b, CODE, &[]).await.status, 303);
    assert_eq!(add(&mut b, CODE, &[]).await.status, 303, "the same form again");
    let other = add(&mut b, CODE, &[("status", "4"), ("on", TODAY)]).await;
    assert!(other.status == 422 && other.has("Hồ sơ này đã có") && other.has(&format!("href=\"{PATH}\"")));
    let fields = [("expected", "1"), ("status", "4"), ("on", TODAY)];
    for _ in 0..3 {
        assert_eq!(b.post(PATH, &fields).await.status, 303);
    }
    let stale = b.post(PATH, &[("expected", "1"), ("status", "9"), ("on", TODAY)]).await;
    assert!(stale.status == 409 && stale.has("Có bước mới") && stale.has("value=\"9\" checked"), "{}", stale.body);
    let steps: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM dossier_steps").fetch_one(g.db.read()).await.unwrap();
    assert_eq!(steps, 2);
    let token = b.token();
    b.set_token("wrong");
    assert_eq!(b.post(PATH, &fields).await.status, 403);
    assert_eq!(b.post("/dossiers/new", &[("code", CODE)]).await.status, 403);
    b.set_token(&token);
    g.end().await;
}

pub async fn an_officer_sees_only_dossiers_of_their_communes(g: Gateway) {
    let mut hoa = signed(&g, "hoa", &["nam-tra-my"]).await;
    let mut tam = signed(&g, "tam", &["tra-linh"]).await;
    assert_eq!(add(&mut hoa, CODE, &[]).await.status, 303);
    assert!(hoa.get("/dossiers").await.has(CODE));
    assert!(!tam.get("/dossiers").await.has(CODE));
    assert!(!tam.get(&format!("/dossiers?q={CODE}")).await.has(&format!("href=\"{PATH}\"")));
    assert_eq!(tam.get(PATH).await.status, 404);
    tam.get("/dossiers/new").await;
    let fields = [("expected", "1"), ("status", "9"), ("on", TODAY)];
    assert_eq!(tam.post(PATH, &fields).await.status, 404);
    let page = add(&mut tam, CODE, &[]).await;
    assert!(page.status == 422 && page.has("thuộc một cơ quan khác"), "{}", page.body);
    let status: Option<i64> = sqlx::query_scalar("SELECT status FROM dossiers").fetch_one(g.db.read()).await.unwrap();
    assert_eq!(status, Some(2));
    assert_eq!(hoa.get("/dossiers/%00").await.status, 404);
    assert_eq!(hoa.get("/dossiers/nowhere").await.status, 404);
    // One that nobody's commune is known of is everybody's, until an officer of one commune writes.
    let mut tx = g.db.begin().await.unwrap();
    sqlx::query("UPDATE dossiers SET unit = NULL").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(step(&mut tam, PATH, &[("status", "4"), ("on", TODAY)]).await.status, 303);
    assert_eq!(hoa.get(PATH).await.status, 404);
    let mut both = signed(&g, "ca-hai", &["nam-tra-my", "tra-linh"]).await;
    let page = add(&mut both, "000.00.19.H47-260105-0002", &[]).await;
    assert!(page.status == 422 && page.has("Hãy chọn xã"));
    assert_eq!(add(&mut both, "000.00.19.H47-260105-0002", &[("unit", "tra-my")]).await.status, 422, "not theirs");
    assert_eq!(add(&mut both, "000.00.19.H47-260105-0002", &[("unit", "nam-tra-my")]).await.status, 303);
    assert!(hoa.get("/dossiers").await.has("260105-0002"));
    g.end().await;
}

pub async fn the_list_shows_first_what_is_late_or_waits_and_finds_a_code_however_it_is_written(g: Gateway) {
    let mut b = signed(&g, "hoa", &["nam-tra-my"]).await;
    let code = |n: u32| format!("000.00.19.H47-260105-{n:04}");
    for (n, fields) in [
        (1, vec![("due_on", "2026-11-20")]),
        (2, vec![("status", "5"), ("supplement", "Ảnh 3x4")]),
        (3, vec![("status", "9")]),
        (4, vec![("due_on", "2026-11-30")]),
        (5, vec![("status", "10"), ("due_on", "2026-11-20")]),
    ] {
        let page = add(&mut b, &code(n), &fields).await;
        assert_eq!(page.status, 303, "{}", page.body);
        g.clock.advance(1_000);
    }
    let order = |page: &Page| -> Vec<u32> {
        let mut at: Vec<(usize, u32)> =
            (1..=5).filter_map(|n| page.body.find(&format!("/dossiers/{}", code(n))).map(|i| (i, n))).collect();
        at.sort_unstable();
        at.into_iter().map(|(_, n)| n).collect()
    };
    assert_eq!(order(&b.get("/dossiers").await), [2, 1, 5, 4, 3]);
    assert_eq!(order(&b.get("/dossiers?state=late").await), [1]);
    assert_eq!(order(&b.get("/dossiers?state=waiting").await), [2]);
    assert_eq!(order(&b.get("/dossiers?state=ready").await), [3]);
    for query in ["000.00.19.h47-260105-0003", "h47-260105-0003", "0003"] {
        assert_eq!(order(&b.get(&format!("/dossiers?q={query}")).await), [3], "{query}");
    }
    for query in ["%25", "_003", "%5C", "%00", "xyz"] {
        let page = b.get(&format!("/dossiers?q={query}")).await;
        assert_eq!((page.status, order(&page).len()), (200, 0), "{query}");
    }
    let page = b.get("/dossiers?lang=en").await;
    for said in ["Waiting for the citizen", "Supplement requested", "Day of return"] {
        assert!(page.has(said), "{said}");
    }
    g.end().await;
}
