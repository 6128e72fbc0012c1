//! Asking over the real content and over another area's: floors of the rates, sentences about what must hold, and
//! `cargo xtask ask` as another program sees it. Not for how it is done.
//!
//! What a newcomer would get wrong: the floors are below what was measured, so that content can be reworded; `measure.jsonl`
//! and `measure2.jsonl` are only counted, never looked at.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use proptest::prelude::*;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use vungsam_domain::Pack;
use vungsam_domain::ask::measure::{Labelled, Rates, ids};
use vungsam_domain::ask::train::{Texts, learned_from, train};
use vungsam_domain::ask::{ANSWERS, Ask, Learned, Outcome};
use vungsam_domain::content::compile;
use vungsam_domain::fold::fold;

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn pack(folder: &str) -> Pack {
    let mut files = Vec::new();
    for kind in std::fs::read_dir(here(folder)).unwrap().map(Result::unwrap) {
        for file in std::fs::read_dir(kind.path()).unwrap().map(Result::unwrap) {
            let name = format!("{}/{}", kind.file_name().to_str().unwrap(), file.file_name().to_str().unwrap());
            files.push((name, std::fs::read_to_string(file.path()).unwrap()));
        }
    }
    compile(files.iter().map(|(n, t)| (n.as_str(), t.as_str()))).unwrap()
}

const CONTENT: &str = "../../assets/content";
const LEARNED: &str = "../../assets/ask";
const THEIRS: &str = "../../tests/fixtures/area/content";
static ASK: LazyLock<Ask> = LazyLock::new(|| Ask::build(&pack(CONTENT), &learned()));

fn read(name: &str) -> String {
    std::fs::read_to_string(here(LEARNED).join(name)).unwrap()
}

fn learned() -> Learned {
    Learned::parse(&read("concepts.toml"), &std::fs::read(here(LEARNED).join("weights.bin")).unwrap()).unwrap()
}

fn first(ask: &Ask, question: &str) -> String {
    let answered = ask.answer(question, "vi");
    ids(&answered).first().map(|id| (*id).to_owned()).unwrap_or_default()
}

fn rates(file: &str) -> Rates {
    Rates::of(&ASK, &Labelled::set(&std::fs::read_to_string(here(file)).unwrap()).unwrap())
}

fn floor(rates: &Rates, first: u32, third: u32, unknown: u32) {
    let c = rates.all;
    assert!(c.asked > 200 && c.outside > 60, "{rates}");
    let enough = |n: u32, of: u32, percent: u32| n * 100 >= of * percent;
    assert!(enough(c.first, c.asked, first), "right first below {first} %\n{rates}");
    assert!(enough(c.third, c.asked, third), "right among three below {third} %\n{rates}");
    assert!(enough(c.unknown, c.outside, unknown), "refused below {unknown} %\n{rates}");
}

#[test]
fn the_questions_learned_from_are_answered() {
    floor(&rates("../../assets/ask/asked.jsonl"), 97, 98, 95);
}

#[test]
fn questions_nobody_learned_from_are_answered_as_well_as_measured() {
    floor(&rates("src/ask/testdata/measure.jsonl"), 87, 93, 88);
    floor(&rates("src/ask/testdata/measure2.jsonl"), 90, 96, 78);
}

#[test]
fn weights_are_those_of_the_texts() {
    let texts = Texts { concepts: read("concepts.toml"), asks: read("asks.toml"), asked: read("asked.jsonl") };
    let weights = std::fs::read(here(LEARNED).join("weights.bin")).unwrap();
    assert!(weights.len() < 1_100_000, "{} bytes", weights.len());
    assert!(learned_from(&weights, &texts).unwrap(), "run: cargo xtask ask --train");
    let changed = Texts { asks: format!("{}\n# more", texts.asks), ..texts };
    assert!(!learned_from(&weights, &changed).unwrap());
}

#[test]
fn learning_twice_gives_the_same_bytes() {
    let few = |text: String| text.lines().step_by(40).map(|l| format!("{l}\n")).collect::<String>();
    let texts = Texts { concepts: read("concepts.toml"), asks: String::new(), asked: few(read("asked.jsonl")) };
    let (first, second) = (train(&texts, &pack(CONTENT)).unwrap(), train(&texts, &pack(CONTENT)).unwrap());
    assert!(first == second);
    assert!(learned_from(&first, &texts).unwrap());
}

#[test]
fn however_it_is_typed_it_is_the_same_question() {
    for typed in [
        "Làm giấy khai sinh cho con ở đâu?",
        "man giay khai sinh cho con o mo?",
        "lam giay khaisinh cho con o dau",
        "lafm giaays khai sinh cho con",
    ] {
        assert_eq!(first(&ASK, typed), "ht-khai-sinh", "{typed}");
    }
}

#[test]
fn what_nothing_here_answers_is_refused() {
    for asked in ["", "???", "Giá vàng hôm nay", "mai troi co mua khong", "Làm hộ chiếu ở đâu?", "zzzz qqqq"]
    {
        let answered = ASK.answer(asked, "vi");
        assert_eq!((answered.outcome, answered.answers.len()), (Outcome::Unknown, 0), "{asked}");
    }
}

#[test]
fn an_area_the_weights_never_saw_is_answered_by_its_own_words() {
    for learned in [Learned::default(), Learned::parse("", b"").unwrap(), learned()] {
        let ask = Ask::build(&pack(THEIRS), &learned);
        for asked in ["Đăng ký thuyền ở đâu?", "dang ky thuyen o mo", "Thuyền mới cần giấy gì", "register a boat"]
        {
            assert_eq!(first(&ask, asked), "tb-dang-ky", "{asked}");
        }
        let named = ask.answer("Thuyền mới cần giấy gì?", "vi").answers;
        assert_eq!(named.first().and_then(|a| a.question.as_deref()), Some("faq-thuyen"));
        for asked in ["Làm giấy khai sinh cho con ở đâu?", "mất sổ đỏ làm lại", "mai có mưa không", "", "???"]
        {
            assert_eq!(ask.answer(asked, "vi").outcome, Outcome::Unknown, "{asked}");
        }
    }
}

#[test]
fn where_nothing_was_learned_the_words_of_the_content_are_answered_still() {
    let ours = pack(CONTENT);
    let ask = Ask::build(&ours, &Learned::default());
    let itself = |p: &&vungsam_domain::content::Procedure| first(&ask, &fold(&p.title.vi)) == p.id;
    let (all, found) = (ours.procedures.len(), ours.procedures.iter().filter(itself).count());
    assert!(found * 20 >= all * 19, "{found} of {all} titles find their procedure");
    for asked in ["Giá vàng hôm nay", "who won the football last night"] {
        assert_eq!(ask.answer(asked, "vi").outcome, Outcome::Unknown, "{asked}");
    }
}

#[test]
fn what_cannot_be_read_is_an_error_that_names_the_file() {
    let wrong = |concepts: &str, weights: &[u8]| Learned::parse(concepts, weights).unwrap_err();
    assert!(wrong("[concept]", b"").starts_with("concepts.toml"));
    assert!(wrong("", b"no weights").starts_with("weights.bin"));
}

#[test]
fn a_feed_that_adds_renames_and_takes_away_counts_at_once() {
    let (mut ours, theirs) = (pack(CONTENT), pack(THEIRS));
    assert_eq!(first(&Ask::build(&ours, &learned()), "Mất thẻ căn cước phải làm sao?"), "cc-lai");
    ours.procedures.retain(|p| p.id != "cc-lai");
    ours.procedures.extend(theirs.procedures);
    let renamed = ours.procedures.iter_mut().find(|p| p.id == "ln-cites").unwrap();
    renamed.title.vi = "Khai báo tổ yến".to_owned();
    let ask = Ask::build(&ours, &learned());
    assert_eq!(first(&ask, "dang ky thuyen o dau"), "tb-dang-ky");
    assert_eq!(first(&ask, "khai báo tổ yến"), "ln-cites");
    for asked in ["Mất thẻ căn cước phải làm sao?", "mat can cuoc lam lai o dau"] {
        assert!(!ids(&ask.answer(asked, "vi")).contains(&"cc-lai"), "{asked}");
    }
}

#[test]
fn of_two_that_are_close_it_asks_which() {
    let answered = ASK.answer("xin tiền mai táng", "vi");
    assert_eq!(answered.outcome, Outcome::Ambiguous);
    assert!(answered.answers.len() > 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_answered_without_panic(text in "\\PC{0,200}") {
        let answered = ASK.answer(&text, "vi");
        prop_assert!(answered.answers.len() <= ANSWERS);
        prop_assert_eq!(answered.answers.is_empty(), answered.outcome == Outcome::Unknown);
        prop_assert!(answered.answers.iter().all(|a| a.score.is_finite()));
    }
}

#[test]
fn every_question_is_answered_at_once_and_a_bad_line_is_remembered_to_the_end() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ask"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let (mut ask, mut answers) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()).lines());
    let mut answer = |line: &str| -> Value {
        writeln!(ask, "{line}").unwrap();
        ask.flush().unwrap();
        serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap()
    };
    let found = answer(r#"{"q":"man giay khai sinh cho con o mo?","lang":"vi"}"#);
    assert_eq!(found["ids"][0], "ht-khai-sinh");
    assert!(found["ids"].as_array().unwrap().len() <= 3);
    assert!(found["us"].is_u64() && found["outcome"] != "unknown");
    let unknown = answer(r#"{"q":"giá vàng hôm nay","lang":"vi"}"#);
    assert_eq!((unknown["outcome"].as_str(), unknown["ids"].as_array().map(Vec::len)), (Some("unknown"), Some(0)));
    for bad in ["{", r#"{"lang":"vi"}"#, r#"{"q":5,"lang":"vi"}"#] {
        assert!(answer(bad)["error"].is_string(), "{bad}");
    }
    assert_eq!(answer(r#"{"q":"get married","lang":"en"}"#)["ids"][0], "ht-ket-hon");
    drop(ask);
    assert_eq!(child.wait().unwrap().code(), Some(1), "some lines were no questions");
}
