//! Files one after another, in and out of order, on both databases: what counts afterwards.

use crate::made::{NOW, Office, csv, line};
use vungsam_server::db::dossier_imports::{self as imports, FileSource};
use vungsam_server::dossiers::report::{Counts, DayFrom};
use vungsam_server::dossiers::rows::Reason;
use vungsam_server::dossiers::{apply, stage};
use vungsam_server::testing::Postgres;

macro_rules! orders {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            $( #[tokio::test]
            async fn $name() {
                super::$name(super::Office::open(None).await).await;
            } )*
        }

        #[tokio::test]
        async fn every_order_on_postgres() {
            let postgres = Postgres::start().await.unwrap();
            $(
                println!("{}", stringify!($name));
                $name(Office::open(Some(postgres.fresh().await.unwrap())).await).await;
            )*
        }
    };
}

orders![
    the_same_file_again_changes_nothing,
    an_older_file_never_moves_a_status_back,
    a_correction_needs_a_source_that_may,
    an_import_that_stopped_goes_on_and_ends_the_same,
    an_officers_file_speaks_for_their_communes_only,
    what_nobody_decided_about_is_thrown_away,
    a_mapping_is_remembered_and_a_lost_column_guessed_again,
];

fn file(status: &str, day: &str) -> Vec<u8> {
    csv(&(1..=40).map(|n| line(n, status, day)).collect::<Vec<_>>())
}

async fn the_same_file_again_changes_nothing(office: Office) {
    let first = office.bring(&file("5", "06/01/2026"), |_| {}).await;
    assert_eq!((first.applied.new, first.day_from), (40, DayFrom::File));
    let before = office.dump().await;
    assert_eq!(before.len(), 120);
    office.clock.advance(3_600_000);
    let again = office.bring(&file("5", "06/01/2026"), |_| {}).await;
    assert_eq!(again.applied, Counts { same: 40, ..Counts::default() });
    assert_eq!(again.foreseen, again.applied);
    assert_eq!(office.dump().await, before);
    // Another file that says the same of the same day neither.
    let mut other = file("5", "06/01/2026");
    other.extend_from_slice(b"\n\n");
    assert_eq!(office.bring(&other, |_| {}).await.applied.same, 40);
    assert_eq!(office.dump().await, before);
}

async fn an_older_file_never_moves_a_status_back(office: Office) {
    office.bring(&file("9", "10/01/2026"), |_| {}).await;
    let older = office.bring(&file("4", "08/01/2026"), |_| {}).await;
    assert_eq!(older.applied, Counts { older: 40, ..Counts::default() });
    assert_eq!(office.status(7).await, Some(9));
    // As old by its own day, though its rows name none.
    let bare: Vec<u8> = String::from_utf8(file("2", "")).unwrap().into_bytes();
    let said = office.bring(&bare, |ask| ask.as_of = Some("2026-01-07".to_owned())).await;
    assert_eq!((said.day_from, said.applied.older), (DayFrom::Said, 40));
    assert_eq!(office.status(7).await, Some(9));
    let steps: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM dossier_steps WHERE code_key LIKE '%0007'")
        .fetch_one(office.db().read())
        .await
        .unwrap();
    assert!(steps >= 3, "what is older is history: {steps}");
}

async fn a_correction_needs_a_source_that_may(office: Office) {
    office.bring(&file("9", "10/01/2026"), |_| {}).await;
    let before = office.dump().await;
    let (id, report) = office.stage(&file("4", "12/01/2026"), |_| {}).await.unwrap();
    assert_eq!((report.foreseen.back, report.bad_rows, report.reasons.get(&Reason::Back)), (40, 40, Some(&40)));
    apply::discard(&office.state, &id).await.unwrap();
    assert_eq!(office.dump().await, before);
    let source = office.source("UBND xã Thử").await;
    imports::put_source(office.db(), &FileSource { may_correct: true, ..source }).await.unwrap();
    let done = office.bring(&file("4", "12/01/2026"), |_| {}).await;
    assert_eq!((done.applied.changed, office.status(7).await), (40, Some(4)));
    // Somebody else's phone does not take a dossier over.
    let other = String::from_utf8(file("9", "13/01/2026")).unwrap().replace("0900000007", "0911111111").into_bytes();
    let (_, report) = office.stage(&other, |_| {}).await.unwrap();
    assert_eq!((report.foreseen.owner, report.reasons.get(&Reason::Owner)), (1, Some(&1)));
}

async fn an_import_that_stopped_goes_on_and_ends_the_same(office: Office) {
    let many: Vec<String> = (1..=1_700).map(|n| line(n, "5", "06/01/2026")).collect();
    let (id, _) = office.stage(&csv(&many), |_| {}).await.unwrap();
    assert!(imports::decide(office.db(), &id).await.unwrap());
    // The process ends when the first rows are over.
    let stopping = office.state.stopping.clone();
    let stopped = apply::apply(&office.state, &id, &move |_| stopping.cancel()).await;
    assert!(stopped.is_err(), "{stopped:?}");
    let left = imports::count(office.db(), &id).await.unwrap();
    assert!(left > 0 && left < 1_700, "{left}");
    let next = Office {
        state: vungsam_server::testing::state(
            office.state.settings.clone(),
            (office.clock.clone(), office.state.ids.clone()),
        )
        .await
        .unwrap(),
        ..office
    };
    assert_eq!(apply::resume(&next.state).await.unwrap(), 1);
    assert_eq!(apply::resume(&next.state).await.unwrap(), 0);
    let done = imports::find(next.db(), &id).await.unwrap().unwrap();
    assert_eq!((done.state, imports::count(next.db(), &id).await.unwrap()), (imports::State::Applied, 0));
    let report = vungsam_server::dossiers::report::Report::read(&done.report);
    assert_eq!(report.applied, Counts { new: 1_700, ..Counts::default() });
    let n: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM dossier_steps").fetch_one(next.db().read()).await.unwrap();
    assert_eq!(n, 1_700, "each row once");
    let source = next.source("UBND xã Thử").await;
    assert_eq!((source.seen_as_of.as_deref(), source.seen_at), (Some("2026-01-06"), Some(NOW)));
}

async fn an_officers_file_speaks_for_their_communes_only(office: Office) {
    let units = |n: u32, unit: &str| format!("000.00.19.H47-260105-{n:04},5,{unit}");
    let file = |of: &[String]| format!("Mã hồ sơ,Trạng thái,Đơn vị\n{}\n", of.join("\n")).into_bytes();
    let officer = Some((vungsam_server::env::Ids::uuid(&*office.state.ids).to_string(), vec!["nam-tra-my".to_owned()]));
    let id = officer.as_ref().unwrap().0.clone();
    let units_of = ["nam-tra-my".to_owned()];
    let new = vungsam_server::db::officers::NewOfficer {
        id: &id,
        login: &id,
        name: "Nguyễn Thị Hoa",
        password_hash: "-",
        units: &units_of,
    };
    assert!(vungsam_server::db::officers::add(office.db(), &new, 1).await.unwrap());
    office.bring(&file(&[units(1, "Xã Trà Linh")]), |_| {}).await;
    let before = office.dump().await;
    let all = [
        units(1, "Xã Nam Trà My"),
        units(2, "nam-tra-my"),
        units(3, "UBND xã Trà Linh"),
        units(4, "Xã Không Có"),
        units(5, ""),
        units(6, "Trà Mai"),
    ];
    let (_, report) = office.stage(&file(&all), |ask| ask.officer.clone_from(&officer)).await.unwrap();
    let told: Vec<_> = report.listed.iter().filter(|l| !l.reason.warns()).map(|l| (l.line, l.reason)).collect();
    assert_eq!(
        told,
        [(4, Reason::UnitOther), (5, Reason::UnitUnknown), (2, Reason::Owner)],
        "the first is held by another commune"
    );
    assert_eq!(
        (report.foreseen.new, report.foreseen.owner),
        (3, 1),
        "by id, by none where the officer has one, by a former name"
    );
    assert_eq!(office.dump().await, before);
}

async fn what_nobody_decided_about_is_thrown_away(office: Office) {
    let (id, _) = office.stage(&file("5", "06/01/2026"), |_| {}).await.unwrap();
    stage::folder(&office.state).unwrap();
    std::fs::write(apply::upload(&office.state, &id), b"x").unwrap();
    office.clock.advance(23 * 3_600_000);
    apply::resume(&office.state).await.unwrap();
    assert_eq!(imports::count(office.db(), &id).await.unwrap(), 40);
    office.clock.advance(2 * 3_600_000);
    apply::resume(&office.state).await.unwrap();
    assert!(imports::find(office.db(), &id).await.unwrap().is_none());
    assert_eq!(imports::count(office.db(), &id).await.unwrap(), 0);
    assert!(!apply::upload(&office.state, &id).exists());
    assert!(office.dump().await.is_empty());
}

async fn a_mapping_is_remembered_and_a_lost_column_guessed_again(office: Office) {
    let odd = b"So,Tinh hinh\n000.00.19.H47-260105-0001,Cho ky\n".to_vec();
    let (_, report) = office
        .stage(&odd, |ask| {
            for pair in ["code=So", "status=Tinh hinh", "status:Chờ ký=4"] {
                ask.said.say(pair).unwrap();
            }
        })
        .await
        .unwrap();
    assert_eq!((report.foreseen.new, report.warned), (1, 0));
    assert!(office.stage(&odd, |_| {}).await.is_err(), "only what was applied is remembered");
    office
        .bring(&odd, |ask| {
            for pair in ["code=So", "status=Tinh hinh", "status:Chờ ký=4"] {
                ask.said.say(pair).unwrap();
            }
        })
        .await;
    assert_eq!(office.status(1).await, Some(4));
    let (_, again) = office.stage(&odd, |_| {}).await.unwrap();
    assert_eq!((again.foreseen.same, again.bad_rows), (1, 0));
    let (_, other) = office.stage(&file("5", "06/01/2026"), |_| {}).await.unwrap();
    assert_eq!(other.foreseen.sum(), 40, "another export of the same source still comes in");
    // A column that was missing the first time is found in the file that has it.
    let more = b"So,Tinh hinh,Ng\xc3\xa0y h\xe1\xba\xb9n tr\xe1\xba\xa3\n000.00.19.H47-260105-0001,Cho ky,20/01/2026\n"
        .to_vec();
    let report = office.bring(&more, |_| {}).await;
    assert_eq!(report.applied.changed, 1, "{:?}", report.applied);
    let due: Option<String> =
        sqlx::query_scalar("SELECT due_on FROM dossiers").fetch_one(office.db().read()).await.unwrap();
    assert_eq!(due.as_deref(), Some("2026-01-20"));
}
