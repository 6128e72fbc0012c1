//! Days out on one phone, from the outside: near, calendar, file for calendars, favourites, plans. With an invented area.
//!
//! What a newcomer would get wrong: the clock of these tests stands on Monday 23 November 2026 in Vietnam.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::config::CoreConfig;
use crate::core::Core;
use crate::stories::{call, config, open};
use crate::views::*;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use vungsam_domain::content::bundle::Bundle;
use vungsam_domain::content::{self, Basis};

const META: &str =
    "order = 1\nas_of = \"2026\"\nverified = true\nsources = [{ title = \"Báo Mây\", date = \"2025-10-28\" }]\n";

/// Records of an invented area; `without` leaves one out.
fn bundle(without: &str) -> Vec<u8> {
    let text = |name: &str| format!("name = {{ vi = \"{name}\", en = \"{name} E\" }}\n");
    let place = |kind: &str, name: &str, more: &str| {
        format!("kind = \"{kind}\"\n{}summary = {{ vi = \"a, b; c\", en = \"a\" }}\n{META}{more}", text(name))
    };
    let point = |lat: f64| {
        format!(
            "\n[coordinates]\nlat = {lat:?}\nlon = 108.0\nof = {{ vi = \"a\", en = \"a\" }}\nsource = {{ title = \"x\" }}\n"
        )
    };
    let files: Vec<(&str, String)> = vec![
        ("place-kinds/ho.toml", format!("{}{META}", text("Hồ"))),
        ("place-kinds/phien.toml", format!("{}dated = true\n{META}", text("Phiên"))),
        ("place-kinds/banh.toml", format!("{}nowhere = true\n{META}", text("Bánh"))),
        ("places/banh-suoi.toml", place("banh", "Bánh Suối", "unit = \"suoi\"\n")),
        ("units/suoi.toml", format!("{}{META}", text("Xã Suối"))),
        ("places/xa.toml", place("ho", "Hồ Xa", &point(16.0))),
        ("places/gan.toml", place("ho", "Hồ Gần", &format!("months = [2, 3]\n{}", point(15.1)))),
        ("places/cung-xa.toml", place("ho", "Hồ Suối", "unit = \"suoi\"\n")),
        ("places/dau.toml", place("ho", "Hồ Đâu", "")),
        (
            "places/phien-may.toml",
            place(
                "phien",
                "Phiên Mây",
                "unit = \"suoi\"\nrecurs = { every = \"month\", from = \"1\", to = \"3\", as_of = \"2022\" }\n",
            ),
        ),
        ("places/le-mua.toml", place("phien", "Lễ Mùa", "months = [7]\n")),
        (
            "guides/mua.toml",
            format!(
                "topic = \"travel\"\ntitle = {{ vi = \"Mùa mưa\", en = \"Rains\" }}\nsummary = {{ vi = \"a\", en = \"a\" }}\n\
                 months = [10, 11]\n{META}[[parts]]\nverified = true\nlines = [{{ vi = \"a\", en = \"a\" }}]\n"
            ),
        ),
    ];
    let id = |file: &str| file.split(['/', '.']).nth(1).unwrap_or_default().to_owned();
    let files: Vec<_> = files
        .iter()
        .filter(|(file, _)| !file.ends_with(&format!("/{without}.toml")))
        .map(|(file, text)| (*file, format!("id = \"{}\"\n{text}", id(file))))
        .collect();
    let pack = content::compile(files.iter().map(|(f, t)| (*f, t.as_str()))).unwrap();
    Bundle::pack(&pack.records().unwrap(), None, None).unwrap()
}

fn phone(dir: &Path, without: &str) -> Arc<Core> {
    open(CoreConfig { content: Some(bundle(without)), ..config(dir, 1) })
}

fn ask<T: serde::de::DeserializeOwned>(core: &Core, name: &str, args: Value) -> Result<T, ApiError> {
    call(core, name, args).map(|v| serde_json::from_value(v).unwrap())
}

fn stops(of: &[(&str, &str)]) -> Value {
    of.iter().map(|(place, note)| json!({ "place": place, "note": note })).collect()
}

#[test]
fn near_is_by_distance_then_the_same_commune_then_what_nobody_knows() {
    let dir = tempfile::tempdir().unwrap();
    let core = phone(dir.path(), "");
    let here = json!({ "position": { "lat": 15.0, "lon": 108.0 }, "unit": "suoi" });
    let list: NearList = ask(&core, "near", here).unwrap();
    let seen: Vec<_> = list.places.iter().map(|n| (n.card.id.as_str(), n.away.basis)).collect();
    use Basis::{Place, Same, Unknown};
    assert!(!seen.iter().any(|s| s.0 == "banh-suoi"), "a dish is nowhere");
    assert_eq!(seen[..2], [("gan", Place), ("xa", Place)]);
    assert!(seen[2..4].iter().all(|s| s.1 == Same) && seen[4..].iter().all(|s| s.1 == Unknown), "{seen:?}");
    let metres = list.places[0].away.metres.unwrap();
    assert!((metres - 11_119.0).abs() < 5.0, "{metres}");
    let nowhere: NearList = ask(&core, "near", json!({ "position": null, "unit": null })).unwrap();
    assert!(nowhere.places.iter().all(|n| n.away.basis == Unknown));
    let wrong = ask::<NearList>(&core, "near", json!({ "position": { "lat": 95.0, "lon": 0.0 }, "unit": null }));
    assert_eq!(wrong.unwrap_err().code, error_codes::ARGUMENTS);
}

/// Every number with a fraction and every text in every table of the vault.
fn rows(core: &Core) -> (Vec<f64>, Vec<String>) {
    use rusqlite::types::ValueRef;
    let (mut numbers, mut words) = (Vec::new(), Vec::new());
    let read = |c: &rusqlite::Connection| {
        let mut tables = c.prepare("SELECT name FROM sqlite_master WHERE type = 'table'")?;
        let names = tables.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        for name in names {
            let mut all = c.prepare(&format!("SELECT * FROM \"{name}\""))?;
            let columns = all.column_count();
            let mut found = all.query([])?;
            while let Some(row) = found.next()? {
                for at in 0..columns {
                    match row.get_ref(at)? {
                        ValueRef::Real(number) => numbers.push(number),
                        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                            words.push(String::from_utf8_lossy(bytes).into_owned());
                        }
                        ValueRef::Null | ValueRef::Integer(_) => {}
                    }
                }
            }
        }
        Ok(())
    };
    core.inner.opened().unwrap().read(read).unwrap();
    (numbers, words)
}

#[test]
fn a_position_is_in_no_byte_on_the_phone() {
    let dir = tempfile::tempdir().unwrap();
    let core = phone(dir.path(), "");
    let here = json!({ "position": { "lat": 15.123_456_7, "lon": 108.765_432_1 }, "unit": null });
    ask::<NearList>(&core, "near", here).unwrap();
    ask::<Favourites>(&core, "favourite_set", json!({ "id": "gan", "on": true })).unwrap();
    // What lies in the vault is looked for in its rows: its bytes are encrypted.
    let (numbers, words) = rows(&core);
    assert!(words.iter().any(|w| w == "gan"), "this test sees what is there");
    for canary in [15.123_456_7_f64, 108.765_432_1] {
        assert!(!numbers.contains(&canary) && !words.iter().any(|w| w.contains(&canary.to_string())));
    }
    drop(core);
    for file in std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()) {
        let bytes = std::fs::read(&file).unwrap();
        for canary in [15.123_456_7_f64, 108.765_432_1] {
            let (raw, text) = (canary.to_be_bytes(), canary.to_string());
            assert!(!bytes.windows(8).any(|w| w == raw), "{file:?}");
            assert!(!bytes.windows(text.len()).any(|w| w == text.as_bytes()), "{file:?}");
        }
    }
}

#[test]
fn the_calendar_lists_known_days_in_order_and_names_what_has_none() {
    let dir = tempfile::tempdir().unwrap();
    let calendar: DayCalendar = ask(&phone(dir.path(), ""), "day_calendar", json!({})).unwrap();
    assert_eq!(calendar.today, "2026-11-23");
    assert_eq!(calendar.days.len(), 12);
    assert_eq!((calendar.days[0].days.from.as_str(), calendar.days[0].days.to.as_str()), ("2026-12-01", "2026-12-03"));
    assert_eq!(calendar.undated.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["le-mua"]);
}

#[test]
fn the_file_for_calendars_is_the_same_entry_at_every_export() {
    let dir = tempfile::tempdir().unwrap();
    let core = phone(dir.path(), "");
    let export = |id: Value| {
        ask::<ExportedFile>(&core, "calendar_export", json!({ "id": id, "lang": "vi", "note": "Hỏi lại." }))
    };
    let file = export(Value::Null).unwrap();
    let text = String::from_utf8(STANDARD.decode(&file.base64).unwrap()).unwrap();
    assert_eq!(file.media, "text/calendar");
    for line in [
        "DTSTART;VALUE=DATE:20261201\r\n",
        "DTEND;VALUE=DATE:20261204\r\n",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=1;COUNT=12\r\n",
        "SUMMARY:Phiên Mây\r\n",
        "DESCRIPTION:a\\, b\\; c\\nHỏi lại. (2022)\\nBáo Mây\r\n",
        "LOCATION:Xã Suối\r\n",
    ] {
        assert!(text.contains(line), "{line:?} is not in {text}");
    }
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "what has no days is no entry");
    assert_eq!(export(json!("phien-may")).unwrap().base64, file.base64);
    assert_eq!(export(json!("le-mua")).unwrap_err().code, error_codes::NOT_FOUND);
}

#[test]
fn a_favourite_stays_over_restarts_and_named_when_it_left_the_content() {
    let (dir, later) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let core = phone(dir.path(), "");
    ask::<Favourites>(&core, "favourite_set", json!({ "id": "gan", "on": true })).unwrap();
    ask::<Favourites>(&core, "favourite_set", json!({ "id": "gan", "on": true })).unwrap();
    let none = ask::<Favourites>(&core, "favourite_set", json!({ "id": "khong-co", "on": true }));
    assert_eq!(none.unwrap_err().code, error_codes::NOT_FOUND);
    ask::<Plan>(&core, "plan_save", json!({ "day": "2026-12-02", "stops": stops(&[("gan", "")]) })).unwrap();
    drop(core);
    // The next version of the app knows less.
    for entry in std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap()) {
        if !entry.file_name().to_string_lossy().starts_with("content") {
            std::fs::copy(entry.path(), later.path().join(entry.file_name())).unwrap();
        }
    }
    let core = phone(later.path(), "gan");
    let kept: Favourites = ask(&core, "favourites", json!({})).unwrap();
    assert_eq!((kept.places.len(), kept.places[0].name.vi.as_str()), (1, "Hồ Gần"));
    assert!(kept.places[0].card.is_none());
    let plan: Plan = ask(&core, "plan", json!({ "day": "2026-12-02" })).unwrap();
    assert_eq!((plan.stops[0].place.name.vi.as_str(), &plan.stops[0].doubts[..]), ("Hồ Gần", &[Doubt::NotListed][..]));
    let changed = json!({ "day": "2026-12-02", "stops": stops(&[("gan", "đã hỏi"), ("xa", "")]) });
    let plan: Plan = ask(&core, "plan_save", changed).unwrap();
    assert_eq!(plan.stops[0].place.name.vi, "Hồ Gần", "changing the day does not lose the name");
    let gone: Favourites = ask(&core, "favourite_set", json!({ "id": "gan", "on": false })).unwrap();
    assert!(gone.places.is_empty());
}

#[test]
fn a_plan_says_what_speaks_against_it() {
    let dir = tempfile::tempdir().unwrap();
    let core = phone(dir.path(), "");
    let all = stops(&[("gan", " đi sớm "), ("xa", ""), ("phien-may", ""), ("le-mua", ""), ("dau", "")]);
    let plan: Plan = ask(&core, "plan_save", json!({ "day": "2026-11-28", "stops": all })).unwrap();
    let doubts: Vec<_> = plan.stops.iter().map(|s| s.doubts.clone()).collect();
    let next = Days { from: "2026-12-01".into(), to: "2026-12-03".into(), as_of: "2022".into() };
    assert_eq!(
        doubts,
        [
            vec![Doubt::OtherMonths { months: vec![2, 3] }],
            vec![],
            vec![Doubt::NotThatDay { next: Some(next) }],
            vec![Doubt::OtherMonths { months: vec![7] }, Doubt::DaysUnknown],
            vec![],
        ]
    );
    let ways: Vec<_> = plan.stops.iter().map(|s| s.from_last.map(|a| a.basis)).collect();
    assert_eq!(ways, [None, Some(Basis::Place), Some(Basis::Unknown), Some(Basis::Unknown), Some(Basis::Unknown)]);
    assert_eq!(plan.stops[0].note, "đi sớm");
    assert_eq!((plan.risks.len(), plan.risks[0].source.as_ref().unwrap().date.as_deref()), (1, Some("2025-10-28")));
    // On the market's own day, outside the months of rain, nothing is said.
    let plan: Plan =
        ask(&core, "plan_save", json!({ "day": "2026-12-02", "stops": stops(&[("phien-may", "")]) })).unwrap();
    assert!(plan.stops[0].doubts.is_empty() && plan.risks.is_empty());
}

#[test]
fn days_are_listed_with_what_is_past_behind_and_wrong_ones_refused() {
    let dir = tempfile::tempdir().unwrap();
    let core = phone(dir.path(), "");
    for day in ["2026-11-20", "2026-12-05", "2026-11-23", "2026-11-21"] {
        ask::<Plan>(&core, "plan_save", json!({ "day": day, "stops": [] })).unwrap();
    }
    let plans: Plans = ask(&core, "plans", json!({})).unwrap();
    let days: Vec<_> = plans.days.iter().map(|d| (d.day.as_str(), d.past)).collect();
    assert_eq!(days, [("2026-11-23", false), ("2026-12-05", false), ("2026-11-21", true), ("2026-11-20", true)]);
    let gone: Plans = ask(&core, "plan_remove", json!({ "day": "2026-11-20" })).unwrap();
    assert_eq!(gone.days.len(), 3);
    assert_eq!(ask::<Plan>(&core, "plan", json!({ "day": "2026-11-20" })).unwrap_err().code, error_codes::NOT_FOUND);
    for day in ["20261205", "2026-02-30", "mai"] {
        let wrong = ask::<Plan>(&core, "plan_save", json!({ "day": day, "stops": [] }));
        assert_eq!(wrong.unwrap_err().code, error_codes::ARGUMENTS, "{day}");
    }
    let long = json!([{ "place": "xa", "note": "a".repeat(301) }]);
    assert!(ask::<Plan>(&core, "plan_save", json!({ "day": "2026-12-06", "stops": long })).is_err());
    let many = stops(&[("xa", ""); 31]);
    assert!(ask::<Plan>(&core, "plan_save", json!({ "day": "2026-12-06", "stops": many })).is_err());
}
