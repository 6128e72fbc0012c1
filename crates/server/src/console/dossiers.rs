//! Dossiers in the console: the list, one dossier, and adding one by hand. Not for files of offices (see `files`).
//!
//! What a newcomer would get wrong: an officer never changes a dossier, they write a step; what counts is chosen anew.

mod form;
mod list;
mod one;
pub(crate) mod words;

pub use list::list;
pub use one::{add, new, show, write};

use super::format;
use super::words::{Lang, fill};
use crate::content;
use jiff::civil::{Date, DateTime};
use vungsam_domain::calendar::Calendar;
use vungsam_domain::dossier::clock::Received;
use vungsam_domain::dossier::{ClockState, Step, clock};
use words::{Said, said};

/// The colour a status is shown in: waits for the citizen, with the office, over, ready or done.
fn tone(status: Option<u8>) -> &'static str {
    match status {
        Some(5 | 6) => "que",
        Some(3 | 7 | 8) => "ask",
        Some(9 | 10) => "done",
        _ => "cham",
    }
}

/// A status in words; the office's own where it is none of the ten.
fn status(status: Option<u8>, raw: Option<&str>, d: &'static Said) -> String {
    match (status, raw) {
        (Some(code), _) => (d.status)(code).to_owned(),
        (None, Some(raw)) => raw.to_owned(),
        (None, None) => d.status_unknown.to_owned(),
    }
}

/// A day as it is kept, for reading: with its time where that is known.
fn day(on: &str, lang: Lang) -> String {
    let (date, time) = on.split_once('T').map_or((on, None), |(d, t)| (d, Some(t)));
    let date = date.parse::<Date>().map_or_else(|_| date.to_owned(), |d| format::civil(d, lang));
    time.map_or(date.clone(), |t| format!("{date}, {t}"))
}

fn received(on: Option<&str>) -> Option<Received> {
    let on = on?;
    match on.parse::<DateTime>() {
        Ok(at) if on.contains('T') => Some(Received { on: at.date(), at: Some(at.time()) }),
        _ => Some(Received { on: on.get(..10)?.parse().ok()?, at: None }),
    }
}

/// Where a dossier's clock stands, said; and whether it is late.
fn due(steps: &[Step], received_on: Option<&str>, today: Date, lang: Lang) -> (Option<String>, String, bool) {
    let d = said(lang);
    let pack = content::pack();
    let calendar = Calendar::new(&pack.holidays);
    let c = clock(&calendar, steps, received(received_on), None, today);
    let days = |n: u32, one, many| super::words::count(u64::from(n), one, many);
    let mut state = match c.state {
        ClockState::Running { left: 0 } => d.due_today.to_owned(),
        ClockState::Running { left } => days(left, d.left_one, d.left_many),
        ClockState::Late { by } => days(by, d.late_one, d.late_many),
        ClockState::Paused => d.paused.to_owned(),
        ClockState::Stopped => String::new(),
        ClockState::NoDay => d.no_day.to_owned(),
        ClockState::UnknownYear { year } => fill(d.unknown_year, &[&year.to_string()]),
    };
    if c.provisional && !state.is_empty() {
        state = format!("{state} {}", d.provisional);
    }
    (c.due_on.map(|on| day(&on, lang)), state, matches!(c.state, ClockState::Late { .. }))
}
