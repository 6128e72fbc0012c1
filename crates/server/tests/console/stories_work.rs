//! The queue and what an officer does to a complaint.

use crate::gateway::{Browser, Gateway, NOW};
use crate::seed::{self, DEVICE};
use vungsam_domain::wire::ChangeKind;
use vungsam_domain::{Action, Complaint, Status};
use vungsam_server::db::{changes, complaints};

const ONE_TIME: &str = "abcd-efgh-jkmn-pqrs";
const OWN: &str = "bốn con suối nhỏ";
/// The smallest bytes that begin like a JPEG.
const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 1, 2, 3];
const OTHER: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 9, 9];

async fn signed(g: &Gateway, login: &str, units: &[&str]) -> Browser {
    seed::officer(&g.db, login, "Nguyễn Thị Hoa", ONE_TIME, units).await;
    let mut b = g.browser();
    b.sign_in_first(login, ONE_TIME, OWN).await;
    b
}

async fn one(g: &Gateway, n: u64, unit: Option<&str>, text: &str) -> Complaint {
    let c = seed::complaint(n, unit, "giao-thong", text, &[]);
    seed::receive(&g.db, &g.data, &c, NOW - 3_600_000, &[], 0).await;
    c
}

fn path(c: &Complaint) -> String {
    format!("/complaints/{}", c.id)
}

pub async fn an_answer_reaches_the_feed_of_the_phone(g: Gateway) {
    let mut b = signed(&g, "hoa", &["nam-tra-my"]).await;
    let c = one(&g, 1, Some("nam-tra-my"), "Đá lăn <b>chắn</b> đường.\nXe máy không qua được.").await;
    let queue = b.get("/").await;
    assert!(queue.has("Đá lăn &#60;b&#62;chắn&#60;/b&#62; đường") && queue.has(&c.reference.to_string()));
    assert!(queue.has("1 việc mở") && queue.has("1\u{a0}giờ"));
    let page = b.get(&path(&c)).await;
    for said in ["Hồ Thị Bông", "0900 000 123", "Chỉ cán bộ thấy", "Hệ thống đã nhận", "Tiếp nhận", "thôn 2"]
    {
        assert!(page.has(said), "{said}");
    }
    let shown = page.body.replace(&page.hidden("event"), "").replace(&page.hidden("csrf"), "");
    assert!(shown.split(|ch: char| !ch.is_alphanumeric()).all(|word| word != c.pin.reveal()), "the PIN is never shown");
    for (action, expected, text) in
        [("accept", "moi", ""), ("start", "da-tiep-nhan", ""), ("answer", "dang-xu-ly", "Đã dọn đá.\r\nĐi chậm.")]
    {
        let page = b.get(&path(&c)).await;
        assert_eq!(page.hidden("expected"), expected);
        let event = page.hidden("event");
        let fields = [("action", action), ("expected", expected), ("event", &event), ("text", text)];
        let page = b.post(&path(&c), &fields).await;
        assert_eq!((page.status, page.location), (303, format!("{}?done=1", path(&c))), "{}", page.body);
    }
    let page = b.get(&format!("{}?done=1", path(&c))).await;
    assert!(page.has("Đã ghi.") && page.has("Đã dọn đá."));
    assert!(page.has("không phải làm gì thêm"));
    let queue = b.get("/").await;
    assert!(queue.has("Không còn việc nào đang mở") && queue.has("/?state=all"), "{}", queue.body);
    let feed = changes::after(&g.db, DEVICE, 0, 10).await.unwrap();
    let steps: Vec<_> = feed
        .iter()
        .map(|change| match &change.what {
            ChangeKind::Event { event, .. } => (change.n, event.action, event.by.name.as_str(), event.text.as_deref()),
            other => panic!("{other:?}"),
        })
        .collect();
    let by = "Nguyễn Thị Hoa";
    let answer = Some("Đã dọn đá.\nĐi chậm.");
    assert_eq!(steps, [(1, Action::Accept, by, None), (2, Action::Start, by, None), (3, Action::Answer, by, answer)]);
    g.end().await;
}

pub async fn a_refusal_needs_a_reason_and_keeps_what_was_typed(g: Gateway) {
    let mut b = signed(&g, "hoa", &["nam-tra-my"]).await;
    let c = one(&g, 1, Some("nam-tra-my"), "Việc này của nơi khác.").await;
    b.get(&path(&c)).await;
    let page = b.post(&path(&c), &[("action", "refuse"), ("expected", "moi"), ("text", " \n ")]).await;
    assert!(page.status == 422 && page.has("href=\"#text\"") && page.has("Hãy ghi lý do"), "{}", page.body);
    assert!(page.has("value=\"refuse\" checked"), "the choice is kept");
    let long = "ệ".repeat(2_001);
    let page = b.post(&path(&c), &[("action", "refuse"), ("expected", "moi"), ("text", &long)]).await;
    assert!(page.status == 422 && page.has(&long) && page.has("quá 2000 ký tự"));
    let page = b.post(&path(&c), &[("expected", "moi"), ("text", "giữ <lại>")]).await;
    assert!(page.status == 422 && page.has("giữ &#60;lại&#62;") && page.has("href=\"#action-accept\""));
    assert!(changes::after(&g.db, DEVICE, 0, 10).await.unwrap().is_empty());
    let fields = [("action", "refuse"), ("expected", "moi"), ("text", "Thuộc điện lực, gọi 1900.")];
    assert_eq!(b.post(&path(&c), &fields).await.status, 303);
    let page = b.get(&path(&c)).await;
    assert!(page.has("Thuộc điện lực, gọi 1900.") && page.has("Không tiếp nhận"));
    g.end().await;
}

pub async fn a_form_sent_twice_is_one_step_and_a_stale_one_is_none(g: Gateway) {
    let mut b = signed(&g, "hoa", &["nam-tra-my"]).await;
    let c = one(&g, 1, Some("nam-tra-my"), "Đá lăn.").await;
    let event = b.get(&path(&c)).await.hidden("event");
    let fields = [("action", "accept"), ("expected", "moi"), ("event", event.as_str()), ("text", "Sáng nay lên.")];
    for _ in 0..2 {
        assert_eq!(b.post(&path(&c), &fields).await.status, 303);
    }
    assert_eq!(changes::after(&g.db, DEVICE, 0, 10).await.unwrap().len(), 1);
    // A page that was opened before: it still says "moi".
    let stale = [("action", "refuse"), ("expected", "moi"), ("text", "Lời đang viết dở")];
    let page = b.post(&path(&c), &stale).await;
    assert!(page.status == 409 && page.has("Việc này vừa đổi. Nay là: Đã tiếp nhận."), "{}", page.body);
    assert!(page.has("Lời đang viết dở") && page.hidden("expected") == "da-tiep-nhan");
    // A step that the table does not know, and the event of another complaint.
    let page = b.post(&path(&c), &[("action", "accept"), ("expected", "da-tiep-nhan")]).await;
    assert_eq!(page.status, 409);
    let d = one(&g, 2, Some("nam-tra-my"), "Việc khác.").await;
    assert_eq!(b.post(&path(&d), &fields).await.status, 303);
    assert!(b.get(&path(&d)).await.has("Đã tiếp nhận"));
    assert_eq!(changes::after(&g.db, DEVICE, 0, 10).await.unwrap().len(), 2);
    g.end().await;
}

pub async fn an_officer_sees_only_complaints_of_their_communes(g: Gateway) {
    let mut hoa = signed(&g, "hoa", &["nam-tra-my"]).await;
    let mut tam = signed(&g, "tam", &["tra-my"]).await;
    let here = one(&g, 1, Some("nam-tra-my"), "Việc ở Nam Trà My").await;
    let there = one(&g, 2, Some("tra-my"), "Việc ở Trà My").await;
    let nowhere = one(&g, 4, None, "Việc chưa rõ xã").await;
    let queue = hoa.get("/?state=all").await;
    assert!(queue.has("Việc ở Nam Trà My") && queue.has("Việc chưa rõ xã") && !queue.has("Việc ở Trà My"));
    assert!(queue.has("2 việc mở"));
    let queue = tam.get("/?state=all&unit=nam-tra-my").await;
    assert!(!queue.has("Việc ở Nam Trà My") && queue.has("Không có phản ánh nào khớp"));
    assert!(!tam.get(&format!("/?q={}", here.reference.as_str())).await.has("Việc ở Nam"));
    for c in [&here, &nowhere] {
        assert_eq!(hoa.get(&path(c)).await.status, 200);
    }
    assert_eq!(hoa.get(&path(&there)).await.status, 404);
    hoa.get(&path(&here)).await;
    let page = hoa.post(&path(&there), &[("action", "accept"), ("expected", "moi")]).await;
    assert_eq!(page.status, 404);
    let row = complaints::of_device(&g.db, there.id, DEVICE).await.unwrap().unwrap();
    assert_eq!(row.status, Status::New);
    g.end().await;
}

pub async fn the_queue_is_narrowed_searched_sorted_and_paged(g: Gateway) {
    let mut b = signed(&g, "hoa", &["nam-tra-my", "tra-my"]).await;
    assert!(b.get("/").await.has("Chưa có phản ánh nào"));
    for n in 1..=30 {
        let unit = if n % 2 == 0 { "nam-tra-my" } else { "tra-my" };
        let category = if n == 7 { "dien-nuoc" } else { "giao-thong" };
        let text =
            if n == 7 { "Mất điện ở nóc Ông Đường.".to_owned() } else { format!("Việc số {n:02}") };
        let c = seed::complaint(n, Some(unit), category, &text, &[]);
        seed::receive(&g.db, &g.data, &c, NOW - i64::try_from(n).unwrap() * 60_000, &[], 0).await;
    }
    let page = b.get("/").await;
    assert!(page.has("25 trong 30 việc") && page.has("Trang sau") && !page.has("Trang trước"));
    let at = |page: &crate::gateway::Page, text: &str| page.body.find(text);
    assert!(at(&page, "Việc số 30") < at(&page, "Việc số 29") && page.has("Việc số 30") && !page.has("Việc số 01"));
    let page = b.get("/?page=2").await;
    assert!(page.has("5 trong 30 việc") && page.has("Việc số 01") && page.has("Trang trước"));
    assert!(b.get("/?page=99&order=newest").await.has("Việc số 30"));
    let newest = b.get("/?order=newest").await;
    assert!(at(&newest, "Việc số 01") < at(&newest, "Việc số 02"));
    assert!(b.get("/?unit=tra-my").await.has("15 trong 15"));
    let found = b.get("/?q=MAT+DIEN+o+noc+ong+duong").await;
    assert!(found.has("1 trong 1") && found.has("Mất điện"), "{}", found.body);
    assert!(b.get("/?category=dien-nuoc").await.has("1 trong 1"));
    assert!(b.get("/?q=%25").await.has("25 trong 30"), "a pattern is not searched for");
    let c = seed::complaint(12, None, "giao-thong", "", &[]);
    let number = c.reference.to_string();
    assert!(b.get(&format!("/?q={number}")).await.has("Việc số 12"));
    assert!(b.get(&format!("/?q={}", number.replace('-', "").split_at(6).0)).await.has("Việc số 12"));
    let c = one(&g, 12, Some("nam-tra-my"), "").await;
    b.get(&path(&c)).await;
    b.post(&path(&c), &[("action", "refuse"), ("expected", "moi"), ("text", "Nơi khác.")]).await;
    let page = b.get(&format!("/?q={number}")).await;
    assert!(page.has("Tìm trong mọi trạng thái"), "{}", page.body);
    assert!(b.get(&format!("/?q={number}&state=all")).await.has("Việc số 12"));
    assert!(b.get("/?state=khong-tiep-nhan&lang=en").await.has("1 of 1 reports"));
    g.end().await;
}

pub async fn what_is_not_there_is_not_found_and_garbage_breaks_nothing(g: Gateway) {
    let mut b = signed(&g, "hoa", &["nam-tra-my"]).await;
    let c = one(&g, 1, Some("nam-tra-my"), "Đá lăn.").await;
    b.get(&path(&c)).await;
    let hash = "0".repeat(64);
    for missing in [
        "/nothing".to_owned(),
        "/complaints/".to_owned(),
        "/complaints/x".to_owned(),
        "/complaints/01890a5d-ac96-774b-bcce-b302099a8057".to_owned(),
        format!("/photos/{}/{hash}", c.id),
        format!("/photos/{}/..%2f..%2fkeys", c.id),
        "/static/../Cargo.toml".to_owned(),
        "/static/nothing.css".to_owned(),
        "/sign-out".to_owned(),
    ] {
        let page = b.get(&missing).await;
        assert_eq!(page.status, 404, "{missing}");
    }
    for strange in
        ["/?page=-5&state=%00&unit=%F0%9F%92%A9&q=%27%3B--", "/?%ff=%", "/?q=&q=&page=x", "/sign-in?next=%00"]
    {
        assert!(b.get(strange).await.status < 400, "{strange}");
    }
    let token = b.token();
    let form = "application/x-www-form-urlencoded";
    for (kind, body) in [
        (form, b"%%%=%ff&&&=".to_vec()),
        (form, vec![0xff; 100]),
        (form, vec![b'a'; 300 * 1024]),
        ("application/json", b"{}".to_vec()),
        ("text/plain", Vec::new()),
        (form, format!("csrf={token}&action=withdraw&expected=&event=..&text=%00").into_bytes()),
        (form, format!("csrf={token}&action=accept&expected=nonsense&event=x").into_bytes()),
    ] {
        for to in [path(&c).as_str(), "/sign-in", "/password", "/sign-out"] {
            if to == "/sign-out" && body.starts_with(b"csrf") {
                continue;
            }
            let page = b.post_raw(to, kind, body.clone()).await;
            assert!(page.status < 500, "{to} {kind} {}: {}", page.status, page.body);
        }
    }
    g.end().await;
}

pub async fn photos_are_shown_to_officers_only(g: Gateway) {
    let mut b = signed(&g, "hoa", &["nam-tra-my"]).await;
    let mut other = signed(&g, "tam", &["tra-my"]).await;
    let c = seed::complaint(1, Some("nam-tra-my"), "giao-thong", "Hai ảnh.", &[JPEG, OTHER]);
    seed::receive(&g.db, &g.data, &c, NOW, &[JPEG, OTHER], 1).await;
    let src = format!("/photos/{}/{}", c.id, c.photos[0].sha256);
    let page = b.get(&path(&c)).await;
    assert!(page.has(&src) && page.has("Còn 1 ảnh đang tới") && page.has("Ảnh 2"));
    assert!(b.get("/").await.has("1\u{a0}trong\u{a0}2"));
    let photo = b.get(&src).await;
    assert_eq!(photo.bytes, JPEG);
    assert_eq!(photo.headers["content-type"], "image/jpeg");
    assert!(photo.headers["cache-control"].to_str().unwrap().starts_with("private"));
    assert_eq!(photo.headers["x-content-type-options"], "nosniff");
    assert_eq!(other.get(&src).await.status, 404);
    assert_eq!(g.browser().get(&src).await.status, 303);
    assert_eq!(b.get(&format!("/photos/{}/{}", c.id, c.photos[1].sha256)).await.status, 404);
    g.end().await;
}
