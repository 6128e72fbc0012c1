//! How well texts are told apart, on two sets of our own: `tune.jsonl` may be looked at while words are added,
//! `measure.jsonl` was written after the last word was added and only counts. Not for single words.
//!
//! What a newcomer would get wrong: a text that fails in the measuring half is not a bug to fix with one more word.
//! Write ten of its like into the tuning half, make those work, and measure again.

use super::measure::{Labelled, Rates};
use super::*;
use std::collections::BTreeSet;

fn tune() -> Vec<Labelled> {
    Labelled::set(include_str!("testdata/tune.jsonl")).unwrap()
}

fn measure() -> Vec<Labelled> {
    Labelled::set(include_str!("testdata/measure.jsonl")).unwrap()
}

#[test]
fn the_lexicon_is_readable() {
    assert_eq!(check(), Ok(()));
}

#[test]
fn ids_are_those_of_the_fact_base() {
    for kind in Kind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.id());
    }
}

// What the measuring half gave at its only reading; it may only get better. The aims are none, 90 and 5 percent.
/// Others caught, of 95.
const CAUGHT: usize = 93;
/// Reports questioned, of 75.
const QUESTIONED: usize = 2;

#[test]
fn texts_nobody_tuned_for_are_read_no_worse_than_before() {
    let rates = Rates::of(&measure());
    println!("{rates}");
    assert_eq!(rates.missed.part, 0, "of 38 emergencies: {rates}");
    assert!(rates.caught.part >= CAUGHT && rates.caught.percent() >= 90.0, "{rates}");
    assert!(rates.questioned.part <= QUESTIONED, "{rates}");
    // Asked the wrong question is still asked, but it should stay the exception.
    assert!(rates.exact.values().all(|share| share.percent() >= 75.0), "{rates}");
}

#[test]
fn of_the_texts_the_lexicon_was_made_from_no_emergency_is_missed_and_nothing_slips_through() {
    let rates = Rates::of(tune().split_at(train::LEXICON_SAW).0);
    println!("{rates}");
    assert_eq!(rates.missed.part, 0, "{rates}");
    assert_eq!(rates.caught.part, rates.caught.of, "{rates}");
    assert!(rates.questioned.part <= 7, "{rates}");
}

#[test]
fn of_the_whole_tuning_half_hardly_anything_slips_through() {
    let rates = Rates::of(&tune());
    println!("{rates}");
    assert!(rates.missed.part <= 2, "{rates}");
    assert!(rates.caught.percent() >= 99.5 && rates.questioned.part <= 4, "{rates}");
}

#[test]
fn what_was_learned_never_takes_back_a_clear_cue_for_danger() {
    // However sure the weights are that it is a report, or a crime.
    let mut report = Scores::default();
    report[0] = 100.0;
    let mut crime = [-100.0; Kind::ALL.len()];
    (crime[0], crime[3]) = (0.0, 100.0);
    let mut clear = 0;
    for text in tune().iter().chain(&measure()) {
        let cues = cues(&text.text, &text.lang);
        if cues.iter().any(|c| c.kind == Kind::Emergency && c.points >= CLEAR) {
            clear += 1;
            for scores in [None, Some(report), Some(crime)] {
                assert_eq!(weigh(&cues, scores).kind, Kind::Emergency, "{}", text.text);
            }
        }
    }
    assert!(clear > 60, "{clear}");
    let vague = [Cue { kind: Kind::Emergency, pattern: String::new(), points: 1.2, weakened_by: None }];
    assert_eq!(weigh(&vague, Some(report)).kind, Kind::Report, "but a vague one it can");
    assert_eq!(weigh(&[], Some(crime)).kind, Kind::Crime, "and it asks where the list is silent");
}

#[test]
fn a_threat_is_a_crime_and_a_knife_at_the_door_is_danger() {
    for (later, now) in [
        ("Chủ nợ nhắn tin dọa giết cả nhà tui nếu không trả tiền", "Nó đang cầm dao đập cửa đòi giết cả nhà tui"),
        ("He threatened to kill me by text last week", "He has a knife and is breaking my door now"),
    ] {
        assert_eq!(read(later, "vi").kind, Kind::Crime, "{later}");
        assert_eq!(read(now, "vi").kind, Kind::Emergency, "{now}");
    }
}

#[test]
fn the_reports_of_the_demo_and_of_the_screens_are_reports() {
    for text in [
        "Đường vào nóc bị sạt, xe máy không qua được.\nMưa tiếp là đất còn xuống nữa.",
        "A landslide blocks the road to the hamlet, motorbikes cannot pass.\nWith more rain more earth will come down.",
        "Đất sạt xuống sau nhà, nước mưa chảy vào bếp.",
        "Đá lăn chắn đường từ tối qua.\nXe máy không qua được.",
    ] {
        assert_eq!(read(text, "vi").kind, Kind::Report, "{text}");
    }
}

#[test]
fn what_was_learned_finds_emergencies_the_list_does_not() {
    let by_list =
        |set: &[Labelled]| Rates::count(set.iter().map(|t| (t.kind, weigh(&cues(&t.text, &t.lang), None).kind)));
    let (list, both) = (by_list(&measure()), Rates::of(&measure()));
    println!("{list}{both}");
    assert!(both.missed.part < list.missed.part && both.caught.part > list.caught.part, "{list}{both}");
}

#[test]
fn the_weights_are_what_training_gives() {
    assert!(
        train::train(&tune()) == include_bytes!("weights.bin"),
        "run `cargo run -p vungsam-domain --bin triage -- --train`, commit weights.bin"
    );
    assert!(include_bytes!("weights.bin").len() <= 240 * 1024);
}

#[test]
fn broken_weights_or_words_are_told() {
    assert!(Model::parse(&[]).is_err());
    let mut empty = include_bytes!("weights.bin").to_vec();
    empty.iter_mut().skip(52).for_each(|b| *b = 0);
    assert!(Model::parse(&empty).is_err());
    assert!(Lexicon::parse("").is_err());
    assert!(Lexicon::parse("aliases = {}\ncue = []\nweaken = []\n[groups]\nnow = []").is_err());
}

#[test]
fn the_same_words_long_ago_in_a_drill_or_feared_are_no_emergency() {
    for (now, not_now) in [
        ("Nhà ông Mẫu cháy, còn người trong nhà", "Năm ngoái nhà ông Mẫu cháy"),
        ("Lũ cuốn trôi hai người dưới suối", "Diễn tập: lũ cuốn trôi hai người dưới suối"),
        ("Đang cháy rừng sát nhà dân", "Mùa khô dễ cháy rừng, xin làm bảng cấm lửa"),
        ("The house is on fire", "Last year the house was on fire"),
    ] {
        assert_eq!(read(now, "vi").kind, Kind::Emergency, "{now}");
        assert_eq!(read(not_now, "vi").kind, Kind::Report, "{not_now}");
    }
    let both = "Năm ngoái sạt một lần, chừ đất đang sập xuống nhà, còn mẹ con tui trong nhà";
    assert_eq!(read(both, "vi").kind, Kind::Emergency, "now outweighs last year");
}

#[test]
fn accents_decide_where_they_are_typed() {
    assert_eq!(read("Xe chạy nhà này qua nhà kia ồn quá", "vi").kind, Kind::Report);
    assert_eq!(read("Cháy nhà rồi", "vi").kind, Kind::Emergency);
    assert_eq!(read("chay nha roi", "vi").kind, Kind::Emergency);
    assert_eq!(read("Cha\u{301}y nha\u{300} rồi", "vi").kind, Kind::Emergency, "combining accents");
    assert_eq!(read("", "vi"), Reading { kind: Kind::Report, score: 1.0 });
}

#[test]
fn both_halves_have_every_kind_and_share_no_text() {
    for set in [tune(), measure()] {
        assert!(Kind::ALL.iter().all(|k| set.iter().filter(|t| t.kind == *k).count() >= 8));
        assert!(set.len() >= 150);
    }
    let categories: BTreeSet<_> = tune().into_iter().filter_map(|t| t.category).collect();
    assert_eq!(categories.len(), 16);
    assert!(tune().iter().all(|t| (t.kind == Kind::Report) == t.category.is_some()));
    let folded = |set: Vec<Labelled>| set.iter().map(|t| crate::fold::fold(&t.text)).collect::<BTreeSet<_>>();
    let (tune, measure) = (folded(tune()), folded(measure()));
    assert_eq!(tune.intersection(&measure).collect::<Vec<_>>(), Vec::<&String>::new());
}
