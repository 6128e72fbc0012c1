//! When a dossier is due, on the calendar the app ships. Not for which step counts.
//!
//! What a newcomer would get wrong: 24/11/2026 is a holiday, 23/11 is not, 22/8 was a worked Saturday.

use super::super::testing::{office, step};
use super::super::{Said, Source};
use super::*;
use crate::content::{Pack, compile};
use jiff::civil::date as day_of;
use proptest::prelude::*;
use rstest::rstest;
use std::sync::LazyLock;

/// Holidays and procedures as the app ships them.
fn shipped() -> &'static Pack {
    static PACK: LazyLock<Pack> = LazyLock::new(|| {
        let folder = format!("{}/../../assets/content", env!("CARGO_MANIFEST_DIR"));
        let kinds = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir());
        let files = kinds.flat_map(|kind| std::fs::read_dir(kind).unwrap().map(|e| e.unwrap().path()));
        let named = |p: &std::path::Path| p.file_name().unwrap().to_string_lossy().into_owned();
        let read = |p: std::path::PathBuf| {
            let name = format!("{}/{}", named(p.parent().unwrap()), named(&p));
            (name, std::fs::read_to_string(p).unwrap())
        };
        let files: Vec<(String, String)> = files.map(read).collect();
        compile(files.iter().map(|(n, t)| (n.as_str(), t.as_str()))).unwrap()
    });
    &PACK
}

fn calendar() -> &'static Calendar {
    static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::new(&shipped().holidays));
    &CALENDAR
}

fn received(on: &str) -> Option<Received> {
    Some(Received { on: on.get(..10).unwrap().parse().unwrap(), at: on.get(11..).map(|t| t.parse().unwrap()) })
}

fn days(working_days: u32) -> Option<Term> {
    Some(Term { working_days, cutoff_15h: false })
}

fn printed(status: u8, on: &str, due_on: &str) -> Step {
    Step { due_on: Some(due_on.to_owned()), ..step(Some(status), on, 1) }
}

/// The clock without a slip's day or a procedure's term.
fn of(steps: &[Step], today: &str) -> Clock {
    clock(calendar(), steps, None, None, today.parse().unwrap())
}

fn is(clock: &Clock, due_on: &str, computed: bool, state: ClockState) {
    assert_eq!((clock.due_on.as_deref(), clock.computed, clock.state), (Some(due_on), computed, state));
}

#[test]
fn a_day_is_counted_from_the_slip_and_the_procedure() {
    let counted = clock(calendar(), &[], received("2026-11-20"), days(5), day_of(2026, 11, 20));
    is(&counted, "2026-11-30", true, ClockState::Running { left: 5 });
    let late = clock(calendar(), &[], received("2026-11-20T15:01"), days(0), day_of(2026, 11, 25));
    is(&late, "2026-11-20", true, ClockState::Late { by: 2 });
    let term = Some(Term { working_days: 0, cutoff_15h: true });
    let in_time = clock(calendar(), &[], received("2026-11-20T15:01"), term, day_of(2026, 11, 23));
    is(&in_time, "2026-11-23", true, ClockState::Running { left: 0 });
}

#[test]
fn a_printed_day_goes_before_a_counted_one_and_the_latest_counts() {
    let steps = [
        printed(2, "2026-11-10", "2026-11-27"),
        printed(4, "2026-11-12", "2026-12-02"),
        step(Some(4), "2026-11-18", 1),
    ];
    let clock = clock(calendar(), &steps, received("2026-11-10"), days(1), day_of(2026, 11, 20));
    is(&clock, "2026-12-02", false, ClockState::Running { left: 7 });
    assert!(!clock.provisional);
}

#[test]
fn nothing_known_is_no_day() {
    let clock = of(&[step(Some(4), "2026-11-18", 1)], "2026-11-20");
    assert_eq!(clock, Clock { due_on: None, computed: false, provisional: false, state: ClockState::NoDay });
    let unread = Step { due_on: Some("thứ Hai".to_owned()), ..step(Some(4), "2026-11-18", 1) };
    assert_eq!(of(&[unread], "2026-11-20").state, ClockState::NoDay);
}

#[rstest]
#[case::the_day_before("2026-11-23", ClockState::Running { left: 1 })]
#[case::on_a_holiday_before("2026-11-24", ClockState::Running { left: 1 })]
#[case::the_day("2026-11-25", ClockState::Running { left: 0 })]
#[case::the_next("2026-11-26", ClockState::Late { by: 1 })]
#[case::on_a_saturday_after("2026-11-28", ClockState::Late { by: 2 })]
#[case::a_week_after("2026-12-02", ClockState::Late { by: 5 })]
fn left_and_late_are_working_days(#[case] today: &str, #[case] state: ClockState) {
    is(&of(&[printed(4, "2026-11-18", "2026-11-25")], today), "2026-11-25", false, state);
}

#[test]
fn while_papers_are_missing_the_clock_stands_still() {
    let steps = [printed(2, "2026-11-02", "2026-11-16"), step(Some(5), "2026-11-09", 2)];
    is(&of(&steps, "2026-12-30"), "2026-11-16", false, ClockState::Paused);
}

#[test]
fn after_the_first_pause_the_day_moves_by_what_it_stood() {
    let mut steps = vec![printed(2, "2026-11-02", "2026-11-16"), step(Some(5), "2026-11-09", 2)];
    steps.push(step(Some(4), "2026-11-12", 3));
    is(&of(&steps, "2026-11-19"), "2026-11-19", true, ClockState::Running { left: 0 });
    // The same for a counted day.
    let counted = clock(calendar(), &steps[1..], received("2026-11-02"), days(10), day_of(2026, 11, 20));
    is(&counted, "2026-11-19", true, ClockState::Late { by: 1 });
}

#[test]
fn over_a_weekend_and_a_holiday_it_stood_only_working_days() {
    let steps =
        [printed(2, "2026-11-02", "2026-11-26"), step(Some(5), "2026-11-20", 2), step(Some(4), "2026-11-25", 3)];
    is(&of(&steps, "2026-11-25"), "2026-11-30", true, ClockState::Running { left: 3 });
    let same_day = [steps[0].clone(), step(Some(5), "2026-11-20T08:00", 2), step(Some(4), "2026-11-20T16:00", 3)];
    is(&of(&same_day, "2026-11-25"), "2026-11-26", false, ClockState::Running { left: 1 });
}

#[test]
fn a_new_day_given_after_the_pause_is_not_moved() {
    let mut steps = vec![printed(2, "2026-11-02", "2026-11-16"), printed(5, "2026-11-09", "2026-11-16")];
    steps.push(printed(4, "2026-11-12", "2026-11-23"));
    is(&of(&steps, "2026-11-19"), "2026-11-23", false, ClockState::Running { left: 2 });
    // A day that stands in the request itself is the old one.
    steps[2].due_on = None;
    is(&of(&steps, "2026-11-19"), "2026-11-19", true, ClockState::Running { left: 0 });
}

#[test]
fn a_second_request_stops_nothing() {
    let mut steps = vec![printed(2, "2026-11-02", "2026-11-16")];
    steps.extend([(5, "2026-11-09"), (4, "2026-11-12"), (5, "2026-11-13")].map(|(s, on)| step(Some(s), on, 2)));
    is(&of(&steps, "2026-11-20"), "2026-11-19", true, ClockState::Late { by: 1 });
    steps.push(step(Some(4), "2026-11-18", 3));
    is(&of(&steps, "2026-11-20"), "2026-11-19", true, ClockState::Late { by: 1 });
}

#[test]
fn the_same_request_told_twice_is_one() {
    let mut steps = vec![printed(2, "2026-11-02", "2026-11-16"), step(Some(5), "2026-11-09", 2)];
    steps.push(step(Some(5), "2026-11-10", 3));
    assert_eq!(of(&steps, "2026-11-20").state, ClockState::Paused);
    steps.push(step(Some(4), "2026-11-12", 4));
    is(&of(&steps, "2026-11-19"), "2026-11-19", true, ClockState::Running { left: 0 });
}

#[test]
fn what_the_person_said_does_not_start_the_offices_clock() {
    let steps = [printed(2, "2026-11-02", "2026-11-16"), step(Some(5), "2026-11-09", 2)];
    let said = Step { said: Some(Said::HandedIn), ..step(None, "2026-11-10", 3) };
    let clock = of(&[steps[0].clone(), steps[1].clone(), said], "2026-11-20");
    assert_eq!(clock.state, ClockState::Paused);
}

#[test]
fn while_a_fee_is_waited_for_nobody_is_late_and_the_day_stays() {
    let mut steps = vec![printed(2, "2026-11-02", "2026-11-16"), step(Some(6), "2026-11-09", 2)];
    is(&of(&steps, "2026-11-20"), "2026-11-16", false, ClockState::Paused);
    steps.push(step(Some(4), "2026-11-12", 3));
    is(&of(&steps, "2026-11-17"), "2026-11-16", false, ClockState::Late { by: 1 });
}

#[rstest]
#[case(3)]
#[case(7)]
#[case(8)]
#[case(9)]
#[case(10)]
fn ready_done_or_ended_is_never_late(#[case] code: u8) {
    let steps = [printed(2, "2026-11-02", "2026-11-16"), step(Some(code), "2026-11-17", 2)];
    is(&of(&steps, "2026-12-20"), "2026-11-16", false, ClockState::Stopped);
    // Nor does an unknown year make it anything else.
    let old = clock(calendar(), &steps[1..], received("2024-11-02"), days(3), day_of(2026, 12, 20));
    assert_eq!((old.due_on, old.state), (None, ClockState::Stopped));
}

#[test]
fn a_year_without_a_table_is_said() {
    let far = clock(calendar(), &[], received("2027-12-30"), days(5), day_of(2027, 12, 30));
    assert_eq!((far.due_on, far.state), (None, ClockState::UnknownYear { year: 2028 }));
    // A printed day is known even then; only how long until it is not.
    is(
        &of(&[printed(4, "2027-12-01", "2028-01-10")], "2027-12-20"),
        "2028-01-10",
        false,
        ClockState::UnknownYear { year: 2028 },
    );
    is(
        &of(&[printed(4, "2027-12-01", "2028-01-10")], "2028-01-10"),
        "2028-01-10",
        false,
        ClockState::Running { left: 0 },
    );
}

#[test]
fn a_table_without_a_notice_makes_it_provisional() {
    let received_late = clock(calendar(), &[], received("2026-12-30"), days(5), day_of(2026, 12, 30));
    assert!(received_late.provisional);
    let printed = [printed(4, "2026-12-01", "2027-01-05")];
    assert!(of(&printed, "2026-12-28").provisional, "the days left are counted in 2027");
    assert!(!of(&printed, "2027-01-05").provisional, "the printed day is firm");
}

#[test]
fn terms_come_from_procedures_whose_number_is_firm() {
    let of = |id: &str| term(shipped().procedures.iter().find(|p| p.id == id).unwrap());
    for id in ["ht-khai-sinh", "ht-ket-hon", "ht-khai-tu", "ht-trich-luc"] {
        assert_eq!(of(id), Some(Term { working_days: 0, cutoff_15h: true }), "{id}");
    }
    assert_eq!(of("ct-thuong-tru"), Some(Term { working_days: 7, cutoff_15h: false }));
    for id in ["ht-xac-nhan-tt", "attp-nlts", "ct-luu-tru", "kt-tiep-cong-dan", "dd-cap-lai", "btxh-khuyet-tat"] {
        assert_eq!(of(id), None, "{id}: not said, calendar days, hours, or with exceptions");
    }
}

#[test]
fn only_the_four_procedures_whose_page_says_so_have_the_15h_rule() {
    let with = shipped().procedures.iter().filter(|p| p.time.cutoff_15h).map(|p| p.id.as_str());
    let with: Vec<&str> = with.collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    assert_eq!(with, ["ht-ket-hon", "ht-khai-sinh", "ht-khai-tu", "ht-trich-luc"]);
}

fn any_date() -> impl Strategy<Value = Date> {
    prop_oneof![
        4 => (2024..2029_i16, 1..13_i8, 1..29_i8).prop_map(|(y, m, d)| day_of(y, m, d)),
        1 => prop::sample::select(vec![Date::MIN, Date::MAX, day_of(0, 1, 1), day_of(2028, 2, 29)]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_days_and_steps_give_a_clock_in_any_order(
        (steps, mixed) in prop::collection::vec(super::super::steps::tests::any_step(), 0..8)
            .prop_flat_map(|s| (Just(s.clone()), Just(s).prop_shuffle())),
        on in any_date(), today in any_date(), working_days in prop_oneof![0..90_u32, Just(u32::MAX)], cutoff_15h: bool,
    ) {
        let received = Some(Received { on, at: None });
        let term = Some(Term { working_days, cutoff_15h });
        let clock_of = |steps: &[Step]| clock(calendar(), steps, received, term, today);
        let clock = clock_of(&steps);
        prop_assert_eq!(&clock, &clock_of(&mixed));
        match (clock.state, clock.due_on.as_deref().and_then(date)) {
            (ClockState::Late { by }, Some(due)) => prop_assert!(by > 0 && due < today),
            (ClockState::Running { left: 0 }, Some(due)) => prop_assert_eq!(due, today),
            (ClockState::Running { .. }, Some(due)) => prop_assert!(due > today),
            (ClockState::Late { .. } | ClockState::Running { .. }, None) => prop_assert!(false, "counted without a day"),
            _ => {}
        }
    }
}

#[test]
fn another_source_of_the_same_day_does_not_end_a_pause_it_knows_nothing_of() {
    let slip = Source { trust: 0, ..office() };
    let steps = [printed(2, "2026-11-02", "2026-11-16"), step(Some(5), "2026-11-09", 2)];
    let late_slip = Step { source: slip, ..step(Some(2), "2026-11-09", 99) };
    let clock = of(&[steps[0].clone(), steps[1].clone(), late_slip], "2026-11-20");
    assert_eq!(clock.state, ClockState::Paused);
}

#[test]
fn nobody_is_called_late_by_a_word_nobody_understands() {
    let mut strange = step(None, "2026-11-18", 2);
    strange.raw = Some("Đã trả một phần".to_owned());
    let slip = printed(2, "2026-11-10", "2026-11-16");
    let clock = of(&[slip.clone(), strange], "2026-11-20");
    assert_eq!((clock.due_on.as_deref(), clock.state), (Some("2026-11-16"), ClockState::Stopped));
    assert!(matches!(of(&[slip], "2026-11-20").state, ClockState::Late { .. }));
}
