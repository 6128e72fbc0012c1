//! Which step counts, and who must act. Not for due days.
//!
//! What a newcomer would get wrong: steps are given in the order of arrival, which must not matter.

use super::super::testing::{office, step};
use super::*;
use proptest::prelude::*;
use rstest::rstest;

fn said(said: Said, on: &str, noted_at_ms: i64) -> Step {
    let you = Source { kind: SourceKind::You, name: String::new(), trust: 0 };
    Step { said: Some(said), source: you, noted_at_ms, ..step(None, on, 0) }
}

fn by(trust: u8, step: Step) -> Step {
    Step { source: Source { trust, ..office() }, ..step }
}

#[test]
fn the_day_spoken_of_counts_before_trust_and_arrival() {
    let steps = [step(Some(4), "2026-11-20", 9), by(60, step(Some(2), "2026-11-18", 99))];
    assert_eq!(current(&steps).unwrap().status, Some(4));
}

#[test]
fn on_the_same_day_the_more_trusted_counts_even_without_a_time() {
    let steps = [by(60, step(Some(5), "2026-11-20", 1)), by(50, step(Some(9), "2026-11-20T16:00", 2))];
    assert_eq!(current(&steps).unwrap().status, Some(5));
    let slip = by(0, step(Some(2), "2026-11-20T16:00", 99));
    assert_eq!(current(&[steps[0].clone(), slip]).unwrap().status, Some(5));
}

#[test]
fn of_one_source_the_later_hour_counts_then_the_later_note() {
    let steps = [step(Some(9), "2026-11-20T15:00", 1), step(Some(4), "2026-11-20T09:00", 2)];
    assert_eq!(current(&steps).unwrap().status, Some(9));
    let steps = [step(Some(9), "2026-11-20", 2), step(Some(4), "2026-11-20", 1)];
    assert_eq!(current(&steps).unwrap().status, Some(9));
}

#[test]
fn a_day_that_is_none_does_not_count_over_a_real_one() {
    for on in ["", "soon", "2026-02-30", "20/11/2026", "ngày mai nhé"] {
        let steps = [step(Some(10), on, 99), step(Some(4), "2026-11-20", 1)];
        assert_eq!(current(&steps).unwrap().status, Some(4), "{on}");
    }
}

#[test]
fn what_the_person_said_is_no_step() {
    assert_eq!(current(&[said(Said::Fetched, "2026-11-20", 1)]), None);
    assert_eq!(group(&[]), Group::Office);
}

#[rstest]
#[case(1, Group::Office)]
#[case(2, Group::Office)]
#[case(3, Group::Ended)]
#[case(4, Group::Office)]
#[case(5, Group::You)]
#[case(6, Group::You)]
#[case(7, Group::Ended)]
#[case(8, Group::Ended)]
#[case(9, Group::Fetch)]
#[case(10, Group::Done)]
#[case(11, Group::Office)]
fn each_code_says_who_must_act(#[case] code: u8, #[case] expected: Group) {
    assert_eq!(group(&[step(Some(code), "2026-11-20", 1)]), expected);
}

#[test]
fn an_unknown_word_leaves_it_with_the_office() {
    let raw = Step { raw: Some("Chờ ký".to_owned()), ..step(None, "2026-11-21", 2) };
    assert_eq!(group(&[step(Some(5), "2026-11-20", 1), raw]), Group::Office);
}

#[rstest]
#[case::handed_in(5, Said::HandedIn, Group::Office)]
#[case::paid(6, Said::Paid, Group::Office)]
#[case::fetched(9, Said::Fetched, Group::Done)]
#[case::the_wrong_thing(5, Said::Paid, Group::You)]
#[case::the_wrong_thing(6, Said::HandedIn, Group::You)]
#[case::nothing_to_fetch(4, Said::Fetched, Group::Office)]
fn what_the_person_said_moves_it_on(#[case] code: u8, #[case] word: Said, #[case] expected: Group) {
    let asked = step(Some(code), "2026-11-20", 1);
    assert_eq!(group(&[asked.clone(), said(word, "2026-11-21", 2)]), expected);
    assert_eq!(group(&[said(word, "2026-11-20T17:00", 2), asked]), expected);
}

#[test]
fn a_newer_request_counts_over_what_was_said() {
    let word = said(Said::HandedIn, "2026-11-20T10:00", 50);
    let asked = |on, noted| group(&[word.clone(), step(Some(5), on, noted)]);
    assert_eq!(asked("2026-11-21", 60), Group::You);
    assert_eq!(asked("2026-11-20T14:00", 60), Group::You);
    assert_eq!(asked("2026-11-20", 60), Group::You, "asked again later that day");
    assert_eq!(asked("2026-11-20", 40), Group::Office);
    assert_eq!(asked("2026-11-19", 60), Group::Office, "an old file told of it again");
}

#[rstest]
#[case(4, 2)]
#[case(9, 4)]
#[case(9, 5)]
#[case(10, 9)]
#[case(8, 4)]
#[case(3, 2)]
#[case(2, 1)]
#[case(5, 1)]
fn these_go_back(#[case] from: u8, #[case] to: u8) {
    assert!(moves_back(from, to));
    assert!(!moves_back(to, from));
}

#[rstest]
#[case(1, 2)]
#[case(1, 3)]
#[case(1, 5)]
#[case(2, 4)]
#[case(4, 5)]
#[case(5, 4)]
#[case(5, 8)]
#[case(2, 6)]
#[case(6, 4)]
#[case(4, 9)]
#[case(4, 8)]
#[case(2, 7)]
#[case(7, 8)]
#[case(9, 10)]
#[case::accepted_after_papers(5, 2)]
#[case::accepted_after_the_fee(6, 2)]
#[case::the_same(4, 4)]
fn these_do_not(#[case] from: u8, #[case] to: u8) {
    assert!(!moves_back(from, to));
}

pub(in crate::dossier) fn any_step() -> impl Strategy<Value = Step> {
    let on = prop_oneof![
        (1..29_u8, 0..24_u8).prop_map(|(d, h)| format!("2026-11-{d:02}T{h:02}:30")),
        (1..29_u8).prop_map(|d| format!("2026-11-{d:02}")),
        Just("soon".to_owned()),
    ];
    let due = prop::option::of(prop_oneof![
        (1..29_u8).prop_map(|d| format!("2026-12-{d:02}")),
        Just("9999-12-31".to_owned()),
        Just("-9999-01-01".to_owned()),
        Just("tomorrow".to_owned()),
    ]);
    let word = prop::option::weighted(0.2, prop::sample::select(vec![Said::HandedIn, Said::Paid, Said::Fetched]));
    let status = prop::option::of(0..12_u8);
    (on, due, status, word, prop::sample::select(vec![0, 50, 60_u8]), 0..4_i64).prop_map(
        |(on, due_on, status, said, trust, noted)| Step { due_on, said, ..by(trust, step(status, &on, noted)) },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_order_of_arrival_changes_nothing(
        (steps, mixed) in prop::collection::vec(any_step(), 0..8).prop_flat_map(|s| (Just(s.clone()), Just(s).prop_shuffle()))
    ) {
        prop_assert_eq!(current(&steps), current(&mixed));
        prop_assert_eq!(group(&steps), group(&mixed));
    }

    #[test]
    fn lower_trust_never_counts_over_higher_of_the_same_day(steps in prop::collection::vec(any_step(), 1..8)) {
        if let Some(now) = current(&steps) {
            let day = |s: &Step| s.on.get(..10).map(str::to_owned);
            let official = steps.iter().filter(|s| s.said.is_none() && day(s) == day(now));
            prop_assert!(official.map(|s| s.source.trust).max() <= Some(now.source.trust));
        }
    }
}
