//! Lists of papers as the screens use them: on real files, with content of their own that changes under them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use super::*;
use crate::config::CoreConfig;
use crate::dossiers::tests::add;
use crate::stories::{call, config, open};
use crate::testing::TestClock;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use vungsam_domain::content::bundle::{Bundle, RawRecord};

/// Monday 23 November 2026, 07:00 in Vietnam. The day after is a day off.
const MONDAY: i64 = 1_795_392_000_000;
const HOUR_MS: i64 = 60 * 60 * 1_000;

/// What came with the app, with one procedure more, and this phone's clock.
fn with(dir: &Path, at_ms: i64, more: &Value) -> CoreConfig {
    let shipped = Core::open(config(tempfile::tempdir().unwrap().path(), 9)).unwrap();
    let mut records = shipped.inner.library().pack.records().unwrap();
    records.push(RawRecord { kind: "procedures".to_owned(), id: "x".to_owned(), body: Some(more.to_string()) });
    let content = Some(Bundle::pack(&records, None, None).unwrap());
    CoreConfig { content, clock: Arc::new(TestClock::at(at_ms)), ..config(dir, 1) }
}

/// An invented procedure with these papers (name, case).
fn procedure(papers: &[(&str, Option<&str>)], time: Value) -> Value {
    let papers: Vec<_> =
        papers.iter().map(|(name, when)| json!({ "name": name, "when": when, "in_source": true })).collect();
    json!({
        "id": "x", "title": { "vi": "Việc thử", "en": "A trial" }, "summary": { "vi": "a", "en": "b" }, "field": "ht",
        "priority": 1, "place": "Nơi thử", "office": "one-stop", "time": time, "result": "Giấy thử", "papers": papers,
        "fee": { "in_source": false }, "meta": { "as_of": "2026", "verified": false, "sources": [] },
    })
}

const FIRST: &[(&str, Option<&str>)] = &[
    ("Tờ khai thử", None),
    ("Giấy ủy quyền", Some("nhờ người làm thay")),
    ("Căn cước", None),
    ("Giấy của tòa", Some("đã ly hôn")),
    ("Bản dịch", Some("đã ly hôn")),
];

fn unknown() -> Value {
    json!({ "unit": "unknown", "in_source": false })
}

fn make(core: &Core, yes: &[&str], unsure: &[&str]) -> ChecklistDetail {
    let own = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
    let cases = CasesChosen { yes: own(yes), unsure: own(unsure) };
    let args = ChecklistMake { procedure: "x".to_owned(), cases, dossier: None };
    core.checklist_make(Call { args, body: None }).unwrap()
}

fn get(core: &Core, id: ChecklistId) -> ChecklistDetail {
    core.checklist(Call { args: ByChecklist { id }, body: None }).unwrap()
}

fn edit(core: &Core, id: ChecklistId, edit: ChecklistEdit) -> Result<ChecklistDetail, ApiError> {
    core.checklist_change(Call { args: ChecklistChange { id, edit }, body: None })
}

fn tick(core: &Core, id: ChecklistId, name: &str, when: Option<&str>, have: bool) -> Result<ChecklistDetail, ApiError> {
    edit(core, id, ChecklistEdit::Tick { name: name.to_owned(), when: when.map(str::to_owned), have })
}

/// Name, ticked, to be asked about, change.
fn shown(list: &ChecklistDetail) -> Vec<(&str, bool, bool, Option<PaperChange>)> {
    list.papers.iter().map(|p| (p.name.as_str(), p.have, p.ask, p.change)).collect()
}

fn counts(list: &ChecklistDetail) -> (u32, u32, u32, bool) {
    (list.card.needed, list.card.missing, list.card.ask, list.card.changed)
}

#[test]
fn a_list_has_the_papers_of_the_cases_that_are_mine_and_every_tick_survives_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let content = procedure(FIRST, unknown());
    let core = open(with(dir.path(), MONDAY, &content));
    let list = make(&core, &["đã ly hôn"], &[]);
    let wanted = ["Tờ khai thử", "Căn cước", "Giấy của tòa", "Bản dịch"];
    assert_eq!(list.papers.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), wanted);
    assert_eq!(counts(&list), (4, 4, 0, false));
    let answers: Vec<_> = list.cases.iter().map(|c| (c.when.as_str(), c.answer, c.papers.len())).collect();
    let (no, yes) = (Some(CaseAnswer::No), Some(CaseAnswer::Yes));
    assert_eq!(answers, [("nhờ người làm thay", no, 1), ("đã ly hôn", yes, 2)]);
    assert_eq!(list.papers[1].look.as_ref().unwrap().picture, "giay-can-cuoc");
    let id = list.card.id;
    tick(&core, id, "Căn cước", None, true).unwrap();
    tick(&core, id, "Bản dịch", Some("đã ly hôn"), true).unwrap();
    tick(&core, id, "Căn cước", None, false).unwrap();
    let now = tick(&core, id, "Tờ khai thử", None, true).unwrap();
    assert_eq!(counts(&now), (4, 2, 0, false));
    drop(core);
    let core = open(with(dir.path(), MONDAY, &content));
    assert_eq!(shown(&get(&core, id)), shown(&now), "after a kill");
    let all = core.checklists(Call { args: Nothing {}, body: None }).unwrap().cards;
    assert_eq!(all, [now.card]);
}

#[test]
fn not_sure_keeps_a_paper_to_be_asked_about_until_somebody_says() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(with(dir.path(), MONDAY, &procedure(FIRST, unknown())));
    let list = make(&core, &[], &["nhờ người làm thay", "đã ly hôn"]);
    assert_eq!(counts(&list), (2, 2, 3, false), "neither needed nor missing");
    assert_eq!(shown(&list)[2], ("Giấy ủy quyền", false, true, None));
    assert_eq!(counts(&make(&core, &["đã ly hôn"], &["đã ly hôn"])), (4, 4, 0, false), "both at once: it is mine");
    let id = list.card.id;
    assert_eq!(counts(&tick(&core, id, "Giấy của tòa", Some("đã ly hôn"), true).unwrap()), (2, 2, 2, false));
    let case = |when: &str, answer| edit(&core, id, ChecklistEdit::Case { when: when.to_owned(), answer });
    assert_eq!(counts(&case("nhờ người làm thay", CaseAnswer::No).unwrap()), (2, 2, 1, false));
    assert_eq!(counts(&case("đã ly hôn", CaseAnswer::Yes).unwrap()), (4, 3, 0, false), "and its tick is still there");
    assert_eq!(case("không có trong danh sách", CaseAnswer::Yes).unwrap_err().code, error_codes::ARGUMENTS);
    let again = ChecklistEdit::Cases { cases: CasesChosen::default() };
    let none = edit(&core, id, again).unwrap();
    assert_eq!(counts(&none), (2, 2, 0, false), "none of these");
    assert!(none.cases.iter().all(|c| c.answer == Some(CaseAnswer::No)));
}

#[test]
fn a_paper_that_another_one_stands_in_for_is_not_missing() {
    let dir = tempfile::tempdir().unwrap();
    let mut content = procedure(&[("Giấy gốc", None), ("Giấy cam đoan", Some("không có giấy gốc"))], unknown());
    content["papers"][0]["unless"] = json!(["Không có giấy gốc"]);
    let core = open(with(dir.path(), MONDAY, &content));
    let names = |list: &ChecklistDetail| list.papers.iter().map(|p| (p.name.clone(), p.ask)).collect::<Vec<_>>();
    let (first, other) = (("Giấy gốc".to_owned(), false), ("Giấy cam đoan".to_owned(), false));
    assert_eq!(names(&make(&core, &[], &[])), std::slice::from_ref(&first));
    let list = make(&core, &["không có giấy gốc"], &[]);
    assert_eq!((names(&list), counts(&list)), (vec![other.clone()], (1, 1, 0, false)));
    let unsure = make(&core, &[], &["không có giấy gốc"]);
    assert_eq!(names(&unsure), [(first.0, true), (other.0, true)], "one of both: to be asked about");
}

#[test]
fn a_list_says_what_the_content_changed_since_and_loses_no_tick_over_a_mended_accent() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(with(dir.path(), MONDAY, &procedure(FIRST, unknown())));
    let id = make(&core, &["đã ly hôn"], &[]).card.id;
    tick(&core, id, "Căn cước", None, true).unwrap();
    tick(&core, id, "Bản dịch", Some("đã ly hôn"), true).unwrap();
    drop(core);
    let changed: &[(&str, Option<&str>)] = &[
        ("Tờ khai mẫu mới", None),
        ("Cán cước", None),
        ("Giấy của tòa", Some("đã ly hôn")),
        ("Giấy ủy quyền", Some("nhờ người làm thay")),
        ("Giấy chứng tử", Some("vợ hoặc chồng đã mất")),
    ];
    let core = open(with(dir.path(), MONDAY, &procedure(changed, unknown())));
    let list = get(&core, id);
    let (new, gone) = (Some(PaperChange::New), Some(PaperChange::Gone));
    assert_eq!(
        shown(&list),
        [
            ("Tờ khai mẫu mới", false, false, new),
            ("Cán cước", true, false, None),
            ("Giấy của tòa", false, false, None),
            ("Giấy chứng tử", false, true, new),
            ("Tờ khai thử", false, false, gone),
            ("Bản dịch", true, false, gone),
        ]
    );
    assert_eq!(counts(&list), (3, 2, 1, true), "what is no longer asked for is not counted");
    assert_eq!(list.cases[2].answer, None, "a case nobody was asked about");
    assert!(core.checklists(Call { args: Nothing {}, body: None }).unwrap().cards[0].changed);
    let seen = edit(&core, id, ChecklistEdit::Seen).unwrap();
    assert_eq!(counts(&seen), (3, 2, 1, false));
    assert_eq!(seen.papers.len(), 4);
    drop(core);
    // A case that is not the person's may change as it likes.
    let other = [changed, &[("Giấy nữa", Some("nhờ người làm thay"))]].concat();
    let core = open(with(dir.path(), MONDAY, &procedure(&other, unknown())));
    assert_eq!(counts(&get(&core, id)), (3, 2, 1, false));
    drop(core);
    // Asked for again after the person had seen it go, and perhaps had put it away.
    let back = [changed, &[("Bản dịch", Some("đã ly hôn"))]].concat();
    let core = open(with(dir.path(), MONDAY, &procedure(&back, unknown())));
    let list = get(&core, id);
    assert!(shown(&list).contains(&("Bản dịch", false, false, new)), "{list:?}");
}

#[test]
fn a_procedure_that_left_the_content_leaves_its_list_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(with(dir.path(), MONDAY, &procedure(FIRST, unknown())));
    let id = make(&core, &[], &[]).card.id;
    drop(core);
    let core = open(CoreConfig { clock: Arc::new(TestClock::at(MONDAY)), ..config(dir.path(), 1) });
    let list = get(&core, id);
    assert!(list.procedure.is_none() && list.due.is_none() && list.cases.is_empty());
    assert_eq!((list.card.title.vi.as_str(), list.papers.len()), ("Việc thử", 2));
    assert!(list.papers.iter().all(|p| !p.in_source && p.change.is_none()), "nobody says it any more");
    assert!(list.card.changed);
    assert_eq!(counts(&tick(&core, id, "Căn cước", None, true).unwrap()), (2, 1, 0, true));
    assert_eq!(
        edit(&core, id, ChecklistEdit::Cases { cases: CasesChosen::default() }).unwrap_err().code,
        error_codes::NOT_NOW
    );
    assert!(edit(&core, id, ChecklistEdit::Seen).unwrap().card.changed);
}

#[test]
fn what_is_no_list_or_no_paper_of_it_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(with(dir.path(), MONDAY, &procedure(FIRST, unknown())));
    let id = make(&core, &[], &[]).card.id;
    assert_eq!(tick(&core, id, "Giấy khác", None, true).unwrap_err().code, error_codes::ARGUMENTS);
    assert_eq!(tick(&core, id, "Căn cước", Some("đã ly hôn"), true).unwrap_err().code, error_codes::ARGUMENTS);
    let name = |name: &str| edit(&core, id, ChecklistEdit::Name { name: name.to_owned() });
    assert_eq!(name(" Bà Ví Dụ\nở Thôn 2 ").unwrap().card.name, "Bà Ví Dụ ở Thôn 2");
    assert_eq!(name(&"x".repeat(81)).unwrap_err().code, error_codes::ARGUMENTS);
    assert_eq!(name("").unwrap().card.name, "");
    let none = json!({ "procedure": "no-such", "cases": { "yes": [], "unsure": [] } });
    assert_eq!(call(&core, "checklist_make", none).unwrap_err().code, error_codes::NOT_FOUND);
    let stray = DossierId(uuid::Uuid::from_u128(7));
    let none = json!({ "procedure": "x", "cases": {}, "dossier": stray });
    assert_eq!(call(&core, "checklist_make", none).unwrap_err().code, error_codes::NOT_FOUND);
    let log = || std::fs::metadata(dir.path().join("vault.db-wal")).map_or(0, |m| m.len());
    assert!(log() > 0, "this test sees what is there");
    call(&core, "checklist_remove", json!({ "id": id })).unwrap();
    assert_eq!(log(), 0, "nothing of it stays in the log");
    for command in ["checklist", "checklist_remove"] {
        assert_eq!(call(&core, command, json!({ "id": id })).unwrap_err().code, error_codes::NOT_FOUND);
    }
    assert!(core.checklists(Call { args: Nothing {}, body: None }).unwrap().cards.is_empty());
    let closed = Core::open(config(tempfile::tempdir().unwrap().path(), 2)).unwrap();
    assert_eq!(call(&closed, "checklists", json!({})).unwrap_err().code, error_codes::VAULT);
}

#[test]
fn a_list_of_a_dossier_shows_what_the_office_asks_for_and_outlives_it() {
    let dir = tempfile::tempdir().unwrap();
    let core = open(with(dir.path(), MONDAY, &procedure(FIRST, unknown())));
    let unit = |unit: Option<&str>| {
        let settings = Settings { unit: unit.map(str::to_owned), ..Settings::default() };
        core.settings_set(Call { args: settings, body: None }).unwrap();
    };
    let fields =
        DossierFields { procedure: Some("x".to_owned()), unit: Some("tra-linh".to_owned()), ..Default::default() };
    let dossier = add(&core, fields).unwrap().card.id;
    let args = json!({ "procedure": "x", "cases": {}, "dossier": dossier });
    let id: ChecklistId =
        serde_json::from_value(call(&core, "checklist_make", args).unwrap()["card"]["id"].clone()).unwrap();
    let list = get(&core, id);
    assert_eq!((list.card.dossier, list.waits, list.supplement), (Some(dossier), false, None));
    unit(Some("nam-tra-my"));
    assert_eq!(get(&core, id).offices[0].unit, "tra-linh", "where the dossier is");
    let say = |said: Value| {
        let mut args = json!({ "id": dossier });
        args.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
        call(&core, "dossier_say", args).unwrap();
    };
    say(json!({ "status": 5, "supplement": "Giấy đồng ý của chủ hộ" }));
    let list = get(&core, id);
    assert_eq!((list.waits, list.supplement.as_deref()), (true, Some("Giấy đồng ý của chủ hộ")));
    say(json!({ "said": "handed_in" }));
    assert!(!get(&core, id).waits, "handed in");
    call(&core, "dossier_remove", json!({ "id": dossier })).unwrap();
    let list = get(&core, id);
    assert_eq!((list.card.dossier, list.offices[0].unit.as_str()), (None, "nam-tra-my"));
    unit(None);
    assert!(get(&core, id).offices.is_empty());
}

/// The answer about the day, of this procedure's time, at so many hours after Monday 07:00.
fn due(time: Value, hours: i64) -> Option<DueIfToday> {
    let dir = tempfile::tempdir().unwrap();
    let core = open(with(dir.path(), MONDAY + hours * HOUR_MS, &procedure(FIRST, time)));
    make(&core, &[], &[]).due
}

fn days(n: u32) -> Value {
    json!({ "value": n, "unit": "working-day", "in_source": true })
}

#[test]
fn the_day_is_counted_in_working_days_from_today() {
    let on = |time: Value, hours| due(time, hours).map(|d| (d.counts_from.unwrap(), d.on.unwrap(), d.provisional));
    let day = |from: &str, to: &str, provisional| Some((from.to_owned(), to.to_owned(), provisional));
    assert_eq!(on(days(2), 0), day("2026-11-23", "2026-11-26", false), "the 24th is a day off");
    assert_eq!(on(days(1), -24), day("2026-11-23", "2026-11-25", false), "a Sunday counts as the Monday");
    assert_eq!(on(days(30), 0), day("2026-11-23", "2027-01-06", true), "no official notice for that year");
    let cutoff = json!({ "unit": "same-day", "in_source": true, "cutoff_15h": true, "note": "Sau 15 giờ: ngày sau." });
    assert_eq!(on(cutoff.clone(), 7), day("2026-11-23", "2026-11-23", false));
    assert_eq!(on(cutoff, 9), day("2026-11-25", "2026-11-25", false), "after three, and the 24th is off");
    let far = due(days(400), 0).unwrap();
    assert_eq!((far.on, far.unknown_year, far.working_days), (None, Some(2028), 400));
}

#[test]
fn no_day_is_counted_from_a_number_that_is_not_firm_or_has_exceptions() {
    for time in [
        json!({ "value": 7, "unit": "working-day", "in_source": true, "note": "Có nơi lâu hơn." }),
        json!({ "value": 7, "unit": "working-day", "in_source": false }),
        json!({ "value": 7, "unit": "day", "in_source": true }),
        json!({ "unit": "same-day", "in_source": true, "note": "Có nơi hẹn hôm sau." }),
        json!({ "unit": "same-day-or-agreed", "in_source": true }),
        unknown(),
    ] {
        assert_eq!(due(time.clone(), 0), None, "{time}");
    }
    let dir = tempfile::tempdir().unwrap();
    let mut ended = procedure(FIRST, days(3));
    ended["meta"]["effective_to"] = json!("2026-11-22");
    assert_eq!(make(&open(with(dir.path(), MONDAY, &ended)), &[], &[]).due, None, "no longer in force");
}
