//! `cargo xtask due`: counts due days on the area's calendar, one JSON a line. Not shipped; reads the holidays from a
//! folder, so that an edit there counts at once.
//!
//! What a newcomer would get wrong: a line that cannot be read gets an answer too (`{"error": …}`), so that answers and
//! questions stay in step; the exit code says at the end that there was one. An unknown year is an answer, no error.

use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::ExitCode;
use vungsam_domain::calendar::{Calendar, CalendarError, vietnam};
use vungsam_domain::content;

#[derive(Deserialize)]
struct Question {
    start: String,
    working_days: u32,
    #[serde(default)]
    cutoff_15h: Option<bool>,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let content = args.iter().position(|a| a == "--content").and_then(|at| args.get(at + 1));
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/content");
    let folder = content.map_or(here, |dir| Path::new(dir).to_owned());
    let done = calendar(&folder.join("holidays")).and_then(|c| answer(&c, io::stdin().lock(), io::stdout().lock()));
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("due: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The tables of a folder like `assets/content/holidays`.
fn calendar(folder: &Path) -> io::Result<Calendar> {
    let mut files = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        files.push((format!("holidays/{}", file.file_name().to_string_lossy()), std::fs::read_to_string(file.path())?));
    }
    let pack = content::compile(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    Ok(Calendar::new(&pack.map_err(io::Error::other)?.holidays))
}

/// One answer a line, out before the next line is read. `Ok(false)`: some line was no question.
fn answer(calendar: &Calendar, questions: impl BufRead, mut answers: impl Write) -> io::Result<bool> {
    let mut good = true;
    for line in questions.split(b'\n') {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let read = serde_json::from_slice::<Question>(&line).map_err(|e| e.to_string());
        let said = read.and_then(|question| answered(calendar, &question)).unwrap_or_else(|error| {
            good = false;
            json!({ "error": error })
        });
        writeln!(answers, "{said}")?;
        answers.flush()?;
    }
    Ok(good)
}

fn answered(calendar: &Calendar, question: &Question) -> Result<Value, String> {
    let start = vietnam(&question.start).ok_or("start is no day: YYYY-MM-DD, also with THH:MM:SS")?;
    let cutoff = question.cutoff_15h.unwrap_or(false);
    Ok(match calendar.due(start, question.working_days, cutoff) {
        Ok(due) => json!({ "due": due.on.to_string(), "provisional": due.provisional }),
        Err(CalendarError::UnknownYear(year)) => json!({ "unknown_year": year }),
    })
}
