//! What the store of public content promises, on both engines.

use crate::store::contract;
use std::collections::BTreeMap;
use vungsam_domain::content::bundle::{Bundle, RawRecord};
use vungsam_server::content::load::{Loaded, load};
use vungsam_server::db::Db;
use vungsam_server::db::content::{self, Who};
use vungsam_server::db::content_packs::{self, Body, Clash};
use vungsam_server::testing::Postgres;

contract!(
    a_reader_that_pages_while_others_write_misses_nothing,
    what_was_taken_out_is_a_change_like_any_other,
    two_nodes_that_start_at_once_load_the_pack_once,
    a_new_pack_moves_what_nobody_touched_and_lists_what_both_changed,
    a_pack_of_before_is_not_merged_again_by_itself,
    what_a_reader_held_is_known_until_history_is_pruned,
    whole_files_are_kept_for_those_who_are_still_fetching,
);

fn record(id: &str, text: &str) -> RawRecord {
    RawRecord { kind: "stories".to_owned(), id: id.to_owned(), body: Some(format!("{{\"text\":\"{text}\"}}")) }
}

fn gone(id: &str) -> RawRecord {
    RawRecord { body: None, ..record(id, "") }
}

fn pack(records: &[RawRecord]) -> Vec<u8> {
    Bundle::pack(records, None, None).unwrap()
}

async fn write(db: &Db, records: &[RawRecord]) {
    let mut tx = db.begin().await.unwrap();
    content::lock(&mut tx, "e").await.unwrap();
    content::write(&mut tx, records, Who::Operator, 1).await.unwrap();
    tx.commit().await.unwrap();
}

async fn bodies(db: &Db) -> BTreeMap<String, Option<String>> {
    content::all(db).await.unwrap().into_iter().map(|r| (r.record.id, r.record.body)).collect()
}

async fn number(db: &Db) -> i64 {
    content::state(db).await.unwrap().unwrap().number
}

async fn a_reader_that_pages_while_others_write_misses_nothing(db: &Db) {
    assert_eq!(content::state(db).await.unwrap(), None);
    write(db, &[record("first", "0")]).await;
    let writers = (0..4).map(|w| {
        let db = db.clone();
        tokio::spawn(async move {
            for n in 0..25 {
                let own = record(&format!("{w}-{}", n % 7), &n.to_string());
                write(&db, &[own, record("shared", &format!("{w}.{n}")), gone(&format!("gone-{w}"))]).await;
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    let (mut mine, mut since, mut pages) = (BTreeMap::new(), 0, 0);
    loop {
        let over = writers.iter().all(tokio::task::JoinHandle::is_finished);
        let page = content::after(db, since, 3).await.unwrap();
        assert!(page.windows(2).all(|w| w[0].number < w[1].number));
        pages += usize::from(!page.is_empty());
        if page.is_empty() && over {
            break;
        }
        since = page.last().map_or(since, |r| r.number);
        mine.extend(page.into_iter().map(|r| (r.record.id, r.record.body)));
    }
    for w in writers {
        w.await.unwrap();
    }
    assert!(pages > 5);
    assert_eq!((mine, since), (bodies(db).await, 1 + 4 * 25 * 3));
    assert_eq!(number(db).await, since);
}

async fn what_was_taken_out_is_a_change_like_any_other(db: &Db) {
    write(db, &[record("a", "1"), record("b", "1")]).await;
    write(db, &[gone("a")]).await;
    let after = content::after(db, 2, 9).await.unwrap();
    assert_eq!(after.iter().map(|r| (r.number, r.record.clone())).collect::<Vec<_>>(), [(3, gone("a"))]);
    write(db, &[record("a", "2")]).await;
    let ids: Vec<_> = content::after(db, 0, 9).await.unwrap().into_iter().map(|r| (r.number, r.record.id)).collect();
    assert_eq!(ids, [(2, "b".to_owned()), (4, "a".to_owned())], "once, as it stands");
}

async fn two_nodes_that_start_at_once_load_the_pack_once(db: &Db) {
    let p = pack(&(0..20).map(|n| record(&format!("r{n}"), "1")).collect::<Vec<_>>());
    let (a, b) = tokio::join!(load(db, &p, "one", 1, false), load(db, &p, "two", 1, false));
    let done: Vec<Loaded> = [a.unwrap(), b.unwrap()].into_iter().flatten().collect();
    assert_eq!(done, [Loaded { written: 20, clashes: 0 }]);
    assert_eq!(number(db).await, 20);
    assert_eq!(load(db, &p, "three", 2, false).await.unwrap(), None);
    assert!(["one", "two"].contains(&content::state(db).await.unwrap().unwrap().epoch.as_str()));
    let last = content::all(db).await.unwrap().iter().map(|r| r.number).max();
    assert_eq!(last, Some(20), "one number each");
}

async fn a_new_pack_moves_what_nobody_touched_and_lists_what_both_changed(db: &Db) {
    let first = pack(&[record("still", "1"), record("moves", "1"), record("edited", "1"), record("leaves", "1")]);
    load(db, &first, "e", 1, false).await.unwrap();
    write(db, &[record("edited", "9"), record("own", "9")]).await;
    let second = pack(&[record("still", "1"), record("moves", "2"), record("edited", "2"), record("comes", "2")]);
    let before = number(db).await;
    let done = load(db, &second, "e", 2, false).await.unwrap();
    assert_eq!(done, Some(Loaded { written: 3, clashes: 1 }));
    let changed: Vec<_> = content::after(db, before, 99).await.unwrap().into_iter().map(|r| r.record).collect();
    assert_eq!(changed, [record("comes", "2"), gone("leaves"), record("moves", "2")]);
    let now = bodies(db).await;
    assert_eq!((&now["edited"], &now["own"]), (&record("", "9").body, &record("", "9").body), "edits stay");
    let (base, ours) = (record("", "1").body, record("", "2").body);
    let listed = Clash { kind: "stories".to_owned(), id: "edited".to_owned(), base, pack: ours, at: 2 };
    assert_eq!(content_packs::clashes(db).await.unwrap(), [listed]);

    let third = pack(&[record("still", "1"), record("moves", "2"), record("edited", "9"), record("comes", "2")]);
    assert_eq!(load(db, &third, "e", 3, false).await.unwrap(), Some(Loaded::default()));
    assert_eq!(content_packs::clashes(db).await.unwrap(), [], "the pack took the edit over");
}

async fn a_pack_of_before_is_not_merged_again_by_itself(db: &Db) {
    let (first, second) = (pack(&[record("x", "1")]), pack(&[record("x", "2")]));
    for p in [&first, &second] {
        assert!(load(db, p, "e", 1, false).await.unwrap().is_some());
    }
    assert_eq!(load(db, &first, "e", 2, false).await.unwrap(), None, "a node of the old version that starts late");
    assert_eq!(bodies(db).await["x"], record("x", "2").body);
    assert_eq!(load(db, &first, "e", 3, true).await.unwrap(), Some(Loaded { written: 1, clashes: 0 }));
    assert_eq!(bodies(db).await["x"], record("x", "1").body, "said so by the operator");
    assert!(load(db, &[&first[..20], b"\n"].concat(), "e", 4, false).await.is_err());
    assert_eq!(number(db).await, 3);
}

async fn what_a_reader_held_is_known_until_history_is_pruned(db: &Db) {
    write(db, &[record("a", "1"), record("b", "1")]).await;
    write(db, &[record("a", "2")]).await;
    write(db, &[record("a", "3"), record("new", "1"), gone("b")]).await;
    let key = |id: &str| ("stories".to_owned(), id.to_owned());
    let held = content::held(db, 3, 6).await.unwrap();
    assert_eq!(held.len(), 2);
    assert_eq!((held[&key("a")].as_str(), held[&key("b")].as_str()), ("{\"text\":\"2\"}", "{\"text\":\"1\"}"));
    assert_eq!(content::held(db, 2, 6).await.unwrap()[&key("a")], "{\"text\":\"1\"}");
    assert_eq!(content::held(db, 3, 4).await.unwrap().len(), 1, "only what the page holds");
    let mut tx = db.begin().await.unwrap();
    sqlx::query("DELETE FROM content_history WHERE number <= 3").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(content::held(db, 3, 6).await.unwrap().len(), 0);
}

async fn whole_files_are_kept_for_those_who_are_still_fetching(db: &Db) {
    for n in 1..=12 {
        let body = Body { name: format!("n{n}"), number: n, bytes: vec![u8::try_from(n).unwrap(); 9] };
        for _ in 0..2 {
            content_packs::keep_body(db, &body, "k", n).await.unwrap();
        }
    }
    assert_eq!(content_packs::body_named(db, "n4").await.unwrap(), None);
    assert_eq!(content_packs::body_named(db, "n5").await.unwrap().unwrap().bytes, [5; 9]);
    assert_eq!(content_packs::body_at(db, 12, "k").await.unwrap().unwrap().name, "n12");
    assert_eq!(content_packs::body_at(db, 12, "other key").await.unwrap(), None);
}
