//! `cargo xtask code`: reads texts as the app reads a dossier's code, one JSON a line. Not shipped.

mod lines;

use serde::Deserialize;
use std::process::ExitCode;
use vungsam_domain::dossier::code::read;

#[derive(Deserialize)]
struct Question {
    raw: String,
}

fn main() -> ExitCode {
    lines::finish(
        "code",
        lines::answer(|question: Question| serde_json::to_string(&read(&question.raw)).map_err(|e| e.to_string())),
    )
}
