//! What is said about a file: counts, and where something is wrong. Not for values: a report names a line and a column,
//! never what stands there.
//!
//! What a newcomer would get wrong: the list is cut after [`LISTED`] faults, the counts are not.

use super::mapping::Mapping;
use super::rows::{Reason, Staged};
use super::table::{FileFault, Row, RowFault};
use crate::db::dossiers::Outcome;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So many faults are listed.
pub const LISTED: usize = 200;

/// Where the day of a file is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayFrom {
    /// The operator said it.
    Said,
    /// The youngest day in its column of days.
    File,
    /// The day it was brought.
    #[default]
    Today,
}

/// A fault and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Line of a CSV file, row of a sheet.
    pub line: u64,
    /// Header of the column.
    pub column: String,
    /// Why.
    pub reason: Reason,
    /// Last line of a row that took several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<u64>,
    /// The line that counts instead of a repeated one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<u64>,
}

/// What becomes of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Dossiers nobody had told of.
    pub new: u64,
    /// What counts changed.
    pub changed: u64,
    /// What is known.
    pub same: u64,
    /// Kept as history.
    pub older: u64,
    /// Would go back: not taken.
    pub back: u64,
    /// Another owner's or commune's: not taken.
    pub owner: u64,
}

impl Counts {
    /// One more.
    pub fn add(&mut self, outcome: Outcome) {
        *match outcome {
            Outcome::New => &mut self.new,
            Outcome::Changed => &mut self.changed,
            Outcome::Same => &mut self.same,
            Outcome::Older => &mut self.older,
            Outcome::RefusedBack => &mut self.back,
            Outcome::RefusedOwner => &mut self.owner,
        } += 1;
    }

    /// All.
    #[must_use]
    pub const fn sum(&self) -> u64 {
        self.new + self.changed + self.same + self.older + self.back + self.owner
    }
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Report {
    /// Why the file was not taken at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<FileFault>,
    /// The sheet that was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// All sheets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<String>,
    /// Line of the header.
    pub header_line: u64,
    /// All headers of the file, for choosing.
    pub names: Vec<String>,
    /// What was used.
    pub mapping: Mapping,
    /// Where the file's day is from.
    pub day_from: DayFrom,
    /// Each row speaks for its own commune only: an officer brought the file.
    #[serde(default)]
    pub own_units: bool,
    /// Rows under the header, without titles.
    pub rows: u64,
    /// Titles between the rows, left out.
    pub titles: u64,
    /// Rows of a dossier that another row of the file speaks of with a younger day, or further down.
    pub repeated: u64,
    /// Rows that are not taken.
    pub bad_rows: u64,
    /// Rows that are taken with a warning.
    pub warned: u64,
    /// How often what was found.
    pub reasons: BTreeMap<Reason, u64>,
    /// The first faults, then the first warnings.
    pub listed: Vec<Listed>,
    /// What applying would do.
    pub foreseen: Counts,
    /// What applying did, so far.
    pub applied: Counts,
}

impl Report {
    /// Notes a fault or warning.
    pub fn note(&mut self, line: u64, column: &str, reason: Reason) {
        self.list(Listed { line, column: column.to_owned(), reason, last: None, kept: None });
    }

    /// Notes a row that is left out because another one of the same dossier counts.
    pub fn note_repeated(&mut self, line: u64, column: &str, kept: u64) {
        let reason = Reason::Repeated;
        self.list(Listed { line, column: column.to_owned(), reason, last: None, kept: Some(kept) });
    }

    /// Notes that a row's quotation marks are wrong, and how far it went.
    pub fn note_quotes(&mut self, row: &Row, fault: RowFault) {
        let last = (row.last > row.line).then_some(row.last);
        self.list(Listed { line: row.line, column: String::new(), reason: fault.into(), last, kept: None });
    }

    fn list(&mut self, one: Listed) {
        let reason = one.reason;
        *self.reasons.entry(reason).or_default() += 1;
        if self.listed.len() < LISTED {
            self.listed.push(one);
        } else if !reason.warns()
            && let Some(last) = self.listed.iter_mut().rev().find(|l| l.reason.warns())
        {
            // What stops a file is worth more of the list than what does not.
            *last = one;
        }
    }

    /// Notes what would become of a row that is refused.
    pub fn refuse(&mut self, row: &Staged, column: &str, outcome: Outcome) {
        let reason = match outcome {
            Outcome::RefusedBack => Reason::Back,
            Outcome::RefusedOwner => Reason::Owner,
            _ => return,
        };
        self.bad_rows += 1;
        self.note(row.line, column, reason);
    }

    /// As it is stored.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// As it was stored; an empty one when a future version wrote it.
    #[must_use]
    pub fn read(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }
}
