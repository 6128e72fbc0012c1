//! What is held after starts, updates of the app, pages and refills; each told with small bundles of its own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::*;
use ed25519_dalek::SigningKey;

fn field(id: &str, name: &str) -> RawRecord {
    let body = format!(
        "{{\"id\":\"{id}\",\"name\":{{\"vi\":\"{name}\",\"en\":\"{name}\"}},\"hint\":{{\"vi\":\"a\",\"en\":\"b\"}},\"order\":1,\
         \"meta\":{{\"as_of\":\"2026\",\"verified\":false,\"sources\":[]}}}}"
    );
    RawRecord { kind: "fields".to_owned(), id: id.to_owned(), body: Some(body) }
}

fn gone(id: &str) -> RawRecord {
    RawRecord { body: None, ..field(id, "") }
}

fn bundle(records: &[RawRecord]) -> Vec<u8> {
    Bundle::pack(records, None, None).unwrap()
}

fn lines(records: &[RawRecord]) -> Lines {
    Lines { records: records.to_vec(), malformed: 0 }
}

fn deployment() -> Deployment {
    Deployment::parse(crate::stories::DEPLOYMENT).unwrap()
}

fn shelf(dir: &Path, records: &[RawRecord]) -> Shelf {
    Shelf::open(dir, &deployment(), Some(&bundle(records))).unwrap()
}

/// Ids and names.
fn shown(shelf: &Shelf) -> Vec<(String, String)> {
    let mut all: Vec<_> = shelf.library().pack.fields.iter().map(|f| (f.id.clone(), f.name.vi.clone())).collect();
    all.sort();
    all
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn the_shipped_content_is_there_from_the_first_start_and_heals() {
    let dir = tempfile::tempdir().unwrap();
    let first = Shelf::open(dir.path(), &deployment(), None).unwrap();
    assert!(first.library().pack.procedures.len() >= 87 && first.library().pack.places.len() >= 46);
    let stored = store::read(&dir.path().join(FILE)).unwrap();
    assert_eq!(Pack::of(&stored.records).0, first.library().pack);
    std::fs::write(dir.path().join(FILE), b"not a database at all").unwrap();
    let healed = Shelf::open(dir.path(), &deployment(), None).unwrap();
    assert_eq!(healed.library().pack, first.library().pack);
    assert_eq!(store::read(&dir.path().join(FILE)), Some(stored), "a damaged file is made again");
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, [FILE]);
}

#[test]
fn everyday_words_are_answered_from_the_content_as_it_is_now() {
    let dir = tempfile::tempdir().unwrap();
    let shelf = Shelf::open(dir.path(), &deployment(), None).unwrap();
    let first = |shelf: &Shelf, typed: &str| {
        let answered = shelf.library().ask().answer(typed, "vi");
        answered.answers.into_iter().next().and_then(|a| a.procedure)
    };
    assert!(first(&shelf, "gks").is_some(), "a short form is learned");
    let lost = "mat can cuoc lam lai o dau";
    assert_eq!(first(&shelf, lost).as_deref(), Some("cc-lai"));
    let taken_away = RawRecord { kind: "procedures".to_owned(), ..gone("cc-lai") };
    assert_eq!(shelf.apply(lines(&[taken_away]), "x.1", 7).unwrap(), 1);
    assert_ne!(first(&shelf, lost).as_deref(), Some("cc-lai"));

    let records = store::read(&dir.path().join(FILE)).unwrap().records;
    let bundle = Bundle::pack(&records, None, None).unwrap();
    let other = tempfile::tempdir().unwrap();
    let elsewhere = Shelf::open(other.path(), &deployment(), Some(&bundle)).unwrap();
    assert_eq!(first(&elsewhere, "gks"), None, "another bundle, perhaps another area's");
    assert_eq!(first(&elsewhere, "dang ky khai sinh").as_deref(), Some("ht-khai-sinh"));
}

#[test]
fn an_update_of_the_app_replaces_what_the_gateway_left_alone_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let old = shelf(dir.path(), &[field("a", "1"), field("b", "1"), field("c", "1"), field("d", "1")]);
    let page = lines(&[field("b", "gateway"), gone("c"), field("e", "gateway")]);
    assert_eq!(old.apply(page, "x.5", 7).unwrap(), 3);
    assert_eq!(shown(&old), pairs(&[("a", "1"), ("b", "gateway"), ("d", "1"), ("e", "gateway")]));
    drop(old);
    let new = shelf(dir.path(), &[field("a", "2"), field("b", "2"), field("c", "2"), field("f", "2")]);
    let wanted = pairs(&[("a", "2"), ("b", "gateway"), ("e", "gateway"), ("f", "2")]);
    assert_eq!(shown(&new), wanted, "d left the app, c stays deleted");
    assert_eq!(new.stand().unwrap().cursor.as_deref(), Some("x.5"), "reading goes on where it was");
    assert_eq!(new.state().from, ContentOrigin::Gateway);
    drop(new);
    let again = shelf(dir.path(), &[field("a", "2"), field("b", "2"), field("c", "2"), field("f", "2")]);
    assert_eq!(shown(&again), wanted);
}

#[test]
fn a_record_that_cannot_be_read_is_set_aside_and_the_page_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let shelf = shelf(dir.path(), &[field("a", "1"), field("b", "1")]);
    let broken = RawRecord { body: Some("{\"id\":7}".to_owned()), ..field("a", "") };
    let unknown = RawRecord { kind: "songs".to_owned(), id: "s".to_owned(), body: Some("{}".to_owned()) };
    shelf.apply(lines(&[broken.clone(), unknown, field("b", "2")]), "x.6", 7).unwrap();
    assert_eq!(shown(&shelf), pairs(&[("a", "1"), ("b", "2")]));
    assert_eq!(shelf.state().set_aside, 1);
    assert_eq!(shelf.body("songs", "s").as_deref(), Some("{}"), "a newer app will know it");
    let head = Bundle::head(&bundle(&[])).unwrap();
    shelf.refill(&head, lines(&[broken, field("b", "3")]), ContentOrigin::Gateway, 8).unwrap();
    assert_eq!(shown(&shelf), pairs(&[("a", "1"), ("b", "3")]), "in a refill too");
}

#[test]
fn a_refill_is_all_there_is() {
    let dir = tempfile::tempdir().unwrap();
    let shipped = [field("a", "1"), field("b", "1")];
    let held = shelf(dir.path(), &shipped);
    let file = Bundle::pack(&[field("b", "2"), field("c", "2")], Some(("x.9".to_owned(), 9)), None).unwrap();
    let (head, read) = Bundle::open(&file).unwrap();
    assert_eq!(held.refill(&head, read, ContentOrigin::Gateway, 8).unwrap(), 3);
    assert_eq!(shown(&held), pairs(&[("b", "2"), ("c", "2")]));
    drop(held);
    let again = shelf(dir.path(), &[field("a", "3"), field("b", "3")]);
    assert_eq!(shown(&again), pairs(&[("b", "2"), ("c", "2")]), "also after an update of the app");
    assert_eq!(again.stand().unwrap().cursor.as_deref(), Some("x.9"));
}

#[test]
fn kinds_the_deployment_hides_are_shown_once_somebody_reviewed_them() {
    let dir = tempfile::tempdir().unwrap();
    let hides = Deployment { hide_unreviewed: vec!["fields".to_owned()], ..deployment() };
    let mut reviewed = field("b", "1");
    let body = reviewed.body.as_mut().unwrap();
    *body =
        body.replace("\"sources\":[]", "\"sources\":[],\"reviewed_by\":\"Ông Ví Dụ\",\"reviewed_on\":\"2026-11-22\"");
    let shelf = Shelf::open(dir.path(), &hides, Some(&bundle(&[field("a", "1"), reviewed]))).unwrap();
    assert_eq!(shown(&shelf), pairs(&[("b", "1")]));
}

#[test]
fn a_content_file_is_taken_in_only_when_signed_and_not_older() {
    let dir = tempfile::tempdir().unwrap();
    let key = SigningKey::from_bytes(&[3; 32]);
    let mut config = crate::stories::config(dir.path(), 1);
    let public_key = vungsam_domain::sign::public_key(&key);
    config.deployment.receipt_keys = vec![vungsam_domain::deployment::ReceiptKey { kid: "k1".to_owned(), public_key }];
    config.content = Some(bundle(&[field("a", "1")]));
    let core = crate::stories::open(config);
    let file = |number: u64, name: &str, key: &SigningKey| {
        Bundle::pack(&[field("a", name)], Some((format!("x.{number}"), number)), Some(("k1", key))).unwrap()
    };
    let name = || core.inner.library().pack.fields[0].name.vi.clone();
    let import = |bytes: &[u8]| core.inner.import_content(bytes);
    let mut events = core.subscribe();

    let code = |bytes: &[u8]| import(bytes).unwrap_err().code;
    assert_eq!(code(b"a holiday photo"), error_codes::CONTENT_FILE);
    assert_eq!(code(&bundle(&[field("a", "2")])), error_codes::CONTENT_SIGNATURE);
    assert_eq!(code(&file(5, "2", &SigningKey::from_bytes(&[4; 32]))), error_codes::CONTENT_SIGNATURE);
    let good = file(5, "2", &key);
    assert_eq!(code(&good[..good.len() - 3]), error_codes::CONTENT_FILE);
    assert_eq!(name(), "1", "nothing changed");
    assert!(events.try_recv().is_err());

    assert_eq!(import(&good).unwrap(), ContentImported { changed: 1, older: false });
    assert_eq!((name().as_str(), core.inner.shelf.state().from), ("2", ContentOrigin::File));
    assert!(matches!(events.try_recv(), Ok(CoreEvent::Content)));
    assert_eq!(import(&file(4, "old", &key)).unwrap(), ContentImported { changed: 0, older: true });
    assert_eq!(name(), "2");
    assert_eq!(import(&good).unwrap(), ContentImported { changed: 0, older: false }, "the same again");
}
