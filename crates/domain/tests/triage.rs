//! `cargo xtask triage` as another program sees it: lines in, lines out. Not for how well it reads.
//!
//! What a newcomer would get wrong: the answer to a line must be there before the next line is written, or a program
//! that asks and waits would wait for ever.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

fn triage() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_triage"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

#[test]
fn every_line_is_answered_at_once_and_a_bad_one_is_remembered_to_the_end() {
    let mut child = triage().spawn().unwrap();
    let (mut ask, mut answers) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()).lines());
    let mut answer = |line: &str| -> Value {
        writeln!(ask, "{line}").unwrap();
        ask.flush().unwrap();
        serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap()
    };
    let report = answer(r#"{"text":"Đường thôn 2 nhiều ổ gà","lang":"vi"}"#);
    assert_eq!(report["kind"], "phan-anh-kien-nghi");
    assert!(report["score"].as_f64().unwrap() > 0.5);
    assert_eq!(answer(r#"{"text":"chay nha, con nguoi ben trong","lang":"vi"}"#)["kind"], "khan-cap");
    for bad in ["{", "[]", r#"{"text":"a"}"#, r#"{"text":5,"lang":"vi"}"#] {
        assert!(answer(bad)["error"].is_string(), "{bad}");
    }
    assert_eq!(answer(r#"{"text":"Tôi tố cáo ông Mẫu nhận hối lộ","lang":"vi","more":1}"#)["kind"], "to-cao");
    drop(ask);
    assert_eq!(child.wait().unwrap().code(), Some(1), "some lines were no questions");
}

#[test]
fn only_good_lines_end_well_and_bytes_that_are_no_text_do_not_stop_it() {
    let run = |input: &[u8]| {
        let mut child = triage().spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let out = child.wait_with_output().unwrap();
        (out.status.code(), String::from_utf8(out.stdout).unwrap().lines().count())
    };
    assert_eq!(run(b"{\"text\":\"a\",\"lang\":\"en\"}\n\n{\"text\":\"b\",\"lang\":\"vi\"}"), (Some(0), 2));
    assert_eq!(run(b"\xff\xfe\n{\"text\":\"b\",\"lang\":\"vi\"}\n"), (Some(1), 2));
    assert_eq!(run(b""), (Some(0), 0));
}
