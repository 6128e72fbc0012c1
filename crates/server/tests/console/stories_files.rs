//! Office files: who sends them, looking at one first, taking it in, and who may not.

use crate::gateway::{Browser, Gateway, Page};
use crate::seed;

const ONE_TIME: &str = "dưa hấu mùa hè";
const OWN: &str = "con suối sau nhà";

async fn signed(gw: &Gateway, login: &str, units: &[&str]) -> Browser {
    seed::officer(&gw.db, login, "Nguyễn Thị Hoa", ONE_TIME, units).await;
    let mut b = gw.browser();
    b.sign_in_first(login, ONE_TIME, OWN).await;
    b
}

async fn bring(b: &mut Browser, csrf: &str, source: &str, as_of: &str, file: &[u8]) -> Page {
    let mut body = Vec::new();
    for (name, value) in [("csrf", csrf), ("source", source), ("as_of", as_of)] {
        body.extend(format!("--xyz\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    body.extend(b"--xyz\r\ncontent-disposition: form-data; name=\"file\"; filename=\"hoso.csv\"\r\n\r\n");
    body.extend(file);
    body.extend(b"\r\n--xyz--\r\n");
    b.post_raw("/dossiers/files", "multipart/form-data; boundary=xyz", body).await
}

/// The page of a file when it is read or taken in; the story waits as the page itself would.
async fn settled(b: &mut Browser, path: &str) -> Page {
    loop {
        let page = b.get(path).await;
        if !page.headers.contains_key("refresh") {
            return page;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

fn source_id(page: &Page) -> String {
    page.body.split("<option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

pub async fn a_file_is_looked_at_mended_and_taken_in_once(gw: Gateway) {
    let mut b = signed(&gw, "hoa", &["nam-tra-my"]).await;
    let page = b.get("/dossiers/files").await;
    assert!(page.has("Chưa có nơi gửi nào") && !page.has("type=\"file\""), "{}", page.body);
    let page = b.post("/dossiers/files/sources", &[("name", " "), ("trust", "100")]).await;
    assert!(page.status == 422 && page.has("id=\"name\"") && page.body.matches("class=\"wrong\"").count() == 2);
    let page = b.post("/dossiers/files/sources", &[("name", "Một cửa <xã>"), ("trust", "50")]).await;
    assert_eq!((page.status, page.location.as_str()), (303, "/dossiers/files?done=added"));
    let page = b.get("/dossiers/files").await;
    assert!(page.has("Một cửa &#60;xã&#62;") && page.has("chưa có tệp"), "{}", page.body);
    let (source, token) = (source_id(&page), b.token());

    let page = bring(&mut b, &token, &source, "2026-02-31", b"").await;
    assert!(page.status == 422 && page.body.matches("class=\"wrong\"").count() == 2, "{}", page.body);
    let page = bring(&mut b, &token, &source, "", b"%PDF-1.7").await;
    let page = settled(&mut b, &page.location).await;
    assert!(page.has("Không nhận tệp này") && page.has("không phải bảng"), "{}", page.body);

    let open = "Mã hồ sơ;Số ĐT\n000.00.19.H47-260105-0001;0900000123\n000.00.19.H47-260105-0002;\"0900000124\n";
    let page = bring(&mut b, &token, &source, "", open.as_bytes()).await;
    let page = settled(&mut b, &page.location).await;
    assert!(page.has("Dòng 3: dấu ngoặc kép chưa đóng"), "{}", page.body);
    let swallowed = format!("{open}000.00.19.H47-260105-0003;\"x;\n");
    let here = bring(&mut b, &token, &source, "", swallowed.as_bytes()).await.location;
    let page = settled(&mut b, &here).await;
    assert!(page.has("Có chữ sau dấu ngoặc kép đóng") && page.has("</span>3–4</td>"), "{}", page.body);
    b.post(&here, &[("do", "discard")]).await;

    let file = "Mã hồ sơ;Họ tên;Số ĐT;Tình hình;Đơn vị\n\
                000.00.19.H47-260105-0001;CANARY Bông;0900000123;5;nam-tra-my\n\
                000.00.19.H47-260105-0002;CANARY Lan;0900000124;Chờ ký;nam-tra-my\n\
                000.00.19.H47-260105-0003;CANARY Mai;0900000125;5;tra-linh\n";
    let page = bring(&mut b, &token, &source, "2026-01-06", file.as_bytes()).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let here = page.location;
    let page = settled(&mut b, &here).await;
    assert!(page.has("Xem trước tệp") && page.has("06/01/2026") && !page.has("CANARY"), "{}", page.body);
    assert!(page.has("Xã này không thuộc") && page.has("name=\"skip\""));
    assert!(!page.has("Chờ ký"), "no column for the status yet");
    // Another column is the status; the same file is read again.
    let fields =
        [("do", "read"), ("code", "Mã hồ sơ"), ("phone", "Số ĐT"), ("status", "Tình hình"), ("unit", "Đơn vị")];
    let page = b.post(&here, &fields).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let here = page.location;
    let page = settled(&mut b, &here).await;
    assert!(page.has("Chờ ký (như cơ quan ghi)") && page.has("Trạng thái lạ"), "{}", page.body);
    let page = b.post(&here, &[("do", "apply")]).await;
    assert!(page.status == 422 && page.has("Tệp còn dòng có lỗi"), "{}", page.body);
    let page = b.post(&here, &[("do", "apply"), ("skip", "yes")]).await;
    assert_eq!((page.status, &page.location), (303, &here));
    let page = settled(&mut b, &here).await;
    assert!(page.has("Đã nhận tệp") && !page.has("name=\"do\""), "{}", page.body);
    let n: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM dossiers").fetch_one(gw.db.read()).await.unwrap();
    assert_eq!(n, 2);
    // The file is gone, and a second click does nothing.
    assert_eq!(std::fs::read_dir(gw.data.join("imports")).unwrap().count(), 0);
    assert_eq!(b.post(&here, &[("do", "apply"), ("skip", "yes")]).await.status, 303);
    let page = b.get("/dossiers/files?lang=en").await;
    assert!(page.has("of 6 Jan 2026, taken in"), "{}", page.body);

    // The columns are remembered; the same file says nothing new, and is thrown away.
    let page = bring(&mut b, &token, &source, "2026-01-06", file.as_bytes()).await;
    let here = page.location;
    let page = settled(&mut b, &here).await;
    assert!(
        page.has("Chờ ký (as the office writes it)") && page.has("Unchanged</dt><dd class=\"n\">2"),
        "{}",
        page.body
    );
    assert_eq!(b.post(&here, &[("do", "discard")]).await.location, "/dossiers/files?done=discarded");
    assert_eq!(b.get(&here).await.status, 404);
    assert_eq!(std::fs::read_dir(gw.data.join("imports")).unwrap().count(), 0);
    gw.end().await;
}

pub async fn a_file_is_its_officers_own_and_needs_the_token(gw: Gateway) {
    let mut hoa = signed(&gw, "hoa", &["nam-tra-my"]).await;
    hoa.get("/dossiers/files").await;
    hoa.post("/dossiers/files/sources", &[("name", "Một cửa"), ("trust", "50")]).await;
    let page = hoa.get("/dossiers/files").await;
    let (source, token) = (source_id(&page), hoa.token());
    let file = b"Ma ho so,Trang thai\n000.00.19.H47-260105-0001,5\n";
    assert_eq!(bring(&mut hoa, "wrong", &source, "", file).await.status, 403);
    assert_eq!(std::fs::read_dir(gw.data.join("imports")).unwrap().count(), 0, "nothing was written");
    let here = bring(&mut hoa, &token, &source, "", file).await.location;
    assert!(settled(&mut hoa, &here).await.has("name=\"do\""));
    hoa.set_token("wrong");
    assert_eq!(hoa.post(&here, &[("do", "apply")]).await.status, 403);

    let mut lan = signed(&gw, "lan", &["tra-linh"]).await;
    let page = lan.get("/dossiers/files").await;
    assert!(!page.has("Một cửa"), "a source of one commune is its officers' own");
    let token = lan.token();
    assert_eq!(lan.get(&here).await.status, 404);
    assert_eq!(lan.post(&here, &[("do", "apply")]).await.status, 404);
    assert_eq!(bring(&mut lan, &token, &source, "", file).await.status, 422);
    let mut nobody = gw.browser();
    for path in ["/dossiers/files", here.as_str()] {
        assert_eq!(nobody.get(path).await.status, 303);
    }
    let n: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM dossiers").fetch_one(gw.db.read()).await.unwrap();
    assert_eq!(n, 0);
    gw.end().await;
}
