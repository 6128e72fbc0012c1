//! `cargo xtask code` and `cargo xtask due` as another program sees them: lines in, lines out. Not for how well they read.
//!
//! What a newcomer would get wrong: the answer to a line must be there before the next line is written, or a program
//! that asks and waits would wait for ever.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

/// Asks line by line, each answer before the next question; the answers and the exit code.
fn ask(program: &str, lines: &[&str]) -> (Vec<Value>, Option<i32>) {
    let mut command = Command::new(program);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (mut ask, mut said) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()).lines());
    let answers = lines.iter().map(|line| {
        writeln!(ask, "{line}").unwrap();
        ask.flush().unwrap();
        serde_json::from_str(&said.next().unwrap().unwrap()).unwrap()
    });
    let answers = answers.collect();
    drop(ask);
    (answers, child.wait().unwrap().code())
}

#[test]
fn a_code_is_answered_with_all_its_keys() {
    let lines = [r#"{"raw":" Mã hồ sơ: h57.132-260230-0583. "}"#, r#"{"raw":"xin chào","more":1}"#];
    let (answers, code) = ask(env!("CARGO_BIN_EXE_code"), &lines);
    let none = Value::Null;
    let read = json!({ "raw": " Mã hồ sơ: h57.132-260230-0583. ", "kind": "dossier", "canonical": "h57.132-260230-0583",
        "agency": "H57.132", "date": none, "serial": "0583" });
    let nothing = json!({ "raw": "xin chào", "kind": "garbage", "canonical": none, "agency": none, "date": none, "serial": none });
    assert_eq!((answers, code), (vec![read, nothing], Some(0)));
}

#[test]
fn a_due_day_or_an_unknown_year_is_answered() {
    let lines = [
        r#"{"start":"2026-11-20","working_days":5,"cutoff_15h":true}"#,
        r#"{"start":"2026-11-20T15:00:01","working_days":0,"cutoff_15h":true}"#,
        r#"{"start":"2026-11-20T15:00:01","working_days":0}"#,
        r#"{"start":"2026-11-20T08:00:01Z","working_days":0,"cutoff_15h":true}"#,
        r#"{"start":"2026-12-31","working_days":1,"cutoff_15h":null}"#,
        r#"{"start":"2030-05-05","working_days":1,"cutoff_15h":false}"#,
        r#"{"start":"2027-12-31","working_days":4294967295}"#,
    ];
    let (answers, code) = ask(env!("CARGO_BIN_EXE_due"), &lines);
    let due = |on: &str, provisional: bool| json!({ "due": on, "provisional": provisional });
    let expected = vec![
        due("2026-11-30", false),
        due("2026-11-23", false),
        due("2026-11-20", false),
        due("2026-11-23", false),
        due("2027-01-04", true),
        json!({ "unknown_year": 2030 }),
        json!({ "unknown_year": 2028 }),
    ];
    assert_eq!((answers, code), (expected, Some(0)));
}

#[test]
fn a_bad_line_is_answered_and_remembered_to_the_end() {
    for (program, good, bad) in [
        (env!("CARGO_BIN_EXE_code"), r#"{"raw":""}"#, ["{", "[]", r#"{"raw":null}"#, "\u{fffd}"]),
        (
            env!("CARGO_BIN_EXE_due"),
            r#"{"start":"2026-11-20","working_days":1}"#,
            [
                "x",
                r#"{"start":"2026-02-30","working_days":1}"#,
                r#"{"start":"2026-11-20","working_days":-1}"#,
                r#"{"working_days":1}"#,
            ],
        ),
    ] {
        assert_eq!(ask(program, &[good]).1, Some(0));
        for bad in bad {
            let (answers, code) = ask(program, &[bad, good]);
            assert!(answers[0]["error"].is_string(), "{bad}");
            assert!(answers[1]["error"].is_null(), "{bad}");
            assert_eq!(code, Some(1), "{bad}");
        }
    }
}
