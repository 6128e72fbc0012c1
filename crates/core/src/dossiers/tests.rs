//! Dossiers on one phone, from the outside: kept, noted, scanned, reminded of. Not for the gateway (`sync::watches_tests`).
//!
//! What a newcomer would get wrong: the clock of these tests stands at 07:00 on Monday 23 November 2026 in Vietnam, and
//! 24 November is a day off.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::remind;
use crate::commands::Call;
use crate::config::CoreConfig;
use crate::core::Core;
use crate::stories::{call, config, open};
use crate::testing::TestClock;
use crate::views::*;
use rxing::{BarcodeFormat, Writer};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use vungsam_domain::DossierId;
use vungsam_domain::dossier::{ClockState, Group, Kind, Said};

pub(crate) const CODE: &str = "H57.132-261116-0583";
const HOUR_MS: i64 = 60 * 60 * 1_000;

/// 07:00 in Vietnam.
const MORNING: i64 = 1_795_392_000_000;

fn at(dir: &Path, clock: &Arc<TestClock>) -> CoreConfig {
    CoreConfig { clock: Arc::clone(clock) as Arc<_>, ..config(dir, 1) }
}

fn slip() -> DossierFields {
    DossierFields {
        code: CODE.to_owned(),
        name: "Khai sinh bé Thử".to_owned(),
        received_on: Some("2026-11-16".to_owned()),
        received_time: Some("09:30".to_owned()),
        due_on: Some("2026-11-25".to_owned()),
        ..DossierFields::default()
    }
}

pub(crate) fn add(core: &Core, fields: DossierFields) -> Result<DossierDetail, ApiError> {
    core.dossier_add(Call { args: fields, body: None })
}

fn get(core: &Core, id: DossierId) -> DossierDetail {
    core.dossier(Call { args: ByDossier { id }, body: None }).unwrap()
}

fn say(core: &Core, id: DossierId, said: Option<Said>, status: Option<u8>, supplement: Option<&str>) -> DossierDetail {
    let args = DossierSay { id, said, status, supplement: supplement.map(str::to_owned), due_on: None };
    core.dossier_say(Call { args, body: None }).unwrap()
}

#[test]
fn a_dossier_typed_offline_is_kept_counted_and_there_after_a_restart() {
    let (dir, clock) = (tempfile::tempdir().unwrap(), Arc::new(TestClock::at(MORNING)));
    let core = open(at(dir.path(), &clock));
    let added = add(&core, DossierFields { code: format!("  Mã hồ sơ: {CODE} "), ..slip() }).unwrap();
    assert_eq!(added.fields.code, CODE, "without what stands around it");
    assert_eq!((added.card.group, added.card.watch), (Group::Office, WatchState::Off));
    // Tuesday the 24th is a day off: one working day is left, Wednesday.
    assert_eq!(added.card.clock.due_on.as_deref(), Some("2026-11-25"));
    assert_eq!(added.card.clock.state, ClockState::Running { left: 1 });
    drop(core);
    let core = open(at(dir.path(), &clock));
    let all = core.dossiers(Call { args: Nothing {}, body: None }).unwrap();
    assert_eq!((all.cards.len(), all.today.as_str()), (1, "2026-11-23"));
    assert_eq!(get(&core, added.card.id).steps, added.steps);
    assert_eq!(core.app_state(Call { args: Nothing {}, body: None }).unwrap().dossiers, 1);
}

#[test]
fn doubles_and_numbers_of_people_are_refused_and_a_number_of_a_person_is_in_no_row() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let first = add(&core, slip()).unwrap().card.id;
    let code = |typed: &str| add(&core, DossierFields { code: typed.to_owned(), ..slip() }).map(|d| d.card.id);
    let refused = |typed: &str| code(typed).unwrap_err().code;
    assert_eq!(refused("h57.132–261116–0583"), error_codes::CODE_TWICE, "another dash and case is the same dossier");
    assert_eq!(refused("049 203 000 123"), error_codes::CODE_CITIZEN);
    assert_eq!(refused("0905 000 123"), error_codes::CODE_PHONE);
    assert_eq!(refused("118/2025/NĐ-CP"), error_codes::CODE_OTHER);
    assert_eq!(refused("https://example.org/tin-tuc"), error_codes::CODE_OTHER);
    let read = core.dossier_read(Call { args: CodeText { text: CODE.to_lowercase() }, body: None }).unwrap();
    assert_eq!((read.reading.kind, read.known), (Kind::Dossier, Some(first)));
    let without = add(&core, DossierFields::default()).unwrap().card.id;
    assert!(add(&core, DossierFields::default()).is_ok(), "no code is no double");
    let change = |fields: DossierFields| {
        core.dossier_change(Call { args: DossierChange { id: without, fields }, body: None }).unwrap_err().code
    };
    assert_eq!(change(slip()), error_codes::CODE_TWICE);
    assert_eq!(change(DossierFields { code: "049203000123".to_owned(), ..slip() }), error_codes::CODE_CITIZEN);
    let rows = core.inner.opened().unwrap().read(|c| {
        let mut query = c.prepare("SELECT fields || code_key FROM dossiers")?;
        let all = query.query_map([], |r| r.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(all)
    });
    assert!(rows.unwrap().iter().all(|row| !row.contains("049") && !row.contains("0905")));
}

#[rstest::rstest]
#[case("2026-02-30", None)]
#[case("2026-11-26", None)] // ahead of today
#[case("2026-11-16", Some("2026-11-15"))]
#[case("16/11/2026", None)]
fn a_day_that_cannot_be_is_refused(#[case] received: &str, #[case] due: Option<&str>) {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let fields = DossierFields { received_on: Some(received.to_owned()), due_on: due.map(str::to_owned), ..slip() };
    assert_eq!(add(&core, fields).unwrap_err().code, error_codes::DATE);
}

#[test]
fn what_the_person_notes_moves_it_between_the_groups_and_can_be_taken_back() {
    let (dir, clock) = (tempfile::tempdir().unwrap(), Arc::new(TestClock::at(MORNING)));
    let core = open(at(dir.path(), &clock));
    let id = add(&core, slip()).unwrap().card.id;
    let told = say(&core, id, None, Some(5), Some("Giấy đồng ý của chủ hộ"));
    assert_eq!((told.card.group, told.card.clock.state), (Group::You, ClockState::Paused));
    assert_eq!(told.card.current.unwrap().supplement.as_deref(), Some("Giấy đồng ý của chủ hộ"));
    assert_eq!(core.app_state(Call { args: Nothing {}, body: None }).unwrap().dossiers_acting, 1);
    clock.pass(HOUR_MS);
    let handed = say(&core, id, Some(Said::HandedIn), None, None);
    assert_eq!((handed.card.group, handed.card.said), (Group::Office, Some(Said::HandedIn)));
    assert_eq!(handed.card.current.unwrap().status, Some(5), "only the office moves it on");
    let undo = || core.dossier_unsay(Call { args: ByDossier { id }, body: None });
    assert_eq!(undo().unwrap().card.group, Group::You);
    assert_eq!(undo().unwrap().card.group, Group::Office);
    assert_eq!(undo().unwrap_err().code, error_codes::NOT_NOW);
    for args in
        [json!({ "id": id }), json!({ "id": id, "status": 11 }), json!({ "id": id, "status": 5, "said": "paid" })]
    {
        assert_eq!(call(&core, "dossier_say", args).unwrap_err().code, error_codes::ARGUMENTS);
    }
}

/// A page with a bar code in it, as a photo of a slip.
fn page(text: &str, format: BarcodeFormat, (w, h): (i32, i32)) -> Vec<u8> {
    let code = rxing::MultiFormatWriter.encode(text, &format, w, h).unwrap();
    let (left, top) = (120, 200);
    let dark = |x: u32, y: u32| {
        x >= left && y >= top && x - left < code.width() && y - top < code.height() && code.get(x - left, y - top)
    };
    let mut out = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(1_200, 1_600, |x, y| image::Rgb([if dark(x, y) { 30 } else { 225 }; 3]))
        .write_to(&mut out, image::ImageFormat::Jpeg)
        .unwrap();
    out.into_inner()
}

fn scan(core: &Core, picture: &[u8]) -> Result<Vec<CodeFound>, ApiError> {
    core.dossier_scan(Call { args: ScanPicture::default(), body: Some(picture) }).map(|f| f.found)
}

#[test]
fn the_code_is_found_in_a_photo_of_the_slip_and_nothing_of_the_photo_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let qr = page(CODE, BarcodeFormat::QR_CODE, (300, 300));
    let bars = page("000.00.19.H47-260105-0001", BarcodeFormat::CODE_128, (800, 160));
    for (picture, code) in [(qr, CODE), (bars, "000.00.19.H47-260105-0001")] {
        let found = scan(&core, &picture).unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].reading.kind, found[0].reading.canonical.as_deref()), (Kind::Dossier, Some(code)));
    }
    let id_card = page("049203000123|123456789|Nguyễn Văn Thử|01012003|Nam", BarcodeFormat::QR_CODE, (300, 300));
    assert!(scan(&core, &id_card).unwrap().iter().all(|f| f.reading.kind != Kind::Dossier), "a citizen's card");
    let road = include_bytes!("../../../../tests/fixtures/photos/road.jpg");
    assert!(scan(&core, road).unwrap().is_empty());
    assert_eq!(scan(&core, b"no picture").unwrap_err().code, error_codes::PHOTO_FORMAT);
    let kept: u32 = core
        .inner
        .opened()
        .unwrap()
        .read(|c| Ok(c.query_row("SELECT COUNT(*) FROM photos", [], |r| r.get(0))?))
        .unwrap();
    assert_eq!(kept, 0);
}

#[test]
fn the_photo_of_a_slip_stays_on_the_phone_and_goes_with_its_dossier() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    let id = add(&core, slip()).unwrap().card.id;
    let picture = crate::stories::picture(7);
    let args = || DossierPhoto { id, base64: None };
    let sha = core.dossier_photo_add(Call { args: args(), body: Some(&picture) }).unwrap().photo.unwrap();
    assert!(core.photo(&sha, true).is_some());
    assert!(core.outbox(Call { args: Nothing {}, body: None }).unwrap().entries.is_empty());
    let other = crate::stories::picture(99);
    let second = core.dossier_photo_add(Call { args: args(), body: Some(&other) }).unwrap().photo.unwrap();
    assert!(core.photo(&sha, false).is_none(), "replaced");
    core.dossier_remove(Call { args: ByDossier { id }, body: None }).unwrap();
    assert!(core.photo(&second, false).is_none());
    assert_eq!(core.dossier(Call { args: ByDossier { id }, body: None }).unwrap_err().code, error_codes::NOT_FOUND);
}

/// What is told now.
fn told(core: &Core) -> Vec<DossierNews> {
    let inner = &core.inner;
    let events = inner.opened().unwrap().write(|tx| remind::due(inner, tx)).unwrap();
    events
        .into_iter()
        .map(|e| match e {
            CoreEvent::NotifyDossier { news, .. } => news,
            other => panic!("{other:?}"),
        })
        .collect()
}

fn settings(core: &Core, change: impl FnOnce(&mut Settings)) {
    let mut settings = core.app_state(Call { args: Nothing {}, body: None }).unwrap().settings;
    change(&mut settings);
    core.settings_set(Call { args: settings, body: None }).unwrap();
}

#[test]
fn the_day_before_the_day_itself_and_lateness_are_told_once_each_also_after_a_restart() {
    let (dir, clock) = (tempfile::tempdir().unwrap(), Arc::new(TestClock::at(MORNING)));
    let core = open(at(dir.path(), &clock));
    add(&core, slip()).unwrap();
    assert_eq!(told(&core), [DossierNews::DueSoon { on: "2026-11-25".to_owned() }]);
    assert_eq!(told(&core), []);
    drop(core);
    let core = open(at(dir.path(), &clock));
    assert_eq!(told(&core), []);
    clock.pass(24 * HOUR_MS);
    assert_eq!(told(&core), [], "a day off");
    clock.pass(24 * HOUR_MS);
    assert_eq!(told(&core), [DossierNews::DueToday]);
    clock.pass(24 * HOUR_MS);
    assert_eq!(told(&core), [DossierNews::Late { by: 1 }]);
    clock.pass(24 * HOUR_MS);
    assert_eq!(told(&core), [], "not every day");
    clock.pass(6 * 24 * HOUR_MS);
    assert_eq!(told(&core), [DossierNews::Late { by: 6 }]);
}

#[test]
fn whose_turn_it_is_is_told_a_day_later_and_not_for_ever() {
    let (dir, clock) = (tempfile::tempdir().unwrap(), Arc::new(TestClock::at(MORNING)));
    let core = open(at(dir.path(), &clock));
    let id = add(&core, slip()).unwrap().card.id;
    say(&core, id, None, Some(6), Some("Lệ phí, nộp tại quầy"));
    assert_eq!(told(&core), [], "they have just noted it");
    let mut turns = 0;
    for _ in 0..60 {
        clock.pass(24 * HOUR_MS);
        turns += told(&core).iter().filter(|n| matches!(n, DossierNews::YourTurn { .. })).count();
    }
    assert_eq!(turns, 5);
}

#[test]
fn reminders_and_screens_that_ask_at_the_same_moment_do_not_wait_for_each_other_for_ever() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(config(dir.path(), 1));
    add(&core, slip()).unwrap();
    let (done, finished) = std::sync::mpsc::channel();
    for reminds in [true, false] {
        let (core, done) = (Arc::clone(&core), done.clone());
        std::thread::spawn(move || {
            for _ in 0..400 {
                if reminds {
                    told(&core);
                } else {
                    core.app_state(Call { args: Nothing {}, body: None }).unwrap();
                }
            }
            done.send(()).unwrap();
        });
    }
    for _ in 0..2 {
        finished.recv_timeout(std::time::Duration::from_secs(60)).expect("both come to an end");
    }
}

#[test]
fn in_quiet_hours_and_when_switched_off_nothing_is_told() {
    let (dir, clock) = (tempfile::tempdir().unwrap(), Arc::new(TestClock::at(MORNING - HOUR_MS)));
    let core = open(at(dir.path(), &clock));
    add(&core, slip()).unwrap();
    assert_eq!(told(&core), [], "six in the morning");
    settings(&core, |s| s.reminders = false);
    clock.pass(HOUR_MS);
    assert_eq!(told(&core), [], "switched off");
    settings(&core, |s| s.reminders = true);
    assert_eq!(told(&core).len(), 1);
    let hours = |from, to| {
        let s = Settings { quiet_from: from, quiet_to: to, ..Settings::default() };
        (0..24).filter(|h| remind::quiet(&s, *h)).collect::<Vec<_>>()
    };
    assert_eq!(hours(21, 7), [0, 1, 2, 3, 4, 5, 6, 21, 22, 23]);
    assert_eq!(hours(12, 14), [12, 13]);
    assert!(hours(5, 5).is_empty());
}
