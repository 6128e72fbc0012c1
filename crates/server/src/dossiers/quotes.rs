//! Quotation marks and lines of a CSV file, looked at beside the parser. Not for cutting cells (see `text_file`).
//!
//! What a newcomer would get wrong: the parser never complains. A mark nobody closed makes one cell of all lines up to
//! the next mark, and the rows in it would be lost without a word; this is what notices.

use super::table::RowFault;
use vungsam_domain::dossier::code::{self, Kind};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Before the first byte of a cell: only here a mark opens.
    Begin,
    Plain,
    Quoted,
    /// Behind a mark inside a quoted cell: it closes, or a second one follows and both are one.
    Mark,
    /// Behind a closed cell, and only spaces since.
    Behind,
}

/// Where a record stands, and whether its marks are right.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Its first line.
    pub line: u64,
    /// Its last line.
    pub last: u64,
    /// Text stands between a closing mark and the next separator.
    pub behind: bool,
}

/// Sees every byte the parser takes. A line ends with CR, LF or both.
#[derive(Debug)]
pub struct Quotes {
    separator: u8,
    at: At,
    line: u64,
    after_cr: bool,
    opened: u64,
    record: Option<Place>,
}

impl Quotes {
    pub const fn new(separator: u8) -> Self {
        Self { separator, at: At::Begin, line: 1, after_cr: false, opened: 0, record: None }
    }

    /// Whether a record has begun.
    pub const fn in_record(&self) -> bool {
        self.record.is_some()
    }

    /// An empty line's end.
    pub const fn newline(&mut self, byte: u8) {
        if byte == b'\r' || byte == b'\n' && !self.after_cr {
            self.line += 1;
        }
        self.after_cr = byte == b'\r';
    }

    /// Bytes of a record, its end among them.
    pub fn see(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            let line = self.line;
            let place = self.record.get_or_insert(Place { line, last: line, behind: false });
            place.last = line;
            self.at = match (self.at, byte) {
                (At::Begin, b'"') => {
                    self.opened = line;
                    At::Quoted
                }
                (At::Quoted, b'"') => At::Mark,
                (At::Mark, b'"') | (At::Quoted, _) => At::Quoted,
                (_, b) if b == self.separator => At::Begin,
                (_, b'\r' | b'\n') => At::Begin,
                (At::Mark | At::Behind, b' ' | b'\t') => At::Behind,
                (At::Mark | At::Behind, _) => {
                    place.behind = true;
                    At::Plain
                }
                (At::Begin | At::Plain, _) => At::Plain,
            };
            self.newline(byte);
        }
    }

    /// The record is over.
    pub fn end(&mut self) -> Place {
        self.at = At::Begin;
        self.record.take().unwrap_or(Place { line: self.line, last: self.line, behind: false })
    }

    /// The line of a mark that is still open.
    pub fn open(&self) -> Option<u64> {
        (self.at == At::Quoted).then_some(self.opened)
    }

    /// The line of the record, or of the one to come.
    pub fn line(&self) -> u64 {
        self.record.map_or(self.line, |r| r.line)
    }
}

impl Place {
    /// What its marks say of a record with these cells.
    pub fn fault<'a>(&self, separator: u8, mut cells: impl Iterator<Item = &'a str>) -> Option<RowFault> {
        if self.behind {
            return Some(RowFault::Behind);
        }
        (self.last > self.line && cells.any(|c| holds_rows(c, char::from(separator)))).then_some(RowFault::Lines)
    }
}

/// Whether a line inside this cell is a row of its own: several cells, and one is a dossier's code.
fn holds_rows(cell: &str, separator: char) -> bool {
    let code = |c: &str| code::read(c.trim().trim_matches('"')).kind == Kind::Dossier;
    cell.split(['\r', '\n']).skip(1).any(|line| line.contains(separator) && line.split(separator).any(code))
}
