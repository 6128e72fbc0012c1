//! Public content over the wire: pages, refills, ranges, caches, and edits that outlive upgrades.

use crate::harness::{Gateway, problem, text};
use reqwest::{Client, Response};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use vungsam_domain::content::bundle::{Bundle, Page, RawRecord};
use vungsam_domain::wire::{MEDIA_CONTENT, MEDIA_CONTENT_PAGE};
use vungsam_server::content::SHIPPED;
use vungsam_server::db::content::{self, Who};

fn record(id: &str, text: &str) -> RawRecord {
    RawRecord { kind: "stories".to_owned(), id: id.to_owned(), body: Some(format!("{{\"text\":\"{text}\"}}")) }
}

/// A pack as a file for a gateway, and its hash.
fn pack(dir: &Path, records: &[RawRecord]) -> (PathBuf, String) {
    let bytes = Bundle::pack(records, None, None).unwrap();
    let hash = Bundle::head(&bytes).unwrap().sha256;
    let file = dir.join(format!("{hash}.vsc"));
    std::fs::write(&file, bytes).unwrap();
    (file, hash)
}

/// What a phone would hold: it follows the contract and knows nothing else.
struct Reader {
    http: Client,
    records: BTreeMap<(String, String), String>,
    cursor: Option<String>,
    pack: String,
    asked: usize,
}

impl Reader {
    fn new(gw: &Gateway, records: &[RawRecord]) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().redirect(reqwest::redirect::Policy::none());
        let ca = reqwest::Certificate::from_pem(gw.deployment.ca_pem.as_ref().unwrap().as_bytes()).unwrap();
        let pack = Bundle::head(&Bundle::pack(records, None, None).unwrap()).unwrap().sha256;
        let mut reader = Self {
            http: http.tls_certs_only([ca]).build().unwrap(),
            records: BTreeMap::new(),
            cursor: None,
            pack,
            asked: 0,
        };
        reader.take(records.to_vec());
        reader
    }

    fn take(&mut self, records: Vec<RawRecord>) {
        for r in records {
            match r.body {
                Some(body) => self.records.insert((r.kind, r.id), body),
                None => self.records.remove(&(r.kind, r.id)),
            };
        }
    }

    async fn ask(&mut self, gw: &Gateway, plain: bool) -> Response {
        let from = self.cursor.as_ref().map_or_else(|| format!("pack={}", self.pack), |c| format!("since={c}"));
        let url = gw.url(&format!("/api/v1/content?{from}{}", if plain { "&plain=1" } else { "" }));
        self.asked += 1;
        self.http.get(url).send().await.unwrap()
    }

    /// Reads until there is nothing new; how it got there.
    async fn follow(&mut self, gw: &Gateway) -> Vec<u16> {
        let mut seen = Vec::new();
        loop {
            let r = self.ask(gw, false).await;
            seen.push(r.status().as_u16());
            match r.status().as_u16() {
                204 => return seen,
                303 => {
                    let whole = self.http.get(gw.url(text(&r, "location"))).send().await.unwrap();
                    assert_eq!(whole.status(), 200);
                    let (head, lines) = Bundle::open(&whole.bytes().await.unwrap()).unwrap();
                    assert!(head.is_signed_by(gw.deployment.keys()));
                    self.records.clear();
                    self.take(lines.records);
                    self.cursor = head.cursor;
                }
                200 => {
                    let bytes = r.bytes().await.unwrap();
                    let held = |k: &str, id: &str| self.records.get(&(k.to_owned(), id.to_owned())).cloned();
                    let (head, lines) = match Page::open(&bytes, &held) {
                        Ok(read) => read,
                        Err(_) => {
                            let again = self.ask(gw, true).await;
                            Page::open(&again.bytes().await.unwrap(), &|_, _| None).unwrap()
                        }
                    };
                    self.take(lines.records);
                    self.cursor = Some(head.cursor);
                }
                other => panic!("{other}"),
            }
        }
    }
}

async fn stands(gw: &Gateway) -> BTreeMap<(String, String), String> {
    let db = gw.db().await;
    let all = content::all(&db).await.unwrap();
    db.close().await;
    all.into_iter().filter_map(|r| Some(((r.record.kind, r.record.id), r.record.body?))).collect()
}

async fn edit(gw: &Gateway, records: &[RawRecord]) {
    let db = gw.db().await;
    let mut tx = db.begin().await.unwrap();
    content::lock(&mut tx, "e").await.unwrap();
    content::write(&mut tx, records, Who::Operator, 1).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await;
}

fn plain(gw: &Gateway, path: &str) -> reqwest::RequestBuilder {
    gw.client().get(gw.url(path))
}

fn twenty() -> Vec<RawRecord> {
    (0..20).map(|n| record(&format!("r{n}"), &format!("câu chuyện {n} ").repeat(40))).collect()
}

async fn with_pack(dir: &tempfile::TempDir, records: &[RawRecord]) -> Gateway {
    let file = pack(dir.path(), records).0;
    Gateway::with(|s| s.content.pack = Some(file)).await
}

#[tokio::test]
async fn a_phone_with_the_gateways_own_pack_gets_its_cursor_and_then_only_what_changed() {
    let gw = Gateway::start().await;
    let (_, lines) = Bundle::open(SHIPPED).unwrap();
    let mut phone = Reader::new(&gw, &lines.records);
    let r = phone.ask(&gw, false).await;
    assert_eq!((r.status().as_u16(), text(&r, "content-type")), (200, MEDIA_CONTENT_PAGE));
    assert!(r.bytes().await.unwrap().len() < 400, "nothing but a cursor");
    assert_eq!(phone.follow(&gw).await, [200, 204]);
    let mut changed = lines.records[3].clone();
    changed.body = changed.body.map(|b| b.replace("\"verified\":false", "\"verified\":true"));
    let gone = RawRecord { body: None, ..lines.records[5].clone() };
    edit(&gw, &[changed, gone, record("new", "mới")]).await;
    assert_eq!(phone.follow(&gw).await, [200, 204]);
    assert_eq!(phone.records, stands(&gw).await);
    assert_eq!(phone.records.len(), lines.records.len(), "one came, one went");
    // Somebody who installs the app now.
    let mut fresh = Reader::new(&gw, &lines.records);
    assert_eq!(fresh.follow(&gw).await, [200, 204]);
    assert_eq!((fresh.records, fresh.cursor), (phone.records, phone.cursor));
    gw.stop().await;
}

#[tokio::test]
async fn a_pack_or_cursor_nobody_knows_leads_to_the_whole_content_and_text_that_is_none_to_a_problem() {
    let dir = tempfile::tempdir().unwrap();
    let gw = with_pack(&dir, &twenty()).await;
    let mut stranger = Reader::new(&gw, &[record("other", "khác")]);
    assert_eq!(stranger.follow(&gw).await, [303, 204]);
    assert_eq!(stranger.records, stands(&gw).await);
    let good = stranger.cursor.clone().unwrap();
    let past = format!("{}9", good);
    for strange in ["elsewhere.5", "nonsense", "%00", "..", "9.9.9", "%F0%9F%8C%BF.3", past.as_str()] {
        let path = format!("/api/v1/content?since={strange}");
        let r = stranger.http.get(gw.url(&path)).send().await.unwrap();
        assert_eq!(r.status(), 303, "{strange}");
    }
    assert_eq!(stranger.http.get(gw.url("/api/v1/content")).send().await.unwrap().status(), 303);
    let both = format!("/api/v1/content?since={good}&pack={}", "0".repeat(64));
    assert_eq!(plain(&gw, &both).send().await.unwrap().status(), 204, "the cursor says more");
    for bad in ["pack=x", "pack=%ff", "since=a&since=b", &format!("pack={}", "G".repeat(64))] {
        let r = plain(&gw, &format!("/api/v1/content?{bad}")).send().await.unwrap();
        assert_eq!(problem(r).await.code, "malformed", "{bad}");
    }
    for name in ["x", "..%2f..", &"0".repeat(32), "%00"] {
        let r = plain(&gw, &format!("/api/v1/content/full/{name}")).send().await.unwrap();
        assert_eq!(problem(r).await.code, "not_found", "{name}");
    }
    let r = gw.client().post(gw.url("/api/v1/content")).send().await.unwrap();
    assert_eq!(problem(r).await.status, 405);
    gw.stop().await;
}

#[tokio::test]
async fn answers_are_for_caches_and_carry_nothing_of_anybody() {
    let dir = tempfile::tempdir().unwrap();
    let gw = with_pack(&dir, &twenty()).await;
    let mut phone = Reader::new(&gw, &twenty());
    phone.follow(&gw).await;
    let since = phone.cursor.clone().unwrap();
    edit(&gw, &[record("r1", "sửa")]).await;
    let path = format!("/api/v1/content?since={since}");
    let r = plain(&gw, &path).send().await.unwrap();
    let (tag, first) = (text(&r, "etag").to_owned(), r.headers().clone());
    assert_eq!(text(&r, "cache-control"), "public, max-age=60");
    let page = r.bytes().await.unwrap();
    let names: Vec<&str> =
        first.keys().map(|k| k.as_str()).filter(|k| !["date", "content-length"].contains(k)).collect();
    assert_eq!(names, ["cache-control", "etag", "content-type"]);
    for given in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let r = plain(&gw, &path).header("if-none-match", &given).send().await.unwrap();
        assert_eq!((r.status().as_u16(), text(&r, "etag")), (304, tag.as_str()), "{given}");
        assert_eq!(text(&r, "content-length"), page.len().to_string(), "as caches keep it");
        assert!(r.bytes().await.unwrap().is_empty());
    }
    let other = plain(&gw, &path).header("if-none-match", "\"x\"").send().await.unwrap();
    assert_eq!((other.status().as_u16(), other.bytes().await.unwrap()), (200, page.clone()));
    let head = gw.client().head(gw.url(&path)).send().await.unwrap();
    assert_eq!((head.status().as_u16(), text(&head, "content-length")), (200, page.len().to_string().as_str()));
    assert!(head.bytes().await.unwrap().is_empty());

    phone.follow(&gw).await;
    let nothing = plain(&gw, &format!("/api/v1/content?since={}", phone.cursor.unwrap())).send().await.unwrap();
    assert_eq!(nothing.status(), 204);
    let names: Vec<&str> = nothing.headers().keys().map(|k| k.as_str()).collect();
    assert_eq!(names, ["cache-control", "date"]);
    let metrics =
        Client::new().get(format!("http://{}/metrics", gw.metrics)).send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("vungsam_content_nothing_new_total") && metrics.contains("vungsam_content_pages_total"));
    gw.stop().await;
}

#[tokio::test]
async fn a_refill_that_was_cut_goes_on_by_range_and_is_the_same_bytes_also_after_an_edit_and_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let gw = with_pack(&dir, &twenty()).await;
    let stranger = Reader::new(&gw, &[]);
    let r = stranger.http.get(gw.url("/api/v1/content")).send().await.unwrap();
    let path = text(&r, "location").to_owned();
    let r = plain(&gw, &path).send().await.unwrap();
    assert_eq!((text(&r, "content-type"), text(&r, "accept-ranges")), (MEDIA_CONTENT, "bytes"));
    assert_eq!(text(&r, "cache-control"), "public, max-age=31536000, immutable");
    let tag = text(&r, "etag").to_owned();
    let whole = r.bytes().await.unwrap();
    let part = async |gw: &Gateway, range: &str| plain(gw, &path).header("range", range).send().await.unwrap();
    let cut = whole.len() / 3;
    let r = part(&gw, &format!("bytes=0-{}", cut - 1)).await;
    assert_eq!(r.status(), 206);
    let mut got = r.bytes().await.unwrap().to_vec();
    edit(&gw, &[record("r1", "sửa")]).await;
    let settings = gw.settings.clone();
    let _dir = gw.stop().await;
    let gw = Gateway::on(settings).await;
    // Another is asked for meanwhile, so that this one is not the newest.
    assert_ne!(text(&stranger_again(&gw).await, "location"), path);
    let r = part(&gw, &format!("bytes={cut}-")).await;
    let named = format!("bytes {cut}-{}/{}", whole.len() - 1, whole.len());
    assert_eq!((r.status().as_u16(), text(&r, "content-range"), text(&r, "etag")), (206, named.as_str(), tag.as_str()));
    got.extend(r.bytes().await.unwrap());
    assert_eq!(got, whole);

    let r = part(&gw, &format!("bytes={}-", whole.len())).await;
    assert_eq!((r.status().as_u16(), text(&r, "content-range")), (416, format!("bytes */{}", whole.len()).as_str()));
    let r = part(&gw, "bytes=-10").await;
    assert_eq!((r.status().as_u16(), r.bytes().await.unwrap()), (206, whole.slice(whole.len() - 10..)));
    let r = plain(&gw, &path).header("range", "bytes=5-").header("if-range", "\"other\"").send().await.unwrap();
    assert_eq!((r.status().as_u16(), r.bytes().await.unwrap()), (200, whole.clone()));
    let r = plain(&gw, &path).header("range", "bytes=5-").header("if-range", &tag).send().await.unwrap();
    assert_eq!(r.status(), 206);
    let r = plain(&gw, &path).header("if-none-match", &tag).send().await.unwrap();
    assert_eq!(r.status(), 304);
    let head = gw.client().head(gw.url(&path)).send().await.unwrap();
    assert_eq!((head.status().as_u16(), text(&head, "content-length")), (200, whole.len().to_string().as_str()));
    gw.stop().await;
}

async fn stranger_again(gw: &Gateway) -> Response {
    Reader::new(gw, &[]).http.get(gw.url("/api/v1/content")).send().await.unwrap()
}

#[tokio::test]
async fn many_changes_come_in_pages_of_a_million_bytes_and_a_page_is_small_for_one_who_holds_the_records() {
    let dir = tempfile::tempdir().unwrap();
    let mut seed = 1_u32;
    let mut noise = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        format!("{seed:08x}")
    };
    let all: Vec<RawRecord> =
        (0..600).map(|n| record(&format!("r{n}"), &(0..500).map(|_| noise()).collect::<String>())).collect();
    let gw = with_pack(&dir, &all).await;
    let mut phone = Reader::new(&gw, &all);
    assert_eq!(phone.follow(&gw).await, [200, 204]);
    let edited = |more: &str| -> Vec<RawRecord> {
        all.iter().map(|r| RawRecord { body: r.body.as_ref().map(|b| b.replace("\"}", more)), ..r.clone() }).collect()
    };
    edit(&gw, &edited(" sửa\"}")[..20]).await;
    let r = phone.ask(&gw, false).await;
    let small = r.bytes().await.unwrap().len();
    let large = phone.ask(&gw, true).await.bytes().await.unwrap().len();
    assert!(small * 10 < large, "{small} of {large}");
    assert_eq!(phone.follow(&gw).await, [200, 204]);
    edit(&gw, &edited(" sửa nữa\"}")).await;
    assert_eq!(phone.follow(&gw).await, [200, 200, 200, 204]);
    assert_eq!(phone.records, stands(&gw).await);
    // Too much for one page: who stands at the pack gets it all.
    let mut fresh = Reader::new(&gw, &all);
    assert_eq!(fresh.follow(&gw).await, [303, 204]);
    assert_eq!(fresh.records, phone.records);
    gw.stop().await;
}

/// The command beside a gateway that may be running.
fn command(gw_data: &Path, args: &[&str]) -> Result<String, String> {
    let mut c = std::process::Command::new(env!("CARGO_BIN_EXE_vungsam-server"));
    let o = c.args(args).arg("--data").arg(gw_data).output().unwrap();
    let text = |b: &[u8]| String::from_utf8(b.to_vec()).unwrap();
    if o.status.success() { Ok(text(&o.stdout)) } else { Err(text(&o.stderr)) }
}

fn shipped() -> Vec<RawRecord> {
    Bundle::open(SHIPPED).unwrap().1.records
}

fn body<'a>(records: &'a [RawRecord], kind: &str, id: &str) -> &'a str {
    records.iter().find(|r| r.kind == kind && r.id == id).unwrap().body.as_deref().unwrap()
}

/// The first hotline, and its text with another name.
fn hotline() -> (String, String) {
    let all = shipped();
    let first = all.iter().find(|r| r.kind == "hotlines").unwrap();
    let mut value: serde_json::Value = serde_json::from_str(first.body.as_ref().unwrap()).unwrap();
    value["name"]["vi"] = "Tên đã sửa".into();
    (first.id.clone(), value.to_string())
}

#[tokio::test]
async fn an_edit_at_the_gateway_reaches_phones_and_console_and_outlives_upgrades_in_both_orders() {
    let dir = tempfile::tempdir().unwrap();
    let old = shipped();
    let (id, edited) = hotline();
    let name = ("hotlines".to_owned(), id.clone());
    // The next release changes another record, and in one case the edited one too.
    let release = |both: bool| -> Vec<RawRecord> {
        let mut all = old.clone();
        let other = all.iter_mut().find(|r| r.kind == "hotlines" && r.id != id).unwrap();
        other.body = other.body.as_ref().map(|b| b.replace("\"verified\":true", "\"verified\":false"));
        if both {
            let same = all.iter_mut().find(|r| r.kind == "hotlines" && r.id == id).unwrap();
            same.body = same.body.as_ref().map(|b| b.replace("\"order\":", "\"order\":1"));
        }
        all
    };
    for (both, phone_first) in [(false, true), (false, false), (true, true), (true, false)] {
        let gw = Gateway::with(|s| s.limits.poll_look_ms = 50).await;
        let mut phone = Reader::new(&gw, &old);
        phone.follow(&gw).await;
        let file = dir.path().join("edit.json");
        std::fs::write(&file, &edited).unwrap();
        let put = ["content", "put", "hotlines", file.to_str().unwrap()];
        assert!(command(&gw.settings.data, &put).unwrap().contains("change"));
        assert!(command(&gw.settings.data, &put).unwrap().contains("nothing changed"));
        // The running gateway reads what the other process wrote: names on the console's pages come from here.
        while !vungsam_server::content::pack().hotlines.iter().any(|h| h.name.vi == "Tên đã sửa") {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        if phone_first {
            phone.follow(&gw).await;
            assert_eq!(phone.records[&name], edited);
        }
        let new = release(both);
        let (file, _) = pack(dir.path(), &new);
        let mut settings = gw.settings.clone();
        settings.content.pack = Some(file);
        let data = gw.stop().await;
        let gw = Gateway::on(settings).await;
        // The app is upgraded before it asks again, or after.
        let mut fresh = Reader::new(&gw, &new);
        fresh.follow(&gw).await;
        phone.follow(&gw).await;
        assert_eq!((&phone.records, &phone.cursor), (&fresh.records, &fresh.cursor));
        assert_eq!(phone.records, stands(&gw).await);
        assert_eq!(phone.records[&name], edited, "the edit stays");
        let moved = new.iter().filter(|r| Some(*r) != old.iter().find(|o| (&o.kind, &o.id) == (&r.kind, &r.id)));
        let moved: Vec<_> = moved.filter(|r| r.id != id).collect();
        assert_eq!(moved.len(), 1);
        assert_eq!(Some(&phone.records[&(moved[0].kind.clone(), moved[0].id.clone())]), moved[0].body.as_ref());
        let listed = command(&gw.settings.data, &["content", "clashes"]).unwrap();
        assert_eq!(listed.contains(&id), both, "{listed}");
        gw.stop().await;
        drop(data);
    }
}

#[tokio::test]
async fn a_clash_is_settled_by_the_operator_for_one_side() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let run = |args: &[&str]| command(&data, args);
    let (id, edited) = hotline();
    let file = dir.path().join("edit.json");
    std::fs::write(&file, &edited).unwrap();
    run(&["content", "put", "hotlines", file.to_str().unwrap()]).unwrap();
    let mut theirs = serde_json::from_str::<serde_json::Value>(&edited).unwrap();
    for (n, keep) in ["own", "pack"].iter().enumerate() {
        theirs["name"]["vi"] = format!("Tên của bản mới {n}").into();
        let mut new = shipped();
        new.iter_mut().find(|r| r.kind == "hotlines" && r.id == id).unwrap().body = Some(theirs.to_string());
        let (pack, _) = pack(dir.path(), &new);
        assert!(run(&["content", "load", pack.to_str().unwrap()]).unwrap().ends_with("1 clashes\n"));
        assert_eq!(run(&["content", "clashes"]).unwrap(), format!("hotlines/{id} the pack changes it\n"));
        run(&["content", "settle", "hotlines", &id, "--keep", keep]).unwrap();
        assert_eq!(run(&["content", "clashes"]).unwrap(), "\n");
        let stands = run(&["content", "show", "hotlines", &id, "--json"]).unwrap();
        assert_eq!(stands.trim() == edited, *keep == "own");
    }
    assert!(run(&["content", "settle", "hotlines", &id, "--keep", "own"]).unwrap_err().contains("no clash"));
    assert_eq!(run(&["content", "list", "--edited"]).unwrap(), "\n");
}

#[tokio::test]
async fn the_operator_puts_shows_drops_and_exports_and_what_does_not_fit_is_refused_with_its_reason() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let run = |args: &[&str]| command(&data, args);
    let file = dir.path().join("record.toml");
    let put = |kind: &str, text: &str| {
        std::fs::write(&file, text).unwrap();
        run(&["content", "put", kind, file.to_str().unwrap()])
    };
    let all = shipped();
    let place = all.iter().find(|r| r.kind == "places" && r.body.as_ref().unwrap().contains("\"unit\":\"")).unwrap();
    let text = run(&["content", "show", "places", &place.id]).unwrap();
    assert!(put("places", &text).unwrap().contains("nothing changed"));
    let unit = text.lines().find(|l| l.starts_with("unit = ")).unwrap().to_owned();
    for (wrong, why) in [
        (text.replace(&unit, "unit = \"khong-co\""), "names an unknown commune"),
        (format!("colour = 1\n{text}"), "unknown key"),
        (text.replace(&format!("id = \"{}\"", place.id), "id = \"Có Dấu\""), "an id is of a-z"),
        (text.replace("as_of = ", "as_of = 2026 #"), "as_of"),
        (text.replace("\nvi = \"", "\nvi = \"a\u{300}"), "NFC"),
        (String::new(), "missing field"),
        (format!("{text}\nbroken ="), "record.toml"),
    ] {
        let said = put("places", &wrong);
        match why {
            "record.toml" => assert!(said.is_err(), "{said:?}"),
            why => assert!(said.as_ref().unwrap_err().contains(why), "{why}: {said:?}"),
        }
    }
    assert!(put("sights", &text).unwrap_err().contains("unknown kind"));
    assert_eq!(run(&["content", "list", "--edited"]).unwrap(), "\n");

    let used = body(&all, "places", &place.id);
    let used: serde_json::Value = serde_json::from_str(used).unwrap();
    let kind = used["kind"].as_str().unwrap();
    assert!(run(&["content", "drop", "place-kinds", kind]).unwrap_err().contains("unknown kind"), "others name it");
    assert!(run(&["content", "drop", "places", &place.id]).unwrap().contains("change"));
    assert!(run(&["content", "drop", "places", &place.id]).unwrap_err().contains("there is no"));
    assert!(run(&["content", "show", "places", &place.id]).is_err());
    let own = text.replace(&format!("id = \"{}\"", place.id), "id = \"noi-moi\"");
    assert!(put("places", &own).unwrap().starts_with("put places/noi-moi, change "));
    let listed = run(&["content", "list", "--edited"]).unwrap();
    assert_eq!(listed.lines().collect::<std::collections::BTreeSet<_>>().len(), 2, "{listed}");
    assert!(listed.contains("noi-moi added") && listed.contains(&format!("{} dropped", place.id)), "{listed}");

    let out = dir.path().join("all.vsc");
    run(&["export", "content", out.to_str().unwrap()]).unwrap();
    run(&["init"]).unwrap();
    let deployment = std::fs::read_to_string(data.join("deployment.toml")).unwrap();
    let deployment = vungsam_domain::Deployment::parse(&deployment).unwrap();
    let (head, lines) = Bundle::open(&std::fs::read(&out).unwrap()).unwrap();
    assert!(head.is_signed_by(deployment.keys()) && head.cursor.is_some());
    assert_eq!((lines.records.len(), head.number), (all.len(), all.len() as u64 + 2));
    assert!(lines.records.iter().any(|r| r.id == "noi-moi") && !lines.records.contains(place));
}
