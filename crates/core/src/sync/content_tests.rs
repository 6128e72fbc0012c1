//! Content from the gateway, against the scripted one: pages, refills cut in half, a gateway that packed for a phone with
//! other records. The real gateway is met in the whole-system stories.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::fake::{Fake, GOOD, Odd};
use super::tests::{Phone, setup};
use crate::core::locked;
use crate::views::{ContentOrigin, CoreEvent};
use std::path::Path;
use std::time::Duration;
use vungsam_domain::content::bundle::{Bundle, Page, RawRecord};
use vungsam_domain::sign::sha256_hex;
use vungsam_domain::wire;

fn field(id: &str, name: &str) -> RawRecord {
    let body = format!(
        "{{\"id\":\"{id}\",\"name\":{{\"vi\":\"{name}\",\"en\":\"{name}\"}},\"hint\":{{\"vi\":\"a\",\"en\":\"b\"}},\"order\":1,\
         \"meta\":{{\"as_of\":\"2026\",\"verified\":false,\"sources\":[]}}}}"
    );
    RawRecord { kind: "fields".to_owned(), id: id.to_owned(), body: Some(body) }
}

fn reader(dir: &Path, fake: &Fake) -> (Phone, String) {
    let mut config = setup(dir, fake, 1);
    config.sync.content_after = Duration::ZERO;
    let bundle = Bundle::pack(&[field("a", "1"), field("b", "1")], None, None).unwrap();
    let name = Bundle::head(&bundle).unwrap().sha256;
    config.content = Some(bundle);
    (Phone::start(config), name)
}

fn page(fake: &Fake, target: &str, body: Vec<u8>) {
    let headers = vec![("content-type", wire::MEDIA_CONTENT_PAGE.to_owned())];
    locked(&fake.state).content.insert(target.to_owned(), (200, headers, body));
}

fn names(phone: &Phone) -> Vec<String> {
    let mut all: Vec<_> = phone.core.inner.library().pack.fields.iter().map(|f| f.name.vi.clone()).collect();
    all.sort();
    all
}

#[tokio::test]
async fn pages_are_read_to_the_last_and_then_not_asked_for_again() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let bundle = Bundle::pack(&[field("a", "1"), field("b", "1")], None, None).unwrap();
    let name = Bundle::head(&bundle).unwrap().sha256;
    let old = |_: &str, id: &str| field(id, "1").body;
    let first = Page::pack(&[field("a", "2")], "x.1", true, Some(&old)).unwrap();
    page(&fake, &format!("/api/v1/content?pack={name}"), first);
    page(&fake, "/api/v1/content?since=x.1", Page::pack(&[field("c", "2")], "x.2", false, None).unwrap());
    let (phone, _) = reader(dir.path(), &fake);
    phone.until("both pages", |p| names(p) == ["1", "2", "2"]).await;
    let shelf = &phone.core.inner.shelf;
    phone.until("written", |_| shelf.stand().unwrap().cursor.as_deref() == Some("x.2")).await;
    assert_eq!(shelf.state().from, ContentOrigin::Gateway);
    phone.core.wake();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(fake.count("GET /api/v1/content"), 2, "it was asked a moment ago");
    phone.kill().await;
    let (phone, _) = reader(dir.path(), &fake);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!((fake.count("GET /api/v1/content"), names(&phone).len()), (2, 3), "also after a restart");
}

#[tokio::test]
async fn a_page_packed_for_other_records_is_asked_for_plain() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let bundle = Bundle::pack(&[field("a", "1"), field("b", "1")], None, None).unwrap();
    let name = Bundle::head(&bundle).unwrap().sha256;
    let other = |_: &str, id: &str| field(id, &"another ".repeat(40)).body;
    let change = [field("a", &"another ".repeat(41))];
    page(&fake, &format!("/api/v1/content?pack={name}"), Page::pack(&change, "x.1", false, Some(&other)).unwrap());
    let (phone, name) = reader(dir.path(), &fake);
    phone.until("asked plain", |_| fake.count(&format!("GET /api/v1/content?pack={name}&plain=1")) > 0).await;
    page(&fake, &format!("/api/v1/content?pack={name}&plain=1"), Page::pack(&change, "x.1", false, None).unwrap());
    // The scripted gateway had nothing for "plain" yet, which says: nothing new. Ask as if hours had passed.
    phone.kill().await;
    let mut config = setup(dir.path(), &fake, 1);
    (config.sync.content_after, config.sync.content_every) = (Duration::ZERO, Duration::from_millis(1));
    config.content = Some(bundle);
    let phone = Phone::start(config);
    phone.until("read", |p| names(p).iter().any(|n| n.starts_with("another"))).await;
}

#[tokio::test]
async fn a_refill_that_is_cut_goes_on_where_it_was_and_changes_nothing_before_it_is_whole() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let bundle = Bundle::pack(&[field("a", "1"), field("b", "1")], None, None).unwrap();
    let name = Bundle::head(&bundle).unwrap().sha256;
    let whole: Vec<_> = (0..300).map(|i| field(&format!("f{i}"), &sha256_hex(&[i as u8]))).collect();
    let full = Bundle::pack(&whole, Some(("x.9".to_owned(), 9)), None).unwrap();
    let path = "/api/v1/content/full/x9";
    {
        let mut state = locked(&fake.state);
        state
            .content
            .insert(format!("/api/v1/content?pack={name}"), (303, vec![("location", path.to_owned())], vec![]));
        state.content.insert(path.to_owned(), (200, vec![("content-type", wire::MEDIA_CONTENT.to_owned())], full));
    }
    fake.script("GET /api/v1/content/full", Odd::Half);
    let (phone, _) = reader(dir.path(), &fake);
    let mut events = phone.core.subscribe();
    phone.until("asked again", |_| fake.count("GET /api/v1/content/full") >= 2).await;
    phone.until("whole", |p| names(p).len() == 300).await;
    assert!(matches!(events.recv().await, Ok(CoreEvent::Content | CoreEvent::Changed { .. })));
    assert_eq!(phone.core.inner.shelf.stand().unwrap().cursor.as_deref(), Some("x.9"));
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!left.iter().any(|f| f.to_string_lossy().contains("content.part")), "{left:?}");
}

#[tokio::test]
async fn what_is_not_ours_changes_nothing() {
    let (dir, fake) = (tempfile::tempdir().unwrap(), Fake::start(GOOD).await);
    let (phone, name) = reader(dir.path(), &fake);
    let portal = (200, vec![("content-type", "text/html".to_owned())], b"<h1>Wi-Fi</h1>".to_vec());
    locked(&fake.state).content.insert(format!("/api/v1/content?pack={name}"), portal);
    phone.until("asked", |_| fake.count("GET /api/v1/content") > 0).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(names(&phone), ["1", "1"]);
}
