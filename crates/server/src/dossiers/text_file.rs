//! CSV: separator, quotes, line breaks inside fields. Not for letters (see `decode`).
//!
//! What a newcomer would get wrong: a quotation mark that is never closed swallows the rest of the file into one field.
//! Rows are therefore read into a buffer of fixed size, never into a growing one.

use super::decode::Letters;
use super::quotes::{Place, Quotes};
use super::table::{COLUMNS, Cell, FileFault, ROW_BYTES, ROWS, Row, Sink};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::fs::File;

/// Separators we know.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// So many lines are looked at to find the separator.
const LOOKED_AT: usize = 30;

/// A checked CSV file.
#[derive(Debug)]
pub struct TextFile {
    letters: Letters,
    separator: u8,
    skip_first: bool,
}

impl TextFile {
    /// Checks all of it: letters, number and length of rows.
    ///
    /// # Errors
    /// [`FileFault`].
    pub fn open(file: File) -> Result<Self, FileFault> {
        let mut letters = Letters::of(file)?;
        let mut head = String::new();
        {
            let mut pieces = letters.pieces()?;
            while head.len() < ROW_BYTES {
                let Some(text) = pieces.next()? else { break };
                head.push_str(text);
            }
        }
        // Excel's own way of naming the separator.
        let named = head.strip_prefix("sep=").and_then(|r| r.bytes().next()).filter(|b| SEPARATORS.contains(b));
        let mut table = Self { letters, separator: named.unwrap_or_else(|| guess(&head)), skip_first: named.is_some() };
        let mut rows = 0_u64;
        table.rows(&mut |_| {
            rows += 1;
            if rows > ROWS { Err(()) } else { Ok(()) }
        })?;
        match rows {
            0 => Err(FileFault::Empty),
            n if n > ROWS => Err(FileFault::TooManyRows),
            _ => Ok(table),
        }
    }

    /// Pushes all rows that are not empty.
    ///
    /// # Errors
    /// [`FileFault`].
    pub fn rows(&mut self, sink: &mut Sink<'_>) -> Result<(), FileFault> {
        let (skip, separator) = (self.skip_first, self.separator);
        let mut records = Records::new(separator);
        let mut first = true;
        let mut push = |place: Place, record: &[u8], ends: &[usize]| {
            if std::mem::take(&mut first) && skip {
                return Ok(());
            }
            let row = row(place, separator, record, ends);
            if row.cells.iter().all(Cell::blank) { Ok(()) } else { sink(row) }
        };
        let mut pieces = self.letters.pieces()?;
        while let Some(text) = pieces.next()? {
            match records.feed(text.as_bytes(), &mut push)? {
                Fed::More => {}
                Fed::Stopped => return Ok(()),
            }
        }
        records.finish(&mut push)
    }
}

fn row(place: Place, separator: u8, record: &[u8], ends: &[usize]) -> Row {
    let mut from = 0;
    let cells: Vec<&str> = ends
        .iter()
        .map(|&to| {
            let field = record.get(from..to).unwrap_or_default();
            from = to;
            // Whole characters went in and separators are ASCII, so this is UTF-8.
            std::str::from_utf8(field).unwrap_or_default()
        })
        .collect();
    let fault = place.fault(separator, cells.iter().copied());
    let cells = cells.into_iter().map(Cell::text).collect();
    Row { line: place.line, last: place.last, fault, cells, ..Row::default() }
}

enum Fed {
    More,
    Stopped,
}

struct Records {
    reader: Reader,
    record: Vec<u8>,
    ends: Vec<usize>,
    used: usize,
    fields: usize,
    quotes: Quotes,
}

type Push<'a> = dyn FnMut(Place, &[u8], &[usize]) -> Result<(), ()> + 'a;

impl Records {
    fn new(separator: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator).build();
        let (record, ends) = (vec![0; ROW_BYTES], vec![0; COLUMNS + 1]);
        Self { reader, record, ends, used: 0, fields: 0, quotes: Quotes::new(separator) }
    }

    fn feed(&mut self, mut input: &[u8], push: &mut Push<'_>) -> Result<Fed, FileFault> {
        while !input.is_empty() {
            if !self.quotes.in_record() {
                // Empty lines before the record are not its own.
                while let Some((byte @ (b'\n' | b'\r'), rest)) = input.split_first() {
                    self.quotes.newline(*byte);
                    input = rest;
                }
                if input.is_empty() {
                    break;
                }
            }
            let (result, read) = self.step(input);
            self.quotes.see(input.get(..read).unwrap_or_default());
            input = input.get(read..).unwrap_or_default();
            match self.after(&result, push)? {
                Fed::More => {}
                Fed::Stopped => return Ok(Fed::Stopped),
            }
        }
        Ok(Fed::More)
    }

    fn finish(&mut self, push: &mut Push<'_>) -> Result<(), FileFault> {
        if let Some(line) = self.quotes.open() {
            return Err(FileFault::QuoteOpen(line));
        }
        loop {
            let (result, _) = self.step(&[]);
            if matches!(result, ReadRecordResult::End) {
                return Ok(());
            }
            if let Fed::Stopped = self.after(&result, push)? {
                return Ok(());
            }
        }
    }

    fn step(&mut self, input: &[u8]) -> (ReadRecordResult, usize) {
        let (record, ends) = (&mut self.record, &mut self.ends);
        let out = record.get_mut(self.used..).unwrap_or_default();
        let ends = ends.get_mut(self.fields..).unwrap_or_default();
        let (result, read, wrote, ended) = self.reader.read_record(input, out, ends);
        self.used += wrote;
        self.fields += ended;
        (result, read)
    }

    fn after(&mut self, result: &ReadRecordResult, push: &mut Push<'_>) -> Result<Fed, FileFault> {
        match result {
            ReadRecordResult::OutputFull => return Err(FileFault::RowTooLong(self.quotes.line())),
            ReadRecordResult::OutputEndsFull => return Err(FileFault::TooManyColumns(self.quotes.line())),
            ReadRecordResult::Record => {
                if self.fields > COLUMNS {
                    return Err(FileFault::TooManyColumns(self.quotes.line()));
                }
                let ends = self.ends.get(..self.fields).unwrap_or_default();
                let record = self.record.get(..self.used).unwrap_or_default();
                let went = push(self.quotes.end(), record, ends);
                (self.used, self.fields) = (0, 0);
                if went.is_err() {
                    return Ok(Fed::Stopped);
                }
            }
            ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
        }
        Ok(Fed::More)
    }
}

/// The separator that cuts most lines into the same number of fields.
fn guess(head: &str) -> u8 {
    let score = |separator: u8| {
        let mut counts: Vec<usize> = Vec::new();
        let mut records = Records::new(separator);
        let mut push = |_: Place, _: &[u8], ends: &[usize]| {
            counts.push(ends.len());
            if counts.len() < LOOKED_AT { Ok(()) } else { Err(()) }
        };
        let _ = records.feed(head.as_bytes(), &mut push);
        let _ = records.finish(&mut push);
        let same = |n: usize| counts.iter().filter(|c| **c == n).count();
        counts.iter().filter(|n| **n > 1).map(|n| (same(*n), *n)).max().unwrap_or_default()
    };
    SEPARATORS.into_iter().rev().max_by_key(|s| score(*s)).unwrap_or(b',')
}
