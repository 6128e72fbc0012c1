//! When a dossier is due, what is left, how late it is. Not for complaints, whose clock is their own.
//!
//! What a newcomer would get wrong: while papers are missing (code 5) the office's clock stands still, once.

use super::Step;
use super::steps::{order, speaks};
use crate::calendar::{Calendar, CalendarError};
use crate::content::{DurationUnit, Procedure};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

/// Where the clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ClockState {
    /// Working days left after today; 0: due today.
    Running {
        /// How many.
        left: u32,
    },
    /// Past the day; an apology and a new day are due (form 04).
    Late {
        /// By how many working days, at least 1.
        by: u32,
    },
    /// Waits for the person: papers (5, the first time) or fee (6).
    Paused,
    /// Ready, done or ended: nothing to count.
    Stopped,
    /// No day is known.
    NoDay,
    /// The table of this year is not there.
    UnknownYear {
        /// Which.
        year: i16,
    },
}

/// The clock of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Clock {
    /// The day it is due, ISO.
    pub due_on: Option<String>,
    /// Counted by this app (from the procedure's days, or moved by a pause), not printed by an office.
    pub computed: bool,
    /// A table without an official notice was used.
    pub provisional: bool,
    /// Where it stands.
    pub state: ClockState,
}

/// Working days a procedure takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// How many; 0: the same day.
    pub working_days: u32,
    /// Received after 15:00:00 counts as the next working day.
    pub cutoff_15h: bool,
}

/// What is known of the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Received {
    /// The day on the slip.
    pub on: Date,
    /// The time on the slip, where it stands there.
    pub at: Option<jiff::civil::Time>,
}

/// The term of a procedure, where its number is firm: found in the source, in working days or the same day, without
/// exceptions in its note. `None` otherwise, and a dossier's day is then only what an office printed.
///
/// Calendar days and hours are no working time, and a number with a note ("at the counter longer") is not everybody's.
#[must_use]
pub fn term(procedure: &Procedure) -> Option<Term> {
    let time = &procedure.time;
    let days = match time.unit {
        DurationUnit::WorkingDay if time.note.is_none() || time.cutoff_15h => time.value?,
        DurationUnit::SameDay => 0,
        _ => return None,
    };
    time.in_source.then_some(Term { working_days: days, cutoff_15h: time.cutoff_15h })
}

/// The clock as of `today`. A day an office printed goes before a counted one; the latest step that gives a day counts.
///
/// While the first request for papers (5) lasts the office's clock stands still, and the day moves by the working days
/// it stood, unless a step of its end or after gives a day itself. A second request stops nothing. While a fee is
/// waited for (6) nothing is counted either, but the day does not move.
#[must_use]
pub fn clock(
    calendar: &Calendar,
    steps: &[Step],
    received: Option<Received>,
    term: Option<Term>,
    today: Date,
) -> Clock {
    let mut official: Vec<&Step> = steps.iter().filter(|s| speaks(s)).collect();
    official.sort_by(|a, b| order(a, b));
    let pause = Pause::of(&official);
    let day = day(calendar, &official, &pause, received, term);
    let (due, day) = match day {
        Ok(Some(day)) => (Some(day.on), day),
        Ok(None) => (None, Day::default()),
        Err(CalendarError::UnknownYear(year)) => {
            let state = still(&official, &pause).unwrap_or(ClockState::UnknownYear { year });
            return Clock { due_on: None, computed: false, provisional: false, state };
        }
    };
    let (state, counted) = match (still(&official, &pause), due) {
        (Some(state), _) => (state, false),
        (None, None) => (ClockState::NoDay, false),
        (None, Some(due)) => running(calendar, due, today),
    };
    // A word nobody here understands may well mean that it is done: then nobody is called late.
    let unknown = official.last().is_some_and(|s| s.status.is_none());
    let state = if unknown && matches!(state, ClockState::Late { .. }) { ClockState::Stopped } else { state };
    let provisional = day.provisional || counted;
    Clock { due_on: due.map(|d| d.to_string()), computed: day.computed, provisional, state }
}

/// A day it is due, and how it is known.
#[derive(Default, Clone, Copy)]
struct Day {
    on: Date,
    computed: bool,
    provisional: bool,
}

/// The first time papers were missing.
#[derive(Default)]
struct Pause {
    from: Option<Date>,
    /// The step that ended it: its place and its day.
    end: Option<(usize, Option<Date>)>,
}

impl Pause {
    fn of(steps: &[&Step]) -> Self {
        let Some(first) = steps.iter().position(|s| s.status == Some(5)) else { return Self::default() };
        let end = steps.iter().enumerate().skip(first).find(|(_, s)| s.status != Some(5));
        Self { from: steps.get(first).and_then(|s| date(&s.on)), end: end.map(|(at, s)| (at, date(&s.on))) }
    }
}

/// The day it is due, moved by the pause where it has to be.
fn day(
    calendar: &Calendar,
    steps: &[&Step],
    pause: &Pause,
    received: Option<Received>,
    term: Option<Term>,
) -> Result<Option<Day>, CalendarError> {
    let printed = steps.iter().enumerate().rev().find_map(|(at, s)| Some((at, date(s.due_on.as_deref()?)?)));
    let (given_at, day) = match (printed, received.zip(term)) {
        (Some((at, on)), _) => (Some(at), Day { on, computed: false, provisional: false }),
        (None, Some((received, term))) => {
            let at = received.on.to_datetime(received.at.unwrap_or(Time::midnight()));
            let due = calendar.due(at, term.working_days, term.cutoff_15h)?;
            (None, Day { on: due.on, computed: true, provisional: due.provisional })
        }
        (None, None) => return Ok(None),
    };
    let (Some(from), Some((ended_at, Some(to)))) = (pause.from, pause.end) else { return Ok(Some(day)) };
    if given_at.is_some_and(|at| at >= ended_at) {
        return Ok(Some(day));
    }
    let stood = calendar.working_days_between(from, to)?;
    if stood == 0 {
        return Ok(Some(day));
    }
    let on = calendar.add(day.on, stood)?;
    let provisional = day.provisional || calendar.provisional(from, to)? || calendar.provisional(day.on, on)?;
    Ok(Some(Day { on, computed: true, provisional }))
}

/// Where nothing is counted.
fn still(steps: &[&Step], pause: &Pause) -> Option<ClockState> {
    match steps.last()?.status? {
        5 if pause.end.is_none() => Some(ClockState::Paused),
        6 => Some(ClockState::Paused),
        3 | 7..=10 => Some(ClockState::Stopped),
        _ => None,
    }
}

/// Days left or late, and whether a table without an official notice was used for them.
fn running(calendar: &Calendar, due: Date, today: Date) -> (ClockState, bool) {
    let state = if today > due {
        calendar.days_late(due, today).map(|by| ClockState::Late { by })
    } else {
        calendar.days_left(today, due).map(|left| ClockState::Running { left })
    };
    let (from, to) = (due.min(today), due.max(today));
    match state {
        Ok(state) => (state, from < to && calendar.provisional(from, to).unwrap_or(true)),
        Err(CalendarError::UnknownYear(year)) => (ClockState::UnknownYear { year }, false),
    }
}

/// The day of `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`.
fn date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
