//! `cargo xtask due`: counts due days on the area's calendar, one JSON a line. Not shipped; reads the holidays from a
//! folder, so that an edit there counts at once.
//!
//! What a newcomer would get wrong: an unknown year is an answer, no error.

mod lines;

use serde::Deserialize;
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;
use vungsam_domain::calendar::{Calendar, CalendarError, vietnam};

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
    let calendar = lines::pack(&folder, |kind| kind == "holidays").map(|pack| Calendar::new(&pack.holidays));
    let said = |calendar: &Calendar, question| answered(calendar, &question).map(|said| said.to_string());
    lines::finish("due", calendar.and_then(|calendar| lines::answer(|question| said(&calendar, question))))
}

fn answered(calendar: &Calendar, question: &Question) -> Result<Value, String> {
    let start = vietnam(&question.start).ok_or("start is no day: YYYY-MM-DD, also with THH:MM:SS")?;
    let cutoff = question.cutoff_15h.unwrap_or(false);
    Ok(match calendar.due(start, question.working_days, cutoff) {
        Ok(due) => json!({ "due": due.on.to_string(), "provisional": due.provisional }),
        Err(CalendarError::UnknownYear(year)) => json!({ "unknown_year": year }),
    })
}
