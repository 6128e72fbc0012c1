//! What taking in rows of offices and watching them promise, one body for both engines.

use crate::store::{contract, device, officer};
use futures_util::future::join_all;
use vungsam_domain::dossier::{Source, SourceKind, code};
use vungsam_domain::wire::{ChangeKind, WatchedDossier};
use vungsam_domain::{DeviceId, WatchId};
use vungsam_server::db::dossiers::{self, Outcome, Row, TRUST_FILE, Teller};
use vungsam_server::db::sweep::{self, Swept};
use vungsam_server::db::watches::{self, NewWatch, PER_DEVICE, Put, WAITS_MS};
use vungsam_server::db::{Db, changes};
use vungsam_server::env::{Ids, SystemIds};
use vungsam_server::testing::Postgres;

contract!(
    a_row_becomes_a_dossier_once_however_often_it_comes,
    a_file_that_comes_late_is_history,
    a_late_file_does_not_pass_a_younger_one_that_said_the_same,
    a_dossier_moves_back_only_by_a_correction,
    of_one_day_the_further_trusted_counts,
    a_row_that_does_not_say_erases_nothing,
    another_owner_is_refused_from_a_file_and_replaced_by_hand,
    a_file_of_one_commune_does_not_speak_of_anothers_dossier,
    an_unknown_word_is_kept_as_it_stands,
    a_watch_that_fits_has_one_change_and_the_same_file_makes_no_other,
    a_watch_waits_for_its_dossier,
    a_watch_and_its_dossier_at_the_same_moment_find_each_other,
    five_proofs_a_code_and_day_also_at_the_same_moment,
    a_fitting_proof_costs_nothing,
    twenty_codes_a_device_and_day_and_no_more_than_it_may_hold,
    a_watch_is_stored_once_and_never_becomes_another,
    what_is_unwatched_says_no_more,
    counts_of_past_days_and_watches_that_waited_too_long_are_forgotten,
);

const CODE: &str = "000.00.19.H47-260105-0001";
const DAY: i64 = 86_400_000;
const NOW: i64 = 20_000 * DAY + 3_600_000;

/// A source whose rows of that day are taken in.
async fn file(db: &Db, id: &str, as_of: &str) -> Teller {
    let mut tx = db.begin().await.unwrap();
    sqlx::query(
        "INSERT INTO dossier_sources (id, kind, name, trust, may_correct) VALUES ($1, 'office_file', $2, $3, 0)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(id)
    .bind(format!("Tệp {id}"))
    .bind(i64::from(TRUST_FILE))
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let source = Source { kind: SourceKind::OfficeFile, name: format!("Tệp {id}"), trust: TRUST_FILE };
    Teller { id: id.into(), source, unit: None, may_correct: false, as_of: as_of.into() }
}

async fn hand(db: &Db, today: &str) -> Teller {
    let mut tx = db.begin().await.unwrap();
    let teller = dossiers::by_hand(&mut tx, Some("nam-tra-my"), "Xã Nam Trà My", today, NOW).await.unwrap();
    tx.commit().await.unwrap();
    teller
}

fn row(status: u8, on: &str) -> Row {
    Row { code: CODE.into(), status: Some(status), on_day: on.into(), ..Row::default() }
}

async fn take(db: &Db, teller: &Teller, row: &Row, now: i64) -> (Outcome, Vec<DeviceId>) {
    let mut tx = db.begin().await.unwrap();
    let taken = dossiers::take(&mut tx, teller, None, row, now).await.unwrap();
    tx.commit().await.unwrap();
    (taken.outcome, taken.told)
}

async fn outcome(db: &Db, teller: &Teller, row: &Row) -> Outcome {
    take(db, teller, row, NOW).await.0
}

fn watch<'a>(device: DeviceId, key: &'a str, proof: &'a str) -> NewWatch<'a> {
    NewWatch { id: WatchId(SystemIds.uuid()), device, key, proof }
}

/// A device whose proof fits the row it is given.
async fn watcher(db: &Db, proof: &str) -> (DeviceId, WatchId) {
    let d = device(db).await;
    let key = code::key(CODE);
    let w = watch(d, &key, proof);
    let put = watches::put(db, w, NOW).await.unwrap();
    assert!(matches!(put, Put::Fits | Put::Waits), "{put:?}");
    (d, w.id)
}

async fn seen(db: &Db, d: DeviceId) -> Vec<(i64, WatchId, WatchedDossier)> {
    let page = changes::after(db, d, 0, 100).await.unwrap();
    page.into_iter()
        .map(|c| match c.what {
            ChangeKind::Dossier { watch, dossier } => (c.n, watch, dossier),
            other => panic!("{other:?}"),
        })
        .collect()
}

/// What somebody who watches it sees of it.
async fn state(db: &Db) -> WatchedDossier {
    let mut tx = db.begin().await.unwrap();
    sqlx::query("UPDATE dossiers SET proof_phone = 'p' WHERE proof_phone IS NULL").execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    let (d, _) = watcher(db, "p").await;
    let (_, _, dossier) = seen(db, d).await.pop().expect("its proof fits");
    dossier
}

async fn counts(db: &Db) -> (Option<i64>, Option<String>, Option<String>) {
    sqlx::query_as("SELECT status, status_on, due_on FROM dossiers").fetch_one(db.read()).await.unwrap()
}

async fn status(db: &Db) -> Option<i64> {
    counts(db).await.0
}

async fn a_row_becomes_a_dossier_once_however_often_it_comes(db: &Db) {
    let t = file(db, "a", "2026-11-02").await;
    let full = Row {
        procedure: Some("1.001193".into()),
        unit: Some("nam-tra-my".into()),
        received_on: Some("2026-11-01".into()),
        due_on: Some("2026-11-20".into()),
        supplement: Some("Bản sao giấy khai sinh".into()),
        ..row(5, "2026-11-02")
    };
    assert_eq!(outcome(db, &t, &full).await, Outcome::New);
    let before = state(db).await;
    assert_eq!((before.code.as_str(), before.steps.len(), before.sources.len()), (CODE, 1, 1));
    assert_eq!((before.due_on.as_deref(), before.received_on.as_deref()), (Some("2026-11-20"), Some("2026-11-01")));
    assert_eq!(before.steps[0].supplement, full.supplement);
    assert_eq!(before.steps[0].source, t.source);
    assert_eq!(take(db, &t, &full, NOW + DAY).await, (Outcome::Same, vec![]));
    let folded = Row { code: format!(" {} ", CODE.to_lowercase()), ..full.clone() };
    assert_eq!(take(db, &t, &folded, NOW + DAY).await, (Outcome::Same, vec![]), "the same code, written otherwise");
    assert_eq!(state(db).await, before, "also its age stays: it is the same file");
}

async fn a_file_that_comes_late_is_history(db: &Db) {
    let (older, younger) = (file(db, "a", "2026-11-02").await, file(db, "a", "2026-11-05").await);
    assert_eq!(outcome(db, &younger, &row(9, "2026-11-05")).await, Outcome::New);
    assert_eq!(outcome(db, &older, &row(4, "2026-11-02")).await, Outcome::Older);
    assert_eq!(status(db).await, Some(9));
    assert_eq!(state(db).await.steps.len(), 2);
    assert_eq!(outcome(db, &older, &row(4, "2026-11-02")).await, Outcome::Same, "once");
    assert_eq!(state(db).await.steps.len(), 2);
}

async fn a_late_file_does_not_pass_a_younger_one_that_said_the_same(db: &Db) {
    let on = async |day: &str| file(db, "a", day).await;
    assert_eq!(outcome(db, &on("2026-11-01").await, &row(4, "2026-11-01")).await, Outcome::New);
    assert_eq!(outcome(db, &on("2026-11-03").await, &row(4, "2026-11-03")).await, Outcome::Same);
    assert_eq!(outcome(db, &on("2026-11-02").await, &row(5, "2026-11-02")).await, Outcome::Older);
    assert_eq!(counts(db).await, (Some(4), Some("2026-11-03".into()), None));
    let seen = state(db).await;
    let said: Vec<_> = seen.steps.iter().map(|s| (s.status, s.on.as_str())).collect();
    assert_eq!(said, [(Some(4), "2026-11-01"), (Some(4), "2026-11-03"), (Some(5), "2026-11-02")]);
    let current = vungsam_domain::dossier::steps::current(&seen.steps).unwrap();
    assert_eq!((current.status, current.on.as_str()), (Some(4), "2026-11-03"), "the phone chooses the same");
    assert_eq!(outcome(db, &on("2026-11-02").await, &row(5, "2026-11-02")).await, Outcome::Same);
}

async fn a_dossier_moves_back_only_by_a_correction(db: &Db) {
    let (t, later) = (file(db, "a", "2026-11-02").await, file(db, "a", "2026-11-04").await);
    assert_eq!(outcome(db, &t, &row(9, "2026-11-02")).await, Outcome::New);
    for on in ["2026-11-02", "2026-11-04"] {
        let (d, _) = watcher(db, "nobody").await;
        assert_eq!(take(db, &later, &row(4, on), NOW).await, (Outcome::RefusedBack, vec![]));
        assert_eq!(seen(db, d).await, []);
    }
    assert_eq!(state(db).await.steps.len(), 1, "nothing of it is kept");
    let mending = Teller { may_correct: true, ..later };
    assert_eq!(outcome(db, &mending, &row(4, "2026-11-04")).await, Outcome::Changed);
    assert_eq!(status(db).await, Some(4));
}

async fn of_one_day_the_further_trusted_counts(db: &Db) {
    let (t, hand) = (file(db, "a", "2026-11-02").await, hand(db, "2026-11-02").await);
    assert_eq!(outcome(db, &hand, &row(5, "2026-11-02")).await, Outcome::New);
    assert_eq!(outcome(db, &t, &row(4, "2026-11-02")).await, Outcome::Older);
    assert_eq!(status(db).await, Some(5));
    let next = file(db, "a", "2026-11-03").await;
    assert_eq!(outcome(db, &next, &row(4, "2026-11-03")).await, Outcome::Changed, "a younger day counts");
    assert_eq!(outcome(db, &hand, &row(5, "2026-11-03")).await, Outcome::Changed);
    assert_eq!(status(db).await, Some(5));
}

async fn a_row_that_does_not_say_erases_nothing(db: &Db) {
    let (t, later) = (file(db, "a", "2026-11-02").await, file(db, "b", "2026-11-04").await);
    let full = Row {
        procedure: Some("Cấp giấy".into()),
        due_on: Some("2026-11-20".into()),
        proof_phone: Some("p".into()),
        supplement: Some("Ảnh 3x4".into()),
        ..row(5, "2026-11-02")
    };
    assert_eq!(outcome(db, &t, &full).await, Outcome::New);
    assert_eq!(outcome(db, &later, &row(5, "2026-11-04")).await, Outcome::Same);
    let held = state(db).await;
    assert_eq!((held.procedure.as_deref(), held.due_on.as_deref()), (Some("Cấp giấy"), Some("2026-11-20")));
    assert_eq!((held.steps.len(), held.sources.len()), (1, 2));
    let moved = Row { due_on: Some("2026-11-25".into()), ..row(5, "2026-11-04") };
    assert_eq!(outcome(db, &later, &moved).await, Outcome::Changed, "a new day of return is news");
    assert_eq!(counts(db).await.2.as_deref(), Some("2026-11-25"));
    let after = file(db, "b", "2026-11-06").await;
    assert_eq!(outcome(db, &after, &row(4, "2026-11-06")).await, Outcome::Changed);
    assert_eq!(counts(db).await.2.as_deref(), Some("2026-11-25"), "the day stays");
    let late = Row { procedure: Some("Tên cũ".into()), due_on: Some("2026-11-19".into()), ..row(4, "2026-11-01") };
    assert_eq!(outcome(db, &file(db, "a", "2026-11-01").await, &late).await, Outcome::Older);
    assert_eq!(state(db).await.procedure.as_deref(), Some("Cấp giấy"), "a late file changes no words");
    assert_eq!(counts(db).await.2.as_deref(), Some("2026-11-25"));
}

async fn another_owner_is_refused_from_a_file_and_replaced_by_hand(db: &Db) {
    let (t, later, hand) =
        (file(db, "a", "2026-11-02").await, file(db, "a", "2026-11-03").await, hand(db, "2026-11-04").await);
    let of = |phone: &str, status: u8, on: &str| Row { proof_phone: Some(phone.into()), ..row(status, on) };
    assert_eq!(outcome(db, &t, &of("mine", 2, "2026-11-02")).await, Outcome::New);
    let (me, _) = watcher(db, "mine").await;
    let (other, _) = watcher(db, "theirs").await;
    assert_eq!((seen(db, me).await.len(), seen(db, other).await.len()), (1, 0));
    assert_eq!(take(db, &later, &of("theirs", 4, "2026-11-03"), NOW).await, (Outcome::RefusedOwner, vec![]));
    assert_eq!(status(db).await, Some(2));
    assert_eq!(take(db, &hand, &of("theirs", 2, "2026-11-04"), NOW).await, (Outcome::Changed, vec![other]));
    assert_eq!((seen(db, me).await.len(), seen(db, other).await.len()), (0, 1), "who no longer fits sees no more");
    let noted: Vec<i64> =
        sqlx::query_scalar("SELECT owner_changed FROM dossier_steps ORDER BY n").fetch_all(db.read()).await.unwrap();
    assert_eq!(noted, [0, 1]);
    assert_eq!(take(db, &hand, &row(4, "2026-11-04"), NOW).await, (Outcome::Changed, vec![other]));
    let both = Row { proof_citizen: Some("mine".into()), ..row(4, "2026-11-04") };
    assert_eq!(take(db, &later, &both, NOW).await.1.len(), 2, "a second kind of proof is no other owner");
    assert_eq!((seen(db, me).await.len(), seen(db, other).await.len()), (1, 1));
}

async fn a_file_of_one_commune_does_not_speak_of_anothers_dossier(db: &Db) {
    let mine = Teller { unit: Some("nam-tra-my".into()), ..file(db, "a", "2026-11-02").await };
    let other = Teller { unit: Some("tra-linh".into()), ..file(db, "b", "2026-11-03").await };
    assert_eq!(outcome(db, &mine, &row(2, "2026-11-02")).await, Outcome::New);
    assert_eq!(outcome(db, &other, &row(4, "2026-11-03")).await, Outcome::RefusedOwner);
    assert_eq!(state(db).await.unit.as_deref(), Some("nam-tra-my"));
}

async fn an_unknown_word_is_kept_as_it_stands(db: &Db) {
    let t = file(db, "a", "2026-11-02").await;
    let strange = Row { status: None, raw: Some("Chờ ký số".into()), ..row(4, "2026-11-02") };
    assert_eq!(outcome(db, &t, &strange).await, Outcome::New);
    assert_eq!(outcome(db, &t, &strange).await, Outcome::Same);
    let step = state(db).await.steps.remove(0);
    assert_eq!((step.status, step.raw.as_deref()), (None, Some("Chờ ký số")));
}

async fn a_watch_that_fits_has_one_change_and_the_same_file_makes_no_other(db: &Db) {
    let t = file(db, "a", "2026-11-02").await;
    let mine = |status, on: &str| Row { proof_phone: Some("mine".into()), ..row(status, on) };
    assert_eq!(outcome(db, &t, &mine(4, "2026-11-02")).await, Outcome::New);
    let (d, w) = watcher(db, "mine").await;
    let first = seen(db, d).await;
    assert_eq!((first.len(), first[0].0, first[0].1), (1, 1, w));
    assert_eq!(take(db, &t, &mine(4, "2026-11-02"), NOW + 1).await, (Outcome::Same, vec![]));
    let tomorrow = file(db, "a", "2026-11-03").await;
    assert_eq!(take(db, &tomorrow, &mine(4, "2026-11-03"), NOW + 2).await, (Outcome::Same, vec![d]), "a younger age");
    assert_eq!(take(db, &tomorrow, &mine(4, "2026-11-03"), NOW + 3).await, (Outcome::Same, vec![]));
    let again = seen(db, d).await;
    assert_eq!((again.len(), again[0].0), (1, 2), "the newer change took the place of the older");
    assert_eq!((again[0].2.steps.len(), again[0].2.sources[0].seen_at_ms), (1, NOW + 2));
    assert_eq!(take(db, &tomorrow, &mine(5, "2026-11-03"), NOW + 4).await, (Outcome::Changed, vec![d]));
    assert_eq!(changes::after(db, d, 2, 10).await.unwrap().len(), 1, "whoever had read the last one reads this one");
}

async fn a_watch_waits_for_its_dossier(db: &Db) {
    let (d, w) = watcher(db, "mine").await;
    let (stranger, _) = watcher(db, "guess").await;
    assert_eq!(seen(db, d).await, []);
    let t = file(db, "a", "2026-11-02").await;
    assert_eq!(take(db, &t, &row(2, "2026-11-02"), NOW).await, (Outcome::New, vec![]), "no proof came with it");
    let with = Row { proof_citizen: Some("mine".into()), ..row(2, "2026-11-02") };
    assert_eq!(take(db, &t, &with, NOW).await, (Outcome::Same, vec![d]));
    assert_eq!(seen(db, d).await[0].1, w);
    assert_eq!(seen(db, stranger).await, []);
}

async fn a_watch_and_its_dossier_at_the_same_moment_find_each_other(db: &Db) {
    let t = file(db, "a", "2026-11-02").await;
    let d = device(db).await;
    let mut found = 0;
    for n in 0..20 {
        let code = format!("000.00.19.H47-260105-1{n:03}");
        let key = code::key(&code);
        let mine = Row { code, proof_phone: Some("mine".into()), ..row(2, "2026-11-02") };
        let told = async {
            if n % 2 == 0 {
                tokio::task::yield_now().await;
            }
            take(db, &t, &mine, NOW).await
        };
        let (put, (outcome, _)) = futures_util::join!(watches::put(db, watch(d, &key, "mine"), NOW), told);
        assert!(matches!(put.unwrap(), Put::Fits | Put::Waits));
        assert_eq!(outcome, Outcome::New);
        found += 1;
        assert_eq!(seen(db, d).await.len(), found, "round {n}");
    }
}

async fn five_proofs_a_code_and_day_also_at_the_same_moment(db: &Db) {
    let t = file(db, "a", "2026-11-02").await;
    let mine = Row { proof_phone: Some("mine".into()), ..row(2, "2026-11-02") };
    assert_eq!(outcome(db, &t, &mine).await, Outcome::New);
    let key = code::key(CODE);
    let phones = join_all((0..12).map(|_| device(db))).await;
    let guesses = join_all(phones.iter().map(|d| watches::put(db, watch(*d, &key, "guess"), NOW))).await;
    let count = |what: Put| guesses.iter().filter(|g| *g.as_ref().unwrap() == what).count();
    assert_eq!((count(Put::Waits), count(Put::ProofClosed)), (5, 7));
    let d = device(db).await;
    assert_eq!(watches::put(db, watch(d, &key, "mine"), NOW).await.unwrap(), Put::ProofClosed, "also a fitting one");
    let other = code::key("000.00.19.H47-260105-0002");
    assert_eq!(watches::put(db, watch(d, &other, "mine"), NOW).await.unwrap(), Put::Waits, "other codes are open");
    assert_eq!(watches::put(db, watch(d, &key, "mine"), NOW + DAY).await.unwrap(), Put::Fits, "and tomorrow this one");
}

async fn a_fitting_proof_costs_nothing(db: &Db) {
    let t = file(db, "a", "2026-11-02").await;
    let mine = Row { proof_citizen: Some("mine".into()), ..row(2, "2026-11-02") };
    assert_eq!(outcome(db, &t, &mine).await, Outcome::New);
    let key = code::key(CODE);
    let phones = join_all((0..9).map(|_| device(db))).await;
    for d in phones {
        assert_eq!(watches::put(db, watch(d, &key, "mine"), NOW).await.unwrap(), Put::Fits);
    }
    let d = device(db).await;
    for _ in 0..5 {
        assert_eq!(watches::put(db, watch(d, &key, "guess"), NOW).await.unwrap(), Put::Waits);
    }
    assert_eq!(watches::put(db, watch(d, &key, "guess"), NOW).await.unwrap(), Put::ProofClosed);
}

async fn twenty_codes_a_device_and_day_and_no_more_than_it_may_hold(db: &Db) {
    let d = device(db).await;
    let keys: Vec<String> = (0..PER_DEVICE).map(|n| code::key(&format!("000.00.19.H47-260105-{n:04}"))).collect();
    let puts = join_all(keys.iter().take(25).map(|k| watches::put(db, watch(d, k, "p"), NOW))).await;
    let closed = puts.iter().filter(|p| *p.as_ref().unwrap() == Put::CodesClosed).count();
    assert_eq!(closed, 5);
    let kept: Vec<String> = sqlx::query_scalar("SELECT code_key FROM watches WHERE device_id = $1")
        .bind(d.to_string())
        .fetch_all(db.read())
        .await
        .unwrap();
    assert_eq!(kept.len(), 20);
    assert_eq!(watches::put(db, watch(d, &kept[0], "q"), NOW).await.unwrap(), Put::Waits, "no new code: other digits");
    let free = device(db).await;
    assert_eq!(watches::put(db, watch(free, &keys[24], "p"), NOW).await.unwrap(), Put::Waits, "it is the device's own");
    let mut tx = db.begin().await.unwrap();
    for key in &keys {
        sqlx::query(
            "INSERT INTO watches (id, device_id, code_key, proof, matched, created_at) VALUES ($1, $2, $3, 'p', 0, $4)",
        )
        .bind(SystemIds.uuid().to_string())
        .bind(free.to_string())
        .bind(key)
        .bind(NOW)
        .execute(&mut *tx)
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let one_more = code::key("000.00.19.H47-260105-9999");
    assert_eq!(watches::put(db, watch(free, &one_more, "p"), NOW + DAY).await.unwrap(), Put::Full);
}

async fn a_watch_is_stored_once_and_never_becomes_another(db: &Db) {
    let (d, key) = (device(db).await, code::key(CODE));
    let w = watch(d, &key, "p");
    let puts = join_all((0..8).map(|_| watches::put(db, w, NOW))).await;
    let waits = puts.iter().filter(|p| *p.as_ref().unwrap() == Put::Waits).count();
    assert_eq!(waits, 1, "{puts:?}");
    assert!(puts.iter().all(|p| matches!(p.as_ref().unwrap(), Put::Waits | Put::Same)), "{puts:?}");
    let wrong: i64 = sqlx::query_scalar("SELECT wrong FROM watch_attempts").fetch_one(db.read()).await.unwrap();
    assert_eq!(wrong, 1, "a repeat costs nothing");
    let other = device(db).await;
    for changed in [NewWatch { proof: "q", ..w }, NewWatch { key: "OTHER", ..w }, NewWatch { device: other, ..w }] {
        assert_eq!(watches::put(db, changed, NOW).await.unwrap(), Put::Conflict);
    }
    assert_eq!(watches::put(db, w, NOW).await.unwrap(), Put::Same);
}

async fn what_is_unwatched_says_no_more(db: &Db) {
    let t = file(db, "a", "2026-11-02").await;
    let mine = Row { proof_phone: Some("mine".into()), ..row(2, "2026-11-02") };
    assert_eq!(outcome(db, &t, &mine).await, Outcome::New);
    let (d, w) = watcher(db, "mine").await;
    let (stays, _) = watcher(db, "mine").await;
    assert!(!watches::remove(db, w, stays).await.unwrap(), "another device's is not there");
    assert!(watches::remove(db, w, d).await.unwrap());
    assert!(!watches::remove(db, w, d).await.unwrap());
    assert_eq!(seen(db, d).await, []);
    let left: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM changes WHERE watch_id = $1")
        .bind(w.to_string())
        .fetch_one(db.read())
        .await
        .unwrap();
    assert_eq!(left, 0);
    assert_eq!(take(db, &t, &Row { on_day: "2026-11-03".into(), ..mine.clone() }, NOW).await.1, [], "the same file");
    assert_eq!(take(db, &t, &row(4, "2026-11-02"), NOW).await, (Outcome::Changed, vec![stays]));
    assert_eq!(seen(db, stays).await.len(), 1);
}

async fn counts_of_past_days_and_watches_that_waited_too_long_are_forgotten(db: &Db) {
    let hoa = officer(db, "hoa", &["nam-tra-my"]).await;
    let t = hand(db, "2026-11-02").await;
    let mine = Row { proof_phone: Some("mine".into()), ..row(2, "2026-11-02") };
    let mut tx = db.begin().await.unwrap();
    assert_eq!(dossiers::take(&mut tx, &t, Some(&hoa.id), &mine, NOW).await.unwrap().outcome, Outcome::New);
    tx.commit().await.unwrap();
    let (fits, _) = watcher(db, "mine").await;
    watcher(db, "guess").await;
    assert_eq!(sweep::sweep(db, NOW + 1).await.unwrap(), Swept::default());
    let next = sweep::sweep(db, NOW + DAY).await.unwrap();
    assert_eq!(next, Swept { watch_counts: 3, ..Swept::default() }, "one code, two devices");
    let later = sweep::sweep(db, NOW + WAITS_MS + 1).await.unwrap();
    assert_eq!(later, Swept { watches: 1, ..Swept::default() });
    assert_eq!(seen(db, fits).await.len(), 1, "one that fits stays");
}
