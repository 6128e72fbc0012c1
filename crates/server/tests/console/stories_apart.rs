//! What is no report: set apart, out of every officer's sight but the leader's, and back again.

use crate::gateway::{Browser, Gateway, NOW};
use crate::seed::{self, DEVICE};
use crate::stories_case::{act, feed, one, path, says, signed};
use vungsam_domain::{Action, Complaint, Status};
use vungsam_server::db::queue::{self, Narrow, States};
use vungsam_server::db::{apart, cases, complaints, mutes, officers};

const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 1, 2, 3];
const WORDS: &str = "Ông Bảy lấy tiền làm đường";

async fn leader(g: &Gateway, login: &str, units: &[&str]) -> Browser {
    let b = signed(g, login, "Bí thư Lãnh Đạo", units).await;
    assert!(officers::set_leader(&g.db, login, true).await.unwrap());
    b
}

/// A denunciation with a photo, set apart by this officer.
async fn set_apart(g: &Gateway, b: &mut Browser) -> (Complaint, String) {
    let c = seed::complaint(1, Some("nam-tra-my"), "khac", WORDS, &[JPEG]);
    seed::receive(&g.db, &g.data, &c, NOW - 60_000, &[JPEG], 1).await;
    let form = format!("{}/apart", path(&c));
    let page = b.get(&form).await;
    assert!(page.has("Đây là loại nào?") && page.has("?kind=to-cao"), "{}", page.body);
    let page = b.get(&format!("{form}?kind=to-cao")).await;
    assert!(page.has("Luật buộc") || page.has("tố cáo"), "the words for the sender stand there: {}", page.body);
    let (event, expected) = (page.hidden("event"), page.hidden("expected"));
    let empty = [("kind", "to-cao"), ("expected", &expected), ("event", &event), ("text", " ")];
    let page = b.post(&form, &empty).await;
    assert!(page.status == 422 && page.has("Hãy ghi nơi người dân cần đến") && page.has("href=\"#text\""));
    let fields =
        [("kind", "to-cao"), ("expected", &expected), ("event", &event), ("text", "Mời bà con đến nơi tiếp dân.")];
    for _ in 0..2 {
        let page = b.post(&form, &fields).await;
        assert_eq!((page.status, page.location.as_str()), (303, "/?done=apart"), "{}", page.body);
    }
    let events = feed(g).await;
    assert_eq!(events.len(), 1, "pressed twice, written once");
    assert_eq!((events[0].action, events[0].status), (Action::Refuse, Status::Refused));
    (c, form)
}

/// No way into the console shows it.
async fn hidden_from(g: &Gateway, b: &mut Browser, login: &str, c: &Complaint) {
    let src = format!("/photos/{}/{}", c.id, c.photos[0].sha256);
    let number = c.reference.as_str();
    let states = ["open", "all", "spoke", "muted"].into_iter().chain(Status::ALL.iter().map(|s| s.id()));
    for state in states {
        let page = b.get(&format!("/?state={state}&lang=vi")).await;
        assert!(!page.has("Ông Bảy") && !page.has(&c.id.to_string()), "state {state}");
    }
    for query in [number.to_owned(), "ong+bay".to_owned(), "lam+duong".to_owned()] {
        for state in ["all", "open", "muted"] {
            let page = b.get(&format!("/?state={state}&q={query}")).await;
            assert!(!page.has("Ông Bảy") && page.has("Không có phản ánh nào khớp"), "{query}: {}", page.body);
        }
    }
    for gone in [path(c), format!("{}/apart", path(c)), format!("{}/mute", path(c)), src, format!("/apart/{}", c.id)] {
        let page = b.get(&gone).await;
        assert!(page.status == 404 && !page.has("Ông Bảy"), "{gone}");
    }
    b.get("/").await;
    for (to, fields) in [
        (path(c), vec![("action", "accept"), ("expected", "khong-tiep-nhan")]),
        (path(c), vec![("action", "assign"), ("to", "u:tra-linh")]),
        (format!("{}/heard", path(c)), vec![]),
        (format!("{}/mute", path(c)), vec![("reason", "x")]),
        (format!("{}/apart", path(c)), vec![("kind", "to-cao"), ("text", "x")]),
        (format!("/apart/{}/undo", c.id), vec![]),
    ] {
        let page = b.post(&to, &fields).await;
        assert!(page.status == 404 && !page.has("Ông Bảy"), "{to}: {}", page.status);
    }
    let page = b.get("/apart").await;
    assert!(!page.has(&c.id.to_string()), "{}", page.body);
    // The store itself, past every page.
    let me = officers::by_login(&g.db, login).await.unwrap().unwrap().0;
    let everything = Narrow { states: States::All, ..Narrow::default() };
    let listed = queue::page(&g.db, &me.id, &everything, 100, 0).await.unwrap();
    assert!(listed.iter().all(|r| r.complaint.id != c.id));
    assert_eq!(queue::count(&g.db, &me.id, &everything).await.unwrap(), i64::try_from(listed.len()).unwrap());
    assert_eq!(complaints::for_officer(&g.db, c.id, &me.id).await.unwrap(), None);
    assert_eq!(cases::with_number(&g.db, &me.id, number).await.unwrap(), []);
    assert_eq!(apart::for_leader(&g.db, c.id, &me.id).await.unwrap(), None);
    assert!(apart::list(&g.db, &me.id).await.unwrap().iter().all(|r| r.id != c.id));
}

pub async fn nothing_set_apart_is_shown_to_an_ordinary_officer(g: Gateway) {
    let mut hoa = signed(&g, "hoa", "Nguyễn Thị Hoa", &["nam-tra-my"]).await;
    let mut far = leader(&g, "xa", &["tra-linh"]).await;
    let (c, _) = set_apart(&g, &mut hoa).await;
    hidden_from(&g, &mut hoa, "hoa", &c).await;
    hidden_from(&g, &mut far, "xa", &c).await;
    assert!(hoa.get("/").await.has("0 việc mở"));
    // Joined reports and muted devices say nothing of it either.
    let main = one(&g, 2, Some("nam-tra-my"), "Việc khác").await;
    let page = act(&mut hoa, &main, &[("action", "mark_duplicate"), ("other", c.reference.as_str())]).await;
    assert!(page.status == 422 && !page.has("Ông Bảy"));
    let me = officers::by_login(&g.db, "hoa").await.unwrap().unwrap().0;
    mutes::add(&g.db, DEVICE, &me.units, &me.id, "thử", NOW).await.unwrap();
    assert_eq!(mutes::list(&g.db, &me.id).await.unwrap()[0].reports, 1, "only the other one is counted");
    hidden_from(&g, &mut hoa, "hoa", &c).await;
    // What the sender says about it does not bring it back.
    says(&g, &c, Action::Reopen, "Sao không nhận?", &[]).await;
    hidden_from(&g, &mut hoa, "hoa", &c).await;
    g.end().await;
}

pub async fn a_leader_reads_what_was_set_apart_and_every_look_is_written_down(g: Gateway) {
    let mut hoa = signed(&g, "hoa", "Nguyễn Thị Hoa", &["nam-tra-my"]).await;
    assert_eq!(hoa.get("/apart").await.status, 404);
    let form = one(&g, 9, Some("nam-tra-my"), "x").await;
    let ask = hoa.get(&format!("{}/apart", path(&form))).await;
    assert!(ask.has("Xã chưa có lãnh đạo được chỉ định"));
    let mut chief = leader(&g, "chief", &["nam-tra-my"]).await;
    assert!(chief.get("/apart").await.has("Chưa có việc nào để riêng"));
    assert!(!hoa.get(&format!("{}/apart", path(&form))).await.has("Xã chưa có lãnh đạo"));
    let (c, _) = set_apart(&g, &mut hoa).await;
    let list = chief.get("/apart").await;
    assert!(list.has(&format!("/apart/{}", c.id)) && list.has("Tố cáo") && !list.has("Ông Bảy"), "{}", list.body);
    assert!(!chief.get("/?state=all").await.has("Ông Bảy"), "the queue is the same for everybody");
    assert_eq!(chief.get(&path(&c)).await.status, 404);
    let page = chief.get(&format!("/apart/{}", c.id)).await;
    assert!(
        page.has("Ông Bảy") && page.has("Mời bà con đến nơi tiếp dân.") && page.has("Nguyễn Thị Hoa · đã để riêng")
    );
    let photo = chief.get(&format!("/photos/{}/{}", c.id, c.photos[0].sha256)).await;
    assert_eq!((photo.status, photo.headers["cache-control"].to_str().unwrap()), (200, "private, no-store"));
    let looks = apart::accesses(&g.db, c.id).await.unwrap();
    let mut whats: Vec<&str> = looks.iter().map(|a| a.what.as_str()).collect();
    whats.sort_unstable();
    assert_eq!(whats, ["photo", "read", "set"]);
    // Not a leader any more: out of sight at once.
    officers::set_leader(&g.db, "chief", false).await.unwrap();
    hidden_from(&g, &mut chief, "chief", &c).await;
    g.end().await;
}

pub async fn a_mistaken_mark_is_undone_by_the_leader(g: Gateway) {
    let mut hoa = signed(&g, "hoa", "Nguyễn Thị Hoa", &["nam-tra-my"]).await;
    let mut chief = leader(&g, "chief", &["nam-tra-my"]).await;
    let (c, _) = set_apart(&g, &mut hoa).await;
    chief.get(&format!("/apart/{}", c.id)).await;
    g.clock.advance(1_000);
    for _ in 0..2 {
        let page = chief.post(&format!("/apart/{}/undo", c.id), &[("text", "Xã xin lỗi, xã tiếp nhận.")]).await;
        assert_eq!((page.status, page.location.as_str()), (303, "/apart?done=undone"), "{}", page.body);
    }
    let events = feed(&g).await;
    assert_eq!(events.len(), 2, "pressed twice, written once");
    assert_eq!((events[1].action, events[1].status), (Action::Accept, Status::Accepted));
    assert!(hoa.get("/").await.has("Ông Bảy") && hoa.get(&path(&c)).await.status == 200);
    assert_eq!(chief.get(&format!("/apart/{}", c.id)).await.status, 404);
    assert_eq!(apart::accesses(&g.db, c.id).await.unwrap()[0].what, "undo");
    g.end().await;
}

pub async fn every_version_of_what_was_set_apart_is_hidden(g: Gateway) {
    let mut hoa = signed(&g, "hoa", "Nguyễn Thị Hoa", &["nam-tra-my"]).await;
    let old = seed::complaint(3, Some("nam-tra-my"), "khac", "Ông Bảy, bản đầu", &[JPEG]);
    seed::receive(&g.db, &g.data, &old, NOW, &[JPEG], 1).await;
    let mut new = seed::complaint(4, Some("nam-tra-my"), "khac", "Ông Bảy, bản hai", &[JPEG]);
    new.replaces = Some(old.id);
    seed::receive(&g.db, &g.data, &new, NOW, &[JPEG], 1).await;
    let form = format!("{}/apart", path(&new));
    let page = hoa.get(&format!("{form}?kind=khieu-nai")).await;
    let event = page.hidden("event");
    let fields = [("kind", "khieu-nai"), ("expected", "moi"), ("event", &event), ("text", "Nơi khác.")];
    assert_eq!(hoa.post(&form, &fields).await.status, 303);
    for c in [&old, &new] {
        hidden_from(&g, &mut hoa, "hoa", c).await;
    }
    // A version that comes later, and one that comes late.
    let mut later = seed::complaint(5, Some("nam-tra-my"), "khac", "Ông Bảy, bản ba", &[JPEG]);
    later.replaces = Some(new.id);
    seed::receive(&g.db, &g.data, &later, NOW, &[JPEG], 1).await;
    hidden_from(&g, &mut hoa, "hoa", &later).await;
    let first = seed::complaint(7, Some("nam-tra-my"), "khac", "Ông Bảy, bản trước cả bản đầu", &[JPEG]);
    let mut second = seed::complaint(8, Some("nam-tra-my"), "khac", "Ông Bảy, đến trước", &[JPEG]);
    second.replaces = Some(first.id);
    seed::receive(&g.db, &g.data, &second, NOW, &[JPEG], 1).await;
    let form = format!("{}/apart", path(&second));
    let event = hoa.get(&format!("{form}?kind=to-giac")).await.hidden("event");
    let fields = [("kind", "to-giac"), ("expected", "moi"), ("event", &event), ("text", "Gọi công an xã.")];
    assert_eq!(hoa.post(&form, &fields).await.status, 303);
    seed::receive(&g.db, &g.data, &first, NOW, &[JPEG], 1).await;
    hidden_from(&g, &mut hoa, "hoa", &first).await;
    // Even after the answer; and a report in any state can be set apart.
    let done = one(&g, 11, Some("nam-tra-my"), "Ông Tám lấy tiền").await;
    act(&mut hoa, &done, &[("action", "accept")]).await;
    act(&mut hoa, &done, &[("action", "answer"), ("text", "Xong.")]).await;
    let form = format!("{}/apart", path(&done));
    let event = hoa.get(&format!("{form}?kind=to-cao")).await.hidden("event");
    let fields = [("kind", "to-cao"), ("expected", "da-xu-ly"), ("event", &event), ("text", "Nơi khác.")];
    assert_eq!(hoa.post(&form, &fields).await.status, 303);
    assert_eq!(hoa.get(&path(&done)).await.status, 404);
    g.end().await;
}
