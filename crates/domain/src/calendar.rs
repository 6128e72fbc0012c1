//! Working days: official holidays, swapped days, the 15:00 rule. The same on phone and gateway, from the same content.
//! Not for opening hours: an office's hours are text of its own record, and nobody knows them yet.
//!
//! What a newcomer would get wrong: a year without a table is not guessed. It answers "not known", with the first year
//! a day of which had to be looked at. A table without an official notice is used and says so (`provisional`).

mod table;
#[cfg(test)]
mod tests;
mod when;

use crate::content::{Text, Year};
use jiff::civil::{Date, DateTime, Time};
use std::collections::BTreeMap;
use table::Table;

pub use when::vietnam;

/// Received after this time of day counts as the next working day, where a procedure has the rule. The minute itself is
/// in time.
pub const CUTOFF: Time = Time::constant(15, 0, 0, 0);

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

/// What a day is, for the line under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind<'a> {
    /// Offices work; on a Saturday or Sunday with what it is worked for.
    Working(Option<&'a Text>),
    /// Saturday or Sunday.
    Weekend,
    /// A holiday, or a day swapped for another; its name.
    Off(&'a Text),
}

/// The tables of all known years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i16, Table>,
}

impl Calendar {
    /// From the records of the content. Prepares each year once, so keep it: asking it is cheap.
    #[must_use]
    pub fn new<'a>(years: impl IntoIterator<Item = &'a Year>) -> Self {
        Self { years: years.into_iter().filter_map(Table::new).map(|t| (t.year(), t)).collect() }
    }

    /// The day it is due: `working_days` after the day of receipt. Day 1 is the first working day after it; 0 is the
    /// day itself. Received on a day off, or after 15:00:00 with the cut-off: counts as received the next working day.
    ///
    /// Provisional when the day of receipt, the day it is due or a day between is of a provisional year.
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`] when a day of a year without a table had to be looked at.
    pub fn due(&self, received: DateTime, working_days: u32, cutoff_15h: bool) -> Result<Due, CalendarError> {
        let (day, late) = (received.date(), cutoff_15h && received.time() > CUTOFF);
        let own = u32::from(self.is_working(day)? && !late);
        // Counted from the day before, the day of receipt is itself the first when the office works and it was in time.
        let on = self.add(day, working_days.saturating_add(1).saturating_sub(own))?;
        Ok(Due { on, provisional: self.provisional(day, on)? })
    }

    /// Whether offices work that day.
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`].
    pub fn is_working(&self, day: Date) -> Result<bool, CalendarError> {
        Ok(self.table(day.year())?.works(day))
    }

    /// What the day is, with the name of a holiday.
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`].
    pub fn day_kind(&self, day: Date) -> Result<DayKind<'_>, CalendarError> {
        let table = self.table(day.year())?;
        Ok(match (table.works(day), table.name(day)) {
            (true, name) => DayKind::Working(name),
            (false, Some(name)) => DayKind::Off(name),
            (false, None) => DayKind::Weekend,
        })
    }

    /// Whether a table without an official notice is used for a day of these two or between them.
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`].
    pub fn provisional(&self, from: Date, to: Date) -> Result<bool, CalendarError> {
        let mut provisional = false;
        for year in from.year()..=to.year() {
            provisional |= self.table(year)?.provisional();
        }
        Ok(provisional)
    }

    /// The first working day after `day`.
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`].
    pub fn next_working_day(&self, day: Date) -> Result<Date, CalendarError> {
        self.add(day, 1)
    }

    /// The day itself when offices work, or else the next one they do.
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`].
    pub fn working_day_from(&self, day: Date) -> Result<Date, CalendarError> {
        if self.is_working(day)? { Ok(day) } else { self.next_working_day(day) }
    }

    /// The last working day before `day`.
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`].
    pub fn last_working_day_before(&self, day: Date) -> Result<Date, CalendarError> {
        let mut year = day.year();
        let mut rank = match day.yesterday() {
            Ok(before) if before.year() == year => self.table(year)?.rank(before),
            _ => 0,
        };
        while rank == 0 {
            year = year.saturating_sub(1);
            rank = self.table(year)?.total();
        }
        self.table(year)?.select(rank).ok_or(CalendarError::UnknownYear(year))
    }

    /// Working days after `from` up to and with `to` (0 when `to` ≤ `from`).
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`].
    pub fn working_days_between(&self, from: Date, to: Date) -> Result<u32, CalendarError> {
        let Some(first) = from.tomorrow().ok().filter(|_| to > from) else { return Ok(0) };
        let mut days = 0;
        for year in first.year()..=to.year() {
            let table = self.table(year)?;
            days += if year == to.year() { table.rank(to) } else { table.total() };
            if year == from.year() {
                days -= table.rank(from);
            }
        }
        Ok(days)
    }

    /// Working days left after `today` until `due`, at least 1 before the day itself; 0 on it and after.
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`].
    pub fn days_left(&self, today: Date, due: Date) -> Result<u32, CalendarError> {
        // A day printed by an office may be a Sunday: on the Friday before it is still not "today".
        if today >= due { Ok(0) } else { Ok(self.working_days_between(today, due)?.max(1)) }
    }

    /// By how many working days it is late: 0 until the day itself, at least 1 after it.
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`].
    pub fn days_late(&self, due: Date, today: Date) -> Result<u32, CalendarError> {
        self.days_left(due, today)
    }

    /// The `n`-th working day after `day`; the day itself for 0.
    ///
    /// # Errors
    /// [`CalendarError::UnknownYear`].
    pub fn add(&self, day: Date, n: u32) -> Result<Date, CalendarError> {
        if n == 0 {
            return Ok(day);
        }
        let mut year = day.year();
        let table = self.table(year)?;
        let (mut table, mut rank) = (table, table.rank(day).saturating_add(n));
        while rank > table.total() {
            rank -= table.total();
            year = year.saturating_add(1);
            table = self.table(year)?;
        }
        table.select(rank).ok_or(CalendarError::UnknownYear(year))
    }

    fn table(&self, year: i16) -> Result<&Table, CalendarError> {
        self.years.get(&year).ok_or(CalendarError::UnknownYear(year))
    }
}
