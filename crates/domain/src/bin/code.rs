//! `cargo xtask code`: reads texts as the app reads a dossier's code, one JSON a line. Not shipped.
//!
//! What a newcomer would get wrong: a line that cannot be read gets an answer too (`{"error": …}`), so that answers and
//! questions stay in step; the exit code says at the end that there was one.

use serde::Deserialize;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;
use vungsam_domain::dossier::code::read;

#[derive(Deserialize)]
struct Question {
    raw: String,
}

fn main() -> ExitCode {
    match answer(io::stdin().lock(), io::stdout().lock()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("code: {error}");
            ExitCode::FAILURE
        }
    }
}

/// One answer a line, out before the next line is read. `Ok(false)`: some line was no question.
fn answer(questions: impl BufRead, mut answers: impl Write) -> io::Result<bool> {
    let mut good = true;
    for line in questions.split(b'\n') {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<Question>(&line) {
            Ok(question) => writeln!(answers, "{}", serde_json::to_string(&read(&question.raw))?)?,
            Err(error) => {
                good = false;
                writeln!(answers, "{}", serde_json::json!({ "error": error.to_string() }))?;
            }
        }
        answers.flush()?;
    }
    Ok(good)
}
