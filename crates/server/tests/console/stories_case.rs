//! What an officer does with a case beyond accepting and answering: asks, hands over, gives away, joins, mutes, shows
//! photos; and what the sender says meanwhile.

use crate::gateway::{Browser, Gateway, NOW, Page};
use crate::seed::{self, DEVICE};
use vungsam_domain::complaint::PhotoRef;
use vungsam_domain::sign::sha256_hex;
use vungsam_domain::wire::{ChangeKind, Event};
use vungsam_domain::{Action, Complaint, DeviceId, EventId, MessageId, Status, message};
use vungsam_server::db::messages::{self, NewMessage};
use vungsam_server::db::{changes, complaints, devices};
use vungsam_server::env::{Clock, Ids, SystemIds};

pub const ONE_TIME: &str = "abcd-efgh-jkmn-pqrs";
pub const OWN: &str = "bốn con suối nhỏ";
const HOUR: i64 = 3_600_000;
const ROAD: &[u8] = include_bytes!("../../../../tests/fixtures/photos/road.jpg");

pub async fn signed(g: &Gateway, login: &str, name: &str, units: &[&str]) -> Browser {
    seed::officer(&g.db, login, name, ONE_TIME, units).await;
    let mut b = g.browser();
    b.sign_in_first(login, ONE_TIME, OWN).await;
    b
}

pub async fn one(g: &Gateway, n: u64, unit: Option<&str>, text: &str) -> Complaint {
    let c = seed::complaint(n, unit, "giao-thong", text, &[]);
    seed::receive(&g.db, &g.data, &c, NOW - HOUR, &[], 0).await;
    c
}

pub fn path(c: &Complaint) -> String {
    format!("/complaints/{}", c.id)
}

/// Fills in the form of a page that is open and sends it.
pub async fn act(b: &mut Browser, c: &Complaint, fields: &[(&str, &str)]) -> Page {
    let page = b.get(&path(c)).await;
    let (expected, event) = (page.hidden("expected"), page.hidden("event"));
    let mut all = vec![("expected", expected.as_str()), ("event", event.as_str())];
    all.extend_from_slice(fields);
    b.post(&path(c), &all).await
}

/// Sends the confirm page on with this answer.
pub async fn sure(b: &mut Browser, c: &Complaint, page: &Page, answer: &str) -> Page {
    assert_eq!(page.status, 200, "{}", page.body);
    let names = ["expected", "event", "action", "text", "to", "agency", "agency_name", "number", "on", "other"];
    let kept: Vec<(&str, String)> = names.iter().map(|n| (*n, page.hidden(n))).collect();
    let mut all: Vec<(&str, &str)> = kept.iter().map(|(n, v)| (*n, v.as_str())).collect();
    all.push(("sure", answer));
    b.post(&path(c), &all).await
}

pub async fn feed(g: &Gateway) -> Vec<Event> {
    let all = changes::after(&g.db, DEVICE, 0, 100).await.unwrap();
    let event = |kind| match kind {
        ChangeKind::Event { event, .. } => event,
        other => panic!("{other:?}"),
    };
    all.into_iter().map(|c| event(c.what)).collect()
}

pub async fn says(g: &Gateway, c: &Complaint, action: Action, text: &str, photos: &[PhotoRef]) {
    let mut m = message::sample(MessageId(SystemIds.uuid()), c.id, c.device);
    (m.action, m.text, m.photos) = (action, text.to_owned(), photos.to_vec());
    let body = serde_json::to_vec(&m).unwrap();
    let hash = sha256_hex(&body);
    let event = EventId(SystemIds.uuid());
    let new = NewMessage { body: &body, body_sha256: &hash, signature: "none", message: &m, event };
    assert!(messages::put(&g.db, &new, g.clock.now_ms()).await.unwrap().is_some());
}

pub async fn a_question_stops_the_clock_until_the_sender_answers(g: Gateway) {
    let mut b = signed(&g, "hoa", "Nguyễn Thị Hoa", &["nam-tra-my"]).await;
    let c = one(&g, 1, Some("nam-tra-my"), "Đá lăn.").await;
    let page = act(&mut b, &c, &[("action", "ask_more"), ("text", " ")]).await;
    assert!(page.status == 422 && page.has("Hãy ghi điều cần hỏi") && page.has("href=\"#text\""), "{}", page.body);
    let page = act(&mut b, &c, &[("action", "ask_more"), ("text", "Đá nằm ở khúc nào ạ?")]).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let page = b.get(&path(&c)).await;
    assert!(page.has("Đồng hồ đứng yên từ 23/11/2026, 08:40"), "{}", page.body);
    assert!(page.has("Chờ người dân") && page.has("Đá nằm ở khúc nào ạ?"));
    assert!(!b.get("/?state=spoke").await.has(&path(&c)), "nobody has answered yet");

    g.clock.advance(2 * HOUR);
    let photo = PhotoRef { sha256: "ab".repeat(32), bytes: 5, width: 800, height: 600 };
    says(&g, &c, Action::AddMore, "Ở khúc cua <b>sau</b> cầu treo.", &[photo]).await;
    let queue = b.get("/?state=spoke").await;
    assert!(queue.has(&path(&c)) && queue.has("<span class=\"tag que spoke\">Người dân vừa trả lời"), "{}", queue.body);
    let page = b.get(&path(&c)).await;
    for said in [
        "Ở khúc cua &#60;b&#62;sau",
        "Người dân đã bổ sung",
        "Ảnh này đang trên đường tới",
        "Đồng hồ đã đứng yên 2\u{a0}giờ",
        "Người dân vừa nói thêm",
        "Đã tiếp nhận",
    ] {
        assert!(page.has(said), "{said}");
    }
    assert!(!page.has("Đồng hồ đứng yên từ"));
    let page = b.post(&format!("{}/heard", path(&c)), &[]).await;
    assert_eq!(page.location, format!("{}?done=heard", path(&c)));
    assert!(!b.get("/?state=spoke").await.has(&path(&c)));
    // A remark on something that is settled opens it for reading, and only for that.
    act(&mut b, &c, &[("action", "answer"), ("text", "Xong.")]).await;
    assert!(!b.get("/").await.has(&path(&c)));
    says(&g, &c, Action::Remark, "Còn một hòn nữa.", &[]).await;
    assert!(b.get("/").await.has(&path(&c)) && b.get("/").await.has("1 việc mở"));
    b.get(&path(&c)).await;
    b.post(&format!("{}/heard", path(&c)), &[]).await;
    assert!(!b.get("/").await.has(&path(&c)));
    says(&g, &c, Action::Reopen, "Chưa xong.", &[]).await;
    let page = b.get(&path(&c)).await;
    assert!(page.has("Mở lại") && page.has("Người dân báo chưa xong"));
    says(&g, &c, Action::Withdraw, "", &[]).await;
    let page = b.get(&path(&c)).await;
    assert!(page.has("Dân đã rút") && page.has("Người dân đã rút") && !page.has("name=\"action\""));
    assert!(b.get("/").await.has("0 việc mở"));
    g.end().await;
}

pub async fn a_transfer_is_asked_about_and_reaches_the_phone_with_number_and_day(g: Gateway) {
    let mut b = signed(&g, "hoa", "Nguyễn Thị Hoa", &["nam-tra-my"]).await;
    let c = one(&g, 1, Some("nam-tra-my"), "Mất điện.").await;
    let form = [("action", "transfer"), ("text", "Đã gọi điện lực."), ("number", "DN-77"), ("on", "2026-11-24")];
    let page = act(&mut b, &c, &form).await;
    assert!(page.status == 422 && page.has("Hãy chọn hoặc ghi tên nơi nhận") && page.has("không thể sau hôm nay"));
    assert!(page.has("Đã gọi điện lực.") && page.has("value=\"DN-77\"") && page.has("value=\"transfer\" checked"));
    let form = [
        ("action", "transfer"),
        ("text", "Đã gọi điện lực."),
        ("number", "DN-77"),
        ("on", "22/11/2026"),
        ("agency_name", "Tổ điện <xã>"),
    ];
    let page = act(&mut b, &c, &form).await;
    assert!(
        page.has("Chuyển việc này cho cơ quan khác?") && page.has("Tổ điện &#60;xã&#62;") && page.has("22/11/2026")
    );
    assert!(feed(&g).await.is_empty(), "nothing is written before the answer");
    let back = sure(&mut b, &c, &page, "no").await;
    assert!(back.status == 200 && back.has("Đã gọi điện lực.") && back.has("value=\"DN-77\""), "{}", back.body);
    for _ in 0..2 {
        assert_eq!(sure(&mut b, &c, &page, "yes").await.status, 303);
    }
    let events = feed(&g).await;
    assert_eq!(events.len(), 1, "pressed twice, written once");
    let h = events[0].handover.as_ref().unwrap();
    assert_eq!((h.agency.as_deref(), h.name.as_str(), h.number.as_str()), (None, "Tổ điện <xã>", "DN-77"));
    assert_eq!((h.on.as_str(), events[0].status), ("2026-11-22", Status::Transferred));
    let page = b.get(&path(&c)).await;
    assert!(page.has("Nơi nhận: Tổ điện &#60;xã&#62; · số DN-77 · ngày 22/11/2026"), "{}", page.body);
    // One from the list is told by its name.
    let d = one(&g, 2, Some("nam-tra-my"), "Mất nước.").await;
    let pack = vungsam_server::content::pack();
    let agency = pack.agencies.first().unwrap();
    let page = act(&mut b, &d, &[("action", "transfer"), ("agency", &agency.id), ("on", "2026-11-23")]).await;
    assert_eq!(sure(&mut b, &d, &page, "yes").await.status, 303);
    let h = feed(&g).await[1].handover.clone().unwrap();
    assert_eq!((h.agency.as_ref(), &h.name), (Some(&agency.id), &agency.name.vi));
    g.end().await;
}

pub async fn giving_it_to_an_officer_is_inside_and_to_a_commune_is_told(g: Gateway) {
    let mut hoa = signed(&g, "hoa", "Nguyễn Thị Hoa", &["nam-tra-my"]).await;
    let tam = seed::officer(&g.db, "tam", "Trần Tâm", ONE_TIME, &["nam-tra-my"]).await;
    let far = seed::officer(&g.db, "xa", "Hồ Xa", ONE_TIME, &["tra-linh"]).await;
    let mut linh = signed(&g, "linh", "Hồ Linh", &["tra-linh"]).await;
    let c = one(&g, 1, Some("nam-tra-my"), "Đá lăn.").await;
    for nobody in [String::new(), format!("o:{far}"), "o:none".to_owned(), "u:nowhere".to_owned()] {
        let page = act(&mut hoa, &c, &[("action", "assign"), ("to", &nobody)]).await;
        assert!(page.status == 422 && page.has("href=\"#to\""), "{nobody}: {}", page.body);
    }
    let page = act(&mut hoa, &c, &[("action", "assign"), ("to", &format!("o:{tam}"))]).await;
    assert_eq!(page.location, format!("{}?done=inside", path(&c)), "{}", page.body);
    assert!(feed(&g).await.is_empty(), "who works on it is the office's own matter");
    let page = hoa.get(&path(&c)).await;
    assert!(page.has("Giao cho Trần Tâm") && page.has("Nội bộ") && page.has("Trần Tâm đang giữ việc này"));
    assert!(!hoa.get("/?held=me").await.has(&path(&c)) && !hoa.get("/?held=-").await.has(&path(&c)));
    let mut b = g.browser();
    b.sign_in_first("tam", ONE_TIME, OWN).await;
    assert!(b.get("/?held=me").await.has(&path(&c)));

    let page = act(&mut hoa, &c, &[("action", "assign"), ("to", "u:tra-linh")]).await;
    assert!(page.has("Chuyển việc này sang xã khác?") && page.has("Việc này nay do Xã Trà Linh phụ trách."));
    assert!(!linh.get("/").await.has(&path(&c)));
    for _ in 0..2 {
        let done = sure(&mut hoa, &c, &page, "yes").await;
        assert_eq!((done.status, done.location.as_str()), (303, "/?done=moved"), "{}", done.body);
    }
    let events = feed(&g).await;
    assert_eq!(events.len(), 1);
    assert_eq!((events[0].action, events[0].by.unit.as_deref()), (Action::Assign, Some("tra-linh")));
    assert_eq!(events[0].text.as_deref(), Some("Việc này nay do Xã Trà Linh phụ trách."));
    for gone in [hoa.get("/?state=all").await, b.get("/?held=me").await] {
        assert!(!gone.has(&path(&c)));
    }
    assert_eq!(hoa.get(&path(&c)).await.status, 404);
    let page = linh.get(&path(&c)).await;
    assert!(page.status == 200 && page.has("Chuyển sang Xã Trà Linh") && !page.has("đang giữ việc này"));
    g.end().await;
}

pub async fn a_duplicate_tells_its_sender_nothing_of_the_other(g: Gateway) {
    let mut b = signed(&g, "hoa", "Nguyễn Thị Hoa", &["nam-tra-my"]).await;
    let main = one(&g, 1, Some("nam-tra-my"), "Đá lăn ở cầu treo.").await;
    let twin = one(&g, 2, Some("nam-tra-my"), "Có đá trên đường.").await;
    let far = one(&g, 4, Some("tra-linh"), "Việc xã khác.").await;
    let far_number = far.reference.to_string();
    let own = twin.reference.to_string();
    for (number, said) in
        [("123", "10 chữ số"), (own.as_str(), "Không có phản ánh nào khác"), (&far_number, "Không có")]
    {
        let page = act(&mut b, &twin, &[("action", "mark_duplicate"), ("other", number)]).await;
        assert!(page.status == 422 && page.has(said) && page.has("href=\"#other\""), "{number}: {}", page.body);
    }
    let number = main.reference.to_string();
    let page = act(&mut b, &twin, &[("action", "mark_duplicate"), ("other", &number)]).await;
    assert!(page.has("Đá lăn ở cầu treo") && page.has("Đã có người báo việc này trước."), "{}", page.body);
    assert_eq!(sure(&mut b, &twin, &page, "yes").await.status, 303);
    let told = &feed(&g).await[0];
    assert_eq!(told.status, Status::Duplicate);
    let wire = serde_json::to_string(told).unwrap();
    for secret in [main.reference.as_str(), main.pin.reveal(), &number, &main.id.to_string(), "Hồ Thị Bông"] {
        assert!(!wire.contains(secret), "{secret} in {wire}");
    }
    assert!(b.get(&path(&twin)).await.has(&format!("Đã ghép vào việc {number}")));
    let page = b.get(&path(&main)).await;
    assert!(page.has(&format!("ghép vào đây: {own}")) && page.has(&path(&twin)));
    // Not onto one that was joined itself.
    let third = one(&g, 5, Some("nam-tra-my"), "Đá nữa.").await;
    let page = act(&mut b, &third, &[("action", "mark_duplicate"), ("other", &own)]).await;
    assert!(page.status == 422 && page.has("cũng đã ghép"), "{}", page.body);
    g.end().await;
}

fn multipart(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    for (name, bytes) in files {
        let head = format!("--edge\r\nContent-Disposition: form-data; name=\"photos\"; filename=\"{name}\"\r\n");
        body.extend(format!("{head}Content-Type: image/jpeg\r\n\r\n").bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--edge--\r\n");
    ("multipart/form-data; boundary=edge".to_owned(), body)
}

pub async fn photos_of_an_officer_go_with_an_answer(g: Gateway) {
    let mut b = signed(&g, "hoa", "Nguyễn Thị Hoa", &["nam-tra-my"]).await;
    let mut other = signed(&g, "linh", "Hồ Linh", &["tra-linh"]).await;
    let c = one(&g, 1, Some("nam-tra-my"), "Đá lăn.").await;
    act(&mut b, &c, &[("action", "accept")]).await;
    let page = b.get(&path(&c)).await;
    let (token, event) = (b.token(), page.hidden("event"));
    let fields = [
        ("csrf", token.as_str()),
        ("expected", "da-tiep-nhan"),
        ("event", &event),
        ("action", "answer"),
        ("text", "Đã dọn xong đá."),
    ];
    // No file is looked at without the token, and a text is no picture; what was typed stays.
    let (kind, body) = multipart(&[("csrf", "wrong"), ("action", "answer")], &[("a.jpg", ROAD)]);
    assert_eq!(b.post_raw(&path(&c), &kind, body).await.status, 403);
    for (files, said) in [
        (vec![("a.jpg", ROAD), ("<b>.txt", b"not a picture".as_slice())], "Không đọc được tệp “&#60;b&#62;.txt”"),
        ((0..6).map(|_| ("a.jpg", ROAD)).collect(), ""),
    ] {
        let (kind, body) = multipart(&fields, &files);
        let page = b.post_raw(&path(&c), &kind, body).await;
        if said.is_empty() {
            // Six times the same picture is one picture.
            assert_eq!(page.status, 303, "{}", page.body);
        } else {
            assert!(page.status == 422 && page.has(said) && page.has("href=\"#photos\""), "{}", page.body);
            assert!(page.has("Đã dọn xong đá.") && page.has("Hãy chọn lại ảnh"));
            assert_eq!(feed(&g).await.len(), 1, "only the acceptance is there");
        }
    }
    let told = feed(&g).await[1].clone();
    assert_eq!((told.action, told.photos.len()), (Action::Answer, 1));
    let src = format!("/photos/{}/{}", c.id, told.photos[0].sha256);
    assert!(b.get(&path(&c)).await.has(&src));
    let shown = b.get(&src).await;
    assert_eq!((shown.status, sha256_hex(&shown.bytes)), (200, told.photos[0].sha256.clone()));
    assert!(shown.bytes.len() <= vungsam_domain::limits::PHOTO_BYTES);
    assert_eq!(other.get(&src).await.status, 404);
    // The same form again writes nothing.
    let (kind, body) = multipart(&fields, &[("a.jpg", ROAD)]);
    assert_eq!(b.post_raw(&path(&c), &kind, body).await.status, 303);
    assert_eq!(feed(&g).await.len(), 2);
    g.end().await;
}

pub async fn a_muted_device_leaves_the_queue_of_one_commune_and_is_still_received(g: Gateway) {
    let mut hoa = signed(&g, "hoa", "Nguyễn Thị Hoa", &["nam-tra-my"]).await;
    let mut linh = signed(&g, "linh", "Hồ Linh", &["tra-linh"]).await;
    let spam = one(&g, 1, Some("nam-tra-my"), "Mua bán đất giá rẻ").await;
    let there = one(&g, 2, Some("tra-linh"), "Việc thật ở Trà Linh").await;
    let other = DeviceId(SystemIds.uuid());
    devices::put(&g.db, other, "k", "h", 1).await.unwrap();
    let mut honest = seed::complaint(4, Some("nam-tra-my"), "y-te", "Trạm hết thuốc", &[]);
    honest.device = other;
    seed::receive(&g.db, &g.data, &honest, NOW, &[], 0).await;

    let form = format!("{}/mute", path(&spam));
    assert!(hoa.get(&form).await.has("Tắt tiếng máy gửi tin rác"));
    let page = hoa.post(&form, &[("reason", " ")]).await;
    assert!(page.status == 422 && page.has("Hãy ghi lý do") && page.has("href=\"#reason\""));
    assert_eq!(linh.get(&form).await.status, 404);
    hoa.get(&form).await;
    for _ in 0..2 {
        let page = hoa.post(&form, &[("reason", "Quảng cáo <đất>")]).await;
        assert_eq!(page.location, format!("{}?done=muted", path(&spam)));
    }
    let queue = hoa.get("/?state=all").await;
    assert!(!queue.has("Mua bán đất") && queue.has("Trạm hết thuốc") && queue.has("1 việc mở"), "{}", queue.body);
    assert!(linh.get("/").await.has("Việc thật ở Trà Linh"), "no commune silences a person for another one");
    // What comes later is received, found by its number and in its own list; never in the open one.
    let later = one(&g, 5, Some("nam-tra-my"), "Lại bán đất").await;
    assert!(complaints::of_device(&g.db, later.id, DEVICE).await.unwrap().is_some());
    assert!(!hoa.get("/").await.has("Lại bán đất"));
    assert!(hoa.get("/?state=muted").await.has("Lại bán đất"));
    assert!(hoa.get(&format!("/?q={}", later.reference.as_str())).await.has("Lại bán đất"));
    assert!(hoa.get(&path(&later)).await.has("Máy gửi việc này đã bị tắt tiếng (Nguyễn Thị Hoa"));
    let list = hoa.get("/muted").await;
    assert!(list.has("Quảng cáo &#60;đất&#62;") && list.has("2 phản ánh"), "{}", list.body);
    assert!(linh.get("/muted").await.has("Chưa tắt tiếng máy nào"));
    let device = DEVICE.to_string();
    linh.get("/muted").await;
    linh.get("/").await;
    linh.post("/muted", &[("device", &device), ("unit", "nam-tra-my")]).await;
    assert!(!hoa.get("/").await.has("Lại bán đất"), "another commune cannot take it back");
    hoa.get("/muted").await;
    let page = hoa.post("/muted", &[("device", &device), ("unit", "nam-tra-my")]).await;
    assert_eq!(page.location, "/muted?done=heard");
    assert!(hoa.get("/").await.has("Lại bán đất"));
    assert_eq!(linh.get(&path(&there)).await.status, 200);
    g.end().await;
}

pub async fn versions_of_a_report_are_one_case(g: Gateway) {
    let mut b = signed(&g, "hoa", "Nguyễn Thị Hoa", &["nam-tra-my"]).await;
    let old = one(&g, 1, Some("nam-tra-my"), "Bản cũ: đá lăn.").await;
    act(&mut b, &old, &[("action", "ask_more"), ("text", "Ở đâu ạ?")]).await;
    let stale = b.get(&path(&old)).await;
    g.clock.advance(HOUR);
    let mut new = seed::complaint(2, Some("nam-tra-my"), "giao-thong", "Bản mới: đá lăn ở cầu.", &[]);
    new.replaces = Some(old.id);
    seed::receive(&g.db, &g.data, &new, NOW + HOUR, &[], 0).await;
    let fields =
        [("action", "refuse"), ("expected", "can-bo-sung"), ("event", &stale.hidden("event")), ("text", "Lời viết dở")];
    let page = b.post(&path(&old), &fields).await;
    assert!(page.status == 409 && page.has("đã gửi bản mới") && page.has("Lời viết dở"), "{}", page.body);
    assert!(page.has(&format!("action=\"{}\"", path(&new))), "the form is that of the newest");
    let queue = b.get("/").await;
    assert!(queue.has("Bản mới") && !queue.has("Bản cũ") && queue.has("1 việc mở"));
    let page = b.get(&path(&old)).await;
    assert_eq!(page.location, format!("{}?done=newest", path(&new)));
    says(&g, &old, Action::Remark, "Nói về bản cũ.", &[]).await;
    let page = b.get(&path(&new)).await;
    for said in ["<details", "Bản cũ: đá lăn.", "Bản mới: đá lăn ở cầu.", "Ở đâu ạ?", "Nói về bản cũ."]
    {
        assert!(page.has(said), "{said}");
    }
    assert!(page.has("Người dân gửi bản mới thay cho bản trước") && page.has("Đồng hồ đã đứng yên 1\u{a0}giờ"));
    act(&mut b, &new, &[("action", "accept")]).await;
    assert_eq!(feed(&g).await.last().unwrap().action, Action::Accept);
    // A newer version for another commune takes the case there; the old one can only be read.
    let mut moved = seed::complaint(4, Some("tra-linh"), "giao-thong", "Ở Trà Linh cơ.", &[]);
    moved.replaces = Some(new.id);
    seed::receive(&g.db, &g.data, &moved, NOW + HOUR, &[], 0).await;
    let page = b.get(&path(&new)).await;
    assert!(page.status == 200 && page.has("cho xã khác") && !page.has("name=\"action\""), "{}", page.body);
    g.end().await;
}
