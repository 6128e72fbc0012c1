//! The rules of the working-day calendar on the years the area's content has. Not for other years' holidays.
//!
//! What a newcomer would get wrong: the oracle below goes day by day on purpose; it must not share code with the tables.

use super::*;
use jiff::ToSpan;
use jiff::civil::{Weekday, date};
use proptest::prelude::*;
use rstest::rstest;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The years as the app ships them.
fn shipped() -> &'static [Year] {
    static YEARS: LazyLock<Vec<Year>> = LazyLock::new(|| ["2025", "2026", "2027"].map(year).into());
    &YEARS
}

fn year(id: &str) -> Year {
    let file = format!("{}/../../assets/content/holidays/{id}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(file).unwrap();
    let pack = crate::content::compile([(format!("holidays/{id}.toml").as_str(), text.as_str())]).unwrap();
    pack.holidays.into_iter().next().unwrap()
}

fn calendar() -> &'static Calendar {
    static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::new(shipped()));
    &CALENDAR
}

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

#[rstest]
// 2025
#[case::a_plain_week("2025-03-03", 5, "2025-03-10")]
#[case::before_tet("2025-01-24", 1, "2025-02-03")]
#[case::received_in_tet("2025-01-29", 0, "2025-02-03")]
#[case::received_in_tet_day_1("2025-01-29", 1, "2025-02-04")]
#[case::hung_kings("2025-04-04", 1, "2025-04-08")]
#[case::worked_saturday_is_day_1("2025-04-25", 1, "2025-04-26")]
#[case::worked_saturday_receives("2025-04-26", 0, "2025-04-26")]
#[case::sunday_after_it_does_not("2025-04-27", 0, "2025-04-28")]
#[case::end_of_april("2025-04-29", 1, "2025-05-05")]
#[case::national_day("2025-08-29", 1, "2025-09-03")]
#[case::over_new_year("2025-12-31", 1, "2026-01-05")]
#[case::whole_year("2025-01-02", 249, "2025-12-31")]
// 2026
#[case::swapped_friday("2026-01-01", 0, "2026-01-05")]
#[case::saturday_10_1("2026-01-09", 1, "2026-01-10")]
#[case::saturday_10_1_receives("2026-01-10", 0, "2026-01-10")]
#[case::saturday_10_1_then("2026-01-10", 1, "2026-01-12")]
#[case::ordinary_saturday("2026-01-17", 0, "2026-01-19")]
#[case::tet("2026-02-13", 1, "2026-02-23")]
#[case::tet_three("2026-02-13", 3, "2026-02-25")]
#[case::hung_kings_in_lieu("2026-04-24", 1, "2026-04-28")]
#[case::april_may("2026-04-29", 1, "2026-05-04")]
#[case::saturday_22_8("2026-08-21", 1, "2026-08-22")]
#[case::national_day_2026("2026-08-28", 1, "2026-09-03")]
#[case::culture_day("2026-11-23", 1, "2026-11-25")]
#[case::culture_day_receives("2026-11-24", 0, "2026-11-25")]
#[case::the_swap_without_a_decision_is_no_day_off("2026-11-20", 1, "2026-11-23")]
#[case::nor_is_its_saturday_worked("2026-11-27", 1, "2026-11-30")]
fn it_is_due_on(#[case] received: &str, #[case] days: u32, #[case] due: &str) {
    let due = Due { on: due.parse().unwrap(), provisional: false };
    assert_eq!(calendar().due(received.parse::<Date>().unwrap().into(), days, false), Ok(due));
}

#[rstest]
#[case::new_year("2027-01-01", 0, "2027-01-04")]
#[case::tet("2027-02-04", 1, "2027-02-11")]
#[case::received_in_tet("2027-02-06", 2, "2027-02-15")]
#[case::hung_kings("2027-04-15", 1, "2027-04-19")]
#[case::labour_day_in_lieu("2027-04-29", 1, "2027-05-04")]
#[case::national_day("2027-09-01", 1, "2027-09-03")]
#[case::culture_day("2027-11-23", 1, "2027-11-25")]
#[case::reached_from_2026("2026-12-31", 1, "2027-01-04")]
#[case::last_day("2027-12-31", 0, "2027-12-31")]
fn a_year_without_an_official_notice_is_provisional(#[case] received: &str, #[case] days: u32, #[case] due: &str) {
    let due = Due { on: due.parse().unwrap(), provisional: true };
    assert_eq!(calendar().due(received.parse::<Date>().unwrap().into(), days, false), Ok(due));
}

#[test]
fn a_day_of_2026_stays_firm_up_to_its_last() {
    let calendar = calendar();
    assert_eq!(calendar.due(at("2026-12-31T09:00"), 0, true).map(|d| d.provisional), Ok(false));
    assert_eq!(calendar.due(at("2026-12-30T09:00"), 1, true).map(|d| d.provisional), Ok(false));
    // Too late on the last day: a day of the next year had to be looked at.
    assert_eq!(calendar.due(at("2026-12-31T15:01"), 0, true), Ok(Due { on: date(2027, 1, 4), provisional: true }));
}

#[test]
fn a_firm_year_after_a_provisional_one_does_not_make_the_day_firm() {
    let unsure = Year { provisional: true, ..year("2025") };
    let calendar = Calendar::new([&unsure, &year("2026")]);
    let due = |received: &str| calendar.due(at(received), 1, false).map(|d| (d.on, d.provisional));
    assert_eq!(due("2025-12-31T08:00"), Ok((date(2026, 1, 5), true)));
    assert_eq!(due("2026-01-05T08:00"), Ok((date(2026, 1, 6), false)));
}

#[rstest]
#[case::of_the_receipt("2024-12-31", 1, 2024)]
#[case::of_the_receipt_even_for_0("2024-06-03", 0, 2024)]
#[case::reached("2027-12-31", 1, 2028)]
#[case::reached_from_afar("2025-01-02", 800, 2028)]
#[case::without_end("2025-01-02", u32::MAX, 2028)]
#[case::far_away("2030-05-05", 0, 2030)]
#[case::before_all("-9999-01-01", 3, -9999)]
#[case::after_all("9999-12-31", 3, 9999)]
fn a_year_without_a_table_is_not_guessed(#[case] received: &str, #[case] days: u32, #[case] year: i16) {
    let received = received.parse::<Date>().unwrap_or(Date::MIN);
    assert_eq!(calendar().due(received.into(), days, false), Err(CalendarError::UnknownYear(year)));
}

#[test]
fn a_gap_between_two_tables_is_not_guessed() {
    let calendar = Calendar::new([&year("2025"), &year("2027")]);
    assert_eq!(calendar.due(at("2025-12-31"), 1, false), Err(CalendarError::UnknownYear(2026)));
    assert_eq!(
        calendar.working_days_between(date(2025, 12, 1), date(2027, 1, 5)),
        Err(CalendarError::UnknownYear(2026))
    );
}

#[rstest]
#[case::in_the_morning("2026-11-20T08:00:00", 0, "2026-11-20")]
#[case::on_the_second("2026-11-20T15:00:00", 0, "2026-11-20")]
#[case::just_after("2026-11-20T15:00:00.000000001", 0, "2026-11-23")]
#[case::a_second_after("2026-11-20T15:00:01", 0, "2026-11-23")]
#[case::a_second_after_one_day("2026-11-20T15:00:01", 1, "2026-11-25")]
#[case::before_the_holiday("2026-11-23T16:30:00", 0, "2026-11-25")]
#[case::a_day_off_is_not_late_twice("2026-11-21T23:00:00", 0, "2026-11-23")]
#[case::a_day_off_one_day("2026-11-21T23:00:00", 1, "2026-11-25")]
#[case::on_a_worked_saturday("2026-08-22T15:00:01", 0, "2026-08-24")]
fn after_three_it_counts_as_the_next_working_day(#[case] received: &str, #[case] days: u32, #[case] due: &str) {
    assert_eq!(calendar().due(at(received), days, true).map(|d| d.on), Ok(due.parse().unwrap()));
}

#[test]
fn without_the_rule_the_hour_changes_nothing() {
    for time in ["00:00", "15:00:01", "23:59:59"] {
        let due = calendar().due(at(&format!("2026-11-20T{time}")), 0, false).map(|d| d.on);
        assert_eq!(due, Ok(date(2026, 11, 20)));
    }
}

#[test]
fn a_day_says_what_it_is() {
    let calendar = calendar();
    let named = |kind: DayKind<'_>| match kind {
        DayKind::Working(name) => format!("worked {}", name.map_or("", |t| t.vi.as_str())),
        DayKind::Weekend => "weekend".to_owned(),
        DayKind::Off(name) => format!("off {}", name.vi),
    };
    let said = |day: Date| calendar.day_kind(day).map(named);
    assert_eq!(said(date(2026, 11, 22)).as_deref(), Ok("weekend"));
    assert_eq!(said(date(2026, 11, 23)).as_deref(), Ok("worked "));
    assert_eq!(said(date(2026, 1, 10)).as_deref(), Ok("worked Làm bù cho 2/1"));
    assert!(said(date(2026, 11, 24)).is_ok_and(|s| s.starts_with("off Ngày Văn hóa")));
    assert_eq!(said(date(2028, 1, 1)), Err(CalendarError::UnknownYear(2028)));
}

#[test]
fn left_and_late_are_counted_in_working_days() {
    let calendar = calendar();
    let (friday, tuesday) = (date(2026, 11, 20), date(2026, 12, 1));
    assert_eq!(calendar.days_left(friday, tuesday), Ok(6), "24/11 is a holiday");
    assert_eq!(calendar.days_left(tuesday, tuesday), Ok(0));
    assert_eq!(calendar.days_left(tuesday, friday), Ok(0));
    assert_eq!(calendar.days_late(friday, date(2026, 11, 25)), Ok(2));
    assert_eq!(calendar.days_late(friday, friday), Ok(0));
    // Past the day on a Saturday: late already, though no office worked since.
    assert_eq!(calendar.days_late(friday, date(2026, 11, 21)), Ok(1));
    // An office printed a Sunday: on Friday it is not "today".
    assert_eq!(calendar.days_left(friday, date(2026, 11, 22)), Ok(1));
    // The day itself needs no table.
    assert_eq!(calendar.days_left(date(2031, 1, 1), date(2031, 1, 1)), Ok(0));
    assert_eq!(calendar.days_left(date(2027, 12, 30), date(2028, 1, 4)), Err(CalendarError::UnknownYear(2028)));
}

#[test]
fn neighbours_among_working_days() {
    let calendar = calendar();
    assert_eq!(calendar.last_working_day_before(date(2026, 11, 25)), Ok(date(2026, 11, 23)));
    assert_eq!(calendar.last_working_day_before(date(2026, 1, 1)), Ok(date(2025, 12, 31)));
    assert_eq!(calendar.last_working_day_before(date(2026, 1, 5)), Ok(date(2025, 12, 31)));
    assert_eq!(calendar.last_working_day_before(date(2025, 1, 2)), Err(CalendarError::UnknownYear(2024)));
    assert_eq!(calendar.next_working_day(date(2026, 11, 23)), Ok(date(2026, 11, 25)));
    assert_eq!(calendar.working_day_from(date(2026, 11, 23)), Ok(date(2026, 11, 23)));
    assert_eq!(calendar.working_day_from(date(2026, 11, 24)), Ok(date(2026, 11, 25)));
}

#[test]
fn days_of_another_year_or_of_none_in_a_table_change_nothing() {
    let mut odd = year("2026");
    let name = odd.off.values().next().unwrap().clone();
    for day in ["2025-12-30", "2026-02-30", "", "23/11/2026"] {
        odd.off.insert(day.to_owned(), name.clone());
    }
    let mut unnamed = odd.clone();
    unnamed.id = "next".to_owned();
    let calendar = Calendar::new([&year("2025"), &odd, &year("2027"), &unnamed]);
    for day in days() {
        assert_eq!(calendar.is_working(day), super::tests::calendar().is_working(day));
    }
}

/// All days of the known years.
fn days() -> impl Iterator<Item = Date> {
    date(2025, 1, 1).series(1.day()).take_while(|d| d.year() < 2028)
}

/// Day by day, from the records themselves.
struct Oracle {
    off: BTreeSet<Date>,
    worked: BTreeSet<Date>,
}

impl Oracle {
    fn get() -> &'static Self {
        static ORACLE: LazyLock<Oracle> = LazyLock::new(Oracle::new);
        &ORACLE
    }

    fn new() -> Self {
        let parsed = |keys: Vec<String>| keys.iter().map(|d| d.parse().unwrap()).collect();
        let years = shipped();
        Self {
            off: parsed(years.iter().flat_map(|y| y.off.keys().cloned()).collect()),
            worked: parsed(years.iter().flat_map(|y| y.worked.keys().cloned()).collect()),
        }
    }

    fn works(&self, day: Date) -> Result<bool, CalendarError> {
        if !(2025..2028).contains(&day.year()) {
            return Err(CalendarError::UnknownYear(day.year()));
        }
        let weekday = !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        Ok(self.worked.contains(&day) || (weekday && !self.off.contains(&day)))
    }

    fn due(&self, received: DateTime, days: u32, cutoff: bool) -> Result<Due, CalendarError> {
        let mut day = received.date();
        let mut provisional = day.year() == 2027;
        let mut next = |day: &mut Date| -> Result<(), CalendarError> {
            *day = day.tomorrow().unwrap();
            while !self.works(*day)? {
                *day = day.tomorrow().unwrap();
            }
            provisional |= day.year() == 2027;
            Ok(())
        };
        if !self.works(day)? || (cutoff && received.time() > Time::constant(15, 0, 0, 0)) {
            next(&mut day)?;
        }
        for _ in 0..days {
            next(&mut day)?;
        }
        Ok(Due { on: day, provisional })
    }
}

fn any_day() -> impl Strategy<Value = Date> {
    (0..366_i64 * 4).prop_map(|n| date(2024, 6, 1).checked_add(n.days()).unwrap())
}

fn any_time() -> impl Strategy<Value = Time> {
    prop_oneof![
        (0..24_i8, 0..60_i8, 0..60_i8).prop_map(|(h, m, s)| Time::new(h, m, s, 0).unwrap()),
        Just(Time::constant(15, 0, 0, 0)),
        Just(Time::constant(15, 0, 0, 1)),
        Just(Time::constant(15, 0, 1, 0)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn the_tables_count_as_going_day_by_day_does(day in any_day(), time in any_time(), days in 0..400_u32, cutoff: bool) {
        let received = day.to_datetime(time);
        prop_assert_eq!(calendar().due(received, days, cutoff), Oracle::get().due(received, days, cutoff));
    }

    #[test]
    fn days_between_are_what_going_day_by_day_counts(a in any_day(), b in any_day()) {
        let oracle = Oracle::get();
        let mut counted = Ok(0);
        for day in a.series(1.day()).skip(1).take_while(|d| *d <= b) {
            counted = counted.and_then(|n| Ok(n + u32::from(oracle.works(day)?)));
        }
        prop_assert_eq!(calendar().working_days_between(a, b), counted);
    }

    #[test]
    fn the_day_it_is_due_is_as_far_as_was_asked(day in any_day(), days in 1..400_u32) {
        let calendar = calendar();
        if let Ok(due) = calendar.due(day.into(), days, false) {
            let received = calendar.working_day_from(day).unwrap();
            prop_assert_eq!(calendar.working_days_between(received, due.on), Ok(days));
            prop_assert_eq!(calendar.is_working(due.on), Ok(true));
            prop_assert_eq!(calendar.next_working_day(calendar.last_working_day_before(due.on).unwrap()), Ok(due.on));
        }
    }
}

#[test]
fn every_day_of_the_known_years_is_as_the_records_say() {
    let (calendar, oracle) = (calendar(), Oracle::get());
    for day in days() {
        assert_eq!(calendar.is_working(day), oracle.works(day), "{day}");
        assert_eq!(calendar.last_working_day_before(day).ok(), {
            let mut before = day.yesterday().unwrap();
            while oracle.works(before) == Ok(false) {
                before = before.yesterday().unwrap();
            }
            oracle.works(before).ok().map(|_| before)
        });
    }
}
