//! The search over the real content: rates over labelled sets, and sentences about what must hold.

use super::measure::{Labelled, Rates, name};
use super::*;
use crate::content::compile;
use crate::fold::fold;
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/content");
    let mut files = Vec::new();
    for kind in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        for file in std::fs::read_dir(kind.path()).unwrap().map(Result::unwrap) {
            let name = format!("{}/{}", kind.file_name().to_str().unwrap(), file.file_name().to_str().unwrap());
            files.push((name, std::fs::read_to_string(file.path()).unwrap()));
        }
    }
    Index::build(&compile(files.iter().map(|(n, t)| (n.as_str(), t.as_str()))).unwrap())
});

fn ask(text: &str, kind: Option<&str>) -> (&'static str, Vec<String>) {
    let found = INDEX.search(&Query { text, lang: "vi", kind, unit: None, limit: 10 });
    (name(found.outcome), found.hits.into_iter().map(|h| h.id).collect())
}

fn first(text: &str, kind: &str) -> String {
    ask(text, Some(kind)).1.first().cloned().unwrap_or_default()
}

#[test]
fn it_does_not_matter_how_a_name_is_typed() {
    for typed in ["dang ky khai sinh", "đăng ký khai sinh", "ĐĂNG KÝ KHAI SINH", "đăng kí khai sinh", "dangky khaisinh"]
    {
        assert_eq!(first(typed, "procedure"), "ht-khai-sinh", "{typed}");
    }
    for typed in ["Tăk Ngo", "tắk ngo", "tac ngo", "TAK NGO", "takngo"] {
        assert_eq!(ask(typed, Some("unit")), ("found", vec!["tra-linh".to_owned()]), "{typed}");
    }
    let people = ask("Ca Dong", Some("place")).1;
    for typed in ["cadong", "ka dong", "Kadong"] {
        assert_eq!(ask(typed, Some("place")).1.len(), people.len(), "{typed}");
    }
    assert!(!people.is_empty());
}

fn rates(file: &str) -> Rates {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/search/testdata").join(file);
    let rates = Rates::of(&INDEX, &Labelled::set(&std::fs::read_to_string(path).unwrap()).unwrap());
    println!("{file}\n{rates}{}", rates.wrong.join("\n"));
    rates
}

fn at_least(percent: usize, n: usize, of: usize) -> bool {
    n * 100 >= percent * of
}

#[test]
fn procedures_are_found_by_the_words_people_type() {
    let r = rates("procedures.jsonl");
    assert!(r.asked >= 150 && r.outside >= 15);
    assert!(at_least(90, r.first, r.asked) && at_least(95, r.third, r.asked) && at_least(70, r.unknown, r.outside));
}

#[test]
fn places_are_found_in_both_languages() {
    let r = rates("places.jsonl");
    assert!(r.asked >= 90 && r.outside >= 8);
    assert!(at_least(93, r.first, r.asked) && at_least(96, r.third, r.asked) && at_least(70, r.unknown, r.outside));
}

#[test]
fn every_name_of_a_commune_finds_it_and_no_name_from_outside_finds_one() {
    let r = rates("units.jsonl");
    assert!(r.asked >= 160 && r.outside >= 40);
    assert_eq!((r.first, r.unknown, r.named_right), (r.asked, r.outside, r.named), "{:#?}", r.wrong);
}

#[test]
fn nothing_is_found_by_nothing() {
    for typed in ["", "   ", "-- ?", "\u{301}"] {
        assert_eq!(ask(typed, None), ("unknown", vec![]), "{typed:?}");
        assert_eq!(ask(typed, Some("unit")), ("unknown", vec![]), "{typed:?}");
    }
}

#[test]
fn one_letter_lists_by_kind_and_my_commune_first() {
    let query = |unit| Query { text: "t", lang: "vi", kind: Some("place"), unit, limit: 3 };
    for home in ["tra-my", "tra-lien"] {
        let found = INDEX.search(&query(Some(home)));
        assert_eq!(found.hits[0].unit.as_deref(), Some(home));
    }
    let found = INDEX.search(&Query { text: "k", lang: "vi", kind: None, unit: None, limit: 30 });
    assert!(found.hits.len() == 30 && found.hits.iter().take(5).all(|h| h.kind == "procedure"));
}

#[test]
fn a_commune_goes_before_what_lies_in_it() {
    let found = INDEX.search(&Query { text: "trà mai", lang: "vi", kind: None, unit: None, limit: 10 });
    assert_eq!((found.hits[0].kind, found.hits[0].id.as_str()), ("unit", "nam-tra-my"));
    assert_eq!(found.hits[0].via.as_ref().unwrap().vi, "Xã Trà Mai");
    assert!(found.hits.iter().any(|h| h.kind == "place"));
}

#[test]
fn titles_come_in_the_asked_language() {
    let title = |lang| {
        INDEX.search(&Query { text: "cho sam", lang, kind: Some("place"), unit: None, limit: 1 }).hits[0].title.clone()
    };
    assert_ne!(title("vi"), title("en"));
    assert!(title("en").is_ascii());
}

#[test]
fn what_was_typed_is_marked_in_what_is_shown() {
    let marked = |text: &str, typed: &str| -> Vec<String> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let cut = |(a, b): (u32, u32)| String::from_utf16(&units[a as usize..b as usize]).unwrap();
        marks(text, typed).into_iter().map(cut).collect()
    };
    assert_eq!(marked("Đăng ký khai sinh", "dang ky kh"), ["Đăng", "ký", "khai"]);
    assert_eq!(marked("😀 Thường trú", "thuogn"), ["Thường"]);
    assert_eq!(marked("Chợ sâm, chở khách", "chợ"), ["Chợ"]);
    assert_eq!(marked("Trà My", "trami"), ["Trà", "My"]);
    assert_eq!(marked("Làm giấy ở xã", "làm giấy ở đâu"), ["giấy"]);
    assert!(marked("Quế Trà My", "").is_empty());
}

proptest! {
    #[test]
    fn words_fold_as_everything_else_does(text in "\\PC{0,60}") {
        let folded: Vec<String> = super::words::words(&text).into_iter().map(|w| w.folded).collect();
        prop_assert_eq!(folded.join(" "), fold(&text));
    }

    #[test]
    fn marks_lie_on_whole_characters_in_order(text in "\\PC{0,60}", typed in "\\PC{0,20}") {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut last = 0;
        for (from, to) in marks(&text, &typed) {
            prop_assert!(last <= from && from < to && to as usize <= units.len());
            prop_assert!(String::from_utf16(&units[from as usize..to as usize]).is_ok());
            last = to;
        }
    }

    #[test]
    fn no_query_panics(text in "\\PC{0,80}") {
        for kind in [None, Some("unit"), Some("procedure"), Some("nonsense")] {
            let found = INDEX.search(&Query { text: &text, lang: "vi", kind, unit: Some("tra-my"), limit: 10 });
            prop_assert!(found.hits.len() <= 10);
            prop_assert_eq!(found.hits.is_empty(), found.outcome == Outcome::Unknown);
        }
    }

    #[test]
    fn marks_of_vietnamese_text_start_at_words(text in "([a-zđăâêôơưáàảãạ]{1,7} ){1,8}", typed in "[a-zđăâêôơư]{1,6}") {
        for (from, to) in marks(&text, &typed) {
            let units: Vec<u16> = text.encode_utf16().collect();
            prop_assert!(from == 0 || units[from as usize - 1] == 0x20);
            prop_assert!(units[to as usize] == 0x20);
        }
    }
}
