//! What every store operation promises, one body for both engines.

use crate::harness::{complaint_of, jpeg, photo_ref};
use std::sync::Arc;
use vungsam_domain::wire::{ChangeKind, Event, Handover, Speaker};
use vungsam_domain::{Action, Complaint, ComplaintId, DeviceId, EventId, Pin, Status, sign};
use vungsam_server::db::complaints::{self, NewComplaint};
use vungsam_server::db::devices::{self, Put};
use vungsam_server::db::events::By;
use vungsam_server::db::officers::{self, NewOfficer, Officer};
use vungsam_server::db::queue::{self, Narrow, States};
use vungsam_server::db::sweep::{self, Swept};
use vungsam_server::db::track::{self, Found};
use vungsam_server::db::uploads::{self, Create, UploadRow};
use vungsam_server::db::{Db, changes, events, photos, sessions};
use vungsam_server::env::{Clock, Ids, ManualClock, SystemIds};
use vungsam_server::hub::Hub;
use vungsam_server::testing::Postgres;
use vungsam_server::workflow::{ActError, Desk};

macro_rules! contract {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test]
            async fn $name() {
                let dir = tempfile::tempdir().unwrap();
                let db = super::Db::open(&super::Db::sqlite_url(dir.path()), 4).await.unwrap();
                super::$name(&db).await;
                db.close().await;
            })*
        }

        #[tokio::test]
        async fn postgres_keeps_the_same_contract() {
            let server = Postgres::start().await.unwrap();
            $({
                println!(stringify!($name));
                let db = Db::open(&server.fresh().await.unwrap(), 8).await.unwrap();
                $name(&db).await;
                db.close().await;
            })*
        }
    };
}

pub(crate) use contract;

contract!(
    a_device_is_made_once_and_never_changed,
    a_complaint_is_stored_once_however_often_it_comes,
    a_complaint_that_replaces_another_stands_for_both_in_either_order,
    officers_see_their_communes_and_what_has_none,
    the_queue_is_narrowed_sorted_and_paged,
    a_step_is_checked_written_and_told_in_one_go,
    two_officers_at_the_same_moment_are_put_in_order,
    feed_numbers_have_no_gap_and_pages_are_in_order,
    an_upload_grows_only_from_where_it_is,
    only_a_whole_upload_is_emptied,
    officers_and_their_passwords,
    sessions_end_and_wrong_passwords_lock,
    a_dropped_transaction_leaves_nothing,
    a_named_value_is_set_once,
    a_step_carries_photos_and_a_handover_and_an_internal_one_is_for_officers_only,
    what_has_had_its_time_is_forgotten_and_nothing_else,
    a_photo_that_came_whole_takes_the_parts_of_a_slower_request_with_it,
);

pub(crate) async fn device(db: &Db) -> DeviceId {
    let id = DeviceId(SystemIds.uuid());
    assert_eq!(devices::put(db, id, "key", "hash", 1).await.unwrap(), Put::Created);
    id
}

pub(crate) async fn store(db: &Db, c: &Complaint, unit: Option<&str>, now: i64) -> Put {
    let body = serde_json::to_vec(c).unwrap();
    let hash = sign::sha256_hex(&body);
    let new = NewComplaint { body: &body, body_sha256: &hash, signature: "s", complaint: c, unit };
    complaints::put(db, &new, now).await.unwrap()
}

pub(crate) async fn arrives(db: &Db, d: DeviceId, unit: Option<&str>, now: i64) -> Complaint {
    let c = complaint_of(d);
    assert_eq!(store(db, &c, unit, now).await, Put::Created);
    c
}

pub(crate) async fn officer(db: &Db, login: &str, units: &[&str]) -> Officer {
    let units: Vec<String> = units.iter().map(|u| (*u).to_owned()).collect();
    let id = SystemIds.uuid().to_string();
    let new = NewOfficer { id: &id, login, name: "Nguyễn Thị Hoa", password_hash: "h", units: &units };
    assert!(officers::add(db, &new, 1).await.unwrap());
    officers::by_id(db, &id).await.unwrap().unwrap()
}

pub(crate) struct Office {
    clock: ManualClock,
    hub: Hub,
}

impl Office {
    pub(crate) fn new() -> Self {
        Self { clock: ManualClock::at(1_000), hub: Hub::default() }
    }

    pub(crate) fn desk<'a>(&'a self, db: &'a Db) -> Desk<'a> {
        Desk { db, clock: &self.clock, ids: &SystemIds, hub: &self.hub }
    }
}

async fn a_device_is_made_once_and_never_changed(db: &Db) {
    let id = device(db).await;
    assert_eq!(devices::put(db, id, "key", "hash", 2).await.unwrap(), Put::Same);
    assert_eq!(devices::put(db, id, "other", "hash", 2).await.unwrap(), Put::Conflict);
    assert_eq!(devices::put(db, id, "key", "other", 2).await.unwrap(), Put::Conflict);
    let held = devices::find(db, id).await.unwrap().unwrap();
    assert_eq!((held.public_key.as_str(), held.bearer_sha256.as_str()), ("key", "hash"));
    assert_eq!(devices::find(db, id).await.unwrap().unwrap(), held, "also from memory");
    assert_eq!(devices::feed_n(db, id).await.unwrap(), 0);
    assert_eq!(devices::find(db, DeviceId(SystemIds.uuid())).await.unwrap(), None);
}

async fn a_complaint_is_stored_once_however_often_it_comes(db: &Db) {
    let d = device(db).await;
    let mut c = complaint_of(d);
    c.photos = vec![photo_ref(&jpeg(1)), photo_ref(&jpeg(2))];
    let puts = futures_util::future::join_all((0..8).map(|i| store(db, &c, Some("nam-tra-my"), 10 + i))).await;
    assert_eq!(puts.iter().filter(|p| **p == Put::Created).count(), 1);
    assert_eq!(puts.iter().filter(|p| **p == Put::Same).count(), 7);
    assert_eq!(complaints::count(db, c.id).await.unwrap(), 1);

    let held = complaints::of_device(db, c.id, d).await.unwrap().unwrap();
    assert_eq!(held.complaint().unwrap(), c);
    assert_eq!((held.status, held.status_at), (Status::New, held.received_at));
    let listed = photos::of_complaint(db, c.id).await.unwrap();
    assert_eq!(listed.iter().map(|p| &p.sha256).collect::<Vec<_>>(), [&c.photos[0].sha256, &c.photos[1].sha256]);
    assert!(listed.iter().all(|p| p.received_at.is_none()));

    let other = Complaint { text: "khác".to_owned(), ..c.clone() };
    assert_eq!(store(db, &other, None, 20).await, Put::Conflict);
    let stranger = device(db).await;
    assert_eq!(store(db, &Complaint { device: stranger, ..c.clone() }, None, 20).await, Put::Conflict);
    assert_eq!(complaints::of_device(db, c.id, stranger).await.unwrap(), None);
    assert_eq!(complaints::of_device(db, c.id, d).await.unwrap().unwrap().body, held.body);
}

async fn a_complaint_that_replaces_another_stands_for_both_in_either_order(db: &Db) {
    let hoa = officer(db, "hoa", &["a"]).await;
    let d = device(db).await;
    for new_first in [false, true] {
        let old = complaint_of(d);
        let new = Complaint { replaces: Some(old.id), ..complaint_of(d) };
        let order = if new_first { [&new, &old] } else { [&old, &new] };
        for c in order {
            assert_eq!(store(db, c, Some("a"), 5).await, Put::Created);
        }
        let held = complaints::of_device(db, old.id, d).await.unwrap().unwrap();
        assert_eq!(held.replaced_by, Some(new.id.to_string()), "new first: {new_first}");
        let shown = listed(db, &hoa, &Narrow::default(), 50, 0).await;
        assert!(shown.contains(&new.id) && !shown.contains(&old.id));
    }
    let victim = arrives(db, d, Some("a"), 6).await;
    let thief = device(db).await;
    let steal = Complaint { replaces: Some(victim.id), ..complaint_of(thief) };
    assert_eq!(store(db, &steal, Some("a"), 7).await, Put::Created);
    assert_eq!(complaints::of_device(db, victim.id, d).await.unwrap().unwrap().replaced_by, None);
}

pub(crate) async fn listed(db: &Db, o: &Officer, by: &Narrow, limit: i64, offset: i64) -> Vec<ComplaintId> {
    queue::page(db, &o.id, by, limit, offset).await.unwrap().iter().map(|r| r.complaint.id).collect()
}

async fn officers_see_their_communes_and_what_has_none(db: &Db) {
    let (a, b) = (officer(db, "an", &["a"]).await, officer(db, "binh", &["b"]).await);
    let both = officer(db, "chi", &["a", "b"]).await;
    let d = device(db).await;
    let (of_a, of_none) = (arrives(db, d, Some("a"), 1).await, arrives(db, d, None, 2).await);
    let seen = async |o: &Officer| listed(db, o, &Narrow::default(), 50, 0).await;
    assert_eq!(seen(&a).await, [of_a.id, of_none.id]);
    assert_eq!(seen(&b).await, [of_none.id]);
    assert_eq!(seen(&both).await, [of_a.id, of_none.id]);
    assert!(complaints::for_officer(db, of_a.id, &a.id).await.unwrap().is_some());
    assert_eq!(complaints::for_officer(db, of_a.id, &b.id).await.unwrap(), None);
    assert_eq!(queue::count(db, &b.id, &Narrow::default()).await.unwrap(), 1);

    let office = Office::new();
    let refused = office.desk(db).act(&b, of_a.id, Action::Accept, None).await;
    assert!(matches!(refused, Err(ActError::NotFound)), "{refused:?}");
    assert_eq!(events::of_complaint(db, of_a.id).await.unwrap(), []);
    assert_eq!(complaints::for_officer(db, of_a.id, &a.id).await.unwrap().unwrap().status, Status::New);

    // An officer of several communes leaves it open whose it is; an officer of one takes it there.
    office.desk(db).act(&both, of_none.id, Action::AskMore, Some("Ở đâu ạ?")).await.unwrap();
    assert_eq!(complaints::for_officer(db, of_none.id, &a.id).await.unwrap().unwrap().unit, None);
    let other = arrives(db, d, None, 3).await;
    let taken = office.desk(db).act(&b, other.id, Action::Accept, None).await.unwrap();
    assert_eq!(taken.by.unit.as_deref(), Some("b"));
    assert_eq!(complaints::for_officer(db, other.id, &a.id).await.unwrap(), None);
    assert_eq!(complaints::for_officer(db, other.id, &b.id).await.unwrap().unwrap().unit.as_deref(), Some("b"));
}

async fn the_queue_is_narrowed_sorted_and_paged(db: &Db) {
    let o = officer(db, "hoa", &["a", "b"]).await;
    let d = device(db).await;
    let mut ids = Vec::new();
    for (i, unit) in [Some("a"), Some("b"), None, Some("a")].into_iter().enumerate() {
        let mut c = complaint_of(d);
        c.category = if i == 3 { "rac-thai".to_owned() } else { c.category };
        store(db, &c, unit, 100 + i64::try_from(i).unwrap()).await;
        ids.push(c.id);
    }
    let office = Office::new();
    office.desk(db).act(&o, ids[1], Action::Accept, None).await.unwrap();
    let all = Narrow::default();
    let find = async |by: Narrow| listed(db, &o, &by, 50, 0).await;
    assert_eq!(find(all.clone()).await, ids);
    assert_eq!(find(Narrow { newest_first: true, ..all.clone() }).await, [ids[3], ids[2], ids[1], ids[0]]);
    assert_eq!(listed(db, &o, &all, 2, 1).await, [ids[1], ids[2]]);
    let accepted = Narrow { states: States::One(Status::Accepted), ..all.clone() };
    assert_eq!((find(accepted.clone()).await, queue::count(db, &o.id, &accepted).await.unwrap()), (vec![ids[1]], 1));
    assert_eq!(find(Narrow { unit: Some("a".to_owned()), ..all.clone() }).await, [ids[0], ids[3]]);
    assert_eq!(find(Narrow { unit: Some(String::new()), ..all.clone() }).await, [ids[2]]);
    assert_eq!(find(Narrow { category: Some("rac-thai".to_owned()), ..all }).await, [ids[3]]);
}

async fn a_step_is_checked_written_and_told_in_one_go(db: &Db) {
    let o = officer(db, "hoa", &["a"]).await;
    let d = device(db).await;
    let c = arrives(db, d, Some("a"), 1).await;
    let office = Office::new();
    let desk = office.desk(db);
    assert!(matches!(desk.act(&o, c.id, Action::Refuse, Some(" \n ")).await, Err(ActError::TextRequired)));
    assert!(matches!(desk.act(&o, c.id, Action::Answer, Some(&"x".repeat(2_001))).await, Err(ActError::TextTooLong)));
    let early = desk.act(&o, c.id, Action::Answer, Some("Xong.")).await;
    assert!(matches!(early, Err(ActError::NotAllowed(Status::New))), "{early:?}");
    assert!(matches!(desk.act(&o, c.id, Action::Withdraw, None).await, Err(ActError::NotAllowed(_))));
    assert!(matches!(desk.act(&o, ComplaintId(SystemIds.uuid()), Action::Accept, None).await, Err(ActError::NotFound)));
    assert_eq!(changes::after(db, d, 0, 10).await.unwrap(), []);

    let accepted = desk.act(&o, c.id, Action::Accept, None).await.unwrap();
    office.clock.advance(5);
    // Combining accents and a NUL become what everything else is stored as.
    let answered = desk.act(&o, c.id, Action::Answer, Some("\u{110}a\u{303} do\u{323}n\u{0}.")).await.unwrap();
    assert_eq!(answered.text.as_deref(), Some("Đã dọn."));
    assert_eq!((answered.at_ms, answered.by.unit.as_deref()), (1_005, Some("a")));
    assert_eq!(events::of_complaint(db, c.id).await.unwrap(), [accepted.clone(), answered.clone()]);
    let feed = changes::after(db, d, 0, 10).await.unwrap();
    assert_eq!(feed.iter().map(|f| f.n).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(feed[0].what, ChangeKind::Event { complaint: c.id, event: accepted });
    assert_eq!(feed[1].what, ChangeKind::Event { complaint: c.id, event: answered });
    let held = complaints::for_officer(db, c.id, &o.id).await.unwrap().unwrap();
    assert_eq!((held.status, held.status_at), (Status::Answered, 1_005));
}

async fn two_officers_at_the_same_moment_are_put_in_order(db: &Db) {
    let (one, two) = (officer(db, "mot", &["a"]).await, officer(db, "hai", &["a"]).await);
    let d = device(db).await;
    let office = Office::new();
    for _ in 0..5 {
        let c = arrives(db, d, Some("a"), 1).await;
        let desk = office.desk(db);
        let (x, y) = tokio::join!(
            desk.act(&one, c.id, Action::Accept, None),
            desk.act(&two, c.id, Action::Refuse, Some("Không thuộc xã."))
        );
        // Accept then refuse is allowed; refuse then accept is not: either way the timeline fits the table.
        let steps = events::of_complaint(db, c.id).await.unwrap();
        assert_eq!(steps.len(), usize::from(x.is_ok()) + usize::from(y.is_ok()));
        let mut at = Status::New;
        for s in &steps {
            at = at.after(s.action).unwrap();
            assert_eq!(at, s.status);
        }
        assert_eq!(complaints::of_device(db, c.id, d).await.unwrap().unwrap().status, at);
    }
}

async fn feed_numbers_have_no_gap_and_pages_are_in_order(db: &Db) {
    let o = officer(db, "hoa", &["a"]).await;
    let d = device(db).await;
    let mut waiting = Vec::new();
    for _ in 0..12 {
        waiting.push(arrives(db, d, Some("a"), 1).await.id);
    }
    let office = Office::new();
    let desk = office.desk(db);
    let done = futures_util::future::join_all(waiting.iter().map(|id| desk.act(&o, *id, Action::Accept, None))).await;
    assert!(done.iter().all(Result::is_ok), "{done:?}");
    let all = changes::after(db, d, 0, 100).await.unwrap();
    assert_eq!(all.iter().map(|c| c.n).collect::<Vec<_>>(), (1..=12).collect::<Vec<_>>());
    assert_eq!(changes::after(db, d, 3, 4).await.unwrap(), all[3..7]);
    assert_eq!(changes::after(db, d, 12, 4).await.unwrap(), []);
    assert_eq!(devices::feed_n(db, d).await.unwrap(), 12);
    assert_eq!(changes::after(db, device(db).await, 0, 4).await.unwrap(), [], "another device's feed is its own");
}

async fn listed_photo(db: &Db) -> (DeviceId, Complaint, Vec<u8>) {
    let (d, bytes) = (device(db).await, jpeg(7));
    let mut c = complaint_of(d);
    c.photos = vec![photo_ref(&bytes)];
    assert_eq!(store(db, &c, None, 1).await, Put::Created);
    (d, c, bytes)
}

async fn an_upload_grows_only_from_where_it_is(db: &Db) {
    let (d, c, bytes) = listed_photo(db).await;
    let (hash, len) = (c.photos[0].sha256.clone(), i64::try_from(bytes.len()).unwrap());
    let ask = async |fresh: &str, who: DeviceId, sha: &str, length: i64| {
        uploads::create(db, fresh, (c.id, sha), length, who, 5).await.unwrap()
    };
    let Create::Created(up) = ask("u1", d, &hash, len).await else { panic!("not new") };
    assert_eq!((up.id.as_str(), up.received, up.done), ("u1", 0, false));
    assert_eq!(ask("u2", d, &hash, len).await, Create::Same(up.clone()));
    assert_eq!(ask("u3", d, &hash, len + 1).await, Create::OtherLength);
    assert_eq!(ask("u4", d, &"0".repeat(64), len).await, Create::NotListed);
    assert_eq!(ask("u5", device(db).await, &hash, len).await, Create::NotListed);

    assert!(uploads::append(db, "u1", 0, &bytes[..10], 6).await.unwrap());
    assert!(!uploads::append(db, "u1", 0, &bytes[..10], 6).await.unwrap(), "not there any more");
    assert!(!uploads::append(db, "u1", 20, &bytes[20..], 6).await.unwrap(), "a gap");
    assert!(!uploads::append(db, "u1", 10, &vec![0; bytes.len()], 6).await.unwrap(), "past the end");
    let racers = futures_util::future::join_all((0..6).map(|_| uploads::append(db, "u1", 10, &bytes[10..20], 7))).await;
    assert_eq!(racers.into_iter().filter(|r| *r.as_ref().unwrap()).count(), 1);
    assert!(uploads::append(db, "u1", 20, &bytes[20..], 8).await.unwrap());
    assert_eq!(uploads::bytes(db, "u1").await.unwrap(), bytes);

    let up = uploads::find(db, "u1", d).await.unwrap().unwrap();
    assert_eq!((up.received, up.done), (len, false));
    assert_eq!(uploads::done(db, &up, 9).await.unwrap(), (true, "u1".to_owned()));
    assert_eq!(uploads::done(db, &up, 10).await.unwrap(), (false, "u1".to_owned()), "the second time says nothing new");
    assert_eq!(photos::of_complaint(db, c.id).await.unwrap()[0].received_at, Some(9));
    assert!(uploads::find(db, "u1", d).await.unwrap().unwrap().done);
    assert_eq!(uploads::find(db, "u1", device(db).await).await.unwrap(), None);
    assert_eq!(uploads::bytes(db, "u1").await.unwrap(), [0; 0]);

    uploads::delete(db, "u1").await.unwrap();
    assert_eq!(uploads::find(db, "u1", d).await.unwrap(), None);
    let Create::Created(again) = ask("u6", d, &hash, len).await else { panic!("not new") };
    assert_eq!((again.received, again.done), (len, true), "the photo is still here");
}

async fn only_a_whole_upload_is_emptied(db: &Db) {
    let (d, c, bytes) = listed_photo(db).await;
    let len = i64::try_from(bytes.len()).unwrap();
    uploads::create(db, "u", (c.id, &c.photos[0].sha256), len, d, 5).await.unwrap();
    uploads::append(db, "u", 0, &bytes[..5], 6).await.unwrap();
    assert!(!uploads::empty(db, "u", len, 7).await.unwrap());
    assert_eq!(uploads::find(db, "u", d).await.unwrap().unwrap().received, 5);
    uploads::append(db, "u", 5, &bytes[5..], 8).await.unwrap();
    assert!(uploads::empty(db, "u", len, 9).await.unwrap());
    assert_eq!(uploads::find(db, "u", d).await.unwrap().unwrap().received, 0);
    assert!(uploads::append(db, "u", 0, &bytes, 10).await.unwrap());
    assert_eq!(uploads::bytes(db, "u").await.unwrap(), bytes);
    uploads::delete(db, "u").await.unwrap();
    assert!(!uploads::append(db, "u", 0, &bytes, 11).await.unwrap());
}

async fn officers_and_their_passwords(db: &Db) {
    let o = officer(db, " Hoa\u{0}", &["b", "a", "a"]).await;
    assert_eq!((o.login.as_str(), o.must_change, o.active), ("hoa", true, true));
    assert_eq!(o.units, ["a", "b"]);
    let taken = NewOfficer { id: "x", login: "HOA", name: "n", password_hash: "h", units: &[] };
    assert!(!officers::add(db, &taken, 1).await.unwrap());
    let (found, hash) = officers::by_login(db, "hOa ").await.unwrap().unwrap();
    assert_eq!((found, hash.as_str()), (o.clone(), "h"));
    assert_eq!(officers::by_login(db, "ai").await.unwrap(), None);

    sessions::create(db, "s1", &o.id, 10, 100).await.unwrap();
    sessions::create(db, "s2", &o.id, 10, 100).await.unwrap();
    officers::set_password(db, &o.id, "h2", "s2").await.unwrap();
    let (found, hash) = officers::by_login(db, "hoa").await.unwrap().unwrap();
    assert_eq!((found.must_change, hash.as_str()), (false, "h2"));
    assert_eq!(sessions::find(db, "s1", 11).await.unwrap(), None);
    assert!(sessions::find(db, "s2", 11).await.unwrap().is_some());
}

async fn sessions_end_and_wrong_passwords_lock(db: &Db) {
    let o = officer(db, "hoa", &["a"]).await;
    sessions::create(db, "s", &o.id, 10, 100).await.unwrap();
    assert_eq!(sessions::find(db, "s", 99).await.unwrap().unwrap().officer_id, o.id);
    assert_eq!(sessions::find(db, "s", 100).await.unwrap(), None);
    sessions::touch(db, "s", 50, 200).await.unwrap();
    let s = sessions::find(db, "s", 150).await.unwrap().unwrap();
    assert_eq!((s.created_at, s.seen_at, s.expires_at), (10, 50, 200));
    sessions::end(db, "s").await.unwrap();
    assert_eq!(sessions::find(db, "s", 60).await.unwrap(), None);

    let wrong = async |now: i64| sessions::failed(db, "hoa", now, 3, 1_000, 500).await.unwrap();
    assert_eq!((wrong(1).await, wrong(2).await), (0, 0));
    assert_eq!(wrong(3).await, 503);
    assert_eq!(sessions::locked_until(db, "hoa").await.unwrap(), 503);
    assert_eq!(sessions::locked_until(db, "ai").await.unwrap(), 0);
    sessions::succeeded(db, "hoa").await.unwrap();
    assert_eq!(wrong(600).await, 0, "a good sign-in forgets the failures");
    assert_eq!(wrong(601).await, 0);
    assert_eq!(wrong(2_000).await, 0, "old failures do not count");
}

async fn a_dropped_transaction_leaves_nothing(db: &Db) {
    let d = device(db).await;
    let mut tx = db.begin().await.unwrap();
    assert_eq!(devices::next_feed_n(&mut tx, d).await.unwrap(), 1);
    drop(tx);
    assert_eq!(devices::feed_n(db, d).await.unwrap(), 0);
    let mut tx = db.begin().await.unwrap();
    assert_eq!(devices::next_feed_n(&mut tx, d).await.unwrap(), 1);
    tx.commit().await.unwrap();
    db.ping().await.unwrap();
}

async fn a_named_value_is_set_once(db: &Db) {
    assert_eq!(db.value("feed_epoch").await.unwrap(), None);
    assert_eq!(db.value_or("feed_epoch", "a").await.unwrap(), "a");
    assert_eq!(db.value_or("feed_epoch", "b").await.unwrap(), "a");
    assert_eq!(db.value("feed_epoch").await.unwrap().as_deref(), Some("a"));
}

async fn what_has_had_its_time_is_forgotten_and_nothing_else(db: &Db) {
    const DAY: i64 = 86_400_000;
    let now = 100 * DAY + 5;
    let o = officer(db, "hoa", &["a"]).await;
    sessions::create(db, "over", &o.id, 1, now).await.unwrap();
    sessions::create(db, "good", &o.id, 1, now + 1).await.unwrap();
    let failed = async |who: &str, at: i64, lock: i64| sessions::failed(db, who, at, 1, DAY, lock).await.unwrap();
    failed("old", now - sweep::FAILED_MS - 1, 1).await;
    failed("fresh", now - sweep::FAILED_MS, 1).await;
    failed("locked", now - sweep::FAILED_MS - 1, sweep::FAILED_MS + 10).await;

    let (d, c, bytes) = listed_photo(db).await;
    let wrong = Pin::parse(if c.pin.reveal() == "0000" { "0001" } else { "0000" }).unwrap();
    for day in [99, 100] {
        assert_eq!(track::look(db, &c.reference, &wrong, day).await.unwrap(), Found::Nothing);
    }

    let len = i64::try_from(bytes.len()).unwrap();
    let begin = async |d: DeviceId, c: &Complaint, id: &str, got: usize, at: i64| {
        let photo = (c.id, c.photos[0].sha256.as_str());
        uploads::create(db, id, photo, len, d, at).await.unwrap();
        assert!(uploads::append(db, id, 0, &bytes[..got], at).await.unwrap());
    };
    begin(d, &c, "left", 10, now - sweep::ABANDONED_MS - 1).await;
    let (d2, c2, _) = listed_photo(db).await;
    begin(d2, &c2, "recent", 10, now - sweep::ABANDONED_MS).await;
    let (d3, c3, _) = listed_photo(db).await;
    begin(d3, &c3, "all-here", bytes.len(), 1).await;
    let (d4, c4, _) = listed_photo(db).await;
    begin(d4, &c4, "done", bytes.len(), 1).await;
    uploads::done(db, &uploads::find(db, "done", d4).await.unwrap().unwrap(), 2).await.unwrap();

    let gone = sweep::sweep(db, now).await.unwrap();
    assert_eq!(gone, Swept { pins: 1, sign_ins: 1, sessions: 1, uploads: 1, ..Swept::default() });
    assert_eq!(sweep::sweep(db, now).await.unwrap(), Swept::default(), "a second round finds nothing");
    assert!(sessions::find(db, "good", now).await.unwrap().is_some());
    assert_eq!(sessions::locked_until(db, "locked").await.unwrap(), now + 9);
    assert!(sessions::locked_until(db, "fresh").await.unwrap() > 0);
    assert_eq!(sessions::locked_until(db, "old").await.unwrap(), 0);
    assert_eq!(track::forget_before(db, i64::MAX).await.unwrap(), 1, "today's count stays");

    let received = async |id: &str, d| uploads::find(db, id, d).await.unwrap().unwrap().received;
    assert_eq!((received("left", d).await, uploads::bytes(db, "left").await.unwrap().len()), (0, 0));
    assert_eq!((received("recent", d2).await, uploads::bytes(db, "recent").await.unwrap().len()), (10, 10));
    assert_eq!((received("all-here", d3).await, uploads::bytes(db, "all-here").await.unwrap()), (len, bytes.clone()));
    assert!(uploads::find(db, "done", d4).await.unwrap().unwrap().done);
    assert!(uploads::append(db, "left", 0, &bytes[..20], now).await.unwrap(), "its phone begins again");
}

async fn a_photo_that_came_whole_takes_the_parts_of_a_slower_request_with_it(db: &Db) {
    let (d, c, bytes) = listed_photo(db).await;
    let (sha256, length) = (c.photos[0].sha256.clone(), i64::try_from(bytes.len()).unwrap());
    uploads::create(db, "slow", (c.id, &sha256), length, d, 5).await.unwrap();
    assert!(uploads::append(db, "slow", 0, &bytes[..10], 6).await.unwrap());
    let whole = |id: &str| UploadRow {
        id: id.to_owned(),
        complaint: c.id,
        sha256: sha256.clone(),
        length,
        received: 0,
        done: false,
        begun: false,
    };
    assert_eq!(uploads::done(db, &whole("fast"), 7).await.unwrap(), (true, "slow".to_owned()));
    assert_eq!(uploads::bytes(db, "slow").await.unwrap(), [0; 0]);
    let (d, c, _) = listed_photo(db).await;
    assert_eq!(uploads::done(db, &UploadRow { complaint: c.id, ..whole("alone") }, 8).await.unwrap().1, "alone");
    let held = photos::held(db, c.id, d).await.unwrap().unwrap();
    assert_eq!((held.received_at, held.photos[0].received_at), (1, Some(8)));
    let none = arrives(db, d, None, 3).await;
    let held = photos::held(db, none.id, d).await.unwrap().unwrap();
    assert_eq!((held.received_at, held.photos.len()), (3, none.photos.len()));
    assert_eq!(photos::held(db, none.id, device(db).await).await.unwrap(), None, "another device's");
}

#[tokio::test]
async fn readers_of_sqlite_cannot_write_and_a_second_start_migrates_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let url = Db::sqlite_url(dir.path());
    let db = Db::open(&url, 2).await.unwrap();
    assert!(sqlx::query("DELETE FROM devices").execute(db.read()).await.is_err());
    let d = device(&db).await;
    db.close().await;
    let db = Db::open(&url, 2).await.unwrap();
    assert!(devices::find(&db, d).await.unwrap().is_some());
    db.close().await;
}

#[tokio::test]
async fn a_step_wakes_the_device_that_waits() {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::open(&Db::sqlite_url(dir.path()), 2).await.unwrap();
    let o = officer(&db, "hoa", &["a"]).await;
    let d = device(&db).await;
    let c = arrives(&db, d, Some("a"), 1).await;
    let office = Arc::new(Office::new());
    let notify = office.hub.watch(d);
    let mut woken = std::pin::pin!(notify.notified());
    woken.as_mut().enable();
    let event = office.desk(&db).act(&o, c.id, Action::Accept, None).await.unwrap();
    assert_ne!(event.id, EventId(uuid::Uuid::nil()));
    assert_eq!(event.at_ms, office.clock.now_ms());
    woken.await;
}

async fn a_step_carries_photos_and_a_handover_and_an_internal_one_is_for_officers_only(db: &Db) {
    let o = officer(db, "hoa", &["a"]).await;
    let d = device(db).await;
    let c = arrives(db, d, Some("a"), 1).await;
    let step = |action: Action, photos: Vec<vungsam_domain::PhotoRef>, handover: Option<Handover>| Event {
        id: EventId(SystemIds.uuid()),
        action,
        status: Status::New.after(action).unwrap_or(Status::New),
        at_ms: 7,
        by: Speaker { name: o.name.clone(), unit: Some("a".to_owned()) },
        text: None,
        message: None,
        photos,
        handover,
    };
    let shown = [photo_ref(&jpeg(2)), photo_ref(&jpeg(1))];
    let to = Handover {
        agency: Some("dien-luc".to_owned()),
        name: "Điện lực".to_owned(),
        number: "PA-12".to_owned(),
        on: "2026-11-22".to_owned(),
    };
    let open = step(Action::Transfer, shown.to_vec(), Some(to));
    let closed = step(Action::Assign, vec![photo_ref(&jpeg(3))], None);
    let mut tx = db.begin().await.unwrap();
    events::insert(&mut tx, c.id, By::Officer(&o.id), &open, false).await.unwrap();
    events::insert(&mut tx, c.id, By::Officer(&o.id), &closed, true).await.unwrap();
    changes::push_event(&mut tx, d, c.id, &open).await.unwrap();
    assert_eq!(events::find(&mut tx, open.id).await.unwrap(), Some((c.id, open.clone())));
    tx.commit().await.unwrap();

    assert_eq!(events::of_complaint(db, c.id).await.unwrap(), std::slice::from_ref(&open));
    let all = events::recorded(db, c.id).await.unwrap();
    assert_eq!(all.iter().map(|r| (&r.event, r.internal)).collect::<Vec<_>>(), [(&open, false), (&closed, true)]);
    let feed = changes::after(db, d, 0, 9).await.unwrap();
    assert_eq!(feed.len(), 1);
    assert_eq!(feed[0].what, ChangeKind::Event { complaint: c.id, event: open });
    assert!(events::shows_photo(db, c.id, &shown[0].sha256).await.unwrap());
    assert!(!events::shows_photo(db, c.id, &closed.photos[0].sha256).await.unwrap(), "an internal one stays inside");
    assert!(!events::shows_photo(db, ComplaintId(SystemIds.uuid()), &shown[0].sha256).await.unwrap());
}
