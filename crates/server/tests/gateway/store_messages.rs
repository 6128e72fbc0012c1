//! What the store of messages and versions promises, on both engines.

use crate::harness::{complaint_of, jpeg, photo_ref};
use crate::store::{Office, arrives, contract, device, listed, officer, store};
use vungsam_domain::wire::ChangeKind;
use vungsam_domain::{Action, Complaint, ComplaintId, DeviceId, EventId, Message, MessageId, Status, sign};
use vungsam_server::db::devices::Put;
use vungsam_server::db::messages::{self, NewMessage};
use vungsam_server::db::queue::Narrow;
use vungsam_server::db::{Db, changes, complaints, events, photos};
use vungsam_server::env::{Ids, SystemIds};
use vungsam_server::testing::Postgres;

contract!(
    a_message_is_stored_once_takes_its_step_and_tells_the_device,
    a_message_that_comes_too_late_is_kept_as_a_remark,
    a_fourth_reopening_is_a_remark_also_over_versions,
    a_message_on_an_older_version_lands_on_the_newest,
    versions_that_arrive_at_the_same_moment_are_joined_and_what_was_set_apart_stays_so,
    a_ring_of_versions_leaves_one_in_the_queue,
);

async fn say(db: &Db, m: &Message, now: i64) -> Option<Put> {
    let body = serde_json::to_vec(m).unwrap();
    let hash = sign::sha256_hex(&body);
    let event = EventId(SystemIds.uuid());
    let new = NewMessage { body: &body, body_sha256: &hash, signature: "s", message: m, event };
    messages::put(db, &new, now).await.unwrap()
}

fn message(action: Action, complaint: ComplaintId, device: DeviceId) -> Message {
    Message { action, ..vungsam_domain::message::sample(MessageId(SystemIds.uuid()), complaint, device) }
}

async fn at(db: &Db, id: ComplaintId, d: DeviceId) -> Status {
    complaints::of_device(db, id, d).await.unwrap().unwrap().status
}

async fn a_message_is_stored_once_takes_its_step_and_tells_the_device(db: &Db) {
    let o = officer(db, "hoa", &["a"]).await;
    let d = device(db).await;
    let mut c = complaint_of(d);
    c.photos = vec![photo_ref(&jpeg(1))];
    store(db, &c, Some("a"), 1).await;
    let office = Office::new();
    office.desk(db).act(&o, c.id, Action::AskMore, Some("Ở đâu ạ?")).await.unwrap();
    let mut m = message(Action::AddMore, c.id, d);
    m.photos = vec![photo_ref(&jpeg(2)), photo_ref(&jpeg(1))];

    let puts = futures_util::future::join_all((0..8).map(|i| say(db, &m, 10 + i))).await;
    assert_eq!(puts.iter().filter(|p| **p == Some(Put::Created)).count(), 1);
    assert_eq!(puts.iter().filter(|p| **p == Some(Put::Same)).count(), 7);
    assert_eq!(at(db, c.id, d).await, Status::Accepted);
    let steps = events::of_complaint(db, c.id).await.unwrap();
    assert_eq!(steps.len(), 2, "one step, however often it came");
    assert_eq!((steps[1].action, steps[1].message, steps[1].by.name.as_str()), (Action::AddMore, Some(m.id), ""));
    assert_eq!(steps[1].text.as_deref(), Some(m.text.as_str()));
    let feed = changes::after(db, d, 1, 9).await.unwrap();
    assert_eq!(feed.len(), 1);
    assert_eq!(&feed[0].what, &ChangeKind::Event { complaint: c.id, event: steps[1].clone() });

    let held = messages::of_device(db, c.id, m.id, d).await.unwrap().unwrap();
    assert_eq!((held.message().unwrap(), held.body_sha256), (m.clone(), sign::sha256_hex(&held.body)));
    let listed = photos::of_complaint(db, c.id).await.unwrap();
    let places: Vec<_> = listed.iter().map(|p| (p.sha256.as_str(), p.message)).collect();
    let (first, second) = (c.photos[0].sha256.as_str(), m.photos[0].sha256.as_str());
    assert_eq!(places, [(first, None), (second, Some(m.id))], "a photo stays where it was listed first");

    assert_eq!(say(db, &Message { text: "khác".to_owned(), ..m.clone() }, 20).await, Some(Put::Conflict));
    let stranger = device(db).await;
    assert_eq!(say(db, &Message { device: stranger, ..m.clone() }, 20).await, None, "another device's complaint");
    assert_eq!(say(db, &message(Action::Remark, ComplaintId(SystemIds.uuid()), d), 20).await, None);
    let theirs = arrives(db, stranger, Some("a"), 1).await;
    let stolen = Message { complaint: theirs.id, device: stranger, ..m.clone() };
    assert_eq!(say(db, &stolen, 20).await, Some(Put::Conflict), "an id belongs to one message for ever");
    assert_eq!(messages::of_device(db, c.id, m.id, stranger).await.unwrap(), None);
    assert_eq!(events::of_complaint(db, c.id).await.unwrap(), steps);
    assert_eq!(events::of_complaint(db, theirs.id).await.unwrap(), []);
}

async fn a_message_that_comes_too_late_is_kept_as_a_remark(db: &Db) {
    let d = device(db).await;
    let c = arrives(db, d, None, 1).await;
    assert_eq!(say(db, &message(Action::AddMore, c.id, d), 5).await, Some(Put::Created));
    let held = complaints::of_device(db, c.id, d).await.unwrap().unwrap();
    assert_eq!((held.status, held.status_at), (Status::New, 1), "a remark moves nothing");
    let withdraw = Message { text: String::new(), ..message(Action::Withdraw, c.id, d) };
    assert_eq!(say(db, &withdraw, 6).await, Some(Put::Created));
    let held = complaints::of_device(db, c.id, d).await.unwrap().unwrap();
    assert_eq!((held.status, held.status_at), (Status::Withdrawn, 6));
    assert_eq!(say(db, &message(Action::Confirm, c.id, d), 7).await, Some(Put::Created));
    let steps = events::of_complaint(db, c.id).await.unwrap();
    let seen: Vec<_> = steps.iter().map(|e| (e.action, e.status, e.text.is_some())).collect();
    let remark = Action::Remark;
    let gone = Status::Withdrawn;
    assert_eq!(seen, [(remark, Status::New, true), (Action::Withdraw, gone, false), (remark, gone, true)]);
    assert_eq!(changes::after(db, d, 0, 9).await.unwrap().len(), 3);
}

async fn a_fourth_reopening_is_a_remark_also_over_versions(db: &Db) {
    let o = officer(db, "hoa", &["a"]).await;
    let d = device(db).await;
    let office = Office::new();
    let mut c = arrives(db, d, Some("a"), 1).await;
    for round in 0..4 {
        if round == 2 {
            let newer = Complaint { replaces: Some(c.id), ..complaint_of(d) };
            assert_eq!(store(db, &newer, Some("a"), 2).await, Put::Created);
            c = newer;
        }
        if matches!(at(db, c.id, d).await, Status::New | Status::Reopened) {
            office.desk(db).act(&o, c.id, Action::Accept, None).await.unwrap();
        }
        office.desk(db).act(&o, c.id, Action::Answer, Some("Đã xong.")).await.unwrap();
        assert_eq!(say(db, &message(Action::Reopen, c.id, d), 3).await, Some(Put::Created));
        let after = if round < 3 { Status::Reopened } else { Status::Answered };
        assert_eq!(at(db, c.id, d).await, after, "round {round}");
    }
}

async fn a_message_on_an_older_version_lands_on_the_newest(db: &Db) {
    let d = device(db).await;
    let first = arrives(db, d, Some("a"), 1).await;
    let second = Complaint { replaces: Some(first.id), ..complaint_of(d) };
    let third = Complaint { replaces: Some(second.id), ..complaint_of(d) };
    for c in [&third, &second] {
        assert_eq!(store(db, c, Some("a"), 2).await, Put::Created);
    }
    let m = Message { text: String::new(), ..message(Action::Withdraw, first.id, d) };
    assert_eq!(say(db, &m, 3).await, Some(Put::Created));
    let stand = [at(db, first.id, d).await, at(db, second.id, d).await, at(db, third.id, d).await];
    assert_eq!(stand, [Status::New, Status::New, Status::Withdrawn]);
    assert_eq!(events::of_complaint(db, third.id).await.unwrap().len(), 1);
    let told = changes::after(db, d, 0, 9).await.unwrap();
    assert!(matches!(&told[0].what, ChangeKind::Event { complaint, .. } if *complaint == third.id));
    assert!(
        messages::of_device(db, first.id, m.id, d).await.unwrap().is_some(),
        "its receipt is that of the id it names"
    );
    assert_eq!(messages::of_device(db, third.id, m.id, d).await.unwrap(), None);
    assert_eq!(say(db, &m, 4).await, Some(Put::Same));

    let versions = complaints::versions(db, third.id).await.unwrap();
    assert_eq!(versions.iter().map(|v| v.id).collect::<Vec<_>>(), [third.id, second.id, first.id]);
}

async fn versions_that_arrive_at_the_same_moment_are_joined_and_what_was_set_apart_stays_so(db: &Db) {
    let o = officer(db, "hoa", &["a"]).await;
    let d = device(db).await;
    for _ in 0..10 {
        let old = arrives(db, d, Some("a"), 1).await;
        let mut tx = db.begin().await.unwrap();
        sqlx::query("UPDATE complaints SET kind = 'to-cao', assignee = $1 WHERE id = $2")
            .bind(&o.id)
            .bind(old.id.to_string())
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let second = Complaint { replaces: Some(old.id), ..complaint_of(d) };
        let third = Complaint { replaces: Some(second.id), ..complaint_of(d) };
        let done = tokio::join!(store(db, &third, Some("a"), 2), store(db, &second, Some("a"), 2));
        assert_eq!(done, (Put::Created, Put::Created));
        let versions = complaints::versions(db, third.id).await.unwrap();
        assert_eq!(versions.iter().map(|v| v.id).collect::<Vec<_>>(), [third.id, second.id, old.id]);
        assert!(versions.iter().all(|v| v.kind.as_deref() == Some("to-cao")), "{versions:?}");
        assert!(versions.iter().all(|v| v.assignee.as_ref() == Some(&o.id)), "{versions:?}");
    }
}

async fn a_ring_of_versions_leaves_one_in_the_queue(db: &Db) {
    let hoa = officer(db, "hoa", &["a"]).await;
    let d = device(db).await;
    let (mut one, mut two) = (complaint_of(d), complaint_of(d));
    (one.replaces, two.replaces) = (Some(two.id), Some(one.id));
    for c in [&one, &two] {
        assert_eq!(store(db, c, Some("a"), 5).await, Put::Created);
    }
    assert_eq!(listed(db, &hoa, &Narrow::default(), 50, 0).await.len(), 1);
    assert_eq!(say(db, &message(Action::Remark, one.id, d), 6).await, Some(Put::Created));
}
